"""The file of a high-risk system: what must be there before it is used, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from egide.policy.law.records import Sentence


@dataclass(frozen=True, slots=True)
class ConformityFile:
    """What a deployer of a high-risk system holds. Source: AI Act art. 26(1)-(7), 27, 86 (to verify).

    Attributes:
        instructions: Where the provider's instructions are.
        overseer: Named person who can stop the system, by a role or an identifier of the desk.
        input_control: How the input data is controlled.
        monitoring: How the system is watched.
        log_months: How long its logs are kept; six at least.
        workers_informed_on: When the works council and the workers were informed; needed when `about_workers`.
        about_workers: The system routes, monitors or evaluates workers.
        rights_assessment: Where the assessment of fundamental rights is (art. 27); needed when `about_access`.
        about_access: The system decides on credit, insurance or public benefits.
        notice: Where people are told, with a way to refuse.
    """

    instructions: str = ""
    overseer: str = ""
    input_control: str = ""
    monitoring: str = ""
    log_months: int = 0
    about_workers: bool = False
    workers_informed_on: date | None = None
    about_access: bool = False
    rights_assessment: str = ""
    notice: str = ""


_MISSING = {
    "instructions": Sentence("La notice du fournisseur.", "The provider’s instructions."),
    "overseer": Sentence("Un responsable nommé, qui peut arrêter.", "A named overseer who can stop it."),
    "input_control": Sentence("Le contrôle des données d’entrée.", "Control of the input data."),
    "monitoring": Sentence("La surveillance du fonctionnement.", "Monitoring of its operation."),
    "notice": Sentence(
        "L’information des personnes, avec un moyen de refuser.", "Information of people, with a way to refuse."
    ),
    "log_months": Sentence("Des journaux gardés six mois au moins.", "Logs kept for six months at least."),
    "workers_informed_on": Sentence(
        "L’information du CSE et des salariés avant l’usage.",
        "Information of the works council and workers before use.",
    ),
    "rights_assessment": Sentence(
        "L’analyse d’impact sur les droits fondamentaux.", "The assessment of the impact on fundamental rights."
    ),
}
_FEWEST_LOG_MONTHS = 6


def list_missing(file: ConformityFile, on: date) -> dict[str, Sentence]:
    """List what the file lacks.

    Args:
        file: What is held.
        on: The day of use; workers must have been informed before it.

    Returns:
        One sentence per missing part, by its name; empty when the file is complete.
    """
    missing = [
        name
        for name in ("instructions", "overseer", "input_control", "monitoring", "notice")
        if not getattr(file, name).strip()
    ]
    if file.log_months < _FEWEST_LOG_MONTHS:
        missing.append("log_months")
    if file.about_workers and (file.workers_informed_on is None or file.workers_informed_on >= on):
        missing.append("workers_informed_on")
    if file.about_access and not file.rights_assessment.strip():
        missing.append("rights_assessment")
    return {name: _MISSING[name] for name in missing}
