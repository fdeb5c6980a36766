"""Addresses of campaigns."""

from __future__ import annotations

from django.urls import path

from egide.service.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.campaigns, name="campaigns"),
    path("new/<slug:brand>/", views.new, name="new"),
    path("<uuid:campaign_id>/", views.campaign, name="campaign"),
    path("<uuid:campaign_id>/approve/", views.approve, name="approve"),
    path("<uuid:campaign_id>/export/", views.export, name="export"),
]
