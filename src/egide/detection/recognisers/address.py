"""Postal addresses: number, street and what completes them; the town that follows is a `LOCATION` of its own.

A street name has no closed list, so its end is found by walking: particles and capitals go on, a verb, a comma, a town
or a postcode stops. In a text without capitals the walk is shorter and stops at function words.

Example:
    >>> book = RuleBook("address", RULES)
    >>> book.shown("situé 27 rue du Général-Leclerc, bâtiment B, 3e étage gauche, 54000 Nancy")
    ['ADDRESS 27 rue du Général-Leclerc, bâtiment B, 3e étage gauche']
    >>> book.shown("je quitte le 6 quai Kléber (Strasbourg) pour le 1540 route de Cessieu à La Tour-du-Pin")
    ['ADDRESS 6 quai Kléber', 'LOCATION Strasbourg', 'ADDRESS 1540 route de Cessieu', 'LOCATION La Tour-du-Pin']
"""

# ruff: noqa: PLR2004, SIM905 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.names.gazetteer import COMMON, flags_by_word
from egide.detection.places import longest_town
from egide.detection.recognisers.context import before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["FLOOR", "RULES", "SURE_TYPES", "UNIT", "RuleBook", "town_after"]

SURE_TYPES: Final = (
    r"rue|avenue|boulevard|impasse|chemin|allees?|route|quai|square|venelle|lotissement|ruelle|faubourg|esplanade|sentier|sente|traverse|rond[- ]point|chaussee|passage|montee|promenade|placette|lieu[- ]?dit|hameau|rocade|voie|"
    r"place|rampe|descente|domaine|corniche"
)
_SHORT_TYPES: Final = (
    r"av|ave|bd|bld|blvd|boul|imp|che|chem|all|rte|sq|fbg|fg|crs|pl|r|lot|res|pass|trav|resid|qu|prom|rpt"
)
_LOOSE_TYPES: Final = r"cours|cour|cite|clos|mail|cote|quartier|villa|villas|galerie|zone|residence|parvis|levee|digue|port|parc|hauts|jardins|mas|moulin|via|grande? rue|grand[- ]rue|carrefour|coteau|vieille route|vieux chemin|ancienne route|petite rue|route nationale"
_NUMBER: Final = r"(?:(?:numero|n[.]?o|n[o.]?)[ ]?)?\d{1,4}(?:[ ]?(?:bis|ter|quater)(?![a-z])|[ ]?[a-h](?![a-z']))?(?:[ ]?[\-/&][ ]?\d{1,4}(?:[ ]?(?:bis|ter|[a-d])(?![a-z]))?)?"
_STREET: Final = compiled(
    rf"(?<![\w.,/-])(?:(?P<num>{_NUMBER})[ ]?,?[ ]{{0,2}}(?:(?:de la|de l'|du|de|da|do)[ ]?)?)?(?P<type>(?:{SURE_TYPES}|{_LOOSE_TYPES})(?![\w])|(?:{_SHORT_TYPES})(?:[.](?=[ ]?[a-z])|(?=[ ])))[ ]{{0,2}}"
)
_WORD: Final = compiled(r"[A-Za-z0-9]+(?:['.\-][A-Za-z0-9]+)*[.']?|\"[^\"\n]{2,30}\"")
_PARTICLES: Final = frozenset("de du des d la le les l en aux sous sur lez les dit dite et saint sainte st ste".split())
_RANKS: Final = frozenset(
    "general gal docteur dr professeur pr marechal mal colonel cdt commandant capitaine lieutenant president pasteur abbe pere frere freres soeur mgr cardinal eveque sergent".split()
)
_ONCE: Final = frozenset({"passage", "place", "route", "voie", "chemin", "descente", "montee", "domaine", "rampe"})
_STOP: Final = frozenset(
    "ya yen jai jsuis chui ct est mais car je j il elle on nous vous c ca que quand pour avec chez dans depuis merci svp stp a ou y n ne pas mon ma mes votre vos tel telephone apt appt app appartement bat batiment bt etage escalier esc porte residence code numero "
    "bonjour voila donc alors entre pres cest ai habite si tout parce moi mr mme mlle monsieur madame par sans puis comme cp ville interphone digicode hall oui non ok euh hein bon ben c'est j'ai j'habite je n'ai d'accord".split()
)
_MONTHS: Final = frozenset(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)

