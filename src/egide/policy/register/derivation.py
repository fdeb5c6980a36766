"""Write the register from what is configured: purposes, models, stores; nobody types it twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from egide.policy.law.law_file import Law
from egide.policy.law.records import Purpose, Retention, Sentence
from egide.policy.register.records import ControllerRecord, ProcessorRecord
from egide.policy.vocabulary import KindClass, Region

_BASES = {
    "a": Sentence("consentement (art. 6(1)(a))", "consent (art. 6(1)(a))"),
    "b": Sentence("contrat (art. 6(1)(b))", "contract (art. 6(1)(b))"),
    "c": Sentence("obligation légale (art. 6(1)(c))", "legal obligation (art. 6(1)(c))"),
    "d": Sentence("intérêts vitaux (art. 6(1)(d))", "vital interests (art. 6(1)(d))"),
    "e": Sentence("mission d’intérêt public (art. 6(1)(e))", "public task (art. 6(1)(e))"),
    "f": Sentence("intérêt légitime (art. 6(1)(f))", "legitimate interest (art. 6(1)(f))"),
}
_ENDS = {
    "archive": Sentence("puis archive", "then archive"),
    "delete": Sentence("puis effacement", "then deletion"),
    "anonymise": Sentence("puis anonymisation", "then anonymisation"),
}
_UNITS = {
    "Y": Sentence("ans", "years"),
    "M": Sentence("mois", "months"),
    "W": Sentence("semaines", "weeks"),
    "D": Sentence("jours", "days"),
}
_UNITS_OF_ONE = {
    "Y": Sentence("an", "year"),
    "M": Sentence("mois", "month"),
    "W": Sentence("semaine", "week"),
    "D": Sentence("jour", "day"),
}
# Start events of the shipped law file; the code of another one is shown as it is.
_EVENTS = {
    "answered": Sentence("la réponse", "the answer"),
    "collected": Sentence("la collecte", "collection"),
    "last_contact": Sentence("le dernier contact", "the last contact"),
    "logged": Sentence("l’inscription au journal", "the log entry"),
    "objected": Sentence("l’opposition", "the objection"),
    "recorded": Sentence("l’enregistrement", "the recording"),
    "relationship_end": Sentence("la fin de la relation", "the end of the relationship"),
    "resolved": Sentence("la résolution", "resolution"),
    "survey": Sentence("l’enquête", "the survey"),
    "transaction": Sentence("la transaction", "the transaction"),
    "unpublished": Sentence("la dépublication", "unpublication"),
    "year_end": Sentence("la fin de l’exercice", "the end of the financial year"),
}
_PICK = {"fr": 0, "en": 1}


@dataclass(frozen=True, slots=True)
class Organisation:
    """A controller or a processor, as the register names it."""

    name: str
    contact: str
    representative: str = ""
    dpo: str = ""


@dataclass(frozen=True, slots=True)
class RunningUse:
    """How a brand uses one purpose now, read from its configuration.

    Attributes:
        purpose: Code of the purpose.
        kinds: Labels found or declared.
        recipients: Who receives the data, sub-processors included.
        regions: Where each recipient runs, by its name.
        safeguards: Documents of the transfers, by recipient.
    """

    purpose: str
    people: tuple[str, ...]
    kinds: frozenset[str]
    recipients: tuple[str, ...]
    regions: dict[str, Region]
    safeguards: dict[str, str]
    sub_processors: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    ai_systems: tuple[str, ...] = ()
    special_condition: str = ""
    data_source: str = ""
    dpia: str = ""
    notice_version: str = ""
    residency: Region = Region.EEA


def word_retention(phase: Retention, language: str = "fr") -> str:
    """Write one phase of retention in words.

    Args:
        phase: The phase.
        language: ``fr`` or ``en``.

    Returns:
        Such as ``3 ans après le dernier contact, puis effacement``.
    """
    pick = _PICK[language]
    text, event = phase.duration.text, _EVENTS.get(phase.start_event)
    units = _UNITS_OF_ONE if text[1:-1] == "1" else _UNITS
    length = f"{text[2:-1]} h" if text[1] == "T" else f"{text[1:-1]} {units[text[-1]][pick]}"
    start = event[pick] if event else phase.start_event
    return f"{length} {('après', 'after')[pick]} {start}, {_ENDS[phase.end][pick]}"


def derive_controller_records(
    controller: Organisation,
    uses: Iterable[RunningUse],
    law: Law,
    *,
    brand: str,
    security: str,
    on: date,
    language: str = "fr",
) -> tuple[ControllerRecord, ...]:
    """Write the art. 30(1) record of each purpose in use.

    Args:
        controller: The brand's organisation.
        uses: What runs.
        law: The law in force, for purposes, bases and retention.
        brand: Slug of the brand, the first part of each reference.
        security: Description of the measures (art. 32(1)).
        on: Today.
        language: ``fr`` or ``en``.

    Returns:
        One record per use, by reference.
    """
    pick = _PICK[language]
    records = []
    for use in uses:
        purpose: Purpose | None = law.purposes.get(use.purpose)
        abroad = _abroad(use.regions)
        records.append(
            ControllerRecord(
                code=f"{brand}/{use.purpose}",
                controller_name=controller.name,
                controller_contact=controller.contact,
                joint_controller="",
                representative=controller.representative,
                dpo=controller.dpo,
                purpose=purpose.name[pick] if purpose else "",
                people=use.people,
                kinds=_names(use.kinds, law, pick),
                recipients=use.recipients,
                third_countries=tuple(f"{name} ({use.regions[name]})" for name in abroad),
                safeguards=tuple(f"{name}: {use.safeguards[name]}" for name in abroad if use.safeguards.get(name)),
                retention=tuple(word_retention(phase, language) for phase in purpose.retention) if purpose else (),
                security=security,
                bases=tuple(_BASES[basis][pick] for basis in sorted(purpose.bases)) if purpose else (),
                special_kinds=_names(
                    frozenset(
                        label
                        for label in use.kinds
                        if label in law.kinds and law.kinds[label].kind_class in {KindClass.SPECIAL, KindClass.OFFENCE}
                    ),
                    law,
                    pick,
                ),
                special_condition=use.special_condition,
                data_source=use.data_source,
                sub_processors=use.sub_processors,
                systems=use.systems,
                dpia=use.dpia,
                ai_systems=use.ai_systems,
                notice_version=use.notice_version,
                residency=use.residency.value,
                created_on=on,
                updated_on=on,
            )
        )
    return tuple(sorted(records, key=lambda record: record.code))


def derive_processor_record(
    processor: Organisation,
    controller: Organisation,
    uses: Iterable[RunningUse],
    law: Law,
    *,
    brand: str,
    security: str,
    contract: str,
    instructions_version: str,
    end_of_contract: str,
    on: date,
    language: str = "fr",
) -> ProcessorRecord:
    """Write the art. 30(2) record of the operator for one controller it serves.

    Args:
        processor: The operator.
        controller: The controller.
        uses: What runs for this controller.
        law: The law in force.
        brand: Slug of the brand.
        security: Description of the measures.
        contract: Reference of the art. 28 contract.
        instructions_version: Version of the documented instructions.
        end_of_contract: What happens to the data at the end.
        on: Today.
        language: ``fr`` or ``en``.

    Returns:
        The record.
    """
    pick = _PICK[language]
    listed = list(uses)
    regions = {name: region for use in listed for name, region in use.regions.items()}
    safeguards = {name: text for use in listed for name, text in use.safeguards.items()}
    abroad = _abroad(regions)
    return ProcessorRecord(
        code=f"{brand}/30-2",
        processor_name=processor.name,
        processor_contact=processor.contact,
        representative=processor.representative,
        dpo=processor.dpo,
        controller_name=controller.name,
        controller_contact=controller.contact,
        controller_representative=controller.representative,
        controller_dpo=controller.dpo,
        categories=tuple(
            sorted({law.purposes[use.purpose].name[pick] for use in listed if use.purpose in law.purposes})
        ),
        third_countries=tuple(f"{name} ({regions[name]})" for name in abroad),
        safeguards=tuple(f"{name}: {safeguards[name]}" for name in abroad if safeguards.get(name)),
        security=security,
        contract=contract,
        instructions_version=instructions_version,
        sub_processors=tuple(sorted({name for use in listed for name in use.sub_processors})),
        end_of_contract=end_of_contract,
        created_on=on,
        updated_on=on,
    )


def _abroad(regions: dict[str, Region]) -> tuple[str, ...]:
    return tuple(sorted(name for name, region in regions.items() if region.distance > Region.EEA.distance))


def _names(labels: Collection[str], law: Law, pick: int) -> tuple[str, ...]:
    return tuple(law.kinds[label].name[pick] if label in law.kinds else label for label in sorted(labels))
