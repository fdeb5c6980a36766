"""A figure carries its bounds, its method and its factors, and adds up without shrinking."""

from __future__ import annotations

import json
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.footprint import (
    WARNINGS,
    FootprintError,
    Interval,
    InvalidFactors,
    InvalidInterval,
    Method,
    ModelProfile,
    OutOfModel,
    add_figures,
    add_intervals,
    cascade_pays,
    cascade_wh,
    estimate_local_cpu,
    estimate_remote,
    format_figure,
    load_factors,
    parse_factors,
    parse_figure,
    rate_per_act,
    round_significant,
    word_quantity,
)

FOLDER = resources.files("egide.footprint") / "factors_data"
ELECTRICITY = (FOLDER / "electricity.csv").read_text("utf-8")
HARDWARE = (FOLDER / "hardware.csv").read_text("utf-8")
SMALL = ModelProfile.dense("small", 8)

quantities = st.floats(0, 1e6)
intervals = st.lists(quantities, min_size=3, max_size=3).map(lambda bounds: Interval(*sorted(bounds)))


@given(st.lists(intervals, max_size=5))
def test_adds_low_with_low_and_high_with_high(listed: list[Interval]) -> None:
    total = add_intervals(listed)
    assert total.low == sum(interval.low for interval in listed)
    assert total.high == sum(interval.high for interval in listed)


@pytest.mark.parametrize("bounds", [(2, 1, 3), (0, 2, 1), (-1, 0, 1), (0, 1, float("inf")), (0, float("nan"), 1)])
def test_refuses_bounds_that_make_no_sense(bounds: tuple[float, float, float]) -> None:
    assert Interval(0, 1, 2).high == 2
    with pytest.raises(InvalidInterval):
        Interval(*bounds)


def test_bounds_an_unknown_batch_from_64_to_1() -> None:
    unknown = estimate_remote(300, None, SMALL, "FRA", pue=Interval.exactly(1.2))
    full = estimate_remote(300, None, SMALL, "FRA", batch=64, pue=Interval.exactly(1.2))
    alone = estimate_remote(300, None, SMALL, "FRA", batch=1, pue=Interval.exactly(1.2))
    assert unknown.energy_wh.low == pytest.approx(full.energy_wh.point)
    assert unknown.energy_wh.high == pytest.approx(alone.energy_wh.point)
    assert full.energy_wh.point == pytest.approx(0.026745775365926614)
    assert full.energy_wh.high == pytest.approx(3 * full.energy_wh.point)
    assert full.energy_wh.low == pytest.approx(full.energy_wh.point / 3)
    assert unknown.warnings == ("batch-unknown", "prompt-not-counted")
    assert full.warnings == ("prompt-not-counted",)
    assert unknown.method is Method.MODELLED


def test_widens_with_the_mix_and_with_a_guessed_size() -> None:
    known = estimate_remote(300, None, SMALL, "FRA", batch=64)
    guessed = ModelProfile("closed", Interval(8, 40, 200), Interval(8, 100, 400), guessed=True)
    wide = estimate_remote(300, None, guessed, "FRA", batch=64)
    assert wide.energy_wh.low == known.energy_wh.low
    assert wide.energy_wh.high > 10 * known.energy_wh.high
    assert "parameters-guessed" in wide.warnings
    assert known.carbon_use_gco2e.high / known.energy_wh.high * 1000 == pytest.approx(56)
    assert known.carbon_use_gco2e.low / known.energy_wh.low * 1000 == pytest.approx(32)


def test_estimates_a_processor_without_a_meter() -> None:
    figure = estimate_local_cpu(3600, pue=Interval.exactly(1.0))
    assert figure.method is Method.MODELLED
    assert (figure.energy_wh.low, figure.energy_wh.point, figure.energy_wh.high) == (2, 4, 10)
    assert figure.carbon_use_gco2e.point == pytest.approx(4 * 41.44 / 1000)
    # One hour of one core of 48, on a server of 1,000 kg that lives 4 years.
    assert figure.carbon_embodied_gco2e.point == pytest.approx(1_000_000 / (4 * 365 * 24 * 48))
    assert figure.warnings == ("processor-power-assumed",)


