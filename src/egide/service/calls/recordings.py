"""Take the recording of a call in: decide, hear, import what was said under its purpose, review it like any call.

The audio stays in memory until it is text and is kept nowhere; what was said is sealed under the customer's key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from egide.assist.recordings import looks_recorded
from egide.intake import Item, Options, Position, Record, Reject
from egide.intake.calls import records_of_call
from egide.intake.errors import UnreadableTranscript
from egide.intake.personal import NOBODY
from egide.intake.transcripts import parse_object
from egide.service.assistance.models import Decision, ModelCall
from egide.service.assistance.transcribing import (
    PURPOSE,
    Engine,
    NoEngine,
    Recording,
    ask_to_transcribe,
    engines,
    transcribe,
)
from egide.service.calls.flows import review_interaction
from egide.service.conversations.importing import Delivery, fill_run, open_run
from egide.service.conversations.models import ImportRun, Interaction
from egide.service.people.flows import NewPeople, find_people, identifier_keys
from egide.service.people.models import Person
from egide.service.sealing import blind
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right
from egide.service.tenancy.scope import brand_scope
from egide.service.wiring import parts

_SOURCE = "recording"
_PLACE = Position("recording", offset=0)
# Why a recording gave no transcript; the key is the kind of failure.
_FAILURES = {
    "ModelTimeout": (
        "la transcription a dépassé le temps permis",
        "the transcription took longer than allowed",
    ),
    "ModelUnavailable": (
        "le moteur de transcription ne répond pas ou n'est pas installé",
        "the transcription engine does not answer or is not installed",
    ),
    "InvalidModelOutput": (
        "rien n'a été entendu, ou le moteur ne donne pas les temps des paroles",
        "nothing was heard, or the engine gives no times",
    ),
}
_NO_RECORDING = ("ce fichier n'est pas un enregistrement", "this file is not a recording")


def receive_recording(
    brand: Brand, recording: Recording, *, actor: Actor, now: datetime
) -> tuple[Decision, ImportRun | None]:
    """Take a recording in; hearing it goes on in the background, in a run whose page says how far it is.

    Args:
        brand: The controller, in scope.
        recording: The call.
        actor: A supervisor.
        now: Aware UTC.

    Returns:
        The decision, and the open run; None when the policy refused, and then nothing was heard.

    Raises:
        AccessRefused: the actor may not import or not review in this brand.
        NoEngine: no recogniser of speech is declared.
    """
    check_right(actor, Right.INTERACTION_IMPORT, brand.pk)
    check_right(actor, Right.QUALITY_REVIEW, brand.pk)
    if not engines():
        raise NoEngine
    person = _customer_of(brand, recording, now)
    decision, engine = ask_to_transcribe(person, recording, actor=actor, now=now)
    if engine is None:
        return decision, None
    delivery = Delivery(_SOURCE, "", PURPOSE, "recording, transcribed")
    run = open_run(brand, delivery, actor=actor, now=now)

    def work() -> None:
        with brand_scope(brand.pk):
            try:
                _hear_into(run, recording, decision, engine, delivery, actor, now)
            except Exception:
                ImportRun.objects.filter(pk=run.pk).update(state="failed", finished_at=now)
                raise

    parts().background(work)
    return decision, run


def _hear_into(
    run: ImportRun,
    recording: Recording,
    decision: Decision,
    engine: Engine,
    delivery: Delivery,
    actor: Actor,
    now: datetime,
) -> None:
    if not looks_recorded(recording.audio):
        fill_run(run, [Reject(_PLACE, "recording-unreadable", *_NO_RECORDING)], delivery, actor=actor, now=now)
        return
    heard = transcribe(recording, engine, decision, actor=actor, now=now)
    if heard.transcript is None:
        why = _FAILURES.get(heard.failure, _FAILURES["ModelUnavailable"])
        fill_run(run, [Reject(_PLACE, "recording-unheard", *why)], delivery, actor=actor, now=now)
        return
    interaction = _call_of(run, recording, decision)
    fill_run(run, _records(recording, heard.transcript), delivery, actor=actor, now=now)
    if not interaction.messages.exists():
        interaction.delete()
        return
    # What was decided and called goes with the call.
    Decision.objects.filter(pk=decision.pk).update(interaction=interaction)
    ModelCall.objects.filter(pk=heard.call.pk).update(interaction=interaction)
    if ImportRun.objects.filter(pk=run.pk, imported__gt=0).exists():
        opened = Interaction.objects.select_related("brand", "person").get(pk=interaction.pk)
        review_interaction(opened, actor=actor, now=now)


def _call_id(recording: Recording) -> str:
    # One recording is one call, however often it comes and however differently it is heard.
    return f"sha256:{hashlib.sha256(recording.audio).hexdigest()[:32]}"


def _known_call(brand_id: UUID, recording: Recording) -> Interaction | None:
    index = blind(brand_id, "thread", f"{_SOURCE}\x00{_call_id(recording)}")
    rows = Interaction.objects.filter(brand_id=brand_id, channel=recording.channel, thread_index=index)
    found: Interaction | None = rows.select_related("person__brand").first()
    return found


def _customer_of(brand: Brand, recording: Recording, now: datetime) -> Person:
    """Find the customer of a recording, or make somebody new, of whom nothing is known yet."""
    known = _known_call(brand.pk, recording)
    if known is not None:
        return known.person
    keys = [(kind, index) for kind, _, index in identifier_keys(brand.pk, recording.customer)]
    found = find_people(brand.pk, keys)
    person_id = next((found[key] for key in keys if key in found), None)
    if person_id is None:
        people = NewPeople(brand.pk, {}, at=now)
        person_id = people.person_for(NOBODY, recording.began_at)
        people.save()
    person: Person = Person.objects.select_related("brand").get(pk=person_id)
    return person


def _call_of(run: ImportRun, recording: Recording, decision: Decision) -> Interaction:
    """Open the conversation that the import will fill, so that it belongs to the person who was decided about."""
    known = _known_call(run.brand_id, recording)
    if known is not None:
        return known
    opened: Interaction = Interaction.objects.create(
        brand_id=run.brand_id,
        person_id=decision.person_id,
        run=run,
        channel=recording.channel,
        thread_index=blind(run.brand_id, "thread", f"{_SOURCE}\x00{_call_id(recording)}"),
        purpose=run.purpose,
        legal_basis=run.legal_basis,
        opened_at=recording.began_at,
        last_message_at=recording.began_at,
    )
    return opened


def _records(recording: Recording, heard: dict[str, Any]) -> Iterable[Item]:
    labels = {"channels": heard.get("channels", ""), "team": recording.team}
    kept = {name: word for name, word in labels.items() if word}
    about = {"id": _call_id(recording), "purpose": PURPOSE, "labels": kept}
    # Nothing says that one voice said two unnamed stretches: each stays a turn of its own, with its own time.
    stretches = [{"speaker": f"voice {rank}", **segment} for rank, segment in enumerate(heard["segments"])]
    try:
        transcript = replace(parse_object({**heard, "segments": stretches}, {}), recorded_at=recording.began_at)
    except UnreadableTranscript:
        return [Reject(_PLACE, "recording-unheard", *_FAILURES["InvalidModelOutput"])]
    options = Options(source=_SOURCE, channel=recording.channel)
    return _of_customer(records_of_call(transcript, _PLACE, options, about), recording)


def _of_customer(records: Iterable[Record], recording: Recording) -> Iterator[Record]:
    for record in records:
        known = replace(record, customer=recording.customer)
        yield replace(known, author=recording.customer) if record.author_role == "customer" else known
