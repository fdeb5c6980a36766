"""Postal addresses outside France: German, Spanish, Italian, Dutch, Portuguese and English streets with their number.

Example:
    >>> book = RuleBook("address_abroad", RULES)
    >>> book.shown("wohnhaft Lindenstraße 47a, 2. OG links, vivo en Calle de la Luna 18, 2º B, at 220 w 4th street")
    ['ADDRESS Lindenstraße 47a, 2. OG links', 'ADDRESS Calle de la Luna 18, 2º B', 'ADDRESS 220 w 4th street']
"""

# ruff: noqa: SIM905 - word lists read better as words
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.places import longest_town
from egide.detection.recognisers.address import town_after
from egide.detection.recognisers.context import before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.recognisers.town_reading import OF_A_SHOP, completed
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook", "of_a_firm"]

_GERMAN: Final = compiled(
    r"(?<![\w-])(?P<v>(?:(?:(?:Alte|Neue|Obere|Untere|Lange|Kurze|Grosse|Kleine|Hohe|Breite|Mittlere|Vordere|Hintere|Innere|Aussere|Sankt|St[.])[ ])?[A-Z][\w\-]{1,30}(?:strasse|strase|str[.]?|weg|platz|allee|gasse|ring|ufer|damm|steig|pfad|markt|hof|chaussee|berg|graben|wall|stieg|kamp|feld|winkel)|"
    r"[A-Z][\w\-]{1,25}(?:[ ][A-Z][\w\-]{1,20})?[ \-](?:Strasse|Str[.]|Weg|Platz|Allee|Gasse|Ring|Ufer|Damm)|(?:Stras{1,2}e|Platz|Allee|Ring)[ ]de[rs][ ](?:\d{1,2}[.][ ])?[A-Z][\w\-]{2,25}|"
    r"(?:Am|Im|Beim|Hinterm|Vorm|Unterm|An der|An den|Auf der|Auf dem|Bei der|Zum|Zur|Zu den|In der|In den|Unter den|Hinter der|Hinter dem|Vor dem|Vor der)[ ][A-Z][\w\-]{2,25}(?:[ ][A-Z][\w\-]{2,20})?)[ ]\d{1,4}[ ]?[a-h]?(?:[ ]?[\-/][ ]?\d{1,3}){0,3}"
    r"(?:,?[ ](?:(?:Wohnung|Whg[.]?|Stiege|Top|Tur|App[.]?|Apartment|Aufgang|Haus|Block)(?:[ ](?:Nr[.][ ]?)?(?:\d{1,3}|[A-Z])(?![\w]))|Hinterhaus|Vorderhaus|Seitenflugel|Dachgeschoss|Erdgeschoss|EG|DG|HH|VH|\d{1,2}[.][ ]?(?:OG|Stock|Etage))(?:[ ](?:links|rechts|mitte|li[.]|re[.])(?![\w]))?(?![\w])){0,3})(?![\w])"
)
_SPANISH: Final = compiled(
    r"(?<![\w])(?P<v>(?:calle|carrer|carrero|c/|cl[.]|avenida|avinguda|avda[.]?|av[.]|plaza|placa|pza[.]?|paseo|passeig|po(?=[ ]del?[ ])|ronda|camino|cami|carretera|ctra[.]?|travesia|glorieta|pasaje|rambla|rua(?=[ ]d[oae]s?[ ])|callejon|urbanizacion|urb[.]|poligono|pol[.][ ]?ind[.])[ ]?(?:(?:de|del|la|las|los|el)[ ]){0,3}[A-Za-z][\w'\-]{1,25}(?:[ ](?:de|del|do|da|la|las|los|y|[A-Z][\w'\-]{1,25})){0,5}"
    r"(?:,?[ ](?:n[o.]{1,2}[ ]?|num(?:ero)?[.]?[ ]?|parcela[ ]|nave[ ]|chalet[ ]|km[.]?[ ])?\d{1,4}(?![\d])(?:[ ]?[a-z](?![\w]))?|,?[ ]s/n)"
    r"(?:,?[ ](?:\d{1,2}[.]?[oa]?[ .\-]?(?:izquierda|izqda[.]?|izda[.]?|izq[.]?|derecha|drcha[.]?|dcha[.]?|dch[.]?|centro|esquerda|dereita|[a-h](?![a-z])|\d{1,2}[.]?[oa])|\d{1,2}[.]?[oa](?![\w])|piso[ ]\d{1,2}[oa]?|puerta[ ]\w{1,3}|pta[.]?[ ]?\w{1,3}|portal[ ]\w{1,3}|bloque[ ]\w{1,3}|blq[.]?[ ]\w{1,3}|casa[ ]\d{1,3}|nave[ ]\w{1,3}|esc(?:alera|[.])?[ ]\w{1,4}[.]?|baj(?:os?|a)(?:[ ](?:izq[.]?|dcha[.]?|izda[.]?|izquierda|derecha|[a-d](?![\w])))?|ati[co]{1,2}(?:[ ]\d{1,2}[.]?[oa])?|entlo[.]?(?:[ ]\w{1,3})?|entresuelo|principal|local[ ]\d{1,3})(?![\w])){0,4})"
)
_ITALIAN: Final = compiled(
    r"(?<![\w])(?P<v>(?:via|viale|frazione|fraz[.]|v[.]le|corso|c[.]so|piazza|piazzetta|p[.]za|p[.]zza|piazzale|largo|vicolo|vico|rione|strada|lungotevere|lungomare|borgo|contrada|c[.]da|localita|loc[.]|salita|calle)[ ](?:(?:dei|degli|delle|della|del|di|dello|da|san|santa|dell')[ ]?){0,2}[A-Za-z][A-Za-z'\-]{1,25}(?:[ ](?:e|di|dei|della|del|[A-Z][\w'\-]{1,25}|[IVX]{1,5}|\d{1,2}(?=[ ][A-Za-z]))){0,4}"
    r",?[ ](?:n[.o]{0,2}[ ]?|km[.]?[ ])?\d{1,4}(?:,\d(?!\d)|[ ]?/?[ ]?(?:bis|ter|[a-h])(?![\w])|/\d{1,3}(?![\w/]))?(?:,?[ ](?:(?:int(?:erno|[.])?|scala|piano|sc[.]|palazzina|lotto)[ ]?\w{1,3}|(?:primo|secondo|terzo|quarto|quinto|sesto|ultimo|\d{1,2}[o.]{0,2})[ ]piano|piano[ ](?:terra|rialzato)|(?:citofono|citof[.])[ ][A-Z][\w'\-]{1,25})(?![\w])){0,3})(?![\w])"
)
_DUTCH: Final = compiled(
    r"(?<![\w])(?P<v>(?!(?:Mijn|Ik|In|Op|Aan|De|Het|Adres|Nieuw|Naar|Te)[ ])(?:(?:\d{1,2}(?:e|de|ste)[ ])?[A-Z][\w'\-]{1,28}(?:[ ](?:van|de|den|der|het|ten|ter|op|in|[A-Z][\w'\-]{1,20})){0,4}?[ ]?(?:straat|laan|weg|plein|gracht|kade|dreef|steenweg|singel|dijk|hof|baan|lei|markt|pad|park|steeg|ring|wal|vest|burg|plantsoen|boulevard))[ ]\d{1,4}(?:[ ]?-?[ ]?(?:[a-hA-H](?![A-Za-z])|bis(?:[ ]?[A-D](?![\w]))?|[IVX]{1,4}|hs)|-\d{1,3}(?!\d))?(?:,?[ ](?:bus|bte|app[.]?)[ ]?\w{1,4})?)(?![\w])"
)
_PORTUGUESE: Final = compiled(
    r"(?<![\w.\-])(?P<v>(?:rua|r[.]|avenida|av[.]?|travessa|trav[.]|praca|praceta|pr[.]|largo|calcada|estrada|beco|alameda|urbanizacao|urb[.]|bairro|quinta|lugar|sitio)[ ](?:(?:de|da|do|das|dos)[ ]){0,2}[A-Za-z][\w'\-]{1,25}(?:[ ](?:de|da|do|das|dos|e|[A-Z0-9][\w'\-]{0,25})){0,5}?,?[ ](?:n[.o]{0,3}[ ]?|no[.]?[ ]?|lote[ ]|bloco[ ])?(?:\d{1,4}|(?<=bloco )[A-H])(?:[ ]?-?[a-h](?![\w]))?"
    r"(?:,?[ ](?:\d{1,2}[.]?[o]?[ ](?:esq(?:uerdo)?|dto|dta|drt|direito|frente|fte|tras)(?![\w])[.]?|\d{1,2}[.]?[o](?:[ ][a-f](?![\w]))?|r/c(?:[ ](?:esq|dto|direito|esquerdo|[a-f])(?![\w])[.]?)?|cave|andar[ ]\d{1,2}|porta[ ]\w{1,3}|lote[ ]\w{1,4}|bloco[ ]\w|km[ ]\d{1,3}|apto?[.]?[ ]\w{1,4})(?![\w])){0,3})(?![\w])"
)
_ENGLISH: Final = compiled(
    r"(?<![\w.,-])(?P<v>(?:(?:flat|apartment|apt|unit|suite|room)[.]?[ ]?#?\w{1,4},?[ ](?:[a-z][a-z' \-]{2,30},[ ])?)?\d{1,5}[A-Da-d]?(?:-\d{1,4})?,?[ ](?:(?:north|south|east|west|old|new|upper|lower|n|s|e|w|st|saint|the)[.]?[ ]){0,2}(?:(?:[A-Za-z][\w'\-]{1,20}|\d{1,3}(?:st|nd|rd|th))[ ]){1,4}?(?:cottages?|old mill|barn|bank|cross|end|mount|meadows?|orchard|heights|villas|parade|approach|fold|mead|brae|wynd|fields?|ridge|loop|cove|farmhouse|lodge|manor|street|st|road|rd|avenue|ave|lane|ln|terrace|close|drive|dr|court|ct|way|place|square|sq|gardens|crescent|grove|hill|mews|park|row|walk|view|green|boulevard|blvd|circle|highway|hwy|parkway|pkwy|trail|trl|plaza|alley|wharf|quay|rise|vale|gate)(?![\w])[.]?(?:,?[ ](?:flat|apartment|apt|unit|suite|#)[.]?[ ]?\w{1,5}(?![\w]))?)"
)


