"""Propose names from what stands around them: civility, introduction, field, greeting, signature, travel format."""

from collections.abc import Iterator
from typing import NamedTuple

from egide.detection.names import cues
from egide.detection.names.reading import Reading, Word
from egide.detection.names.stopwords import PARTICLES

__all__ = ["Candidate", "propose"]

_MAX_WORDS = 6
_JOINERS = frozenset({"-", "'"})
_LETTERS_TO_SPELL = 4


class Candidate(NamedTuple):
    """A name proposed by a rule: tokens `[first, last)`, a confidence, the cue that announced it."""

    first: int
    last: int
    score: float
    cue: str


def _acceptable(word: Word, *, cased: bool, firm: bool) -> bool:
    """Tell whether a word can belong to a name here: by its capital where capitals speak, else by the lists."""
    if not word.alpha or word.barred:
        return False
    if cased:
        return word.capital or (word.shape == "X" and firm)
    if word.common:
        return firm and (word.surname > 1 or word.given > 1)
    return firm or word.listed


def read_name(reading: Reading, first: int, *, firm: bool, lower: bool) -> int:
    """Read as much of a name as stands at a token.

    Args:
        reading: The text as words.
        first: The token where the name would begin.
        firm: True after a cue that leaves little doubt, such as a civility.
        lower: True to accept a name written without capitals.

    Returns:
        The token after the name, or `first` when none stands there.
    """
    words = reading.words
    size = len(words)
    index = first
    end = first
    count = 0
    cased = False
    while index < size and count < _MAX_WORDS:
        word = words[index]
        if not word.alpha:
            break
        shouted = reading.shouted[index]
        if count == 0:
            cased = (word.capital or word.shape == "X") and not shouted
            if not cased and not lower and not shouted:
                break
        after_joint = index > first and reading.joined(index) and words[index - 1].low in _JOINERS
        particle = word.low in PARTICLES and (
            word.low not in {"de", "du", "d", "la", "et", "st", "m", "n"} or cased or count == 0
        )
        if particle and (
            cased or not shouted or word.low in {"de", "le", "la", "el", "ben", "da", "dos", "van", "der", "du"}
        ):
            following = index + 1
            while following < size and (words[following].low in _JOINERS or words[following].low in PARTICLES):
                following += 1
            if (
                following < size
                and _acceptable(
                    words[following],
                    cased=cased or (count == 0 and words[following].capital and not shouted),
                    firm=firm,
                )
                and following - index <= 4
            ):  # noqa: PLR2004 - "de la d'"
                if count == 0 and words[following].capital and not shouted:
                    cased = True
                if not cased and count and not words[following].listed:
                    break
                index = following
                continue
        if word.shape == "X" and (index + 1 < size and words[index + 1].low == "." and reading.joined(index + 1)):
            if word.barred and not cased:
                break
            count += 1
            end = index + 1
            index += 2
            if reading.joined(index) and index < size and words[index].low == "-":
                index += 1
            continue
        if after_joint and word.alpha and not word.barred:
            acceptable = True
        elif count and not cased:
            acceptable = word.listed and not word.common and not word.barred
        else:
            acceptable = _acceptable(word, cased=cased, firm=firm)
        if not acceptable:
            break
        if count and cased and word.shape == "X" and end != index:
            break
        count += 1
        index += 1
        end = index
        if index < size and words[index].low in _JOINERS and reading.joined(index) and reading.joined(index + 1):
            index += 1
    if (
        index > end
        and end > first
        and words[end - 1].shape == "X"
        and words[end].low == "."
        and end - first > 1
        and index >= size
    ):
        return end
    return end


def _after_dot(reading: Reading, index: int) -> int:
    """Skip the dot of an abbreviated civility."""
    return index + 1 if reading.low(index) == "." else index


def _civility(reading: Reading, index: int) -> Iterator[Candidate]:
    word = reading.words[index]
    start = _after_dot(reading, index + 1)
    if word.low in cues.CIVILITIES_WITH_CAPITAL and word.low not in cues.CIVILITIES:
        following = reading.words[start] if start < len(reading.words) else None
        if not (word.shape in {"X", "Xx", "XX"} and following and (following.capital or following.low in PARTICLES)):
            return
        if word.shape == "X" and start == index + 1 and not following.capital:
            return
        if reading.shouted[index] and start == index + 1 and word.low in {"m", "me", "don", "sa"}:
            return
    while reading.low(start) in cues.CIVILITIES or (
        reading.low(start) in {"et", "and", "und", "le", "la"} and reading.low(start + 1) in cues.CIVILITIES
    ):
        start = _after_dot(reading, start + 1)
    end = read_name(reading, start, firm=True, lower=True)
    if end > start:
        yield Candidate(start, end, 0.93, f"civility:{word.low}")


