"""Each failure reproduced with other gateways is a test here (LiteLLM 1.106.2, piighost 2.1.1 and what users report)."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx
import pytest

MODEL = "mistral-small"


def ask(gateway, messages: list[Any], **options: Any):
    return gateway.client().chat.completions.create(model=MODEL, messages=messages, **options)


def user(text: str) -> dict[str, str]:
    return {"role": "user", "content": text}


def test_two_persons_of_two_messages_are_never_exchanged(gateway, provider) -> None:
    """LiteLLM restarts its counter at each message: "Bonjour Alice" comes back as "Bonjour Bob"."""
    provider.say = lambda request: "Bonjour " + request["messages"][0]["content"].split("suis ")[1]
    answer = ask(gateway, [user("Je suis Alice Martin"), user("Mon collègue Bob Durand, bob@free.fr")])
    assert answer.choices[0].message.content == "Bonjour Alice Martin"
    assert len(set(provider.tokens())) >= 3


def test_one_value_has_one_pseudonym_across_messages_turns_and_requests(gateway, provider) -> None:
    ask(gateway, [user("Écrivez à bob@free.fr, oui bob@free.fr"), user("bob@free.fr")])
    ask(gateway, [user("Encore bob@free.fr ?")])
    assert len(provider.tokens()) == 1


def test_writings_of_one_phone_come_back_each_as_written(gateway, provider) -> None:
    text = "Tél. 06 39 98 12 34, ou +33 6 39 98 12 34, ou 0639981234."
    assert ask(gateway, [user(text)]).choices[0].message.content == text
    codes = [token.partition("_")[2].partition("-")[0] for token in provider.tokens()]
    assert len(codes) == 3
    assert len(set(codes)) == 1


def test_letter_case_of_an_address_comes_back_byte_exact(gateway) -> None:
    text = "JEAN.MARTIN@orange.fr et jean.martin@orange.fr"
    assert ask(gateway, [user(text)]).choices[0].message.content == text


def test_a_value_inside_another_finding_eats_nothing(gateway, provider) -> None:
    text = "Voir https://portail.example/u?mail=claire.dupont@orange.fr fin"
    assert ask(gateway, [user(text)]).choices[0].message.content == text
    assert provider.parsed()["messages"][0]["content"].endswith(" fin")


def test_addresses_parted_by_spaces_stay_three(gateway, provider) -> None:
    """Presidio's anonymizer collapses them into one: two values are lost."""
    text = "a.un@free.fr b.deux@free.fr c.trois@free.fr"
    assert ask(gateway, [user(text)]).choices[0].message.content == text
    assert len(provider.tokens()) == 3