UNIT: Final = (
    r"(?:bat(?:iment)?|bt|esc(?:alier)?|appartement|appart|appt|apt|app|porte|pte|hall|tour|chambre|ch|studio|lot|bp|cs|tsa|boite(?: postale| aux lettres)?|bal|immeuble|imm|entree|cage|bloc|villa|pavillon|box|logement|log|bus|int|interno|scala|piso|puerta|"
    r"escalera|portal|parcela|parzelle|ligplaats|standplaats|stellplatz|blok|block|toren|kamer|zimmer|flat|apartment|unit|suite|pitch|plot|wohnung|whg|etage|etg|et|andar|bte|appartement n)[.]?[ ]?(?:n[o.]?[ ]?)?(?:[a-z](?:[ \-]?\d{1,4}(?![ ]\d{3}[ ][a-z]))?|\d{1,4}[a-z]?)(?![\w])"
)
FLOOR: Final = (
    r"(?:(?:\d{1,2}[ ]?(?:er|ere|e|eme|nd|nde|ieme|[.]?o|[.]?a)?|premier|deuxieme|second|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme|onzieme|douzieme|treizieme|quatorzieme|quinzieme|seizieme|dix-?septieme|dix-?huitieme|dix-?neuvieme|vingtieme|dernier)[ ]?(?:etage|etg|et[.]|piso|andar|piano|verdieping|stock|og)(?![a-z])|\d{1,2}[.]?[oa][ ]?(?:izquierda|izda|izq|derecha|dcha|direito|dto|esquerdo|esq|[a-f](?![a-z]))|rez[- ]de[- ]chaussee|rdc)"
    r"(?:[ ,]{1,2}(?:gauche|droite|face|fond|centre|porte(?: de)? (?:gauche|droite|face|[a-z0-9]{1,3})|a (?:gauche|droite)|izquierda|derecha|izq|dcha)(?![a-z]))?|(?:top|ground|first|second|third|fourth|1st|2nd|3rd|4th)[ ]floor|[1-9][.][ ]?(?:stock|etage|og)(?![a-z])(?:[ ](?:links|rechts|mitte))?|\d{1,2}(?:e|er|eme|ieme)[ ](?:porte[ ])?(?:gauche|droite)"
)
_NAMED: Final = r"(?:residence|res[.]?|batiment|foyer|ehpad|villa|domaine|clos|mas|chateau|le clos|les jardins|immeuble|tour|hameau|lieu[- ]?dit|cite|ferme|quartier|bastide|manoir|moulin|camping|c/o|pension|internat)[ ][^,\n;:?!()]{2,34}"
_COMPLETES: Final = compiled(
    rf"[ ]?(?:[,\-–(/]|[ ])[ ]?(?P<v>{FLOOR}|{UNIT}|n[o.]?[ ]?\d{{1,4}}(?![\w])|{_NAMED}(?=[,\n]))"
)
_PRECEDES: Final = compiled(
    rf"(?:^|[\s(:,])(?P<v>(?:(?:{FLOOR}|{UNIT}|{_NAMED}|(?:le|les|la|l')[ ](?:clos|hauts|jardins|mas|vieux|grand)[^,\n]{{2,25}})[ ]?[,\-–][ ]?){{1,4}})$",
    re.ASCII,
)
_SITE: Final = compiled(
    r"(?<![a-z])(?:siege(?: social)?|agences?|magasins?|boutiques?|centre|point relais|relais|depot|guichet|cabinet|clinique|hopital|mairie|prefecture|gare|station|restaurant|hotel|pharmacie|notre adresse|nos locaux|bureaux|entrepot|atelier|commissariat|arret)[^.\n\d]{0,30}$"
)
# "ouvert de 9h à 19h, au 12 rue…": a shop gives its address.
_OPEN: Final = compiled(
    r"(?<![a-z])(?:ouverte?s?|horaires?|open|geoffnet|abierto|aperto|aberto)(?![a-z])[^\n]{0,60}\d[ ]?(?:h|am|pm|uhr)[^\n]{0,30}$"
)
_LIVES: Final = compiled(
    r"(?<![a-z])(?:habit\w*|demeur\w*|domicili\w*|adresse|logement|loge|loges|situee?|livr\w+|chez|residant|reside|vis|vit|maison|appartement|appart|domicile|envoyer|renvoyer|courrier|intervention|au|demenage\w*|emmenag\w*|quitte|rendez-vous|c'est|cest|c)[^.\n\d]{0,22}$"
)

