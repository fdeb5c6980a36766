"""`egide createbrand`: a brand with its keys and its journal."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import click

from egide.cli.outcome import AnswerIsNo, BadInput
from egide.cli.serving import start_service

_SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?", re.ASCII)


@click.command()
@click.argument("slug")
@click.option("--name", help="Name that people read; the slug by default.")
def createbrand(slug: str, name: str | None) -> None:
    """Create a brand with its keys and its journal."""
    if not _SLUG.fullmatch(slug):
        raise BadInput(f"'{slug}' is not a slug: 1 to 40 lower-case letters, digits and hyphens.")
    start_service()
    from egide.service.administration.flows import BrandExistsError, create_brand
    from egide.service.register.flows import declare_purpose
    from egide.service.tenancy.access import system_actor
    from egide.service.tenancy.scope import brand_scope

    now, actor = datetime.now(UTC), system_actor("createbrand")  # noqa: TID251 - an entry point reads the clock
    try:
        brand = create_brand(slug, name=name or slug, actor=actor, now=now)
    except BrandExistsError as exists:
        raise AnswerIsNo(f"the brand '{slug}' exists already.") from exists
    # After-sales and rights requests are what any brand receives; everything else is the DPO's to declare.
    with brand_scope(brand.pk):
        declare_purpose(brand.pk, "SAV", "b", actor=actor, now=now)
        declare_purpose(brand.pk, "DSR", "c", actor=actor, now=now)
    click.echo(f"{brand.slug} {brand.pk}")
