"""References that a company or a device gives: customer, contract, order, file, meter, parcel, IMEI and the like.

Nearly all are found by the word that announces them; a product's own reference, a lot, a promotional code or an
article of law is announced too, and is left alone.

Example:
    >>> book = RuleBook("reference", RULES)
    >>> book.shown("commande CMD-7741-09B, contrat n° 6 018 442 907, dossier depuis 2 ans, la facture de 412,67 €")
    ['REFERENCE CMD-7741-09B', 'REFERENCE 6 018 442 907']
    >>> book.shown("ticket #EV-558201 ; PDL 30001284417790 ; perceuse Bosch (réf. 06019H5202) ; article L.221-18")
    ['REFERENCE #EV-558201', 'REFERENCE 30001284417790']
"""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.context import after, asked, before, compiled
from egide.detection.recognisers.reference_words import (
    LINK,
    NOUNS,
    PRODUCT,
    RECORD,
    SKIP_BEFORE,
    STRONG,
    UNIT,
    is_worth,
    trimmed,
    values_after,
)
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

# Words that name a record of the relation. Strong: with "n°", "numéro" or "réf." before, or unmistakable alone.
_IN_LINK: Final = compiled(r"(?:https?:|www[.])[^\s]{0,60}$")


def _strong(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    cue = match.group("cue")
    if re.match(r"(?:siret|siren)", cue) or SKIP_BEFORE.search(before(text, match.start(), 25)):
        return
    for start, end in values_after(text, match, strong=True):
        yield Finding(
            Label.REFERENCE, start, end, 0.85, ("recogniser:reference", f"context:{' '.join(cue.split())[:40]}")
        )


# A meter that is read: j'ai relevé 18442, relevé 9120 kWh.
_READING: Final = compiled(r"\b(?:ai|as|a|avons|avez|ont)[ |]|[|][ ]?(?:en heures|hp\b|hc\b|kwh|m3)")


def _weak(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    cue = match.group("cue")
    if text.low.startswith(("tsa ", "cs ", "bp "), match.end()):
        return  # the post box of an organisation
    if cue == "agent" and text.low.startswith((":", " :"), match.end("cue")):
        return  # who speaks
    if SKIP_BEFORE.search(before(text, match.start(), 25)) or _IN_LINK.search(before(text, match.start(), 70)):
        return
    for start, end in values_after(text, match, strong=False):
        if cue == "releve" and _READING.search(before(text, match.start(), 12) + "|" + after(text, end, 14)):
            continue
        yield Finding(
            Label.REFERENCE, start, end, 0.75, ("recogniser:reference_near", f"context:{' '.join(cue.split())[:40]}")
        )


_BARE_REF: Final = compiled(
    rf"(?<![a-z])(?P<cue>ref(?:erences?|s)?|n[o.]|numero|identifiant|mon num|reference number|nummer|number)(?![a-z])[.]?{LINK}"
)


def _bare(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    if SKIP_BEFORE.search(before(text, match.start(), 25)):
        return
    head = before(text, match.start(), 90)
    product = [m.end() for m in PRODUCT.finditer(head)]
    record = [m.end() for m in RECORD.finditer(head)]
    tail = after(text, match.end(), 60)
    if product and (not record or record[-1] < product[-1]):
        return
    if (
        match.group("cue") in {"no", "n.", "numero"}
        and not record
        and not re.search(r"[a-z]+-?\d{3}|^(?=[a-z]{0,5}\d)(?=\d{0,5}[a-z])[a-z0-9]{6,}", tail[:20])
    ):
        return
    if not record and re.match(r"[a-z0-9][a-z0-9.-]{3,19}\)", tail):
        return
    score = 0.72 if record else 0.6
    for start, end in values_after(text, match, strong=False):
        yield Finding(
            Label.REFERENCE, start, end, score, ("recogniser:reference_bare", f"context:{match.group('cue')}")
        )


_QUESTION: Final = compiled(
    rf"(?<![a-z])(?P<cue>(?:numero|num|n[o.]|reference|ref|number|nummer|identifiant|code (?:client|rio)|point de livraison|pdl|prm|imei|rio)(?![a-z]){asked(50)}|(?:{STRONG})(?![a-z]){asked(40)})[^\n]{{0,30}}\n"
    r"(?:\[[^\]\n]{1,16}\] ?)?(?:>{1,3} ?)?(?:[a-z][^\n:]{0,28}: ?)?"
)
_ANSWER: Final = compiled(
    r"(?<![\w.,@/-])(?P<v>#?(?=[A-Z]{1,6}[ ]\d|[A-Za-z]{0,6}[\-/.]?\d)[A-Za-z0-9]{1,24}(?:[\-/_.][A-Za-z0-9]{1,16}){0,5}(?:[ ](?:(?=[A-Z]{0,2}\d)[A-Za-z0-9]{1,16}|[A-Z]{1,2}(?![A-Za-z]))){0,8})(?![\w@])"
)
_OTHER_QUESTION: Final = compiled(
    r"telephone|portable|mobile|carte (?:bancaire|bleue|de credit|utilisee)|chiffres|fiscal|secu|iban|compte bancaire|rue|adresse|postal|naissance|age|plaque|immatriculation|departement|phone|credit card|passeport|identite|sejour|etranger|permis|code recu|service|standard|d'urgence"
)


def _answered(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    """The code in the answer to a question about a number."""
    if _OTHER_QUESTION.search(match.group("cue")):
        return
    line_end = text.low.find("\n", match.end())
    stop = min(len(text), match.end() + 160 if line_end < 0 else min(line_end, match.end() + 160))
    for answer in _ANSWER.finditer(text.folded, match.end(), stop):
        start, end = answer.span("v")
        end = trimmed(text.folded, start, end)
        if is_worth(text, start, end, strong=True):
            yield Finding(Label.REFERENCE, start, end, 0.7, ("recogniser:reference_answer", "context:question"))
            return


# "numéro de contrat attendez j'ai mes lunettes c'est le 412 007": an aside stands between.
_ASIDE: Final = compiled(
    rf"(?<![a-z])(?P<cue>(?:numero|num|n[o.]|reference|ref)[ ]?(?:de |du |d'|de la |de l')?(?:{NOUNS}))(?![a-z])(?P<aside>[^\n\d?!:;]{{3,70}}?)(?:(?:c'est|cest|voila c'est|je lis|alors|voila|mes lunettes|attendez|sous les yeux)(?: le| la)?[ :]{{1,2}}|[ ]?:[ ])"
    r"(?P<v>#?(?=[a-z]{0,4}[ \-]?\d)[a-z0-9]{1,16}(?:[ \-/.](?=[a-z]{0,2}\d)[a-z0-9]{1,12}){0,8})(?![\w])"
)
_OTHER_NUMBER: Final = compiled(
    r"telephone|portable|mobile|adresse|mail|rue|avenue|naissance|postal|carte|compte|iban|rib|plaque|immatric|secu|fiscal|passeport|permis|prix|montant|euros?"
)


def _accept_aside(text: Text, match: re.Match[str]) -> bool | float:
    if _OTHER_NUMBER.search(match.group("aside")) or UNIT.match(text.low[match.end("v") : match.end("v") + 12]):
        return False
    return sum(map(str.isdigit, match.group("v"))) >= 4


# "…quatre deux zéro" / "Oui." / "et après la lettre K": what is added to a number already given.
_ADDED: Final = compiled(
    r"\d[ .]{0,3}\n(?:[^\n]{0,40}\n)?(?:\[[^\]\n]{1,16}\] ?)?(?:[a-z][^\n:]{0,28}: ?)?(?:et |puis |alors |non |pardon |oui ){0,3},?[ ]?(?P<cue>(?:et |puis |ensuite |apres |a la fin |derriere ){1,3}(?:c'est )?(?:la lettre|les lettres|le chiffre|un|une)|la lettre)[ ](?P<v>[a-z](?:[ ][a-z]){0,3}|\d{1,4})(?![\w'])"
)


RULES: Final = (
    Rule(
        name="reference",
        label=Label.REFERENCE,
        summary="A reference after words that announce it without doubt: numéro de client, PDL, n° de contrat, order number.",
        word=rf"^(?:pdl|prm|pce|point|imei|iccid|eid|n|no|nr|num|numero|s|serial|serie|rio|rum|neph|siv|ref|references?|refs|identifiant|aktenzeichen|az|number|nummer|id|code|punto|cups|pod|pdr|ean|codigo|codice|nhs|mpan|mprn)$|numm?er$|nr$|zeichen$|(?:boekings|reserverings|buchungs)code$|^n[o]?d|^(?:no?|num(?:ero)?|ref(?:erences?|s)?)(?:de|du|d|di|do|da)?(?:{NOUNS})$|^(?:{NOUNS})(?:n[o]?|num(?:ero)?|ref(?:erence)?|no|nr)$",
        hint=rf"\b(?:{STRONG})",
        digits=1,
        pattern=compiled(rf"(?<![a-z])(?P<cue>{STRONG})(?![a-z]){LINK}"),
        spans=_strong,
        examples=(
            "Titulaire du contrat n° [[6 018 442 907]] pour",
            "N° de sociétaire : [[8841203K]]",
            "numéro d'allocataire est le [[4 417 092 P]] et",
            "N° adhérent : [[5512 0087 43]]",
            "Punto di consegna [[22817004417350]]",
        ),
    ),
    Rule(
        name="reference_near",
        label=Label.REFERENCE,
        summary="A code right after a word such as commande, dossier, client, Bestellung, pedido.",
        word=rf"^(?:{NOUNS}|carte|billet|accuse|pre|proces|lot|lettre|id|compte|espace|dossier|assurance|bons?|main|titre|rendez|loyalty|carta|permis|declaration|avoir|cheque|parcelle|section|ordre|kd)$",
        digits=1,
        hint=rf"\b(?:{NOUNS})\b[^\n]*\d|resa|reservation|pnr|booking|boeking|buchung|reserva|prenotazione",
        pattern=compiled(rf"(?<![a-z])(?P<cue>{NOUNS})(?![a-z]){LINK}"),
        spans=_weak,
        examples=(
            "Commande [[W-20260913]].",
            "cl [[40-2218-77]]",
            "Les ventes [[V-118204]] et [[V-118219]] sont",
            "booking [[GD-88204-UK]]",
        ),
    ),
    Rule(
        name="reference_bare",
        label=Label.REFERENCE,
        summary="A code after réf. or n° when a record, not a product, is spoken of.",
        digits=1,
        word=r"^(?:refs?|references?|n|no|numero|identifiant|num|number|nummer)$",
        hint=r"(?:^|[^a-z])n(?:o(?:[^a-z]|$)|[.])|ref|num|identifiant",
        pattern=_BARE_REF,
        spans=_bare,
        examples=(
            "j'ai envoyé mon constat, réf [[SIN26-40071]].",
            "Le prélèvement du prêt auto (réf. [[PA-20931184]])",
        ),
    ),
    Rule(
        name="reference_answer",
        label=Label.REFERENCE,
        summary="The code in the answer to a question about a number.",
        sign="\n",
        hint=r"\?[^\n]*\n|\n(?:\[|[a-z][^\n:]{0,28}:)",
        digits=1,
        pattern=_QUESTION,
        spans=_answered,
        examples=("votre numéro d'adhérent ?\nAssurée : Marjane Tavakoli, [[0048-2261-T]], et",),
    ),
    Rule(
        name="reference_after_aside",
        label=Label.REFERENCE,
        summary="A code that an aside parts from the words that announce it.",
        word=r"^(?:numero|num|n|no|nde|nodu|node|reference|ref)$",
        hint=r"c'?est|je lis|alors|:",
        digits=4,
        pattern=_ASIDE,
        accept=_accept_aside,
        score=0.75,
        examples=("mon numéro de contrat attendez j'ai mes lunettes c'est le [[412 0 0 7 230]] et",),
    ),
    Rule(
        name="reference_added",
        label=Label.REFERENCE,
        summary="A letter or a digit added to a number in a later turn.",
        word=r"^(?:lettres?|chiffre|apres|puis|ensuite|fin|derriere)$",
        sign="\n",
        digits=1,
        pattern=_ADDED,
        score=0.75,
        examples=("1 1 7 4 4 2 0\nAgente : Oui.\nUsager : et après la lettre [[K]].",),
    ),
    Rule(
        name="reference_named_after",
        label=Label.REFERENCE,
        summary="A code named after it is given: 72118, le numéro client.",
        digits=4,
        word=rf"^(?:num|numero|n|no)(?:de|du|d)?(?:{NOUNS})?$",
        hint=rf"(?:le|mon|comme) (?:numero|num|n[o.]) ?(?:de |du |d'|de la |de l'|de mon )?(?:{NOUNS})",
        pattern=compiled(
            rf"(?<![\w.,/-])(?P<v>[a-z]{{0,4}}-?\d[a-z0-9]{{0,14}}(?:[ \-/]\d[a-z0-9]{{0,8}}){{0,9}})[ ,]{{1,3}}(?:(?:c'est|est|voila|pour)[ ])?(?:le|mon|comme)[ ](?:numero|num|n[o.])[ ]?(?:de |du |d'|de la |de l'|de mon )?(?:{NOUNS})(?![a-z])"
        ),
        score=0.8,
        examples=("c'est [[72118]] le numéro client",),
    ),
    Rule(
        name="booking_code",
        label=Label.REFERENCE,
        summary="A booking code of capitals after réservation, PNR, booking.",
        word=r"resa|reservation|pnr|booking|boeking|buchung|reserv|localizador|prenotazione|^sncf$|^voyage$|^train$",
        pattern=compiled(
            r"(?<![A-Za-z])(?P<cue>[Rr][ée]sa|[Rr]eservations?|PNR|pnr|[Bb]ooking|[Bb]oeking(?:scode)?|[Rr]eserveringscode|[Bb]uchung(?:scode|snummer)?|[Dd]ossier(?: de)? (?:SNCF|voyage|reservation|train)|[Rr]eserva|[Ll]ocalizador|[Pp]renotazione)(?:[ ](?:ref|reference|code|number|no|n[o.]|est|is|c'est)){0,3}[ ]?[:=]?[ ](?P<v>(?=[A-Z0-9]{5,8}(?![\w]))(?=\d{0,5}[A-Z])[A-Z0-9]{5,8})"
        ),
        accept=lambda text, match: not text.folded[max(0, match.start() - 20) : match.start("v")].isupper(),
        cased=True,
        score=0.8,
        examples=("dossier de réservation [[LMQZTR]]", "Boekingscode [[RW7K2P]]."),
    ),
)
