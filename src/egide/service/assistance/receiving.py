"""Take an uploaded file in, away from the request: import, then prepare what came."""

from __future__ import annotations

import io
from datetime import datetime

from egide.intake import Options, read
from egide.service.assistance.preparing import prepare_waiting
from egide.service.conversations.importing import Delivery, fill_run, open_run, own_addresses
from egide.service.conversations.models import ImportRun
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right
from egide.service.tenancy.scope import brand_scope
from egide.service.wiring import parts


def receive_upload(
    brand: Brand, name: str, content: bytes, delivery: Delivery, *, actor: Actor, now: datetime
) -> ImportRun:
    """Open a run for an uploaded file and fill it in the background; the page follows its counts.

    The bytes stay in memory: an upload is never written to a disk in clear.

    Args:
        brand: The controller.
        name: The file's name, for its extension.
        content: The file.
        delivery: Source, purpose and way of collection.
        actor: Who imports.
        now: Aware UTC.

    Returns:
        The open run.

    Raises:
        AccessRefused: the actor may not import into this brand.
    """
    check_right(actor, Right.INTERACTION_IMPORT, brand.pk)
    run = open_run(brand, delivery, actor=actor, now=now)

    def work() -> None:
        with brand_scope(brand.pk):
            try:
                items = read(io.BytesIO(content), name, Options(own_addresses=own_addresses(brand)))
                fill_run(run, items, delivery, actor=actor, now=now)
            except Exception:
                ImportRun.objects.filter(pk=run.pk).update(state="failed", finished_at=now)
                raise
            prepare_waiting(brand, now=now)

    parts().background(work)
    return run
