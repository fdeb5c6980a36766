"""Read any source: choose the reader by content and extension, inflate, and turn every failure into a reject."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from egide.intake.errors import IntakeError, UnreadableRecord
from egide.intake.limits import Options
from egide.intake.reasons import reject, skip
from egide.intake.record import Item, Position
from egide.intake.streams import GZIP_MAGIC, buffered, inflated, read_whole

__all__ = ["FORMATS", "read", "read_path"]

Reader = Callable[[BinaryIO, str, Options], Iterator[Item]]

_HEAD: Final = 4096
_DOCUMENTATION: Final = frozenset({".md", ".rst", ".pdf", ".html", ".htm", ".py", ".toml", ".yaml", ".yml", ".lock"})
_DOCUMENTATION_NAMES: Final = ("licence", "license", "readme", "notice", "copying", "changelog")


def _jsonl(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    from egide.intake.jsonl import read_jsonl

    return read_jsonl(stream, name, options)


def _json(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    from egide.intake.jsonl import read_json

    return read_json(stream, name, options)


def _table(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    from egide.intake.tables import read_table

    return read_table(stream, name, options)


def _parquet(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    from egide.intake.parquet import read_parquet

    return read_parquet(stream, name, options)


def _mail(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    from egide.intake.mail import item_of_mail

    yield item_of_mail(read_whole(stream, options.limits.mail_bytes), Position(name), options)


def _mbox(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    from egide.intake.mbox import read_mbox

    return read_mbox(stream, name, options)


def _transcript(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    from egide.intake.calls import items_of_transcript

    return items_of_transcript(read_whole(stream, options.limits.whole_bytes), name, options)


def _text(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    from egide.intake.mail import item_of_plain_text

    yield item_of_plain_text(read_whole(stream, options.limits.mail_bytes), Position(name), options)


# Extension → reader. The content decides where two formats share a name.
FORMATS: Final[dict[str, Reader]] = {
    ".eml": _mail,
    ".mbox": _mbox,
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".json": _json,
    ".csv": _table,
    ".tsv": _table,
    ".parquet": _parquet,
    ".vtt": _transcript,
    ".srt": _transcript,
    ".txt": _text,
}


def read(content: BinaryIO | bytes, name: str, options: Options | None = None) -> Iterator[Item]:
    """Read conversations out of one source, whatever it holds: never an exception for what is inside.

    Args:
        content: The bytes, or a binary stream that the caller opened and will close. Parquet needs a seekable one.
        name: The file's name: extension, default source, and the ``file`` of every position.
        options: What the importer knows; see ``Options``.

    Yields:
        Records, rejects and skips in the order of the source. Memory does not grow with the size of a ``.jsonl``, ``.csv``,
        ``.tsv``, ``.mbox`` or ``.parquet``; other formats are read whole, within ``Limits``.
    """
    options = options or Options()
    stream: BinaryIO = io.BytesIO(content) if isinstance(content, bytes) else content
    try:
        plain_name = name
        if not hasattr(stream, "peek"):
            stream = buffered(stream)
        head = _peek(stream)
        if head.startswith(GZIP_MAGIC):
            stream = inflated(stream, options.limits)
            plain_name = name.removesuffix(".gz").removesuffix(".GZ")
            head = _peek(stream)
        reader = _reader_for(plain_name, head)
        if reader is None:
            yield reject(Position(name), "format-unknown") if head else reject(Position(name), "empty")
            return
        yield from reader(stream, name, options)
    except UnreadableRecord as unreadable:
        yield reject(Position(name), unreadable.code, unreadable.detail)
    except IntakeError:
        yield reject(Position(name), "unreadable")


def _peek(stream: BinaryIO) -> bytes:
    taken: bytes = stream.peek(_HEAD)  # type: ignore[attr-defined]  # a BufferedReader
    return taken[:_HEAD]


def _reader_for(name: str, head: bytes) -> Reader | None:
    """Choose by what the first bytes prove, then by extension, then by what they suggest."""
    if head.startswith(b"PAR1"):
        return _parquet
    extension = _extension(name)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"WEBVTT") and extension not in {".eml", ".mbox", ".csv", ".tsv"}:
        return _transcript
    if extension == ".txt" and _looks_like_mail(start):
        return _mbox if start.startswith(b"From ") else _mail
    if extension in FORMATS:
        return FORMATS[extension]
    if start.startswith(b"From "):
        return _mbox
    if start.startswith(b"{"):
        return _jsonl
    if start.startswith(b"["):
        return _json
    return _mail if _looks_like_mail(start) else None


def _looks_like_mail(start: bytes) -> bool:
    """Tell a mail from a text: its first two lines are headers that mails have."""
    known = (
        b"from:",
        b"to:",
        b"subject:",
        b"date:",
        b"received:",
        b"return-path:",
        b"message-id:",
        b"mime-version:",
        b"delivered-to:",
    )
    lines = start.splitlines()[:2]
    return (
        start.startswith(b"From ") and b"@" in lines[0]
        if start.startswith(b"From ")
        else (
            len(lines) > 1
            and all(line.lower().startswith(known) or line[:1] in b" \t" for line in lines)
            and bool(lines[0])
        )
    )


def _extension(name: str) -> str:
    base = name.replace("\\", "/").rpartition("/")[2]
    dot = base.rfind(".")
    return base[dot:].casefold() if dot > 0 else ""


def read_path(path: Path, options: Options | None = None) -> Iterator[Item]:
    """Read a file, or every file of a folder and its sub-folders in the order of their names.

    Hidden files are passed over, links are not followed, and documentation beside the data is skipped by name.

    Args:
        path: An existing file or folder.
        options: What the importer knows.

    Yields:
        Records, rejects and skips; positions name files as ``path`` does, relative to the folder when it is one.

    Raises:
        FileNotFoundError: nothing is there.
    """
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            relative = file.relative_to(path)
            if file.is_symlink() or not file.is_file() or any(part.startswith(".") for part in relative.parts):
                continue
            name = relative.as_posix()
            if _extension(name) in _DOCUMENTATION or file.name.casefold().startswith(_DOCUMENTATION_NAMES):
                yield skip(Position(name), "not-a-conversation")
                continue
            yield from _read_file(file, name, options)
        return
    if not path.exists():
        raise FileNotFoundError(path.name)
    yield from _read_file(path, path.name, options)


def _read_file(file: Path, name: str, options: Options | None) -> Iterator[Item]:
    try:
        stream = file.open("rb")
    except OSError:
        yield reject(Position(name), "unreadable")
        return
    with stream:
        try:
            yield from read(stream, name, options)
        except OSError:
            yield reject(Position(name), "unreadable")
