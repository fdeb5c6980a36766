"""What the DPO's home says of the register: due, stale, drifting, expiring, refused most often and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from egide.service.assistance.models import Decision
from egide.service.design.contexts import Cell, Column, EmptyState, FigureView, HomeSection, TableView
from egide.service.governance.found import kinds_found
from egide.service.governance.frame import language, pick
from egide.service.governance.pages.switches import dpia_cell
from egide.service.register.attention import Attention, attention_of
from egide.service.tenancy.models import Brand

_PERIOD = timedelta(days=30)
_DECISIONS_READ = 2000
_LISTED = 8


@dataclass(frozen=True, slots=True)
class RegisterHome:
    """The part of the DPO's home that the register fills.

    Attributes:
        dpias: How many assessments wait to be validated or reviewed.
    """

    dpias: int
    figures: tuple[FigureView, ...]
    sections: tuple[HomeSection, ...]


def register_home(brands: Sequence[Brand], *, now: datetime) -> RegisterHome:
    """Gather what waits in the register of some brands.

    Args:
        brands: The brands, in scope.
        now: Aware UTC.

    Returns:
        Figures and blocks of the home.
    """
    seen = attention_of(brands, {brand.pk: kinds_found(brand.pk) for brand in brands}, now=now)
    rows = _rows(seen)
    return RegisterHome(
        dpias=len(seen.dpias),
        figures=_figures(seen),
        sections=(
            HomeSection(
                _("Ce qui attend"),
                table=TableView(
                    _("Ce qui attend, le plus pressant d’abord"),
                    (Column(_("Quoi")), Column(_("Marque")), Column(_("État"))),
                    rows[: 2 * _LISTED],
                    empty=EmptyState(_("Rien n’attend"), icon="check"),
                ),
                wide=True,
            ),
            HomeSection(_("Ce que la politique refuse le plus"), table=_refusals(brands, now), wide=True),
        ),
    )


def _figures(seen: Attention) -> tuple[FigureView, ...]:
    def figure(label: str, number: int, address: str) -> FigureView:
        words = str(number_format(number, use_l10n=True, force_grouping=True))
        return FigureView(label, words, status="warning" if number else "ok", url=reverse(address))

    return (
        figure(_("AIPD à valider ou revoir"), len(seen.dpias), "register:dpias"),
        figure(_("Preuves périmées ou bientôt"), len(seen.expiring), "register:providers"),
        figure(_("Écarts du registre signé"), len(seen.drifts), "register:records"),
        figure(_("Accès à revoir"), seen.reviews, "register:roles"),
        figure(_("Consentements non prouvés"), seen.unproven, "register:consents"),
    )


def _rows(seen: Attention) -> tuple[tuple[Cell, ...], ...]:
    stale = [pair for pair in seen.dpias if pair[1] == "stale"]
    drafts = [pair for pair in seen.dpias if pair[1] != "stale"]
    rows: list[tuple[Cell, ...]] = [_dpia_row(*pair) for pair in stale]
    for proof, warning in seen.expiring:
        rows.append(
            (
                Cell(
                    f"{proof.provider.name} – {warning.sentence[pick()]}",
                    url=reverse("register:provider", args=[proof.provider_id]),
                ),
                Cell(proof.brand.name),
                Cell(_("périmée"), status="danger") if warning.days_left < 0 else Cell(_("expire"), status="warning"),
            )
        )
    drifting: dict[Brand, int] = {}
    for brand, _drift in seen.drifts:
        drifting[brand] = drifting.get(brand, 0) + 1
    for brand, number in drifting.items():
        words = _("Registre signé : %(n)d écarts avec la réalité") % {"n": number}
        rows.append(
            (Cell(words, url=reverse("register:records")), Cell(brand.name), Cell(_("dérive"), status="danger"))
        )
    rows += [_dpia_row(*pair) for pair in drafts]
    rows += [
        (
            Cell(_("Registre jamais signé"), url=reverse("register:records")),
            Cell(brand.name),
            Cell(_("à signer"), status="warning"),
        )
        for brand in seen.unsigned
    ]
    return tuple(rows)


def _dpia_row(dpia: Any, state: str) -> tuple[Cell, ...]:
    url = reverse("register:dpia", args=[dpia.pk])
    return Cell(_("AIPD : %(name)s") % {"name": dpia.name}, url=url), Cell(dpia.brand.name), dpia_cell(state)


def _refusals(brands: Sequence[Brand], now: datetime) -> TableView:
    """List the reasons met most often; each leads to the last decision that it refused."""
    refused = Decision.objects.filter(
        brand__in=brands, at__gte=now - _PERIOD, verdict__in=["refuse", "human-only"]
    ).order_by("-at")
    tally: dict[str, tuple[int, Any]] = {}
    for decision in refused.only("reasons", "verdict", "at", "brand_id")[:_DECISIONS_READ]:
        rule = decision.reasons[0]["rule"] if decision.reasons else "?"
        number, latest = tally.get(rule, (0, decision))
        tally[rule] = (number + 1, latest)
    ordered = sorted(tally.values(), key=lambda pair: -pair[0])[:_LISTED]
    return TableView(
        _("Ce que la politique refuse le plus"),
        (Column(_("Raison du dernier refus")), Column(_("Refus en 30 jours"), numeric=True)),
        tuple(
            (
                Cell(
                    latest.reasons[0]["sentence"][language()] if latest.reasons else "–",
                    url=reverse("desk:why", args=[latest.pk]),
                ),
                Cell(str(number_format(number, use_l10n=True, force_grouping=True))),
            )
            for number, latest in ordered
        ),
        empty=EmptyState(_("Aucun refus sur la période"), icon="check"),
    )
