"""Addresses of the customer's page, open to visitors."""

from __future__ import annotations

from django.urls import path

from egide.service.portal import views

app_name = "portal"
urlpatterns = [
    path("<slug:brand>/", views.own_page, name="own"),
    path("<slug:brand>/enter/", views.ask_code, name="enter"),
    path("<slug:brand>/code/", views.give_code, name="code"),
    path("<slug:brand>/leave/", views.go, name="leave"),
    path("<slug:brand>/ai/", views.choose_ai, name="ai"),
    path("<slug:brand>/withdraw/<slug:purpose>/<slug:channel>/", views.withdraw, name="withdraw"),
    path("<slug:brand>/object/", views.object_to_all, name="object"),
    path("<slug:brand>/request/", views.request_right, name="request"),
    path("<slug:brand>/receipt/", views.receipt, name="receipt"),
]
