"""Let a request in: who asks, what it holds, whether it may go, protected how.

Runs in a lane, in batches; what it decides goes on to the lane that keeps it before anything leaves (`keeping.py`).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from egide.gateway.concerned import find_concerned
from egide.gateway.conversations import Conversation, Conversations
from egide.gateway.deciding import Asked, Policy, refusal_details
from egide.gateway.endpoints import Asking
from egide.gateway.errors import BadRequest, GatewayError, NotAuthenticated, Refused, Unavailable
from egide.gateway.histories import Histories
from egide.gateway.journal_watch import JournalWatch
from egide.gateway.keeping import Admitted, Considered
from egide.gateway.lanes import renew_connection
from egide.gateway.limits import Limits, check_in_force, check_person, check_task, serves
from egide.gateway.protecting import Findings, Protector, Reading
from egide.gateway.readers import Reader, Readers
from egide.gateway.registers import Registers
from egide.gateway.text_cache import TextCache, fingerprint
from egide.keys import KeyRingError
from egide.pseudonyms import Issued, Pseudonymiser, Scope
from egide.service.evidence.flows import Act
from egide.service.gatewaykeys.flows import access_key_by_hash, access_key_by_token, hash_token, key_actor
from egide.service.tenancy.scope import brand_scope
from egide.service.wiring import parts

if TYPE_CHECKING:
    from egide.gateway.upstreams import Upstreams
    from egide.service.assistance.question import Register
    from egide.service.gatewaykeys.models import GatewayKey
    from egide.service.tenancy.models import Brand

__all__ = ["Admission"]

_KEYS_REMEMBERED: Final = 10_000
_TOKEN_LONGEST: Final = 200
_MEDIA_SENTENCE: Final = (
    "The request holds {media}, which cannot be protected, and the policy does not let it go to this model. "
    "Send text, or have the law file leave it in clear."
)


class _Entered(NamedTuple):
    """A request whose key is in force and may ask this, with what its brand allows and who reads it."""

    asking: Asking
    key: GatewayKey
    register: Register
    reader: Reader


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
        cache_bytes: Bound on the protected texts remembered.
        later: Has work done that no request waits for, in a thread that may use the database.
    """

    def __init__(
        self,
        upstreams: Upstreams,
        *,
        clock: Callable[[], datetime],
        clock_s: Callable[[], float],
        workers: int = 1,
        cache_bytes: int = 16_000_000,
        later: Callable[[Callable[[], None]], None] = lambda _: None,
    ) -> None:
        self._upstreams = upstreams
        self._clock = clock
        self._clock_s = clock_s
        self._limits = Limits(clock_s, workers)
        self._cache = TextCache(cache_bytes)
        self._histories = Histories()
        self._conversations = Conversations()
        self._secret = uuid.uuid4().bytes + uuid.uuid4().bytes
        self._registers = Registers(clock_s, lambda brand: later(lambda: self.renew(brand)))
        self._readers = Readers()
        self._policy = Policy()
        self.journals = JournalWatch(clock_s)
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
        entered = [self._enter(asking, now, registers) for asking in askings]
        found = self._read_ahead([one for one in entered if isinstance(one, _Entered)])
        return [self._consider(one, found, now) if isinstance(one, _Entered) else one for one in entered]

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
        check_in_force(key, now)
        with brand_scope(key.brand_id), _part("policy_unavailable", "The policy"):
            names = [
                upstream.name
                for upstream in self._upstreams.by_name.values()
                if serves(upstream, key.task)
                and self._policy.ask(register, key, upstream, frozenset(), now).answer.allowed
            ]
        return key, names

    def renew(self, brand: Brand) -> None:
        """Read again what a brand allows, and the keys in use, before they are a second old: no request waits for it.

        Args:
            brand: The brand.

        Raises:
            Exception: a part does not answer; the next request reads for itself, and tells.
        """
        renew_connection()
        former = self._registers.current(brand.pk)
        if former is None:
            return
        with brand_scope(brand.pk):
            seen = self._registers.read_again(brand, self._clock())
            # A key revoked after this is an entry newer than those of the register, which the next request sees.
            for name, (_, register) in list(self._keys.items()):
                if register is former.register and (key := access_key_by_hash(name)) is not None:
                    self._keys[name] = (key, seen.register)
            self._registers.publish(brand.pk, former, seen)
            self._readers.of(brand.pk, seen.register)

    # ---------------------------------------------------------------- one request

    def _enter(
        self, asking: Asking, now: datetime, registers: dict[UUID, Register]
    ) -> _Entered | Considered | Exception:
        key: GatewayKey | None = None
        try:
            key, register = self._open(asking.token, now, registers)
            check_in_force(key, now)
            self._limits.check(key, now)
            check_task(key, asking.endpoint)
            check_person(key, asking.person)
            with _part("detector_unavailable", "The detector"):
                reader = self._readers.of(key.brand_id, register)
        except (Refused, NotAuthenticated) as error:
            return error if key is None else _refused(asking, key, error, now)
        except GatewayError as error:
            return error
        except Exception:  # noqa: BLE001 - nothing unforeseen may let a request through, nor show what it held
            return _closed()
        return _Entered(asking, key, register, reader)

    def _read_ahead(self, batch: Sequence[_Entered]) -> dict[bytes, Findings]:
        """Read the texts of several requests together, which costs the detector less than one after the other.

        Returns:
            What was found, by the secret of the reader. What cannot be read so is read again with its own request,
            whose failure is then its own.
        """
        found: dict[bytes, Findings] = {}
        texts: dict[bytes, tuple[Reader, dict[str, None]]] = {}
        for one in batch:
            with suppress(Exception):
                protector = Protector(one.reader.detector, self._cache, one.reader.secret)
                scope = _scope_name(one.key, one.asking.conversation)
                unread = protector.unread(one.asking.payload, scope=scope, now_s=self._clock_s())
                texts.setdefault(one.reader.secret, (one.reader, {}))[1].update(dict.fromkeys(unread))
        for secret, (reader, waiting) in texts.items():
            if len(waiting) > 1:
                with suppress(Exception):
                    several = zip(waiting, reader.detector.find_many(waiting), strict=True)
                    found[secret] = {(text, ""): findings for text, findings in several}
        return found

    def _consider(self, entered: _Entered, found: Mapping[bytes, Findings], now: datetime) -> Considered | Exception:
        asking, key = entered.asking, entered.key
        secret = entered.reader.secret
        protector = Protector(entered.reader.detector, self._cache, secret, found.get(secret), self._histories)
        try:
            with brand_scope(key.brand_id):
                return self._consider_for(entered, protector, now)
        except (Refused, NotAuthenticated) as error:
            return _refused(asking, key, error, now)
        except GatewayError as error:
            return error
        except Exception:  # noqa: BLE001 - nothing unforeseen may let a request through, nor show what it held
            return _closed()

    def _consider_for(self, entered: _Entered, protector: Protector, now: datetime) -> Considered:
        asking, key = entered.asking, entered.key
        with _part("journal_unavailable", "The journal"):
            self.journals.check(key.brand_id, now)
        first = self._upstreams.find(asking.payload.get("model"))
        route = [one for one in self._upstreams.route(first) if serves(one, key.task)]
        if not route:
            raise Refused("model_not_allowed", f"The model is not declared for the task '{key.task}'.")
        with _part("key_store_unavailable", "The key store"):
            person = find_concerned(key.brand_id, asking.person) if asking.person else None
            pseudonyms, scope, conversation = self._pseudonyms(key, asking.conversation)
        with conversation.lock:
            return self._read_and_decide(entered, protector, (route, pseudonyms, scope, person), now)

    def _read_and_decide(
        self, entered: _Entered, protector: Protector, prepared: tuple[Any, ...], now: datetime
    ) -> Considered:
        asking, key, register = entered.asking, entered.key, entered.register
        route, pseudonyms, scope, person = prepared

        def protect(cleared: frozenset[str]) -> Reading:
            with _part("detector_unavailable", "The detector"):
                return protector.protect(
                    asking.payload, pseudonyms, scope=scope, now_s=self._clock_s(), cleared=cleared
                )

        reading = protect(frozenset())
        kinds = reading.kinds | reading.media
        with _part("policy_unavailable", "The policy"):
            asked = [(upstream, self._policy.ask(register, key, upstream, kinds, now, person)) for upstream in route]
        first = asked[0][1]
        if not first.answer.allowed:
            sentence = first.answer.reasons[0].sentence.en
            error = Refused("policy_refused", sentence, details=refusal_details(first))
            return _refused(asking, key, error, now, first)
        # A model that replaces another one is one that the policy allows as well; what goes out is masked for all.
        asked = [(upstream, one) for upstream, one in asked if one.answer.allowed]
        mask = frozenset().union(*(one.answer.mask for _, one in asked))
        if unprotected := reading.media & mask:
            media = ", ".join(sorted(unprotected))
            details = {"media": sorted(unprotected), **refusal_details(first)}
            error = Refused("unprotected_content", _MEDIA_SENTENCE.format(media=media), details=details)
            return _refused(asking, key, error, now, first)
        if cleared := reading.kinds - mask:
            reading = protect(cleared)
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
        name = _scope_name(key, named)
        if not named:
            issued = Issued()
            return Pseudonymiser(secret, scope, issued=issued), name, Conversation(issued, 0.0)
        conversation = self._conversations.open(fingerprint(self._secret, name), self._clock_s())
        return Pseudonymiser(secret, scope, issued=conversation.issued), name, conversation


def _refused(
    asking: Asking, key: GatewayKey, error: GatewayError, now: datetime, asked: Asked | None = None
) -> Considered:
    """Say no, which the journal keeps as well."""
    detail: dict[str, Any] = {"code": error.code, "task": key.task, "endpoint": asking.endpoint.path}
    if asked is not None:
        detail |= {
            "person": _named(asking, asked),
            "verdict": asked.answer.verdict.value,
            "rules": [reason.rule for reason in asked.answer.reasons],
        }
    act = Act(
        "gateway.refused",
        asked.id if asked else key.pk,
        key_actor(key.pk),
        purpose=key.purpose,
        person_id=asked.person_id if asked else None,
        detail=detail,
        policy_version=asked.answer.policy_version if asked else "",
    )
    return Considered(key.brand_id, now, act, () if asked is None else (asked,), error)


def _scope_name(key: GatewayKey, conversation: str) -> str:
    """Name the scope of a request's pseudonyms in the cache."""
    return f"{key.brand_id}/{key.purpose}/{key.pk if conversation else ''}/{conversation}"


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


def _closed() -> Unavailable:
    return Unavailable("gateway_unavailable", "A part of the gateway does not answer: nothing was sent.")
