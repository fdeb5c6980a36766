"""Tell what a mail says this time from what it quotes and how it is signed.

Quotations are found by what they are rather than by a list of every mailer: a line that begins with a date, names an address or
"wrote", and ends in a colon; a block of From/Sent/To/Subject; lines marked ``>``. Nothing is thrown away: what is not the text
is ``quoted`` or ``signature``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from egide.intake.reply_words import (
    CLOSING,
    DISCLAIMER,
    FORWARD_LINE,
    FORWARDED_SUBJECT,
    HEADER_LABELS,
    MOBILE,
    ORIGINAL_LINE,
    WROTE,
)

__all__ = ["ReplyParts", "split_reply"]

_LONG_LINE: Final = 400  # announcements are shorter; a longer line is prose
_ANNOUNCEMENT_LINES: Final = 4  # as mailers fold them
_BLOCK_LINES: Final = 8
_SIGNATURE_LINES: Final = 12
_SIGNATURE_CHARS: Final = 90
_QUOTED: Final = re.compile(r"[ \t]{0,3}(?:>(?!\s?:\s*\Z)|\|[ \t])")
_SEPARATOR: Final = re.compile(r"\s*[-_=*—–]{3,}\s*\Z")
_SIGNATURE_MARK: Final = re.compile(r"--[ \t\u00a0]*\Z|[—–]{1,10}[ \t]*\Z|_{2,80}[ \t]*\Z")
_BEGINS_WITH_DATE: Final = re.compile(r"[\W_]{0,8}(?:[^\W\d_]{1,12}[.,]{0,2}\s+){0,3}[0-9]{1,4}\b")
_TIME_OR_YEAR: Final = re.compile(r"\b(?:19|20)[0-9]{2}\b|\b[0-9]{1,2}\s?[:.h]\s?[0-9]{2}\b")
_ADDRESS: Final = re.compile(r"[^\s<>()\"]{1,80}@[^\s<>()\"]{1,80}\.[a-z]{2,}", re.IGNORECASE)
_ENDS_ANNOUNCEMENT: Final = re.compile(r"(?::|wrote|écrit)[\s\-–—*]*\Z", re.IGNORECASE)
_FOLDED_AFTER: Final = 60  # mailers fold a marked line at 70 to 78 and leave its tail without a mark
_POSTSCRIPT: Final = re.compile(r"\s*p\.?\s?-?s\.?\s?:?\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReplyParts:
    """The three parts of a mail's text; none shows in ``repr``."""

    text: str = field(repr=False)
    quoted: str = field(repr=False)
    signature: str = field(repr=False)


