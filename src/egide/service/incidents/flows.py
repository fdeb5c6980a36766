"""Open an incident, add to its file, assess it, close it; each step is a page of the file and an entry of the journal."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from egide.policy.errors import InvalidRecord
from egide.policy.incidents import Duty, IncidentFacts, Risk, compute_duties, lacking_to_close, load_scenarios
from egide.policy.law.records import Sentence
from egide.service.evidence.flows import Act, write_entry
from egide.service.incidents.models import Incident, IncidentStep
from egide.service.sealing import brand_vault
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right
from egide.service.wiring import parts

# Which moment of the incident each step sets.
_MOMENTS = {"controller": "controller_at", "authority": "authority_at", "people": "people_at"}
# A step that says that something was done at a time, and those that only add to the file.
DATED = ("measure", "controller", "authority", "authority-more", "people", "people-excused")
_LONGEST = 8000


class StepRefused(Exception):
    """The incident cannot take this step; says why in both languages, without repeating what was written."""

    def __init__(self, said: Sentence, field: str = "") -> None:
        super().__init__(said.en)
        self.said = said
        self.field = field


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was found when somebody looked: art. 33(3)(a), as counts and kinds, never as names.

    Attributes:
        kinds: Labels of the kinds of data concerned.
        people: About how many people; None while nobody knows.
        records: About how many records.
    """

    breach: bool
    risk: Risk
    kinds: tuple[str, ...] = ()
    people: int | None = None
    records: int | None = None


def facts_of(incident: Incident) -> IncidentFacts:
    """Read what the duties need."""
    return IncidentFacts(
        aware_at=incident.aware_at,
        breach=incident.breach,
        risk=Risk(incident.risk),
        controller_at=incident.controller_at,
        authority_at=incident.authority_at,
        people_at=incident.people_at,
        people_excused=incident.people_excused,
    )


def duties_of(incident: Incident, *, now: datetime) -> tuple[Duty, ...]:
    """Compute the duties of an incident under the law in force."""
    return compute_duties(facts_of(incident), parts().law.deadlines, now=now)


def open_incident(
    brand_id: UUID, scenario: str, story: str, *, aware_at: datetime, actor: Actor, now: datetime
) -> Incident:
    """Open an incident from a scenario; the clocks start when it was known, not when it is written down.

    Args:
        brand_id: The brand, in scope.
        scenario: Id of a scenario.
        story: What happened, in words.
        aware_at: When somebody of the desk knew.
        actor: Who opens it.
        now: Aware UTC.

    Returns:
        The incident.

    Raises:
        AccessRefused: the actor does not handle incidents in this brand.
        StepRefused: unknown scenario, empty story, or a moment to come.
    """
    check_right(actor, Right.INCIDENT_HANDLE, brand_id)
    known = load_scenarios().get(scenario)
    if known is None:
        raise StepRefused(Sentence("Ce scénario n’existe pas.", "This scenario does not exist."), "scenario")
    _check_text(story)
    _check_moment(aware_at, now)
    with transaction.atomic():
        incident: Incident = Incident.objects.create(
            id=uuid.uuid4(), brand_id=brand_id, scenario=scenario, aware_at=aware_at, breach=known.breach
        )
        _add_step(incident, "opened", story, at=aware_at, actor=actor, now=now)
        detail = {"scenario": scenario, "breach": known.breach}
        write_entry(brand_id, Act("incident.opened", incident.pk, actor, detail=detail), at=now)
    return incident


def assess(incident: Incident, found: Assessment, reason: str, *, actor: Actor, now: datetime) -> None:
    """Write what was found and how grave it is for people, with the reason.

    Raises:
        AccessRefused: the actor does not handle incidents in this brand.
        StepRefused: it is closed, or no reason is given.
    """
    check_right(actor, Right.INCIDENT_HANDLE, incident.brand_id)
    _check_text(reason)
    with transaction.atomic():
        row = _locked(incident)
        row.breach, row.risk, row.kinds = found.breach, found.risk.value, sorted(found.kinds)
        row.people, row.records = found.people, found.records
        row.save(update_fields=["breach", "risk", "kinds", "people", "records"])
        _add_step(row, "assessed", reason, at=now, actor=actor, now=now)
        _write_changed(row, "assessed", actor, now, risk=row.risk, breach=row.breach)


