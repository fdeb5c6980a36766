"""Declare a connection, pause it, remove it; take an event that a help desk sends; poll a mailbox.

A message that comes in goes the way of an import: provenance, duplicates, quarantine, journal. Nothing here has a side door.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.db import IntegrityError, transaction

from egide.connectors import CONNECTORS, receive
from egide.intake import Item, Options, Skip, read
from egide.intake.ports import TransportError
from egide.policy import Sentence
from egide.service.connections.models import IMAP, Connection, SeenDelivery
from egide.service.conversations.importing import Delivery, import_records, own_addresses
from egide.service.evidence.flows import Act, write_entry
from egide.service.register.flows import known_bases
from egide.service.sealing import brand_vault
from egide.service.tenancy.access import Actor, check_right, system_actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right
from egide.service.wiring import MailboxPlace, parts

KINDS = (IMAP, *CONNECTORS)
_HOOK = "hook:"
BY_THEMSELVES = ("webhook", "mailbox")
"""How messages are collected that nobody imports by hand."""
# Sources send a delivery again for hours; none of those described does for a week.
_SEEN_FOR = timedelta(days=7)
_POLLED_EACH = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)
_MAILS_AT_ONCE = 40
_BYTES_AT_ONCE = 32 * 1024 * 1024
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class ConnectionRefused(Exception):
    """A connection cannot be declared so; says why in both languages."""

    def __init__(self, field: str, said: Sentence) -> None:
        super().__init__(said.en)
        self.field = field
        self.said = said


@dataclass(frozen=True, slots=True)
class Place:
    """What the operator says of a connection.

    Attributes:
        secret: Password of the mailbox, or key that the help desk signs with; empty makes one for those that take ours.
    """

    kind: str
    name: str
    purpose: str = "SAV"
    host: str = ""
    port: int = 993
    user: str = ""
    folder: str = "INBOX"
    reply_url: str = ""
    secret: str = ""


def declare(brand_id: UUID, place: Place, *, actor: Actor, now: datetime) -> tuple[Connection, str]:
    """Declare a connection; it works at once.

    Returns:
        The connection, and the secret that was made for it, empty when the operator gave one.

    Raises:
        AccessRefused: the actor does not set up this brand.
        ConnectionRefused: says which field and why.
    """
    check_right(actor, Right.SETTINGS_EDIT, brand_id)
    _check(brand_id, place)
    made = "" if place.secret or place.kind == IMAP else secrets.token_urlsafe(32)
    key = uuid.uuid4()
    with transaction.atomic():
        row: Connection = Connection.objects.create(
            id=key,
            brand_id=brand_id,
            kind=place.kind,
            name=place.name.strip(),
            purpose=place.purpose,
            host=place.host.strip(),
            port=place.port,
            user=place.user.strip(),
            folder=place.folder.strip() or "INBOX",
            reply_url=place.reply_url.strip(),
            secret_sealed=brand_vault(brand_id).seal_text("connection", key, "secret", place.secret or made),
            next_at=now,
            changed_at=now,
        )
        _write(row, "declared", actor, now)
    return row, made


def _check(brand_id: UUID, place: Place) -> None:
    if place.kind not in KINDS:
        raise ConnectionRefused("kind", Sentence("Ce genre n’existe pas.", "This kind does not exist."))
    if place.purpose not in known_bases(brand_id):
        raise ConnectionRefused(
            "purpose", Sentence("La marque n’a pas déclaré cette finalité.", "The brand has not declared this purpose.")
        )
    if place.kind == IMAP and not (place.host.strip() and place.user.strip() and place.secret):
        raise ConnectionRefused(
            "host",
            Sentence("Donnez serveur, compte et mot de passe.", "Give the server, the account and the password."),
        )
    if place.reply_url:
        parted = urlsplit(place.reply_url.strip())
        if parted.scheme != "https" and not (parted.scheme == "http" and parted.hostname in _LOOPBACK):
            raise ConnectionRefused(
                "reply_url",
                Sentence("Une réponse ne part que par https.", "An answer leaves by https only."),
            )


def set_active(row: Connection, *, active: bool, actor: Actor, now: datetime) -> None:
    """Pause a connection or take it up again; a paused one refuses what comes.

    Raises:
        AccessRefused: the actor does not set up this brand.
    """
    check_right(actor, Right.SETTINGS_EDIT, row.brand_id)
    if row.active is active:
        return
    with transaction.atomic():
        row.active, row.changed_at, row.next_at, row.failures, row.error_code = active, now, now, 0, ""
        row.save(update_fields=["active", "changed_at", "next_at", "failures", "error_code"])
        _write(row, "active" if active else "paused", actor, now)


def remove(row: Connection, *, actor: Actor, now: datetime) -> None:
    """Remove a connection with its secret; what it brought stays.

    Raises:
        AccessRefused: the actor does not set up this brand.
    """
    check_right(actor, Right.SETTINGS_EDIT, row.brand_id)
    with transaction.atomic():
        _write(row, "removed", actor, now)
        row.delete()


def _write(row: Connection, state: str, actor: Actor, now: datetime) -> None:
    detail = {"kind": row.kind, "state": state, "replies": bool(row.reply_url)}
    write_entry(row.brand_id, Act("connector.changed", row.pk, actor, detail=detail), at=now)


def take_event(row: Connection, raw_body: bytes, headers: Mapping[str, str], *, now: datetime) -> int:
    """Take one event of a help desk: proof first, then the import.

    Args:
        row: The connection, its brand in scope.
        raw_body: The body as received.
        headers: The headers.
        now: Aware UTC.

    Returns:
        How many messages came in.

    Raises:
        SignatureRefused: it is not proved, or came before.
        UnreadableEvent: it is proved and has an unknown shape.
        KeyUnavailable: the key store does not answer.
    """
    secret = secret_of(row).encode()
    with transaction.atomic():
        items = receive(
            CONNECTORS[row.kind],
            raw_body,
            headers,
            secret=secret,
            now=now,
            seen=lambda delivery: _seen(row, delivery, now),
            options=_options(row),
        )
        return _import(row, items, now, how="webhook")


def _seen(row: Connection, delivery: str, now: datetime) -> bool:
    digest = hashlib.sha256(delivery.encode()).digest()
    try:
        with transaction.atomic():
            SeenDelivery.objects.create(brand_id=row.brand_id, connection=row, delivery=digest, at=now)
    except IntegrityError:
        return True
    return False


def _options(row: Connection) -> Options:
    source = "" if row.kind == IMAP else f"{_HOOK}{row.pk.hex}"
    return Options(source=source, own_addresses=own_addresses(row.brand))


def _import(row: Connection, items: Iterable[Item], now: datetime, *, how: str) -> int:
    taken = list(items)
    row.last_at, row.error_code, row.failures = now, "", 0
    brought = 0
    # A skip (another event, an agent's own words) opens no import run: most of what a help desk sends is one.
    if any(not isinstance(item, Skip) for item in taken):
        delivery = Delivery(row.name[:40], row.name, purpose=row.purpose, collected_how=how)
        brought = import_records(row.brand, taken, delivery, actor=system_actor("connector"), now=now).imported
    row.received += brought
    row.save(update_fields=["last_at", "error_code", "failures", "received"])
    return brought


def poll(row: Connection, *, now: datetime) -> int:
    """Read what came to a mailbox since the last time; a mail that is in never comes in twice.

    Args:
        row: A mailbox, its brand in scope.
        now: Aware UTC.

    Returns:
        How many messages came in; a mailbox that does not answer is tried again later, and says why.
    """
    place = MailboxPlace(row.host, row.port, row.user, secret_of(row), row.folder)
    last, mails, trouble = row.cursor, [], ""
    try:
        for cursor, raw in parts().open_mailbox(place).fetch_after(row.cursor, _MAILS_AT_ONCE):
            last = cursor
            mails.append(raw)
            if sum(map(len, mails)) > _BYTES_AT_ONCE:
                break  # the next round goes on from here
    except TransportError as unreachable:
        trouble = unreachable.code[:40]
    # What came before the trouble goes in, as one run; the cursor is kept with it, or neither is.
    with transaction.atomic():
        items = [item for raw in mails if raw for item in read(raw, "mail.eml", options=_options(row))]
        brought = _import(row, items, now, how="mailbox") if items else 0
        row.cursor, row.error_code = last, trouble
        row.failures = row.failures + 1 if trouble else 0
        row.next_at = now + (min(_POLLED_EACH * 2**row.failures, _LONGEST_PAUSE) if trouble else _POLLED_EACH)
        row.save(update_fields=["cursor", "error_code", "failures", "next_at"])
    return brought


def poll_waiting(brand: Brand, *, now: datetime) -> int:
    """Poll every mailbox of a brand whose time has come."""
    waiting = Connection.objects.filter(brand=brand, kind=IMAP, active=True, next_at__lte=now).select_related("brand")
    return sum(poll(row, now=now) for row in waiting)


def forget_deliveries(brand_id: UUID, *, now: datetime) -> int:
    """Delete the deliveries that no source would send again."""
    gone, _ = SeenDelivery.objects.filter(brand_id=brand_id, at__lt=now - _SEEN_FOR).delete()
    return int(gone)


def secret_of(row: Connection) -> str:
    """Open the secret of a connection."""
    return brand_vault(row.brand_id).open_text("connection", row.pk, "secret", row.secret_sealed)


def connection_of(brand_id: UUID, source: str) -> Connection | None:
    """Find the connection that brought a message, by the message's source; None when none did, or when it is gone."""
    if not source.startswith(_HOOK):
        return None
    found: Connection | None = Connection.objects.filter(
        brand_id=brand_id, pk=source.removeprefix(_HOOK), active=True
    ).first()
    return found
