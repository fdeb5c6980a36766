"""`egide demo`: a fictitious brand, processed end to end."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import click

from egide.cli.outcome import BadInput
from egide.cli.serving import check_port_free, prepare_home, serve_http, start_service


@click.command()
@click.option("--reset", is_flag=True, help="Forget the demo and start over.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--no-serve", is_flag=True, help="Prepare the demo and stop there.")
def demo(*, reset: bool, port: int, no_serve: bool) -> None:
    """Serve a fictitious brand, processed end to end, on http://127.0.0.1:8000."""
    from egide.service.configuration import default_home

    home = Path(os.environ["EGIDE_HOME"]) if "EGIDE_HOME" in os.environ else default_home(os.environ) / "demo"
    os.environ["EGIDE_HOME"], os.environ["EGIDE_DEMO"] = str(home), "1"
    if not no_serve:
        check_port_free("127.0.0.1", port)
    if reset:
        _forget(home)
    prepare_home(home)
    (home / "demo.marker").touch()
    has_stand_in = not no_serve and _open_stand_in(home)
    start_service()
    from egide.service.demo.flows import CUSTOMER, SLUG, load_demo

    passwords = load_demo(home, now=datetime.now(UTC), say=lambda line: click.echo(line, err=True))  # noqa: TID251 - an entry point reads the clock
    click.echo("\nUn mot de passe par rôle de démonstration :")
    for username, password in passwords.items():
        click.echo(f"  {username:<12} {password}")
    if no_serve:
        return
    click.echo(f"\nLa page d’un client : http://127.0.0.1:{port}/me/{SLUG}/ avec {CUSTOMER}")
    click.echo(f"  (son code s’écrit dans {home / 'outbox'})")
    if has_stand_in:
        _tell_gateway(home, port)
    click.echo()
    serve_http("127.0.0.1", port)


def _open_stand_in(home: Path) -> bool:
    from egide.service.demo.stand_in import open_stand_in

    return open_stand_in(home, heard=lambda text: click.echo(f"[modèle fictif] a reçu : {text}"))


def _tell_gateway(home: Path, port: int) -> None:
    """Print a command that sends a request through the gateway."""
    from egide.service.demo.flows import SLUG
    from egide.service.demo.gateway import curl_line, demo_key
    from egide.service.tenancy.models import Brand

    key = demo_key(Brand.objects.get(slug=SLUG), home, now=datetime.now(UTC))  # noqa: TID251 - an entry point reads the clock
    click.echo("\nLa passerelle, devant un modèle fictif qui affiche ici ce qu’il reçoit :")
    click.echo(f"  {curl_line(port, key)}")


def _forget(home: Path) -> None:
    """Delete a demo's directory, and nothing that is not one."""
    if not home.exists():
        return
    if not (home / "demo.marker").exists():
        raise BadInput(f"{home}: not a demo directory; nothing was deleted.")
    shutil.rmtree(home)
