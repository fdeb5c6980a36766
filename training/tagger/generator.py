"""Write labelled service messages in seven languages from grammars, gazetteers and lexicons; nothing here is a real person."""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache

from egide.detection.sensitive import lexicon
from egide.detection.tagger.words import fold, tokenise
from training.tagger import sources, wordlists
from training.tagger.families import whole_name
from training.tagger.sources import DATA, Labelled, read_rows
from training.tagger.templates import grammar

Span = tuple[int, int, str]
_OF_ONE_FAMILY = 0.13
_INLINE = 0.12
PARTICLES = {"de", "du", "la", "le", "van", "den", "der", "da", "dos", "di", "el", "ben", "d", "aït", "lo"}
CIVILITIES = {
    "fr": [
        "M.",
        "Mme",
        "Mme",
        "Monsieur",
        "Madame",
        "Mlle",
        "Mr",
        "M",
        "monsieur",
        "madame",
        "mme",
        "Dr",
        "Mr.",
        "Mme.",
        "Mademoiselle",
        "Me",
    ],
    "en": ["Mr", "Mrs", "Ms", "Mr.", "Mrs.", "Miss", "Dr"],
    "de": ["Herr", "Frau", "Dr.", "Herr Dr.", "Frau Dr."],
    "es": ["señor", "señora", "Sr.", "Sra.", "don", "doña"],
    "it": ["signor", "signora", "Sig.", "Sig.ra", "dott.", "Dott.ssa"],
    "nl": ["meneer", "mevrouw", "dhr.", "mevr.", "de heer"],
    "pt": ["senhor", "senhora", "Sr.", "Sra.", "D.", "Dr."],
}
AGE_UNITS = {"fr": "ans", "en": "years old", "de": "Jahre", "es": "años", "it": "anni", "nl": "jaar", "pt": "anos"}
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
NUMBERS = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
]
WORD_NUMBERS = [
    *NUMBERS,
    "soixante-dix",
    "quatre-vingts",
    "quatre-vingt-dix",
    "quatre-vingt-un",
    "trente-deux",
    "quarante-sept",
    "vingt et un",
    "cent",
    "mille",
]
STREET_KINDS = {
    "fr": [
        "rue",
        "rue",
        "rue",
        "avenue",
        "av.",
        "boulevard",
        "bd",
        "place",
        "pl.",
        "allée",
        "chemin",
        "impasse",
        "route",
        "quai",
        "cours",
        "square",
        "passage",
        "r.",
        "lotissement",
        "résidence",
        "hameau",
    ],
    "en": ["Street", "Road", "Lane", "Avenue", "Close", "Drive", "Terrace", "Gardens", "Way", "Court", "St", "Rd"],
    "de": ["straße", "weg", "platz", "allee", "gasse", "str."],
    "es": ["Calle", "Avenida", "Plaza", "C/", "Paseo", "Avda."],
    "it": ["via", "viale", "piazza", "corso", "vicolo", "Via"],
    "nl": ["straat", "laan", "weg", "plein", "kade", "singel"],
    "pt": ["Rua", "Avenida", "Praça", "Travessa", "Largo", "R."],
}
COMPLEMENTS = [
    "bâtiment B",
    "bât. A4",
    "3e étage",
    "appt 41",
    "apt 203",
    "esc. 2",
    "porte 12",
    "étage 4",
    "chambre 218",
    "BP 12",
    "boîte 17",
    "résidence Les Amandiers",
    "Villa « Les Cigales »",
    "lieu-dit Le Bourg",
    "1er étage gauche",
    "appartement 5",
    "hall C",
]
PLACES = [
    "agence de {EC}",
    "magasin de {EC}",
    "gare de {EC}",
    "hôpital de {EC}",
    "CHU de {EC}",
    "clinique de {EC}",
    "mairie de {EC}",
    "CCAS de {EC}",
    "préfecture de {EC}",
    "boutique {EC}",
    "lycée {PUB}",
    "clinique {PUB}",
    "hôpital {PUB}",
]
FIRM_FORMS = [
    "{S} & Fils",
    "{S} et Fils",
    "Garage {S}",
    "garage {S}",
    "SARL {S}",
    "SAS {S}",
    "Boulangerie {S}",
    "pharmacie {S}",
    "Cabinet {S}",
    "Transports {S}",
    "Établissements {S}",
    "Maison {S}",
    "Plomberie {S}",
    "{S} Automobiles",
    "{S} Immobilier",
    "Taxi {G}",
    "Chez {G}",
    "{G} Coiffure",
    "Restaurant {G}",
    "Laboratoire {S}",
    "{S} Frères",
    "{S} SA",
    "agence {S}",
    "Auto-école {S}",
]


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