# Without capitals, only the endings that no other word has.
_PLAIN_STREET: Final = compiled(
    r"(?<![\w-])(?P<v>(?:(?:lange|oude|nieuwe|korte|alte|neue|kleine|grosse|obere|untere|hohe|breite)[ ](?:stras{1,2}e|str[.]?|weg|gasse|straat|laan|dijk)[ ]\d{1,4}(?:[ ]?[a-h](?![\w]))?|(?!(?:onderweg|snelweg|hauptstrase|hauptstrasse)[ ]\d{3})[a-z][a-z\-]{2,25}(?:strasse|strase|str[.]|gasse|allee|straat|laan|gracht|plein|kade|steenweg|singel|weg)[ ]\d{1,4}(?:[ ]?[a-h](?![\w])|-\d{1,3})?(?:[ ](?:bus|hs)(?:[ ]\d{1,3})?)?))(?![\w.]\d|[\w]|[ ]?(?:eur|km|%))"
)
_TELLS_WHERE: Final = compiled(
    r"(?:(?<![a-z])(?:at|live on|live at|come to|sent to|deliver(?:ed)? to|ship(?:ped)? to|address(?: is)?|moved to|from|on)|,|:)[ ]$"
)


_FIRM_BEFORE: Final = compiled(
    r"(?<![a-z])(?:filialen?|geschaft|laden|buro|zentrale|lager|store|shop|branch|office|depot|warehouse|tienda|sucursal|oficina|almacen|negozio|ufficio|sede|magazzino|punto vendita|winkel|vestiging|kantoor|filiaal|loja|balcao|escritorio|agencia|hotel|restaurant|ristorante|restaurante|apotheke|pharmacy|farmacia|apotheek|klinik|clinica|ziekenhuis)(?![a-z])[^.\n;:,\d]{0,24}$"
)
_FIRM_AFTER: Final = compiled(
    r"[^.\n;]{0,30}(?<![a-z])(?:opens?|will close|closes|abre|cierra|apre|chiude|geoffnet|geschlossen|is open|fecha (?:as|ao))(?![a-z])"
)


