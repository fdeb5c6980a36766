"""Towns where a person lives, stays, was born or has trouble, in English, German, Spanish, Italian, Dutch and Portuguese.

A verb of living is taken with any capitalised name, a word such as house, accident or "I am" with a town of the lists only.

Example:
    >>> book = RuleBook("location_lived_abroad", RULES)
    >>> book.shown("ik woon sinds kort in Raalte, staying with my brother in croydon, abito a Castel Volturno")
    ['LOCATION Raalte', 'LOCATION croydon', 'LOCATION Castel Volturno']
    >>> book.shown("ich wohne in Deutschland"), book.shown("vivo en Francia"), book.shown("I live in fear")
    ([], [], [])
"""

# ruff: noqa: PLR2004, SIM905 - the lengths of names are the rule itself; word lists read better as words
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.names.cues import COUNTRIES
from egide.detection.places import longest_town
from egide.detection.recognisers.context import before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.recognisers.town_reading import CAPITAL_NAME, completed
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

# By language: verbs of living, after which any capitalised name is a place; other words, which tie a town of the lists; prepositions.
_LANGUAGES: Final = (
    (
        r"live|lives|living|lived|moved|relocated|born|resident",
        r"staying|stay|based|stuck|stranded|retired|house|home|flat|cottage|accident|crash|lost|stolen|robbed|broke down|hospital|i'm|i am|we're|we are|left|calling|writing|it's|this is|here|hit|crashed|towed|parked|scraped|bumped|my sister's|my brother's|my mum's|my mother's|my parents'|my daughter's",
        r"in|near|at|to|from|outside",
    ),
    (
        r"wohne|wohnt|wohnen|wohnte|wohnhaft|lebe|lebt|leben|ansassig|gezogen|umgezogen|umziehe|umzug|ziehe|geboren",
        r"komme|wohnung|haus|ferienhaus|ferienwohnung|unfall|panne|sitze|sitzen|stehe|stehen|bin|sind|gestrandet|verloren|gestohlen|liegt|anruf|hier ist|hier spricht",
        r"in|nach|bei|aus|nahe|der nahe von",
    ),
    (
        r"vivo|vive|viven|vivimos|vivia|resido|reside|residente|domiciliad[oa]|empadronad[oa]|nacid[oa]|naci|mudado|mudamos|mude",
        r"estoy|estamos|soy|somos|casa|piso|vivienda|accidente|averia|robado|robaron|perdido|perdi|apartamento|chalet|golpe|choque|choco|averiad[oa]|multaron|multa|aqui",
        r"en|a|de|cerca de",
    ),
    (
        r"abito|abita|abitiamo|abitava|vivo|vive|viviamo|residente|residenti|domiciliat[oa]|trasferit[oaei]|nat[oa]",
        r"sono|siamo|sto|mi trovo|casa|appartamento|incidente|guasto|rubat[oa]|smarrit[oa]|pers[oa]|bloccat[oaei]|villetta|urtat[oa]|tamponat[oa]|investit[oa]",
        r"a|ad|in|di|da|vicino a|nei pressi di",
    ),
    (
        r"woon|woont|wonen|wonend|wonende|verhuis|verhuisd|verhuizen|verhuizing|geboren",
        r"kom|sta|staan|gestrand|huis|huisje|vakantiehuis|vakantiehuisje|appartement|ongeluk|ongeval|pech|gestolen|verloren|zit|bel|ben|met|aangereden|gebotst|ingebroken|weggesleept|aanrijding",
        r"in|te|uit|bij|naar|nabij",
    ),
    (
        r"moro|mora|moramos|vivo|vive|vivemos|resido|residente|mudei-me|nasci|nascid[oa]",
        r"casa|apartamento|estou|estamos|sou|acidente|avaria|roubad[oa]|roubaram|perdi|ocorrido|falecid[oa]|faleceu|contador|aqui|embatid[oa]|batid[oa]|assaltad[oa]|multad[oa]",
        r"em|na|no|de|para|perto de|a|da|do",
    ),
)
_LIVES: Final = "|".join(lives for lives, _, _ in _LANGUAGES)
_THERE: Final = "|".join(there for _, there, _ in _LANGUAGES)
_IN: Final = "|".join(sorted({word for _, _, words in _LANGUAGES for word in words.split("|")}, key=len, reverse=True))
_TIES: Final = tuple(
    (re.compile(f"{lives}|{there}", re.ASCII), frozenset(words.split("|"))) for lives, there, words in _LANGUAGES
)
_LED: Final = (
    rf"(?![a-z])(?P<gap>(?:[ ](?!(?:{_IN})[ ])[a-z'\-]{{1,14}},?){{0,5}})[ ](?P<prep>{_IN})[ ](?=(?P<v>[a-z]))"
)
_LIVED: Final = compiled(rf"(?<![a-z])(?P<lives>{_LIVES}){_LED}")
_HAPPENED: Final = compiled(rf"(?<![a-z])(?P<there>{_THERE}){_LED}")
_BARRED: Final = frozenset(
    "deutschland osterreich schweiz frankreich spanien italien belgien niederlande holland europa espana francia italia alemania portugal inglaterra suiza belgica germania svizzera inghilterra "
    "duitsland frankrijk spanje belgie nederland zwitserland engeland alemanha suica franca espanha inglaterra britain europe untermiete miete scheidung trennung elternzeit rente ruhestand partnerschaft "
    "wg pension kontakt ordnung verzug urlaub teilzeit berlin-tegel pensionato teletrabalho casa correos facebook instagram whatsapp internet mr mrs ms dr herr frau sr sra don dona sig "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz mai juni juli oktober dezember bezug ihrem ihrer ihren unserer unserem meiner meinem".split()
)
# Where someone goes or a shop stands, in the six languages.
_ELSEWHERE: Final = compiled(
    r"(?<![a-z])(?:flights?|train|bus|tgv|gare|magasin|boutique|agence|delivered|shipped|sent|rent|mieten|alquil\w{1,4}|affitt\w{1,4}|huren|alugar|trip|travel\w{0,4}|holiday|ticket|store|shop|branch|office|warehouse|hotel|zug|flug|reise|urlaub|fahr\w{0,4}|fahrkarte|filiale|laden|geschaft|lager|bahnhof|vuelo|tren|viaje|billete|tienda|oficina|almacen|estacion|volo|treno|viaggio|biglietto|negozio|ufficio|stazione|vlucht|trein|reis|kaartje|winkel|filiaal|vestiging|kantoor|dealer|voo|comboio|viagem|bilhete|loja|agencia|escritorio|estacao|museum|museo|concert\w{0,2}|konzert|palace|castle|universit\w{1,5})(?![a-z])[^.;!?\n]{0,26}$"
)
_SPEAKS: Final = frozenset({"met", "it's", "this is", "hier ist", "hier spricht"})
_OF: Final = frozenset({"de", "di", "da", "do", "from", "aus", "uit"})
_FROM_THERE: Final = compiled(
    r"(?:soy|somos|sono|siamo|sou|komme|kom|met|it's|this is|hier ist|hier spricht|house|home|flat|cottage|casa|piso|vivienda|apartamento|chalet|appartamento|villetta|calling|writing|contador|haus|wohnung|huis|i'm|i am|we're|we are|bin|sind|ben)$"
)


