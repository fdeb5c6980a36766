"""Entries, Merkle tree and checkpoints that an outsider can verify.

A log holds canonical JSON entries whose personal values are only commitments; it is published as static files
(C2SP tlog-tiles) under signed checkpoints, and any transparency-log tool can check it.
"""

from egide.journal.canonical import format_canonical, parse_canonical
from egide.journal.checkpoint import (
    Checkpoint,
    SignedCheckpoint,
    format_checkpoint,
    open_checkpoint,
    parse_checkpoint,
)
from egide.journal.commitments import Opening, commit, verify_opening
from egide.journal.entries import Entry, SealedEntry, seal
from egide.journal.errors import (
    EntryRefused,
    InconsistentLog,
    JournalError,
    LogMissing,
    LogUnusable,
    MalformedCheckpoint,
    MalformedEntry,
    MalformedInput,
    MalformedKey,
    MalformedNote,
    MalformedOpening,
    MalformedProof,
    MalformedRequest,
    MalformedTile,
    MalformedTimeStamp,
    OpeningFailed,
    ProofFailed,
    ResourceMissing,
    TimeStampFailed,
    UnknownEventType,
    UntrustedSignature,
    VerificationFailed,
)
from egide.journal.events import EventType, event_type, event_types
from egide.journal.hashing import EMPTY_ROOT, leaf_hash, node_hash
from egide.journal.keys import Algorithm, VerifierKey, format_vkey, parse_vkey
from egide.journal.log import Log, Range
from egide.journal.note import Note, NoteSignature, format_note, parse_note
from egide.journal.signatures import Ed25519Signer, MlDsaCosigner
from egide.journal.tiles import Tile, TileReader, parse_tile_path
from egide.journal.tree import verify_consistency, verify_inclusion

__all__ = [
    "EMPTY_ROOT",
    "Algorithm",
    "Checkpoint",
    "Ed25519Signer",
    "Entry",
    "EntryRefused",
    "EventType",
    "InconsistentLog",
    "JournalError",
    "Log",
    "LogMissing",
    "LogUnusable",
    "MalformedCheckpoint",
    "MalformedEntry",
    "MalformedInput",
    "MalformedKey",
    "MalformedNote",
    "MalformedOpening",
    "MalformedProof",
    "MalformedRequest",
    "MalformedTile",
    "MalformedTimeStamp",
    "MlDsaCosigner",
    "Note",
    "NoteSignature",
    "Opening",
    "OpeningFailed",
    "ProofFailed",
    "Range",
    "ResourceMissing",
    "SealedEntry",
    "SignedCheckpoint",
    "Tile",
    "TileReader",
    "TimeStampFailed",
    "UnknownEventType",
    "UntrustedSignature",
    "VerificationFailed",
    "VerifierKey",
    "commit",
    "event_type",
    "event_types",
    "format_canonical",
    "format_checkpoint",
    "format_note",
    "format_vkey",
    "leaf_hash",
    "node_hash",
    "open_checkpoint",
    "parse_canonical",
    "parse_checkpoint",
    "parse_note",
    "parse_tile_path",
    "parse_vkey",
    "seal",
    "verify_consistency",
    "verify_inclusion",
    "verify_opening",
]
