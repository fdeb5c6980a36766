"""Give one person a proof of one event that they alone can open: proof, entry and openings in one file.

The entry and the openings travel in the `extra` line of a `.tlog-proof`. That line is not authenticated, and need
not be: the entry is checked against the proof and each opening against its commitment in the entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from egide.journal.canonical import Json, format_canonical, parse_canonical
from egide.journal.checkpoint import SignedCheckpoint
from egide.journal.commitments import Opening, verify_opening
from egide.journal.entries import Entry
from egide.journal.errors import MalformedInput, MalformedProof
from egide.journal.keys import VerifierKey
from egide.journal.proof_file import ProofFile, checked_checkpoint, format_proof_file, parse_proof_file
from egide.journal.strict import format_base64, parse_base64

if TYPE_CHECKING:
    from egide.journal.log import Log


@dataclass(frozen=True, slots=True)
class Receipt:
    """One event, verified, with what its holder may open.

    Attributes:
        index: Entry, from 0.
        entry: The event.
        openings: Openings that the holder received, each verified.
        checkpoint: State of the log that proves it, with the keys that signed.
    """

    index: int
    entry: Entry
    openings: tuple[Opening, ...]
    checkpoint: SignedCheckpoint = field(repr=False)


def make_receipt(log: Log, index: int, openings: Iterable[Opening] = ()) -> bytes:
    """Write the receipt of one event under the checkpoint that is published now.

    Args:
        log: The log.
        index: Entry, from 0.
        openings: What the holder may open; salts included, so the holder must be entitled to the values.

    Returns:
        A `.tlog-proof` file.

    Raises:
        MalformedProof: index not below the published size.
        OpeningFailed: an opening does not open a commitment of this entry.
        ResourceMissing: the entry was pruned.
    """
    published = log.checkpoint()
    octets = log.entry(index, published.size)
    kept = tuple(openings)
    verify_openings(octets, kept)
    extra: Json = {
        "entry": format_base64(octets),
        "openings": [format_base64(opening.encode()) for opening in kept],
    }
    path = log.inclusion_proof(index, published.size)
    return format_proof_file(ProofFile(index, path, published.note, format_canonical(extra)))


def open_receipt(octets: bytes, trusted: Iterable[VerifierKey], origin: str | None = None) -> Receipt:
    """Read a receipt and verify everything it says.

    Args:
        octets: A `.tlog-proof` file written by `make_receipt`.
        trusted: Keys trusted beforehand, the log's and any witnesses'.
        origin: Origin expected; None takes the name of the log's key.

    Returns:
        The event with the openings.

    Raises:
        MalformedInput: a part is not exactly in its format.
        UntrustedSignature: the log's key did not sign the checkpoint.
        ProofFailed: the entry is not in the log.
        OpeningFailed: an opening does not open a commitment of this entry.
    """
    proof = parse_proof_file(octets)
    entry_octets, openings = parse_extra(proof)
    signed = checked_checkpoint(proof, entry_octets, trusted, origin)
    verify_openings(entry_octets, openings)
    return Receipt(proof.index, Entry.parse(entry_octets), openings, signed)


def parse_extra(proof: ProofFile) -> tuple[bytes, tuple[Opening, ...]]:
    """Read the entry and the openings that a receipt carries; not verified.

    Args:
        proof: A parsed `.tlog-proof`.

    Returns:
        The serialised entry and the openings.

    Raises:
        MalformedProof: the file carries none, or not in this format.
    """
    if proof.extra is None:
        raise MalformedProof("the proof file does not carry its entry")
    try:
        document = parse_canonical(proof.extra)
    except MalformedInput as wrong:
        raise MalformedProof(f"extra of the proof file: {wrong}") from wrong
    if not isinstance(document, dict) or set(document) != {"entry", "openings"}:
        raise MalformedProof("the extra of a receipt has exactly entry and openings")
    entry, openings = document["entry"], document["openings"]
    if not isinstance(entry, str) or not isinstance(openings, list):
        raise MalformedProof("the extra of a receipt has an entry and a list of openings")
    parsed: list[Opening] = []
    for opening in openings:
        if not isinstance(opening, str):
            raise MalformedProof("an opening of a receipt is base64")
        parsed.append(Opening.parse(parse_base64(opening, MalformedProof, "opening")))
    return parse_base64(entry, MalformedProof, "entry"), tuple(parsed)


def verify_openings(entry: bytes, openings: Iterable[Opening]) -> None:
    """Check that each opening opens a commitment of this entry.

    Args:
        entry: Serialised entry.
        openings: What the holder kept.

    Raises:
        MalformedEntry: not an entry.
        OpeningFailed: an opening does not open a commitment of this entry.
    """
    parsed = Entry.parse(entry)
    for opening in openings:
        verify_opening(parsed.commitment(opening.field), opening)
