"""The register of breaches, as an authority asks for it. Source: GDPR art. 33(5)."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from egide.service.evidence.flows import Act, write_entry
from egide.service.incidents.flows import duties_of, text_of
from egide.service.incidents.models import Incident
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

FORMS = {"csv": "text/csv", "json": "application/json"}
_COLUMNS = (
    "id", "scenario", "aware_at", "breach", "risk", "kinds", "people", "records", "controller_at", "authority_at",
    "authority_due_at", "people_at", "closed_at", "file",
)  # fmt: skip


def export_incidents(brand: Brand, form: str, *, actor: Actor, now: datetime) -> bytes:
    """Write every incident of a brand with its whole file.

    Args:
        brand: The brand, in scope.
        form: ``csv`` or ``json``.
        actor: Who exports.
        now: Aware UTC.

    Returns:
        The file, UTF-8.

    Raises:
        AccessRefused: the actor does not handle incidents in this brand.
    """
    check_right(actor, Right.INCIDENT_HANDLE, brand.pk)
    records = list(_records(brand, now))
    with transaction.atomic():
        write_entry(brand.pk, Act("export.made", uuid.uuid4(), actor, detail={"format": f"incidents.{form}"}), at=now)
    if form == "json":
        return (json.dumps({"incidents": records}, ensure_ascii=False, indent=2) + "\n").encode()
    written = io.StringIO()
    writer = csv.DictWriter(written, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for record in records:
        file = "\n".join(f"{page['at']} {page['step']}: {page['text']}" for page in record["file"])
        writer.writerow({**record, "kinds": " ".join(record["kinds"]), "file": file})
    return written.getvalue().encode("utf-8-sig")


def _records(brand: Brand, now: datetime) -> Iterator[dict[str, Any]]:
    for row in Incident.objects.filter(brand=brand).prefetch_related("steps").order_by("aware_at"):
        due = next(duty.due_at for duty in duties_of(row, now=now) if duty.id == "authority")
        moments = {
            name: _written(getattr(row, name))
            for name in ("aware_at", "controller_at", "authority_at", "people_at", "closed_at")
        }
        yield {
            "id": str(row.pk),
            "scenario": row.scenario,
            "breach": row.breach,
            "risk": row.risk,
            "kinds": row.kinds,
            "people": row.people,
            "records": row.records,
            **moments,
            "authority_due_at": _written(due),
            "file": [{"step": page.kind, "at": _written(page.at), "text": text_of(page)} for page in row.steps.all()],
        }


def _written(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
