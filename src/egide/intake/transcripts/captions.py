"""Read WebVTT and SRT.

Source: W3C WebVTT (Candidate Recommendation), §4 "Syntax"; SRT has no standard: the SubRip program's own output.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Final

from egide.intake.errors import UnreadableTranscript
from egide.intake.transcripts.turns import Transcript, Turn, one_turn, spoken_by, transcript_of

__all__ = ["parse_srt", "parse_webvtt"]

_CLOCK: Final = r"(?:([0-9]{1,4}):)?([0-9]{1,2}):([0-9]{2})[.,]([0-9]{1,3})"
_TIMES: Final = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?\Z")
_ARROW: Final = "-->"
_VOICE: Final = re.compile(r"<v(?:\.[^\s>]*)?(?:\s+([^>]{0,200}))?>")
_TAG: Final = re.compile(r"</?[^<>]{0,200}>")
_BLOCKS: Final = ("NOTE", "STYLE", "REGION")


def parse_webvtt(text: str, speakers: Mapping[str, str]) -> Transcript:
    """Read WebVTT; ``<v Agent>`` and ``[SPEAKER_00]:`` name speakers.

    Returns:
        The transcript.

    Raises:
        UnreadableTranscript: a cue's times do not read, or nobody speaks.
    """
    lines = _lines(text)
    language = ""
    blocks = _blocks(lines)
    turns: list[Turn] = []
    for number, block in blocks:
        if number == 1:
            language = next(
                (line.partition(":")[2].strip()[:2].casefold() for line in block if line.startswith("Language:")), ""
            )
            if not any(_ARROW in line for line in block):
                continue
            # Real files forget the empty line after the header.
        if block[0].startswith(_BLOCKS) and _ARROW not in block[0]:
            continue
        turns.extend(_cue(number, block, speakers, voices=True))
    return transcript_of(turns, language=language)


def parse_srt(text: str, speakers: Mapping[str, str]) -> Transcript:
    """Read SRT; ``[SPEAKER_00]:`` names speakers.

    Returns:
        The transcript.

    Raises:
        UnreadableTranscript: a cue's times do not read, or nobody speaks.
    """
    turns: list[Turn] = []
    for number, block in _blocks(_lines(text)):
        turns.extend(_cue(number, block, speakers, voices=False))
    return transcript_of(turns)


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Group lines between empty ones; an empty line followed by bare text belongs to the block before."""
    start, block = 0, list[str]()
    for number, line in enumerate(lines, 1):
        if line.strip():
            if not block:
                start = number
            block.append(line)
        elif block:
            yield start, block
            block = []
    if block:
        yield start, block


def _cue(number: int, block: list[str], speakers: Mapping[str, str], *, voices: bool) -> Iterator[Turn]:
    arrow = next((rank for rank, line in enumerate(block) if _ARROW in line), None)
    if arrow is None:
        if len(block) == 1 and block[0].strip().isdigit():
            return  # a cue whose text was emptied by its editor keeps its number
        raise UnreadableTranscript("a cue has no times", line=number)
    line = number + arrow
    if arrow > 1 and not block[0].startswith("WEBVTT"):
        raise UnreadableTranscript("a cue has more than one line before its times", line=number)
    times = _TIMES.match(block[arrow])
    if times is None:
        raise UnreadableTranscript("cue times are not HH:MM:SS.mmm --> HH:MM:SS.mmm", line=line)
    start, end = _seconds(times.groups()[:4], line), _seconds(times.groups()[4:], line)
    if end < start:
        raise UnreadableTranscript("a cue ends before it starts", line=line)
    said = "\n".join(block[arrow + 1 :])
    for voice, text in _voices(said) if voices else [("", said)]:
        plain = html.unescape(_TAG.sub("", text)).strip()
        speaker, plain = (voice, plain) if voice else spoken_by(plain, speakers)
        if turn := one_turn(speaker, start, end, plain, speakers):
            yield turn


def _voices(said: str) -> list[tuple[str, str]]:
    """Cut a cue at its voice tags; two people may speak in one cue."""
    parts = _VOICE.split(said)
    voices = [("", parts[0])] if parts[0].strip() else []
    voices.extend(
        (html.unescape((label or "").strip()), text) for label, text in zip(parts[1::2], parts[2::2], strict=True)
    )
    return voices


def _seconds(clock: tuple[str | None, ...], line: int) -> float:
    hours, minutes, seconds, fraction = clock
    if int(minutes or 0) > 59 or int(seconds or 0) > 59:  # noqa: PLR2004 - minutes and seconds of a clock
        raise UnreadableTranscript("cue times are out of the clock", line=line)
    return (
        int(hours or 0) * 3600
        + int(minutes or 0) * 60
        + int(seconds or 0)
        + int((fraction or "0").ljust(3, "0")) / 1000
    )
