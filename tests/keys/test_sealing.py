"""A sealed record opens with its key, in its place, whole, and not otherwise."""

from __future__ import annotations

import pickle
import secrets
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.keys import (
    SEAL_OVERHEAD_BYTES,
    Binding,
    KeyRingError,
    SealBroken,
    SecretKey,
    derive_key,
    frame,
    seal,
    unseal,
)

KEY = SecretKey(bytes(range(32)))
PLACE = Binding("acme", "message", "17", "body", 1)


@given(st.binary(max_size=300))
def test_opens_what_it_sealed_and_says_how_much_longer_it_is(record: bytes) -> None:
    sealed = seal(KEY, record, binding=PLACE, nonce_source=secrets.token_bytes)
    assert len(sealed) == len(record) + SEAL_OVERHEAD_BYTES
    assert unseal(KEY, sealed, binding=PLACE) == record


@given(st.data())
def test_refuses_one_changed_byte(data: st.DataObject) -> None:
    sealed = seal(KEY, b"Bonjour", binding=PLACE, nonce_source=secrets.token_bytes)
    at = data.draw(st.integers(0, len(sealed) - 1))
    altered = sealed[:at] + bytes([sealed[at] ^ data.draw(st.integers(1, 255))]) + sealed[at + 1 :]
    assert unseal(KEY, sealed, binding=PLACE) == b"Bonjour"
    with pytest.raises(SealBroken):
        unseal(KEY, altered, binding=PLACE)
    with pytest.raises(SealBroken):
        unseal(KEY, sealed[:at], binding=PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"brand": "acmf"},
        {"table": "note"},
        {"row": "18"},
        {"column": "subject"},
        {"version": 2},
        {"brand": "acmem", "table": "essage"},
    ],
)
def test_refuses_another_place(elsewhere: dict[str, object]) -> None:
    sealed = seal(KEY, b"Bonjour", binding=PLACE, nonce_source=secrets.token_bytes)
    assert unseal(KEY, sealed, binding=replace(PLACE)) == b"Bonjour"
    with pytest.raises(SealBroken):
        unseal(KEY, sealed, binding=replace(PLACE, **elsewhere))  # type: ignore[arg-type]


def test_refuses_another_key() -> None:
    sealed = seal(KEY, b"Bonjour", binding=PLACE, nonce_source=secrets.token_bytes)
    with pytest.raises(SealBroken):
        unseal(SecretKey(bytes(32)), sealed, binding=PLACE)


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_no_two_lists_of_parts_are_framed_alike(one: list[str], other: list[str]) -> None:
    assert (frame(*one) == frame(*other)) == (one == other)


def test_a_key_does_not_show_itself() -> None:
    assert repr(KEY) == str(KEY) == "SecretKey(****)"
    with pytest.raises(KeyRingError):
        pickle.dumps(KEY)
    with pytest.raises(TypeError):
        hash(KEY)
    with pytest.raises(KeyRingError):
        SecretKey(b"short")


def test_derives_the_first_block_of_hkdf_expand() -> None:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

    assert derive_key(KEY, b"use").reveal() == HKDFExpand(SHA256(), 32, b"use").derive(KEY.reveal())
