"""Figures of the work over a period: queries only, no words, no page.

Every function reads what other applications keep, inside the brands given, and writes nothing. Nothing here is computed
for one person: a figure of an agent would be a surveillance of them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt
from statistics import median
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from egide.service.assistance.models import Draft, ModelCall, Review
from egide.service.conversations.models import Interaction, Message
from egide.service.evidence.models import JournalEntry
from egide.service.outbox.models import OutgoingMessage
from egide.service.tenancy.models import Brand

# An answer accepted this soon after its draft was shown was not read: some 15 words, at the pace of a quick reader.
UNREAD_SECONDS = 5
# Fewer than this on either side, and a difference says nothing.
_ENOUGH_TO_COMPARE = 10
_ENOUGH_FOR_DRIFT = 30
# A conversation left open on a screen is not work.
_LONGEST_HANDLING = timedelta(minutes=30)
_MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment to another, cut in equal buckets of whole days for plots."""

    since: datetime
    until: datetime
    days: int
    bucket_days: int

    @classmethod
    def last(cls, days: int, now: datetime, *, buckets: int) -> Period:
        """Return the last whole days up to now, today included, in at most so many buckets."""
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        bucket = -(-days // buckets)
        days = bucket * -(-days // bucket)
        return cls(midnight - timedelta(days=days - 1), now, days, bucket)

    def starts(self) -> list[date]:
        """List the first day of each bucket."""
        first = timezone.localtime(self.since).date()
        return [first + timedelta(days=shift) for shift in range(0, self.days, self.bucket_days)]

    def spread(self, by_day: dict[date, float]) -> list[tuple[date, float]]:
        """Add up amounts by day into the buckets, those without any included."""
        return [
            (start, sum(by_day.get(start + timedelta(days=shift), 0) for shift in range(self.bucket_days)))
            for start in self.starts()
        ]


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits now."""

    waiting: int
    late: int
    soon: int
    oldest: datetime | None


def read_backlog(brands: Sequence[Brand], now: datetime) -> Backlog:
    """Count the conversations that wait for somebody."""
    rows = Interaction.objects.filter(brand__in=brands, status="open")
    tally = rows.aggregate(
        waiting=Count("id"),
        late=Count("id", filter=Q(due_at__lt=now)),
        soon=Count("id", filter=Q(due_at__gte=now, due_at__lt=now + timedelta(hours=2))),
        oldest=Min("last_message_at"),
    )
    return Backlog(**tally)


@dataclass(frozen=True, slots=True)
class Flow:
    """What came in and what was answered over a period.

    Attributes:
        received: Conversations opened.
        answered: Answers sent.
        assisted: Among them, from a draft that a person read.
        automatic: Among them, sent without a person.
        in_time: Answers queued before their deadline.
        with_deadline: Answers whose conversation had one.
        reopened: Conversations answered, to which the customer wrote again afterwards.
        answered_conversations: Conversations answered.
        received_by_day: Conversations opened, by local day.
        answered_by_day: Answers, by local day.
    """

    received: int
    answered: int
    assisted: int
    automatic: int
    in_time: int
    with_deadline: int
    reopened: int
    answered_conversations: int
    received_by_day: dict[date, float]
    answered_by_day: dict[date, float]


def _answers(brands: Sequence[Brand], period: Period) -> QuerySet[OutgoingMessage]:
    return OutgoingMessage.objects.filter(brand__in=brands, queued_at__gte=period.since, queued_at__lte=period.until)


def read_flow(brands: Sequence[Brand], period: Period) -> Flow:
    """Count what came in, what was answered and what came back."""
    opened = Interaction.objects.filter(brand__in=brands, opened_at__gte=period.since, opened_at__lte=period.until)
    answers = _answers(brands, period)
    tally = answers.aggregate(
        answered=Count("id"),
        assisted=Count("id", filter=Q(ai_mark="assisted")),
        automatic=Count("id", filter=Q(ai_mark="generated")),
        with_deadline=Count("id", filter=Q(interaction__due_at__isnull=False)),
        in_time=Count("id", filter=Q(queued_at__lte=F("interaction__due_at"))),
        answered_conversations=Count("interaction", distinct=True),
    )
    again = Message.objects.filter(
        interaction=OuterRef("interaction_id"), author_role="customer", at__gt=OuterRef("queued_at")
    )
    reopened = answers.filter(Exists(again)).values("interaction").distinct().count()
    return Flow(
        received=opened.count(),
        reopened=reopened,
        received_by_day=_by_day(opened, "opened_at"),
        answered_by_day=_by_day(answers, "queued_at"),
        **tally,
    )


def _by_day(rows: QuerySet[Interaction] | QuerySet[OutgoingMessage], moment: str) -> dict[date, float]:
    counted = rows.annotate(day=TruncDate(moment)).values("day").annotate(n=Count("id")).order_by("day")
    return dict(counted.values_list("day", "n"))


def read_first_reply_minutes(brands: Sequence[Brand], period: Period) -> list[float]:
    """List how long customers waited for a first answer, in minutes; calls are answered as they come and left out."""
    rows = (
        Interaction.objects.filter(brand__in=brands, opened_at__gte=period.since, opened_at__lte=period.until)
        .exclude(channel__startswith="call")
        .annotate(
            asked=Min("messages__at", filter=Q(messages__author_role="customer")),
            replied=Min("messages__at", filter=Q(messages__author_role__in=["agent", "bot"])),
        )
        .filter(replied__gt=F("asked"))
        .values_list("asked", "replied")[:_MOST_ROWS]
    )
    return sorted((replied - asked).total_seconds() / 60 for asked, replied in rows)


@dataclass(frozen=True, slots=True)
class Help:
    """Whether the AI helped.

    Attributes:
        drafted: Drafts proposed.
        abstained: Times when the AI gave no answer.
        accepted: Drafts sent as they were.
        edited: Drafts changed, then sent.
        rejected: Drafts rejected.
        edited_share: Median share of the characters that a person changed, among edited ones; None without any.
        unread: Drafts accepted too soon to have been read.
        timed: Accepted drafts whose reading time is known.
        reasons: Reasons of rejections, the most frequent first.
    """

    drafted: int
    abstained: int
    accepted: int
    edited: int
    rejected: int
    edited_share: float | None
    unread: int
    timed: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def reviewed(self) -> int:
        """Drafts on which a person decided."""
        return self.accepted + self.edited + self.rejected


def read_help(brands: Sequence[Brand], period: Period) -> Help:
    """Count drafts, abstentions and what people did of drafts."""
    drafts = Draft.objects.filter(brand__in=brands, created_at__gte=period.since, created_at__lte=period.until)
    drafted = drafts.filter(action="reply").count()
    reviews = Review.objects.filter(brand__in=brands, at__gte=period.since, at__lte=period.until)
    tally = reviews.aggregate(
        accepted=Count("id", filter=Q(verdict="accepted")),
        edited=Count("id", filter=Q(verdict="edited")),
        rejected=Count("id", filter=Q(verdict="rejected")),
        unread=Count("id", filter=Q(verdict="accepted", seconds__lt=UNREAD_SECONDS)),
        timed=Count("id", filter=Q(verdict="accepted", seconds__isnull=False)),
    )
    shares = list(reviews.filter(verdict="edited").values_list("edited_share", flat=True)[:_MOST_ROWS])
    reasons = reviews.filter(verdict="rejected").values("reason_code").annotate(n=Count("id")).order_by("-n")
    return Help(
        drafted=drafted,
        abstained=drafts.count() - drafted,
        edited_share=median(shares) if shares else None,
        reasons=tuple(reasons.values_list("reason_code", "n")),
        **tally,
    )


def find_unread(brands: Sequence[Brand], period: Period, *, limit: int) -> list[Review]:
    """List the latest answers accepted too soon to have been read, with their conversation."""
    rows = Review.objects.filter(
        brand__in=brands, at__gte=period.since, at__lte=period.until, verdict="accepted", seconds__lt=UNREAD_SECONDS
    )
    return list(rows.select_related("draft__interaction").order_by("-at")[:limit])


@dataclass(frozen=True, slots=True)
class IntentFigures:
    """One kind of request: how much of it waits, and how the AI does on it."""

    intent: str
    received: int
    waiting: int
    drafted: int
    abstained: int
    sent: int
    rejected: int


def read_intents(brands: Sequence[Brand], period: Period, *, limit: int) -> list[IntentFigures]:
    """Count by intent, the most frequent first."""
    rows = Interaction.objects.filter(brand__in=brands, opened_at__gte=period.since, opened_at__lte=period.until)
    counted = rows.values("intent").annotate(
        received=Count("id", distinct=True),
        waiting=Count("id", filter=Q(status="open"), distinct=True),
        drafted=Count("drafts", filter=Q(drafts__action="reply"), distinct=True),
        abstained=Count("drafts", filter=~Q(drafts__action="reply") & Q(drafts__isnull=False), distinct=True),
        sent=Count("drafts__review", filter=Q(drafts__review__verdict__in=["accepted", "edited"]), distinct=True),
        rejected=Count("drafts__review", filter=Q(drafts__review__verdict="rejected"), distinct=True),
    )
    return [IntentFigures(**row) for row in counted.order_by("-received", "intent")[:limit]]


@dataclass(frozen=True, slots=True)
class Cost:
    """Footprints of a period, and the requests they served."""

    footprints: tuple[dict[str, dict[str, float]], ...]
    resolved: int
    energy_by_day: dict[date, float]


def read_cost(brands: Sequence[Brand], period: Period) -> Cost:
    """Read what the AI used, and count the conversations that were resolved."""
    calls = ModelCall.objects.filter(brand__in=brands, at__gte=period.since, at__lte=period.until)
    by_day = calls.annotate(day=TruncDate("at")).values("day").annotate(wh=Sum("energy_wh")).order_by("day")
    answered = _answers(brands, period).values("interaction")
    resolved = Interaction.objects.filter(
        Q(pk__in=answered) | Q(closed_at__gte=period.since, closed_at__lte=period.until),
        brand__in=brands,
        status__in=["answered", "closed"],
    )
    return Cost(
        footprints=tuple(calls.values_list("footprint", flat=True).iterator()),
        resolved=resolved.count(),
        energy_by_day=dict(by_day.values_list("day", "wh")),
    )


@dataclass(frozen=True, slots=True)
class TimeSaved:
    """Minutes saved by an answer that came from a draft, with the bounds of that estimate; None says too few answers.

    Attributes:
        by_hand: Answers timed that nobody drafted.
        assisted: Answers timed that came from a draft.
        per_answer: Low, central and high difference of the medians, in minutes.
    """

    by_hand: int
    assisted: int
    per_answer: tuple[float, float, float] | None


def read_time_saved(brands: Sequence[Brand], period: Period) -> TimeSaved:
    """Compare the time between opening a conversation and answering it, with a draft and without.

    The medians are compared, so that a few long answers do not decide; their 95 % bounds are order statistics, and the
    bounds of the difference are the widest that they allow. Different requests are compared: it is an estimate.
    """
    opened = JournalEntry.objects.filter(
        type="interaction.opened", obj=OuterRef("interaction_id"), at__lte=OuterRef("queued_at")
    ).order_by("-at")
    rows = _answers(brands, period).filter(sender__isnull=False).annotate(opened=Subquery(opened.values("at")[:1]))
    times: dict[bool, list[float]] = {True: [], False: []}
    for mark, start, end in rows.filter(opened__isnull=False).values_list("ai_mark", "opened", "queued_at")[
        :_MOST_ROWS
    ]:
        if end - start <= _LONGEST_HANDLING:
            times[mark == "assisted"].append((end - start).total_seconds() / 60)
    assisted, by_hand = sorted(times[True]), sorted(times[False])
    if min(len(assisted), len(by_hand)) < _ENOUGH_TO_COMPARE:
        return TimeSaved(len(by_hand), len(assisted), None)
    (low_a, high_a), (low_h, high_h) = _median_bounds(assisted), _median_bounds(by_hand)
    return TimeSaved(len(by_hand), len(assisted), (low_h - high_a, median(by_hand) - median(assisted), high_h - low_a))


def _median_bounds(ordered: Sequence[float]) -> tuple[float, float]:
    """Bound a median at 95 % by the ranks of the binomial distribution."""
    middle, reach = len(ordered) / 2, 0.98 * sqrt(len(ordered))
    return ordered[max(0, int(middle - reach))], ordered[min(len(ordered) - 1, int(middle + reach))]


def read_drift(brands: Sequence[Brand], period: Period) -> float | None:
    """Say how much the mix of requests moved between the first and the second half of a period.

    Returns:
        Total variation distance between both mixes, from 0 (the same) to 1; None when there are too few requests.
    """
    half = period.since + (period.until - period.since) / 2
    mixes: list[Counter[str]] = [Counter(), Counter()]
    rows = Interaction.objects.filter(brand__in=brands, opened_at__gte=period.since, opened_at__lte=period.until)
    for opened_at, intent in rows.exclude(intent="").values_list("opened_at", "intent")[:_MOST_ROWS]:
        mixes[opened_at >= half][intent] += 1
    first, second = mixes
    if min(first.total(), second.total()) < _ENOUGH_FOR_DRIFT:
        return None
    return 0.5 * sum(
        abs(first[intent] / first.total() - second[intent] / second.total()) for intent in {*first, *second}
    )


def draw_sample(brands: Sequence[Brand], period: Period, *, size: int) -> list[OutgoingMessage]:
    """Draw answers at random for a quality review: the same ones all day, so that a review can be resumed.

    Source: the draw is the order of SHA-256 of the day and the answer's id: nobody can choose what is reviewed.
    """
    day = timezone.localtime(period.until).date().isoformat()
    ids = list(_answers(brands, period).order_by("-queued_at").values_list("pk", flat=True)[:_MOST_ROWS])

    def rank(answer: UUID) -> bytes:
        return hashlib.sha256(f"{day}/{answer}".encode()).digest()

    drawn = sorted(ids, key=rank)[:size]
    rows = OutgoingMessage.objects.filter(pk__in=drawn).select_related("interaction", "sender")
    return sorted(rows, key=lambda answer: rank(answer.pk))