def test_believes_a_meter_to_ten_percent_only_once_calibrated() -> None:
    before = estimate_local_cpu(10, measured_wh=1.0, pue=Interval.exactly(1.0))
    after = estimate_local_cpu(10, measured_wh=1.0, calibrated=True, pue=Interval.exactly(1.0))
    assert before.method is after.method is Method.MEASURED_CPU
    assert (before.energy_wh.low, before.energy_wh.high) == pytest.approx((0.7, 1.3))
    assert (after.energy_wh.low, after.energy_wh.high) == pytest.approx((0.9, 1.1))
    assert (before.warnings, after.warnings) == (("meter-not-calibrated",), ())


def test_refuses_negative_work() -> None:
    estimate_local_cpu(0)
    with pytest.raises(OutOfModel):
        estimate_local_cpu(-1)
    with pytest.raises(OutOfModel):
        estimate_local_cpu(1, measured_wh=-1)
    with pytest.raises(OutOfModel):
        estimate_remote(-1, None, SMALL, "FR")
    with pytest.raises(OutOfModel):
        cascade_wh(1, 1, 1.5, 1)


def test_a_cascade_pays_only_while_few_requests_escalate() -> None:
    assert cascade_wh(1, 0.1, 0.2, 10) == pytest.approx(3.1)
    # It pays if 1 - d > (E_small + E_check) / E_large, here d < 0.89.
    assert [cascade_pays(1, 0.1, rate, 10) for rate in (0, 0.88, 0.89, 1)] == [True, True, False, False]


def test_scales_and_multiplies_bound_by_bound() -> None:
    assert Interval(1, 2, 3) * Interval(2, 3, 4) == Interval(2, 6, 12)
    assert Interval(1, 2, 3).times(2) == Interval(2, 4, 6)


def test_knows_zones_and_residency_words() -> None:
    assert [estimate_local_cpu(1, zone=zone).zone for zone in ("FR", "EU", "EEA", "adequate", "other", "DEU")] == [
        "FRA",
        "EEE",
        "EEE",
        "WOR",
        "WOR",
        "DEU",
    ]
    with pytest.raises(InvalidFactors, match="zone 'ATL' is unknown; known zones: BEL, DEU"):
        estimate_local_cpu(1, zone="ATL")


def test_reports_measured_and_modelled_apart() -> None:
    modelled = estimate_local_cpu(3600, pue=Interval.exactly(1.0))
    measured = estimate_local_cpu(3600, measured_wh=12.0, pue=Interval.exactly(1.0))
    total = add_figures([modelled, measured])
    assert total.figures == 2
    assert total.energy_wh.point == 16
    assert total.by_method[Method.MODELLED].point == 4
    assert total.measured_share == 0.75
    assert total.factors == {load_factors().digest}
    assert add_figures([]).measured_share == 0.0
    rate = rate_per_act(total.energy_wh, 4)
    assert rate is not None
    assert rate.point == 4
    assert rate_per_act(total.energy_wh, 0) is None


@given(
    st.integers(0, 5000),
    st.none() | st.floats(0, 60),
    st.sampled_from(["FR", "DEU", "other"]),
    st.none() | st.floats(1, 64),
)
def test_reads_back_what_it_writes(tokens: int, latency_s: float | None, zone: str, batch: float | None) -> None:
    figure = estimate_remote(tokens, latency_s, SMALL, zone, batch=batch)
    assert parse_figure(json.loads(json.dumps(format_figure(figure)))) == figure
    assert all(code in WARNINGS for code in figure.warnings)
    assert figure.carbon_gco2e.low <= figure.carbon_gco2e.point <= figure.carbon_gco2e.high