# "au dix-sept cours sœur amélie", without capitals: a number of lessons is not where one lives.
_SAID_TYPES: Final = frozenset({"cours", "cite", "clos", "mail", "residence", "villa", "parvis", "cour"})
_AT_HOME: Final = compiled(
    r"(?<![a-z])(?:habite|habitons|reside|demeure|loge|adresse|adresse c'est|suis|etes) (?:bien )?(?:au )?$|(?<![a-z])au $"
)


def _street_end(text: Text, start: int) -> int:  # noqa: PLR0912 - one walk, one decision per kind of word
    """Walk over the name of a street from `start`; return where it ends, or -1 when it has none."""
    low, folded = text.low, text.folded
    position, end, content, lower_run = start, -1, 0, 0
    capital_seen = False
    shouting = folded[max(0, start - 8) : start].strip().isupper()
    for _ in range(11):
        word = _WORD.match(folded, position)
        if word is None:
            break
        token = word.group()
        plain = token.lower().rstrip(".'")
        dotted = token.endswith(".") and len(plain) > 3
        if token[0].isdigit():
            following = re.compile(r"[ ]([a-z]+)").match(low, word.end())
            dated = following is not None and following.group(1) in _MONTHS
            after_month = (
                re.fullmatch(r"(?:19|18)\d\d", token) is not None
                and low[max(0, position - 12) : position].split()[-1:]
                and low[max(0, position - 12) : position].split()[-1] in _MONTHS
            )
            joined = re.fullmatch(r"\d{1,2}-([a-z]+)(?:-\d{4})?", plain)
            if joined is not None and joined.group(1) not in _MONTHS:
                break
            if not (dated or after_month or joined or (content == 0 and re.fullmatch(r"\d{1,3}(?:e|er|eme)", plain))):
                break
            end = word.end()
            content += 1
        elif (plain == "a" and capital_seen and _goes_on_after_a(text, word.end())) or (
            plain in _PARTICLES
            and (content == 0 or plain not in {"et", "les", "la", "le"} or capital_seen or lower_run)
        ):
            pass
        elif (
            plain in _STOP
            and not (capital_seen is False and content == 0 and plain in {"a"})
            and (not token[:1].isupper() or shouting)
        ):
            break
        elif token[0].isupper() or token[0] == '"' or re.search(r"['\-][A-Z]", token):
            if content and not shouting and not _is_particle_before(low, position) and _town_ends_here(text, position):
                break
            capital_seen = True
            content += 1
            end = word.end() - (1 if dotted else 0)
        elif plain in _RANKS:
            content += 1
            end = word.end()
        else:
            if capital_seen or lower_run >= 4:
                break
            if (
                content
                and plain not in _MONTHS
                and longest_town(low, position, known_only=True) > 0
                and not _is_particle_before(low, position)
            ):
                break
            lower_run += 1
            content += 1
            end = word.end() - (1 if dotted else 0)
        if dotted:
            break
        position = word.end()
        if low[position : position + 1] == " ":
            position += 1
        elif token[-1] != "'":
            break
    return end


def _goes_on_after_a(text: Text, position: int) -> bool:
    """Say whether a street name goes on after "à": `Moulin à Vent`, not `rue Pasteur à Lyon`."""
    start = position + 1
    return text.folded[start : start + 1].isupper() and longest_town(text.low, start) < 0


def _town_ends_here(text: Text, position: int) -> bool:
    """Say whether a well-known town stands here and ends the phrase: `31 rue Piat Paris 20`."""
    end = longest_town(text.low, position, known_only=True)
    return end > 0 and re.match(r"[ ]?(?:[,.;)\n]|$|\d{1,2}(?:e|er|eme)?(?!\d))", text.low[end : end + 5]) is not None


