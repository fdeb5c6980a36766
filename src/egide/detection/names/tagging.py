"""The tagger's opinion of a text, asked once and kept with it: which words are people, places, sensitive."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from egide.detection.names.reading import Reading, read
from egide.detection.tagger.features import LABELS, TAGS
from egide.detection.tagger.model import model
from egide.detection.text import Text

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

__all__ = ["Opinion", "TaggedSpan", "joined_spans", "opinion", "prepare"]

_OPENING: Final = {label: TAGS.index(f"B-{label}") for label in LABELS}
_LONGEST_LINK: Final = 2
_LINKS: Final = frozenset({"-", "'", ".", "/", "de", "du", "la", "le", "d", "’"})


class TaggedSpan(NamedTuple):
    """Tokens `[first, last)` that the tagger reads as one label, with the mean probability."""

    label: str
    first: int
    last: int
    score: float


class Opinion:
    """The probability of each label for each token of a text."""

    __slots__ = ("_best", "_probability", "_size")

    def __init__(self, probability: "NDArray[float32]") -> None:
        self._probability = probability
        self._size = len(probability)
        self._best: list[int] = probability.argmax(axis=1).tolist()

    def of(self, label: str, first: int, last: int) -> float:
        """Return the mean probability that tokens `[first, last)` are of a label."""
        column = _OPENING[label]
        return float(self._probability[first:last, column : column + 2].sum()) / max(1, last - first)

    def spans(self) -> list[TaggedSpan]:
        """Return the spans whose words are more probably of one label than anything else."""
        spans: list[list[int]] = []
        for index, best in enumerate(self._best):
            if not best:
                continue
            label = (best - 1) // 2
            opens = best % 2 == 1
            if spans and spans[-1][2] == index and spans[-1][0] == label and not opens:
                spans[-1][2] = index + 1
            else:
                spans.append([label, index, index + 1])
        return [
            TaggedSpan(LABELS[label], first, last, self.of(LABELS[label], first, last)) for label, first, last in spans
        ]


def prepare(texts: Sequence[Text]) -> None:
    """Ask the tagger about many texts at a time, which costs less than one by one; the answers are the same.

    Args:
        texts: Prepared texts, which keep the answers.
    """
    readings = [read(text) for text in texts]
    waiting = [(text, reading) for text, reading in zip(texts, readings, strict=True) if "opinion" not in text.__dict__]
    answers = model().probabilities([reading.words for _, reading in waiting])
    for (text, _), answer in zip(waiting, answers, strict=True):
        text.__dict__["opinion"] = Opinion(answer)


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
