"""Read and write checkpoints: origin, size and root on three lines, signed as a note.

Source: C2SP tlog-checkpoint, July 2026; extension lines are refused because they cannot be audited.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from egide.journal.errors import MalformedCheckpoint, MalformedKey, UntrustedSignature, WrongOrigin
from egide.journal.keys import Algorithm, VerifierKey, check_key_name
from egide.journal.note import Note, NoteSignature, format_note, parse_note
from egide.journal.signatures import verified_signatures
from egide.journal.strict import format_base64, parse_hash, parse_integer

_LINES: Final = 3
MAX_SIZE: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log that a signature commits to.

    Attributes:
        origin: Name of the log, unique and stable.
        size: Number of entries.
        root: Merkle tree hash, 32 bytes.
    """

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint whose signatures were verified, with its bytes.

    Attributes:
        checkpoint: Origin, size and root.
        note: The file, signatures included.
        signers: Trusted keys that signed it.
    """

    checkpoint: Checkpoint
    note: bytes = field(repr=False)
    signers: tuple[VerifierKey, ...]

    @property
    def size(self) -> int:
        """Number of entries."""
        return self.checkpoint.size

    @property
    def root(self) -> bytes:
        """Merkle tree hash, 32 bytes."""
        return self.checkpoint.root


def format_checkpoint(checkpoint: Checkpoint) -> str:
    r"""Print the three lines that are signed.

    Args:
        checkpoint: What is signed.

    Returns:
        Three lines, each ending with a newline.

    >>> format_checkpoint(Checkpoint("example.com/log", 0, bytes(32)))
    'example.com/log\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n'
    """
    return f"{checkpoint.origin}\n{checkpoint.size}\n{format_base64(checkpoint.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the three lines that are signed.

    Args:
        text: Text of a note.

    Returns:
        The checkpoint.

    Raises:
        MalformedCheckpoint: another number of lines, a bad size or root, another spelling.
    """
    lines = text.split("\n")
    if len(lines) != _LINES + 1 or lines[-1]:
        raise MalformedCheckpoint("a checkpoint has exactly three lines: origin, size, root")
    origin, size, root = lines[:_LINES]
    try:
        check_key_name(origin)
    except MalformedKey as wrong:
        raise MalformedCheckpoint(str(wrong).replace("a key name", "an origin")) from wrong
    checkpoint = Checkpoint(
        origin,
        parse_integer(size, MalformedCheckpoint, "size", MAX_SIZE),
        parse_hash(root, MalformedCheckpoint, "root"),
    )
    if format_checkpoint(checkpoint) != text:
        raise MalformedCheckpoint("checkpoint with another spelling")
    return checkpoint


def open_checkpoint(octets: bytes, trusted: Iterable[VerifierKey], origin: str | None = None) -> SignedCheckpoint:
    """Read a checkpoint file and accept it only when the log's key signed it.

    Args:
        octets: The file, at most 1 MB.
        trusted: Keys trusted beforehand: the log's own, of type Ed25519, and those of any cosigners.
        origin: Origin expected; None takes the name of the log's key.

    Returns:
        The checkpoint and the trusted keys that signed it.

    Raises:
        MalformedNote: the file is not a note.
        MalformedCheckpoint: the text is not a checkpoint.
        WrongOrigin: it is the checkpoint of another log.
        UntrustedSignature: the log's key did not sign, or a trusted key's signature is wrong.
    """
    note = parse_note(octets)
    checkpoint = parse_checkpoint(note.text)
    keys = tuple(trusted)
    if origin is not None and checkpoint.origin != origin:
        raise WrongOrigin("the checkpoint is of another log: its origin is not the expected one")
    log_keys = [key for key in keys if key.algorithm is Algorithm.ED25519]
    if origin is None and checkpoint.origin not in {key.name for key in log_keys}:
        raise WrongOrigin("the checkpoint is of another log: its origin is not the name of the trusted key")
    signers = verified_signatures(note, keys)
    if not any(key.algorithm is Algorithm.ED25519 for key in signers):
        raise UntrustedSignature("the checkpoint is not signed by the log's key")
    return SignedCheckpoint(checkpoint, octets, signers)


def require_signatures(signed: SignedCheckpoint, keys: Iterable[VerifierKey]) -> None:
    """Refuse a checkpoint that lacks the signature of one of the log's own keys.

    Whoever forges the first signature leaves the second out: a reader who holds its key must find it.

    Args:
        signed: A checkpoint already opened with these keys.
        keys: The log's Ed25519 key, and its further keys if the reader holds them.

    Raises:
        UntrustedSignature: a further key did not sign.
    """
    absent = [key for key in keys if key.algorithm is not Algorithm.ED25519 and key not in signed.signers]
    if absent:
        raise UntrustedSignature(f"the second signature of the log is missing: {absent[0].algorithm.label}")


def add_signatures(octets: bytes, added: Iterable[NoteSignature]) -> bytes:
    """Add signature lines to a checkpoint file, replacing those of the same key.

    Args:
        octets: The file.
        added: Signatures already verified by the caller.

    Returns:
        The new file.

    Raises:
        MalformedNote: the file is not a note.
    """
    note = parse_note(octets)
    lines = {(line.name, line.key_id): line for line in (*note.signatures, *added)}
    return format_note(Note(note.text, tuple(lines.values())))
