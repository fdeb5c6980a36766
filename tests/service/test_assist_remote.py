"""A declared model over a real local server: what leaves is protected, what comes back is verified, and it can fail."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from tests.service.conftest import NOW, TASKS

from egide.adapters.models.openai_text import OpenAIModel
from egide.service import wiring
from egide.service.assistance.flows import analyse_interaction, draft_reply
from egide.service.assistance.models import Decision, Draft, ModelCall
from egide.service.assistance.question import Register
from egide.service.configuration import ModelDeclaration
from egide.service.conversations.models import Interaction
from egide.service.evidence.models import JournalEntry
from egide.service.knowledge.flows import load_articles
from egide.service.register.flows import MODEL, create_dpia, set_switch, validate_dpia
from egide.service.register.models import AiSystem
from egide.service.sealing import person_vault

NAME = "essai-distant"
ARTICLE = """---
id: KB-017
title: "Résilier un contrat fibre"
---

# Résilier un contrat fibre

La résiliation du contrat fibre se demande dans l'espace client, rubrique Mon contrat, ou par courrier.
Elle prend effet dix jours après la demande.
"""
PERSONAL = ("Claire", "Dupont", "06 39 98 12 34", "0639981234", "4100287731", "claire.dupont")
WORDED = {
    "action": "reply",
    "parts": [
        {
            "text": "La résiliation du contrat fibre se demande dans l'espace client ou par courrier.",
            "citations": [1],
        }
    ],
}


@dataclass
class Served:
    """What the server answers, and every byte that it received."""

    answer: Any = None
    status: int = 200
    wait_s: float = 0.0
    received: list[bytes] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    served: Served

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.served.received.append(str(self.headers).encode() + body)
        time.sleep(self.served.wait_s)
        content = self.served.answer if isinstance(self.served.answer, str) else json.dumps(self.served.answer)
        answer = json.dumps(
            {
                "id": "x",
                "object": "chat.completion",
                "created": 0,
                "model": "tiny-1",
                "choices": [
                    {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
                ],
                "usage": {"prompt_tokens": 120, "completion_tokens": 30, "total_tokens": 150},
            }
        ).encode()
        try:
            self.send_response(self.served.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def served(socket_enabled, parts) -> Iterator[Served]:
    """A local server of the protocol, declared to the installation."""
    script = Served(WORDED)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"served": script}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    declared = ModelDeclaration(
        NAME, "openai", address, region="FR", provider="Hébergeur", tasks=("reply", "triage", "summary"),
        timeout_s=1.0, active_params_bn=7.0, total_params_bn=7.0,
    )  # fmt: skip
    model = OpenAIModel(NAME, "tiny", address, api_key="secret-key", region="FR")
    wiring.install(
        replace(
            parts,
            configuration=replace(parts.configuration, models=(declared,)),
            text_models={NAME: model},
        )
    )
    yield script
    model.close()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def ready(served, brand, system, imported) -> Interaction:
    """A conversation of a brand that described the model, assessed it and switched it on."""
    AiSystem.objects.create(
        brand=brand, name=NAME, tasks=["reply", "summary", "triage"], state="in_use", risk_class="minimal",
        changed_at=NOW,
    )  # fmt: skip
    dpia = create_dpia(brand.pk, "Avec un modèle déclaré", TASKS, actor=system, now=NOW)
    validate_dpia(brand.pk, dpia.pk, actor=system, now=NOW)
    set_switch(brand.pk, MODEL, NAME, on=True, actor=system, now=NOW)
    load_articles(brand.pk, [("kb-017.md", ARTICLE)], actor=system, now=NOW)
    imported(prepare=False)
    return Interaction.objects.select_related("brand", "person").get()


@pytest.fixture
def draft(system) -> Callable[[Interaction], Draft]:
    """Draft an answer, as the desk does."""

    def make(interaction: Interaction) -> Draft:
        made = draft_reply(interaction, actor=system, now=NOW)[1]
        assert made is not None
        return made

    return make


def test_words_an_answer_and_keeps_what_it_cost(ready, served, draft) -> None:
    made = draft(ready)
    call = made.call
    assert (made.action, call.model, call.kind, call.region) == ("reply", NAME, "remote", "FR")
    assert (call.input_tokens, call.output_tokens, call.failure) == (120, 30, "")
    assert call.footprint["method"] == "modelled"
    assert call.energy_wh > 0
    content = person_vault(ready.brand_id, ready.person_id).open_json("draft", made.pk, "content", made.content_sealed)
    assert content["parts"][0]["text"].startswith("La résiliation du contrat fibre")
    assert content["parts"][0]["citations"][0]["article"] == "KB-017"
    assert JournalEntry.objects.filter(type="model.called", obj=call.pk).exists()


def test_no_personal_value_leaves_for_any_task(ready, served, draft, system) -> None:
    analyse_interaction(ready, register=Register.read(ready.brand, now=NOW), actor=system, now=NOW)
    draft(ready)
    assert len(served.received) >= 2
    for received in served.received:
        said = received.decode() + json.dumps(json.loads(received[received.index(b"{") :]), ensure_ascii=False)
        for personal in PERSONAL:
            assert personal not in said


def test_prompt_explains_the_pseudonyms(ready, served, draft) -> None:
    draft(ready)
    asked = json.loads(served.received[-1][served.received[-1].index(b"{") :])
    system_turn = next(turn["content"] for turn in asked["messages"] if turn["role"] == "system")
    seen = person_vault(ready.brand_id, ready.person_id).open_json(
        "call", (call := ModelCall.objects.latest("at")).pk, "input", call.input_sealed
    )
    pseudonyms = [message["text"][start:end] for message in seen for start, end, _ in message["spans"]]
    assert pseudonyms
    assert any(pseudonym in system_turn for pseudonym in pseudonyms)


@pytest.mark.parametrize(
    ("failing", "failure"),
    [
        ({"status": 503}, "ModelUnavailable"),
        ({"wait_s": 1.6}, "ModelTimeout"),
        ({"answer": "pas du JSON"}, "InvalidModelOutput"),
        (
            {"answer": {"action": "reply", "parts": [{"text": "Vous serez remboursé de 400 €.", "citations": [1]}]}},
            "unsupported",
        ),
    ],
)
def test_local_draft_stands_when_the_model_fails(ready, served, draft, failing, failure) -> None:
    for name, content in failing.items():
        setattr(served, name, content)
    made = draft(ready)
    assert (made.action, made.call.model) == ("reply", "egide-reponse")
    assert ModelCall.objects.get(model=NAME).failure == failure
    assert JournalEntry.objects.filter(type="model.called").count() == 2


def test_silent_model_is_left_alone_for_a_while(ready, served, draft, system) -> None:
    served.status = 503
    draft(ready)
    asked = len(served.received)
    draft(ready)
    assert len(served.received) == asked
    served.status = 200
    later = draft_reply(ready, actor=system, now=NOW + timedelta(minutes=3))[1]
    assert later is not None
    assert later.call.model == NAME


@pytest.mark.parametrize("cut", ["switch", "class", "residency", "task"])
def test_nothing_leaves_when_a_door_is_closed(ready, served, draft, system, cut) -> None:
    assert draft(ready).call.model == NAME
    sent = len(served.received)
    if cut == "switch":
        set_switch(ready.brand_id, MODEL, NAME, on=False, actor=system, now=NOW)
    elif cut == "class":
        AiSystem.objects.filter(name=NAME).update(risk_class="unclassified")
    elif cut == "residency":
        declared = wiring.parts().configuration.models[0]
        known = wiring.parts()
        wiring.install(
            replace(known, configuration=replace(known.configuration, models=(replace(declared, region="US"),)))
        )
    else:
        declared = wiring.parts().configuration.models[0]
        known = wiring.parts()
        wiring.install(
            replace(known, configuration=replace(known.configuration, models=(replace(declared, tasks=("chat",)),)))
        )
    assert draft(ready).call.model == "egide-reponse"
    assert len(served.received) == sent
    refused = JournalEntry.objects.filter(type="model.refused").count()
    assert refused == (1 if cut in {"class", "residency"} else 0)


def test_model_settles_what_the_local_classifier_doubts(ready, served, system) -> None:
    served.answer = {"label": "none"}
    analyse_interaction(ready, register=Register.read(ready.brand, now=NOW), actor=system, now=NOW)
    ready.refresh_from_db()
    asked = json.loads(served.received[0][served.received[0].index(b"{") :])
    assert "Labels" in asked["messages"][-1]["content"]
    assert not ready.intent_known
    assert Decision.objects.filter(task="triage").count() == 2
    assert Decision.objects.filter(task="summary", verdict__startswith="allow").count() == 1
    assert ready.summary_sealed
