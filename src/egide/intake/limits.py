"""How much one source may ask of the reader: bounds against bombs and runaways, and what the caller knows of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from egide.intake.record import Channel

__all__ = ["Limits", "Options"]

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one source, in bytes; streamed formats have no bound on the whole.

    Attributes:
        line_bytes: Longest line of JSONL, longest logical row of CSV.
        mail_bytes: Largest mail, attachments included; providers stop at 25–50 MB.
        whole_bytes: Largest file of a format that is read whole (JSON, transcripts, plain text).
        inflate_ratio: Largest inflated/compressed ratio past the first ``inflate_free_bytes``; text stays under 50.
        inflate_free_bytes: Inflated size under which the ratio is not looked at.
        row_group_bytes: Largest Parquet row group, uncompressed.
        mail_parts: Most MIME parts looked at in one mail.
        html_chars: Longest HTML part turned into text.
    """

    line_bytes: int = 4 * _MIB
    mail_bytes: int = 50 * _MIB
    whole_bytes: int = 64 * _MIB
    inflate_ratio: int = 200
    inflate_free_bytes: int = 16 * _MIB
    row_group_bytes: int = 512 * _MIB
    mail_parts: int = 500
    html_chars: int = 2 * _MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the importer knows and the file may not say.

    Attributes:
        source: Name of the source; default: ``email`` for mail, else the file's own name without folders.
        channel: Channel of records that name none.
        timezone: In which times without offset are read.
        own_addresses: Addresses or ``@domains`` of the brand, folded: mail from them is outbound.
        speakers: Explicit roles of transcript speakers: label → ``customer``, ``agent`` or ``bot``.
        columns: Explicit column or key of a canonical field: field → column.
        limits: Bounds.
    """

    source: str = ""
    channel: Channel | None = None
    timezone: tzinfo = UTC
    own_addresses: frozenset[str] = frozenset()
    speakers: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
