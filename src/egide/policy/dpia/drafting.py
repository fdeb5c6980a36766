"""Draft an impact assessment from the register: what is configured is not typed again, and gauges are only suggested."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from egide.policy.dpia.pia_file import Answer, Measure, PiaFile, as_html
from egide.policy.law.law_file import Law
from egide.policy.law.records import Sentence
from egide.policy.register.records import ControllerRecord
from egide.policy.vocabulary import KindClass

_NEGLIGIBLE, _LIMITED, _IMPORTANT, _MAXIMAL = 1, 2, 3, 4
_PICK = {"fr": 0, "en": 1}
_NONE_YET = Sentence("À compléter.", "To be completed.")


class Protection(StrEnum):
    """Measures that the product itself brings, each with a test that shows it."""

    MASKING = "masking"
    ENCRYPTION = "encryption"
    ACCESS = "access"
    JOURNAL = "journal"
    BACKUP = "backup"
    REVIEW = "review"


_PROTECTIONS: dict[Protection, tuple[Sentence, Sentence]] = {
    Protection.MASKING: (
        Sentence("Pseudonymisation avant tout modèle", "Pseudonyms before any model"),
        Sentence(
            "Les données que la tâche ne demande pas sont masquées avant l’appel, et remises après.",
            "Data that the task does not need is masked before the call and restored after.",
        ),
    ),
    Protection.ENCRYPTION: (
        Sentence("Chiffrement par personne", "Encryption per person"),
        Sentence(
            "Une clé par personne et par marque, détruite à l’effacement.",
            "One key per person and brand, destroyed at erasure.",
        ),
    ),
    Protection.ACCESS: (
        Sentence("Contrôle des accès", "Access control"),
        Sentence(
            "Chaque lecture passe par la marque, le rôle et la finalité.",
            "Every read goes through brand, role and purpose.",
        ),
    ),
    Protection.JOURNAL: (
        Sentence("Journal vérifiable", "Verifiable journal"),
        Sentence(
            "Chaque décision est une entrée qu’un tiers peut vérifier.",
            "Each decision is an entry that an outsider can verify.",
        ),
    ),
    Protection.BACKUP: (
        Sentence("Sauvegardes", "Backups"),
        Sentence("Sauvegardes chiffrées et restaurations essayées.", "Encrypted backups and restores that are tried."),
    ),
    Protection.REVIEW: (
        Sentence("Relecture humaine", "Human review"),
        Sentence(
            "Une personne accepte, corrige ou rejette chaque proposition.",
            "A person accepts, edits or rejects each proposal.",
        ),
    ),
}
# Which protections bear on each risk: illegitimate access, unwanted change, disappearance.
_BEARS_ON: dict[int, tuple[Protection, ...]] = {
    320: (Protection.MASKING, Protection.ENCRYPTION, Protection.ACCESS, Protection.JOURNAL),
    330: (Protection.ACCESS, Protection.JOURNAL, Protection.REVIEW),
    340: (Protection.BACKUP, Protection.ACCESS),
}
_THREATS: dict[int, tuple[tuple[Sentence, ...], tuple[Sentence, ...]]] = {
    320: (
        (Sentence("Atteinte à l’intimité", "Harm to privacy"), Sentence("Hameçonnage ciblé", "Targeted phishing")),
        (
            Sentence("Fuite par un modèle ou un sous-traitant", "Leak by a model or a processor"),
            Sentence("Compte usurpé", "Stolen account"),
        ),
    ),
    330: (
        (Sentence("Réponse erronée à la personne", "Wrong answer to the person"),),
        (Sentence("Proposition fausse acceptée sans relecture", "False proposal accepted without review"),),
    ),
    340: (
        (Sentence("Demande sans réponse", "Request left unanswered"),),
        (Sentence("Panne ou effacement par erreur", "Failure or deletion by mistake"),),
    ),
}
_SOURCES = (Sentence("Attaquant extérieur", "Outside attacker"), Sentence("Erreur interne", "Inside mistake"))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A gauge that a person confirms or changes, with the reason it was suggested."""

    gauge: int
    reason: Sentence


@dataclass(frozen=True, slots=True)
class PiaPeople:
    """Named persons of an assessment."""

    author: str
    evaluator: str
    validator: str


def suggest_severity(labels: Collection[str], law: Law) -> Suggestion:
    """Suggest how grave a risk is from the kinds of data.

    Args:
        labels: Labels of the processing.
        law: The law in force, for the class of each label.

    Returns:
        4 with special data, offences or national numbers; 3 with cards, secrets, finance or unknown kinds; 2 otherwise; 1 without data.
    """
    classes = {law.kinds[label].kind_class if label in law.kinds else None for label in labels}
    if classes & {KindClass.SPECIAL, KindClass.OFFENCE, KindClass.NATIONAL_ID}:
        return Suggestion(
            _MAXIMAL,
            Sentence(
                "Données sensibles, infractions ou numéro national.", "Special data, offences or a national number."
            ),
        )
    if classes - {KindClass.ORDINARY}:
        return Suggestion(
            _IMPORTANT, Sentence("Données hautement personnelles ou inconnues.", "Highly personal or unknown data.")
        )
    if classes:
        return Suggestion(_LIMITED, Sentence("Données ordinaires qui identifient.", "Ordinary data that identifies."))
    return Suggestion(_NEGLIGIBLE, Sentence("Aucune donnée déclarée.", "No data declared."))


