"""Measure how a call went from the times of its turns: who spoke, how much, how fast, and the silences. Never how anybody felt.

Source: reference definitions of talk ratio, crosstalk, dead air and speaking rate in contact-centre quality; no vendor range is used as a norm.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from egide.intake.transcripts import Transcript, Turn

__all__ = ["CallMetrics", "Interval", "Overlap", "measure_call"]


SILENCE_S, DEAD_AIR_S, OVERTALK_S = 4.0, 10.0, 0.5

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two people speaking at once; the one who started second is named."""

    start_s: float
    end_s: float
    second: str


@dataclass(frozen=True, slots=True)
class CallMetrics:
    """Figures of one call; a share is between 0 and 1, None when there is nothing to measure.

    Attributes:
        duration_s: Length of the call.
        talk_ratio: Agent's speech over agent's and customer's speech.
        silence_ratio: Share of the call when nobody speaks.
        silences: Silences longer than 4 s.
        dead_air: Silences longer than 10 s.
        overtalk: Overlaps of 0.5 s or more.
        overtalk_reliable: False on a mono recording, where overlaps are an artefact of the diarisation.
        words_per_minute: By role, over that role's own speech.
        longest_monologue_s: By role, from the first to the last word of a run of turns nobody else broke.
        turns: By role.
    """

    duration_s: float
    talk_ratio: float | None
    silence_ratio: float | None
    silences: tuple[Interval, ...]
    dead_air: tuple[Interval, ...]
    overtalk: tuple[Overlap, ...]
    overtalk_reliable: bool
    words_per_minute: dict[str, float]
    longest_monologue_s: dict[str, float]
    turns: dict[str, int]


def measure_call(transcript: Transcript) -> CallMetrics:
    """Measure a call.

    Args:
        transcript: Turns with times.

    Returns:
        The figures; an empty call gives zeros and None.
    """
    turns = [turn for turn in transcript.turns if turn.end >= turn.start]
    duration = max([transcript.duration_s, *(turn.end for turn in turns)], default=0.0)
    by_role: dict[str, list[Turn]] = {}
    for turn in turns:
        by_role.setdefault(_role(turn), []).append(turn)
    speech = {role: _length(_union((turn.start, turn.end) for turn in said)) for role, said in by_role.items()}
    agent, customer = speech.get("agent", 0.0), speech.get("customer", 0.0)
    spoken = _union((turn.start, turn.end) for turn in turns)
    gaps = [
        (round(before[1], 3), round(after[0], 3))
        for before, after in pairwise([(0.0, 0.0), *spoken, (duration, duration)])
    ]
    gaps = [gap for gap in gaps if gap[1] - gap[0] > SILENCE_S]
    return CallMetrics(
        duration_s=round(duration, 3),
        talk_ratio=round(agent / (agent + customer), 4) if agent + customer else None,
        silence_ratio=round(max(0.0, 1 - _length(spoken) / duration), 4) if duration else None,
        silences=tuple(gaps),
        dead_air=tuple(gap for gap in gaps if gap[1] - gap[0] > DEAD_AIR_S),
        overtalk=tuple(_overlaps(turns)),
        overtalk_reliable=transcript.channels_separate,
        words_per_minute={
            role: round(60 * sum(len(turn.text.split()) for turn in said) / speech[role], 1)
            for role, said in by_role.items()
            if speech[role] > 0
        },
        longest_monologue_s=_monologues(turns),
        turns={role: len(said) for role, said in by_role.items()},
    )


def _role(turn: Turn) -> str:
    return turn.role or turn.speaker or "unknown"


def _union(intervals: Iterable[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _length(intervals: Sequence[Interval]) -> float:
    return sum(end - start for start, end in intervals)


def _overlaps(turns: Sequence[Turn]) -> list[Overlap]:
    """Pair turns of different people that meet for 0.5 s or more; the sweep keeps only turns that are still open."""
    found: list[Overlap] = []
    open_turns: list[Turn] = []
    for turn in sorted(turns, key=lambda each: each.start):
        open_turns = [other for other in open_turns if other.end > turn.start]
        for other in open_turns:
            until = min(other.end, turn.end)
            if _role(other) != _role(turn) and until - turn.start >= OVERTALK_S:
                found.append(Overlap(round(turn.start, 3), round(until, 3), _role(turn)))
        open_turns.append(turn)
    return found


def _monologues(turns: Sequence[Turn]) -> dict[str, float]:
    longest: dict[str, float] = {}
    begun, role, end = 0.0, "", 0.0
    for turn in sorted(turns, key=lambda each: (each.start, each.end)):
        if _role(turn) != role:
            begun, role, end = turn.start, _role(turn), turn.end
        end = max(end, turn.end)
        longest[role] = round(max(longest.get(role, 0.0), end - begun), 3)
    return longest
