"""Addresses of the review of calls."""

from __future__ import annotations

from django.urls import path

from egide.service.calls import reporting, team_pages, uploading, views

app_name = "calls"
urlpatterns = [
    path("", views.calls, name="calls"),
    path("record/", uploading.record, name="record"),
    path("review/", views.review_all, name="review_all"),
    path("topics/", reporting.topics, name="topics"),
    path("teams/<slug:brand>/", team_pages.teams, name="teams"),
    path("script/<slug:brand>/", views.script, name="script"),
    path("<uuid:interaction_id>/", views.call, name="call"),
    path("<uuid:interaction_id>/review/", views.review, name="review"),
    path("<uuid:interaction_id>/mute.json", views.mute, name="mute"),
]
