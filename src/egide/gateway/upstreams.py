"""Providers: which one serves a model, when to try again, when to try another, when to leave one alone."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit, urlunsplit

from egide.gateway.errors import BadRequest, UpstreamFailed
from egide.policy import Model, ModelKind, RiskClass, TransferTool
from egide.policy.vocabulary import Region
from egide.service.configuration import OWN_KINDS

if TYPE_CHECKING:
    from egide.gateway.ports import Transport, UpstreamAnswer
    from egide.service.configuration import ModelDeclaration

__all__ = ["Breaker", "Upstream", "Upstreams"]

KINDS: Final = frozenset({"openai", "openai-compatible", "mistral", "azure", "ovhcloud", "scaleway", *OWN_KINDS})
_REGIONS: Final = {region.value.lower(): region for region in Region}
_EU: Final = frozenset("AT BE BG HR CY CZ DK EE FI DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".lower().split())
_EEA: Final = frozenset(["is", "li", "no"])
_TRY_AGAIN: Final = frozenset({408, 409, 429, 500, 502, 503, 504})
_FAILURES: Final = 5
_LEAVE_ALONE_S: Final = 30.0
_FIRST_WAIT_S: Final = 0.25
_LONGEST_WAIT_S: Final = 8.0


class Breaker:
    """Leaves a provider alone for a while after several failures in a row, then lets one request try.

    Args:
        failures: How many in a row.
        rest_s: For how long, in seconds.
    """

    def __init__(self, failures: int = _FAILURES, rest_s: float = _LEAVE_ALONE_S) -> None:
        self._most = failures
        self._rest_s = rest_s
        self._failures = 0
        self._closed_until = 0.0

    def lets_pass(self, now_s: float) -> bool:
        """Say whether a request may try; the one that tries first after a rest tries alone."""
        if self._failures < self._most:
            return True
        if now_s < self._closed_until:
            return False
        self._closed_until = now_s + self._rest_s
        return True

    def succeeded(self) -> None:
        """Note an answer."""
        self._failures = 0

    def failed(self, now_s: float) -> None:
        """Note a failure."""
        self._failures += 1
        if self._failures >= self._most:
            self._closed_until = now_s + self._rest_s

    @property
    def is_open(self) -> bool:
        """Whether the provider is being left alone."""
        return self._failures >= self._most


@dataclass(slots=True)
class Upstream:
    """A declared model and the way to it."""

    declared: ModelDeclaration
    api_key: str = field(repr=False)
    breaker: Breaker = field(default_factory=Breaker)
    _as_model: Model | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The name by which clients ask for it."""
        return self.declared.name

    @property
    def model(self) -> str:
        """The name that the provider knows."""
        return self.declared.model or self.declared.name

    def as_model(self) -> Model:
        """Say to the policy what it is; the brand's inventory may say more."""
        if self._as_model is None:
            self._as_model = Model(
                self.name,
                ModelKind.LOCAL if self.declared.runs_here else ModelKind.REMOTE,
                provider=self.declared.provider or self.declared.kind,
                region=region_of(self.declared.region),
                transfer_tool=TransferTool(self.declared.transfer_tool),
                # A general model behind a tool owes transparency (AI Act art. 50) until the inventory classes it otherwise.
                risk_class=RiskClass.LIMITED,
            )
        return self._as_model

    def url(self, path: str) -> str:
        """Return the address of an endpoint; the query of the base (Azure's api-version) stays."""
        scheme, place, base, query, _ = urlsplit(self.declared.base_url)
        return urlunsplit((scheme, place, f"{base.rstrip('/')}/{path}", query, ""))

    def headers(self, content_type: str) -> dict[str, str]:
        """Return the headers of a request: none of the client's own."""
        headers = {"Content-Type": content_type, "Accept": "application/json, text/event-stream"}
        if self.api_key and self.declared.kind == "azure":
            headers["api-key"] = self.api_key
        elif self.api_key:
            headers["Authorization"] = f"Bearer {self.api_key}"
        return headers


