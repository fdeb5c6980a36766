"""Postcodes, states and towns outside France: the neighbours, the United Kingdom, Ireland, the United States.

Example:
    >>> book = RuleBook("location_abroad", RULES)
    >>> book.shown("70176 Stuttgart, Portsoy AB45 2QR, Galway, H91 E2K7, los angeles ca 90028")
    ['LOCATION 70176 Stuttgart', 'LOCATION Portsoy AB45 2QR', 'LOCATION Galway, H91 E2K7', 'LOCATION los angeles ca 90028']
    >>> book.shown("State: OH"), book.shown("State: closed"), book.shown("ref A12 3456")
    (['LOCATION OH'], [], [])
"""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.places import is_town, longest_town
from egide.detection.recognisers.context import before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.recognisers.town_reading import OF_A_SHOP
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_ABROAD: Final = compiled(
    r"(?<![\w.,\-])(?P<v>(?:(?:D|A|CH|B|NL|L|I|E)-)?(?:\d{4}[ ]?[A-Z]{2}(?=[ ]{1,2}[A-Z])|\d{4}-\d{3}|\d{4,5})[ ]{1,2}(?P<town>[A-Z][\w']{0,30}(?:[ \-/](?:am|an der|bei|im|aan|den|de|la|del|di|de la|[A-Z])[\w']{0,30}){0,5}))(?![\w])"
)


def _accept_abroad(text: Text, match: re.Match[str]) -> bool | float:
    town = match.group("town").lower()
    if "cedex" in text.low[match.start("town") : match.end("town") + 8]:
        return False  # French, which has its own rule
    if OF_A_SHOP.search(before(text, match.start("v"), 140)):
        return False
    if re.match(r"(?:ville|commune|pays|ort|stadt|city|ciudad|citta|plaats)\b", town):
        return False
    first = re.split(r"[ /]", town)[0]
    known = is_town(town) or is_town(first, known_only=True)
    code = re.match(r"[A-Z]{0,2}-?(\d+)(.*)", match.group("v"))
    four = code is not None and len(code.group(1)) == 4
    dutch = re.match(r"\d{4} ?[A-Z]{2} ", match.group("v")) is not None
    portuguese = re.match(r"\d{4}-\d{3} ", match.group("v")) is not None
    if dutch or portuguese:
        return 0.9
    if four:
        year = re.match(r"(?:19|20)\d\d ", match.group("v")) is not None
        return 0.85 if known and not year else False
    return 0.9 if known else False


_PLAIN_STATES: Final = (
    "ak|az|ar|ct|fl|ga|ia|id|il|ks|ky|md|mi|mn|ms|mt|nc|nd|ne|nh|nj|nm|nv|ny|ri|sc|sd|tn|tx|ut|va|vt|wa|wi|wv|wy"
)
# States whose letters are also small words elsewhere, in lower case: taken after two words and before five digits.
_HARD_STATES: Final = "ca|co|dc|hi|mo|oh|pa"
_STATES: Final = f"{_PLAIN_STATES}|al|ca|co|dc|de|hi|in|la|ma|me|mo|oh|ok|or|pa"

_STATE_NAMES: Final = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|"
    "minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|"
    "south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming"
)
# Routing keys of Ireland are a letter and two digits; the rest leaves out the letters that look like others.
# Source: An Post, "Eircode", form of a code (read 2026-11).
# Without capitals, a postcode counts with a town that the lists know.
_PLAIN_CODE: Final = compiled(
    r"(?<![\w.,\-])(?P<v>(?P<code>\d{4}[ ]?[a-z]{2}|\d{4}-\d{3}|\d{4,5})[ ]{1,2}(?=[a-z]{3}))"
)
_PLAIN_BRITISH: Final = compiled(
    r"(?<![\w])(?P<v>(?P<town>[a-z][a-z'\-]{2,20}(?:[ ][a-z'\-]{3,20})?),?[ ](?P<code>[a-z]{1,2}\d[a-z\d]?[ ]\d[abd-hjlnp-uw-z]{2}|(?:[ac-fhknprtv-y]\d\d|d6w)[ ][0-9ac-fhknprtv-y]{4}))(?![\w])"
)


