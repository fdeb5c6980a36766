"""Search a brand's knowledge base: approved articles cut in passages, found by words, stems and titles.

An article is a Markdown file with a front matter (`id`, `title`; optional `updated`, `audience`, `expires`). A broken one is named and
skipped, never guessed at. A passage is a verbatim slice of its article, so that a citation can be checked by eye.

Source: Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond"; retrieval by bm25s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from egide.assist.articles import Article, BrokenArticle, Passage, parse_article, plain
from egide.assist.errors import BrokenKnowledgeBase
from egide.assist.intent_guide import IntentGuide
from egide.assist.retrieval import READ_CHARACTERS, Index

if TYPE_CHECKING:
    from egide.assist.triage import TriageModel

__all__ = ["Article", "BrokenArticle", "Hit", "KnowledgeBase", "Passage"]


_LARGEST_ARTICLE = 1_000_000  # bytes
_CLOSEST = 5
_RERANKED = 10
_INTENT_WEIGHT = 0.4  # of the points of the first article: an intent in common can pass a near neighbour, not a far one


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage that may answer.

    Attributes:
        article: The article's id.
        passage: The passage's id: the article's id, "#", and its place from 1.
        text: The passage, verbatim.
        score: Higher is closer; comparable inside one search only.
        expired: The article's `expires` date is past.
    """

    article: str
    passage: str
    text: str = field(repr=False)
    score: float
    expired: bool = False