def _phrase(reading: Reading, index: int) -> Iterator[Candidate]:
    for phrase, kind in cues.PHRASES[reading.words[index].low]:
        size = len(phrase)
        if index + 1 < size or any(
            reading.words[index + 1 - size + place].low != part for place, part in enumerate(phrase[:-1])
        ):
            continue
        start = index + 1
        if kind == "kin" and reading.low(start) in {",", "(", "s", "heisst", "se", "qui"}:
            start += 1
        while reading.low(start) in cues.CIVILITIES or (
            kind == "introduction" and reading.low(start) in {"est", "c", "'", ":", "euh"} and start <= index + 4
        ):  # noqa: PLR2004
            start = _after_dot(reading, start + 1)
        firm = kind == "introduction"
        end = read_name(reading, start, firm=firm, lower=firm or kind == "kin" or size > 1)
        if end == start:
            return
        words = [word for word in reading.words[start:end] if word.alpha]
        listed = any(word.given or (word.surname and not word.common) for word in words)
        cased = words[0].capital and not reading.shouted[start]
        score = {"introduction": 0.9, "kin": 0.8, "mention": 0.55}[kind]
        if kind == "mention":
            if not any(word.given and not word.common for word in words):
                return
            score = 0.75 if size > 1 and cased else 0.5
        elif not listed and not cased:
            score -= 0.25
        if phrase in {("nom",), ("prenom",)} and not listed:
            return
        yield Candidate(start, end, score, f"phrase:{' '.join(phrase)}")
        return


def _field(reading: Reading, index: int) -> Iterator[Candidate]:
    """Read the value after a colon when the label before it asks for a name."""
    label: list[str] = []
    place = index - 1
    while place >= 0 and len(label) < 9 and reading.low(place) not in {"\n", ",", ";", ".", "|", ":"}:  # noqa: PLR2004 - a label is short
        label.append(reading.low(place))
        place -= 1
    opening = label[-1] if label else ""
    is_header = len(label) == 1 and opening in {"de", "from", "von", "da", "van", "a", "to", "an", "cc", "para"}
    if not is_header and (not cues.FIELD_WORDS.intersection(label) or cues.FIELD_BARS.intersection(label)):
        return
    start = index + 1
    while reading.low(start) in cues.CIVILITIES or (reading.low(start) == "m" and reading.low(start + 1) == "."):
        start = _after_dot(reading, start + 1)
    end = read_name(reading, start, firm=True, lower=True)
    if end == start:
        return
    words = [word for word in reading.words[start:end] if word.alpha]
    listed = any(word.given or (word.surname and not word.common) for word in words)
    asks_name = any(
        part in label
        for part in (
            "nom",
            "prenom",
            "prenoms",
            "name",
            "vorname",
            "nachname",
            "nombre",
            "apellidos",
            "nome",
            "cognome",
            "naam",
            "voornaam",
            "achternaam",
        )
    )
    if is_header and not any(word.given for word in words):
        return
    if not asks_name and not listed and len(words) < 2:  # noqa: PLR2004 - a single unknown word is not a name here
        return
    following = reading.low(end)
    if not asks_name and following not in {"\n", ",", "", "<", "(", ";", "-", "–", "."} and not listed:
        return
    yield Candidate(start, end, 0.95 if asks_name else 0.8, f"field:{opening}")


def _greeting(reading: Reading, index: int) -> Iterator[Candidate]:
    start = index + 1
    while reading.low(start) in {"a", "beaucoup", "infiniment", "bien"}:
        start += 1
    while reading.low(start) in cues.CIVILITIES:
        start = _after_dot(reading, start + 1)
    end = read_name(reading, start, firm=False, lower=True)
    if end == start:
        return
    words = [word for word in reading.words[start:end] if word.alpha]
    cased = words[0].capital and not reading.shouted[start]
    if not any(word.given for word in words) and not (cased and reading.low(end) in {",", "\n"}):
        return
    if not cased and not any(word.given and not word.common for word in words):
        return
    yield Candidate(start, end, 0.85 if cased else 0.7, f"greeting:{reading.words[index].low}")


def _name_line(reading: Reading, first: int, last: int, *, after_closing: bool) -> Iterator[Candidate]:
    """Read a line that holds a name and little else, as signatures do."""
    while first < last and reading.low(first) in {">", "-", "—", "–", "*", "_"}:
        first += 1
    end = read_name(reading, first, firm=False, lower=after_closing)
    if end == first:
        return
    tail = reading.low(end)
    alone = end >= last or tail in {",", "|", "/", "(", "-", "–", "—", "."}
    words = [word for word in reading.words[first:end] if word.alpha and word.low not in PARTICLES]
    if not words or not alone:
        return
    given = any(word.given and not (word.common and not word.capital) for word in words)
    cased = all(word.capital or word.shape == "X" for word in words)
    closes = end >= last
    if after_closing and (given or (cased and len(words) <= 4)):  # noqa: PLR2004 - given names and surnames
        yield Candidate(first, end, 0.9 if given and cased else 0.75, "signature")
    elif given and cased and len(words) > 1 and (closes or tail != "."):
        yield Candidate(first, end, 0.8, "line")


