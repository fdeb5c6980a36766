"""Recordings of calls: heard under a decision, by a real server that speaks the protocol, sealed, and not kept."""

from __future__ import annotations

import io
import json
import threading
import wave
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.service.conftest import NOW, actor_of

from egide.adapters.models.memory_speech import MemorySpeech
from egide.adapters.models.openai_speech import OpenAISpeech
from egide.assist.errors import ModelTimeout
from egide.cli import cli
from egide.intake.personal import Identifiers, Personal
from egide.service import wiring
from egide.service.assistance.models import Decision, ModelCall
from egide.service.assistance.transcribing import NoEngine, Recording
from egide.service.calls.models import ReviewedCall
from egide.service.calls.recordings import receive_recording
from egide.service.configuration import ModelDeclaration
from egide.service.conversations.models import ImportRun, Interaction, Message
from egide.service.evidence.models import JournalEntry
from egide.service.people.models import Person
from egide.service.register.flows import (
    MODEL,
    TASK,
    create_dpia,
    declare_purpose,
    set_switch,
    validate_dpia,
)
from egide.service.tenancy.rights import Role

SAID = "Je vérifie votre identité. Cet appel est enregistré."
ASKED = "Bonjour, je suis Ludovic Tanneguy, c'est inadmissible d'attendre autant, remboursez-moi."


def recorded(channels: int = 1, seconds: float = 0.2) -> bytes:
    """A WAV whose left channel is 1 and whose right or only channel is 2, sample by sample."""
    written = io.BytesIO()
    with wave.open(written, "wb") as opened:
        opened.setnchannels(channels)
        opened.setsampwidth(2)
        opened.setframerate(8_000)
        opened.writeframes((b"\2\0" if channels == 1 else b"\1\0\2\0") * int(8_000 * seconds))
    return written.getvalue()


def heard(*stretches: tuple[float, float, str]) -> dict:
    return {
        "task": "transcribe", "language": "french", "duration": 20.0, "text": " ".join(text for _, _, text in stretches),
        "segments": [
            {
                "id": place, "seek": 0, "tokens": [], "temperature": 0, "avg_logprob": 0, "compression_ratio": 1,
                "no_speech_prob": 0, "start": start, "end": end, "text": text,
            }
            for place, (start, end, text) in enumerate(stretches)
        ],
        "words": [],
    }  # fmt: skip


@pytest.fixture
def server(socket_enabled) -> Iterator[tuple[str, list[bytes]]]:
    """A server that hears one sentence in the left channel and another in the right one or in a single one."""
    received: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(body)
            left = b"\1\0\1\0\1\0" in body
            answer = json.dumps(heard((0.0, 4.0, SAID)) if left else heard((6.0, 12.0, ASKED))).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_address[1]}/v1", received
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def recorded_calls(brand, system) -> None:
    """A brand that declared why calls are recorded, and assessed their transcription and review."""
    declare_purpose(brand.pk, "REC", "f", actor=system, now=NOW)
    set_switch(brand.pk, TASK, "transcription", on=True, actor=system, now=NOW)
    set_switch(brand.pk, MODEL, "ecoute", on=True, actor=system, now=NOW)


def assess(brand, system) -> None:
    """Assess what runs now, as a DPO would once the engine is declared."""
    dpia = create_dpia(brand.pk, "Appels", ["call_review", "transcription"], actor=system, now=NOW)
    validate_dpia(brand.pk, dpia.pk, actor=system, now=NOW)


@pytest.fixture
def listening(parts, recorded_calls, brand, system, server) -> Callable[..., list[bytes]]:
    """Declare the server as the site's own, or as somebody else's."""
    address, received = server

    def declare(kind: str = "vllm") -> list[bytes]:
        declared = ModelDeclaration("ecoute", kind, address, region="FR", provider="nous", tasks=("transcription",))
        wiring.install(
            replace(
                parts,
                configuration=replace(parts.configuration, models=(declared,)),
                speech_models={"ecoute": OpenAISpeech("ecoute", "whisper-1", address, region="FR")},
            )
        )
        assess(brand, system)
        return received

    return declare


