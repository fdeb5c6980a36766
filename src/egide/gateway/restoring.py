"""Put values back in what a model answers, whole or as it arrives; only what this scope issued comes back."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Any, Final

from typing_extensions import override

from egide.gateway.sse import Event, format_event
from egide.pseudonyms import Pseudonymiser, StreamRestorer, restore_json

__all__ = ["ChatStream", "ResponsesStream", "StreamTransform", "write_json"]

_DONE: Final = "[DONE]"


def write_json(document: Any) -> str:
    """Write JSON as it goes over the wire; a lone surrogate is escaped, since UTF-8 has no form for it."""
    written = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    try:
        written.encode()
    except UnicodeEncodeError:
        return json.dumps(document, ensure_ascii=True, separators=(",", ":"))
    return written


class StreamTransform(ABC):
    """Turns the provider's events into those of the client, and notes what the model used.

    Args:
        pseudonyms: Those of the request's scope.
        on_usage: Gives what `usage` says beside the provider's counts, once they are known.
        model: The name by which the client knows the model.
    """

    def __init__(
        self, pseudonyms: Pseudonymiser, *, model: str, on_usage: Callable[[dict[str, Any]], dict[str, Any]]
    ) -> None:
        self._pseudonyms = pseudonyms
        self._model = model
        self._on_usage = on_usage
        self._restorers: dict[tuple[Any, ...], StreamRestorer] = {}
        self.characters = 0
        self.finished = False

    def take(self, event: Event) -> Iterator[bytes]:
        """Give what goes to the client for one event of the provider."""
        if event.data is None:
            return  # a comment keeps a connection alive and may say anything: ours are our own
        if event.data == _DONE:
            yield from self.finish()
            return
        try:
            document = json.loads(event.data)
        except (ValueError, RecursionError):
            return  # what cannot be read cannot be restored, nor shown
        if isinstance(document, dict):
            yield from self._document(document, event.name)

    @abstractmethod
    def finish(self) -> Iterator[bytes]:
        """Give what was held back, and the end."""

    @abstractmethod
    def _document(self, document: dict[str, Any], name: str) -> Iterator[bytes]:
        """Give what goes to the client for one readable event."""

    def _feed(self, key: tuple[Any, ...], piece: str, *, as_json: bool = False) -> str:
        restorer = self._restorers.get(key)
        if restorer is None:
            restorer = self._restorers[key] = self._pseudonyms.stream(as_json=as_json)
        self.characters += len(piece)
        return restorer.feed(piece)

    def _flush(self, key: tuple[Any, ...]) -> str:
        restorer = self._restorers.pop(key, None)
        return restorer.finish() if restorer is not None else ""


class ChatStream(StreamTransform):
    """Events of `/v1/chat/completions`: each choice, and each call of a tool in it, is a text of its own."""

    _TEXTS: Final = frozenset({"content", "refusal", "reasoning", "reasoning_content"})

    def __init__(self, *arguments: Any, wants_usage: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._wants_usage = wants_usage
        self._last: dict[str, Any] = {}

    @override
    def _document(self, document: dict[str, Any], name: str) -> Iterator[bytes]:
        document["model"] = self._model
        if isinstance(document.get("usage"), dict):
            document["usage"] = {**document["usage"], **self._on_usage(document["usage"])}
            if not self._wants_usage:
                del document["usage"]
                if not document.get("choices"):
                    return
        if not isinstance(document.get("choices"), list):
            yield _written(restore_json(document, self._pseudonyms))
            return
        self._last = {key: item for key, item in document.items() if key not in {"choices", "usage"}}
        kept = []
        for choice in document["choices"]:
            if not isinstance(choice, dict):
                continue
            before, empty = self._choice(choice)
            if before is not None:
                yield _written({**self._last, "choices": [before]})
            if not empty:
                kept.append(choice)
        if kept or not document["choices"] or "usage" in document:
            yield _written({**document, "choices": kept})

    def _choice(self, choice: dict[str, Any]) -> tuple[dict[str, Any] | None, bool]:
        """Restore one choice in place.

        Returns:
            A choice to send before it (what was held back, once it ends), and whether nothing is left to send.
        """
        index = choice.get("index", 0)
        delta = choice.get("delta")
        had = False
        if isinstance(delta, dict):
            had = bool(delta)
            choice["delta"] = self._delta(delta, index)
        ended = choice.get("finish_reason") is not None
        held = self._held(index) if ended else {}
        before = {"index": index, "delta": held, "finish_reason": None} if held else None
        return before, had and not choice["delta"] and not ended

    def _delta(self, delta: dict[str, Any], index: int) -> dict[str, Any]:
        restored: dict[str, Any] = {}
        for name, item in delta.items():
            if name in self._TEXTS and isinstance(item, str):
                if text := self._feed((index, name), item):
                    restored[name] = text
                elif not item:
                    restored[name] = item
            elif name == "tool_calls" and isinstance(item, list):
                if calls := [call for call in (self._call(call, index) for call in item) if call is not None]:
                    restored[name] = calls
            elif name == "function_call" and isinstance(item, dict):
                restored[name] = self._function(item, (index, "function_call"))
            else:
                restored[name] = restore_json(item, self._pseudonyms)
        return restored

    def _call(self, call: Any, index: int) -> dict[str, Any] | None:
        if not isinstance(call, dict):
            return None
        restored = {name: restore_json(item, self._pseudonyms) for name, item in call.items() if name != "function"}
        if isinstance(call.get("function"), dict):
            function = self._function(call["function"], (index, "tool_calls", call.get("index", 0)))
            if not function and call["function"] and not restored.keys() - {"index"}:
                return None
            restored["function"] = function
        return restored

    def _function(self, function: dict[str, Any], key: tuple[Any, ...]) -> dict[str, Any]:
        restored = {}
        for name, item in function.items():
            if name == "arguments" and isinstance(item, str):
                if (text := self._feed(key, item, as_json=True)) or not item:
                    restored[name] = text
            else:
                restored[name] = restore_json(item, self._pseudonyms)
        return restored

    def _held(self, index: int) -> dict[str, Any]:
        """Take what was held back of one choice."""
        held: dict[str, Any] = {}
        for key in [key for key in self._restorers if key[0] == index]:
            text = self._flush(key)
            if not text:
                continue
            if key[1] == "tool_calls":
                held.setdefault("tool_calls", []).append({"index": key[2], "function": {"arguments": text}})
            elif key[1] == "function_call":
                held["function_call"] = {"arguments": text}
            else:
                held[key[1]] = text
        return held

    @override
    def finish(self) -> Iterator[bytes]:
        """Give what was held back, and the end."""
        if self.finished:
            return
        self.finished = True
        for index in sorted({key[0] for key in self._restorers}):
            if held := self._held(index):
                yield _written({**self._last, "choices": [{"index": index, "delta": held, "finish_reason": None}]})
        yield format_event(_DONE)


class ResponsesStream(StreamTransform):
    """Events of `/v1/responses`: a text per item and part; its `done` event carries the whole again."""

    _DELTA: Final = ".delta"
    _DONE_EVENT: Final = ".done"

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._number: int | None = None
        self._last: dict[tuple[Any, ...], tuple[dict[str, Any], str]] = {}

    @override
    def _document(self, document: dict[str, Any], name: str) -> Iterator[bytes]:
        kind = str(document.get("type", ""))
        if self._number is None and isinstance(document.get("sequence_number"), int):
            self._number = document["sequence_number"]
        if kind.endswith(self._DELTA) and isinstance(document.get("delta"), str):
            key = self._key_of(document, kind.removesuffix(self._DELTA))
            self._last[key] = (document, name)
            if text := self._feed(key, document["delta"], as_json="arguments" in kind):
                yield self._numbered({**document, "delta": text}, name)
            return
        if kind.endswith(self._DONE_EVENT):
            key = self._key_of(document, kind.removesuffix(self._DONE_EVENT))
            yield from self._release(key)
        response = document.get("response")
        if isinstance(response, dict):
            document = {**document, "response": self._response(response)}
        yield self._numbered(restore_json(document, self._pseudonyms), name)

    def _response(self, response: dict[str, Any]) -> dict[str, Any]:
        response = {**response, "model": self._model}
        if isinstance(response.get("usage"), dict):
            response["usage"] = {**response["usage"], **self._on_usage(response["usage"])}
        return response

    @staticmethod
    def _key_of(document: dict[str, Any], kind: str) -> tuple[Any, ...]:
        return (
            kind,
            *(document.get(name) for name in ("item_id", "output_index", "content_index", "summary_index")),
        )

    def _release(self, key: tuple[Any, ...]) -> Iterator[bytes]:
        held = self._flush(key)
        document, name = self._last.pop(key, ({}, ""))
        if held:
            yield self._numbered({**document, "delta": held}, name)

    def _numbered(self, document: dict[str, Any], name: str) -> bytes:
        """Number an event: some were held back or parted, and a client may count them."""
        if self._number is not None:
            document["sequence_number"] = self._number
            self._number += 1
        return format_event(write_json(document), name)

    @override
    def finish(self) -> Iterator[bytes]:
        """Give what was held back."""
        if self.finished:
            return
        self.finished = True
        for key in list(self._restorers):
            yield from self._release(key)


def _written(document: dict[str, Any]) -> bytes:
    return format_event(write_json(document))
