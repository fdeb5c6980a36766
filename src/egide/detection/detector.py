"""The detector: recognisers composed once, findings resolved once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final, Protocol, runtime_checkable

from egide.detection.brand import AllowList, BrandRules
from egide.detection.conversation import Turn
from egide.detection.finding import Finding
from egide.detection.overlaps import resolve
from egide.detection.propagation import propagate
from egide.detection.recogniser import Recogniser
from egide.detection.text import Cleaned, Text, clean

__all__ = ["BATCH", "Detector"]

BATCH: Final = 128
"""How many texts `find_many` reads ahead: what each recogniser needs then stays in the cache of the core for as many."""

_BATCH_CHARACTERS: Final = 64_000
"""After so many characters a batch is full, so that long texts are not kept by the hundred."""


@runtime_checkable
class _Preparer(Protocol):
    """A recogniser that works faster on several texts at a time."""

    def prepare_many(self, texts: Sequence[Text]) -> None:
        """Read the texts before `find` is called on each."""
        ...


@runtime_checkable
class _Batcher(Protocol):
    """A recogniser that finds faster in several texts at a time."""

    def find_many(self, texts: Sequence[Text]) -> Sequence[Iterable[Finding]]:
        """Propose the findings of each text."""
        ...


class Detector:
    """Find personal data in texts and conversations.

    Immutable and safe to share between threads.

    Example:
        >>> from egide.detection import Detector
        >>> [str(found) for found in Detector.default().find("joignable sur zoe@courriel.example")]
        ['EMAIL[14:34]']
    """

    __slots__ = ("_allow", "_recognisers")

    def __init__(self, recognisers: Iterable[Recogniser], allow: AllowList | None = None) -> None:
        self._recognisers = tuple(recognisers)
        self._allow = allow

    @staticmethod
    def default() -> Detector:
        """Return the detector with all rules, names, tagger and sensitive labels; built once per process."""
        return _default()

    @staticmethod
    def rules_only() -> Detector:
        """Return the detector with the rules, written and spoken, without names, tagger and sensitive labels."""
        return _rules_only()

    @property
    def recognisers(self) -> tuple[Recogniser, ...]:
        """The recognisers, in the order in which they run."""
        return self._recognisers

    def with_recognisers(self, *more: Recogniser) -> Detector:
        """Return a detector that also runs `more`, such as a brand's own rules."""
        return Detector((*self._recognisers, *more), self._allow)

    def with_brand(self, rules: BrandRules) -> Detector:
        """Return a detector that also runs a brand's own rules, and leaves what the brand allows in clear."""
        return Detector((*self._recognisers, *rules.recognisers), rules.allow)

    def find(self, text: str) -> list[Finding]:
        """Find the personal data of one text.

        Args:
            text: Any text, of any length and language.

        Returns:
            Findings that do not overlap, in reading order; offsets are code points of `text`, half-open.
        """
        cleaned = clean(text)
        prepared = Text(cleaned.text)
        proposals: list[Finding] = []
        for recogniser in self._recognisers:
            proposals.extend(recogniser.find(prepared))
        return self._settle(cleaned, prepared, proposals)

    def find_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
        """Find the personal data of many texts, one answer per text, in order.

        Texts are read ahead by `BATCH`, fewer when they are long, so that a tagger may run on several at a time.
        """
        preparers = [recogniser.prepare_many for recogniser in self._recognisers if isinstance(recogniser, _Preparer)]
        for batch in _batches(texts):
            prepared = [Text(cleaned.text) for cleaned in batch]
            for prepare in preparers:
                prepare(prepared)
            # Recogniser by recogniser: the code and the tables of one stay in the cache of the core for all texts.
            proposals: list[list[Finding]] = [[] for _ in batch]
            for recogniser in self._recognisers:
                many = (
                    recogniser.find_many(prepared)
                    if isinstance(recogniser, _Batcher)
                    else map(recogniser.find, prepared)
                )
                for found, more in zip(proposals, many, strict=True):
                    found.extend(more)
            for cleaned, text, found in zip(batch, prepared, proposals, strict=True):
                yield self._settle(cleaned, text, found)

    def find_conversation(self, turns: Sequence[Turn | str]) -> list[list[Finding]]:
        """Find the personal data of a conversation.

        The turns are read as one text, so that an answer is understood by the question before it, a number cut by the
        other speaker is put together, and what is found in one turn is found in all.

        Args:
            turns: What was said or written, in order.

        Returns:
            One list per turn; offsets are code points of the turn's text.
        """
        texts = [turn if isinstance(turn, str) else turn.text for turn in turns]
        starts: list[int] = []
        pieces: list[str] = []
        length = 0
        for turn, text in zip(turns, texts, strict=True):
            label = _speaker_label(turn)
            starts.append(length + len(label))
            pieces.append(label + text)
            length += len(label) + len(text) + 1
        answers: list[list[Finding]] = [[] for _ in texts]
        for finding in self.find("\n".join(pieces)):
            first = max(0, bisect_right(starts, finding.start) - 1)
            for index in range(first, len(texts)):
                start = max(finding.start - starts[index], 0)
                end = min(finding.end - starts[index], len(texts[index]))
                if finding.end <= starts[index]:
                    break
                while start < end and not texts[index][start].isalnum() and finding.start < starts[index]:
                    start += 1
                if start < end:
                    answers[index].append(Finding(finding.label, start, end, finding.score, finding.why))
        return answers

    def _settle(self, cleaned: Cleaned, text: Text, proposals: list[Finding]) -> list[Finding]:
        if not proposals:
            return proposals
        found = resolve(proposals, cleaned.text)
        if found:
            more = list(propagate(text, found))
            if more:
                found = resolve([*found, *more], cleaned.text)
        if self._allow is not None:
            found = [f for f in found if not self._allow.allows(f, cleaned.text[f.start : f.end])]
        if not cleaned.moved:
            return found
        return [Finding(f.label, *cleaned.span_in_source(f.start, f.end), f.score, f.why) for f in found]


def _batches(texts: Iterable[str]) -> Iterator[list[Cleaned]]:
    batch: list[Cleaned] = []
    size = 0
    for text in texts:
        batch.append(clean(text))
        size += len(text)
        if len(batch) >= BATCH or size >= _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _speaker_label(turn: Turn | str) -> str:
    """Return `client : ` for a turn whose speaker has a plain name, so that questions and answers are told apart."""
    if isinstance(turn, str) or not turn.speaker.isalpha():
        return ""
    return f"{turn.speaker[:20]} : "


def _rules() -> tuple[Recogniser, ...]:
    from egide.detection.recognisers import written_rules
    from egide.detection.spoken import AskedAbroad, SpokenRecogniser

    return (written_rules(), SpokenRecogniser(written_rules()), AskedAbroad())


@cache
def _rules_only() -> Detector:
    return Detector(_rules())


@cache
def _default() -> Detector:
    from egide.detection.names import recognisers as names
    from egide.detection.sensitive import recognisers as sensitive

    return Detector((*_rules(), *names(), *sensitive()))
