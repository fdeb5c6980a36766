"""The recogniser of sensitive data: lexicons, amounts, origins and spouses, each with the context it needs."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.names.cues import STREET_WORDS
from egide.detection.names.reading import Reading, read
from egide.detection.sensitive.amounts import find_amounts
from egide.detection.sensitive.context import (
    complement_end,
    concerns_a_person,
    motive_end,
    origin_at,
    speaks_as_victim,
    speaks_of_an_offer,
)
from egide.detection.sensitive.lexicon import Spotted, nationality_openings, spot
from egide.detection.sensitive.spouses import find_spouses
from egide.detection.text import Text

__all__ = ["SensitiveRecogniser"]

_NEARBY = 12
_TIE: Final = 5
_AMOUNT_FOLLOWS: Final = re.compile(r" (?:de|of|di|von|van|em) [\d\u00a3$]")
_YES: Final = frozenset({"oui", "yes", "ja", "si", "sim", "x", "depuis", "since", "seit", "type"})


class SensitiveRecogniser:
    """Finds health, belief, origin, sexuality, offences and finances of persons, as the shortest telling words."""

    name = "sensitive"
    labels = (Label.HEALTH, Label.BELIEF, Label.ORIGIN, Label.SEXUAL, Label.OFFENCE, Label.FINANCE)

    def find(self, text: Text) -> Iterable[Finding]:
        """Propose the sensitive data of one text.

        Args:
            text: A prepared text.

        Returns:
            Findings, which may overlap.

        >>> [str(found) for found in SensitiveRecogniser().find(Text("ma mère est diabétique, sous dialyse"))]
        ['HEALTH[12:22]', 'HEALTH[29:36]']
        """
        reading = read(text)
        return _joined([*_phrases(reading), *_origins(reading), *_spouses(reading), *find_amounts(text)], text)


def _joined(findings: list[Finding], text: Text) -> list[Finding]:
    """Join findings of one label that overlap: an amount and the benefit it names are one span, with the word that ties them."""
    joined: list[Finding] = []
    source = text.low
    for finding in sorted(findings, key=lambda found: (found.label, found.start)):
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.label == finding.label
            and (finding.start < last.end or _tied(source, last, finding))
        ):
            why = last.why + tuple(reason for reason in finding.why if reason not in last.why)
            joined[-1] = Finding(
                last.label, last.start, max(last.end, finding.end), max(last.score, finding.score), why
            )
        else:
            joined.append(finding)
    return joined


def _tied(source: str, first: Finding, second: Finding) -> bool:
    """Tell a benefit and its amount: `pension d'invalidité de 611 euros`, `RSI de 237 €`."""
    return (
        first.label == Label.FINANCE
        and second.start - first.end <= _TIE
        and _AMOUNT_FOLLOWS.fullmatch(source, first.end, second.start + 1) is not None
    )


def _finding(reading: Reading, label: str, first: int, last: int, score: float, rule: str) -> Finding:
    return Finding(label, reading.spans[first][0], reading.spans[last - 1][1], score, ("recogniser:sensitive", rule))


def _names_a_field(reading: Reading, spotted: Spotted) -> bool:
    """Tell whether a phrase is what a form asks, `Allergies : arachide`: the value tells, or says yes."""
    words = reading.words
    last = spotted.last
    return (
        last + 1 < len(words)
        and words[last].low == ":"
        and reading.opens_line(spotted.first)
        and words[last + 1].low not in _YES
    )


def _phrases(reading: Reading) -> Iterator[Finding]:
    """Yield the phrases that count, joining those of one label that overlap."""
    words = reading.words
    certain: list[tuple[int, int, str]] = []
    doubtful: list[tuple[int, int, str]] = []
    barred = 0
    for spotted in spot(words):
        phrase = spotted.phrase
        if phrase.alone:
            barred = max(barred, spotted.last)
        if spotted.first < barred or _names_a_field(reading, spotted):
            continue
        if spotted.first and words[spotted.first - 1].low in STREET_WORDS:
            continue  # "rue Pasteur"
        if phrase.label == Label.OFFENCE and speaks_as_victim(words, spotted.first):
            continue
        if speaks_of_an_offer(words, spotted.first, spotted.last, phrase.label):
            continue
        last = spotted.last
        if phrase.open:
            last = complement_end(words, last)
            if phrase.bound and last == spotted.last:
                continue
        elif phrase.label == Label.OFFENCE:
            last = motive_end(words, last, phrase.label)
        counts = not phrase.weak or concerns_a_person(words, spotted.first, spotted.last)
        kept = certain if counts else doubtful
        if kept and kept[-1][2] == phrase.label and spotted.first < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(last, kept[-1][1]), phrase.label)
        else:
            kept.append((spotted.first, last, phrase.label))
    for first, last, label in certain:
        yield _finding(reading, label, first, last, 0.8, "lexicon")
    for first, last, label in doubtful:
        # A doubtful word in a list of telling ones is one of them: "un AVC en 2022, fumeur".
        if any(label == other and abs(first - place) < _NEARBY for place, _, other in certain):
            yield _finding(reading, label, first, last, 0.6, "lexicon:weak")


def _origins(reading: Reading) -> Iterator[Finding]:
    words = reading.words
    openings = nationality_openings()
    if openings.isdisjoint(reading.lows):
        return
    for index, word in enumerate(words):
        found = origin_at(words, index) if index and word.low in openings else None
        if found is not None:
            yield _finding(reading, Label.ORIGIN, found[0], found[1], 0.8, "rule:origin")


def _spouses(reading: Reading) -> Iterator[Finding]:
    for index, rule in find_spouses(reading):
        yield _finding(reading, Label.SEXUAL, index, index + 1, 0.65, rule)
