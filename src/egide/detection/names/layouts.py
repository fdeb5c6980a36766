"""Propose names from how a text is laid out: signatures, name lines, capitals, travel format, spelling."""

from collections.abc import Iterator
from typing import Final

from egide.detection.names import cues
from egide.detection.names.candidate import Candidate
from egide.detection.names.extent import is_monsieur, read_name
from egide.detection.names.reading import Reading
from egide.detection.names.stopwords import PARTICLES
from egide.detection.places import is_town
from egide.detection.tagger.words import word_set

__all__ = [
    "name_of_service",
    "name_with_initial",
    "names_after_short_forms",
    "names_by_capitals",
    "names_by_line",
    "names_closing_a_line",
    "names_corrected",
    "names_opening_a_sentence",
    "names_spelled",
    "names_with_age",
    "travel_name",
]

_LONGEST_SIGNATURE: Final = 16
_LONGEST_TAIL: Final = 5
_PUTS_RIGHT: Final = word_set("non pas not instead lieu nicht no niet nao statt rather")
_AROUND_NAMES: Final = frozenset(
    {
        "«",
        "»",
        '"',
        "“",
        "”",
        "'",
        ",",
        "(",
        ")",
        "et",
        "and",
        "mais",
        "but",
        "of",
        "au",
        "de",
        "und",
        "y",
        "e",
        "en",
        "sondern",
        "pas",
        "non",
    }
)
_ENDS_SENTENCE: Final = frozenset({".", "!", "]", ")"})
_SHORT_FORMS: Final = word_set("ph ch th chr fr jb jp jc jm jf jl jy jph")
_SAME_LETTERS: Final = 0.7
_BEFORE_SIGNATURE: Final = frozenset({".", "!", ",", "\n"})
_MOST_NAMES: Final = 4
_SHORTEST_SURNAME: Final = 3
_LETTERS_TO_SPELL: Final = 4
_HEARD_BEFORE: Final = 14
_AGREEING_LETTERS: Final = 3
_SERVICES: Final = word_set(
    "service chat support sav agence accueil standard equipe guichet comptabilite boutique magasin team desk hotline plateforme kundendienst servizio servicio"
)
_LINKS: Final = PARTICLES | {"-", "'"}
_QUOTES: Final = frozenset({">", "-", "—", "–", "*", "_", "|", "•"})
_TAILS: Final = frozenset({",", "|", "/", "(", "-", "–", "—", ".", "et", "&", "und", "and", "y", "e", "en"})
_ANNOUNCES_SPELLING: Final = word_set(
    "epelle epeler epele epellation spell spelled spelt nom prenom appelle buchstabiere buchstabiert deletreo spello spel soletro"
)
_AS_IN: Final = word_set("comme as wie como come als")
_SPELLING_WORDS: Final = word_set("deux double espace tiret apostrophe doppel doble trait union accent aigu grave")
_TRAVEL_CIVILITIES: Final = word_set("mr mrs ms mme mlle miss mstr chd inf m")
_AGE_UNITS: Final = word_set("ans an mois years months jahre jahr monate anos meses anni mesi jaar maanden")
_RELATIVES_BAR: Final = word_set("pour de en depuis sur a par dans il y j ai")


def names_by_line(reading: Reading) -> Iterator[Candidate]:
    """Read lines that hold a name and little else, above all after a closing formula."""
    words = reading.words
    first = closing = 0
    for index in (*reading.newlines, len(words)):
        if first < index <= first + _LONGEST_SIGNATURE:
            yield from _name_line(reading, first, index, closing=closing > 0, final=index >= len(words))
        if first > 0 and _last_word(reading, max(first, index - 3), index) in cues.CLOSINGS:
            closing = 2
        elif index > first:
            closing = max(0, closing - 1)
        first = index + 1


def _last_word(reading: Reading, first: int, last: int) -> str:
    while last > first:
        last -= 1
        if reading.words[last].alpha:
            return reading.words[last].low
    return ""


