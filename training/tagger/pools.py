"""Names, towns, ordinary words and telling phrases to draw from, read from the shared data and the shipped lexicons."""

import re
from collections import Counter
from functools import cache

from egide.detection.sensitive import lexicon
from egide.detection.tagger.words import fold, tokenise
from training.tagger import sources, wordlists
from training.tagger.sources import DATA, read_rows


@cache
def name_pools() -> dict[str, tuple[list[str], list[float]]]:
    """Read INSEE given names and surnames with a flattened frequency, so that rare names are learnt too."""
    given: dict[str, int] = {}
    for row in read_rows(DATA / "gazetteer-fr-names" / "prenoms.csv.gz"):
        given[row["prenom"]] = given.get(row["prenom"], 0) + int(row["naissances_1900_2022"])
    surnames = {
        row["nom"]: int(row["naissances_1891_2000"]) for row in read_rows(DATA / "gazetteer-fr-names" / "noms.csv.gz")
    }
    pools = {}
    for key, counts, power, least in (("given", given, 0.4, 60), ("surname", surnames, 0.3, 30)):
        kept = sorted(
            (name, count) for name, count in counts.items() if count >= least and len(name) > 2 and name[0].isalpha()
        )
        pools[key] = ([titled(name) for name, _ in kept], [count**power for _, count in kept])
    return pools


def titled(name: str) -> str:
    """Write a name in capitals as people write it: `Le Gall`, `D'Angelo`, `Jean-Luc`."""
    return re.sub(r"[^\W\d_]+", lambda match: match.group().capitalize(), name.lower())


def held_out(name: str) -> bool:
    """Tell whether a name is kept for measuring: one in ten, by its letters."""
    return sum(ord(char) * (place + 7) for place, char in enumerate(fold(name))) % 10 == 3


@cache
def cumulative(kind: str) -> tuple[list[str], list[float]]:
    names, weights = name_pools()[kind]
    total, cumulative = 0.0, []
    for weight in weights:
        total += weight
        cumulative.append(total)
    return names, cumulative


@cache
def plain_words(language: str) -> list[str]:
    """Ordinary words of a language, so that thousands of them are met where a name could stand."""
    words = set(wordlists.PLAIN_WORDS[language])
    files = {"fr": sources.public_service_sentences, "en": sources.banking_questions}
    if language in files:
        counts = Counter(
            token.raw
            for text in files[language]()
            for token in tokenise(text)
            if token.raw.isalpha() and token.raw.islower() and len(token.raw) > 2
        )
        words |= {word for word, count in counts.items() if count >= 2}
    prefix = {"de": "de.", "nl": "nl.", "es": "es."}.get(language)
    if prefix:
        folder = "ner-echr-anonymisation" if language == "es" else "ner-europeana"
        for file in sorted((DATA / folder).glob(f"{prefix}*train*")):
            counts = Counter()
            for text, _ in sources.conll(file, {}):
                counts.update(
                    token.raw
                    for token in tokenise(text)
                    if token.raw.isalpha() and token.raw.islower() and len(token.raw) > 2
                )
            words |= {word for word, count in counts.items() if count >= 2}
    return sorted(words)


@cache
def communes() -> list[tuple[str, str]]:
    return [
        (row["nomCommune"], row["codePostal"])
        for row in read_rows(DATA / "gazetteer-fr-places" / "codes-postaux.csv.gz")
    ]


@cache
def phrases(slot: str, language: str) -> list[str]:
    """The shipped lexicons, as written: the tagger learns their neighbourhoods and endings, the lexicon their words."""
    if slot == "O":
        lines = [line for section, line in lexicon.lines("origin.txt") if section == "nationalities"]
        lines = lines[:190] if language == "fr" else lines[190:]
    else:
        name = {"H": "health", "B": "belief", "X": "sexual", "OF": "offence", "FI": "finance"}[slot]
        lines = [line for section, line in lexicon.lines(f"{name}.txt") if section == language and "[" not in line]
    forms = []
    for line in lines:
        pieces = [part for part in line.lstrip("~+").split() if not part.startswith("?")]
        for choice in range(2):
            words = [
                lexicon.forms(piece)[choice % len(lexicon.forms(piece))] if piece not in {"#", "%", "'", "-"} else piece
                for piece in pieces
            ]
            forms.append(" ".join(words).replace(" ' ", "'").replace(" - ", "-"))
    return sorted(set(forms))
