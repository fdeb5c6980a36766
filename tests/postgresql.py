"""A real PostgreSQL for the tests: a throw-away cluster on a Unix socket and loopback, stopped at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class PostgresqlMissing(Exception):
    """PostgreSQL's server programs are not installed here."""


def _programs() -> Path:
    candidates = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True
    )
    found = shutil.which("initdb")
    if found:
        candidates.append(Path(found).resolve().parent)
    for candidate in candidates:
        if (candidate / "initdb").exists() and (candidate / "pg_ctl").exists():
            return candidate
    raise PostgresqlMissing("PostgreSQL is not installed: the service ran on SQLite only")


def _as_server() -> list[str]:
    """PostgreSQL refuses to run as root: run it as its own user then."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError as absent:
        raise PostgresqlMissing("running as root without a 'postgres' user: the service ran on SQLite only") from absent
    return ["runuser", "-u", "postgres", "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def temporary_cluster(*, fsync: bool = False) -> Iterator[str]:
    """Start a cluster and yield the address of a database whose role obeys row-level security.

    Args:
        fsync: Flush each commit to the disk, as in production: for measuring.

    Raises:
        PostgresqlMissing: the server cannot be started here; says why.
    """
    programs, prefix = _programs(), _as_server()
    folder = Path(tempfile.mkdtemp(prefix="egide-pg-"))
    if prefix:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data, port = folder / "data", _free_port()

    def run(*command: str) -> None:
        subprocess.run([*prefix, *command], check=True, capture_output=True, cwd="/")

    try:
        run(str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync={'on' if fsync else 'off'}"
        run(str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            # Not a superuser and without BYPASSRLS: the second lock must hold for the role that the product uses.
            statement = "CREATE ROLE egide LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS"
            run(str(programs / "psql"), "-h", str(folder), "-p", str(port), "-U", "postgres", "-c", statement)
            run(
                str(programs / "createdb"), "-h", str(folder), "-p", str(port), "-U", "postgres", "-O", "egide", "egide"
            )
            yield f"postgresql://egide@127.0.0.1:{port}/egide"
        finally:
            run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    except subprocess.CalledProcessError as failed:
        raise PostgresqlMissing(
            f"PostgreSQL did not start: {failed.stderr.decode(errors='replace')[-200:]}"
        ) from failed
    finally:
        shutil.rmtree(folder, ignore_errors=True)
