"""Addresses of the assistant: its API, open to visitors, and its page of terms."""

from __future__ import annotations

from django.urls import path

from egide.service.bot import api, views

app_name = "bot"
urlpatterns = [
    path("", views.automation, name="automation"),
    path("<slug:brand>/", api.talk, name="talk"),
    path("<slug:brand>/identity/", api.identify, name="identify"),
    path("<slug:brand>/demo/", views.demonstration, name="demo"),
    path("<slug:brand>/terms/", views.terms, name="terms"),
]
