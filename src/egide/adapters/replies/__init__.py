"""Carry answers back to help desks: over HTTP, or to memory."""

from egide.adapters.replies.memory import MemoryReplies
from egide.adapters.replies.webhook import HttpReplies

__all__ = ["HttpReplies", "MemoryReplies"]
