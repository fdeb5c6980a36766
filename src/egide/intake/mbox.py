"""Read an mbox as a stream: one mail at a time, each within its bound.

Source: RFC 4155 (default mbox format); ``>From`` quoting of the mboxrd variant is undone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from egide.intake.limits import Options
from egide.intake.mail import item_of_mail
from egide.intake.reasons import reject
from egide.intake.record import Item, Position

__all__ = ["read_mbox"]

_QUOTED_FROM: Final = re.compile(rb"^>(>*From )", re.MULTILINE)
_LINE: Final = 64 * 1024


def read_mbox(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """Read every mail of an mbox; the offset of a position is that of the mail's ``From`` line.

    Yields:
        A record, reject or skip per mail.
    """
    limit = options.limits.mail_bytes
    held: list[bytes] = []
    size = 0
    start: int | None = None
    offset = 0
    after_empty = True
    at_line_start = True
    while line := stream.readline(_LINE):
        if at_line_start and after_empty and line.startswith(b"From "):
            if start is not None:
                yield _item(held, size, Position(name, offset=start), options)
            start, held, size = offset, [], 0
        elif start is None:
            if line.strip():
                yield reject(Position(name, offset=offset), "mbox-malformed")
                return
        else:
            size += len(line)
            if size <= limit:
                held.append(line)
        after_empty = at_line_start and line in {b"\n", b"\r\n"}
        at_line_start = line.endswith(b"\n")
        offset += len(line)
    if start is None:
        yield reject(Position(name), "empty")
    else:
        yield _item(held, size, Position(name, offset=start), options)


def _item(held: list[bytes], size: int, position: Position, options: Options) -> Item:
    if size > options.limits.mail_bytes:
        return reject(position, "mail-too-large", options.limits.mail_bytes)
    return item_of_mail(_QUOTED_FROM.sub(rb"\1", b"".join(held)), position, options)
