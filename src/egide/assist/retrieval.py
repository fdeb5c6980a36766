"""Rank passages and articles for a question: BM25 over stems, titles counted more, words the base does not know bridged.

Three views of the same base are scored and added: the passage, its title and headings, and the whole article. The passage says where
the answer is, the article says whether the subject is right.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from egide.assist.articles import Article, Passage, plain
from egide.assist.language import UNDETERMINED, detect_language
from egide.assist.words import LANGUAGE_STEMMERS, content_stems, fold, stem, words

READ_CHARACTERS = 4_000
_K1, _B = 1.2, 0.6
_WEIGHTS = {"passage": 1.0, "title": 0.6, "article": 0.5}


class _View:
    """One BM25 index over one kind of text."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        import bm25s

        self._size = len(documents)
        self.vocabulary = {term for document in documents for term in document}
        self._model: Any = None
        if self.vocabulary:
            self._model = bm25s.BM25(method="lucene", k1=_K1, b=_B)
            self._model.index([list(document) for document in documents], show_progress=False)

    def scores(self, terms: Sequence[str]) -> Any:
        import numpy as np

        held = [term for term in terms if term in self.vocabulary]
        if self._model is None or not held:
            return np.zeros(self._size)
        return self._model.get_scores(held)


class Index:
    """The searchable form of some articles."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._passages: list[Passage] = [passage for article in articles for passage in article.passages]
        self.language = _language_of(articles)
        place = {article.id: position for position, article in enumerate(articles)}
        self._article_of = [place[passage.article] for passage in self._passages]
        titles = {article.id: article.title for article in articles}
        bodies = [self.terms_of(plain(passage.text)) for passage in self._passages]
        heads = [self.terms_of(f"{titles[passage.article]} {passage.heading}") for passage in self._passages]
        whole: list[list[str]] = [self.terms_of(article.title) for article in articles]
        for position, body, head in zip(self._article_of, bodies, heads, strict=True):
            whole[position] += body + head[len(self.terms_of(titles[articles[position].id])) :]
        self._views = {
            "passage": _View([body + head for body, head in zip(bodies, heads, strict=True)]),
            "title": _View(heads),
            "article": _View(whole),
        }
        self._surface: dict[str, Counter[str]] = defaultdict(Counter)
        for article in articles:
            for word in words(f"{article.title} {plain(article.body)}"):
                self._surface[fold(word)][stem(word, self.language)] += 1

        self._held_by = Counter(term for document in whole for term in set(document))
        self._articles = len(articles)

    def rarity(self, term: str) -> float:
        """Give the inverse document frequency of a term over articles, as BM25 counts it."""
        held = self._held_by[term]
        return math.log(1 + (self._articles - held + 0.5) / (held + 0.5))

    def knows(self, term: str) -> bool:
        """Say whether any article holds a term."""
        return term in self._held_by

    def terms_of(self, text: str) -> list[str]:
        """Give the terms of a text, as they are indexed."""
        return content_stems(text, self.language)

    def query_terms(self, query: str) -> list[str]:
        """Give the terms of a question; a word typed without its accents takes the stem of the same word in the base."""
        terms = []
        vocabulary = self._views["article"].vocabulary
        for word in words(query[:READ_CHARACTERS]):
            found = content_stems(word, self.language)
            if found and found[0] not in vocabulary and fold(word) in self._surface:
                found = [self._surface[fold(word)].most_common(1)[0][0]]
            terms += found
        return terms

    def rank_articles(self, query: str, k: int) -> list[tuple[Passage, float]]:
        """Give the best passage of the k closest articles, with points."""
        import numpy as np

        terms = self.query_terms(query)
        if not terms or not self._passages:
            return []
        by_article = self._views["article"].scores(terms)[self._article_of]
        points = (
            _WEIGHTS["passage"] * self._views["passage"].scores(terms)
            + _WEIGHTS["title"] * self._views["title"].scores(terms)
            + _WEIGHTS["article"] * by_article
        )
        best: dict[int, int] = {}
        for position in np.argsort(-points, kind="stable"):
            if points[position] <= 0 or len(best) >= k:
                break
            best.setdefault(self._article_of[position], int(position))
        return [(self._passages[position], float(points[position])) for position in best.values()]


def _language_of(articles: Sequence[Article]) -> str:
    guessed = Counter(detect_language(f"{article.title}. {article.body}").code for article in articles)
    guessed.pop(UNDETERMINED, None)
    best = guessed.most_common(1)[0][0] if guessed else "fr"
    return best if best in LANGUAGE_STEMMERS else best
