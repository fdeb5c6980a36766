"""Replace personal data by values that look real, and put it back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from egide.keys import SecretKey
from egide.pseudonyms.codes import CodeShape, derive_code
from egide.pseudonyms.identity import identity_of
from egide.pseudonyms.issued import Issued, Record
from egide.pseudonyms.pseudonymiser import Found, Protected, Restored, Span, merge_spans
from egide.pseudonyms.scope import Scope
from egide.pseudonyms.stream import StreamRestorer
from egide.pseudonyms.surrogates.drawing import Draw
from egide.pseudonyms.surrogates.finding import SurrogateFinder
from egide.pseudonyms.surrogates.names import surrogate_word
from egide.pseudonyms.surrogates.values import surrogate_value
from egide.pseudonyms.vocabulary import LITERAL, type_word

__all__ = ["Surrogates"]

_ATTEMPTS: Final = 200
_ROUNDS: Final = 8
_WORD: Final = re.compile(r"[^\W\d_]+")
_CIVILITIES: Final = frozenset(
    [
        "m",
        "mr",
        "mme",
        "mlle",
        "madame",
        "monsieur",
        "mademoiselle",
        "dr",
        "docteur",
        "me",
        "maitre",
        "de",
        "du",
        "des",
        "la",
        "le",
        "d",
        "l",
    ]
)
_SHIFTED_TOGETHER: Final = frozenset({"BIRTHDATE", "AGE"})


class Surrogates:
    """Realistic pseudonyms for one scope, where the text must read as if nothing had been replaced.

    The words of a name are replaced one by one, so that "Mme Dupont", "DUPONT Claire" and claire.dupont@… stay one person.
    A value for which nothing plausible can be made gets a typed token. Surrogates need the scope's `Issued` to be told
    apart: unlike tokens, a plausible value has not enough room for two of them never to meet.

    Args:
        key: The brand's secret for the use "pseudonyms".
        scope: Where one value has one surrogate.
        issued: What the scope has issued so far; a new list when None.
    """

    def __init__(self, key: SecretKey, scope: Scope, *, issued: Issued | None = None) -> None:
        self._key = scope.key_from(key)
        self._shape = CodeShape.of(wide=True)
        self.scope: Final = scope
        self.issued: Final = issued if issued is not None else Issued()
        self._finder = SurrogateFinder(self.issued)

    def protect(self, text: str, findings: Iterable[Found], *, labels: Iterable[str] | None = None) -> Protected:
        """Replace the personal data of a text by surrogates.

        Args:
            text: Any text.
            findings: What a detector found in it.
            labels: The labels to replace; all of them when None.

        Returns:
            The protected text; restoring it gives ``text`` back.
        """
        wanted = None if labels is None else frozenset(labels)
        mark = self.issued.mark()
        spans = merge_spans(
            text, [Span(f.start, f.end, f.label) for f in findings if wanted is None or f.label in wanted]
        )
        for _ in range(_ROUNDS):
            protected = self._replace(text, spans)
            if self.restore(protected).text == text:
                break
            literal = [Span(one.start, one.end, LITERAL) for one in self._finder.find(text)]
            more = merge_spans(text, [*spans, *literal])
            spans = more if more != spans else [Span(0, len(text), LITERAL)]
        return Protected(self._replace(text, spans), self.issued.since(mark), len(spans))

    def restore(self, text: str) -> Restored:
        """Put the values back; the parts of a replaced name too, such as a family name alone."""
        parts: list[str] = []
        end = restored = 0
        for occurrence in self._finder.find(text):
            parts += (text[end : occurrence.start], occurrence.record.value)
            end = occurrence.end
            restored += 1
        return Restored("".join([*parts, text[end:]]), restored)

    def stream(self, *, as_json: bool = False) -> StreamRestorer:
        """Restore a text that arrives in pieces."""
        return StreamRestorer(self._finder, as_json=as_json)

    def pseudonym(self, label: str, value: str, *, text: str = "") -> Record:
        """Give the surrogate of one value, and remember it as issued.

        Args:
            label: The kind of value.
            value: The value as it is written.
            text: The text it stands in: a surrogate that it already holds is not taken.

        Returns:
            The record.
        """
        known = self.issued.of_value(label, value, None, is_number=False)
        if known is not None:
            return known
        around = text.casefold()
        for attempt in range(_ATTEMPTS):
            made = self._made(label, value, attempt, around)
            if made is None:
                break
            if self._is_free(made, value, around):
                record = Record(made, label, made, value)
                self.issued.add(record)
                return record
        code = derive_code(self._key, self._shape, identity_of(value), value, 0)
        token = f"[{type_word(label)}_{self._shape.format(code)}]"
        record = Record(token, label, token, value)
        self.issued.add(record)
        return record

    def _is_free(self, made: str, value: str, around: str) -> bool:
        """Say whether a surrogate may stand for a value: it is not the value, not in the text, and no other value's."""
        if made.casefold() == value.casefold():
            return False
        known = self._finder.known(made)
        if any(one.pseudonym == made and one.value != value for one in known):
            return False
        return all(_bare(one.value) == _bare(value) for one in known) if known else made.casefold() not in around

    def _replace(self, text: str, spans: Iterable[Span]) -> str:
        parts: list[str] = []
        end = 0
        for span in spans:
            record = self.pseudonym(span.label, text[span.start : span.end], text=text)
            parts += (text[end : span.start], record.pseudonym)
            end = span.end
        return "".join([*parts, text[end:]])

    def _made(self, label: str, value: str, attempt: int, around: str) -> str | None:
        if label == "PERSON":
            return self._name(value, around)
        if label == "EMAIL":
            return self._address(value, attempt, around)
        identity = "" if label in _SHIFTED_TOGETHER else identity_of(value)  # one shift for all dates of the scope
        return surrogate_value(label, value, Draw(self._key, label, identity, str(attempt)))

    def _name(self, value: str, around: str) -> str | None:
        words = [word for word in _WORD.finditer(value) if _bare(word.group()) not in _CIVILITIES]
        if not words:
            return None
        family = next((word for word in words if word.group().isupper() and len(word.group()) > 1), words[-1])
        has_given = len(words) > 1 and not all(word.group().isupper() for word in words)
        made, end = "", 0
        for word in words:
            is_first_name = (has_given or len(words) > 1) and word is not family
            drawn = self._word(word.group(), is_first_name=is_first_name, around=around)
            if drawn is None:
                return None
            made += value[end : word.start()] + drawn
            end = word.end()
        return made + value[end:]

    def _word(self, word: str, *, is_first_name: bool, around: str) -> str | None:
        """Give the surrogate of one word of a name, the same in any case and with or without accents."""
        base = Draw(self._key, "name-word", _bare(word))
        for attempt in range(_ATTEMPTS):
            draw = base if attempt == 0 else Draw(self._key, "name-word", _bare(word), str(attempt))
            drawn = surrogate_word(word, draw, is_first_name=is_first_name)
            known = self._finder.known(drawn)
            if any(_bare(one.value) == _bare(word) for one in known):
                return drawn
            if not known and drawn.casefold() not in around and drawn.casefold() != word.casefold():
                if len(word) > 1:  # an initial alone stands for too much to be restored
                    self.issued.add(Record(drawn, "PERSON", drawn, word))
                return drawn
        return None

    def _address(self, value: str, attempt: int, around: str) -> str | None:
        local, at, _ = value.rpartition("@")
        if not at:
            return None
        words = list(_WORD.finditer(local))
        draw = Draw(self._key, "EMAIL", identity_of(value), str(attempt))
        made, end = "", 0
        for number, word in enumerate(words):
            drawn = self._word(word.group(), is_first_name=number == 0 and len(words) > 1, around=around)
            made += local[end : word.start()] + _bare(drawn or draw.one_of(("contact", "client", "usager")))
            end = word.end()
        suffix = "" if attempt == 0 else draw.digits(3)
        return f"{made}{re.sub(r'[0-9]', lambda _: str(draw.below(10)), local[end:])}{suffix}@courriel.example"


def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).casefold()
