"""Keep what a call cost, once it is over: the model's row with its footprint, and what the key used.

Runs in a lane, after the answer: the call itself is in the journal since before it left.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction

from egide.gateway.lanes import renew_connection
from egide.gateway.write_ahead import WriteAhead, checkpoint
from egide.service.assistance.models import Decision, ModelCall
from egide.service.evidence.inserting import insert_rows
from egide.service.gatewaykeys.flows import Used, add_usage
from egide.service.tenancy.scope import brand_scope

__all__ = ["Recorder", "Spent"]


_CHECKPOINT_S: Final = 1.0
"""How often the write-ahead log is copied into the database: each time flushes both, which requests wait behind."""
_FIELDS: Final = (
    "id",
    "brand_id",
    "decision_id",
    "task",
    "model",
    "kind",
    "region",
    "input_tokens",
    "output_tokens",
    "duration_ms",
    "energy_wh",
    "footprint",
    "failure",
    "at",
)


@dataclass(frozen=True, slots=True)
class Spent:
    """What one call used.

    Attributes:
        brand_id: The brand.
        key_id: The key.
        decision_id: The decision that let it go.
        task: The task of the key.
        model: Who answered.
        kind: Where it runs: local or remote.
        region: Its region.
        input_tokens: As the provider counts; estimated where it does not.
        output_tokens: The same.
        duration_ms: From sending to the last byte.
        footprint: As JSON; empty when unknown.
        at: When it was let in.
    """

    brand_id: UUID
    key_id: UUID
    decision_id: UUID
    task: str
    model: str
    kind: str
    region: str
    input_tokens: int
    output_tokens: int
    duration_ms: float
    footprint: dict[str, Any]
    at: datetime

    @property
    def energy_wh(self) -> float:
        """The point estimate."""
        return float(self.footprint["energy_wh"]["point"]) if self.footprint else 0.0


class Recorder:
    """Keeps what calls used, and the write-ahead log short.

    Args:
        clock_s: Monotonic seconds.
    """

    def __init__(self, clock_s: Callable[[], float]) -> None:
        self._write_ahead = WriteAhead()
        self._clock_s = clock_s
        self._checkpointed_s = clock_s()

    def record(self, batch: Sequence[Spent]) -> list[Exception | None]:
        """Keep what calls used.

        Args:
            batch: Calls that are over.

        Returns:
            None for each that was kept, or the failure.
        """
        renew_connection()
        results: dict[int, Exception] = {}
        by_brand: dict[UUID, list[int]] = {}
        for position, spent in enumerate(batch):
            by_brand.setdefault(spent.brand_id, []).append(position)
        for brand_id, positions in by_brand.items():
            try:
                self._write_ahead.leave_checkpoints()
                _record_for(brand_id, [batch[position] for position in positions])
            except Exception as failure:  # noqa: BLE001 - the answer has left; what failed is counted, the others are kept
                results |= dict.fromkeys(positions, failure)
        now_s = self._clock_s()
        if now_s - self._checkpointed_s >= _CHECKPOINT_S:
            self._checkpointed_s = now_s
            with suppress(DatabaseError):  # the next one tries again
                checkpoint()
        return [results.get(position) for position in range(len(batch))]


def _record_for(brand_id: UUID, batch: Sequence[Spent]) -> None:
    """Keep the calls of one brand, and add what each key used."""
    try:
        _write(brand_id, batch, batch)
    except IntegrityError:
        # The decision on a person erased meanwhile is gone, and what is kept of its call with it; the key has used it all
        # the same.
        with brand_scope(brand_id):
            decided = [spent for spent in batch if Decision.objects.filter(pk=spent.decision_id).exists()]
        _write(brand_id, batch, decided)


def _write(brand_id: UUID, batch: Sequence[Spent], decided: Sequence[Spent]) -> None:
    amounts: dict[tuple[UUID, Any], Used] = {}
    for spent in batch:
        place = (spent.key_id, spent.at.astimezone(UTC).date())
        used = Used(1, spent.input_tokens, spent.output_tokens, spent.energy_wh)
        amounts[place] = amounts.get(place, Used()).plus(used)
    rows = [_row(spent) for spent in decided]
    with brand_scope(brand_id), transaction.atomic():
        insert_rows(ModelCall, _FIELDS, rows, keyed=False)
        add_usage(brand_id, amounts)


def _row(spent: Spent) -> tuple[Any, ...]:
    return (
        uuid.uuid4(),
        spent.brand_id,
        spent.decision_id,
        spent.task,
        spent.model,
        spent.kind,
        spent.region,
        spent.input_tokens,
        spent.output_tokens,
        spent.duration_ms,
        spent.energy_wh,
        json.dumps(spent.footprint),
        "",
        spent.at,
    )
