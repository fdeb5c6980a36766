"""Read and write server-sent events. Source: WHATWG HTML, §9.2 "Server-sent events"."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Event", "EventReader", "format_event"]


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `data` is None for a comment, which `raw` holds."""

    data: str | None
    name: str = ""
    raw: bytes = b""


class EventReader:
    """Cut a body that arrives in pieces into events, wherever it was cut, be it inside a character."""

    def __init__(self, most_bytes: int = 16_000_000) -> None:
        self._buffer = bytearray()
        self._most = most_bytes

    def feed(self, piece: bytes) -> list[Event]:
        """Take the next piece.

        Args:
            piece: Any bytes.

        Returns:
            The events that it completes.

        Raises:
            ValueError: one event is larger than the bound.
        """
        self._buffer += piece
        if b"\r" in self._buffer:
            # A lone CR at the end may be half of a CR LF: it stays until the next piece.
            held = b"\r" if self._buffer.endswith(b"\r") else b""
            body = bytes(self._buffer[: len(self._buffer) - len(held)])
            self._buffer = bytearray(body.replace(b"\r\n", b"\n").replace(b"\r", b"\n") + held)
        *blocks, rest = bytes(self._buffer).split(b"\n\n")
        self._buffer = bytearray(rest)
        if len(rest) > self._most:
            raise ValueError("an event is too large")
        return [_parse(block) for block in blocks if block.strip(b"\n")]

    def finish(self) -> list[Event]:
        """Say that the body has ended; an event without its empty line is still read."""
        rest, self._buffer = bytes(self._buffer).strip(b"\r\n"), bytearray()
        return [_parse(rest)] if rest else []


def _parse(block: bytes) -> Event:
    data: list[str] = []
    name = ""
    for line in block.decode("utf-8", "replace").split("\n"):
        field, _, content = line.partition(":")
        content = content.removeprefix(" ")
        if field == "data":
            data.append(content)
        elif field == "event":
            name = content
    return Event("\n".join(data) if data else None, name, block)


def format_event(data: str, name: str = "") -> bytes:
    r"""Write one event.

    >>> format_event("[DONE]")
    b'data: [DONE]\n\n'

    Args:
        data: Its data, of one line or several.
        name: Its type.

    Returns:
        The bytes.
    """
    head = f"event: {name}\n" if name else ""
    body = "".join(f"data: {line}\n" for line in data.split("\n"))
    return f"{head}{body}\n".encode()
