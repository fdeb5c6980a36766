"""How far a key goes: until when, for which task and models, how often, and how much of a day's tokens and energy."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from egide.gateway.errors import LimitReached, NotAuthenticated, Refused, Unavailable
from egide.service.gatewaykeys.flows import used_on
from egide.service.tenancy.scope import brand_scope

if TYPE_CHECKING:
    from egide.gateway.endpoints import Endpoint
    from egide.gateway.upstreams import Upstream
    from egide.service.gatewaykeys.models import GatewayKey

__all__ = ["Limits", "check_in_force", "check_person", "check_task", "serves"]

_MINUTE_S: Final = 60.0


class Limits:
    """Counts the requests of each key, and reads what it used today.

    Args:
        clock_s: Monotonic seconds.
        workers: How many processes share the rate of a key.
    """

    def __init__(self, clock_s: Callable[[], float], workers: int) -> None:
        self._clock_s = clock_s
        self._workers = workers
        self._rates: dict[UUID, deque[float]] = {}

    def check(self, key: GatewayKey, now: datetime) -> None:
        """Count a request.

        Args:
            key: The key.
            now: Aware UTC.

        Raises:
            LimitReached: it is one too many, or the day's budget is spent.
            Unavailable: what was used cannot be read.
        """
        if key.requests_per_minute:
            self._check_rate(key, max(1, key.requests_per_minute // self._workers))
        if key.tokens_per_day is None and key.energy_wh_per_day is None:
            return
        try:
            with brand_scope(key.brand_id):
                used = used_on(key, now.astimezone(UTC).date())
        except Exception:  # noqa: BLE001 - whatever fails, the door closes
            raise Unavailable(
                "key_store_unavailable", "The store of gateway keys does not answer: nothing was sent."
            ) from None
        if key.tokens_per_day is not None and used.input_tokens + used.output_tokens >= key.tokens_per_day:
            raise LimitReached("token_budget_spent", "This key has spent its tokens of the day (UTC).")
        if key.energy_wh_per_day is not None and used.energy_wh >= key.energy_wh_per_day:
            raise LimitReached("energy_budget_spent", "This key has spent its energy of the day (UTC).")

    def _check_rate(self, key: GatewayKey, most: int) -> None:
        now_s = self._clock_s()
        recent = self._rates.setdefault(key.pk, deque())
        while recent and now_s - recent[0] >= _MINUTE_S:
            recent.popleft()
        if len(recent) >= most:
            wait = str(max(1, round(_MINUTE_S - (now_s - recent[0]))))
            raise LimitReached(
                "rate_limited", f"More than {most} requests in a minute.", headers=[("Retry-After", wait)]
            )
        recent.append(now_s)


def check_in_force(key: GatewayKey, now: datetime) -> None:
    """Refuse a key that was revoked or has expired."""
    for ended, code in ((key.revoked_at, "key_revoked"), (key.expires_at, "key_expired")):
        if ended is not None and ended <= now:
            raise NotAuthenticated(code, "This gateway key was revoked or has expired.")


def check_task(key: GatewayKey, endpoint: Endpoint) -> None:
    """Refuse an endpoint that the key's task does not use."""
    if key.task not in endpoint.tasks:
        raise Refused(
            "endpoint_not_allowed", f"This key is for the task '{key.task}', which does not use /v1/{endpoint.path}."
        )


def check_person(key: GatewayKey, named: str) -> None:
    """Refuse a request that names no customer, where the key asks for one: nobody's choices could be looked up."""
    if key.person_required and not named:
        raise Refused("person_required", "This key is for requests that name the customer: send X-Egide-Person.")


def serves(upstream: Upstream, task: str) -> bool:
    """Say whether a model is declared for a task; "chat" is the gateway's own in the configuration."""
    tasks = upstream.declared.tasks
    return not tasks or task in tasks or (task == "gateway_chat" and "chat" in tasks)
