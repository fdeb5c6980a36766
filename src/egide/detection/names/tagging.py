"""The tagger's opinion of a text, asked once and kept with it: which words are people, places, sensitive."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from egide.detection.names.reading import Reading, read
from egide.detection.tagger.features import LABELS, TAGS
from egide.detection.tagger.model import model
from egide.detection.tagger.windows import Tagging
from egide.detection.text import Text

__all__ = ["Opinion", "TaggedSpan", "joined_spans", "opinion", "prepare"]

_PERSON: Final = LABELS.index("PERSON")
_CONTINUES_PERSON: Final = TAGS.index("I-PERSON")
# A name in clear harms more than a word too many: a quarter of the probability is enough to look closer.
_LEAST_PERSON: Final = 0.25
_LONGEST_LINK: Final = 2
_LINKS: Final = frozenset({"-", "'", ".", "/", "de", "du", "la", "le", "d", "’"})


class TaggedSpan(NamedTuple):
    """Tokens `[first, last)` that the tagger reads as one label, with the mean probability."""

    label: str
    first: int
    last: int
    score: float


class Opinion:
    """What the tagger says of a text."""

    __slots__ = ("_spans", "_tagging")

    def __init__(self, tagging: Tagging) -> None:
        self._tagging = tagging
        self._spans: tuple[TaggedSpan, ...] | None = None

    def of_person(self, first: int, last: int) -> float:
        """Return the mean probability that tokens `[first, last)` name a person."""
        return sum(self._tagging.person[first:last]) / max(1, last - first)

    def spans(self) -> tuple[TaggedSpan, ...]:
        """Return the spans whose words are more probably of one label than anything else, or fairly probably of a person."""
        # Asked by two recognisers, put together once.
        if self._spans is None:
            self._spans = tuple(self._put_together())
        return self._spans

    def _put_together(self) -> Iterator[TaggedSpan]:
        spans: list[list[int]] = []
        tagged, people = self._tagging.best, self._tagging.person
        told = [
            index
            for index, (tag, person) in enumerate(zip(tagged, people, strict=True))
            if tag or person >= _LEAST_PERSON
        ]
        for index in told:
            best = tagged[index] or _CONTINUES_PERSON
            label = (best - 1) // 2
            if best % 2 == 0 and spans and spans[-1][2] == index and spans[-1][0] == label:
                spans[-1][2] = index + 1
            else:
                spans.append([label, index, index + 1])
        for label, first, last in spans:
            yield TaggedSpan(LABELS[label], first, last, self._score(label, first, last))

    def _score(self, label: int, first: int, last: int) -> float:
        if label == _PERSON:
            return self.of_person(first, last)
        return sum(self._tagging.peak[first:last]) / (last - first)


def prepare(texts: Sequence[Text]) -> None:
    """Ask the tagger about many texts at a time, which costs less than one by one; the answers are the same.

    Args:
        texts: Prepared texts, which keep the answers.
    """
    waiting: list[tuple[Text, Reading]] = []
    for text in texts:
        if "opinion" not in text.__dict__:
            reading = read(text)
            if reading.may_tell():
                waiting.append((text, reading))
            else:
                nothing = len(reading.words) * [0]
                text.__dict__["opinion"] = Opinion(Tagging(nothing, [0.0] * len(nothing), [0.0] * len(nothing)))
    if waiting:
        answers = model().read([reading.words for _, reading in waiting])
        for (text, _), tagging in zip(waiting, answers, strict=True):
            text.__dict__["opinion"] = Opinion(tagging)


def opinion(text: Text) -> Opinion:
    """Return the tagger's opinion of one text, asked on first use."""
    kept = text.__dict__.get("opinion")
    if kept is None:
        prepare([text])
        kept = text.__dict__["opinion"]
    return kept  # type: ignore[no-any-return]


def joined_spans(reading: Reading, spans: Sequence[TaggedSpan], label: str) -> list[TaggedSpan]:
    """Join neighbouring spans of a label that only a hyphen, an apostrophe or a particle parts.

    Args:
        reading: The text as words.
        spans: The tagger's spans, in order.
        label: The label to keep.

    Returns:
        The spans of the label, in order.
    """
    answer: list[TaggedSpan] = []
    for span in spans:
        if span.label != label:
            continue
        between = [word.low for word in reading.words[answer[-1].last : span.first]] if answer else []
        if 0 < len(between) <= _LONGEST_LINK and all(word in _LINKS for word in between):
            before = answer.pop()
            span = TaggedSpan(label, before.first, span.last, (before.score + span.score) / 2)  # noqa: PLW2901 - both are one span
        answer.append(span)
    return answer
