"""Text with its personal data marked: escaped first, marked second, so that a message can never become markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.utils.html import format_html, format_html_join

from egide.service.design.vocabulary import find_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.utils.safestring import SafeString


class Span(Protocol):
    """A part of a text: code points, half-open, with the label of the annotation guide."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def label(self) -> str: ...


def highlight(text: str, spans: Iterable[Span], *, pseudonyms: bool = False) -> SafeString:
    """Mark each span of a text with its kind in words, shown on focus and on hover, read by a screen reader.

    Args:
        text: The text as written; it is escaped here, once.
        spans: Offsets in code points of ``text``, half-open, in any order. Where two overlap the one that starts first
            is kept, the longer when they start together; one that lies outside the text is left out.
        pseudonyms: True draws the chip of a pseudonym in place of the underline.

    Returns:
        Markup that holds the same characters in the same order.
    """
    look = "pseudo " if pseudonyms else ""
    pieces: list[SafeString] = []
    position = 0
    for span in _without_overlaps(spans, len(text)):
        kind = find_kind(span.label)
        pieces.append(format_html("{}", text[position : span.start]))
        pieces.append(
            format_html(
                '<mark class="{}k-{}" tabindex="0" data-kind="{}">{}</mark>',
                look,
                kind.family,
                kind.label,
                text[span.start : span.end],
            )
        )
        position = span.end
    pieces.append(format_html("{}", text[position:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _without_overlaps(spans: Iterable[Span], length: int) -> Iterator[Span]:
    position = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if position <= span.start < span.end <= length:
            yield span
            position = span.end
