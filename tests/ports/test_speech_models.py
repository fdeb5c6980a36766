"""The contract of `SpeechModel`: the OpenAI-compatible adapter speaks to a real local server; faster-whisper runs when a model is present."""

from __future__ import annotations

import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from egide.adapters.models.memory_speech import MemorySpeech
from egide.adapters.models.openai_speech import OpenAISpeech
from egide.adapters.models.whisper_speech import WhisperSpeech
from egide.assist.errors import InvalidModelOutput, ModelUnavailable
from egide.intake.transcripts import parse

HEARD = {
    "language": "fr",
    "segments": [
        {"start": 0.0, "end": 2.0, "text": "Bonjour à vous", "words": [{"word": "Bonjour", "start": 0.1, "end": 0.6}]},
        {"start": 2.0, "end": 3.0, "text": "oui", "words": [{"word": "oui", "start": 2.2, "end": 2.5}]},
    ],
}
SPOKEN = {
    "task": "transcribe",
    "duration": 3.0,
    "text": "Bonjour à vous oui",
    "language": "fr",
    "segments": [
        {
            "id": place,
            "seek": 0,
            "tokens": [],
            "temperature": 0,
            "avg_logprob": 0,
            "compression_ratio": 1,
            "no_speech_prob": 0,
            **{key: segment[key] for key in ("start", "end", "text")},
        }
        for place, segment in enumerate(HEARD["segments"])
    ],
    "words": [word for segment in HEARD["segments"] for word in segment["words"]],
}


@pytest.fixture
def served(socket_enabled):
    running = []

    def start(answer, status=200):
        received = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                received.append(self.rfile.read(int(self.headers["Content-Length"])))
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format, *args):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        running.append((server, thread))
        return OpenAISpeech(
            "local", "whisper", f"http://127.0.0.1:{server.server_address[1]}/v1", api_key="secret-key", region="FR"
        ), received

    yield start
    for server, thread in running:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(params=["memory", "openai"])
def make_model(request):
    if request.param == "memory":
        return lambda answer, status=200: MemorySpeech(
            ModelUnavailable("refused") if status != 200 else HEARD if answer is SPOKEN else answer
        )
    start = request.getfixturevalue("served")
    return lambda answer, status=200: start(answer, status)[0]


def test_hears_segments_with_their_words_and_the_intake_reads_them(make_model):
    heard = make_model(SPOKEN).transcribe(b"RIFF", file_name="a.wav", language="fr", timeout_s=10)
    assert heard == HEARD
    transcript = parse(json.dumps(heard).encode(), "a.json")
    assert [turn.text for turn in transcript.turns] == ["Bonjour à vous", "oui"]


def test_an_answer_without_segments_is_refused(make_model):
    with pytest.raises(InvalidModelOutput):
        make_model({"text": "", "language": "fr", "duration": 0.0, "segments": []}).transcribe(
            b"RIFF", file_name="a.wav", language="", timeout_s=10
        )


def test_a_refusal_is_unavailable(make_model):
    with pytest.raises(ModelUnavailable):
        make_model({"error": {"message": "no"}}, 503).transcribe(
            b"RIFF", file_name="a.wav", language="fr", timeout_s=10
        )


def test_sends_the_audio_and_asks_for_word_times(served):
    model, received = served(SPOKEN)
    model.transcribe(b"RIFF-audio", file_name="a.wav", language="fr", timeout_s=10)
    assert b"RIFF-audio" in received[0]
    assert b"verbose_json" in received[0]
    assert b"word" in received[0]


def test_a_folder_without_a_model_is_unavailable(tmp_path: Path):
    with pytest.raises(ModelUnavailable, match=r"no model\.bin"):
        WhisperSpeech("local", tmp_path).transcribe(b"RIFF", file_name="a.wav", language="fr", timeout_s=10)


def test_a_present_model_hears_silence_as_nothing():
    pytest.importorskip("faster_whisper", reason="faster-whisper is not installed")
    folder = os.environ.get("EGIDE_TEST_WHISPER")
    if not folder:
        pytest.skip("EGIDE_TEST_WHISPER names no model folder")
    import io
    import wave

    silence = io.BytesIO()
    with wave.open(silence, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(16_000)
        recording.writeframes(b"\0\0" * 16_000)
    with pytest.raises(InvalidModelOutput):
        WhisperSpeech("local", Path(folder)).transcribe(
            silence.getvalue(), file_name="a.wav", language="fr", timeout_s=60
        )
