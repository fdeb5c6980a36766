"""Towns that no list need hold: where a person lives, by the verb; a birthplace beside its date; the date line of a letter.

Example:
    >>> book = RuleBook("location_beside", RULES)
    >>> book.shown("Je suis hébergée chez ma cousine à Vitry, né le 04/06/1984 Iași (Roumanie), nat. moldave")
    ['LOCATION Vitry', 'LOCATION Iași (Roumanie)']
"""

# ruff: noqa: PLR2004 - the lengths of names are the rule itself
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.places import is_town
from egide.detection.recognisers.context import compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.recognisers.town_reading import completed
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_NAME: Final = r"[A-Z][\w'\-]{2,24}(?:[ \-](?:(?:de|du|des|la|le|les|sur|sous|en|aux|lez|d'|l')[ \-]?){0,2}[A-Z][\w'\-]{1,24}){0,3}"

# A verb of residence ties whatever name follows "à".
_RESIDES: Final = compiled(
    rf"(?<![\w])(?P<cue>[Hh]abit(?:e|es|ons|ez|ent|ait|ais)|[Rr]esid(?:e|es|ons|ez|ent|ait)|[Dd]emeur(?:e|ons|ez|ant)|[Dd]omicilie(?:e|s|es)?|[Hh]eberge(?:e|s|es)?|[Ll]oge(?:e|s|es)?|[Ii]nstalle(?:e|s|es)?|[Mm]ute(?:e)?|[Vv]is|[Vv]it|[Vv]ivons|[Dd]emenage[a-z]{{0,3}}|[Ee]mmenage[a-z]{{0,3}}|[Tt]ravailler|[Vv]ivre)"
    rf"(?P<between>[^\n.;:!?\d]{{0,34}}?)[ ](?:a|au|aux|pres de|pres d'|vers)[ ](?P<v>{_NAME})"
)
_OF_A_SITE: Final = compiled(
    r"(?:agence|magasin|boutique|gare|hopital|clinique|ecole|lycee|universite|siege|hotel|mairie|train|vol|cote|face|grace|cause|partir|quant|suite|rapport|rue|avenue)(?![a-z])"
)
_NO_TOWN: Final = frozenset(
    [
        "paques",
        "noel",
        "toussaint",
        "pentecote",
        "internet",
        "facebook",
        "edf",
        "engie",
        "orange",
        "sfr",
        "free",
        "monsieur",
        "madame",
        "mme",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
        "ehpad",
        "hlm",
        "caf",
        "cpam",
        "ccas",
        "france",
        "europe",
        "afrique",
        "asie",
        "amerique",
        "espagne",
        "italie",
        "belgique",
        "suisse",
        "allemagne",
        "portugal",
        "maroc",
        "algerie",
        "tunisie",
        "bientot",
        "nouveau",
        "fond",
        "cote",
        "deux",
        "trois",
        "quatre",
    ]
)


