"""Server-sent events and streams: however they are cut, they read the same."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.detection import Detector
from egide.gateway.restoring import ChatStream
from egide.gateway.sse import EventReader, format_event
from egide.keys import SecretKey
from egide.pseudonyms import Pseudonymiser, Scope

BODY = 'event: a\r\ndata: {"é": 1}\r\n\r\n: comment\r\rdata: x\ndata: y\n\ndata: [DONE]\n\n'.encode()


@given(st.lists(st.integers(0, len(BODY)), max_size=8))
def test_events_read_the_same_for_every_cut(cuts) -> None:
    places = [0, *sorted(cuts), len(BODY)]
    reader = EventReader()
    events = [event for start, end in itertools.pairwise(places) for event in reader.feed(BODY[start:end])]
    events += reader.finish()
    assert [(event.name, event.data) for event in events] == [
        ("a", '{"é": 1}'),
        ("", None),
        ("", "x\ny"),
        ("", "[DONE]"),
    ]


def test_an_event_without_its_empty_line_is_read() -> None:
    reader = EventReader()
    assert reader.feed(b"data: end") == []
    assert [event.data for event in reader.finish()] == ["end"]
    assert reader.finish() == []


def test_an_event_without_end_is_refused() -> None:
    reader = EventReader(most_bytes=10)
    with pytest.raises(ValueError, match="too large"):
        reader.feed(b"data: " + b"x" * 20)


@given(st.text(max_size=80).filter(lambda text: "\r" not in text and "\n" not in text))
def test_an_event_is_read_as_it_was_written(data) -> None:
    reader = EventReader()
    assert [event.data for event in reader.feed(format_event(data, "n"))] == [data]


TEXT = "Bonjour, je suis Claire Dupont, claire.dupont@orange.fr, tél. 06 39 98 12 34 « a << b [x]"


@given(st.lists(st.integers(1, 60), min_size=1, max_size=40))
def test_a_chat_restores_the_same_for_every_cut(sizes) -> None:
    pseudonyms = Pseudonymiser(SecretKey(bytes(32)), Scope("acme", "SAV"))
    said = pseudonyms.protect(TEXT, Detector.rules_only().find(TEXT)).text
    arguments = json.dumps({"to": said}, ensure_ascii=False)
    stream = ChatStream(pseudonyms, model="m", on_usage=lambda usage: {}, wants_usage=False)
    pieces: list[bytes] = []
    for body, delta in (
        (said, lambda piece: {"content": piece}),
        (arguments, lambda piece: {"tool_calls": [{"index": 0, "function": {"arguments": piece}}]}),
    ):
        place = number = 0
        while place < len(body):
            size = sizes[number % len(sizes)]
            choice = {"index": 0, "delta": delta(body[place : place + size]), "finish_reason": None}
            pieces += _take(stream, {"choices": [choice]})
            place, number = place + size, number + 1
    pieces += _take(stream, {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    pieces += list(stream.finish())
    documents = [json.loads(piece.decode().removeprefix("data: ")) for piece in pieces[:-1]]
    deltas = [choice["delta"] for document in documents for choice in document["choices"]]
    assert "".join(delta.get("content", "") for delta in deltas) == TEXT
    calls = [call for delta in deltas for call in delta.get("tool_calls", [])]
    assert json.loads("".join(call["function"]["arguments"] for call in calls)) == {"to": TEXT}
    assert pieces[-1] == b"data: [DONE]\n\n"


def _take(stream: ChatStream, document: dict) -> list[bytes]:
    events = EventReader().feed(format_event(json.dumps(document)))
    return [piece for event in events for piece in stream.take(event)]
