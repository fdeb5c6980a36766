"""When a ladder of models saves energy: rule, small model, large model.

>>> cascade_wh(1, 0.1, 0.2, 10)
3.1
>>> cascade_pays(1, 0.1, 0.2, 10), cascade_pays(1, 0.1, 0.95, 10)
(True, False)
"""

from __future__ import annotations

from egide.footprint.errors import OutOfModel


def cascade_wh(small_wh: float, check_wh: float, escalation_rate: float, large_wh: float) -> float:
    """Compute the mean energy of trying small first and escalating.

    Args:
        small_wh: Energy of the small model, per request.
        check_wh: Energy of the check of its answer.
        escalation_rate: Share of requests that go on to the large model, from 0 to 1.
        large_wh: Energy of the large model.

    Returns:
        Wh per request.

    Raises:
        OutOfModel: a negative energy or a rate outside [0, 1].
    """
    if min(small_wh, check_wh, large_wh) < 0 or not 0 <= escalation_rate <= 1:
        raise OutOfModel("energies are 0 or more, a rate is from 0 to 1")
    return small_wh + check_wh + escalation_rate * large_wh


def cascade_pays(small_wh: float, check_wh: float, escalation_rate: float, large_wh: float) -> bool:
    """Say whether the cascade spends less than always asking the large model.

    Args:
        small_wh: Energy of the small model, per request.
        check_wh: Energy of the check of its answer.
        escalation_rate: Share of requests that go on, from 0 to 1.
        large_wh: Energy of the large model.

    Returns:
        True when 1 − d > (E_small + E_check) / E_large.
    """
    return cascade_wh(small_wh, check_wh, escalation_rate, large_wh) < large_wh
