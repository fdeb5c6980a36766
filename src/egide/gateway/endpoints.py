"""Which endpoints there are, and which tasks use them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from egide.policy import Task

__all__ = ["ENDPOINTS", "Asking", "Endpoint"]

_TEXT: Final = frozenset(
    task.value
    for task in (
        Task.GATEWAY_CHAT,
        Task.TRIAGE,
        Task.SUMMARY,
        Task.REPLY,
        Task.BOT,
        Task.CALL_REVIEW,
        Task.SEARCH,
        Task.TRANSLATION,
    )
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address below /v1 that leads to a model.

    Attributes:
        path: The same at the provider.
        tasks: Tasks whose keys may use it.
        streams: Whether its answer may come in events.
    """

    path: str
    tasks: frozenset[str]
    streams: bool = False


ENDPOINTS: Final = {
    endpoint.path: endpoint
    for endpoint in (
        Endpoint("chat/completions", _TEXT, streams=True),
        Endpoint("responses", _TEXT, streams=True),
        Endpoint("embeddings", frozenset({Task.EMBEDDINGS.value, Task.SEARCH.value})),
        Endpoint("audio/transcriptions", frozenset({Task.TRANSCRIPTION.value})),
    )
}


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
