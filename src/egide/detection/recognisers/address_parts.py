"""Parts of a postal address without its street: a field, a floor, a flat, a room, a locality, the line above a town.

Example:
    >>> book = RuleBook("address_parts", RULES)
    >>> book.shown("Oui, troisième étage, à l'EHPAD La Roseraie, chambre 12 ; c'est le bâtiment C")
    ['ADDRESS troisième étage', 'ADDRESS EHPAD La Roseraie, chambre 12', 'ADDRESS bâtiment C']
"""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.address import FLOOR, SURE_TYPES, UNIT
from egide.detection.recognisers.context import compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]


# "monter au 2e étage", "un logement au rez-de-chaussée": a floor that nobody lives on.
_WISHED: Final = compiled(
    r"(?<![a-z])(?:mont(?:er|ee|age)|descendre|livr(?:er|aison) (?:jusqu'|a l')|jusqu'|sollicit\w{1,3}|souhait\w{1,5}|voudr\w{1,4}|cherch\w{1,3}|un (?:logement|appartement|studio|t[1-6])|salle|bureau|rayon|magasin|supplement|hisser)(?![a-z])[^.;!?\n]{0,24}$"
)


def _floor_alone(text: Text, match: re.Match[str]) -> bool | float:
    tail = text.low[match.end("v") : match.end("v") + 14]
    if _WISHED.search(
        text.low[max(text.low.rfind("\n", 0, match.start("v")) + 1, match.start("v") - 50) : match.start("v")]
    ):
        return False
    return not re.match(r"[ ](?:du|de la) (?:magasin|parking|centre|gare)", tail)


_LOCALITY: Final = compiled(
    r"(?<![\w-])(?P<v>(?:[Ll]ieu[- ]?[Dd]it|[Hh]ameau|[Ff]erme|[Mm]as|[Dd]omaine|[Cc]hateau|[Mm]oulin|[Vv]illa)(?:[ ](?:de|du|des|d'|la|le|les|l')){0,2}[ ]?\"?[A-Z][^,\n;:?!()\d.]{1,30}?\"?)(?=[ ]?[,\n]|[ ]?-[ ]|[ ]\d{5}|$)"
)
_BEFORE_TOWN_LINE: Final = compiled(
    r"(?:^|\n)(?P<v>[A-Za-z\"][^\n@:;?!]{2,70}?)[ ,]{0,4}\n(?P<mid>[^\n@:;?!]{3,60}\n)?(?=(?:[A-Z]{1,3}-)?\d{4,5}[ ][A-Za-z][A-Za-z' \-]{1,40}[ ]{0,4}(?:\n|$))"
)
_STARTS_PLACE: Final = compiled(
    r"(?:les?|la|l'|au|aux|lieu|hameau|residence|res[. ]|villa|ferme|mas|domaine|chateau|moulin|clos|immeuble|imm[. ]|bat|appt|apt|appartement|chez|foyer|ehpad|za|zac|zi|zone|bp|quartier|cite|lotissement|camping|tour|porte|etage|escalier|esc|chalet|bastide|c/o|boite|chambre)\b",
)
_SERVICE_LINE: Final = compiled(
    r"(?:le|la|les) (?:client|directeur|directrice|responsable|service|facture|contrat|colis)"
)


# "Josiane Le Bihan\nKerlann\n29370 ELLIANT": one capitalised word below a person's name.
_A_NAME_ABOVE: Final = compiled(
    r"(?:^|\n)(?:M[.]|Mme|Mlle|Madame|Monsieur|M et Mme)?[ ]?[A-Z][\w'\-]{1,24}(?:[ ][A-Z][\w'\-]{1,24}){1,3}[ ,]{0,3}\n$"
)
_NO_HOUSE: Final = compiled(
    r"(?:service|client|contact|bonjour|madame|monsieur|cordialement|merci|france|agence|siege|direction|societe|sas|sarl)"
)


def _is_a_house(text: Text, start: int, line: str) -> bool:
    return (
        re.fullmatch(r"(?:[a-z]{2,4}[ ])?[a-z][a-z'\-]{3,24}", line) is not None
        and text.folded[start].isupper()
        and _NO_HOUSE.match(line) is None
        and _A_NAME_ABOVE.search(text.folded, max(0, start - 60), start) is not None
    )


