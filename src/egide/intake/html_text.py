"""Turn the HTML of a mail into text: one linear pass, no entity of a document, no link followed, no script kept."""

from __future__ import annotations

import html
import re
from typing import Final

__all__ = ["html_to_text"]

_NAME: Final = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_BREAKING: Final = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
_PARAGRAPHS: Final = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "pre"])
_SILENT: Final = frozenset(["script", "style", "head", "title", "noscript", "template", "svg", "xml"])
_SPACES: Final = re.compile(r"[ \t\r\n\f\u00a0]+")
_QUOTE_DEPTH: Final = 20


class _Page:
    """Lines as they come, with the depth of quotation."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._current: list[str] = []
        self._depth = 0

    def write(self, markup: str) -> None:
        if markup:
            self._current.append(html.unescape(markup))

    def tag(self, name: str, *, ending: bool) -> None:
        if name in {"td", "th"}:
            self._current.append(" ")
        if name not in _BREAKING:
            return
        had_text = self.end_line()
        if name in _PARAGRAPHS or (name == "br" and not had_text):
            self._empty_line()
        if name == "blockquote":
            self._depth = max(0, self._depth - 1) if ending else min(self._depth + 1, _QUOTE_DEPTH)

    def end_line(self) -> bool:
        text = _SPACES.sub(" ", "".join(self._current)).strip()
        self._current.clear()
        if text:
            self.lines.append("> " * self._depth + text)
        return bool(text)

    def _empty_line(self) -> None:
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(("> " * self._depth).rstrip())


def html_to_text(markup: str) -> str:
    """Read HTML as its reader sees it, roughly: blocks on their own lines, quotations marked with ``>``.

    Args:
        markup: HTML of any quality.

    Returns:
        Text with single empty lines between paragraphs.
    """
    page = _Page()
    position = 0
    while 0 <= position < len(markup):
        opened = markup.find("<", position)
        if opened < 0:
            page.write(markup[position:])
            break
        page.write(markup[position:opened])
        position = _markup(page, markup, opened)
    page.end_line()
    return "\n".join(page.lines).strip()


def _markup(page: _Page, markup: str, opened: int) -> int:
    """Read what begins with ``<`` and say where the text goes on; -1 when nothing more can be text."""
    if markup.startswith("<!--", opened):
        return _after(markup, "-->", opened + 4)
    tag = _NAME.match(markup, opened + 1)
    if tag is None:
        if markup.startswith(("<!", "<?"), opened):
            return _after(markup, ">", opened)
        page.write("<")
        return opened + 1
    position = _after(markup, ">", opened)
    if position < 0:
        return -1
    name = tag[1].casefold()
    ending = markup[opened + 1] == "/"
    if name in _SILENT and not ending and markup[position - 2] != "/":
        closing = re.compile(rf"</{name}\b", re.IGNORECASE).search(markup, position)
        # One that is never closed silences the rest: its content must not pass for what the author wrote.
        return _after(markup, ">", closing.start()) if closing else -1
    page.tag(name, ending=ending)
    return position


def _after(markup: str, mark: str, start: int) -> int:
    found = markup.find(mark, start)
    return found + len(mark) if found >= 0 else -1
