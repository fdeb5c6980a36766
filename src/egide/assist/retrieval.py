"""Rank passages and articles for a question: BM25 over stems, titles counted more, word pieces and synonyms to bridge what differs.

Several views of the same base are scored and added. The passage says where the answer is, its title and headings what it is about, the
article whether the subject is right; pairs of stems reward words said together; word pieces forgive typos, compounds and forms
that a stemmer misses; a short list of synonyms of the trade links the customer's word to the article's. The weights were chosen on
four public sets at once (docs/explanation/assist/reply.md), not on one base.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from egide.assist.articles import Article, Passage, plain
from egide.assist.language import UNDETERMINED, detect_language
from egide.assist.words import LANGUAGE_STEMMERS, PSEUDONYM, circumstances, content_stems, fold, stem, stopwords, words

__all__ = ["READ_CHARACTERS", "Index"]


READ_CHARACTERS = 4_000
_K1, _B = (
    0.8,
    0.35,
)  # a help-desk passage is short: its length says little, a second occurrence little more than the first
_WEIGHTS = {"passage": 1.0, "title": 0.6, "pairs": 0.7, "pieces": 0.3, "article": 0.5, "article_pieces": 0.1}
_SYNONYM_WEIGHT = 0.15
_PIECE = 5
_OFF_SUBJECT = re.compile(
    rf"{PSEUDONYM}|(?i:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+\.(?i:example|com|fr|org|net|eu|io)(?:/\S*)?"
)
# A capital inside a sentence, or a line of capitalised words (a signature).
_NAME = re.compile(
    r"(?<=[\w,;:@][ \u00a0])[A-ZÀ-ÖØ-Þ][\w’'-]+|(?m:^(?:[A-ZÀ-ÖØ-Þ][\w.’'-]*[ ,]*){1,4}$)|@\w+|\b[\w.+-]+@[\w.-]+"
)


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
        """Give the BM25 score of each document, in order."""
        import numpy as np

        held = [term for term in terms if term in self.vocabulary]
        if self._model is None or not held:
            return np.zeros(self._size)
        return self._model.get_scores(held)


@cache
def _synonyms(language: str) -> dict[str, frozenset[str]]:
    """Give, for each stem of the shipped groups, the stems of its groups."""
    if language not in LANGUAGE_STEMMERS:
        return {}
    lines = (files("egide.assist") / "lexicon" / f"synonyms-{language}.txt").read_text(encoding="utf-8").splitlines()
    linked: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        if line and not line.startswith("#"):
            group = {term for word in line.split() for term in content_stems(word, language)[:1]}
            for term in group:
                linked[term] |= group - {term}
    return {term: frozenset(others) for term, others in linked.items()}


class Index:
    """The searchable form of some articles."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.language = _language_of(articles)
        self._passages: list[Passage] = [passage for article in articles for passage in article.passages]
        place = {article.id: position for position, article in enumerate(articles)}
        self._article_of = [place[passage.article] for passage in self._passages]
        titles = [article.title for article in articles]
        bodies = [plain(passage.text) for passage in self._passages]
        heads = [
            f"{titles[owner]} {passage.heading}"
            for owner, passage in zip(self._article_of, self._passages, strict=True)
        ]
        passage_terms = [self.terms_of(body) for body in bodies]
        head_terms = [self.terms_of(head) for head in heads]
        whole = [self.terms_of(title) for title in titles]
        whole_pieces = [self._pieces(title) for title in titles]
        passage_pieces = [self._pieces(f"{body} {head}") for body, head in zip(bodies, heads, strict=True)]
        for owner, terms, passage, body in zip(self._article_of, passage_terms, self._passages, bodies, strict=True):
            whole[owner] += terms + self.terms_of(passage.heading)
            whole_pieces[owner] += self._pieces(f"{body} {passage.heading}")
        self._views = {
            "passage": _View([terms + head for terms, head in zip(passage_terms, head_terms, strict=True)]),
            "title": _View(head_terms),
            "pairs": _View([_pairs(terms + head) for terms, head in zip(passage_terms, head_terms, strict=True)]),
            "pieces": _View(passage_pieces),
            "article": _View(whole),
            "article_pieces": _View(whole_pieces),
        }
        self._held_by = Counter(term for document in whole for term in set(document))
        self._articles = len(articles)
        self._surface: dict[str, Counter[str]] = defaultdict(Counter)
        for article in articles:
            for word in words(f"{article.title} {plain(article.body)}"):
                self._surface[fold(word)][stem(word, self.language)] += 1

    def rarity(self, term: str) -> float:
        """Give the inverse document frequency of a term over articles, as BM25 counts it."""
        held = self._held_by[term]
        return math.log(1 + (self._articles - held + 0.5) / (held + 0.5))

    def knows(self, term: str) -> bool:
        """Say whether any article holds a term."""
        return term in self._held_by

    def synonyms_of(self, term: str) -> frozenset[str]:
        """Give the stems that the shipped groups link to a term."""
        return _synonyms(self.language).get(term, frozenset())

    def terms_of(self, text: str) -> list[str]:
        """Give the terms of a text, as they are indexed."""
        return content_stems(text, self.language)

    def query_terms(self, query: str) -> list[str]:
        """Give the terms of a question; a word typed without its accents takes the stem of the same word in the base."""
        terms = []
        for word in words(_readable(query)):
            found = content_stems(word, self.language)
            if found and found[0] not in self._held_by and fold(word) in self._surface:
                found = [self._surface[fold(word)].most_common(1)[0][0]]
            terms += found
        return terms

    def subject_terms(self, query: str) -> list[str]:
        """Give the terms of a question that an article must hold to answer it, each once.

        Figures, dates, courtesy, circumstances and pseudonyms are left out; so are names, unless the base knows them.

        Returns:
            Terms in the order of the question.
        """
        quiet = circumstances(self.language)
        named = {
            stem(word, self.language)
            for match in _NAME.finditer(query[:READ_CHARACTERS])
            for word in words(match.group())
        }
        return [
            term
            for term in dict.fromkeys(self.query_terms(query))
            if term not in quiet
            and not any(character.isdigit() for character in term)
            and (term in self._held_by or term not in named)
        ]

    def points(self, query: str) -> tuple[Any, Any]:
        """Score every passage, and every article by its best passage.

        Args:
            query: A question.

        Returns:
            Points of the passages, then points of the articles, as arrays in the order of the base.
        """
        import numpy as np

        terms = self.query_terms(query)
        pieces = self._pieces(_readable(query))
        searched = {
            "passage": terms,
            "title": terms,
            "article": terms,
            "pairs": _pairs(terms),
            "pieces": pieces,
            "article_pieces": pieces,
        }
        total = np.zeros(len(self._passages))
        for view, weight in _WEIGHTS.items():
            total += weight * self._of_passages(view, searched[view])
        linked = sorted({other for term in terms for other in self.synonyms_of(term)} - set(terms))
        for view in ("passage", "title", "article"):
            total += _SYNONYM_WEIGHT * _WEIGHTS[view] * self._of_passages(view, linked)
        articles = np.zeros(self._articles)
        np.maximum.at(articles, self._article_of, total)
        return total, articles

    def rank_articles(self, query: str, k: int) -> list[tuple[Passage, float]]:
        """Give the best passage of the k closest articles, with points."""
        import numpy as np

        if not self._passages:
            return []
        points, _ = self.points(query)
        best: dict[int, int] = {}
        for position in np.argsort(-points, kind="stable"):
            if points[position] <= 0 or len(best) >= k:
                break
            best.setdefault(self._article_of[position], int(position))
        return [(self._passages[position], float(points[position])) for position in best.values()]

    def _of_passages(self, view: str, terms: Sequence[str]) -> Any:
        scores = self._views[view].scores(terms)
        return scores[self._article_of] if view.startswith("article") else scores

    def _pieces(self, text: str) -> list[str]:
        stop = stopwords(self.language)
        found = []
        for word in words(text):
            folded = fold(word)
            if folded not in stop:
                framed = f"_{folded}_"
                found += [framed[start : start + _PIECE] for start in range(max(1, len(framed) - _PIECE + 1))]
        return found


def _readable(query: str) -> str:
    """Give what a search may read: not past 4,000 characters, no link, address or pseudonym, which say nothing of the subject."""
    return _OFF_SUBJECT.sub(" ", query[:READ_CHARACTERS])


def _pairs(terms: Sequence[str]) -> list[str]:
    """Give neighbours, and neighbours but one: "délai de remboursement" and "délai moyen de remboursement" share a pair."""
    return [f"{first} {second}" for gap in (1, 2) for first, second in zip(terms, terms[gap:], strict=False)]


def _language_of(articles: Sequence[Article]) -> str:
    guessed = Counter(detect_language(f"{article.title}. {article.body}").code for article in articles)
    guessed.pop(UNDETERMINED, None)
    return guessed.most_common(1)[0][0] if guessed else "fr"
