"""The quarantine: what came without a purpose or basis that the register knows, and the DPO's choice."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from egide.service.conversations.models import Quarantined
from egide.service.conversations.releasing import discard, release
from egide.service.design.words import purpose_words
from egide.service.register.flows import known_bases
from egide.service.tenancy.access import AccessRefused, Actor, access_brands
from egide.service.tenancy.rights import Right

_SHOWN = 50


@login_required
def quarantine(request: HttpRequest) -> HttpResponse:
    """List what waits, with the reason and the purposes under which it may be released."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.holds_anywhere(Right.QUARANTINE_RELEASE):
        raise AccessRefused(Right.QUARANTINE_RELEASE)
    brands = access_brands(actor, Right.QUARANTINE_RELEASE)
    french = (get_language() or "fr").startswith("fr")
    held = Quarantined.objects.filter(brand__in=brands, state="waiting").select_related("brand").order_by("created_at")
    purposes = {brand.pk: [(code, purpose_words(code)) for code in sorted(known_bases(brand.pk))] for brand in brands}
    rows = [
        {
            "id": row.pk,
            "brand": row.brand.name,
            "position": row.position,
            "reason": row.reason_fr if french else row.reason_en,
            "at": row.created_at,
            "purposes": purposes[row.brand_id],
        }
        for row in held[:_SHOWN]
    ]
    return render(request, "pages/quarantine.html", {"rows": rows, "total": held.count()})


@login_required
@require_POST
def release_one(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Release one record under the purpose chosen."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        release(held_id, request.POST.get("purpose", ""), actor=actor, now=timezone.now())
    except Quarantined.DoesNotExist as absent:
        raise Http404 from absent
    return redirect("desk:quarantine")


@login_required
@require_POST
def discard_one(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Delete one record for good."""
    try:
        discard(held_id, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    except Quarantined.DoesNotExist as absent:
        raise Http404 from absent
    return redirect("desk:quarantine")
