"""`egide witness`: keep and cosign the checkpoints of somebody else's journal, from your own machine."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from egide.cli.outcome import AnswerIsNo, BadInput

if TYPE_CHECKING:
    from egide.journal import VerifierKey, Witness

_KEY_FILE = "witness.key"
_DEFAULT_PORT = 8791


@click.group()
def witness() -> None:
    """Watch a journal from outside: the controller's or the DPO's own machine.

    First `egide witness init NAME`, then `serve` (the desk submits its checkpoints) or `pull` (this machine fetches
    them, for instance once an hour from cron).
    """


_state = click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("egide-witness"),
    show_default=True,
    help="Folder with the key and the last checkpoints. Back it up; losing it forgets what was seen.",
)
_logs = click.option("--log", "logs", multiple=True, required=True, help="Public key of a log, or a file of keys.")


@witness.command()
@click.argument("name")
@_state
def init(name: str, state: Path) -> None:
    """Create this witness's key; prints the public key to give to the operator and to auditors."""
    from egide.journal import Ed25519Signer, JournalError, format_vkey

    seed = secrets.token_bytes(32)
    try:
        public = format_vkey(Ed25519Signer(name, seed, cosigner=True).key)
    except JournalError as wrong:
        raise BadInput(str(wrong)) from wrong
    path = state / _KEY_FILE
    try:
        state.mkdir(parents=True, exist_ok=True)
        # Readable by its owner only, and never over an existing key: its cosignatures would become unknown.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as there:
        raise BadInput(f"{path}: a witness keeps its key here, and its key is never replaced") from there
    except OSError as wrong:
        raise BadInput(f"{path}: {wrong.strerror}") from wrong
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(f"{name}\n{seed.hex()}\n")
    (state / "witness.vkey").write_text(f"{public}\n", encoding="utf-8")
    click.echo(public)


@witness.command()
@_state
@_logs
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=_DEFAULT_PORT, show_default=True)
def serve(state: Path, logs: tuple[str, ...], host: str, port: int) -> None:
    """Answer add-checkpoint requests (C2SP tlog-witness)."""
    from egide.adapters.journal import WitnessServer

    keeper = _open_witness(state, logs)
    try:
        server = WitnessServer((host, port), keeper, _now, _report)
    except OSError as wrong:
        raise BadInput(f"{host}:{port}: {wrong.strerror}") from wrong
    with server:
        click.echo(f"witness on http://{host}:{server.server_address[1]}/, {len(keeper.origins)} logs", err=True)
        server.serve_forever()


@witness.command()
@click.argument("url")
@_state
@_logs
@click.option(
    "--out", type=click.Path(path_type=Path), help="File for the cosignature lines. Default: standard output."
)
def pull(url: str, state: Path, logs: tuple[str, ...], out: Path | None) -> None:
    """Fetch a log (URL or folder), check that it only grew since last time, keep and cosign it.

    Exit status 1, and nothing cosigned, when the log changed its past.
    """
    from egide.adapters.journal import FilesystemTileStore, HttpLogReader
    from egide.journal import (
        JournalError,
        VerificationFailed,
        WitnessStatus,
        format_add_checkpoint,
        parse_checkpoint,
        parse_note,
    )
    from egide.journal.tiles import CHECKPOINT_PATH

    keeper = _open_witness(state, logs)
    reader = HttpLogReader(url) if url.startswith(("http://", "https://")) else FilesystemTileStore(Path(url))
    try:
        octets = reader.read(CHECKPOINT_PATH)
        if octets is None:
            raise BadInput(f"{url}: no checkpoint")
        origin = parse_checkpoint(parse_note(octets).text).origin
        request = keeper.build_request(origin, reader)
        answer = keeper.add_checkpoint(format_add_checkpoint(request), _now())
    except VerificationFailed as wrong:
        raise AnswerIsNo(f"{url}: {wrong}") from wrong
    except JournalError as wrong:
        raise BadInput(f"{url}: {wrong}") from wrong
    if answer.status is not WitnessStatus.COSIGNED:
        what = "the log's key signed two histories of the same size" if answer.fork else answer.body.strip()
        raise AnswerIsNo(f"{url}: not cosigned ({answer.status}): {what}")
    if out is not None:
        out.write_text(answer.body, encoding="utf-8")
    else:
        click.echo(answer.body, nl=False)


@witness.command()
@_state
@_logs
def show(state: Path, logs: tuple[str, ...]) -> None:
    """List the last checkpoint cosigned for each log."""
    keeper = _open_witness(state, logs)
    for origin in keeper.origins:
        latest = keeper.latest(origin)
        click.echo(
            f"{origin}: " + ("nothing yet" if latest is None else f"{latest.size} entries, root {latest.root.hex()}")
        )


def _open_witness(state: Path, logs: tuple[str, ...]) -> Witness:
    from egide.adapters.journal import FilesystemWitnessStore
    from egide.journal import Ed25519Signer, JournalError, Witness

    path = state / _KEY_FILE
    try:
        name, seed = path.read_text(encoding="utf-8").split("\n")[:2]
        signer = Ed25519Signer(name, bytes.fromhex(seed), cosigner=True)
        by_origin: dict[str, list[VerifierKey]] = {}
        for key in _read_log_keys(logs):
            by_origin.setdefault(key.name, []).append(key)
        return Witness(FilesystemWitnessStore(state), by_origin, [signer])
    except FileNotFoundError as wrong:
        raise BadInput(f"{path}: no key here, run 'egide witness init NAME' first") from wrong
    except (OSError, ValueError) as wrong:
        raise BadInput(f"{path}: not a witness key") from wrong
    except JournalError as wrong:
        raise BadInput(str(wrong)) from wrong


def _read_log_keys(logs: tuple[str, ...]) -> list[VerifierKey]:
    from egide.cli.journal_files import read_keys

    return read_keys(logs)


def _report(status: int, fork: bool) -> None:
    note = " FORK: the log's key signed two histories" if fork else ""
    click.echo(f"{_now().isoformat(timespec='seconds')} {status}{note}", err=True)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - an entry point reads the clock
