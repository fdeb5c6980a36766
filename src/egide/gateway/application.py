"""The gateway: an ASGI application of its own, without the request cycle of the desk.

    read → let in (a lane: key, detection, policy, protection) → keep (a lane: decision, journal) → provider → restore
    → answer; then record

Nothing is sent before the journal holds the call, and what fails on the way there closes the door.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db import connections

from egide.gateway.admission import Admission
from egide.gateway.calling import Caller
from egide.gateway.endpoints import ENDPOINTS, Asking, Endpoint
from egide.gateway.errors import BadRequest, GatewayError, Unavailable
from egide.gateway.forms import parse_form
from egide.gateway.health import Health
from egide.gateway.http import ClientGone, Receive, Scope, Send, header, read_body, send_error, send_json
from egide.gateway.keeping import Admitted, Considered, Keeper
from egide.gateway.lanes import Lane
from egide.gateway.parsing import parse_request
from egide.gateway.recording import Recorder, Spent
from egide.gateway.upstreams import Upstreams

__all__ = ["Gateway"]

_logger = logging.getLogger(__name__)
_LARGE: Final = 64_000
"""Bytes from which a request is prepared in a lane of its own, so that it delays no short one."""
_LONGEST_NAME: Final = 200
_GATHER_S: Final = 0.25
"""What calls used is written four times a second at most: their number does not change what it costs."""


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
        self._admission = Admission(upstreams, clock=clock, clock_s=time.monotonic, workers=workers, later=self._later)
        self._caller = Caller(upstreams, clock=clock, keep=self._keep)
        self._keeper = Keeper(self._admission.journals.note_index)
        self._health = Health(upstreams, self._admission.journals, clock)
        self._lanes: tuple[Lane[Asking, Considered], Lane[Asking, Considered]] | None = None
        self._kept: Lane[Considered, Admitted] | None = None
        self._records: Lane[Spent, None] | None = None
        self._questions: Lane[Callable[[], Any], Any] | None = None
        self._unrecorded: set[asyncio.Future[None]] = set()
        self._under_way = 0
        self._idle: asyncio.Event | None = None

    # ---------------------------------------------------------------- life

    def open(self) -> None:
        """Start the threads; called by the first request when nobody called it before."""
        if self._lanes is None:
            at_end = connections.close_all
            self._kept = kept = Lane("gateway-journal", self._keeper.keep, at_end=at_end)
            self._lanes = (
                Lane("gateway-door", self._admission.consider, at_end=at_end, then=kept),
                Lane("gateway-door-large", self._admission.consider, at_end=at_end, then=kept),
            )
            self._records = Lane(
                "gateway-records", Recorder(time.monotonic).record, most=512, gather_s=_GATHER_S, at_end=at_end
            )
            self._questions = Lane("gateway-questions", _answer_all, at_end=at_end)

    async def close(self) -> None:
        """Finish what waits, then close the connections."""
        lanes, self._lanes = self._lanes, None
        for lane in (*(lanes or ()), self._kept, self._records, self._questions):
            if lane is not None:
                await asyncio.to_thread(lane.close)
        if self._unrecorded:
            await asyncio.wait(self._unrecorded, timeout=1)
        await self._upstreams.transport.close()

    async def retire(self) -> None:
        """Close once the requests under way have ended, for a gateway that another one replaces."""
        if self._under_way:
            self._idle = asyncio.Event()
            await self._idle.wait()
        await self.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        self.open()
        self._under_way += 1
        try:
            await self._route(scope, receive, send)
        except GatewayError as error:
            await send_error(send, error)
        except ClientGone:
            return
        except Exception as failure:  # noqa: BLE001 - its text may hold what the client sent: its kind is enough
            _logger.error("a request failed: %s", type(failure).__name__)  # noqa: TRY400
            await send_error(send, Unavailable("gateway_unavailable", "The gateway failed: nothing more was sent."))
        finally:
            self._under_way -= 1
            if self._idle is not None and not self._under_way:
                self._idle.set()

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

    async def _call(self, endpoint: Endpoint, scope: Scope, receive: Receive, send: Send) -> None:
        token = _token(scope)
        body = await read_body(receive, self._most_bytes)
        has_form = endpoint.path == "audio/transcriptions"
        form = parse_form(header(scope, b"content-type"), body) if has_form else None
        payload = parse_request(body) if form is None else form.fields
        named = header(scope, b"x-egide-conversation")[:_LONGEST_NAME]
        asking = Asking(endpoint, token, payload, named, header(scope, b"x-egide-person"))
        lanes = self._lanes
        if lanes is None:
            raise Unavailable("gateway_unavailable", "The gateway is stopping.")
        admitted: Admitted = await lanes[len(body) > _LARGE].submit(asking)
        await self._caller.call(asking, admitted, form, receive, send)

    def _later(self, work: Callable[[], None]) -> None:
        """Have work done that nobody waits for; what fails is tried again by whoever needs it."""
        if self._questions is not None:
            self._questions.leave(work)

    def _keep(self, spent: Spent) -> None:
        """Have what a call used recorded; the answer does not wait for it."""
        if self._records is not None:
            future = self._records.submit(spent)
            self._unrecorded.add(future)
            future.add_done_callback(self._recorded)

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
