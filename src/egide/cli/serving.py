"""Start the service from a command: a data directory that exists, a database that is up to date, a free port."""

from __future__ import annotations

import os
import socket
import warnings
from pathlib import Path
from typing import Any

import click

from egide.cli.outcome import BadInput


def prepare_home(home: Path) -> None:
    """Create the data directory, readable by its owner alone.

    Raises:
        BadInput: it cannot be created or written.
    """
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = home / ".write-check"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as refused:
        raise BadInput(
            f"{home}: the data directory cannot be written ({refused.strerror}); set EGIDE_HOME to one that can."
        ) from refused


def check_port_free(host: str, port: int) -> None:
    """Refuse early when another process listens on the port.

    Raises:
        BadInput: the port is taken or not allowed.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as refused:
            raise BadInput(
                f"port {port} on {host} cannot be used ({refused.strerror}); choose another with --port."
            ) from refused


def start_service(*, recovering: bool = False, migrate: bool = True) -> None:
    """Read the configuration, open the keys, bring the database up to date, put the parts together.

    Args:
        recovering: The database may have forgotten something: that is about to be mended.
        migrate: Bring the database up to date.

    Raises:
        BadInput: the configuration or the key store refuses, or the database was put back from a backup and nobody
            has told it what happened since.
    """
    from egide.keys import KeyRingError
    from egide.service.configuration import ConfigurationError, load_configuration

    try:
        configuration = load_configuration()
        prepare_home(configuration.home)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.service.settings")
        from egide.bootstrap import start

        start(configuration)
    except ConfigurationError as wrong:
        raise BadInput(str(wrong)) from wrong
    except KeyRingError as closed:
        raise BadInput(f"key store: {closed}") from closed
    if not recovering:
        _refuse_to_start_again()
    if migrate:
        _migrate()
    if not recovering:
        _refuse_to_forget()


def _refuse_to_start_again() -> None:
    from egide.service.continuity.recovering import is_database_lost

    if is_database_lost():
        raise BadInput("the journals are here and the database is not: put a backup back with egide recover FOLDER.")


def _refuse_to_forget() -> None:
    from egide.service.continuity.recovering import what_is_forgotten
    from egide.service.withdrawals.ledger import BrokenLedgerError

    try:
        forgotten = what_is_forgotten()
    except BrokenLedgerError as broken:
        raise BadInput(str(broken)) from broken
    if forgotten:
        raise BadInput(f"{'; '.join(forgotten)}. It was put back from a backup: run egide recover before opening.")


def _migrate() -> None:
    from django.db import OperationalError

    from egide.service.evidence.flows import prepare_installation
    from egide.service.migrating import migrate

    try:
        migrate()
    except OperationalError as refused:
        raise BadInput("the database does not answer; check EGIDE_DATABASE_URL.") from refused
    prepare_installation()


def serve_http(host: str, port: int) -> None:
    """Run web, gateway, worker and scheduler until it is interrupted.

    One process serves both by default; with `workers` under `[gateway]`, as many processes share the port. SIGHUP has
    the file read again without dropping a request: by the process itself, or by new workers in the place of the former.

    Raises:
        BadInput: the gateway's configuration means nothing.
    """
    import uvicorn

    from egide.bootstrap import open_gateway, reload_gateway
    from egide.gateway.configuring import read_settings
    from egide.gateway.connection import Connection
    from egide.gateway.mounting import Mounted
    from egide.gateway.warming import warm
    from egide.service.asgi import application
    from egide.service.configuration import ConfigurationError
    from egide.service.running import Background
    from egide.service.wiring import parts

    configuration = parts().configuration
    try:
        workers = read_settings(configuration.gateway).workers
        root = Mounted(open_gateway(configuration), application, prepare=warm, reload=reload_gateway)
    except ConfigurationError as wrong:
        raise BadInput(str(wrong)) from wrong
    # Static files are small files read from the disk: reading them at once, which is what Django warns of, is meant.
    warnings.filterwarnings("ignore", "StreamingHttpResponse must consume", module="django.core.handlers.asgi")
    options: dict[str, Any] = {"log_level": "warning", "access_log": False, "server_header": False, "http": Connection}
    with Background():
        click.echo(f"Égide : http://{host}:{port}/  (Ctrl-C pour arrêter)")
        if workers == 1:
            uvicorn.run(root, host=host, port=port, **options)
        else:
            # A worker loads its detector before it answers: on a busy machine that outlasts uvicorn's five seconds.
            uvicorn.run(
                "egide.bootstrap:root_application",
                factory=True,
                host=host,
                port=port,
                workers=workers,
                timeout_worker_healthcheck=60,
                **options,
            )
