"""Where a journal's files, witness states and time stamps are: implementations of the journal's ports."""

from egide.adapters.journal.export import export_log
from egide.adapters.journal.filesystem import FilesystemTileStore, FilesystemWitnessStore
from egide.adapters.journal.group_commit import GroupCommit
from egide.adapters.journal.http import HttpLogReader, HttpTimeStampAuthority, HttpWitness, Unreachable
from egide.adapters.journal.memory import MemoryTileStore, MemoryWitnessStore
from egide.adapters.journal.openssl import OpenSslTimeStampAuthority
from egide.adapters.journal.witness_server import WitnessServer

__all__ = [
    "FilesystemTileStore",
    "FilesystemWitnessStore",
    "GroupCommit",
    "HttpLogReader",
    "HttpTimeStampAuthority",
    "HttpWitness",
    "MemoryTileStore",
    "MemoryWitnessStore",
    "OpenSslTimeStampAuthority",
    "Unreachable",
    "WitnessServer",
    "export_log",
]
