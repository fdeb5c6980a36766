"""Clients that people have, unchanged but for the base URL: openai (sync, async, tools), LangChain, openai from npm."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest

TEXT = "Bonjour, je suis Claire Dupont, claire.dupont@orange.fr, tél. 06 39 98 12 34."
VALUES = ("Claire", "Dupont", "dupont", "orange.fr", "06 39 98 12 34", "0639981234")
SEND_MAIL: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "send_mail",
        "description": "Send an e-mail to a customer.",
        "parameters": {
            "type": "object",
            "properties": {"to": {"type": "string"}, "body": {"type": "string"}},
            "required": ["to"],
        },
    },
}
MESSAGES: list[Any] = [{"role": "user", "content": TEXT}]


def leaked(provider) -> list[str]:
    sent = provider.bytes.decode()
    return [value for value in VALUES if value in sent]


def call_of_tool(request: dict[str, Any]) -> dict[str, Any]:
    """Answer with a call whose arguments repeat the pseudonyms of the question."""
    question = next(m["content"] for m in request["messages"] if m["role"] == "user")
    arguments = json.dumps({"to": question.split(", ")[2], "body": f"Pour {question}\n« fin »"}, ensure_ascii=False)
    called = {"id": "call_9f8a7b", "type": "function", "function": {"name": "send_mail", "arguments": arguments}}
    return {"role": "assistant", "content": None, "tool_calls": [called]}


EXPECTED = {"to": "claire.dupont@orange.fr", "body": f"Pour {TEXT}\n« fin »"}


def test_arguments_of_a_tool_are_restored_and_stay_json(gateway, provider) -> None:
    provider.say = call_of_tool
    answer = gateway.client().chat.completions.create(model="mistral-small", messages=MESSAGES, tools=[SEND_MAIL])
    call = answer.choices[0].message.tool_calls[0]
    assert call.id == "call_9f8a7b"
    assert call.function.name == "send_mail"
    assert json.loads(call.function.arguments) == EXPECTED
    assert not leaked(provider)
    assert provider.parsed()["tools"] == [SEND_MAIL]


@pytest.mark.parametrize("piece", [1, 5, 1000])
def test_streamed_arguments_of_a_tool_are_restored_and_stay_json(gateway, provider, piece) -> None:
    provider.say, provider.piece = call_of_tool, piece
    with gateway.client().chat.completions.stream(
        model="mistral-small", messages=MESSAGES, tools=[SEND_MAIL]
    ) as stream:
        completion = stream.get_final_completion()
    call = completion.choices[0].message.tool_calls[0]
    assert (call.id, call.function.name) == ("call_9f8a7b", "send_mail")
    assert json.loads(call.function.arguments) == EXPECTED
    assert not leaked(provider)


def test_history_with_calls_of_tools_is_protected(gateway, provider) -> None:
    history = [
        *MESSAGES,
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {
                    "id": "call_9f8a7b",
                    "type": "function",
                    "function": {"name": "send_mail", "arguments": json.dumps({"to": "claire.dupont@orange.fr"})},
                }
            ],
        },
        {"role": "tool", "tool_call_id": "call_9f8a7b", "content": '{"nom": "Dupont", "sent": true, "id": 4}'},
        {"role": "user", "name": "claire", "content": "Merci !"},
    ]
    answer = gateway.client().chat.completions.create(model="mistral-small", messages=history, tools=[SEND_MAIL])
    assert answer.choices[0].message.content == "Merci !"
    assert not leaked(provider)
    sent = provider.parsed()["messages"]
    assert sent[1]["tool_calls"][0]["id"] == sent[2]["tool_call_id"] == "call_9f8a7b"
    assert json.loads(sent[2]["content"])["sent"] is True
    assert sent[1]["tool_calls"][0]["function"]["arguments"].count("[") == 1


def test_several_choices_are_restored_apart(gateway, provider) -> None:
    stream = gateway.client().chat.completions.create(model="mistral-small", messages=MESSAGES, n=3, stream=True)
    texts = {0: "", 1: "", 2: ""}
    for chunk in stream:
        for choice in chunk.choices:
            texts[choice.index] += choice.delta.content or ""
    assert set(texts.values()) == {TEXT}


def test_asynchronous_client(gateway, provider) -> None:
    async def ask() -> tuple[str, str]:
        async with openai.AsyncOpenAI(base_url=f"{gateway.url}/v1", api_key=gateway.key, max_retries=0) as client:
            whole, stream = await asyncio.gather(
                client.chat.completions.create(model="mistral-small", messages=MESSAGES),
                client.chat.completions.create(model="mistral-small", messages=MESSAGES, stream=True),
            )
            streamed = "".join([chunk.choices[0].delta.content or "" async for chunk in stream])
            return whole.choices[0].message.content or "", streamed

    assert asyncio.run(ask()) == (TEXT, TEXT)
    assert not leaked(provider)


def test_structured_output_is_parsed_by_the_client(gateway, provider) -> None:
    from pydantic import BaseModel

    class Customer(BaseModel):
        name: str
        email: str

    provider.say = lambda request: json.dumps(dict(zip(("name", "email"), provider.tokens()[:2], strict=True)))
    answer = gateway.client().chat.completions.parse(model="mistral-small", messages=MESSAGES, response_format=Customer)
    assert answer.choices[0].message.parsed == Customer(name="Claire Dupont", email="claire.dupont@orange.fr")


def test_responses_whole_and_streamed(gateway, provider) -> None:
    client = gateway.client()
    answer = client.responses.create(model="mistral-small", instructions="Réponds.", input=TEXT)
    assert answer.output_text == TEXT
    with client.responses.stream(model="mistral-small", input=[{"role": "user", "content": TEXT}]) as stream:
        deltas = "".join(event.delta for event in stream if event.type == "response.output_text.delta")
        assert stream.get_final_response().output_text == TEXT
    assert deltas == TEXT
    assert not leaked(provider)


def test_embeddings_of_texts_and_refusal_of_token_numbers(gateway, provider, new_key) -> None:
    gateway.key = new_key("embeddings")
    answer = gateway.client().embeddings.create(model="mistral-small", input=[TEXT, "Merci."], encoding_format="float")
    assert [one.index for one in answer.data] == [0, 1]
    assert not leaked(provider)
    sent = len(provider.received)
    with pytest.raises(openai.PermissionDeniedError) as refused:
        gateway.client().embeddings.create(model="mistral-small", input=[[1, 2, 3]], encoding_format="float")
    assert refused.value.code == "unprotected_content"
    assert len(provider.received) == sent


def test_langchain(gateway, provider) -> None:
    from langchain_core.messages import HumanMessage
    from langchain_openai import ChatOpenAI

    http = httpx.Client()
    chat = ChatOpenAI(
        model="mistral-small", base_url=f"{gateway.url}/v1", api_key=gateway.key, max_retries=0, http_client=http
    )
    assert chat.invoke([HumanMessage(TEXT)]).content == TEXT
    assert "".join(str(chunk.content) for chunk in chat.stream([HumanMessage(TEXT)])) == TEXT
    provider.say = call_of_tool
    called = chat.bind_tools([SEND_MAIL]).invoke([HumanMessage(TEXT)])
    assert called.tool_calls[0]["args"] == EXPECTED
    http.close()
    assert not leaked(provider)


SCRIPT = """
import OpenAI from "openai";
const client = new OpenAI({ baseURL: process.env.BASE, apiKey: process.env.KEY, maxRetries: 0 });
const messages = [{ role: "user", content: process.env.TEXT }];
const whole = await client.chat.completions.create({ model: "mistral-small", messages });
let streamed = "";
for await (const chunk of await client.chat.completions.create({ model: "mistral-small", messages, stream: true }))
  streamed += chunk.choices[0]?.delta?.content ?? "";
