"""Keep answers in memory."""

from __future__ import annotations

from egide.intake.outgoing_reply import OutgoingReply, ReplyPlace

__all__ = ["MemoryReplies"]


class MemoryReplies:
    """Holds what was sent, by delivery, in order."""

    def __init__(self) -> None:
        self.sent: dict[str, tuple[ReplyPlace, OutgoingReply]] = {}

    def send(self, reply: OutgoingReply, place: ReplyPlace) -> None:
        """Keep an answer."""
        self.sent.setdefault(reply.delivery, (place, reply))