def _plain_codes(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start = match.end()
    end = longest_town(text.low, start, known_only=True)
    code = match.group("code")
    if (
        text.folded[start].isupper()
        or end - start < 4
        or text.low[start:end] == "tours"  # of a machine
        or text.low[end : end + 1].isalnum()
        or re.fullmatch(r"(?:19|20)\d\d|[1-9]0{3,4}", code)
    ):
        return
    yield Finding(Label.LOCATION, match.start(), end, 0.82, ("recogniser:postcode_plain", "context:town"))


def _plain_british(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    words = match.group("town").split()
    for count in range(len(words), 0, -1):
        town = " ".join(words[-count:])
        if is_town(town, known_only=True):
            start = match.start("town") + match.group("town").rfind(town)
            yield Finding(Label.LOCATION, start, match.end(), 0.82, ("recogniser:postcode_plain", "context:town"))
            return


_EIRCODE: Final = compiled(
    r"(?<![\w])(?P<v>(?P<town>[A-Z][\w'\-]{1,30}(?:[ ][A-Z\d][\w'\-]{0,30}){0,3},?[ ])?(?P<key>[AC-FHKNPRTV-Y]\d\d|D6W)(?P<gap>[ ]?)(?P<rest>[0-9AC-FHKNPRTV-Y]{4}))(?![\w\-])"
)


def _eircodes(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start, end = match.span("v")
    town = match.group("town")
    mixed = not match.group("rest").isdigit() and not match.group("rest").isalpha()
    told = (
        re.search(r"eircode|postcode|post code|address|ireland|co[.] ", before(text, match.start("key"), 60))
        is not None
    )
    if not mixed or not (match.group("gap") or told):
        return
    if town and re.match(
        r"(?:Policy|Booking|Order|Reference|Ref|Case|Flight|Code|Account|Reg|Vol|Contrat|Dossier|Model|Ticket|Claim|My|The|Eircode|Postcode)\b",
        town,
    ):
        town = None
        start = match.start("key")
    if not (town or told):
        return
    yield Finding(Label.LOCATION, start, end, 0.85, ("recogniser:eircode", "context:postcode"))


_BRITISH: Final = compiled(
    r"(?<![\w])(?P<v>(?:[A-Z][\w'\-]{1,30}(?:[ ](?:upon|on|under|by|the|[A-Z][\w'\-]{1,30})){0,3},?[ ])?(?:GIR 0AA|[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[ABD-HJLNP-UW-Z]{2}))(?![\w])"
)


def _british(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start, end = match.span("v")
    code = re.search(r"[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}$", text.folded[start:end])
    if code is None:
        return
    prefix = text.folded[start : start + code.start()]
    spaced = " " in code.group()
    alone = start in {0, text.low.rfind("\n", 0, start) + 1} and text.low[end : end + 1] in {"", "\n"}
    if (
        not prefix
        and not (spaced and alone)
        and not (spaced and before(text, start, 3).endswith(", "))
        and not (spaced and re.search(r"postcode|post code|address|live|uk|\bgb\b", before(text, start, 60)))
    ):
        return
    if prefix and re.match(
        r"(?:Policy|Booking|Order|Reference|Ref|Case|Flight|Code|Account|Reg|Vol|Contrat|Dossier|Auftrag|Buchung|Vorgang|Ordine|Prenotazione|Codice|Pedido|Reserva|Caso|Bestelling|Boeking|Zaak)\b",
        prefix,
    ):
        return
    yield Finding(Label.LOCATION, start, end, 0.85, ("recogniser:postcode_uk", "context:postcode"))


RULES: Final = (
    Rule(
        name="postcode_abroad",
        label=Label.LOCATION,
        summary="A postcode and town of a neighbouring country.",
        digits=4,
        hint=r"(?:\b|-)(?:\d{4,5} {1,2}[a-z]|\d{4} ?[a-z]{2} {1,2}[a-z]|\d{4}-\d{3} {1,2}[a-z])",
        pattern=_ABROAD,
        accept=_accept_abroad,
        cased=True,
        examples=("[[70176 Stuttgart]]", "[[8500 Kortrijk]]", "[[1012 AB Amsterdam]]", "[[1200-195 Lisboa]]"),
    ),
    Rule(
        name="postcode_us",
        label=Label.LOCATION,
        summary="A town, state and postcode of the United States.",
        hint=rf"\b(?:{_STATES}),? \d{{5}}",
        digits=5,
        pattern=compiled(
            rf"(?<![\w])(?P<v>(?:(?:[A-Z][\w'.-]{{1,30}}[ ]){{0,2}}[A-Z][\w'.-]{{1,30}},?[ ](?:{_STATES.upper()})|[a-z]{{3,20}},?[ ](?:{_PLAIN_STATES})|[a-z]{{3,20}}[ ][a-z]{{3,20}},?[ ](?:{_HARD_STATES})),?[ ]\d{{5}}(?:-\d{{4}})?)(?![\w-])"
        ),
        score=0.85,
        cased=True,
        examples=(
            "123 Boss Road, [[Boston, MA 02110]]",
            "light house road [[lindenhurst ny 11757]]",
            "[[los angeles ca 90028]]",
        ),
    ),
    Rule(
        name="postcode_plain",
        label=Label.LOCATION,
        summary="A postcode and a well-known town of a neighbouring country, without capitals.",
        hint=r"\b(?:\d{4} ?[a-z]{2}|\d{4}-\d{3}|\d{4,5}) {1,2}[a-z]{3}",
        digits=4,
        pattern=_PLAIN_CODE,
        spans=_plain_codes,
        examples=("woon in [[1016 hd amsterdam]]", "ich wohne in [[1070 wien]]"),
    ),
    Rule(
        name="zip_told",
        label=Label.LOCATION,
        summary="A postcode after the word zip or pin code.",
        word=r"^(?:zip|zipcode|pincode|postcode)$",
        digits=5,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>zip(?: ?code)?|zipcode|pin ?code|post ?code)(?: is| number| no)?[ :]{1,3}(?P<v>\d{5}(?:-\d{4})?|\d{6})(?![\w-])"
        ),
        score=0.88,
        examples=("city houston zip [[77002]]",),
    ),
    Rule(
        name="town_and_code",
        label=Label.LOCATION,
        summary="A message that holds a known town and a postcode and nothing else.",
        hint=r"^[a-z ,]{0,24}[a-z]{3},? (?:and |zip )?\d{5,6}[ .]*$",
        digits=5,
        town=True,
        pattern=compiled(
            r"^(?:sure |it is |its |it's |city |yes |ok |c'est |a ){0,2}(?P<v>(?P<town>[a-z][a-z'\-]{2,20}(?: [a-z'\-]{2,20}){0,2}),?(?: and| zip)? \d{5,6})[ .]{0,4}$"
        ),
        accept=lambda _text, match: 0.7 if is_town(match.group("town"), known_only=True) else False,
        examples=("sure [[cape town 83754]]", "[[philadelphia 19093]]"),
    ),
    Rule(
        name="postcode_uk_plain",
        label=Label.LOCATION,
        summary="A British or Irish postcode after a well-known town, without capitals.",
        hint=r"[a-z]{3},? [a-z]{1,2}\d[a-z\d]? [0-9a-z]{3,4}\b",
        digits=2,
        pattern=_PLAIN_BRITISH,
        spans=_plain_british,
        examples=("i live in [[swindon sn2 7qr]]", "we are in [[galway, h91 e2k7]]"),
    ),
    Rule(
        name="state_field",
        label=Label.LOCATION,
        summary="The state of an address of the United States, in a field of its own.",
        word=r"^state$",
        sign=":",
        pattern=compiled(
            rf"(?<![a-z])(?P<cue>state|state/province|state of residence)[ ]?:[ ]?(?P<v>(?:{_STATES})(?![\w.'-])|(?:{_STATE_NAMES})(?![\w]))(?=[ .,;|]{{0,4}}(?:\n|$|[a-z]|\d))"
        ),
        score=0.88,
        examples=("City: Columbus\nState: [[OH]]\nZip: 43215",),
    ),
    Rule(
        name="city_and_state_field",
        label=Label.LOCATION,
        summary="The town and the state of an address of the United States, in one field.",
        word=r"^state$",
        sign=":",
        pattern=compiled(
            r"(?<![a-z])(?P<cue>city[ ]?(?:,|/|&|and)[ ]?state(?:[ ]?(?:,|/|&|and)[ ]?zip(?: code)?)?)[ ]?:[ ]?(?P<v>[a-z][^\n:;|]{2,50}?)(?=[ .]{0,4}(?:\n|$|[;|]))"
        ),
        score=0.93,
        examples=("City/State: [[Chicago, IL]]",),
    ),
    Rule(
        name="eircode",
        label=Label.LOCATION,
        summary="An Irish Eircode with its town, or alone where an address is spoken of.",
        hint=r"\b(?:[ac-fhknprtv-y]\d\d|d6w) ?[0-9ac-fhknprtv-y]{4}\b",
        digits=2,
        pattern=_EIRCODE,
        spans=_eircodes,
        cased=True,
        examples=("We live in [[Galway, H91 E2K7]].", "Eircode: [[D02 X285]]"),
    ),
    Rule(
        name="postcode_uk",
        label=Label.LOCATION,
        summary="A British postcode with its town.",
        hint=r"[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b",
        digits=2,
        pattern=_BRITISH,
        spans=_british,
        cased=True,
        examples=("14B Harbour Terrace, [[Portsoy AB45 2QR]]", "4 Kirk Lane\n[[IV2 4QT]]"),
    ),
)
