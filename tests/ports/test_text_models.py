"""The contract of `TextModel`, on every adapter: the OpenAI-compatible one speaks to a real local server."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from egide.adapters.models.memory_text import MemoryModel
from egide.adapters.models.openai_text import OpenAIModel
from egide.assist.errors import InvalidModelOutput, ModelTimeout, ModelUnavailable
from egide.assist.models import Turn, find_schema_errors, parse_answer

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["label"],
    "properties": {"label": {"type": "string", "enum": ["a", "b"]}},
}
TURNS = [Turn("system", "Choose."), Turn("user", "canary-7f3a")]


@dataclass
class _Script:
    """What the server answers, in order; the last one is repeated."""

    answers: list[Any]
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    script: _Script

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.script.keys.append(self.headers.get("Authorization", ""))
        self.script.requests.append(asked)
        answer = self.script.answers[min(len(self.script.requests), len(self.script.answers)) - 1]
        if isinstance(answer, threading.Event):
            answer.wait(30)
            answer = '{"label": "a"}'
        status = answer if isinstance(answer, int) else 200
        body = json.dumps(
            {"error": {"message": "refused canary-7f3a"}}
            if status != 200
            else {
                "id": "x",
                "object": "chat.completion",
                "created": 0,
                "model": "tiny-1",
                "choices": []
                if answer is None
                else [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": answer}}],
                "usage": {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15},
            }
        ).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def log_message(self, format, *args):
        pass


@pytest.fixture
def served(socket_enabled):
    """Start a local server that follows a script; give a function that makes the model."""
    running = []

    def start(*answers):
        script = _Script(list(answers))
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"script": script}))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        model = OpenAIModel(
            "local", "tiny", f"http://127.0.0.1:{server.server_address[1]}/v1", api_key="secret-key", region="FR"
        )
        running.append((server, thread, model))
        return model, script

    yield start
    for server, thread, model in running:
        model.close()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(params=["memory", "openai"])
def make_model(request):
    """Give a function that makes each adapter with the same answers."""
    if request.param == "memory":
        return lambda *answers: MemoryModel(
            [ModelUnavailable("refused") if answer == 503 else answer for answer in answers]
        )
    start = request.getfixturevalue("served")
    return lambda *answers: start(*answers)[0]


def test_gives_valid_json_and_what_it_cost(make_model):
    generation = make_model('{"label": "b"}').generate(TURNS, schema=SCHEMA, timeout_s=10)
    assert generation.answer == {"label": "b"}
    assert not generation.repaired
    assert generation.usage.calls == 1
    assert generation.usage.output_tokens is not None


def test_accepts_json_inside_a_markdown_fence(make_model):
    assert make_model('```json\n{"label": "a"}\n```').generate(TURNS, schema=SCHEMA, timeout_s=10).answer == {
        "label": "a"
    }


@pytest.mark.parametrize("first", ["not json", '{"label": "c"}', '["a"]', "", '{"label": "a", "more": 1}'])
def test_repairs_once(make_model, first):
    generation = make_model(first, '{"label": "a"}').generate(TURNS, schema=SCHEMA, timeout_s=10)
    assert generation.repaired
    assert generation.usage.calls == 2


def test_gives_up_after_one_repair(make_model):
    with pytest.raises(InvalidModelOutput):
        make_model("no", "still no", '{"label": "a"}').generate(TURNS, schema=SCHEMA, timeout_s=10)


def test_says_when_the_model_refuses_without_its_words(make_model):
    with pytest.raises(ModelUnavailable) as refused:
        make_model(503).generate(TURNS, schema=SCHEMA, timeout_s=10)
    assert "canary" not in str(refused.value)


def test_times_out_over_the_whole_call(served):
    silent = threading.Event()
    model, _ = served(silent)
    # The provider says nothing until it is told to: only the model's own clock can end this call.
    with pytest.raises(ModelTimeout):
        model.generate(TURNS, schema=SCHEMA, timeout_s=0.2)
    silent.set()


def test_has_no_time_left_for_a_repair_when_the_first_answer_was_slow():
    ticks = iter([0.0, 0.0, 9.99, 9.99])
    model = OpenAIModel("local", "tiny", "http://127.0.0.1:9/v1", clock=lambda: next(ticks))
    model._complete = lambda *asked: ("not json", "tiny", (1, 1))
    with pytest.raises(ModelTimeout):
        model.generate(TURNS, schema=SCHEMA, timeout_s=10)


def test_sends_schema_key_and_messages_as_the_protocol_says(served):
    model, script = served('{"label": "a"}')
    model.generate(TURNS, schema=SCHEMA, timeout_s=10, max_output_tokens=50)
    (asked,) = script.requests
    assert asked["messages"] == [{"role": "system", "content": "Choose."}, {"role": "user", "content": "canary-7f3a"}]
    assert asked["response_format"]["json_schema"]["schema"] == SCHEMA
    assert (asked["temperature"], asked["max_tokens"], asked["model"]) == (0, 50, "tiny")
    assert script.keys == ["Bearer secret-key"]


def test_an_empty_choice_is_an_invalid_output(served):
    model, _ = served(None)
    with pytest.raises(InvalidModelOutput):
        model.generate(TURNS, schema=SCHEMA, timeout_s=10)


def test_an_unreachable_server_is_unavailable(socket_enabled):
    model = OpenAIModel("local", "tiny", "http://127.0.0.1:9/v1")
    with pytest.raises(ModelUnavailable):
        model.generate(TURNS, schema=SCHEMA, timeout_s=5)
    model.close()


def test_neither_the_key_nor_the_texts_are_in_a_repr(make_model):
    model = make_model('{"label": "a"}')
    generation = model.generate(TURNS, schema=SCHEMA, timeout_s=10)
    assert "canary" not in repr(model) + repr(TURNS) + repr(generation)
    assert "secret-key" not in repr(model)


@pytest.mark.parametrize(
    ("found", "schema", "errors"),
    [
        ({}, {"type": "object", "required": ["a"]}, 1),
        (True, {"type": "integer"}, 1),
        (1, {"type": "number"}, 0),
        ([1, 2, 3], {"type": "array", "maxItems": 2}, 1),
        (["x"], {"type": "array", "items": {"type": "integer"}}, 1),
        ("abc", {"type": "string", "maxLength": 2}, 1),
        (None, {"type": "null"}, 0),
    ],
)
def test_the_schema_subset_is_checked(found, schema, errors):
    assert len(find_schema_errors(found, schema)) == errors


def test_a_deeply_nested_answer_is_refused_and_not_quoted():
    with pytest.raises(InvalidModelOutput) as refused:
        parse_answer("[" * 100_000, SCHEMA)
    assert "[[" not in str(refused.value)
