"""What waits for the DPO: due, stale, drifting, expiring, lacking; and the daily round that writes warnings down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from egide.policy.evidence import ExpiryWarning
from egide.policy.register import Drift
from egide.service.register.flows import note_stale_dpias, state_of
from egide.service.register.ledger import unproven_count
from egide.service.register.models import CertificateRow, Dpia
from egide.service.register.providers import expiry_warnings, note_expiries
from egide.service.register.records import Found, drift_of, signed_register
from egide.service.register.roles import reviews_due
from egide.service.tenancy.access import Actor
from egide.service.tenancy.models import Brand


@dataclass(frozen=True, slots=True)
class Attention:
    """What needs somebody, over some brands.

    Attributes:
        dpias: Assessments to validate or to review, with their state now.
        unsigned: Brands whose register nobody signed.
    """

    dpias: tuple[tuple[Dpia, str], ...]
    expiring: tuple[tuple[CertificateRow, ExpiryWarning], ...]
    drifts: tuple[tuple[Brand, Drift], ...]
    unsigned: tuple[Brand, ...]
    reviews: int
    unproven: int


def attention_of(brands: Sequence[Brand], found: dict[object, Found], *, now: datetime) -> Attention:
    """Gather what waits.

    Args:
        brands: The brands, in scope.
        found: Labels found in conversations, by brand id then purpose.
        now: Aware UTC.

    Returns:
        What needs somebody.
    """
    open_dpias = []
    rows = Dpia.objects.filter(brand__in=brands).exclude(state="replaced").select_related("brand")
    for dpia in rows.order_by("changed_at"):
        state = state_of(dpia, now=now)
        if state in {"draft", "stale"}:
            open_dpias.append((dpia, state))
    drifts = [(brand, drift) for brand in brands for drift in drift_of(brand, found.get(brand.pk, {}), now=now)]
    return Attention(
        dpias=tuple(open_dpias),
        expiring=tuple(expiry_warnings([brand.pk for brand in brands], now.date())),
        drifts=tuple(drifts),
        unsigned=tuple(brand for brand in brands if signed_register(brand) is None),
        reviews=reviews_due(brands, now=now),
        unproven=unproven_count([brand.pk for brand in brands]),
    )


def daily_round(brand: Brand, *, actor: Actor, now: datetime) -> None:
    """Write down what became stale or expires, once each."""
    note_stale_dpias(brand.pk, actor=actor, now=now)
    note_expiries(brand.pk, actor=actor, now=now)