def _name_line(reading: Reading, first: int, last: int, *, closing: bool, final: bool) -> Iterator[Candidate]:
    while first < last and reading.low(first) in _QUOTES:
        first += 1
    if first < last - 1 and reading.words[first].low.isdigit() and reading.low(first + 1) in {")", "."}:
        first += 2
    if is_monsieur(reading, first):
        first += 2
    end = read_name(reading, first, firm=closing or final, lower=closing or final)
    end = min(end, last)
    if end == first or not (end >= last or reading.low(end) in _TAILS):
        return
    words = [word for word in reading.words[first:end] if word.alpha and word.low not in PARTICLES]
    initials = all(word.shape == "X" for word in reading.words[first:end] if word.alpha)
    if initials and closing | final and end >= last and end - first > 1:
        yield Candidate(first, end, 0.8, "initials")
        return
    if not words:
        return
    given = any(word.given > 1 or (word.given and not word.common) for word in words)
    cased = all(word.capital or word.shape == "X" for word in words)
    alone = end >= last
    if closing and (given or (cased and len(words) <= _MOST_NAMES)):
        yield Candidate(first, end, 0.9 if given and cased else 0.85 if given and alone else 0.75, "signature")
    elif given and cased and len(words) > 1 and (alone or reading.low(end) != "."):
        yield Candidate(first, end, 0.8, "line")
    elif given and alone and 1 < len(words) <= _MOST_NAMES and all(word.listed for word in words):
        yield Candidate(first, end, 0.7, "line")


def names_closing_a_line(reading: Reading) -> Iterator[Candidate]:
    """Read the name that ends a line after its closing or its last sentence: `Danke, Holger Stüwe`, `… merci. Awa Diop`."""
    words = reading.words
    for end in (*reading.newlines, len(words)):
        first = end
        while first > 0 and words[first - 1].low not in _BEFORE_SIGNATURE and end - first <= _LONGEST_TAIL:
            first -= 1
        before, tail = first - 1, first
        if before > 1 and words[before].low == "," and words[before - 1].low not in cues.CLOSINGS:
            start = before
            while start > 0 and words[start - 1].low not in _BEFORE_SIGNATURE and before - start <= _LONGEST_TAIL:
                start -= 1
            first, before = start, start - 1
        if before < 1 or words[before].low == "\n" or end - first > 2 * _LONGEST_TAIL:
            continue
        closed = words[before].low == "," and words[before - 1].low in cues.CLOSINGS
        if not closed and words[before].low not in {".", "!"}:
            continue
        last = read_name(reading, first, firm=False, lower=False)
        named = [word for word in words[first:last] if word.alpha and word.low not in PARTICLES]
        cased = all(word.capital for word in named)
        given = any(word.given for word in named)
        if not named or not cased or not (last == end or words[last].low == ","):
            continue
        listed = any(word.listed and not word.common for word in named)
        known = given or (closed and not named[0].barred)
        alone = len(named) == 1 and last == end and known and not named[0].common
        if (1 < len(named) <= _MOST_NAMES and (given or (listed and (closed or _is_town(reading, tail, end))))) or (
            alone and (closed or end == len(words))
        ):
            yield Candidate(first, last, 0.85, "signature")


def _is_town(reading: Reading, first: int, last: int) -> bool:
    """Tell whether tokens `[first, last)` name a town, which may follow the name: "…, Holger Stüwe, Cottbus"."""
    return is_town(" ".join(word.low for word in reading.words[first:last] if word.alpha))


def travel_name(reading: Reading, slash: int) -> Iterator[Candidate]:
    """Read `OUEDRAOGO/ISSOUF MR` at its slash: surname, slash, given names, civility apart."""
    first, last = slash - 1, slash + 1
    words = reading.words
    if last >= len(words) or not (reading.joined(slash) and reading.joined(last)):
        return
    if (
        not (words[first].alpha and words[last].alpha)
        or words[first].shape != words[last].shape
        or words[first].barred
        or words[last].barred
    ):
        return
    while (
        first > 0
        and words[first - 1].shape == "XX" == words[first].shape
        and (words[first - 1].low in PARTICLES or (words[first - 1].listed and not words[first - 1].barred))
    ):
        first -= 1
    last += 1
    civility = reading.low(last) in _TRAVEL_CIVILITIES
    if civility or (
        words[slash - 1].surname and words[slash + 1].given and words[slash].low == "/" and words[first].shape == "XX"
    ):
        yield Candidate(first, last, 0.93, "format:travel")


