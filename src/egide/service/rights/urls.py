"""Addresses of people's rights."""

from __future__ import annotations

from django.urls import path

from egide.service.rights import views

app_name = "rights"
urlpatterns = [
    path("", views.requests, name="requests"),
    path("new/", views.receive, name="receive"),
    path("<uuid:request_id>/", views.request_page, name="request"),
    path("<uuid:request_id>/answer/", views.answer, name="answer"),
    path("<uuid:request_id>/extend/", views.extend, name="extend"),
    path("<uuid:request_id>/refuse/", views.refuse, name="refuse"),
    path("<uuid:request_id>/erase/", views.erase, name="erase"),
    path("<uuid:request_id>/export/", views.export, name="export"),
    path("people/<uuid:person_id>/", views.person_page, name="person"),
]
