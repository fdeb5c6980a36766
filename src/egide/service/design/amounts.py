"""Amounts as a person reads them: lengths of time, estimates with their interval, in the multiple that reads best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from math import floor, log10
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egide.service.design.contexts import FigureView

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def span_words(length: timedelta) -> str:
    """Say a length of time as one reads it: minutes, then hours, then days."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:  # noqa: PLR2004 - minutes in an hour
        return _("%(minutes)d min") % {"minutes": minutes}
    if minutes < 48 * 60:
        return _("%(hours)d h %(minutes)02d") % {"hours": minutes // 60, "minutes": minutes % 60}
    days = minutes // (24 * 60)
    return ngettext("%(n)d jour", "%(n)d jours", days) % {"n": days}


class Interval(NamedTuple):
    """An estimate with its bounds."""

    low: float
    point: float
    high: float

    def share(self, parts: int) -> Interval:
        """Divide between this many; nobody gets the whole."""
        return Interval(*(bound / max(parts, 1) for bound in self))


def summed(footprints: Iterable[Mapping[str, Any]], name: str) -> Interval:
    """Add up one quantity of several footprints, bound by bound."""
    kept = [footprint[name] for footprint in footprints if name in footprint]
    low, point, high = (sum(each.get(bound, 0.0) for each in kept) for bound in ("low", "point", "high"))
    return Interval(low, point, high)


# Local models use so little that a plain unit would show seven zeros.
_PREFIXES = ((1e3, "k"), (1.0, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n"))


def estimate_view(
    label: StrOrPromise, amount: Interval, unit: str, *, period: StrOrPromise = "", method_url: str = ""
) -> FigureView:
    """Show an estimate with its interval, in the multiple of the unit that reads best."""
    scale, prefix = _multiple(amount.point)
    low, point, high = (two_digits(bound / scale) for bound in amount)
    return FigureView(label, point, prefix + unit, low, high, period, method_url)


def amount_words(amount: float, unit: str) -> str:
    """Write an amount with its unit, in the multiple that reads best."""
    scale, prefix = _multiple(amount)
    return f"{two_digits(amount / scale)} {prefix}{unit}"


def _multiple(amount: float) -> tuple[float, str]:
    if not amount:
        return 1.0, ""
    return next((pair for pair in _PREFIXES if amount >= pair[0]), _PREFIXES[-1])


def two_digits(amount: float) -> str:
    """Write an amount with two significant digits, in the reader's locale."""
    if amount == 0:
        return "0"
    decimals = max(0, 1 - floor(log10(abs(amount))))
    rounded = round(amount, 1 - floor(log10(abs(amount))))
    return str(number_format(rounded, decimal_pos=min(decimals, 12), use_l10n=True))
