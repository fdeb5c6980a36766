"""Find past cases like this one: what people answered, and an explanation of a label by its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from egide.assist.errors import BadExamples
from egide.assist.features import TextFeatures

__all__ = ["Neighbour", "PastCases"]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A past case and how close it is, 0 to 1."""

    id: str
    closeness: float


class PastCases:
    """Past cases of one brand, kept as numbers by id; rebuilt when a person is erased."""

    def __init__(self, cases: Sequence[tuple[str, str]]) -> None:
        """Index (id, pseudonymised text) pairs.

        Raises:
            BadExamples: there is no case, or none has a word.
        """
        from sklearn.preprocessing import normalize

        if not cases:
            raise BadExamples("no past case")
        self._ids = [identifier for identifier, _ in cases]
        self._features = TextFeatures(min_piece_count=1)
        try:
            self._rows = normalize(self._features.fit([text for _, text in cases]))
        except ValueError as empty:
            raise BadExamples("no word in any past case") from empty

    def nearest(self, text: str, count: int = 3) -> list[Neighbour]:
        """Give the closest past cases, closest first; none when no word is shared."""
        import numpy as np
        from sklearn.preprocessing import normalize

        closeness = (self._rows @ normalize(self._features.rows([text])).T).toarray().ravel()
        order = np.argsort(-closeness, kind="stable")[:count]
        return [
            Neighbour(self._ids[place], round(float(closeness[place]), 4)) for place in order if closeness[place] > 0
        ]
