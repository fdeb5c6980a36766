"""Addresses of the keys of the gateway."""

from __future__ import annotations

from django.urls import path

from egide.service.gatewaykeys import views

app_name = "gatewaykeys"
urlpatterns = [
    path("", views.keys, name="keys"),
    path("new/", views.new, name="new"),
    path("<uuid:key_id>/", views.key_page, name="key"),
    path("<uuid:key_id>/revoke/", views.revoke, name="revoke"),
]
