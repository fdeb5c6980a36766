"""Let a request in: who asks, what it holds, whether it may go, protected how.

Runs in a lane, in batches; what it decides goes on to the lane that keeps it before anything leaves (`keeping.py`).
"""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from egide.gateway.concerned import find_concerned
from egide.gateway.conversations import Conversation, Conversations
from egide.gateway.deciding import Asked, Policy, refusal_details
from egide.gateway.endpoints import Endpoint
from egide.gateway.errors import BadRequest, GatewayError, LimitReached, NotAuthenticated, Refused, Unavailable
from egide.gateway.journal_watch import JournalWatch
from egide.gateway.keeping import Admitted, Considered
from egide.gateway.lanes import renew_connection
from egide.gateway.protecting import Protector, Reading
from egide.gateway.readers import Reader, Readers
from egide.gateway.registers import Registers
from egide.gateway.text_cache import TextCache, fingerprint
from egide.keys import KeyRingError
from egide.pseudonyms import Issued, Pseudonymiser, Scope
from egide.service.evidence.flows import Act
from egide.service.gatewaykeys.flows import access_key_by_token, hash_token, key_actor, used_on
from egide.service.tenancy.scope import brand_scope
from egide.service.wiring import parts

if TYPE_CHECKING:
    from egide.gateway.upstreams import Upstream, Upstreams
    from egide.service.assistance.question import Register
    from egide.service.gatewaykeys.models import GatewayKey
    from egide.service.tenancy.models import Brand

__all__ = ["Admission", "Asking"]

_MINUTE_S: Final = 60.0
_KEYS_REMEMBERED: Final = 10_000
_TOKEN_LONGEST: Final = 200
_MEDIA_SENTENCE: Final = (
    "The request holds {media}, which cannot be protected, and the policy does not let it go to this model. "
    "Send text, or have the law file leave it in clear."
)


@dataclass(frozen=True, slots=True)
class Asking:
    """A request as it came.

    Attributes:
        endpoint: What is asked for.
        token: The key, as the client sent it.
        payload: The parsed body.
        conversation: The conversation that the client names; empty for the whole purpose.
        person: An exact identifier of the customer concerned; empty when the client names nobody. It is looked up
            blinded and kept nowhere.
    """

    endpoint: Endpoint
    token: str = field(repr=False)
    payload: Mapping[str, Any] = field(repr=False)
    conversation: str = field(default="", repr=False)
    person: str = field(default="", repr=False)


@contextmanager
def _part(code: str, what: str) -> Iterator[None]:
    """Close the door when a part fails; the failure itself may hold values and is not shown."""
    try:
        yield
    except GatewayError:
        raise
    except KeyRingError:
        raise Unavailable("key_store_unavailable", "The key store does not answer: nothing was sent.") from None
    except Exception:  # noqa: BLE001 - whatever a part raises, the door closes
        raise Unavailable(code, f"{what} does not answer: nothing was sent.") from None


