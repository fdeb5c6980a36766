"""Each part is broken in turn: the answer is 503 with its code, and the provider receives nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import openai
import pytest

from egide.keys import KeyUnavailable
from egide.service import wiring

SECRET_WORDS = "Claire Dupont claire.dupont@orange.fr"


class Broken:
    """Whatever is asked of it fails, in words that nobody may see."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(SECRET_WORDS)


class BrokenKeys:
    def __init__(self, ring: Any) -> None:
        self._ring = ring

    def __getattr__(self, name: str) -> Any:
        raise KeyUnavailable(SECRET_WORDS)


def _broken_journal(_: object) -> Any:
    raise OSError(SECRET_WORDS)


def _broken_random(_: int) -> bytes:
    raise OSError(SECRET_WORDS)


BREAKS: dict[str, tuple[Callable[[wiring.Parts], wiring.Parts], str]] = {
    "detector": (lambda parts: replace(parts, detector=Broken()), "detector_unavailable"),
    "policy": (lambda parts: replace(parts, law=Broken()), "policy_unavailable"),
    "keys": (lambda parts: replace(parts, key_ring=BrokenKeys(parts.key_ring)), "key_store_unavailable"),
    "journal": (lambda parts: replace(parts, open_journal=_broken_journal), "journal_unavailable"),
    "entries": (lambda parts: replace(parts, random_bytes=_broken_random), "journal_unavailable"),
}


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("part", BREAKS)
def test_nothing_leaves_when_a_part_does_not_answer(gateway, provider, parts, part, stream, caplog) -> None:
    def ask() -> Any:
        messages: list[Any] = [{"role": "user", "content": f"Je suis {SECRET_WORDS}."}]
        return gateway.client().chat.completions.create(model="mistral-small", messages=messages, stream=stream)

    break_it, code = BREAKS[part]
    wiring.install(break_it(parts))
    with pytest.raises(openai.InternalServerError) as closed:
        ask()
    assert (closed.value.status_code, closed.value.code) == (503, code)
    assert not provider.received
    assert "Dupont" not in str(closed.value) + caplog.text
    wiring.install(parts)
    answer = ask()
    said = (
        "".join(one.choices[0].delta.content or "" for one in answer) if stream else answer.choices[0].message.content
    )
    assert said == f"Je suis {SECRET_WORDS}."
    assert len(provider.received) == 1


@pytest.mark.parametrize("part", ["detector", "keys", "journal"])
def test_readiness_names_the_part_that_does_not_answer(gateway, parts, part) -> None:
    wiring.install(BREAKS[part][0](parts))
    ready = httpx.get(f"{gateway.url}/ready")
    assert ready.status_code == 503
    assert ready.json()["status"] == "closed"
    named = {"detector": "detector", "keys": "key_store", "journal": "journal"}[part]
    assert ready.json()["parts"][named] is False
    assert "Dupont" not in ready.text
    wiring.install(parts)
    assert httpx.get(f"{gateway.url}/ready").status_code == 200


def test_nothing_leaves_when_the_database_refuses_the_entry(gateway, provider) -> None:
    from django.db import connection

    def ask() -> Any:
        return gateway.client().chat.completions.create(
            model="mistral-small", messages=[{"role": "user", "content": "Bonjour"}]
        )

    ask()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE evidence_opening RENAME TO away")
    try:
        with pytest.raises(openai.InternalServerError) as closed:
            ask()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO evidence_opening")
    assert closed.value.code == "journal_unavailable"
    assert len(provider.received) == 1


def test_nothing_leaves_when_the_journal_is_behind(gateway, provider) -> None:
    watch = gateway.application._admission.journals
    seconds = [0.0]
    watch._clock_s = lambda: seconds[0]

    def ask() -> Any:
        return gateway.client().chat.completions.create(
            model="mistral-small", messages=[{"role": "user", "content": "Bonjour"}]
        )

    ask()
    seconds[0] = 30.0
    ask()
    seconds[0] = 120.0  # no sequencer has published these entries for two minutes
    with pytest.raises(openai.InternalServerError) as closed:
        ask()
    assert closed.value.code == "journal_unavailable"
    assert len(provider.received) == 2
