"""The work that goes on beside the web: preparing what waits, carrying the outbox, publishing and watching journals."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType

from django.db import close_old_connections
from django.utils import timezone

from egide.keys import KeyUnavailable
from egide.service.assistance.automatic import check_departure
from egide.service.assistance.preparing import prepare_waiting
from egide.service.bot.limiting import forget_visits
from egide.service.connections.flows import forget_deliveries, poll_waiting
from egide.service.evidence.keeping import publish_round, watch_round
from egide.service.outbox.flows import send_queued
from egide.service.register.attention import daily_round
from egide.service.rights.retaining import rotate_keys, run_retention
from egide.service.sqlite.upkeep import refresh_statistics
from egide.service.tenancy.access import system_actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.scope import brand_scope
from egide.service.training.flows import train_when_due
from egide.service.withdrawals.ledger import file_waiting, forget_filed, trim_ledger

_logger = logging.getLogger(__name__)
_WATCH_PERIOD_S = 15.0
_POLL_PERIOD_S = 5.0
_PREPARED_AT_ONCE = 20


def tick() -> None:
    """Do one round of background work for every brand."""
    now = timezone.now()
    for brand in Brand.objects.all():
        with brand_scope(brand.pk):
            prepare_waiting(brand, now=now, limit=_PREPARED_AT_ONCE)
            send_queued(brand.pk, now=now, guard=check_departure)
            file_waiting(brand.pk, now=now)


def daily() -> None:
    """Do what is due once a day for every brand: retention, warnings, a new wrapping key, and a challenger to train.

    Rotation makes a wrapped key in an old backup useless once its person is erased.
    """
    now, actor = timezone.now(), system_actor("scheduler")
    for brand in Brand.objects.all():
        with brand_scope(brand.pk):
            run_retention(brand.pk, actor=actor, now=now)
            daily_round(brand, actor=actor, now=now)
            rotate_keys(brand.pk, actor=actor, now=now)
            train_when_due(brand, actor=actor, now=now)
            forget_visits(brand.pk, now=now)
            forget_deliveries(brand.pk, now=now)
            forget_filed(brand.pk, now=now)
    trim_ledger(now=now)
    refresh_statistics()


def in_thread(work: Callable[[], None]) -> None:
    """Run a piece of work in a thread of its own; a failure is logged by its kind only."""

    def run() -> None:
        try:
            work()
        except Exception as failure:  # noqa: BLE001 - nobody waits for this thread; the run it filled says it failed
            _logger.error("background work failed: %s", type(failure).__name__)  # noqa: TRY400 - a traceback may hold personal values
        finally:
            close_old_connections()

    threading.Thread(target=run, name="egide-upload", daemon=True).start()


def _publish() -> None:
    publish_round(timezone.now())


def _poll() -> None:
    """Read the mailboxes whose time has come; a server that is slow to answer keeps nobody else waiting."""
    now = timezone.now()
    for brand in Brand.objects.all():
        with brand_scope(brand.pk):
            poll_waiting(brand, now=now)


def _watch() -> None:
    watch_round(timezone.now())


class Daily:
    """Do `tick` each time, and `daily` the first time of each day."""

    def __init__(self) -> None:
        self._last_day: date | None = None

    def __call__(self) -> None:
        """Work once."""
        tick()
        today = timezone.localdate()
        if today != self._last_day:
            daily()
            self._last_day = today


@dataclass(frozen=True, slots=True)
class Job:
    """Work done again and again in a thread of its own."""

    name: str
    work: Callable[[], None]
    period_s: float = 1.0


def background_jobs() -> tuple[Job, ...]:
    """List what runs beside the web.

    A checkpoint is due within a minute of an act: no slow model, mail server, witness or authority may delay it.
    """
    return (
        Job("egide-background", Daily()),
        Job("egide-journals", _publish),
        Job("egide-mailboxes", _poll, _POLL_PERIOD_S),
        Job("egide-watch", _watch, _WATCH_PERIOD_S),
    )


class Background:
    """Run jobs in threads for as long as the block lasts."""

    def __init__(self, jobs: Sequence[Job] | None = None) -> None:
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(job,), name=job.name, daemon=True)
            for job in (background_jobs() if jobs is None else jobs)
        ]

    def __enter__(self) -> Background:
        """Start working."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop after the current rounds."""
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=10)

    def _run(self, job: Job) -> None:
        while not self._stop.wait(job.period_s):
            close_old_connections()
            try:
                job.work()
            except KeyUnavailable:
                _logger.warning("key store unavailable: background work waits")
            except Exception as failure:  # noqa: BLE001 - the loop must survive any one failure; the kind is logged, never its text
                _logger.error("%s failed: %s", job.name, type(failure).__name__)  # noqa: TRY400 - a traceback may hold personal values
