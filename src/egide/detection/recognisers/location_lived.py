"""Towns and regions where a person lives, was born, is or went through something, told by a verb or a signature.

Example:
    >>> book = RuleBook("location_lived", RULES)
    >>> book.shown("hébergée chez ma sœur à Montluçon (03100), née à Savenay. L'agence d'Annecy, le magasin de Lyon")
    ['LOCATION Montluçon (03100)', 'LOCATION Savenay']
"""

# ruff: noqa: PLR2004, SIM905 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.places import longest_town
from egide.detection.recognisers.context import before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.recognisers.town_reading import CAPITAL_NAME, SITE, completed, town_end
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_LIVES: Final = (
    r"(?:j'?habite|habite\w*|vis|vit|vivons|vivent|vecu|reside|residant|resident|demeurant|demeure|domicilie\w*|loge|logee?s?|installe\w*|heberge\w*|mute\w*|demenage\w*|emmenage\w*|retourne|ehpad|entree? (?:en |a l'|a )?(?:ehpad|maison de retraite|foyer)|embouti\w*|percute\w*|heurte\w*|vol (?:de |du |d')(?:mon |ma |mes |son |sa |notre |leur )?(?:scooter|voiture|velo|moto|vehicule|sac|portable|telephone|carte|portefeuille)|bloque\w*|coince\w*|hospitalise\w*|perdue?|volee?|vole|"
    r"accident\w*|accroche\w*|accrochage|agresse\w*|tombe\w*|panne|decedee?|decede|deces|survenue?|mort|morte|nee?s?|naissance|ne\(e\)|suis|sommes|etes|est|connecte\w*|reste|arrivee?|parti|rate|originaire|travaille|etudie|scolarise\w*|"
    r"incarcere\w*|detenu\w*|soigne\w*|opere\w*|suivie?|marie\w*|expulse\w*|livrer|livraison|livre|adresse|maison|appartement|appart|logement|domicile|chez (?:moi|mes parents|ma \w+|mon \w+|elle|lui)|voisine?|"
    r"live|lives|living|based|born|moved|retired|stuck|staying|accident|lost|stolen|relocated|from|"
    r"wohne|wohnt|wohnhaft|wohnen|lebe|geboren|gezogen|umgezogen|beschadigt|unfall|komme aus|ansassig|vivo|vive|resido|residente|mudado|nacid[oa]|naci|accidente|soy de|estoy|"
    r"abito|vivo|residente|nat[oa]|trasferit[oa]|casa|incidente|sono di|woon|woont|wonende|verhuis\w*|geboren|kom uit|pech|ongeval|moro|resido|nascid[oa]|mudei|mora|acidente)"
)
_PREPOSITION: Final = r"(?:a|au|aux|en|dans (?:le|la|les|l')|pres de|pres d'|sur|depuis|de|d'|du|in|near|at|to|nach|bei|bij|aus|uit|te|naar|em|no|na|cerca de|vicino a|ad|di|cote de)"
_AT: Final = compiled(rf"(?<![\w'])(?P<prep>{_PREPOSITION})(?:[ ]|(?<='))(?=[a-z])", common=True)
_LIVES_WORD: Final = compiled(rf"(?<![a-z])(?:{_LIVES}|monsieur|madame|mme|m[.]|mr)(?![a-z])")
_BREAK: Final = compiled(r"[;:!?\n]|[.](?!\d)")
_LIVES_AFTER: Final = compiled(
    r"(?:[ ](?:beschadigt|geboren|wohnhaft|passiert|gestohlen|verloren|wohne)|,? (?:ou|wo|where|donde|dove|waar) (?:j'?|je |il |elle |nous |on |ils |ich |i |we |vivo|abito|ik )(?:habit|vi[st]|resid|wohn|liv))"
)
_WORDS_LOWER: Final = frozenset(
    "sens die port mer gap tours vire auch nice orange lens vienne ham garde laval prix livre mure voiron l'hopital ligne".split()
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
    end = town_end(text, start, regions=area)
    if end < 0 or text.low[end : end + 1].isalnum() or (not cased and end - start < 4):
        return
    head = text.low[max(text.low.rfind("\n", 0, match.start()) + 1, match.start() - 80) : match.start()]
    for near in reversed(list(_LIVES_WORD.finditer(head))):
        cue, between = near.group(), head[near.end() :]
        if cue == "domicile" and head.endswith(" a ", 0, near.start()):
            break  # "vous livrez à domicile sur Paris"
        if _BREAK.search(between) or len(between) > 50:
            break
        if _ties(cue, between, preposition, text.low[start:end], cased=cased):
            last = completed(text, end)
            yield Finding(Label.LOCATION, start, last, 0.88, ("recogniser:town_lived", f"context:{cue}"))
            yield from _code_after(text, last)
            return
    if cased and _LIVES_AFTER.match(text.low, end):
        yield Finding(Label.LOCATION, start, completed(text, end), 0.85, ("recogniser:town_lived", "context:after"))


def _ties(cue: str, between: str, preposition: str, town: str, *, cased: bool) -> bool:
    """Say whether a word of living, and what stands between it and a town, tie the town to a person."""
    if not cased and town in _WORDS_LOWER and "habite" not in cue:
        return False
    if preposition in _OF:
        if cue == "suis" and (cased or " " in town or "-" in town) and not between.strip():
            return True
        if not re.search(
            r"origin|viens|vient|deces|maison|appart|logement|voisin|casa|sono|soy|kom|pres|habitant", cue + between
        ):
            return False
        if SITE.search(cue + between + preposition):
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
            yield Finding(Label.LOCATION, start, completed(text, end), 0.8, why)
        return
    if not text.folded[start].isupper() or (
        match.group("cue") and not match.group("cue").startswith("habit") and match.group("gap") != ", "
    ):
        return
    end = town_end(text, start, cased_only=True)
    if end > 0 and not text.low[end : end + 1].isalnum():
        yield Finding(
            Label.LOCATION,
            start,
            completed(text, end),
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
    end = town_end(text, start)
    if (
        end < 0
        and cased
        and re.search(
            r"(?:\d\W{0,3}|naci |nasci |nee? |born |nat[oa] )(?:a|in|en|em|te|zu|at) $", text.low[match.start() : start]
        )
    ):
        name = CAPITAL_NAME.match(text.folded, start)
        end = name.end() if name else -1
    if end < 0 or text.low[end : end + 1].isalnum() or (not cased and end - start < 4):
        return
    yield Finding(
        Label.LOCATION, start, completed(text, end), 0.9, ("recogniser:birthplace", f"context:{match.group('cue')}")
    )


_SIGNED: Final = compiled(
    r"(?P<lead>(?:^|\n|[.!] )[^\n.]{0,60}?[A-Z][\w'\-]{1,40}(?:[ ]\([^)\n]{1,20}\))?(?:, (?:\d{1,3} ans|[a-z ]{3,18}))?)[ ]?(?:,|[ ]-|\|)[ ](?P<v>[A-Z][\w'\- ]{2,40}?)(?P<code>[ ]?\(\d{2,5}\))?(?=[.!](?:[ ]|\n|$)|[ ]{0,4}(?:\n|$))"
)


def _signed(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start = match.start("v")
    end = town_end(text, start, cased_only=True)
    if end != match.end("v"):
        return
    lead = match.group("lead").strip()
    if (
        len(lead.split()) > 8
        or SITE.search(match.group("lead").lower())
        or re.search(r"\d(?!\d? ans)(?<!\d \d)", re.sub(r"\d+ ans", "", lead))
    ):
        return
    yield Finding(Label.LOCATION, start, completed(text, end), 0.75, ("recogniser:town_signed", "context:signature"))


RULES: Final = (
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
        word=r"^nee?s?$|^born$|^geboren$|^nacid[oa]$|^naci$|^nat[oa]$|^nascid[oa]$|^nasci$|^naissance$",
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
)