def add_step(incident: Incident, kind: str, text: str, *, at: datetime, actor: Actor, now: datetime) -> None:
    """Add a page to the file: a measure, or a duty done.

    Args:
        incident: The incident.
        kind: One of `DATED`.
        text: What was done, with the reference received or the reason.
        at: When it was done.
        actor: Who writes it.
        now: Aware UTC.

    Raises:
        AccessRefused: the actor does not handle incidents in this brand.
        StepRefused: it is closed, says nothing, comes too early or in the future, or repeats what is done once.
    """
    check_right(actor, Right.INCIDENT_HANDLE, incident.brand_id)
    if kind not in DATED:
        raise StepRefused(Sentence("Cette étape n’existe pas.", "This step does not exist."), "kind")
    _check_text(text)
    _check_moment(at, now)
    with transaction.atomic():
        row = _locked(incident)
        moment = _MOMENTS.get(kind)
        if moment is not None:
            if getattr(row, moment) is not None:
                raise StepRefused(
                    Sentence(
                        "C’est déjà fait : ajoutez un complément ou une mesure.",
                        "This is done already: add a complement or a measure.",
                    ),
                    "kind",
                )
            setattr(row, moment, at)
        if kind == "authority-more" and row.authority_at is None:
            raise StepRefused(
                Sentence("Un complément suit une première notification.", "A complement follows a first notification."),
                "kind",
            )
        row.people_excused = row.people_excused or kind == "people-excused"
        try:
            facts_of(row)
        except InvalidRecord as early:
            raise StepRefused(
                Sentence(
                    "Ce moment précède celui où l’incident a été connu.", "This is before the incident was known."
                ),
                "at",
            ) from early
        row.save(update_fields=[*_MOMENTS.values(), "people_excused"])
        _add_step(row, kind, text, at=at, actor=actor, now=now)
        _write_changed(row, kind, actor, now)


def close_incident(incident: Incident, lesson: str, *, actor: Actor, now: datetime) -> None:
    """Close an incident, once every duty is done or excused, with the cause and what was changed.

    Raises:
        AccessRefused: the actor does not handle incidents in this brand.
        StepRefused: says everything that is still missing.
    """
    check_right(actor, Right.INCIDENT_HANDLE, incident.brand_id)
    _check_text(lesson)
    with transaction.atomic():
        row = _locked(incident)
        lacking = lacking_to_close(facts_of(row), duties_of(row, now=now))
        if lacking:
            raise StepRefused(Sentence(" ".join(one.fr for one in lacking), " ".join(one.en for one in lacking)))
        row.closed_at = now
        row.save(update_fields=["closed_at"])
        _add_step(row, "closed", lesson, at=now, actor=actor, now=now)
        _write_changed(row, "closed", actor, now)


def text_of(step: IncidentStep) -> str:
    """Open the words of a step."""
    return brand_vault(step.brand_id).open_text("incident_step", step.pk, "text", step.text_sealed)


def _locked(incident: Incident) -> Incident:
    row: Incident = Incident.objects.select_for_update().get(pk=incident.pk)
    if row.closed_at is not None:
        raise StepRefused(
            Sentence("Cet incident est clos : ouvrez-en un autre.", "This incident is closed: open another.")
        )
    return row


def _add_step(incident: Incident, kind: str, text: str, *, at: datetime, actor: Actor, now: datetime) -> None:
    key = uuid.uuid4()
    IncidentStep.objects.create(
        id=key,
        brand_id=incident.brand_id,
        incident=incident,
        kind=kind,
        at=at,
        written_at=now,
        written_by_id=actor.user_id,
        text_sealed=brand_vault(incident.brand_id).seal_text("incident_step", key, "text", text.strip()),
    )


def _write_changed(incident: Incident, step: str, actor: Actor, now: datetime, **more: object) -> None:
    detail = {"scenario": incident.scenario, "step": step, **more}
    write_entry(incident.brand_id, Act("incident.changed", incident.pk, actor, detail=detail), at=now)


def _check_text(text: str) -> None:
    if not text.strip():
        raise StepRefused(Sentence("Écrivez quelques mots.", "Write a few words."), "text")
    if len(text) > _LONGEST:
        raise StepRefused(
            Sentence(f"Au plus {_LONGEST} caractères par étape.", f"At most {_LONGEST} characters a step."), "text"
        )


def _check_moment(at: datetime, now: datetime) -> None:
    if at > now:
        raise StepRefused(Sentence("Ce moment est à venir.", "This moment is to come."), "at")
