"""The gateway: an ASGI application of its own, without the request cycle of the desk.

    read → let in (a lane: key, detection, policy, protection, journal) → provider → restore → answer; then record

Nothing is sent before the journal holds the call, and what fails on the way there closes the door.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from egide.gateway.admission import Admission, Admitted, Asking
from egide.gateway.endpoints import ENDPOINTS, Endpoint
from egide.gateway.errors import BadRequest, GatewayError, Unavailable, UpstreamFailed
from egide.gateway.footprints import footprint_header, footprint_of
from egide.gateway.forms import parse_form, write_form
from egide.gateway.health import Health
from egide.gateway.http import (
    ClientGone,
    Receive,
    Scope,
    Send,
    header,
    read_body,
    send_error,
    send_json,
    start,
    wait_until_gone,
)
from egide.gateway.lanes import Lane
from egide.gateway.ports import UpstreamAnswer
from egide.gateway.protecting import parse_request
from egide.gateway.recording import Spent, record
from egide.gateway.restoring import ChatStream, ResponsesStream, StreamTransform, write_json
from egide.gateway.sse import EventReader
from egide.gateway.upstreams import Upstream, Upstreams, region_of
from egide.pseudonyms import restore_json

__all__ = ["Gateway"]

_logger = logging.getLogger(__name__)
_LARGE: Final = 64_000
"""Bytes from which a request is prepared in a lane of its own, so that it delays no short one."""
_CHARACTERS_PER_TOKEN: Final = 4
"""Where a provider counts no tokens: about four characters of English or French each."""


@dataclass(slots=True)
class _Call:
    """One call that was let in, from here to its end."""

    admitted: Admitted
    upstream: Upstream
    decision_id: uuid.UUID
    started_s: float
    began: datetime
    input_tokens: int = 0
    output_tokens: int = 0
    footprint: dict[str, Any] | None = None


class Gateway:
    """The ASGI application under /v1, with /health and /ready.

    Args:
        upstreams: The declared models.
        clock: Answers now, aware UTC.
        workers: How many processes share the rate of a key.
        most_bytes: Largest body.
    """

    def __init__(
        self,
        upstreams: Upstreams,
        *,
        clock: Callable[[], datetime],
        workers: int = 1,
        most_bytes: int = 20_000_000,
    ) -> None:
        self._upstreams = upstreams
        self._clock = clock
        self._most_bytes = most_bytes
        self._admission = Admission(upstreams, clock=clock, clock_s=time.monotonic, workers=workers)
        self._health = Health(upstreams, self._admission.journals, clock)
        self._lanes: tuple[Lane[Asking, Admitted], Lane[Asking, Admitted]] | None = None
        self._records: Lane[Spent, None] | None = None
        self._questions: Lane[Callable[[], Any], Any] | None = None
        self._unrecorded: set[asyncio.Future[None]] = set()

    # ---------------------------------------------------------------- life

    def open(self) -> None:
        """Start the threads; called by the first request when nobody called it before."""
        if self._lanes is None:
            self._lanes = (
                Lane("gateway-door", self._admission.admit),
                Lane("gateway-door-large", self._admission.admit),
            )
            self._records = Lane("gateway-records", record, most=512)
            self._questions = Lane("gateway-questions", _answer_all)

    async def close(self) -> None:
        """Finish what waits, then close the connections."""
        if self._unrecorded:
            await asyncio.wait(self._unrecorded, timeout=10)
        lanes, self._lanes = self._lanes, None
        for lane in (*(lanes or ()), self._records, self._questions):
            if lane is not None:
                await asyncio.to_thread(lane.close)
        await self._upstreams.transport.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        self.open()
        try:
            await self._route(scope, receive, send)
        except GatewayError as error:
            await send_error(send, error)
        except ClientGone:
            return
        except Exception as failure:  # noqa: BLE001 - its text may hold what the client sent: its kind is enough
            _logger.error("a request failed: %s", type(failure).__name__)  # noqa: TRY400
            await send_error(send, Unavailable("gateway_unavailable", "The gateway failed: nothing more was sent."))

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, method = scope["path"].rstrip("/"), scope["method"]
        if path in {"/health", "/ready"}:
            status, body = (200, {"status": "ok"}) if path == "/health" else await self._ask(self._health.report)
            await send_json(send, status, json.dumps(body).encode())
            return
        name = path.removeprefix("/v1/")
        if name == "models" or name.startswith("models/"):
            _check_method(method, "GET")
            await self._models(scope, send, name.removeprefix("models").removeprefix("/"))
            return
        endpoint = ENDPOINTS.get(name)
        if endpoint is None:
            known = ", ".join(f"/v1/{known}" for known in (*ENDPOINTS, "models"))
            raise BadRequest(
                "unknown_endpoint", f"The gateway passes nothing it does not know; it knows {known}.", status=404
            )
        _check_method(method, "POST")
        await self._call(endpoint, scope, receive, send)

    async def _ask(self, question: Callable[[], Any]) -> Any:
        assert self._questions is not None  # noqa: S101 - opened before any request
        return await self._questions.submit(question)

    async def _models(self, scope: Scope, send: Send, name: str) -> None:
        token = _token(scope)
        key, names = await self._ask(lambda: self._admission.authenticate(token))
        described = [
            {
                "id": one,
                "object": "model",
                "created": 0,
                "owned_by": self._upstreams.by_name[one].declared.provider
                or self._upstreams.by_name[one].declared.kind,
            }
            for one in names
        ]
        if not name:
            await send_json(send, 200, json.dumps({"object": "list", "data": described}).encode())
            return
        found = next((one for one in described if one["id"] == name), None)
        if found is None:
            raise BadRequest("model_not_found", f"This key may use no model of that name for '{key.task}'.", status=404)
        await send_json(send, 200, json.dumps(found).encode())

    # ---------------------------------------------------------------- a call

    async def _call(self, endpoint: Endpoint, scope: Scope, receive: Receive, send: Send) -> None:
        began = self._clock()
        token = _token(scope)
        body = await read_body(receive, self._most_bytes)
        content_type = header(scope, b"content-type")
        form = parse_form(content_type, body) if endpoint.path == "audio/transcriptions" else None
        payload = parse_request(body) if form is None else form.fields
        asking = Asking(
            endpoint,
            token,
            payload,
            header(scope, b"x-egide-conversation")[:200],
            len(body),
        )
        lanes = self._lanes
        if lanes is None:
            raise Unavailable("gateway_unavailable", "The gateway is stopping.")
        admitted = await lanes[asking.size > _LARGE].submit(asking)
        boundary = uuid.uuid4().hex if form is not None else ""
        outgoing = f"multipart/form-data; boundary={boundary}" if form is not None else "application/json"
        route = []
        for upstream, _ in admitted.route:
            fields = _for_upstream(admitted.payload, upstream, endpoint)
            written = write_json(fields).encode() if form is None else write_form(fields, form.file, boundary)
            route.append((upstream, written))
        started_s = time.monotonic()
        sending = asyncio.ensure_future(self._upstreams.send(route, endpoint.path, outgoing))
        gone = asyncio.ensure_future(wait_until_gone(receive))
        try:
            await asyncio.wait({sending, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not sending.done():
                raise ClientGone
            upstream, answer = sending.result()
            asked = next(one for known, one in admitted.route if known is upstream)
            call = _Call(admitted, upstream, asked.row.pk, started_s, began)
            try:
                await self._answer(endpoint, call, answer, gone, send)
            finally:
                await answer.close()
        finally:
            for task in (sending, gone):
                if not task.done():
                    task.cancel()

    async def _answer(
        self, endpoint: Endpoint, call: _Call, answer: UpstreamAnswer, gone: asyncio.Future[None], send: Send
    ) -> None:
        if answer.status >= 300:
            raise await _upstream_error(call.upstream, answer)
        if "text/event-stream" in answer.headers.get("Content-Type", ""):
            await self._stream(endpoint, call, answer, gone, send)
        else:
            await self._whole(endpoint, call, answer, gone, send)

    async def _whole(
        self, endpoint: Endpoint, call: _Call, answer: UpstreamAnswer, gone: asyncio.Future[None], send: Send
    ) -> None:
        body = await _unless_gone(answer.read(), gone, call.upstream)
        if "json" not in answer.headers.get("Content-Type", "json"):
            # A transcript in text or subtitles: nothing in it was issued by this scope, it goes back as it is.
            self._spend(call, {}, len(body))
            await send_json(send, 200, body, self._headers(call), b"text/plain; charset=utf-8")
            return
        try:
            document = json.loads(body)
        except (ValueError, RecursionError):
            raise UpstreamFailed("upstream_invalid", f"The provider of '{call.upstream.name}' sent no JSON.") from None
        if isinstance(document, dict):
            usage = document.get("usage") if isinstance(document.get("usage"), dict) else {}
            document = restore_json(document, call.admitted.pseudonyms)
            if "model" in document:
                document["model"] = call.upstream.name
            extra = self._spend(call, usage, _written_characters(document) if not usage else 0)
            document["usage"] = {**usage, **extra}
        await send_json(send, 200, write_json(document).encode(), self._headers(call))

    async def _stream(
        self, endpoint: Endpoint, call: _Call, answer: UpstreamAnswer, gone: asyncio.Future[None], send: Send
    ) -> None:
        await start(send, 200, b"text/event-stream; charset=utf-8", [*self._headers(call), ("X-Accel-Buffering", "no")])
        reader, transform = EventReader(), self._transform(endpoint, call)
        try:
            async for piece in _pieces_unless_gone(answer, gone, call.upstream):
                events = reader.feed(piece)
                out = b"".join(written for event in events for written in transform.take(event))
                if out:
                    await send({"type": "http.response.body", "body": out, "more_body": True})
            tail = [written for event in reader.finish() for written in transform.take(event)]
            self._spend(call, {}, transform.characters)
            tail = [*tail, *(written for written in transform.finish())]
            if note := footprint_header(call.footprint or {}):
                tail.insert(max(0, len(tail) - 1), f": egide {note}\n\n".encode())
            await send({"type": "http.response.body", "body": b"".join(tail)})
        except (GatewayError, ValueError) as failed:
            error = (
                failed if isinstance(failed, GatewayError) else UpstreamFailed("upstream_invalid", "The stream broke.")
            )
            # The status has left: an error event is what OpenAI's clients raise.
            await send(
                {
                    "type": "http.response.body",
                    "body": f"data: {json.dumps(error.body(), ensure_ascii=False)}\n\n".encode(),
                }
            )
        finally:
            self._spend(call, {}, transform.characters)

    def _transform(self, endpoint: Endpoint, call: _Call) -> StreamTransform:
        def on_usage(usage: dict[str, Any]) -> dict[str, Any]:
            return self._spend(call, usage, 0)

        pseudonyms, name = call.admitted.pseudonyms, call.upstream.name
        if endpoint.path == "responses":
            return ResponsesStream(pseudonyms, model=name, on_usage=on_usage)
        options = call.admitted.payload.get("stream_options")
        wants = isinstance(options, Mapping) and bool(options.get("include_usage"))
        return ChatStream(pseudonyms, model=name, on_usage=on_usage, wants_usage=wants)

    @staticmethod
    def _headers(call: _Call) -> list[tuple[str, str]]:
        index = call.admitted.index
        return [
            ("X-Egide-Decision", str(call.decision_id)),
            ("X-Egide-Journal", "" if index is None else str(index)),
            ("X-Egide-Model", call.upstream.name),
            ("X-Egide-Footprint", footprint_header(call.footprint or {})),
        ]

    def _spend(self, call: _Call, usage: Mapping[str, Any], characters: int) -> dict[str, Any]:
        """Count what a call used, once, and have it recorded; return what `usage` says beside the provider's counts."""
        if call.footprint is not None:
            return {"egide_footprint": call.footprint}
        duration_s = time.monotonic() - call.started_s
        call.input_tokens = _count(usage, "prompt_tokens", "input_tokens")
        call.output_tokens = _count(usage, "completion_tokens", "output_tokens")
        if not usage:
            call.output_tokens = -(-characters // _CHARACTERS_PER_TOKEN)
            call.input_tokens = -(-_written_characters(call.admitted.payload) // _CHARACTERS_PER_TOKEN)
        declared = call.upstream.declared
        region = region_of(declared.region).value
        call.footprint = footprint_of(declared, call.output_tokens, duration_s, region)
        spent = Spent(
            brand_id=call.admitted.key.brand_id,
            key_id=call.admitted.key.pk,
            decision_id=call.decision_id,
            task=call.admitted.key.task,
            model=call.upstream.name,
            kind=call.upstream.as_model().kind.value,
            region=region,
            input_tokens=call.input_tokens,
            output_tokens=call.output_tokens,
            duration_ms=duration_s * 1000,
            footprint=call.footprint,
            at=call.began,
        )
        if self._records is not None:
            future = self._records.submit(spent)
            self._unrecorded.add(future)
            future.add_done_callback(self._recorded)
        return {"egide_footprint": call.footprint}

    def _recorded(self, future: asyncio.Future[None]) -> None:
        self._unrecorded.discard(future)
        if not future.cancelled() and (failure := future.exception()) is not None:
            _logger.error("what a call used was not recorded: %s", type(failure).__name__)


def _answer_all(questions: Any) -> list[Any]:
    answers: list[Any] = []
    for question in questions:
        try:
            answers.append(question())
        except Exception as failure:  # noqa: BLE001 - handed to whoever asked
            answers.append(failure)
    return answers


def _token(scope: Scope) -> str:
    """Read the key where OpenAI's clients put it, or Azure's."""
    written = header(scope, b"authorization")
    kind, _, token = written.partition(" ")
    return token.strip() if kind.lower() == "bearer" else header(scope, b"api-key")


def _check_method(method: str, allowed: str) -> None:
    if method != allowed:
        raise BadRequest(
            "method_not_allowed", f"This endpoint takes {allowed}.", status=405, headers=[("Allow", allowed)]
        )


def _for_upstream(payload: Mapping[str, Any], upstream: Upstream, endpoint: Endpoint) -> dict[str, Any]:
    """Write a protected request in the words of one provider."""
    written = {**payload, "model": upstream.model}
    if endpoint.path == "chat/completions" and written.get("stream") is True and upstream.declared.kind != "mistral":
        # The tokens that a stream used are asked for in any case; Mistral says them unasked, and refuses the option.
        options = written.get("stream_options")
        written["stream_options"] = {**(options if isinstance(options, Mapping) else {}), "include_usage": True}
    return written


async def _upstream_error(upstream: Upstream, answer: UpstreamAnswer) -> UpstreamFailed:
    """Say what a provider refused, in its own protected words: no value is put back in an error."""
    said = ""
    try:
        document = json.loads(await answer.read())
        error = document.get("error", document) if isinstance(document, dict) else {}
        said = str(error.get("message", ""))[:500] if isinstance(error, dict) else ""
    except (ValueError, RecursionError, ConnectionError, TimeoutError):
        said = ""
    status = answer.status if 400 <= answer.status < 500 and answer.status not in {401, 403, 407} else 502
    words = f"The provider of '{upstream.name}' answered {answer.status}" + (f": {said}" if said else ".")
    return UpstreamFailed("upstream_refused", words, status=status)


async def _unless_gone(work: Any, gone: asyncio.Future[None], upstream: Upstream) -> bytes:
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientGone
        return bytes(task.result())
    except TimeoutError:
        raise UpstreamFailed("upstream_timeout", f"The provider of '{upstream.name}' stopped.", status=504) from None
    except ConnectionError:
        raise UpstreamFailed("upstream_unreachable", f"The provider of '{upstream.name}' went away.") from None
    finally:
        if not task.done():
            task.cancel()


async def _pieces_unless_gone(
    answer: UpstreamAnswer, gone: asyncio.Future[None], upstream: Upstream
) -> AsyncIterator[bytes]:
    """Give the pieces of a stream until it ends, or the client leaves: its request to the provider then ends too."""
    pieces = answer.pieces().__aiter__()
    while True:
        task: asyncio.Future[bytes] = asyncio.ensure_future(anext(pieces))  # type: ignore[arg-type]
        try:
            await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise ClientGone
            yield task.result()
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise UpstreamFailed(
                "upstream_timeout", f"The provider of '{upstream.name}' stopped.", status=504
            ) from None
        except ConnectionError:
            raise UpstreamFailed("upstream_unreachable", f"The provider of '{upstream.name}' went away.") from None
        finally:
            if not task.done():
                task.cancel()


def _count(usage: Mapping[str, Any], *names: str) -> int:
    for name in names:
        count = usage.get(name)
        if isinstance(count, int) and not isinstance(count, bool) and count >= 0:
            return count
    return 0


def _written_characters(document: Any) -> int:
    if isinstance(document, str):
        return len(document)
    if isinstance(document, Mapping):
        return sum(_written_characters(item) for item in document.values())
    if isinstance(document, list | tuple):
        return sum(_written_characters(item) for item in document)
    return 0
