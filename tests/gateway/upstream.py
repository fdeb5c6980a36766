"""A provider that speaks OpenAI's protocol on loopback and keeps every byte it receives; what it says is scripted."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = re.compile(r"\[[A-ZÀ-Ý_]+_[2-9b-z]{4,13}-[2-9b-z]{4}\]")


@dataclass
class Provider:
    """The server, what reached it, and how it answers.

    Attributes:
        received: Every body, as bytes.
        headers: The headers of each request.
        say: Gives the text of the answer for a parsed request; echoes the last user text by default.
        statuses: Statuses to answer before answering well, in order.
    """

    received: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    say: Callable[[dict[str, Any]], Any] = field(default_factory=lambda: last_text)
    statuses: list[int] = field(default_factory=list)
    delay_s: float = 0.0
    piece: int = 3
    bytewise: bool = False
    cancelled: int = 0
    port: int = 0

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def bytes(self) -> bytes:
        return b"\n".join(self.received)

    def parsed(self, position: int = -1) -> dict[str, Any]:
        return json.loads(self.received[position])

    def tokens(self) -> list[str]:
        """The pseudonyms that reached it, in order of appearance."""
        return list(dict.fromkeys(TOKEN.findall(self.bytes.decode())))

    def application(self) -> web.Application:
        application = web.Application(client_max_size=64 * 1024 * 1024)
        application.router.add_post("/v1/{path:.*}", self._answer)
        return application

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.received.append(body)
        self.headers.append(dict(request.headers))
        self.paths.append(request.path)
        try:
            if self.delay_s:
                await asyncio.sleep(self.delay_s)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.statuses:
            status = self.statuses.pop(0)
            if status != 200:
                return web.json_response({"error": {"message": "no", "type": "x"}}, status=status)
        path = request.path.removeprefix("/v1/")
        if path == "audio/transcriptions":
            return web.json_response({"text": str(self.say({}))})
        asked = json.loads(body)
        if path == "embeddings":
            listed = asked["input"] if isinstance(asked["input"], list) else [asked["input"]]
            data = [{"object": "embedding", "index": i, "embedding": [0.5, 0.25]} for i in range(len(listed))]
            return web.json_response(
                {
                    "object": "list",
                    "data": data,
                    "model": asked["model"],
                    "usage": {"prompt_tokens": 3, "total_tokens": 3},
                }
            )
        if path == "responses":
            return await self._respond(request, asked)
        if asked.get("stream"):
            return await self._stream(request, asked)
        said = self.say(asked)
        choices = [
            {
                "index": index,
                "message": said if isinstance(said, dict) else {"role": "assistant", "content": said, "refusal": None},
                "finish_reason": "tool_calls" if isinstance(said, dict) and said.get("tool_calls") else "stop",
                "logprobs": None,
            }
            for index in range(asked.get("n") or 1)
        ]
        return web.json_response(
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 1_790_000_000,
                "model": asked["model"],
                "choices": choices,
                "usage": {"prompt_tokens": 12, "completion_tokens": 7, "total_tokens": 19},
            }
        )

    async def _stream(self, request: web.Request, asked: dict[str, Any]) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            for chunk in self._chunks(asked):
                event = f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode()
                for piece in [bytes([one]) for one in event] if self.bytewise else [event]:
                    await response.write(piece)
                await asyncio.sleep(self.delay_s)
            await response.write(b"data: [DONE]\n\n")
        except (asyncio.CancelledError, ConnectionError):
            self.cancelled += 1
            raise
        return response

    def _chunks(self, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
        said = self.say(asked)
        head = {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1_790_000_000,
            "model": asked["model"],
        }

        def chunk(index: int, delta: dict[str, Any], ended: str | None = None) -> dict[str, Any]:
            return {**head, "choices": [{"index": index, "delta": delta, "finish_reason": ended}]}

        indexes = range(asked.get("n") or 1)
        for index in indexes:
            yield chunk(index, {"role": "assistant", "content": ""})
        if isinstance(said, dict):
            for position, call in enumerate(said["tool_calls"]):
                described = {"name": call["function"]["name"], "arguments": ""}
                yield chunk(
                    0,
                    {"tool_calls": [{"index": position, "id": call["id"], "type": "function", "function": described}]},
                )
                for piece in _cut(call["function"]["arguments"], self.piece):
                    yield chunk(0, {"tool_calls": [{"index": position, "function": {"arguments": piece}}]})
            yield chunk(0, {}, "tool_calls")
        else:
            for piece in _cut(said, self.piece):
                for index in indexes:
                    yield chunk(index, {"content": piece})
            for index in indexes:
                yield chunk(index, {}, "stop")
        if (asked.get("stream_options") or {}).get("include_usage"):
            usage = {"prompt_tokens": 12, "completion_tokens": 7, "total_tokens": 19}
            yield {**head, "choices": [], "usage": usage}

    async def _respond(self, request: web.Request, asked: dict[str, Any]) -> web.StreamResponse:
        said = str(self.say(asked))
        part = {"type": "output_text", "text": said, "annotations": []}
        item = {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [part]}
        whole = {
            "id": "resp_1",
            "object": "response",
            "created_at": 1_790_000_000,
            "status": "completed",
            "model": asked["model"],
            "output": [item],
            "parallel_tool_calls": True,
            "tool_choice": "auto",
            "tools": [],
            "usage": {
                "input_tokens": 12,
                "output_tokens": 7,
                "total_tokens": 19,
                "input_tokens_details": {"cached_tokens": 0},
                "output_tokens_details": {"reasoning_tokens": 0},
            },
        }
        if not asked.get("stream"):
            return web.json_response(whole)
        place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
        events: list[dict[str, Any]] = [
            {"type": "response.created", "response": {**whole, "output": [], "usage": None}}
        ]
        empty = {"type": "output_text", "text": "", "annotations": []}
        added = {**item, "content": [], "status": "in_progress"}
        events += [
            {"type": "response.output_item.added", "output_index": 0, "item": added},
            {"type": "response.content_part.added", **place, "part": empty},
        ]
        events += [
            {"type": "response.output_text.delta", **place, "delta": piece, "logprobs": []}
            for piece in _cut(said, self.piece)
        ]
        events += [
            {"type": "response.output_text.done", **place, "text": said, "logprobs": []},
            {"type": "response.completed", "response": whole},
        ]
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for number, event in enumerate(events):
            written = json.dumps({**event, "sequence_number": number}, ensure_ascii=False)
            await response.write(f"event: {event['type']}\ndata: {written}\n\n".encode())
        return response


def _cut(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def last_text(request: dict[str, Any]) -> str:
    """The last text of a request, wherever its endpoint puts it."""
    if "messages" in request:
        content = request["messages"][-1]["content"]
    else:
        content = request.get("input", "")
        if isinstance(content, list):
            content = content[-1]["content"]
    return content if isinstance(content, str) else " ".join(part.get("text", "") for part in content)