SYLLABLES = [
    "ba",
    "be",
    "bo",
    "bri",
    "ca",
    "che",
    "cho",
    "da",
    "del",
    "di",
    "do",
    "dra",
    "fa",
    "fe",
    "ga",
    "go",
    "gra",
    "ha",
    "ho",
    "ja",
    "jo",
    "ka",
    "ke",
    "ko",
    "la",
    "le",
    "lo",
    "lu",
    "ma",
    "me",
    "mi",
    "mo",
    "na",
    "ne",
    "ni",
    "no",
    "oua",
    "pa",
    "pe",
    "pi",
    "po",
    "qui",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
    "si",
    "so",
    "ta",
    "te",
    "ti",
    "to",
    "tou",
    "va",
    "ve",
    "vi",
    "vo",
    "wa",
    "ya",
    "ye",
    "zo",
    "za",
    "ndi",
    "mba",
    "nko",
    "tra",
    "ska",
    "wi",
    "cz",
]
ENDINGS = [
    "n",
    "t",
    "s",
    "rd",
    "ux",
    "l",
    "z",
    "nt",
    "nd",
    "ski",
    "ic",
    "ov",
    "ez",
    "es",
    "a",
    "o",
    "i",
    "ou",
    "ard",
    "eau",
    "ault",
    "ier",
    "in",
    "on",
    "y",
    "ou",
    "é",
    "elle",
    "otte",
    "ane",
    "oku",
    "ira",
    "anga",
    "tchi",
]


