"""Places where a person lives, was born, is or went through something: postcodes, towns, regions.

A town counts when a postcode, a form field, an address, a signature or a verb of living ties it to a person. The town
of a shop, a station or a journey is left alone.

Example:
    >>> book = RuleBook("location", RULES)
    >>> book.shown("hébergée chez ma sœur à Montluçon (03100), née à Savenay ; 59800 Lille. L'agence d'Annecy, le magasin de Lyon")
    ['LOCATION Montluçon (03100)', 'LOCATION Savenay', 'LOCATION 59800 Lille']
"""

# ruff: noqa: PLR2004, SIM905 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.places import is_town, longest_town
from egide.detection.recognisers.context import asked, before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_CAPITAL_NAME: Final = compiled(
    r"[A-Z][\w'\-]*(?:[ \-](?:(?:de|du|des|la|le|les|l'|d'|sur|sous|en|aux|lez|les|am|an der|bei|im|del|della|di|dei|aan den|van)[ \-]?){0,3}[A-Z][\w'\-]*){0,4}",
    re.ASCII,
)
_AFTER_TOWN: Final = compiled(
    r"(?:(?:(?<=paris)|(?<=lyon)|(?<=marseille))[ ](?:premier|deuxieme|second|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme|onzieme|douzieme|treizieme|quatorzieme|quinzieme|seizieme|dix-?septieme|dix-?huitieme|dix-?neuvieme|vingtieme)(?:[ ]arrondissement)?|[ ](?:\d{1,2}(?:e|er|eme|ieme)(?:[ ]arr(?:ondissement|[.])?)?|(?:[1-9]|1\d|20)(?=[ .,;)\n]|$)(?![ ]\d)|cedex(?:[ ]\d{1,2})?)|,?[ ](?:0[1-9]|[1-8]\d|9[0-8])\d{3})(?![\w])"
)
_PAREN: Final = compiled(r"[ ]?\((?:\d{2,5}|2[ab]|[a-z][a-z'\- ]{2,28})\)")
_SITE: Final = compiled(
    r"(?<![a-z])(?:agences?|magasins?|boutiques?|gares?|hopital|hopitaux|clinique|mairie|prefecture|sous-prefecture|centre|station|aeroport|stade|sav|relais|commissariat|gendarmerie|caf|cpam|ccas|tribunal|restaurant|hotel|depot|entrepot|"
    r"universite|fac|lycee|college|ecole|guichet|antenne|port|marche|siege|service|concession|garage|hypermarche|supermarche|chu|chr|ehpad|filiale|usine|rue|avenue|boulevard|place|quai|vol|train|tgv|ter|bus|billet|aller|trajet|destination|vers|pour|entre|via|depart de|arrivee a)"
    r"[^.,;:!?\n]{0,22}$"
)


def _town_end(text: Text, start: int, *, cased_only: bool = False, regions: bool = False, loose: bool = False) -> int:
    """Return where a town that starts here ends: by the lists first, by capitals when `loose`."""
    cased = text.folded[start : start + 1].isupper()
    if cased_only and not cased:
        return -1
    end = longest_town(text.low, start, known_only=not cased, regions=regions)
    if loose and cased:
        name = _CAPITAL_NAME.match(text.folded, start)
        if (
            name
            and name.end() > end
            and not (end > 0 and text.folded[start : name.end()].isupper() and name.end() - end > 14)
        ):
            end = name.end()
    return end


def _complete(text: Text, end: int) -> int:
    """Add the district, the cedex, the postcode or the parenthesis that belongs to a town."""
    district = _AFTER_TOWN.match(text.low, end)
    if district:
        end = district.end()
    paren = _PAREN.match(text.low, end)
    return paren.end() if paren else end


# "ouvert de 9h à 19h, au 12 rue…, 13001 Marseille": a shop gives its address.
_OPEN_SHOP: Final = compiled(
    r"(?<![a-z])(?:ouverte?s?|horaires?|open|geoffnet|abierto|aperto|aberto)(?![a-z])[^\n]{0,60}\d[ ]?(?:h|am|pm|uhr)[^\n]{0,60}$"
)


