"""`egide journal stamp`: time-stamp a checkpoint (RFC 3161), online or carried by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from egide.cli.journal_files import in_plain_words, read_file, read_roots, write_file
from egide.cli.outcome import AnswerIsNo, BadInput

if TYPE_CHECKING:
    from egide.journal import Log


@click.group()
def stamp() -> None:
    """Time-stamp a checkpoint (RFC 3161), online or carried by hand."""


@stamp.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--brand", required=True, help="Slug of a brand of this installation, or 'installation'.")
def stamp_export(folder: Path, brand: str) -> None:
    """Write a brand's checkpoint and its request, to be carried to an authority: a site without network.

    Bring the answer back with `egide journal stamp import`.
    """
    from egide.journal import build_request

    with in_plain_words():
        checkpoint = _open_brand_log(brand).checkpoint().note
        folder.mkdir(parents=True, exist_ok=True)
        write_file(folder / "checkpoint", checkpoint)
        write_file(folder / "request.tsq", build_request(checkpoint))
    click.echo(str(folder))


@stamp.command("import")
@click.argument("tsr", type=click.Path(path_type=Path))
@click.argument("checkpoint", type=click.Path(path_type=Path))
@click.option("--brand", required=True, help="Slug of a brand of this installation, or 'installation'.")
def stamp_import(tsr: Path, checkpoint: Path, brand: str) -> None:
    """Keep the answer of an authority over a checkpoint that `stamp export` wrote. It is an entry of the journal."""
    with in_plain_words():
        response, stamped = read_file(tsr), read_file(checkpoint)
        _open_brand_log(brand)
        from egide.service.evidence.exporting import find_journal
        from egide.service.evidence.flows import sequence_pending
        from egide.service.evidence.stamping import keep_stamp
        from egide.service.tenancy.access import system_actor
        from egide.service.tenancy.scope import brand_scope

        brand_id = find_journal(brand)
        now = datetime.now(UTC)  # noqa: TID251 - an entry point reads the clock
        with brand_scope(*([] if brand_id is None else [brand_id])):
            token = keep_stamp(brand_id, response, stamped, actor=system_actor("stamp"), now=now)
        sequence_pending(brand_id, now=now)
    said = "verified" if token.verified else "kept, not verified: no root certificate in [time_stamp] roots"
    click.echo(f"{token.at.isoformat()} over {token.size} entries, {said}")


def _open_brand_log(slug: str) -> Log:
    """Start the service and open the log of a brand, or the installation's."""
    from egide.cli.serving import start_service

    start_service()
    from egide.service.evidence.exporting import UnknownJournal, find_journal
    from egide.service.wiring import parts

    try:
        return parts().open_journal(find_journal(slug))
    except UnknownJournal as unknown:
        raise BadInput(f"no brand '{slug}'; create it with: egide createbrand {slug}") from unknown


@stamp.command("request")
@click.argument("checkpoint", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--tsa", help="Address of the authority: send the request and write the .tsr instead of the .tsq.")
def stamp_request(checkpoint: Path, out: Path, tsa: str | None) -> None:
    """Write the request (.tsq) for a checkpoint, or the answer (.tsr) with --tsa."""
    from egide.adapters.journal import HttpTimeStampAuthority
    from egide.journal import build_request, parse_note, read_time_stamp

    with in_plain_words():
        octets = read_file(checkpoint)
        parse_note(octets)
        request = build_request(octets)
        if tsa is not None:
            request = HttpTimeStampAuthority(tsa).stamp(request)
            read_time_stamp(request, octets)
        write_file(out, request)
    click.echo(str(out))


@stamp.command("verify")
@click.argument("tsr", type=click.Path(path_type=Path))
@click.argument("checkpoint", type=click.Path(path_type=Path))
@click.option(
    "--tsa-root",
    "roots",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="PEM root certificate of the trusted authority.",
)
def stamp_verify(tsr: Path, checkpoint: Path, roots: tuple[Path, ...]) -> None:
    """Check that a trusted authority stamped this checkpoint, and say when."""
    from egide.journal import VerificationFailed, check_time_stamp

    with in_plain_words():
        try:
            verified = check_time_stamp(read_file(tsr), read_file(checkpoint), read_roots(roots))
        except VerificationFailed as wrong:
            raise AnswerIsNo(str(wrong)) from wrong
    click.echo(verified.at.isoformat())
