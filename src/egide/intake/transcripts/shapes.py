"""Read transcripts in JSON: WhisperX-style segments, HarperValleyBank lists.

Source: m-bain/whisperX ``whisperx/schema.py``; cricketclub/gridspace-stanford-harper-valley ``README.md``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC
from typing import Any, Final

from egide.intake.errors import UnreadableRecord, UnreadableTranscript
from egide.intake.fields import parse_language, parse_time
from egide.intake.transcripts.turns import Transcript, Turn, interpolated, one_turn, spoken_by, transcript_of

__all__ = ["is_harpervalley", "parse_object"]

_DAY_S: Final = 86_400.0


def is_harpervalley(found: object) -> bool:
    """Tell a HarperValleyBank transcript from another JSON list."""
    return (
        isinstance(found, list)
        and bool(found)
        and isinstance(found[0], Mapping)
        and "speaker_role" in found[0]
        and "start_ms" in found[0]
    )


def parse_object(found: object, speakers: Mapping[str, str]) -> Transcript:
    """Read a transcript already taken out of JSON.

    Returns:
        The transcript.

    Raises:
        UnreadableTranscript: it has another shape, or a time that is none; the message names the segment's rank.
    """
    if is_harpervalley(found):
        assert isinstance(found, list)  # noqa: S101 - told by is_harpervalley
        return _harpervalley(found, speakers)
    if not isinstance(found, Mapping) or not isinstance(found.get("segments"), list):
        raise UnreadableTranscript("no list of segments")
    turns = [turn for rank, raw in enumerate(found["segments"]) if (turn := _segment(rank, raw, speakers))]
    try:
        recorded_at = parse_time(found.get("recorded_at"), "recorded_at", UTC)
        language = parse_language(found.get("language"))
    except UnreadableRecord:
        raise UnreadableTranscript("recorded_at or language does not read") from None
    duration = found.get("duration")
    return transcript_of(
        turns,
        language=language,
        recorded_at=recorded_at,
        duration_s=_number(duration) or 0.0,
    )


def _segment(rank: int, raw: object, speakers: Mapping[str, str]) -> Turn | None:
    if not isinstance(raw, Mapping):
        raise UnreadableTranscript(f"segment {rank} is no object")
    text = raw.get("text")
    if not isinstance(text, str):
        raise UnreadableTranscript(f"segment {rank} has no text")
    start, end = _number(raw.get("start")), _number(raw.get("end"))
    if start is None or end is None:
        raise UnreadableTranscript(f"segment {rank} has no times")
    if end < start:
        raise UnreadableTranscript(f"segment {rank} ends before it starts")
    speaker = raw.get("speaker")
    label, said = (speaker.strip(), text) if isinstance(speaker, str) else spoken_by(text.strip(), speakers)
    return one_turn(label, start, end, said, speakers, interpolated(_words(raw.get("words")), start, end))


def _words(raw: object) -> list[tuple[str, float | None, float | None]]:
    if not isinstance(raw, list):
        return []
    words = []
    for word in raw:
        if isinstance(word, Mapping) and isinstance(word.get("word"), str) and word["word"].strip():
            words.append((word["word"].strip(), _number(word.get("start")), _number(word.get("end"))))
    return words


def _number(raw: Any) -> float | None:
    """Take a time in seconds; what is no finite time of a call is no time."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    if isinstance(raw, float) and not math.isfinite(raw):
        return None
    return float(raw) if 0 <= raw <= 7 * _DAY_S else None


def _harpervalley(found: list[Any], speakers: Mapping[str, str]) -> Transcript:
    """Read a HarperValleyBank list: ``start_ms`` is call time, ``offset_ms`` only the channel's; ``emotion`` is left unread."""
    turns = []
    for rank, raw in enumerate(found):
        if not isinstance(raw, Mapping):
            raise UnreadableTranscript(f"segment {rank} is no object")
        start_ms, duration_ms = _number_ms(raw.get("start_ms")), _number_ms(raw.get("duration_ms"))
        if start_ms is None or duration_ms is None:
            raise UnreadableTranscript(f"segment {rank} has no times")
        text = raw.get("human_transcript") or raw.get("transcript") or ""
        if not isinstance(text, str):
            raise UnreadableTranscript(f"segment {rank} has no text")
        start, end = start_ms / 1000, (start_ms + duration_ms) / 1000
        words = _harpervalley_words(raw, text, start, end)
        speaker = str(raw.get("speaker_role") or "")
        if turn := one_turn(speaker, start, end, text, speakers, interpolated(words, start, end)):
            turns.append(turn)
    return transcript_of(turns, language="en", channels_separate=True)


def _harpervalley_words(
    raw: Mapping[str, Any], text: str, start: float, end: float
) -> list[tuple[str, float | None, float | None]]:
    offsets, durations = raw.get("word_offsets_ms"), raw.get("word_durations_ms")
    if not isinstance(offsets, list) or not isinstance(durations, list) or len(offsets) != len(durations):
        return []
    # The times belong to the recogniser's words; a human transcript of as many words shares them.
    spoken = text.split()
    if len(spoken) != len(offsets):
        spoken = str(raw.get("transcript") or "").split()
    if len(spoken) != len(offsets):
        return []
    words: list[tuple[str, float | None, float | None]] = []
    for word, offset, duration in zip(spoken, offsets, durations, strict=True):
        offset_ms, duration_ms = _number_ms(offset), _number_ms(duration)
        if offset_ms is None or duration_ms is None:
            words.append((word, None, None))
        else:
            begin = min(end, start + offset_ms / 1000)
            words.append((word, begin, min(end, begin + duration_ms / 1000)))
    return words


def _number_ms(raw: Any) -> float | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or (isinstance(raw, float) and not math.isfinite(raw)):
        return None
    return float(raw) if 0 <= raw <= 7 * _DAY_S * 1000 else None