@pytest.fixture
def supervisor(brand, person_with):
    return actor_of(person_with(Role.SUPERVISOR, brand))


def a_call(**changes) -> Recording:
    described = {"audio": recorded(), "file_name": "appel de Ludovic Tanneguy.wav", "began_at": NOW, "language": "fr"}
    return Recording(**{**described, **changes})


def test_hears_a_recording_and_reviews_it(listening, brand, supervisor) -> None:
    received = listening()
    decision, run = receive_recording(brand, a_call(), actor=supervisor, now=NOW)
    assert (decision.task, decision.purpose, decision.verdict) == ("transcription", "REC", "allow")
    run.refresh_from_db()
    assert (run.state, run.imported, run.purpose) == ("done", 1, "REC")
    assert b"RIFF" in received[0]
    assert b"Tanneguy" not in received[0]  # the name of the file stays here
    review = ReviewedCall.objects.get()
    assert review.figures["complaint"]
    assert not review.figures["estimated_times"]
    assert review.figures["metrics"]["talk_ratio"] is None  # one channel, nobody named
    called = ModelCall.objects.get(task="transcription")
    assert (called.model, called.kind, called.interaction_id) == ("ecoute", "local", review.interaction_id)


def test_two_channels_give_each_voice_its_name(listening, brand, supervisor) -> None:
    received = listening()
    receive_recording(brand, a_call(audio=recorded(2), voices="agent_left"), actor=supervisor, now=NOW)
    assert len(received) == 2
    roles = list(Message.objects.order_by("position").values_list("author_role", flat=True))
    assert roles == ["agent", "customer"]
    figures = ReviewedCall.objects.get().figures
    assert figures["metrics"]["talk_ratio"] == pytest.approx(0.4)
    assert figures["metrics"]["overtalk_reliable"]
    assert {finding["rule"]: finding["met"] for finding in figures["script"]}["recording_notice"]


def test_what_was_said_is_sealed_and_the_audio_is_nowhere(listening, brand, supervisor) -> None:
    listening()
    recording = a_call()
    receive_recording(brand, recording, actor=supervisor, now=NOW)
    for table in (Message, Interaction, ImportRun, ModelCall, Decision, JournalEntry, ReviewedCall):
        for row in table.objects.values():
            content = b"".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row.values())
            assert b"Tanneguy" not in content
            assert recording.audio[44:200] not in content


def test_the_decision_comes_before_the_call_and_goes_with_the_person(listening, brand, supervisor) -> None:
    listening()
    decision, _ = receive_recording(brand, a_call(), actor=supervisor, now=NOW)
    entries = list(JournalEntry.objects.order_by("id").values_list("type", flat=True))
    assert entries.index("decision.made") < entries.index("model.called") < entries.index("call.reviewed")
    decision.refresh_from_db()
    assert decision.person_id == Interaction.objects.get().person_id


def test_a_server_of_somebody_else_never_hears_a_voice(listening, brand, supervisor) -> None:
    received = listening("openai")
    decision, run = receive_recording(brand, a_call(), actor=supervisor, now=NOW)
    assert (decision.verdict, run) == ("refuse", None)
    assert "voice-leaves" in {reason["rule"] for reason in decision.reasons}
    assert not received
    assert JournalEntry.objects.filter(type="decision.made", obj=decision.pk).exists()


def test_the_customer_who_refuses_ai_is_not_heard(listening, brand, supervisor, imported) -> None:
    received = listening()
    imported()
    Person.objects.update(ai_opt_out=True)
    known = Identifiers(email=Personal("claire.dupont@exemple.example"))
    decision, run = receive_recording(brand, a_call(customer=known), actor=supervisor, now=NOW)
    assert run is None
    assert decision.person_id == Person.objects.get().pk
    assert not received


def test_the_call_of_a_known_customer_is_theirs(listening, brand, supervisor, imported) -> None:
    listening()
    imported()
    known = Identifiers(email=Personal("claire.dupont@exemple.example"))
    receive_recording(brand, a_call(customer=known), actor=supervisor, now=NOW)
    assert Interaction.objects.get(channel="call_in").person_id == Person.objects.get().pk


