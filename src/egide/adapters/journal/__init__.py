"""Where a journal's files, witness states and time stamps are: implementations of the journal's ports."""

from egide.adapters.journal.filesystem import FilesystemTileStore
from egide.adapters.journal.memory import MemoryTileStore

__all__ = ["FilesystemTileStore", "MemoryTileStore"]
