"""Pack the gazetteer of name words that the detector ships: `python -m training.tagger.build_gazetteer`.

Reads the INSEE lists (Licence Ouverte 2.0), the CC0 lists of names by country and the French communes (Licence Ouverte);
the GFDL list of given names is never read. Words also seen in lower case in ordinary texts are flagged as common.
"""

import json
import lzma
from collections import Counter
from pathlib import Path

from egide.detection.names.gazetteer import COMMON, FEMALE, GIVEN_SHIFT, MALE, PLACE, SURNAME_SHIFT
from egide.detection.tagger.words import fold, tokenise
from training.tagger import wordlists
from training.tagger.everyday import grammar_words
from training.tagger.families import every_name
from training.tagger.sources import DATA, german_nouns, lower_case_words, read_rows

OUT = Path(__file__).parents[2] / "src" / "egide" / "detection" / "names" / "data" / "gazetteer.txt.xz"
PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "d",
        "l",
        "van",
        "der",
        "den",
        "von",
        "da",
        "do",
        "dos",
        "del",
        "di",
        "el",
        "al",
        "ben",
        "bin",
        "ait",
        "st",
        "saint",
        "y",
        "et",
        "e",
    ]
)
GIVEN_STEPS = (80, 1500, 25000)
SURNAME_STEPS = (200, 1500, 10000)
MINIMUM_POPULATION = 2500
RARE_SHARE = 0.08
USUAL = 2000


def words_of(name: str) -> list[str]:
    return [
        word
        for token in tokenise(name)
        if len(word := fold(token.raw)) > 1 and word.isalpha() and word not in PARTICLES
    ]


def level(count: int, steps: tuple[int, int, int]) -> int:
    return sum(count >= step for step in steps)


def count_names(common: set[str]) -> tuple[Counter[str], Counter[str], dict[str, int]]:
    """Count given names and surnames by word, and tell which given names one gender bears almost alone.

    Args:
        common: Ordinary words; a name of a family is added only when it is none of them.
    """
    given: Counter[str] = Counter()
    men: Counter[str] = Counter()
    surname: Counter[str] = Counter()
    for row in read_rows(DATA / "gazetteer-fr-names" / "prenoms.csv.gz"):
        for word in words_of(row["prenom"]):
            given[word] += int(row["naissances_1900_2022"])
            if row["sexe"] == "M":
                men[word] += int(row["naissances_1900_2022"])
    shares = {word: men[word] / count for word, count in given.items() if count}
    genders = {
        word: MALE if share > 1 - RARE_SHARE else FEMALE
        for word, share in shares.items()
        if share > 1 - RARE_SHARE or share < RARE_SHARE
    }
    for row in read_rows(DATA / "gazetteer-fr-names" / "noms.csv.gz"):
        parts = words_of(row["nom"])
        for word in parts:
            surname[word] += int(row["naissances_1891_2000"]) // len(parts)
    for file, counter in (("common-forenames-by-country.csv.gz", given), ("common-surnames-by-country.csv", surname)):
        for row in read_rows(DATA / "gazetteer-world-names" / file):
            for word in words_of(row["Romanized Name"] or row["Localized Name"]):
                if word.isascii():
                    counter[word] += USUAL
    for names, counter in ((wordlists.GIVEN, given), (wordlists.SURNAMES, surname)):
        for word in (word for listed in names.values() for name in listed for word in words_of(name)):
            counter[word] += USUAL
    for listed, counter in zip(every_name(), (given, surname), strict=True):
        for word in {word for name in listed for word in words_of(name)} - common:
            counter[word] += USUAL
    return given, surname, genders


def towns() -> set[str]:
    """Return towns of one word: those of the word lists, and French communes that are not hamlets."""
    places = {fold(city) for cities in wordlists.CITIES.values() for city in cities if len(tokenise(city)) == 1}
    for row in read_rows(DATA / "gazetteer-fr-places" / "donnees_communes.csv.gz"):
        if int(row["PTOT"]) >= MINIMUM_POPULATION and len(tokenise(row["Commune"])) == 1:
            places.add(fold(row["Commune"]))
    return places


def main() -> None:
    """Write the packed gazetteer and print its size."""
    common = lower_case_words()
    given, surname, genders = count_names(common)
    # A German noun or a form of a verb that is somebody's name as well (Fuchs, Marco) stays a name: its neighbours tell.
    common |= {
        word
        for word in german_nouns() | {fold(word) for word in grammar_words()}
        if word.isascii() and given[word] < GIVEN_STEPS[0] and surname[word] < SURNAME_STEPS[0]
    }
    places = towns()
    flags: Counter[str] = Counter()
    for word in given.keys() | surname.keys() | places:
        if not word.isascii():
            continue
        level_of_given = level(given[word], GIVEN_STEPS)
        value = level_of_given << GIVEN_SHIFT | level(surname[word], SURNAME_STEPS) << SURNAME_SHIFT
        value |= PLACE if word in places else 0
        value |= genders.get(word, 0) if level_of_given else 0
        if value:
            flags[word] = value | (COMMON if word in common else 0)
    for word in common:
        flags[word] |= COMMON
    lines = [
        f"{value}\t{' '.join(sorted(word for word, flag in flags.items() if flag == value))}"
        for value in sorted(set(flags.values()))
    ]
    packed = lzma.compress("\n".join(lines).encode(), format=lzma.FORMAT_XZ, preset=9 | lzma.PRESET_EXTREME)
    OUT.write_bytes(packed)
    print(json.dumps({"words": len(flags), "common": len(common), "bytes": len(packed)}))


if __name__ == "__main__":
    main()
