"""The gallery served on the loopback, without a database: the pages of the design system need none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture
def gallery_settings(settings: SettingsWrapper) -> SettingsWrapper:
    """The project's settings with the gallery shown and nothing that reads a table."""
    settings.EGIDE_SHOW_COMPONENTS = True
    settings.ROOT_URLCONF = "egide.service.design.urls"
    settings.SECURE_SSL_REDIRECT = False
    settings.MIDDLEWARE = [
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "csp.middleware.CSPMiddleware",
    ]
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ]
    return settings


@pytest.fixture
def gallery_url(gallery_settings: SettingsWrapper) -> Iterator[str]:
    """The address of a server of the gallery, on a free port of the loopback."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
