"""What the journal refuses, one class per kind.

    JournalError
    ├── MalformedInput          a text or a file that is not exactly what its format says
    │   ├── MalformedEntry      └── UnknownEventType
    │   ├── MalformedOpening
    │   ├── MalformedNote
    │   ├── MalformedKey
    │   ├── MalformedCheckpoint └── WrongOrigin
    │   ├── MalformedTile
    │   ├── MalformedProof
    │   ├── MalformedRequest    a witness request
    │   └── MalformedTimeStamp
    ├── VerificationFailed      well formed, and not true
    │   ├── UntrustedSignature
    │   ├── ProofFailed
    │   ├── OpeningFailed
    │   ├── TimeStampFailed
    │   ├── AlgorithmUnavailable
    │   └── Tampering           a whole log, with the first bad index and the kind
    └── LogUnusable             the log cannot be written or read as asked
        ├── LogMissing
        ├── ResourceMissing
        ├── EntryRefused
        └── InconsistentLog     signing would contradict what was already published

No message of this package holds the text that it refused: only positions, lengths, kinds.
"""

from __future__ import annotations


class JournalError(Exception):
    """Root of everything that `egide.journal` refuses."""


class MalformedInput(JournalError):
    """A text or a file is not exactly what its format says."""


class MalformedEntry(MalformedInput):
    """A journal entry is not in the format of its version."""


class UnknownEventType(MalformedEntry):
    """The event type is not in the catalogue."""


class MalformedOpening(MalformedInput):
    """An opening (salt and value of a commitment) is not in its format."""


class MalformedNote(MalformedInput):
    """A signed note breaks C2SP signed-note."""


class MalformedKey(MalformedInput):
    """A verifier key breaks C2SP signed-note."""


class MalformedCheckpoint(MalformedInput):
    """A checkpoint is not exactly origin, size and root."""


class WrongOrigin(MalformedCheckpoint):
    """The checkpoint is of another log than the one expected: another brand, another installation."""


class MalformedTile(MalformedInput):
    """A tile, an entry bundle or one of their paths breaks C2SP tlog-tiles."""


class MalformedProof(MalformedInput):
    """A proof file breaks C2SP tlog-proof, or a proof has the wrong length."""


class MalformedRequest(MalformedInput):
    """A witness request breaks C2SP tlog-witness."""


class MalformedTimeStamp(MalformedInput):
    """A time-stamp response is not strict DER of RFC 3161."""


class VerificationFailed(JournalError):
    """The input is well formed and what it claims is not true."""


class UntrustedSignature(VerificationFailed):
    """No trusted key signed, or a trusted key's signature is wrong."""


class ProofFailed(VerificationFailed):
    """A Merkle proof does not lead to the announced root."""


class OpeningFailed(VerificationFailed):
    """An opening does not open the commitment of its entry."""


class TimeStampFailed(VerificationFailed):
    """A time-stamp token does not cover this checkpoint, or its authority is not trusted."""


class AlgorithmUnavailable(VerificationFailed):
    """The installed `cryptography` cannot make or verify this type of signature."""


class LogUnusable(JournalError):
    """The log cannot be written or read as asked."""


class LogMissing(LogUnusable):
    """The log has no checkpoint: it was never created, or its checkpoint was removed."""


class ResourceMissing(LogUnusable):
    """A tile or bundle that the checkpoint requires is not there."""


class EntryRefused(LogUnusable):
    """An entry is too long or empty."""


class InconsistentLog(LogUnusable):
    """Signing would contradict a checkpoint that was already published."""
