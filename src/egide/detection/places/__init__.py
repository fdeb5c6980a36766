"""Names of places: French communes, departments and regions, towns abroad.

Example:
    >>> from egide.detection.places import longest_town
    >>> longest_town("saint-germain-en-laye et puis", 0)
    21
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from importlib import resources
from itertools import chain
from typing import Final

__all__ = ["is_region", "is_town", "longest_town", "may_belong_to_town", "may_name_town", "names_known_town"]

_WORD: Final = re.compile(r"[a-z0-9]+", re.ASCII)
_JOINT: Final = re.compile(r"[ '\-]{1,2}")
_MOST_WORDS: Final = 8
_LETTERS: Final = re.compile("[a-z]+")
_WRITTEN_BY_HAND: Final = ("towns-abroad.txt", "told-by-a-capital.txt")
_SHORT: Final = {"saint": "st", "sainte": "ste"}
_LONG: Final = {"st": "saint", "ste": "sainte"}


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return well-known towns, all towns, and regions with departments; read on first use."""
    folder = resources.files("egide.detection.places") / "data"
    big, small, regions = gzip.decompress((folder / "communes.txt.gz").read_bytes()).decode("ascii").split("\n\n")
    abroad, ordinary = (set(_names((folder / name).read_text("utf-8"))) for name in _WRITTEN_BY_HAND)
    far, farther = gzip.decompress((folder / "towns-world.txt.gz").read_bytes()).decode("ascii").split("\n\n")
    known = frozenset(chain(big.split("\n"), abroad, far.split("\n")))
    every = known.union(small.split("\n"), farther.split("\n"))
    return known - ordinary, every, frozenset(regions.split("\n")) - {""}


def _names(page: str) -> Iterator[str]:
    for line in page.splitlines():
        if not line.startswith("#"):
            yield from (" ".join(_WORD.findall(name.replace("è", "e"))) for name in line.split(",") if name.strip())


@cache
def _first_words() -> AbstractSet[str]:
    """Return the words with which a name may begin, and whole names: most words of a text are told apart by these."""
    _, every, areas = _lists()
    several = {name.partition(" ")[0] for name in chain(every, areas) if " " in name}
    return several.union(every, areas, _SHORT.values())


@cache
def _alone() -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of one word: well-known ones, then all."""
    known, every, areas = _lists()
    return frozenset(filter(str.isalpha, chain(known, areas))), frozenset(filter(str.isalpha, chain(every, areas)))


@cache
def _openings() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the longest word of each name of several, the rarest in a text, with the words that may begin those that hold it.

    Returns:
        Those that begin well-known names, then those that begin any name, apart by blanks: a hundred thousand small sets would
        be slow to build and to keep.
    """
    known, every, areas = _lists()
    of_known: dict[str, str] = {}
    of_every: dict[str, str] = {}
    for name in chain(every, areas):
        if name.isalpha():
            continue
        words = name.split() if name.replace(" ", "").isalpha() else _LETTERS.findall(name)
        longest, first = max(words, key=len), words[0]
        if first in _SHORT:
            first = f"{first} {_SHORT[first]}"
        of_every[longest] = f"{of_every[longest]} {first}" if longest in of_every else first
        if name in known or name in areas:
            of_known[longest] = f"{of_known[longest]} {first}" if longest in of_known else first
    return of_known, of_every


def names_known_town(word: str) -> bool:
    """Say whether a folded word alone is the name of a well-known town or region."""
    return word in _alone()[0]


def may_belong_to_town(word: str) -> bool:
    """Say whether a folded word may make `may_name_town` say yes: nearly all words of a text may not."""
    return word in _alone()[1] or word in _openings()[1]


def may_name_town(words: Collection[str], telling: Sequence[str], capitals: Callable[[], AbstractSet[str]]) -> bool:
    """Say whether a text may name a town or a region, from its words alone.

    Args:
        words: The words of the text, folded and in lower case: well-known names count so.
        telling: Those of them that may belong to the name of a town, as `may_belong_to_town` says.
        capitals: Returns those written with a capital, in lower case too: any commune counts when it begins with one.

    Returns:
        False when no name of the lists can be read in the text.

    Example:
        >>> may_name_town(["facture", "a", "rodez"], ["rodez"], set), may_name_town(["facture", "de", "box"], [], set)
        (True, False)
    """
    if not telling:
        return False
    known, every = _alone()
    of_known, of_every = _openings()
    if not known.isdisjoint(telling):
        return True
    present = frozenset(words)
    if any(not present.isdisjoint(of_known[word].split()) for word in telling if word in of_known):
        return True
    begun = capitals()
    return any(
        (word in every and word in begun) or not begun.isdisjoint(of_every.get(word, "").split()) for word in telling
    )


def _key(name: str) -> str:
    return " ".join([_LONG.get(word, word) for word in _WORD.findall(name)])


def is_town(name: str, *, known_only: bool = False) -> bool:
    """Say whether folded, lower-case words name a town; `known_only` leaves small communes out."""
    known, every, _ = _lists()
    return _key(name) in (known if known_only else every)


def is_region(name: str) -> bool:
    """Say whether folded, lower-case words name a French region or department."""
    return _key(name) in _lists()[2]


def longest_town(low: str, start: int, *, known_only: bool = False, regions: bool = False) -> int:
    """Return where the longest place name that begins at `start` ends, or -1.

    Args:
        low: Folded, lower-case text.
        start: Offset of the first letter.
        known_only: Leave communes under 2,000 inhabitants out: several are common words.
        regions: Accept departments and regions too.

    Returns:
        The offset after the name, or -1 when none begins there.
    """
    word = _WORD.match(low, start)
    if word is None or word.group() not in _first_words():
        return -1
    known, every, areas = _lists()
    names = known if known_only else every
    best = -1
    parts: list[str] = []
    position = start
    for _ in range(_MOST_WORDS):
        word = _WORD.match(low, position)
        if word is None:
            break
        part = word.group()
        parts.append(_LONG.get(part, part))
        name = " ".join(parts)
        if name in names or (regions and name in areas):
            best = word.end()
        joint = _JOINT.match(low, word.end())
        if joint is None:
            break
        position = joint.end()
    return best
