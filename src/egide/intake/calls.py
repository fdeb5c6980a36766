"""Turn a call transcript into records: one per turn of speech, the stretches of a turn kept with their times."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import groupby
from typing import Any, Final

from egide.intake.errors import UnreadableTranscript
from egide.intake.fields import as_text, parse_channel, parse_language, parse_time
from egide.intake.flat import customer_of, nested_labels, source_of
from egide.intake.limits import Options
from egide.intake.personal import NOBODY
from egide.intake.reasons import reject
from egide.intake.record import Item, Position, Record, Segment
from egide.intake.transcripts import Transcript, parse

__all__ = ["items_of_transcript", "records_of_call"]

_NOTHING: Final[Mapping[str, Any]] = {}


def items_of_transcript(content: bytes, name: str, options: Options) -> Iterator[Item]:
    """Read a transcript file as the records of one call.

    Yields:
        The call's records, or one reject with the line.
    """
    try:
        transcript = parse(content, name, options.speakers)
    except UnreadableTranscript as unreadable:
        yield reject(Position(name, unreadable.line), "transcript-malformed", unreadable.why)
        return
    call_id = f"sha256:{hashlib.sha256(content).hexdigest()[:32]}"
    yield from records_of_call(transcript, Position(name), options, {"id": call_id})


def records_of_call(
    transcript: Transcript, position: Position, options: Options, found: Mapping[str, Any] = _NOTHING
) -> Iterator[Record]:
    """Give one record per turn; stretches of one speaker in a row make one turn.

    A speaker whose role nothing says is taken for the customer, the better protected, and labelled ``speaker_role=unknown``.

    Args:
        transcript: The call.
        position: Where it was read.
        options: What the importer knows.
        found: The JSON object that held it, for its id, customer, labels and times.

    Yields:
        Records in order; ``started_at`` follows the clock when the call's start is known.
    """
    spoken = "\n".join(f"{turn.start}:{turn.text}" for turn in transcript.turns)
    call_id = as_text(found.get("id"), "id") or f"sha256:{hashlib.sha256(spoken.encode()).hexdigest()[:32]}"
    recorded_at = transcript.recorded_at or parse_time(found.get("started_at"), "started_at", options.timezone)
    customer = customer_of(found)
    labels = nested_labels(found)
    turns = groupby(transcript.turns, key=lambda turn: (turn.speaker, turn.role))
    for rank, ((_, role), grouped) in enumerate(turns):
        parts = list(grouped)
        yield Record(
            source=as_text(found.get("source"), "source") or source_of(options, position),
            external_id=f"{call_id}/{rank}",
            thread_id=call_id,
            channel=parse_channel(found.get("channel")) or options.channel or "call_in",
            direction="outbound" if role in {"agent", "bot", "system"} else "inbound",
            position=position,
            author_role=role or "customer",
            author=customer if role in {"customer", ""} else NOBODY,
            customer=customer,
            turn=rank,
            started_at=recorded_at + timedelta(seconds=parts[0].start) if recorded_at else None,
            ended_at=recorded_at + timedelta(seconds=parts[-1].end) if recorded_at else None,
            lang=transcript.language or parse_language(found.get("lang")),
            text=" ".join(part.text for part in parts),
            segments=tuple(Segment(start=p.start, end=p.end, text=p.text, words=p.words) for p in parts),
            labels=labels if role else {**labels, "speaker_role": "unknown"},
            purpose=as_text(found.get("purpose"), "purpose"),
            legal_basis=as_text(found.get("legal_basis"), "legal_basis"),
        )
