"""Measure retrieval, drafts and abstention, grounding and the time of one message. Run by `bench.assist`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from functools import cache

import numpy as np
from training.assist.public_sets import QuestionSet, demo, demo_conversations

from egide.assist.analysis import analyse
from egide.assist.answerability import Answerability, answer_signals
from egide.assist.articles import Article
from egide.assist.facts import find_facts
from egide.assist.knowledge import KnowledgeBase
from egide.assist.messages import Message, customer_text
from egide.assist.reply import draft
from egide.assist.summary import summarise
from egide.assist.triage import TriageModel
from egide.assist.words import content_stems

Figures = dict[str, float]


def base_of(asked: QuestionSet) -> KnowledgeBase:
    """Open a base as the desk and the commands do, guided by the shipped classifier where that knows its subjects."""
    return KnowledgeBase.from_articles(asked.articles).guided_by(_seed())


@cache
def _seed() -> TriageModel:
    return TriageModel.seed()


def measure_retrieval(asked: QuestionSet) -> Figures:
    """Recall and reciprocal rank of our search and of plain BM25, in the same run."""
    begun = time.process_time()
    base = base_of(asked)
    build_s = time.process_time() - begun
    ours, plain = [], _plain_bm25(asked.articles)
    theirs, times = [], []
    for question, gold in asked.answerable:
        begun = time.process_time()
        hits = [hit.article for hit in base.search(question, 10)]
        times.append(1000 * (time.process_time() - begun))
        ours.append(_rank(hits, gold))
        theirs.append(_rank(plain(question), gold))
    figures: Figures = {f"{asked.name} build s": build_s, f"{asked.name} search ms (median)": statistics.median(times)}
    for who, ranks in (("égide", ours), ("plain BM25", theirs)):
        found = np.array(ranks)
        figures |= {f"{asked.name} recall@{k}, {who}": float((found < k).mean()) for k in (1, 3, 10)} | {
            f"{asked.name} MRR@10, {who}": float(np.where(found < 10, 1 / (found + 1), 0).mean())
        }
    return figures


def _rank(hits: list[str], gold: frozenset[str]) -> int:
    return next((place for place, article in enumerate(hits) if article in gold), 10**6)


def _plain_bm25(articles: list[Article]) -> Callable[[str], list[str]]:
    """The peer: bm25s with its default settings over folded words, title and body together."""
    import bm25s

    documents = [content_stems(f"{article.title} {article.body}", "und") for article in articles]
    vocabulary = {term for document in documents for term in document}
    model = bm25s.BM25()
    model.index(documents, show_progress=False)

    def search(question: str) -> list[str]:
        terms = [term for term in content_stems(question, "und") if term in vocabulary]
        scores = model.get_scores(terms) if terms else np.zeros(len(articles))
        return [articles[place].id for place in np.argsort(-scores, kind="stable")[:10] if scores[place] > 0]

    return search


def measure_abstention(asked: QuestionSet) -> Figures:
    """Abstention of whole drafts: what the base cannot answer, what it can, and answers from the right article."""
    base = base_of(asked)
    drafts = [(draft(question, base), gold) for question, gold in asked.answerable]
    given = [(drafted, gold) for drafted, gold in drafts if drafted.action == "reply"]
    figures: Figures = {
        f"{asked.name} false abstention": 1 - len(given) / len(drafts),
        f"{asked.name} answers from the right article": float(
            np.mean([drafted.parts[0].citations[0].article in gold for drafted, gold in given])
        )
        if given
        else 0.0,
    }
    if asked.unanswerable:
        figures[f"{asked.name} abstention"] = float(
            np.mean([draft(question, base).action != "reply" for question in asked.unanswerable])
        )
    model = Answerability.shipped()
    hidden = [_confidence(question, base, gold) < model.threshold for question, gold in asked.answerable[:400]]
    figures[f"{asked.name} abstention when the article is hidden"] = float(np.mean(hidden))
    return figures


def _confidence(question: str, base: KnowledgeBase, without: frozenset[str]) -> float:
    """The confidence of a draft if some articles were not in the base."""
    left = [hit.article for hit in base.search(question, 10) if hit.article not in without]
    agreement = base.agreement(question, left[0]) if left else None
    return Answerability.shipped().probability(answer_signals(question, base, without=without), agreement)


def measure_follow_ups() -> Figures:
    """Drafts as the desk asks for them: the customer's words since the last answer, with and without what came before."""
    base = base_of(demo())
    figures: Figures = {}
    for name, is_read in (("last words alone", False), ("last words after the earlier ones", True)):
        right = wrong = silent = 0
        for each in demo_conversations():
            if not each["gold"]["kb"]:
                continue
            said = [Message(str(place), one["from"], None, one["text"]) for place, one in enumerate(each["messages"])]
            last = max((place for place, one in enumerate(said) if one.author == "agent"), default=-1)
            question, before = customer_text(said[last + 1 :]), customer_text(said[: last + 1])
            drafted = draft(question or before, base, context=before if question and is_read else "")
            if drafted.action != "reply":
                silent += 1
            elif drafted.parts[0].citations[0].article == each["gold"]["kb"]:
                right += 1
            else:
                wrong += 1
        figures |= {
            f"demo drafts from the right article, {name}": float(right),
            f"demo drafts from a wrong article, {name}": float(wrong),
            f"demo drafts withheld, {name}": float(silent),
        }
    return figures


def measure_grounding(sets: list[QuestionSet]) -> Figures:
    """Count facts of drafts that their cited passages do not hold, with a check that is not the one drafts pass."""
    unsupported = parts = 0
    for asked in sets:
        base = base_of(asked)
        for question, _ in asked.questions:
            for part in draft(question, base, threshold=0.0).parts:
                parts += 1
                article = base.articles[part.citations[0].article]
                whole = f"{article.title}\n{article.body}"
                for fact in find_facts(part.text):
                    if (
                        fact.kind in {"number", "date", "link", "code"}
                        and part.text[fact.start : fact.end] not in whole
                    ):
                        unsupported += 1
    return {"drafted parts": float(parts), "unsupported facts": float(unsupported)}


def measure_latency() -> Figures:
    """One message through queue, summary and draft, local, in processor time so that a busy machine does not count."""
    asked = demo()
    base = base_of(asked)
    model = TriageModel.seed()
    times = []
    for each in demo_conversations() * 3:
        messages = [
            Message(str(place), message["from"], None, message["text"])
            for place, message in enumerate(each["messages"])
        ]
        question = "\n".join(message.text for message in messages if message.author == "customer")
        begun = time.process_time()
        analyse(messages, model)
        summarise(messages)
        draft(question, base, today=date(2026, 11, 25))
        times.append(1000 * (time.process_time() - begun))
    return {"one message median ms": statistics.median(times), "one message p95 ms": float(np.quantile(times, 0.95))}
