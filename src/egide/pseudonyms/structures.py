"""Protect and restore JSON: values, keys, numbers, and the JSON that stands inside strings, as tool calls carry it.

JSON in text form is rewritten string by string: what is not personal keeps its bytes, spaces and escapes included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from egide.pseudonyms.issued import Record
from egide.pseudonyms.pseudonymiser import Found, Protected, Pseudonymiser, Restored
from egide.pseudonyms.stream import escape_json

__all__ = [
    "Find",
    "LabelOf",
    "protect_json",
    "protect_json_text",
    "readable",
    "restore_json",
    "restore_json_text",
    "whole_value",
]

Find: TypeAlias = Callable[[str], Iterable[Found]]
"""Find the personal data of one text, such as `Detector.find`."""
LabelOf: TypeAlias = Callable[[str], str | None]
"""Say which label the values of a key or a column have, or None."""

# RFC 8259 §6 and §7.
_LITERAL: Final = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"|(?<![\w.+-])-?\d+(?![\w.])')
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_COLON: Final = re.compile(r"[ \t\r\n]*:")
_STRING: Final = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_LONG_NUMBER: Final = 6
"""A number of that many characters can be a telephone, an account or a customer number; a shorter one is a quantity."""
_SHORT_LITERAL: Final = 40
_ESCAPE: Final = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)", re.DOTALL)
_SHORT: Final = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def protect_json(value: Any, pseudonyms: Pseudonymiser, find: Find, *, label_of: LabelOf | None = None) -> Any:
    """Protect a JSON structure: strings, keys and long numbers, at any depth.

    A string that is itself a JSON object or array, such as the arguments of a tool call, is protected as JSON and stays
    valid.

    Args:
        value: What `json.loads` gives.
        pseudonyms: The scope's pseudonyms; new ones are remembered in ``pseudonyms.issued``.
        find: Finds the personal data of one text.
        label_of: Says which label the values of a key have (`label_of_field`); None to read every value as text. Not
            for a whole request to a model, where "name" names a function.

    Returns:
        A structure of the same shape; a number that was replaced becomes a string.
    """
    return _protect_value(value, pseudonyms, find, label_of, None)


def _protect_value(
    value: Any, pseudonyms: Pseudonymiser, find: Find, label_of: LabelOf | None, label: str | None
) -> Any:
    if isinstance(value, str):
        return _protect_string(value, pseudonyms, find if label is None else whole_value(label), label_of)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return _protect_number(value, pseudonyms, find, label)
    if isinstance(value, Mapping):
        return {
            _protect_string(key, pseudonyms, find, label_of): _protect_value(
                item, pseudonyms, find, label_of, label_of(key) if label_of else None
            )
            for key, item in value.items()
        }
    if isinstance(value, Sequence):
        return [_protect_value(item, pseudonyms, find, label_of, label) for item in value]
    return value


def restore_json(value: Any, pseudonyms: Pseudonymiser) -> Any:
    """Put the values back in a JSON structure.

    Args:
        value: What `json.loads` gives.
        pseudonyms: The scope's pseudonyms.

    Returns:
        A structure of the same shape; a string that is nothing but the pseudonym of a number becomes the number.
    """
    if isinstance(value, str):
        if len(value) < pseudonyms.shortest:
            return value
        whole = pseudonyms.find(value)
        if len(whole) == 1 and whole[0].record.is_number and (whole[0].start, whole[0].end) == (0, len(value)):
            return json.loads(whole[0].record.value)
        if whole and _is_json_container(value):
            return restore_json_text(value, pseudonyms).text
        return pseudonyms.restore(value).text if whole else value
    if isinstance(value, Mapping):
        shortest = pseudonyms.shortest
        return {
            key if len(key) < shortest else pseudonyms.restore(key).text: restore_json(item, pseudonyms)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [restore_json(item, pseudonyms) for item in value]
    return value


def protect_json_text(
    text: str,
    pseudonyms: Pseudonymiser,
    find: Find,
    *,
    label_of: LabelOf | None = None,
    unchanged: set[str] | None = None,
) -> Protected:
    """Protect JSON in text form, whole or cut short, and keep every byte that is not personal.

    Args:
        text: JSON.
        pseudonyms: The scope's pseudonyms.
        find: Finds the personal data of one text.
        label_of: Says which label the values of a key have (`label_of_field`); None to read every value as text.
        unchanged: Short strings that were read as text and stayed, such as keys and categories: kept from one text to the
            next of the same scope and detector, they are read once. For wide scopes, where no later value changes that.

    Returns:
        The protected JSON, valid if ``text`` is; restoring it with `restore_json_text` gives an equal structure.
    """
    mark = pseudonyms.issued.mark()
    parts: list[str] = []
    end = replaced = 0
    label: str | None = None
    settled = unchanged if unchanged is not None else set()
    for literal in _LITERAL.finditer(text):
        written, after = literal.group(), literal.end()
        is_string = written[0] == '"'
        is_key = text.startswith(":", after) or _COLON.match(text, after) is not None
        find_here = find if label is None or is_key else whole_value(label)
        if is_key and label_of is not None:
            label = label_of(_unescape(written[1:-1]).text)
        if written in settled and find_here is find:
            continue
        if not is_string and label is None and len(written) < _LONG_NUMBER:
            continue
        write = _protect_literal if is_string else _protect_bare_number
        protected, count = write(written, pseudonyms, find_here, label_of)
        if count:
            parts += (text[end : literal.start()], protected)
            end = after
            replaced += count
        elif unchanged is not None and find_here is find and len(written) <= _SHORT_LITERAL:
            settled.add(written)
    parts.append(text[end:])
    return Protected("".join(parts), pseudonyms.issued.since(mark), replaced)


def restore_json_text(text: str, pseudonyms: Pseudonymiser) -> Restored:
    """Put the values back in JSON in text form, escaped as JSON asks, and keep every other byte.

    Args:
        text: JSON, such as the arguments of a tool call in an answer.
        pseudonyms: The scope's pseudonyms.

    Returns:
        The JSON, valid if ``text`` is.
    """
    containers = [
        literal
        for literal in _STRING.finditer(text)
        if "\\" in literal.group() and _is_json_container(_unescape(literal.group()[1:-1]).text)
    ]
    parts: list[str] = []
    end = restored = 0
    for occurrence in pseudonyms.find(text):
        start, stop = occurrence.start, occurrence.end
        if start < end:
            continue  # inside a container that was restored whole
        around = next((one for one in containers if one.start() < start < one.end()), None)
        if around is not None:
            inside = restore_json_text(_unescape(around.group()[1:-1]).text, pseudonyms)
            start, stop, value = *around.span(), json.dumps(inside.text, ensure_ascii=False)
            restored += inside.restored
        elif occurrence.record.is_number and text[start - 1 : start] == '"' == text[stop : stop + 1]:
            start, stop, value = start - 1, stop + 1, occurrence.record.value
            restored += 1
        else:
            raw = occurrence.record.raw
            value = (escape_json(occurrence.record.value) if raw is None else raw) + escape_json(occurrence.ending)
            restored += 1
        parts += (text[end:start], value)
        end = stop
    parts.append(text[end:])
    return Restored("".join(parts), restored)


class _WholeValue(NamedTuple):
    """A finding as long as its text, spaces around it left out."""

    label: str
    start: int
    end: int


def whole_value(label: str) -> Find:
    """Find the whole of any text, for a field whose name says what it holds.

    Args:
        label: What it holds.

    Returns:
        What finds it.
    """

    def find(text: str) -> list[Found]:
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        return [_WholeValue(label, start, end)] if start < end else []

    return find


def readable(text: str) -> str:
    """Replace lone surrogates, which no detector can read, by U+FFFD; every offset stays.

    Args:
        text: Any text, such as the escapes of a JSON string may give.

    Returns:
        A text of the same length that can be encoded.
    """
    return _SURROGATE.sub("\ufffd", text)


class _Unescaped(NamedTuple):
    """A string of JSON and where each of its code points was written."""

    text: str
    starts: Sequence[int]


def _unescape(literal: str) -> _Unescaped:
    """Read the inside of a JSON string, and where each code point was written in it.

    Args:
        literal: What stands between the quotes.

    Returns:
        The text, and one offset per code point plus the end.
    """
    if "\\" not in literal:
        return _Unescaped(literal, range(len(literal) + 1))
    characters: list[str] = []
    starts: list[int] = []
    position = 0
    while position < len(literal):
        escape = _ESCAPE.match(literal, position)
        if escape is None:
            characters.append(literal[position])
            starts.append(position)
            position += 1
            continue
        code = escape.group()[1:]
        character = chr(int(code[1:], 16)) if len(code) > 1 else _SHORT.get(code, code)
        if characters and "\ud800" <= characters[-1] <= "\udbff" and "\udc00" <= character <= "\udfff":
            pair = (characters[-1] + character).encode("utf-16", "surrogatepass").decode("utf-16")
            characters[-1] = pair  # one code point, written as two escapes
        else:
            characters.append(character)
            starts.append(position)
        position = escape.end()
    return _Unescaped("".join(characters), [*starts, len(literal)])


def _protect_literal(literal: str, pseudonyms: Pseudonymiser, find: Find, label_of: LabelOf | None) -> tuple[str, int]:
    inside = _unescape(literal[1:-1])
    if _is_json_container(inside.text):
        protected = protect_json_text(inside.text, pseudonyms, find, label_of=label_of)
        return (
            (json.dumps(protected.text, ensure_ascii=False), protected.replaced) if protected.replaced else (literal, 0)
        )
    found = list(find(readable(inside.text)))
    written, count = _replace_in_literal(literal, inside, pseudonyms, found)
    if "\\" not in literal:
        return written, count  # planned as it is written, and counted there
    if pseudonyms.count_codes(written) != count:  # a writing issued just now already stood in the text: plan again
        return _replace_in_literal(literal, inside, pseudonyms, found)
    return written, count


def _replace_in_literal(
    literal: str, inside: _Unescaped, pseudonyms: Pseudonymiser, found: Iterable[Found]
) -> tuple[str, int]:
    spans = pseudonyms.plan(inside.text, found)
    parts: list[str] = []
    end = 0
    for span in spans:
        start, stop = inside.starts[span.start] + 1, inside.starts[span.end] + 1
        value, raw = inside.text[span.start : span.end], literal[start:stop]
        record = pseudonyms.pseudonym(span.label, value, raw=None if raw == escape_json(value) else raw)
        parts += (literal[end:start], record.pseudonym)
        end = stop
    return "".join(parts) + literal[end:], len(spans)


def _protect_bare_number(
    number: str, pseudonyms: Pseudonymiser, find: Find, label_of: LabelOf | None
) -> tuple[str, int]:
    del label_of  # a number holds no field
    record = _number_record(number, pseudonyms, find)
    return (number, 0) if record is None else (f'"{record.pseudonym}"', 1)


def _number_record(number: str, pseudonyms: Pseudonymiser, find: Find) -> Record | None:
    found = next(iter(find(number)), None)
    if found is None:
        return None
    return pseudonyms.pseudonym(found.label, number, is_number=True)


def _protect_string(text: str, pseudonyms: Pseudonymiser, find: Find, label_of: LabelOf | None) -> str:
    if _is_json_container(text):
        return protect_json_text(text, pseudonyms, find, label_of=label_of).text
    return pseudonyms.protect(text, find(readable(text))).text


def _protect_number(number: float, pseudonyms: Pseudonymiser, find: Find, label: str | None) -> float | str:
    written = json.dumps(number)
    if _LITERAL.fullmatch(written) is None or (label is None and len(written) < _LONG_NUMBER):
        return number
    record = _number_record(written, pseudonyms, find if label is None else whole_value(label))
    return number if record is None else record.pseudonym


def _is_json_container(text: str) -> bool:
    if text[:1] not in {"{", "["} or text[-1:] not in {"}", "]"}:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
