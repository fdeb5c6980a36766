"""Requests that come together are read together and kept in one transaction; what is wrong with one is its own affair."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest

from egide.gateway.endpoints import ENDPOINTS, Asking
from egide.gateway.errors import NotAuthenticated, Unavailable
from egide.gateway.keeping import Admitted, Considered
from egide.service import wiring
from egide.service.assistance.models import Decision
from egide.service.evidence.models import JournalEntry

TEXTS = (
    "Bonjour, je suis Claire Dupont, claire.dupont@orange.fr.",
    "Rappelez Jean Lefèvre au 06 39 98 12 34.",
    "Où en est ma commande ?",
)


def asking(key: str, text: str, **more: Any) -> Asking:
    payload = {"model": "mistral-small", "messages": [{"role": "user", "content": text}], **more}
    return Asking(ENDPOINTS["chat/completions"], key, payload)


@pytest.fixture
def considered(gateway) -> list[Any]:
    return gateway.application._admission.consider([asking(gateway.key, text) for text in TEXTS])


@pytest.fixture
def keep(gateway):
    return gateway.application._keeper.keep


def entries(kind: str) -> int:
    return JournalEntry.objects.filter(type=kind).count()


def test_requests_read_together_are_protected_as_alone(gateway, considered) -> None:
    alone = [gateway.application._admission.consider([asking(gateway.key, text)])[0] for text in TEXTS]
    assert [one.answer.payload for one in considered] == [one.answer.payload for one in alone]
    assert "Dupont" not in str(considered[0].answer.payload)


def test_each_request_of_a_batch_has_its_decision_and_its_entry(considered, keep) -> None:
    decisions, called = Decision.objects.count(), entries("gateway.called")
    kept = keep(considered)
    assert all(isinstance(one, Admitted) for one in kept)
    assert len({one.index for one in kept}) == len(TEXTS)
    assert entries("gateway.called") == called + len(TEXTS)
    assert Decision.objects.count() == decisions + sum(len(one.asked) for one in considered)
    row = Decision.objects.get(pk=considered[0].asked[0].id)
    assert (row.task, row.purpose, row.verdict) == ("gateway_chat", "SAV", considered[0].asked[0].answer.verdict.value)
    assert row.facts["task"] == "gateway_chat"
    assert row.mask == sorted(considered[0].asked[0].answer.mask)
    assert row.at == considered[0].at


def test_one_that_cannot_be_written_refuses_itself_alone(considered, keep) -> None:
    called = entries("gateway.called")
    broken: Considered = considered[1]
    broken.act = replace(broken.act, person_id=uuid.uuid4())  # whose key does not exist, as after an erasure
    first, second, third = keep(considered)
    assert isinstance(first, Admitted)
    assert isinstance(third, Admitted)
    assert isinstance(second, Unavailable)
    assert second.code == "key_store_unavailable"
    assert entries("gateway.called") == called + 2
    assert not Decision.objects.filter(pk=broken.asked[0].id).exists()


def test_an_unknown_key_among_others_refuses_itself_alone(gateway) -> None:
    first, second = gateway.application._admission.consider(
        [asking("egk_unknown", TEXTS[0]), asking(gateway.key, TEXTS[1])]
    )
    assert isinstance(first, NotAuthenticated)
    assert isinstance(second, Considered)


def test_a_key_revoked_between_two_batches_is_refused_in_the_second(gateway, brand, system) -> None:
    from egide.service.gatewaykeys.flows import access_key_by_token, revoke_key

    admission = gateway.application._admission
    assert isinstance(admission.consider([asking(gateway.key, TEXTS[0])])[0].answer, Admitted)
    key = access_key_by_token(gateway.key)
    assert key is not None
    revoke_key(key, actor=system, now=gateway.now[0])
    refused = admission.consider([asking(gateway.key, text) for text in TEXTS])
    assert [one.answer.code for one in refused] == ["key_revoked"] * len(TEXTS)


def test_a_detector_that_fails_on_one_text_refuses_that_request_alone(gateway, parts) -> None:
    class Choosy:
        """Fails on one text, alone or among others."""

        def __getattr__(self, name: str) -> Any:
            return getattr(parts.detector, name)

        def find(self, text: str) -> Any:
            if "Lefèvre" in text:
                raise RuntimeError(text)
            return parts.detector.find(text)

        def find_many(self, texts: Any) -> Any:
            return [self.find(text) for text in texts]

    wiring.install(replace(parts, detector=Choosy()))
    first, second, third = gateway.application._admission.consider([asking(gateway.key, text) for text in TEXTS])
    assert isinstance(first, Considered)
    assert isinstance(third, Considered)
    assert isinstance(second, Unavailable)
    assert second.code == "detector_unavailable"
    assert "Lefèvre" not in str(second)
