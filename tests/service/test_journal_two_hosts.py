"""Two hosts on one PostgreSQL publish one journal, whether or not their file systems lock for each other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.postgresql import PostgresqlMissing, temporary_cluster

from egide.adapters.journal import FilesystemTileStore
from egide.journal import Checkpoint, Expectations, VerifiedLog, check_log, parse_vkey

ROUNDS, ENTRIES = 20, 5
# Hosts that wait for each other for ever fail; a machine with other work to do is slow, and is not what is tried here.
_PATIENCE_S = 300
WRITTEN = 2 * ROUNDS * ENTRIES + 1  # the brand's creation is an entry too

START = "from egide.cli.serving import start_service; start_service()"

PREPARE = """
from datetime import UTC, datetime
from egide.cli.serving import start_service
start_service()
from egide.service.administration.flows import create_brand
from egide.service.tenancy.access import system_actor
for slug in ("shared", "apart"):
    print(create_brand(slug, name=slug, actor=system_actor("test"), now=datetime.now(UTC)).pk)
"""

HOST = """
import contextlib, json, sys, uuid
from datetime import UTC, datetime
from egide.adapters.journal import FilesystemTileStore
from egide.cli.serving import start_service

# A file system whose locks do not hold between hosts.
FilesystemTileStore.exclusive = lambda self: contextlib.nullcontext()
start_service()
from django.db import transaction
from egide.service.evidence.flows import Act, sequence_pending, write_entry
from egide.service.tenancy.access import system_actor
from egide.service.tenancy.scope import brand_scope
from egide.service.wiring import parts

print("ready", flush=True)
sys.stdin.readline()
seen = []
for brand_id in map(uuid.UUID, sys.argv[3:]):
    with brand_scope(brand_id):
        for _ in range(int(sys.argv[1])):
            now = datetime.now(UTC)
            for _ in range(int(sys.argv[2])):
                with transaction.atomic():
                    write_entry(brand_id, Act("settings.changed", uuid.uuid4(), system_actor("host")), at=now)
            sequence_pending(brand_id, now=now)
            published = parts().open_journal(brand_id).checkpoint().checkpoint
            seen.append([published.origin, published.size, published.root.hex()])
print(json.dumps(seen))
"""


class Hosts:
    """Two installations on one database and one set of keys that have raced; one journal is in a folder they share.

    Attributes:
        shared: Brand whose journal both write in the same folder.
        apart: Brand whose journal each writes in a folder of its own.
        shown: Every checkpoint that either published, of both.
    """

    def __init__(self, url: str, folder: Path) -> None:
        self._url, self._folder = url, folder
        for number in (1, 2):
            (folder / str(number) / "journal").mkdir(parents=True)
            (folder / str(number) / "egide.toml").write_text(
                f'[keys]\nfolder = "{folder / "keys"}"\n', encoding="utf-8"
            )
        # Both start on the empty database at once: each makes its tables and policies after the other, or finds them.
        for process in [self._start(number, START) for number in (1, 2)]:
            _, errors = process.communicate(timeout=_PATIENCE_S)
            assert process.returncode == 0, errors
        output, errors = self._start(1, PREPARE).communicate(timeout=_PATIENCE_S)
        assert output, errors
        self.shared, self.apart = output.split()
        (folder / "1" / "journal" / self.shared).mkdir()
        (folder / "2" / "journal" / self.shared).symlink_to(folder / "1" / "journal" / self.shared)
        self.shown = self._race()

    def verified(self, number: int, brand: str) -> VerifiedLog:
        """Verify what a host publishes, against every checkpoint that either has shown."""
        folder = self._folder / str(number) / "journal" / brand
        key = parse_vkey((folder / "log.vkey").read_text().strip())
        size = check_log(FilesystemTileStore(folder), Expectations(log_keys=[key])).signed.size
        known = [checkpoint for checkpoint in self.shown if checkpoint.origin == key.name and checkpoint.size <= size]
        return check_log(FilesystemTileStore(folder), Expectations(log_keys=[key], known=known))

    def _race(self) -> list[Checkpoint]:
        arguments = (str(ROUNDS), str(ENTRIES), self.shared, self.apart)
        running = [self._start(number, HOST, *arguments) for number in (1, 2)]
        answers = []
        try:
            for process in running:
                assert process.stdout is not None
                assert process.stdout.readline() == "ready\n", process.communicate()[1]
            for process in running:
                assert process.stdin is not None
                process.stdin.write("go\n")
                process.stdin.flush()
            for process in running:
                output, errors = process.communicate(timeout=_PATIENCE_S)
                assert process.returncode == 0, errors
                answers += json.loads(output)
        finally:
            for process in running:
                process.kill()
                process.communicate()
        return [Checkpoint(origin, size, bytes.fromhex(root)) for origin, size, root in answers]

    def _start(self, number: int, program: str, *arguments: str) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "EGIDE_HOME": str(self._folder / str(number)),
            "EGIDE_DATABASE_URL": self._url,
            "EGIDE_CONFIG": "",
        }
        return subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    try:
        with temporary_cluster() as url:
            yield Hosts(url, tmp_path_factory.mktemp("hosts"))
    except PostgresqlMissing as missing:
        pytest.skip(str(missing))


def test_two_hosts_extend_one_journal_even_where_file_locks_do_not_hold(hosts: Hosts) -> None:
    assert {hosts.verified(number, hosts.shared).signed.size for number in (1, 2)} == {WRITTEN}


def test_two_hosts_with_folders_of_their_own_show_one_history(hosts: Hosts) -> None:
    assert max(hosts.verified(number, hosts.apart).signed.size for number in (1, 2)) == WRITTEN


def test_no_size_was_ever_shown_with_two_roots(hosts: Hosts) -> None:
    assert len(hosts.shown) == 4 * ROUNDS
    roots = {(checkpoint.origin, checkpoint.size): checkpoint.root for checkpoint in hosts.shown}
    assert len({(checkpoint.origin, checkpoint.size, checkpoint.root) for checkpoint in hosts.shown}) == len(roots)
