"""The measured regime: we run the model, so a meter is shared between the requests it served."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from egide.footprint.errors import MeterMismatch, OutOfModel

METER_TOLERANCE = 0.01
_SECONDS_PER_HOUR = 3600
_FEWEST_WINDOWS = 3


@dataclass(frozen=True, slots=True)
class Window:
    """What the meters saw during one window of 1 to 10 seconds.

    Attributes:
        energy_wh: GPU and CPU together, data-centre overhead excluded.
        idle_power_w: Power of the machine when it serves nobody.
    """

    duration_s: float
    energy_wh: float
    idle_power_w: float

    def __post_init__(self) -> None:
        if self.duration_s <= 0 or self.energy_wh < 0 or self.idle_power_w < 0:
            raise OutOfModel("a window lasts more than 0 s; energy and power are 0 or more")

    @property
    def idle_wh(self) -> float:
        """Energy the machine would have spent anyway, never more than the meter."""
        return min(self.energy_wh, self.idle_power_w * self.duration_s / _SECONDS_PER_HOUR)

    @property
    def dynamic_wh(self) -> float:
        """Energy that serving added."""
        return self.energy_wh - self.idle_wh


@dataclass(frozen=True, slots=True)
class Work:
    """What one request asked for within a window.

    Attributes:
        reserved_share: Share of the capacity reserved for its tenant, from 0 to 1; it bears that share of idle.
    """

    prompt_tokens: int
    output_tokens: int
    reserved_share: float = 0.0


@dataclass(frozen=True, slots=True)
class TokenWeights:
    """Energy per token of one model on one machine, fitted on windows with one tenant.

    Attributes:
        r_squared: Quality of the fit, published with every report.
    """

    prompt_wh: float
    output_wh: float
    r_squared: float


@dataclass(frozen=True, slots=True)
class Shared:
    """A window shared out.

    Attributes:
        requests_wh: One energy per request, data-centre overhead excluded.
        unattributed_idle_wh: Idle that no reserved capacity bears.
    """

    requests_wh: tuple[float, ...]
    unattributed_idle_wh: float


def share_window(window: Window, works: Sequence[Work], weights: TokenWeights) -> Shared:
    """Share the energy of a window between the requests it served.

    Args:
        window: What the meters saw.
        works: The requests, in any number.
        weights: Energy per token, for the proportions.

    Returns:
        One energy per request and the idle left over; together they are the meter, within 1 %.

    Raises:
        OutOfModel: tokens or shares out of range.
        MeterMismatch: the parts do not add up to the meter.
    """
    if any(work.prompt_tokens < 0 or work.output_tokens < 0 or not 0 <= work.reserved_share <= 1 for work in works):
        raise OutOfModel("tokens are 0 or more; a reserved share is from 0 to 1")
    reserved = sum(work.reserved_share for work in works)
    if reserved > 1 + 1e-9:
        raise OutOfModel("reserved shares add up to more than 1")
    asked = [weights.prompt_wh * work.prompt_tokens + weights.output_wh * work.output_tokens for work in works]
    total = sum(asked)
    # Requests without a token still caused the dynamic energy: it is shared equally.
    shares = [part / total for part in asked] if total > 0 else [1 / len(works)] * len(works) if works else []
    requests = tuple(
        window.dynamic_wh * share + window.idle_wh * work.reserved_share
        for share, work in zip(shares, works, strict=True)
    )
    unattributed = window.idle_wh * (1 - reserved) if works else window.energy_wh
    shared = Shared(requests, max(0.0, unattributed))
    verify_meter(window, shared)
    return shared


def verify_meter(window: Window, shared: Shared) -> None:
    """Check that the parts of a window are the meter, within 1 %: what a report that keeps both can show.

    Args:
        window: What the meters saw.
        shared: The parts.

    Raises:
        MeterMismatch: they are not.
    """
    found = sum(shared.requests_wh) + shared.unattributed_idle_wh
    if not math.isclose(found, window.energy_wh, rel_tol=METER_TOLERANCE, abs_tol=1e-12):
        raise MeterMismatch(f"parts add up to {found:.6g} Wh, the meter says {window.energy_wh:.6g} Wh")


def fit_token_weights(windows: Sequence[tuple[Window, Work]]) -> TokenWeights:
    """Fit energy per prompt token and per output token on windows with one tenant.

    Args:
        windows: Three or more, each with the only request it served.

    Returns:
        The weights, 0 or more, and R².

    Raises:
        OutOfModel: too few windows, or prompts and outputs always in the same proportion.
    """
    if len(windows) < _FEWEST_WINDOWS:
        raise OutOfModel(f"at least {_FEWEST_WINDOWS} windows are needed")
    prompts = [float(work.prompt_tokens) for _, work in windows]
    outputs = [float(work.output_tokens) for _, work in windows]
    energies = [window.dynamic_wh for window, _ in windows]
    pp, oo = _dot(prompts, prompts), _dot(outputs, outputs)
    po, pe, oe = _dot(prompts, outputs), _dot(prompts, energies), _dot(outputs, energies)
    determinant = pp * oo - po * po
    if determinant <= 1e-9 * pp * oo or not pp or not oo:
        raise OutOfModel("prompts and outputs always in the same proportion: vary them")
    prompt_wh, output_wh = (pe * oo - oe * po) / determinant, (oe * pp - pe * po) / determinant
    # An energy is not negative: the other weight then carries everything.
    if prompt_wh < 0:
        prompt_wh, output_wh = 0.0, oe / oo
    elif output_wh < 0:
        prompt_wh, output_wh = pe / pp, 0.0
    mean = sum(energies) / len(energies)
    spread = sum((energy - mean) ** 2 for energy in energies)
    left = sum(
        (energy - prompt_wh * prompt - output_wh * output) ** 2
        for prompt, output, energy in zip(prompts, outputs, energies, strict=True)
    )
    return TokenWeights(prompt_wh, output_wh, 1 - left / spread if spread else 0.0)


def _dot(left: Sequence[float], right: Sequence[float]) -> float:
    return math.fsum(a * b for a, b in zip(left, right, strict=True))
