"""Choose when and by which channel to contact, from smoothed rates, with a random control that is logged.

Rates of rare segments lean on the general rate (beta-binomial). Thompson sampling explores; a random share measures what the choice is worth.
Random draws come in as numbers, so that the same draws give the same choice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from egide.assist.errors import BadExamples

__all__ = ["CONTROL_SHARE", "Slot", "SlotChoice", "SlotRate", "SlotRates"]


CONTROL_SHARE = 0.05
"""Share of contacts whose slot is drawn at random, to measure the others against."""

_STRENGTH = 20.0  # contacts: how many the general rate weighs in each cell


@dataclass(frozen=True, slots=True)
class Slot:
    """A time and a channel."""

    hour: int
    channel: str


@dataclass(frozen=True, slots=True)
class SlotRate:
    """What is known of one slot for one segment: a smoothed rate and the counts behind it."""

    slot: Slot
    rate: float
    contacts: int
    answers: int


@dataclass(frozen=True, slots=True)
class SlotChoice:
    """A slot, and the chance it had of being chosen: without it, no later measure is honest."""

    slot: Slot
    propensity: float
    control: bool


class SlotRates:
    """Smoothed rates by segment and slot."""

    def __init__(self, contacts: Sequence[tuple[str, Slot, bool]]) -> None:
        """Count (segment, slot, answered) contacts.

        Raises:
            BadExamples: there is no contact.
        """
        if not contacts:
            raise BadExamples("no past contact")
        self._counts: dict[tuple[str, Slot], tuple[int, int]] = {}
        for segment, slot, answered in contacts:
            for key in ((segment, slot), ("", slot)):
                tried, won = self._counts.get(key, (0, 0))
                self._counts[key] = (tried + 1, won + answered)
        self._general = sum(answered for _, _, answered in contacts) / len(contacts)

    def rate(self, segment: str, slot: Slot) -> SlotRate:
        """Give the smoothed rate of a slot: the segment leans on the slot, the slot on the general rate."""
        tried, won = self._counts.get(("", slot), (0, 0))
        slot_rate = (won + _STRENGTH * self._general) / (tried + _STRENGTH)
        tried, won = self._counts.get((segment, slot), (0, 0))
        return SlotRate(slot, round((won + _STRENGTH * slot_rate) / (tried + _STRENGTH), 6), tried, won)

    def choose(
        self,
        segment: str,
        slots: Sequence[Slot],
        *,
        allowed: Callable[[Slot], bool],
        seed: int,
        control_share: float = CONTROL_SHARE,
        draws: int = 400,
    ) -> SlotChoice | None:
        """Choose a slot by Thompson sampling among those the law allows.

        Args:
            segment: The person's segment, from declared attributes.
            slots: Slots to choose among.
            allowed: The policy's word on a slot: days, hours, consent by channel, attempts.
            seed: Of the draws; from the desk's random source, logged with the choice.
            control_share: Share drawn uniformly.
            draws: How many draws estimate the propensity.

        Returns:
            The choice with its propensity, or None when no slot is allowed.
        """
        import numpy as np

        lawful = [slot for slot in slots if allowed(slot)]
        if not lawful:
            return None
        draw = np.random.default_rng(seed)
        control = bool(draw.random() < control_share)
        rates = [self.rate(segment, slot) for slot in lawful]
        strength = np.array([_STRENGTH + rate.contacts for rate in rates])
        means = np.clip([rate.rate for rate in rates], 1e-6, 1 - 1e-6)
        samples = draw.beta(means * strength, (1 - means) * strength, size=(draws, len(lawful)))
        wins = np.bincount(samples.argmax(axis=1), minlength=len(lawful)) / draws
        chosen = int(draw.integers(len(lawful))) if control else int(samples[0].argmax())
        propensity = control_share / len(lawful) + (1 - control_share) * float(wins[chosen])
        return SlotChoice(lawful[chosen], round(propensity, 6), control)
