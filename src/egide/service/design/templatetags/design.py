"""Filters and tags of the design system: ``{% load design %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from egide.service.design import plots, vocabulary
from egide.service.design.highlighting import highlight

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

    from egide.service.design.contexts import Cell, Column, Contribution, MessageView, PlotView
    from egide.service.design.highlighting import Span
    from egide.service.design.vocabulary import Kind, Word

register = template.Library()

_SHORT_DIGEST = 12


@register.filter
def highlight_findings(text: str, findings: Iterable[Span]) -> SafeString:
    """Underline the personal data of a text by kind: ``{{ message.text|highlight_findings:message.findings }}``."""
    return highlight(text, findings)


@register.filter
def highlight_pseudonyms(text: str, pseudonyms: Iterable[Span]) -> SafeString:
    """Draw the pseudonyms of a protected text as chips."""
    return highlight(text, pseudonyms, pseudonyms=True)


@register.filter
def channel(code: str) -> Word:
    """Give the word and icon of a channel: ``{% with word=row.channel|channel %}``."""
    return vocabulary.find_channel(code)


@register.filter
def kind(label: str) -> Kind:
    """Give the words and family of a kind of personal data."""
    return vocabulary.find_kind(label)


@register.filter
def role(code: str) -> Word:
    """Give the word of an author's role."""
    return vocabulary.ROLES[code]


@register.filter
def verdict(code: str) -> Word:
    """Give the word, icon and tone of a verdict."""
    return vocabulary.VERDICTS[code]


@register.filter
def draft_word(state: str) -> Word:
    """Give the word, icon and tone of a draft's state."""
    return vocabulary.DRAFTS[state]


@register.filter
def step(name: str) -> Word:
    """Give the title and icon of a step of the spine."""
    return vocabulary.STEPS[name]


@register.filter
def step_state(state: str) -> Word:
    """Give the word, icon and tone of a step's state."""
    return vocabulary.STEP_STATES[state]


@register.filter
def priority_words(code: str) -> StrOrPromise:
    """Say what a priority code means."""
    return vocabulary.PRIORITIES[code]


@register.filter
def families(messages: Iterable[MessageView]) -> list[tuple[str, StrOrPromise]]:
    """List the families of personal data present in a thread, for its legend, in a fixed order."""
    present = {vocabulary.find_kind(finding.label).family for message in messages for finding in message.findings}
    return [(family, words) for family, words in vocabulary.FAMILIES.items() if family in present]


@register.filter
def moment(at: datetime) -> SafeString:
    """Write a time in the reader's zone and language, month in letters, with the machine-readable time beside it."""
    return _time(at, "j N Y, H:i")


@register.filter
def short_moment(at: datetime) -> SafeString:
    """Write a time without its year, for a row of the queue."""
    return _time(at, "j N H:i")


def _time(at: datetime, shape: str) -> SafeString:
    local = localtime(at)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), date_format(local, shape))


@register.filter
def short_digest(digest: str) -> str:
    """Shorten a digest in hexadecimal to what an eye compares.

    >>> short_digest("9f86d081884c7d659a2feaa0c55ad015")
    '9f86d081884c…'
    """
    return digest if len(digest) <= _SHORT_DIGEST else f"{digest[:_SHORT_DIGEST]}…"


@register.filter
def contribution_bars(contributions: Iterable[Contribution]) -> list[tuple[Contribution, SafeString]]:
    """Pair each contribution with its bar, all on one scale."""
    known = list(contributions)
    largest = max((abs(contribution.weight) for contribution in known), default=0.0)
    return [(contribution, plots.draw_contribution(contribution.weight, largest)) for contribution in known]


@register.filter
def aligned(row: tuple[Cell, ...], columns: tuple[Column, ...]) -> list[tuple[Cell, bool]]:
    """Pair each cell of a row with whether its column is numeric."""
    return [(cell, column.numeric) for cell, column in zip(row, columns, strict=True)]


@register.simple_tag
def bar(ratio: float) -> SafeString:
    """Draw a confidence as a bar: ``{% bar confidence.ratio %}``."""
    return plots.draw_bar(ratio)


@register.simple_tag
def plot(view: PlotView) -> SafeString:
    """Draw a plot as SVG: ``{% plot section.plot %}``."""
    return plots.draw_plot(view)


@register.filter
def widget_type(field: Any) -> str:
    """Name the HTML type of a form field's widget, so that a checkbox is laid out as one."""
    return str(getattr(field.field.widget, "input_type", "") or "")
