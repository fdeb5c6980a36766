"""What a model has to be told about tokens, and which of them speak of one person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from egide.pseudonyms.identity import name_words
from egide.pseudonyms.issued import Record

__all__ = ["find_links", "legend"]

_SENTENCES: Final = {
    "fr": (
        "Les mentions entre crochets comme {example} remplacent des données personnelles. Recopiez-les telles quelles, sans "
        "rien y changer. Avant le tiret, le même code désigne la même personne ou la même valeur, écrite autrement.",
        "{alias} et {name} désignent la même personne.",
    ),
    "en": (
        "Marks in square brackets such as {example} stand for personal data. Copy them exactly as they are. Before the dash, "
        "the same code means the same person or the same value, written another way.",
        "{alias} and {name} are the same person.",
    ),
}


def find_links(records: Iterable[Record]) -> dict[str, str]:
    """Find the pseudonyms that name, in part, a person whom another pseudonym names in full.

    "Mme Dupont" is linked to "Claire Dupont" when no other person of the scope is called Dupont; between two of them, no
    link is guessed. Writings of one full name need no link: their codes begin alike.

    Args:
        records: The records of a scope.

    Returns:
        The fuller name's pseudonym by the shorter one's.
    """
    named = [(record, name_words(record.value)) for record in records if record.label in {"PERSON", "EMAIL"}]
    by_word: dict[str, list[tuple[Record, frozenset[str]]]] = {}
    for record, words in named:
        for word in words:
            by_word.setdefault(word, []).append((record, words))
    links: dict[str, str] = {}
    for record, words in named:
        fuller = [one for one in by_word.get(next(iter(words), ""), ()) if words < one[1]]
        if len({one_words for _, one_words in fuller}) == 1:
            links[record.pseudonym] = fuller[0][0].pseudonym
    return links


def legend(records: Iterable[Record], language: str) -> str:
    """Write the instructions that go to a model beside a protected text; they hold no personal value.

    Args:
        records: The records of the scope.
        language: "fr" or "en"; French for any other.

    Returns:
        One paragraph, empty when nothing was replaced.
    """
    known = list(records)
    if not known:
        return ""
    rule, link = _SENTENCES.get(language, _SENTENCES["fr"])
    links = [link.format(alias=alias, name=name) for alias, name in find_links(known).items()]
    return " ".join([rule.format(example=known[0].pseudonym), *links])
