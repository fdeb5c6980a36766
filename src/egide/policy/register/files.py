"""The register as files: JSON and CSV that read back, ODS that any office suite opens."""

from __future__ import annotations

import csv
import io
import json
import re
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from egide.policy.errors import InvalidRecord
from egide.policy.register.open_document import Sheet, write_ods
from egide.policy.register.records import TITLES, ControllerRecord, ProcessorRecord, Record, word_cell

_VERSION = 1
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# A spreadsheet runs a cell that begins like this.
_RUNS = ("=", "+", "-", "@", "\t", "\r")
_PICK = {"fr": 0, "en": 1}


def format_register(controllers: Sequence[ControllerRecord], processors: Sequence[ProcessorRecord]) -> dict[str, Any]:
    """Write a register as one JSON object.

    Args:
        controllers: Records of art. 30(1).
        processors: Records of art. 30(2).

    Returns:
        The object; `parse_register` reads it back.
    """
    return {
        "format": "egide-register",
        "version": _VERSION,
        "art_30_1": [_plain(record) for record in controllers],
        "art_30_2": [_plain(record) for record in processors],
    }


def parse_register(document: object) -> tuple[tuple[ControllerRecord, ...], tuple[ProcessorRecord, ...]]:
    """Read a register.

    Args:
        document: The decoded JSON object.

    Returns:
        Records of art. 30(1) and of art. 30(2).

    Raises:
        InvalidRecord: with the path and the allowed keys.
    """
    if not isinstance(document, Mapping) or document.get("format") != "egide-register":
        raise InvalidRecord("register.format", "must be egide-register")
    if document.get("version") != _VERSION:
        raise InvalidRecord("register.version", f"must be {_VERSION}")
    listed: list[Any] = [document.get(name) for name in ("art_30_1", "art_30_2")]
    for name, records in zip(("art_30_1", "art_30_2"), listed, strict=True):
        if not isinstance(records, list):
            raise InvalidRecord(f"register.{name}", "must be a list")
    return (
        tuple(_read(ControllerRecord, record, f"register.art_30_1[{at}]") for at, record in enumerate(listed[0])),
        tuple(_read(ProcessorRecord, record, f"register.art_30_2[{at}]") for at, record in enumerate(listed[1])),
    )


def format_csv(records: Sequence[ControllerRecord] | Sequence[ProcessorRecord]) -> str:
    """Write records of one article as CSV for a spreadsheet.

    Args:
        records: Of one kind.

    Returns:
        UTF-8 text, comma and quotes of RFC 4180, field names as header; a cell that a spreadsheet would run starts with ``'``.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if records:
        names = [field.name for field in fields(records[0])]
        writer.writerow(names)
        for record in records:
            writer.writerow([_guard(_join(getattr(record, name))) for name in names])
    return out.getvalue()


def parse_csv(kind: type[Record], text: str) -> tuple[Record, ...]:
    """Read records of one article from CSV.

    Args:
        kind: ControllerRecord or ProcessorRecord.
        text: What `format_csv` wrote.

    Returns:
        The records.

    Raises:
        InvalidRecord: with the line.
    """
    names = [field.name for field in fields(kind)]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records = []
    try:
        header = next(reader, None)
        if header is not None and header != names:
            raise InvalidRecord("line 1", f"the columns are {', '.join(names)}")
        for row in reader:
            where = f"line {reader.line_num}"
            if len(row) != len(names):
                raise InvalidRecord(where, f"{len(names)} cells are needed")
            document: dict[str, Any] = {}
            for name, cell in zip(names, row, strict=True):
                document[name] = _split(kind, name, _unguard(cell))
            records.append(_read(kind, document, where))
    except csv.Error as problem:
        raise InvalidRecord(f"line {reader.line_num}", str(problem)) from problem
    return tuple(records)


def format_ods(
    controllers: Sequence[ControllerRecord], processors: Sequence[ProcessorRecord], *, language: str = "fr"
) -> bytes:
    """Write the register as an OpenDocument spreadsheet, one sheet per article.

    Args:
        controllers: Records of art. 30(1).
        processors: Records of art. 30(2).
        language: Language of the titles, ``fr`` or ``en``.

    Returns:
        The bytes of an .ods file, the same for the same records.
    """
    pick = _PICK[language]
    return write_ods(
        [
            Sheet(
                ("Art. 30(1) – responsable", "Art. 30(1) – controller")[pick],
                _table(ControllerRecord, controllers, pick),
            ),
            Sheet(
                ("Art. 30(2) – sous-traitant", "Art. 30(2) – processor")[pick],
                _table(ProcessorRecord, processors, pick),
            ),
        ],
        title=("Registre des traitements", "Records of processing")[pick],
    )


def format_json_text(controllers: Sequence[ControllerRecord], processors: Sequence[ProcessorRecord]) -> str:
    """Write the JSON of a register as text.

    Args:
        controllers: Records of art. 30(1).
        processors: Records of art. 30(2).

    Returns:
        Indented JSON, the same for the same records.
    """
    return json.dumps(format_register(controllers, processors), ensure_ascii=False, indent=2) + "\n"


def _table(kind: type[Any], records: Iterable[Any], pick: int) -> list[list[str]]:
    names = [field.name for field in fields(kind)]
    return [
        [TITLES[name][pick] for name in names],
        *([word_cell(getattr(record, name)) for name in names] for record in records),
    ]


def _plain(record: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        plain[field.name] = (
            list(value) if isinstance(value, tuple) else value.isoformat() if isinstance(value, date) else value
        )
    return plain


def _read(kind: type[Record], document: object, path: str) -> Record:
    if not isinstance(document, Mapping):
        raise InvalidRecord(path, "must be an object")
    names = [field.name for field in fields(kind)]
    for key in document:
        if key not in names:
            raise InvalidRecord(f"{path}.{key}", f"is unknown; allowed keys: {', '.join(names)}")
    hints = typing.get_type_hints(kind)
    read: dict[str, Any] = {}
    for name in names:
        if name not in document:
            raise InvalidRecord(f"{path}.{name}", "is missing")
        read[name] = _field(hints[name], document[name], f"{path}.{name}")
    return kind(**read)


def _field(hint: Any, value: Any, path: str) -> Any:
    if hint is str:
        if not isinstance(value, str):
            raise InvalidRecord(path, "must be a text")
        return value
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list) or any(not isinstance(entry, str) for entry in value):
            raise InvalidRecord(path, "must be a list of texts")
        return tuple(value)
    if value is None:
        return None
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidRecord(path, "must be a day such as 2026-11-24, or null")


def _join(value: Any) -> str:
    # A list is JSON in its cell: no separator of ours can then be mistaken for a character of a text.
    return json.dumps(list(value), ensure_ascii=False) if isinstance(value, tuple) else word_cell(value)


def _split(kind: type[Any], name: str, cell: str) -> Any:
    hint = typing.get_type_hints(kind)[name]
    if hint is str:
        return cell
    if typing.get_origin(hint) is tuple:
        try:
            return json.loads(cell)
        except (json.JSONDecodeError, RecursionError):
            return None
    return cell or None


def _guard(cell: str) -> str:
    return f"'{cell}" if cell.startswith((*_RUNS, "'")) else cell


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell
