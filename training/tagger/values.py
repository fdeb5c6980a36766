"""The names and values of generated messages, and the sentences that hold them; nothing here is a real person."""

import random
import re
from collections.abc import Callable

from egide.detection.tagger.words import fold
from training.tagger import vocabulary, wordlists
from training.tagger.families import whole_name
from training.tagger.pools import communes, cumulative, held_out, phrases, plain_words
from training.tagger.sources import UNTOLD, Labelled
from training.tagger.templates import grammar

_OF_ONE_FAMILY = 0.13


class Values:
    """Writes names and values, and the sentences of the grammars that hold them, from a seed.

    Attributes:
        measuring: True to draw the held-out names and sentences only.
    """

    def __init__(self, seed: int, *, measuring: bool = False) -> None:
        self.random = random.Random(seed)
        self.measuring = measuring
        self.language = "fr"

    # Names

    def _draw(self, kind: str) -> str:
        dice = self.random
        listed = wordlists.GIVEN if kind == "given" else wordlists.SURNAMES
        for _ in range(40):
            roll = dice.random()
            if roll < 0.06:
                name = self._invented()
            elif self.language == "fr" and roll < 0.55:
                names, weights = cumulative(kind)
                name = dice.choices(names, cum_weights=weights)[0]
            elif roll < (0.78 if self.language == "fr" else 0.72):
                name = dice.choice(listed[self.language])
            elif roll < 0.92:
                name = dice.choice(listed["world"])
            else:
                name = dice.choice(listed[dice.choice(list(listed))])
            if held_out(name) == self.measuring:
                return name
        return name

    def _invented(self) -> str:
        """Invent a word that could be a name or a brand: only its neighbours tell."""
        dice = self.random
        return "".join(dice.choices(vocabulary.SYLLABLES, k=dice.choice([1, 2, 2, 3]))).capitalize() + dice.choice(
            vocabulary.ENDINGS
        )

    def given(self) -> str:
        """Draw a given name, at times a double one."""
        name = self._draw("given")
        if self.random.random() < 0.05 and "-" not in name:
            name = f"{name}-{self._draw('given')}"
        return name

    def surname(self) -> str:
        """Draw a surname, at times a double one or one with a particle."""
        dice = self.random
        name = self._draw("surname")
        roll = dice.random()
        if roll < 0.05 and " " not in name:
            other = self._draw("surname")
            name = f"{name}-{other}"
        elif roll < 0.08 and self.language == "fr":
            name = f"{dice.choice(['de', 'Le', 'La', 'de La', 'Du', 'd’', 'Des'])} {name}".replace("’ ", "’")
        elif roll < 0.11 and self.language in {"es", "pt"}:
            name = f"{name} {self._draw('surname')}"
        return name

    def person(self) -> str:
        """Write a full name as people and forms do: capitals, initials, surname first."""
        dice = self.random
        if dice.random() < _OF_ONE_FAMILY:
            return self._of_one_family()
        given, surname = self.given(), self.surname()
        roll = dice.random()
        if roll < 0.60:
            return f"{given} {surname}"
        for limit, written in (
            (0.68, f"{given} {surname.upper()}"),
            (0.76, f"{surname.upper()} {given}"),
            (0.79, f"{surname} {given}"),
            (0.82, f"{given[0]}. {surname}"),
            (0.84, f"{surname.upper()} {given.upper()}"),
            (0.86, f"{given.lower()} {surname.lower()}"),
        ):
            if roll < limit:
                return written
        if roll < 0.90:
            return f"{given} {self.given()} {surname}"
        if roll < 0.92:
            return f"{surname.upper()} {given[0]}."
        if roll < 0.93:
            return f"{given[0]}. {surname[0].upper()}."
        return f"{given} {surname}" if self.language not in {"es", "pt"} else f"{given} {surname} {self.surname()}"

    def _of_one_family(self) -> str:
        """Write a name whose parts come from one region, in its order: `Nguyen Thi Mai`, `Wang Xiao-ming`, `DIALLO Awa`."""
        dice = self.random
        for _ in range(40):
            first, last = whole_name(dice)
            if any(held_out(name) for name in f"{first} {last}".split()) == self.measuring:
                break
        roll = dice.random()
        if roll < 0.1:
            return f"{first.upper()} {last}"
        if roll < 0.2:
            return f"{first} {last.upper()}"
        if roll < 0.25:
            return f"{first} {last}".upper()
        return f"{first} {last}".lower() if roll < 0.42 else f"{first} {last}"

    def spelled(self, name: str) -> str:
        """Spell a name as callers do."""
        dice = self.random
        letters = [char for char in name if char.isalpha()]
        roll = dice.random()
        if roll < 0.4:
            return " ".join(letters).lower()
        if roll < 0.6:
            return ", ".join(letters).upper()
        if roll < 0.75:
            return "-".join(letters).upper()
        if roll < 0.85:
            return " ".join(letters).upper()
        pieces = [
            f"{char.upper()} comme {dice.choice(wordlists.GIVEN['fr'])}" if dice.random() < 0.4 else char.upper()
            for char in letters
        ]
        return ", ".join(pieces)

    # Slots

    def _digits(self, pattern: str) -> str:
        dice = self.random
        return re.sub(
            r"[#A]",
            lambda match: str(dice.randrange(10)) if match.group() == "#" else dice.choice("ABCDEFGHJKLMNPQRSTUVWXYZ"),
            pattern,
        )

    def fill(self, slot: str) -> tuple[str, str]:
        """Return a value for a slot and its label, empty when the tagger should pass over it."""
        if slot in vocabulary.SENSITIVE:
            return self._sensitive(slot)
        write = SLOTS.get(slot)
        return (write[0](self), write[1]) if write else ("bonjour", "")

    def _surname_as_written(self) -> str:
        name = self.surname()
        return name.upper() if self.random.random() < 0.12 else name

    def _brand(self) -> str:
        if self.random.random() < 0.3:
            return self.expand(self.random.choice(vocabulary.FIRM_FORMS))[0]
        return self.random.choice(wordlists.BRANDS)

    def _unknown_brand(self) -> str:
        return self._invented() if self.random.random() < 0.5 else self.random.choice(wordlists.BRANDS)

    def _amount(self) -> str:
        dice = self.random
        return f"{dice.randrange(5, 2000)}{dice.choice([',00', ',90', ',45', '', ''])} {dice.choice(['€', 'euros', 'EUR'])}"

    def _travel(self) -> str:
        return f"{self.surname().upper()}/{self.given().upper()}"

    def _spoken_number(self) -> str:
        return " ".join(self.random.choices(vocabulary.WORD_NUMBERS, k=self.random.randrange(4, 9)))

    def _city(self) -> str:
        dice = self.random
        roll = dice.random()
        if roll < 0.35 and self.language == "fr":
            return dice.choice(communes())[0]
        return dice.choice(wordlists.CITIES[self.language if roll < 0.93 else "world"])

    def _postal(self) -> str:
        dice = self.random
        if self.language == "fr":
            city, code = dice.choice(communes())
        else:
            city = self._city()
            code = self._digits({"en": "AA## #AA", "nl": "#### AA", "pt": "####-###"}.get(self.language, "#####"))
        if self.language == "en":
            return f"{city} {code}"
        roll = dice.random()
        if roll < 0.7:
            return f"{code} {city}"
        if roll < 0.85:
            return f"{code} {city.upper()}"
        return f"{city} ({code})"

    def _address(self) -> str:
        dice = self.random
        number = f"{dice.randrange(1, 200)}{dice.choice(['', '', '', '', ' bis', ' ter', 'b', ','])}"
        kind = dice.choice(vocabulary.STREET_KINDS[self.language])
        name = dice.choice(wordlists.STREET_NAMES[self.language])
        if self.language == "fr":
            if dice.random() < 0.15:
                name = dice.choice(["des ", "du ", "de la ", "de l'", ""]) + dice.choice(wordlists.SURNAMES["fr"])
            address = f"{number} {kind} {name}"
            if dice.random() < 0.2:
                address = f"{address}, {dice.choice(vocabulary.COMPLEMENTS)}"
            elif dice.random() < 0.06:
                address = f"{dice.choice(vocabulary.COMPLEMENTS)}, {address}"
            elif dice.random() < 0.05:
                address = (
                    f"lieu-dit {dice.choice(['Le Bourg', 'Kergostin', 'Les Granges', 'La Croix', 'Le Moulin Neuf'])}"
                )
            return address.upper() if dice.random() < 0.08 else address
        if self.language == "en":
            return f"{number} {name} {kind}"
        if self.language in {"de", "nl"}:
            return f"{name}{kind} {dice.randrange(1, 150)}{dice.choice(['', '', 'a', 'b', ' bus 3' if self.language == 'nl' else 'c'])}"
        return f"{kind} {name} {dice.choice(['', 'n. ', 'nº '])}{dice.randrange(1, 150)}".replace("  ", " ")

    def _date(self) -> str:
        dice = self.random
        day, month, year = dice.randrange(1, 29), dice.randrange(1, 13), dice.randrange(1935, 2027)
        name = vocabulary.MONTHS[self.language].split()[month - 1]
        return dice.choice(
            [
                f"{day:02d}/{month:02d}/{year}",
                f"{day} {name} {year}",
                f"{day:02d}.{month:02d}.{year}",
                f"{day} {name}",
                f"{day:02d}-{month:02d}-{year}",
            ]
        )

    def _email(self) -> str:
        dice = self.random
        given, surname = fold(self.given().split(" ")[0]), fold(self.surname().split(" ")[-1])
        domain = dice.choice(
            [
                "courriel.example",
                "messagerie.example",
                "orange.example",
                "gmail.example",
                "boite.example",
                "poste.example",
            ]
        )
        return f"{dice.choice([f'{given}.{surname}', f'{given[0]}.{surname}', f'{given}{surname}{dice.randrange(99)}', f'{surname}_{given}', 'contact'])}@{domain}".replace(
            "'", ""
        )

    def _sensitive(self, slot: str) -> tuple[str, str]:
        dice = self.random
        label = {"H": "HEALTH", "B": "BELIEF", "O": "ORIGIN", "X": "SEXUAL", "OF": "OFFENCE", "FI": "FINANCE"}[slot]
        if slot == "FI" and dice.random() < 0.5:
            amount = dice.choice(
                [
                    f"{dice.randrange(2, 4)} {dice.randrange(100, 999)}",
                    str(dice.randrange(300, 2900)),
                    f"{dice.randrange(300, 2900)},{dice.randrange(10, 99)}",
                ]
            )
            unit = {
                "fr": ["€", "euros", "euros par mois", "€ nets", "€/mois", "euros de RSA", "€ de retraite"],
                "en": ["euros a month", "EUR", "pounds a month"],
                "de": ["Euro im Monat", "€ netto"],
                "es": ["euros al mes"],
                "it": ["euro al mese"],
                "nl": ["euro per maand"],
                "pt": ["euros por mês"],
            }
            return f"{amount} {dice.choice(unit[self.language])}", label
        known = phrases(slot, self.language)
        phrase = re.sub("#", lambda _: str(dice.randrange(2, 40)), dice.choice(known))
        if slot == "O" and self.language == "fr" and dice.random() < 0.25:
            phrase = f"d'origine {phrase}"
        return phrase, label

    # Sentences

    def expand(self, sentence: str) -> Labelled:
        """Choose the alternatives of a sentence and fill its slots."""
        dice = self.random
        while True:
            expanded = re.sub(r"\[([^\[\]]*)\]", lambda match: dice.choice(match.group(1).split("|")), sentence)
            if expanded == sentence:
                break
            sentence = expanded
        text, spans, place = "", [], 0
        for match in re.finditer(r"\{(\w+)\}", sentence):
            text += sentence[place : match.start()]
            value, label = self.fill(match.group(1))
            if label:
                spans.append((len(text), len(text) + len(value), label))
            text += value
            place = match.end()
        return text + sentence[place:], spans

    def sentence(self, section: str) -> Labelled:
        """Write one sentence of a section of the current language, or a greeting where the language has none."""
        lines = grammar(self.language).get(section) or grammar(self.language)["client"]
        kept = [line for line in lines if (sum(map(ord, line)) % 12 == 5) == self.measuring] or lines
        return self.expand(self.random.choice(kept))

    def _body(self) -> Labelled:
        roll = self.random.random()
        return self.sentence("body" if roll < 0.5 else "body-neutral" if roll < 0.85 else "body-sensitive")


def _pick(values: list[str]) -> Callable[[Values], str]:
    return lambda writer: writer.random.choice(values)


# What fills each slot of the grammars, and the label that the tagger learns for it.
SLOTS: dict[str, tuple[Callable[[Values], str], str]] = {
    "P": (Values.person, "PERSON"),
    "G": (Values.given, "PERSON"),
    "S": (Values._surname_as_written, "PERSON"),
    "S1W": (Values._surname_as_written, "PERSON"),
    "SU": (lambda writer: writer.surname().upper(), "PERSON"),
    "F": (Values._travel, "PERSON"),
    "SPELL": (lambda writer: writer.spelled(writer.surname()), "PERSON"),
    "CIV": (lambda writer: writer.random.choice(vocabulary.CIVILITIES[writer.language]), ""),
    "L": (Values._city, "LOCATION"),
    "LW": (_pick(wordlists.CITIES["world"]), "LOCATION"),
    "REG": (_pick(wordlists.REGIONS), "LOCATION"),
    "CPL": (Values._postal, "LOCATION"),
    "A": (Values._address, "ADDRESS"),
    "EC": (lambda writer: writer.random.choice(wordlists.CITIES[writer.language]), ""),
    "EST": (lambda writer: writer.expand(writer.random.choice(vocabulary.PLACES))[0], "ORG"),
    "BR": (Values._brand, "ORG"),
    "PB": (Values._unknown_brand, "ORG"),
    "GB": (_pick(wordlists.NAMED_BRANDS), "ORG"),
    "COUNTRY": (lambda writer: writer.random.choice(wordlists.COUNTRIES[writer.language]), ""),
    "BRN": (_pick(vocabulary.ACCOUNTS), ""),
    "PR": (_pick(wordlists.PRODUCTS), ""),
    "PUB": (_pick(wordlists.PUBLIC_FIGURES), ""),
    "BOT": (_pick(wordlists.ASSISTANTS), ""),
    "CG": (_pick(wordlists.GIVEN["fr"]), ""),
    "CS": (_pick(wordlists.SURNAMES["fr"]), ""),
    "W": (lambda writer: writer.random.choice(plain_words(writer.language)), ""),
    "WC": (lambda writer: writer.random.choice(plain_words(writer.language)).capitalize(), ""),
    "TITLE": (_pick(wordlists.TITLES), ""),
    "AGE": (lambda writer: f"{writer.random.randrange(1, 95)} {vocabulary.AGE_UNITS[writer.language]}", "AGE"),
    "YEAR": (lambda writer: str(writer.random.randrange(1985, 2027)), ""),
    "TIME": (lambda writer: f"{writer.random.randrange(8, 20)}h{writer.random.randrange(60):02d}", ""),
    "DATE": (Values._date, ""),
    "BD": (Values._date, "BIRTHDATE"),
    "PH": (lambda writer: writer._digits(writer.random.choice(vocabulary.PHONES)), "REFERENCE"),
    "PHW": (Values._spoken_number, "REFERENCE"),
    "REFW": (Values._spoken_number, UNTOLD),
    "N": (_pick(vocabulary.COMPLAINTS), ""),
    "EM": (Values._email, ""),
    "REF": (lambda writer: writer._digits(writer.random.choice(vocabulary.REFERENCES)), UNTOLD),
    "IBAN": (lambda writer: writer._digits("FR## #### #### #### #### #### ###"), "REFERENCE"),
    "AMT": (Values._amount, ""),
}
