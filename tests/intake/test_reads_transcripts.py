"""Calls come in as turns with roles and times, whatever tool wrote them; a broken file says at which line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.intake import Options, Record, Reject, UnreadableTranscript, read
from egide.intake.transcripts import parse

VTT = """WEBVTT - appel

NOTE fictif
sur deux lignes

STYLE
::cue { color: red }

1
00:00:00.400 --> 00:00:04.900 align:start
<v Agent>Service clients, bonjour.

00:05.300 --> 00:11.800
<v.loud Client>Oui <i>bonjour</i>,&nbsp;ma facture &lt;d'août&gt;…</v>

00:12.000 --> 00:14.000
<v Agent>Oui ?<v Client>Elle est fausse.

00:15.000 --> 00:16.000
[SPEAKER_02]: Inaudible

00:17.000 --> 00:18.000
Attention : travaux
"""
SRT = (
    "\ufeff1\r\n00:00:00,400 --> 00:00:04,900\r\n[SPEAKER_00]: Service clients, bonjour.\r\n\r\n"
    "2\r\n00:00:05,300 --> 00:00:11,800\r\n[SPEAKER_01]: Bonjour\r\nma facture\r\n"
)
WHISPERX: dict[str, Any] = {
    "language": "fr",
    "segments": [
        {
            "start": 1.0,
            "end": 5.0,
            "text": " Ma carte 4974 0182 s'il vous plaît",
            "speaker": "SPEAKER_01",
            "words": [
                {"word": "Ma", "start": 1.0, "end": 1.2, "score": 0.9},
                {"word": "carte", "start": 1.2, "end": 1.6},
                {"word": "4974"},
                {"word": "0182"},
                {"word": "s'il", "start": 3.6, "end": 3.8},
                {"word": "vous", "start": 3.8, "end": 4.0},
                {"word": "plaît"},
            ],
        }
    ],
    "word_segments": [],
}


def test_reads_webvtt_voices_markup_and_notes() -> None:
    call = parse(VTT.encode(), "appel.vtt")
    assert [(turn.role, turn.speaker, turn.text) for turn in call.turns] == [
        ("agent", "Agent", "Service clients, bonjour."),
        ("customer", "Client", "Oui bonjour, ma facture <d'août>…"),
        ("agent", "Agent", "Oui ?"),
        ("customer", "Client", "Elle est fausse."),
        ("", "SPEAKER_02", "Inaudible"),
        ("", "", "Attention : travaux"),
    ]
    assert (call.turns[0].start, call.turns[1].end, call.duration_s) == (0.4, 11.8, 18.0)
    assert "bonjour" not in repr(call)


def test_reads_srt_and_maps_speakers_only_as_told() -> None:
    assert [turn.role for turn in parse(SRT.encode(), "a.srt").turns] == ["", ""]
    call = parse(SRT.encode(), "a.srt", {"SPEAKER_00": "agent", "SPEAKER_01": "customer"})
    assert [(turn.role, turn.text) for turn in call.turns] == [
        ("agent", "Service clients, bonjour."),
        ("customer", "Bonjour ma facture"),
    ]
    with pytest.raises(UnreadableTranscript, match="unknown role"):
        parse(SRT.encode(), "a.srt", {"SPEAKER_00": "boss"})


def test_gives_a_time_to_the_digits_that_the_recogniser_left_without() -> None:
    (turn,) = parse(json.dumps(WHISPERX).encode(), "a.json").turns
    times = {word.text: (word.start, word.end, word.interpolated) for word in turn.words}
    assert times["4974"] == (1.6, pytest.approx(2.6), True)
    assert times["0182"] == (pytest.approx(2.6), pytest.approx(3.6), True)
    assert times["plaît"] == (4.0, 5.0, True)
    assert times["Ma"] == (1.0, 1.2, False)


def test_reads_harpervalley_on_the_clock_of_the_call() -> None:
    found = [
        {
            "index": 1,
            "speaker_role": "agent",
            "channel_index": 2,
            "offset_ms": 100,
            "start_ms": 2000,
            "duration_ms": 1500,
            "human_transcript": "hello there",
            "transcript": "hello their",
            "word_offsets_ms": [0, 500],
            "word_durations_ms": [400, 600],
            "emotion": [0.1, 0.2, 0.7],
        },
        {"speaker_role": "caller", "start_ms": 4000, "duration_ms": 500, "human_transcript": "hi"},
    ]
    call = parse(json.dumps(found).encode(), "hv.json")
    assert [(turn.role, turn.start, turn.end) for turn in call.turns] == [("agent", 2.0, 3.5), ("customer", 4.0, 4.5)]
    assert [(word.text, word.start, word.end) for word in call.turns[0].words] == [
        ("hello", 2.0, 2.4),
        ("there", 2.5, 3.1),
    ]
    assert call.channels_separate
    assert all(isinstance(item, Record) for item in read(json.dumps(found).encode(), "hv.json"))


@pytest.mark.parametrize(
    ("content", "name", "where"),
    [
        ("", "a.vtt", "a.vtt: the file is empty"),
        ("1\n00:00 --> 00:01\nx", "a.vtt", "a.vtt:1: a WebVTT file begins with WEBVTT"),
        ("WEBVTT\n\n00:01.000 -> 00:02.000\nx", "a.vtt", "a.vtt:3: a cue has no times"),
        ("WEBVTT\n\n00:01.000 --> 2\nx", "a.vtt", "a.vtt:3: cue times"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nx", "a.vtt", "a.vtt:3: a cue ends before it starts"),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nx", "a.vtt", "a.vtt:3: cue times are out of the clock"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n", "a.vtt", "a.vtt: nobody speaks"),
        ("1\n00:00:01,000 --> 00:00:02,000\nx\n\n2\noops\n", "a.srt", "a.srt:5: a cue has no times"),
        ("{", "a.json", "a.json: malformed JSON"),
        ('{"segments": [{"text": "a", "start": 1}]}', "a.json", "a.json: segment 0 has no times"),
        ('{"segments": [{"text": "a", "start": 1, "end": 1e999}]}', "a.json", "a.json: segment 0 has no times"),
        ('{"segments": [{"text": "a", "start": 2, "end": 1}]}', "a.json", "segment 0 ends before it starts"),
        ('{"turns": 1}', "a.json", "a.json: no list of segments"),
    ],
)
def test_says_where_a_transcript_breaks(content: str, name: str, where: str) -> None:
    with pytest.raises(UnreadableTranscript) as unreadable:
        parse(content.encode(), name)
    assert where in str(unreadable.value)
    (item,) = read(content.encode(), name)
    assert isinstance(item, Reject)


def test_a_call_comes_in_as_one_record_a_turn_of_speech() -> None:
    call = {
        "id": "appel-9",
        "recorded_at": "2026-11-17T14:06:00+01:00",
        "customer": {"ref": "4100726643"},
        "gold": {"intent": "panne"},
        "segments": [
            {"start": 0.5, "end": 2.0, "speaker": "agent", "text": "Bonjour."},
            {"start": 2.0, "end": 3.0, "speaker": "agent", "text": "Je vous écoute."},
            {"start": 3.5, "end": 6.0, "speaker": "customer", "text": "Panne."},
            {"start": 6.0, "end": 7.0, "speaker": "SPEAKER_07", "text": "…"},
        ],
    }
    agent, customer, unknown = [item for item in read(json.dumps(call).encode(), "a.json") if isinstance(item, Record)]
    assert (agent.text, len(agent.segments), agent.author_role) == ("Bonjour. Je vous écoute.", 2, "agent")
    assert agent.started_at == datetime(2026, 11, 17, 13, 6, 0, 500_000, tzinfo=UTC)
    assert (customer.external_id, customer.thread_id, customer.channel) == ("appel-9/1", "appel-9", "call_in")
    assert customer.customer.keys() == (("customer_number", "4100726643"),)
    # A voice that nothing names is protected as the customer's.
    assert (unknown.author_role, unknown.labels["speaker_role"]) == ("customer", "unknown")


def test_the_same_file_gives_the_same_call_and_options_name_the_speakers() -> None:
    options = Options(speakers={"SPEAKER_00": "agent", "SPEAKER_01": "customer"}, channel="call_out")
    first, second = [list(read(SRT.encode(), name, options)) for name in ("a.srt", "b.srt")]
    assert [item.external_id for item in first if isinstance(item, Record)] == [
        item.external_id for item in second if isinstance(item, Record)
    ]
    assert [item.author_role for item in first if isinstance(item, Record)] == ["agent", "customer"]
    assert {item.channel for item in first if isinstance(item, Record)} == {"call_out"}


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["appel-001.vtt", "appel-002.json"])
def test_reads_the_demonstration_calls(shared_data: Path, name: str) -> None:
    call = parse((shared_data / "demo-helpdesk" / "calls" / name).read_bytes(), name)
    assert {turn.role for turn in call.turns} == {"agent", "customer"}
    assert len(call.turns) > 10
    assert all(turn.start <= turn.end for turn in call.turns)


_TIMES = st.floats(0, 100) | st.none()


@given(
    st.lists(st.tuples(st.sampled_from(["mot", "12"]), _TIMES, _TIMES), max_size=8),
    st.floats(0, 50),
    st.floats(50, 100),
)
def test_every_word_has_a_time_and_none_ends_before_it_starts(
    words: list[tuple[str, float | None, float | None]], start: float, end: float
) -> None:
    held = [{"word": text, "start": begin, "end": until} for text, begin, until in words]
    segment = {"start": start, "end": end, "text": "mot", "words": held}
    (turn,) = parse(json.dumps({"segments": [segment]}).encode(), "a.json").turns
    assert len(turn.words) == len(words)
    assert all(word.start <= word.end for word in turn.words)
