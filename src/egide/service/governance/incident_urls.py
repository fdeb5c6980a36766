"""Addresses of incidents."""

from __future__ import annotations

from django.urls import path

from egide.service.governance.pages import incidents

app_name = "incidents"
urlpatterns = [
    path("", incidents.incidents, name="incidents"),
    path("new/", incidents.new, name="new"),
    path("<slug:brand>/export/<slug:form>/", incidents.export, name="export"),
    path("<uuid:incident_id>/", incidents.incident, name="incident"),
    path("<uuid:incident_id>/assess/", incidents.assess, name="assess"),
    path("<uuid:incident_id>/add/", incidents.add, name="add"),
    path("<uuid:incident_id>/close/", incidents.close, name="close"),
]
