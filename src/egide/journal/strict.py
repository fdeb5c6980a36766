"""Read integers, base64 and hashes exactly, because Python's own parsers accept too much.

`int("4_2")`, `int("+42")` and `int("٤٢")` are all 42; `b64decode("AA!!==AA")` answers one byte.
Here a text matches the grammar, is parsed, printed again and compared; any difference is a refusal.
Each function raises the error class it is given, so that each format refuses in its own name.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from egide.journal.errors import MalformedInput
from egide.journal.hashing import HASH_BYTES

U64_MAX: Final = 2**64 - 1

_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,19}", re.ASCII)


def parse_integer(text: str, refuse: type[MalformedInput], what: str, maximum: int = U64_MAX) -> int:
    """Read an unsigned decimal integer with a single spelling.

    Args:
        text: ASCII digits, no sign, no space, no leading zero.
        refuse: Class of the refusal.
        what: Name of the field, for the message.
        maximum: Largest value allowed, included.

    Returns:
        The integer, between 0 and `maximum`.

    Raises:
        MalformedInput: `refuse`, when the text is anything else.

    >>> parse_integer("42", MalformedInput, "size")
    42
    >>> parse_integer("4_2", MalformedInput, "size")
    Traceback (most recent call last):
    ...
    egide.journal.errors.MalformedInput: size is not a plain decimal integer
    """
    if _DECIMAL.fullmatch(text) is None:
        raise refuse(f"{what} is not a plain decimal integer")
    number = int(text)
    if number > maximum:
        raise refuse(f"{what} is larger than {maximum}")
    return number


def parse_base64(text: str, refuse: type[MalformedInput], what: str) -> bytes:
    r"""Read standard padded base64 with a single spelling.

    Args:
        text: Base64 of RFC 4648 section 4.
        refuse: Class of the refusal.
        what: Name of the field, for the message.

    Returns:
        The decoded bytes.

    Raises:
        MalformedInput: `refuse`, for stray characters, wrong padding or non-zero trailing bits.

    >>> parse_base64("AAE=", MalformedInput, "hash")
    b'\x00\x01'
    """
    try:
        decoded = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as wrong:
        raise refuse(f"{what} is not standard base64") from wrong
    if format_base64(decoded) != text:
        raise refuse(f"{what} is base64 with another spelling")
    return decoded


def format_base64(octets: bytes) -> str:
    r"""Print bytes as standard padded base64.

    Args:
        octets: Any bytes.

    Returns:
        Base64 of RFC 4648 section 4.

    >>> format_base64(b"\x00\x01")
    'AAE='
    """
    return binascii.b2a_base64(octets, newline=False).decode("ascii")


def parse_hash(text: str, refuse: type[MalformedInput], what: str) -> bytes:
    """Read one SHA-256 hash in base64.

    Args:
        text: Base64 of exactly 32 bytes.
        refuse: Class of the refusal.
        what: Name of the field, for the message.

    Returns:
        32 bytes.

    Raises:
        MalformedInput: `refuse`, for anything but 32 bytes in plain base64.
    """
    decoded = parse_base64(text, refuse, what)
    if len(decoded) != HASH_BYTES:
        raise refuse(f"{what} has {len(decoded)} bytes instead of {HASH_BYTES}")
    return decoded
