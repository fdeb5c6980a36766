"""A command that opens the key table and leaves takes nothing away from a service that is using it."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from egide.adapters.keystores.sqlite_table import SqliteKeyTable
from egide.keys import KeyEntry, KeyKind, KeyName

READ_AND_LEAVE = """
import sys
from pathlib import Path
from egide.adapters.keystores.sqlite_table import SqliteKeyTable
table = SqliteKeyTable(Path(sys.argv[1]))
table.list_brands()
table.close()
"""


def _in_a_thread_that_stays(table: SqliteKeyTable, done: threading.Event) -> threading.Thread:
    opened = threading.Event()

    def use() -> None:
        table.list_brands()
        opened.set()
        done.wait(60)

    thread = threading.Thread(target=use, daemon=True)
    thread.start()
    assert opened.wait(60)
    return thread


def test_a_command_that_leaves_does_not_delete_the_log_of_a_service(tmp_path: Path) -> None:
    path, done = tmp_path / "keys.sqlite3", threading.Event()
    table = SqliteKeyTable(path)
    brand = "00000000-0000-0000-0000-000000000001"
    names = [KeyName(brand, KeyKind.SUBJECT, f"person-{number}") for number in range(3)]
    table.add(names[0], KeyEntry(b"first", "w"))
    # A second connection of the same process: opening it may not drop the locks of the first.
    other = _in_a_thread_that_stays(table, done)
    table.add(names[1], KeyEntry(b"second", "w"))
    log = path.with_name("keys.sqlite3-wal")
    inode = log.stat().st_ino
    subprocess.run([sys.executable, "-c", READ_AND_LEAVE, str(path)], check=True, timeout=120)
    assert log.stat().st_ino == inode
    table.add(names[2], KeyEntry(b"third", "w"))
    fresh = SqliteKeyTable(path)
    assert [fresh.get(name) for name in names] == [KeyEntry(text, "w") for text in (b"first", b"second", b"third")]
    fresh.close()
    done.set()
    other.join()