@pytest.mark.parametrize(
    "change",
    [
        {"method": "guessed"},
        {"energy_wh": 3},
        {"energy_wh": {"low": 2, "point": 1, "high": 3}},
        {"year": "x"},
        {"pue": {"low": True, "point": 1, "high": 1}},
    ],
)
def test_refuses_a_damaged_figure(change: dict[str, object]) -> None:
    document = format_figure(estimate_local_cpu(1))
    parse_figure(document)
    with pytest.raises(FootprintError):
        parse_figure(document | change)


def test_identifies_the_factors_by_their_digest() -> None:
    assert parse_factors(ELECTRICITY, HARDWARE).digest == load_factors().digest
    assert parse_factors(ELECTRICITY.replace("41.44", "41.45"), HARDWARE).digest != load_factors().digest
    assert estimate_local_cpu(1).factors == load_factors().digest


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"point: EcoLogits 0.11.3; low', '"point" EcoLogits 0.11.3; low', "electricity.csv line 2: "),
        ("zone,year", "zone,yaer", "electricity.csv line 1: the columns are zone, year"),
        ("32,41.44", "62,41.44", "electricity.csv line 2: \\[62.0"),
        ("41.44", "forty", "electricity.csv line 2: 'forty' is not a number"),
        ("41.44", "-1", "electricity.csv line 2: '-1' is not a finite number"),
        ("DEU,2023", "FRA,2023", "electricity.csv line 3: zone FRA is declared twice"),
        ("DEU,2023", "DEU,", "electricity.csv line 3: 12 cells are needed, none empty"),
    ],
)
def test_refuses_a_factor_file_with_its_line(old: str, new: str, problem: str) -> None:
    with pytest.raises(InvalidFactors, match=problem):
        parse_factors(ELECTRICITY.replace(old, new, 1), HARDWARE)


def test_refuses_a_hardware_factor_given_twice_or_missing() -> None:
    with pytest.raises(InvalidFactors, match=r"hardware\.csv line 3: factor gpu_energy_alpha is declared twice"):
        parse_factors(ELECTRICITY, HARDWARE.replace("gpu_energy_decay", "gpu_energy_alpha"))
    lacking = parse_factors(ELECTRICITY, HARDWARE.replace("cpu_core_power", "other"))
    with pytest.raises(InvalidFactors, match="factor 'cpu_core_power' is missing"):
        estimate_local_cpu(1, factors=lacking)


@pytest.mark.parametrize(
    ("interval", "unit", "french", "english"),
    [
        (Interval(0.0089, 0.02674, 0.0802), "Wh", "27 mWh (8,9 à 80)", "27 mWh (8.9 to 80)"),
        (Interval(1234, 5678, 12345), "Wh", "5,7 kWh (1,2 à 12)", "5.7 kWh (1.2 to 12)"),
        (Interval(999.6, 999.6, 1_500_000), "Wh", "1 kWh (1 à 1 500)", "1 kWh (1 to 1,500)"),
        (Interval(0, 0, 0), "L", "0 L (0 à 0)", "0 L (0 to 0)"),
        (Interval(0, 0, 0.005), "L", "0 mL (0 à 5)", "0 mL (0 to 5)"),
        (Interval(1, 2.5, 3), "MJ", "2,5 MJ (1 à 3)", "2.5 MJ (1 to 3)"),
        (Interval(1e-9, 1e-9, 1e-9), "gCO2e", "0,001 µgCO2e (0,001 à 0,001)", "0.001 µgCO2e (0.001 to 0.001)"),
    ],
)
def test_writes_two_significant_digits_with_bounds(interval: Interval, unit: str, french: str, english: str) -> None:
    assert word_quantity(interval, unit).replace("\u202f", " ") == french
    assert word_quantity(interval, unit, "en").replace("\u202f", " ") == english


@given(st.floats(1e-12, 1e12))
def test_rounds_within_five_percent(quantity: float) -> None:
    assert round_significant(quantity) == pytest.approx(quantity, rel=0.0501)
