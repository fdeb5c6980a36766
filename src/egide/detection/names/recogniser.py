"""The recognisers of names: rules, gazetteers and tagger weighed into one decision, and the tagger's other labels."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.names import cues
from egide.detection.names.candidate import Candidate
from egide.detection.names.joints import trimmed, with_joints, without_tail
from egide.detection.names.machines import is_assistant
from egide.detection.names.namesakes import is_namesake
from egide.detection.names.reading import Reading, read
from egide.detection.names.rules import propose
from egide.detection.names.stopwords import PARTICLES
from egide.detection.names.tagging import Opinion, joined_spans, opinion, prepare
from egide.detection.places import is_town
from egide.detection.tagger.words import word_set
from egide.detection.text import Text

__all__ = ["NameRecogniser", "TaggedRecogniser"]

_ACCEPTED: Final = 0.5
_TAGGER: Final = 0.25
_TAGGER_ON_UNKNOWN_WORDS: Final = 0.35
_TAGGER_ON_PLAIN_WORDS: Final = 0.45
_TAGGER_ON_ORDINARY_WORDS: Final = 0.8
_AGREES: Final = 0.5
_NEVER: Final = 2.0
_LONGEST_ACRONYM: Final = 4
_RULE_WEIGHT: Final = 0.62
_INTRODUCES: Final = (
    "civility",
    "field",
    "phrase:je m",
    "phrase:my name",
    "phrase:au nom de",
    "format",
    "age",
    "greeting",
)
_SURE: Final = 0.7
_REPEATED: Final = 0.65
_SHORTEST_REPEAT: Final = 4

_TITLES: Final = cues.TITLES_OF_PUBLIC_PLACES - {"etude", "cabinet", "chez_brand"}
_FIRM_KIN: Final = frozenset({"fils", "freres", "cie", "associes", "sons", "sohne", "figli", "hijos"})

_LONGEST_FORM: Final = 7
_NEAR: Final = 6
_REACH_OF_A_SHOP: Final = 14
_OF_A_SHOP: Final = frozenset(
    {
        "atelier",
        "branch",
        "filiale",
        "winkel",
        "tienda",
        "negozio",
        "loja",
        "laden",
        "lager",
        "magasin",
        "boutique",
        "showroom",
        "entrepot",
        "warehouse",
        "ouvert",
        "ouverts",
        "horaires",
        "siege",
        "assurances",
        "boutiques",
        "magasins",
        "agences",
        "office",
        "store",
    }
)
# Before a number of a product, a firm or an example, in the seven languages.
_OF_NO_PERSON: Final = word_set(
    "ean reference referencia referenz referentie ref modele model modell modelo modello article artikel artikelnummer articulo articolo artigo "
    "lot ics siren siret tva vat promo gutschein version exemple example beispiel ejemplo esempio exemplo voorbeeld"
)
_SHORTEST_TELLING: Final = 3
_BESIDE_RULES: Final = 0.8
_MARKS: Final = frozenset({",", "\n", ".", "-", "("})
_LEAST: Final = {
    Label.LOCATION: 0.75,
    Label.ADDRESS: 0.7,
    Label.HEALTH: 0.85,
    Label.BELIEF: 0.85,
    Label.ORIGIN: 0.85,
    Label.SEXUAL: 0.85,
    Label.OFFENCE: 0.85,
    Label.FINANCE: 0.85,
    Label.AGE: 0.8,
    Label.BIRTHDATE: 0.85,
    Label.REFERENCE: 0.9,
    Label.SECRET: 0.85,
    Label.ONLINE: 0.85,
}
_OF_NUMBERS: Final = frozenset({Label.AGE, Label.BIRTHDATE, Label.REFERENCE, Label.SECRET, Label.ONLINE})


class NameRecogniser:
    """Finds people's names in any casing; titles, firms, streets and virtual assistants are left out."""

    name = "names"
    labels = (Label.PERSON,)

    def prepare_many(self, texts: Sequence[Text]) -> None:
        """Read many texts at a time before `find` is called on each: same findings, fewer runs of the network."""
        prepare(texts)

    def find(self, text: Text) -> Iterable[Finding]:
        """Propose the names of one text.

        Args:
            text: A prepared text.

        Returns:
            Findings that do not overlap, in reading order.

        >>> [str(found) for found in NameRecogniser().find(Text("Bonjour, je m'appelle awa diarra"))]
        ['PERSON[22:32]']
        """
        reading = read(text)
        return list(_decide(reading, opinion(text)))


