"""Propose names from the words that announce them: civility, introduction, kinship, field, greeting."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from egide.detection.names import cues
from egide.detection.names.calls import names_in_calls
from egide.detection.names.candidate import Candidate
from egide.detection.names.extent import read_name
from egide.detection.names.layouts import (
    name_of_service,
    name_with_initial,
    names_after_short_forms,
    names_by_capitals,
    names_by_line,
    names_closing_a_line,
    names_corrected,
    names_opening_a_sentence,
    names_spelled,
    names_with_age,
    travel_name,
)
from egide.detection.names.reading import Reading, Word
from egide.detection.names.stopwords import PARTICLES
from egide.detection.tagger.words import word_set

__all__ = ["propose"]

_LONGEST_LABEL: Final = 9
_SENTENCE_REACH: Final = 12
_HEADERS: Final = word_set("de from von da van a to an cc para bcc")
_ASKS_NAME: Final = word_set(
    "nom noms prenom prenoms name surname vorname nachname familienname nombre apellido apellidos nome cognome naam voornaam achternaam apelido"
)
_FILLERS: Final = word_set("« \" “ est c ' : euh ben bah donc alors registered listed recorded saved as under")
_AFTER_KIN: Final = word_set("« \" “ , ( s heisst se qui ' appelle appelait e o")
_SENTENCE_GOES_ON: Final = word_set("de du d des la le les l et a")
_AND: Final = frozenset({"et", "and", "und", "ou"})
_DOTTED: Final = frozenset({"m", "me"}) | cues.DOTTED_TITLES
_CIVIL_ARTICLES: Final = frozenset({"el", "la", "il", "de", "der", "die", "o", "a"})
_TITLE_ENDINGS: Final = frozenset({"ra", "ssa", "ri", "na"})
_BEFORE_CIVILITIES: Final = cues.CIVILITIES | _AND | _DOTTED
_SAYS_WHO: Final = frozenset({"est", "cest", "is", "ist", "es", "e"})
_SCORES: Final = {"introduction": 0.9, "kin": 0.82, "mention": 0.5}
_DOUBT: Final = 0.25
_LONG_ENOUGH: Final = 4
_Phrases: TypeAlias = tuple[tuple[tuple[str, ...], str], ...]


def _phrases_by_end() -> dict[str, tuple[_Phrases, dict[str, _Phrases]]]:
    """Index the announcing phrases by their last word: those of one word, and with them those of a word before it."""
    index: dict[str, tuple[_Phrases, dict[str, _Phrases]]] = {}
    for last, phrases in cues.PHRASES.items():
        befores = {phrase[-2] for phrase, _ in phrases if len(phrase) > 1}
        alone = tuple(entry for entry in phrases if len(entry[0]) == 1)
        index[last] = (
            alone,
            {
                before: tuple(entry for entry in phrases if len(entry[0]) == 1 or entry[0][-2] == before)
                for before in befores
            },
        )
    return index


_PHRASES_BY_END: Final = _phrases_by_end()


def propose(reading: Reading) -> Iterator[Candidate]:
    """Propose every name that a rule announces; proposals may overlap.

    Args:
        reading: The text as words.

    Yields:
        Candidates, in no particular order.
    """
    words = reading.words
    for index in reading.cues:
        word = words[index]
        low = word.low
        if low in cues.CIVILITIES or low in cues.CIVILITIES_WITH_CAPITAL:
            yield from _civility(reading, index)
        if low in cues.PHRASES:
            alone, preceded = _PHRASES_BY_END[low]
            phrases = preceded.get(words[index - 1].low if index else "", alone)
            if phrases:
                yield from _phrase(reading, index, phrases)
        if low in cues.LINKS_TO_SERVICE and index and words[index - 1].given:
            yield from name_of_service(reading, index)
        if low in cues.GREETINGS:
            yield from _greeting(reading, index)
        elif word.letter:
            if index + 1 < len(words) and words[index + 1].low == ".":
                yield from name_with_initial(reading, index)
        elif low == ":":
            yield from _field(reading, index)
        elif low == "/" and index:
            yield from travel_name(reading, index)
        elif word.shape[0] == "d" and low.isdigit() and index:
            yield from names_with_age(reading, index)
    yield from names_by_line(reading)
    yield from names_closing_a_line(reading)
    yield from names_opening_a_sentence(reading)
    yield from names_corrected(reading)
    yield from names_after_short_forms(reading)
    yield from names_by_capitals(reading)
    yield from names_spelled(reading)
    yield from names_in_calls(reading)


def _after_dot(reading: Reading, index: int) -> int:
    return index + 1 if reading.low(index) == "." else index


def _after_civilities(reading: Reading, index: int) -> int:
    """Skip civilities that stand before a name: `M. et Mme`, `Mme Vve`."""
    while True:
        low = reading.low(index)
        if low in _AND and reading.low(index + 1) in cues.CIVILITIES:
            index += 1
        elif low not in cues.CIVILITIES and not (
            (low in _DOTTED and reading.low(index + 1) == ".")
            or (low in _TITLE_ENDINGS and reading.low(index - 1) == "." and reading.joined(index))
        ):
            return index
        index = _after_dot(reading, index + 1)


def _after_article(reading: Reading, index: int) -> int:
    """Skip the article of a civility: `su hijo, el Sr. Keller`."""
    civil = reading.low(index) in _CIVIL_ARTICLES and _after_civilities(reading, index + 1) > index + 1
    return index + 1 if civil else index


def _letters(reading: Reading, first: int, last: int) -> list[Word]:
    return [word for word in reading.words[first:last] if word.alpha and word.low not in PARTICLES]


def _civility(reading: Reading, index: int) -> Iterator[Candidate]:
    word = reading.words[index]
    start = _after_dot(reading, index + 1)
    dotted = start > index + 1
    if word.low in cues.CIVILITIES_WITH_CAPITAL:
        following = reading.words[start] if start < len(reading.words) else None
        announced = following is not None and (following.capital or following.low in PARTICLES)
        # Without capitals, only a dot tells "m. lopez" from an elided "m", and a listed name from a new sentence.
        past = start
        while reading.low(past) in PARTICLES:
            past += 1
        named = reading.words[past] if past < len(reading.words) else None
        plain = (
            dotted
            and word.shape == "x"
            and named is not None
            and (named.listed or past > start)
            and not named.barred
            and not named.common
        )
        if not (announced and word.shape != "x") and not plain:
            return
        if (reading.shouted[index] or word.shape == "x") and not dotted and word.low != "dr":
            return
    start = _after_civilities(reading, start)
    if _is_an_office(reading, start):
        return
    end = read_name(reading, start, firm=True, lower=True)
    if end > start:
        yield Candidate(start, end, 0.93, f"civility:{word.low}")


def _is_an_office(reading: Reading, index: int) -> bool:
    """Tell whether an article in small letters before a capital opens the name of an office: `Monsieur le Médiateur`."""
    following = reading.words[index + 1] if index + 1 < len(reading.words) else None
    return (
        reading.low(index) in {"le", "la"}
        and reading.words[index].shape == "x"
        and following is not None
        and following.capital
    )


def _phrase(reading: Reading, index: int, phrases: _Phrases) -> Iterator[Candidate]:
    """Read the name after the longest announcing phrase, of those given, that ends at a token."""
    words = reading.words
    for phrase, kind in phrases:
        first = index + 1 - len(phrase)
        if first < index and (first < 0 or [word.low for word in words[first:index]] != list(phrase[:-1])):
            continue
        if kind == "mention" and phrase[-1] not in _SAYS_WHO and not _may_be_mentioned(words, index + 1):
            return
        candidate = _announced(reading, index + 1, phrase, kind)
        if candidate is not None:
            yield candidate
        return


def _may_be_mentioned(words: Sequence[Word], start: int) -> bool:
    """Tell at once, of most words, that no name begins there: neither a given name nor a civility to skip."""
    return start < len(words) and (words[start].given > 0 or words[start].low in _BEFORE_CIVILITIES)


def _announced(reading: Reading, start: int, phrase: tuple[str, ...], kind: str) -> Candidate | None:
    limit = start + 3
    while start < limit and reading.low(start) in (
        _AFTER_KIN if kind == "kin" else _FILLERS if kind == "introduction" else ()
    ):
        start += 1
    start = _after_civilities(reading, _after_article(reading, start))
    if start >= len(reading.words):
        return None
    opening = reading.words[start]
    if opening.low in _SENTENCE_GOES_ON and opening.shape == "x":
        following = reading.words[start + 1] if start + 1 < len(reading.words) else None
        # "née le bihan": what follows the article is a surname and nothing else, where a date would stand.
        if not (
            (phrase[-1] == "nee" or (phrase[-1] == "est" and "nom" in phrase))
            and following is not None
            and following.surname
            and not (following.common or following.barred)
        ):
            return None
    if kind == "mention" and phrase[-1] in _SAYS_WHO and _asks_name_before(reading, start):
        kind = "introduction"
    born = phrase[-1] == "nee" and not opening.common and not opening.barred
    if kind == "mention" and (opening.common or not opening.given) and not born:
        return None
    firm = kind == "introduction"
    end = read_name(reading, start, firm=firm or kind == "kin", lower=firm or kind == "kin" or len(phrase) > 1)
    words = _letters(reading, start, end)
    if not words:
        return None
    listed = any(word.given or (word.surname and not word.common) for word in words)
    cased = words[0].capital and not reading.shouted[start]
    score = _SCORES[kind]
    if kind == "mention":
        score += 0.25 if len(phrase) > 1 and cased else 0
    elif kind == "kin" and cased and not listed and (words[0].shape == "XX" or reading.low(start - 1) in {",", "("}):
        score -= _DOUBT / 2
    elif firm and not cased and not listed and not words[0].common and len(words[0].low) >= _LONG_ENOUGH:
        # A word that neither names nor ordinary texts hold, where a name is announced, is a rare name.
        score -= _DOUBT / 2.5
    elif born and opening.surname:
        score += _DOUBT
    elif phrase[-1] == "famille" and any(word.surname and not word.common for word in words):
        pass
    elif not cased and (not listed or (kind == "kin" and not any(word.given and not word.common for word in words))):
        score -= _DOUBT
    if phrase in {("nom",), ("prenom",)} and not listed:
        return None
    return Candidate(start, end, score, f"phrase:{' '.join(phrase)}")


def _asks_name_before(reading: Reading, index: int) -> bool:
    """Tell whether a name is spoken of in the sentence before: `le nom sur l'écran de verrouillage c'est Zoé`."""
    place = index - 1
    while place > 0 and index - place < _SENTENCE_REACH and reading.low(place) not in {".", "!", "?", "\n", ";"}:
        if reading.low(place) in _ASKS_NAME and reading.low(place + 1) not in {"de", "du", "of", "d", "des"}:
            return True
        place -= 1
    return False


def _field(reading: Reading, colon: int) -> Iterator[Candidate]:
    """Read the value after a colon when the label before it asks for a name."""
    label: list[str] = []
    place = colon - 1
    while place >= 0 and len(label) < _LONGEST_LABEL and reading.low(place) not in {"\n", ",", ";", ".", "|", ":"}:
        label.append(reading.low(place))
        place -= 1
    header = len(label) == 1 and label[0] in _HEADERS
    if not header and (not cues.FIELD_WORDS.intersection(label) or cues.FIELD_BARS.intersection(label)):
        return
    start = _after_civilities(reading, colon + 1)
    end = read_name(reading, start, firm=True, lower=True)
    words = _letters(reading, start, end)
    if not words:
        return
    asked = bool(_ASKS_NAME.intersection(label))
    listed = any(word.given or (word.surname and not word.common) for word in words)
    if header and not any(word.given for word in words):
        return
    if not asked and not listed and len(words) == 1:
        return
    if not asked and not listed and reading.low(end) not in {"\n", ",", "", "<", "(", ";", "-", "–", "."}:
        return
    yield Candidate(start, end, 0.95 if asked else 0.8, f"field:{label[-1]}")


def _greeting(reading: Reading, index: int) -> Iterator[Candidate]:
    start = index + 1
    while reading.low(start) in {"a", "beaucoup", "infiniment", "bien"}:
        start += 1
    start = _after_civilities(reading, start)
    end = read_name(reading, start, firm=False, lower=True)
    words = _letters(reading, start, end)
    if not words:
        return
    cased = words[0].capital and not reading.shouted[start]
    if not any(word.given for word in words) and not (cased and reading.low(end) in {",", "\n"}):
        return
    if not cased and not any(word.given and not word.common for word in words):
        return
    score = 0.85 if cased else 0.7
    # "Dear Complaints": a word that no list knows is a name when the tagger sees one too.
    if not any(word.given or word.surname for word in words):
        score -= _DOUBT / 2
    yield Candidate(start, end, score, f"greeting:{reading.words[index].low}")
