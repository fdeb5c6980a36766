r"""What a form asks outright: allergies, handicap, treatment, religion, diet, nationality, income.

The lexicons know words that reveal something anywhere; in a field, whatever stands there reveals it.

Example:
    >>> book = RuleBook("sensitive_fields", RULES)
    >>> book.shown("Allergies : arachide\nRégime : sans porc\nQuotient familial : 612\nKonfession: alevitisch")
    ['HEALTH arachide', 'BELIEF sans porc', 'FINANCE 612', 'BELIEF alevitisch']
    >>> book.shown("Allergies : aucune\nRégime : non\nReligion :\nTraitement : en cours")
    []
"""

from __future__ import annotations

import re
from typing import Final

from egide.detection.finding import Label
from egide.detection.recognisers.context import Pattern, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_END: Final = r"(?=[ .]{0,4}(?:\n|$|[;|]))"
_NOTHING: Final = compiled(
    r"(?:non|oui|aucune?s?|neant|rien|nc|n/?a|ras|sans objet|sans|no|none|nein|keine?|ja|yes|si|ninguna?|nessun[oa]?|geen|nenhum[ao]?|n\.?c\.?|en cours|a preciser|inconnue?|autres?|standard|normale?|x|-{1,3})[ .]{0,3}"
)
_MOST_WORDS: Final = 8
_DIET: Final = compiled(
    r"(?:sans porc|halal|hallal|casher|kasher|cacher|kosher|koosjer|koscher|muslim|hindou?|sin cerdo|senza maiale|sem porco|zonder varkensvlees|kein schweinefleisch|no pork)[a-z ]{0,20}"
)


def _field(words: str, value: str = r"[^\n:;|?@]{2,60}?") -> Pattern:
    return compiled(rf"(?<![a-z])(?P<cue>{words})(?:[ ]\([^)\n]{{1,20}}\))?[ ]?:[ ]?(?P<v>{value}){_END}")


def _accept(_text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v").strip()
    return len(value.split()) <= _MOST_WORDS and _NOTHING.fullmatch(value) is None and value[:1].isalnum()


def _accept_diet(text: Text, match: re.Match[str]) -> bool | float:
    return bool(_accept(text, match)) and _DIET.fullmatch(match.group("v").strip().lower()) is not None


RULES: Final = (
    Rule(
        name="health_field",
        label=Label.HEALTH,
        summary="The value of a form field for an allergy, a handicap, an illness or a treatment.",
        word=r"^(?:allerg\w*|handicaps?|pathologies?|maladies?|antecedents?|traitements?|disabilit\w*|disability|conditions?|medication|erkrankung\w*|behinderung\w*|vorerkrankungen|medikamente|enfermedad\w*|discapacidad|patologi\w*|disabilita|aandoening\w*|beperking\w*|doencas?|deficiencia)$",
        sign=":",
        pattern=_field(
            r"allergies?(?: alimentaires?)?|handicaps?|situation de handicap|pathologies?|maladies?|antecedents? medicaux|traitements?(?: medical| en cours)?|allerg(?:y|ies)|disabilit(?:y|ies)|medical conditions?|medication|allergien?|"
            r"behinderung(?:en)?|vorerkrankungen|erkrankung(?:en)?|medikamente|alergias?|enfermedad(?:es)?|discapacidad|allergi[ae]|patologi[ae]|disabilita|allergieen|aandoening(?:en)?|beperking(?:en)?|doencas?|deficiencia"
        ),
        accept=_accept,
        score=0.85,
        examples=("Allergie : [[arachide]]", "Medical conditions: [[coeliac]]"),
    ),
    Rule(
        name="belief_field",
        label=Label.BELIEF,
        summary="The value of a form field for a religion or a union.",
        word=r"^(?:religions?|confession|konfession|culte|religione|religie|godsdienst|religiao|syndicat|gewerkschaft|sindicato|sindacato|vakbond|appartenance)$",
        sign=":",
        pattern=_field(
            r"religion|confession(?: religieuse)?|culte|konfession|religione|religie|godsdienst|religiao|syndicat|appartenance syndicale|gewerkschaft|sindicato|sindacato|vakbond|trade union"
        ),
        accept=_accept,
        score=0.85,
        examples=("Konfession: [[alevitisch]]",),
    ),
    Rule(
        name="diet_field",
        label=Label.BELIEF,
        summary="A religious diet in a form field.",
        word=r"^(?:regimes?|repas|menu|diet|dietary|meal|ernahrung|essen|dieta|comida|pasto|dieet|maaltijd|refeicao|alimentaire)$",
        sign=":",
        pattern=_field(
            r"regimes?(?: alimentaires?)?|repas|menu|diet|dietary (?:needs|requirements)|meal|ernahrung|essen|dieta|comida|pasto|dieet|maaltijd|refeicao"
        ),
        accept=_accept_diet,
        score=0.85,
        examples=("Régime : [[sans porc]]",),
    ),
    Rule(
        name="means_field",
        label=Label.FINANCE,
        summary="The value of a form field for income, benefits or the family quotient.",
        word=r"^(?:revenus?|ressources|quotient|qf|salaires?|income|salary|einkommen|nettoeinkommen|ingresos|reddito|isee|inkomen|rendimentos?|pension|retraite)$",
        sign=":",
        digits=2,
        pattern=_field(
            r"revenus?(?: fiscal de reference| mensuels?| nets?| annuels?| du foyer){0,3}|ressources(?: mensuelles?| du foyer){0,2}|quotient familial(?: caf)?|qf|salaires?(?: mensuel| net| brut){0,2}|(?:monthly |annual |net |household ){0,2}income|"
            r"salary|(?:netto)?einkommen|ingresos(?: mensuales)?|reddito(?: annuo| mensile)?|isee|(?:netto )?inkomen|rendimentos?(?: mensal| anual)?",
            r"[^\n:;|?@]{0,12}\d[\d .,']{0,12}[^\n:;|?@\d]{0,18}?",
        ),
        score=0.85,
        examples=("Quotient familial : [[612]]", "Revenus mensuels : [[1 420 € net]]"),
    ),
)