def _decide(reading: Reading, view: Opinion) -> Iterator[Finding]:
    accepted: list[Candidate] = []
    machines = not cues.ASSISTANT_WORDS.isdisjoint(reading.lows)
    for candidate in propose(reading):
        tagged = view.of_person(candidate.first, candidate.last)
        score = _RULE_WEIGHT * candidate.score + (1 - _RULE_WEIGHT) * tagged
        if score >= _ACCEPTED and not (machines and is_assistant(reading, candidate)):
            accepted.append(
                Candidate(
                    candidate.first,
                    candidate.last,
                    max(score, candidate.score if tagged > _AGREES else score),
                    candidate.cue,
                )
            )
    for span in joined_spans(reading, view.spans(), Label.PERSON):
        candidate = trimmed(reading, Candidate(span.first, span.last, span.score, "tagger"))
        if (
            candidate.last > candidate.first
            and span.score >= _least(reading, candidate)
            and not _is_inside_domain(reading, candidate.first)
            and reading.low(candidate.last - 1) not in cues.FIRM_FORMS
            and not (machines and is_assistant(reading, candidate))
        ):
            accepted.append(candidate)
    if not accepted:
        return
    whole = [with_joints(reading, without_tail(reading, candidate)) for candidate in _united(reading, accepted)]
    settled = [candidate for candidate in _united(reading, whole) if _means_a_person(reading, candidate)]
    settled += [with_joints(reading, candidate) for candidate in _repeats(reading, settled)]
    settled = _united(reading, settled)
    for candidate in sorted(settled):
        start = reading.spans[candidate.first][0]
        end = reading.spans[candidate.last - 1][1]
        yield Finding(
            Label.PERSON, start, end, round(candidate.score, 3), ("recogniser:names", *candidate.cue.split("|"))
        )


def _names_a_place(reading: Reading, first: int) -> bool:
    """Tell whether a street, a school or a station is named after the person: `lycée Jean-Rostand`."""
    before = reading.low(first - 1)
    return before in cues.STREET_WORDS or (before in PARTICLES and reading.low(first - 2) in cues.STREET_WORDS)


def _least(reading: Reading, candidate: Candidate) -> float:
    """Say how sure the tagger must be when it stands alone: surer of an ordinary word, or where a capital says nothing."""
    words = [word for word in reading.words[candidate.first : candidate.last] if word.alpha]
    if len(words) == 1 and len(words[0].low) == 1 and candidate.last == candidate.first + 1:
        return _NEVER
    if len(words) == 1 and words[0].shape == "XX" and len(words[0].low) <= _LONGEST_ACRONYM and not words[0].listed:
        return _NEVER  # "SRA", "ROC": an acronym
    if all(word.low in cues.COUNTRIES for word in words):
        return _NEVER
    if not any(word.listed for word in words) and _is_a_heading(reading, candidate):
        return _TAGGER_ON_ORDINARY_WORDS
    if all(word.barred or (word.common and not word.listed) for word in words):
        return _TAGGER_ON_ORDINARY_WORDS
    if len(words) == 1 and not words[0].given and is_town(words[0].low):
        return _TAGGER_ON_ORDINARY_WORDS
    plain = all(word.shape == "x" for word in words) and any(word.shape == "Xx" for word in reading.words)
    if any(word.listed for word in words):
        return _TAGGER_ON_UNKNOWN_WORDS if plain else _TAGGER
    return _TAGGER_ON_PLAIN_WORDS if plain else _TAGGER_ON_UNKNOWN_WORDS