def suggest_likelihood(risk: int, protections: Collection[Protection]) -> Suggestion:
    """Suggest how likely a risk is from the protections in place.

    Args:
        risk: 320, 330 or 340.
        protections: Those that run.

    Returns:
        4 with none of those that bear on it, down to 1 with all of them.
    """
    wanted = _BEARS_ON[risk]
    held = [protection for protection in wanted if protection in protections]
    missing = len(wanted) - len(held)
    gauge = _NEGLIGIBLE if missing == 0 else _MAXIMAL if not held else _LIMITED if missing == 1 else _IMPORTANT
    return Suggestion(
        gauge,
        Sentence(
            f"{len(held)} protection(s) sur {len(wanted)} en place.",
            f"{len(held)} of {len(wanted)} protection(s) in place.",
        ),
    )


def draft_pia(
    name: str,
    people: PiaPeople,
    records: Sequence[ControllerRecord],
    labels: Collection[str],
    protections: Collection[Protection],
    law: Law,
    *,
    now: datetime,
    language: str = "fr",
) -> PiaFile:
    """Draft an assessment: every question has an answer to correct, gauges are suggested, nothing is validated.

    Args:
        name: Name of the assessment.
        people: Who writes, evaluates and validates.
        records: Art. 30(1) records of the processing.
        labels: Labels of the data, for the gauges.
        protections: Protections that run.
        law: The law in force.
        now: Aware time.
        language: ``fr`` or ``en``.

    Returns:
        An assessment whose status is "in progress", without any opinion of the DPO or of the people concerned.
    """
    at = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    pick = _PICK[language]
    texts = _texts(records, pick)
    answers = [Answer(number, at, as_html(text or _NONE_YET[pick]), 0) for number, text in texts.items()]
    severity = suggest_severity(labels, law)
    for risk in (320, 330, 340):
        impacts, threats = _THREATS[risk]
        titles = [_PROTECTIONS[one][0][pick] for one in _BEARS_ON[risk] if one in protections]
        likelihood = suggest_likelihood(risk, protections)
        answers += [
            Answer(risk + 1, at, items=tuple(impact[pick] for impact in impacts)),
            Answer(risk + 2, at, items=tuple(threat[pick] for threat in threats)),
            Answer(risk + 3, at, items=tuple(source[pick] for source in _SOURCES)),
            Answer(risk + 4, at, items=tuple(titles)),
            Answer(risk + 5, at, as_html(severity.reason[pick]), severity.gauge),
            Answer(risk + 6, at, as_html(likelihood.reason[pick]), likelihood.gauge),
        ]
    held = [protection for protection in Protection if protection in protections]
    measures = tuple(
        Measure(number, _PROTECTIONS[one][0][pick], as_html(_PROTECTIONS[one][1][pick]), at)
        for number, one in enumerate(held, start=1)
    )
    pia = {
        "name": name,
        "category": ("Relation client", "Customer relations")[pick],
        "status": 0,
        "author_name": people.author,
        "evaluator_name": people.evaluator,
        "validator_name": people.validator,
        "created_at": at,
        "updated_at": at,
    }
    return PiaFile(pia, tuple(answers), measures, (), ())


def _texts(records: Sequence[ControllerRecord], pick: int) -> dict[int, str]:
    def listed(parts: Iterable[str]) -> str:
        return "\n".join(dict.fromkeys(part for part in parts if part))

    def every(field: str) -> str:
        return listed(entry for record in records for entry in getattr(record, field))

    def one(field: str) -> str:
        return listed(getattr(record, field) for record in records)

    rights = Sentence(
        "Les droits s’exercent auprès de la marque, par tous ses canaux ; Égide cherche aussi la personne dans le texte libre des échanges.",
        "Rights are exercised with the brand, on all its channels; Égide also looks for the person in the free text of conversations.",
    )[pick]
    return {
        111: one("purpose"),
        112: listed(f"{record.controller_name} ({record.controller_contact})" for record in records),
        113: ("RGPD ; règlement IA ; référentiel CNIL 2021-131.", "GDPR; AI Act; CNIL framework 2021-131.")[pick],
        121: every("kinds"),
        122: listed([one("data_source"), every("recipients"), every("retention")]),
        123: listed([every("systems"), every("ai_systems")]),
        211: one("purpose"),
        212: every("bases"),
        213: _PROTECTIONS[Protection.MASKING][1][pick],
        214: _PROTECTIONS[Protection.REVIEW][1][pick],
        215: every("retention"),
        221: one("notice_version"),
        222: listed(basis for record in records for basis in record.bases if "6(1)(a)" in basis),
        223: rights,
        224: rights,
        225: rights,
        226: every("sub_processors"),
        227: listed([every("third_countries"), every("safeguards")]),
    }
