"""`egide key`: create, list and revoke the keys by which tools call the gateway."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from egide.cli.outcome import AnswerIsNo, BadInput
from egide.cli.serving import start_service

if TYPE_CHECKING:
    from egide.service.tenancy.models import Brand

_LIMITS = {"rate": "requests_per_minute", "tokens": "tokens_per_day", "energy": "energy_wh_per_day"}
_DAYS = re.compile(r"([1-9][0-9]{0,4})d", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?", re.ASCII)


@click.group()
def key() -> None:
    """Create, list or revoke a gateway key."""


@key.command("new")
@click.option("--brand", "slug", required=True, help="Slug of the brand.")
@click.option("--purpose", required=True, help="Code of a purpose that the brand declares, such as SAV.")
@click.option("--task", required=True, help="Task of the key, such as gateway_chat.")
@click.option("--name", default="", help="Name of the tool that will hold the key.")
@click.option("--expires", default="", help="A day (2027-06-30, its end in UTC) or a number of days (90d).")
@click.option("--limit", "limits", multiple=True, help="rate=60 (a minute), tokens=200000 or energy=50 (Wh) a day.")
@click.option("--person-required", is_flag=True, help="Refuse a request without X-Egide-Person.")
def new(
    slug: str, purpose: str, task: str, name: str, expires: str, limits: tuple[str, ...], *, person_required: bool
) -> None:
    """Create a key; it is printed once, alone on the last line."""
    now = _now()
    expires_at, wanted = _parse_expiry(expires, now), _parse_limits(limits)
    start_service()
    from egide.service.gatewaykeys.flows import KeyRefused, Terms, create_key
    from egide.service.tenancy.access import system_actor
    from egide.service.tenancy.scope import brand_scope

    brand = _brand(slug)
    with brand_scope(brand.pk):
        try:
            terms = Terms(purpose, task, name, expires_at, person_required=person_required, **wanted)
            row, token = create_key(brand.pk, terms, actor=system_actor("key"), now=now)
        except KeyRefused as refused:
            raise BadInput(f"{refused}.") from refused
    click.echo(f"{row.pk}: {row.task} for {row.purpose}, brand {brand.slug}; shown once:", err=True)
    click.echo(token)


@key.command("list")
@click.option("--brand", "slug", required=True, help="Slug of the brand.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per key.")
def list_keys(slug: str, *, as_json: bool) -> None:
    """List the keys of a brand, the newest first; never the keys themselves."""
    start_service()
    from egide.service.gatewaykeys.flows import limits_of
    from egide.service.gatewaykeys.models import GatewayKey
    from egide.service.tenancy.scope import brand_scope

    brand = _brand(slug)
    with brand_scope(brand.pk):
        rows = list(GatewayKey.objects.filter(brand_id=brand.pk))
    for row in rows:
        described: dict[str, Any] = {
            "id": str(row.pk),
            "hint": row.hint,
            "name": row.name,
            "purpose": row.purpose,
            "task": row.task,
            "expires_at": row.expires_at.isoformat() if row.expires_at else None,
            "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
            "limits": limits_of(row),
            "person_required": row.person_required,
        }
        click.echo(json.dumps(described, ensure_ascii=False) if as_json else _line(described))


def _line(described: dict[str, Any]) -> str:
    ended = described["revoked_at"]
    until = described["expires_at"]
    state = f"revoked {ended[:10]}" if ended else f"until {until[:10]}" if until else "no expiry"
    return f"{described['id']}  {described['hint']}…  {described['purpose']}  {described['task']}  {state}"


@key.command("revoke")
@click.argument("key_id", type=click.UUID)
@click.option("--brand", "slug", required=True, help="Slug of the brand.")
def revoke(key_id: Any, slug: str) -> None:
    """Revoke a key by its id: the next call with it is refused."""
    start_service()
    from egide.service.gatewaykeys.flows import revoke_key
    from egide.service.gatewaykeys.models import GatewayKey
    from egide.service.tenancy.access import system_actor
    from egide.service.tenancy.scope import brand_scope

    brand = _brand(slug)
    with brand_scope(brand.pk):
        row = GatewayKey.objects.filter(brand_id=brand.pk, pk=key_id).first()
        if row is None:
            raise AnswerIsNo(f"the brand '{slug}' has no key {key_id}; see: egide key list --brand {slug}")
        revoke_key(row, actor=system_actor("key"), now=_now())
    click.echo(f"{row.pk} revoked")


def _brand(slug: str) -> Brand:
    from egide.service.tenancy.models import Brand

    brand = Brand.objects.filter(slug=slug).first()
    if brand is None:
        raise BadInput(f"no brand '{slug}'; create it with: egide createbrand {slug}")
    return brand


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - an entry point reads the clock


def _parse_expiry(written: str, now: datetime) -> datetime | None:
    if not written:
        return None
    if days := _DAYS.fullmatch(written):
        return now + timedelta(days=int(days[1]))
    try:
        day = datetime.strptime(written, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as wrong:
        raise BadInput(f"--expires {written}: expected a day such as 2027-06-30, or days such as 90d.") from wrong
    if day.strftime("%Y-%m-%d") != written:
        raise BadInput(f"--expires {written}: expected a day such as 2027-06-30, or days such as 90d.")
    return day + timedelta(days=1)


def _parse_limits(written: tuple[str, ...]) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    for one in written:
        name, _, number = one.partition("=")
        whole = name != "energy"
        if name not in _LIMITS or not _NUMBER.fullmatch(number) or (whole and "." in number):
            raise BadInput(f"--limit {one}: expected rate=60, tokens=200000 or energy=50.")
        limits[_LIMITS[name]] = int(number) if whole else float(number)
    return limits
