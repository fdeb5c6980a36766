"""Have checkpoints stamped by an RFC 3161 authority, online or carried by hand, and keep the tokens."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from egide.journal import (
    JournalError,
    TimeStampFailed,
    build_request,
    check_time_stamp,
    open_checkpoint,
    read_time_stamp,
)
from egide.service.evidence.flows import Act, log_id_of
from egide.service.evidence.models import TimeStampToken
from egide.service.evidence.verifying import write_about_log
from egide.service.tenancy.access import Actor
from egide.service.wiring import parts

STAMP_EVERY: Final = timedelta(days=1)
# An authority that does not answer is asked again, not every second.
RETRY_AFTER: Final = timedelta(minutes=15)


def last_stamp(brand_id: UUID | None) -> TimeStampToken | None:
    """Return the latest token of a log."""
    return TimeStampToken.objects.filter(log_id=log_id_of(brand_id)).order_by("-at", "-id").first()


def is_stamp_due(brand_id: UUID | None, *, now: datetime) -> bool:
    """Say whether an authority is configured and a day has passed since the last token."""
    stamping = parts().time_stamping
    if stamping is None or stamping.authority is None:
        return False
    last = last_stamp(brand_id)
    return last is None or now - last.received_at >= STAMP_EVERY


def stamp_log(brand_id: UUID | None, *, actor: Actor, now: datetime) -> TimeStampToken:
    """Have the published checkpoint stamped.

    Args:
        brand_id: A brand in scope, or None for the installation's log.
        actor: The scheduler.
        now: Aware UTC.

    Returns:
        The token, stored and journalled.

    Raises:
        LogUnusable: the authority does not answer, or nothing is published.
        TimeStampFailed: no authority is configured, or the answer is not for this checkpoint.
        MalformedTimeStamp: the answer is not a token.
    """
    stamping = parts().time_stamping
    if stamping is None or stamping.authority is None:
        raise TimeStampFailed("no time-stamping authority is configured")
    checkpoint = parts().open_journal(brand_id).checkpoint().note
    response = stamping.authority.stamp(build_request(checkpoint))
    return keep_stamp(brand_id, response, checkpoint, actor=actor, now=now)


def keep_stamp(
    brand_id: UUID | None, response: bytes, checkpoint: bytes, *, actor: Actor, now: datetime
) -> TimeStampToken:
    """Keep a token over a checkpoint of this log, whichever way it came.

    Args:
        brand_id: A brand in scope, or None for the installation's log.
        response: The `.tsr` file.
        checkpoint: The checkpoint file that was stamped, verbatim.
        actor: Who brings it.
        now: Aware UTC.

    Returns:
        The token; `verified` says whether a configured root vouches for it.

    Raises:
        TimeStampFailed: the token is for another checkpoint, or a root is configured and no trusted authority signed.
        MalformedInput: the token or the checkpoint is not one.
        VerificationFailed: the checkpoint is not of this log.
    """
    signed = open_checkpoint(checkpoint, [parts().open_journal(brand_id).key])
    stamping = parts().time_stamping
    roots = () if stamping is None else stamping.roots
    at = check_time_stamp(response, checkpoint, roots).at if roots else read_time_stamp(response, checkpoint)
    detail = {"size": signed.size, "at": at.isoformat(), "verified": bool(roots)}
    with transaction.atomic():
        token = TimeStampToken.objects.create(
            log_id=log_id_of(brand_id),
            at=at,
            size=signed.size,
            checkpoint=checkpoint,
            response=response,
            verified=bool(roots),
            received_at=now,
        )
        write_about_log(brand_id, Act("journal.stamped", uuid.uuid4(), actor, detail=detail), at=now)
    return token


def try_to_stamp(brand_id: UUID | None, *, actor: Actor, now: datetime) -> bool:
    """Stamp when it is due; an authority that fails leaves the last token's age to say so on the page."""
    if not is_stamp_due(brand_id, now=now):
        return False
    try:
        stamp_log(brand_id, actor=actor, now=now)
    except JournalError:
        return False
    return True
