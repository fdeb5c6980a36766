"""Write down that something left the desk."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from egide.service.evidence.flows import Act, write_entry
from egide.service.tenancy.access import Actor
from egide.service.tenancy.models import Brand


def note_export(brand: Brand, what: str, *, actor: Actor, now: datetime) -> None:
    """Write the entry of an export of the register."""
    with transaction.atomic():
        write_entry(brand.pk, Act("export.made", uuid.uuid4(), actor, detail={"format": what}), at=now)
