"""Find card data in a call: redacted text, and the intervals to mute in the recording.

Digits are followed across hesitations, turns and the agent's repetitions. Luhn labels a number, it does not decide: a card glued to its expiry
date fails Luhn and still leaks. The security code may never be kept after authorisation, even encrypted.

Source: PCI DSS 4.0 requirements 3.3.1 and 3.3.1.2 (to verify with the acquirer).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from egide.assist.spoken_digits import SpokenDigits, find_spoken_digits
from egide.assist.words import fold
from egide.detection import Detector
from egide.intake.transcripts import Transcript

__all__ = ["PADDING_S", "CardKind", "CardReview", "CardSpan", "MuteInterval", "find_cards"]


CardKind = Literal["card", "long_number", "security_code", "expiry"]

PADDING_S = 1.0
"""Seconds muted before and after: word times are estimates."""

_SHORTEST_CARD, _LONGEST_CARD = 13, 19  # ISO/IEC 7812-1
_CODE_LENGTHS, _EXPIRY_LENGTHS = (3, 4), (3, 4, 6)
_WORDS_BETWEEN = 4  # hesitations between two groups of digits
_CONTEXT_TURNS = 6
_LUHN_TEN = 9

_CARD_WORDS = re.compile(
    r"\b(?:carte|cb|visa|mastercard|amex|paiement|payer|regler|reglement|card|pay(?:ment)?|seize chiffres|16 chiffres|sixteen digits|long number)\b"
)
_CODE_WORDS = re.compile(
    r"\b(?:cryptogramme|cvv|cvc|code de securite|trois (?:derniers )?chiffres|3 (?:derniers )?chiffres|au dos|au verso|security code|three digits|3 digits|on the back)\b"
)
_EXPIRY_WORDS = re.compile(
    r"\b(?:expir\w*|date de validite|fin de validite|valid (?:until|thru|through)|valable jusqu)\b"
)
_OTHER_DIGITS = re.compile(f"{_CODE_WORDS.pattern}|{_EXPIRY_WORDS.pattern}")
_MASKS: dict[CardKind, str] = {
    "card": "[CARD]",
    "long_number": "[NUMBER]",
    "security_code": "[SECURITY_CODE]",
    "expiry": "[EXPIRY]",
}


@dataclass(frozen=True, slots=True)
class CardSpan:
    """Digits of a card in one turn.

    Attributes:
        turn: Place of the turn, from 0.
        start: Where it begins in the turn's text, in code points.
        end: Where it ends, exclusive.
        start_s: Seconds from the start of the call, without padding.
        end_s: Seconds.
        kind: What the digits seem to be.
        luhn: The whole number passes Luhn: surely a card; False does not clear it.
        estimated: Times were interpolated.
    """

    turn: int
    start: int
    end: int
    start_s: float
    end_s: float
    kind: CardKind
    luhn: bool
    estimated: bool


@dataclass(frozen=True, slots=True)
class MuteInterval:
    """A stretch of the recording to silence, padding included."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class CardReview:
    """Card data of one call.

    Attributes:
        spans: Where it was said.
        mutes: What to silence in the audio, merged.
        texts: The text of each turn, digits replaced by a mark.
    """

    spans: tuple[CardSpan, ...]
    mutes: tuple[MuteInterval, ...]
    texts: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Group:
    turn: int
    spoken: SpokenDigits


def find_cards(transcript: Transcript, detector: Detector | None = None, *, padding_s: float = PADDING_S) -> CardReview:
    """Find card numbers, security codes and expiry dates said in a call.

    Args:
        transcript: The call.
        detector: Also marks the cards that written rules see; None for the spoken rules alone.
        padding_s: Seconds to mute around each.

    Returns:
        Spans, mute intervals and redacted texts; no digit appears in their `repr`.
    """
    found: dict[tuple[int, int, int], CardSpan] = {}
    for run in _runs(transcript):
        digits = "".join(group.spoken.digits for group in run)
        kind = _kind_of(transcript, run, digits)
        if kind is not None:
            luhn = any(
                _passes_luhn(digits[:length]) for length in range(_SHORTEST_CARD, min(_LONGEST_CARD, len(digits)) + 1)
            )
            for span in _spans(transcript, run, kind, luhn=luhn):
                found[span.turn, span.start, span.end] = span
    if detector is not None:
        for place, turn in enumerate(transcript.turns):
            for finding in detector.find(turn.text):
                covered = any(
                    span.turn == place and span.start <= finding.start and finding.end <= span.end
                    for span in found.values()
                )
                if finding.label == "CARD" and not covered:
                    start_s, end_s, estimated = _times(transcript, place, finding.start, finding.end)
                    luhn = _passes_luhn(re.sub(r"\D", "", turn.text[finding.start : finding.end]))
                    found[place, finding.start, finding.end] = CardSpan(
                        place, finding.start, finding.end, start_s, end_s, "card", luhn, estimated
                    )
    spans = tuple(sorted(found.values(), key=lambda span: (span.turn, span.start)))
    return CardReview(
        spans,
        _merge(spans, padding_s),
        tuple(
            _redacted(turn.text, [span for span in spans if span.turn == place])
            for place, turn in enumerate(transcript.turns)
        ),
    )