def _is_particle_before(low: str, position: int) -> bool:
    previous = low[max(0, position - 6) : position].split()
    return bool(previous) and previous[-1].strip("'") in _PARTICLES


_TOWN_GAP: Final = compiled(r"[ ]?(?:[,(–\-][ ]?|\n|[ ])(?:(?:a|au|aux|in|en|de)[ ])?")
_DISTRICT: Final = compiled(
    r"[ ](?:(?:\d{1,2}(?:e|er|eme|ieme)|(?:[1-9]|1\d|20)(?![ ]\d))(?:[ ]arr(?:ondissement|[.])?)?|cedex(?:[ ]\d{1,2})?)(?![\w])"
)


_CODE_AFTER: Final = compiled(r"[ ,]{1,3}(?P<v>\d{2}[ ]?\d{3})(?![\w]|[ ]?(?:\$|eur|%|km))")


def town_after(text: Text, end: int) -> Iterator[Finding]:
    """Yield the town that follows an address."""
    gap = _TOWN_GAP.match(text.low, end)
    if gap is None:
        return
    start = gap.end()
    cased = text.folded[start : start + 1].isupper()
    last = longest_town(text.low, start, known_only=not cased)
    if last < 0 and gap.group().endswith("a "):
        # "quatorze chemin du vieux puits à gordes": a village, unless its name is an ordinary word ("à louer").
        last = longest_town(text.low, start)
        village = text.low[start:last] if last - start > 4 else ""
        if not village or flags_by_word().get(village, 0) & COMMON:
            return
    if last < 0 or (not cased and not re.search(r"[(,]|a $", gap.group()) and last - start < 4):
        return
    district = _DISTRICT.match(text.low, last)
    if district:
        last = district.end()
    yield Finding(Label.LOCATION, start, last, 0.88, ("recogniser:town_after_address", "context:address"))
    code = _CODE_AFTER.match(text.low, last)
    if code:
        yield Finding(Label.LOCATION, *code.span("v"), 0.85, ("recogniser:postcode_after_town", "context:town"))


_NUMBER_BEHIND: Final = compiled(
    r",?[ ](?P<v>\d{1,4}[a-h]?(?:[ /](?:bte|boite|b)[ ]?\w{1,4})?)(?=[ ]?(?:,|\n|$|-[ ]|[;.)]|[ ]\d{4}[ ]))"
)


# "Assurances du Ponant, 12 quai…", "Crédit de l'Estuaire – 1 place…", "l'ACPR (4 place…": an organisation, by its capitals.
_FIRM: Final = compiled(
    r"(?:(?:Assurances|Mutuelle|Banque|Credit|Caisse|Societe|Groupe|Cabinet|Etude|Agence|Siege|Syndic|Compagnie|Association|Federation|Service)(?: (?:de|du|des|la|le|les|et|l'[A-Z]\w+|d'[A-Z]\w+|[A-Z][\w'\-]+|[a-z]{4,12})){1,5} ?[,(\-–]|(?<![A-Z] )[A-Z]{3,5} ?\() ?$"
)


def _is_of_a_firm(text: Text, start: int) -> bool:
    left = max(text.folded.rfind("\n", 0, start) + 1, start - 70)
    return _FIRM.search(text.folded, left, start) is not None