@pytest.mark.parametrize(
    "alter",
    [
        str.lower,
        str.upper,
        lambda token: token.strip("[]"),
        lambda token: f"[ {token[1:-1]} ]",
        lambda token: token.replace("[", "&#91;").replace("]", "&#93;"),
        lambda token: token.replace("[", "<").replace("]", ">"),
        lambda token: token[:-1],
        lambda token: token.replace("_", "\\_"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_an_altered_pseudonym_is_restored(gateway, provider, alter, stream) -> None:
    provider.say = lambda request: f"Bonjour {alter(provider.tokens()[0])}, merci."
    answer = ask(gateway, [user("Je suis Alice Martin.")], stream=stream)
    said = (
        "".join(chunk.choices[0].delta.content or "" for chunk in answer)
        if stream
        else answer.choices[0].message.content
    )
    assert said == "Bonjour Alice Martin, merci."


def test_a_pseudonym_of_somebody_elses_request_gives_no_value(gateway, provider) -> None:
    """In the wide scope a model that was fed another request's pseudonym must not get its value."""
    ask(gateway, [user("Je suis Alice Martin.")])
    foreign = provider.tokens()[0]
    provider.say = lambda request: f"Voici {foreign}."
    assert ask(gateway, [user("Qui suis-je ?")]).choices[0].message.content == f"Voici {foreign}."
    # Typed by a user, it is a text like any other: it goes out changed and comes back as it was typed.
    provider.say = lambda request: request["messages"][0]["content"]
    assert ask(gateway, [user(f"Et {foreign} ?")]).choices[0].message.content == f"Et {foreign} ?"


def test_a_conversation_restores_what_it_issued_earlier_and_others_do_not(gateway, provider) -> None:
    mine, other = ({"X-Egide-Conversation": name} for name in ("c-1", "c-2"))
    ask(gateway, [user("Je suis Alice Martin.")], extra_headers=mine)
    known = provider.tokens()[0]
    provider.say = lambda request: f"Bonjour {known}"
    assert ask(gateway, [user("Et moi ?")], extra_headers=mine).choices[0].message.content == "Bonjour Alice Martin"
    assert ask(gateway, [user("Et moi ?")], extra_headers=other).choices[0].message.content == f"Bonjour {known}"
    assert ask(gateway, [user("Et moi ?")]).choices[0].message.content == f"Bonjour {known}"
    provider.say = lambda request: "ok"
    ask(gateway, [user("Je suis Alice Martin.")], extra_headers=other)
    assert provider.tokens()[-1] != known


@pytest.mark.parametrize("bytewise", [False, True])
@pytest.mark.parametrize("piece", [1, 2, 7, 40])
def test_every_cut_of_a_stream_gives_the_whole_answer(gateway, provider, piece, bytewise) -> None:
    provider.piece, provider.bytewise = piece, bytewise
    text = "a << b, [x], Éloïse Lefèvre : eloise.lefevre@free.fr ☎ 06 39 98 12 34 [PERSONNE_ et fin"
    answer = ask(gateway, [user(text)], stream=True)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in answer) == text


def test_a_stream_is_not_held_until_its_end(gateway, provider) -> None:
    """LiteLLM's guardrail gives 41 events as one. Here text that begins no pseudonym passes as it comes."""
    provider.piece, provider.delay_s = 1, 0.005
    provider.say = lambda request: "x < y << z, puis du code a[b] et rien d'autre du tout ici."
    answer = ask(gateway, [user("Je suis Alice Martin.")], stream=True)
    arrived = [time.monotonic() for chunk in answer if chunk.choices and chunk.choices[0].delta.content]
    assert len(arrived) > 40
    assert arrived[-1] - arrived[0] > 0.1


def test_fields_that_others_forget_are_protected(gateway, provider) -> None:
    """`prediction`, names, metadata, tool descriptions, unknown fields, keys, and numbers without quotes."""
    body = {
        "model": MODEL,
        "messages": [
            {"role": "system", "content": [{"type": "text", "text": "Client : Claire Dupont"}]},
            {"role": "user", "name": "Claire_Dupont", "content": "Bonjour"},
            {
                "role": "assistant",
                "content": None,
                "refusal": "Non, Claire Dupont",
                "reasoning_content": "Claire Dupont",
            },
            {"role": "user", "content": [{"type": "inconnu", "valeur": {"profond": ["Claire Dupont"]}}]},
        ],
        "prediction": {"type": "content", "content": "Chère Claire Dupont,"},
        "user": "claire.dupont",
        "metadata": {"nom": "Dupont", "tel": "06 39 98 12 34"},
        "stop": ["Claire Dupont"],
        "champ_inconnu": {"a": [{"b": "claire.dupont@orange.fr", "claire.dupont@orange.fr": 1}], "n": 33639981234},
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": "find",
                    "description": "Cherche Claire Dupont",
                    "parameters": {"type": "object", "properties": {"q": {"enum": ["Claire Dupont", "autre"]}}},
                },
            }
        ],
        "seed": 123456789,
        "temperature": 0.5,
        "max_tokens": 1000000,
        "logit_bias": {"50256": -100},
    }
    answer = httpx.post(
        f"{gateway.url}/v1/chat/completions", json=body, headers={"Authorization": f"Bearer {gateway.key}"}
    )
    assert answer.status_code == 200, answer.text
    sent = provider.bytes.decode()
    for value in ("Dupont", "Claire", "claire", "orange.fr", "06 39", "639981234"):
        assert value not in sent, sent
    parsed = provider.parsed()
    assert (parsed["seed"], parsed["temperature"], parsed["max_tokens"]) == (123456789, 0.5, 1000000)
    assert parsed["logit_bias"] == {"50256": -100}
    assert parsed["tools"][0]["function"]["name"] == "find"


def test_an_ordinary_request_passes_unchanged(gateway, provider) -> None:
    body = {
        "model": MODEL,
        "messages": [
            {"role": "system", "content": "Tu es un assistant du service client. Réponds en JSON."},
            {"role": "user", "content": [{"type": "text", "text": "Quels sont vos horaires ? S3, EKS, a << b, x[0]."}]},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {
                "name": "answer",
                "strict": True,
                "schema": {
                    "type": "object",
                    "properties": {"body": {"type": "string"}, "city": {"type": "string"}, "name": {"type": "string"}},
                    "required": ["body", "city", "name"],
                    "additionalProperties": False,
                },
            },
        },
        "tool_choice": "auto",
        "parallel_tool_calls": True,
        "top_p": 1,
        "n": 1,
        "stream": False,
    }
    answer = httpx.post(
        f"{gateway.url}/v1/chat/completions", json=body, headers={"Authorization": f"Bearer {gateway.key}"}
    )
    assert answer.status_code == 200, answer.text
    assert provider.parsed() == {**body, "model": "mistral-small-2506"}


def test_nothing_of_the_client_reaches_the_provider_beside_the_body(gateway, provider) -> None:
    ask(
        gateway,
        [user("Bonjour")],
        extra_headers={"X-Customer": "Claire Dupont", "Cookie": "session=1", "X-Egide-Conversation": "Claire Dupont"},
    )
    written = json.dumps(provider.headers)
    assert "Claire" not in written
    assert "session" not in written
    assert gateway.key not in written


def test_an_error_of_the_provider_shows_no_value(gateway, provider) -> None:
    provider.statuses = [400]
    answer = httpx.post(
        f"{gateway.url}/v1/chat/completions",
        json={"model": MODEL, "messages": [user("Je suis Alice Martin.")]},
        headers={"Authorization": f"Bearer {gateway.key}"},
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "upstream_refused")
    assert "Martin" not in answer.text + json.dumps(dict(answer.headers))
