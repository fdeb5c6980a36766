"""What detection answers: a span of personal data, its label, and why it was found."""

from __future__ import annotations

from typing import Final, NamedTuple

from typing_extensions import override

__all__ = ["DIRECT_LABELS", "LABELS", "SENSITIVE_LABELS", "Finding", "Label"]


class Label:
    """The 23 labels of the annotation guide, as plain strings."""

    PERSON: Final = "PERSON"
    EMAIL: Final = "EMAIL"
    PHONE: Final = "PHONE"
    ADDRESS: Final = "ADDRESS"
    LOCATION: Final = "LOCATION"
    BIRTHDATE: Final = "BIRTHDATE"
    AGE: Final = "AGE"
    NATIONAL_ID: Final = "NATIONAL_ID"
    ID_DOCUMENT: Final = "ID_DOCUMENT"
    TAX_ID: Final = "TAX_ID"
    IBAN: Final = "IBAN"
    CARD: Final = "CARD"
    REFERENCE: Final = "REFERENCE"
    PLATE: Final = "PLATE"
    IP: Final = "IP"
    ONLINE: Final = "ONLINE"
    SECRET: Final = "SECRET"  # noqa: S105 - the name of a label
    HEALTH: Final = "HEALTH"
    BELIEF: Final = "BELIEF"
    ORIGIN: Final = "ORIGIN"
    SEXUAL: Final = "SEXUAL"
    OFFENCE: Final = "OFFENCE"
    FINANCE: Final = "FINANCE"


SENSITIVE_LABELS: Final = (
    Label.HEALTH,
    Label.BELIEF,
    Label.ORIGIN,
    Label.SEXUAL,
    Label.OFFENCE,
    Label.FINANCE,
)
"""Labels that reveal something about a person rather than point at one. Source: GDPR art. 9 and 10."""

DIRECT_LABELS: Final = (
    Label.PERSON,
    Label.EMAIL,
    Label.PHONE,
    Label.ADDRESS,
    Label.LOCATION,
    Label.BIRTHDATE,
    Label.AGE,
    Label.NATIONAL_ID,
    Label.ID_DOCUMENT,
    Label.TAX_ID,
    Label.IBAN,
    Label.CARD,
    Label.REFERENCE,
    Label.PLATE,
    Label.IP,
    Label.ONLINE,
    Label.SECRET,
)
"""Labels that identify, locate or reach a person."""

LABELS: Final = DIRECT_LABELS + SENSITIVE_LABELS


class Finding(NamedTuple):
    """One span of personal data.

    Attributes:
        start: First code point of the span.
        end: Code point after the span (half-open).
        label: One of `LABELS`.
        score: Confidence between 0 and 1.
        why: Short reasons, machine-readable first (`recogniser:nir`, `check:valid`, `context:sécurité sociale`).
            Never holds the value that was found.
    """

    label: str
    start: int
    end: int
    score: float
    why: tuple[str, ...] = ()

    def shifted(self, offset: int) -> Finding:
        """Return the same finding `offset` code points further."""
        return Finding(self.label, self.start + offset, self.end + offset, self.score, self.why)

    @override
    def __str__(self) -> str:
        return f"{self.label}[{self.start}:{self.end}]"
