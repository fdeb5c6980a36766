"""Recognise kinds of request that the law or the person's safety singles out, with the words that show it.

Each kind is a short list of patterns in French and English: explainable, testable, and prudent: a kind is a flag for a person, never a decision.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["REQUEST_TYPES", "RequestFlag", "RequestType", "find_request_types"]


RequestType = Literal[
    "question",
    "complaint",
    "withdrawal",
    "rights_request",
    "churn",
    "safety",
    "fraud",
    "vulnerability",
    "legal_threat",
    "social_risk",
    "service_down",
    "thanks",
    "human",
]

REQUEST_TYPES: dict[RequestType, tuple[str, str]] = {
    "question": ("Question", "Question"),
    "complaint": ("Réclamation", "Complaint"),
    "withdrawal": ("Rétractation", "Withdrawal"),
    "rights_request": ("Droits sur les données", "Data rights request"),
    "churn": ("Départ", "Churn"),
    "safety": ("Sécurité des personnes", "Safety"),
    "fraud": ("Fraude", "Fraud"),
    "vulnerability": ("Vulnérabilité déclarée", "Declared vulnerability"),
    "legal_threat": ("Recours annoncé", "Legal threat"),
    "social_risk": ("Difficulté de paiement", "Payment difficulty"),
    "service_down": ("Service coupé", "Service down"),
    "thanks": ("Remerciement", "Thanks"),
    "human": ("Demande un conseiller", "Asks for a human"),
}

_PATTERNS: dict[RequestType, str] = {
    "complaint": r"\br[ée]clamations?\b|\bplainte\b|\bm[ée]content|\binadmissible|\binacceptable|\bscandaleu|\bhonteu|\bje conteste\b|\bje refuse de payer\b|\bd[ée]dommagement\b|\bpr[ée]judice\b|\bsans (?:aucune )?r[ée]ponse\b|"
    r"\btoujours (?:pas|rien|aucune)\b|\b(?:deuxi|troisi|quatri)[èe]me (?:relance|fois|mail|message|courrier)|\bderni[èe]re relance|\bvous vous moquez\b|\bjamais venu\b|"
    r"\bcomplain(?:t|ts|ing)?\b|\bunacceptable\b|\bdisgrace|\brefuse to pay\b|\bcompensation\b|\bstill (?:no|not|waiting)\b|\bnever (?:came|arrived|showed)\b|\bthird time\b",
    "withdrawal": r"\br[ée]tract|\bchang[ée] d'avis\b|\bd[ée]lai de (?:14|quatorze) jours\b|\bcooling[- ]off\b|\bchanged my mind\b|\bright (?:of|to) withdraw",
    "rights_request": r"\brgpd\b|\bgdpr\b|\bdroit d'acc[èe]s\b|\bdonn[ée]es personnelles\b|\beffac\w+ (?:de )?(?:l'ensemble de )?(?:toutes )?mes (?:donn[ée]es|informations)|\bsupprim\w+ (?:toutes )?mes (?:donn[ée]es|informations)|"
    r"\bcopie de[s]? (?:mes )?(?:donn[ée]es|enregistrements?)\b|\bd[ée]l[ée]gu[ée] [àa] la protection\b|\b(?:m'oppose|opposition) [àa] (?:la )?prospection|\bretir\w+ mon (?:accord|consentement)\b|"
    r"\bpersonal data\b|\bsubject access\b|\bdelete (?:all )?my (?:data|information)\b|\bright to (?:erasure|be forgotten|access)\b|\bwithdraw my consent\b",
    "churn": r"\br[ée]sili|\bje (?:vous )?quitte\b|\bpartir (?:chez|pour) (?:un|la|une) (?:autre|concurren)|\bchanger (?:d'op[ée]rateur|de fournisseur)\b|\bconcurren(?:t|ce)\b|\bmettre fin [àa] mon\b|"
    r"\bcancel my (?:subscription|contract|account|plan)\b|\bswitch(?:ing)? (?:to another|provider|supplier)\b|\bleaving you\b|\bclose my account\b",
    "safety": r"\b[ée]tincelles?\b|\bincendie\b|\bodeur de (?:gaz|br[ûu]l[ée])|\bsent le (?:gaz|br[ûu]l[ée])|\bfuite de gaz\b|\bfil (?:[ée]lectrique )?(?:est )?(?:tomb[ée]|[àa] terre)|\bc[âa]ble (?:est )?(?:tomb[ée]|par terre|[àa] terre)|"
    r"\b[ée]lectrocut|\b(?:sous|concentrateur d')\s?oxyg[èe]ne\b|\brespirateur\b|\bdialyse\b|\bdanger (?:de mort|imm[ée]diat)\b|\ben danger\b|\bsuicid|\bmettre fin [àa] mes jours\b|\bmonoxyde\b|\bprend feu\b|"
    r"\bsparks?\b|\bsparking\b|\bsmell(?:s)? of (?:gas|burning)|\bgas leak\b|\bon fire\b|\b(?:cable|wire|line) (?:is )?down\b|\belectrocut|\bon oxygen\b|\bventilator\b|\bkill myself\b|\bend my life\b",
    "fraud": r"\barnaque|\bescroc|\bfraud|\bhame[çc]onnage|\bphishing\b|\busurp|\bfaux (?:conseiller|sms|site|mail)|\bsms suspect|\b(?:n'a|n'ai) jamais (?:sign[ée]|souscrit)|\b[àa] (?:mon|son) insu\b|"
    r"\bvol[ée]r? (?:mon|ma|son) (?:t[ée]l[ée]phone|mobile|portable|carte)|\bvol de (?:mon )?(?:t[ée]l[ée]phone|mobile|portable)|\bme voler mon\b|\bm'a vol[ée]\b|\bmis sa carte\b|\bcode que je venais de recevoir\b|\bde (?:la|votre) part\b.{0,40}\bcode\b|\bd[ée]marcheur\b|"
    r"\bscam|\bidentity theft\b|\bfake (?:advis|agent|text|email|site)|\bnever signed\b|\bstolen\b|\bin my name without\b|\bunauthori[sz]ed (?:transaction|payment|charge)",
    "vulnerability": r"\bpersonne [âa]g[ée]e\b|\bgrand-m[èe]re\b.{0,30}\b(?:[789]\d) ans\b|\bhandicap|\btutelle\b|\bcuratelle\b|\bb[ée]b[ée]\b|\bnourrisson\b|\bnouveau-n[ée]\b|\benceinte\b|\bmalade\b|\bhospitalis|\boxyg[èe]ne\b|\bdialyse\b|\bsurendettement\b|\bviolences? conjugales?\b|"
    r"\belderly\b|\bdisab(?:led|ility)\b|\bnewborn\b|\bbaby\b|\bpregnant\b|\bhospital\b|\boxygen\b|\bguardianship\b|\bdomestic (?:violence|abuse)\b|\bterminally ill\b",
    "legal_threat": r"\bm[ée]diat(?:eur|rice|ion)\b|\bavocat\b|\btribunal\b|\bjustice\b|\bmise en demeure\b|\bpoursuites\b|\bdgccrf\b|\bcnil\b|\bassociation de consommateurs\b|\bque choisir\b|\bderni[èe]re relance\b|\bplainte\b|"
    r"\bombudsman\b|\blawyer\b|\bsolicitor\b|\bcourt\b|\blegal action\b|\bregulator\b|\btrading standards\b",
    "social_risk": r"\bne peux (?:pas|plus) payer\b|\bn'arrive (?:pas|plus) [àa] payer\b|\bperdu (?:mon|son) (?:emploi|travail|poste)\b|\bperte d[e'] ?(?:mon )?emploi\b|\bch[ôo]mage\b|\b[ée]ch[ée]ancier de paiement\b|\bimpay[ée]s?\b.{0,60}\bcoup|\bch[èe]que [ée]nergie\b|\bsurendett|\bRSA\b|\br[ée]duit ma puissance\b|\bdifficult[ée]s? (?:de paiement|financi[èe]res?)\b|"
    r"\bne peux pas sortir\b|\b[àa] d[ée]couvert\b|\b(?:allez|va)(?: vous)?(?: me| lui| nous)? couper\b|\bcan(?:'t|not) (?:afford|pay)\b|\blost my job\b|\bunemployed\b|\bpayment plan\b|\bdisconnect (?:me|us)\b|\bin debt\b",
    "service_down": r"\bplus (?:de|d')\s?(?:courant|[ée]lectricit[ée]|internet|r[ée]seau|connexion|ligne|t[ée]l[ée]phone|gaz|chauffage|eau chaude)\b|\bpas (?:de|d')\s?(?:courant|[ée]lectricit[ée]|internet|r[ée]seau)\b|\bplus internet\b|\b(?:internet|fibre|ligne|courant) (?:est |a [ée]t[ée] )?coup[ée]e?\b|"
    r"\bsans (?:fibre|internet|courant|[ée]lectricit[ée]|t[ée]l[ée]phone|r[ée]seau)\b|\bcoup(?:ure|[ée])s? depuis\b|\bvoyant rouge\b|\ben panne\b|\bne fonctionne(?:nt)? plus\b|\bne marche(?:nt)? plus\b|"
    r"\bno (?:power|electricity|internet|signal|service|broadband|connection)\b|\b(?:internet|broadband|power|service|line) (?:is |has been )?(?:down|out|off)\b|\bpower cut\b|\boutage\b|\bstopped working\b",
    "thanks": r"\b(?:immense|grand|un grand) merci\b|\bmerci (?:beaucoup|pour votre|[àa] (?:toute )?(?:l'|votre))\b|\bbravo\b|\bf[ée]licit|\bthank you so much\b|\bmany thanks\b|\bwell done\b|\bkudos\b",
}
_COMPILED = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _PATTERNS.items()}
_READ = 20_000


@dataclass(frozen=True, slots=True)
class RequestFlag:
    """A kind of request and where its words are.

    Attributes:
        kind: A key of `REQUEST_TYPES`.
        spans: Half-open offsets of the words that show it, in code points.
    """

    kind: RequestType
    spans: tuple[tuple[int, int], ...]


def find_request_types(text: str) -> tuple[RequestFlag, ...]:
    """Find the kinds of request of a customer's text, in the order of `REQUEST_TYPES`.

    Args:
        text: What the customer wrote, pseudonymised; its first 20,000 characters are read.

    Returns:
        The flags; a text may have several or none.

    Example:
        >>> [flag.kind for flag in find_request_types("Je veux exercer mon droit d'accès RGPD, et j'attends : toujours rien !")]
        ['complaint', 'rights_request']
    """
    from egide.assist.reply import asks_for_human

    head = text[:_READ].replace("’", "'")
    found: dict[RequestType, tuple[tuple[int, int], ...]] = {}
    for kind, pattern in _COMPILED.items():
        spans = tuple(match.span() for match in pattern.finditer(head))
        if spans:
            found[kind] = spans
    marks = tuple(match.span() for match in re.finditer(r"\?", head))
    if marks:
        found["question"] = marks
    if asks_for_human(head):
        found["human"] = ((0, len(head)),)
    return tuple(RequestFlag(kind, found[kind]) for kind in REQUEST_TYPES if kind in found)