def _streets(text: Text, match: re.Match[str]) -> Iterator[Finding]:  # noqa: PLR0911 - each return refuses for one reason
    kind = match.group("type").rstrip(".")
    number = match.group("num")
    start = match.start("num") if number else match.start("type")
    low, folded = text.low, text.folded
    head = before(text, start, 60)
    if number and re.match(r"0\d", number) and len(number) > 3:
        return
    loose = re.fullmatch(_LOOSE_TYPES, kind) is not None
    short = re.fullmatch(_SHORT_TYPES, kind) is not None
    name_start = match.end()
    next_capital = (
        re.match(
            r"(?:(?:de|du|des|d'|la|le|les|l'|de la|de l'|aux|en)[ ]?){0,3}(?:[A-Z\"]|\d{1,2}[ ][a-z])",
            folded[name_start : name_start + 20],
        )
        is not None
    )
    if (
        (loose or (short and kind in {"r", "pl", "lot", "res", "all", "qu", "pass", "prom", "che"}))
        and not (number and next_capital)
        and not (kind == "r" and number and re.match(r"(?:de|du|des)", low[name_start : name_start + 4]))
        and not (number and kind in _SAID_TYPES and _AT_HOME.search(head) and not low.startswith("d", name_start))
    ):
        return
    if kind == "lotissement" and not number and not next_capital:
        return
    end = _street_end(text, name_start)
    if end < 0:
        return
    if _SITE.search(head) or _OPEN.search(before(text, start, 110)) or (number and _is_of_a_firm(text, start)):
        return
    score = 0.93
    first = start
    lead = _PRECEDES.search(low[max(0, start - 110) : start].rsplit("\n", 1)[-1])
    if lead:
        first = start - (lead.end() - lead.start("v"))
        first = _tight(low, first, start)
    completed = False
    while True:
        more = _COMPLETES.match(low, end)
        if (
            more is None
            or (more.group("v")[:2] in {"et"} and not more.group("v").startswith(("et.", "etage", "etg")))
            or re.match(r"(?:a|y|et|ou|le|la)$", more.group("v"))
        ):
            break
        end = more.end("v")
        completed = True
    towns = list(town_after(text, end))
    postcode = re.match(r"[ ]?[,\-–(]?\s?(?:[a-z]{1,2}-)?\d{4,5}\s[a-z]|\s\d{5}", low[end : end + 14]) is not None
    if number == "1" and kind in _ONCE and not (next_capital or towns or postcode):
        return  # "un passage en mensualisation", said aloud
    if not number:
        behind = _NUMBER_BEHIND.match(low, end)
        if behind and next_capital:
            end = behind.end("v")
            more = _COMPLETES.match(low, end)
            end = more.end("v") if more and "," in low[end : more.start("v")] else end
            yield Finding(Label.ADDRESS, first, end, 0.85, ("recogniser:street", f"context:{kind}"))
            yield from town_after(text, end)
            return
        if kind in {"route", "place", "quai", "passage", "voie", "promenade", "domaine"} and not next_capital:
            return
        line_start = low.rfind("\n", 0, first) + 1 == first
        if not (
            postcode
            or towns
            or completed
            or (line_start and low[end : end + 1] in {"\n", ""})
            or (_LIVES.search(head) and next_capital)
            or kind.startswith(("lieu", "hameau"))
        ):
            return
        if not (next_capital or postcode or completed) or re.search(r"(?<![a-z])(?:a|en) la $|a ta $|sur $|en $", head):
            return
        score = 0.85
    yield Finding(Label.ADDRESS, first, end, score, ("recogniser:street", f"context:{kind}"))
    yield from towns


def _tight(low: str, first: int, start: int) -> int:
    while first < start and not low[first].isalnum():
        first += 1
    return first


RULES: Final = (
    Rule(
        name="street",
        label=Label.ADDRESS,
        summary="A French street with its number, building, floor, door; the town after it is given apart.",
        word=rf"^(?:{SURE_TYPES}|{_LOOSE_TYPES}|{_SHORT_TYPES}|rond|lieu|grand|grande|vieille|vieux|ancienne|petite)$",
        pattern=_STREET,
        spans=_streets,
        examples=(
            "[[112 bis, avenue Berthelot, esc. 2, appt 41]], Lyon",
            "[[résidence Les Amandiers, 15 allée Jean-Giono, apt 203]] a Vitrolles",
            "[[3 ter place de l'Église, BP 12]], 87400",
            "[[4 CHEMIN DE LA CROIX BLANCHE]] 31800 SAINT GAUDENS",
            "[[14b rue du chat qui peche apt 3]] 35000 rennes",
            "[[3, impasse du Moulin à Vent]]",
            "[[résidence Les Tilleuls, entrée 3, 27 avenue du 8-Mai-1945]], 38130",
        ),
    ),
)
