"""Addresses of learning: models, corrected intents, and the knowledge base."""

from __future__ import annotations

from django.urls import path

from egide.service.training import articles, precision, views

app_name = "training"
urlpatterns = [
    path("", views.models_page, name="models"),
    path("train/<slug:brand>/", views.train, name="train"),
    path("rollback/<slug:brand>/", views.rollback, name="rollback"),
    path("precision/<slug:brand>/", precision.precision, name="precision"),
    path("models/<uuid:model_id>/promote/", views.promote_one, name="promote"),
    path("conversations/<uuid:interaction_id>/intent/", views.intent, name="intent"),
    path("articles/", articles.articles, name="articles"),
    path("articles/import/<slug:brand>/", articles.import_articles, name="import"),
    path("articles/propose/<slug:brand>/", articles.proposals, name="proposals"),
    path("articles/<uuid:article_id>/expire/", articles.expire, name="expire"),
]
