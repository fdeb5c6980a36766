"""An impact assessment as people write it: drafted from the register, answered part by part, exchanged with the CNIL tool."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from egide.policy import InvalidRecord
from egide.policy.dpia import (
    QUESTIONS,
    Answer,
    Change,
    Form,
    ImportedPia,
    Measure,
    PiaFile,
    PiaPeople,
    Protection,
    as_html,
    as_text,
    changes_between,
    draft_pia,
    format_pia,
    parse_pia,
)
from egide.policy.dpia.questions import MEASURE_LISTS
from egide.policy.register import ControllerRecord
from egide.service.evidence.flows import Act, write_entry
from egide.service.register.flows import create_dpia
from egide.service.register.law import brand_law
from egide.service.register.models import Dpia
from egide.service.register.records import Found, derive_register
from egide.service.register.running import read_scope, running_scope
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

# What the product itself does; backups are the operator's, and declared in the assessment when they are made.
_PROTECTIONS = frozenset(
    {Protection.MASKING, Protection.ENCRYPTION, Protection.ACCESS, Protection.JOURNAL, Protection.REVIEW}
)
MOST_FILE_BYTES = 4 * 1024 * 1024
PARTS = ("1.1", "1.2", "2.1", "2.2", "3.2", "3.3", "3.4")


@dataclass(frozen=True, slots=True)
class Written:
    """One answer as a person writes it: a text, a gauge with its text, or a list with one entry a line."""

    text: str = ""
    gauge: int = 0


def open_assessment(dpia: Dpia, found: Found, *, now: datetime, language: str = "fr") -> PiaFile:
    """Read an assessment; until somebody has written in it, it is drafted from the register each time."""
    if dpia.content:
        return parse_pia(dpia.content).file
    brand = dpia.brand
    scope = running_scope(brand.pk, dpia.tasks, planned=True)
    controllers, _ = derive_register(brand, found, now=now, language=language)
    served = {f"{brand.slug}/{code}" for code in scope.purposes}
    records: list[ControllerRecord] = [record for record in controllers if record.code in served]
    labels = scope.kinds.union(*(found.get(code, frozenset()) for code in scope.purposes))
    people = PiaPeople(brand.name, brand.dpo_contact, brand.controller_name)
    return draft_pia(dpia.name, people, records, labels, _PROTECTIONS, brand_law(brand.pk), now=now, language=language)


def answer_part(
    dpia: Dpia, part: str, answers: Mapping[int, Written], found: Found, *, actor: Actor, now: datetime
) -> Dpia:
    """Write the answers of one part of an assessment that is not validated.

    Raises:
        AccessRefused: the actor may not edit the register.
        InvalidRecord: the assessment is validated (revise it), or the part does not exist.
    """
    check_right(actor, Right.REGISTER_EDIT, dpia.brand_id)
    if dpia.state in {"validated", "replaced"}:
        raise InvalidRecord("dpia.state", "a validated assessment is revised, not changed")
    wanted = {number for number, question in QUESTIONS.items() if question.item == part}
    if not wanted or set(answers) - wanted:
        raise InvalidRecord("dpia.part", f"allowed words: {', '.join(PARTS)}")
    file = open_assessment(dpia, found, now=now)
    at = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    kept = {answer.number: answer for answer in file.answers}
    for number, written in answers.items():
        before = kept.get(number)
        kept[number] = _answer(number, written, before.created_at if before else at, at)
    file = replace(file, answers=tuple(kept[number] for number in sorted(kept)))
    file = replace(file, measures=_with_new_measures(file, at))
    return _keep(dpia, file, actor, now, {"part": part})


def _with_new_measures(file: PiaFile, at: str) -> tuple[Measure, ...]:
    """Add a measure for each title that a risk quotes and nobody described yet: the CNIL tool links them by title."""
    measures = list(file.measures)
    known = {measure.title for measure in measures}
    for answer in file.answers:
        if answer.number not in MEASURE_LISTS:
            continue
        for title in answer.items:
            if title not in known:
                known.add(title)
                number = max((measure.id for measure in measures), default=0) + 1
                measures.append(Measure(number, title, as_html(title), at))
    return tuple(measures)


def _answer(number: int, written: Written, created_at: str, updated_at: str) -> Answer:
    form = QUESTIONS[number].form
    if form is Form.LIST:
        items = tuple(line.strip() for line in written.text.splitlines() if line.strip())
        return Answer(number, created_at, items=items, updated_at=updated_at)
    return Answer(number, created_at, as_html(written.text), written.gauge, updated_at=updated_at)


def _keep(dpia: Dpia, file: PiaFile, actor: Actor, now: datetime, detail: Mapping[str, Any]) -> Dpia:
    document = format_pia(file)
    with transaction.atomic():
        dpia.content, dpia.changed_at = document, now
        dpia.save(update_fields=["content", "changed_at"])
        write_entry(dpia.brand_id, Act("dpia.changed", dpia.pk, actor, detail=detail), at=now)
    return dpia


def shown_answer(answer: Answer | None) -> str:
    """Say an answer in plain text: imported files hold foreign HTML, which no page shows."""
    if answer is None:
        return ""
    return "\n".join(answer.items) if answer.items else as_text(answer.text or "")


def changes_since(dpia: Dpia) -> tuple[Change, ...]:
    """List what changed since an assessment was validated."""
    if dpia.validated_at is None:
        return ()
    return changes_between(read_scope(dpia.covers), running_scope(dpia.brand_id, dpia.tasks))


def revise_dpia(dpia: Dpia, *, actor: Actor, now: datetime) -> Dpia:
    """Open a new version of an assessment; the validated one holds until the new one is validated.

    Raises:
        AccessRefused: the actor may not edit the register.
    """
    return create_dpia(dpia.brand_id, dpia.name, dpia.tasks, actor=actor, now=now, replaces=dpia)


def export_assessment(dpia: Dpia, found: Found, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Write an assessment as the file of the CNIL tool; making it is an entry of the journal.

    Raises:
        AccessRefused: the actor may not read the register.
        InvalidRecord: the assessment breaks one of the nine rules; the tool would not import it whole.
    """
    check_right(actor, Right.REGISTER_READ, dpia.brand_id)
    file = open_assessment(dpia, found, now=now)
    pia: dict[str, Any] = {**file.pia, "name": dpia.name}
    if dpia.validated_at and dpia.state in {"validated", "stale"}:
        pia |= {"status": 2, "validator_name": dpia.validator, "dpos_names": dpia.dpo, "dpo_status": 1}
        pia["dpo_opinion"] = dpia.dpo_opinion
    document = format_pia(replace(file, pia=pia))
    with transaction.atomic():
        write_entry(dpia.brand_id, Act("export.made", dpia.pk, actor, detail={"format": "cnil-pia"}), at=now)
    return document


def import_assessment(
    brand: Brand, content: bytes, tasks: list[str], *, actor: Actor, now: datetime
) -> tuple[Dpia, ImportedPia]:
    """Bring in a file of the CNIL tool as a draft: somebody else's validation is not ours.

    Raises:
        AccessRefused: the actor may not edit the register.
        InvalidRecord: the file cannot be read; says where.
    """
    check_right(actor, Right.REGISTER_EDIT, brand.pk)
    if len(content) > MOST_FILE_BYTES:
        raise InvalidRecord("file", f"holds more than {MOST_FILE_BYTES} bytes")
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as wrong:
        raise InvalidRecord("file", "is not JSON in UTF-8") from wrong
    imported = parse_pia(document)
    name = str(imported.file.pia.get("name") or "AIPD")[:160]
    with transaction.atomic():
        dpia = create_dpia(brand.pk, name, tasks, actor=actor, now=now)
        # As it came, whole: what the tool wrote goes back to the tool.
        dpia.content = document
        dpia.save(update_fields=["content"])
    return dpia, imported
