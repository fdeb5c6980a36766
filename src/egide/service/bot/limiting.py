"""How often one address may ask, counted in the database: every process of a site counts together.

An address is kept as a keyed hash of its brand, for the time of its window only.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from egide.service.bot.models import VisitCount
from egide.service.sealing import blind

_LONGEST_WINDOW = timedelta(hours=2)


def counts_too_many(brand_id: UUID, what: str, address: str, *, most: int, seconds: int, now: datetime) -> bool:
    """Count one request of an address and say whether it is one too many.

    Args:
        brand_id: The brand, in scope.
        what: What is counted, "asked" or "opened".
        address: The visitor's address; only its keyed hash is kept.
        most: How many are allowed in one window.
        seconds: Length of a window; it begins with the first request.
        now: Aware UTC.

    Returns:
        Whether this request is past the limit.

    Raises:
        KeyUnavailable: the key store does not answer.
    """
    rows = VisitCount.objects.filter(brand_id=brand_id, what=what, visitor=blind(brand_id, "visitor", address))
    over = now - timedelta(seconds=seconds)
    if not _count(rows, over, now):
        try:
            with transaction.atomic():
                visitor = blind(brand_id, "visitor", address)
                VisitCount.objects.create(brand_id=brand_id, what=what, visitor=visitor, since=now, requests=1)
        except IntegrityError:
            _count(rows, over, now)  # another request opened the window between the two lines
        # A window that is over serves nobody: it goes when another one opens.
        VisitCount.objects.filter(brand_id=brand_id, what=what, since__lte=over).delete()
    counted: int | None = rows.values_list("requests", flat=True).first()
    return (counted or 1) > most


def _count(rows: QuerySet[VisitCount], over: datetime, now: datetime) -> bool:
    """Add one to the window of a visitor, or begin it anew; no when there is none. Each line is one statement."""
    return bool(
        rows.filter(since__gt=over).update(requests=F("requests") + 1)
        or rows.filter(since__lte=over).update(since=now, requests=1)
    )


def forget_visits(brand_id: UUID, *, now: datetime) -> int:
    """Delete the counts of windows that are over, where nobody came since.

    Returns:
        How many counts went.
    """
    gone, _ = VisitCount.objects.filter(brand_id=brand_id, since__lt=now - _LONGEST_WINDOW).delete()
    return int(gone)
