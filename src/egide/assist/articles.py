"""Read a knowledge-base article: strict front matter, then Markdown cut in passages that stay verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

__all__ = ["Article", "BrokenArticle", "Passage", "parse_article", "plain"]


_FENCE = "---"
_KEY = re.compile(r"^([A-Za-z_][\w-]*)\s*:\s*(.*?)\s*$")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_LONGEST_PASSAGE = 900


@dataclass(frozen=True, slots=True)
class BrokenArticle:
    """An article that was skipped: the file's name, and why in one line."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim slice of an article's body.

    Attributes:
        id: The article's id, "#", and the passage's place from 1.
        article: The article's id.
        heading: The headings above it, outermost first, without the article's title.
        text: The slice.
        start: Where it begins in the body, in code points.
        end: Where it ends, exclusive.
    """

    id: str
    article: str
    heading: str
    text: str = field(repr=False)
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """An approved article.

    Attributes:
        id: Unique in its base.
        title: What it answers.
        body: Markdown, verbatim.
        updated: When a person last approved it.
        expires: Last day it may be used.
        audience: Who it is for; empty when everybody.
        passages: The body in pieces.
    """

    id: str
    title: str
    body: str = field(repr=False)
    updated: date | None = None
    expires: date | None = None
    audience: str = ""
    passages: tuple[Passage, ...] = field(default=(), repr=False)

    @classmethod
    def written(
        cls,
        article_id: str,
        title: str,
        body: str,
        *,
        updated: date | None = None,
        expires: date | None = None,
        audience: str = "",
    ) -> Article:
        """Make an article from a text that is already separated from its front matter."""
        return cls(article_id, title, body, updated, expires, audience, tuple(_cut(article_id, title, body)))


def parse_article(source: str, name: str) -> Article | BrokenArticle:
    """Read one Markdown file.

    Args:
        source: The file's text.
        name: The file's name, for the reason.

    Returns:
        The article, or why it cannot be used.

    Example:
        >>> parse_article("no front matter", "a.md").reason
        'no front matter'
    """
    lines = source.replace("\r\n", "\n").split("\n")
    if lines[0].strip() != _FENCE:
        return BrokenArticle(name, "no front matter")
    end = next((position for position, line in enumerate(lines[1:], start=1) if line.strip() == _FENCE), None)
    if end is None:
        return BrokenArticle(name, "the front matter is not closed")
    fields: dict[str, str] = {}
    for line in lines[1:end]:
        matched = _KEY.match(line)
        if matched:
            fields[matched[1]] = _unquoted(matched[2])
    lacking = [key for key in ("id", "title") if not fields.get(key)]
    if lacking:
        return BrokenArticle(name, f"no {' and no '.join(lacking)} in the front matter")
    dates: dict[str, date | None] = {}
    for key in ("updated", "expires"):
        written = fields.get(key, "")
        try:
            dates[key] = date.fromisoformat(written) if _DATE.fullmatch(written) else None
        except ValueError:
            return BrokenArticle(name, f"{key} is not a date")
        if written and dates[key] is None:
            return BrokenArticle(name, f"{key} is not a date")
    body = "\n".join(lines[end + 1 :]).strip("\n")
    article = Article.written(
        fields["id"],
        fields["title"],
        body,
        updated=dates["updated"],
        expires=dates["expires"],
        audience=fields.get("audience", ""),
    )
    return article if article.passages else BrokenArticle(name, "no text under the front matter")


def _unquoted(written: str) -> str:
    if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":
        return written[1:-1].replace('\\"', '"').replace("''", "'")
    return written


def plain(markdown: str) -> str:
    """Drop the marks of emphasis, lists, headings and tables: what a person reads.

    Returns:
        The text without its marks.

    Example:
        >>> plain("- **Sans engagement** : aucun frais")
        'Sans engagement : aucun frais'
    """
    text = re.sub(r"!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)", r"\1 (\2)", markdown)
    text = re.sub(r"(?m)^\s{0,3}(?:#{1,6}|>|[-*+]|\d+[.)])\s+", "", text)
    text = re.sub(r"\*\*|__|`", "", text)
    text = re.sub(r"(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)", "", text)
    text = re.sub(r"(?m)^\s*\|\s*|\s*\|\s*$", "", text)
    return re.sub(r"\s*\|\s*", " : ", text).strip()


def _cut(article_id: str, title: str, body: str) -> Iterator[Passage]:
    """Cut a body at headings and blank lines; a list stays with the line that introduces it, a long block is cut at its items."""
    headings: list[tuple[int, str]] = []
    place = 0
    for start, end in _blocks(body):
        block = body[start:end]
        heading = _HEADING.match(block)
        if heading and "\n" not in block.strip():
            level = len(heading[1])
            headings = [(depth, text) for depth, text in headings if depth < level]
            if plain(heading[2]) != title:
                headings.append((level, plain(heading[2])))
            continue
        for piece_start, piece_end in _pieces(body, start, end):
            place += 1
            yield Passage(
                f"{article_id}#{place}",
                article_id,
                " › ".join(text for _, text in headings),
                body[piece_start:piece_end],
                piece_start,
                piece_end,
            )


def _blocks(body: str) -> Iterator[tuple[int, int]]:
    """Yield stretches between blank lines and around headings, trimmed; an introduction ending in ":" keeps its list."""
    spans: list[tuple[int, int]] = []
    start: int | None = None
    position = 0
    for line in body.split("\n"):
        is_heading, is_blank = bool(_HEADING.match(line)), not line.strip()
        if (is_heading or is_blank) and start is not None:
            spans.append((start, position - 1))
            start = None
        if is_heading:
            spans.append((position, position + len(line)))
        elif not is_blank and start is None:
            start = position
        position += len(line) + 1
    if start is not None:
        spans.append((start, len(body)))
    held: tuple[int, int] | None = None
    for span_start, span_end in spans:
        block = body[span_start:span_end]
        if held is not None and _ITEM.match(block) and body[held[0] : held[1]].rstrip("* ").endswith(":"):
            yield held[0], span_end
            held = None
            continue
        if held is not None:
            yield held
        held = (span_start, span_end)
    if held is not None:
        yield held


def _pieces(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a long block at its lines (list items, table rows), then at its sentences, into pieces of 900 characters at most where possible."""
    from egide.assist.words import find_sentences

    if end - start <= _LONGEST_PASSAGE:
        yield start, end
        return
    piece_start = piece_end = start
    for sentence_start, sentence_end in find_sentences(body[start:end]):
        if start + sentence_end - piece_start > _LONGEST_PASSAGE and piece_end > piece_start:
            yield piece_start, piece_end
            piece_start = start + sentence_start
        piece_end = start + sentence_end
    if piece_end > piece_start:
        yield piece_start, piece_end
