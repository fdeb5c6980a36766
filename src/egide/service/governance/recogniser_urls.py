"""Addresses of a brand's recognisers."""

from __future__ import annotations

from django.urls import path

from egide.service.governance.pages import recognisers

app_name = "recognisers"
urlpatterns = [
    path("", recognisers.recognisers, name="recognisers"),
    path("new/", recognisers.new, name="new"),
    path("lists/", recognisers.lists, name="lists"),
    path("import/", recognisers.take_file, name="import"),
    path("<slug:brand>/export/", recognisers.export, name="export"),
    path("<uuid:recogniser_id>/", recognisers.recogniser, name="recogniser"),
    path("<uuid:recogniser_id>/edit/", recognisers.edit, name="edit"),
    path("<uuid:recogniser_id>/activate/", recognisers.put_to_work, name="activate"),
    path("<uuid:recogniser_id>/withdraw/", recognisers.stop, name="withdraw"),
]
