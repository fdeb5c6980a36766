"""Read and write signed notes: a text, an empty line, signature lines.

Source: C2SP signed-note, July 2026. Whether a signature is good is decided in `signatures`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from egide.journal.errors import MalformedKey, MalformedNote
from egide.journal.keys import KEY_ID_BYTES, check_key_name
from egide.journal.strict import format_base64, parse_base64

MAX_NOTE_BYTES: Final = 1_000_000
MAX_SIGNATURES: Final = 64
_DASH: Final = "\N{EM DASH}"
_SIGNATURE: Final = re.compile(rf"{_DASH} (?P<name>[^ \n]+) (?P<blob>[A-Za-z0-9+/]+={{0,2}})\n")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line.

    Attributes:
        name: Name of the key.
        key_id: Four bytes.
        signature: What the key produced, of the length of its type.
    """

    name: str
    key_id: bytes
    signature: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A text and who signed it.

    Attributes:
        text: Signed text, ending with a newline.
        signatures: One or more, in the order of the file.
    """

    text: str
    signatures: tuple[NoteSignature, ...]


def format_signature(signature: NoteSignature) -> str:
    """Print one signature line, newline included."""
    return f"{_DASH} {signature.name} {format_base64(signature.key_id + signature.signature)}\n"


def parse_signature(line: str) -> NoteSignature:
    """Read one signature line.

    Args:
        line: Em dash, space, name, space, base64, newline.

    Returns:
        The signature.

    Raises:
        MalformedNote: anything else.
    """
    found = _SIGNATURE.fullmatch(line)
    if found is None:
        raise MalformedNote("a signature line is an em dash, a key name and base64")
    try:
        check_key_name(found["name"])
    except MalformedKey as wrong:
        raise MalformedNote(str(wrong)) from wrong
    blob = parse_base64(found["blob"], MalformedNote, "signature")
    if len(blob) <= KEY_ID_BYTES:
        raise MalformedNote("a signature is longer than its key id")
    return NoteSignature(found["name"], blob[:KEY_ID_BYTES], blob[KEY_ID_BYTES:])


def format_note(note: Note) -> bytes:
    """Serialise a note.

    Args:
        note: Text and signatures.

    Returns:
        UTF-8 bytes.

    Raises:
        MalformedNote: a text that could not be read back.
    """
    octets = (note.text + "\n" + "".join(map(format_signature, note.signatures))).encode()
    if parse_note(octets) != note:
        raise MalformedNote("this text and these signatures do not make a note")
    return octets


def parse_note(octets: bytes) -> Note:
    """Read a note and refuse every other spelling. No signature is verified here.

    Args:
        octets: At most 1 MB.

    Returns:
        The note.

    Raises:
        MalformedNote: oversize, not UTF-8, a control character, no empty line, no or a bad signature line.
    """
    if len(octets) > MAX_NOTE_BYTES:
        raise MalformedNote(f"a note is at most {MAX_NOTE_BYTES} bytes")
    try:
        whole = octets.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise MalformedNote("a note is UTF-8") from wrong
    if _CONTROL.search(whole):
        raise MalformedNote("a note has no control character but newline")
    if not whole.endswith("\n"):
        raise MalformedNote("a note ends with a newline")
    text, separator, tail = whole.rpartition("\n\n")
    if not separator:
        raise MalformedNote("a note has an empty line before its signatures")
    if not tail:
        raise MalformedNote("a note has at least one signature")
    # split on the newline alone: str.splitlines cuts at eight other characters.
    lines = [line + "\n" for line in tail.split("\n")[:-1]]
    if len(lines) > MAX_SIGNATURES:
        raise MalformedNote(f"a note has at most {MAX_SIGNATURES} signatures")
    note = Note(text + "\n", tuple(map(parse_signature, lines)))
    if (note.text + "\n" + "".join(map(format_signature, note.signatures))).encode() != octets:
        raise MalformedNote("note with another spelling")
    return note
