"""A webhook is proved on its raw bytes, once, in time; everything else is refused with its reason."""

import base64
import contextlib
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.connectors import CONNECTORS, SCHEMES, SignatureRefused, receive, verify
from egide.connectors.errors import UnreadableEvent
from egide.intake import Options

NOW = datetime(2026, 9, 2, 6, 14, tzinfo=UTC)
SECRET = b"a shared secret"
BODY = '{"event": "conversation_updated", "é": 1}'.encode()


def _signed(name: str, body: bytes = BODY, at: datetime = NOW, secret: bytes = SECRET) -> dict[str, str]:
    """Sign as the vendor's documentation says, written apart from the code under test."""
    if name == "chatwoot":
        stamp = str(int(at.timestamp()))
        made = hmac.new(secret, f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        return {"X-Chatwoot-Signature": f"sha256={made}", "X-Chatwoot-Timestamp": stamp, "X-Chatwoot-Delivery": "d-1"}
    if name == "zammad":
        return {"X-Hub-Signature": "sha1=" + hmac.new(secret, body, "sha1").hexdigest(), "X-Zammad-Delivery": "d-1"}
    if name == "zendesk":
        stamp = at.isoformat().replace("+00:00", "Z")
        made = base64.b64encode(hmac.new(secret, stamp.encode() + body, hashlib.sha256).digest()).decode()
        return {"X-Zendesk-Webhook-Signature": made, "X-Zendesk-Webhook-Signature-Timestamp": stamp}
    if name == "libredesk":
        return {"X-Libredesk-Signature": "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()}
    return {"Authorization": f"Bearer {secret.decode()}"}


class _Memory:
    def __init__(self) -> None:
        self.held: set[str] = set()

    def __call__(self, delivery: str) -> bool:
        known = delivery in self.held
        self.held.add(delivery)
        return known


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_accepts_the_vendors_signature_once_and_refuses_the_replay(name: str) -> None:
    seen = _Memory()
    headers = {header.upper(): held for header, held in _signed(name).items()}
    verify(BODY, headers, SCHEMES[name], SECRET, NOW, seen)
    with pytest.raises(SignatureRefused) as refused:
        verify(BODY, headers, SCHEMES[name], SECRET, NOW, seen)
    assert refused.value.code == "delivery-replayed"


@pytest.mark.parametrize("name", sorted(set(SCHEMES) - {"bearer"}))
def test_refuses_another_body_and_remembers_nothing_of_it(name: str) -> None:
    seen = _Memory()
    with pytest.raises(SignatureRefused) as refused:
        verify(BODY + b" ", _signed(name), SCHEMES[name], SECRET, NOW, seen)
    assert refused.value.code == "signature-wrong"
    assert seen.held == set()


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_refuses_another_secret_and_a_missing_header(name: str) -> None:
    with pytest.raises(SignatureRefused) as refused:
        verify(BODY, _signed(name, secret=b"another"), SCHEMES[name], SECRET, NOW, _Memory())
    assert refused.value.code == "signature-wrong"
    with pytest.raises(SignatureRefused) as refused:
        verify(BODY, {}, SCHEMES[name], SECRET, NOW, _Memory())
    assert refused.value.code == "signature-missing"
    with pytest.raises(SignatureRefused) as refused:
        verify(BODY, _signed(name), SCHEMES[name], b"", NOW, _Memory())
    assert refused.value.code == "secret-missing"


@pytest.mark.parametrize("name", ["chatwoot", "zendesk"])
@pytest.mark.parametrize("minutes", [-6, 6])
def test_refuses_a_stale_or_future_time(name: str, minutes: int) -> None:
    verify(BODY, _signed(name, at=NOW + timedelta(minutes=minutes // 2)), SCHEMES[name], SECRET, NOW, _Memory())
    with pytest.raises(SignatureRefused) as refused:
        verify(BODY, _signed(name, at=NOW + timedelta(minutes=minutes)), SCHEMES[name], SECRET, NOW, _Memory())
    assert refused.value.code == "timestamp-stale"


def test_refuses_a_timestamp_that_was_not_signed() -> None:
    headers = _signed("chatwoot") | {"X-Chatwoot-Timestamp": str(int(NOW.timestamp()) + 1)}
    with pytest.raises(SignatureRefused) as refused:
        verify(BODY, headers, SCHEMES["chatwoot"], SECRET, NOW, _Memory())
    assert refused.value.code == "signature-wrong"


@pytest.mark.parametrize("spelling", ["sha256=zz", "sha256= ab", "sha256=abc", "md5=00", "sha256=" + "0" * 5000])
def test_refuses_a_signature_that_is_no_signature(spelling: str) -> None:
    headers = _signed("libredesk") | {"X-Libredesk-Signature": spelling}
    with pytest.raises(SignatureRefused):
        verify(BODY, headers, SCHEMES["libredesk"], SECRET, NOW, _Memory())


@given(st.sampled_from(sorted(CONNECTORS)), st.binary(max_size=200))
def test_any_proved_body_is_read_or_refused(name: str, body: bytes) -> None:
    scheme = next(known for known, held in SCHEMES.items() if held is CONNECTORS[name].scheme)
    headers = _signed(scheme, body)
    with contextlib.suppress(UnreadableEvent):
        receive(CONNECTORS[name], body, headers, secret=SECRET, now=NOW, seen=_Memory(), options=Options())