def split_reply(text: str, subject: str = "") -> ReplyParts:
    r"""Separate the new text of a mail from its quotations and its signature.

    A forwarded message is not history: it is what the sender wants read, and stays in the text. So does everything, when nothing
    but quotation would remain.

    Args:
        text: The body as text.
        subject: The subject; ``Fwd:`` and its kin announce a forward.

    Returns:
        The parts.

    >>> split_reply("Merci !\n\nLe 3 mars 2026 à 10:00, SAV <sav@x.fr> a écrit :\n> Bonjour").text
    'Merci !'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    kept, quoted = _without_quotations(lines, forwarded=bool(FORWARDED_SUBJECT.match(subject)))
    body, signature, after = _without_signature(kept)
    if not any(line.strip() for line in body):
        # Only a signature, or only a quotation: then that is what was sent.
        return ReplyParts(text.strip(), "", "") if not after else ReplyParts(_joined(kept), _joined(quoted), "")
    return ReplyParts(_joined(body), _joined([*after, *quoted]), _joined(signature))


def _joined(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without_quotations(lines: list[str], *, forwarded: bool) -> tuple[list[str], list[str]]:
    """Part lines into those written now and those quoted; a forward is let through once."""
    kept: list[str] = []
    quoted: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if _QUOTED.match(line) or _is_folded_tail(lines, index):
            quoted.append(line)
            index += 1
            continue
        if FORWARD_LINE.match(line):
            forwarded = True
            kept.append(line)
            index += 1
            continue
        length = _block_length(lines, index)
        if length and forwarded:
            forwarded = False
            kept.extend(lines[index : index + length])
            index += length
            continue
        if not length and not ORIGINAL_LINE.match(line):
            length = _announcement_length(lines, index)
            if length and _next_is_marked(lines, index + length):
                quoted.extend(lines[index : index + length])
                index += length
                continue
        elif not length:
            length = 1
        if length:
            # Quoted without marks: to the end, since nothing tells where it would stop.
            quoted.extend(lines[index:])
            break
        kept.append(line)
        index += 1
    while kept and (not kept[-1].strip() or _SEPARATOR.match(kept[-1])):
        kept.pop()
    return kept, quoted


def _is_folded_tail(lines: list[str], index: int) -> bool:
    """Say whether a line is the unmarked tail of the marked line above: between two marks, and in mid-sentence."""
    if index == 0 or index + 1 >= len(lines) or not lines[index].strip():
        return False
    above = lines[index - 1].rstrip()
    in_sentence = len(above) >= _FOLDED_AFTER and above[-1] not in ".?!:;"
    return in_sentence and bool(_QUOTED.match(above)) and bool(_QUOTED.match(lines[index + 1]))


def _next_is_marked(lines: list[str], index: int) -> bool:
    following = next((line for line in lines[index : index + 3] if line.strip()), "")
    return bool(_QUOTED.match(following))


def _announcement_length(lines: list[str], index: int) -> int:
    """Count the lines of "On 3 March, X wrote:" that begin here; 0 when none does."""
    first = lines[index]
    if len(first) > _LONG_LINE or not _BEGINS_WITH_DATE.match(first):
        return 0
    joined = ""
    for length in range(1, _ANNOUNCEMENT_LINES + 1):
        if index + length > len(lines):
            return 0
        line = lines[index + length - 1]
        if not line.strip() or len(joined) + len(line) > _LONG_LINE or (length > 1 and _QUOTED.match(line)):
            return 0
        joined = f"{joined} {line.strip()}" if joined else line.strip()
        if _ENDS_ANNOUNCEMENT.search(joined):
            has_address, has_time = bool(_ADDRESS.search(joined)), bool(_TIME_OR_YEAR.search(joined))
            wrote = bool(WROTE.search(joined))
            if (wrote and (has_address or has_time)) or (has_address and has_time):
                return length
    return 0


def _block_length(lines: list[str], index: int) -> int:
    """Count the lines of a From/Sent/To/Subject block that begins here; 0 when none does."""
    if _kind_of_header(lines[index]) not in {"from", "date"}:
        return 0
    kinds = set()
    last = index
    for position in range(index, min(index + _BLOCK_LINES, len(lines))):
        line = lines[position]
        if not line.strip():
            if position > index + 1:
                break
            continue
        if kind := _kind_of_header(line):
            kinds.add(kind)
            last = position
    return last - index + 1 if "from" in kinds and len(kinds) >= 3 else 0  # noqa: PLR2004 - "From:" and "To:" alone occur in prose


def _kind_of_header(line: str) -> str:
    if ":" not in line or len(line) > _LONG_LINE:
        return ""
    return next((kind for kind, label in HEADER_LABELS.items() if label.match(line)), "")


def _without_signature(lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Part lines into body, signature, and what an unmarked quotation left after the signature."""
    for index in range(len(lines)):
        if index and MOBILE.match(lines[index]):
            end = index + 1
            return _before_mobile(lines[:index], lines[index:end], lines[end:])
    start = _signature_start(lines)
    return lines[:start], lines[start:], []


def _before_mobile(before: list[str], mobile: list[str], after: list[str]) -> tuple[list[str], list[str], list[str]]:
    start = _signature_start(before)
    return before[:start], [*before[start:], *mobile], after


def _signature_start(lines: list[str]) -> int:
    """Find the line at which the signature begins; the number of lines when there is none."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    start = len(lines)
    for index in filled[-_SIGNATURE_LINES - 1 :]:
        rest = [lines[later] for later in filled if later > index]
        line = lines[index]
        if DISCLAIMER.match(line):
            start = min(start, index)
        elif not all(_may_sign(later) for later in rest):
            continue
        elif rest and _SIGNATURE_MARK.match(line):
            return min(start, index)
        elif index and (closing := CLOSING.match(line)) and len(line) <= 2 * _SIGNATURE_CHARS:
            same = closing["same"] or ""
            if len(same.split()) <= 6:  # noqa: PLR2004 - a name and a title, not a sentence
                return min(start, index)
    return start


def _may_sign(line: str) -> bool:
    """Say whether a line could stand in a signature: short, no question, no postscript; a disclaimer may be long."""
    if DISCLAIMER.match(line):
        return True
    return len(line) <= _SIGNATURE_CHARS and not line.rstrip().endswith("?") and not _POSTSCRIPT.match(line)
