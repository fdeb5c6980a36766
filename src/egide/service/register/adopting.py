"""Bring a register written elsewhere into force: each record of art. 30(1) becomes a purpose that the brand declares."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from egide.policy import InvalidRecord, Law
from egide.policy.register import ControllerRecord, parse_csv, parse_register
from egide.service.register.flows import Adaptation, PurposeNotReady, adapt_purpose
from egide.service.register.law import law_in_force
from egide.service.tenancy.access import Actor
from egide.service.tenancy.models import Brand

_BASIS = re.compile(r"6\(1\)\(([a-f])\)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of a register: purposes written, inactive until somebody activates them, and what was refused."""

    codes: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def read_register(name: str, text: str) -> tuple[ControllerRecord, ...]:
    """Read the records of art. 30(1) of a file.

    Args:
        name: File name; `.csv` is a table, anything else JSON.
        text: Its content.

    Raises:
        InvalidRecord: the file cannot be read; says where.
    """
    if name.lower().endswith(".csv"):
        return parse_csv(ControllerRecord, text)
    import json

    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise InvalidRecord("file", "is not JSON") from wrong
    return parse_register(document)[0]


def adopt_register(brand: Brand, records: Iterable[ControllerRecord], *, actor: Actor, now: datetime) -> Adopted:
    """Declare the purposes of a register for a brand.

    A purpose already active stays active; a new one waits for its activation. Retention stays the catalogue's: a register
    words it, and words are not executed.

    Args:
        brand: The brand, in scope.
        records: Records of art. 30(1); the last part of each reference is the code of the purpose.
        actor: Who imports.
        now: Aware UTC.

    Returns:
        What was written and what was refused, with the reason.

    Raises:
        AccessRefused: the actor may not edit the register.
    """
    law = law_in_force(brand.pk)
    codes, refused = [], []
    for record in records:
        code = record.code.rpartition("/")[2]
        try:
            adapt_purpose(brand.pk, code, _adaptation(record, law), actor=actor, now=now)
        except (PurposeNotReady, InvalidRecord) as no:
            refused.append((record.code, str(no)))
        else:
            codes.append(code)
    return Adopted(tuple(codes), tuple(refused))


def _adaptation(record: ControllerRecord, law: Law) -> Adaptation:
    letters = sorted({found for basis in record.bases for found in _BASIS.findall(basis)})
    if not letters:
        raise InvalidRecord("record.bases", "name no letter of art. 6(1)")
    labels = {name: label for label, kind in law.kinds.items() for name in (kind.name.fr, kind.name.en, label)}
    unknown = sorted(set(record.kinds) - labels.keys())
    if unknown:
        raise InvalidRecord("record.kinds", f"unknown: {', '.join(unknown)}")
    return Adaptation(
        legal_basis="".join(letters),
        justification="register imported",
        kinds=[labels[kind] for kind in record.kinds],
        people=record.people,
        recipients=record.recipients,
        special_condition=record.special_condition,
        data_source=record.data_source,
    )
