"""Addresses of the pages of connections."""

from __future__ import annotations

from django.urls import path

from egide.service.governance.pages import connections

app_name = "connections"
urlpatterns = [
    path("", connections.connections, name="connections"),
    path("new/", connections.new, name="new"),
    path("<uuid:connection_id>/", connections.connection, name="connection"),
    path("<uuid:connection_id>/active/", connections.switch, name="active"),
    path("<uuid:connection_id>/remove/", connections.forget, name="remove"),
]
