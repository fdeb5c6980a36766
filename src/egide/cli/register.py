"""`egide register`: registers, impact assessments, consent receipts and the proof pack, in and out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from egide.cli.outcome import AnswerIsNo, BadInput
from egide.cli.serving import start_service

if TYPE_CHECKING:
    from egide.service.tenancy.models import Brand

_MAX_BYTES = 64 * 1024 * 1024


@click.group()
def register() -> None:
    """Export or import registers, impact assessments, consent receipts and proofs."""


@contextmanager
def _brand(slug: str) -> Iterator[tuple[Brand, datetime]]:
    start_service()
    from egide.service.evidence.flows import sequence_pending
    from egide.service.tenancy.models import Brand
    from egide.service.tenancy.scope import brand_scope

    brand = Brand.objects.filter(slug=slug).first()
    if brand is None:
        raise BadInput(f"no brand '{slug}'; create it with: egide createbrand {slug}")
    now = datetime.now(UTC)  # noqa: TID251 - an entry point reads the clock
    with brand_scope(brand.pk):
        yield brand, now
    sequence_pending(brand.pk, now=now)


@register.command("export")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--brand", "slug", required=True, help="Slug of the brand.")
@click.option(
    "--what",
    type=click.Choice(["register", "dpia", "receipts", "pack"]),
    default="register",
    show_default=True,
    help="register: one file; the others: a folder. pack: all of them, the proofs and the journal.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv", "ods"]),
    help="Format of the register; the ending of OUT by default.",
)
@click.option("--person", help="Only the receipt of this person (their identifier in the desk).")
@click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def export(out: Path, slug: str, what: str, form: str | None, person: str | None, lang: str, *, as_json: bool) -> None:
    """Write the register, the assessments, the receipts or the whole proof pack to OUT."""
    if what == "register":
        form = form or out.suffix.removeprefix(".").lower() or "json"
        if form not in {"json", "csv", "ods"}:
            raise BadInput(f"{out.name}: the ending must be .json, .csv or .ods, or give --format.")
        if out.is_dir():
            raise BadInput(f"{out}: is a folder; the register is one file.")
    elif out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BadInput(f"{out}: must be absent, or an empty folder.")
    if person is not None:
        _check_uuid(person)
    problems: list[str] = []
    written: dict[str, object] = {"what": what, "out": str(out)}
    with _brand(slug) as (brand, now):
        from egide.service.governance import packing
        from egide.service.tenancy.access import system_actor

        actor = system_actor("register-export")
        try:
            if what == "register":
                out.parent.mkdir(parents=True, exist_ok=True)
                out.write_bytes(packing.write_register(brand, str(form), actor=actor, now=now, language=lang))
            elif what == "dpia":
                problems = packing.write_assessments(brand, out, actor=actor, now=now)
            elif what == "receipts":
                written["receipts"] = packing.write_receipts(brand, out, actor=actor, now=now, person_id=person)
            else:
                problems = packing.write_pack(
                    brand, out, actor=actor, now=now, tell=lambda part: click.echo(part, err=True)
                )
        except OSError as refused:
            raise BadInput(f"{out}: cannot be written ({refused.strerror}).") from refused
    if as_json:
        click.echo(json.dumps({**written, "problems": problems}, ensure_ascii=False))
    else:
        click.echo(str(out))
    if problems:
        raise AnswerIsNo(f"{len(problems)} assessment(s) not written: {problems[0]}")


def _check_uuid(text: str) -> None:
    try:
        UUID(text)
    except ValueError as wrong:
        raise BadInput("--person: not an identifier of the desk.") from wrong


@register.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--brand", "slug", required=True, help="Slug of the brand.")
@click.option(
    "--what",
    type=click.Choice(["register", "dpia", "consents"]),
    required=True,
    help="register: .json or .csv; dpia: a file of the CNIL tool; consents: .csv, .json or a receipt.",
)
@click.option("--task", "tasks", multiple=True, help="AI task that the assessment assesses; repeat for several.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_(path: Path, slug: str, what: str, tasks: tuple[str, ...], *, as_json: bool) -> None:
    """Bring in a register, an impact assessment or consents collected elsewhere with their proof."""
    content = _read(path)
    if what == "dpia":
        _check_tasks(tasks)
    from egide.policy import PolicyError

    with _brand(slug) as (brand, now):
        try:
            counts, rejects = _take(what, brand, path, content, list(tasks), now)
        except PolicyError as wrong:
            raise BadInput(f"{path.name}: {wrong}") from wrong
    if as_json:
        lines = [{"position": position, "reason": reason} for position, reason in rejects]
        click.echo(json.dumps({**counts, "rejects": lines}, ensure_ascii=False))
    else:
        for position, reason in rejects:
            click.echo(f"{position}: {reason}", err=True)
        click.echo(", ".join(f"{name} {number}" for name, number in counts.items()))
    if rejects:
        raise AnswerIsNo(f"{len(rejects)} record(s) refused; the others are in.")


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise BadInput(f"{path}: larger than {_MAX_BYTES} bytes.")
        return path.read_bytes()
    except OSError as refused:
        raise BadInput(f"{path}: cannot be read ({refused.strerror}).") from refused


def _check_tasks(tasks: tuple[str, ...]) -> None:
    from egide.policy import Task

    if not tasks or set(tasks) - set(Task):
        raise BadInput(f"--task: give one of {', '.join(Task)}.")


def _take(
    what: str, brand: Brand, path: Path, content: bytes, tasks: list[str], now: datetime
) -> tuple[dict[str, object], list[tuple[str, str]]]:
    from egide.policy import InvalidRecord
    from egide.service.register.adopting import adopt_register, read_register
    from egide.service.register.assessments import import_assessment
    from egide.service.register.importing import import_consents
    from egide.service.tenancy.access import system_actor

    actor = system_actor("register-import")
    if what == "consents":
        outcome = import_consents(brand.pk, content, path.name, actor=actor, now=now)
        counts: dict[str, object] = {
            "imported": outcome.imported,
            "unproven": outcome.unproven,
            "duplicates": outcome.duplicates,
            "rejected": len(outcome.rejects),
        }
        return counts, [(reject.position, reject.reason) for reject in outcome.rejects]
    if what == "dpia":
        dpia, imported = import_assessment(brand, content, tasks, actor=actor, now=now)
        return {"dpia": str(dpia.pk), "answers": imported.file.answered, "warnings": len(imported.problems)}, []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise InvalidRecord("file", "must be UTF-8") from wrong
    adopted = adopt_register(brand, read_register(path.name, text), actor=actor, now=now)
    return {"purposes": len(adopted.codes), "rejected": len(adopted.refused)}, list(adopted.refused)
