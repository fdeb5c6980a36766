"""Replace personal data by pseudonyms, and put it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol

from egide.keys import SecretKey
from egide.pseudonyms.codes import CodeShape, derive_code
from egide.pseudonyms.errors import PseudonymError, SpanRefused
from egide.pseudonyms.finding import Occurrence, TokenFinder
from egide.pseudonyms.identity import identity_of
from egide.pseudonyms.issued import Issued, Record
from egide.pseudonyms.scope import Scope
from egide.pseudonyms.stream import StreamRestorer
from egide.pseudonyms.vocabulary import LITERAL, type_word

__all__ = ["Found", "Protected", "Pseudonymiser", "Restored", "Span", "merge_spans"]

_ATTEMPTS: Final = 64
_ROUNDS: Final = 8
_MARKS: Final = frozenset("\\[](){}<>«»*&%_")


class Found(Protocol):
    """What a detector says of one span: half-open offsets in code points."""

    @property
    def label(self) -> str:
        """The kind of value."""
        ...

    @property
    def start(self) -> int:
        """The first code point."""
        ...

    @property
    def end(self) -> int:
        """The code point after the last."""
        ...


@dataclass(frozen=True, slots=True)
class Protected:
    """A text whose personal data was replaced."""

    text: str
    """The text, safe to send."""
    issued: tuple[Record, ...] = field(default=(), repr=False)
    """The records that this text added to the scope: what has to be stored, sealed."""
    replaced: int = 0
    """How many spans were replaced."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A text whose pseudonyms became values again."""

    text: str = field(repr=False)
    restored: int = 0
    """How many pseudonyms were."""


class Span(NamedTuple):
    """A part of a text to replace."""

    start: int
    end: int
    label: str


