"""What was found once is found everywhere in the same text or conversation, also inside an address or a file name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.text import Text

__all__ = ["propagate"]

_SURE: Final = 0.75
_SHORTEST_NAME: Final = 4
_SHORTEST_VALUE: Final = 6
_LONG: Final = 2048
_TWICE: Final = 2
_RUN: Final = re.compile(r"[a-z]+|[0-9]+")
_VALUES: Final = frozenset(
    {
        Label.EMAIL,
        Label.PHONE,
        Label.IBAN,
        Label.CARD,
        Label.NATIONAL_ID,
        Label.TAX_ID,
        Label.ID_DOCUMENT,
        Label.REFERENCE,
        Label.PLATE,
        Label.ONLINE,
        Label.SECRET,
        Label.IP,
    }
)
_NAME_PART: Final = re.compile(r"[a-z]+(?:['\-][a-z]+)*", re.ASCII)
_COMPANY: Final = re.compile(
    r"[ ](?:& |et )?(?:fils|freres|sarl|sas|sa|eurl|automobiles?|assurances?|immobilier|services?|france|groupe|conseil|gmbh|ltd|inc)\b|[ ]& ",
    re.ASCII,
)
_FILE: Final = re.compile(
    r"[\w.\-]{2,80}\.(?:pdf|jpe?g|png|docx?|xlsx?|odt|zip|heic|txt|eml|msg|csv|mp3|wav)\b|[\w.\-]{1,64}@[\w.\-]+",
    re.ASCII,
)


def propagate(text: Text, found: Sequence[Finding]) -> Iterator[Finding]:
    """Yield further occurrences of what was found.

    Args:
        text: The text, or the joined turns of a conversation.
        found: What the recognisers found in it, without overlaps.

    Yields:
        Findings outside those given. A lone part of a name is taken up when it is long enough and written like a
        name: with a capital, or inside a file name or an address.
    """
    names: dict[str, bool] = {}
    values: dict[str, Finding] = {}
    for finding in found:
        value = text.low[finding.start : finding.end]
        if finding.label == Label.PERSON:
            if finding.score >= _SURE and len(value) >= _SHORTEST_NAME and " " in value:
                names.setdefault(value, True)
            if finding.score >= _SURE and "spelled" not in "".join(finding.why):
                for part in _NAME_PART.findall(value):
                    if len(part) >= _SHORTEST_NAME and part not in _COMMON:
                        names.setdefault(part, False)
        elif (
            finding.label in _VALUES and len(value) >= _SHORTEST_VALUE and any(map(str.isdigit, value))
        ) or finding.label in {Label.EMAIL, Label.ONLINE}:
            values.setdefault(value, finding)
    once = _standing_once(text, (*names, *values))
    names = {name: whole for name, whole in names.items() if name not in once}
    values = {value: finding for value, finding in values.items() if value not in once}
    if not (names or values):
        return
    taken = _taken(text, found)
    for name, whole in names.items():
        for start in _occurrences(text.low, name):
            end = start + len(name)
            if (
                not any(taken[start:end])
                and (whole or _like_a_name(text, start, end))
                and not _COMPANY.match(text.low, end)
            ):
                yield Finding(Label.PERSON, start, end, 0.8, ("recogniser:propagation", "context:found elsewhere"))
    for value, finding in values.items():
        for start in _occurrences(text.low, value):
            end = start + len(value)
            if not any(taken[start:end]):
                yield Finding(
                    finding.label,
                    start,
                    end,
                    min(finding.score, 0.9),
                    ("recogniser:propagation", "context:found elsewhere"),
                )


def _taken(text: Text, found: Sequence[Finding]) -> bytearray:
    """Return one byte a character, 1 where something was found."""
    taken = bytearray(len(text))
    for finding in found:
        taken[finding.start : finding.end] = b"\x01" * (finding.end - finding.start)
    return taken


def _standing_once(text: Text, values: Sequence[str]) -> frozenset[str]:
    """Return values that a text holds once, where they were found, as most do.

    In a long text, their first letters or digits tell it without a search of the whole for each.
    """
    if len(text) <= _LONG:
        count = text.low.count
        return frozenset([value for value in values if count(value) < _TWICE])
    counts = Counter(_RUN.findall(text.low))
    runs = {value: _RUN.search(value) for value in values}
    return frozenset(value for value, run in runs.items() if run is not None and counts[run.group()] < _TWICE)


def _occurrences(low: str, value: str) -> Iterator[int]:
    """Yield where a value stands as a word; an underscore or a digit beside it does not hide a name."""
    position = low.find(value)
    while position >= 0:
        end = position + len(value)
        left = low[position - 1] if position else " "
        right = low[end] if end < len(low) else " "
        lettered = value[0].isalpha()
        open_left = not left.isalpha() if lettered else not left.isalnum()
        open_right = not right.isalpha() if value[-1].isalpha() else not right.isalnum()
        if open_left and open_right:
            yield position
        position = low.find(value, end)


def _like_a_name(text: Text, start: int, end: int) -> bool:
    folded = text.folded
    if folded[start].isupper() and (start < 2 or folded[start - 2] not in ".!?\n" or folded[start:end].isupper()):  # noqa: PLR2004 - the character before a blank
        return True
    left = start
    while left > 0 and (folded[left - 1].isalnum() or folded[left - 1] in "_.-@"):
        left -= 1
    return _FILE.match(text.low, left) is not None


_COMMON: Final = frozenset(
    [
        "petit",
        "grand",
        "rose",
        "marin",
        "boulanger",
        "berger",
        "mercier",
        "martin-pecheur",
        "blanc",
        "noir",
        "brun",
        "roux",
        "legrand",
        "lebon",
        "bon",
        "noel",
        "pascal",
        "avril",
        "juin",
        "mars",
        "olive",
        "violette",
        "marguerite",
        "france",
        "paris",
        "nantes",
        "lille",
        "londres",
        "orange",
        "nice",
        "lourdes",
        "victoire",
        "prudence",
        "aime",
        "desire",
        "content",
        "carte",
        "page",
        "pages",
        "prince",
        "roche",
        "fontaine",
        "riviere",
        "dubois",
        "moulin",
        "chevalier",
        "marchand",
        "maire",
        "meunier",
        "cordelier",
        "tessier",
        "soldat",
        "abbe",
        "roi",
        "reine",
        "client",
        "service",
        "post",
        "mail",
        "king",
        "young",
        "white",
        "black",
        "brown",
        "green",
        "long",
        "rich",
        "mark",
        "bill",
        "will",
        "grace",
        "hope",
        "faith",
        "joy",
        "summer",
        "autumn",
        "dawn",
        "sunny",
        "cliff",
        "rob",
        "sue",
        "pat",
        "chase",
        "price",
        "stone",
        "hall",
        "hill",
        "park",
        "lane",
        "street",
        "field",
        "best",
        "hand",
        "day",
        "may",
        "june",
        "april",
        "august",
    ]
)
