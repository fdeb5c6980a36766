"""The modelled regime gives the values of EcoLogits 0.11.3, to 1e-9.

``ecologits_values.json`` was computed with ecologits 0.11.3 (``compute_llm_impacts``) on 2026-11-25; the file holds
the inputs, the mixes and the outputs, and no text or code of that project.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from egide.footprint import Electricity, Generation, Interval, OutOfModel, generation_impact, load_factors
from egide.footprint.modelled import count_gpus, generation_s, gpu_energy_wh

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "ecologits_values.json").read_text("utf-8"))
FACTORS = load_factors()


def generation(**changes: Any) -> Generation:
    return Generation(**({"output_tokens": 300, "active_params_bn": 8.0, "total_params_bn": 8.0} | changes))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['active_params_bn']}B-{case['zone']}" for case in CASES])
def test_gives_the_reference_values(case: dict[str, Any]) -> None:
    mix = case["mix"]
    carbon = mix["gwp"] * 1000
    electricity = Electricity(
        case["zone"], 2023, "", Interval.exactly(carbon), mix["adpe"], mix["pe"], mix["wue"], "", ""
    )
    impact = generation_impact(
        generation(
            output_tokens=case["output_tokens"],
            active_params_bn=case["active_params_bn"],
            total_params_bn=case["total_params_bn"],
            tokens_per_s=case.get("tps"),
            first_token_s=case.get("ttft", 0.0),
            latency_s=case.get("request_latency"),
        ),
        electricity,
        FACTORS,
        gco2e_per_kwh=carbon,
        pue=case["pue"],
        wue_site=case["wue_site"],
    )
    found = {
        "energy_kwh": impact.energy_wh / 1000,
        "usage_gwp_kg": impact.carbon_use_gco2e / 1000,
        "embodied_gwp_kg": impact.carbon_embodied_gco2e / 1000,
        "gwp_kg": (impact.carbon_use_gco2e + impact.carbon_embodied_gco2e) / 1000,
        "adpe": impact.adpe_kgsbeq,
        "pe": impact.pe_mj,
        "water_l": impact.water_l,
    }
    for name, quantity in found.items():
        assert math.isclose(quantity, case[name], rel_tol=1e-9), name


def test_ships_the_mixes_it_cites() -> None:
    for case in CASES:
        mix = FACTORS.mix(case["zone"])
        assert mix.gco2e_per_kwh.point == pytest.approx(case["mix"]["gwp"] * 1000)
        assert (mix.adpe_kgsbeq_per_kwh, mix.pe_mj_per_kwh, mix.water_l_per_kwh) == (
            case["mix"]["adpe"],
            case["mix"]["pe"],
            case["mix"]["wue"],
        )


@pytest.mark.parametrize(("batch", "factor"), [(64, 1.0), (16, 1.7), (8, 2.6), (4, 4.3), (1, 14.8)])
def test_shows_how_much_concurrency_weighs(batch: int, factor: float) -> None:
    def energy(served: int) -> float:
        mix = FACTORS.mix("FRA")
        return generation_impact(
            generation(batch=served), mix, FACTORS, gco2e_per_kwh=41.44, pue=1.2, wue_site=0.0
        ).energy_wh

    assert round(energy(batch) / energy(64), 1) == factor


@pytest.mark.parametrize(
    ("params", "bits", "gpus"),
    [(1, 16, 1), (8, 16, 1), (33.3, 16, 1), (34, 16, 2), (70, 16, 4), (70, 4, 1), (405, 16, 16)],
)
def test_counts_gpus_by_powers_of_two(params: float, bits: int, gpus: int) -> None:
    assert count_gpus(generation(active_params_bn=params, total_params_bn=params, bits=bits), FACTORS) == gpus


def test_computes_the_energy_of_one_gpu_by_hand() -> None:
    by_hand = 300 * (1.1665e-6 * math.exp(-0.011206 * 64) * 8 + 4.0529e-5)
    assert gpu_energy_wh(generation(), FACTORS) == pytest.approx(by_hand, rel=1e-4)


def test_never_lasts_longer_than_measured() -> None:
    assert generation_s(generation(latency_s=2.5), FACTORS) == 2.5
    assert generation_s(generation(latency_s=1000.0), FACTORS) == generation_s(generation(), FACTORS)
    assert generation_s(generation(tokens_per_s=100.0, first_token_s=0.5), FACTORS) == 3.5


@pytest.mark.parametrize(
    "changes",
    [
        {"output_tokens": -1},
        {"active_params_bn": 0},
        {"active_params_bn": 9},
        {"batch": 0.5},
        {"batch": 65},
        {"bits": 5},
        {"tokens_per_s": 0.0},
        {"first_token_s": -1.0},
        {"latency_s": -1.0},
    ],
)
def test_refuses_what_the_formula_was_not_made_for(changes: dict[str, Any]) -> None:
    generation()
    with pytest.raises(OutOfModel):
        generation(**changes)


def test_refuses_a_pue_below_one() -> None:
    with pytest.raises(OutOfModel, match="PUE"):
        generation_impact(generation(), FACTORS.mix("FRA"), FACTORS, gco2e_per_kwh=1, pue=0.9, wue_site=0)