def _line_before_town(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    """The line above `80100 ABBEVILLE`, when it starts like a place."""
    for group in ("v", "mid"):
        start, end = match.span(group)
        line = text.low[start:end].rstrip(" ,\n")
        named = (group == "mid" or match.group("mid") is None) and _is_a_house(text, start, line)
        if line and (_STARTS_PLACE.match(line) or named) and not _SERVICE_LINE.match(line):
            yield Finding(
                Label.ADDRESS, start, start + len(line), 0.8, ("recogniser:line_above_town", "context:postcode")
            )


_RESIDENCE_LINE: Final = compiled(
    r"(?:^|\n)(?P<v>(?:residence|res[.]|immeuble|villa|foyer|ehpad|batiment|bat[.]?|appt|appartement|chez|chalet)[ ][^\n@:?!]{1,60}?)[ ,]{0,4}\n(?=[^\n]{0,4}\d{1,4}[ ,]|[^\n]{0,60}\n?\d{5}[ ])"
)
_UNIT_ALONE: Final = compiled(
    rf"(?<![\w])(?P<v>(?:bat(?:iment)?|bt|esc(?:alier)?|appartement|appt|apt|bp|cs|boite(?: postale| aux lettres))[.]?[ ]?(?:n[o.]?[ ]?)?(?:[a-z]?\d{{1,5}}[a-z]?|[a-h])(?:[ ]?,[ ]?(?:{FLOOR}|{UNIT})){{0,3}})(?![\w])"
)


def _accept_unit(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    if value.isalpha() or re.match(r"(?:bt|cs|esc|bp|apt) [a-h]$", value):
        return False
    # "un appartement à louer": a lone small letter before a word is a preposition.
    last = match.end("v") - 1
    building = re.match(r"(?:bat|bt|esc)[a-z]*[.]? [bcefgh]$", value) is not None
    if (
        not building
        and re.search(r" [a-h]$", value)
        and (
            text.original[last : last + 1] == "à"
            or (text.folded[last].islower() and re.match(r" [a-z]", text.low[last + 1 : last + 3]))
        )
    ):
        return False
    return 0.75


_FIELD: Final = compiled(
    r"(?:^|\n|[.;|] )[ \-*>]{0,3}(?P<cue>(?:[a-z]{2,12} ){0,2}(?:adresse|address|anschrift|direccion|domicilio|indirizzo|adres|morada|endereco|schadenort|schadensort|verbrauchsstelle|[a-z]{5,9}(?:adresse|anschrift|adres))(?: (?:postale|actuelle|complete|du (?:logement|domicile|sinistre|client|titulaire)|de (?:livraison|facturation|"
    r"residence|correspondance)|commune|line \d|\d))?)[ ]?:[ ]?(?P<v>[a-z0-9\"][^\n@]{4,90}?)(?=[ ]?[,\-–]?[ ]?(?:\b(?:\d{5}|\d{4}(?:[ ]?[a-z]{2})?|\d{4}-\d{3})[ ][a-z]|\n|$))"
)


def _accept_field(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    return (
        re.search(r"[a-z]{3}", value) is not None
        and not re.search(r"https?:|[?]|\d{1,3}[.]\d{1,3}[.]\d|incompl|inconnu|identique|voir", value)
        and len(value.split()) < 16
    )


_NUMBER_ASKED: Final = compiled(
    r"(?<![a-z])(?P<cue>(?:le|quel|votre|a quel) numero(?: de (?:la )?(?:rue|voie|maison)| dans la rue)?|numero (?:de (?:la )?(?:rue|voie|maison)|dans la rue))(?: exact| s'il vous plait| c'est)?[ ]?\??[^\n]{0,20}\n(?:\[[^\]\n]{1,16}\] ?|- )?(?:[a-z][^\n:]{0,28}: ?)?"
    r"(?:(?:oui|alors|c'est|cest|le|au|voila|euh)[ ,]{1,2}){0,4}(?P<v>\d{1,4}(?:[ ]?(?:bis|ter|quater|[a-d]))?)(?=[ .!]{0,3}(?:\n|$))"
)
_STREET_BEFORE: Final = compiled(rf"(?<![a-z])(?:{SURE_TYPES})(?![a-z])")


def _accept_number(text: Text, match: re.Match[str]) -> bool | float:
    if re.search(r"numero (?:de (?:la )?(?:rue|voie|maison)|dans la rue)", match.group("cue")):
        return True
    return _STREET_BEFORE.search(text.low, max(0, match.start() - 240), match.start()) is not None


RULES: Final = (
    Rule(
        name="address_field",
        label=Label.ADDRESS,
        summary="The value of a form field for an address, up to the postcode.",
        word=r"(?:adresse|address|anschrift|direccion|domicilio|indirizzo|adres|morada|endereco|schadens?ort|verbrauchsstelle)",
        sign=":",
        pattern=_FIELD,
        accept=_accept_field,
        score=0.88,
        examples=("Adresse : [[Chemin de Piétrabugno, lot. A Machja n° 7]] - 20200 Bastia",),
    ),
    Rule(
        name="address_said",
        label=Label.ADDRESS,
        summary="A number and words after my address is, mon adresse est, whatever the kind of street.",
        word=r"(?:address|adresse|anschrift|direccion|indirizzo|adres|morada)",
        digits=1,
        hint=r"(?:address|adresse|anschrift|direccion|indirizzo|adres|morada)(?: postale)? (?:is|to|as|c'est|cest|c|est|lautet|ist|es|e)\b",
        pattern=compiled(
            r"(?<![a-z])(?P<cue>address|adresse|anschrift|direccion|indirizzo|adres|morada)(?: postale)?[ ](?:is|to|as|c'est|cest|c|est|lautet|ist|es|e|is het)(?: le| au| now| maintenant)?[ ](?P<v>\d{1,5}[a-d]?,?[ ][a-z][^\n.?!;:@]{4,55}?)"
            r"(?=[ ]?,?[ ]?(?:\d{5}|a [a-z]{1,30}|in [a-z]{1,30}|and|et|merci|please|thanks)\b|[ ]?[.?!;\n]|$)"
        ),
        score=0.7,
        examples=("my address is [[145 Old Cart Lodge]].",),
    ),
    Rule(
        name="room",
        label=Label.ADDRESS,
        summary="The room of a home or a hall where a person lives, with its name.",
        word=r"^(?:ehpad|foyer|residence|internat|cite|retraite)$",
        digits=1,
        pattern=compiled(
            r"(?<![a-z])(?P<v>(?:ehpad|foyer|residence|internat|cite universitaire|maison de retraite)[ ](?:[^,\n;:?!().]{2,34},?[ ])?(?:chambre|ch[.]?|studio|appartement|appt|apt|logement|bat|batiment|porte)[ ]?(?:n[o.]?[ ]?)?[a-z]?\d{1,4}[a-z]?)(?![\w])"
        ),
        score=0.85,
        examples=("Je réside à l'[[EHPAD La Roseraie, chambre 12]]",),
    ),
    Rule(
        name="room_apart",
        label=Label.ADDRESS,
        summary="The number of a room after the home or the hall where a person lives.",
        word=r"^(?:chambre|studio|room|zimmer|habitacion|stanza|kamer|quarto)$",
        digits=1,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>ehpad|foyer|residence|internat|cite universitaire|maison de retraite|retirement home|nursing home|pflegeheim|altersheim|residencia|casa di riposo|verzorgingshuis|lar)"
            r"[ ]?,[ ](?P<v>(?:chambre|studio|room|zimmer|habitacion|stanza|kamer|quarto)[ ]?(?:n[o.]?[ ]?)?[a-z]?\d{1,4}[a-z]?)(?![\w])"
        ),
        score=0.85,
        examples=("Il vit à l'EHPAD, [[chambre 114]], et",),
    ),
    Rule(
        name="room_before",
        label=Label.ADDRESS,
        summary="The number of a room before the home where a person lives.",
        word=r"^(?:chambre|studio|room|zimmer|habitacion|stanza|kamer|quarto)$",
        digits=1,
        pattern=compiled(
            r"(?<![a-z])(?P<v>(?:chambre|studio|room|zimmer|habitacion|stanza|kamer|quarto)[ ]?(?:n[o.]?[ ]?)?[a-z]?\d{1,4}[a-z]?)(?= (?:(?:de|a|du|au|of|at|in|im|del|della|van|do|da)[ ](?:the |la |l')?|(?:de|a) l')(?:ehpad|foyer|residence|residencia|internat|cite universitaire|maison de retraite|nursing home|care home|pflegeheim|altersheim|casa di riposo|verzorgingshuis|lar)(?![a-z]))"
        ),
        score=0.85,
        examples=("Mme Vidal, [[chambre 214]] de l'EHPAD",),
    ),
    Rule(
        name="room_between",
        label=Label.ADDRESS,
        summary="A room between parentheses, after the person who lives there.",
        word=r"^chambre$",
        sign="(",
        digits=1,
        pattern=compiled(r"[A-Z][\w'\-]{1,24}[ ]\((?P<v>[Cc]hambre[ ]?(?:n[o.]?[ ]?)?\d{1,4}[a-zA-Z]?)\)"),
        score=0.8,
        cased=True,
        examples=("c'est la fille de Mme Suzanne Perrotin ([[chambre 12]]).",),
    ),
    Rule(
        name="number_answer",
        label=Label.ADDRESS,
        summary="The number of a house, in the answer to a question after its street.",
        word=r"^numero$",
        sign="\n",
        digits=1,
        pattern=_NUMBER_ASKED,
        accept=_accept_number,
        score=0.8,
        examples=(
            "Agent : rue Pasteur, quel numéro ?\nClient : [[83]].",
            "Cliente : Rue Kléber.\nAgent : Le numéro ?\nCliente : [[32 bis]].",
        ),
    ),
    Rule(
        name="floor",
        label=Label.ADDRESS,
        summary="A floor given alone.",
        word=r"etage|^etg|^et$|^rez$|^rdc$|piso|andar|^(?:iz|der|dch|dto|esq)",
        hint=r"etage|\betg|\bet[.]|rez[- ]de|\brdc\b|piso|andar|\d[.]?[oa] (?:iz|der|dch|dto|esq)",
        pattern=compiled(rf"(?<![\w])(?P<v>{FLOOR})(?![\w])"),
        accept=_floor_alone,
        score=0.75,
        examples=("Oui, [[troisième étage]].",),
    ),
    Rule(
        name="unit",
        label=Label.ADDRESS,
        summary="A building, staircase, flat or post box given alone.",
        word=r"^(?:bat|bt|esc|appartement|appt|apt|bp|cs|boite)",
        pattern=_UNIT_ALONE,
        accept=_accept_unit,
        examples=("c'est le [[bâtiment C, 2e étage]] au fond", "septième étage [[bâtiment b]] et"),
    ),
    Rule(
        name="locality",
        label=Label.ADDRESS,
        summary="A hamlet, farm or locality before a town.",
        word=r"^lieu|dit$|hameau|ferme$|mas$|domaine|chateau|moulin|villa$",
        hint=r"lieu[- ]?dit|hameau|ferme |mas |domaine|chateau|moulin|villa ",
        pattern=_LOCALITY,
        score=0.8,
        cased=True,
        examples=(),
    ),
    Rule(
        name="line_above_town",
        label=Label.ADDRESS,
        summary="The line above a postcode and its town, when it starts like a place.",
        sign="\n",
        hint=r"\n(?:[a-z]{1,3}-)?\d{4,5} [a-z]",
        digits=4,
        pattern=_BEFORE_TOWN_LINE,
        spans=_line_before_town,
        cased=True,
        examples=("Geneviève Archambault\n[[Les Granges-Hautes]]\n26400 Crest",),
    ),
    Rule(
        name="residence_line",
        label=Label.ADDRESS,
        summary="A line with the residence or the building, above the street.",
        digits=1,
        word=r"^(?:residence|res|immeuble|villa|foyer|ehpad|batiment|bat|appt|appartement|chez|chalet)$",
        sign="\n",
        pattern=_RESIDENCE_LINE,
        score=0.85,
        examples=("nouvelle adresse :\n[[Résidence Le Parc, bât. A4, porte 12]]\n2 rue Alphonse-Daudet",),
    ),
)