def names_by_capitals(reading: Reading) -> Iterator[Candidate]:
    """Find a listed given name beside a surname, both with capitals: `Sabrina HADDOU`, `KHELIFI Farès`."""
    words = reading.words
    free = 0
    for index in reading.capitals:
        if index < free or index + 1 >= len(words):
            continue
        following = words[index + 1]
        if words[index].barred or not (following.capital or following.low in _LINKS) or reading.shouted[index]:
            continue
        end = read_name(reading, index, firm=False, lower=False)
        inside = [part for part in words[index:end] if part.alpha and part.low not in PARTICLES]
        if len(inside) > 1 and not _names_a_street(reading, index):
            surnames = [part for part in inside if part.shape == "XX" and len(part.low) >= _SHORTEST_SURNAME]
            mixed = bool(surnames) and any(part.shape == "Xx" for part in inside)
            given = any(part.given > part.common for part in inside)
            if given and (mixed or not reading.opens_sentence(index) or inside[0].given > 1):
                yield Candidate(index, end, 0.72 if mixed else 0.5, "gazetteer")
        free = end


def _names_a_street(reading: Reading, index: int) -> bool:
    before = reading.low(index - 1)
    return before in cues.STREET_WORDS or (before in PARTICLES and reading.low(index - 2) in cues.STREET_WORDS)


def names_with_age(reading: Reading, number: int) -> Iterator[Candidate]:
    """Read the given name before an age: `Lucas, 9 ans`, `Inaya 9 ans`, `Timothé (6 ans)`."""
    if reading.low(number + 1) not in _AGE_UNITS:
        return
    last = number
    while reading.low(last - 1) in {",", "("}:
        last -= 1
    first = last
    while (
        first > 0
        and last - first < _MOST_NAMES
        and reading.words[first - 1].alpha
        and not reading.words[first - 1].barred
    ):
        first -= 1
    while first < last and not reading.words[first].given:
        first += 1
    words = reading.words[first:last]
    if (
        words
        and words[0].low not in _RELATIVES_BAR
        and all(word.listed and (word.capital or not word.common) for word in words)
    ):
        yield Candidate(first, last, 0.75, "age")


def name_of_service(reading: Reading, link: int) -> Iterator[Candidate]:
    """Read the given name of someone who answers for a service: `Corentin du support`, `Priya from your team`."""
    place = link + 1
    while reading.low(place) in {"la", "l", "'", "le", "your", "votre", "the", "notre", "chez"}:
        place += 1
    name = reading.words[link - 1]
    if reading.low(place) in _SERVICES and name.given and (name.capital or not (name.common or name.barred)):
        yield Candidate(link - 1, link, 0.84, "service")


def names_opening_a_sentence(reading: Reading) -> Iterator[Candidate]:
    """Read a name that opens a sentence and that a comma or an address follows: `… merci. Marijke Postma, Hoofdweg 12a`."""
    words = reading.words
    for first in reading.capitals:
        index = first - 1
        if not (1 <= index < len(words) - 2 and words[first].given and words[index].low in _ENDS_SENTENCE):
            continue
        end = read_name(reading, index + 1, firm=False, lower=False)
        named = [word for word in words[index + 1 : end] if word.alpha and word.low not in PARTICLES]
        if 1 < len(named) <= _MOST_NAMES and all(word.capital for word in named) and reading.low(end) == ",":
            yield Candidate(index + 1, end, 0.8, "signature")


