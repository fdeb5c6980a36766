"""Submit checkpoints to outside witnesses, and keep their cosignatures.

A witness that cosigned a state can never be shown another past: this is what detects a history that the operator
rewrote and signed again.

Source: C2SP tlog-witness, July 2026.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.db import transaction

from egide.journal import (
    AddCheckpoint,
    JournalError,
    Log,
    LogUnusable,
    SignedCheckpoint,
    UntrustedSignature,
    format_add_checkpoint,
)
from egide.journal.checkpoint import add_signatures, format_checkpoint
from egide.journal.witness import witness_lines
from egide.service.evidence.flows import Act, log_id_of
from egide.service.evidence.models import WitnessState
from egide.service.evidence.verifying import write_about_log
from egide.service.tenancy.access import Actor
from egide.service.wiring import OutsideWitness, parts

SUBMIT_EVERY: Final = timedelta(minutes=1)
# A log that did not grow is cosigned again all the same: a fresh date says that the witness still agrees.
REFRESH_EVERY: Final = timedelta(hours=12)


def submit_to_witnesses(brand_id: UUID | None, *, actor: Actor, now: datetime) -> int:
    """Submit the published checkpoint to every witness that has not cosigned it.

    Args:
        brand_id: A brand in scope, or None for the installation's log.
        actor: The scheduler.
        now: Aware UTC.

    Returns:
        How many witnesses cosigned.
    """
    log = parts().open_journal(brand_id)
    cosigned = 0
    for witness in parts().witnesses:
        state, _ = WitnessState.objects.get_or_create(
            log_id=log_id_of(brand_id), witness=witness.key.name, defaults={"at": now, "size": 0}
        )
        try:
            published = log.checkpoint()
        except JournalError:
            return cosigned  # not written yet, or altered: the verification says which
        if _is_due(state, published, now):
            cosigned += _submit(brand_id, log, published, witness, state, actor, now)
    return cosigned


def _is_due(state: WitnessState, published: SignedCheckpoint, now: datetime) -> bool:
    if state.tried_at is not None and now - state.tried_at < SUBMIT_EVERY:
        return False
    return state.note is None or state.refusal != "" or state.size != published.size or now - state.at >= REFRESH_EVERY


def _submit(
    brand_id: UUID | None,
    log: Log,
    published: SignedCheckpoint,
    witness: OutsideWitness,
    state: WitnessState,
    actor: Actor,
    now: datetime,
) -> bool:
    """Ask one witness, twice when it remembers another size than we do."""
    state.tried_at = now
    try:
        status, body = _ask(log, published, witness, state.size)
        if status == HTTPStatus.CONFLICT and body.strip().isascii() and body.strip().isdecimal():
            status, body = _ask(log, published, witness, int(body.strip()))
    except LogUnusable as unreachable:
        # An absent witness is a nuisance, not a contradiction: tried again in a minute.
        _refused(brand_id, state, str(unreachable), actor, now, contradiction=False)
        return False
    except JournalError as impossible:
        _refused(brand_id, state, f"no proof can be made: {impossible}", actor, now, contradiction=True)
        return False
    if status != HTTPStatus.OK:
        contradiction = status in {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
        _refused(brand_id, state, f"{status} {' '.join(body.split())}", actor, now, contradiction=contradiction)
        return False
    try:
        lines = witness_lines(body, format_checkpoint(published.checkpoint), [witness.key])
    except JournalError as wrong:
        _refused(brand_id, state, f"its answer does not verify: {wrong}", actor, now, contradiction=False)
        return False
    first_of_day = state.note is None or state.at.date() != now.date()
    state.note, state.size, state.at = add_signatures(published.note, lines), published.size, now
    state.refusal, state.refused_at = "", None
    with transaction.atomic():
        state.save()
        if first_of_day:  # an entry for each would itself be something new to cosign, for ever
            detail = {"witness": state.witness, "size": state.size}
            write_about_log(brand_id, Act("journal.witnessed", uuid.uuid4(), actor, detail=detail), at=now)
    _attach(log, body, witness)
    return True


def _ask(log: Log, published: SignedCheckpoint, witness: OutsideWitness, old_size: int) -> tuple[int, str]:
    proof = log.consistency_proof(old_size, published.size) if 0 < old_size < published.size else ()
    return witness.client.add_checkpoint(format_add_checkpoint(AddCheckpoint(old_size, proof, published.note)))


def _attach(log: Log, lines: str, witness: OutsideWitness) -> None:
    """Publish the cosignature with its checkpoint, unless a newer checkpoint took its place meanwhile."""
    try:
        log.add_cosignatures(lines, [witness.key])
    except UntrustedSignature:
        return


def _refused(
    brand_id: UUID | None, state: WitnessState, why: str, actor: Actor, now: datetime, *, contradiction: bool
) -> None:
    """Remember a refusal; the first of a series that contradicts the log is an entry."""
    news = contradiction and not state.refusal
    state.refusal = why[:300]
    state.refused_at = state.refused_at or now
    with transaction.atomic():
        state.save()
        if news:
            detail = {"witness": state.witness, "size": state.size, "refused": state.refusal}
            write_about_log(brand_id, Act("journal.witnessed", uuid.uuid4(), actor, detail=detail), at=now)
