"""Which endpoints there are, and which tasks use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from egide.policy import Task

__all__ = ["ENDPOINTS", "Endpoint"]

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
