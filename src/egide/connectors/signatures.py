"""Prove that a webhook comes from its source, before anything of it is parsed.

Each vendor signs its own way; a ``Scheme`` says which header, which hash, which encoding, what is signed. The comparison takes
constant time and is made on the raw bytes.

Sources: chatwoot/chatwoot pull requests 13573 and 13892; zammad-admin-documentation ``manage/webhook/payload.rst``;
developer.zendesk.com ``webhooks/verifying``; abhinavxd/libredesk ``internal/webhook/webhook.go``. Read in November 2026.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final, Literal

from egide.connectors.errors import SignatureRefused

__all__ = ["SCHEMES", "Delivery", "Scheme", "verify"]

_DIGESTS: Final = MappingProxyType({"sha1": hashlib.sha1, "sha256": hashlib.sha256})
_SECONDS: Final = re.compile(r"[0-9]{9,11}\Z")
_LONGEST_SECRET_HEADER: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """How one source signs.

    Attributes:
        header: The header that carries the signature, or the token.
        digest: ``sha256``, ``sha1`` where the vendor has nothing better, or ``token``: the secret itself is sent.
        encoding: ``hex`` or ``base64``.
        prefix: What stands before the signature in its header.
        timestamp_header: The header that carries the time, or ``""``.
        timestamp_format: ``seconds`` or ``iso``.
        separator: What stands between time and body in what is signed.
        delivery_header: The header that names the delivery, the same at each retry, or ``""``.
        tolerance: How old, or how far ahead, a time may be.
    """

    header: str
    digest: Literal["sha256", "sha1", "token"] = "sha256"
    encoding: Literal["hex", "base64"] = "hex"
    prefix: str = ""
    timestamp_header: str = ""
    timestamp_format: Literal["seconds", "iso"] = "seconds"
    separator: bytes = b""
    delivery_header: str = ""
    tolerance: timedelta = timedelta(minutes=5)


SCHEMES: Final = MappingProxyType(
    {
        "chatwoot": Scheme(
            header="X-Chatwoot-Signature",
            prefix="sha256=",
            timestamp_header="X-Chatwoot-Timestamp",
            separator=b".",
            delivery_header="X-Chatwoot-Delivery",
        ),
        "zammad": Scheme(header="X-Hub-Signature", digest="sha1", prefix="sha1=", delivery_header="X-Zammad-Delivery"),
        "zendesk": Scheme(
            header="X-Zendesk-Webhook-Signature",
            encoding="base64",
            timestamp_header="X-Zendesk-Webhook-Signature-Timestamp",
            timestamp_format="iso",
        ),
        "libredesk": Scheme(header="X-Libredesk-Signature", prefix="sha256="),
        "bearer": Scheme(header="Authorization", digest="token", prefix="Bearer "),
    }
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A proved event: its name for replays, and its time when the source signs one."""

    id: str
    sent_at: datetime | None


def verify(
    raw_body: bytes,
    headers: Mapping[str, str],
    scheme: Scheme,
    secret: bytes,
    now: datetime,
    seen: Callable[[str], bool],
) -> Delivery:
    """Prove an event and refuse its replays.

    Args:
        raw_body: The body as received.
        headers: The headers; names in any case.
        scheme: How the source signs.
        secret: The secret shared with it.
        now: Aware UTC.
        seen: Says whether a delivery came before **and remembers it**, in one step; asked last, of proved events only.

    Returns:
        The delivery.

    Raises:
        SignatureRefused: with its code.
    """
    if not secret:
        raise SignatureRefused("secret-missing")
    folded = {name.casefold(): content for name, content in headers.items()}
    carried = folded.get(scheme.header.casefold(), "")
    if not carried:
        raise SignatureRefused("signature-missing")
    if len(carried) > _LONGEST_SECRET_HEADER or not carried.startswith(scheme.prefix):
        raise SignatureRefused("signature-malformed")
    signature = carried.removeprefix(scheme.prefix).strip()
    if scheme.digest == "token":
        if not hmac.compare_digest(signature.encode(), secret):
            raise SignatureRefused("signature-wrong")
        # A token proves who, not what: the body names the delivery.
        delivery = Delivery(f"sha256:{hashlib.sha256(raw_body).hexdigest()}", None)
    else:
        delivery = _verify_signed(raw_body, folded, scheme, secret, signature, now)
    if seen(delivery.id):
        raise SignatureRefused("delivery-replayed")
    return delivery


def _verify_signed(
    raw_body: bytes, headers: Mapping[str, str], scheme: Scheme, secret: bytes, signature: str, now: datetime
) -> Delivery:
    stamp = headers.get(scheme.timestamp_header.casefold(), "") if scheme.timestamp_header else ""
    if scheme.timestamp_header and not stamp:
        raise SignatureRefused("timestamp-missing")
    signed = stamp.encode() + scheme.separator + raw_body if stamp else raw_body
    expected = hmac.new(secret, signed, _DIGESTS[scheme.digest]).digest()
    if not hmac.compare_digest(_decoded(signature, scheme), expected):
        raise SignatureRefused("signature-wrong")
    sent_at = _time(stamp, scheme) if stamp else None
    if sent_at is not None and abs(now - sent_at) > scheme.tolerance:
        raise SignatureRefused("timestamp-stale")
    named = headers.get(scheme.delivery_header.casefold(), "") if scheme.delivery_header else ""
    # A source that names no delivery is known by what it signed: the same bytes are the same event.
    return Delivery(named[:200] or f"sha256:{hashlib.sha256(signed).hexdigest()}", sent_at)


def _decoded(signature: str, scheme: Scheme) -> bytes:
    """Read a signature strictly: what does not come back the same when written again is refused."""
    try:
        if scheme.encoding == "hex":
            decoded = bytes.fromhex(signature)
            same = decoded.hex() == signature.casefold()
        else:
            decoded = base64.b64decode(signature, validate=True)
            same = base64.b64encode(decoded).decode() == signature
    except (ValueError, binascii.Error):
        raise SignatureRefused("signature-malformed") from None
    if not same:
        raise SignatureRefused("signature-malformed")
    return decoded


def _time(stamp: str, scheme: Scheme) -> datetime:
    try:
        if scheme.timestamp_format == "iso":
            moment = datetime.fromisoformat(stamp)
            if moment.tzinfo is None:
                raise SignatureRefused("timestamp-malformed")
            return moment.astimezone(UTC)
        if not _SECONDS.match(stamp):
            raise SignatureRefused("timestamp-malformed")
        return datetime.fromtimestamp(int(stamp), UTC)
    except (ValueError, OverflowError):
        raise SignatureRefused("timestamp-malformed") from None
