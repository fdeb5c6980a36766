"""Postal addresses outside France: German, Spanish, Italian, Dutch, Portuguese and English streets with their number.

Example:
    >>> book = RuleBook("address_abroad", RULES)
    >>> book.shown("wohnhaft Lindenstraße 47a, 2. OG links, vivo en Calle de la Luna 18, 2º B, at 220 w 4th street")
    ['ADDRESS Lindenstraße 47a, 2. OG links', 'ADDRESS Calle de la Luna 18, 2º B', 'ADDRESS 220 w 4th street']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.address import town_after
from egide.detection.recognisers.context import compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_GERMAN: Final = compiled(
    r"(?<![\w-])(?P<v>(?:[A-Z][\w\-]{1,30}(?:strasse|strase|str[.]?|weg|platz|allee|gasse|ring|ufer|damm|steig|pfad|markt|hof|chaussee|berg|graben|wall|stieg|kamp|feld|winkel)|[A-Z][\w\-]{1,25}(?:[ ][A-Z][\w\-]{1,20})?[ \-](?:Strasse|Str[.]|Weg|Platz|Allee|Gasse|Ring|Ufer|Damm)|(?:Am|Im|An der|An den|Auf der|Auf dem|Zum|Zur|In der|In den|Unter den|Hinter der|Vor dem)[ ][A-Z][\w\-]{2,25}(?:[ ][A-Z][\w\-]{2,20})?)[ ]\d{1,4}[ ]?[a-h]?(?:[ ]?[\-/][ ]?\d{1,3})?(?:,[ ]?(?:Wohnung|Whg[.]?|Hinterhaus|EG|\d[.][ ]?(?:OG|Stock|Etage)|App[.])(?:[ ](?:links|rechts|mitte|[\w]{1,4}(?![\w]))|[\w]{0,4})?)?)(?![\w])"
)
_SPANISH: Final = compiled(
    r"(?<![\w])(?P<v>(?:calle|carrer|carrero|c/|cl[.]|avenida|avda[.]?|av[.]|plaza|pza[.]?|paseo|ronda|camino|carretera|ctra[.]?|travesia|glorieta|pasaje|rambla|urbanizacion|urb[.])[ ]?(?:(?:de|del|la|las|los|el)[ ]){0,3}[A-Za-z][\w'\-]{1,25}(?:[ ](?:de|del|la|las|los|y|[A-Z][\w'\-]{1,25})){0,5}(?:,?[ ](?:n[o.]{1,2}[ ]?|num[.]?[ ]?)?\d{1,4}[a-z]?)(?:,?[ ](?:\d{1,2}[.]?[oa]?(?:[ ]?(?:izquierda|izda[.]?|izq[.]?|derecha|dcha[.]?|dch[.]?|[a-f](?![a-z])|\d{1,2}[oa]))?|piso[ ]\d{1,2}[oa]?|puerta[ ]\w{1,3}|pta[.]?[ ]?\w{1,3}|bajos|esc(?:alera|[.])?[ ]\w{1,3}|bajo(?:[ ][a-d])?|atico)(?![\w])){0,3})"
)
_ITALIAN: Final = compiled(
    r"(?<![\w])(?P<v>(?:via|viale|frazione|fraz[.]|v[.]le|corso|c[.]so|piazza|p[.]za|p[.]zza|piazzale|largo|vicolo|strada|lungotevere|lungomare|borgo|contrada|localita|salita|calle)[ ](?:(?:dei|degli|delle|della|del|di|dello|da|san|santa|dell')[ ]?){0,2}[A-Za-z][A-Za-z'\-]{1,25}(?:[ ](?:e|di|dei|della|del|[A-Z][\w'\-]{1,25}|[IVX]{1,5}|\d{1,2}(?=[ ][A-Za-z]))){0,4},?[ ](?:n[.o]{0,2}[ ]?)?\d{1,4}(?:[ ]?/?[ ]?[a-h](?![\w]))?(?:,?[ ](?:int(?:erno|[.])?|scala|piano|sc[.])[ ]?\w{1,3}){0,3})(?![\w])"
)
_DUTCH: Final = compiled(
    r"(?<![\w])(?P<v>(?!(?:Mijn|Ik|In|Op|Aan|De|Het|Adres|Nieuw|Nieuwe|Naar|Te|Van)[ ])(?:[A-Z][\w'\-]{1,28}(?:[ ](?:van|de|den|der|het|ten|ter|op|in|[A-Z][\w'\-]{1,20})){0,4}?[ ]?(?:straat|laan|weg|plein|gracht|kade|dreef|steenweg|singel|dijk|hof|baan|lei|markt|pad|park|steeg|ring|wal|vest|burg|plantsoen|boulevard))[ ]\d{1,4}(?:[ ]?-?[ ]?(?:[a-h](?![a-z])|bis|[IVX]{1,4}|hs)|-\d{1,3}(?!\d))?(?:[ ](?:bus|bte|app[.]?)[ ]?\w{1,4})?)(?![\w])"
)
_PORTUGUESE: Final = compiled(
    r"(?<![\w])(?P<v>(?:rua|r[.]|avenida|av[.]|travessa|trav[.]|praca|pr[.]|largo|calcada|estrada|beco|alameda|urbanizacao|bairro|quinta)[ ](?:(?:de|da|do|das|dos)[ ]){0,2}[A-Za-z][\w'\-]{1,25}(?:[ ](?:de|da|do|das|dos|e|[A-Z0-9][\w'\-]{0,25})){0,5}?,?[ ](?:n[.o]{0,3}[ ]?|no[.]?[ ]?|lote[ ])?\d{1,4}(?:[ ]?[a-h](?![\w]))?(?:,?[ ](?:\d{1,2}[.]?[o](?:[ ](?:esq(?:uerdo|[.])?|dto[.]?|direito|frente|[a-f](?![\w])))?|r/c|cave|lote[ ]\w{1,4}|bloco[ ]\w)){0,2})(?![\w])"
)
_ENGLISH: Final = compiled(
    r"(?<![\w.,-])(?P<v>(?:(?:flat|apartment|apt|unit|suite|room)[.]?[ ]?#?\w{1,4},?[ ])?\d{1,5}[A-Da-d]?(?:-\d{1,4})?,?[ ](?:(?:north|south|east|west|old|new|upper|lower|n|s|e|w|st|saint|the)[.]?[ ]){0,2}(?:(?:[A-Za-z][\w'\-]{1,20}|\d{1,3}(?:st|nd|rd|th))[ ]){1,4}?(?:cottages?|old mill|barn|farmhouse|lodge|manor|street|st|road|rd|avenue|ave|lane|ln|terrace|close|drive|dr|court|ct|way|place|square|sq|gardens|crescent|grove|hill|mews|park|row|walk|view|green|boulevard|blvd|circle|highway|hwy|parkway|pkwy|trail|trl|plaza|alley|wharf|quay|rise|vale|gate)(?![\w])[.]?(?:,?[ ](?:flat|apartment|apt|unit|suite|#)[.]?[ ]?\w{1,5}(?![\w]))?)"
)


# Without capitals, only the endings that no other word has.
_PLAIN_STREET: Final = compiled(
    r"(?<![\w-])(?P<v>(?!(?:onderweg|snelweg|hauptstrase|hauptstrasse)[ ]\d{3})[a-z][a-z\-]{2,25}(?:strasse|strase|str[.]|gasse|allee|straat|laan|gracht|plein|kade|steenweg|singel|weg)[ ]\d{1,4}(?:[ ]?[a-h](?![\w])|-\d{1,3})?(?:[ ](?:bus|hs)(?:[ ]\d{1,3})?)?)(?![\w.]\d|[\w]|[ ]?(?:eur|km|%))"
)
_TELLS_WHERE: Final = compiled(
    r"(?:(?<![a-z])(?:at|live on|live at|come to|sent to|deliver(?:ed)? to|ship(?:ped)? to|address(?: is)?|moved to|from|on)|,|:)[ ]$"
)


def _accept_english(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    kind = re.search(r"([a-z]+)[.]?(?:,? (?:flat|apartment|apt|unit|suite|#).*)?$", value)
    short = kind is not None and kind.group(1) in {
        "st",
        "dr",
        "ct",
        "sq",
        "way",
        "place",
        "park",
        "view",
        "hill",
        "row",
        "walk",
        "green",
        "gate",
        "plaza",
        "court",
        "trail",
        "drive",
        "close",
        "rise",
    }
    if re.match(
        r"[ ]?(?:is|are|will be|opens?)[ ](?:now[ ])?(?:open|closed)|[ ]opens?[ ]",
        text.low[match.end("v") : match.end("v") + 16],
    ) or re.search(
        r"(?<![a-z])our (?:office|store|shop|branch|depot|warehouse)s?[^\n.]{0,20}$",
        text.low[max(0, match.start("v") - 45) : match.start("v")],
    ):
        return False
    cased = re.search(r"[A-Z]", text.folded[match.start("v") : match.end("v")]) is not None
    if re.search(
        r"\b(?:is|are|and|my|the|on|at|of|to|in|for|a|by|days?|hours?|minutes?|times|euros?|from|you|it|was|this|that|with|see|seen|ans|jours|de|du|le|la|et|avec|votre|par|chez|pour|mon|ma)\b",
        value[: kind.start(1) if kind else -1],
    ):
        return False
    if cased:
        return 0.88
    told = _TELLS_WHERE.search(text.low[max(0, match.start("v") - 20) : match.start("v")]) is not None
    return 0.6 if told or not short else False


def _with_town(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    yield Finding(Label.ADDRESS, *match.span("v"), 0.9, ("recogniser:street_abroad",))
    yield from town_after(text, match.end("v"))


RULES: Final = (
    Rule(
        name="street_de",
        label=Label.ADDRESS,
        summary="A German, Austrian or Swiss street with its number.",
        word=r"str(?:asse|ase)?$|(?:weg|platz|allee|gasse|ring|ufer|damm|steig|pfad|markt|hof|chaussee|berg|graben|wall|stieg|kamp|feld|winkel)$|^(?:am|im|an|auf|zu[mr]|in|unter|hinter|vor)$",
        hint=r"(?:str(?:asse|ase)?[.]?|weg|platz|allee|gasse|ring|ufer|damm|steig|pfad|markt|hof|chaussee|berg|graben|wall|stieg|kamp|feld|winkel) \d|\b(?:am|im|an de[rn]|auf de[rm]|zu[mr]|in de[rn]|unter den|hinter der|vor dem) [a-z]",
        digits=1,
        pattern=_GERMAN,
        cased=True,
        spans=_with_town,
        examples=(
            "[[Lindenstraße 47a]], 70176 Stuttgart",
            "bitte [[Am Mühlbach 3]] in",
            "[[Goethestraße 14, 2. OG links]], 10961",
        ),
    ),
    Rule(
        name="street_plain",
        label=Label.ADDRESS,
        summary="A German or Dutch street and its number, without capitals.",
        word=r"(?:strasse|strase|str|gasse|allee|straat|laan|gracht|plein|kade|steenweg|singel|weg)$",
        digits=1,
        pattern=_PLAIN_STREET,
        spans=_with_town,
        examples=("ich wohne in der [[bergmannstraße 14]], berlin", "woon op de [[hoofdweg 12a]]"),
    ),
    Rule(
        name="street_es",
        label=Label.ADDRESS,
        summary="A Spanish street with its number, floor and door.",
        word=r"calle|carrer|^c$|^cl$|avenida|avda|^av$|plaza|pza|paseo|ronda|camino|carretera|ctra|travesia|glorieta|pasaje|rambla|urb",
        hint=r"calle|carrer|\bc/|\bcl[.]|avenida|avda|\bav[.]|plaza|pza|paseo|ronda|camino|carretera|ctra|travesia|glorieta|pasaje|rambla|urb",
        digits=1,
        pattern=compiled(_SPANISH.source, re.IGNORECASE),
        cased=True,
        spans=_with_town,
        examples=("vivo en [[Calle de la Luna 18, 2º izquierda]],",),
    ),
    Rule(
        name="street_it",
        label=Label.ADDRESS,
        summary="An Italian street with its number.",
        word=r"^(?:via|viale|frazione|fraz|v|corso|c|piazz.*|p|largo|vicolo|strada.*|lungo.*|borgo.*|contrada|localita|salita|calle.*)$",
        hint=r"\b(?:via|viale|fraz|v[.]le|corso|c[.]so|piazz|p[.]z|largo|vicolo|strada|lungo|borgo|contrada|localita|salita|calle)",
        digits=1,
        pattern=compiled(_ITALIAN.source, re.IGNORECASE),
        cased=True,
        spans=_with_town,
        examples=("residente in [[via Garibaldi 21, int. 6]], 10122 Torino",),
    ),
    Rule(
        name="street_nl",
        label=Label.ADDRESS,
        summary="A Dutch or Flemish street with its number.",
        word=r"(?:straat|laan|weg|plein|gracht|kade|dreef|steenweg|singel|dijk|hof|baan|lei|markt|pad|park|steeg|ring|wal|vest|burg|plantsoen|boulevard)$",
        hint=r"(?:straat|laan|weg|plein|gracht|kade|dreef|steenweg|singel|dijk|hof|baan|lei|markt|pad|park|steeg|ring|wal|vest|burg|plantsoen|boulevard) \d",
        digits=1,
        pattern=_DUTCH,
        cased=True,
        spans=_with_town,
        examples=("Adres: [[Kerkstraat 112 bus 3]], 8500 Kortrijk", "[[Prinsengracht 214-3]], 1016 HD"),
    ),
    Rule(
        name="street_pt",
        label=Label.ADDRESS,
        summary="A Portuguese street with its number.",
        word=r"^(?:rua|r$|avenida|av$|travessa|trav$|praca|pr$|largo|calcada|estrada|beco|alameda|urbanizacao|bairro|quinta)",
        hint=r"\b(?:rua|r[.]|avenida|av[.]|travessa|trav[.]|praca|pr[.]|largo|calcada|estrada|beco|alameda|urbanizacao|bairro|quinta)",
        digits=1,
        pattern=compiled(_PORTUGUESE.source, re.IGNORECASE),
        cased=True,
        spans=_with_town,
        examples=("moro na [[Rua das Flores, n.º 12, 3.º esq.]]",),
    ),
    Rule(
        name="street_en",
        label=Label.ADDRESS,
        summary="A British, Irish or American street with its number.",
        word=r"\b(?:cottages?|mill|barn|farmhouse|lodge|manor|street|st|road|rd|avenue|ave|lane|ln|terrace|close|drive|dr|court|ct|way|place|square|sq|gardens|crescent|grove|hill|mews|park|row|walk|view|green|boulevard|blvd|circle|highway|hwy|parkway|pkwy|trail|trl|plaza|alley|wharf|quay|rise|vale|gate)\b",
        digits=1,
        pattern=_ENGLISH,
        accept=_accept_english,
        examples=(
            "[[14B Harbour Terrace]], Portsoy",
            "at [[Flat 3, 21 Old Mill Road]]",
            "[[220 w 4th street]]",
            "deliver to [[19 beechwood close]],",
        ),
    ),
)