class Admission:
    """The door.

    Args:
        upstreams: The declared models.
        clock: Answers now, aware UTC.
        clock_s: Monotonic seconds.
        workers: How many processes share the rate of a key.
        cache_characters: Bound on the protected texts remembered.
    """

    def __init__(
        self,
        upstreams: Upstreams,
        *,
        clock: Callable[[], datetime],
        clock_s: Callable[[], float],
        workers: int = 1,
        cache_characters: int = 16_000_000,
    ) -> None:
        self._upstreams = upstreams
        self._clock = clock
        self._clock_s = clock_s
        self._workers = workers
        self._cache = TextCache(cache_characters)
        self._conversations = Conversations()
        self._secret = uuid.uuid4().bytes + uuid.uuid4().bytes
        self._registers = Registers(clock_s)
        self._readers = Readers()
        self._policy = Policy()
        self.journals = JournalWatch(clock_s)
        self._rates: dict[UUID, deque[float]] = {}
        self._keys: dict[str, tuple[GatewayKey, Register]] = {}

    def consider(self, askings: Sequence[Asking]) -> list[Considered | Exception]:
        """Read each request and decide on it.

        Args:
            askings: Requests that wait, in order.

        Returns:
            For each, what was decided, to be kept before anybody hears of it; or an error that no journal keeps, such as
            an unknown key. Nothing is raised.
        """
        now = self._clock()
        renew_connection()
        registers: dict[UUID, Register] = {}
        return [self._consider(asking, now, registers) for asking in askings]

    def authenticate(self, token: str) -> tuple[GatewayKey, list[str]]:
        """Say whose key this is, and which models it may name.

        Args:
            token: As the client sent it.

        Returns:
            The key, and the names of the models that the policy allows for it now.

        Raises:
            NotAuthenticated: nobody's, or not any more.
            Unavailable: a part does not answer.
        """
        renew_connection()
        now = self._clock()
        key, register = self._open(token, now, {})
        _check_in_force(key, now)
        with brand_scope(key.brand_id), _part("policy_unavailable", "The policy"):
            names = [
                upstream.name
                for upstream in self._upstreams.by_name.values()
                if _serves(upstream, key.task)
                and self._policy.ask(register, key, upstream, frozenset(), now).answer.allowed
            ]
        return key, names

    # ---------------------------------------------------------------- one request

    def _consider(self, asking: Asking, now: datetime, registers: dict[UUID, Register]) -> Considered | Exception:
        key: GatewayKey | None = None
        try:
            key, register = self._open(asking.token, now, registers)
            _check_in_force(key, now)
            self._check_limits(key, now)
            _check_task(key, asking.endpoint)
            with brand_scope(key.brand_id):
                return self._consider_for(asking, key, register, now)
        except (Refused, NotAuthenticated) as error:
            if key is None:
                return error
            return Considered(key.brand_id, now, _refusal(key, asking, error), (), error)
        except GatewayError as error:
            return error
        except Exception:  # noqa: BLE001 - nothing unforeseen may let a request through, nor show what it held
            return _closed()

    def _consider_for(self, asking: Asking, key: GatewayKey, register: Register, now: datetime) -> Considered:
        with _part("journal_unavailable", "The journal"):
            self.journals.check(key.brand_id, now)
        first = self._upstreams.find(asking.payload.get("model"))
        route = [one for one in self._upstreams.route(first) if _serves(one, key.task)]
        if not route:
            raise Refused("model_not_allowed", f"The model is not declared for the task '{key.task}'.")
        with _part("key_store_unavailable", "The key store"):
            person = find_concerned(key.brand_id, asking.person) if asking.person else None
            pseudonyms, scope, conversation = self._pseudonyms(key, asking.conversation)
        with conversation.lock:
            return self._read_and_decide(asking, key, (route, register, pseudonyms, scope, person), now)

    def _read_and_decide(self, asking: Asking, key: GatewayKey, prepared: tuple[Any, ...], now: datetime) -> Considered:
        route, register, pseudonyms, scope, person = prepared
        with _part("detector_unavailable", "The detector"):
            reader = self._readers.of(key.brand_id, register)
            reading = self._protect(asking, reader, pseudonyms, scope, frozenset())
        kinds = reading.kinds | reading.media
        with _part("policy_unavailable", "The policy"):
            asked = [(upstream, self._policy.ask(register, key, upstream, kinds, now, person)) for upstream in route]
        first = asked[0][1]
        if not first.answer.allowed:
            sentence = first.answer.reasons[0].sentence.en
            error = Refused("policy_refused", sentence, details=refusal_details(first))
            return Considered(key.brand_id, now, _refusal(key, asking, error, first), (first,), error)
        # A model that replaces another one is one that the policy allows as well; what goes out is masked for all.
        asked = [(upstream, one) for upstream, one in asked if one.answer.allowed]
        mask = frozenset().union(*(one.answer.mask for _, one in asked))
        if unprotected := reading.media & mask:
            media = ", ".join(sorted(unprotected))
            details = {"media": sorted(unprotected), **refusal_details(first)}
            error = Refused("unprotected_content", _MEDIA_SENTENCE.format(media=media), details=details)
            return Considered(key.brand_id, now, _refusal(key, asking, error, first), (first,), error)
        if cleared := reading.kinds - mask:
            with _part("detector_unavailable", "The detector"):
                reading = self._protect(asking, reader, pseudonyms, scope, cleared)
        act = Act(
            "gateway.called",
            first.id,
            key_actor(key.pk),
            purpose=key.purpose,
            person_id=first.person_id,
            detail={
                "task": key.task,
                "person": _named(asking, first),
                "endpoint": asking.endpoint.path,
                "models": [upstream.name for upstream, _ in asked],
                "verdict": first.answer.verdict.value,
                "rules": [reason.rule for reason in first.answer.reasons],
                "masked": sorted(kinds & mask),
            },
            policy_version=first.answer.policy_version,
        )
        admitted = Admitted(key, asked, reading.payload, pseudonyms)
        return Considered(key.brand_id, now, act, [one for _, one in asked], admitted)

    def _open(self, token: str, now: datetime, registers: dict[UUID, Register]) -> tuple[GatewayKey, Register]:
        """Find whose token this is, and what its brand allows now.

        A key is remembered together with the register that was read with it: revoking a key is an entry of the journal,
        after which the register is read again, and the key with it. A batch reads a register once: nothing in it came
        before its requests did.

        Args:
            token: As the client sent it.
            now: Aware UTC.
            registers: Those that this batch has read, to which this one is added.

        Returns:
            The key, revoked and expired ones included, and the register.

        Raises:
            NotAuthenticated: no key has this token.
            Unavailable: the keys or the register cannot be read.
        """
        if not token or len(token) > _TOKEN_LONGEST:
            raise NotAuthenticated("invalid_api_key", "No gateway key: send it as 'Authorization: Bearer egk_…'.")
        name = hash_token(token)
        known = self._keys.get(name)
        if known is not None and known[1] is self._register(known[0].brand, now, registers):
            return known
        key = _find_key(token)
        register = self._register(key.brand, now, registers)
        # Read again: what was revoked between the two readings would be remembered as in force.
        opened = (_find_key(token), register)
        self._keys[name] = opened
        while len(self._keys) > _KEYS_REMEMBERED:
            del self._keys[next(iter(self._keys))]
        return opened

    def _register(self, brand: Brand, now: datetime, registers: dict[UUID, Register]) -> Register:
        if brand.pk not in registers:
            with brand_scope(brand.pk), _part("policy_unavailable", "The register"):
                registers[brand.pk] = self._registers.read(brand, now)
        return registers[brand.pk]

    def _check_limits(self, key: GatewayKey, now: datetime) -> None:
        if key.requests_per_minute:
            self._check_rate(key, max(1, key.requests_per_minute // self._workers))
        if key.tokens_per_day is None and key.energy_wh_per_day is None:
            return
        with brand_scope(key.brand_id), _part("key_store_unavailable", "The store of gateway keys"):
            used = used_on(key, now.astimezone(UTC).date())
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

    def _pseudonyms(self, key: GatewayKey, named: str) -> tuple[Pseudonymiser, str, Conversation]:
        """Open the pseudonyms of a request's scope.

        Without a conversation the scope is the whole purpose, and a request then restores only what it holds itself:
        a model that was fed, or invents, the pseudonym of somebody else's request gets no value for it.

        Returns:
            The pseudonyms, the name of their scope in the cache, and the conversation that keeps them.

        Raises:
            BadRequest: the conversation's name is not printable.
        """
        brand = str(key.brand_id)
        try:
            scope = Scope(brand, key.purpose, named or None)
        except Exception as wrong:
            raise BadRequest("invalid_conversation", "X-Egide-Conversation holds unprintable characters.") from wrong
        secret = parts().key_ring.brand_secret(brand, "pseudonyms")
        name = f"{brand}/{key.purpose}/{key.pk if named else ''}/{named}"
        if not named:
            issued = Issued()
            return Pseudonymiser(secret, scope, issued=issued), name, Conversation(issued, 0.0)
        conversation = self._conversations.open(fingerprint(self._secret, name), self._clock_s())
        return Pseudonymiser(secret, scope, issued=conversation.issued), name, conversation

    def _protect(
        self, asking: Asking, reader: Reader, pseudonyms: Pseudonymiser, scope: str, cleared: frozenset[str]
    ) -> Reading:
        protector = Protector(reader.detector, self._cache, reader.secret)
        return protector.protect(asking.payload, pseudonyms, scope=scope, now_s=self._clock_s(), cleared=cleared)


def _refusal(key: GatewayKey, asking: Asking, error: GatewayError, asked: Asked | None = None) -> Act:
    detail: dict[str, Any] = {"code": error.code, "task": key.task, "endpoint": asking.endpoint.path}
    if asked is not None:
        detail |= {
            "person": _named(asking, asked),
            "verdict": asked.answer.verdict.value,
            "rules": [reason.rule for reason in asked.answer.reasons],
        }
    return Act(
        "gateway.refused",
        asked.id if asked else key.pk,
        key_actor(key.pk),
        purpose=key.purpose,
        person_id=asked.person_id if asked else None,
        detail=detail,
        policy_version=asked.answer.policy_version if asked else "",
    )


def _named(asking: Asking, asked: Asked) -> str:
    """Say, for the journal, whether the client named a customer whom the brand knows."""
    if not asking.person:
        return "unnamed"
    return "unknown" if asked.person_id is None else "known"


def _find_key(token: str) -> GatewayKey:
    with _part("key_store_unavailable", "The store of gateway keys"):
        key = access_key_by_token(token)
    if key is None:
        raise NotAuthenticated("invalid_api_key", "This gateway key is unknown.")
    return key


def _check_in_force(key: GatewayKey, now: datetime) -> None:
    for ended, code in ((key.revoked_at, "key_revoked"), (key.expires_at, "key_expired")):
        if ended is not None and ended <= now:
            raise NotAuthenticated(code, "This gateway key was revoked or has expired.")


def _check_task(key: GatewayKey, endpoint: Endpoint) -> None:
    if key.task not in endpoint.tasks:
        raise Refused(
            "endpoint_not_allowed", f"This key is for the task '{key.task}', which does not use /v1/{endpoint.path}."
        )


def _serves(upstream: Upstream, task: str) -> bool:
    """Say whether a model is declared for a task; "chat" is the gateway's own in the configuration."""
    tasks = upstream.declared.tasks
    return not tasks or task in tasks or (task == "gateway_chat" and "chat" in tasks)


def _closed() -> Unavailable:
    return Unavailable("gateway_unavailable", "A part of the gateway does not answer: nothing was sent.")
