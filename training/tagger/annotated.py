"""Service messages written by hand and annotated, used as models of how people write: each reading puts other names in.

Texts of `texts/<language>.txt`, written for this project (Apache-2.0): every identity is fictitious, and the digits of
identifiers are zeros, because the network sees only how many there are.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from egide.detection.tagger.words import fold, word_set
from training.tagger.noise import Span
from training.tagger.sources import UNTOLD, Labelled
from training.tagger.values import Values

FEWER_TOLD = 2
TEXTS = Path(__file__).parent / "texts"

# Rules tell one identifier from another by its digits; the network learns where one stands. Addresses of mail are left to rules.
_TAUGHT_AS = dict.fromkeys(
    ["PHONE", "NATIONAL_ID", "ID_DOCUMENT", "TAX_ID", "IBAN", "CARD", "PLATE", "IP"], "REFERENCE"
) | {"EMAIL": UNTOLD}
_MARK = re.compile(r"\[\[([A-Z_]+):(.*?)\]\]", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PARTICLES = word_set(
    "d de da do dos das del della di du des la le les l van von der den het ten ter y e et el al bin ben and und en"
)
_CIVILITY = re.compile(
    r"\b(?:m|mm|mr|mme|mlle|monsieur|madame|ma[iî]tre|dr|docteur|mrs|ms|miss|herrn?|frau|sra?|se[nñ]ora?|sig(?:\.ra)?|signora?|mevrouw|meneer|dhr|mevr|senhora?)\.? $",
    re.IGNORECASE,
)
# Spelled or said letter by letter: what stands there is the spelling, not a name.
_SPELLED = re.compile(r"\b(?:comme|wie|like|come|como|zoals|[^\W\d_][ ,.-]+[^\W\d_][ ,.-]+[^\W\d_])\b", re.IGNORECASE)


@cache
def annotated_texts() -> tuple[tuple[str, str, tuple[Span, ...]], ...]:
    """Read the texts: language, text, spans in code points, half-open, with the labels of the guide."""
    read = []
    for file in sorted(TEXTS.glob("*.txt")):
        for block in file.read_text("utf-8").split("### ")[1:]:
            marked = block.partition("\n")[2].rstrip("\n")
            text, spans, last = "", [], 0
            for match in _MARK.finditer(marked):
                text += marked[last : match.start()]
                spans.append((len(text), len(text) + len(match[2]), match[1]))
                text += match[2]
                last = match.end()
            read.append((file.stem, text + marked[last:], tuple(spans)))
    return tuple(read)


@cache
def every_text() -> tuple[tuple[str, str, tuple[Span, ...]], ...]:
    """Read the texts with the labels that the tagger learns."""
    return tuple(
        (language, text, tuple((start, end, _TAUGHT_AS.get(label, label)) for start, end, label in spans))
        for language, text, spans in annotated_texts()
    )


def retold(values: Values, dice: Random, *, kept: float = 0.2) -> Iterator[Labelled]:
    """Tell each text once more, those of the languages that have fewer of them twice, most often with other people and towns.

    Args:
        values: Draws names and towns.
        dice: Draws what changes.
        kept: How often a text stays as it was written.

    Yields:
        Texts with the spans that the network learns.
    """
    for language, text, spans in every_text():
        values.language = language
        for _ in range(1 if language == "fr" else FEWER_TOLD):
            if dice.random() < kept:
                yield text, list(spans)
            else:
                yield with_others(values, dice, text, spans)


def with_others(values: Values, dice: Random, text: str, spans: tuple[Span, ...]) -> Labelled:
    """Give each name of a text another one, the same wherever it stands, written as it was."""
    others: dict[str, str] = {}
    town = dice.random() < 0.6
    told, moved, last = "", [], 0
    for start, end, label in spans:
        said = text[start:end]
        if label == "PERSON" and not _SPELLED.search(said):
            said = _renamed(values, others, said, family=_CIVILITY.search(text, 0, start) is not None)
        elif label == "LOCATION" and town:
            said = _elsewhere(values, others, said)
        told += text[last:start]
        moved.append((len(told), len(told) + len(said), label))
        told += said
        last = end
    return told + text[last:], moved


def _renamed(values: Values, others: dict[str, str], name: str, *, family: bool) -> str:
    """Give every word of a name another one: a given name first, unless a civility stands before."""
    words = [match for match in _WORD.finditer(name) if fold(match.group()) not in _PARTICLES]

    def another(match: re.Match[str]) -> str:
        word = match.group()
        folded = fold(word)
        if folded in _PARTICLES or len(word) == 1:
            return word
        if folded not in others:
            first = match.start() == words[0].start() and not family
            others[folded] = values.given() if first else values.surname()
        return _cased_as(word, others[folded])

    return _WORD.sub(another, name)


def _elsewhere(values: Values, others: dict[str, str], place: str) -> str:
    words = list(_WORD.finditer(place))
    if not words:
        return place
    start, end = words[0].start(), words[-1].end()
    if "(" in place[start:end] or "," in place[start:end]:
        return place  # a town with its country or region
    folded = fold(place[start:end])
    if folded not in others:
        others[folded] = values.fill("L")[0]
    return place[:start] + _cased_as(place[start:end], others[folded]) + place[end:]


def _cased_as(model: str, word: str) -> str:
    if model.islower():
        return word.lower()
    return word.upper() if model.isupper() and len(model) > 1 else word
