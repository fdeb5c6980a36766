"""Towns given in passing, above all on the telephone: where something happened, where one calls from, where one lives now.

Example:
    >>> book = RuleBook("location_said", RULES)
    >>> book.shown("perdu hier soir à narbonne, j'appelle de Limoux, maintenant c'est gisors ; le train de demain à Lyon")
    ['LOCATION narbonne', 'LOCATION Limoux', 'LOCATION gisors']
"""

# ruff: noqa: PLR2004 - the lengths of names are the rule itself
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.places import is_region, longest_town
from egide.detection.recognisers.context import before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.recognisers.town_reading import completed
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_DAY: Final = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_PASSED: Final = compiled(
    rf"(?<![a-z])(?P<cue>hier(?: (?:soir|matin|midi))?|avant-hier|ce matin|cet apres-midi|cette nuit|{_DAY} (?:dernier|soir|matin))[ ,]{{1,2}}(?:ici[ ])?a[ ](?=(?P<v>[a-z]))"
)
_CALLS: Final = compiled(
    r"(?<![a-z])(?P<cue>(?:j'|je vous |je |vous |on vous |il |elle )?(?:appelle|appelez|telephone|telephonez)(?: la)?) (?:de|depuis|d')[ ]?(?=(?P<v>[a-z]))"
)
_NOW: Final = compiled(
    r"(?<![a-z])(?P<cue>(?:c'est|cest|habite|habitez|etes) toujours(?: bien)?|(?<=[:\]] )toujours|(?:maintenant|desormais|non) c'est|c'est ca|(?:la |a la )?(?:sortie|entree) de|pas loin de|(?:a |a la )?hauteur de|au niveau de|juste a cote de)[ ,](?:a[ ])?(?=(?P<v>[a-z]))"
)
_ADDRESSED: Final = compiled(
    r"(?<![a-z])(?P<cue>code postal|rue|avenue|boulevard|place|chemin|allee|impasse|quai|cours|route|square|lotissement|residence|faubourg|montee)(?![a-z])[^\n]{0,60}(?=\n)"
)
_TURN: Final = compiled(
    r"\n(?:\[[^\]\n]{1,16}\] ?|[a-z][^\n:]{0,28}: ?)(?:(?:donc|et|oui|c'est|voila|d'accord|euh)[ ,]{1,2}){0,3}(?:a[ ])?(?=(?P<v>[a-z]))"
)
_TURNS_AFTER: Final = 3
_TURN_ENDS: Final = compiled(r"[ ]?(?:$|[?.,!]|\n|c'est (?:bien )?(?:ca|exact)|n'est-ce pas|oui\b|toujours\b|voila\b)")
_WHERE: Final = compiled(
    r"(?<![a-z])(?P<cue>d'ou|vous habitez|vous etes ou|ou etes-vous|ou habitez-vous|vous habitez ou|quelle ville)(?![a-z])[^\n]{0,24}\n(?:\[[^\]\n]{1,16}\] ?|- )?(?:[a-z][^\n:]{0,28}: ?)?(?:(?:oui|euh|alors|je suis|on est|c'est|j'habite)[ ,]{1,2}){0,3}(?:(?:de|a|depuis|pres de|vers|sur)[ ])?(?=(?P<v>[a-z]))"
)
_WAS: Final = compiled(
    r"(?<![a-z])(?P<cue>(?:ils|elles) (?:sont|etaient|vivent)|(?:j'|je n'|on |on n'|nous |nous n')(?:etais|etait|etions)(?: pas)?(?: en (?:vacances|week-end|deplacement|cure))?|(?:je|il|elle|on) (?:viens|vient)(?= de )|en (?:vacances|week-end|deplacement|cure)) (?:a|sur|vers|de|pres de|au|aux)[ ](?=(?P<v>[a-z]))"
)
_AREA: Final = compiled(r"(?<=[:\]] )(?P<cue>dans) (?:le|la|les|l')[ ]?(?=(?P<v>[a-z]))")
_REGION_TOO: Final = compiled(r"(?:,[ ]|[ ])(?:en|dans (?:le|la|les|l')|au)[ ]?(?=(?P<v>[a-z]))")
_WORDS: Final = frozenset("sens die port mer gap tours vire orange lens vienne ham garde laval prix livre mure nice croix bon bonne trente ligne".split())  # fmt: skip  # noqa: SIM905 - reads better
_MOVES: Final = compiled(
    r"(?<![a-z])(?:train|vol|bus|car|livraison|livrer|rendez-vous|rdv|billet|agence|magasin|boutique|ouvert\w{0,2}|concert|match|hopital|clinique|gare|mairie|siege|centre|restaurant|hotel|depot)(?![a-z])[^.;!?\n]{0,30}$"
)


