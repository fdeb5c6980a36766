"""The confidence under which a brand's drafts stay silent, set from its own history for a precision that it chooses.

What people did with drafts says which were right. A draft that was accepted before it could be read says nothing.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from egide.assist.answerability import choose_threshold
from egide.assist.errors import BadExamples
from egide.service.assistance.models import AnswerTerms, Review
from egide.service.evidence.flows import Act, write_entry
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right

READ_SECONDS = 5
_STILL_THE_DRAFT = 0.5  # a person who changed more than half of it wrote another answer
_REMEMBERED = 2_000


class TooFewJudged(Exception):
    """Too few drafts were judged to promise a precision."""


class PrecisionOutOfReach(Exception):
    """No confidence makes the brand's drafts right so often: they would all be withheld."""


@dataclass(frozen=True, slots=True)
class History:
    """Drafts that people judged: the confidence of each, and whether it was right."""

    confidences: tuple[float, ...]
    right: tuple[bool, ...]

    @property
    def precision(self) -> float | None:
        """Share of right drafts; None without any."""
        return sum(self.right) / len(self.right) if self.right else None


def history_of(brand_id: UUID) -> History:
    """Read the latest verdicts of people on the drafts of a brand."""
    rows = (
        Review.objects.filter(brand_id=brand_id)
        .exclude(verdict="accepted", seconds__lt=READ_SECONDS)
        .order_by("-at")
        .values_list("draft__confidence", "verdict", "edited_share")[:_REMEMBERED]
    )
    judged = [(confidence, verdict != "rejected" and share < _STILL_THE_DRAFT) for confidence, verdict, share in rows]
    return History(tuple(confidence for confidence, _ in judged), tuple(was_right for _, was_right in judged))


def terms_of(brand_id: UUID) -> AnswerTerms | None:
    """Return the precision that a brand chose; None while it chose none."""
    found: AnswerTerms | None = AnswerTerms.objects.filter(brand_id=brand_id).first()
    return found


def threshold_of(brand_id: UUID) -> float | None:
    """Return the confidence under which the drafts of a brand stay silent; None for the shipped one."""
    found = terms_of(brand_id)
    return found.threshold if found else None


def write_precision(brand_id: UUID, precision: float | None, *, actor: Actor, now: datetime) -> AnswerTerms | None:
    """Choose how often drafts must be right, and learn from the brand's history what confidence it takes.

    Args:
        brand_id: The brand, in scope.
        precision: Wanted share of right drafts, 0.5 to 1; None goes back to the shipped threshold.
        actor: A supervisor.
        now: Aware UTC.

    Returns:
        What was kept; None for the shipped threshold.

    Raises:
        AccessRefused: the actor does not review quality in this brand.
        TooFewJudged: fewer than twenty drafts were judged.
        PrecisionOutOfReach: no confidence reaches the precision.
    """
    check_right(actor, Right.QUALITY_REVIEW, brand_id)
    if precision is None and terms_of(brand_id) is None:
        return None  # nothing changes
    history = history_of(brand_id)
    threshold = None
    if precision is not None:
        try:
            threshold = choose_threshold(history.confidences, history.right, precision=precision)
        except BadExamples as few:
            raise TooFewJudged from few
        if threshold >= 1.0:
            raise PrecisionOutOfReach
    kept: AnswerTerms | None = None
    detail = {"what": "draft_threshold", "judged": len(history.right)}
    with transaction.atomic():
        if threshold is None or precision is None:
            AnswerTerms.objects.filter(brand_id=brand_id).delete()
        else:
            values = {"precision": precision, "threshold": threshold, "judged": len(history.right), "changed_at": now}
            kept, _ = AnswerTerms.objects.update_or_create(brand_id=brand_id, defaults=values)
            detail |= {"precision": f"{precision:.2f}", "threshold": f"{threshold:.4f}"}
        write_entry(brand_id, Act("settings.changed", uuid.uuid4(), actor, detail=detail), at=now)
    return kept
