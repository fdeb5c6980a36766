"""Addresses of the supervisor's figures."""

from __future__ import annotations

from django.urls import path

from egide.service.insight import levels, views

app_name = "insight"
urlpatterns = [
    path("", views.supervision, name="supervision"),
    path("levels/", levels.levels, name="levels"),
    path("<slug:brand>/levels/", levels.levels_of, name="levels-of"),
    path("method/", views.method, name="method"),
]
