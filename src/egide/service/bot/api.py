"""The assistant's API: JSON in, JSON out, for the widget or for any client of the brand's own. It reads no cookie.

`POST /bot/<brand>/` with ``{"text", "session", "token", "language", "finished"}``; every field is optional after the first turn.
The answer is ``{"session", "token", "kind", "lines": [{"from", "text"}], "handed_over", "wait_s"}``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from egide.keys import KeyDestroyed, KeyUnavailable
from egide.service.bot.flows import (
    Answer,
    BotClosed,
    SessionRefused,
    Visit,
    access_session,
    listen,
    open_session,
    say,
    terms_of,
)
from egide.service.bot.identity import check_code, send_code
from egide.service.bot.limiting import counts_too_many
from egide.service.tenancy.models import Brand
from egide.service.tenancy.scope import brand_scope

_MOST_BYTES = 16_384
_PER_MINUTE = 60  # requests of one address to one brand, polls included
_NEW_PER_HOUR = 30  # sessions that one address may open
_ERRORS = {
    "closed": ("L'assistant n'est pas ouvert.", "The assistant is not open."),
    "origin": ("Ce site n'est pas autorisé.", "This site is not allowed."),
    "rate": ("Trop de messages : attendez un instant.", "Too many messages: wait a moment."),
    "request": ("La demande n'est pas lisible.", "The request cannot be read."),
    "session": ("La session n'est plus valable.", "The session is no longer valid."),
    "unavailable": (
        "L'assistant est indisponible ; écrivez-nous par un autre moyen.",
        "The assistant is unavailable; please write to us another way.",
    ),
}
Endpoint = Callable[[Brand, dict[str, Any], HttpRequest], HttpResponse]


class _Unreadable(Exception):
    """The body is not what the API takes."""


def _error(code: str, status: int, asked: dict[str, Any] | None = None) -> JsonResponse:
    english = bool(asked) and (asked or {}).get("language") == "en"
    return JsonResponse({"error": code, "text": _ERRORS[code][english]}, status=status)


def _open_to_visitors(endpoint: Endpoint) -> Callable[..., HttpResponse]:
    """Wrap an endpoint: origin, rate, size, brand scope; a failure is a sentence, never a trace."""

    @csrf_exempt
    @wraps(endpoint)
    def view(request: HttpRequest, brand: str) -> HttpResponse:
        found = Brand.objects.filter(slug=brand).first()
        if found is None:
            return _error("closed", 404)
        with brand_scope(found.pk):
            origin = request.headers.get("Origin", "")
            if origin and not _may_stand_on(request, found, origin):
                return _error("origin", 403)
            response = _answered(endpoint, found, request)
        if origin:
            response["Access-Control-Allow-Origin"] = origin
            response["Access-Control-Allow-Headers"] = "Content-Type"
            response["Access-Control-Allow-Methods"] = "POST"
            response["Vary"] = "Origin"
        response["Cache-Control"] = "no-store"
        return response

    return view


def _answered(endpoint: Endpoint, brand: Brand, request: HttpRequest) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method != "POST":
        return _error("request", 405)
    asked: dict[str, Any] = {}
    try:
        if _too_many("asked", brand, request, _PER_MINUTE, 60):
            return _error("rate", 429)
        asked = _read(request)
        return endpoint(brand, asked, request)
    except _Unreadable:
        return _error("request", 400)
    except BotClosed:
        return _error("closed", 404, asked)
    except (SessionRefused, KeyDestroyed):
        return _error("session", 403, asked)
    except KeyUnavailable:
        return _error("unavailable", 503, asked)


def _may_stand_on(request: HttpRequest, brand: Brand, origin: str) -> bool:
    return urlsplit(origin).netloc == request.get_host() or origin in terms_of(brand.pk).origins


def _too_many(what: str, brand: Brand, request: HttpRequest, most: int, seconds: int) -> bool:
    address = request.META.get("REMOTE_ADDR", "")
    return counts_too_many(brand.pk, what, address, most=most, seconds=seconds, now=timezone.now())


def _read(request: HttpRequest) -> dict[str, Any]:
    if int(request.headers.get("Content-Length") or 0) > _MOST_BYTES:
        raise _Unreadable
    try:
        asked = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as broken:
        raise _Unreadable from broken
    if not isinstance(asked, dict):
        raise _Unreadable
    for name in ("text", "session", "token", "language", "email", "code"):
        if not isinstance(asked.get(name, ""), str):
            raise _Unreadable
    return asked


def _visit(brand: Brand, asked: dict[str, Any]) -> Visit:
    try:
        session_id = UUID(asked["session"])
    except (KeyError, ValueError) as broken:
        raise SessionRefused from broken
    return Visit(access_session(brand, session_id, asked.get("token", "")), asked.get("token", ""))


@_open_to_visitors
def talk(brand: Brand, asked: dict[str, Any], request: HttpRequest) -> HttpResponse:
    """Take a visitor's message in, or give what the assistant or a person has to say."""
    now, text = timezone.now(), str(asked.get("text", "")).strip()
    if asked.get("session"):
        visit = _visit(brand, asked)
    else:
        if _too_many("opened", brand, request, _NEW_PER_HOUR, 3600):
            return _error("rate", 429, asked)
        visit = open_session(brand, language="en" if asked.get("language") == "en" else "fr", now=now)
    if text:
        say(visit.session, text, now=now)
        if asked.get("finished") is not True:
            return _said(visit, Answer("wait", (), visit.session.handed_over, 2.0))
    return _said(visit, listen(visit.session, now=timezone.now(), finished=asked.get("finished") is True))


@_open_to_visitors
def identify(brand: Brand, asked: dict[str, Any], _: HttpRequest) -> HttpResponse:
    """Send a code to a known address, or check the code that was given."""
    session = _visit(brand, asked).session
    if asked.get("code"):
        return JsonResponse({"verified": check_code(session, asked["code"], now=timezone.now())})
    send_code(session, str(asked.get("email", "")), now=timezone.now())
    return JsonResponse({"sent": True, "verified": session.verified})


def _said(visit: Visit, answer: Answer) -> JsonResponse:
    return JsonResponse(
        {
            "session": str(visit.session.pk),
            "token": visit.token,
            "kind": answer.kind,
            "lines": [{"from": who, "text": line} for who, line in answer.lines],
            "handed_over": answer.handed_over,
            "wait_s": answer.wait_s,
        }
    )