def _lines(reading: Reading) -> Iterator[Candidate]:
    words = reading.words
    first = 0
    after_closing = 0
    for index in range(len(words) + 1):
        if index < len(words) and words[index].low != "\n":
            continue
        if index - first <= 14 and index > first:  # noqa: PLR2004 - a signature line is short
            yield from _name_line(reading, first, index, after_closing=bool(after_closing))
        tail = [word.low for word in words[max(first, index - 3) : index] if word.alpha]
        if tail and tail[-1] in cues.CLOSINGS and first > 0:
            after_closing = 2
        elif index > first:
            after_closing = max(0, after_closing - 1)
        first = index + 1


def _travel(reading: Reading, index: int) -> Iterator[Candidate]:
    """`OUEDRAOGO/ISSOUF MR`: surname, slash, given names, civility apart."""
    first, last = index - 1, index + 1
    words = reading.words
    if not (
        reading.joined(index)
        and reading.joined(last)
        and words[first].shape == "XX"
        and last < len(words)
        and words[last].shape == "XX"
    ):
        return
    while (
        first > 0
        and words[first - 1].shape == "XX"
        and words[first - 1].listed
        and not words[first - 1].barred
        and not reading.opens_line(first)
    ):
        first -= 1
    last += 1
    civil = last < len(words) and words[last].low in {"mr", "mrs", "ms", "mme", "mlle", "miss", "mstr", "chd", "inf"}
    if civil or words[index + 1].given or (words[index - 1].listed and words[index + 1].listed):
        yield Candidate(first, last, 0.93, "format:travel")


def _pairs(reading: Reading) -> Iterator[Candidate]:
    """A listed given name beside a surname, both with capitals: `Sabrina HADDOU`, `KHELIFI Farès`."""
    words = reading.words
    index = 0
    while index < len(words):
        word = words[index]
        if not word.capital or word.barred or reading.shouted[index]:
            index += 1
            continue
        if reading.low(index - 1) in cues.STREET_WORDS or (
            reading.low(index - 1) in PARTICLES and reading.low(index - 2) in cues.STREET_WORDS
        ):
            index = max(index + 1, read_name(reading, index, firm=False, lower=False))
            continue
        end = read_name(reading, index, firm=False, lower=False)
        inside = [part for part in words[index:end] if part.alpha and part.low not in PARTICLES]
        if len(inside) > 1 and end < len(words) + 1:
            shapes = {part.shape for part in inside}
            mixed = (
                "XX" in shapes and "Xx" in shapes and max(len(part.low) for part in inside if part.shape == "XX") > 2
            )  # noqa: PLR2004
            given = any(part.given > part.common for part in inside)
            if given and (mixed or not reading.opens_sentence(index) or inside[0].given > 1):
                yield Candidate(index, end, 0.72 if mixed else 0.5, "gazetteer")
        index = max(index + 1, end)


def _spelled(reading: Reading) -> Iterator[Candidate]:
    """A spelled name: `R O U X E L`, `B comme Bernard, O, U, K`, `s z y m a n s k i`."""
    words = reading.words
    index = 0
    while index < len(words):
        if not _is_letter(words[index]):
            index += 1
            continue
        first = index
        last = index + 1
        letters = 1
        place = index + 1
        while place < len(words):
            low = words[place].low
            if _is_letter(words[place]):
                letters += 1
                last = place + 1
            elif (
                low in {"comme", "as", "wie", "como", "come", "als"}
                and place + 1 < len(words)
                and words[place + 1].alpha
            ):
                place += 1
                last = place + 1
            elif low in {"deux", "double", "espace", "tiret", "apostrophe", "doppel", "doble"} and place + 1 < len(
                words
            ):
                pass
            elif low not in {",", "-", ".", " "}:
                break
            place += 1
        announced = any(
            part
            in {
                "epelle",
                "epeler",
                "epele",
                "spell",
                "spelled",
                "spelt",
                "nom",
                "prenom",
                "appelle",
                "buchstabiere",
                "deletreo",
            }
            for part in (word.low for word in words[max(0, first - 9) : first])
        )
        spelled = "".join(word.low for word in words[first:last] if _is_letter(word))
        heard = any(len(word.low) > 2 and spelled[:3] == word.low[:3] for word in words[max(0, first - 14) : first])  # noqa: PLR2004 - three letters agree
        if letters >= _LETTERS_TO_SPELL and (announced or heard):
            yield Candidate(first, last, 0.88, "spelled")
        index = max(place, index + 1)


def _is_letter(word: Word) -> bool:
    return word.alpha and len(word.low) == 1


def propose(reading: Reading) -> Iterator[Candidate]:
    """Propose every name that a rule announces; proposals may overlap.

    Args:
        reading: The text as words.

    Yields:
        Candidates, in no particular order.
    """
    for index, word in enumerate(reading.words):
        low = word.low
        if low in cues.CIVILITIES or low in cues.CIVILITIES_WITH_CAPITAL:
            yield from _civility(reading, index)
        if low in cues.PHRASES:
            yield from _phrase(reading, index)
        if low in cues.GREETINGS:
            yield from _greeting(reading, index)
        elif low == ":":
            yield from _field(reading, index)
        elif low == "/" and index:
            yield from _travel(reading, index)
    yield from _lines(reading)
    yield from _pairs(reading)
    yield from _spelled(reading)
