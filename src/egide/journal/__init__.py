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
    require_signatures,
)
from egide.journal.commitments import Opening, commit, verify_opening
from egide.journal.entries import Entry, SealedEntry, seal
from egide.journal.errors import (
    AlgorithmUnavailable,
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
    WrongOrigin,
)
from egide.journal.events import EventType, event_type, event_types
from egide.journal.hashing import EMPTY_ROOT, leaf_hash, node_hash
from egide.journal.keys import Algorithm, VerifierKey, format_vkey, parse_vkey
from egide.journal.log import Log, Range
from egide.journal.note import Note, NoteSignature, format_note, parse_note
from egide.journal.proof_file import ProofFile, format_proof_file, parse_proof_file, verify_proof_file
from egide.journal.pruning import prune_entries, read_minimum_index
from egide.journal.publication import HEARTBEAT_EVERY, PUBLISH_WITHIN, PublishedFile, find_published, is_heartbeat_due
from egide.journal.receipt import Receipt, make_receipt, open_receipt
from egide.journal.signatures import Ed25519Signer, MlDsaCosigner, is_ml_dsa_available
from egide.journal.tampering import Tampering, TamperingKind
from egide.journal.tiles import Tile, TileReader, parse_tile_path
from egide.journal.time_stamps import TimeStamp, build_request, check_time_stamp, load_roots, read_time_stamp
from egide.journal.tree import verify_consistency, verify_inclusion
from egide.journal.verification import Expectations, StampedCheckpoint, VerifiedLog, check_log
from egide.journal.witness import Witness, WitnessAnswer, WitnessStatus
from egide.journal.witness_request import AddCheckpoint, format_add_checkpoint, parse_add_checkpoint

__all__ = [
    "EMPTY_ROOT",
    "HEARTBEAT_EVERY",
    "PUBLISH_WITHIN",
    "AddCheckpoint",
    "Algorithm",
    "AlgorithmUnavailable",
    "Checkpoint",
    "Ed25519Signer",
    "Entry",
    "EntryRefused",
    "EventType",
    "Expectations",
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
    "ProofFile",
    "PublishedFile",
    "Range",
    "Receipt",
    "ResourceMissing",
    "SealedEntry",
    "SignedCheckpoint",
    "StampedCheckpoint",
    "Tampering",
    "TamperingKind",
    "Tile",
    "TileReader",
    "TimeStamp",
    "TimeStampFailed",
    "UnknownEventType",
    "UntrustedSignature",
    "VerificationFailed",
    "VerifiedLog",
    "VerifierKey",
    "Witness",
    "WitnessAnswer",
    "WitnessStatus",
    "WrongOrigin",
    "build_request",
    "check_log",
    "check_time_stamp",
    "commit",
    "event_type",
    "event_types",
    "find_published",
    "format_add_checkpoint",
    "format_canonical",
    "format_checkpoint",
    "format_note",
    "format_proof_file",
    "format_vkey",
    "is_heartbeat_due",
    "is_ml_dsa_available",
    "leaf_hash",
    "load_roots",
    "make_receipt",
    "node_hash",
    "open_checkpoint",
    "open_receipt",
    "parse_add_checkpoint",
    "parse_canonical",
    "parse_checkpoint",
    "parse_note",
    "parse_proof_file",
    "parse_tile_path",
    "parse_vkey",
    "prune_entries",
    "read_minimum_index",
    "read_time_stamp",
    "require_signatures",
    "seal",
    "verify_consistency",
    "verify_inclusion",
    "verify_opening",
    "verify_proof_file",
]