def _resides(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    between = match.group("between").lower()
    name = match.group("v")
    if _OF_A_SITE.search(between) or name.lower().split(" ")[0].split("-")[0] in _NO_TOWN:
        return
    if name.isupper() and len(name) < 5 and not is_town(name.lower()):
        return
    start, end = match.span("v")
    why = ("recogniser:town_of_residence", f"context:{match.group('cue').lower()}")
    yield Finding(Label.LOCATION, start, completed(text, end), 0.82, why)


_BESIDE: Final = compiled(
    rf"(?<![\w])(?:[Nn]e(?:e|\(e\))?|DDN|ddn|[Bb]orn|[Gg]eb(?:oren|[.])|[Nn]acid[oa]|[Nn]at[oa])(?:[ ](?:le|am|el|il|on|op))?[ :]{{1,2}}(?:\d{{1,2}}[/.\-]\d{{1,2}}[/.\-]\d{{2,4}}|\d{{1,2}}[ ][a-z]{{3,9}}[ ]\d{{4}}),?[ ](?:(?:a|in|en|te|em)[ ])?(?P<v>{_NAME}(?:[ ]\([A-Z][A-Za-z' \-]{{2,24}}\))?)"
)
# "Né le : 18/05/1998\nÀ : Kindia (Guinée)"
_FIELD: Final = compiled(
    rf"(?:[Nn]e(?:e|\(e\))?[ ]le|[Nn]aissance|[Gg]eboren|[Nn]at[oa][ ]il|[Nn]acid[oa])[^\n]{{0,40}}\n[ ]{{0,3}}(?:A|a|In|in|En|Te|Em)[ ]?:[ ]?(?P<v>{_NAME}(?:[ ]\([A-Z][A-Za-z' \-]{{2,24}}\))?)(?=[ .]{{0,3}}(?:\n|$|,))"
)
# "secteur Libourne", "sinistre du 03/11 à Gap", "cambriolés chez nous à Brignoles": what befell, and where.
_SECTOR: Final = compiled(
    rf"(?<![\w])(?P<cue>[Ss]ecteur|[Aa]lentours de|[Ee]nvirons de|[Rr]egion de|[Pp]res de chez moi a)[ ](?:de[ ])?(?P<v>{_NAME})"
)
_BEFELL: Final = compiled(
    rf"(?<![\w])(?P<cue>[Ss]inistre|[Aa]ccident|[Aa]ccrochage|[Aa]gression|[Ii]ncendie|[Cc]ambriol[a-z]{{1,4}}|[Dd]egats? des eaux|[Cc]hute|[Cc]hoc|[Vv]ol (?:de|du)|[Dd]ecede?e?|[Dd]eces)(?P<between>[^\n.;:!?]{{0,44}}?)[ ](?:a|au|pres de)[ ](?P<v>{_NAME})"
)


def _is_named_town(text: Text, match: re.Match[str]) -> bool:
    between = match.group("between").lower() if "between" in match.re.groupindex else ""
    return is_town(match.group("v").lower()) and _OF_A_SITE.search(between) is None


# "Bergerac, le 9 novembre 2026": the town of the writer, when the head of the letter places them there.
_DATED: Final = compiled(
    rf"(?:^|\n)(?P<v>{_NAME}),?[ ]le[ ](?:1er|\d{{1,2}})[ ](?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)(?![a-z])"
)


def _is_written_from(text: Text, match: re.Match[str]) -> bool:
    name = re.escape(match.group("v").lower())
    return re.search(rf"\d{{5}} {name}(?![a-z])", text.low[: match.start()]) is not None


RULES: Final = (
    Rule(
        name="town_of_residence",
        label=Label.LOCATION,
        summary="A capitalised name after a verb of residence and à, whatever the lists hold.",
        word=r"^(?:habit(?:e|es|ons|ez|ent|ait|ais)|resid(?:e|es|ons|ez|ent|ait)|demeur(?:e|ons|ez|ant)|domicilie|heberge|loge|installe|mute|vivons|demenage.{0,3}|emmenage.{0,3}|travailler|vivre)(?:e|s|es)?$|^vi[st]$",
        hint=r" (?:a|aux?|pres de|pres d'|vers) [a-z]",
        pattern=_RESIDES,
        spans=_resides,
        cased=True,
        examples=("Je suis hébergée chez ma cousine à [[Vitry]], même", "je pars travailler à [[Mayotte]]."),
    ),
    Rule(
        name="town_befallen",
        label=Label.LOCATION,
        summary="The town where a loss, an accident or a death befell.",
        word=r"^(?:sinistre|accident|accrochage|agression|incendie|cambriol.*|degats?|chute|choc|vol|decede?e?|deces)$",
        town=True,
        pattern=_BEFELL,
        accept=_is_named_town,
        score=0.8,
        cased=True,
        examples=("Sinistre du 03/11 à [[Gap]] : véhicule",),
    ),
    Rule(
        name="town_of_sector",
        label=Label.LOCATION,
        summary="The town of a sector: secteur Libourne.",
        word=r"^(?:secteur|alentours|environs|region)$",
        town=True,
        pattern=_SECTOR,
        accept=_is_named_town,
        score=0.8,
        cased=True,
        examples=("dispo le soir, secteur [[Libourne]].",),
    ),
    Rule(
        name="birthplace_beside",
        label=Label.LOCATION,
        summary="The place right after a birth date.",
        word=r"^(?:nee?|ddn|born|geb|geboren|nacid[oa]|nat[oa])$",
        digits=4,
        pattern=_BESIDE,
        accept=lambda text, match: is_town(match.group("v").lower()) or "(" in match.group("v"),
        score=0.85,
        cased=True,
        examples=("né 04/06/1984 [[Iași (Roumanie)]], nat.",),
    ),
    Rule(
        name="birthplace_field",
        label=Label.LOCATION,
        summary="The field for a birthplace below that for the date.",
        word=r"^(?:nee?|naissance|geboren|nat[oa]|nacid[oa])$",
        sign=":",
        pattern=_FIELD,
        score=0.88,
        cased=True,
        examples=("Né le : 18/05/1998\nÀ : [[Kindia (Guinée)]]\nNIR",),
    ),
    Rule(
        name="date_line",
        label=Label.LOCATION,
        summary="The town of a letter's date line, when its head gives the writer's postcode there.",
        digits=6,
        hint=r"le (?:1er|\d{1,2}) [a-z]",
        pattern=_DATED,
        accept=_is_written_from,
        score=0.8,
        cased=True,
        examples=(),
    ),
)
