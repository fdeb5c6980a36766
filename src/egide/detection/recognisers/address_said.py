r"""Addresses as they are said: the whole answer of a turn, a number put right, a hamlet or a door in small letters.

Example:
    >>> book = RuleBook("address_said", RULES)
    >>> book.shown("Agent : votre adresse ?\nClient : le clos saint-jean bâtiment b porte 11")
    ['ADDRESS le clos saint-jean bâtiment b porte 11']
    >>> book.shown("j'habite au lieu-dit le bois joli à plouër, c'est au quatrième, porte de gauche")
    ['ADDRESS lieu-dit le bois joli', 'ADDRESS quatrième, porte de gauche']
"""

from __future__ import annotations

import re
from typing import Final

from egide.detection.finding import Label
from egide.detection.recognisers.address import SURE_TYPES
from egide.detection.recognisers.context import compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_SPEAKER: Final = r"(?:\[[^\]\n]{1,16}\] ?)?(?:[a-z][^\n:]{0,28}: ?)?"
_HOMES: Final = r"(?:(?:le |la |les |l')?(?:clos|residence|lieu[- ]dit|hameau|domaine|villa|lotissement|batiment|immeuble|mas|ferme|chateau|quartier|cite|foyer|pavillon|chalet|moulin|bourg))"
_ANSWER: Final = compiled(
    rf"(?<![a-z])(?P<cue>adresse)(?! (?:e-?mail|mail|electronique|courriel|internet|ip))(?![a-z])[^\n]{{0,40}}\n{_SPEAKER}(?:(?:oui|alors|c'est|cest|euh|voila|au|a|donc)[ ,]{{1,2}}){{0,4}}(?P<v>{_HOMES}[ ][^\n,.?!:;]{{2,60}}?)(?=[ ]?[,.!]|[ ]{{0,2}}(?:\n|$)| (?:a|c'est|et|mais|voila) )"
)
_HAMLET: Final = compiled(
    r"(?<![a-z])(?P<cue>habite|habitons|suis|est|c'est|reside|vis|vit|adresse)(?: au| a)? (?P<v>lieu[- ]dit (?:le |la |les |l')?[a-z][a-z'-]{2,20}(?: [a-z'-]{3,20})?)(?= (?:a|au|aux|et|commune|code|sur|\d{2} ?\d{3})(?![a-z])|[ ]?[,.\n]|[ ]?$)"
)
_HOME: Final = compiled(
    rf"(?<![a-z])(?P<cue>habite|habitons|habitez|suis|sommes|reside|loge|adresse c'est|c'est)(?: a la| au| a| aux| dans la)? (?P<v>{_HOMES} (?:des |du |de la |de l'|de |les |le |la |l')?[a-z][a-z'-]{{2,20}}(?: [a-z'-]{{3,20}})? (?:numero|batiment|appartement|maison|porte|villa|bloc) (?:[a-z]\d{{0,3}}|\d{{1,4}})(?![\w]))"
)
_CORRECTED: Final = compiled(
    r"(?<![a-z])(?P<cue>(?:je suis|j'habite|c'est|non|pardon|plutot|demenage[^\n\d]{0,12}))(?: (?:je suis|j'habite|c'est|maintenant))?[ ,]{1,2}au[ ](?P<v>\d{1,4}(?:[ ]?(?:bis|ter))?)(?=[ ]?[.,]|[ ]{0,2}(?:\n|$)|[ ](?:pas au|et non|maintenant|desormais)(?![a-z]))"
)
_STREET: Final = compiled(rf"(?<![a-z])(?:{SURE_TYPES})(?![a-z])")
_DOOR: Final = compiled(
    r"(?<![a-z])(?:au|du)[ ](?P<v>(?:premier|deuxieme|second|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme|dernier|\d{1,2}e(?:me)?),?[ ](?:(?:la )?porte (?:de |a )?(?:gauche|droite|en face|du fond)|(?:a )?(?:gauche|droite)))(?![a-z])"
)
_REACH: Final = 240


def _accept_number(text: Text, match: re.Match[str]) -> bool | float:
    return _STREET.search(text.low, max(0, match.start() - _REACH), match.start()) is not None


RULES: Final = (
    Rule(
        name="home_answered",
        label=Label.ADDRESS,
        summary="A residence, an estate or a locality in the answer to a question about an address.",
        word=r"^adresse$",
        hint=r"adresse[^\n]{0,40}\n",
        sign="\n",
        pattern=_ANSWER,
        score=0.82,
        examples=("Agent : l'adresse de livraison\nClient : [[résidence les pins bâtiment c]]",),
    ),
    Rule(
        name="hamlet_said",
        label=Label.ADDRESS,
        summary="A hamlet or a locality where a person lives, in small letters.",
        word=r"^lieu$",
        hint="lieu[- ]dit",
        pattern=_HAMLET,
        score=0.82,
        examples=("on habite [[lieu-dit le bois joli]] à plouër",),
    ),
    Rule(
        name="home_said",
        label=Label.ADDRESS,
        summary="An estate or a residence with a number in it, in small letters.",
        word=r"^(?:numero|batiment|appartement|maison|porte|villa|bloc)$",
        hint=r"(?:clos|residence|lieu[- ]dit|hameau|domaine|villa|lotissement|immeuble|ferme|quartier|cite|foyer|pavillon) ",
        pattern=_HOME,
        score=0.82,
        examples=("j'habite [[cité des mineurs numéro 14]] à lens",),
    ),
    Rule(
        name="number_said_anew",
        label=Label.ADDRESS,
        summary="The number of a house put right, after its street.",
        word=r"^au$",
        hint=r" au \d{1,4}(?: ?(?:bis|ter))?(?:[ .,\n]|$)",
        digits=1,
        pattern=_CORRECTED,
        accept=_accept_number,
        score=0.75,
        examples=("Agent : au 8 avenue Foch ?\nClient : non je suis au [[114]].",),
    ),
    Rule(
        name="door_said",
        label=Label.ADDRESS,
        summary="A floor and a door, without the word for a floor: au quatrième, porte de gauche.",
        word=r"^(?:gauche|droite|porte)$",
        hint=r"(?:au|du) (?:[a-z]{6,10}|\d{1,2}e(?:me)?),? ",
        pattern=_DOOR,
        score=0.82,
        examples=("montez au [[quatrième, porte de gauche]]",),
    ),
)
