"""`egide scan`: find personal data in files, as coloured text or as JSON Lines."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from egide.cli.outcome import AnswerIsNo, BadInput

if TYPE_CHECKING:
    from egide.detection import Detector, Finding

_COLOURS = {
    "PERSON": "bright_cyan",
    "EMAIL": "bright_blue",
    "PHONE": "bright_blue",
    "ADDRESS": "bright_green",
    "LOCATION": "bright_green",
    "IBAN": "bright_yellow",
    "CARD": "bright_yellow",
    "SECRET": "bright_red",
    "HEALTH": "bright_magenta",
    "BELIEF": "bright_magenta",
    "ORIGIN": "bright_magenta",
    "SEXUAL": "bright_magenta",
    "OFFENCE": "bright_magenta",
    "FINANCE": "bright_magenta",
}
_BATCH = 64
_FIELD_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_RECORD_SUFFIXES = {".jsonl", ".ndjson"}
_TABLE_SUFFIXES = {".csv", ".tsv"}
_TEXT_SUFFIXES = {".txt", ".md", ".eml", ".vtt", ".srt", ".log", ".html", ".xml", ".text", ""}


@dataclass(slots=True)
class _Record:
    """What one line of the answer is about: a text, the turns of a conversation, the cells of a row or the strings of a JSON value."""

    id: Any
    texts: list[str] = field(repr=False)
    speakers: list[str] | None = None
    columns: list[str] | None = None


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="JSON Lines on stdout, one line per record.")
@click.option("--fail-on-find", is_flag=True, help="Exit 1 when personal data is found.")
@click.option(
    "--column", "columns", multiple=True, help="For CSV and Parquet: a column to read (default: all text columns)."
)
@click.option("--brand-rules", type=click.Path(path_type=Path), help="A TOML file with a brand's own recognisers.")
def scan(path: Path, *, as_json: bool, fail_on_find: bool, columns: tuple[str, ...], brand_rules: Path | None) -> None:
    """Find personal data in PATH: text, JSONL, JSON, CSV, Parquet, or a folder of those.

    JSONL lines are {"id", "text"} or {"id", "turns": [{"speaker", "text"}]}. Of a JSON document each string is read, its
    place named as the column. Offsets are code points, half-open.
    """
    detector = _detector(brand_rules)
    if not path.exists():
        raise BadInput(f"{path}: no such file or folder")
    files = _files(path)
    counts: Counter[str] = Counter()
    records = 0
    for file in files:
        name = str(file.relative_to(path)) if path.is_dir() else None
        with _progress(file) as advance:
            for record, findings in _scanned(detector, _records(file, columns)):
                records += 1
                counts.update(finding["label"] for finding in findings)
                if as_json:
                    answer: dict[str, Any] = {"id": record.id}
                    if name is not None:
                        answer["file"] = name
                    answer["findings"] = findings
                    click.echo(json.dumps(answer, ensure_ascii=False))
                else:
                    _show(record, findings, name)
                advance()
    if not as_json:
        total = sum(counts.values())
        listed = ", ".join(f"{label} {count}" for label, count in counts.most_common())
        click.echo(f"{records} records, {total} findings" + (f": {listed}" if listed else ""), err=True)
    if fail_on_find and counts:
        raise AnswerIsNo(f"{path}: personal data found ({sum(counts.values())} findings)")


def _detector(brand_rules: Path | None) -> Detector:
    from egide.detection import BrandRulesRefused, Detector

    detector = Detector.default()
    if brand_rules is None:
        return detector
    from egide.detection.brand import parse_brand_rules

    try:
        return detector.with_brand(parse_brand_rules(brand_rules.read_text("utf-8")))
    except OSError as missing:
        raise BadInput(f"{brand_rules}: {missing.strerror}") from missing
    except UnicodeDecodeError as broken:
        raise BadInput(f"{brand_rules}: not UTF-8 text") from broken
    except BrandRulesRefused as refused:
        raise BadInput(f"{brand_rules}: {refused}") from refused


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    known = _RECORD_SUFFIXES | _TABLE_SUFFIXES | _TEXT_SUFFIXES | {".json", ".parquet"}
    files = sorted(
        f for f in path.rglob("*") if f.is_file() and f.suffix.lower() in known and not f.name.startswith(".")
    )
    if not files:
        raise BadInput(f"{path}: no file that can be read (text, JSONL, JSON, CSV, Parquet)")
    return files


def _records(file: Path, columns: tuple[str, ...]) -> Iterator[_Record]:
    suffix = file.suffix.lower()
    try:
        if suffix in _RECORD_SUFFIXES:
            yield from _json_records(file)
        elif suffix in _TABLE_SUFFIXES:
            yield from _csv_records(file, columns, "\t" if suffix == ".tsv" else None)
        elif suffix == ".parquet":
            yield from _parquet_records(file, columns)
        else:
            content = file.read_bytes().decode("utf-8-sig")
            yield from _document_records(file, content) if suffix == ".json" else [_Record(file.name, [content])]
    except OSError as missing:
        raise BadInput(f"{file}: {missing.strerror or 'cannot be read'}") from missing
    except UnicodeDecodeError as broken:
        raise BadInput(f"{file}: not UTF-8 text (byte {broken.start})") from broken


def _json_records(file: Path) -> Iterator[_Record]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            where = f"{file}, line {number}"
            try:
                value = json.loads(line)
            except json.JSONDecodeError as broken:
                raise BadInput(f"{where}: not JSON ({broken.msg})") from broken
            if not isinstance(value, dict):
                raise BadInput(f'{where}: expected an object with "text" or "turns"')
            yield _json_record(value, number, where)


def _json_record(value: dict[str, Any], number: int, where: str) -> _Record:
    identifier = value.get("id", number)
    if isinstance(value.get("text"), str):
        return _Record(identifier, [value["text"]])
    turns = value.get("turns")
    if not isinstance(turns, list):
        raise BadInput(f'{where}: expected "text" (string) or "turns" (list)')
    texts, speakers = [], []
    for position, turn in enumerate(turns):
        if isinstance(turn, dict) and isinstance(turn.get("text"), str):
            texts.append(turn["text"])
            speakers.append(str(turn.get("speaker", "")))
        elif isinstance(turn, str):
            texts.append(turn)
            speakers.append("")
        else:
            raise BadInput(f'{where}, turn {position}: expected {{"speaker", "text"}}')
    return _Record(identifier, texts, speakers=speakers)


def _document_records(file: Path, content: str) -> Iterator[_Record]:
    """Read the strings of a JSON document as they were meant, an escaped line end ending a line: one record an item of a list."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        # Cut short, or not JSON after all: its words are read as they stand rather than not at all.
        yield _Record(file.name, [content])
        return
    for number, item in enumerate(document, 1) if isinstance(document, list) else [(file.name, document)]:
        cells = list(_strings(item))
        yield _Record(number, [text for _, text in cells], columns=[place for place, _ in cells])


