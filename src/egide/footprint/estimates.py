"""The two questions a caller asks: what did our processor spend, what did their model spend?"""

from __future__ import annotations

from dataclasses import dataclass

from egide.footprint.errors import OutOfModel
from egide.footprint.factors import Electricity, Factors, load_factors
from egide.footprint.figure import Figure, Method
from egide.footprint.interval import Interval
from egide.footprint.modelled import Generation, Impact, generation_impact

MODELLED_FACTOR = 3.0
CALIBRATED, UNCALIBRATED = 0.10, 0.30
_SECONDS_PER_HOUR = 3600
_SECONDS_PER_YEAR = 365 * 86_400

WARNINGS: dict[str, tuple[str, str]] = {
    "batch-unknown": (
        "Le nombre de requêtes servies ensemble n’est pas connu : la borne haute suppose une seule.",
        "How many requests are served together is unknown: the high bound supposes a single one.",
    ),
    "parameters-guessed": (
        "Le fournisseur ne publie pas la taille du modèle : elle est supposée.",
        "The provider does not publish the size of the model: it is a guess.",
    ),
    "prompt-not-counted": (
        "La formule ignore la longueur de la question.",
        "The formula ignores the length of the prompt.",
    ),
    "meter-not-calibrated": (
        "Le compteur n’a pas été comparé à un wattmètre : ± 30 %.",
        "The meter was not compared with a wall meter: ± 30 %.",
    ),
    "processor-power-assumed": (
        "La puissance du processeur est supposée, faute de compteur.",
        "The power of the processor is assumed, for want of a meter.",
    ),
}


@dataclass(frozen=True, slots=True)
class ModelProfile:
    """What is known of a remote model.

    Attributes:
        active_params_bn: Parameters used per token, in billions; an interval when it is a guess.
        total_params_bn: Parameters in memory, in billions.
        guessed: The provider does not publish them.
    """

    name: str
    active_params_bn: Interval
    total_params_bn: Interval
    bits: int = 16
    tokens_per_s: float | None = None
    first_token_s: float = 0.0
    guessed: bool = False

    @classmethod
    def dense(cls, name: str, params_bn: float) -> ModelProfile:
        """Describe a dense model of published size.

        Args:
            name: Its name.
            params_bn: Parameters in billions.

        Returns:
            The profile.
        """
        return cls(name, Interval.exactly(params_bn), Interval.exactly(params_bn))


def estimate_local_cpu(
    cpu_seconds: float,
    *,
    measured_wh: float | None = None,
    calibrated: bool = False,
    zone: str = "FRA",
    pue: Interval | None = None,
    factors: Factors | None = None,
) -> Figure:
    """Estimate what a rule or a local model spent on our own processor.

    Args:
        cpu_seconds: Processor time, all cores together, 0 or more.
        measured_wh: Energy of a meter (RAPL), data-centre overhead excluded; without it power is assumed.
        calibrated: The meter was compared with a wall meter: ± 10 % rather than ± 30 %.
        zone: Zone of the electricity, or a residency word.
        pue: Power usage effectiveness; the default of the factor file when None.
        factors: The factors; those of the product when None.

    Returns:
        A figure, ``measured-cpu`` with a meter, ``modelled`` without.

    Raises:
        OutOfModel: a negative quantity.
    """
    if cpu_seconds < 0 or (measured_wh is not None and measured_wh < 0):
        raise OutOfModel("processor time and energy are 0 or more")
    factors = factors or load_factors()
    pue = pue or factors.interval("pue_default")
    warnings: tuple[str, ...]
    if measured_wh is None:
        method, warnings = Method.MODELLED, ("processor-power-assumed",)
        it_wh = factors.interval("cpu_core_power").times(cpu_seconds / _SECONDS_PER_HOUR)
    else:
        method, warnings = Method.MEASURED_CPU, () if calibrated else ("meter-not-calibrated",)
        it_wh = Interval.around(measured_wh, relative=CALIBRATED if calibrated else UNCALIBRATED)
    mix = factors.mix(zone)
    kwh = (it_wh * pue).times(1 / 1000)
    return Figure(
        method=method,
        energy_wh=it_wh * pue,
        carbon_use_gco2e=kwh * mix.gco2e_per_kwh,
        carbon_embodied_gco2e=_processor_embodied_gco2e(cpu_seconds, factors),
        water_l=kwh.times(mix.water_l_per_kwh) + it_wh.times(1 / 1000) * factors.interval("wue_site_default"),
        adpe_kgsbeq=kwh.times(mix.adpe_kgsbeq_per_kwh),
        pe_mj=kwh.times(mix.pe_mj_per_kwh),
        zone=mix.zone,
        year=mix.year,
        pue=pue,
        factors=factors.digest,
        warnings=warnings,
    )


