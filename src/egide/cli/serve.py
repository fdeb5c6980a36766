"""`egide serve`: a real site, embedded by default."""

from __future__ import annotations

import click

from egide.cli.serving import check_port_free, serve_http, start_service


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Run the desk: web, worker and scheduler in one process; the gateway under /v1."""
    check_port_free(host, port)
    start_service()
    serve_http(host, port)
