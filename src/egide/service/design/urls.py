"""Addresses of the design system: the language, the theme, and the gallery of components in development.

Include once, at the root: ``path("", include("egide.service.design.urls"))``.
"""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from egide.service.design import views

urlpatterns = [
    path("preferences/language/", set_language, name="set_language"),
    path("preferences/theme/", views.choose_theme, name="design-theme"),
    path("_components/", views.show_gallery, name="design-gallery"),
    path("_components/<slug:name>/", views.show_component, name="design-component"),
    path("_pages/<slug:name>/", views.show_page, name="design-page"),
]
