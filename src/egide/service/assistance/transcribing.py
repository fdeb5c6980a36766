"""Turn a recording into text: the policy first, the entry of its decision, then the recogniser; the audio is kept nowhere.

A voice cannot be masked before it leaves, so the law file refuses a recogniser that somebody else runs. What was said is
protected later, like any conversation, before a model of text reads it.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from egide.assist.errors import ModelError
from egide.assist.recordings import join_voices, split_voices
from egide.assist.speech import SpeechModel
from egide.intake.personal import NOBODY, Identifiers
from egide.policy import Model, ModelKind, Region, RiskClass, Task
from egide.policy.vocabulary import Channel
from egide.service.assistance.declared import facts_of
from egide.service.assistance.measuring import measured_locally
from egide.service.assistance.models import Decision, ModelCall
from egide.service.assistance.question import Register, Use, ask_policy, decision_act, gather_use
from egide.service.evidence.flows import Act, write_entry
from egide.service.people.models import Person
from egide.service.tenancy.access import Actor
from egide.service.wiring import parts

PURPOSE = "REC"
_REGIONS = {region.value: region for region in Region}
# An hour of speech takes minutes on a processor: never less than this, whatever a model of text is given.
_LEAST_S = 900.0
Voices = Literal["together", "agent_left", "agent_right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recording as somebody hands it in.

    Attributes:
        audio: The file's bytes; held in memory until they are text, then let go.
        file_name: Its name, for its format only.
        channel: Who called whom.
        began_at: When the call began, aware UTC.
        language: "fr", "en", or "" to let the recogniser guess.
        customer: What identifies the customer, if known.
        voices: Where the agent's voice is; "together" when both are in one channel.
        team: The team that took the call, if known.
    """

    audio: bytes = field(repr=False)
    file_name: str = field(repr=False)
    channel: Literal["call_in", "call_out"] = "call_in"
    began_at: datetime
    language: str = ""
    customer: Identifiers = NOBODY
    voices: Voices = "together"
    team: str = ""


@dataclass(frozen=True, slots=True)
class Engine:
    """A recogniser that may serve: what the policy reads of it, its port, and its time."""

    facts: Model
    port: SpeechModel
    timeout_s: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What a recogniser made of a recording: the transcript as JSON, or the code of why there is none."""

    transcript: dict[str, Any] | None = field(repr=False)
    call: ModelCall
    failure: str = ""


class NoEngine(Exception):
    """The installation declares no recogniser of speech."""


def engines() -> list[Engine]:
    """List the recognisers that the installation declares, the local model first."""
    known = parts()
    declared = {model.name: model for model in known.configuration.models}
    found = []
    for name, port in known.speech_models.items():
        if name in declared:
            kind = ModelKind.LOCAL if declared[name].runs_here else ModelKind.REMOTE
            facts = replace(facts_of(declared[name]), kind=kind, risk_class=RiskClass.MINIMAL)
            found.append(Engine(facts, port, max(_LEAST_S, declared[name].timeout_s)))
        else:
            region = _REGIONS.get(port.region, Region.OTHER)
            facts = Model(name, ModelKind.LOCAL, provider="egide", region=region, risk_class=RiskClass.MINIMAL)
            found.append(Engine(facts, port, _LEAST_S))
    return found


def ask_to_transcribe(
    person: Person, recording: Recording, *, actor: Actor, now: datetime
) -> tuple[Decision, Engine | None]:
    """Ask the policy whether a recording may be heard, engine after engine; each answer is kept before anything is heard.

    Args:
        person: The customer, with their brand loaded.
        recording: The call.
        actor: Who hands it in.
        now: Aware UTC.

    Returns:
        The last decision, and the engine that it allows; None when every engine is refused.

    Raises:
        NoEngine: no recogniser is declared.
    """
    register = Register.read(person.brand, now=now)
    use = Use(PURPOSE, Task.TRANSCRIPTION, Channel.PHONE)
    answered: list[tuple[Decision, Engine | None]] = []
    for engine in engines():
        facts = gather_use(
            register,
            person,
            use,
            model=engine.facts,
            kinds=(),
            actor=actor,
            now=now,
            events={"recorded": recording.began_at.date()},
        )
        answer, decision = ask_policy(facts, None, person, law=register.law)
        with transaction.atomic():
            decision.save()
            write_entry(person.brand_id, decision_act(decision, actor), at=now)
        answered.append((decision, engine if answer.allowed else None))
        if answer.allowed:
            break
    if not answered:
        raise NoEngine
    return answered[-1]


def transcribe(recording: Recording, engine: Engine, decision: Decision, *, actor: Actor, now: datetime) -> Heard:
    """Hear a recording with the engine that a decision allowed, and keep what it cost.

    Args:
        recording: The call.
        engine: The recogniser.
        decision: The decision that allows it, kept.
        actor: On whose behalf.
        now: Aware UTC.

    Returns:
        The transcript, or why there is none.
    """
    started, failure = time.perf_counter(), ""
    heard: dict[str, Any] | None = None
    try:
        heard = _hear(recording, engine)
    except ModelError as failed:
        failure = type(failed).__name__
    footprint = measured_locally(time.perf_counter() - started)
    call = ModelCall(
        id=uuid.uuid4(),
        brand_id=decision.brand_id,
        decision=decision,
        task=decision.task,
        model=engine.facts.name,
        kind=engine.facts.kind.value,
        region=engine.facts.region.value,
        duration_ms=(time.perf_counter() - started) * 1000,
        footprint=footprint,
        energy_wh=footprint["energy_wh"]["point"],
        failure=failure,
        at=now,
    )
    detail = {"task": call.task, "model": call.model, "region": call.region, "method": footprint["method"]}
    act = Act(
        "model.called",
        call.pk,
        actor,
        purpose=decision.purpose,
        person_id=decision.person_id,
        detail={**detail, "failure": failure} if failure else detail,
        policy_version=decision.policy_version,
    )
    with transaction.atomic():
        call.save()
        write_entry(decision.brand_id, act, at=now)
    return Heard(heard, call, failure)


def _hear(recording: Recording, engine: Engine) -> dict[str, Any]:
    parted = split_voices(recording.audio) if recording.voices != "together" else None
    if parted is None:
        return _say(recording, engine, recording.audio)
    left, right = (_say(recording, engine, voice, may_be_silent=True) for voice in parted)
    agent, customer = (left, right) if recording.voices == "agent_left" else (right, left)
    return {**join_voices(agent, customer), "channels": "separate"}


def _say(recording: Recording, engine: Engine, audio: bytes, *, may_be_silent: bool = False) -> dict[str, Any]:
    from egide.assist.errors import InvalidModelOutput

    # The name of a file may hold a person's: the recogniser is given its ending only.
    ending = recording.file_name.rpartition(".")[2].lower()
    name = f"call.{ending}" if ending.isalnum() else "call.wav"
    try:
        return engine.port.transcribe(audio, file_name=name, language=recording.language, timeout_s=engine.timeout_s)
    except InvalidModelOutput:
        if may_be_silent:
            return {"language": "", "segments": []}  # a customer who says nothing: the other voice still counts
        raise
