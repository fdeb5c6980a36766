"""Plots drawn by the server as SVG: no script, no inline style, readable in grey; the template folds a table behind."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egide.service.design.contexts import PlotPoint, PlotView

_WIDTH, _HEIGHT = 560, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 8, 14, 22
_SMALLEST = 1e-9  # below this a plot of anything the desk measures is flat
_LABELS = 8  # more labels than this would overlap at the narrowest width of a card


def draw_plot(plot: PlotView) -> SafeString:
    """Draw bars or a line with, for estimates, the interval as a whisker or a band.

    The description that a screen reader gets names the title, the number of points and the last of them.
    """
    points = plot.points
    top = _round_up(max([point.high if point.high is not None else point.value for point in points], default=1.0))
    body = _bars(points, top) if plot.kind == "bar" else _line(points, top)
    words = f"{plot.title} ({plot.unit})"
    if points:
        words = f"{words} : {len(points)} points, {points[-1].label} = {_write(points[-1].value)}"
    return format_html(
        '<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
        _WIDTH,
        _HEIGHT,
        words,
        _axis(top),
        body,
        _labels(points),
    )


def draw_bar(ratio: float) -> SafeString:
    """Draw a share of a whole as a bar; hidden from screen readers, which have the words beside it."""
    return _small_bar(0.0, min(max(ratio, 0.0), 1.0) * 100, "")


def draw_contribution(weight: float, largest: float) -> SafeString:
    """Draw a signed contribution around the middle, on the scale where ``largest`` (absolute) fills one side."""
    share = min(abs(weight) / largest, 1.0) * 50 if largest else 0.0
    return _small_bar(50 - share, share, "minus") if weight < 0 else _small_bar(50.0, share, "")


def _small_bar(x: float, width: float, css_class: str) -> SafeString:
    return format_html(
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="{}" x="{}" width="{}" height="6"/></svg>',
        css_class,
        f"{x:.1f}",
        f"{width:.1f}",
    )


def _round_up(largest: float) -> float:
    """Round up to 1, 2, 2.5 or 5 times a power of ten, so that the axis ends on a number one reads."""
    if largest < _SMALLEST:
        return 1.0
    power = 10.0 ** floor(log10(largest))
    return next(step * power for step in (1, 2, 2.5, 5, 10, 20) if step * power >= largest)


def _y(amount: float, top: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - amount / top)


def _write(amount: float) -> str:
    """Write a number of the axis for the locale, without a decimal when it is whole."""
    rounded = round(amount, 3)
    return localize(int(rounded) if rounded == int(rounded) else rounded)


def _x(position: int, count: int) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (position + 0.5) / max(count, 1)


def _axis(top: float) -> SafeString:
    lines = [(amount, _y(amount, top)) for amount in (0.0, top / 2, top)]
    path = "".join(f"M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" for _, y in lines)
    texts = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="end">{}</text>',
        ((_LEFT - 6, f"{y + 4:.1f}", _write(amount)) for amount, y in lines),
    )
    return format_html('<path class="axis" d="{}"/>{}', path, texts)


def _labels(points: Sequence[PlotPoint]) -> SafeString:
    step = -(-len(points) // _LABELS) if points else 1
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (f"{_x(position, len(points)):.1f}", _HEIGHT - 6, point.label)
            for position, point in enumerate(points)
            if (len(points) - 1 - position) % step == 0
        ),
    )


def _whiskers(points: Sequence[PlotPoint], top: float) -> SafeString:
    path = ""
    for position, point in enumerate(points):
        if point.low is not None and point.high is not None:
            x, low, high = _x(position, len(points)), _y(point.low, top), _y(point.high, top)
            path += f"M{x:.1f} {low:.1f}V{high:.1f}M{x - 4:.1f} {high:.1f}h8M{x - 4:.1f} {low:.1f}h8"
    return format_html('<path class="range" d="{}"/>', path) if path else SafeString("")


def _bars(points: Sequence[PlotPoint], top: float) -> SafeString:
    width = (_WIDTH - _LEFT - _RIGHT) / max(len(points), 1) * 0.62
    base = _HEIGHT - _BOTTOM
    path = "".join(
        f"M{_x(position, len(points)) - width / 2:.1f} {base}V{_y(point.value, top):.1f}h{width:.1f}V{base}z"
        for position, point in enumerate(points)
    )
    return format_html('<path class="mark-bar" d="{}"/>{}', path, _whiskers(points, top))


def _line(points: Sequence[PlotPoint], top: float) -> SafeString:
    count = len(points)
    path = "".join(
        f"{'L' if position else 'M'}{_x(position, count):.1f} {_y(point.value, top):.1f}"
        for position, point in enumerate(points)
    )
    known = [(position, point.low, point.high) for position, point in enumerate(points)]
    upper = [f"{_x(position, count):.1f} {_y(high, top):.1f}" for position, _, high in known if high is not None]
    lower = [f"{_x(position, count):.1f} {_y(low, top):.1f}" for position, low, _ in known if low is not None]
    band = f"M{'L'.join(upper)}L{'L'.join(reversed(lower))}z" if len(upper) == len(lower) == count > 1 else ""
    return format_html('<path class="band" d="{}"/><path class="mark-line" d="{}"/>', band, path)
