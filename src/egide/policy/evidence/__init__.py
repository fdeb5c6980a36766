"""Evidence of providers: certificates with their validity, contracts with their clauses."""

from __future__ import annotations

from egide.policy.evidence.certificates import (
    WARNING_DAYS,
    Certificate,
    CertificateKind,
    ExpiryWarning,
    Urgency,
    as_evidence,
    falls_due,
    is_certified,
    label_nr_level,
    label_nr_valid_until,
    list_warnings,
)
from egide.policy.evidence.contracts import CLAUSES, ProcessorContract, SubProcessor, list_gaps

__all__ = [
    "CLAUSES",
    "WARNING_DAYS",
    "Certificate",
    "CertificateKind",
    "ExpiryWarning",
    "ProcessorContract",
    "SubProcessor",
    "Urgency",
    "as_evidence",
    "falls_due",
    "is_certified",
    "label_nr_level",
    "label_nr_valid_until",
    "list_gaps",
    "list_warnings",
]
