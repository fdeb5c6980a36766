"""Protect every text of a request, known field or not, at any depth; say what was found and what cannot be protected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from egide.gateway.errors import BadRequest
from egide.gateway.histories import NEW_MESSAGES, Histories, History, name_beginnings
from egide.gateway.protocol import (
    IDENTIFIERS,
    MEDIA_KEYS,
    MEDIA_TYPES,
    NUMBERS,
    PROTOCOL_WORDS,
    SEALED_BY_PROVIDER,
    USERS,
)
from egide.gateway.schemas import DEEPEST, are_token_numbers, is_schema, words_of
from egide.gateway.text_cache import Known, TextCache, fingerprint
from egide.pseudonyms import Issued, PseudonymClash, Pseudonymiser, label_of_field, protect_json, readable, whole_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from egide.detection import Detector, Finding
    from egide.pseudonyms import Record
    from egide.pseudonyms.structures import Find, LabelOf

__all__ = ["Findings", "Protector", "Reading"]

Findings: TypeAlias = "dict[tuple[str, str], list[Finding]]"
"""What was found in a text, by the text and what was said before it."""

_LONG_NUMBER: Final = 6
_CONTEXT_BELOW: Final = 160
"""A text shorter than this may be the bare answer to the question before it, and is read with it."""
_CONTEXT: Final = 400
_LONG_CONVERSATION: Final = 6
"""Messages from which a conversation is looked up by its beginning; below, text by text costs less."""

_DATA_URL: Final = re.compile(r"data:(\w+)/[\w.+-]+(?:;[\w=.+-]+)*;base64,")
_TOKEN_NUMBER: Final = re.compile(r"[0-9]{1,6}", re.ASCII)
_SEALED: Final = re.compile(r"[A-Za-z0-9+/=_-]{64,}")
_UNREADABLE: Final = re.compile(r"[A-Za-z0-9+/=_-]{1024,}")
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}", re.ASCII)
_WORD: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]{0,63}", re.ASCII)
# Where developers write schemas: the words that they choose there are the words of their program.
_SCHEMAS: Final = ("tools", "functions", "response_format", "text")
# What a random identifier may look like without being one.
_CHANCE_LABELS: Final = frozenset({"REFERENCE", "SECRET", "ONLINE", "PLATE", "ID_DOCUMENT", "TAX_ID"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A protected request.

    Attributes:
        payload: The request, safe to send for the labels that were replaced.
        kinds: Labels of what was found.
        media: Kinds of content that is not text and cannot be protected.
    """

    payload: Any
    kinds: frozenset[str]
    media: frozenset[str]


@dataclass(slots=True)
class _Pass:
    """What one reading of one request gathers."""

    pseudonyms: Pseudonymiser
    scope: str
    cleared: frozenset[str]
    now_s: float
    kinds: set[str] = field(default_factory=set)
    media: set[str] = field(default_factory=set)
    said_before: str = ""
    words: frozenset[str] = frozenset()
    records: list[Record] = field(default_factory=list)
    others: set[str] = field(default_factory=set)