def _strings(document: Any) -> Iterator[tuple[str, str]]:
    """Yield the strings of a JSON value with their place, a JSON Pointer (RFC 6901); `#` after it, a key that is no field's name."""
    waiting = [("", document)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, str):
            yield place, value
        elif isinstance(value, dict):
            for key, inner in reversed(value.items()):
                inside = f"{place}/{key.replace('~', '~0').replace('/', '~1')}"
                waiting.append((inside, inner))
                if not _FIELD_NAME.fullmatch(key):
                    waiting.append((f"{inside}#", key))
        elif isinstance(value, list):
            waiting += [(f"{place}/{index}", inner) for index, inner in reversed(list(enumerate(value)))]


def _csv_records(file: Path, columns: tuple[str, ...], delimiter: str | None) -> Iterator[_Record]:
    import csv

    csv.field_size_limit(10_000_000)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        if delimiter is None:
            sample = lines.read(4096)
            lines.seek(0)
            first = sample.split("\n", 1)[0]
            delimiter = max(",;\t|", key=first.count)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            header = next(reader, None)
            if not header:
                raise BadInput(f"{file}: empty file")
            chosen = _chosen(file, header, columns)
            for number, row in enumerate(reader, 1):
                cells = [(header[i], row[i]) for i in chosen if i < len(row) and row[i]]
                yield _Record(number, [cell for _, cell in cells], columns=[column for column, _ in cells])
        except csv.Error as broken:
            raise BadInput(f"{file}, line {reader.line_num}: {broken}") from broken


