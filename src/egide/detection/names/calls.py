"""Propose names from what is said around them on the telephone: the question before, the spelling or the farewell after."""

from collections.abc import Iterator
from typing import Final

from egide.detection.names import cues
from egide.detection.names.candidate import Candidate
from egide.detection.names.extent import read_name
from egide.detection.names.reading import Reading
from egide.detection.tagger.words import word_set

__all__ = ["names_in_calls"]

_ASKED_LAST: Final = word_set(
    "nom prenom monsieur madame mademoiselle name nachname vorname familienname surname naam achternaam voornaam nombre apellido apellidos nome cognome apelido"
)
_ASKING: Final = word_set(
    "quel votre le et c est vous etes bonjour parents son leur l un d "
    "der ihr ihren den mein wie the your her his is full first last whose de uw je het zijn haar el su tu y primer il suo e qual o seu a e"
)
_POLITE: Final = word_set(
    "? … . ! s ' il vous plait exact complet deja pardon bitte nochmal noch mal please again por favor completo per cortesia favore alstublieft graag"
)
_ANSWERS: Final = word_set(
    "oui alors euh heu c ' est moi non ben bah donc , je suis m appelle monsieur madame mademoiselle voila le son nom prenom enfin : bonjour "
    "ja also ah ahm ich bin das ist der die it s yes yeah i m that is um er si es soy a nombre de la el mi sono io allora il mio ik ben het met sim sou eu o meu"
)
_LONGEST_ROLE: Final = 4
_ANSWER_REACH: Final = 9
_AS_WRITTEN: Final = frozenset({"avec", "sans"})
_HOW_MANY: Final = word_set("un une deux le pas")
_PARTICLES: Final = word_set("el al ben le la de da du di ould ait abou van von der den")
_COUNTS: Final = word_set("un deux trois")
_ONE_WORD: Final = frozenset({"mot", "mots"})
_PRESENTS: Final = (
    ("a", "votre", "ecoute"),
    ("a", "l", "'", "appareil"),
    ("que", "puis", "-", "je"),
    ("en", "quoi", "puis", "-", "je"),
    ("comment", "puis", "-", "je"),
    ("speaking",),
    ("am", "apparat"),
    ("aan", "de", "lijn"),
    ("al", "aparato"),
)
_PRESENTING: Final = frozenset({"ecoute", "appareil", "puis", "speaking", "apparat", "lijn", "aparato"})
_ASKED: Final = _ASKED_LAST
_LEAST: Final = 3
_AFTER_TELLING: Final = 2
_FIRST_TURN: Final = 14
_BEFORE_NAME: Final = word_set("est madame monsieur mademoiselle nom prenom non :")


def names_in_calls(reading: Reading) -> Iterator[Candidate]:
    """Read names given on the telephone, in any casing.

    Args:
        reading: The text as words.

    Yields:
        A name that answers a question about it (`à quel nom ?` - `boumedienne`), that its spelling follows (`lopez avec
        un z`, `delacourt en un seul mot`), or of who answers (`Aurèle, que puis-je pour vous`).
    """
    lows = reading.lows
    if not lows.isdisjoint(_ASKED) and reading.newlines:
        yield from _answers(reading)
    if reading.letters or not lows.isdisjoint(_ONE_WORD):
        yield from _spelled_in_words(reading)
    if reading.newlines and "bonjour" in lows:
        yield from _greets(reading)
    if not lows.isdisjoint(_PRESENTING):
        yield from _presented(reading)


def _answers(reading: Reading) -> Iterator[Candidate]:
    words = reading.words
    for newline in reading.newlines:
        last = newline - 1
        while last >= 0 and newline - last < _ANSWER_REACH and words[last].low in _POLITE:
            last -= 1
        if last > 1 and words[last].low == "famille" and words[last - 1].low == "de":
            last -= 2
        if last < 1 or words[last].low not in _ASKED_LAST or words[last - 1].low not in _ASKING | {"quel"}:
            continue
        start = _after_role(reading, newline + 1)
        if start < 0:
            continue
        limit = start + _ANSWER_REACH
        while start < limit and reading.low(start) in _ANSWERS:
            start += 1
        end = read_name(reading, start, firm=True, lower=True)
        inside = [word for word in words[start:end] if word.alpha]
        if not inside or len(inside[0].low) < _LEAST or (inside[0].common and not inside[0].listed):
            continue
        yield Candidate(start, end, 0.88, "answer")


