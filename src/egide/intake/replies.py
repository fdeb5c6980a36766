"""Tell what a mail says this time from what it quotes and how it is signed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

__all__ = ["ReplyParts", "split_reply"]


@dataclass(frozen=True, slots=True)
class ReplyParts:
    """The three parts of a mail's text; none shows in ``repr``."""

    text: str = field(repr=False)
    quoted: str = field(repr=False)
    signature: str = field(repr=False)


_WROTE: Final = re.compile(
    r"^\s*(?:on|le|am|el|il|em|op)\b.{4,300}?(?:wrote|a écrit|schrieb|escribió|ha scritto|escreveu|schreef)[^\n]{0,80}:\s*$",
    re.IGNORECASE,
)
_DASHED: Final = re.compile(
    r"^\s*-{3,}\s*(?:original message|message d['’]origine|ursprüngliche nachricht)\s*-{3,}\s*$", re.IGNORECASE
)


def split_reply(text: str, subject: str = "") -> ReplyParts:
    """Separate the new text of a mail from its quotations and its signature."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for index, line in enumerate(lines):
        if index and (_WROTE.match(line) or _DASHED.match(line)):
            return ReplyParts("\n".join(lines[:index]).strip(), "\n".join(lines[index:]).strip(), "")
    return ReplyParts(text.strip(), "", "")