def _runs(transcript: Transcript) -> list[list[_Group]]:
    """Follow each speaker's digits: a run goes on over a few words, and over turns where the other one only acknowledges."""
    runs: list[list[_Group]] = []
    for role in dict.fromkeys(turn.role or turn.speaker for turn in transcript.turns):
        current: list[_Group] = []
        words_since, last_turn = 0, -2
        for place, turn in enumerate(transcript.turns):
            if (turn.role or turn.speaker) != role:
                said = fold(turn.text)
                # The other one said more than "oui, d'accord", or asked for another kind of digits.
                if len(said.split()) > 2 * _WORDS_BETWEEN or _OTHER_DIGITS.search(said):
                    words_since = _WORDS_BETWEEN + 1
                continue
            position = 0
            for spoken in find_spoken_digits(turn.text):
                between = turn.text[position : spoken.start]
                words_since += len(between.split())
                if current and (
                    words_since > _WORDS_BETWEEN
                    or place - last_turn > _CONTEXT_TURNS
                    or _OTHER_DIGITS.search(fold(between))
                ):
                    runs.append(current)
                    current = []
                current.append(_Group(place, spoken))
                words_since, last_turn, position = 0, place, spoken.end
            words_since += len(turn.text[position:].split())
        if current:
            runs.append(current)
    return runs


def _kind_of(transcript: Transcript, run: Sequence[_Group], digits: str) -> CardKind | None:
    first, last = run[0].turn, run[-1].turn
    before = fold(
        " ".join(turn.text for turn in transcript.turns[max(0, first - _CONTEXT_TURNS) : first])
        + " "
        + transcript.turns[first].text[: run[0].spoken.start]
    )
    near = fold(
        " ".join(turn.text for turn in transcript.turns[max(0, first - 2) : first]) + " " + transcript.turns[first].text
    )
    is_bare_word = len(run) == 1 and not any(
        character.isdigit() for character in transcript.turns[first].text[run[0].spoken.start : run[0].spoken.end]
    )
    if len(digits) >= _SHORTEST_CARD:
        after = fold(" ".join(turn.text for turn in transcript.turns[first : last + 1]))
        is_card = bool(_CARD_WORDS.search(before) or _CARD_WORDS.search(after)) or (
            len(digits) <= _LONGEST_CARD and _passes_luhn(digits) and digits[0] in "3456"
        )
        return "card" if is_card else "long_number"
    if not _CARD_WORDS.search(before):
        return None
    if len(digits) in _CODE_LENGTHS and _CODE_WORDS.search(near) and not (is_bare_word and len(digits) == 1):
        return "security_code"
    if len(digits) in _EXPIRY_LENGTHS and _EXPIRY_WORDS.search(near):
        return "expiry"
    return None


def _spans(transcript: Transcript, run: Sequence[_Group], kind: CardKind, *, luhn: bool) -> list[CardSpan]:
    """Give one span a turn, from its first to its last digit: what stands between two groups of a card is muted too."""
    spans = []
    for place in dict.fromkeys(group.turn for group in run):
        here = [group.spoken for group in run if group.turn == place]
        start, end = here[0].start, here[-1].end
        start_s, end_s, estimated = _times(transcript, place, start, end)
        spans.append(CardSpan(place, start, end, start_s, end_s, kind, luhn, estimated))
    return spans


def _times(transcript: Transcript, place: int, start: int, end: int) -> tuple[float, float, bool]:
    """Give the seconds of a stretch of a turn: from its words when they have times, else by its share of the characters."""
    turn = transcript.turns[place]
    position, covered = 0, []
    for word in turn.words:
        at = turn.text.find(word.text.strip(), position)
        if at < 0:
            continue
        position = at + len(word.text.strip())
        if at < end and start < position:
            covered.append(word)
    if covered:
        return covered[0].start, covered[-1].end, any(word.interpolated for word in covered)
    length = max(1, len(turn.text))
    lasts = turn.end - turn.start
    return round(turn.start + lasts * start / length, 3), round(turn.start + lasts * end / length, 3), True


def _merge(spans: Sequence[CardSpan], padding_s: float) -> tuple[MuteInterval, ...]:
    merged: list[MuteInterval] = []
    for span in sorted(spans, key=lambda each: each.start_s):
        start, end = round(max(0.0, span.start_s - padding_s), 3), round(span.end_s + padding_s, 3)
        if merged and start <= merged[-1].end_s:
            merged[-1] = MuteInterval(merged[-1].start_s, max(merged[-1].end_s, end))
        else:
            merged.append(MuteInterval(start, end))
    return tuple(merged)


def _redacted(text: str, spans: Sequence[CardSpan]) -> str:
    for span in sorted(spans, key=lambda each: -each.start):
        text = text[: span.start] + _MASKS[span.kind] + text[span.end :]
    return text


def _passes_luhn(digits: str) -> bool:
    if not _SHORTEST_CARD <= len(digits) <= _LONGEST_CARD:
        return False
    total = 0
    for position, digit in enumerate(reversed(digits)):
        amount = int(digit) * (1 + position % 2)
        total += amount - _LUHN_TEN if amount > _LUHN_TEN else amount
    return total % 10 == 0
