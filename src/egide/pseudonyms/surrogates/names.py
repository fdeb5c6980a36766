"""Names of nobody: rare first names of the same gender, and family names made of syllables.

The lists were written for this product. Rare and invented names are drawn on purpose: a common one would turn up in an
answer by chance, and be taken for the pseudonym that it is not.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from egide.pseudonyms.surrogates.drawing import Draw

__all__ = ["surrogate_word"]

_FEMININE: Final = tuple(
    [
        "Apolline",
        "Aliénor",
        "Bertille",
        "Calixte",
        "Clothilde",
        "Domitille",
        "Eulalie",
        "Euphrasie",
        "Fantine",
        "Florimonde",
        "Gersende",
        "Hersende",
        "Hermine",
        "Iseult",
        "Isaure",
        "Léopoldine",
        "Léontine",
        "Mahaut",
        "Mélisande",
        "Mélusine",
        "Noémine",
        "Odeline",
        "Ombeline",
        "Ondine",
        "Oriane",
        "Pétronille",
        "Philippine",
        "Quitterie",
        "Radegonde",
        "Roseline",
        "Sidonie",
        "Solène",
        "Solveig",
        "Tiphaine",
        "Ursuline",
        "Violaine",
        "Yolaine",
        "Yseult",
        "Zélie",
        "Zéphyrine",
    ]
)
_MASCULINE: Final = tuple(
    [
        "Abélard",
        "Adhémar",
        "Aldric",
        "Amaury",
        "Anselme",
        "Aubin",
        "Barnabé",
        "Baudouin",
        "Calixtin",
        "Cyprien",
        "Dieudonné",
        "Edmond",
        "Éloi",
        "Enguerrand",
        "Eudes",
        "Évariste",
        "Fulbert",
        "Gaspard",
        "Gauvain",
        "Gédéon",
        "Gontran",
        "Gonzague",
        "Hippolyte",
        "Hugolin",
        "Isidore",
        "Josselin",
        "Landry",
        "Léandre",
        "Mathurin",
        "Médéric",
        "Norbert",
        "Octave",
        "Ogier",
        "Perceval",
        "Placide",
        "Roland",
        "Sosthène",
        "Tancrède",
        "Théodule",
        "Ulysse",
    ]
)
# Common first names, for their gender. Endings decide for the others.
_WOMEN: Final = frozenset(
    [
        "marie",
        "anne",
        "sophie",
        "claire",
        "zoe",
        "julie",
        "camille",
        "laure",
        "lea",
        "sarah",
        "emma",
        "ines",
        "manon",
        "chloe",
        "agnes",
        "alice",
        "helene",
        "celine",
        "isabelle",
        "nathalie",
        "sandrine",
        "catherine",
        "francoise",
        "monique",
        "sylvie",
        "martine",
        "nicole",
        "jacqueline",
        "karine",
        "odile",
        "yvonne",
        "brigitte",
        "fatima",
        "aicha",
        "carmen",
        "doris",
        "ingrid",
        "astrid",
        "judith",
        "ruth",
        "esther",
        "rachel",
        "muriel",
        "carole",
        "nicole",
        "gwenael",
        "maud",
        "elisabeth",
        "margot",
        "solene",
    ]
)
_MEN: Final = frozenset(
    [
        "jean",
        "pierre",
        "paul",
        "jacques",
        "michel",
        "philippe",
        "alain",
        "patrick",
        "nicolas",
        "christophe",
        "laurent",
        "david",
        "stephane",
        "olivier",
        "pascal",
        "thierry",
        "eric",
        "frederic",
        "julien",
        "thomas",
        "alexandre",
        "antoine",
        "maxime",
        "guillaume",
        "kevin",
        "hugo",
        "lucas",
        "theo",
        "leo",
        "noah",
        "adam",
        "bob",
        "baptiste",
        "antoine",
        "dominique",
        "maurice",
        "andre",
        "rene",
        "georges",
        "emile",
        "jules",
        "eugene",
        "etienne",
        "sacha",
        "luca",
        "joshua",
        "elie",
        "jeremie",
        "come",
        "blaise",
        "ambroise",
        "gregoire",
        "guy",
        "serge",
        "claude",
        "charles",
        "gilles",
        "yves",
        "mohamed",
        "ahmed",
        "karim",
        "youssef",
        "issouf",
        "bertrand",
        "thibault",
        "arnaud",
        "fabrice",
    ]
)
_FEMININE_ENDINGS: Final = ("a", "e", "ée", "ine", "elle", "ette", "ah", "yse")
_FIRST: Final = [
    "Bel",
    "Bor",
    "Cal",
    "Cor",
    "Dar",
    "Del",
    "Fau",
    "Gal",
    "Gor",
    "Hul",
    "Jar",
    "Kel",
    "Lam",
    "Lor",
    "Mau",
    "Mer",
    "Nor",
    "Oul",
    "Pel",
    "Quer",
    "Rou",
    "Sar",
    "Tal",
    "Ver",
    "Vil",
]
_MIDDLE: Final = [
    "ba",
    "be",
    "bri",
    "do",
    "du",
    "fe",
    "ga",
    "go",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "me",
    "mi",
    "no",
    "ra",
    "re",
    "ri",
    "ro",
    "ta",
    "ti",
    "vo",
    "ze",
]
_LAST: Final = [
    "dac",
    "don",
    "dour",
    "fert",
    "gnac",
    "lac",
    "land",
    "lier",
    "mont",
    "nec",
    "ol",
    "quin",
    "rac",
    "rel",
    "rier",
    "sac",
    "san",
    "tel",
    "tier",
    "val",
    "vel",
    "vin",
    "zac",
    "zel",
]


def surrogate_word(word: str, draw: Draw, *, is_first_name: bool) -> str:
    """Draw the word that stands for one word of a name, written in the same case.

    Args:
        word: The word.
        draw: Draws for it.
        is_first_name: Whether it is a first name, and has a gender.

    Returns:
        The surrogate.
    """
    bare = _bare(word)
    if len(bare) == 1:
        drawn = draw.one_of("BCDFGHJKLMNPRSTVWZ")
    elif is_first_name:
        drawn = draw.one_of(_FEMININE if _is_feminine(bare) else _MASCULINE)
    else:
        drawn = draw.one_of(_FIRST) + draw.one_of(_MIDDLE) + draw.one_of(_LAST)
    if word.isupper() and len(word) > 1:
        return drawn.upper()
    return drawn.lower() if word.islower() else drawn


def _is_feminine(bare: str) -> bool:
    return bare in _WOMEN or (bare not in _MEN and bare.endswith(_FEMININE_ENDINGS))


def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).casefold()