class Pseudonymiser:
    """The pseudonyms of one scope.

    One value, one pseudonym, in every process that holds the key; what it restores is what this scope issued. Not safe to
    share between threads: one per request, over the same `Issued` where one conversation is served by one process.

    Args:
        key: The brand's secret for the use "pseudonyms" (`KeyRing.brand_secret`).
        scope: Where one value has one pseudonym.
        issued: What the scope has issued so far; a new list when None.

    Example:
        >>> from egide.detection import Finding
        >>> pseudonyms = Pseudonymiser(SecretKey(bytes(32)), Scope("acme", "support", "c1"))
        >>> protected = pseudonyms.protect("Bonjour Zoé", [Finding("PERSON", 8, 11, 1.0)])
        >>> protected.text
        'Bonjour [PERSONNE_f8r2-tcpk]'
        >>> pseudonyms.restore("Merci, <personne_F8R2-TCPK> !").text
        'Merci, Zoé !'
    """

    def __init__(self, key: SecretKey, scope: Scope, *, issued: Issued | None = None) -> None:
        self._key = scope.key_from(key)
        self._shape = CodeShape.of(wide=scope.conversation is None)
        self.scope: Final = scope
        self.issued: Final = issued if issued is not None else Issued()
        self._finder = TokenFinder(self.issued, self._shape)

    @property
    def shortest(self) -> int:
        """A text with fewer characters holds no pseudonym of this scope."""
        return self._shape.letters

    def pseudonym(self, label: str, value: str, *, raw: str | None = None, is_number: bool = False) -> Record:
        """Give the pseudonym of one value, and remember it as issued.

        Args:
            label: The kind of value.
            value: The value as it is written.
            raw: How its file escapes it, where not as usual; its pseudonym is then another writing of the value.
            is_number: Whether it stands in JSON without quotes.

        Returns:
            The record; the same for the same value, whatever was issued before.

        Raises:
            PseudonymError: no free code was found, which has no chance to happen.
        """
        issued = self.issued.of_value(label, value, raw, is_number=is_number)
        if issued is not None:
            return issued
        identity = identity_of(value)
        written = value if raw is None and not is_number else f"{value}\0{raw}\0{is_number}"
        for attempt in range(_ATTEMPTS):
            code = derive_code(self._key, self._shape, identity, written, attempt)
            record = Record(code, label, f"[{type_word(label)}_{self._shape.format(code)}]", value, raw, is_number)
            known = self.issued.get(code)
            if known is None or known.stands_for(record):
                self.issued.add(record)
                return record
        raise PseudonymError("No code is free for this value.")

    def protect(self, text: str, findings: Iterable[Found], *, labels: Iterable[str] | None = None) -> Protected:
        """Replace the personal data of a text.

        Overlapping findings are replaced as one, so that no part of a value stays. Text that already reads like a
        pseudonym of this scope is replaced too, so that it comes back as it was.

        Args:
            text: Any text.
            findings: What a detector found in it, in any order.
            labels: The labels to replace; all of them when None.

        Returns:
            The protected text; restoring it gives ``text`` back, byte for byte.

        Raises:
            SpanRefused: a finding lies outside the text.
        """
        mark = self.issued.mark()
        spans, protected = self._plan(text, findings, labels)
        return Protected(protected, self.issued.since(mark), len(spans))

    def plan(self, text: str, findings: Iterable[Found], *, labels: Iterable[str] | None = None) -> list[Span]:
        """Say which spans `protect` replaces: the findings without overlap, and text that reads like a pseudonym.

        Args:
            text: Any text.
            findings: What a detector found in it, in any order.
            labels: The labels to replace; all of them when None.

        Returns:
            The spans, in order.

        Raises:
            SpanRefused: a finding lies outside the text.
        """
        return self._plan(text, findings, labels)[0]

    def _plan(self, text: str, findings: Iterable[Found], labels: Iterable[str] | None) -> tuple[list[Span], str]:
        """Say which spans are replaced, and what the text becomes."""
        wanted = None if labels is None else frozenset(labels)
        asked = [Span(f.start, f.end, f.label) for f in findings if wanted is None or f.label in wanted]
        asked += self._literals(text)
        spans = merge_spans(text, asked) if asked else asked
        # In a wide scope, whatever reads like a code is among what was asked: there is no need to look again.
        if not spans and (self.scope.conversation is None or not self.count_codes(text)):
            return [], text
        for _ in range(_ROUNDS):
            protected, placed = self._replace(text, spans)
            if self.count_codes(protected) == len(placed) and not _touches_a_mark(text, spans):
                return spans, protected
            more = merge_spans(text, [*spans, *self._misread(spans, protected, placed)])
            if more == spans:
                return spans, protected
            spans = more
        whole = [Span(0, len(text), LITERAL)]
        return whole, self._replace(text, whole)[0]

    def restore(self, text: str) -> Restored:
        """Put the values back in a text, such as a model's answer.

        Args:
            text: Any text; its pseudonyms may have changed case, brackets, escapes or type word.

        Returns:
            The text with every pseudonym that this scope issued replaced by its value, and nothing else changed.
        """
        parts: list[str] = []
        end = restored = 0
        for occurrence in self._finder.find(text):
            parts += (text[end : occurrence.start], occurrence.record.value, occurrence.ending)
            end = occurrence.end
            restored += 1
        parts.append(text[end:])
        return Restored("".join(parts), restored)

    def find(self, text: str) -> list[Occurrence]:
        """List the pseudonyms of this scope in a text, in order."""
        return list(self._finder.find(text))

    def count_codes(self, text: str) -> int:
        """Count the codes of issued pseudonyms in a text, whatever stands around them."""
        return self._finder.count_codes(text)

    def codes_in(self, text: str) -> set[str]:
        """List what could be the code of a pseudonym of this scope, issued or not: what to look up before `restore`."""
        return self._finder.codes_in(text)

    def stream(self, *, as_json: bool = False) -> StreamRestorer:
        """Restore a text that arrives in pieces.

        Args:
            as_json: Whether the text is JSON, such as the arguments of a tool call: values are escaped in it.

        Returns:
            What takes the pieces.
        """
        return StreamRestorer(self._finder, as_json=as_json)

    def _replace(self, text: str, spans: Sequence[Span]) -> tuple[str, list[Occurrence]]:
        parts: list[str] = []
        placed: list[Occurrence] = []
        end = length = 0
        for span in spans:
            record = self.pseudonym(span.label, text[span.start : span.end])
            parts += (text[end : span.start], record.pseudonym)
            length += span.start - end
            placed.append(Occurrence(length, length + len(record.pseudonym), record))
            length += len(record.pseudonym)
            end = span.end
        parts.append(text[end:])
        return "".join(parts), placed

    def _literals(self, text: str) -> list[Span]:
        """Find every text with the shape of a wide code: any process of the scope may issue it."""
        if self.scope.conversation is not None:
            return []
        return [Span(*sign.span(), LITERAL) for sign in self._finder.signs(text)]

    def _misread(self, spans: Sequence[Span], protected: str, placed: Sequence[Occurrence]) -> list[Span]:
        """Say which parts of the text would not come back, as more spans to replace."""
        expected = {(occurrence.start, occurrence.end) for occurrence in placed}
        more: list[Span] = []
        for occurrence in self._finder.find(protected):
            if (occurrence.start, occurrence.end) in expected:
                continue
            start = _position_before(occurrence.start, spans, placed, end=False)
            end = _position_before(occurrence.end, spans, placed, end=True)
            more.append(Span(start, end, LITERAL))
        return more


def _touches_a_mark(text: str, spans: Sequence[Span]) -> bool:
    """Say whether a mark beside a span might be read as the bracket or the escape of the pseudonym in its place."""
    return any(text[span.start - 1 : span.start] in _MARKS or text[span.end : span.end + 1] in _MARKS for span in spans)


def _position_before(position: int, spans: Sequence[Span], placed: Sequence[Occurrence], *, end: bool) -> int:
    """Translate a position of the protected text into one of the source; inside a pseudonym, to that span's edge."""
    shift = 0
    for span, occurrence in zip(spans, placed, strict=True):
        if position < occurrence.start or (end and position == occurrence.start):
            break
        if position < occurrence.end or (end and position == occurrence.end):
            return span.end if end else span.start
        shift = span.end - occurrence.end
    return position + shift


def merge_spans(text: str, spans: Sequence[Span]) -> list[Span]:
    """Order the spans and join those that overlap, under the label of the longest."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not 0 <= span.start <= span.end <= len(text):
            raise SpanRefused("A finding lies outside its text.")
        if span.start == span.end:
            continue
        if merged and span.start < merged[-1].end:
            last = merged.pop()
            longest = max(last, span, key=lambda one: (one.label != LITERAL, one.end - one.start))
            merged.append(Span(last.start, max(last.end, span.end), longest.label))
        else:
            merged.append(span)
    return merged
