"""`egide kb`: search a folder of articles, or answer from it with citations."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from egide.cli.json_lines import read_records
from egide.cli.outcome import BadInput

if TYPE_CHECKING:
    from egide.assist.knowledge import KnowledgeBase

_QUESTION_KEYS = ("text", "question", "query")


@click.group()
def kb() -> None:
    """Search a knowledge base, or answer from it with citations."""


def _load(folder: Path) -> KnowledgeBase:
    from egide.assist.errors import BrokenKnowledgeBase
    from egide.assist.knowledge import KnowledgeBase
    from egide.assist.triage import TriageModel

    try:
        base = KnowledgeBase.load(folder)
    except BrokenKnowledgeBase as broken:
        raise BadInput(str(broken)) from broken
    for article in base.broken:
        click.echo(f"egide: {article.name}: skipped, {article.reason}", err=True)
    return base.guided_by(TriageModel.seed())


def _questions(path: Path) -> list[tuple[Any, str]]:
    return [(record.get("id", number), text) for number, record, text in read_records(path, _QUESTION_KEYS)]


@kb.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("queries", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("-k", "count", default=10, show_default=True, type=click.IntRange(1, 100), help="Articles a question.")
def search(folder: Path, queries: Path, count: int, *, as_json: bool) -> None:
    """Give the closest passages of FOLDER for each question of QUERIES (JSONL of id, text)."""
    base = _load(folder)
    for identifier, question in _questions(queries):
        hits = base.search(question, count)
        if as_json:
            found = [
                {
                    "article": hit.article,
                    "passage": hit.text,
                    "score": hit.score,
                    "passage_id": hit.passage,
                    "title": base.articles[hit.article].title,
                }
                for hit in hits
            ]
            click.echo(json.dumps({"id": identifier, "hits": found}, ensure_ascii=False))
        else:
            click.echo(
                f"{identifier}: " + (", ".join(f"{hit.article} ({hit.score:.1f})" for hit in hits[:3]) or "nothing")
            )


@kb.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("queries", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--threshold", type=click.FloatRange(0, 1), default=None, help="Confidence under which to abstain.")
def answer(folder: Path, queries: Path, threshold: float | None, *, as_json: bool) -> None:
    """Answer each question of QUERIES (JSONL of id, text) from FOLDER, in parts that cite their passages."""
    from egide.assist.reply import draft

    base = _load(folder)
    today = datetime.now(UTC).date()  # noqa: TID251 (an entry point reads the clock)
    for identifier, question in _questions(queries):
        drafted = draft(question, base, threshold=threshold, today=today)
        if as_json:
            parts = [
                {
                    "text": part.text,
                    "citations": [
                        {
                            "article": each.article,
                            "passage": base.passages[each.passage].text,
                            "passage_id": each.passage,
                        }
                        for each in part.citations
                    ],
                }
                for part in drafted.parts
            ]
            click.echo(
                json.dumps(
                    {
                        "id": identifier,
                        "action": drafted.action,
                        "parts": parts,
                        "confidence": drafted.confidence,
                        "why": drafted.reason(),
                        "missing": list(drafted.missing),
                        "expired": list(drafted.expired),
                        "conflicts": [list(pair) for pair in drafted.conflicts],
                    },
                    ensure_ascii=False,
                )
            )
        else:
            click.echo(f"{identifier}: {drafted.action} ({drafted.confidence:.2f}) {drafted.text or drafted.reason()}")
