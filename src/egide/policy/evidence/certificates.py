"""Certificates and other evidence of a provider: validity, warnings before it ends, and the badge it allows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from egide.policy.errors import InvalidRecord
from egide.policy.facts import Evidence
from egide.policy.law.records import Sentence

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
# Days before the end at which somebody is warned; the last is the day itself.
WARNING_DAYS = (90, 30, 0)


class CertificateKind(StrEnum):
    """What a provider may show; other kinds are allowed by their own code."""

    ISO_27001 = "iso-27001"
    ISO_27701 = "iso-27701"
    ISO_42001 = "iso-42001"
    SECNUMCLOUD = "secnumcloud"
    HDS = "hds"
    LABEL_NR = "label-nr"
    SOC_2 = "soc-2"


# Kinds whose edition changes what they prove. Source: ISO/IEC 27701:2025 stands alone, the 2019 edition needs 27001 (to verify).
_NEEDS_27001 = frozenset({"2019"})


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate.

    Attributes:
        kind: A code, such as those of `CertificateKind`.
        scope: What it covers, in words.
        number: Its number.
        body: Who certified.
        edition: Edition of the standard, such as ``2022``.
        valid_from: First day.
        valid_until: Last day.
        document_sha256: Hash of the document, committed in the journal.
        surveillance_due: Next yearly surveillance, when there is one.
    """

    kind: str
    scope: str
    number: str
    body: str
    edition: str
    valid_from: date
    valid_until: date
    document_sha256: str
    surveillance_due: date | None = None

    def __post_init__(self) -> None:
        for name in ("kind", "scope", "number", "body", "edition"):
            if not getattr(self, name).strip():
                raise InvalidRecord(f"certificate.{name}", "must not be empty")
        if self.valid_until < self.valid_from:
            raise InvalidRecord("certificate.valid_until", "must not be before valid_from")
        if not _SHA256.fullmatch(self.document_sha256):
            raise InvalidRecord("certificate.document_sha256", "must be 64 lower-case hexadecimal digits")

    def is_valid(self, day: date) -> bool:
        """Say whether the certificate may be shown on a day.

        Args:
            day: The day.

        Returns:
            True from its first to its last day, both included.
        """
        return self.valid_from <= day <= self.valid_until


class Urgency(StrEnum):
    """How near the end is."""

    EXPIRED = "expired"
    LAST_DAY = "0"
    MONTH = "30"
    QUARTER = "90"


@dataclass(frozen=True, slots=True)
class ExpiryWarning:
    """A certificate that ends soon, or has ended.

    Attributes:
        days_left: 0 on its last day, negative after.
    """

    certificate: Certificate
    urgency: Urgency
    days_left: int
    sentence: Sentence


def list_warnings(certificates: Iterable[Certificate], day: date) -> tuple[ExpiryWarning, ...]:
    """List the certificates that end within 90 days or have ended, the most urgent first.

    Args:
        certificates: All of them.
        day: Today.

    Returns:
        One warning per certificate concerned.
    """
    warnings = []
    for certificate in certificates:
        days_left = (certificate.valid_until - day).days
        urgency = _urgency(days_left)
        if urgency is not None:
            warnings.append(ExpiryWarning(certificate, urgency, days_left, _word(certificate, urgency, days_left)))
    return tuple(sorted(warnings, key=lambda warning: (warning.days_left, warning.certificate.kind)))


def falls_due(certificate: Certificate, day: date) -> bool:
    """Say whether a warning is to be sent on this very day: 90, 30 or 0 days before the end.

    Args:
        certificate: The certificate.
        day: Today.

    Returns:
        True three times in its life.
    """
    return (certificate.valid_until - day).days in WARNING_DAYS


def _urgency(days_left: int) -> Urgency | None:
    quarter, month, last = WARNING_DAYS
    if days_left < last:
        return Urgency.EXPIRED
    if days_left == last:
        return Urgency.LAST_DAY
    if days_left <= month:
        return Urgency.MONTH
    return Urgency.QUARTER if days_left <= quarter else None


def _word(certificate: Certificate, urgency: Urgency, days_left: int) -> Sentence:
    name = f"{certificate.kind} ({certificate.body}, {certificate.number})"
    if urgency is Urgency.EXPIRED:
        ended = certificate.valid_until.isoformat()
        return Sentence(f"{name} a expiré le {ended}.", f"{name} expired on {ended}.")
    if urgency is Urgency.LAST_DAY:
        return Sentence(f"{name} expire aujourd’hui.", f"{name} expires today.")
    return Sentence(f"{name} expire dans {days_left} jours.", f"{name} expires in {days_left} days.")


def is_certified(kind: str, certificates: Collection[Certificate], day: date) -> bool:
    """Say whether the badge of a kind may be shown.

    Args:
        kind: The kind.
        certificates: Everything the provider holds.
        day: Today.

    Returns:
        True with a valid certificate; ISO/IEC 27701:2019 counts only beside a valid ISO/IEC 27001.
    """
    valid = [certificate for certificate in certificates if certificate.is_valid(day)]
    has_27001 = any(certificate.kind == CertificateKind.ISO_27001 for certificate in valid)
    return any(
        certificate.kind == kind
        and (kind != CertificateKind.ISO_27701 or certificate.edition not in _NEEDS_27001 or has_27001)
        for certificate in valid
    )


def as_evidence(certificates: Collection[Certificate], day: date) -> tuple[Evidence, ...]:
    """Turn certificates into the facts of a decision.

    Args:
        certificates: Everything the provider holds.
        day: Today; a certificate that has not begun, or whose badge may not be shown, proves nothing.

    Returns:
        One fact per certificate that counts or has expired.
    """
    return tuple(
        Evidence(certificate.kind, certificate.valid_until)
        for certificate in certificates
        if certificate.valid_from <= day
        and (certificate.valid_until < day or is_certified(certificate.kind, certificates, day))
    )


# Label Numérique Responsable: lowest score of 1000 and years of validity, by level. Source: INR/LUCIE (to verify).
_LABEL_NR = {1: (300, 2), 2: (500, 3)}


def label_nr_level(score: int) -> int | None:
    """Read the level of the Label Numérique Responsable from its score.

    Args:
        score: From 0 to 1000.

    Returns:
        2, 1, or None below the first level.

    Raises:
        InvalidRecord: a score outside 0 to 1000.
    """
    if not 0 <= score <= 1000:  # noqa: PLR2004 - the scale of the label
        raise InvalidRecord("label.score", "must be from 0 to 1000")
    return max((level for level, (lowest, _) in _LABEL_NR.items() if score >= lowest), default=None)


def label_nr_valid_until(awarded: date, level: int) -> date:
    """Compute the last day of a Label Numérique Responsable.

    Args:
        awarded: First day.
        level: 1 or 2.

    Returns:
        The day before its second or third anniversary.

    Raises:
        InvalidRecord: another level.
    """
    if level not in _LABEL_NR:
        raise InvalidRecord("label.level", "allowed words: 1, 2")
    year = awarded.year + _LABEL_NR[level][1]
    anniversary = date(year, 3, 1) if (awarded.month, awarded.day) == (2, 29) else awarded.replace(year=year)
    return anniversary - timedelta(days=1)
