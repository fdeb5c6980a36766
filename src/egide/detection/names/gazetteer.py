"""What the lists of names say about a word: how often it is a given name, a surname, a town or an ordinary word."""

import lzma
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

__all__ = [
    "COMMON",
    "FEMALE",
    "GIVEN_SHIFT",
    "MALE",
    "PLACE",
    "SURNAME_SHIFT",
    "flags_by_word",
    "given_level",
    "surname_level",
]

# Two bits each for how frequent a given name and a surname are, then one bit each for a town, an ordinary word,
# a given name borne almost only by men, or almost only by women.
GIVEN_SHIFT: Final = 0
SURNAME_SHIFT: Final = 2
PLACE: Final = 16
COMMON: Final = 32
MALE: Final = 64
FEMALE: Final = 128
_LEVEL: Final = 3


@cache
def flags_by_word() -> Mapping[str, int]:
    """Read the packed gazetteer once per process.

    Returns:
        Flags by folded word; words that no list holds are absent.

    Source: INSEE given names 1900-2022 and surnames 1891-2000, communes (Licence Ouverte 2.0); popular names by country (CC0).
    """
    packed = files(__package__).joinpath("data/gazetteer.txt.xz").read_bytes()
    flags: dict[str, int] = {}
    for line in lzma.decompress(packed).decode("ascii").split("\n"):
        value, _, words = line.partition("\t")
        flags.update(dict.fromkeys(words.split(" "), int(value)))
    return flags


def given_level(flags: int) -> int:
    """Say how frequent a given name is: 0 unknown, 1 rare, 2 usual, 3 frequent."""
    return flags >> GIVEN_SHIFT & _LEVEL


def surname_level(flags: int) -> int:
    """Say how frequent a surname is: 0 unknown, 1 rare, 2 usual, 3 frequent."""
    return flags >> SURNAME_SHIFT & _LEVEL
