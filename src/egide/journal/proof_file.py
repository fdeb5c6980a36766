"""Read, write and verify `.tlog-proof` files: one event, provable offline by whoever keeps the file.

Source: C2SP tlog-proof, July 2026.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from egide.journal.checkpoint import MAX_SIZE, SignedCheckpoint, open_checkpoint
from egide.journal.errors import MalformedInput, MalformedProof
from egide.journal.hashing import leaf_hash
from egide.journal.keys import VerifierKey
from egide.journal.note import MAX_NOTE_BYTES, parse_note
from egide.journal.strict import format_base64, parse_base64, parse_hash, parse_integer
from egide.journal.tree import verify_inclusion

MAX_PROOF_BYTES: Final = 2 * MAX_NOTE_BYTES
_MAX_PATH: Final = 63
_HEADER: Final = "c2sp.org/tlog-proof@v1"
_EXTRA: Final = "extra "
_INDEX: Final = "index "


@dataclass(frozen=True, slots=True)
class ProofFile:
    """An inclusion proof with the checkpoint it leads to.

    Attributes:
        index: Entry, from 0.
        path: Hashes from the leaf's sibling up to the root's child.
        checkpoint: The checkpoint file, verbatim, with its cosignatures.
        extra: Opaque, not authenticated; None when absent.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = field(default=None, repr=False)


def format_proof_file(proof: ProofFile) -> bytes:
    """Serialise a proof file.

    Args:
        proof: Index, path, checkpoint and optional extra.

    Returns:
        UTF-8 bytes.

    Raises:
        MalformedProof: a content that could not be read back.
    """
    lines = [_HEADER]
    if proof.extra is not None:
        lines.append(_EXTRA + format_base64(proof.extra))
    lines += [f"{_INDEX}{proof.index}", *map(format_base64, proof.path), "", ""]
    octets = "\n".join(lines).encode() + proof.checkpoint
    if parse_proof_file(octets) != proof:
        raise MalformedProof("this content does not make a proof file")
    return octets


def parse_proof_file(octets: bytes) -> ProofFile:
    """Read a proof file and refuse every other spelling. Nothing is verified here.

    Args:
        octets: At most 2 MB.

    Returns:
        The proof file.

    Raises:
        MalformedProof: oversize, a wrong line, a wrong checkpoint.
    """
    if len(octets) > MAX_PROOF_BYTES:
        raise MalformedProof(f"a proof file is at most {MAX_PROOF_BYTES} bytes")
    head, separator, checkpoint = octets.partition(b"\n\n")
    if not separator:
        raise MalformedProof("a proof file has an empty line before its checkpoint")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as wrong:
        raise MalformedProof("the lines of a proof are ASCII") from wrong
    if lines.pop(0) != _HEADER:
        raise MalformedProof(f"a proof file starts with {_HEADER}")
    extra = None
    if lines and lines[0].startswith(_EXTRA):
        extra = parse_base64(lines.pop(0).removeprefix(_EXTRA), MalformedProof, "extra")
    if not lines or not lines[0].startswith(_INDEX):
        raise MalformedProof("a proof file has an index line")
    index = parse_integer(lines.pop(0).removeprefix(_INDEX), MalformedProof, "index", MAX_SIZE)
    if len(lines) > _MAX_PATH:
        raise MalformedProof(f"a proof has at most {_MAX_PATH} hashes")
    path = tuple(parse_hash(line, MalformedProof, "hash of the proof") for line in lines)
    try:
        parse_note(checkpoint)
    except MalformedInput as wrong:
        raise MalformedProof(f"checkpoint of the proof: {wrong}") from wrong
    return ProofFile(index, path, checkpoint, extra)


def verify_proof_file(
    proof: ProofFile, entry: bytes, trusted: Iterable[VerifierKey], origin: str | None = None
) -> None:
    """Check that an entry is in the log, as the checkpoint of the file says.

    Args:
        proof: The file.
        entry: Serialised entry.
        trusted: Keys trusted beforehand, the log's and any witnesses'.
        origin: Origin expected; None takes the name of the log's key.

    Raises:
        MalformedInput: the checkpoint is not one of this log, or the proof has the wrong length.
        UntrustedSignature: the log's key did not sign the checkpoint.
        ProofFailed: the entry is not at this index in this log.
    """
    checked_checkpoint(proof, entry, trusted, origin)


def checked_checkpoint(
    proof: ProofFile, entry: bytes, trusted: Iterable[VerifierKey], origin: str | None = None
) -> SignedCheckpoint:
    """Do what `verify_proof_file` does and answer the checkpoint, with the keys that signed it."""
    signed = open_checkpoint(proof.checkpoint, trusted, origin)
    verify_inclusion(proof.path, proof.index, signed.size, leaf_hash(entry), signed.root)
    return signed