_NEXT: Final = compiled(rf"[ ](?P<prep>{_IN})[ ](?=(?P<v>[a-z]))")
_BREAK: Final = compiled(r"[.;:!?\n]")
_REACH: Final = 36


def _lived(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    lives = "lives" in match.groupdict()
    cue = match.group("lives" if lives else "there")
    found = _town(text, match.start("v"), match.group("prep"), cue, gap=match.group("gap"), lives=lives)
    if found is None:
        # "in den Vogesen bei Gérardmer": the first place is none of the lists, the next one may be.
        rest = text.low[match.start("v") : match.start("v") + _REACH]
        stop = _BREAK.search(rest)
        after = _NEXT.search(text.low, match.start("v"), match.start("v") + (stop.start() if stop else len(rest)))
        if after is not None:
            found = _town(text, after.start("v"), after.group("prep"), cue, gap=match.group("gap"), lives=False)
    if found is not None:
        yield found


def _town(text: Text, start: int, preposition: str, cue: str, *, gap: str, lives: bool) -> Finding | None:
    """Return the town that begins at an offset, when a word and a preposition tie it to a person."""
    cased = text.folded[start].isupper()
    if not any(preposition in words and cues.fullmatch(cue) for cues, words in _TIES):
        return None
    if _ELSEWHERE.search(before(text, start, 60)):
        return None
    if preposition in _OF and not _FROM_THERE.search(cue) and cue != "moved":
        return None
    if cue in _SPEAKS and (preposition not in _OF or not 1 <= len(gap.split()) <= 3):
        return None
    if not lives and len(gap.split()) > 4:
        return None
    end = longest_town(text.low, start, known_only=not cased)
    if cased and (lives or preposition in {"te", "near", "vicino a", "perto de", "cerca de"}):
        name = CAPITAL_NAME.match(text.folded, start)
        if name is not None and name.end() > end and len(name.group()) > 3:
            end = name.end()
    town = text.low[start:end] if end > 0 else ""
    first = re.split(r"[ \-]", town)[0]
    if len(town) < 4 or not {first, town}.isdisjoint(_BARRED | COUNTRIES) or text.low[end : end + 1].isalnum():
        return None
    if not cased and not lives and preposition in {"at", "to", "no", "na", "a"} and len(town) < 6:
        return None
    why = ("recogniser:town_lived_abroad", f"context:{cue}")
    return Finding(Label.LOCATION, start, completed(text, end), 0.84 if cased else 0.8, why)


_ASKED: Final = compiled(
    r"(?<![a-z])(?P<cue>live|based|whereabouts|wohn(?:en|st|t)|viv(?:e|en|es|i|ono)|abit(?:a|i|ate)|woont|woonachtig|mora|vive|stadt|wohnort|ciudad|localidad|poblacion|citta|comune|localita|woonplaats|plaats|cidade|localidade|town|city|post ?code|zip(?: code)?|postleitzahl|plz|codigo postal|cap)(?![a-z])[^\n?]{0,24}\?[ ]{0,2}\n"
    r"(?:\[[^\]\n]{1,16}\] ?)?(?:[a-z][^\n:]{0,28}: ?)?(?:(?:yes|ja|si|sim|ok|sure|it's|its|das ist|es|e|is|that's|um|uh|ah|eh|eh bien|die)[ ,]{1,2}){0,3}(?:(?P<in>in|en|a|te|em|near|bei|hier in|aqui en|a in)[ ])?(?P<v>[a-z]{1,2}\d[a-z\d]?[ ]?\d[abd-hjlnp-uw-z]{2}(?![\w])|\d{4}[ ]?[a-z]{2}(?![\w])|\d{4}-\d{3}(?![\w])|\d{4,5}(?![\w]|[ ]\d)|(?=(?P<town>[a-z])))"
)


def _answered(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start, end = match.span("v")
    why = ("recogniser:town_answered", f"context:{match.group('cue')}")
    if match.group("town") is None:
        yield Finding(Label.LOCATION, start, end, 0.85, why)
        return
    start = match.start("town")
    end = longest_town(text.low, start, known_only=not text.folded[start].isupper())
    if end < 0 and match.group("in") and text.folded[start].isupper():
        name = CAPITAL_NAME.match(text.folded, start)
        end = name.end() if name else -1
    if end - start > 3 and not text.low[end : end + 1].isalnum() and text.low[start:end] not in COUNTRIES:
        yield Finding(Label.LOCATION, start, completed(text, end), 0.84, why)


# German puts the verb last: "wurde am Samstag in Esslingen angefahren".
_LAST: Final = compiled(
    r"(?<![a-z])(?:in|bei|nahe)[ ](?P<v>[A-Z][\w\-]{2,24}(?:[ ](?:am|an der|im|bei)[ ][A-Z][\w\-]{2,20})?)[ ](?P<cue>angefahren|gerammt|beschadigt|aufgebrochen|abgeschleppt|gestohlen|verloren|liegen geblieben|stehen geblieben|verungluckt|uberfallen|geblitzt|geboren|wohnhaft|gemeldet)(?![a-z])"
)
_CODE_FIELD: Final = compiled(
    r"(?<![a-z.])(?P<cue>c[.]p[.]|cp|cap|plz|codigo postal|postcode|post code|postleitzahl)(?:[ ]?:[ ]?|'s[ ]|[ ](?:(?:is|es|e|ist)[ ])?)(?P<v>\d{4}-\d{3}|\d{4}[ ]?[a-z]{2}(?![a-z])|\d{4,5})(?![\w])"
)


RULES: Final = (
    Rule(
        name="town_lived_abroad",
        label=Label.LOCATION,
        summary="A town after a verb of living, in the six other languages.",
        word=rf"^(?:{_LIVES}|mudei)$",
        hint=rf"\b(?:{_LIVES}) ",
        pattern=_LIVED,
        spans=_lived,
        examples=(
            "Umzug nach [[Weil am Rhein]], neue",
            "en ik woon nu in [[Raalte]].",
            "vivo en [[Motilla del Palancar]] con",
        ),
    ),
    Rule(
        name="town_happened_abroad",
        label=Label.LOCATION,
        summary="A town of the lists after house, accident, I am, in the six other languages.",
        word=rf"^(?:{_THERE}|i|we|it|this|my|trovo|down|spricht|ist)$",
        hint=rf"\b(?:{_THERE}) ",
        town=True,
        pattern=_HAPPENED,
        spans=_lived,
        examples=(
            "I'm staying with my brother in [[croydon]] at the moment",
            "chiamo per l'appartamento di [[sanremo]] quello",
            "estou em [[Créteil]] e só",
        ),
    ),
    Rule(
        name="town_answered",
        label=Label.LOCATION,
        summary="A town or a postcode in the answer to a question about where a person lives, in the six other languages.",
        word=r"^(?:live|based|whereabouts|wohn(?:en|st|t)|viv(?:e|en|es|i|ono)|abit(?:a|i|ate)|woont|woonachtig|mora|stadt|wohnort|ciudad|localidad|poblacion|citta|comune|localita|woonplaats|plaats|cidade|localidade|town|city|postcode|code|zip|postleitzahl|plz|postal|cap)$",
        sign="?",
        hint=r"\?[ ]{0,2}\n",
        pattern=_ASKED,
        spans=_answered,
        examples=(
            "Und die Postleitzahl?\n[[77694]], und",
            "¿Dónde viven ahora?\nInquilino: en [[Figueres]], carrer",
            "And the postcode?\nCaller: [[NG7 2RD]], number",
        ),
    ),
    Rule(
        name="town_before_verb",
        label=Label.LOCATION,
        summary="A town before the German verb of what happened there.",
        word=r"^(?:angefahren|gerammt|beschadigt|aufgebrochen|abgeschleppt|gestohlen|verloren|geblieben|verungluckt|uberfallen|geblitzt|geboren|wohnhaft|gemeldet)$",
        pattern=_LAST,
        accept=lambda text, match: match.group("v").lower() not in _BARRED | COUNTRIES,
        cased=True,
        score=0.82,
        examples=("wurde am Samstag in [[Esslingen]] angefahren.",),
    ),
    Rule(
        name="postcode_field",
        label=Label.LOCATION,
        summary="A postcode in a field of its own.",
        word=r"^(?:p|cp|cap|plz|postal|postcode|code|postleitzahl)$",
        digits=4,
        pattern=_CODE_FIELD,
        score=0.86,
        examples=("C.P.: [[08302]]", "CAP: [[00012]]"),
    ),
)
