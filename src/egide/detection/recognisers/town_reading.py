"""How far the name of a town goes, and what belongs to it: its district, its cedex, its department between parentheses."""

# ruff: noqa: PLR2004 - the lengths of names are the rule itself
from __future__ import annotations

import re
from typing import Final

from egide.detection.places import longest_town
from egide.detection.recognisers.context import compiled
from egide.detection.text import Text

__all__ = ["CAPITAL_NAME", "OF_A_SHOP", "SITE", "completed", "town_end"]

CAPITAL_NAME: Final = compiled(
    r"[A-Z][\w'\-]*(?:[ \-](?:(?:de|du|des|la|le|les|l'|d'|sur|sous|en|aux|lez|les|am|an der|bei|im|del|della|di|dei|aan den|van)[ \-]?){0,3}[A-Z][\w'\-]*){0,4}",
    re.ASCII,
)
_AFTER_TOWN: Final = compiled(
    r"(?:(?:(?<=paris)|(?<=lyon)|(?<=marseille))[ ](?:premier|deuxieme|second|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme|onzieme|douzieme|treizieme|quatorzieme|quinzieme|seizieme|dix-?septieme|dix-?huitieme|dix-?neuvieme|vingtieme)(?:[ ]arrondissement)?|[ ](?:\d{1,2}(?:e|er|eme|ieme)(?:[ ]arr(?:ondissement|[.])?)?|(?:[1-9]|1\d|20)(?=[ .,;)\n]|$)(?![ ]\d)|cedex(?:[ ]\d{1,2})?)|,?[ ](?:0[1-9]|[1-8]\d|9[0-8])\d{3})(?![\w])"
)
_PAREN: Final = compiled(r"[ ]?\((?:\d{2,5}|2[ab]|[a-z]{2}|[a-z][a-z'\- ]{2,28})\)")
SITE: Final = compiled(
    r"(?<![a-z])(?:agences?|magasins?|boutiques?|gares?|hopital|hopitaux|clinique|mairie|prefecture|sous-prefecture|centre|station|aeroport|stade|sav|relais|commissariat|gendarmerie|caf|cpam|ccas|tribunal|restaurant|hotel|depot|entrepot|"
    r"universite|fac|lycee|college|ecole|guichet|antenne|port|marche|siege|service|concession|garage|hypermarche|supermarche|chu|chr|ehpad|filiale|usine|rue|avenue|boulevard|place|quai|vol|train|tgv|ter|bus|billet|aller|trajet|destination|vers|pour|entre|via|depart de|arrivee a)"
    r"[^.,;:!?\n]{0,22}$"
)

# "ouvert de 9h à 19h, au 12 rue…, 13001 Marseille": a shop gives its address.
OF_A_SHOP: Final = compiled(
    r"(?<![a-z])(?:(?:ouverte?s?|horaires?|open|geoffnet|abierto|aperto|aberto)(?![a-z])[^\n]{0,60}\d[ ]?(?:h|am|pm|uhr)[^\n]{0,60}|"
    r"(?:notre|nos|our|unsere?|nuestr[ao]|nostr[ao]|onze|noss[ao]) (?:atelier|magasins?|boutiques?|agences?|siege|entrepots?|bureaux|locaux|showroom|usine|depot|store|shop|office|warehouse|laden|filiale|tienda|negozio|winkel|loja)[^\n.]{0,90}|"
    # "Crédit de l'Estuaire – 1 place …", "l'agence gestionnaire (7 place …": an organisation gives its own.
    r"(?:assurances|credit|banque|mutuelle|caisse|cabinet|etude|societe|agence|siege|syndic|compagnie|association|federation|groupe|acpr|cnil|service [a-z]{4,14})(?: [a-z'\-]{1,16}){0,6} ?[,(\-–][ ]?\d{1,4}[^\n\d]{3,50}[ ,\-–]{1,4})$"
)


def town_end(text: Text, start: int, *, cased_only: bool = False, regions: bool = False, loose: bool = False) -> int:
    """Return where a town that starts here ends: by the lists first, by capitals when `loose`."""
    cased = text.folded[start : start + 1].isupper()
    if cased_only and not cased:
        return -1
    end = longest_town(text.low, start, known_only=not cased, regions=regions)
    if loose and cased:
        name = CAPITAL_NAME.match(text.folded, start)
        if (
            name
            and name.end() > end
            and not (end > 0 and text.folded[start : name.end()].isupper() and name.end() - end > 14)
        ):
            end = name.end()
    return end


def completed(text: Text, end: int) -> int:
    """Add the district, the cedex, the postcode or the parenthesis that belongs to a town."""
    district = _AFTER_TOWN.match(text.low, end)
    if district:
        end = district.end()
    paren = _PAREN.match(text.low, end)
    return paren.end() if paren else end
