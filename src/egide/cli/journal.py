"""`egide journal`: verify, prove, stamp and export journals from plain files or addresses, without a server."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from egide.cli.journal_files import (
    in_plain_words,
    log_keys_of,
    open_checkpoint_file,
    open_source,
    open_stamp,
    progress,
    read_file,
    read_keys,
    write_file,
)
from egide.cli.journal_stamps import stamp
from egide.cli.outcome import AnswerIsNo, BadInput

if TYPE_CHECKING:
    from egide.journal import Expectations, Opening, SignedCheckpoint, VerifierKey

_LONGEST_SILENCE = timedelta(hours=25)


@click.group()
def journal() -> None:
    """Verify, prove, stamp or export a journal. Only what takes --brand needs the service."""


journal.add_command(stamp)


@journal.command()
@click.argument("source")
@click.option(
    "--key", "keys", multiple=True, help="Log's public key, or a file of keys. Default: log.vkey of the source."
)
@click.option("--origin", help="Expected name of the log. Default: the name of its key.")
@click.option(
    "--known",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A checkpoint kept from earlier, or another reader's.",
)
@click.option("--witness", "witnesses", multiple=True, help="Public key of a witness, or a file of keys.")
@click.option(
    "--require-witness",
    "required",
    type=click.IntRange(0),
    default=None,
    help="Witnesses that must have cosigned. Default: 1 when a key is given.",
)
@click.option(
    "--stamp",
    "stamps",
    multiple=True,
    nargs=2,
    type=click.Path(path_type=Path),
    metavar="TSR CHECKPOINT",
    help="A time stamp and the checkpoint it is for.",
)
@click.option(
    "--tsa-root",
    "roots",
    multiple=True,
    type=click.Path(path_type=Path),
    help="PEM root certificate of a trusted time-stamping authority.",
)
@click.option(
    "--entry", type=click.Path(path_type=Path), help="With a .tlog-proof: the entry, when the file does not carry it."
)
@click.option("--any-entries", is_flag=True, help="Do not require Égide's entry format.")
@click.option("--json", "as_json", is_flag=True, help="Answer one JSON object.")
def verify(
    source: str,
    *,
    keys: tuple[str, ...],
    origin: str | None,
    known: tuple[Path, ...],
    witnesses: tuple[str, ...],
    required: int | None,
    stamps: tuple[tuple[Path, Path], ...],
    roots: tuple[Path, ...],
    entry: Path | None,
    any_entries: bool,
    as_json: bool,
) -> None:
    """Verify a whole log (folder or URL) or one event (.tlog-proof file).

    Names the first bad entry and what was done. Exit status 1 when it does not verify.
    """
    from egide.journal import Expectations, Tampering, check_log

    with in_plain_words():
        witness_keys = read_keys(witnesses)
        if source.endswith(".tlog-proof"):
            _verify_proof(Path(source), read_keys(keys), witness_keys, origin, entry, as_json)
            return
        reader = open_source(source)
        log_keys, from_source = log_keys_of(reader, keys)
        expected = Expectations(
            log_keys=log_keys,
            origin=origin,
            known=[open_checkpoint_file(path, log_keys, origin) for path in known],
            witnesses=witness_keys,
            required_witnesses=required if required is not None else min(1, len(witness_keys)),
            stamps=[open_stamp(tsr, checkpoint, roots, log_keys, origin) for tsr, checkpoint in stamps],
            check_entries=not any_entries,
        )
        try:
            verified = check_log(reader, expected, progress() if sys.stderr.isatty() else None)
        except Tampering as found:
            if as_json:
                click.echo(
                    json.dumps(
                        {
                            "verified": False,
                            "kind": found.kind.value,
                            "first_bad_index": found.first_bad_index,
                            "last_bad_index": found.last_bad_index,
                            "reason": found.reason,
                        }
                    )
                )
            raise AnswerIsNo(str(found)) from found
    signed = verified.signed
    if as_json:
        click.echo(
            json.dumps(
                {
                    "verified": True,
                    "origin": signed.checkpoint.origin,
                    "size": signed.size,
                    "root": signed.root.hex(),
                    "pruned": verified.pruned,
                    "signatures": _signatures(signed, log_keys),
                    "witnesses": [key.name for key in verified.witnesses],
                    "stamps": len(stamps),
                    "longest_silence_s": int(verified.longest_silence.total_seconds()),
                    "key_from_source": from_source,
                    "not_detected": list(_not_detected(expected)),
                }
            )
        )
        return
    click.echo(f"{signed.checkpoint.origin}: {signed.size} entries verified, root {signed.root.hex()}")
    if verified.pruned:
        click.echo(f"entries 0 to {verified.pruned - 1} were pruned: hashes verified, content gone")
    if verified.longest_silence > _LONGEST_SILENCE:
        click.echo(f"no entry during {verified.longest_silence}: a heartbeat is due every day")
    click.echo(f"signed with {' and '.join(_signatures(signed, log_keys))}")
    for key in verified.witnesses:
        click.echo(f"cosigned by {key.name}")
    if from_source:
        click.echo("the public key was read from the log itself: compare it with one obtained another way")
    for line in _not_detected(expected):
        click.echo(f"not detected: {line}")


@journal.command()
@click.argument("source")
@click.argument("index", type=click.IntRange(0))
@click.option("--out", type=click.Path(path_type=Path), help="File to write. Default: ENTRY-<index>.tlog-proof.")
@click.option(
    "--key", "keys", multiple=True, help="Log's public key, or a file of keys. Default: log.vkey of the source."
)
@click.option("--origin", help="Expected name of the log. Default: the name of its key.")
@click.option("--bare", is_flag=True, help="Leave the entry itself out of the file.")
def proof(source: str, index: int, out: Path | None, keys: tuple[str, ...], origin: str | None, bare: bool) -> None:
    """Write the proof of one event, a .tlog-proof file that verifies offline."""
    from egide.journal import (
        ProofFile,
        TileReader,
        format_canonical,
        format_proof_file,
        open_checkpoint,
        verify_proof_file,
    )
    from egide.journal.strict import format_base64
    from egide.journal.tiles import CHECKPOINT_PATH, TILE_WIDTH
    from egide.journal.tree import prove_inclusion

    with in_plain_words():
        reader = open_source(source)
        log_keys, _ = log_keys_of(reader, keys)
        octets = reader.read(CHECKPOINT_PATH)
        if octets is None:
            raise BadInput(f"{source}: no checkpoint")
        signed = open_checkpoint(octets, log_keys, origin)
        if index >= signed.size:
            raise BadInput(f"{source}: entry {index} does not exist, the log has {signed.size}")
        tiles = TileReader(reader, signed.size)
        entry = tiles.bundle(index // TILE_WIDTH)[index % TILE_WIDTH]
        extra = None if bare else format_canonical({"entry": format_base64(entry), "openings": []})
        built = ProofFile(index, prove_inclusion(tiles.node, index, signed.size), octets, extra)
        verify_proof_file(built, entry, log_keys, origin)
        target = out or Path(f"ENTRY-{index}.tlog-proof")
        write_file(target, format_proof_file(built))
    click.echo(str(target))


@journal.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--brand", help="Slug of a brand of this installation, or 'installation' (needs the service).")
@click.option("--opened-for", "reader", help="With --brand: open what this user's roles may read of the entries.")
@click.option("--from", "source", help="Folder or URL of a published log, instead of a brand.")
@click.option("--key", "keys", multiple=True, help="With --from: the log's public key, or a file of keys.")
def export(folder: Path, brand: str | None, reader: str | None, source: str | None, keys: tuple[str, ...]) -> None:
    """Write a folder that verifies offline, with or without Égide.

    The entries are readable; what they commit to stays closed unless --opened-for names its reader. The export is
    itself an entry of the journal.
    """
    if (brand is None) == (source is None):
        raise BadInput("give either --brand or --from")
    with in_plain_words():
        if brand is not None:
            _export_brand(brand, folder, reader)
        else:
            from egide.adapters.journal import export_log

            published = open_source(source or "")
            log_keys, _ = log_keys_of(published, keys)
            first, *further = sorted(log_keys, key=lambda key: key.algorithm)
            export_log(published, folder, first, cosigners=further)
    click.echo(str(folder))


def _export_brand(slug: str, folder: Path, reader: str | None) -> None:
    from egide.cli.serving import start_service

    start_service()
    from egide.service.accounts.models import User
    from egide.service.evidence.exporting import UnknownJournal, export_journal
    from egide.service.tenancy.access import actor_for, system_actor

    now = datetime.now(UTC)  # noqa: TID251 - an entry point reads the clock
    user = None if reader is None else User.objects.filter(username=reader, is_active=True).first()
    if reader is not None and user is None:
        raise BadInput("--opened-for: no such user")
    opened_for = None if user is None else actor_for(user, now=now)
    try:
        export_journal(slug, folder, actor=system_actor("export"), now=now, opened_for=opened_for)
    except UnknownJournal as unknown:
        raise BadInput(f"no brand '{slug}'; create it with: egide createbrand {slug}") from unknown


def _verify_proof(
    path: Path,
    log_keys: list[VerifierKey],
    witnesses: list[VerifierKey],
    origin: str | None,
    entry_file: Path | None,
    as_json: bool,
) -> None:
    from egide.journal import VerificationFailed, parse_proof_file, require_signatures
    from egide.journal.proof_file import checked_checkpoint
    from egide.journal.receipt import parse_extra, verify_openings

    if not log_keys:
        raise BadInput("a proof file verifies against a key obtained otherwise: give --key")
    proof_file = parse_proof_file(read_file(path))
    openings: tuple[Opening, ...] = ()
    if entry_file is not None:
        entry = read_file(entry_file)
    else:
        entry, openings = parse_extra(proof_file)
    try:
        signed = checked_checkpoint(proof_file, entry, [*log_keys, *witnesses], origin)
        require_signatures(signed, log_keys)
        verify_openings(entry, openings)
    except VerificationFailed as wrong:
        if as_json:
            click.echo(json.dumps({"verified": False, "index": proof_file.index, "reason": str(wrong)}))
        raise AnswerIsNo(str(wrong)) from wrong
    cosigners = [key.name for key in signed.signers if key in witnesses]
    if witnesses and not cosigners:
        raise AnswerIsNo("no trusted witness cosigned the checkpoint of this proof")
    opened = {opening.field: opening.value.decode("utf-8", "replace") for opening in openings}
    if as_json:
        click.echo(json.dumps({
            "verified": True, "origin": signed.checkpoint.origin, "index": proof_file.index, "size": signed.size,
            "witnesses": cosigners, "entry": json.loads(entry), "opened": opened,
        }, ensure_ascii=False))  # fmt: skip
        return
    click.echo(f"entry {proof_file.index} of {signed.checkpoint.origin} (size {signed.size}) verified")
    click.echo(entry.decode("utf-8", "replace"))
    for field, content in opened.items():
        click.echo(f"{field}: {content}")


def _signatures(signed: SignedCheckpoint, log_keys: list[VerifierKey]) -> list[str]:
    """Name the algorithms by which the log itself signed, of those whose key is known."""
    return [key.algorithm.label for key in signed.signers if key in log_keys]


def _not_detected(expected: Expectations) -> Iterator[str]:
    """What these inputs cannot show, said every time."""
    if not (expected.known or expected.required_witnesses or expected.stamps):
        yield "a history rewritten and signed again by the operator (give --known, --witness or --stamp)"
    if not expected.stamps:
        yield "a back-dated history (give --stamp)"
    yield "an act that was never recorded"
