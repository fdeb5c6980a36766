"""Read mail headers as they come: folded, encoded, truncated, in bytes that no standard allows.

The standard library's structured headers raise on some of these; here every header reads as some text.

Source: RFC 5322 §2.2, RFC 2047 §2, RFC 2231 §3.
"""

from __future__ import annotations

import binascii
import codecs
import re
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final

from egide.intake.fields import clean_text

__all__ = ["addresses", "decode_bytes", "decode_words", "header", "message_ids", "sent_at"]

_ENCODED_WORD: Final = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\n]*)\?=")
_BETWEEN_WORDS: Final = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_MESSAGE_ID: Final = re.compile(r"<\s*([^<>\s]{1,500})\s*>")
_YEARS: Final = range(1960, 2100)  # senders of unwanted mail date it far ahead, to stay on top
_HEADER_CHARS: Final = 20_000  # a header longer than this is cut: References of long threads stay under
# Charset names that mails use and Python does not know, or knows in a narrower sense.
_CHARSETS: Final = {
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "windows-874": "cp874",
    "iso-8859-8-i": "iso-8859-8",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "iso-2022-jp": "iso2022_jp_2",
    "unicode-1-1-utf-7": "utf-7",
    "utf8": "utf-8",
}
# Codecs that turn bytes into something else than text, or that expand without bound.
_TEXT_CODECS_ONLY: Final = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)


def header(message: Message, name: str) -> str:
    """Read the first header of a name as one line of text; ``""`` when there is none."""
    for held, raw in message.raw_items():
        if held.casefold() == name.casefold():
            return decode_words(str(raw)[:_HEADER_CHARS])
    return ""


def decode_words(raw: str) -> str:
    """Unfold a header and decode its RFC 2047 words; what does not decode stays as it is.

    Returns:
        One line of text.

    >>> decode_words("=?utf-8?Q?R=C3=A9siliation?= =?utf-8?B?IMOgIGZpbg==?=")
    'Résiliation à fin'
    """
    plain = decode_bytes(raw.encode("utf-8", "surrogateescape"), "utf-8")
    plain = " ".join(_BETWEEN_WORDS.sub(r"\1", plain).split())
    if "=?" in plain:
        plain = _decode_encoded(plain)
    return clean_text(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", plain))


def _decode_encoded(plain: str) -> str:
    """Decode encoded words; neighbours of one charset are joined as bytes, since mailers cut inside characters."""
    parts: list[str] = []
    pending = b""
    charset = ""
    end = 0

    def flush() -> None:
        nonlocal pending
        if pending:
            parts.append(decode_bytes(pending, charset))
            pending = b""

    for word in _ENCODED_WORD.finditer(plain):
        content = _word_bytes(word[2], word[3])
        if content is None:
            continue
        word_charset = word[1].partition("*")[0]
        if word.start() > end or word_charset.casefold() != charset.casefold():
            flush()
            parts.append(plain[end : word.start()])
        charset = word_charset
        pending += content
        end = word.end()
    flush()
    parts.append(plain[end:])
    return "".join(parts)


def _word_bytes(encoding: str, text: str) -> bytes | None:
    if encoding in "bB":
        try:
            return binascii.a2b_base64(text.encode("ascii", "replace") + b"==")
        except binascii.Error:
            return None
    return binascii.a2b_qp(text.encode("utf-8", "replace"), header=True)


def decode_bytes(content: bytes, charset: str) -> str:
    """Decode bytes under the charset a mail announces; a false or unknown one falls back to UTF-8, then Windows-1252."""
    name = charset.strip().strip("\"';").casefold()
    for candidate in (_CHARSETS.get(name, name), "utf-8", "cp1252"):
        try:
            info = codecs.lookup(candidate)
            if info.name in _TEXT_CODECS_ONLY:
                continue
            decoded = content.decode(candidate)
        except (LookupError, ValueError, UnicodeError):
            continue
        return decoded
    return content.decode("cp1252", "replace")


def addresses(message: Message, name: str) -> list[tuple[str, str]]:
    """Read the people of a header: ``(display name, address)``, those without an address left out."""
    raws = [str(raw)[:_HEADER_CHARS] for held, raw in message.raw_items() if held.casefold() == name.casefold()]
    # Names are decoded after the list is cut: an encoded comma separates nobody.
    unfolded = [" ".join(raw.split()) for raw in raws]
    try:
        pairs = getaddresses(unfolded)
    except (ValueError, IndexError, AttributeError, TypeError, RecursionError):
        pairs = []
    found = [
        (decode_words(person).strip(" \"'"), decode_words(address).strip(" \"'<>"))
        for person, address in pairs
        if "@" in address
    ]
    if found and not any(" " in address for _, address in found):
        return found
    loose = re.findall(r"[^\s<>\"'(),;:]{1,64}@[^\s<>\"'(),;:]{1,255}", decode_words(" ".join(unfolded)))
    return [("", address.rstrip(".")) for address in loose]


def message_ids(message: Message, name: str) -> tuple[str, ...]:
    """Read the Message-IDs of a header, without brackets, each once, in order."""
    raw = header(message, name)
    found = _MESSAGE_ID.findall(raw)
    if not found and "@" in raw and " " not in raw.strip():
        found = [raw.strip("<> ")]
    return tuple(dict.fromkeys(found))


def sent_at(message: Message) -> datetime | None:
    """Say when a mail was sent: ``Date``, else the date of its last relay; None when neither reads."""
    candidates = [header(message, "Date"), header(message, "Resent-Date")]
    candidates.extend(
        decode_words(str(raw)).rpartition(";")[2] for held, raw in message.raw_items() if held.casefold() == "received"
    )
    for candidate in candidates:
        if not candidate:
            continue
        try:
            moment = parsedate_to_datetime(candidate)
            sent = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
            continue
        if sent.year in _YEARS:
            return sent
    return None
