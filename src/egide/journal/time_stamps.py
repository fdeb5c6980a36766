"""Ask for, read and verify RFC 3161 time stamps over a checkpoint: proof that it existed at that time.

Only the hash of the checkpoint leaves the site. An air-gapped site carries the request out as a file and the
response back in; nothing here opens a connection.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from egide.journal.errors import MalformedTimeStamp, TimeStampFailed

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse, TimeStampTokenInfo

MAX_RESPONSE_BYTES: Final = 100_000


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """A verified token.

    Attributes:
        at: Time that the authority vouches for, aware UTC.
        serial: Serial number of the token at its authority.
        policy: Object identifier of the authority's policy.
        response: The `.tsr` file.
    """

    at: datetime
    serial: int
    policy: str
    response: bytes = field(repr=False)


def build_request(checkpoint: bytes) -> bytes:
    """Write the request (`.tsq`) to stamp a checkpoint file.

    The nonce is left out: it protects against a replayed answer only while the request is remembered, and an
    air-gapped site could not compare it. The hash of the checkpoint is what binds the answer.

    Args:
        checkpoint: The checkpoint file, verbatim.

    Returns:
        DER bytes; they hold the SHA-256 of the checkpoint and nothing else of it.

    Source: RFC 3161 §2.4.1.
    """
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    builder = TimestampRequestBuilder(checkpoint, hash_algorithm=HashAlgorithm.SHA256)
    return bytes(builder.nonce(nonce=False).cert_request(cert_request=True).build().as_bytes())


def check_time_stamp(response: bytes, checkpoint: bytes, roots: Sequence[Certificate]) -> TimeStamp:
    """Accept a token only when a trusted authority signed it for this very checkpoint.

    Args:
        response: The `.tsr` file.
        checkpoint: The checkpoint file, verbatim.
        roots: Root certificates of the authorities trusted.

    Returns:
        The verified token.

    Raises:
        MalformedTimeStamp: not a strict DER response, or a refusal of the authority.
        TimeStampFailed: another checkpoint, another hash, an untrusted or unfit certificate.

    Source: RFC 3161 §2.4.2; the same as `openssl ts -verify -in F.tsr -data checkpoint -CAfile ROOT.pem`.
    """
    from rfc3161_client import VerificationError, VerifierBuilder

    decoded, info = _decode(response)
    if not roots:
        raise TimeStampFailed("no trusted time-stamping authority was given")
    _require_imprint(info, checkpoint)
    builder = VerifierBuilder()
    for root in dict.fromkeys(roots):  # the builder refuses the same one twice
        builder = builder.add_root_certificate(root)
    try:
        if not builder.build().verify_message(decoded, checkpoint):
            raise TimeStampFailed("the token does not verify")
    except VerificationError as wrong:
        raise TimeStampFailed("no trusted authority signed this token") from wrong
    except ValueError as wrong:  # a certificate or a signature inside that is not one
        raise MalformedTimeStamp("a part of the time-stamp response is malformed") from wrong
    return TimeStamp(info.gen_time.astimezone(UTC), info.serial_number, info.policy.dotted_string, response)


def read_time_stamp(response: bytes, checkpoint: bytes) -> datetime:
    """Read the time a token claims for a checkpoint, without verifying who signed it: to sort files, never to decide.

    Args:
        response: The `.tsr` file.
        checkpoint: The checkpoint file, verbatim.

    Returns:
        Aware UTC.

    Raises:
        MalformedTimeStamp: not a strict DER response, or a refusal of the authority.
        TimeStampFailed: the token is for another checkpoint.
    """
    _, info = _decode(response)
    _require_imprint(info, checkpoint)
    return info.gen_time.astimezone(UTC)


def load_roots(pem: bytes) -> list[Certificate]:
    """Read the root certificates of trusted authorities.

    Args:
        pem: One or more certificates in PEM.

    Returns:
        The certificates.

    Raises:
        MalformedTimeStamp: not certificates.
    """
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(pem)
    except ValueError as wrong:
        raise MalformedTimeStamp("not PEM certificates") from wrong


def _require_imprint(info: TimeStampTokenInfo, checkpoint: bytes) -> None:
    if info.message_imprint.message not in {hashlib.sha256(checkpoint).digest(), hashlib.sha512(checkpoint).digest()}:
        raise TimeStampFailed("the token is for another checkpoint")


def _decode(response: bytes) -> tuple[TimeStampResponse, TimeStampTokenInfo]:
    from rfc3161_client import decode_timestamp_response

    if len(response) > MAX_RESPONSE_BYTES:
        raise MalformedTimeStamp(f"a time-stamp response is at most {MAX_RESPONSE_BYTES} bytes")
    try:
        decoded = decode_timestamp_response(response)
        if decoded.status:  # RFC 3161 §2.4.2: 0 is granted
            raise MalformedTimeStamp("the authority refused the request")
        # The library parses the token only when it is looked at: every part is read here once.
        info = decoded.tst_info
        _ = info.gen_time, info.serial_number, info.policy, info.message_imprint.message
        same = decoded.as_bytes() == response
    except ValueError as wrong:
        raise MalformedTimeStamp("not a strict DER time-stamp response") from wrong
    if not same:
        raise MalformedTimeStamp("time-stamp response with another encoding")
    return decoded, info
