"""Cosign the checkpoints of somebody else's log, only as long as it never changes what it showed before.

Source: C2SP tlog-witness, July 2026. The witness runs outside the operator of the log; without one, a log detects
edits but not a rewritten history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final

from egide.journal.checkpoint import (
    Checkpoint,
    SignedCheckpoint,
    add_signatures,
    format_checkpoint,
    open_checkpoint,
    parse_checkpoint,
)
from egide.journal.errors import (
    LogMissing,
    MalformedInput,
    MalformedKey,
    ProofFailed,
    UntrustedSignature,
    VerificationFailed,
)
from egide.journal.hashing import EMPTY_ROOT
from egide.journal.keys import Algorithm, VerifierKey
from egide.journal.note import NoteSignature, format_signature, parse_note
from egide.journal.ports import LogReader, Signer, WitnessStore
from egide.journal.signatures import verify_signature
from egide.journal.tiles import CHECKPOINT_PATH, TileReader
from egide.journal.tree import prove_consistency, verify_consistency
from egide.journal.witness_request import AddCheckpoint, parse_add_checkpoint

_TEXT: Final = "text/plain; charset=utf-8"
_SIZE: Final = "text/x.tlog.size"


class WitnessStatus(IntEnum):
    """HTTP status of an answer; each has one meaning in tlog-witness."""

    COSIGNED = 200
    MALFORMED = 400
    UNTRUSTED = 403
    UNKNOWN_LOG = 404
    CONFLICT = 409
    INCONSISTENT = 422


@dataclass(frozen=True, slots=True)
class WitnessAnswer:
    """What the witness answers to one submission.

    Attributes:
        status: HTTP status.
        content_type: Content-Type of the body.
        body: Cosignature lines, the last size on a conflict, otherwise the reason in one line.
        fork: The log's key signed two roots for one size: the request and the memory are the proof of it.
    """

    status: WitnessStatus
    content_type: str
    body: str
    fork: bool = False


class Witness:
    """Keep the last checkpoint of each known log and cosign its continuations.

    Args:
        store: Memory of the witness; it must survive a restart.
        logs: Trusted Ed25519 keys of each origin.
        signers: Cosigner keys of this witness, one or more.
    """

    def __init__(
        self, store: WitnessStore, logs: Mapping[str, Sequence[VerifierKey]], signers: Sequence[Signer]
    ) -> None:
        if any(signer.key.algorithm is Algorithm.ED25519 for signer in signers) or not signers:
            raise MalformedKey("a witness signs with cosigner keys, never with a log key")
        self._store = store
        self._logs = {origin: tuple(keys) for origin, keys in logs.items()}
        self._signers = tuple(signers)

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        """Public keys of this witness."""
        return tuple(signer.key for signer in self._signers)

    @property
    def origins(self) -> tuple[str, ...]:
        """Logs that this witness knows."""
        return tuple(self._logs)

    def latest(self, origin: str) -> SignedCheckpoint | None:
        """Read the last checkpoint cosigned for a log, with the cosignatures; None before the first.

        Args:
            origin: Name of the log.

        Returns:
            The checkpoint.

        Raises:
            LogMissing: this witness does not know the log.
        """
        if origin not in self._logs:
            raise LogMissing("this witness does not know that log")
        octets = self._store.latest(origin)
        return None if octets is None else open_checkpoint(octets, (*self._logs[origin], *self.keys), origin)

    def add_checkpoint(self, body: bytes, now: datetime) -> WitnessAnswer:
        """Answer one submission; the new state is durable before a cosignature leaves.

        Args:
            body: Body of the request.
            now: Aware UTC, written in the cosignature.

        Returns:
            Status and body; nothing is raised for a bad request.
        """
        try:
            request, submitted = self._authenticated(body)
            stored = self._store.latest(submitted.checkpoint.origin)
            _check_continuation(request, submitted.checkpoint, _previous(stored, submitted.checkpoint.origin))
        except _Refused as refused:
            return refused.answer
        origin, text = submitted.checkpoint.origin, format_checkpoint(submitted.checkpoint)
        lines = tuple(signer.sign(text, now) for signer in self._signers)
        if not self._store.compare_and_persist(origin, stored, add_signatures(request.checkpoint, lines)):
            return _conflict(_previous(self._store.latest(origin), origin).size)
        return WitnessAnswer(WitnessStatus.COSIGNED, _TEXT, "".join(map(format_signature, lines)))

    def build_request(self, origin: str, reader: LogReader) -> AddCheckpoint:
        """Read a published log and prepare its submission to this very witness: the pull mode.

        Args:
            origin: Name of the log.
            reader: Published files of the log.

        Returns:
            The request to give to `add_checkpoint`.

        Raises:
            LogMissing: unknown log, or nothing is published.
            MalformedInput: a published file breaks its format.
            UntrustedSignature: the log's key did not sign the published checkpoint.
            ProofFailed: the log shows less than it did before: cut, or an old checkpoint replayed.
            ResourceMissing: a tile is missing.
        """
        if origin not in self._logs:
            raise LogMissing("this witness does not know that log")
        octets = reader.read(CHECKPOINT_PATH)
        if octets is None:
            raise LogMissing("the log publishes no checkpoint")
        published = open_checkpoint(octets, self._logs[origin], origin)
        previous = _previous(self._store.latest(origin), origin)
        if published.size < previous.size:
            raise ProofFailed(f"the log shows {published.size} entries after having shown {previous.size}")
        tiles = TileReader(reader, published.size)
        return AddCheckpoint(previous.size, prove_consistency(tiles.node, previous.size, published.size), octets)

    def _authenticated(self, body: bytes) -> tuple[AddCheckpoint, SignedCheckpoint]:
        """Read the request and accept its checkpoint only from a known log's key."""
        try:
            request = parse_add_checkpoint(body)
            origin = parse_checkpoint(parse_note(request.checkpoint).text).origin
        except MalformedInput as wrong:
            raise _Refused(_refusal(WitnessStatus.MALFORMED, str(wrong))) from wrong
        if origin not in self._logs:
            raise _Refused(_refusal(WitnessStatus.UNKNOWN_LOG, "unknown log"))
        try:
            return request, open_checkpoint(request.checkpoint, self._logs[origin], origin)
        except (MalformedInput, VerificationFailed) as wrong:
            raise _Refused(_refusal(WitnessStatus.UNTRUSTED, str(wrong))) from wrong