class Protector:
    """Protects requests with one detector and one cache.

    Args:
        detector: Finds personal data.
        cache: Texts that were protected before.
        secret: Random bytes of this process, by which texts are named in the cache.
        found: What the detector found already in texts of this request.
        histories: Conversations that were protected before; None to look up each text by itself.
    """

    def __init__(
        self,
        detector: Detector,
        cache: TextCache,
        secret: bytes,
        found: Findings | None = None,
        histories: Histories | None = None,
    ) -> None:
        self._found = dict(found or {})
        self._histories = histories
        self._detector = detector
        self._cache = cache
        self._secret = secret

    def protect(
        self,
        payload: Mapping[str, Any],
        pseudonyms: Pseudonymiser,
        *,
        scope: str,
        now_s: float,
        cleared: frozenset[str] = frozenset(),
    ) -> Reading:
        """Protect a request.

        Args:
            payload: What the client sent, parsed.
            pseudonyms: Those of its scope; what is issued is remembered there.
            scope: Names the scope in the cache.
            now_s: Monotonic seconds.
            cleared: Labels that the policy leaves in clear.

        Returns:
            The request, and what was found in it.

        Raises:
            BadRequest: it is nested too deep.
        """
        reading = _Pass(pseudonyms, scope, cleared, now_s, words=self._words_of_schemas(payload))
        protected = {}
        for key, item in payload.items():
            protected[self._key(key, reading)] = self._top_level(key, item, reading)
        return Reading(protected, frozenset(reading.kinds), frozenset(reading.media))

    def unread(self, payload: Mapping[str, Any], *, scope: str, now_s: float) -> list[str]:
        """List texts of messages that the cache does not hold and that are read alone: they can be read with others.

        Args:
            payload: What the client sent, parsed.
            scope: Names the scope in the cache.
            now_s: Monotonic seconds.

        Returns:
            The texts. `protect` reads any other, and any of these that it reads in another way, by itself.
        """
        messages = payload.get("messages")
        texts: list[str] = []
        listed = messages if isinstance(messages, list) else []
        new = 0  # the last messages that were looked at, and were all known
        for position in range(len(listed) - 1, -1, -1):
            message = listed[position]
            text = message.get("content") if isinstance(message, Mapping) else None
            if not isinstance(text, str) or text[:1] in "{[" or (position > 0 and len(text) < _CONTEXT_BELOW):
                continue
            if _UNREADABLE.search(text):
                continue
            if self._cache.get(self._name(text, scope), now_s) is None:
                texts.append(readable(text))
                new = 0
            elif (new := new + 1) == NEW_MESSAGES:
                break  # those before these were sent with them, and are known as well
        return texts[::-1]

    def protect_text(self, text: str, pseudonyms: Pseudonymiser, *, scope: str, now_s: float) -> Known:
        """Protect one text."""
        return self._known(text, "text", _Pass(pseudonyms, scope, frozenset(), now_s), "")

    def _top_level(self, key: str, item: Any, reading: _Pass) -> Any:
        if key == "model":
            return item  # the name of a declared model; the gateway writes the provider's own
        if key in USERS and isinstance(item, str):
            return self._whole(item, "ONLINE", reading)
        if key in NUMBERS and isinstance(item, int | float):
            return item
        if key == "logit_bias" and isinstance(item, Mapping) and all(_TOKEN_NUMBER.fullmatch(one) for one in item):
            return item  # numbers of the model's own vocabulary, as keys
        if key == "modalities" and isinstance(item, list) and "audio" in item:
            reading.media.add("AUDIO")  # a voice would speak the pseudonyms, and nothing restores a voice
        if key in {"input", "prompt"} and are_token_numbers(item):
            reading.media.add("TOKENS")
            return item
        if key == "messages" and isinstance(item, list) and len(item) >= _LONG_CONVERSATION:
            return self._messages(item, reading)
        return self._value(item, key, reading, named=key == "metadata", depth=1)

    def _messages(self, messages: list[Any], reading: _Pass) -> list[Any]:
        """Protect a long conversation: its beginning at once if it was protected before, then what is new."""
        histories = self._histories
        if histories is None:
            return [self._value(one, "messages", reading, named=False, depth=2) for one in messages]
        parts = (reading.scope, ",".join(sorted(reading.cleared)), ",".join(sorted(reading.words)), reading.said_before)
        names = name_beginnings(self._secret, parts, messages)
        known = self._known_history(names, reading)
        # What the messages hold is told apart from what the rest of the request holds.
        around = (reading.kinds, reading.media, reading.records, reading.others)
        reading.kinds, reading.media, reading.records, reading.others = set(), set(), [], set()
        protected: list[Any] = []
        issued = Issued()
        if known is not None:
            protected += known.messages
            reading.kinds |= known.kinds
            reading.media |= known.media
            reading.others |= known.others
            reading.said_before = known.said_before
            issued = known.issued
        for position in range(len(protected), len(messages)):
            protected.append(self._value(messages[position], "messages", reading, named=False, depth=2))
            if position + 2 >= len(messages):
                issued = issued.copy()
                issued.merge(reading.records)
                reading.records = []
                held = (frozenset(one) for one in (reading.kinds, reading.media, reading.others))
                histories.put(
                    names[position + 1],
                    History(tuple(protected), issued, reading.said_before, *held),
                    reading.now_s,
                )
        reading.kinds |= around[0]
        reading.media |= around[1]
        reading.records, reading.others = around[2:]
        return protected

    def _known_history(self, names: Mapping[int, bytes], reading: _Pass) -> History | None:
        """Find the longest beginning that was protected before and still reads as it did; put its pseudonyms back."""
        assert self._histories is not None  # noqa: S101 - asked with histories only
        for count in sorted(names, reverse=True):
            known = self._histories.get(names[count], reading.now_s) if count else None
            if known is None or any(code in reading.pseudonyms.issued for code in known.others):
                continue
            try:
                reading.pseudonyms.issued.adopt(known.issued)
            except PseudonymClash:
                continue
            return known
        return None

    def _value(self, item: Any, key: str, reading: _Pass, *, named: bool, depth: int) -> Any:
        if depth > DEEPEST:
            raise BadRequest("too_deep", f"The request is nested more than {DEEPEST} levels deep.")
        if isinstance(item, str):
            return self._string(item, key, reading, named=named)
        if item is None or isinstance(item, bool):
            return item
        if isinstance(item, int | float):
            return self._number(item, key, reading, named=named)
        if isinstance(item, Mapping):
            return self._mapping(item, reading, named=named or key == "arguments", depth=depth)
        return [self._value(one, key, reading, named=named, depth=depth + 1) for one in item]

    def _mapping(self, item: Mapping[str, Any], reading: _Pass, *, named: bool, depth: int) -> dict[str, Any]:
        kind = item.get("type")
        if isinstance(kind, str) and kind in MEDIA_TYPES and len(item) > 1 and not is_schema(item):
            reading.media.add(MEDIA_TYPES[kind])
        protected = {}
        for key, value in item.items():
            if key in MEDIA_KEYS and value and not isinstance(value, bool) and not is_schema(value):
                reading.media.add(MEDIA_KEYS[key])
            if key == "name" and "role" in item and isinstance(value, str):
                written: Any = self._participant(value, reading)
            else:
                written = self._value(value, key, reading, named=named, depth=depth + 1)
            protected[self._key(key, reading)] = written
        return protected

    def _participant(self, name: str, reading: _Pass) -> str:
        """Protect the name of whoever speaks in a message; a function keeps its own."""
        return name if name in reading.words else self._whole(name, "PERSON", reading)

    def _string(self, text: str, key: str, reading: _Pass, *, named: bool) -> str:
        if not text or text in PROTOCOL_WORDS or text in reading.words:
            return text
        if key in SEALED_BY_PROVIDER and _SEALED.fullmatch(text):
            return text
        if (url := _DATA_URL.search(text)) is not None:
            reading.media.add({"image": "IMAGE", "audio": "AUDIO", "video": "VIDEO"}.get(url[1], "FILE"))
            return text
        if _UNREADABLE.search(text):
            reading.media.add("FILE")
            return text
        if key in IDENTIFIERS and _IDENTIFIER.fullmatch(text) and not self._speaks(text):
            return text
        label = label_of_field(key) if named else None
        if label is not None:
            return self._whole(text, label, reading)
        if named or key == "arguments" or (key in {"content", "output"} and text[:1] in "{["):
            return self._known(text, "named", reading, "").text
        said_before = ""
        if key in {"content", "text", "input"}:
            said_before, reading.said_before = reading.said_before, text
        return self._known(text, "text", reading, said_before if len(text) < _CONTEXT_BELOW else "").text

    def _speaks(self, identifier: str) -> bool:
        """Say whether an identifier holds somebody's data: one word alone may be anything, a first name too."""
        spelt = re.sub(r"[_.:$-]+", " ", identifier)
        for text in {identifier, spelt}:
            for found in self._detector.find(text):
                words = text[found.start : found.end].split()
                if found.label not in _CHANCE_LABELS and (found.label != "PERSON" or len(words) > 1):
                    return True
        return False

    def _words_of_schemas(self, payload: Mapping[str, Any]) -> frozenset[str]:
        """Gather the names of functions and of their parameters, which stay as they are wherever they are repeated."""
        words: set[str] = set()
        for name in _SCHEMAS:
            words |= set(words_of(payload.get(name), 0))
        return frozenset(word for word in words if _WORD.fullmatch(word) and not self._is_personal(word))

    def _is_personal(self, word: str) -> bool:
        name = fingerprint(self._secret, "word", word)
        known = self._cache.get(name, 0.0)
        if known is None:
            known = Known("", frozenset({"PERSON"} if self._speaks(word) else ()), ())
            self._cache.put(name, known, 0.0)
        return bool(known.labels)

    def _number(self, number: float, key: str, reading: _Pass, *, named: bool) -> Any:
        label = label_of_field(key) if named else None
        if label is None and len(str(number)) < _LONG_NUMBER:
            return number
        find, found = self._finder(reading, "", "")
        if label is not None:
            found.add(label)
        reading.kinds |= found
        if label in reading.cleared:
            return number
        protected = protect_json({"n": number}, reading.pseudonyms, find, label_of=lambda _: label)["n"]
        if isinstance(protected, str):
            reading.records += (occurrence.record for occurrence in reading.pseudonyms.find(protected))
        return protected

    def _whole(self, text: str, label: str, reading: _Pass) -> str:
        return self._known(text, f"whole:{label}", reading, "").text

    def _key(self, key: str, reading: _Pass) -> str:
        known = key in PROTOCOL_WORDS or key in reading.words
        return key if known else self._known(key, "text", reading, "").text

    def _known(self, text: str, mode: str, reading: _Pass, said_before: str) -> Known:
        cleared = ",".join(sorted(reading.cleared))
        # In JSON, what is a word of the program depends on the request's own schemas.
        words = ",".join(sorted(reading.words)) if mode == "named" else ""
        name = self._name(text, reading.scope, mode, cleared, words, said_before)
        known = self._cache.get(name, reading.now_s)
        if known is None or not _still_holds(known, reading.pseudonyms):
            known = self._protect(text, mode, reading, said_before)
            self._cache.put(name, known, reading.now_s)
        reading.kinds |= known.labels
        reading.records += known.records
        reading.others |= known.others
        return known

    def _name(
        self, text: str, scope: str, mode: str = "text", cleared: str = "", words: str = "", said_before: str = ""
    ) -> bytes:
        """Name what a text becomes in one scope and one way of reading."""
        return fingerprint(self._secret, scope, mode, cleared, words, said_before, text)

    def _protect(self, text: str, mode: str, reading: _Pass, said_before: str) -> Known:
        pseudonyms = reading.pseudonyms
        whole = mode.removeprefix("whole:") if mode.startswith("whole:") else ""
        find, found = self._finder(reading, whole, said_before)
        label_of = _clearing(reading.cleared, found) if mode == "named" else None
        if whole:
            protected = pseudonyms.protect(text, find(readable(text))).text
        else:
            protected = protect_json(text, pseudonyms, find, label_of=label_of)
        records = {occurrence.record.pseudonym: occurrence.record for occurrence in pseudonyms.find(protected)}
        others: frozenset[str] = frozenset()
        if pseudonyms.scope.conversation is not None:
            others = frozenset(pseudonyms.codes_in(protected)) - {record.code for record in records.values()}
        return Known(protected, frozenset(found), tuple(records.values()), others)

    def _finder(self, reading: _Pass, whole: str, said_before: str) -> tuple[Find, set[str]]:
        """Return what finds the spans to replace, and the set in which it notes every label that it met."""
        found: set[str] = set()

        def find(text: str) -> Iterable[Any]:
            if text in reading.words:
                return
            spans = whole_value(whole)(text) if whole else self._find(text, said_before)
            for span in spans:
                found.add(span.label)
                if span.label not in reading.cleared:
                    yield span

        return find, found

    def _find(self, text: str, said_before: str) -> list[Finding]:
        found = self._found.get((text, said_before))
        if found is None:
            if said_before:
                found = self._detector.find_conversation([readable(said_before[-_CONTEXT:]), text])[1]
            else:
                found = self._detector.find(text)
            # What the policy leaves in clear has the request protected again: it is not read again for that.
            self._found[text, said_before] = found
        return found


def _clearing(cleared: frozenset[str], found: set[str]) -> LabelOf:
    """Say what a field holds from its name, without what the policy leaves in clear."""

    def label_of(name: str) -> str | None:
        label = label_of_field(name)
        if label is None:
            return None
        found.add(label)
        return None if label in cleared else label

    return label_of


def _still_holds(known: Known, pseudonyms: Pseudonymiser) -> bool:
    """Put the pseudonyms of a known text back in the scope, and check that they read as they did."""
    # A code issued since may stand in a text that was written before it.
    if any(code in pseudonyms.issued for code in known.others):
        return False
    try:
        pseudonyms.issued.merge(known.records)
    except PseudonymClash:
        return False
    return True