class Writer:
    """Writes one message after another from a seed.

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
                names, cumulative = _cumulative(kind)
                name = dice.choices(names, cum_weights=cumulative)[0]
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
        return "".join(dice.choices(SYLLABLES, k=dice.choice([1, 2, 2, 3]))).capitalize() + dice.choice(ENDINGS)

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
        if slot in SENSITIVE:
            return self._sensitive(slot)
        write = SLOTS.get(slot)
        return (write[0](self), write[1]) if write else ("bonjour", "")

    def _surname_as_written(self) -> str:
        name = self.surname()
        return name.upper() if self.random.random() < 0.12 else name

    def _brand(self) -> str:
        if self.random.random() < 0.3:
            return self.expand(self.random.choice(FIRM_FORMS))[0]
        return self.random.choice(wordlists.BRANDS)

    def _unknown_brand(self) -> str:
        return self._invented() if self.random.random() < 0.5 else self.random.choice(wordlists.BRANDS)

    def _amount(self) -> str:
        dice = self.random
        return f"{dice.randrange(5, 2000)}{dice.choice([',00', ',90', ',45', '', ''])} {dice.choice(['€', 'euros', 'EUR'])}"

    def _travel(self) -> str:
        return f"{self.surname().upper()}/{self.given().upper()}"

    def _spoken_number(self) -> str:
        return " ".join(self.random.choices(WORD_NUMBERS, k=self.random.randrange(4, 9)))

    def _city(self) -> str:
        dice = self.random
        roll = dice.random()
        if roll < 0.35 and self.language == "fr":
            return dice.choice(_communes())[0]
        return dice.choice(wordlists.CITIES[self.language if roll < 0.93 else "world"])

    def _postal(self) -> str:
        dice = self.random
        if self.language == "fr":
            city, code = dice.choice(_communes())
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
        kind = dice.choice(STREET_KINDS[self.language])
        name = dice.choice(wordlists.STREET_NAMES[self.language])
        if self.language == "fr":
            if dice.random() < 0.15:
                name = dice.choice(["des ", "du ", "de la ", "de l'", ""]) + dice.choice(wordlists.SURNAMES["fr"])
            address = f"{number} {kind} {name}"
            if dice.random() < 0.2:
                address = f"{address}, {dice.choice(COMPLEMENTS)}"
            elif dice.random() < 0.06:
                address = f"{dice.choice(COMPLEMENTS)}, {address}"
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
        name = MONTHS[self.language].split()[month - 1]
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
        phrases = _phrases(slot, self.language)
        phrase = re.sub("#", lambda _: str(dice.randrange(2, 40)), dice.choice(phrases))
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

    # Messages

    def message(self) -> Labelled:
        """Write one message of any channel and language, with casing and typing noise."""
        dice = self.random
        self.language = dice.choices(["fr", "en", "de", "es", "it", "nl", "pt"], [58, 8, 8, 7, 7, 6, 6])[0]
        channels = [(self._email_message, 34), (self._chat, 22), (self._form, 12), (self._single, 12)]
        if self.language == "fr":
            channels += [(self._note, 12), (self._call, 14), (self._call_clean, 5), (self._social, 8), (self._sms, 8)]
        write = dice.choices([channel for channel, _ in channels], [weight for _, weight in channels])[0]
        return self.noise(*write())

    def _email_message(self) -> Labelled:
        dice = self.random
        parts: list[tuple[str, Labelled]] = []
        if dice.random() < 0.85:
            parts.append(("\n", self.sentence("greeting")))
        count = dice.choice([1, 1, 2, 2, 3, 4])
        parts += [(dice.choice([" ", " ", " ", "\n"]), self._body()) for _ in range(count)]
        if dice.random() < 0.7:
            parts.append(("\n", self.sentence("closing")))
        if dice.random() < 0.85:
            # In short messages the name follows the closing on its line: "Danke, Holger Stüwe".
            parts.append((" " if dice.random() < _INLINE else "\n", self.sentence("signature")))
            parts += [
                ("\n", self.sentence("signature-tail"))
                for _ in range(dice.choice([0, 0, 1, 2, 3]))
                if "signature-tail" in grammar(self.language)
            ]
        if dice.random() < 0.08:
            parts += [("\n> ", self.sentence("greeting")), ("\n> ", self._body()), ("\n> ", self.sentence("signature"))]
        return _joined(parts)

    def _single(self) -> Labelled:
        return _joined([(self.random.choice([" ", "\n"]), self._body()) for _ in range(self.random.choice([1, 1, 2]))])

    def _form(self) -> Labelled:
        dice = self.random
        lines = [("\n", self.sentence("form")) for _ in range(dice.randrange(2, 7))]
        if dice.random() < 0.4:
            text, spans = self._body()
            lines.append(("\n", _shift(f"Message : {text}", spans, 10)))
        return _joined(lines)

    def _note(self) -> Labelled:
        dice = self.random
        return _joined(
            [(dice.choice([". ", ". ", " - ", ", ", " "]), self.sentence("note")) for _ in range(dice.randrange(2, 7))]
        )

    def _chat(self) -> Labelled:
        dice = self.random
        if dice.random() < 0.35:
            return _joined(
                [(dice.choice(["\n", " ", ", "]), self.sentence("client")) for _ in range(dice.choice([1, 1, 2, 3]))]
            )
        client, agent = {
            "fr": dice.choice(
                [
                    ("Client", "Agent"),
                    ("Cliente", "Conseillère"),
                    ("Visiteur", "Assistant"),
                    ("Usager", "Agent"),
                    ("moi", "support"),
                    ("Assurée", "Conseiller"),
                ]
            )
        }.get(self.language, ("Client", "Agent"))
        colon = dice.choice([" : ", ": ", ": "])
        parts = []
        for turn in range(dice.randrange(2, 6)):
            speaker, section = (
                (agent, "agent")
                if turn % 2 == 0
                else (client, dice.choice(["client", "client", "body", "body-neutral"]))
            )
            text, spans = self.sentence(section)
            head = (
                f"[{dice.randrange(8, 20)}:{dice.randrange(60):02d}] {speaker}{colon}"
                if dice.random() < 0.3
                else f"{speaker}{colon}"
            )
            parts.append(("\n", _shift(head + text, spans, len(head))))
        return _joined(parts)

    def _call(self) -> Labelled:
        text, spans = _joined(
            [
                (self.random.choice([" ", " ", " voilà ", " euh ", " et "]), self.sentence("asr"))
                for _ in range(self.random.randrange(1, 6))
            ]
        )
        return _same_length_lower(re.sub(r"[.,!?;]", " ", text)), spans

    def _call_clean(self) -> Labelled:
        dice = self.random
        parts = []
        for turn in range(dice.randrange(2, 5)):
            head = "Conseillère : " if turn % 2 == 0 else "Client : "
            text, spans = self.sentence("agent" if turn % 2 == 0 else dice.choice(["client", "asr", "body"]))
            parts.append(("\n", _shift(head + text[:1].upper() + text[1:], spans, len(head))))
        return _joined(parts)

    def _social(self) -> Labelled:
        return _joined([(" ", self.sentence("social")) for _ in range(self.random.choice([1, 1, 2]))])

    def _sms(self) -> Labelled:
        return _joined(
            [
                (self.random.choice([" ", ". ", ", "]), self.sentence("sms"))
                for _ in range(self.random.choice([1, 1, 2]))
            ]
        )

    # Noise

    def noise(self, text: str, spans: list[Span]) -> Labelled:
        """Re-case, strip accents, mistype; spans follow."""
        dice = self.random
        roll = dice.random()
        if dice.random() < 0.12:
            text, spans = self._mistype(text, spans)
        if roll < 0.26:
            text = _same_length_lower(text)
        elif roll < 0.35:
            text = _same_length_upper(text)
        elif roll < 0.41:
            for start, end, label in spans:
                if label == "PERSON":
                    text = text[:start] + _same_length_lower(text[start:end]) + text[end:]
        if dice.random() < 0.25:
            text = _same_length_plain(text)
        if dice.random() < 0.1:
            text = text.replace("'", dice.choice(["’", " "]))
        return text, spans

    def _mistype(self, text: str, spans: list[Span]) -> Labelled:
        """Swap, drop or double letters; spans follow."""
        dice = self.random
        for _ in range(max(1, len(text) // 60)):
            place = dice.randrange(1, max(2, len(text) - 2))
            if place + 1 >= len(text) or not (
                text[place].isalpha() and text[place - 1].isalpha() and text[place + 1].isalpha()
            ):
                continue
            change = dice.choice([-1, 0, 1])
            if change == 0:
                text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
                continue
            text = text[:place] + (text[place] * 2 if change == 1 else "") + text[place + 1 :]
            spans = [
                (start + change * (start > place), end + change * (end > place), label) for start, end, label in spans
            ]
        return text, [(start, end, label) for start, end, label in spans if end > start]


SENSITIVE = {"H": "HEALTH", "B": "BELIEF", "O": "ORIGIN", "X": "SEXUAL", "OF": "OFFENCE", "FI": "FINANCE"}
PHONES = [
    "06 39 98 ## ##",
    "0639 98 ####",
    "+33 6 39 98 ## ##",
    "01.99.00.##.##",
    "04 65 71 ## ##",
    "0261 91 ## ##",
    "+49 30 23125 ###",
    "06-39-98-##-##",
]
REFERENCES = [
    "########",
    "AA-####-##",
    "#### ### ###",
    "CMD-####-##",
    "A#A#AA",
    "##-###-####",
    "AAA/####/##",
    "#",
    "####",
    "AA###AA",
    "2026-#####",
    "#AA#",
]
ACCOUNTS = [
    "NovaMobile",
    "EnerVive",
    "BanqueAlpine",
    "VolTropic",
    "BrikoLand",
    "RailExpressFR",
    "OrangeConseil",
    "SoleilTelecom",
    "SNCFConnect",
    "LaPoste",
]
COMPLAINTS = [
    "ma ligne est coupée",
    "je veux résilier",
    "le colis est perdu",
    "c'est pour une facture",
    "j'ai un problème de box",
    "on m'a prélevé deux fois",
]


def _pick(values: list[str]) -> Callable[[Writer], str]:
    return lambda writer: writer.random.choice(values)


# What fills each slot of the grammars, and the label that the tagger learns for it.
SLOTS: dict[str, tuple[Callable[[Writer], str], str]] = {
    "P": (Writer.person, "PERSON"),
    "G": (Writer.given, "PERSON"),
    "S": (Writer._surname_as_written, "PERSON"),
    "S1W": (Writer._surname_as_written, "PERSON"),
    "SU": (lambda writer: writer.surname().upper(), "PERSON"),
    "F": (Writer._travel, "PERSON"),
    "SPELL": (lambda writer: writer.spelled(writer.surname()), "PERSON"),
    "CIV": (lambda writer: writer.random.choice(CIVILITIES[writer.language]), ""),
    "L": (Writer._city, "LOCATION"),
    "LW": (_pick(wordlists.CITIES["world"]), "LOCATION"),
    "REG": (_pick(wordlists.REGIONS), "LOCATION"),
    "CPL": (Writer._postal, "LOCATION"),
    "A": (Writer._address, "ADDRESS"),
    "EC": (lambda writer: writer.random.choice(wordlists.CITIES[writer.language]), ""),
    "EST": (lambda writer: writer.expand(writer.random.choice(PLACES))[0], "ORG"),
    "BR": (Writer._brand, "ORG"),
    "PB": (Writer._unknown_brand, "ORG"),
    "GB": (_pick(wordlists.NAMED_BRANDS), "ORG"),
    "COUNTRY": (lambda writer: writer.random.choice(wordlists.COUNTRIES[writer.language]), ""),
    "BRN": (_pick(ACCOUNTS), ""),
    "PR": (_pick(wordlists.PRODUCTS), ""),
    "PUB": (_pick(wordlists.PUBLIC_FIGURES), ""),
    "BOT": (_pick(wordlists.ASSISTANTS), ""),
    "CG": (_pick(wordlists.GIVEN["fr"]), ""),
    "CS": (_pick(wordlists.SURNAMES["fr"]), ""),
    "W": (lambda writer: writer.random.choice(_plain_words(writer.language)), ""),
    "WC": (lambda writer: writer.random.choice(_plain_words(writer.language)).capitalize(), ""),
    "TITLE": (_pick(wordlists.TITLES), ""),
    "AGE": (lambda writer: f"{writer.random.randrange(1, 95)} {AGE_UNITS[writer.language]}", ""),
    "YEAR": (lambda writer: str(writer.random.randrange(1985, 2027)), ""),
    "TIME": (lambda writer: f"{writer.random.randrange(8, 20)}h{writer.random.randrange(60):02d}", ""),
    "DATE": (Writer._date, ""),
    "BD": (Writer._date, ""),
    "PH": (lambda writer: writer._digits(writer.random.choice(PHONES)), ""),
    "PHW": (Writer._spoken_number, ""),
    "REFW": (Writer._spoken_number, ""),
    "N": (_pick(COMPLAINTS), ""),
    "EM": (Writer._email, ""),
    "REF": (lambda writer: writer._digits(writer.random.choice(REFERENCES)), ""),
    "IBAN": (lambda writer: writer._digits("FR## #### #### #### #### #### ###"), ""),
    "AMT": (Writer._amount, ""),
}


def _joined(parts: list[tuple[str, Labelled]]) -> Labelled:
    text, spans = "", []
    for glue, (piece, piece_spans) in parts:
        if text:
            text += glue
        spans += [(start + len(text), end + len(text), label) for start, end, label in piece_spans]
        text += piece
    return text, spans


def _shift(text: str, spans: list[Span], offset: int) -> Labelled:
    return text, [(start + offset, end + offset, label) for start, end, label in spans]


def _same_length_lower(text: str) -> str:
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _same_length_upper(text: str) -> str:
    return "".join(char.upper() if len(char.upper()) == 1 else char for char in text)


def _same_length_plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFD", char)[0] for char in text)


@cache
def _cumulative(kind: str) -> tuple[list[str], list[float]]:
    names, weights = name_pools()[kind]
    total, cumulative = 0.0, []
    for weight in weights:
        total += weight
        cumulative.append(total)
    return names, cumulative


@cache
def _plain_words(language: str) -> list[str]:
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
def _communes() -> list[tuple[str, str]]:
    return [
        (row["nomCommune"], row["codePostal"])
        for row in read_rows(DATA / "gazetteer-fr-places" / "codes-postaux.csv.gz")
    ]


@cache
def _phrases(slot: str, language: str) -> list[str]:
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
