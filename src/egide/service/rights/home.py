"""What the DPO's home says of people's requests: how many wait, and which are due first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from egide.service.design.contexts import Cell, Column, FigureView, HomeSection, LinkView, TableView
from egide.service.rights.models import KINDS, RightsRequest
from egide.service.tenancy.models import Brand

_SHOWN = 5
# What is due within a week is no longer a matter for next week.
_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RightsHome:
    """Requests that wait, as a home shows them; `sections` is empty when none does."""

    figure: FigureView
    sections: tuple[HomeSection, ...]


def rights_home(brands: Sequence[Brand], *, now: datetime) -> RightsHome:
    """Gather the requests of some brands that nobody has answered.

    Args:
        brands: The brands, in scope.
        now: Aware UTC.

    Returns:
        A figure, and the most urgent requests with their deadline.
    """
    waiting = RightsRequest.objects.filter(brand__in=brands, answered_at__isnull=True).select_related("brand")
    number, late = waiting.count(), waiting.filter(due_at__lt=now).count()
    figure = FigureView(
        _("Demandes de droits"),
        str(number),
        note=_("%(late)d en retard") % {"late": late} if late else "",
        status="danger" if late else "warning" if number else "ok",
        url=reverse("rights:requests"),
    )
    if not number:
        return RightsHome(figure, ())
    table = TableView(
        _("Demandes de droits"),
        (Column(_("Échéance")), Column(_("Droit exercé")), Column(_("Marque")), Column(_("État"))),
        tuple(_row(row, now) for row in waiting.order_by("due_at")[:_SHOWN]),
    )
    more = LinkView(_("Toutes les demandes"), reverse("rights:requests"))
    return RightsHome(figure, (HomeSection(_("À répondre"), table=table, more=more, wide=True),))


def _row(row: RightsRequest, now: datetime) -> tuple[Cell, ...]:
    if row.due_at < now:
        state = Cell(_("en retard"), status="danger")
    elif row.due_at < now + _SOON:
        state = Cell(_("cette semaine"), status="warning")
    else:
        state = Cell(_("dans les temps"), status="ok")
    return (
        Cell(at=row.due_at, url=reverse("rights:request", args=[row.pk])),
        Cell(dict(KINDS)[row.kind]),
        Cell(row.brand.name),
        state,
    )
