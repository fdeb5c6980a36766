"""What a rule sees, and what it may answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from egide.policy.facts import ANY, Consent, Facts
from egide.policy.law.law_file import Law
from egide.policy.law.records import Purpose, Sentence, TaskRecord
from egide.policy.retention import PhaseEnd, phase_ends
from egide.policy.vocabulary import Automation, Channel, ConsentState, KindClass, Mark, ModelKind, Speaks, Verdict

_NOT_IN_THE_LAW = Purpose(
    code="",
    name=Sentence("finalité inconnue", "unknown purpose"),
    bases=frozenset(),
    tasks=frozenset(),
    marketing=False,
    under_restriction=False,
    retention=(),
    source="",
    mark=Mark.HOUSE,
)
_REFUSALS = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN})


class Found(NamedTuple):
    """What made a rule speak.

    Attributes:
        fact: Path and state of the fact, the same in every language.
        detail: Put into the sentence of the reason.
        mask: Labels to mask.
    """

    fact: str
    detail: str | Sentence = ""
    mask: frozenset[str] = frozenset()


class Case:
    """The facts beside the records of law that concern them, looked up once per decision."""

    __slots__ = (
        "ai",
        "bases",
        "by_class",
        "consents",
        "day",
        "ends",
        "facts",
        "law",
        "objected",
        "purpose",
        "refused",
        "speaks",
        "task",
        "unknown",
    )

    def __init__(self, facts: Facts, law: Law) -> None:
        self.facts = facts
        self.law = law
        self.day: date = facts.now.date()
        self.purpose: Purpose = law.purposes.get(facts.purpose, _NOT_IN_THE_LAW)
        self.task: TaskRecord = law.tasks[facts.task]
        self.ai: bool = self.task.ai
        self.by_class, self.unknown = sort_by_class(facts.kinds, law)
        self.speaks: bool = self.task.speaks is Speaks.ALWAYS or (
            self.task.speaks is Speaks.WHEN_AUTO and facts.automation is Automation.AUTO
        )
        self.consents: tuple[Consent, ...] = tuple(
            consent
            for consent in facts.subject.consents
            if consent.purpose == facts.purpose and consent.channel in {facts.channel, ANY}
        )
        self.refused: bool = any(consent.state in _REFUSALS for consent in self.consents)
        self.objected: bool = any(
            objection.purpose in {facts.purpose, ANY} and objection.channel in {facts.channel, ANY}
            for objection in facts.subject.objections
        )
        self.ends: tuple[PhaseEnd, ...] = phase_ends(self.purpose, facts.events, self.day)
        self.bases: frozenset[str] = frozenset(basis for basis in self.purpose.bases if _HOLDS[basis](self))

    def consent_in_time(self, consent: Consent) -> bool:
        """Say whether a consent has not expired.

        Args:
            consent: One consent of the person.

        Returns:
            True until its expiry, that moment excluded.
        """
        return consent.expires_at is None or self.facts.now < consent.expires_at


_NOTHING: Mapping[KindClass, frozenset[str]] = MappingProxyType({})
_NO_LABEL: frozenset[str] = frozenset()


def sort_by_class(labels: frozenset[str], law: Law) -> tuple[Mapping[KindClass, frozenset[str]], frozenset[str]]:
    """Sort labels by the class that decides their treatment.

    Args:
        labels: Labels, known to the law or not.
        law: The law in force.

    Returns:
        Known labels by class, and the unknown ones.
    """
    if not labels:
        return _NOTHING, _NO_LABEL
    by_class: dict[KindClass, set[str]] = {}
    unknown = set()
    for label in labels:
        kind = law.kinds.get(label)
        if kind is None:
            unknown.add(label)
        else:
            by_class.setdefault(kind.kind_class, set()).add(label)
    return {kind_class: frozenset(found) for kind_class, found in by_class.items()}, frozenset(unknown)


def _consent_holds(case: Case) -> bool:
    # A refusal or a withdrawal on the same purpose and channel wins over a consent: the ledger is contradictory.
    return not case.refused and any(
        consent.state is ConsentState.GIVEN and consent.proven and case.consent_in_time(consent)
        for consent in case.consents
    )


def _contract_holds(case: Case) -> bool:
    return case.facts.subject.customer


def _obligation_holds(case: Case) -> bool:
    return True


def _interest_holds(case: Case) -> bool:
    if case.objected:
        return False
    if not case.purpose.marketing:
        return True
    # Source: CPCE art. L34-5 (similar products of the same company, opt-out in each message); C. conso. art. L223-1.
    subject, campaign = case.facts.subject, case.facts.campaign
    if case.facts.channel is Channel.PHONE:
        return subject.customer and case.facts.canvassing.related_to_contract
    return subject.customer and campaign.similar_products and campaign.opt_out_offered


def _never_holds(case: Case) -> bool:
    return False


_HOLDS: dict[str, Callable[[Case], bool]] = {
    "a": _consent_holds,
    "b": _contract_holds,
    "c": _obligation_holds,
    "d": _never_holds,
    "e": _never_holds,
    "f": _interest_holds,
}


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule of the table: small, alone, and without effect on the others; compared by identity.

    Attributes:
        id: Name quoted by reasons.
        duty: Id of the obligation it applies; it is silent when that obligation does not bind yet.
        verdict: What it asks for when it speaks.
        check: Says what it found, or None to stay silent.
        sentence: French and English, with ``{purpose}``, ``{task}``, ``{brand}``, ``{detail}``.
        condition: When it speaks, in French and English, for the documentation.
    """

    id: str
    duty: str
    verdict: Verdict
    check: Callable[[Case], Found | None]
    sentence: Sentence
    condition: Sentence


def is_remote(case: Case) -> bool:
    """Say whether the data would leave this installation.

    Args:
        case: The case.

    Returns:
        True when someone else runs the model.
    """
    return case.facts.model is not None and case.facts.model.kind is ModelKind.REMOTE


@lru_cache(maxsize=1024)
def name_labels(law: Law, labels: frozenset[str]) -> tuple[str, Sentence]:
    """Name kinds of data, in a stable order; the same few sets come back with every message.

    Args:
        law: The law, for the names.
        labels: Labels, known or not.

    Returns:
        The labels, and their names in both languages, separated by commas; an unknown label names itself.
    """
    kinds = law.kinds
    ordered = sorted(labels)
    names = Sentence(
        ", ".join(kinds[label].name.fr if label in kinds else label for label in ordered),
        ", ".join(kinds[label].name.en if label in kinds else label for label in ordered),
    )
    return ", ".join(ordered), names
