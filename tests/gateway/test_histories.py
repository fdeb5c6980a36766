"""A conversation that goes on is protected as if all of it were new, and reads only what is new."""

from __future__ import annotations

from typing import Any

import pytest

from egide.detection import Detector
from egide.gateway.histories import Histories
from egide.gateway.protecting import Protector, Reading
from egide.gateway.text_cache import TextCache
from egide.keys import SecretKey
from egide.pseudonyms import Issued, Pseudonymiser, Scope, restore_json

SECRET = bytes(range(32))
NAMES = ("Claire Dupont", "Jean Lefèvre", "Amina Benali", "Zoé Garnier", "Hugo Robin", "Inès Moreau")


def message(turn: int) -> dict[str, Any]:
    name = NAMES[turn % len(NAMES)]
    mail = f"{name.split()[1].lower()}{turn}@orange.fr"
    return {"role": ("user", "assistant")[turn % 2], "content": f"Bonjour, ici {name}, {mail}, commande {turn}."}


class Counting:
    """A detector that counts the texts it reads."""

    def __init__(self) -> None:
        self.read = 0

    def find(self, text: str) -> Any:
        self.read += 1
        return Detector.default().find(text)

    def find_conversation(self, texts: Any) -> Any:
        self.read += 1
        return Detector.default().find_conversation(texts)


class Door:
    """What stays from one request to the next."""

    def __init__(self, conversation: str | None, *, remembers: bool = True) -> None:
        self.detector = Counting()
        self.cache = TextCache()
        self.histories = Histories() if remembers else None
        self.scope = Scope("acme", "SAV", conversation)
        self.issued = Issued()

    def protect(self, payload: dict[str, Any], cleared: frozenset[str] = frozenset()) -> tuple[Reading, Pseudonymiser]:
        issued = Issued() if self.scope.conversation is None else self.issued
        pseudonyms = Pseudonymiser(SecretKey(bytes(32)), self.scope, issued=issued)
        protector = Protector(self.detector, self.cache, SECRET, None, self.histories)  # type: ignore[arg-type]
        return protector.protect(payload, pseudonyms, scope="s", now_s=0.0, cleared=cleared), pseudonyms


@pytest.fixture(params=[None, "c1"], ids=["purpose", "conversation"])
def conversation(request: pytest.FixtureRequest) -> str | None:
    return request.param  # type: ignore[no-any-return]


@pytest.mark.parametrize("growth", [1, 2, 4, 7])
def test_turn_after_turn_is_what_it_is_when_all_is_new(conversation: str | None, growth: int) -> None:
    door = Door(conversation)
    for count in range(1, 40, growth):
        payload = {"messages": [message(turn) for turn in range(count)], "model": "m", "user": f"client-{count}"}
        if count % 2:
            payload = dict(reversed(payload.items()))
        reading, pseudonyms = door.protect(payload)
        fresh, alone = Door(conversation, remembers=False).protect(payload)
        assert reading == fresh
        assert restore_json(reading.payload, pseudonyms) == payload
        if conversation is None:
            assert set(pseudonyms.issued) == set(alone.issued), "another request's values could come back"


def test_a_turn_reads_only_what_is_new(conversation: str | None) -> None:
    door = Door(conversation)
    door.protect({"messages": [message(turn) for turn in range(60)]})
    before = door.detector.read
    door.cache.clear()  # so that only the history knows them
    door.protect({"messages": [message(turn) for turn in range(62)]})
    assert door.detector.read - before <= 2


def test_another_beginning_is_another_conversation(conversation: str | None) -> None:
    door = Door(conversation)
    messages = [message(turn) for turn in range(20)]
    door.protect({"messages": messages})
    changed = [{"role": "user", "content": "Je suis Louis Fontaine."}, *messages[1:], message(20)]
    reading, pseudonyms = door.protect({"messages": changed})
    assert "Fontaine" not in str(reading.payload)
    assert restore_json(reading.payload, pseudonyms) == {"messages": changed}


def test_what_the_policy_leaves_in_clear_has_a_history_of_its_own(conversation: str | None) -> None:
    door = Door(conversation)
    payload = {"messages": [message(turn) for turn in range(20)]}
    masked, _ = door.protect(payload)
    cleared, _ = door.protect(payload, frozenset({"PERSON"}))
    assert "Claire Dupont" not in str(masked.payload)
    assert "Claire Dupont" in str(cleared.payload)
    assert door.protect(payload)[0] == masked


def test_a_pseudonym_written_before_it_was_issued_is_protected_as_text() -> None:
    later = {"role": "user", "content": "Je suis Louis Fontaine."}
    written = Door("c1").protect({"messages": [later]})[0].payload["messages"][0]["content"]
    door = Door("c1")
    messages = [message(turn) for turn in range(10)]
    messages[2] = {"role": "user", "content": f"Que veut dire « {written} » ?"}
    door.protect({"messages": messages})
    for more in ([later], [later, message(1), message(0)]):
        payload = {"messages": [*messages, *more]}
        reading, pseudonyms = door.protect(payload)
        reading, pseudonyms = door.protect(payload)
        assert restore_json(reading.payload, pseudonyms) == payload


def test_histories_are_bounded_in_size_and_in_time() -> None:
    door = Door(None)
    door.histories = histories = Histories(most_bytes=200_000, keep_s=10.0)
    for turn in range(60):
        door.protect({"messages": [message(number) for number in range(turn, turn + 20)]})
    assert 5 < len(histories) < 60
    assert histories._held <= 200_000
    name = next(reversed(histories._known))
    assert histories.get(name, 10.0) is not None
    assert histories.get(name, 10.5) is None
