"""Create, find and revoke the keys of the gateway, and count what is used with them."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from egide.policy import Task
from egide.service.evidence.flows import Act, write_entry
from egide.service.gatewaykeys.models import GatewayKey, GatewayUsage
from egide.service.register.flows import known_bases
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right
from egide.service.tenancy.scope import installation_scope
from egide.service.wiring import parts

_PREFIX = "egk_"
_TOKEN_BYTES = 32
_HINT = 10


class KeyRefused(Exception):
    """A key cannot be made so. Says why, in French and English."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.fr = fr
        self.en = en


@dataclass(frozen=True, slots=True)
class Terms:
    """What a key is for and how far it goes.

    Attributes:
        purpose: A purpose that the brand declared.
        task: An AI task that serves it.
        name: The tool that will hold the key.
        expires_at: Aware UTC; None for a key that lives until it is revoked.
        requests_per_minute: None for no limit; so are the two others.
        tokens_per_day: Read and written together, per day in UTC.
        energy_wh_per_day: Estimated energy, per day in UTC.
        person_required: Each request must name the customer concerned; one that names nobody is refused.
    """

    purpose: str
    task: str
    name: str = ""
    expires_at: datetime | None = None
    requests_per_minute: int | None = None
    tokens_per_day: int | None = None
    energy_wh_per_day: float | None = None
    person_required: bool = False


def tasks_for_keys() -> list[str]:
    """List the tasks that a key may be for: those that use a model."""
    return [code.value for code, task in parts().law.tasks.items() if task.ai]


def create_key(brand_id: UUID, terms: Terms, *, actor: Actor, now: datetime) -> tuple[GatewayKey, str]:
    """Make a key for a tool of a brand.

    Args:
        brand_id: The brand, in scope.
        terms: What it is for.
        actor: Who makes it.
        now: Aware UTC.

    Returns:
        The row, and the token: this is the only time that it exists in clear.

    Raises:
        AccessRefused: the actor may not edit keys.
        KeyRefused: the purpose is not declared, the task is unknown or does not serve it, or a limit makes no sense.
    """
    check_right(actor, Right.GATEWAY_KEY_EDIT, brand_id)
    _check(brand_id, terms, now)
    token = _PREFIX + base64.urlsafe_b64encode(parts().random_bytes(_TOKEN_BYTES)).decode().rstrip("=")
    with transaction.atomic():
        key: GatewayKey = GatewayKey.objects.create(
            brand_id=brand_id,
            name=terms.name or terms.task,
            token_sha256=hash_token(token),
            hint=token[:_HINT],
            purpose=terms.purpose,
            task=terms.task,
            created_at=now,
            created_by_id=actor.user_id,
            expires_at=terms.expires_at,
            requests_per_minute=terms.requests_per_minute,
            tokens_per_day=terms.tokens_per_day,
            energy_wh_per_day=terms.energy_wh_per_day,
            person_required=terms.person_required,
        )
        detail = {
            "purpose": key.purpose,
            "task": key.task,
            "expires_at": key.expires_at.isoformat() if key.expires_at else "",
            "limits": {name: str(limit) for name, limit in limits_of(key).items()},
            "person_required": key.person_required,
        }
        write_entry(brand_id, Act("gateway_key.created", key.pk, actor, detail=detail), at=now)
    return key, token


def _check(brand_id: UUID, terms: Terms, now: datetime) -> None:
    if terms.task not in tasks_for_keys():
        known = ", ".join(tasks_for_keys())
        raise KeyRefused(
            f"La tâche {terms.task} est inconnue ; possibles : {known}.", f"unknown task {terms.task}; one of: {known}"
        )
    declared = sorted(known_bases(brand_id))
    if terms.purpose not in declared:
        raise KeyRefused(
            f"La finalité {terms.purpose} n'est pas déclarée par cette marque ; déclarées : {', '.join(declared)}.",
            f"the brand does not declare the purpose {terms.purpose}; declared: {', '.join(declared)}",
        )
    purpose = parts().law.purposes.get(terms.purpose)
    if purpose is not None and Task(terms.task) not in purpose.tasks:
        raise KeyRefused(
            f"La tâche {terms.task} ne sert pas la finalité {terms.purpose}.",
            f"the task {terms.task} does not serve the purpose {terms.purpose}",
        )
    if terms.expires_at is not None and terms.expires_at <= now:
        raise KeyRefused("L'expiration est déjà passée.", "the expiry is in the past")
    limits = (terms.requests_per_minute, terms.tokens_per_day, terms.energy_wh_per_day)
    if any(limit is not None and limit <= 0 for limit in limits):
        raise KeyRefused("Une limite est un nombre positif.", "a limit is a positive number")


def limits_of(key: GatewayKey) -> dict[str, float]:
    """Return the limits that a key has, by name."""
    limits = {
        "requests_per_minute": key.requests_per_minute,
        "tokens_per_day": key.tokens_per_day,
        "energy_wh_per_day": key.energy_wh_per_day,
    }
    return {name: limit for name, limit in limits.items() if limit is not None}


def revoke_key(key: GatewayKey, *, actor: Actor, now: datetime) -> None:
    """Revoke a key: the next call with it is refused. Revoking twice changes nothing.

    Raises:
        AccessRefused: the actor may not edit keys.
    """
    check_right(actor, Right.GATEWAY_KEY_EDIT, key.brand_id)
    with transaction.atomic():
        changed = GatewayKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=now)
        if changed:
            write_entry(key.brand_id, Act("gateway_key.revoked", key.pk, actor), at=now)
    key.refresh_from_db()


def access_key_by_token(token: str) -> GatewayKey | None:
    """Find the key of a token, with its brand, revoked or expired ones included; the token names the brand."""
    return access_key_by_hash(hash_token(token))


def access_key_by_hash(token_sha256: str) -> GatewayKey | None:
    """Find the key of a token of which only the hash was kept."""
    with installation_scope(reason="a token names its brand"):
        found: GatewayKey | None = GatewayKey.objects.select_related("brand").filter(token_sha256=token_sha256).first()
    return found


def hash_token(token: str) -> str:
    """Hash a token as it is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Used:
    """What calls used."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    energy_wh: float = 0.0

    def plus(self, other: Used) -> Used:
        """Add two amounts."""
        return Used(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.energy_wh + other.energy_wh,
        )


def used_on(key: GatewayKey, day: date) -> Used:
    """Say what was used with a key on a day."""
    row = GatewayUsage.objects.filter(brand_id=key.brand_id, key=key, day=day).first()
    return Used() if row is None else Used(row.calls, row.input_tokens, row.output_tokens, row.energy_wh)


def add_usage(brand_id: UUID, amounts: Mapping[tuple[UUID, date], Used]) -> None:
    """Add what was used, by key and day, in the caller's transaction."""
    for (key_id, day), used in amounts.items():
        row, _ = GatewayUsage.objects.get_or_create(brand_id=brand_id, key_id=key_id, day=day)
        GatewayUsage.objects.filter(brand_id=brand_id, pk=row.pk).update(
            calls=F("calls") + used.calls,
            input_tokens=F("input_tokens") + used.input_tokens,
            output_tokens=F("output_tokens") + used.output_tokens,
            energy_wh=F("energy_wh") + used.energy_wh,
        )


def key_actor(key_id: uuid.UUID) -> Actor:
    """Return the actor under which the journal writes what a tool did with a key."""
    return Actor(reference=f"gateway_key:{key_id}", roles={})
