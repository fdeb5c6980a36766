"""Words for a spouse that reveal the orientation of who speaks: `mon mari` written by a man."""

from collections.abc import Iterator, Sequence
from typing import Final

from egide.detection.names.gazetteer import FEMALE, MALE
from egide.detection.names.reading import Reading, Word
from egide.detection.tagger.words import word_set

__all__ = ["find_spouses"]

_LONGEST_SIGNATURE: Final = 9
_LONGEST_NAME: Final = 5
_PARENTS: Final = {"papa": "man", "maman": "woman", "dad": "man", "mum": "woman", "mom": "woman", "mama": "woman"}
_NAME_FIELDS: Final = word_set("prenom prenoms name vorname nombre nome voornaam salarie salariee")
_HUSBANDS: Final = word_set(
    "mari epoux copain compagnon fiance concubin ragazzo compagno companheiro lebensgefahrte husband boyfriend mann ehemann freund marido novio marito fidanzato man vriend namorado"
)
_WIVES: Final = word_set(
    "femme epouse copine compagne conjointe fiancee concubine ragazza compagna companheira partnerin lebensgefahrtin wife girlfriend frau ehefrau freundin mujer esposa novia moglie fidanzata vrouw vriendin mulher namorada"
)
_SPOUSES: Final = _HUSBANDS | _WIVES
_MINE: Final = word_set("mon ma my mein meine meinem meinen meiner mi mio mia mijn meu minha")
_HIS: Final = word_set("son sa his her sein seine ihr ihre su suo sua zijn haar seu")
_MEN: Final = word_set(
    "frere fils pere oncle cousin brother son bruder sohn hermano hijo fratello figlio broer zoon irmao filho ami"
)
_WOMEN: Final = word_set(
    "soeur fille mere tante cousine sister daughter schwester tochter hermana hija sorella figlia zus dochter irma filha amie"
)
_MALE_WRITER: Final = word_set("client usager assure adherent abonne")
_FEMALE_WRITER: Final = word_set("cliente usagere assuree adherente abonnee")
_ADVERBS: Final = word_set(
    "desormais maintenant toujours actuellement aussi bien deja tres encore nouvellement recemment"
)
_FEMININE_ENDINGS: Final = ("ee", "euse", "ienne", "trice")
_SHE: Final = word_set("lesbienne lesbian lesbisch lesbiana lesbica pma enceinte")
_HE: Final = word_set("gay schwul homme")


def _writer(reading: Reading) -> str:
    """Guess whether a man or a woman writes, from the signature or the words they use of themselves."""
    words = reading.words
    for index, word in enumerate(words):
        if word.given and word.flags & (MALE | FEMALE) and _introduces(reading, index):
            return "man" if word.flags & MALE else "woman"
        if index and words[index - 1].low == "(" and word.low in _PARENTS and reading.low(index + 1) == ")":
            return _PARENTS[word.low]
        if word.low in _SHE and (reading.low(index - 1) in {"suis", "la", "am", "bin", "soy", "sono", "ben", "een"}):
            return "woman"
        if word.low in _HE and (
            reading.low(index - 1) in {"suis", "un", "am", "bin", "soy"}
            and reading.low(index - 2) in {"suis", "je", "i", "ich", ""}
        ):
            return "man"
        if word.low == "suis" and _is_feminine(reading, index + 1):
            return "woman"
        if index + 1 < len(words) and words[index + 1].low == ":" and reading.opens_line(index):
            if word.low in _FEMALE_WRITER:
                return "woman"
            if word.low in _MALE_WRITER:
                return "man"
    return _gender_of_line(words)


def _introduces(reading: Reading, index: int) -> bool:
    """Tell whether the words before a given name are those of who presents themselves."""
    word, before = reading.words[index], reading.low(index - 1)
    if before == ":" and reading.low(index - 2) in _NAME_FIELDS:
        return word.capital
    if before in {"appelle", "chiamo", "llamo", "heisse", "heet", "chamo"}:
        return True
    return word.capital and (
        (before in {"suis", "am", "bin", "soy", "ben", "sou", "moi"} and not word.barred)
        or (before == "," and _is_me(reading, index - 2))
        or (before in {"is", "ist", "es", "e"} and reading.low(index - 2) in {"name", "naam", "nombre", "nome"})
    )


def _is_me(reading: Reading, index: int) -> bool:
    """Tell `moi` and `moi-même`, the words before a name that is the writer's."""
    return reading.low(index) == "moi" or (
        reading.low(index) == "meme" and "moi" in {reading.low(index - 1), reading.low(index - 2)}
    )


def _is_myself(reading: Reading, index: int) -> bool:
    """Tell whether a comma closes the writer's own name: `moi-même, Lucie Perrin, sa femme`."""
    if reading.low(index) != ",":
        return False
    words = reading.words
    return any(
        words[place].low == "," and _is_me(reading, place - 1) for place in range(max(1, index - _LONGEST_NAME), index)
    )


def _is_feminine(reading: Reading, index: int) -> bool:
    """Tell whether the participle after `je suis` agrees with a woman: `pacsée`, `désormais mariée`, `ravie` says nothing."""
    if reading.low(index) in _ADVERBS:
        index += 1
    return reading.low(index).endswith(_FEMININE_ENDINGS)


def _gender_of_line(words: Sequence[Word]) -> str:
    """Read the gender of the given name that signs: the last line that opens with one."""
    line: list[Word] = []
    answer = ""
    for word in words:
        if word.low == "\n":
            answer = _gender(line) or answer
            line = []
        else:
            line.append(word)
    return _gender(line) or answer


def _gender(line: Sequence[Word]) -> str:
    names = [word for word in line[:2] if word.given and word.alpha and not word.barred]
    if not names or len(line) > _LONGEST_SIGNATURE or any(word.low in {"et", "and", "und", "&"} for word in line):
        return ""
    if names[0].flags & MALE:
        return "man"
    return "woman" if names[0].flags & FEMALE else ""


def find_spouses(reading: Reading) -> Iterator[tuple[int, str]]:
    """Find words for a spouse of the same sex.

    Args:
        reading: The text as words.

    Yields:
        The token, and the rule that applied.
    """
    if _SPOUSES.isdisjoint(reading.lows):
        return
    words = reading.words
    writer: str | None = None
    for index, word in enumerate(words):
        if word.low not in _SPOUSES:
            continue
        husband = word.low in _HUSBANDS
        before = reading.low(index - 1)
        if before in _MINE or (before in _HIS and _is_myself(reading, index - 2)):
            if writer is None:
                writer = _writer(reading)
            if writer == ("man" if husband else "woman"):
                yield index, "rule:spouse of the writer"
        elif (
            before in _HIS
            and any(near.low in (_MEN if husband else _WOMEN) for near in words[max(0, index - 6) : index - 1])
            and reading.low(index - 2) in {"et", "and", "und", "y", "e", "en", "de", "with", "avec"}
        ):
            yield index, "rule:spouse of a relative"