class KnowledgeBase:
    """The articles of one brand and one audience, ready to search."""

    def __init__(self, articles: Sequence[Article], broken: Sequence[BrokenArticle] = ()) -> None:
        self.articles = {article.id: article for article in articles}
        self.broken = tuple(broken)
        self.passages: dict[str, Passage] = {
            passage.id: passage for article in articles for passage in article.passages
        }
        self._index = Index(list(self.articles.values()))
        self._guide: IntentGuide | None = None

    @classmethod
    def from_articles(cls, articles: Iterable[Article], broken: Sequence[BrokenArticle] = ()) -> KnowledgeBase:
        """Build a base from articles that were read elsewhere; of two with one id, the first is kept and the other named."""
        kept: dict[str, Article] = {}
        named = list(broken)
        for article in articles:
            if article.id in kept:
                named.append(BrokenArticle(article.id, f"the id {article.id} is already that of another article"))
            else:
                kept[article.id] = article
        return cls(list(kept.values()), named)

    @classmethod
    def load(cls, folder: Path) -> KnowledgeBase:
        """Read every `.md` file of a folder and of its folders, in the order of their names.

        Args:
            folder: Where the articles are.

        Returns:
            The base; `broken` names what was skipped, and why.

        Raises:
            BrokenKnowledgeBase: the folder does not exist or holds no usable article.
        """
        if not folder.is_dir():
            raise BrokenKnowledgeBase(f"{folder.name} is not a folder")
        articles: list[Article] = []
        broken: list[BrokenArticle] = []
        for path in sorted(folder.rglob("*.md")):
            name = path.relative_to(folder).as_posix()
            try:
                content = path.read_bytes()
                if len(content) > _LARGEST_ARTICLE:
                    broken.append(BrokenArticle(name, "larger than 1 MB"))
                    continue
                parsed = parse_article(content.decode("utf-8-sig"), name)
            except UnicodeDecodeError:
                broken.append(BrokenArticle(name, "not UTF-8 text"))
                continue
            except OSError:
                broken.append(BrokenArticle(name, "cannot be read"))
                continue
            if isinstance(parsed, Article):
                articles.append(parsed)
            else:
                broken.append(parsed)
        base = cls.from_articles(articles, broken)
        if not base.articles:
            read = f"{len(broken)} broken" if broken else "no .md file"
            raise BrokenKnowledgeBase(f"no usable article in {folder.resolve().name} ({read})")
        return base

    def guided_by(self, model: TriageModel) -> KnowledgeBase:
        """Give the same base, whose ranking also follows what a question asks for, where the classifier knows its subjects.

        Args:
            model: The brand's classifier of requests.

        Returns:
            The base; this one stays as it is.
        """
        guided = copy(self)
        guided._guide = IntentGuide.over(model, list(self.articles.values()))
        return guided

    def _ranked(self, query: str, k: int) -> list[tuple[Passage, float]]:
        """Rank articles by their words and, under a guide, by the intent that they share with the question."""
        ranked = self._index.rank_articles(query, max(k, _RERANKED) if self._guide else k)
        if self._guide is None or len(ranked) < 2:  # noqa: PLR2004 - one article has nobody to pass
            return ranked[:k]
        agreed = self._guide.agreements(query[:READ_CHARACTERS], [passage.article for passage, _ in ranked])
        bonus = _INTENT_WEIGHT * ranked[0][1]
        weighed = [(passage, points + bonus * share) for (passage, points), share in zip(ranked, agreed, strict=True)]
        return sorted(weighed, key=lambda each: -each[1])[:k]

    def search(self, query: str, k: int = 10, *, today: date | None = None) -> list[Hit]:
        """Find the passages closest to a question, the best one of each article.

        Args:
            query: A question in the customer's words; only its first 4,000 characters are read.
            k: How many articles at most.
            today: To flag expired articles; None flags none.

        Returns:
            Hits, best first; empty when no word is shared.

        Example:
            >>> base = KnowledgeBase.from_articles([Article.written("A1", "Délais de remboursement", "Le remboursement est versé sous 15 jours.")])
            >>> base.search("quand serai-je remboursé ?")[0].article
            'A1'
        """
        hits = []
        for passage, points in self._ranked(query, k):
            expires = self.articles[passage.article].expires
            hits.append(
                Hit(
                    passage.article,
                    passage.id,
                    passage.text,
                    round(points, 4),
                    today is not None and expires is not None and expires < today,
                )
            )
        return hits

    def agreement(self, question: str, article: str) -> float | None:
        """Say how far a question and an article ask for the same thing.

        Returns:
            Between 0 and 1; None when no classifier guides this base.
        """
        return self._guide.agreements(question[:READ_CHARACTERS], [article])[0] if self._guide else None

    def synonyms_of(self, term: str) -> frozenset[str]:
        """Give the stems that customers use for the same thing as a term."""
        return self._index.synonyms_of(term)

    def closest(self, question: str, without: Collection[str] = ()) -> list[tuple[Passage, float]]:
        """Give the best passages of the five articles closest in words with their points, some articles left out: is it in the base at all?"""
        ranked = self._index.rank_articles(question, _CLOSEST + len(without))
        return [(passage, points) for passage, points in ranked if passage.article not in without][:_CLOSEST]

    @property
    def language(self) -> str:
        """Main language of the articles."""
        return self._index.language

    def terms_of(self, text: str) -> list[str]:
        """Give the terms of a text as they are indexed."""
        return self._index.terms_of(text)

    def question_terms(self, question: str) -> list[str]:
        """Give the terms of a question as they are searched."""
        return self._index.query_terms(question)

    def subject_terms(self, question: str) -> list[str]:
        """Give the terms of a question that an article must hold to answer it."""
        return self._index.subject_terms(question)

    def rarity(self, term: str) -> float:
        """Give the weight of a term: the fewer articles hold it, the heavier; a term nobody holds weighs the most."""
        return self._index.rarity(term)

    def knows(self, term: str) -> bool:
        """Say whether any article holds a term."""
        return self._index.knows(term)

    def context_of(self, passage_id: str) -> str:
        """Give a passage as a reader sees it: the article's title, the headings, the text."""
        passage = self.passages[passage_id]
        return "\n".join(
            line for line in (self.articles[passage.article].title, passage.heading, plain(passage.text)) if line
        )
