"""Turn texts into sparse TF-IDF rows of words, word pairs and word pieces, and say which word each piece came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from egide.assist.words import fold

__all__ = ["READ_CHARACTERS", "TextFeatures"]


READ_CHARACTERS = 4_000
"""A request is in its first lines: what comes after is history, signatures or an attempt to exhaust the server."""

_DIGITS = re.compile(r"\d")
_TOKEN = r"(?u)\b\w+\b"  # noqa: S105 (a pattern, not a password)
_PIECE = (2, 5)


def _prepare(text: str) -> str:
    # The digit's place matters, its value does not: every figure looks alike, so no number is learnt.
    return _DIGITS.sub("0", fold(text[:READ_CHARACTERS]))


class TextFeatures:
    """Word (1-2) and word-piece (2-5) TF-IDF, learnt once, stored as words and numbers."""

    def __init__(self, *, min_piece_count: int = 2) -> None:
        import numpy as np
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._words = TfidfVectorizer(
            ngram_range=(1, 2), sublinear_tf=True, preprocessor=_prepare, token_pattern=_TOKEN, dtype=np.float32
        )
        self._pieces = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=_PIECE,
            sublinear_tf=True,
            preprocessor=_prepare,
            min_df=min_piece_count,
            dtype=np.float32,
        )

    def fit(self, texts: Sequence[str]) -> Any:
        """Learn the vocabulary of some texts and give their rows (CSR, float32)."""
        from scipy.sparse import hstack

        return hstack([self._words.fit_transform(texts), self._pieces.fit_transform(texts)]).tocsr()

    def rows(self, texts: Sequence[str]) -> Any:
        """Give the rows (CSR, float32) of texts, with the vocabulary learnt before."""
        from scipy.sparse import hstack

        return hstack([self._words.transform(texts), self._pieces.transform(texts)]).tocsr()

    @property
    def word_columns(self) -> int:
        """How many columns are words and word pairs; pieces come after."""
        return len(self._words.vocabulary_)

    def columns_by_word(self, text: str) -> dict[str, list[int]]:
        """Say which columns each word of a text lights: itself, its pairs (shared by two words) and its pieces.

        Args:
            text: The text to explain.

        Returns:
            Folded word → columns; a column may be listed under several words.
        """
        prepared = _prepare(text)
        tokens = re.findall(_TOKEN, prepared)
        found: dict[str, list[int]] = {}
        vocabulary = self._words.vocabulary_
        pieces = self._pieces.vocabulary_
        analyse = self._pieces.build_analyzer()
        for position, token in enumerate(tokens):
            columns = found.setdefault(token, [])
            if token in vocabulary:
                columns.append(vocabulary[token])
            for pair in (tokens[position - 1 : position + 1], tokens[position : position + 2]):
                joined = " ".join(pair)
                if len(pair) == 2 and joined in vocabulary:  # noqa: PLR2004 (a pair)
                    columns.append(vocabulary[joined])
            columns += [self.word_columns + pieces[piece] for piece in analyse(token) if piece in pieces]
        return {token: sorted(set(columns)) for token, columns in found.items()}

    def description(self) -> dict[str, Any]:
        """Give the vocabularies, in column order, as JSON can hold them."""
        return {name: sorted(part.vocabulary_, key=part.vocabulary_.__getitem__) for name, part in self._parts()}

    def arrays(self) -> dict[str, Any]:
        """Give the inverse document frequencies, by part."""
        return {f"idf_{name}": part.idf_ for name, part in self._parts()}

    @classmethod
    def restore(cls, description: dict[str, Any], arrays: dict[str, Any]) -> TextFeatures:
        """Rebuild features from what `description` and `arrays` gave.

        Args:
            description: The vocabularies.
            arrays: The inverse document frequencies.

        Returns:
            Features that give the same rows.
        """
        features = cls()
        for name, part in features._parts():
            part.vocabulary_ = {term: column for column, term in enumerate(description[name])}
            part.fixed_vocabulary_ = True
            part.idf_ = arrays[f"idf_{name}"]
        return features

    def _parts(self) -> tuple[tuple[str, Any], tuple[str, Any]]:
        return ("words", self._words), ("pieces", self._pieces)