def _postcode_towns(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start = match.start("v")
    code_end = match.end("v")
    code = match.group("v")[-5:]
    if re.match(r"9[679]|0[1-9]|[1-8]\d|9[0-5]|2[ab]", code) is None:
        return
    gap = re.compile(r"[ ]?[,\-–]?[ ]{0,2}|\n", re.ASCII).match(text.low, code_end)
    town_start = gap.end() if gap else code_end
    end = _town_end(text, town_start, loose=True)
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
    if _OPEN_SHOP.search(before(text, start, 140)):
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
    yield Finding(Label.LOCATION, start, _complete(text, end), 0.95, ("recogniser:postcode_town", "context:postcode"))


_FIELD: Final = (
    r"(?:code postal et ville|code postal|cp/ville|cp|ville de residence|ville|commune de (?:naissance|residence)|commune|lieu de (?:naissance|residence)|ne\(e\) a|localite|departement de naissance|departement|region|city|town|place of birth|birthplace|county|postcode|"
    r"zip code|zip|plz/ort|plz|ort|wohnort|geburtsort|stadt|ciudad|localidad|poblacion|lugar de nacimiento|codigo postal|provincia|citta|comune|luogo di nascita|cap|woonplaats|geboorteplaats|stad|plaats|cidade|localidade|naturalidade|concelho)"
)


def _fields(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start = match.start("v")
    line_end = match.end("v")
    value = text.folded[start:line_end]
    # A whole field of up to six words, all of it.
    if len(value.split()) > 6 or re.search(r"(?:\?|@|http)", value):
        return
    yield Finding(Label.LOCATION, start, line_end, 0.93, ("recogniser:place_field", f"context:{match.group('cue')}"))


_LIVES: Final = (
    r"(?:j'?habite|habite\w*|vis|vit|vivons|vivent|vecu|reside|residant|resident|demeurant|demeure|domicilie\w*|loge|logee?s?|installe\w*|heberge\w*|mute\w*|demenage\w*|emmenage\w*|retourne|embouti\w*|percute\w*|heurte\w*|vol de (?:scooter|voiture|velo|moto|vehicule|sac|portable|telephone|carte|portefeuille)|bloque\w*|coince\w*|hospitalise\w*|perdue?|volee?|vole|"
    r"accident\w*|accroche\w*|accrochage|agresse\w*|tombe\w*|panne|decedee?|decede|deces|survenue?|mort|morte|nee?s?|naissance|ne\(e\)|suis|sommes|etes|est|connecte\w*|reste|arrivee?|parti|rate|originaire|travaille|etudie|scolarise\w*|"
    r"incarcere\w*|detenu\w*|soigne\w*|opere\w*|suivie?|marie\w*|expulse\w*|livrer|livraison|livre|adresse|maison|appartement|appart|logement|domicile|chez (?:moi|mes parents|ma \w+|mon \w+|elle|lui)|voisine?|"
    r"live|lives|living|based|born|moved|retired|stuck|staying|accident|lost|stolen|relocated|from|"
    r"wohne|wohnt|wohnhaft|wohnen|lebe|geboren|gezogen|umgezogen|beschadigt|unfall|komme aus|ansassig|vivo|vive|resido|residente|mudado|nacid[oa]|naci|accidente|soy de|estoy|"
    r"abito|vivo|residente|nat[oa]|trasferit[oa]|casa|incidente|sono di|woon|woont|wonende|verhuis\w*|geboren|kom uit|pech|ongeval|moro|resido|nascid[oa]|mudei|mora|acidente)"
)
_PREPOSITION: Final = r"(?:a|au|aux|en|dans (?:le|la|les|l')|pres de|pres d'|sur|depuis|de|d'|du|in|near|at|to|nach|bei|bij|aus|uit|te|naar|em|no|na|cerca de|vicino a|ad|di|cote de)"
_AT: Final = compiled(rf"(?<![\w'])(?P<prep>{_PREPOSITION})(?:[ ]|(?<='))(?=[a-z])")
_LIVES_WORD: Final = compiled(rf"(?<![a-z])(?:{_LIVES}|monsieur|madame|mme|m[.]|mr)(?![a-z])")
_BREAK: Final = compiled(r"[;:!?\n]|[.](?!\d)")
_LIVES_AFTER: Final = compiled(
    r"(?:[ ](?:beschadigt|geboren|wohnhaft|passiert|gestohlen|verloren|wohne)|,? (?:ou|wo|where|donde|dove|waar) (?:j'?|je |il |elle |nous |on |ils |ich |i |we |vivo|abito|ik )(?:habit|vi[st]|resid|wohn|liv))"
)
_WORDS_LOWER: Final = frozenset(
    "sens die port mer gap tours vire auch nice orange lens vienne ham garde laval prix livre mure voiron".split()
)
_OF: Final = frozenset({"de", "d'", "du", "di"})
_BE: Final = frozenset(
    {"est", "suis", "sommes", "etes", "from", "livraison", "livre", "reste", "monsieur", "madame", "mme", "m.", "mr"}
)
_TRAVEL: Final = compiled(
    r"(?<![a-z])(?:aller|vol|vols|voyage|sejour|vacances|billets?|trajet|train pour|partir|destination|visiter|excursion|circuit|hotel|croisiere|arriver|flight|trip|holiday|viaje|viaggio|reis|zug|bus 1)(?![a-z])"
)


_CODE_AFTER: Final = compiled(r"[ ,]{1,3}(?P<v>\d{2}[ ]?\d{3})(?![\w]|[ ]?(?:\$|eur|%|km))")


def _code_after(text: Text, end: int) -> Iterator[Finding]:
    """Yield the postcode said after a town, as a span of its own."""
    code = _CODE_AFTER.match(text.low, end)
    if code:
        yield Finding(Label.LOCATION, *code.span("v"), 0.85, ("recogniser:postcode_after_town", "context:town"))


def _cued(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start = match.end()
    preposition = match.group("prep")
    cased = text.folded[start].isupper()
    area = preposition in {"en", "au", "in"} or preposition.startswith("dans")
    end = _town_end(text, start, regions=area)
    if end < 0 or text.low[end : end + 1].isalnum() or (not cased and end - start < 4):
        return
    head = text.low[max(text.low.rfind("\n", 0, match.start()) + 1, match.start() - 80) : match.start()]
    for near in reversed(list(_LIVES_WORD.finditer(head))):
        cue, between = near.group(), head[near.end() :]
        if _BREAK.search(between) or len(between) > 50:
            break
        if _ties(cue, between, preposition, text.low[start:end], cased=cased):
            last = _complete(text, end)
            yield Finding(Label.LOCATION, start, last, 0.88, ("recogniser:town_lived", f"context:{cue}"))
            yield from _code_after(text, last)
            return
    if cased and _LIVES_AFTER.match(text.low, end):
        yield Finding(Label.LOCATION, start, _complete(text, end), 0.85, ("recogniser:town_lived", "context:after"))


def _ties(cue: str, between: str, preposition: str, town: str, *, cased: bool) -> bool:
    """Say whether a word of living, and what stands between it and a town, tie the town to a person."""
    if not cased and town in _WORDS_LOWER and "habite" not in cue:
        return False
    if preposition in _OF:
        if cue == "suis" and cased and not between.strip():
            return True
        if not re.search(
            r"origin|viens|vient|deces|maison|appart|logement|voisin|casa|sono|soy|kom|pres|habitant", cue + between
        ):
            return False
        if _SITE.search(cue + between + preposition):
            return False
    elif re.search(
        r"(?:agence|magasin|boutique|gare|hopital|clinique|siege|aeroport|restaurant|hotel|entrepot)\W{0,2}$", between
    ):
        return False
    if cue in _BE and not re.fullmatch(
        r"[ ,]{0,2}(?:(?:actuellement|toujours|pas|encore|moi|bien|chez \w+ \w+|maintenant|ne|nee|ete|[a-z'\-]{3,16})[ ,]{1,2}){0,2}",
        between,
    ):
        return False
    return not _TRAVEL.search(between) or re.search(r"bloque|coince|perdu|vole", cue) is not None


_DIRECT: Final = compiled(
    r"(?<![a-z])(?P<cue>habite|habitons|habitant|accident|sinistre|panne|vol)(?P<gap>[ ]|,[ ])(?P<v>[a-z])|(?P<birth>lieu de naissance)(?=(?P<rest>[^\n?]{0,60}))"
)


def _direct(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    if match.group("birth"):
        capital = re.search(r"(?<=[ (])[A-Z]", text.folded[match.start("rest") : match.end("rest")])
        if capital is None:
            return
        start = match.start("rest") + capital.start()
    else:
        start = match.start("v")
    lived = match.group("cue") is not None and match.group("cue").startswith("habit")
    if not text.folded[start].isupper() and lived and text.low[start - 1] == " ":
        end = longest_town(text.low, start, known_only=True)
        town = text.low[start:end] if end > 0 else ""
        if len(town) > 4 and town not in _WORDS_LOWER and not text.low[end : end + 1].isalnum():
            why = ("recogniser:town_direct", f"context:{match.group('cue')}")
            yield Finding(Label.LOCATION, start, _complete(text, end), 0.8, why)
        return
    if not text.folded[start].isupper() or (
        match.group("cue") and not match.group("cue").startswith("habit") and match.group("gap") != ", "
    ):
        return
    end = _town_end(text, start, cased_only=True)
    if end > 0 and not text.low[end : end + 1].isalnum():
        yield Finding(
            Label.LOCATION,
            start,
            _complete(text, end),
            0.85,
            ("recogniser:town_direct", f"context:{match.group('cue') or match.group('birth')}"),
        )


_BORN: Final = compiled(
    r"(?<![a-z])(?P<cue>nee?s?|ne\(e\)|born|geboren|nacid[oa]|naci|nat[oa]|nascid[oa]|nasci|naissance)(?![a-z])[^\n;]{0,60}?[ ,(](?:a|in|en|em|te|zu|at)[ ](?=(?P<v>[a-z]))"
)


def _born(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start = match.start("v")
    cased = text.folded[start].isupper()
    cue = match.span("cue")
    if text.original[cue[0] : cue[1]].lower() == "ne" and re.search(
        r"(?:je|tu|il|elle|on|nous|vous|ils|elles|qui|ca|cela|et|s) $", before(text, cue[0], 8)
    ):
        return  # "nous ne pouvons plus": a negation
    end = _town_end(text, start)
    if (
        end < 0
        and cased
        and re.search(
            r"(?:\d\W{0,3}|naci |nasci |nee? |born |nat[oa] )(?:a|in|en|em|te|zu|at) $", text.low[match.start() : start]
        )
    ):
        name = _CAPITAL_NAME.match(text.folded, start)
        end = name.end() if name else -1
    if end < 0 or text.low[end : end + 1].isalnum() or (not cased and end - start < 4):
        return
    yield Finding(
        Label.LOCATION, start, _complete(text, end), 0.9, ("recogniser:birthplace", f"context:{match.group('cue')}")
    )


_SIGNED: Final = compiled(
    r"(?P<lead>(?:^|\n|[.!] )[^\n.]{0,60}?[A-Z][\w'\-]{1,40}(?:[ ]\([^)\n]{1,20}\))?(?:, (?:\d{1,3} ans|[a-z ]{3,18}))?)[ ]?(?:,|[ ]-|\|)[ ](?P<v>[A-Z][\w'\- ]{2,40}?)(?P<code>[ ]?\(\d{2,5}\))?(?=[.!](?:[ ]|\n|$)|[ ]{0,4}(?:\n|$))"
)


def _signed(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start = match.start("v")
    end = _town_end(text, start, cased_only=True)
    if end != match.end("v"):
        return
    lead = match.group("lead").strip()
    if (
        len(lead.split()) > 8
        or _SITE.search(match.group("lead").lower())
        or re.search(r"\d(?!\d? ans)(?<!\d \d)", re.sub(r"\d+ ans", "", lead))
    ):
        return
    yield Finding(Label.LOCATION, start, _complete(text, end), 0.75, ("recogniser:town_signed", "context:signature"))


_TOWN_CODE: Final = compiled(
    r"(?<![\w'-])(?P<v>[A-Z][\w']{0,30}(?:[ \-][\w']{1,30}){0,7}?[ ]?[(,][ ]?(?:F-)?(?:\d{5}|0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-6])\)?)(?![\w])"
)


def _town_codes(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    first, last = match.span("v")
    for start in [first, *(first + m.end() for m in re.finditer(r"[ ](?=[A-Z])", text.folded[first:last]))]:
        end = _town_end(text, start, cased_only=True)
        if (
            end > 0
            and re.fullmatch(r"[ ]?\((?:f-)?\w{2,5}\)|[ ]?,[ ]?\d{5}", text.low[end:last])
            and not _SITE.search(before(text, start, 40))
        ):
            yield Finding(Label.LOCATION, start, last, 0.9, ("recogniser:town_code", "context:postcode"))
            return


_TOWN_ASKED: Final = compiled(
    r"(?P<cue>code postal|quelle ville|votre ville|dans quelle ville|lieu de naissance|ou habitez|quelle commune|votre commune|et la commune|et la ville|la commune|postcode|post code|zip code|billing zip|zip|which city|what city)"
    + asked(40)
    + r"[^\n]{0,20}\n(?:\[[^\]\n]{1,16}\] ?)?(?:[a-z][^\n:]{0,28}: ?)?(?:(?:oui|alors|c'est|cest|le|je suis|j'habite|a|en|voila|euh)[ ,]{1,2}){0,5}(?P<v>[a-z0-9])"
)


def _asked(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start = match.start("v")
    code = re.compile(r"\d{2}[ ]?\d{3}|\d{4,5}", re.ASCII).match(text.low, start)
    if code:
        gap = re.compile(r"[ ,]{1,2}(?:a )?", re.ASCII).match(text.low, code.end())
        end = _town_end(text, gap.end()) if gap else -1
        yield Finding(
            Label.LOCATION,
            start,
            end if end > 0 else code.end(),
            0.9,
            ("recogniser:place_answer", f"context:{match.group('cue')}"),
        )
        return
    end = _town_end(text, start)
    if end > 0 and end - start > 3:
        yield Finding(
            Label.LOCATION,
            start,
            _complete(text, end),
            0.8,
            ("recogniser:place_answer", f"context:{match.group('cue')}"),
        )


def _town_named(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start = match.start("v")
    end = _town_end(text, start, loose=True)
    if end > 0 and end - start > 2 and not text.low[end : end + 1].isalnum():
        why = ("recogniser:town_named", f"context:{match.group('cue')}")
        yield Finding(Label.LOCATION, start, _complete(text, end), 0.85, why)


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
        name="town_lived",
        label=Label.LOCATION,
        summary="A town or region after a verb of living, being born, being stuck, losing, in the seven languages.",
        word=rf"^(?:{_LIVES}|j|habit.*|monsieur|madame|mme|m|mr|chez|ou|wo|where|donde|dove|waar|ne|komme|soy|sono|kom)$",
        hint=rf"\b(?:{_LIVES}|monsieur|madame|mme|m[.]|mr)(?:[^a-z]|$)|[ ](?:ou|wo|where|donde|dove|waar) ",
        town=True,
        pattern=_AT,
        spans=_cued,
        examples=(
            "perdu ma carte Visa Premier hier à [[Clermont-Ferrand]].",
            "bloqués à [[Marrakech]],",
            "je suis à [[Perpignan]] et",
            "je déménage en [[moselle]]",
            "je me connecte depuis [[Saint-Pierre (La Réunion)]].",
            "vous êtes toujours à [[Albertville]] ?",
        ),
    ),
    Rule(
        name="town_direct",
        label=Label.LOCATION,
        summary="A town right after habite, or after an accident or a loss and a comma.",
        word=r"habit|accident|sinistre|panne|vol|^lieu$",
        hint=r"habite |habitons |habitant |(?:accident|sinistre|panne|vol), |lieu de naissance",
        town=True,
        pattern=_DIRECT,
        spans=_direct,
        examples=("J'habite [[Saint-Denis]] et", "elle habite [[saint jean de luz]] moi"),
    ),
    Rule(
        name="birthplace",
        label=Label.LOCATION,
        summary="The town of a birth.",
        word=r"^n[eo]e?s?$|^born$|^geboren$|^nacid[oa]$|^naci$|^nat[oa]$|^nascid[oa]$|^nasci$|^naissance$",
        pattern=_BORN,
        spans=_born,
        examples=(
            "née le 23.02.1979 à [[Savenay]]",
            "né le 30 mai 1994 à [[Bouaké (Côte d'Ivoire)]],",
            "nací en [[Motilla]]",
        ),
    ),
    Rule(
        name="town_signed",
        label=Label.LOCATION,
        summary="A town that ends a signature line.",
        sign=",-|",
        hint=r"(?:,| -|\|) [a-z][a-z\x27 -]*(?:[.!]|\n|$| ?\()",
        town=True,
        pattern=_SIGNED,
        spans=_signed,
        cased=True,
        examples=("Émeline Sarrazin, [[Rodez]]",),
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
        word=r"^(?:code|ville|naissance|habitez|commune|postcode|zip|city)",
        sign="?",
        hint=r"code postal|quelle ville|votre ville|lieu de naissance|ou habitez|commune|postcode|zip code|which city|what city",
        pattern=_TOWN_ASKED,
        spans=_asked,
        examples=("Votre code postal ?\nAssurée : [[77100, Meaux]].",),
    ),
)
