"""Attach the actor to the request and open the scope of their brands for its duration."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from egide.service.tenancy.access import actor_for
from egide.service.tenancy.models import Brand
from egide.service.tenancy.scope import brand_scope


class ActorMiddleware:
    """Every signed-in request has `request.actor` and sees the rows of its brands only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Run the view inside the actor's scope."""
        if not request.user.is_authenticated:
            return self._get_response(request)
        actor = actor_for(request.user, now=timezone.now())
        request.actor = actor  # type: ignore[attr-defined]
        brand_ids = actor.brand_ids
        if None in actor.roles:
            brand_ids = frozenset(Brand.objects.values_list("pk", flat=True))
        with brand_scope(*brand_ids):
            return self._get_response(request)
