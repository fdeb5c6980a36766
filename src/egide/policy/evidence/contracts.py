"""The contract with a processor: the clauses of GDPR art. 28(3), and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from egide.policy.law.records import Sentence
from egide.policy.vocabulary import Region, TransferTool

# Source: GDPR art. 28(3)(a) to (h) and its last paragraph, 28(2), 28(4).
CLAUSES: dict[str, Sentence] = {
    "a": Sentence(
        "Agir sur instructions documentées, transferts compris.", "Act on documented instructions, transfers included."
    ),
    "b": Sentence("Confidentialité des personnes autorisées.", "Confidentiality of authorised people."),
    "c": Sentence("Sécurité de l’article 32.", "Security of article 32."),
    "d": Sentence(
        "Sous-traitants ultérieurs : autorisation préalable et délai d’opposition.",
        "Sub-processors: prior authorisation and a period to object.",
    ),
    "e": Sentence("Aide à répondre aux droits des personnes.", "Help in answering people’s rights."),
    "f": Sentence("Aide aux obligations des articles 32 à 36.", "Help with the duties of articles 32 to 36."),
    "g": Sentence("Suppression ou restitution à la fin.", "Deletion or return at the end."),
    "h": Sentence("Audits et preuves.", "Audits and proof."),
    "warning": Sentence(
        "Alerte quand une instruction viole le droit.", "Warning when an instruction infringes the law."
    ),
}


@dataclass(frozen=True, slots=True)
class SubProcessor:
    """A processor of the processor."""

    name: str
    service: str
    region: Region
    transfer_tool: TransferTool = TransferTool.NONE
    authorised_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProcessorContract:
    """The contract with one processor.

    Attributes:
        clauses: Where each clause is, by its letter, such as ``{"a": "art. 4.1"}``.
        objection_days: How long the controller may object to a new sub-processor.
        breach_notice_hours: How fast the processor tells of a breach.
    """

    processor: str
    reference: str
    signed_on: date | None = None
    ends_on: date | None = None
    clauses: dict[str, str] = field(default_factory=dict)
    objection_days: int = 0
    breach_notice_hours: int = 0
    region: Region = Region.OTHER
    transfer_tool: TransferTool = TransferTool.NONE
    sub_processors: tuple[SubProcessor, ...] = ()


_SAFE = frozenset({TransferTool.SCC, TransferTool.BCR})


def list_gaps(contract: ProcessorContract, day: date) -> tuple[Sentence, ...]:
    """List what is wrong with a contract.

    Args:
        contract: The contract.
        day: Today.

    Returns:
        One sentence per gap; none for a contract that can be relied upon.
    """
    gaps = [
        Sentence(f"Clause ({letter}) absente : {text.fr}", f"Clause ({letter}) missing: {text.en}")
        for letter, text in CLAUSES.items()
        if not contract.clauses.get(letter, "").strip()
    ]
    if contract.signed_on is None or contract.signed_on > day:
        gaps.append(Sentence("Contrat non signé.", "Contract not signed."))
    if contract.ends_on is not None and contract.ends_on < day:
        gaps.append(Sentence("Contrat terminé.", "Contract ended."))
    if contract.objection_days <= 0:
        gaps.append(Sentence("Délai d’opposition non fixé.", "No period to object."))
    if contract.breach_notice_hours <= 0:
        gaps.append(Sentence("Délai d’alerte en cas de violation non fixé.", "No delay for notice of a breach."))
    if contract.region is Region.OTHER and contract.transfer_tool not in _SAFE:
        gaps.append(Sentence("Transfert hors EEE sans garantie.", "Transfer outside the EEA without a safeguard."))
    for sub in contract.sub_processors:
        if sub.authorised_on is None or sub.authorised_on > day:
            gaps.append(Sentence(f"{sub.name} n’est pas autorisé.", f"{sub.name} is not authorised."))
        if sub.region is Region.OTHER and sub.transfer_tool not in _SAFE:
            gaps.append(
                Sentence(
                    f"{sub.name} : transfert hors EEE sans garantie.",
                    f"{sub.name}: transfer outside the EEA without a safeguard.",
                )
            )
    return tuple(gaps)
