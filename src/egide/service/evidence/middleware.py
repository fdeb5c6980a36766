"""Write refused rights to the installation's journal."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from egide.service.evidence.flows import Act, write_installation_entry
from egide.service.tenancy.access import AccessRefused, Actor


class RefusalJournalMiddleware:
    """A user who asks for what their rights do not allow leaves a trace, and nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Write the entry and leave the answer to others; the failed act has been rolled back."""
        actor: Actor | None = getattr(request, "actor", None)
        if not isinstance(exception, AccessRefused) or actor is None:
            return
        page = request.resolver_match.view_name if request.resolver_match else ""
        act = Act("request.refused", uuid.uuid4(), actor, detail={"right": str(exception.right), "page": page})
        with transaction.atomic():
            write_installation_entry(act, at=timezone.now())
