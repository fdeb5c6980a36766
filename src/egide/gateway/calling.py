"""Send what was let in, restore what comes back, whole or as it arrives, and count what it cost."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from egide.gateway.departing import WhileConnected
from egide.gateway.endpoints import Asking, Endpoint
from egide.gateway.errors import GatewayError, UpstreamFailed
from egide.gateway.footprints import footprint_header, footprint_of
from egide.gateway.forms import Form, write_form
from egide.gateway.http import Receive, Send, send_json, start
from egide.gateway.keeping import Admitted
from egide.gateway.ports import UpstreamAnswer
from egide.gateway.recording import Spent
from egide.gateway.restoring import ChatStream, ResponsesStream, StreamTransform, write_json
from egide.gateway.sse import Event, EventReader
from egide.gateway.upstreams import Upstream, Upstreams
from egide.pseudonyms import restore_json

__all__ = ["Caller"]

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


class Caller:
    """Carries calls to providers.

    Args:
        upstreams: The declared models.
        clock: Answers now, aware UTC.
        keep: Has what a call used recorded.
    """

    def __init__(self, upstreams: Upstreams, *, clock: Callable[[], datetime], keep: Callable[[Spent], None]) -> None:
        self._upstreams = upstreams
        self._clock = clock
        self._keep = keep

    async def call(self, asking: Asking, admitted: Admitted, form: Form | None, receive: Receive, send: Send) -> None:
        """Send a request that was let in, and answer its client.

        Args:
            asking: The request as it came.
            admitted: The same, protected.
            form: The recording that comes with it.
            receive: ASGI.
            send: ASGI.

        Raises:
            ClientGone: the client left; the provider's work was cancelled.
            UpstreamFailed: nobody answered.
        """
        endpoint, began = asking.endpoint, self._clock()
        boundary = uuid.uuid4().hex if form is not None else ""
        outgoing = f"multipart/form-data; boundary={boundary}" if form is not None else "application/json"
        route = []
        for upstream, _ in admitted.route:
            fields = _for_upstream(admitted.payload, upstream, endpoint)
            written = write_json(fields).encode() if form is None else write_form(fields, form.file, boundary)
            route.append((upstream, written))
        started_s = time.monotonic()
        async with WhileConnected(receive):
            upstream, answer = await self._upstreams.send(route, endpoint.path, outgoing)
            asked = next(one for known, one in admitted.route if known is upstream)
            call = _Call(admitted, upstream, asked.id, started_s, began)
            try:
                await self._answer(endpoint, call, answer, send)
            finally:
                await answer.close()

    async def _answer(self, endpoint: Endpoint, call: _Call, answer: UpstreamAnswer, send: Send) -> None:
        if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise await _upstream_error(call.upstream, answer)
        if "text/event-stream" in answer.headers.get("Content-Type", ""):
            await self._stream(endpoint, call, answer, send)
        else:
            await self._whole(endpoint, call, answer, send)

    async def _whole(self, endpoint: Endpoint, call: _Call, answer: UpstreamAnswer, send: Send) -> None:
        with _told(call.upstream):
            body = await answer.read()
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
            counted = document.get("usage")
            usage: dict[str, Any] = counted if isinstance(counted, dict) else {}
            document = restore_json(document, call.admitted.pseudonyms)
            if "model" in document:
                document["model"] = call.upstream.name
            extra = self._spend(call, usage, _written_characters(document) if not usage else 0)
            document["usage"] = {**usage, **extra}
        await send_json(send, 200, write_json(document).encode(), self._headers(call))

    async def _stream(self, endpoint: Endpoint, call: _Call, answer: UpstreamAnswer, send: Send) -> None:
        await start(send, 200, b"text/event-stream; charset=utf-8", [*self._headers(call), ("X-Accel-Buffering", "no")])
        reader, transform = EventReader(), self._transform(endpoint, call)
        try:
            async for piece in _pieces(answer, call.upstream):
                await _send_events(reader.feed(piece), transform, send)
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
        model = call.upstream.as_model()
        region = model.region.value
        call.footprint = footprint_of(declared, call.output_tokens, duration_s, region)
        spent = Spent(
            brand_id=call.admitted.key.brand_id,
            key_id=call.admitted.key.pk,
            decision_id=call.decision_id,
            task=call.admitted.key.task,
            model=call.upstream.name,
            kind=model.kind.value,
            region=region,
            input_tokens=call.input_tokens,
            output_tokens=call.output_tokens,
            duration_ms=duration_s * 1000,
            footprint=call.footprint,
            at=call.began,
        )
        self._keep(spent)
        return {"egide_footprint": call.footprint}


async def _send_events(events: Sequence[Event], transform: StreamTransform, send: Send) -> None:
    """Send what events that arrived together become: the first at once, so that it does not wait for the others."""
    out = b""
    for position, event in enumerate(events):
        out += b"".join(transform.take(event))
        if out and position == 0:
            await send({"type": "http.response.body", "body": out, "more_body": True})
            out = b""
    if out:
        await send({"type": "http.response.body", "body": out, "more_body": True})


async def _pieces(answer: UpstreamAnswer, upstream: Upstream) -> AsyncIterator[bytes]:
    with _told(upstream):
        async for piece in answer.pieces():
            yield piece


@contextmanager
def _told(upstream: Upstream) -> Iterator[None]:
    """Say in the gateway's words that a provider stopped in the middle of its answer."""
    try:
        yield
    except TimeoutError:
        raise UpstreamFailed("upstream_timeout", f"The provider of '{upstream.name}' stopped.", status=504) from None
    except ConnectionError:
        raise UpstreamFailed("upstream_unreachable", f"The provider of '{upstream.name}' went away.") from None


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
    # What the provider thinks of our own key is no business of the client's.
    ours = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED}
    theirs = HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR and answer.status not in ours
    status = answer.status if theirs else HTTPStatus.BAD_GATEWAY
    words = f"The provider of '{upstream.name}' answered {answer.status}" + (f": {said}" if said else ".")
    return UpstreamFailed("upstream_refused", words, status=status)


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
