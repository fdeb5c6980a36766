"""The supervisor's page, and how its figures are computed."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from egide.service.insight.presenting import present_supervision
from egide.service.tenancy.access import AccessRefused, Actor, access_brands
from egide.service.tenancy.choosing import chosen_brand
from egide.service.tenancy.rights import Right


@login_required
@require_GET
def supervision(request: HttpRequest) -> HttpResponse:
    """Show the figures of the work to those who may read them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    brands = access_brands(actor, Right.INSIGHT_READ)
    if not brands:
        raise AccessRefused(Right.INSIGHT_READ)
    chosen = chosen_brand(request, brands)
    shown = [chosen] if chosen else brands
    asked = request.GET.get("days", "")
    page = present_supervision(
        shown,
        int(asked) if asked.isdecimal() else 0,
        timezone.now(),
        may_read=all(actor.holds(Right.QUALITY_REVIEW, brand.pk) for brand in shown),
        may_see_cost=all(actor.holds(Right.FOOTPRINT_READ, brand.pk) for brand in shown),
    )
    if actor.holds_anywhere(Right.KNOWLEDGE_EDIT):
        page = replace(page, levels_url=reverse("insight:levels"))
    return render(request, "pages/supervision.html", {"page": page})


@login_required
@require_GET
def method(request: HttpRequest) -> HttpResponse:
    """Say how each figure is computed, and what it does not say."""
    return render(request, "pages/supervision_method.html")
