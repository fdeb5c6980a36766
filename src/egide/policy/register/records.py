"""The records of processing: art. 30(1) for a controller, art. 30(2) for a processor, one row each.

Source: GDPR art. 30(1) and 30(2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import TypeVar

from egide.policy.law.records import Sentence


@dataclass(frozen=True, slots=True)
class ControllerRecord:
    """One processing of a controller; the part after `security` is what Égide adds to the law's minimum."""

    code: str
    controller_name: str
    controller_contact: str
    joint_controller: str
    representative: str
    dpo: str
    purpose: str
    people: tuple[str, ...]
    kinds: tuple[str, ...]
    recipients: tuple[str, ...]
    third_countries: tuple[str, ...]
    safeguards: tuple[str, ...]
    retention: tuple[str, ...]
    security: str
    bases: tuple[str, ...] = ()
    special_kinds: tuple[str, ...] = ()
    special_condition: str = ""
    data_source: str = ""
    sub_processors: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    dpia: str = ""
    ai_systems: tuple[str, ...] = ()
    notice_version: str = ""
    residency: str = ""
    created_on: date | None = None
    updated_on: date | None = None
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProcessorRecord:
    """The processing that a processor does for one controller."""

    code: str
    processor_name: str
    processor_contact: str
    representative: str
    dpo: str
    controller_name: str
    controller_contact: str
    controller_representative: str
    controller_dpo: str
    categories: tuple[str, ...]
    third_countries: tuple[str, ...]
    safeguards: tuple[str, ...]
    security: str
    contract: str = ""
    instructions_version: str = ""
    sub_processors: tuple[str, ...] = ()
    end_of_contract: str = ""
    created_on: date | None = None
    updated_on: date | None = None
    reviewed_on: date | None = None


Record = TypeVar("Record", ControllerRecord, ProcessorRecord)

TITLES: dict[str, Sentence] = {
    "code": Sentence("Référence", "Reference"),
    "controller_name": Sentence("Responsable de traitement", "Controller"),
    "controller_contact": Sentence("Contact du responsable", "Controller’s contact"),
    "controller_representative": Sentence("Représentant du responsable", "Controller’s representative"),
    "controller_dpo": Sentence("DPO du responsable", "Controller’s DPO"),
    "joint_controller": Sentence("Responsable conjoint", "Joint controller"),
    "processor_name": Sentence("Sous-traitant", "Processor"),
    "processor_contact": Sentence("Contact du sous-traitant", "Processor’s contact"),
    "representative": Sentence("Représentant", "Representative"),
    "dpo": Sentence("DPO", "DPO"),
    "purpose": Sentence("Finalité", "Purpose"),
    "people": Sentence("Catégories de personnes", "Categories of people"),
    "kinds": Sentence("Catégories de données", "Categories of data"),
    "recipients": Sentence("Catégories de destinataires", "Categories of recipients"),
    "categories": Sentence("Catégories de traitements", "Categories of processing"),
    "third_countries": Sentence("Transferts : pays", "Transfers: countries"),
    "safeguards": Sentence("Transferts : garanties", "Transfers: safeguards"),
    "retention": Sentence("Délais d’effacement", "Time limits for erasure"),
    "security": Sentence("Mesures de sécurité", "Security measures"),
    "bases": Sentence("Bases légales", "Legal bases"),
    "special_kinds": Sentence("Données sensibles", "Special categories"),
    "special_condition": Sentence("Condition de l’art. 9(2)", "Condition of art. 9(2)"),
    "data_source": Sentence("Source des données", "Source of the data"),
    "sub_processors": Sentence("Sous-traitants ultérieurs", "Sub-processors"),
    "systems": Sentence("Systèmes", "Systems"),
    "dpia": Sentence("Analyse d’impact", "Impact assessment"),
    "ai_systems": Sentence("Systèmes d’IA", "AI systems"),
    "notice_version": Sentence("Version de l’information", "Version of the notice"),
    "residency": Sentence("Résidence", "Residency"),
    "contract": Sentence("Contrat (art. 28)", "Contract (art. 28)"),
    "instructions_version": Sentence("Version des instructions", "Version of the instructions"),
    "end_of_contract": Sentence("Sort des données en fin de contrat", "Fate of the data at the end"),
    "created_on": Sentence("Créé le", "Created on"),
    "updated_on": Sentence("Mis à jour le", "Updated on"),
    "reviewed_on": Sentence("Revu le", "Reviewed on"),
}

# The law's minimum; a transfer is only required when there is one. Source: GDPR art. 30(1)(a)-(g), 30(2)(a)-(d).
_MANDATORY_CONTROLLER = (
    "code",
    "controller_name",
    "controller_contact",
    "purpose",
    "people",
    "kinds",
    "recipients",
    "retention",
    "security",
)
_MANDATORY_PROCESSOR = (
    "code",
    "processor_name",
    "processor_contact",
    "controller_name",
    "controller_contact",
    "categories",
    "security",
)


def list_missing_fields(record: ControllerRecord | ProcessorRecord) -> tuple[str, ...]:
    """List the fields that article 30 requires and that are empty.

    Args:
        record: One record.

    Returns:
        Field names, in the order of the record; a country of transfer requires its safeguard, special data its condition.
    """
    mandatory = list(_MANDATORY_CONTROLLER if isinstance(record, ControllerRecord) else _MANDATORY_PROCESSOR)
    if record.third_countries:
        mandatory.append("safeguards")
    if isinstance(record, ControllerRecord) and record.special_kinds:
        mandatory.append("special_condition")
    return tuple(name for name in mandatory if not getattr(record, name))


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference between the signed register and what runs.

    Attributes:
        code: Reference of the record.
        field: Field name, or ``*`` for a whole record that appeared or disappeared.
        signed: What the signed version says.
        running: What the configuration says now.
    """

    code: str
    field: str
    signed: str
    running: str


# Dates of the paperwork are not reality: they never make a drift.
_PAPERWORK = frozenset({"created_on", "updated_on", "reviewed_on"})


def list_drift(signed: Iterable[Record], running: Iterable[Record]) -> tuple[Drift, ...]:
    """Compare the signed register with the one derived from the running configuration.

    Args:
        signed: Records of the signed version.
        running: Records of the configuration now.

    Returns:
        Every difference, by reference then field; none when the register tells the truth.
    """
    before, now = {record.code: record for record in signed}, {record.code: record for record in running}
    drifts = []
    for code in sorted(before.keys() | now.keys()):
        old, new = before.get(code), now.get(code)
        if old is None or new is None:
            drifts.append(Drift(code, "*", "" if old is None else code, "" if new is None else code))
            continue
        for field in fields(old):
            if field.name in _PAPERWORK:
                continue
            left, right = word_cell(getattr(old, field.name)), word_cell(getattr(new, field.name))
            if left != right:
                drifts.append(Drift(code, field.name, left, right))
    return tuple(drifts)


def word_cell(value: str | tuple[str, ...] | date | None) -> str:
    """Write one field as the text of a cell.

    Args:
        value: A field.

    Returns:
        Lists sorted, one entry a line; a day in ISO 8601; nothing for None.
    """
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(sorted(value))
    return value.isoformat() if isinstance(value, date) else value
