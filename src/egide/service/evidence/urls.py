"""Addresses of the journals: their pages for people, their static files for anybody who verifies."""

from __future__ import annotations

from django.urls import path

from egide.service.evidence import installation_views, pruning_views, views

app_name = "evidence"
urlpatterns = [
    path("", views.journal, name="journal"),
    path("person/", views.person, name="person"),
    path("installation/", installation_views.installation, name="installation"),
    path("installation/verify/", installation_views.installation_verify, name="installation_verify"),
    path("installation/export/", installation_views.installation_export, name="installation_export"),
    path("installation/entry/<int:index>/", installation_views.installation_entry, name="installation_entry"),
    path(
        "installation/entry/<int:index>/receipt/", installation_views.installation_receipt, name="installation_receipt"
    ),
    path("<uuid:brand_id>/entry/<int:index>/", views.entry, name="entry"),
    path("<uuid:brand_id>/entry/<int:index>/receipt/", views.receipt, name="receipt"),
    path("<uuid:brand_id>/verify/", views.verify, name="verify"),
    path("<uuid:brand_id>/export/", views.export, name="export"),
    path("<uuid:brand_id>/pruning/", pruning_views.pruning, name="pruning"),
    path("<uuid:brand_id>/pruning/<uuid:pruning_id>/", pruning_views.decide_pruning, name="decide_pruning"),
    path("<uuid:brand_id>/<path:path>", views.published_file, name="file"),
    path("<slug:slug>/<path:path>", views.published_file_by_name, name="named_file"),
]
