"""Plots are well-formed SVG without script nor inline style, and say their figures to a screen reader."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.service.design.contexts import PlotPoint, PlotView
from egide.service.design.plots import draw_bar, draw_contribution, draw_plot

amounts = st.floats(0, 1e6, allow_nan=False)


@given(kind=st.sampled_from(["bar", "line"]), amounts=st.lists(amounts, max_size=40))
def test_plot_is_well_formed_and_inside_its_frame(kind: str, amounts: list[float]) -> None:
    points = tuple(PlotPoint(f"<{place}>", amount) for place, amount in enumerate(amounts))
    svg = ET.fromstring(draw_plot(PlotView(kind, "A & B", "Wh", points)))  # noqa: S314  # our own markup
    assert svg.get("role") == "img"
    assert not [element for element in svg.iter() if element.get("style") or element.tag == "script"]
    if kind == "line" and len(amounts) > 1:
        path = next(element.get("d", "") for element in svg if element.get("class") == "mark-line")
        heights = [float(step.split()[1]) for step in path.replace("M", "L").split("L")[1:]]
        assert all(14 <= height <= 158 for height in heights)


@pytest.mark.parametrize("amount", [0.0, 5e-324, 1e-9, 0.3, 1.0, 9.999999999999999, 1000.0, 1e300])
def test_axis_covers_any_amount(amount: float) -> None:
    svg = ET.fromstring(draw_plot(PlotView("line", "A", "Wh", (PlotPoint("S1", amount), PlotPoint("S2", amount)))))  # noqa: S314  # as above
    path = next(element.get("d", "") for element in svg if element.get("class") == "mark-line")
    assert 14 <= float(path.split()[-1]) <= 158


def test_says_the_last_point_in_words(settings: object) -> None:
    view = PlotView("line", "Demandes", "demandes", (PlotPoint("S1", 12.0), PlotPoint("S2", 8.5)))
    assert 'aria-label="Demandes (demandes) : 2 points, S2 = 8,5"' in draw_plot(view)


def test_draws_the_interval_of_an_estimate() -> None:
    with_interval = PlotView("bar", "A", "Wh", (PlotPoint("lun.", 2.0, 1.0, 3.0),))
    without = PlotView("bar", "A", "Wh", (PlotPoint("lun.", 2.0),))
    assert 'class="range"' in draw_plot(with_interval)
    assert 'class="range"' not in draw_plot(without)


@pytest.mark.parametrize(("ratio", "width"), [(-1, "0.0"), (0, "0.0"), (0.5, "50.0"), (7, "100.0")])
def test_bar_stays_in_its_frame(ratio: float, width: str) -> None:
    assert f'width="{width}"' in draw_bar(ratio)


def test_contribution_that_lowers_goes_left_of_the_middle() -> None:
    assert 'class="minus" x="25.0" width="25.0"' in draw_contribution(-0.5, 1.0)
    assert 'class="" x="50.0" width="25.0"' in draw_contribution(0.5, 1.0)
    assert 'width="0.0"' in draw_contribution(0.0, 0.0)
