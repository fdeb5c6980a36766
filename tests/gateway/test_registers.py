"""What a brand allows is asked of the journal's newest entries alone, and read again before it is old, beside the requests."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection

from egide.gateway import registers
from egide.gateway.admission import Admission
from egide.gateway.endpoints import ENDPOINTS, Asking
from egide.gateway.keeping import Admitted
from egide.service.assistance.question import Register
from egide.service.gatewaykeys.flows import access_key_by_token, revoke_key
from egide.service.gatewaykeys.models import GatewayKey


class Beside:
    """A door whose clock moves by hand, and which keeps for later what no request waits for."""

    def __init__(self, gateway: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now_s = 100.0
        self.later: list[Any] = []
        self.readings = 0
        self.door = Admission(
            gateway.application._upstreams,
            clock=lambda: gateway.now[0],
            clock_s=lambda: self.now_s,
            later=self.later.append,
        )
        read = Register.read

        def counted(*arguments: Any, **named: Any) -> Register:
            self.readings += 1
            return read(*arguments, **named)

        monkeypatch.setattr(Register, "read", counted)
        self.key = gateway.key

    def ask(self) -> Any:
        payload = {"model": "mistral-small", "messages": [{"role": "user", "content": "Où en est ma commande ?"}]}
        (considered,) = self.door.consider([Asking(ENDPOINTS["chat/completions"], self.key, payload)])
        return considered.answer


@pytest.fixture
def beside(gateway, monkeypatch) -> Beside:
    return Beside(gateway, monkeypatch)


def test_looking_for_what_is_new_reads_no_older_entry(database) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by the statistics of its tables")
    connection.ensure_connection()
    rows = connection.connection.execute(f"EXPLAIN QUERY PLAN {registers._NEWER_ON_SQLITE}", (1, uuid.uuid4().hex))
    plan = " ".join(str(step) for row in rows.fetchall() for step in row)
    assert "USING INTEGER PRIMARY KEY (rowid>?)" in plan


def test_a_register_in_use_is_read_again_before_it_is_old(beside: Beside) -> None:
    assert isinstance(beside.ask(), Admitted)
    beside.now_s += 0.6
    assert isinstance(beside.ask(), Admitted)
    assert isinstance(beside.ask(), Admitted)
    assert (beside.readings, len(beside.later)) == (1, 1)
    beside.later.pop()()
    beside.now_s += 0.6
    assert isinstance(beside.ask(), Admitted)
    assert beside.readings == 2, "a request read the register itself"


def test_a_register_that_nobody_used_is_read_by_the_next_request(beside: Beside) -> None:
    assert isinstance(beside.ask(), Admitted)
    beside.now_s += 1.1
    assert isinstance(beside.ask(), Admitted)
    assert (beside.readings, beside.later) == (2, [])


def test_a_key_revoked_while_its_register_waits_to_be_read_again_is_refused_at_once(
    beside: Beside, gateway, system
) -> None:
    assert isinstance(beside.ask(), Admitted)
    beside.now_s += 0.6
    beside.ask()
    key = access_key_by_token(beside.key)
    assert key is not None
    revoke_key(key, actor=system, now=gateway.now[0])
    assert beside.ask().code == "key_revoked"
    beside.later.pop()()  # begun before the revocation was seen: it must not bring the key back
    assert beside.ask().code == "key_revoked"


def test_a_key_revoked_behind_the_flows_is_refused_once_read_again(beside: Beside, gateway) -> None:
    assert isinstance(beside.ask(), Admitted)
    GatewayKey.objects.update(revoked_at=gateway.now[0])
    beside.now_s += 0.6
    beside.ask()
    beside.later.pop()()
    assert beside.ask().code == "key_revoked"
