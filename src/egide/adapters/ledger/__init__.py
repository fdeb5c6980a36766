"""Where the ledger of withdrawals is kept: outside the database, and outside its backups."""

from egide.adapters.ledger.file import FileLedger
from egide.adapters.ledger.memory import MemoryLedger

__all__ = ["FileLedger", "MemoryLedger"]
