"""Everybody has a second factor, but in the demo."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

_OPEN_PREFIXES = ("/accounts/", "/static/", "/i18n/", "/journal/", "/health/")


class SecondFactorMiddleware:
    """Send a signed-in user who has no second factor to the page where one is set up, and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or redirect it to the set-up page."""
        if (
            not settings.EGIDE.demo
            and request.user.is_authenticated
            and not request.path.startswith(_OPEN_PREFIXES)
            and not is_mfa_enabled(request.user)
        ):
            return redirect(reverse("mfa_activate_totp"))
        return self._get_response(request)