def test_the_same_recording_is_one_call(listening, brand, supervisor) -> None:
    listening()
    for _ in range(2):
        _, run = receive_recording(brand, a_call(), actor=supervisor, now=NOW)
    run.refresh_from_db()
    assert (run.imported, run.duplicates, Interaction.objects.count()) == (0, 1, 1)


def test_a_slow_engine_leaves_its_reason(listening, parts, brand, supervisor) -> None:
    listening()
    slow = MemorySpeech(ModelTimeout("no answer"), name="ecoute")
    wiring.install(replace(wiring.parts(), speech_models={"ecoute": slow}))
    _, run = receive_recording(brand, a_call(), actor=supervisor, now=NOW)
    run.refresh_from_db()
    assert (run.state, run.rejected) == ("done", 1)
    assert "temps permis" in run.rejects.get().reason_fr
    assert ModelCall.objects.get().failure == "ModelTimeout"


def test_another_file_is_not_sent_to_the_engine(listening, brand, supervisor) -> None:
    received = listening()
    _, run = receive_recording(brand, a_call(audio=b"%PDF-1.7 facture"), actor=supervisor, now=NOW)
    run.refresh_from_db()
    assert (run.rejected, received) == (1, [])


def test_without_an_engine_nothing_is_decided(recorded_calls, brand, supervisor) -> None:
    with pytest.raises(NoEngine):
        receive_recording(brand, a_call(), actor=supervisor, now=NOW)
    assert not Decision.objects.exists()


def test_page_says_what_to_configure(recorded_calls, brand, client_as) -> None:
    client = client_as(Role.SUPERVISOR, brand)
    page = client.get(reverse("calls:record"))
    assert page.status_code == 200
    assert "Aucun moteur de transcription" in page.content.decode()
    assert client_as(Role.AGENT, brand).get(reverse("calls:record")).status_code == 403


def test_supervisor_hands_in_a_recording_on_the_page(listening, brand, client_as) -> None:
    listening()
    client = client_as(Role.SUPERVISOR, brand)
    sent = {
        "brand": brand.slug, "began_at": "2026-11-24T10:00", "channel": "call_in", "voices": "together",
        "language": "fr", "customer": "", "file": SimpleUploadedFile("a.wav", recorded()),
    }  # fmt: skip
    answer = client.post(reverse("calls:record"), sent)
    assert answer.url == reverse("desk:run", args=[ImportRun.objects.get(source="recording").pk])
    assert "Importés" in client.get(answer.url).content.decode()
    assert client.get(reverse("calls:call", args=[Interaction.objects.get().pk])).status_code == 200


def test_a_declared_folder_becomes_an_engine(parts, recorded_calls, tmp_path: Path, brand, system, supervisor) -> None:
    from egide.bootstrap import _speech_models
    from egide.service.configuration import load_configuration

    (tmp_path / "egide.toml").write_text(f'[whisper]\nfolder = "{tmp_path}"\nname = "ecoute"\n', encoding="utf-8")
    configuration = load_configuration({"EGIDE_HOME": str(tmp_path)})
    wiring.install(replace(parts, configuration=configuration, speech_models=_speech_models(configuration)))
    assess(brand, system)
    _, run = receive_recording(brand, a_call(), actor=supervisor, now=NOW)
    run.refresh_from_db()
    # The folder holds no model: the reason is told, nothing is downloaded.
    assert "n'est pas installé" in run.rejects.get().reason_fr


def test_command_hears_a_recording(server, tmp_path: Path) -> None:
    address, received = server
    (tmp_path / "appel.wav").write_bytes(recorded())
    asked = ["call", "review", str(tmp_path / "appel.wav"), "--json"]
    answer = CliRunner().invoke(cli, [*asked, "--transcriber", address])
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.stdout)["complaint"]
    assert b"RIFF" in received[0]
    for engine, why in (
        ([], "name an engine"),
        (["--whisper", str(tmp_path)], "no model.bin"),
        (["--transcriber", "http://127.0.0.1:1/v1"], "was not transcribed"),
    ):
        refused = CliRunner().invoke(cli, [*asked, *engine])
        assert refused.exit_code == 2
        assert why in refused.stderr