def region_of(written: str) -> Region:
    """Read a region: a word of the policy, or the code of a country of the European Economic Area.

    >>> region_of("FR"), region_of("DE"), region_of("us-east-1")
    (<Region.FR: 'FR'>, <Region.EU: 'EU'>, <Region.OTHER: 'other'>)

    Args:
        written: As the TOML file says it.

    Returns:
        The region; what is not known is far away.
    """
    folded = written.strip().lower()
    if folded in _REGIONS:
        return _REGIONS[folded]
    return Region.EU if folded in _EU else Region.EEA if folded in _EEA else Region.OTHER


@dataclass(slots=True)
class Upstreams:
    """All declared models.

    Attributes:
        by_name: Each by the name clients use.
        transport: Carries requests.
        clock_s: Monotonic seconds.
    """

    by_name: Mapping[str, Upstream]
    transport: Transport
    clock_s: Callable[[], float]

    def find(self, name: object) -> Upstream:
        """Find the model that a request names.

        Args:
            name: What stands under `model`.

        Returns:
            The model.

        Raises:
            BadRequest: none is declared so.
        """
        found = self.by_name.get(name) if isinstance(name, str) else None
        if found is None:
            known = ", ".join(sorted(self.by_name)) or "none"
            raise BadRequest("model_not_found", f"No such model is declared; declared: {known}.", status=404)
        return found

    def route(self, first: Upstream) -> list[Upstream]:
        """Return a model and those that replace it when its provider fails, in order."""
        names = dict.fromkeys([first.name, *first.declared.fallback])
        return [self.by_name[name] for name in names if name in self.by_name]

    async def send(
        self, route: Sequence[tuple[Upstream, bytes]], path: str, content_type: str
    ) -> tuple[Upstream, UpstreamAnswer]:
        """Send a request along a route until a provider answers.

        Args:
            route: Providers allowed, in order, each with the body in its words.
            path: The endpoint, below the base address.
            content_type: Of the body.

        Returns:
            Who answered, and the answer: any status that trying again would not change.

        Raises:
            UpstreamFailed: nobody answered; the code says how the last one failed.
        """
        failure = UpstreamFailed("upstream_unavailable", "No provider of this model can be tried at the moment.")
        for upstream, body in route:
            for attempt in range(upstream.declared.retries + 1):
                if not upstream.breaker.lets_pass(self.clock_s()):
                    break
                try:
                    answer = await self._try(upstream, body, path, content_type)
                except UpstreamFailed as failed:
                    failure = failed
                    upstream.breaker.failed(self.clock_s())
                    wait_s = _wait_s(attempt, failed)
                    if failed.code == "upstream_timeout" or wait_s > _LONGEST_WAIT_S:
                        break  # a second wait as long as the first helps nobody
                    if attempt < upstream.declared.retries:
                        await asyncio.sleep(wait_s)
                    continue
                upstream.breaker.succeeded()
                return upstream, answer
        raise failure

    async def _try(self, upstream: Upstream, body: bytes, path: str, content_type: str) -> UpstreamAnswer:
        try:
            answer = await self.transport.post(
                upstream.url(path),
                headers=upstream.headers(content_type),
                body=body,
                timeout_s=upstream.declared.timeout_s,
            )
        except TimeoutError:
            raise UpstreamFailed(
                "upstream_timeout",
                f"The provider of '{upstream.name}' did not answer within {upstream.declared.timeout_s:g} s.",
                status=504,
            ) from None
        except ConnectionError:
            raise UpstreamFailed(
                "upstream_unreachable", f"The provider of '{upstream.name}' cannot be reached."
            ) from None
        if answer.status in _TRY_AGAIN:
            wait = answer.headers.get("Retry-After", "")
            await answer.close()
            limited = answer.status == HTTPStatus.TOO_MANY_REQUESTS
            raise UpstreamFailed(
                "upstream_rate_limited" if limited else "upstream_error",
                f"The provider of '{upstream.name}' answered {answer.status}.",
                status=429 if limited else 502,
                headers=[("Retry-After", wait)] if wait.isascii() and wait.isdigit() else (),
            )
        return answer


def _wait_s(attempt: int, failed: UpstreamFailed) -> float:
    """How long to wait before trying again: what the provider asks, or twice as long each time, spread by chance."""
    asked = dict(failed.headers).get("Retry-After")
    if asked is not None:
        return float(asked)
    return float(min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2**attempt) * random.uniform(0.5, 1.0))  # noqa: S311 - jitter