def _is_a_heading(reading: Reading, candidate: Candidate) -> bool:
    """Tell whether words stand as a field or a column does: `Annual gross:` at the start of a line, `| Bonus`."""
    if reading.low(candidate.last) == ":" and reading.opens_line(candidate.first):
        return True
    return "|" in {reading.low(candidate.first - 1), reading.low(candidate.last)}


def _united(reading: Reading, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Unite the candidates that overlap: what any of them reads as the name belongs to it."""
    united: list[Candidate] = []
    for candidate in sorted(candidates):
        if united and candidate.first < united[-1].last:
            last = united[-1]
            cue = last.cue if candidate.cue in last.cue else f"{last.cue}|{candidate.cue}"
            united[-1] = Candidate(last.first, max(last.last, candidate.last), max(last.score, candidate.score), cue)
        else:
            united.append(candidate)
    return [
        candidate
        for candidate in united
        if any(reading.words[index].alpha for index in range(candidate.first, candidate.last))
    ]


def _means_a_person(reading: Reading, candidate: Candidate) -> bool:
    """Leave a public figure, a brand and a place named after a person alone, unless someone is introduced by that name."""
    if any(cue in candidate.cue for cue in _INTRODUCES):
        return True
    ending = reading.low(candidate.last - 1)
    if _is_a_firm(reading, candidate.last) or (ending in cues.FIRM_FORMS and len(ending) >= _SHORTEST_TELLING):
        return False
    if reading.low(candidate.first) in _TITLES and reading.words[candidate.first].capital:
        return False
    return not (is_namesake(reading, candidate.first, candidate.last) or _names_a_place(reading, candidate.first))


def _is_a_firm(reading: Reading, index: int) -> bool:
    """Tell whether a legal form follows: `Officina Bruni S.r.l.`, `Rowan Books Ltd`."""
    letters = ""
    for place in range(index, min(index + _LONGEST_FORM, len(reading.words))):
        word = reading.words[place]
        if word.low == ".":
            continue
        if not word.alpha or reading.shouted[place] or (word.shape == "x" and not letters):
            return False
        letters += word.low
        if letters in cues.FIRM_FORMS:
            return True
        if not word.letter:
            return False
    return False


def _repeats(reading: Reading, settled: Sequence[Candidate]) -> list[Candidate]:
    """Find again the words of sure names elsewhere in the text: `Merci Corentin` after `Corentin – Support`."""
    names = {
        word.low
        for candidate in settled
        if candidate.score >= _SURE
        for word in reading.words[candidate.first : candidate.last]
        if word.alpha
        and (
            len(word.low) >= _SHORTEST_REPEAT or (len(word.low) == _SHORTEST_REPEAT - 1 and word.given and word.capital)
        )
        and not word.barred
        and word.low not in PARTICLES
    }
    if not names:
        return []
    taken = {index for candidate in settled for index in range(candidate.first, candidate.last)}
    repeats: list[Candidate] = []
    for index in [index for index, word in enumerate(reading.words) if word.low in names]:
        word = reading.words[index]
        if (
            index in taken
            or ((word.common or len(word.low) < _SHORTEST_REPEAT) and not word.capital)
            or reading.low(index - 1) in cues.STREET_WORDS
            or not _TITLES.isdisjoint({reading.low(index - 1), reading.low(index - 2)})
            or (reading.low(index + 1) in {"&", "et"} and reading.low(index + 2) in _FIRM_KIN)
        ):
            continue
        if repeats and repeats[-1].last == index:
            repeats[-1] = Candidate(repeats[-1].first, index + 1, _REPEATED, "repeat")
        elif not _is_inside_address(reading, index):
            repeats.append(Candidate(index, _with_surname(reading, index), _REPEATED, "repeat"))
    return repeats


def _with_surname(reading: Reading, index: int) -> int:
    """Return the token after a given name met again and the surname that follows it: `Noé`, then `Noé Charrier`."""
    following = reading.words[index + 1] if index + 1 < len(reading.words) else None
    if (
        following is not None
        and reading.words[index].given
        and following.capital
        and following.surname
        and not following.barred
        and not following.common
    ):
        return index + 2
    return index + 1


def _is_inside_address(reading: Reading, index: int) -> bool:
    """Tell whether a word stands in an e-mail address, a link or a file name, which other recognisers read whole."""
    before = reading.low(index - 1) if reading.joined(index) else ""
    after = reading.low(index + 1) if reading.joined(index + 1) else ""
    return bool({before, after} & {"@", "_", "/", "+"}) or (
        after == "." and reading.joined(index + 2) and reading.low(index + 2).isalpha()
    )


def _is_inside_domain(reading: Reading, index: int) -> bool:
    """Tell whether a word stands after the at sign of an address: what follows names a provider or a firm."""
    while index > 0 and reading.joined(index):
        index -= 1
        if reading.low(index) == "@":
            return index > 0 and reading.joined(index)
    return False


# How the free and shared-cost lines of firms begin, in the countries of the seven languages.
_PUBLIC_LINES: Final = frozenset(
    {
        "0800",
        "0805",
        "0806",
        "0808",
        "0809",
        "0810",
        "0820",
        "0825",
        "0845",
        "0870",
        "0900",
        "0180",
        "0300",
        "0333",
        "0345",
    }
    | {"1800", "199", "707", "800", "808", "848", "900", "901", "902"}
)


class TaggedRecogniser:
    """Finds places, addresses and sensitive words that the tagger is sure of and that no rule may have read."""

    name = "tagger"
    labels = tuple(_LEAST)

    def find(self, text: Text) -> Iterable[Finding]:
        """Propose the tagger's spans other than names.

        Args:
            text: A prepared text.

        Returns:
            Findings, in reading order.
        """
        reading = read(text)
        findings: list[Finding] = []
        for span in opinion(text).spans():
            if span.label not in _LEAST or span.score < _LEAST[span.label]:
                continue
            first, last = span.first, span.last
            while last > first and reading.words[last - 1].low in _MARKS:
                last -= 1
            if last > first and _counts(reading, span.label, first, last):
                start, end = reading.spans[first][0], reading.spans[last - 1][1]
                findings.append(
                    Finding(span.label, start, end, round(span.score * _BESIDE_RULES, 3), ("recogniser:tagger",))
                )
        return findings


def _counts(reading: Reading, label: str, first: int, last: int) -> bool:
    """Tell whether a tagged span says something of a person: no destination, no shop's town, no country, no bare mark."""
    if label in _OF_NUMBERS:
        before = (reading.low(index) for index in range(max(0, first - _NEAR), first))
        return label != Label.REFERENCE or (
            reading.low(first) not in _PUBLIC_LINES and _OF_NO_PERSON.isdisjoint(before)
        )
    telling = [
        word
        for word in reading.words[first:last]
        if word.alpha and not word.barred and len(word.low) >= _SHORTEST_TELLING
    ]
    if not telling or reading.low(first - 1) == "-":
        return False
    if label not in {Label.ADDRESS, Label.LOCATION}:
        return True
    if not _OF_A_SHOP.isdisjoint(reading.low(index) for index in range(max(0, first - _REACH_OF_A_SHOP), first)):
        return False
    if label == Label.ADDRESS:
        return True
    if all(word.low in cues.COUNTRIES for word in telling):
        return False
    index = first - 1
    while index >= max(0, first - _NEAR) and reading.low(index) not in {"\n", ".", "!", "?", ":"}:
        if reading.low(index) in cues.ELSEWHERE:
            return False
        index -= 1
    return reading.low(last) != "-" or not reading.joined(last)
