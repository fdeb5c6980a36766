"""Places where a person lives, was born, is or went through something: postcodes, towns, regions.

A town counts when a postcode, a form field, an address, a signature or a verb of living ties it to a person. The town
of a shop, a station or a journey is left alone.

Example:
    >>> book = RuleBook("location", RULES)
    >>> book.shown("hébergée à Montluçon (03100) puis 59800 Lille, code postal 75011. L'agence d'Annecy, le magasin de Lyon")
    ['LOCATION Montluçon (03100)', 'LOCATION 59800 Lille', 'LOCATION 75011']
"""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.places import is_town, longest_town
from egide.detection.recognisers.context import asked, before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.recognisers.town_reading import OF_A_SHOP, SITE, completed, town_end
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]


def _postcode_towns(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start = match.start("v")
    code_end = match.end("v")
    code = match.group("v").replace(" ", "")[-5:]
    if re.match(r"9[679]|0[1-9]|[1-8]\d|9[0-5]|2[ab]", code) is None:
        return
    gap = re.compile(r"[ ]?[,\-–]?[ ]{0,2}|\n", re.ASCII).match(text.low, code_end)
    town_start = gap.end() if gap else code_end
    end = town_end(text, town_start, loose=True)
    head = before(text, start, 40)
    if end < 0:
        if re.search(
            r"(?:code postal|cp|postal|plz|postcode|cap|codigo postal|zip)(?: code)?\W{0,4}(?:(?:est|c|le|is|ist|es|e|mon|:)\W{1,3}){0,3}$",
            head,
        ):
            yield Finding(Label.LOCATION, start, code_end, 0.92, ("recogniser:postcode", "context:postcode"))
        elif re.search(
            r"(?<![a-z])(?:j'?habite|habite|suis|sommes|dans le|vis|domicilie\w*|reside|demeurant)\W{1,3}(?:(?:en|dans|le|a|au|sur)\W{1,2}){0,2}$",
            head,
        ):
            yield Finding(Label.LOCATION, start, code_end, 0.8, ("recogniser:postcode", "context:lives"))
        return
    name = text.folded[town_start:end]
    if re.match(r"(?:ville|commune|pays|tel|telephone|email|date|code|ne|nee|nom|prenom)\b", name.lower()):
        yield Finding(Label.LOCATION, start, code_end, 0.85, ("recogniser:postcode", "context:field"))
        return
    if "cedex" in text.low[town_start : end + 8] and re.search(
        r"(?<![a-z])(?:tsa|cs|service|bp)(?![a-z])[^\n]{0,40}$", head
    ):
        return  # the post box of an organisation
    if OF_A_SHOP.search(before(text, start, 140)):
        return
    if (not name[:1].isupper() and end - town_start < 3) or re.match(r"-?[A-Z]{0,4}\d", name):
        return
    if (
        name[:1].isupper()
        and not is_town(text.low[town_start:end])
        and re.match(r"(?:EUR|Euros?|KM|Go|Mo|Kwh|Fois|Points|Clients?)\b", name, re.IGNORECASE)
    ):
        return
    if "," in (gap.group() if gap else "") and longest_town(text.low, town_start) < 0:
        return
    yield Finding(Label.LOCATION, start, completed(text, end), 0.95, ("recogniser:postcode_town", "context:postcode"))


_FIELD: Final = (
    r"(?:code postal et ville|code postal|cp/ville|cp|ville de residence|ville|commune de (?:naissance|residence)|commune|lieu de (?:naissance|residence)|ne\(e\) a|localite|departement de naissance|departement|region|city|town|place of birth|birthplace|county|postcode|"
    r"zip code|zip|plz/ort|plz|ort|wohnort|geburtsort|stadt|ciudad|localidad|poblacion|lugar de nacimiento|codigo postal|provincia|citta|comune|luogo di nascita|cap|woonplaats|geboorteplaats|stad|plaats|cidade|localidade|naturalidade|concelho|freguesia|gemeente|home|home town|hometown|village|municipio|pueblo|residencia|heimatort|lugar del accidente|luogo del (?:sinistro|incidente)|unfallort|plaats van het ongeval|local do acidente|place of accident)"
)


def _fields(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start = match.start("v")
    line_end = match.end("v")
    value = text.folded[start:line_end]
    # A whole field of up to six words, all of it.
    if len(value.split()) > 6 or re.search(r"(?:\?|@|http)", value):
        return
    yield Finding(Label.LOCATION, start, line_end, 0.93, ("recogniser:place_field", f"context:{match.group('cue')}"))


_TOWN_CODE: Final = compiled(
    r"(?<![\w'-])(?P<v>[A-Z][\w']{0,30}(?:[ \-][\w']{1,30}){0,7}?[ ]?[(,][ ]?(?:F-)?(?:\d{5}|0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-6])\)?)(?![\w])"
)


def _town_codes(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    first, last = match.span("v")
    for start in [first, *(first + m.end() for m in re.finditer(r"[ ](?=[A-Z])", text.folded[first:last]))]:
        end = town_end(text, start, cased_only=True)
        if (
            end > 0
            and re.fullmatch(r"[ ]?\((?:f-)?\w{2,5}\)|[ ]?,[ ]?\d{5}", text.low[end:last])
            and not SITE.search(before(text, start, 40))
        ):
            yield Finding(Label.LOCATION, start, last, 0.9, ("recogniser:town_code", "context:postcode"))
            return


_TOWN_ASKED: Final = compiled(
    r"(?P<cue>code postal|quelle ville|votre ville|dans quelle ville|lieu de naissance|ou habitez|quelle commune|votre commune|et la commune|et la ville|la commune|localidade|localidad|poblacion|citta|in che comune|wohnort|woonplaats|gemeente|cidade|postcode|post code|zip code|billing zip|zip|which city|what city)"
    + asked(40)
    + r"[^\n]{0,20}\n(?:\[[^\]\n]{1,16}\] ?|- )?(?:[a-z][^\n:]{0,28}: ?)?(?:(?:oui|alors|c'est|cest|le|je suis|j'habite|a|en|voila|euh)[ ,]{1,2}){0,5}(?P<v>[a-z0-9])"
)


def _asked(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start = match.start("v")
    code = re.compile(r"\d{2}[ ]?\d{3}|\d{4,5}", re.ASCII).match(text.low, start)
    if code:
        gap = re.compile(r"[ ,]{1,2}(?:a )?", re.ASCII).match(text.low, code.end())
        end = town_end(text, gap.end()) if gap else -1
        yield Finding(
            Label.LOCATION,
            start,
            end if end > 0 else code.end(),
            0.9,
            ("recogniser:place_answer", f"context:{match.group('cue')}"),
        )
        return
    end = town_end(text, start)
    if end > 0 and end - start > 3:
        yield Finding(
            Label.LOCATION,
            start,
            completed(text, end),
            0.8,
            ("recogniser:place_answer", f"context:{match.group('cue')}"),
        )


def _town_named(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start = match.start("v")
    end = town_end(text, start, loose=True)
    if end > 0 and end - start > 2 and not text.low[end : end + 1].isalnum():
        why = ("recogniser:town_named", f"context:{match.group('cue')}")
        yield Finding(Label.LOCATION, start, completed(text, end), 0.85, why)


RULES: Final = (
    Rule(
        name="postcode_town",
        label=Label.LOCATION,
        summary="A French postcode with its town, or alone after a word that announces it.",
        hint=r"\b(?:f-|fr-)?\d{2} ?\d{3}\b",
        digits=5,
        pattern=compiled(
            r"(?<![\w.,+/-])(?P<v>(?:f-|fr-)?\d{2}(?:\d{3}|[ ]\d{3}(?=[ ]{1,2}[a-z]{3})))(?![\w]|[.,]\d|[ ]?(?:\$|eur|%|km\b|kwh\b|fois\b|points?\b)|[ ]\d)"
        ),
        spans=_postcode_towns,
        examples=("[[54000 Nancy]].", "[[97410 Saint-Pierre]].", "[[35000 rennes]]", "[[31800 SAINT GAUDENS]]"),
    ),
    Rule(
        name="postcode_told",
        label=Label.LOCATION,
        summary="A postcode after the word, in one piece or in two.",
        word=r"^code$|^cp$|postcode|^plz$|^codigo$",
        hint=r"code postal|\bcp\b|postcode|\bplz\b|codigo postal",
        digits=5,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>code postal|cp|postcode|plz|codigo postal)(?![a-z])[^\w\n]{0,4}(?:(?:c|est|cest|le|mon|de|du|is|ist|es|alors|donc)[^\w\n]{1,3}){0,4}(?P<v>\d{2}[ ]?\d[ ]?\d{2})(?![\w])"
        ),
        score=0.9,
        examples=("mon code postal c'est le [[75 011]]",),
    ),
    Rule(
        name="town_code",
        label=Label.LOCATION,
        summary="A town with its postcode or department in parentheses.",
        sign="(,",
        hint=r"[a-z] ?[(,] ?(?:f-)?(?:\d\d|2[ab])",
        town=True,
        digits=1,
        pattern=_TOWN_CODE,
        spans=_town_codes,
        cased=True,
        examples=("j'habite [[Forbach (57600)]] et",),
    ),
    Rule(
        name="place_field",
        label=Label.LOCATION,
        summary="The value of a form field for a place.",
        word=rf"^(?:(?:{_FIELD})|code|lieu|ne|place|zip|lugar|luogo)",
        sign=":",
        hint=rf"\b{_FIELD}[^\n:]*:",
        pattern=compiled(
            rf"(?<![a-z])(?P<cue>{_FIELD})(?:[ ](?:de (?:naissance|residence|livraison)|actuelle?|du client))?[ ]?:[ ]?(?P<v>[a-z0-9][^\n,;:|]{{1,50}}[a-z0-9)])(?=[ .]{{0,4}}(?:\n|$|[,;|]))"
        ),
        spans=_fields,
        examples=("Code postal : [[59800]]\nVille : [[Lille]]",),
    ),
    Rule(
        name="town_named",
        label=Label.LOCATION,
        summary="A town after the word: la ville, c'est Issoire.",
        word=r"^(?:ville|commune|town|city)$",
        pattern=compiled(
            r"(?<![a-z])(?P<cue>ville|commune|town|city)[ ,]{1,2}(?:c'est|cest|est|is)(?:[ ]bien)?[ ](?P<v>[a-z])"
        ),
        spans=_town_named,
        examples=("Et la ville, c'est [[Issoire]] ?",),
    ),
    Rule(
        name="zip_answer",
        label=Label.LOCATION,
        summary="A postcode of the United States in the answer to a question about it.",
        word=r"^zip$",
        sign="?",
        digits=5,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>zip)(?: code)?[^\n?]{0,20}\?[^\n]{0,20}\n[^\n]{0,40}?(?<![\w-])(?P<v>\d{5}(?:-\d{4})?)(?![\w-])"
        ),
        score=0.88,
        examples=("last four digits and billing zip?\nVisitor: 0921 and [[60614]]",),
    ),
    Rule(
        name="place_answer",
        label=Label.LOCATION,
        summary="The answer to a question about a town or a postcode.",
        word=r"^(?:code|ville|naissance|habitez|commune|postcode|zip|city|localidade?|poblacion|citta|comune|wohnort|woonplaats|gemeente|cidade)",
        sign="\n",
        hint=r"localidad|poblacion|citta|comune|wohnort|woonplaats|gemeente|cidade|code postal|quelle ville|votre ville|lieu de naissance|ou habitez|commune|postcode|zip code|which city|what city",
        pattern=_TOWN_ASKED,
        spans=_asked,
        examples=("Votre code postal ?\nAssurée : [[77100, Meaux]].",),
    ),
)
