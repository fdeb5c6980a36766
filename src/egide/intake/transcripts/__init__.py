r"""Read call transcripts: WebVTT, SRT, WhisperX-style JSON, HarperValleyBank JSON.

    >>> call = parse(b"WEBVTT\n\n00:00.400 --> 00:04.900\n<v Agent>Bonjour.\n", "appel.vtt")
    >>> [(turn.role, turn.start, turn.text) for turn in call.turns]
    [('agent', 0.4, 'Bonjour.')]

Roles are explicit: a label that says its role (``Agent``, ``Client``, ``caller``) or that the caller maps with ``speakers``;
any other label keeps an empty role. Times are seconds from the start of the call.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from egide.intake.errors import UnreadableRecord, UnreadableTranscript
from egide.intake.json_text import parse_json
from egide.intake.reasons import REJECTS
from egide.intake.streams import decode_text
from egide.intake.transcripts.captions import parse_srt, parse_webvtt
from egide.intake.transcripts.shapes import is_harpervalley, parse_object
from egide.intake.transcripts.turns import Transcript, Turn, Word

__all__ = ["Transcript", "Turn", "UnreadableTranscript", "Word", "is_harpervalley", "parse", "parse_object"]

_NO_SPEAKERS: Final[Mapping[str, str]] = MappingProxyType({})


def parse(data: bytes, name: str, speakers: Mapping[str, str] = _NO_SPEAKERS) -> Transcript:
    """Read a transcript in the format that its content shows, or else its name.

    Args:
        data: The file's bytes.
        name: The file's name, for its extension and for messages.
        speakers: Explicit roles: speaker label → ``customer``, ``agent``, ``bot`` or ``system``.

    Returns:
        The turns in order of their start.

    Raises:
        UnreadableTranscript: with the line where the format breaks.
    """
    try:
        return _parse(data, name, speakers)
    except UnreadableTranscript as unreadable:
        raise UnreadableTranscript(unreadable.why, line=unreadable.line, name=name) from None
    except UnreadableRecord as unreadable:
        why = REJECTS[unreadable.code][1].format(detail=unreadable.detail)
        raise UnreadableTranscript(why, name=name) from None


def _parse(data: bytes, name: str, speakers: Mapping[str, str]) -> Transcript:
    text = decode_text(data)
    head = text.lstrip("\ufeff \t\r\n")[:8]
    if not head:
        raise UnreadableTranscript("the file is empty")
    if head.startswith("WEBVTT"):
        return parse_webvtt(text, speakers)
    if name.casefold().endswith(".vtt"):
        raise UnreadableTranscript("a WebVTT file begins with WEBVTT", line=1)
    if head[0] in "[{" and not name.casefold().endswith(".srt"):
        return parse_object(parse_json(data), speakers)
    if name.casefold().endswith(".json"):
        raise UnreadableTranscript("not JSON")
    return parse_srt(text, speakers)