def _chosen(file: Path, header: list[str], columns: tuple[str, ...]) -> list[int]:
    unknown = [column for column in columns if column not in header]
    if unknown:
        raise BadInput(f"{file}: no column named {', '.join(unknown)}; it has {', '.join(header)}")
    return [i for i, column in enumerate(header) if not columns or column in columns]


def _parquet_records(file: Path, columns: tuple[str, ...]) -> Iterator[_Record]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file)
        schema = table.schema_arrow
        kinds = (pa.types.is_string, pa.types.is_large_string)
        text_columns = [f.name for f in schema if any(kind(f.type) for kind in kinds)]
        chosen = [schema.names[i] for i in _chosen(file, schema.names, columns)] if columns else text_columns
        number = 0
        for batch in table.iter_batches(batch_size=1024, columns=chosen):
            for row in batch.to_pylist():
                number += 1
                cells = [(column, cell) for column, cell in row.items() if isinstance(cell, str) and cell]
                yield _Record(number, [cell for _, cell in cells], columns=[column for column, _ in cells])
    except pa.ArrowException as broken:
        raise BadInput(f"{file}: not a Parquet file that can be read") from broken


def _scanned(detector: Detector, records: Iterable[_Record]) -> Iterator[tuple[_Record, list[dict[str, Any]]]]:
    """Yield each record with its findings, reading a few ahead so that the detector may batch."""
    from egide.detection import Turn

    source = iter(records)
    while batch := list(islice(source, _BATCH)):
        plain = detector.find_many(text for record in batch if record.speakers is None for text in record.texts)
        for record in batch:
            if record.speakers is None:
                found = [next(plain) for _ in record.texts]
            else:
                turns = [Turn(speaker, text) for speaker, text in zip(record.speakers, record.texts, strict=True)]
                found = detector.find_conversation(turns)
            yield record, [_as_json(record, index, finding) for index, each in enumerate(found) for finding in each]


def _as_json(record: _Record, index: int, finding: Finding) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "label": finding.label,
        "start": finding.start,
        "end": finding.end,
        "score": round(finding.score, 3),
        "why": list(finding.why),
    }
    if record.speakers is not None:
        answer["turn"] = index
    elif record.columns is not None:
        answer["column"] = record.columns[index]
    return answer


def _show(record: _Record, findings: list[dict[str, Any]], name: str | None) -> None:
    from egide.pseudonyms import readable

    click.secho(f"── {name + ' ' if name and name != record.id else ''}{record.id}", dim=True)
    for index, text in enumerate(record.texts):
        key: Any = index
        if record.speakers is not None:
            mine = [f for f in findings if f["turn"] == key]
            prefix = f"{record.speakers[index]}: " if record.speakers[index] else ""
        elif record.columns is not None:
            mine = [f for f in findings if f["column"] == record.columns[index]]
            prefix = f"{record.columns[index]}: "
        else:
            mine, prefix = findings, ""
        click.echo(readable(prefix + _highlighted(text, mine)))


def _highlighted(text: str, findings: list[dict[str, Any]]) -> str:
    pieces: list[str] = []
    position = 0
    for finding in findings:
        pieces.append(text[position : finding["start"]])
        colour = _COLOURS.get(finding["label"], "bright_white")
        value = click.style(text[finding["start"] : finding["end"]], fg=colour, bold=True, underline=True)
        pieces.append(f"[{value} {click.style(finding['label'], fg=colour, dim=True)}]")
        position = finding["end"]
    pieces.append(text[position:])
    return "".join(pieces)


class _progress:  # noqa: N801 - used as a context manager, reads as a verb
    """Shows on stderr, and only on a terminal, how many records were read."""

    def __init__(self, file: Path) -> None:
        self._name = file.name
        self._shown = sys.stderr.isatty() and not sys.stdout.isatty()
        self._count = 0

    def __enter__(self) -> Any:
        return self._advance

    def _advance(self) -> None:
        self._count += 1
        if self._shown and self._count % 200 == 0:
            click.echo(f"\r{self._name}: {self._count} records", nl=False, err=True)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo(f"\r{self._name}: {self._count} records", err=True)
