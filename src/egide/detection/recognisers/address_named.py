r"""Homes without a number in a street: a named house, a hamlet, an estate with its building, the high street of a village.

Example:
    >>> book = RuleBook("address_named", RULES)
    >>> book.shown("On est au bât C, escalier 4, 2eme porte droite, cité des Pinsons a Decazeville")
    ['ADDRESS bât C, escalier 4, 2eme porte droite, cité des Pinsons', 'LOCATION Decazeville']
    >>> book.shown("Logement : 2e étage, 63 Grande Rue\nchez elle, maison Haizpea, quartier Urcuray, la clé")
    ['ADDRESS 2e étage, 63 Grande Rue', 'ADDRESS maison Haizpea, quartier Urcuray']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.address import FLOOR, UNIT, town_after
from egide.detection.recognisers.context import asked, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_HOMES: Final = (
    r"residence|res[.]?|hlm|cite|quartier|pavillon|villa|maison|chalet|immeuble|tour|lotissement|lot[.]|clos|foyer|ehpad|domaine|mas|ferme|moulin|hameau|lieu[- ]?dit|bourg|camping|bastide|manoir|zone (?:artisanale|industrielle|d'activites?)|za|zi|zac|"
    r"bat(?:iment)?[.]?|caserio|barrio|finca|urbanizacion|partida|cortijo|masia|residencial|pazo|frazione|contrada|localita|cascina|masseria|podere|borgo|villaggio|residenza|quinta|herdade|bairro|lugar|sitio|"
    r"huize|hof|hoeve|boerderij|woonboot|residentie|vakantiepark|chaletpark|studentenflat|cottage|farm|lodge|kolonie|gartenlaube|kgv|forsthaus|gutshof|seniorenstift|seniorenheim|seniorenresidenz|pflegeheim|wohnpark|warft"
)
# "cité des Pinsons", "HLM Les Peupliers", "maison Haizpea", "pavillon 8": a kind of home and its name or its number.
_NAME: Final = r"(?:(?:de|du|des|d'|de la|de l'|la|le|les|l'|do|da|dos|das|del)[ ]?){0,2}[A-Z][\w'\-]{1,24}(?:[ ](?:(?:de|du|des|la|le|les|aux?|sur|en|do|da|del)[ ]){0,2}[A-Z][\w'\-]{1,24}){0,3}"
_HOME: Final = rf"(?:(?i:{_HOMES})(?![\w])[ ]?(?:{_NAME}|[A-Z]?\d{{1,4}}[A-Z]?(?![\w])|[A-Z](?![\w'])))"
_PIECE: Final = rf"(?:{_HOME}|(?i:{FLOOR})|(?i:{UNIT}))"
_CHAIN: Final = compiled(
    rf"(?<![\w'-])(?P<v>{_PIECE}(?:(?:[ ]?[,\-–/][ ]?|[ ](?:(?:au|a la)[ ])?){_PIECE}){{0,4}}(?:[ ]?,[ ]\d{{1,4}}(?![\w]))?)"
)
_NAMED: Final = compiled(rf"(?<![\w'-]){_HOME}")
_LIVES: Final = compiled(
    r"(?<![a-z])(?:habit\w{0,5}|demeur\w{0,5}|domicili\w{0,4}|resid\w{0,5}|log(?:e|ee|ees|es|ement)|vi[st]|on est|nous sommes|je suis|suis|c'est|cest|chez (?:elle|lui|moi|nous|eux)|livr\w{1,6}|adresse|maison|appartement|sa|adoss\w{1,3}|"
    r"live|lives|living|wohn\w{1,4}|vivo|vive|viven|abit\w{1,3}|residente|moro|mora|woon\w{0,3}|direccion|domicilio|indirizzo|morada|adres|anschrift)(?![a-z])[^.;!?\n]{0,30}$"
)
_BUILT: Final = compiled(
    r"(?<![a-z])(?:atelier|notre|nos|siege|bureaux|locaux|entrepot|reunion|salle|magasin|boutique|agence|ecole|college|lycee|poste|mairie|syndic|visite|directeur|directrice|travaux|fuite|panne|ascenseur|asc|parking|chantier|devis)(?![a-z])[^\n,]{0,24}$"
)
_TO_TOWN: Final = compiled(
    r"[ ]?[,(\-–]?[ ]{0,2}\n?(?:[a-z]{1,2}-)?\d{4,5}[ ][a-z]|[ ]?,?[ ](?:a|au|aux|in|en|em|te|zu)[ ](?=[a-z])"
)


# Where a chain may begin; its names are told by their capitals.
_OPENS: Final = compiled(
    rf"(?<![\w'-])(?:(?:{_HOMES})(?![\w])|(?:escalier|esc|appartement|appart|appt|apt|entree|porte|studio|logement|chambre|etage)(?![\w])|\d{{1,2}}(?:e|er|eme|ieme)[ ])"
)


def _chains(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    chain = _CHAIN.match(text.folded, match.start())
    if chain is None:
        return
    start, end = chain.span("v")
    value = text.folded[start:end]
    pieces = [found.group() for found in _NAMED.finditer(value)]
    if not pieces:
        return
    named = any(re.search(r"[ ']\S*[A-Z]\S{2}", piece) for piece in pieces)
    several = re.search(r"[,\-–/]|\d", value[1:]) is not None
    head = text.low[max(text.low.rfind("\n", 0, start) + 1, start - 60) : start]
    if _BUILT.search(head):
        return
    town = _TO_TOWN.match(text.low, end)
    placed = town is not None and (
        text.low[town.start() : town.end()].strip(" ,(-\n")[:1].isdigit() or bool(list(town_after(text, end)))
    )
    line = not head.strip(" >-*") and text.low[end : end + 2].strip(" ,") in {"", "\n"}
    lives = _LIVES.search(head) is not None
    told = placed or (several and (lives or line)) or (several and "," in value and re.search(r"\d", value) is not None)
    if not (named and told) and not (lives and several and placed):
        return
    yield Finding(
        Label.ADDRESS, start, end, 0.84, ("recogniser:home_named", "context:town" if placed else "context:home")
    )
    if placed:
        yield from town_after(text, end)


# Without capitals a name ends at the postcode: "le mas de la combe 48300".
_SMALL: Final = compiled(
    r"(?<![\w'-])(?P<v>(?:mas|ferme|moulin|hameau|lieu[- ]?dit|residence|domaine|chalet|villa|lotissement|cite|quartier)[ ](?:[a-z'\-]{1,16}[ ]){0,4}?[a-z'\-]{3,16})[ ,]{1,3}(?P<code>\d{2}[ ]?\d{3})(?![\w]|[ ]?(?:eur|%))"
)


def _small(_text: Text, match: re.Match[str]) -> Iterator[Finding]:
    why = ("recogniser:home_named_small", "context:postcode")
    yield Finding(Label.ADDRESS, *match.span("v"), 0.8, why)
    yield Finding(Label.LOCATION, *match.span("code"), 0.8, why)


_GRANDE_RUE: Final = compiled(
    rf"(?<![\w.,/-])(?P<v>(?:(?:{FLOOR}|{UNIT})[ ]?,[ ]?)?\d{{1,4}}(?:[ ]?(?:bis|ter|[a-d])(?![a-z]))?,?[ ]grand(?:e[ ]?|[' \-]{{1,2}})rue(?![a-z]))(?![ ](?:de|du|des|d')[ ]?[a-z])"
)
_HIGH_NUMBER: Final = compiled(
    r"(?<![a-z])(?P<v>le bourg,?[ ](?:au[ ]|(?:numero|n[o.]?)[ ]?)?\d{1,4})(?![\w])|(?<![a-z])(?P<w>(?:rue|avenue|chemin|place|impasse|allee|route|boulevard|quai|square|cours)[ ](?:(?!(?:ah|non|pardon|euh|pas|plutot|enfin|trompe)[ ])[a-z'\-]{1,16},?[ ]){1,5}?(?:au[ ](?:numero[ ])?|(?:numero|n[o.])[ ]?)\d{1,4}(?:[ ]?(?:bis|ter))?)(?![\w]|[ ]?(?:eur|ans|jours|heures|h\b|%|rue|avenue))"
)


def _numbered(_text: Text, match: re.Match[str]) -> Iterator[Finding]:
    group = "v" if match.group("v") else "w"
    yield Finding(Label.ADDRESS, *match.span(group), 0.85, ("recogniser:number_behind", "context:numero"))


# A capitalised name and a postcode on one line: "La Croix-Rouge, route de Vassivière, 23460".
_BEFORE_CODE: Final = compiled(
    r"(?:(?<=\n)|(?<=: )|(?<=, )|(?<=a )|(?<=\()|^)(?P<v>(?:(?:Les?|La|L')[ ]?|Ker[ ]?|Chez[ ])[A-Z][\w'\-]{2,24}(?:[ ](?:(?:de|du|des|la|le|les|aux?|en|sur)[ ]){0,2}[A-Z][\w'\-]{2,24}){0,2}(?:[ ]\d{1,4}(?![\w]))?)"
    r"(?=[ ]?,[ ](?:(?:route|chemin|rue|allee|impasse|voie|sentier|montee)[ ][^\n,\d]{3,40},?[ ])?(?:F-)?\d{5}[ ][A-Z])"
)
_A_FIRM: Final = compiled(
    r"(?:le|la|les|l')[ ]?(?:poste|banque|service|societe|mairie|direction|mutuelle|boutique|compagnie|redoute|maison|defense)\b"
)

# A question about an address, and a turn that holds a street without its number.
_STREET_ANSWER: Final = compiled(
    rf"(?<![a-z])(?P<cue>(?:votre |quelle |la |son )?(?:adresse|rue|domicilio|direccion|indirizzo|anschrift|adres|morada)|ou habitez-vous|vous habitez ou)(?![a-z]){asked(40)}[^\n]{{0,20}}\n(?:\[[^\]\n]{{1,16}}\] ?|- )?(?:[a-z][^\n:]{{0,28}}: ?)?(?:(?:oui|alors|euh|c'est|cest|la|en|nella|na)[ ,]{{1,2}}){{0,4}}"
    r"(?P<v>(?:rue|avenue|chemin|place|impasse|allee|route|boulevard|quai|square|cours|calle|plaza|avenida|camino|paseo|via|piazza|viale|corso|rua|praca|travessa)[ ][a-z'\-]{2,16}(?:[ ][a-z0-9'\-]{1,16}){0,4}?)(?=[ ]?[,.]|[ ]?(?:\n|$)|[ ](?:a|aqui|qui|aqui en|in|em|en)[ ])"
)

# The floor alone, asked for or told of a neighbour.
_RANKS: Final = r"(?:premier|deuxieme|second|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme|dernier|\d{1,2}(?:e|er|eme|ieme))"
_FLOOR_ANSWER: Final = compiled(
    rf"(?<![a-z])(?P<cue>quel etage|etage|which floor|what floor|che piano|que piso|qual andar|welche etage|welke verdieping)(?![a-z]){asked(30)}[^\n]{{0,20}}\n(?:\[[^\]\n]{{1,16}}\] ?|- )?(?:[a-z][^\n:]{{0,28}}: ?)?(?:(?:oui|alors|euh|c'est|cest|au|le)[ ,]{{1,2}}){{0,4}}(?P<v>{_RANKS}(?:[ ](?:etage|gauche|droite|face|porte (?:gauche|droite))){{0,2}}|rez-de-chaussee|rdc)(?![\w])"
)
_FLOOR_SIDE: Final = compiled(
    r"(?<![\w.,/])(?<!tournez )(?<!puis )(?P<v>(?:\d{1,2}(?:e|er|eme|ieme)|premier|deuxieme|second|troisieme|quatrieme|cinquieme|sixieme)[ ](?:etage[ ])?(?:porte[ ])?(?:de[ ])?(?:gauche|droite|face|fond)(?:[ ](?:gauche|droite))?)(?![\w])(?![ ](?:de la|du)[ ])"
)
_FLOOR_OF: Final = compiled(
    rf"(?<![a-z])(?:(?:dame|monsieur|voisine?s?|gens|famille|locataires?|fils|fille|gars|jeune|madame [a-z]{{2,16}}|monsieur [a-z]{{2,16}}|chose|suis|habite|loge)[ ](?:du|au)[ ])(?P<v>{_RANKS})(?![\w])(?![ ](?:jour|mois|fois|trimestre|rang|age|arr|appel|tour|coup|degre|etage|groupe|rappel|mail|cycle|semestre))"
)
_OF_A_BUILDING: Final = compiled(
    r"(?<![a-z])(?:immeuble|voisin\w{0,2}|escaliers?|etage|appart\w{0,6}|ascenseur|locataires?|batiment|hlm|residence|loyer|syndic|gardien\w{0,3}|fuite|digicode|interphone|paliers?)(?![a-z])"
)

# "c'est au trois rue des Écoles ah non pardon au treize"
_CORRECTED: Final = compiled(
    r"(?<![a-z])(?P<cue>non|pardon|je me trompe|excusez-moi|plutot|enfin)[ ,.]{1,3}(?:(?:non|pardon|enfin|c'est|cest|je veux dire)[ ,.]{1,3}){0,3}(?:au|le|numero)[ ](?P<v>\d{1,4}(?:[ ]?(?:bis|ter|quater))?)(?![\w]|[ ](?:\d|eur|heures|h\b|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre))"
)
_STREET_NEAR: Final = compiled(
    r"\d{1,4}(?: (?:bis|ter))?,? (?:rue|avenue|boulevard|chemin|impasse|allee|route|quai|square|cours|place|cite|lotissement|hameau)(?![a-z])"
)

# "chez le voisin du 14"
_NEIGHBOUR: Final = compiled(
    r"(?<![a-z])(?P<cue>voisine?s?|dame|gardienne?|gens)[ ](?:qui habitent? |qui est |d'en face )?(?:du|au)[ ](?P<v>\d{1,4}(?:[ ]?(?:bis|ter|[a-d](?![a-z])))?)(?![\w/.:]|[ ](?:\d|e\b|eme|heures|h\b|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre))"
)


RULES: Final = (
    Rule(
        name="home_named",
        label=Label.ADDRESS,
        summary="A home by its name, with its building, staircase, floor or door, before a town or after a word of living.",
        word=rf"^(?:{_HOMES}|res|lieu|zone|bat|batiment|lot)$",
        pattern=_OPENS,
        spans=_chains,
        examples=(
            "[[HLM Les Peupliers, entrée 3, appartement 27]]\nRue",
            "J'habite [[résidence du Parc, bâtiment C, appartement 412]] à Créteil",
            "[[Rés. Kastell, appt 6]], 29270 Carhaix",
        ),
    ),
    Rule(
        name="home_named_small",
        label=Label.ADDRESS,
        summary="A hamlet, farm or estate without capitals, before a postcode.",
        word=r"^(?:mas|ferme|moulin|hameau|lieu|residence|domaine|chalet|villa|lotissement|cite|quartier)$",
        digits=5,
        pattern=_SMALL,
        spans=_small,
        examples=("mr trichet le [[mas de la combe]] [[48300]]",),
    ),
    Rule(
        name="high_street",
        label=Label.ADDRESS,
        summary="A number of the high street, whose name is its kind.",
        word=r"^grand",
        digits=1,
        pattern=_GRANDE_RUE,
        score=0.9,
        examples=("Logement : [[2e étage, 63 Grande Rue]]", "[[5 Grand'Rue]] 67500 Haguenau"),
    ),
    Rule(
        name="number_behind",
        label=Label.ADDRESS,
        summary="A street whose number is said behind it: rue de la Poudrière au 34.",
        word=r"^(?:rue|avenue|chemin|place|impasse|allee|route|boulevard|quai|square|cours|bourg)$",
        hint=r"(?:au|numero|n[o.]) ?(?:numero )?\d|bourg",
        digits=1,
        pattern=_HIGH_NUMBER,
        spans=_numbered,
        examples=(
            "c'est [[rue de la poudrière au 34]] y a un camion",
            "je demeure [[place de la Fontaine, numéro 6]], à Uzès",
        ),
    ),
    Rule(
        name="name_before_postcode",
        label=Label.ADDRESS,
        summary="The name of a house or a locality before a postcode on its line.",
        digits=5,
        hint=r"\d{5} [a-z]",
        pattern=_BEFORE_CODE,
        accept=lambda text, match: _A_FIRM.match(text.low, match.start("v")) is None,
        score=0.8,
        cased=True,
        examples=("c'est : [[La Croix-Rouge]], route de Vassivière, 23460 Royère",),
    ),
    Rule(
        name="street_answer",
        label=Label.ADDRESS,
        summary="A street without its number, in the answer to a question about an address.",
        word=r"^(?:adresse|rue|domicilio|direccion|indirizzo|anschrift|adres|morada|habitez)$",
        sign="\n",
        pattern=_STREET_ANSWER,
        score=0.82,
        examples=("Agent : votre adresse ?\nCliente : [[rue victor hugo]]\nAgent",),
    ),
    Rule(
        name="number_corrected",
        label=Label.ADDRESS,
        summary="A house number corrected after its street: ah non pardon au 13.",
        word=r"^(?:non|pardon|trompe|excusez|plutot|enfin)$",
        digits=2,
        pattern=_CORRECTED,
        accept=lambda text, match: _STREET_NEAR.search(text.low, max(0, match.start() - 90), match.start()) is not None,
        score=0.8,
        examples=("c'est au 3 rue des écoles ah non pardon au [[13]]",),
    ),
    Rule(
        name="number_of_neighbour",
        label=Label.ADDRESS,
        summary="The house of a neighbour by its number: chez le voisin du 14.",
        word=r"^(?:voisine?s?|dame|gardienne?|gens)$",
        digits=1,
        pattern=_NEIGHBOUR,
        score=0.75,
        examples=("le colis a été laissé chez le voisin du [[14]]",),
    ),
    Rule(
        name="floor_answer",
        label=Label.ADDRESS,
        summary="The floor, in the answer to a question about it.",
        word=r"^(?:etage|floor|piano|piso|andar|verdieping)$",
        sign="\n",
        pattern=_FLOOR_ANSWER,
        score=0.8,
        examples=("Livreur : c'est quel étage ?\nCliente : au [[troisième]]",),
    ),
    Rule(
        name="floor_side",
        label=Label.ADDRESS,
        summary="A floor and a side, without the word: 4e gauche.",
        word=r"^(?:gauche|droite|face|fond)$",
        pattern=_FLOOR_SIDE,
        score=0.82,
        examples=("thuy linh du [[4e gauche]]", "M. Nsimba au [[2e droite]],"),
    ),
    Rule(
        name="floor_of_someone",
        label=Label.ADDRESS,
        summary="The floor of a neighbour, when a building is spoken of.",
        word=r"^(?:premier|second|dernier|deuxieme|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme|e|er|eme|ieme)$",
        hint=r" (?:du|au) (?:\d|premier|second|dernier|[a-z]+ieme)",
        pattern=_FLOOR_OF,
        accept=lambda text, match: (
            _OF_A_BUILDING.search(text.low, max(0, match.start() - 400), match.end() + 200) is not None
        ),
        score=0.75,
        examples=("y a un jeune dans l'escalier c'est le fils de la dame du [[cinquième]] et",),
    ),
)