def _towns(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    head = before(text, match.start(), 50)
    if not _MOVES.search(head):
        yield from _town_at(text, match.start("v"), match.group("cue"))


def _town_at(text: Text, start: int, cue: str) -> Iterator[Finding]:
    cased = text.folded[start].isupper()
    end = longest_town(text.low, start, known_only=not cased)
    town = text.low[start:end] if end > 0 else ""
    if len(town) < 4 or text.low[end : end + 1].isalnum() or (not cased and town in _WORDS):
        return
    last = completed(text, end)
    why = ("recogniser:town_said", f"context:{cue}")
    yield Finding(Label.LOCATION, start, last, 0.82, why)
    more = _REGION_TOO.match(text.low, last)
    if more:
        region = re.compile(r"[a-z]+(?:[ \-][a-z]+){0,4}", re.ASCII).match(text.low, more.start("v"))
        words = region.group() if region else ""
        while words and not is_region(words):
            words = words[: max(words.rfind(" "), words.rfind("-"), 0)]
        if words:
            yield Finding(Label.LOCATION, more.start("v"), more.start("v") + len(words), 0.8, why)


def _areas(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    """A department or a region that opens a turn: "dans le maine-et-loire"."""
    start = match.start("v")
    end = longest_town(text.low, start, regions=True)
    if end > 0 and is_region(text.low[start:end]) and not text.low[end : end + 1].isalnum():
        yield Finding(Label.LOCATION, start, end, 0.8, ("recogniser:area_said", "context:dans"))


def _said_again(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    """A town that fills a turn, or opens it before "c'est bien ça", after an address."""
    line = match.end()
    for _ in range(_TURNS_AFTER):
        turn = _TURN.match(text.low, line)
        if turn:
            for finding in _town_at(text, turn.start("v"), match.group("cue")):
                if _TURN_ENDS.match(text.low, finding.end):
                    yield finding
        line = text.low.find("\n", line + 1)
        if line < 0:
            return


RULES: Final = (
    Rule(
        name="town_of_event",
        label=Label.LOCATION,
        summary="A town where something happened to a person: hier à Narbonne.",
        word=r"^(?:hier|matin|midi|nuit|dernier|soir)$",
        hint=r"(?:hier|matin|midi|nuit|soir|dernier)[ ,]{1,2}(?:ici )?a ",
        town=True,
        pattern=_PASSED,
        spans=_towns,
        examples=("j'ai perdu mon sac hier soir à [[narbonne]]",),
    ),
    Rule(
        name="town_called_from",
        label=Label.LOCATION,
        summary="A town from which a person calls.",
        word=r"^(?:appelle|appelez|telephone|telephonez)$",
        hint=r"(?:appelle|appelez|telephone|telephonez)(?: la)? d",
        town=True,
        pattern=_CALLS,
        spans=_towns,
        examples=("je vous appelle de [[saint-étienne]]",),
    ),
    Rule(
        name="town_now",
        label=Label.LOCATION,
        summary="A town that is or is no more that of a person, in passing.",
        word=r"^(?:toujours|maintenant|desormais|non|ca|sortie|entree|loin|cote|hauteur|niveau)$",
        hint=r"toujours |(?:maintenant|desormais|non) c'est|c'est ca|(?:sortie|entree|loin|cote|hauteur|niveau) de ",
        town=True,
        pattern=_NOW,
        spans=_towns,
        examples=("le contrat c'est toujours [[beauvais]]", "non c'est [[Gisors]]"),
    ),
    Rule(
        name="town_stayed",
        label=Label.LOCATION,
        summary="A town where relatives are, where one stayed or comes from.",
        word=r"^(?:sont|etaient|vivent|etais|etait|etions|viens|vient|vacances|week|deplacement|cure)$",
        hint=r"(?:sont|etaient|vivent|etais|etait|etions|viens|vient|vacances|week-end|deplacement|cure)(?: pas)? (?:a|sur|vers|de|pres de|aux?) ",
        town=True,
        pattern=_WAS,
        spans=_towns,
        examples=("ils sont sur [[bourg-en-bresse]]", "on était en vacances à [[la baule]]"),
    ),
    Rule(
        name="area_said",
        label=Label.LOCATION,
        summary="A department or a region that opens a turn, after a town.",
        word=r"^dans$",
        hint=r"[:\]] dans l",
        pattern=_AREA,
        spans=_areas,
        examples=("client: j'habite à angers\nagent: dans le [[maine-et-loire]]",),
    ),
    Rule(
        name="town_said_again",
        label=Label.LOCATION,
        summary="A town that fills a turn after an address or a postcode.",
        word=r"^(?:postal|rue|avenue|boulevard|place|chemin|allee|impasse|quai|cours|route|square|lotissement|residence|faubourg|montee)$",
        hint=r"\n(?:\[|[a-z][^\n:]{0,28}:)",
        town=True,
        sign="\n",
        pattern=_ADDRESSED,
        spans=_said_again,
        examples=("Agent : votre code postal\nClient : je l'ai plus en tête\nAgent : à [[Stains]] c'est bien ça",),
    ),
    Rule(
        name="town_where",
        label=Label.LOCATION,
        summary="The answer to a question about where a person is.",
        word=r"^(?:ou|ville|habitez)$",
        hint=r"d'ou|vous habitez|etes ou|ou etes|habitez-vous|quelle ville",
        town=True,
        sign="\n",
        pattern=_WHERE,
        spans=_towns,
        examples=("vous appelez d'où ?\nVoyageuse : De [[Catane]], en",),
    ),
)
