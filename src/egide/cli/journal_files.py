"""What the journal's commands share: read keys, checkpoints and logs, and end in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from egide.cli.outcome import AnswerIsNo, BadInput

if TYPE_CHECKING:
    from egide.journal import Checkpoint, StampedCheckpoint, VerifierKey
    from egide.journal.ports import LogReader

_MAX_FILE_BYTES = 2_000_000


def open_source(source: str) -> LogReader:
    """Open a published log, a folder or an address."""
    from egide.adapters.journal import FilesystemTileStore, HttpLogReader

    if source.startswith(("http://", "https://")):
        return HttpLogReader(source)
    folder = Path(source)
    if not folder.is_dir():
        raise BadInput(f"{source}: not a folder, an http address or a .tlog-proof file")
    return FilesystemTileStore(folder)


def log_keys_of(reader: LogReader, keys: tuple[str, ...]) -> tuple[list[VerifierKey], bool]:
    """The log's keys, and whether they came from the log itself."""
    from egide.journal import is_ml_dsa_available
    from egide.journal.keys import COSIGNERS_PATH

    if keys:
        return read_keys(keys), False
    octets = reader.read("log.vkey")
    if octets is None:
        raise BadInput("the log publishes no log.vkey: give --key")
    found = _keys_in(octets)
    further = _keys_in(reader.read(COSIGNERS_PATH) or b"")
    if further and not is_ml_dsa_available():
        click.echo("the second signature was not verified: the installed 'cryptography' has no ML-DSA", err=True)
        further = []
    return found + further, True


def read_keys(given: Iterable[str]) -> list[VerifierKey]:
    """Read keys given as text or as files with one key a line; `egide witness` reads them the same way."""
    from egide.journal import parse_vkey

    found: list[VerifierKey] = []
    for text in given:
        if "+" in text and not Path(text).exists():
            found.append(parse_vkey(text))
        else:
            found += _keys_in(read_file(Path(text)))
    return found


def _keys_in(octets: bytes) -> list[VerifierKey]:
    """Read the keys of a file, one a line."""
    from egide.journal import parse_vkey

    return [parse_vkey(line) for line in octets.decode("utf-8", "replace").split("\n") if line]


def open_checkpoint_file(path: Path, keys: list[VerifierKey], origin: str | None) -> Checkpoint:
    """Read a checkpoint that was kept, and verify its signature."""
    from egide.journal import open_checkpoint

    return open_checkpoint(read_file(path), keys, origin).checkpoint


def open_stamp(
    tsr: Path, checkpoint: Path, roots: tuple[Path, ...], keys: list[VerifierKey], origin: str | None
) -> StampedCheckpoint:
    """Read a time stamp and its checkpoint, both verified."""
    from egide.journal import StampedCheckpoint, check_time_stamp

    stamped = check_time_stamp(read_file(tsr), read_file(checkpoint), read_roots(roots))
    return StampedCheckpoint(open_checkpoint_file(checkpoint, keys, origin), stamped.at)


def read_roots(paths: tuple[Path, ...]) -> list[Any]:
    """Read the root certificates of trusted authorities."""
    from egide.journal import load_roots

    return [certificate for path in paths for certificate in load_roots(read_file(path))]


def read_file(path: Path) -> bytes:
    """Read a file of reasonable size, or end in one line."""
    try:
        with path.open("rb") as stream:
            octets = stream.read(_MAX_FILE_BYTES + 1)
    except OSError as wrong:
        raise BadInput(f"{path}: {wrong.strerror}") from wrong
    if len(octets) > _MAX_FILE_BYTES:
        raise BadInput(f"{path}: more than {_MAX_FILE_BYTES} bytes")
    return octets


def write_file(path: Path, octets: bytes) -> None:
    """Write a file, or end in one line."""
    try:
        path.write_bytes(octets)
    except OSError as wrong:
        raise BadInput(f"{path}: {wrong.strerror}") from wrong


def progress() -> Any:
    """Return what shows how far a verification is, on a terminal."""

    def show(done: int, size: int) -> None:
        click.echo(f"\r{done}/{size}", nl=done >= size, err=True)

    return show


@contextmanager
def in_plain_words() -> Iterator[None]:
    """End with one line: 1 when something does not verify, 2 when an input cannot be read."""
    from egide.journal import JournalError, VerificationFailed

    try:
        yield
    except VerificationFailed as wrong:
        raise AnswerIsNo(str(wrong)) from wrong
    except JournalError as wrong:
        raise BadInput(str(wrong)) from wrong
    except OSError as wrong:
        raise BadInput(f"{wrong.filename or 'file'}: {wrong.strerror}") from wrong
