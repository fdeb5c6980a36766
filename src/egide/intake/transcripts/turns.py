"""What a transcript is once read, and how speakers get their roles and words their times."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, cast

from egide.intake.errors import UnreadableTranscript
from egide.intake.fields import clean_text, parse_role
from egide.intake.record import Word

__all__ = ["Role", "Transcript", "Turn", "Word", "interpolated", "role_of", "spoken_by", "transcript_of"]

Role = Literal["customer", "agent", "bot", "system", ""]
_ROLES: Final = frozenset({"customer", "agent", "bot", "system"})
_BRACKETED: Final = re.compile(r"\[([^\]\n]{1,60})\]\s*:?\s+")
_PREFIXED: Final = re.compile(r"(\w[\w .'’-]{0,39}?)\s?:\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One cue or segment of speech.

    Attributes:
        speaker: The label of the file, or ``""``.
        role: ``customer``, ``agent``, ``bot``, ``system``, or ``""`` when nothing says it.
        start: Seconds from the start of the call.
        end: Seconds, ``start`` or later.
        text: What was said.
        words: Words with times, when the recogniser gave them; missing times are interpolated.
    """

    speaker: str = field(repr=False)
    role: Role
    start: float
    end: float
    text: str = field(repr=False)
    words: tuple[Word, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A call as text.

    Attributes:
        turns: In order of their start.
        language: BCP 47 primary language, or ``""``.
        channels_separate: Whether each speaker had a channel; when not, overtalk cannot be measured.
        recorded_at: Aware UTC, or None.
        duration_s: Length of the call when the file says it, else the last end.
    """

    turns: tuple[Turn, ...]
    language: str = ""
    channels_separate: bool = False
    recorded_at: datetime | None = None
    duration_s: float = 0.0


def role_of(speaker: str, speakers: Mapping[str, str]) -> Role:
    """Give the role of a speaker label: the caller's mapping first, else a label that says it.

    Returns:
        The role, or ``""``.

    Raises:
        UnreadableTranscript: the caller's mapping names a role that does not exist.
    """
    mapped = speakers.get(speaker)
    if mapped is not None:
        if mapped not in _ROLES:
            raise UnreadableTranscript("a speaker is mapped to an unknown role")
        return cast("Role", mapped)
    return parse_role(speaker) or ""


def spoken_by(text: str, speakers: Mapping[str, str]) -> tuple[str, str]:
    """Split ``[SPEAKER_00]: text`` and ``Agent: text`` into label and text.

    A bare prefix counts only when it names a role or a mapped speaker: "Attention : travaux" is speech.

    Returns:
        ``(label, text)``; the label is ``""`` when nobody is named.
    """
    if bracketed := _BRACKETED.match(text):
        return bracketed[1].strip(), text[bracketed.end() :]
    if (prefixed := _PREFIXED.match(text)) and role_of(prefixed[1], speakers):
        return prefixed[1], text[prefixed.end() :]
    return "", text


def interpolated(words: list[tuple[str, float | None, float | None]], start: float, end: float) -> tuple[Word, ...]:
    """Give every word a time: those without one share the room between their neighbours evenly.

    Recognisers leave digits and symbols without times, and the digits of a card are precisely those.

    Args:
        words: ``(text, start, end)`` in seconds, None where unknown.
        start: Start of the segment.
        end: End of the segment.

    Returns:
        The words with their times.
    """
    timed: list[Word] = []
    index = 0
    before = start
    while index < len(words):
        text, word_start, word_end = words[index]
        if word_start is not None and word_end is not None:
            timed.append(Word(text, word_start, max(word_start, word_end)))
            before = max(before, timed[-1].end)
            index += 1
            continue
        last = index
        while last < len(words) and (words[last][1] is None or words[last][2] is None):
            last += 1
        following = words[last][1] if last < len(words) else None
        after = max(before, following if following is not None else end)
        step = (after - before) / (last - index)
        timed.extend(
            Word(words[rank][0], before + step * (rank - index), before + step * (rank - index + 1), interpolated=True)
            for rank in range(index, last)
        )
        before = after
        index = last
    return tuple(timed)


def transcript_of(
    turns: list[Turn],
    *,
    language: str = "",
    channels_separate: bool = False,
    recorded_at: datetime | None = None,
    duration_s: float = 0.0,
) -> Transcript:
    """Put turns in order and refuse a transcript in which nobody speaks.

    Returns:
        The transcript.

    Raises:
        UnreadableTranscript: no turn.
    """
    if not turns:
        raise UnreadableTranscript("nobody speaks in it")
    ordered = sorted(turns, key=lambda turn: turn.start)
    return Transcript(
        turns=tuple(ordered),
        language=language,
        channels_separate=channels_separate,
        recorded_at=recorded_at,
        duration_s=max(duration_s, *(turn.end for turn in ordered)),
    )


def one_turn(
    speaker: str, start: float, end: float, text: str, speakers: Mapping[str, str], words: tuple[Word, ...] = ()
) -> Turn | None:
    """Make a turn, or None when nothing was said.

    Returns:
        The turn with its role.
    """
    said = " ".join(clean_text(text).split())
    if not said:
        return None
    return Turn(speaker=speaker, role=role_of(speaker, speakers), start=start, end=end, text=said, words=words)
