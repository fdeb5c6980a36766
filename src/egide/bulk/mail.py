"""Protect and restore e-mail files: headers, text parts in any encoding, and attached files.

Text in Base64 and attached files cannot be changed in part: the whole body is replaced, and the original bytes are kept,
sealed, in the store of pseudonyms. What stands for an attached file says that it was withheld.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from egide.bulk.errors import FileRefused
from egide.bulk.message_parts import Header, Leaf, decode_body, decode_words, find_headers, find_leaves
from egide.bulk.outcome import Outcome
from egide.bulk.restoring import check_is_ours, issued_in
from egide.bulk.store import KnownFile, PseudonymStore, StoredRecord
from egide.bulk.workers import Protector
from egide.pseudonyms import Occurrence, Pseudonymiser, Record, readable

__all__ = ["protect_mail", "restore_mail"]

_LARGEST: Final = 64 << 20
_ADDRESS_HEADERS: Final = frozenset({"from", "to", "cc", "bcc", "reply-to", "sender", "resent-from", "resent-to"})
_DISPLAY_NAME: Final = re.compile(r'(?:^|,)[ \t\r\n]*"?([^"<>@,=]*[^"<>@,=\s])"?[ \t\r\n]*(?=<)')
_BOUNDARY: Final = re.compile(r'boundary\s*=\s*("[^"]*"|[^;\s]+)', re.IGNORECASE)
_FREE_HEADERS: Final = frozenset({"subject", "comments", "keywords", "thread-topic"})
_DOMAIN: Final = "@pseudonyme.invalid"
"""Makes an address of a token where the syntax of a header wants one. Source: RFC 2606 §2."""
_STRUCTURE_HEADERS: Final = frozenset({"content-transfer-encoding", "mime-version"})
_WITHHELD: Final = "Fichier joint retenu par Égide / attached file withheld by Égide: {mark}\n"


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def protect_mail(source: Path, target: Path, protector: Protector, store: PseudonymStore) -> Outcome:
    """Protect one message.

    Args:
        source: The message, RFC 5322.
        target: Where the protected message appears, whole or not at all.
        protector: The key, the scope and the detector.
        store: Takes the values, sealed, and the original bodies.

    Returns:
        How many spans and bodies were replaced.

    Raises:
        FileRefused: the message cannot be read or written.
    """
    content = _read(source)
    message = content.decode("latin-1")
    pseudonyms = protector.pseudonyms()
    edits: list[_Edit] = []
    for start, end, leaf in find_leaves(message):
        edits += _header_edits(message, start, end, pseudonyms, protector)
        if leaf is not None:
            edits += _body_edits(message, leaf, pseudonyms, protector, store)
    protected = _edited(message, edits).encode("latin-1")
    store.add(StoredRecord(record, "eml") for record in pseudonyms.issued)
    known = KnownFile(hashlib.sha256(content).hexdigest(), "eml", len(edits))
    store.remember_file(hashlib.sha256(protected).digest(), known)
    _write(target, protected)
    return Outcome("eml", len(edits))


def restore_mail(
    source: Path, target: Path, protector: Protector, store: PseudonymStore, known: KnownFile | None
) -> Outcome:
    """Restore one message.

    Args:
        source: The protected message.
        target: Where the restored message appears, whole or not at all.
        protector: The key and the scope.
        store: Holds the values and the original bodies.
        known: What is remembered of the message.

    Returns:
        How many pseudonyms and bodies became values.

    Raises:
        FileRefused: the message cannot be read or written.
        ForeignFile: the message was not protected with this key.
    """
    message = _read(source).decode("latin-1")
    edits = [
        edit
        for _, _, leaf in find_leaves(message)
        if leaf
        for edit in _original_bodies(message, leaf, protector, store)
    ]
    restored = len(edits)
    kept = {(edit.start, edit.end) for edit in edits}
    pseudonyms = issued_in(message, protector.pseudonyms(), store, "eml")
    for occurrence in pseudonyms.find(message):
        if not any(start <= occurrence.start < end for start, end in kept):
            record = occurrence.record
            raw = record.value.encode().decode("latin-1") if record.raw is None else record.raw
            edits.append(_restoring_edit(message, occurrence, raw))
            restored += 1
    check_is_ours(source, known, restored, lambda: None)
    content = _edited(message, edits).encode("latin-1")
    _write(target, content)
    is_exact = known is not None and known.source_sha256 == hashlib.sha256(content).hexdigest()
    return Outcome("eml", restored, is_exact)


def _restoring_edit(message: str, occurrence: Occurrence, raw: str) -> _Edit:
    bare = occurrence.record.pseudonym.strip("[]")
    start = message.find(bare, occurrence.start, occurrence.end)
    is_exact = message.startswith(occurrence.record.pseudonym, occurrence.start)
    if start < 0 or is_exact:
        return _Edit(occurrence.start, occurrence.end, raw + occurrence.ending)
    end = start + len(bare)  # written without brackets in a header: what stands around it is the header's own
    return _Edit(start, end + len(_DOMAIN) if message.startswith(_DOMAIN, end) else end, raw)


def _header_edits(
    message: str, start: int, end: int, pseudonyms: Pseudonymiser, protector: Protector
) -> Iterator[_Edit]:
    for header in find_headers(message, start, end):
        if header.name in _STRUCTURE_HEADERS:
            continue
        taken: list[tuple[int, int]] = [
            (header.start + found.start(), header.start + found.end())
            for found in _BOUNDARY.finditer(message[header.start : header.end])
        ]
        for first, last, said in decode_words(message, header.start, header.end):
            labels = [found.label for found in protector.find(readable(said))]
            label = "PERSON" if header.name in _ADDRESS_HEADERS else next(iter(labels), None)
            taken.append((first, last))
            if label is not None:
                record = pseudonyms.pseudonym(label, said, raw=message[first:last])
                yield _Edit(first, last, _shown(message, header, (first, last), record))
        value = message[header.start : header.end]
        named = _DISPLAY_NAME.finditer(value) if header.name in _ADDRESS_HEADERS else ()
        spans = [*(("PERSON", *name.span(1)) for name in named)]
        spans += [(span.label, span.start, span.end) for span in pseudonyms.plan(value, protector.find(value))]
        for label, first, last in spans:
            bounds = header.start + first, header.start + last
            if not _meets(bounds, taken):
                taken.append(bounds)
                raw = value[first:last]
                record = _record(pseudonyms, label, _read_bytes(raw), raw)
                yield _Edit(*bounds, _shown(message, header, bounds, record))


def _shown(message: str, header: Header, bounds: tuple[int, int], record: Record) -> str:
    """Write a pseudonym so that the header keeps its syntax, which takes no brackets where an address or a name stands."""
    around = message[bounds[0] - 1] + message[bounds[1] : bounds[1] + 1]
    if header.name in _FREE_HEADERS or any(character.isalnum() for character in around):
        return record.pseudonym
    return record.pseudonym.strip("[]") + (_DOMAIN if record.label == "EMAIL" else "")


def _record(pseudonyms: Pseudonymiser, label: str, value: str, raw: str) -> Record:
    """Give the pseudonym of a value that stands in the message as ``raw``, one character per byte."""
    return pseudonyms.pseudonym(label, value, raw=None if raw == value and raw.isascii() else raw)


def _read_bytes(raw: str) -> str:
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return raw


def _body_edits(
    message: str, leaf: Leaf, pseudonyms: Pseudonymiser, protector: Protector, store: PseudonymStore
) -> Iterator[_Edit]:
    body = message[leaf.start : leaf.end]
    if not body.strip():
        return
    if not leaf.is_text:
        mark = hashlib.sha256(protector.key.reveal() + body.encode("latin-1")).hexdigest()[:24]
        yield _whole_body(leaf, body, _WITHHELD.format(mark=mark), store)
        return
    if leaf.encoding == "base64":
        text = _decode_base64(body, leaf)
        protected = pseudonyms.protect(text, protector.find(readable(text)))
        if protected.replaced:
            yield _whole_body(leaf, body, protected.text, store)
        return
    decoded = decode_body(message, leaf)
    for span in pseudonyms.plan(decoded.text, protector.find(readable(decoded.text))):
        start, end = decoded.starts[span.start], decoded.starts[span.end]
        record = _record(pseudonyms, span.label, decoded.text[span.start : span.end], message[start:end])
        yield _Edit(start, end, record.pseudonym)


def _whole_body(leaf: Leaf, body: str, text: str, store: PseudonymStore) -> _Edit:
    newline = "\r\n" if "\r\n" in body else "\n"
    charset = leaf.headers.get_content_charset() or "utf-8"
    try:
        encoded = text.encode(charset)
    except (LookupError, UnicodeEncodeError):
        encoded = text.encode()
    if leaf.encoding == "base64":
        written = base64.encodebytes(encoded).decode("ascii").replace("\n", newline)
    else:
        written = text.encode("ascii", "replace").decode("ascii").replace("\n", newline)
    tail = body[len(body.rstrip("\r\n")) :].removeprefix(newline)
    written += tail
    store.keep_original(hashlib.sha256(written.strip().encode()).digest(), [body.encode("latin-1")])
    return _Edit(leaf.start, leaf.end, written)


def _original_bodies(message: str, leaf: Leaf, protector: Protector, store: PseudonymStore) -> Iterator[_Edit]:
    body = message[leaf.start : leaf.end]
    if not body.strip():
        return
    original = store.original(hashlib.sha256(body.strip().encode("latin-1")).digest())
    if original is not None:
        yield _Edit(leaf.start, leaf.end, b"".join(original).decode("latin-1"))
        return
    if leaf.is_text and leaf.encoding == "base64":
        text = _decode_base64(body, leaf)
        pseudonyms = issued_in(text, protector.pseudonyms(), store, "eml")
        restored = pseudonyms.restore(text)
        if restored.restored:
            encoded = restored.text.encode(leaf.headers.get_content_charset() or "utf-8", "replace")
            yield _Edit(leaf.start, leaf.end, base64.encodebytes(encoded).decode("ascii"))


def _decode_base64(body: str, leaf: Leaf) -> str:
    try:
        content = base64.b64decode(body)
    except (ValueError, binascii.Error):
        return body
    try:
        return content.decode(leaf.headers.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return content.decode("latin-1")


def _meets(bounds: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(bounds[0] < end and start < bounds[1] for start, end in taken)


def _edited(message: str, edits: list[_Edit]) -> str:
    parts: list[str] = []
    position = 0
    for edit in sorted(edits):
        parts += (message[position : edit.start], edit.text)
        position = edit.end
    return "".join([*parts, message[position:]])


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise FileRefused(f"{path}: a message over 64 MiB.")
        return path.read_bytes()
    except OSError as failed:
        raise FileRefused(f"{path}: cannot be read ({failed.strerror}).") from failed


def _write(target: Path, content: bytes) -> None:
    part = target.with_name(f".{target.name}.egide-part")
    try:
        part.write_bytes(content)
        part.replace(target)
    except OSError as failed:
        raise FileRefused(f"{target}: {failed.strerror}.") from failed
