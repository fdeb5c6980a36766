"""Addresses of the journal: its page for people, its static files for anybody who verifies."""

from __future__ import annotations

from django.urls import path

from egide.service.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.journal, name="journal"),
    path("<uuid:brand_id>/entry/<int:index>/", views.entry, name="entry"),
    path("<uuid:brand_id>/<path:path>", views.published_file, name="file"),
    path("<slug:slug>/<path:path>", views.published_file_by_name, name="named_file"),
]
