"""Keep what was decided: the decisions and the entries of all requests that wait, in one transaction, before anything leaves.

Runs in a lane of its own, so that the requests after these are read while the disk works.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction

from egide.gateway.deciding import Asked
from egide.gateway.errors import GatewayError, Unavailable
from egide.gateway.lanes import renew_connection
from egide.gateway.write_ahead import WriteAhead
from egide.keys import KeyRingError, KeyUnavailable
from egide.service.assistance.models import Decision
from egide.service.assistance.question import end_of_day
from egide.service.evidence.flows import Act, number_waiting, write_entries
from egide.service.evidence.inserting import insert_rows
from egide.service.tenancy.scope import brand_scope

if TYPE_CHECKING:
    from egide.gateway.upstreams import Upstream
    from egide.pseudonyms import Pseudonymiser
    from egide.service.gatewaykeys.models import GatewayKey

__all__ = ["Admitted", "Considered", "Keeper"]

_FIELDS: Final = (
    "id",
    "brand_id",
    "person_id",
    "task",
    "purpose",
    "verdict",
    "mask",
    "reasons",
    "facts",
    "policy_version",
    "retain_until",
    "at",
)


@dataclass(slots=True)
class Admitted:
    """A request that may go.

    Attributes:
        key: The key.
        route: Models that may answer, in order, with the decision on each.
        payload: The protected request.
        pseudonyms: What may come back as values.
        index: Position in the journal; None while another process holds the numbering.
    """

    key: GatewayKey
    route: list[tuple[Upstream, Asked]]
    payload: dict[str, Any] = field(repr=False)
    pseudonyms: Pseudonymiser
    index: int | None = None


@dataclass(slots=True)
class Considered:
    """What was decided on one request, which the journal has to keep before anybody hears of it.

    Attributes:
        brand_id: The brand of the key.
        at: When, aware UTC.
        act: What the journal says.
        asked: The decisions.
        answer: What may go, or why it may not.
    """

    brand_id: UUID
    at: datetime
    act: Act
    asked: Sequence[Asked]
    answer: Admitted | GatewayError


class Keeper:
    """Writes decisions and entries.

    Args:
        note_index: Hears of each index given, with the brand.
    """

    def __init__(self, note_index: Callable[[UUID, int], None]) -> None:
        self._note_index = note_index
        self._write_ahead = WriteAhead()

    def keep(self, batch: Sequence[Considered]) -> list[Admitted | Exception]:
        """Keep a batch.

        Args:
            batch: Requests that wait, in order.

        Returns:
            One answer each, once it is on record; nothing is raised.
        """
        renew_connection()
        answers: dict[int, Admitted | Exception] = {}
        by_brand: dict[UUID, list[int]] = {}
        for position, one in enumerate(batch):
            by_brand.setdefault(one.brand_id, []).append(position)
        for brand_id, positions in by_brand.items():
            kept = self._keep(brand_id, [batch[position] for position in positions])
            answers |= zip(positions, kept, strict=True)
        return [answers[position] for position in range(len(batch))]

    def _keep(self, brand_id: UUID, batch: Sequence[Considered]) -> list[Admitted | Exception]:
        try:
            self._write_ahead.leave_checkpoints()
            indexes = _write(brand_id, batch)
        except Exception as failure:  # noqa: BLE001 - an act that cannot be written does not happen
            if len(batch) > 1 and not isinstance(failure, OperationalError | InterfaceError | KeyUnavailable):
                # One of them cannot be written, such as for a person erased meanwhile: the others can.
                return [answer for one in batch for answer in self._keep(brand_id, [one])]
            return [_refused(failure)] * len(batch)
        answers: list[Admitted | Exception] = []
        for one, index in zip(batch, indexes, strict=True):
            if index is not None:
                self._note_index(brand_id, index)
                if isinstance(one.answer, Admitted):
                    one.answer.index = index
            answers.append(one.answer)
        return answers


def _refused(failure: Exception) -> Unavailable:
    if isinstance(failure, KeyRingError):
        return Unavailable("key_store_unavailable", "The key store does not answer: nothing was sent.")
    return Unavailable("journal_unavailable", "The journal cannot be written: nothing was sent.")


def _write(brand_id: UUID, batch: Sequence[Considered]) -> list[int | None]:
    """Write a batch of one brand in one transaction; return the index of each entry."""
    with brand_scope(brand_id), transaction.atomic():
        insert_rows(Decision, _FIELDS, [_row(asked) for one in batch for asked in one.asked], keyed=False)
        # One reading of the clock serves entries that are written together: the journal's times never go back.
        rows = write_entries(brand_id, [one.act for one in batch], at=max(one.at for one in batch))
        numbered = number_waiting(brand_id)
    return [numbered.get(row.pk) for row in rows]


def _row(asked: Asked) -> tuple[Any, ...]:
    """Write a decision as the database keeps it; what is JSON was written when the policy answered."""
    key, written, answer = asked.key, asked.written, asked.answer
    return (
        asked.id,
        key.brand_id,
        asked.person_id,
        key.task,
        key.purpose,
        answer.verdict.value,
        written.mask,
        written.reasons,
        written.facts,
        answer.policy_version,
        end_of_day(answer.retain_until),
        asked.at,
    )
