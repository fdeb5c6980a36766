"""What a recogniser is: the port through which rules, names and taggers plug into the detector."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from egide.detection.finding import Finding
from egide.detection.text import Text

__all__ = ["Recogniser"]


@runtime_checkable
class Recogniser(Protocol):
    """Finds one kind of personal data, or a few that belong together.

    A recogniser is immutable once built and is called by several threads at a time. It may propose spans that
    overlap; the detector resolves them once (see `egide.detection.overlaps`).
    """

    @property
    def name(self) -> str:
        """A short stable name, used in `why`: `nir`, `tagger`."""
        ...

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels it may propose."""
        ...

    def find(self, text: Text) -> Iterable[Finding]:
        """Propose spans, as offsets of `text.original` (which equal those of `text.folded` and `text.low`)."""
        ...
