"""Turn the HTML of a mail into text: one linear pass, no entity of a document, no link followed, no script kept."""

from __future__ import annotations

import html
import re
from typing import Final

__all__ = ["html_to_text"]

_NAME: Final = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_BREAKING: Final = frozenset({
    "address", "article", "blockquote", "br", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
_PARAGRAPH: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "pre"})
_SILENT: Final = frozenset({"script", "style", "head", "title", "noscript", "template", "svg", "xml"})
_SPACES: Final = re.compile(r"[ \t\r\n\f\u00a0]+")


def html_to_text(markup: str) -> str:
    """Read HTML as its reader sees it, roughly: blocks on their own lines, quotations marked with ``>``.

    Args:
        markup: HTML of any quality.

    Returns:
        Text with single empty lines between paragraphs.
    """
    lines: list[str] = []
    current: list[str] = []
    quote_depth = 0
    position = 0
    length = len(markup)

    def end_line(*, paragraph: bool = False) -> None:
        text = _SPACES.sub(" ", "".join(current)).strip()
        current.clear()
        mark = "> " * quote_depth
        if text:
            lines.append(mark + text)
        if paragraph and lines and lines[-1].strip("> "):
            lines.append(mark.rstrip())

    while position < length:
        opened = markup.find("<", position)
        if opened < 0:
            current.append(html.unescape(markup[position:]))
            break
        current.append(html.unescape(markup[position:opened]))
        if markup.startswith("<!--", opened):
            closed = markup.find("-->", opened + 4)
            if closed < 0:
                break
            position = closed + 3
            continue
        tag = _NAME.match(markup, opened + 1)
        if tag is None and not markup.startswith(("<!", "<?"), opened):
            current.append("<")
            position = opened + 1
            continue
        closed = markup.find(">", opened)
        if closed < 0:
            break
        position = closed + 1
        if tag is None:
            continue
        name = tag[1].casefold()
        ending = markup[opened + 1] == "/"
        if name in _SILENT and not ending and markup[closed - 1] != "/":
            position = _end_of_element(markup, name, position)
            continue
        if name in {"td", "th"}:
            current.append(" ")
        if name not in _BREAKING:
            continue
        end_line(paragraph=name in _PARAGRAPH)
        if name == "br" and lines and not ending and lines[-1].strip("> "):
            follows = markup[position : position + 6].lstrip().casefold()
            if follows.startswith("<br"):
                lines.append(("> " * quote_depth).rstrip())
        if name == "blockquote":
            quote_depth = max(0, quote_depth - 1) if ending else min(quote_depth + 1, 20)
    end_line()
    return "\n".join(lines).strip()


def _end_of_element(markup: str, name: str, position: int) -> int:
    """Find the end of an element whose content is not text; an unclosed one silences only itself."""
    closing = re.compile(rf"</{name}\b[^>]{{0,100}}>", re.IGNORECASE).search(markup, position)
    return closing.end() if closing else position
