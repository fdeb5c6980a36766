"""Answer a refused right with the 403 page, which names the right."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from egide.service.desk.pages.errors import forbidden
from egide.service.tenancy.access import AccessRefused


class RefusalMiddleware:
    """Turn `AccessRefused` into the page that says which right is missing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a missing right; leave every other failure to Django."""
        return forbidden(request, exception) if isinstance(exception, AccessRefused) else None
