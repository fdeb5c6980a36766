"""Let a developer see a request go through the gateway: a key of the demo's brand, and the command that uses it."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Final

from egide.service.demo.stand_in import MODEL_NAME
from egide.service.gatewaykeys.flows import Terms, access_key_by_token, create_key
from egide.service.register.flows import MODEL, TASK, create_dpia, set_switch, validate_dpia
from egide.service.tenancy.access import system_actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.scope import brand_scope

__all__ = ["curl_line", "demo_key"]

_TASK: Final = "gateway_chat"


def demo_key(brand: Brand, home: Path, *, now: datetime) -> str:
    """Return the gateway key of the demo, made at the first start with the assessment and the switches it needs.

    Args:
        brand: The demo's brand.
        home: Its data directory, where the key is kept, readable by its owner alone.
        now: Aware UTC.

    Returns:
        The key.
    """
    path, actor = home / "demo-gateway-key", system_actor("demo")
    with brand_scope(brand.pk):
        token = path.read_text(encoding="ascii").strip() if path.exists() else ""
        known = access_key_by_token(token)
        if known is not None and known.revoked_at is None:
            return token
        dpia = create_dpia(brand.pk, "Outil branché sur la passerelle", (_TASK,), actor=actor, now=now)
        validate_dpia(brand.pk, dpia.pk, actor=actor, now=now)
        set_switch(brand.pk, TASK, _TASK, on=True, actor=actor, now=now)
        set_switch(brand.pk, MODEL, MODEL_NAME, on=True, actor=actor, now=now)
        terms = Terms("SAV", _TASK, name="Démonstration", requests_per_minute=120)
        _, token = create_key(brand.pk, terms, actor=actor, now=now)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(token)
    return token


def curl_line(port: int, key: str) -> str:
    """Write a command that sends a person's data through the gateway to the stand-in."""
    body = {"model": MODEL_NAME, "messages": [{"role": "user", "content": "Je suis Claire Dupont, 06 39 98 12 34."}]}
    return (
        f"curl -i http://127.0.0.1:{port}/v1/chat/completions -H 'Authorization: Bearer {key}'"
        f" -H 'Content-Type: application/json' -d '{json.dumps(body, ensure_ascii=False)}'"
    )