def _processor_embodied_gco2e(cpu_seconds: float, factors: Factors) -> Interval:
    server, cores, life = (factors.bounds(f"cpu_server_{name}") for name in ("embodied", "cores", "life"))

    def share(kgco2e: float, cores_sharing: float, years: float) -> float:
        return cpu_seconds / (years * _SECONDS_PER_YEAR * cores_sharing) * kgco2e * 1000

    return Interval(
        share(server.low, cores.low, life.low),
        share(server.point, cores.point, life.point),
        share(server.high, cores.high, life.high),
    )


def estimate_remote(
    output_tokens: int,
    latency_s: float | None,
    profile: ModelProfile,
    zone: str,
    *,
    batch: float | None = None,
    pue: Interval | None = None,
    wue_site: Interval | None = None,
    factors: Factors | None = None,
) -> Figure:
    """Estimate what one generation spent on somebody else's GPU server.

    Args:
        output_tokens: Generated tokens only, 0 or more.
        latency_s: Measured duration of the call, which caps the modelled one; None when unknown.
        profile: The model.
        zone: Zone of the electricity, or a residency word.
        batch: Mean number of requests served together, 1 to 64; None when unknown, the ordinary case.
        pue: Power usage effectiveness; the default of the factor file when None.
        wue_site: Water usage effectiveness of the site, L per kWh; the default of the factor file when None.
        factors: The factors; those of the product when None.

    Returns:
        A figure, ``modelled``. With a known batch each bound is a factor of three away; otherwise the bounds come from
        the batches of the factor file.

    Raises:
        OutOfModel: a quantity outside the range of the formula.
    """
    factors = factors or load_factors()
    mix = factors.mix(zone)
    pue = pue or factors.interval("pue_default")
    wue_site = wue_site or factors.interval("wue_site_default")
    unknown = factors.bounds("batch_unknown")
    # The bound with the least impact has the largest batch and the smallest model.
    low, point, high = (
        _bound(profile, output_tokens, latency_s, mix, factors, bound, served, pue, wue_site)
        for bound, served in (
            ("low", unknown.high if batch is None else batch),
            ("point", unknown.point if batch is None else batch),
            ("high", unknown.low if batch is None else batch),
        )
    )
    factor = 1.0 if batch is None else MODELLED_FACTOR

    def interval(name: str) -> Interval:
        return Interval(getattr(low, name) / factor, getattr(point, name), getattr(high, name) * factor)

    return Figure(
        method=Method.MODELLED,
        energy_wh=interval("energy_wh"),
        carbon_use_gco2e=interval("carbon_use_gco2e"),
        carbon_embodied_gco2e=interval("carbon_embodied_gco2e"),
        water_l=interval("water_l"),
        adpe_kgsbeq=interval("adpe_kgsbeq"),
        pe_mj=interval("pe_mj"),
        zone=mix.zone,
        year=mix.year,
        pue=pue,
        factors=factors.digest,
        warnings=(
            *(("batch-unknown",) if batch is None else ()),
            *(("parameters-guessed",) if profile.guessed else ()),
            "prompt-not-counted",
        ),
    )


def _bound(
    profile: ModelProfile,
    output_tokens: int,
    latency_s: float | None,
    mix: Electricity,
    factors: Factors,
    bound: str,
    batch: float,
    pue: Interval,
    wue_site: Interval,
) -> Impact:
    generation = Generation(
        output_tokens=output_tokens,
        active_params_bn=getattr(profile.active_params_bn, bound),
        total_params_bn=getattr(profile.total_params_bn, bound),
        batch=batch,
        bits=profile.bits,
        tokens_per_s=profile.tokens_per_s,
        first_token_s=profile.first_token_s,
        latency_s=latency_s,
    )
    return generation_impact(
        generation,
        mix,
        factors,
        gco2e_per_kwh=getattr(mix.gco2e_per_kwh, bound),
        pue=getattr(pue, bound),
        wue_site=getattr(wue_site, bound),
    )
