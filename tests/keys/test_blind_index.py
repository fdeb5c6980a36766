"""Writings of one value meet in the blind index; other values, kinds and brands do not."""

from __future__ import annotations

import pytest

from egide.keys import (
    BLIND_INDEX_BYTES,
    SecretKey,
    blind_index,
    normalise_customer_number,
    normalise_email,
    normalise_name,
    normalise_phone,
)

KEY = SecretKey(bytes(range(32)))


@pytest.mark.parametrize(
    ("normalise", "writings"),
    [
        (normalise_email, ["Zoe@Courriel.Example", " zoe@courriel.example ", "mailto:zoe@courriel.example", "ｚｏｅ@courriel.example"]),
        (normalise_email, ["zoe@hélène.fr", "ZOE@xn--hlne-6oae.fr"]),
        (normalise_phone, ["06 39 98 44 17", "+33 6 39 98 44 17", "0033639984417", "06.39.98.44.17", "+33 (0)6 39 98 44 17", "06\u00a039\u202f98-44-17"]),
        (normalise_phone, ["+32 470 12 34 56", "0032 470 12 34 56"]),
        (normalise_customer_number, ["cl-2024/17", "CL 2024 17", "CL202417"]),
        (normalise_name, ["Hélène Le Goff", "LE GOFF Helene", "Mme Hélène LE GOFF", "le-goff, hélène"]),
    ],
)  # fmt: skip
def test_writings_of_one_value_meet(normalise: object, writings: list[str]) -> None:
    assert len({normalise(writing) for writing in writings}) == 1  # type: ignore[operator]


@pytest.mark.parametrize(
    ("normalise", "values"),
    [
        (normalise_email, ["zoe@a.example", "zoe@b.example", "zo.e@a.example"]),
        (normalise_phone, ["0639984417", "0639984418", "+32470123456", "3179", ""]),
        (normalise_name, ["Zoé Martin", "Zoé Martine", "Martin", ""]),
    ],
)
def test_other_values_do_not_meet(normalise: object, values: list[str]) -> None:
    assert len({normalise(value) for value in values}) == len(values)  # type: ignore[operator]


def test_kinds_and_brands_do_not_meet() -> None:
    one = blind_index(KEY, "email", "x")
    assert len(one) == BLIND_INDEX_BYTES
    assert one == blind_index(KEY, "email", "x")
    assert one != blind_index(KEY, "phone", "x")
    assert one != blind_index(SecretKey(bytes(32)), "email", "x")
    assert blind_index(KEY, "a", "bc") != blind_index(KEY, "ab", "c")