def names_corrected(reading: Reading) -> Iterator[Candidate]:
    """Read a name that is put right, in any casing: `« Szczepaniak » et non « Szczepanyak »`, `Wei Zhang, not Zhang Wei`."""
    words = reading.words
    if _PUTS_RIGHT.isdisjoint(reading.lows):
        return
    for index, word in enumerate(words):
        if word.low not in _PUTS_RIGHT:
            continue
        left, right = index - 1, index + 1
        while left > 0 and words[left].low in _AROUND_NAMES:
            left -= 1
        while right < len(words) and words[right].low in _AROUND_NAMES:
            right += 1
        if left < 0 or right >= len(words):
            continue
        first = left
        while first > 0 and words[first - 1].capital and words[first].capital and not words[first - 1].barred:
            first -= 1
        last = right + 1
        while last < len(words) and words[last].capital and words[right].capital and not words[last].barred:
            last += 1
        one = "".join(part.low for part in words[first : left + 1])
        other = "".join(part.low for part in words[right:last])
        capitals = words[first].capital and words[right].capital
        if capitals and one != other and _alike(one, other) and not (words[first].barred or words[right].barred):
            yield Candidate(first, left + 1, 0.9, "corrected")
            yield Candidate(right, last, 0.9, "corrected")


def _alike(one: str, other: str) -> bool:
    """Tell whether two words are spelled nearly alike: most of their letters are the same, whatever their order."""
    left = list(other)
    shared = 0
    for char in one:
        if char in left:
            left.remove(char)
            shared += 1
    return min(len(one), len(other)) >= _SHORTEST_SURNAME and shared >= _SAME_LETTERS * max(len(one), len(other))


def names_after_short_forms(reading: Reading) -> Iterator[Candidate]:
    """Read a surname after a given name cut to two letters: `Ph. Wattrelos`, `Ch. Le Gall`."""
    if _SHORT_FORMS.isdisjoint(reading.lows):
        return
    for index, word in enumerate(reading.words):
        if word.low not in _SHORT_FORMS or word.shape != "Xx" or reading.low(index + 1) != ".":
            continue
        end = read_name(reading, index + 2, firm=True, lower=False)
        if end > index + 2 and reading.words[index + 2].capital:
            yield Candidate(index, end, 0.85, "initial")


def name_with_initial(reading: Reading, index: int) -> Iterator[Candidate]:
    """Read a surname after an initial and its dot, in any casing: `d. hamoudi`, `S. Etcheverry`."""
    if (
        reading.low(index + 1) != "."
        or not reading.joined(index + 1)
        or index + 2 >= len(reading.words)
        or reading.low(index) == "m"
    ):
        return
    surname = reading.words[index + 2]
    before = reading.low(index - 1)
    if (
        surname.surname
        and not surname.common
        and not surname.barred
        and len(surname.low) >= _SHORTEST_SURNAME
        and surname.low not in cues.FIRM_FORMS
        and before not in {".", "'"}
    ):
        yield Candidate(index, index + 3, 0.72, "initial")


def names_spelled(reading: Reading) -> Iterator[Candidate]:
    """Find spelled names: `R O U X E L`, `B comme Bernard, O, U, K`, `s z y m a n s k i`."""
    if reading.letters < _LETTERS_TO_SPELL:
        return
    index = 0
    while index < len(reading.words):
        if not reading.words[index].letter:
            index += 1
            continue
        last, letters, place = _spelling_end(reading, index)
        if len(letters) >= _LETTERS_TO_SPELL:
            before = reading.words[max(0, index - _HEARD_BEFORE) : index]
            start = letters[:_AGREEING_LETTERS]
            heard = any(len(word.low) >= _AGREEING_LETTERS and word.low.startswith(start) for word in before)
            if heard or any(word.low in _ANNOUNCES_SPELLING for word in before[-9:]):
                yield Candidate(index, last, 0.88, "spelled")
        index = max(place, index + 1)


def _spelling_end(reading: Reading, first: int) -> tuple[int, str, int]:
    """Return the token after the last letter, the letters, and where to look next."""
    words = reading.words
    last, place, letters = first + 1, first + 1, words[first].low
    while place < len(words):
        low = words[place].low
        if words[place].letter:
            letters += low
            last = place + 1
        elif low in _AS_IN and place + 1 < len(words) and words[place + 1].alpha:
            place += 1
            last = place + 1
        elif low not in _SPELLING_WORDS and low not in {",", "-", "."}:
            break
        place += 1
    return last, letters, place
