"""Write and read canonical JSON (RFC 8785), limited to what a journal needs.

Text, integers, booleans, null, lists and objects. Floating-point numbers are refused: their canonical
form is the hard half of RFC 8785 and nothing recorded here needs them (money and counts are integers).
"""

from __future__ import annotations

import json
from typing import Final, TypeAlias

from egide.journal.errors import MalformedInput

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"

# RFC 8785 §3.2.2.3 prints numbers as ECMAScript does: beyond this an integer is no longer exact.
_SAFE_INTEGER: Final = 2**53 - 1
# Made once: `json.dumps` makes another at each call that is not its default.
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def format_canonical(document: object) -> bytes:
    """Serialise a document so that equal documents give equal bytes.

    Args:
        document: Text, integers up to 2^53 - 1, booleans, None, lists, tuples and dictionaries with text keys.

    Returns:
        UTF-8 bytes in RFC 8785 canonical form.

    Raises:
        MalformedInput: a float, an integer too large, a lone surrogate, a key that is not text, another type.

    Source: RFC 8785 §3.2 (no white space, keys sorted by UTF-16 code unit, minimal escapes).

    >>> format_canonical({"b": [1, True, None], "a": "é"}).decode()
    '{"a":"é","b":[1,true,null]}'
    """
    try:
        return _ENCODER.encode(_ordered(document)).encode()
    except UnicodeEncodeError as wrong:
        raise MalformedInput("text with a lone surrogate has no canonical form") from wrong
    except RecursionError as wrong:
        raise MalformedInput("document nested too deeply") from wrong


def parse_canonical(octets: bytes) -> Json:
    """Read a document and refuse every spelling but the canonical one.

    Args:
        octets: UTF-8 bytes in RFC 8785 canonical form.

    Returns:
        The document.

    Raises:
        MalformedInput: not JSON, a duplicate key, a float, or any difference once written again.

    >>> parse_canonical(b'{"a":1}')
    {'a': 1}
    >>> parse_canonical(b'{"a": 1}')
    Traceback (most recent call last):
    ...
    egide.journal.errors.MalformedInput: JSON is not in canonical form
    """
    try:
        document: Json = json.loads(
            octets.decode("utf-8"),
            object_pairs_hook=_without_duplicates,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    except UnicodeDecodeError as wrong:
        raise MalformedInput("JSON is not UTF-8") from wrong
    except RecursionError as wrong:
        raise MalformedInput("document nested too deeply") from wrong
    except ValueError:
        # From None: a JSONDecodeError carries the whole text, which may be personal.
        raise MalformedInput("not a JSON document") from None
    if format_canonical(document) != octets:
        raise MalformedInput("JSON is not in canonical form")
    return document


def _ordered(document: object) -> object:
    """Check every part and order the keys by UTF-16 code unit, which Python's own ordering does not do."""
    match document:
        case None | bool() | str():
            return document
        case int():
            if abs(document) > _SAFE_INTEGER:
                raise MalformedInput("integer beyond 2^53 - 1 has no exact canonical form")
            return document
        case list() | tuple():
            return [_ordered(part) for part in document]
        case dict():
            if not all(isinstance(key, str) for key in document):
                raise MalformedInput("object key that is not text")
            ordered = sorted(document, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
            return {key: _ordered(document[key]) for key in ordered}
        case _:
            raise MalformedInput(f"{type(document).__name__} has no canonical form here")


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedInput("duplicate key in a JSON object")
    return members


def _refuse_number(_: str) -> object:
    raise MalformedInput("only integers are allowed as numbers")
