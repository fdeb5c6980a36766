"""The modelled regime: someone else runs the model, so its energy is estimated from its size and its output.

Source: EcoLogits methodology (version 0.11.3), re-implemented; every constant is in ``hardware.csv``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from egide.footprint.errors import OutOfModel
from egide.footprint.factors import Electricity, Factors

_LARGEST_BATCH = 64
_WH_PER_KWH = 1000
_SECONDS_PER_HOUR = 3600
_BITS_PER_BYTE = 8
_MEMORY_MARGIN = 1.2


@dataclass(frozen=True, slots=True)
class Generation:
    """One text generation on a shared GPU server.

    Attributes:
        output_tokens: Generated tokens only, 0 or more; the prompt is not counted by this model.
        active_params_bn: Parameters used per token, in billions.
        total_params_bn: Parameters held in memory, in billions.
        batch: Mean number of requests served together, 1 to 64.
        bits: Bits per parameter.
        tokens_per_s: Known speed of generation.
        first_token_s: Known time to the first token, with `tokens_per_s`.
        latency_s: Measured duration; it caps the modelled one.
    """

    output_tokens: int
    active_params_bn: float
    total_params_bn: float
    batch: float = _LARGEST_BATCH
    bits: int = 16
    tokens_per_s: float | None = None
    first_token_s: float = 0.0
    latency_s: float | None = None

    def __post_init__(self) -> None:
        if self.output_tokens < 0:
            raise OutOfModel("output tokens are 0 or more")
        if not 0 < self.active_params_bn <= self.total_params_bn:
            raise OutOfModel("parameters in billions: 0 < active <= total")
        if not 1 <= self.batch <= _LARGEST_BATCH:
            raise OutOfModel(f"requests served together: 1 to {_LARGEST_BATCH}")
        if self.bits not in {4, 8, 16, 32}:
            raise OutOfModel("bits per parameter: 4, 8, 16 or 32")
        if self.tokens_per_s is not None and self.tokens_per_s <= 0:
            raise OutOfModel("tokens per second: more than 0")
        if self.first_token_s < 0 or (self.latency_s is not None and self.latency_s < 0):
            raise OutOfModel("durations are 0 or more")


@dataclass(frozen=True, slots=True)
class Impact:
    """What one generation costs, without bounds."""

    energy_wh: float
    carbon_use_gco2e: float
    carbon_embodied_gco2e: float
    water_l: float
    adpe_kgsbeq: float
    pe_mj: float


def count_gpus(generation: Generation, factors: Factors) -> int:
    """Count the GPUs that hold the model: a power of two.

    Args:
        generation: The generation.
        factors: The factors.

    Returns:
        1 or more.
    """
    memory_gb = _MEMORY_MARGIN * generation.total_params_bn * generation.bits / _BITS_PER_BYTE
    needed = max(1, math.ceil(memory_gb / factors.point("gpu_memory")))
    return 1 << (needed - 1).bit_length()


def generation_s(generation: Generation, factors: Factors) -> float:
    """Estimate how long the generation occupies the server.

    Args:
        generation: The generation.
        factors: The factors.

    Returns:
        Seconds, never more than the measured latency.
    """
    if generation.tokens_per_s is not None:
        modelled = generation.first_token_s + generation.output_tokens / generation.tokens_per_s
    else:
        modelled = generation.output_tokens * (
            factors.point("latency_per_param") * generation.active_params_bn
            + factors.point("latency_per_batch") * generation.batch
            + factors.point("latency_floor")
        )
    return modelled if generation.latency_s is None else min(modelled, generation.latency_s)


def gpu_energy_wh(generation: Generation, factors: Factors) -> float:
    """Estimate the electricity of one GPU for one generation.

    Args:
        generation: The generation.
        factors: The factors.

    Returns:
        Wh, for one GPU.
    """
    per_token = factors.point("gpu_energy_alpha") * math.exp(
        -factors.point("gpu_energy_decay") * generation.batch
    ) * generation.active_params_bn + factors.point("gpu_energy_gamma")
    return generation.output_tokens * per_token


def generation_impact(
    generation: Generation, mix: Electricity, factors: Factors, *, gco2e_per_kwh: float, pue: float, wue_site: float
) -> Impact:
    """Estimate every impact of one generation.

    Args:
        generation: The generation.
        mix: Electricity of the zone.
        factors: The factors.
        gco2e_per_kwh: The bound of the mix to use.
        pue: Power usage effectiveness of the data centre, 1 or more.
        wue_site: Water usage effectiveness of the site, L per kWh.

    Returns:
        The impacts, use and manufacture apart for carbon, together for resources.

    Raises:
        OutOfModel: the PUE is below 1.
    """
    if pue < 1:
        raise OutOfModel("a PUE is 1 or more")
    gpus = count_gpus(generation, factors)
    duration_s = generation_s(generation, factors)
    server_share = gpus / factors.point("server_gpus")
    it_wh = duration_s / _SECONDS_PER_HOUR * factors.point(
        "server_power_without_gpu"
    ) * server_share / generation.batch + gpus * gpu_energy_wh(generation, factors)
    energy_wh = pue * it_wh
    energy_kwh = energy_wh / _WH_PER_KWH
    life_share = duration_s / (factors.point("hardware_life") * generation.batch)

    def embodied(server: str, gpu: str) -> float:
        return life_share * (server_share * factors.point(server) + gpus * factors.point(gpu))

    return Impact(
        energy_wh=energy_wh,
        carbon_use_gco2e=energy_kwh * gco2e_per_kwh,
        carbon_embodied_gco2e=embodied("server_embodied", "gpu_embodied") * 1000,
        water_l=it_wh / _WH_PER_KWH * (wue_site + pue * mix.water_l_per_kwh),
        adpe_kgsbeq=energy_kwh * mix.adpe_kgsbeq_per_kwh + embodied("server_adpe", "gpu_adpe"),
        pe_mj=energy_kwh * mix.pe_mj_per_kwh + embodied("server_pe", "gpu_pe"),
    )