const models = (await client.models.list()).data.map((one) => one.id);
let refused = null;
try { await client.chat.completions.create({ model: "lointain", messages }); }
catch (error) { refused = [error.status, error.code, error.constructor.name]; }
console.log(JSON.stringify({ whole: whole.choices[0].message.content, streamed, models, refused }));
"""


@pytest.fixture(scope="session")
def npm_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the official client from npm is installed."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not installed: the JavaScript client is not tried")
    folder = tmp_path_factory.mktemp("npm")
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    command = [
        "npm",
        "install",
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--prefer-offline",
        "openai",
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        pytest.skip("npm cannot install 'openai' here (no registry): the JavaScript client is not tried")
    return folder


def test_javascript_client(gateway, provider, npm_client: Path) -> None:
    (npm_client / "ask.mjs").write_text(SCRIPT)
    environment = {
        "BASE": f"{gateway.url}/v1",
        "KEY": gateway.key,
        "TEXT": TEXT,
        "PATH": "/usr/bin:/bin:/usr/local/bin",
    }
    done = subprocess.run(
        [str(shutil.which("node")), "ask.mjs"],
        cwd=npm_client,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["whole"] == said["streamed"] == TEXT
    assert said["models"] == ["mistral-small", "relais", "maison"]
    assert said["refused"] == [403, "policy_refused", "PermissionDeniedError"]
    assert not leaked(provider)
