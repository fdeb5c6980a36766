"""Read the public and demonstration sets of `../shared/data`, in one shape, for training and for the benches."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egide.assist.articles import Article
from egide.assist.knowledge import KnowledgeBase

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


@dataclass(frozen=True)
class QuestionSet:
    """Articles, and questions with the ids of the articles that answer; an empty set of ids means that none does."""

    name: str
    articles: list[Article]
    questions: list[tuple[str, frozenset[str]]]

    @property
    def answerable(self) -> list[tuple[str, frozenset[str]]]:
        """Questions that an article answers."""
        return [(question, gold) for question, gold in self.questions if gold]

    @property
    def unanswerable(self) -> list[str]:
        """Questions that no article answers."""
        return [question for question, gold in self.questions if not gold]


def _jsonl(path: Path) -> Iterator[dict[str, Any]]:
    content = path.read_bytes()
    for line in (gzip.decompress(content) if path.suffix == ".gz" else content).split(b"\n"):
        if line.strip():
            yield json.loads(line)


def cnil() -> QuestionSet:
    folder = SHARED / "qa-cnil-faq-fr"
    articles = [
        Article.written(entry["id"], entry["sous_theme"] or entry["theme"] or entry["id"], entry["context"])
        for entry in _jsonl(folder / "cnil-kb.jsonl.gz")
    ]
    return QuestionSet(
        "cnil",
        articles,
        [(each["question"], frozenset({each["kb_id"]})) for each in _jsonl(folder / "cnil-questions.train.jsonl.gz")],
    )


def service_public() -> QuestionSet:
    folder = SHARED / "qa-service-public-fr"
    entries = list(_jsonl(folder / "service-public-kb.jsonl.gz"))
    questions = []
    with (folder / "questions.train.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            gold = frozenset(entry["id"] for entry in entries if row["Lien"].startswith(entry["link"]))
            if gold:
                questions.append((row["Question"], gold))
    return QuestionSet(
        "service-public", [Article.written(entry["id"], entry["title"], entry["text"]) for entry in entries], questions
    )


def piaf() -> QuestionSet:
    with gzip.open(SHARED / "qa-piaf-fr" / "piaf-v1.0.train.json.gz", "rt", encoding="utf-8") as stream:
        pages = json.load(stream)["data"]
    articles, questions = [], []
    for page in pages:
        for paragraph in page["paragraphs"]:
            article_id = f"p{len(articles)}"
            articles.append(Article.written(article_id, page.get("title") or article_id, paragraph["context"]))
            questions += [(question["question"], frozenset({article_id})) for question in paragraph["qas"]]
    return QuestionSet("piaf", articles, questions)


def demo_conversations() -> list[dict[str, Any]]:
    return list(_jsonl(SHARED / "demo-helpdesk" / "conversations.jsonl"))


def demo() -> QuestionSet:
    base = KnowledgeBase.load(SHARED / "demo-helpdesk" / "kb")
    questions = []
    for conversation in demo_conversations():
        asked = "\n".join(message["text"] for message in conversation["messages"] if message["from"] == "customer")
        gold = conversation["gold"]["kb"]
        questions.append((asked, frozenset({gold}) if gold else frozenset()))
    return QuestionSet("demo", list(base.articles.values()), questions)


def banking77() -> list[tuple[str, str]]:
    with gzip.open(SHARED / "intents-banking77-en" / "banking77.train.csv.gz", "rt", encoding="utf-8") as rows:
        return [(row["text"], row["category"]) for row in csv.DictReader(rows)]


def bitext() -> list[tuple[str, str]]:
    with gzip.open(SHARED / "intents-bitext-en" / "bitext-8k.train.csv.gz", "rt", encoding="utf-8") as rows:
        return [(row["utterance"], row["intent"]) for row in csv.DictReader(rows)]


def natcs() -> list[tuple[str, str]]:
    return [
        (each["utterance"], each["intent"])
        for each in _jsonl(SHARED / "calls-natcs-en" / "development.utterances.jsonl.gz")
        if each["intent"]
    ]


def multidogo(domain: str = "finance", *, split: str = "train") -> list[tuple[str, str]]:
    with gzip.open(SHARED / "chat-multidogo-en" / f"{domain}.{split}.tsv.gz", "rt", encoding="utf-8") as rows:
        read = csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["utterance"], row["intent"].split("<div>")[0]) for row in read if row["intent"]]


def bank_marketing() -> tuple[list[str], list[list[str]]]:
    with gzip.open(
        SHARED / "targeting-uci-bank-marketing" / "bank-additional-full.train.csv.gz", "rt", encoding="utf-8"
    ) as rows:
        read = list(csv.reader(rows, delimiter=";"))
    return read[0], read[1:]