class _Refused(Exception):
    """Stop at the first check that fails, with its answer."""

    def __init__(self, answer: WitnessAnswer) -> None:
        super().__init__(answer.status.name)
        self.answer = answer


def _check_continuation(request: AddCheckpoint, submitted: Checkpoint, previous: Checkpoint) -> None:
    """Refuse what does not continue the last state cosigned, in the order of tlog-witness."""
    if request.old_size > submitted.size:
        raise _Refused(_refusal(WitnessStatus.MALFORMED, "the old size is larger than the checkpoint's"))
    if request.old_size != previous.size:
        raise _Refused(_conflict(previous.size))
    if submitted.size == previous.size and submitted.root != previous.root:
        raise _Refused(_conflict(previous.size, fork=True))
    try:
        verify_consistency(request.proof, previous.size, submitted.size, previous.root, submitted.root)
    except (MalformedInput, ProofFailed) as wrong:
        raise _Refused(_refusal(WitnessStatus.INCONSISTENT, str(wrong))) from wrong


def witness_lines(answer: str, text: str, trusted: Sequence[VerifierKey]) -> tuple[NoteSignature, ...]:
    """Keep, of a witness's answer, the cosignatures of trusted witnesses on this checkpoint.

    Args:
        answer: Body of a 200 answer.
        text: Text of the checkpoint submitted.
        trusted: Witness keys trusted beforehand.

    Returns:
        Verified lines, one or more.

    Raises:
        MalformedNote: the body is not signature lines.
        UntrustedSignature: no trusted key signed, or one signed something else.
    """
    known = {(key.name, key.key_id): key for key in trusted}
    kept: list[NoteSignature] = []
    for line in parse_note(f"{text}\n{answer}".encode()).signatures:
        key = known.get((line.name, line.key_id))
        if key is not None:
            verify_signature(key, text, line.signature)
            kept.append(line)
    if not kept:
        raise UntrustedSignature("the answer holds no cosignature of a trusted witness")
    return tuple(kept)


def _previous(stored: bytes | None, origin: str) -> Checkpoint:
    """The last state cosigned: its own memory, already verified when it was written."""
    if stored is None:
        return Checkpoint(origin, 0, EMPTY_ROOT)
    return parse_checkpoint(parse_note(stored).text)


def _conflict(size: int, *, fork: bool = False) -> WitnessAnswer:
    return WitnessAnswer(WitnessStatus.CONFLICT, _SIZE, f"{size}\n", fork)


def _refusal(status: WitnessStatus, reason: str) -> WitnessAnswer:
    return WitnessAnswer(status, _TEXT, f"{reason}\n")
