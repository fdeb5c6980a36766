"""The duties that a personal data breach starts, each with its clock.

Source: GDPR art. 33 (authority, controller, documentation) and art. 34 (people); the durations come from the law file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from egide.policy.calendar import compute_due
from egide.policy.errors import InvalidRecord
from egide.policy.law.records import Deadline, Sentence
from egide.policy.vocabulary import Word


class Risk(Word):
    """What the incident may do to people; unknown until somebody has looked."""

    UNKNOWN = "unknown"
    NONE = "none"
    RISK = "risk"
    HIGH = "high"


class DutyState(Word):
    """Where a duty stands."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"
    NOT_REQUIRED = "not-required"


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What is known of an incident; every moment is aware.

    Attributes:
        aware_at: When somebody of the desk knew; every clock starts here.
        breach: Personal data was lost, altered, disclosed or opened to somebody without right.
        processor: The desk acts for a controller, who must be told.
        risk: For the people concerned.
        controller_at: When the controller was told.
        authority_at: When the authority was notified, first phase.
        people_at: When the people concerned were informed.
        people_excused: Why nobody need inform them was written down (art. 34(3): unreadable data, risk gone, public notice).
    """

    aware_at: datetime
    breach: bool
    processor: bool = True
    risk: Risk = Risk.UNKNOWN
    controller_at: datetime | None = None
    authority_at: datetime | None = None
    people_at: datetime | None = None
    people_excused: bool = False

    def __post_init__(self) -> None:
        for name in ("aware_at", "controller_at", "authority_at", "people_at"):
            moment = getattr(self, name)
            if moment is not None and moment.utcoffset() is None:
                raise InvalidRecord(f"incident.{name}", "must say its time zone")
        for name in ("controller_at", "authority_at", "people_at"):
            moment = getattr(self, name)
            if moment is not None and moment < self.aware_at:
                raise InvalidRecord(f"incident.{name}", "must not be before the incident was known")


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of one incident.

    Attributes:
        id: ``controller``, ``authority`` or ``people``.
        name: What must be done.
        why: Why it is required or not.
        source: The article.
        due_at: Aware UTC; None without a fixed time ("without undue delay").
        done_at: When it was done.
        state: Where it stands.
    """

    id: str
    name: Sentence
    why: Sentence
    source: str
    due_at: datetime | None
    done_at: datetime | None
    state: DutyState


def compute_duties(facts: IncidentFacts, deadlines: Mapping[str, Deadline], *, now: datetime) -> tuple[Duty, ...]:
    """Compute the duties of an incident.

    Args:
        facts: What is known of it.
        deadlines: Those of the law in force, by id; ``breach-controller`` and ``breach-authority`` are read.
        now: Aware.

    Returns:
        The controller, the authority, the people concerned, in this order.
    """
    return (_controller(facts, deadlines, now), _authority(facts, deadlines, now), _people(facts))


def _controller(facts: IncidentFacts, deadlines: Mapping[str, Deadline], now: datetime) -> Duty:
    deadline = deadlines["breach-controller"]
    name = Sentence("Prévenir la marque, responsable du traitement", "Tell the brand, the controller")
    if not facts.processor:
        why = Sentence(
            "Égide est tenu ici par le responsable lui-même.", "The controller itself runs this installation."
        )
        return Duty("controller", name, why, deadline.source, None, None, DutyState.NOT_REQUIRED)
    return _timed("controller", name, deadline, facts, facts.controller_at, now)


def _authority(facts: IncidentFacts, deadlines: Mapping[str, Deadline], now: datetime) -> Duty:
    deadline = deadlines["breach-authority"]
    name = Sentence("Notifier la CNIL", "Notify the authority (CNIL)")
    if facts.breach and facts.risk is Risk.NONE and facts.authority_at is None:
        why = Sentence(
            "Aucun risque pour les personnes : la décision de ne pas notifier est écrite au registre.",
            "No risk for people: the decision not to notify is written in the register.",
        )
        return Duty("authority", name, why, "GDPR art. 33(1), 33(5)", None, None, DutyState.NOT_REQUIRED)
    return _timed("authority", name, deadline, facts, facts.authority_at, now)


def _timed(
    duty: str, name: Sentence, deadline: Deadline, facts: IncidentFacts, done_at: datetime | None, now: datetime
) -> Duty:
    if not facts.breach:
        why = Sentence("Aucune donnée personnelle n’est touchée.", "No personal data is concerned.")
        return Duty(duty, name, why, deadline.source, None, done_at, DutyState.NOT_REQUIRED)
    due_at = compute_due(facts.aware_at, deadline.duration, roll_over=deadline.roll_over).until
    hours = deadline.duration.hours
    why = Sentence(
        f"Dans les {hours} h après en avoir eu connaissance, jours fériés compris.",
        f"Within {hours} h of becoming aware, holidays included.",
    )
    waiting = DutyState.LATE if now >= due_at else DutyState.OPEN
    state = waiting if done_at is None else DutyState.DONE
    return Duty(duty, name, why, deadline.source, due_at, done_at, state)


def _people(facts: IncidentFacts) -> Duty:
    name = Sentence("Informer les personnes concernées", "Inform the people concerned")
    source = "GDPR art. 34"
    if facts.people_at is not None:
        why = Sentence("Elles ont été informées.", "They were informed.")
        return Duty("people", name, why, source, None, facts.people_at, DutyState.DONE)
    if not facts.breach or facts.risk is not Risk.HIGH:
        why = Sentence("Due quand le risque est élevé.", "Required when the risk is high.")
        return Duty("people", name, why, source, None, None, DutyState.NOT_REQUIRED)
    if facts.people_excused:
        why = Sentence("La raison de ne pas le faire est écrite au registre.", "The reason not to is in the register.")
        return Duty("people", name, why, "GDPR art. 34(3)", None, None, DutyState.NOT_REQUIRED)
    why = Sentence(
        "Le risque est élevé : dans les meilleurs délais, en termes clairs.",
        "The risk is high: without undue delay, in plain words.",
    )
    return Duty("people", name, why, source, None, None, DutyState.OPEN)


def lacking_to_close(facts: IncidentFacts, duties: tuple[Duty, ...]) -> tuple[Sentence, ...]:
    """Say what is missing before an incident can be closed; empty when nothing is.

    Args:
        facts: What is known of it.
        duties: As computed now.

    Returns:
        One sentence per thing that is missing. Source: art. 33(5), facts, effects and remedial action are documented.
    """
    lacking = [
        Sentence(f"Reste à faire : {duty.name.fr.lower()}.", f"Still to do: {duty.name.en.lower()}.")
        for duty in duties
        if duty.state in {DutyState.OPEN, DutyState.LATE}
    ]
    if facts.breach and facts.risk is Risk.UNKNOWN:
        lacking.insert(
            0, Sentence("Le risque pour les personnes n’est pas évalué.", "The risk for people is not assessed.")
        )
    return tuple(lacking)
