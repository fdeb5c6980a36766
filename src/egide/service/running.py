"""The work that goes on beside the web: sequencing journals, preparing what waits, carrying the outbox."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from datetime import date
from types import TracebackType

from django.db import close_old_connections, transaction
from django.utils import timezone

from egide.keys import KeyUnavailable
from egide.service.assistance.preparing import prepare_waiting
from egide.service.evidence.flows import Act, sequence_pending, write_entry
from egide.service.outbox.flows import send_queued
from egide.service.rights.retaining import run_retention
from egide.service.tenancy.access import system_actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.scope import brand_scope

_logger = logging.getLogger(__name__)
_PERIOD_S = 1.0
_PREPARED_AT_ONCE = 20


def tick() -> None:
    """Do one round of background work for every brand."""
    now = timezone.now()
    for brand in Brand.objects.all():
        with brand_scope(brand.pk):
            prepare_waiting(brand, now=now, limit=_PREPARED_AT_ONCE)
            send_queued(brand.pk, now=now)
        sequence_pending(brand.pk, now=now)
    sequence_pending(None, now=now)


def daily() -> None:
    """Do what is due once a day for every brand: retention, and a sign of life in each journal."""
    now, actor = timezone.now(), system_actor("scheduler")
    for brand in Brand.objects.all():
        with brand_scope(brand.pk):
            run_retention(brand.pk, actor=actor, now=now)
            with transaction.atomic():
                write_entry(brand.pk, Act("journal.heartbeat", uuid.uuid4(), actor), at=now)


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


class Background:
    """Run `tick` in a thread for as long as the block lasts."""

    def __init__(self, work: Callable[[], None] = tick) -> None:
        self._work = work
        self._stop = threading.Event()
        self._last_day: date | None = None
        self._thread = threading.Thread(target=self._run, name="egide-background", daemon=True)

    def __enter__(self) -> Background:
        """Start working."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop after the current round."""
        self._stop.set()
        self._thread.join(timeout=10)

    def _once_a_day(self) -> None:
        today = timezone.localdate()
        if today != self._last_day:
            daily()
            self._last_day = today

    def _run(self) -> None:
        while not self._stop.wait(_PERIOD_S):
            close_old_connections()
            try:
                self._work()
                self._once_a_day()
            except KeyUnavailable:
                _logger.warning("key store unavailable: background work waits")
            except Exception as failure:  # noqa: BLE001 - the loop must survive any one failure; the kind is logged, never its text
                _logger.error("background work failed: %s", type(failure).__name__)  # noqa: TRY400 - a traceback may hold personal values
