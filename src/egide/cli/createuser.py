"""`egide createuser`: a user of the desk, with a role and a first password."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import click

from egide.cli.outcome import AnswerIsNo, BadInput
from egide.cli.serving import start_service

_ROLES = ("agent", "supervisor", "dpo", "rssi", "sustainability", "brand_owner", "operator")


@click.command()
@click.argument("username")
@click.option("--role", type=click.Choice(_ROLES), required=True, help="What this person does.")
@click.option("--brand", "slug", help="For which brand; without one, the role holds for the whole installation.")
@click.option("--name", default="", help="Name that customers and colleagues read.")
def createuser(username: str, role: str, slug: str | None, name: str) -> None:
    """Create a user with a role; the first password is printed once, alone on the last line.

    At the first sign-in the desk asks for a second factor. A user who exists gets the role added, and keeps their password.
    """
    start_service()
    from egide.service.accounts.models import User
    from egide.service.administration.flows import create_user, grant_role
    from egide.service.tenancy.access import system_actor
    from egide.service.tenancy.models import Brand
    from egide.service.tenancy.rights import Role

    brand = Brand.objects.filter(slug=slug).first() if slug else None
    if slug and brand is None:
        raise BadInput(f"no brand '{slug}'; create it with: egide createbrand {slug}")
    if not slug and role not in {"operator", "rssi"}:
        raise BadInput(f"the role '{role}' belongs to a brand: name it with --brand.")
    now, actor = datetime.now(UTC), system_actor("createuser")  # noqa: TID251 - an entry point reads the clock
    user = User.objects.filter(username=username).first()
    password = ""
    if user is None:
        password = secrets.token_urlsafe(15)
        user = create_user(username, password, display_name=name or username, actor=actor, now=now)
    elif user.memberships.filter(role=role, brand=brand).exists():
        raise AnswerIsNo(f"'{username}' has this role already.")
    grant_role(user, Role(role), brand.pk if brand else None, actor=actor, now=now)
    click.echo(f"{username}: {role}{f' of {slug}' if slug else ''}", err=True)
    if password:
        click.echo(password)
