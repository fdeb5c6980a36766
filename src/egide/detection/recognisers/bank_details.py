"""What is told of an account or a card rather than its whole number: last digits, expiry, security code, parts of a RIB.

Example:
    >>> book = RuleBook("bank_details", RULES)
    >>> book.shown("compte finissant par 008, carte terminant par 6812, ma ligne qui finit par 41 77")
    ['IBAN 008', 'CARD 6812', 'PHONE 41 77']
"""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.bank import CARD_WORD, MONTH_YEAR
from egide.detection.recognisers.context import asked, before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_ENDING: Final = (
    r"(?:finissant|finissai(?:t|ent)|finit|fini par|finissent|terminant|terminai(?:t|ent)|termine|terminee?|terminent|se termine|fin(?: de carte| de compte)?|(?:4|quatre|trois|3|cinq|5)? ?derniers(?: chiffres| numeros)?(?: iban| rib| carte| cb)?|"
    r"ending|ends|last (?:4|four)(?: digits)?|endet|endend|letzten (?:4|vier) ziffern|termina|terminad[ao]|terminat[oa]|acaba(?:da|do)?|finisce|finiscono|ultimas? (?:4|cuatro)|ultime (?:4|quattro)(?: cifre)?|eindigend|eindigt|laatste (?:4|vier) cijfers|eindcijfers|endziffern|endnummer|"
    r"final(?:es)?)"
)
_LAST: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_ENDING})(?![a-z])(?:[^\w\n]{{0,3}}(?:par|en|de|du|mon|ma|la|le|l|carte|cb|compte|iban|rib|c|est|sont|bancaire|utilisee?|in|with|auf|op|con|che|em|der|karte|of|my|the|is|are|on|mein|meine|meiner|meines|mijn|della|tarjeta|carta|kaart|konto|kontos|rekening|cuenta|card|account|"
    rf"figurant|visa|mobile|portable|telephone|ligne|tel|fixe|num\w{{0,12}}|chiffres|ma)(?=[^\w])){{0,7}}[^\w\n]{{0,4}}(?P<v>\d{{2,6}}(?!\d)|\d{{1,2}}(?:[ ]\d{{1,2}}){{1,3}})(?![\w/]|[ ]?(?:\d|\$|eur|%))"
)
_ANSWER_LAST: Final = compiled(
    r"(?P<cue>derniers (?:chiffres|numeros)|last (?:4|four) digits|letzten vier ziffern)"
    + asked(60)
    + r"[^\n]{0,30}\n(?:[^\n:]{0,30}:)?[^\d\n]{0,25}(?P<v>\d{2,6})(?![\w])"
)


# "mon numéro qui finit par 41": a telephone line, unless the number is that of a record.
_LINE_WORD: Final = compiled(
    r"(?<![a-z])(?:telephone|portable|mobile|ligne|fixe|numero|phone|handy|handynummer|nummer|number|movil|telefono|cellulare|telefoon|telemovel|telefone)(?![a-z])"
)
_RECORD_WORD: Final = compiled(
    r"(?<![a-z])(?:commande|dossier|contrat|client|colis|facture|sinistre|suivi|adherent|abonne|order|case|claim|bestellung|pedido|ordine|bestelling|encomenda)(?![a-z])"
)


def _lasts(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start, end = match.span("v")
    around = before(text, match.start(), 60) + match.group()
    account = [
        m.end()
        for m in re.finditer(r"\b(?:compte|cpte|iban|rib|account|konto\w*|cuenta|conto|conta|rekening\w*)\b", around)
    ]
    card = [m.end() for m in re.finditer(rf"(?<![a-z]){CARD_WORD}(?![a-z])", around)]
    line = [m.end() for m in _LINE_WORD.finditer(around)]
    if line and line[-1] > max(account[-1:] + card[-1:], default=0):
        label = Label.REFERENCE if _RECORD_WORD.search(around, line[-1]) else Label.PHONE
    elif account or card or re.search(r"chiffres|numeros|digits|ziffern|cijfers|cifre", match.group()):
        label = Label.IBAN if account and (not card or account[-1] > card[-1]) else Label.CARD
    else:
        return
    yield Finding(label, start, end, 0.88, ("recogniser:last_digits", f"context:{match.group('cue')}"))


_EXPIRY: Final = compiled(
    rf"(?P<cue>date d'?expir\w{{0,12}}|expir\w{{0,12}}|exp|valable jusqu\w{{0,4}}|validite|gultig bis|valid(?: until| thru)?|caduc\w{{1,12}}|scadenza|scad|scade|vervaldatum|verloopt|ablaufdatum)[^\w\n]{{0,4}}(?:(?:est|c|le|en|au|a|fin|la|carte|ma|bancaire|cb|:|mois|is|ist|es|e|op|am|il|el|in|kaart|karte|tarjeta|carta|card|van|de|della|der)[^\w\n]{{1,3}}){{0,5}}(?:{asked(20)}[^\n]{{0,20}}\n(?:[^\n:]{{0,30}}:)?[^\d\n]{{0,20}})?(?P<v>{MONTH_YEAR})(?!\d)"
)
_OTHER_PAPER: Final = compiled(
    r"passeport|passport|carte (?:vitale|grise|mutuelle|de fidelite)|\bcni\b|identite|titre de sejour|sejour|permis|garantie|contrat|bon d'achat|code promo|cheque|visa de"
)


_CODE_FOLLOWS: Final = compiled(
    r"[^\n]{0,30}(?<![a-z])(?:cvv|cvc|crypto|code de securite|security code|prufnummer|prufziffer)"
)


def _accept_expiry(text: Text, match: re.Match[str]) -> bool | float:
    head = text.low[max(0, match.start() - 260) : match.start("v")]
    cards = [
        m.end()
        for m in re.finditer(rf"(?<![a-z]){CARD_WORD}(?![a-z])|\d{{4}}[ -]?\d{{4}}[ -]?\d{{4}}[ -]?\d{{4}}", head)
    ]
    papers = [m.end() for m in _OTHER_PAPER.finditer(head)]
    if not cards and _CODE_FOLLOWS.match(text.low, match.end()):
        return not papers
    return bool(cards) and (not papers or papers[-1] < cards[-1])


_CODE: Final = compiled(
    r"(?<![a-z])(?P<cue>cvv2?|cvc2?|crypto(?:gramme)?(?: visuel)?|code de securite|pictogramme|security code|prufnummer|prufziffer|codigo de seguridad|codice di sicurezza|"
    r"(?:3|trois) (?:derniers )?chiffres (?:au dos|du dos|derriere))(?:[^\w\n]{0,4}(?:c|est|le|de|la|carte|ma|is|au|dos|derriere|verso|:|ist|es|alors|euh)(?=\W)){0,6}[^\w\n]{0,4}(?:"
    + asked(20)
    + r"[^\n]{0,20}\n(?:[^\n:]{0,30}:)?[^\d\n]{0,20})?(?P<v>\d[ ]?\d[ ]?\d(?:[ ]?\d)?)(?!\d)"
)
_ACCOUNT: Final = compiled(
    r"(?<![a-z])(?P<cue>(?:n[o.]?|num(?:ero)?)[ ]?(?:de )?(?:mon |du |votre |son )?(?:compte|cpte)(?: bancaire)?|compte bancaire|(?:mon|son|le|leur|notre) compte(?= c'?est le )|compte (?:courant|joint|epargne|cheques?|depot)|livret(?: a| jeune)?|account (?:number|no)|kontonummer|blz|numero de cuenta|rekeningnummer|numero di conto|numero da conta)"
    r"(?:[^\w\n]{0,3}(?:est|c|cest|le|n|no|is|ist|es|e|:|numero)(?=\W)){0,4}[^\w\n]{0,4}(?P<v>[a-z]{0,2}\d(?:(?:[.\-]|[ ](?=[a-z]{0,2}\d))?[0-9a-z](?=[0-9a-z .\-]|\b)){4,28}(?:-[a-z](?![\w]))?)(?![\w])"
)


def _accept_account(text: Text, match: re.Match[str]) -> bool | float:
    return sum(map(str.isdigit, match.group("v"))) >= 5


_RIB_PARTS: Final = compiled(
    r"(?<![a-z])(?:code )?banque[^\w\n]{0,4}(?P<a>\d{5})[^\w\n]{0,4}\n?(?:code )?guichet[^\w\n]{0,4}(?P<b>\d{5})[^\w\n]{0,4}\n?(?:(?:n[o.]?|numero)[ ]?(?:de )?)?compte[^\w\n]{0,4}(?P<c>[0-9a-z]{11})(?![\w])"
    r"(?:[^\w\n]{0,4}\n?cle(?: rib)?[^\w\n]{0,4}(?P<d>\d\d)(?![\w]))?"
)


def _rib_parts(_text: Text, match: re.Match[str]) -> Iterator[Finding]:
    for part in "abcd":
        if match.group(part):
            yield Finding(Label.IBAN, *match.span(part), 0.9, ("recogniser:rib_parts", "context:guichet"))


RULES: Final = (
    Rule(
        name="last_digits",
        label=Label.CARD,
        summary="The last digits of a card or of an account; the nearer word decides which.",
        word=r"fini|finisc|termin|^fin$|derniers|^ending|^ends|^last|endet|endend|^end(?:ziffern|nummer)|^eindcijfers|letzten|acaba|ultim|eindig|laatste|^final",
        hint=_ENDING,
        digits=2,
        pattern=_LAST,
        spans=_lasts,
        examples=(
            "card ending [[7916]]",
            "ma carte elle finit par [[32 09]] elle",
            "La carta che finisce con [[8821]].",
            "mes 4 derniers chiffres ([[9128]])",
        ),
    ),
    Rule(
        name="last_digits_answer",
        label=Label.CARD,
        summary="The answer to a question about the last digits.",
        word=r"derniers|^last$|letzten",
        hint=r"derniers (?:chiffres|numeros)|last (?:4|four) digits|letzten vier ziffern",
        digits=2,
        pattern=_ANSWER_LAST,
        spans=_lasts,
        examples=("les 4 derniers chiffres de la carte utilisée ?\nVisiteur : [[0543]]",),
    ),
    Rule(
        name="card_expiry",
        label=Label.CARD,
        summary="An expiry date after a word that announces it, when the last paper spoken of is a card.",
        word=r"expir|exp|valable|validite|gultig|valid|caduc|^scad(?:e|enza)?$|vervaldatum|^verloopt$|^ablaufdatum$",
        digits=2,
        pattern=_EXPIRY,
        accept=_accept_expiry,
        score=0.85,
        examples=(
            "ma carte bleue expire fin [[09/28]]",
            "ma carte elle expire en [[septembre 28]]",
            "la mia carta scade il [[10/27]]",
            "Vervaldatum kaart [[10/27]]",
        ),
    ),
    Rule(
        name="card_code",
        label=Label.CARD,
        summary="A security code after a word that announces it.",
        word=r"cvv|cvc|crypto|^code$|pictogramme|^security$|pruf|^codigo$|^codice$|^chiffres$",
        hint=r"cvv|cvc|crypto|code de securite|pictogramme|security code|pruf|codigo de seguridad|codice di sicurezza|chiffres (?:au dos|du dos|derriere)",
        digits=3,
        pattern=_CODE,
        score=0.9,
        examples=("CVV : [[914]]",),
    ),
    Rule(
        name="account_number",
        label=Label.IBAN,
        summary="An account number after a word that announces it.",
        word=r"(?:compte|cpte|livret)$|^(?:account|blz|kontonummer|cuenta|rekeningnummer|conto|conta)$",
        hint=r"compte|cpte|livret|blz|account (?:number|no)|kontonummer|cuenta|rekeningnummer|conto|conta",
        digits=5,
        pattern=_ACCOUNT,
        accept=_accept_account,
        score=0.75,
        examples=("n° de compte [[00471883 25]]", "son compte c'est le [[004 4 7 12]] et"),
    ),
    Rule(
        name="rib_parts",
        label=Label.IBAN,
        summary="The four parts of a French RIB, each after its name: banque, guichet, compte, clé.",
        word=r"^guichet$",
        digits=12,
        pattern=_RIB_PARTS,
        spans=_rib_parts,
        examples=("Code banque [[30006]] guichet [[00001]] compte [[12345678901]] clé [[89]]",),
    ),
    Rule(
        name="account_end",
        label=Label.IBAN,
        summary="The end of an account after dots or stars.",
        word=r"^(?:compte|cpte|iban|rib|konto|cuenta|conto|rekening|conta|account)$",
        digits=3,
        sign=("..", "**", "xx", "\x1e"),
        pattern=compiled(
            r"(?<![a-z])(?P<cue>compte|cpte|iban|rib|konto|cuenta|conto|rekening|conta|account)[^\w\n.*]{0,3}(?:(?:n[o.]?|bancaire|courant|joint)[ ])?(?P<v>(?:[.*]{2,12}|x{2,12}|\x1e)[ ]?\d{3,5})(?![\w])"
        ),
        score=0.86,
        examples=("reçu sur le compte [[...7742]] le",),
    ),
    Rule(
        name="iban_masked",
        label=Label.IBAN,
        summary="An IBAN partly hidden by stars or crosses.",
        sign=("**", "xx", "..", "\x1e"),
        digits=4,
        pattern=compiled(
            r"(?<![\w*])(?P<v>[a-z]{2}\d{2}(?:[ \-]?[\dx*.\x1e]{2,4}){0,6}(?:[ \-]?[x*.\x1e]{2,20}){1,6}(?:[ \-]?[\dx*]{1,4}){0,3}[ \-]?\d{2,4})(?![\w*])"
        ),
        accept=lambda _text, match: re.search(r"[x*.\x1e]{2}", match.group("v")) is not None,
        score=0.9,
        examples=("vers [[FR76****************4417]]",),
    ),
)
