"""Number plates: French, old and new, and those of the neighbours.

Example:
    >>> book = RuleBook("vehicle", RULES)
    >>> book.shown("la Mégane CT-917-WB, immat bn 771 qf, cédée : 7781 VX 33, reg. LB21 KTP")
    ['PLATE CT-917-WB', 'PLATE bn 771 qf', 'PLATE 7781 VX 33', 'PLATE LB21 KTP']
"""

# ruff: noqa: PLR2004, SIM905 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from typing import Final

from egide.detection.finding import Label
from egide.detection.recognisers.context import GAP, Pattern, before, compiled, line_of
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_L: Final = "[a-hj-np-tv-z]"
_SIV: Final = compiled(
    rf"(?<![\w-])(?P<v>{_L}[ ]?{_L}[ .\-]{{0,3}}\d[ ]?\d[ ]?\d[ .\-]{{0,3}}{_L}[ ]?{_L})(?![\w])(?!-\d)"
)
_VEHICLE: Final = (
    r"(?:immat\w*|imat\w*|plaques?|voiture|vehicule|veh|auto|camion\w*|moto|scooter|fourgon\w*|utilitaire|berline|4x4|remorque|caravane|twingo|clio|zoe|megane|captur|scenic|kangoo|duster|sandero|"
    r"peugeot|renault|citroen|dacia|toyota|volkswagen|golf|polo|audi|bmw|mercedes|ford|fiesta|fiat|opel|corsa|nissan|seat|skoda|kia|hyundai|tesla|volvo|mini|c3|c4|208|308|2008|3008|5008|"
    r"kennzeichen|fahrzeugs?|wagens?|autos?|pkws?|lieferwagen|motorrad|busje|bestelbus|bestelwagen|vrachtwagen|brommer|furgoneta|furgone|camion|carrinha|camiao|mota|kenteken|matricula|coche|targa|macchina|carro|viatura|registration|reg|number plate|car|van|vehicle|licen[cs]e plate)"
)
_COMMON: Final = frozenset(
    "de le la et en au du un ce se ne sa ma ta sr na km kg cl ml mn ht gb mb cm mm kw pm am es el al at by da an be".split()
)


def _accept_siv(text: Text, match: re.Match[str]) -> bool | float:
    start, end = match.span("v")
    value = text.folded[start:end]
    plain = re.sub(r"[^a-z0-9]", "", value.lower())
    told = re.search(rf"(?<![a-z0-9]){_VEHICLE}(?![a-z0-9])", line_of(text, start)) is not None
    letters = value.replace("-", "").replace(" ", "")
    spelled = re.match(r"[a-z] [a-z]", value.lower()) is not None
    if spelled and not told:
        return 0.6 if letters.isupper() else False
    if "-" in value and value.count("-") > 1:
        return 0.95
    if plain[:2] in _COMMON or plain[-2:] in _COMMON:
        if told and letters.isupper() and plain[:2] not in _COMMON:
            return 0.7  # "EX 812 MM" of a car that is spoken of
        return (
            0.85
            if told and letters.isupper() and re.search(r"immat|plaque", line_of(text, start))
            else (0.75 if told and re.search(r"immat|imat|plaque", before(text, start, 40)) else False)
        )
    if letters.isupper():
        return 0.92 if told else 0.78
    return 0.9 if told else False


_OLD: Final = compiled(
    r"(?<![\w.,-])(?P<v>\d{1,4}[ \-]?[a-z]{1,3}[ \-]?(?:97[1-6]|0[1-9]|[1-8]\d|9[0-5]|2[ab]))(?![\w.,]?\d|\w)"
)
_UNITS: Final = frozenset(
    "km kg kwh kw kva eur ml cl cm mm mo go gb mb ttc ht cv mn min sec ans et ou de du le la au en par sur a h mai jan fev mar avr jui aou sep oct nov dec no rue bis ter bd av bp cs lot apt".split()
)


def _accept_old(text: Text, match: re.Match[str]) -> bool | float:
    start, end = match.span("v")
    value = text.folded[start:end]
    letters = re.sub(r"[^A-Za-z]", "", value.rstrip("abAB") if value[-1].isalpha() else value)
    told = re.search(rf"(?<![a-z0-9]){_VEHICLE}(?![a-z0-9])", line_of(text, start)) is not None
    plate_word = re.search(r"immat|imat\b|plaque", before(text, start, 40)) is not None
    if letters.lower() in _UNITS and not plate_word:
        return False
    if plate_word:
        return 0.9
    return 0.8 if told and letters.isupper() and len(letters) > 1 else False


