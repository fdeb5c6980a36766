"""A meter is shared between requests, and the parts are the meter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.footprint import (
    MeterMismatch,
    OutOfModel,
    Shared,
    TokenWeights,
    Window,
    Work,
    fit_token_weights,
    share_window,
    verify_meter,
)

WEIGHTS = TokenWeights(prompt_wh=1e-6, output_wh=4e-6, r_squared=1.0)
windows = st.builds(Window, st.floats(1, 10), st.floats(0, 5), st.floats(0, 500))
works = st.lists(st.builds(Work, st.integers(0, 4000), st.integers(0, 1000), st.floats(0, 0.2)), max_size=5)


@given(windows, works)
def test_parts_add_up_to_the_meter(window: Window, served: list[Work]) -> None:
    shared = share_window(window, served, WEIGHTS)
    assert sum(shared.requests_wh) + shared.unattributed_idle_wh == pytest.approx(window.energy_wh, rel=0.01, abs=1e-12)
    assert all(energy >= 0 for energy in shared.requests_wh)


def test_gives_idle_to_reserved_capacity_only() -> None:
    window = Window(duration_s=3.6, energy_wh=0.5, idle_power_w=200.0)
    shared = share_window(window, [Work(100, 100), Work(100, 100, reserved_share=0.5)], WEIGHTS)
    # Idle is 200 W for 3.6 s, 0.2 Wh; the other 0.3 Wh are dynamic and shared by tokens.
    assert shared.requests_wh == pytest.approx((0.15, 0.25))
    assert shared.unattributed_idle_wh == pytest.approx(0.1)


def test_shares_by_tokens_weighted() -> None:
    shared = share_window(Window(1, 0.4, 0), [Work(400, 0), Work(0, 100)], WEIGHTS)
    assert shared.requests_wh == pytest.approx((0.2, 0.2))


def test_refuses_more_capacity_than_there_is() -> None:
    window = Window(1, 1, 1)
    share_window(window, [Work(1, 1, 0.5), Work(1, 1, 0.5)], WEIGHTS)
    for served in ([Work(1, 1, 0.6), Work(1, 1, 0.5)], [Work(-1, 1)], [Work(1, 1, 1.5)]):
        with pytest.raises(OutOfModel):
            share_window(window, served, WEIGHTS)
    with pytest.raises(OutOfModel):
        Window(0, 1, 1)


def test_refuses_parts_that_are_not_the_meter() -> None:
    window = Window(1, 1.0, 0)
    verify_meter(window, Shared((0.5, 0.495), 0.0))
    for parts in (Shared((0.5, 0.48), 0.0), Shared((0.5, 0.5), 0.02)):
        with pytest.raises(MeterMismatch, match="the meter says 1 Wh"):
            verify_meter(window, parts)


@given(st.floats(1e-7, 1e-5), st.floats(1e-7, 1e-5))
def test_finds_the_weights_it_was_made_with(prompt_wh: float, output_wh: float) -> None:
    served = [Work(100, 10), Work(10, 100), Work(500, 50), Work(50, 400)]
    seen = [(Window(1, prompt_wh * one.prompt_tokens + output_wh * one.output_tokens, 0), one) for one in served]
    fitted = fit_token_weights(seen)
    assert fitted.prompt_wh == pytest.approx(prompt_wh, rel=1e-6)
    assert fitted.output_wh == pytest.approx(output_wh, rel=1e-6)
    assert fitted.r_squared == pytest.approx(1.0)


def test_never_fits_a_negative_weight() -> None:
    only_output = [
        (Window(1, energy, 0), work)
        for energy, work in ((1.0, Work(100, 10)), (9.0, Work(10, 100)), (5.0, Work(400, 60)))
    ]
    assert fit_token_weights(only_output).prompt_wh == 0.0
    only_prompt = [
        (Window(1, energy, 0), Work(work.output_tokens, work.prompt_tokens))
        for (_, work), energy in zip(only_output, (1.0, 9.0, 5.0), strict=True)
    ]
    assert fit_token_weights(only_prompt).output_wh == 0.0


def test_refuses_to_fit_what_cannot_be_told_apart() -> None:
    proportional = [(Window(1, size, 0), Work(10 * size, size)) for size in (1, 2, 3)]
    with pytest.raises(OutOfModel, match="same proportion"):
        fit_token_weights(proportional)
    with pytest.raises(OutOfModel, match="at least 3"):
        fit_token_weights(proportional[:2])
