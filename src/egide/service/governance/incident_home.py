"""What the homes of the DPO and of the RSSI say of incidents: how many are open, and what is late or nearly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from egide.policy.incidents import DutyState, load_scenarios
from egide.service.design.contexts import AlertView, FigureView, LinkView
from egide.service.governance.frame import pick
from egide.service.incidents.flows import duties_of
from egide.service.incidents.models import Incident
from egide.service.tenancy.models import Brand

# From here on a clock is said at the top of the page.
_PRESSING = timedelta(hours=48)
_ALERTS = 3


@dataclass(frozen=True, slots=True)
class IncidentHome:
    """Open incidents, as a home shows them."""

    figure: FigureView
    alerts: tuple[AlertView, ...]


def incident_home(brands: Sequence[Brand], *, now: datetime) -> IncidentHome:
    """Gather the open incidents of some brands.

    Args:
        brands: The brands, in scope.
        now: Aware UTC.

    Returns:
        A figure, and an alert for each duty that is late or ends soon, the most pressing first.
    """
    rows = list(Incident.objects.filter(brand__in=brands, closed_at__isnull=True))
    pressing = sorted(
        (duty.due_at, str(row.pk), row, duty)
        for row in rows
        for duty in duties_of(row, now=now)
        if duty.due_at is not None and duty.state in {DutyState.OPEN, DutyState.LATE} and duty.due_at < now + _PRESSING
    )
    alerts = []
    for due_at, _key, row, duty in pressing[:_ALERTS]:
        late = duty.state is DutyState.LATE
        known = load_scenarios().get(row.scenario)
        when = date_format(timezone.localtime(due_at), "j F H:i")
        words = _("dû depuis le %(when)s") if late else _("à faire avant le %(when)s")
        alerts.append(
            AlertView(
                "danger" if late else "warning",
                f"{duty.name[pick()]} : {words % {'when': when}}.",
                known.name[pick()] if known else row.scenario,
                LinkView(_("Ouvrir le dossier"), reverse("incidents:incident", args=[row.pk])),
            )
        )
    return IncidentHome(
        FigureView(
            _("Incidents ouverts"),
            str(len(rows)),
            status="warning" if rows else "ok",
            url=reverse("incidents:incidents"),
        ),
        tuple(alerts),
    )
