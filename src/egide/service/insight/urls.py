"""Addresses of the supervisor's figures."""

from __future__ import annotations

from django.urls import path

from egide.service.insight import views

app_name = "insight"
urlpatterns = [
    path("", views.supervision, name="supervision"),
    path("method/", views.method, name="method"),
]
