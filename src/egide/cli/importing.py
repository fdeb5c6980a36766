"""`egide import`: conversations from files, with provenance."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from egide.cli.outcome import AnswerIsNo, BadInput
from egide.cli.serving import start_service

if TYPE_CHECKING:
    from egide.intake import AuthorRole, Channel


_CHANNELS = ("call_in", "call_out", "chat", "bot", "social", "email", "form")


def _pairs(given: tuple[str, ...], option: str) -> dict[str, str]:
    pairs = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not (name and equals and value):
            raise BadInput(f"{option} {pair}: expected NAME=VALUE.")
        pairs[name] = value
    return pairs


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise BadInput(f"--timezone {name}: no such time zone; write one like Europe/Paris.") from unknown


def _clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - an entry point reads the clock


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--brand", "slug", required=True, help="Slug of the brand that the conversations belong to.")
@click.option("--purpose", default="SAV", show_default=True, help="Purpose of records that name none.")
@click.option("--source", default="", help="Name of the source; the file's own name by default.")
@click.option("--channel", type=click.Choice(_CHANNELS), help="Channel of records that name none.")
@click.option(
    "--speaker",
    "speakers",
    multiple=True,
    metavar="LABEL=ROLE",
    help="Who a speaker of a transcript is, e.g. SPEAKER_00=agent.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="Which column of a table holds a field, e.g. text=Message.",
)
@click.option("--timezone", default="Europe/Paris", show_default=True, help="Time zone of times that name none.")
@click.option(
    "--prepare/--no-prepare", default=False, help="Analyse and draft at once instead of leaving it to the worker."
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts and the rejects as one JSON object.")
def import_(
    path: Path,
    slug: str,
    purpose: str,
    source: str,
    channel: str | None,
    speakers: tuple[str, ...],
    columns: tuple[str, ...],
    timezone: str,
    *,
    prepare: bool,
    as_json: bool,
) -> None:
    """Import conversations from a file or a folder: counts on stdout, a line for each reject on stderr."""
    if not path.exists():
        raise BadInput(f"{path}: no such file or folder.")
    start_service()
    from egide.intake import Options, read_path
    from egide.service.assistance.preparing import prepare_waiting
    from egide.service.conversations.importing import Counts, Delivery, import_items, own_addresses
    from egide.service.evidence.flows import sequence_pending
    from egide.service.tenancy.access import system_actor
    from egide.service.tenancy.models import Brand
    from egide.service.tenancy.scope import brand_scope

    brand = Brand.objects.filter(slug=slug).first()
    if brand is None:
        raise BadInput(f"no brand '{slug}'; create it with: egide createbrand {slug}")
    now = datetime.now(UTC)  # noqa: TID251 - an entry point reads the clock
    started = time.monotonic()

    def progress(counts: Counts) -> None:
        if sys.stderr.isatty():
            rate = counts.total / max(time.monotonic() - started, 0.001)
            click.echo(f"\r{counts.total} records, {rate:.0f}/s", nl=False, err=True)

    with brand_scope(brand.pk):
        options = Options(
            source=source,
            channel=cast("Channel | None", channel),
            timezone=_zone(timezone),
            own_addresses=own_addresses(brand),
            speakers=cast("dict[str, AuthorRole]", _pairs(speakers, "--speaker")),
            columns=_pairs(columns, "--column"),
        )
        items = read_path(path, options=options)
        delivery = Delivery(source or "file", path.name, purpose)
        run = import_items(
            brand, items, delivery, actor=system_actor("import"), now=now, progress=progress, clock=_clock
        )
        if sys.stderr.isatty():
            click.echo(err=True)
        if prepare:
            prepare_waiting(brand, now=now)
        rejects = list(run.rejects.order_by("id"))
    sequence_pending(brand.pk, now=_clock())
    counts = {name: getattr(run, name) for name in ("imported", "duplicates", "quarantined", "rejected", "skipped")}
    if as_json:
        lines = [
            {"position": row.position, "code": row.code, "reason": {"fr": row.reason_fr, "en": row.reason_en}}
            for row in rejects
        ]
        click.echo(json.dumps({**counts, "rejects": lines}, ensure_ascii=False))
    else:
        for row in rejects:
            click.echo(f"{row.position}: {row.reason_en}", err=True)
        click.echo(", ".join(f"{name} {number}" for name, number in counts.items()))
    if run.rejected:
        raise AnswerIsNo(f"{run.rejected} record(s) rejected; the others are in.")
