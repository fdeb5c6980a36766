"""Read and write the body of `POST /add-checkpoint`: old size, consistency proof, checkpoint.

Source: C2SP tlog-witness, July 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from egide.journal.errors import MalformedInput, MalformedRequest
from egide.journal.note import MAX_NOTE_BYTES, parse_note
from egide.journal.strict import format_base64, parse_hash, parse_integer

MAX_REQUEST_BYTES: Final = MAX_NOTE_BYTES + 4096
_MAX_PROOF: Final = 63
_OLD: Final = "old "


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """What a log submits to a witness.

    Attributes:
        old_size: Size that the log believes the witness cosigned last.
        proof: Consistency proof from the old size, at most 63 hashes.
        checkpoint: The new checkpoint file.
    """

    old_size: int
    proof: tuple[bytes, ...]
    checkpoint: bytes


def format_add_checkpoint(request: AddCheckpoint) -> bytes:
    """Serialise a request body.

    Args:
        request: Old size, proof and checkpoint.

    Returns:
        UTF-8 bytes.

    Raises:
        MalformedRequest: a content that could not be read back.
    """
    lines = [f"{_OLD}{request.old_size}", *map(format_base64, request.proof), "", ""]
    octets = "\n".join(lines).encode() + request.checkpoint
    if parse_add_checkpoint(octets) != request:
        raise MalformedRequest("this content does not make a request")
    return octets


def parse_add_checkpoint(octets: bytes) -> AddCheckpoint:
    """Read a request body and refuse every other spelling. Nothing is verified here.

    Args:
        octets: Body of the request.

    Returns:
        The request.

    Raises:
        MalformedRequest: oversize, a wrong line, more than 63 hashes, a wrong checkpoint.
    """
    if len(octets) > MAX_REQUEST_BYTES:
        raise MalformedRequest(f"a request is at most {MAX_REQUEST_BYTES} bytes")
    head, separator, checkpoint = octets.partition(b"\n\n")
    if not separator:
        raise MalformedRequest("a request has an empty line before its checkpoint")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as wrong:
        raise MalformedRequest("the lines of a request are ASCII") from wrong
    first = lines.pop(0)
    if not first.startswith(_OLD):
        raise MalformedRequest("a request starts with its old size")
    old_size = parse_integer(first.removeprefix(_OLD), MalformedRequest, "old size")
    if len(lines) > _MAX_PROOF:
        raise MalformedRequest(f"a consistency proof has at most {_MAX_PROOF} hashes")
    proof = tuple(parse_hash(line, MalformedRequest, "hash of the proof") for line in lines)
    try:
        parse_note(checkpoint)
    except MalformedInput as wrong:
        raise MalformedRequest(f"checkpoint of the request: {wrong}") from wrong
    return AddCheckpoint(old_size, proof, checkpoint)
