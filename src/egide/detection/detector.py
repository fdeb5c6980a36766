"""The detector: recognisers composed once, findings resolved once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from egide.detection.conversation import Turn
from egide.detection.finding import Finding
from egide.detection.overlaps import resolve
from egide.detection.recogniser import Recogniser
from egide.detection.text import Text, clean

__all__ = ["Detector"]


class Detector:
    """Find personal data in texts and conversations.

    Immutable and safe to share between threads.

    Example:
        >>> from egide.detection import Detector
        >>> [str(found) for found in Detector.default().find("joignable sur zoe@courriel.example")]
        ['EMAIL[14:34]']
    """

    __slots__ = ("_recognisers",)

    def __init__(self, recognisers: Iterable[Recogniser]) -> None:
        self._recognisers = tuple(recognisers)

    @staticmethod
    def default() -> Detector:
        """Return the detector with all rules, names, tagger and sensitive labels; built once per process."""
        return _default()

    @property
    def recognisers(self) -> tuple[Recogniser, ...]:
        """The recognisers, in the order in which they run."""
        return self._recognisers

    def with_recognisers(self, *more: Recogniser) -> Detector:
        """Return a detector that also runs `more`, such as a brand's own rules."""
        return Detector((*self._recognisers, *more))

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
        found = resolve(proposals, cleaned.text)
        if cleaned.text is text:
            return found
        return [Finding(f.label, *cleaned.span_in_source(f.start, f.end), f.score, f.why) for f in found]

    def find_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
        """Find the personal data of many texts, one answer per text, in order."""
        return map(self.find, texts)

    def find_conversation(self, turns: Sequence[Turn | str]) -> list[list[Finding]]:
        """Find the personal data of a conversation, one list per turn, offsets within the turn."""
        return [self.find(turn if isinstance(turn, str) else turn.text) for turn in turns]


@cache
def _default() -> Detector:
    from egide.detection.recognisers import recognisers as rules

    registries = [rules]
    try:
        from egide.detection.names import recognisers as names

        registries.append(names)
    except ImportError:
        pass
    try:
        from egide.detection.sensitive import recognisers as sensitive

        registries.append(sensitive)
    except ImportError:
        pass
    return Detector(recogniser for registry in registries for recogniser in registry())
