"""How long data lives: the end of each phase, from the events that are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from egide.policy.calendar.durations import add_duration
from egide.policy.law.records import Purpose, Retention


@dataclass(frozen=True, slots=True)
class PhaseEnd:
    """When one phase ends.

    Attributes:
        until: Last day of the phase.
        started: The start event is known; otherwise `until` counts from today and moves on with it.
    """

    phase: Retention
    until: date
    started: bool


def phase_ends(purpose: Purpose, events: Mapping[str, date], today: date) -> tuple[PhaseEnd, ...]:
    """Compute the end of each phase of a purpose.

    Args:
        purpose: The purpose, with its retention phases in order.
        events: Known start events, as days.
        today: Counted from when the start event has not happened (the relationship goes on).

    Returns:
        One end per phase, in the order of the law file; empty when the purpose has no retention.

    Source: GDPR art. 5(1)(e).
    """
    return tuple(
        PhaseEnd(
            phase,
            add_duration(events.get(phase.start_event, today), phase.duration),
            phase.start_event in events,
        )
        for phase in purpose.retention
    )