def _after_role(reading: Reading, start: int) -> int:
    """Return the token after the speaker's label that begins a line, or -1 when the line has none."""
    if reading.low(start) == "-":
        return start + 1
    for place in range(start, start + _LONGEST_ROLE + 1):
        if reading.low(place) in {":", "]"}:
            return place + 1
    return -1


def _spelled_in_words(reading: Reading) -> Iterator[Candidate]:
    words = reading.words
    for index in reading.cues:
        # "lopez avec un z": the letter stands two words after what is spelled.
        if (
            words[index].letter
            and index > _LEAST - 1
            and words[index - 1].low in _HOW_MANY
            and words[index - 2].low in _AS_WRITTEN
            and words[index].low not in {"a", "y", "d", "l"}
            and reading.low(index + 1) not in {"majuscule", "minuscule", "'"}
            and _may_be_spelled(reading, index - 3)
        ):
            yield Candidate(index - 3, index - 2, 0.85, "spelling")
    if reading.lows.isdisjoint(_ONE_WORD):
        return
    for index, word in enumerate(words):
        if word.low not in _ONE_WORD:
            continue
        first = index - 2 if words[index - 1].low == "seul" else index - 1
        if (
            first > 1
            and words[first].low in _COUNTS
            and words[first - 1].low == "en"
            and _may_be_spelled(reading, first - 2)
        ):
            start = first - 2
            while start > 0 and words[first].low != "un" and words[start - 1].low in _PARTICLES:
                start -= 1  # "el amrani en deux mots"
            yield Candidate(start, first - 1, 0.85, "spelling")


def _may_be_spelled(reading: Reading, index: int) -> bool:
    """Say whether a word may be a name: one that is no usual name only where a name is expected, as after "c'est"."""
    name = reading.words[index]
    if not name.alpha or name.barred or len(name.low) < _LEAST:
        return False
    if not name.common and (name.given > 1 or name.surname > 1):
        return True
    return (name.listed or not name.common) and reading.low(index - 1) in _BEFORE_NAME


def _greets(reading: Reading) -> Iterator[Candidate]:
    """Read who opens a call before a greeting: "service abonnement corentin bonjour"."""
    words = reading.words
    for index in reading.cues:
        name = words[index - 1] if index > 1 else None
        if (
            words[index].low == "bonjour"
            and name is not None
            and name.given > 1
            and not name.common
            and not name.barred
            and words[index - 2].alpha
            and index < _FIRST_TURN
        ):
            yield Candidate(index - 1, index, 0.84, "presented")


def _presented(reading: Reading) -> Iterator[Candidate]:
    words = reading.words
    for index, word in enumerate(words):
        if word.low not in _PRESENTING:
            continue
        for phrase in _PRESENTS:
            # The word that tells is the last of the phrase, or the one before "-je".
            first = index + 1 - len(phrase) + (_AFTER_TELLING if phrase[-1] == "je" else 0)
            if first < 1 or tuple(reading.low(first + place) for place in range(len(phrase))) != phrase:
                continue
            name = words[first - 1]
            if name.given > 1 and not name.common and not name.barred:
                yield Candidate(first - 1, first, 0.84, "presented")
    for index in reading.capitals:
        end = read_name(reading, index, firm=True, lower=False)
        after = end + 1 if reading.low(end) == "," else end
        if end <= index or words[index].barred or words[index].low in cues.GREETINGS:
            continue
        if after == end and not words[index].given:
            continue  # "Restant à votre écoute"
        if any(
            tuple(reading.low(after + place) for place in range(len(phrase))) == phrase for phrase in _PRESENTS
        ) and (index == 0 or reading.low(index - 1) in {",", ".", "!", ":", "\n"}):
            yield Candidate(index, end, 0.85, "presented")
