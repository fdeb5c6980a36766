"""Consent records and receipts as ISO/IEC TS 27560 / W3C DPV JSON-LD, written and read back strictly.

Source: W3C DPV guide "Consent Records and Receipts in ISO/IEC TS 27560" (schema ids ``#record-eu-gdpr`` and ``#receipt-eu-gdpr``);
the ISO text itself is sold and was not read: to verify against it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from egide.policy.calendar.durations import parse_duration
from egide.policy.consent.events import Collector, ConsentEvent
from egide.policy.errors import InvalidDuration, InvalidRecord
from egide.policy.vocabulary import ConsentState

SCHEMA = "https://w3id.org/dpv/schema/dpv-27560"
_CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "loc": "https://w3id.org/dpv/loc#",
    "pd": "https://w3id.org/dpv/pd#",
    "dct": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "egide": "urn:egide:ns:",
}
_STATUS = {
    ConsentState.REQUESTED: "dpv:ConsentRequested",
    ConsentState.GIVEN: "dpv:ConsentGiven",
    ConsentState.REFUSED: "dpv:ConsentRefused",
    ConsentState.DEFERRED: "dpv:ConsentRequestDeferred",
    ConsentState.WITHDRAWN: "dpv:ConsentWithdrawn",
    ConsentState.EXPIRED: "dpv:ConsentExpired",
    ConsentState.INVALIDATED: "dpv:ConsentInvalidated",
    ConsentState.UNKNOWN: "dpv:ConsentUnknown",
}
_STATE = {term: state for state, term in _STATUS.items()}
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{6})?Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Party:
    """A party of the record: controller, processor, recipient or authority."""

    id: str
    name: str
    address: str
    contact: str
    kind: str = "dpv:DataController"


@dataclass(frozen=True, slots=True)
class Notice:
    """What surrounds every consent of one brand and purpose.

    Attributes:
        privacy_notice: Address of the information notice.
        controllers: Who decides.
        recipients: Who else receives the data.
        kinds: Kinds of data, by label or ``pd:`` term.
        storage_locations: Countries, such as ``FR``.
        retention: A duration such as ``P3Y``.
        jurisdiction: A country, such as ``FR``.
        withdrawal_method: Address or words that say how to withdraw, as easily as giving.
        authority: The supervisory authority.
    """

    privacy_notice: str
    controllers: tuple[Party, ...]
    recipients: tuple[Party, ...]
    kinds: tuple[str, ...]
    storage_locations: tuple[str, ...]
    retention: str
    jurisdiction: str
    withdrawal_method: str
    authority: Party


def format_record(event: ConsentEvent, notice: Notice) -> dict[str, Any]:
    """Write one event as a consent record.

    Args:
        event: The event.
        notice: What surrounds it.

    Returns:
        A JSON-LD object with every mandatory field of the mapping; `parse_record` reads it back.

    Source: ISO/IEC TS 27560, header, processing, data, party and event parts.
    """
    status: dict[str, Any] = {
        "@type": _STATUS[event.state],
        "dpv:isIndicatedAtTime": _word_moment(event.at),
        "dpv:isIndicatedBy": event.principal_id,
    }
    if event.valid_for is not None:
        status["dpv:hasDuration"] = event.valid_for.text
    return {
        "@context": _CONTEXT,
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": f"{SCHEMA}#record-eu-gdpr",
        "dct:identifier": event.record_id,
        "dpv:hasDataSubject": event.principal_id,
        "dpv:hasJurisdiction": f"loc:{notice.jurisdiction}",
        "dpv:hasApplicableLaw": "eu-gdpr:GDPR",
        "dpv:hasLegalBasis": "eu-gdpr:A6-1-a",
        "dpv:hasDataController": [_format_party(party) for party in notice.controllers],
        "dpv:hasAuthority": _format_party(notice.authority),
        "dpv:hasProcess": {
            "@type": "dpv:Process",
            "dpv:hasPurpose": event.purpose,
            "egide:channel": event.channel,
            "egide:brand": event.brand,
            "dpv:hasPersonalData": list(notice.kinds),
            "dpv:hasRecipientThirdParty": [_format_party(party) for party in notice.recipients],
            "dpv:hasStorageCondition": [
                {
                    "@type": "dpv:StorageLocation",
                    "dpv:hasLocation": [f"loc:{place}" for place in notice.storage_locations],
                },
                {"@type": "dpv:StorageDuration", "dpv:hasDuration": notice.retention},
            ],
        },
        "dpv:hasNotice": {
            "@type": "dpv:ConsentNotice",
            "@id": notice.privacy_notice,
            "dct:language": event.language,
            "dct:hasVersion": event.wording_version,
            "dct:description": event.wording,
        },
        "dpv:hasConsentControl": {"@type": "dpv:WithdrawConsent", "dpv:isExercisedAt": notice.withdrawal_method},
        "dpv:hasRight": [
            "eu-gdpr:A7-3",
            "eu-gdpr:A15",
            "eu-gdpr:A16",
            "eu-gdpr:A17",
            "eu-gdpr:A18",
            "eu-gdpr:A20",
            "eu-gdpr:A77",
        ],
        "dpv:hasConsentStatus": status,
        "egide:collector": event.collector.value if event.collector else "",
        "egide:evidenceSha256": event.evidence_sha256,
        "egide:proven": event.proven,
    }


def format_receipt(
    events: Sequence[ConsentEvent], notice: Notice, *, receipt_id: str, issued_at: datetime
) -> dict[str, Any]:
    """Write the receipt that a person can keep: every event, in order.

    Args:
        events: Events of one person and one brand.
        notice: What surrounds them.
        receipt_id: Identifier of the receipt.
        issued_at: When, aware.

    Returns:
        A JSON-LD object.
    """
    return {
        "@context": _CONTEXT,
        "@type": "dpv:ConsentReceipt",
        "dct:conformsTo": f"{SCHEMA}#receipt-eu-gdpr",
        "dct:identifier": receipt_id,
        "dct:created": _word_moment(issued_at),
        "dct:publisher": [party.id for party in notice.controllers],
        "schema:recipient": "dpv:DataSubject",
        "dpv:hasRecordOfActivity": [
            format_record(event, notice) for event in sorted(events, key=lambda event: (event.at, event.record_id))
        ],
    }


def parse_record(document: object) -> ConsentEvent:
    """Read a consent record back.

    Args:
        document: The decoded JSON-LD object, in the shape of `format_record`.

    Returns:
        The event; without evidence it is stored, and it does not count.

    Raises:
        InvalidRecord: with the path of what is missing or malformed.
    """
    record = _object(document, "record")
    status = _object(record.get("dpv:hasConsentStatus"), "record.dpv:hasConsentStatus")
    process = _object(record.get("dpv:hasProcess"), "record.dpv:hasProcess")
    notice = _object(record.get("dpv:hasNotice"), "record.dpv:hasNotice")
    if record.get("dct:conformsTo") not in {f"{SCHEMA}#record", f"{SCHEMA}#record-eu-gdpr"}:
        raise InvalidRecord("record.dct:conformsTo", f"must be {SCHEMA}#record or {SCHEMA}#record-eu-gdpr")
    state = _STATE.get(_text(status, "@type", "record.dpv:hasConsentStatus"))
    if state is None:
        raise InvalidRecord("record.dpv:hasConsentStatus.@type", f"allowed words: {', '.join(sorted(_STATE))}")
    collector = _text(record, "egide:collector", "record", optional=True)
    if collector and collector not in set(Collector):
        raise InvalidRecord("record.egide:collector", f"allowed words: {', '.join(Collector)}")
    duration = _text(status, "dpv:hasDuration", "record.dpv:hasConsentStatus", optional=True)
    try:
        valid_for = parse_duration(duration) if duration else None
    except InvalidDuration as problem:
        raise InvalidRecord("record.dpv:hasConsentStatus.dpv:hasDuration", str(problem)) from problem
    return ConsentEvent(
        record_id=_text(record, "dct:identifier", "record"),
        principal_id=_text(record, "dpv:hasDataSubject", "record"),
        brand=_text(process, "egide:brand", "record.dpv:hasProcess"),
        purpose=_text(process, "dpv:hasPurpose", "record.dpv:hasProcess"),
        channel=_text(process, "egide:channel", "record.dpv:hasProcess"),
        state=state,
        at=_moment(_text(status, "dpv:isIndicatedAtTime", "record.dpv:hasConsentStatus")),
        wording=_text(notice, "dct:description", "record.dpv:hasNotice", optional=True),
        wording_version=_text(notice, "dct:hasVersion", "record.dpv:hasNotice", optional=True),
        language=_text(notice, "dct:language", "record.dpv:hasNotice", optional=True),
        collector=Collector(collector) if collector else None,
        evidence_sha256=_text(record, "egide:evidenceSha256", "record", optional=True),
        valid_for=valid_for,
    )


def parse_receipt(document: object) -> tuple[ConsentEvent, ...]:
    """Read the events of a receipt.

    Args:
        document: The decoded JSON-LD object.

    Returns:
        The events, in the order of the file.

    Raises:
        InvalidRecord: with the path of what is malformed.
    """
    receipt = _object(document, "receipt")
    records = receipt.get("dpv:hasRecordOfActivity")
    if receipt.get("@type") != "dpv:ConsentReceipt" or not isinstance(records, list):
        raise InvalidRecord("receipt", "must be a dpv:ConsentReceipt with a list dpv:hasRecordOfActivity")
    return tuple(parse_record(record) for record in records)


def hash_wording(wording: str) -> str:
    """Identify a wording whatever its version number says.

    Args:
        wording: The exact words.

    Returns:
        SHA-256 of its UTF-8, in hexadecimal.
    """
    return hashlib.sha256(wording.encode()).hexdigest()


def _format_party(party: Party) -> dict[str, Any]:
    return {
        "@id": party.id,
        "@type": party.kind,
        "dpv:hasName": party.name,
        "dpv:hasAddress": party.address,
        "dpv:hasContact": party.contact,
    }


def _word_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _moment(text: str) -> datetime:
    if _MOMENT.fullmatch(text):
        try:
            return datetime.fromisoformat(text).astimezone(UTC)
        except ValueError:
            pass
    raise InvalidRecord("record.dpv:hasConsentStatus.dpv:isIndicatedAtTime", "must be a UTC time ending with Z")


def _object(value: object, path: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidRecord(path, "must be an object")
    return value


def _text(record: Mapping[str, Any], key: str, path: str, *, optional: bool = False) -> str:
    value = record.get(key, "" if optional else None)
    if not isinstance(value, str) or not (value or optional):
        raise InvalidRecord(f"{path}.{key}", "must be a text" if optional else "must be a text, not empty")
    return value