_TELLS: Final = (
    r"(?:immatriculations?|immatriculee?s?|immat|imat|plaque(?: d'immatriculation)?|plaques|kennzeichen|kfz-kennzeichen|kenteken|matricula|targa|registration(?: number)?|reg(?: no)?|number plate|licen[cs]e plate|"
    r"nummernschild|nummerplaat)"
)
_TOLD: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_TELLS})(?![a-z])[.]?(?:[^\n?]{{0,20}}\?[^\n]{{0,20}}\n(?:[^\n:]{{0,30}}:)?[ ]{{0,2}})?(?:[ ](?:della|dell'|de la|del|of|van|meines|meiner|do|da)[ ]?(?:(?:mia|my|mijn|mi|meu|minha)[ ])?[a-z]{{3,12}}(?=[ ]))?(?:[ ](?:etrangere|belge|allemande|espagnole|italienne|polonaise|anglaise|suisse|provisoire))?(?:[ ]je crois)?{GAP}(?P<v>{_L}{{2}}[ \-]?\d{{3}}[ \-]?{_L}{{2}}|(?=[a-z0-9 \-]{{0,8}}\d)(?=[0-9 \-]{{0,6}}[a-z])[a-z0-9]{{1,7}}(?:[ \-:]{{1,2}}[a-z0-9]{{1,5}}(?![a-z])){{0,3}})(?![\w])"
)


def _accept_told(text: Text, match: re.Match[str]) -> bool | float:
    plain = re.sub(r"[^a-z0-9]", "", match.group("v"))
    return (
        5 <= len(plain) <= 9
        and any(map(str.isdigit, plain))
        and not re.search(r"\b(?:le|la|est|et|de)\b", match.group("v"))
    )


def _bare_upper(expression: str) -> Pattern:
    return compiled(rf"(?<![\w-])(?P<v>{expression})(?![\w-])")


def _accept_german(text: Text, match: re.Match[str]) -> bool | float:
    return 0.85 if re.search(rf"(?<![a-z0-9]){_VEHICLE}(?![a-z0-9])", line_of(text, match.start())) else False


RULES: Final = (
    Rule(
        name="plate_fr",
        label=Label.PLATE,
        summary="A French plate since 2009, in any case; without dashes, a vehicle must be spoken of.",
        hint=rf"{_L} ?{_L}[ .\-]{{0,3}}\d ?\d ?\d[ .\-]{{0,3}}{_L} ?{_L}",
        digits=3,
        pattern=_SIV,
        accept=_accept_siv,
        examples=("Immatriculation : [[FG-482-LP]]", "(camionnette [[GT 662 FD]])"),
    ),
    Rule(
        name="plate_fr_old",
        label=Label.PLATE,
        summary="A French plate before 2009, when a vehicle is spoken of.",
        hint=r"\d[ -]?[a-z]{1,3}[ -]?(?:\d\d|2[ab])",
        digits=3,
        pattern=_OLD,
        accept=_accept_old,
        examples=("le véhicule [[7781 VX 33]]",),
    ),
    Rule(
        name="plate_fr_provisional",
        label=Label.PLATE,
        summary="A French provisional or garage plate, when a vehicle is spoken of.",
        hint=r"\bww?[ -]?\d{3}[ -]?[a-z]{2}\b",
        digits=3,
        pattern=compiled(r"(?<![\w-])(?P<v>ww?[ \-]?\d{3}[ \-]?[a-z]{2})(?![\w-])"),
        accept=_accept_german,
        examples=("véhicule [[WW-123-AB]]",),
    ),
    Rule(
        name="plate_told",
        label=Label.PLATE,
        summary="Letters and digits after a word that announces a plate, in the seven languages.",
        word=r"immat|imat|plaque|kennzeichen|kenteken|matricula|targa|^reg|plate|nummernschild|nummerplaat",
        digits=1,
        pattern=_TOLD,
        accept=_accept_told,
        score=0.9,
        examples=("(kenteken [[K-417-TB]])", "Kennzeichen [[OG-KL 4417]]"),
    ),
    Rule(
        name="plate_uk",
        label=Label.PLATE,
        summary="A British plate since 2001.",
        hint=r"\b[a-z]{2}\d\d [a-z]{3}\b",
        digits=2,
        pattern=_bare_upper(r"[A-Z]{2}\d{2} [A-Z]{3}"),
        score=0.75,
        cased=True,
        examples=("a blue Skoda, [[LB21 KTP]]",),
    ),
    Rule(
        name="plate_es",
        label=Label.PLATE,
        summary="A Spanish plate since 2000, when a vehicle is spoken of.",
        hint=r"\d{4}[ -]?[a-z]{3}\b",
        digits=4,
        pattern=_bare_upper(r"\d{4}[ \-]?[BCDFGHJKLMNPRSTVWXYZ]{3}"),
        accept=_accept_german,
        cased=True,
        examples=("mi coche [[4417 KTB]]",),
    ),
    Rule(
        name="plate_be",
        label=Label.PLATE,
        summary="A Belgian plate since 2010, when a vehicle is spoken of.",
        hint=r"\b[1-9]-[a-z]{3}-\d{3}\b",
        digits=4,
        pattern=_bare_upper(r"[1-9]-[A-Z]{3}-\d{3}"),
        accept=_accept_german,
        cased=True,
        examples=("Mijn auto ([[1-KLM-207]]) staat",),
    ),
    Rule(
        name="plate_de",
        label=Label.PLATE,
        summary="A German plate, when a vehicle is spoken of.",
        hint=r"\b[a-z]{1,3}[:-][a-z]{1,2}[ -]?\d",
        digits=1,
        pattern=_bare_upper(r"[A-Z]{1,3}[\-:][A-Z]{1,2}[ \-]?\d{1,4}[EH]?"),
        accept=_accept_german,
        cased=True,
        examples=("mein Fahrzeug [[OG-KL 4417]]",),
    ),
)