def of_a_firm(text: Text, start: int, end: int) -> bool:
    """Say whether a shop or an office stands at a street: its place is nobody's home."""
    return _FIRM_BEFORE.search(before(text, start, 50)) is not None or _FIRM_AFTER.match(text.low, end) is not None


# Kinds of street that are other words too: taken with capitals, before a comma or the end of the line.
_LOOSE: Final = frozenset(
    {
        "bank",
        "cross",
        "end",
        "mount",
        "meadow",
        "meadows",
        "orchard",
        "heights",
        "villas",
        "parade",
        "approach",
        "fold",
        "mead",
        "brae",
        "wynd",
        "field",
        "fields",
        "ridge",
        "loop",
        "cove",
    }
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
    if of_a_firm(text, *match.span("v")):
        return False
    cased = re.search(r"[A-Z]", text.folded[match.start("v") : match.end("v")]) is not None
    if re.search(
        r"\b(?:is|are|and|my|the|on|at|of|to|in|for|a|by|days?|hours?|minutes?|times|euros?|from|you|it|was|this|that|with|see|seen|ans|jours|de|du|le|la|et|avec|votre|par|chez|pour|mon|ma)\b",
        value[: kind.start(1) if kind else -1],
    ):
        return False
    if (
        kind is not None
        and kind.group(1) in _LOOSE
        and not (cased and text.low[match.end("v") : match.end("v") + 1] in {",", "\n"})
    ):
        return False
    if cased:
        return 0.88
    told = _TELLS_WHERE.search(text.low[max(0, match.start("v") - 20) : match.start("v")]) is not None
    return 0.6 if told or not short else False


def _with_town(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    if of_a_firm(text, *match.span("v")):
        return
    yield Finding(Label.ADDRESS, *match.span("v"), 0.9, ("recogniser:street_abroad",))
    yield from _town_behind(text, match.end("v"))


_COMPLEMENT: Final = r"(?:Wohnung|Whg[.]|Top|Stiege|Tur|App[.]|Apt[.]?|bus|bte|int[.]|interno|scala|sc[.]|piano|piso|puerta|pta[.]|esc[.]|bajo|Hinterhaus|Vorderhaus|EG|DG|\d{1,2}[.]?[ ]?(?:OG|Stock|Etage|o|a|[A-F])(?![\w]))(?:[ ](?:links|rechts|mitte|[A-Za-z]?\d{0,3}|[A-Z]|izq[.]?|dcha[.]?|esq[.]?|dto[.]?)(?![\w]))?"
_BEFORE_POSTCODE: Final = compiled(
    rf"(?<![\w.,/@-])(?P<v>(?P<name>(?:'[ts][ \-]|\d{{1,2}}(?:e|ste)[ ])?[A-Z][\w'.\-]{{1,28}}(?:[ ](?:[A-Za-z][\w'.\-]{{0,20}}|\d{{1,2}}[.])){{0,5}}),?[ ](?:n[.o]{{1,3}}[ ]?)?\d{{1,4}}(?:[ ]?[A-Za-z](?![\w])|/[\w]{{1,3}}(?:/\d{{1,3}})?|-(?:\d{{1,3}}|[IVX]{{1,4}})|[ ]?(?:bis|hs))?(?:,?[ ]{_COMPLEMENT}){{0,3}})"
    r"(?:[ ]?[,;\-–][ ]{0,2}|[ ,]{0,2}\n[ ]{0,2}|[ ]{1,2})(?P<town>(?:[A-Z]{1,2}-)?(?:\d{4}[ ]?[A-Z]{2}|\d{4}-\d{3}|\d{4,5})[ ]{1,2}[A-Z][\w']{1,30}(?:[ \-/](?:am|an der|bei|im|in|aan|den|de|la|del|di|de la|da|do|[A-Z])[\w']{0,30}){0,4})(?![\w])"
)
_NO_STREET: Final = compiled(
    r"(?<![a-z])(?:commande|contrat|dossier|client|facture|ref\w{0,8}|numero|no|nr|n[o.]|order|booking|account|bestellung|kunde\w{0,8}|rechnung|vertrag|pedido|expediente|cliente|ordine|pratica|fattura|bestelling|klant\w{0,6}|encomenda|processo|agence|magasin|filiale|store|tienda|negozio|winkel|loja|tel\w{0,10}|page|seite|uhr|bp|cs|tsa|postfach|apartado|postbus|casella|cedex|siret|le|the|am|vom|du|il|el|op|el)(?![a-z])[.]?$"
)


_CAPITALS_AND_SIGNS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.")
_INSIDE: Final = frozenset(
    "de der den des dem van von vom het la las los del di da do dos das della dei und y e i en ten ter 't zu zum zur auf st sint".split()
)


def _before_postcode(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    name = text.low[match.start("name") : match.end("name")]
    if (
        _NO_STREET.search(name)
        or _NO_STREET.match(name)
        or "cedex" in text.low[match.start("town") : match.end("town") + 8]
    ):
        return
    if (
        OF_A_SHOP.search(before(text, match.start("v"), 140))
        or of_a_firm(text, *match.span())
        or _FIRM_BEFORE.search(name)
    ):
        return
    why = ("recogniser:street_before_postcode", "context:postcode")
    # "Ich wohne in der Lindenstr. 4": other small words are a sentence, whose street has its own rule.
    if all(word[0] in _CAPITALS_AND_SIGNS or word in _INSIDE for word in re.split(r"[ ]", match.group("name"))):
        yield Finding(Label.ADDRESS, *match.span("v"), 0.86, why)
    yield Finding(Label.LOCATION, *match.span("town"), 0.88, why)


_HOUSES: Final = "cottage|farm|farmhouse|house|rectory|vicarage|lodge|barn|mill|manor|grange|forge|bungalow|hall|croft|stables|granary|schoolhouse|parsonage"
_WAYS: Final = (
    "Lane|Road|Street|Close|Avenue|Drive|Hill|Way|Green|Row|Place|Terrace|Square|Gardens|Crescent|Dock|Quay|Wharf"
)
_HOUSE: Final = compiled(
    rf"(?<![\w'-])(?P<v>(?:(?:The[ ])?(?:[A-Z][\w']{{1,20}}[ ]){{1,3}}(?:{'|'.join(word.title() for word in _HOUSES.split('|'))})|\d{{1,4}}[A-Za-z]?[ ]The[ ][A-Z][\w']{{2,20}}(?=,)|(?:Flat|Apartment|Apt|Unit)[ ]\d{{1,3}}[A-Z]?(?:,[ ](?:Block|Building|Tower)[ ][A-Z\d]{{1,2}})?,[ ](?:\d{{1,4}}[A-Za-z]?[ ])?(?:[A-Z][\w']{{1,20}}[ ]){{0,3}}[A-Z][\w']{{1,20}})(?:,[ ](?:[A-Z][\w']{{1,20}}[ ]){{1,3}}(?:{_WAYS}))?)(?![\w'])"
)
_TO_BRITISH_TOWN: Final = compiled(
    r"[ ]?(?:,|\n)[ ]?(?:[A-Z][\w'\-]{1,20}(?:[ ]|,[ ]|\n)){1,5}[A-Z]{1,2}\d[A-Z\d]?[ ]?[\dA-Z]{3,4}(?![\w])"
)
_LIVED_AT: Final = compiled(
    r"(?<![a-z])(?:live|living|lives|moved|address(?: is)?|home|deliver\w{0,4}|sent|send(?: it)?|post(?:ed)?)(?: at| to| in|:| is| now at| here at){1,2}[ ]$"
)


def _accept_house(text: Text, match: re.Match[str]) -> bool | float:
    start, end = match.span("v")
    if re.match(
        r"(?:Our|Your|My|This|That|Opera|White|Customer|Head|Full|Town|City|Village|Concert|Village|In)\b",
        match.group("v"),
    ):
        return False
    if _TO_BRITISH_TOWN.match(text.folded, end):
        return 0.84
    return 0.82 if _LIVED_AT.search(text.low, max(0, start - 30), start) else False


_TOWN_BEHIND: Final = compiled(
    r"[ ]?(?:,[ ]?|,?\n|[ ][\-–][ ])(?P<v>[A-Z][\w']{2,20}(?:[ \-](?:[A-Z][\w']{2,20}|de|del|di|do|da|am|an der|aan den|upon|on|the)){0,3}(?:[ ]\([A-Z]{2}\))?)(?=[ ]?(?:[.,;)](?:[ \n]|$)|\n|$))"
)
_NO_TOWN: Final = frozenset(
    "and but the please thanks thank call tel phone mobile email und aber bitte danke telefon handy por pero gracias telefono movil e ma grazie cell en maar graag dank mas obrigado obrigada floor flat apartment wohnung piso piano".split()
)


_SHORTEST_PLAIN: Final = 5


def _town_behind(text: Text, end: int) -> Iterator[Finding]:
    """Yield the town after a street: one of the lists, or a capitalised name between two marks."""
    known = list(town_after(text, end))
    if known:
        for each in known:
            yield Finding(each.label, each.start, completed(text, each.end), each.score, each.why)
        return
    last = longest_town(text.low, end + 1, known_only=True) if text.low[end : end + 1] == " " else -1
    if last - end > _SHORTEST_PLAIN and text.low[last : last + 1] in {"", ",", ".", ";", "\n"}:
        yield Finding(Label.LOCATION, end + 1, last, 0.8, ("recogniser:town_behind_street", "context:address"))
        return
    town = _TOWN_BEHIND.match(text.folded, end)
    if town and re.split(r"[ \-]", town.group("v").lower())[0] not in _NO_TOWN:
        yield Finding(Label.LOCATION, *town.span("v"), 0.78, ("recogniser:town_behind_street", "context:address"))


def _english_with_town(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    score = _accept_english(text, match)
    if score is not False:
        yield Finding(Label.ADDRESS, *match.span("v"), 0.88 if score is True else score, ("recogniser:street_en",))
        yield from _town_behind(text, match.end("v"))


RULES: Final = (
    Rule(
        name="street_de",
        label=Label.ADDRESS,
        summary="A German, Austrian or Swiss street with its number.",
        word=r"str(?:asse|ase)?$|(?:weg|platz|allee|gasse|ring|ufer|damm|steig|pfad|markt|hof|chaussee|berg|graben|wall|stieg|kamp|feld|winkel)$|^(?:am|im|an|auf|bei|beim|zu|zu[mr]|in|unter|hinter|vor|hinterm|vorm|unterm)$",
        hint=r"(?:str(?:asse|ase)?[.]?|weg|platz|allee|gasse|ring|ufer|damm|steig|pfad|markt|hof|chaussee|berg|graben|wall|stieg|kamp|feld|winkel) \d|\b(?:am|im|beim|hinterm|vorm|unterm|an de[rn]|auf de[rm]|bei der|zu[mr]|zu den|in de[rn]|unter den|hinter de[rm]|vor de[rm]|(?:stras{1,2}e|platz|allee|ring) de[rs]) [a-z0-9]",
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
        word=r"calle|carrer|avinguda|^placa$|passeig|^po$|^rua$|^cami$|poligono|^pol$|^c$|^cl$|avenida|avda|^av$|plaza|pza|paseo|ronda|camino|carretera|ctra|travesia|glorieta|pasaje|rambla|urb",
        hint=r"calle|carrer|avinguda|\bplaca\b|passeig|\bpo de|\brua d|\bcami\b|poligono|\bpol[.]|\bc/|\bcl[.]|avenida|avda|\bav[.]|plaza|pza|paseo|ronda|camino|carretera|ctra|travesia|glorieta|pasaje|rambla|urb",
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
        word=r"^(?:via|viale|frazione|fraz|loc|vico|rione|v|corso|c|piazz.*|p|largo|vicolo|strada.*|lungo.*|borgo.*|contrada|localita|salita|calle.*)$",
        hint=r"\b(?:via|viale|fraz|v[.]le|corso|c[.]so|piazz|p[.]z|largo|vicolo|strada|lungo|borgo|contrada|c[.]da|localita|loc[.]|vico|rione|salita|calle)",
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
        word=r"^(?:rua|r$|avenida|av$|travessa|trav$|praca|praceta|urb$|lugar$|sitio$|pr$|largo|calcada|estrada|beco|alameda|urbanizacao|bairro|quinta)",
        hint=r"\b(?:rua|r[.]|avenida|av[. ]|travessa|trav[.]|praca|praceta|urb[.]|lugar|sitio|pr[.]|largo|calcada|estrada|beco|alameda|urbanizacao|bairro|quinta)",
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
        word=r"\b(?:cottages?|mill|barn|bank|cross|end|mount|meadows?|orchard|heights|villas|parade|approach|fold|mead|brae|wynd|fields?|ridge|loop|cove|farmhouse|lodge|manor|street|st|road|rd|avenue|ave|lane|ln|terrace|close|drive|dr|court|ct|way|place|square|sq|gardens|crescent|grove|hill|mews|park|row|walk|view|green|boulevard|blvd|circle|highway|hwy|parkway|pkwy|trail|trl|plaza|alley|wharf|quay|rise|vale|gate)\b",
        digits=1,
        pattern=_ENGLISH,
        spans=_english_with_town,
        examples=(
            "[[14B Harbour Terrace]], Portsoy",
            "at [[Flat 3, 21 Old Mill Road]]",
            "[[220 w 4th street]]",
            "deliver to [[19 beechwood close]],",
        ),
    ),
    Rule(
        name="street_before_postcode",
        label=Label.ADDRESS,
        summary="Any capitalised street and number before a postcode and a town, outside France.",
        digits=5,
        hint=r"\d[a-z ./]{0,9}[,;\n -]{1,3}(?:[a-z]{1,2}-)?\d{4}(?:\d|-\d{3}| ?[a-z]{2})? {1,2}[a-z]",
        pattern=_BEFORE_POSTCODE,
        spans=_before_postcode,
        cased=True,
        examples=("[['t Zand 14]], [[8000 Brugge]]", "[[Oude Haven 5]]\n[[4301 JK Zierikzee]]"),
    ),
    Rule(
        name="house_en",
        label=Label.ADDRESS,
        summary="A British or Irish house with a name, or a flat in a named building, before its town or after words that tell where one lives.",
        word=rf"^(?:{_HOUSES}|flat|apartment|apt|unit)$",
        pattern=_HOUSE,
        accept=_accept_house,
        cased=True,
        examples=(
            "I live at [[The Old Rectory, Church Lane]], Great Missenden",
            "moved to [[Apartment 14, Block C, Grand Canal Dock]], Dublin 4",
        ),
    ),
)
