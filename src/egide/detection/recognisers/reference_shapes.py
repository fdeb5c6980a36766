"""References that their shape tells without a word: IMEI, RIO, VIN, parcels, codes with a prefix, long numbers.

Example:
    >>> book = RuleBook("reference_shapes", RULES)
    >>> book.shown("ticket #EV-558201, tel volé 358672018324578, ça donne 01P4K7T2X9Q4, EAN 3760123456789")
    ['REFERENCE #EV-558201', 'REFERENCE 358672018324578', 'REFERENCE 01P4K7T2X9Q4']
"""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself
from __future__ import annotations

import re
from typing import Final

from egide.detection.finding import Label
from egide.detection.recognisers.context import before, compiled
from egide.detection.recognisers.reference_words import DATE, PRODUCT, RECORD, SKIP_BEFORE
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_LONG_DIGITS: Final = compiled(r"(?<![\w.,+/-])(?P<v>\d{9,20})(?![\w]|[.,]\d)")


def _accept_long(text: Text, match: re.Match[str]) -> bool | float:
    head = before(text, match.start("v"), 50)
    if re.search(
        r"siret|siren|\bean\b|gtin|isbn|tva|p[. ]{0,2}iva|partita iva|\bvat\b|ust-?id|\bbtw\b|\bcif\b|\bbic\b|code-?barres?|gencod|exemple|article|produit|modele",
        head,
    ):
        return False
    value = match.group("v")
    if len(value) in {8, 12, 13} and _ean(value) and not RECORD.search(head):
        return False
    return 0.55


def _ean(value: str) -> bool:
    total = sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(reversed(value)))
    return total % 10 == 0


def _imei(value: str) -> bool | None:
    from egide.detection.recognisers.bank import luhn

    digits = re.sub(r"\D", "", value)
    return luhn(digits) if len(digits) == 15 else None


_IMEI: Final = compiled(r"(?<![\w])(?P<v>[0-9]{2}[ \-]?\d{6}[ \-]?\d{6}[ \-]?\d)(?![\w])")
_VIN: Final = compiled(
    r"(?<![\w])(?P<v>(?=[A-HJ-NPR-Z]{0,16}\d)(?=\d{0,16}[A-Z])[A-HJ-NPR-Z0-9]{11}\d{2}[A-HJ-NPR-Z0-9]{0,2}\d{2,4})(?![\w])"
)
_PARCEL: Final = compiled(
    r"(?<![\w])(?P<v>[A-Z]{2}[ ]?\d{3}[ ]?\d{3}[ ]?\d{3}[ ]?[A-Z]{2}|[68][A-Z]\d{11,12}|1Z[ ]?[0-9A-Z]{3}[ ]?[0-9A-Z]{3}[ ]?\d{2}[ ]?\d{4}[ ]?\d{4})(?![\w])"
)
_HASH: Final = compiled(
    r"(?<![\w&/])(?P<v>#(?=[A-Z\-]{0,8}\d)[A-Z0-9]{1,12}(?:-[A-Z0-9]{1,12}){0,3}|#[a-z]{1,6}-\d{4,10})(?![\w])"
)
_CODES: Final = "CMD|CDE|CLI|CL|CLT|CT|CTR|DOS|DOSS|SIN|TKT|INC|REQ|RITM|SR|RMA|RET|FAC|FACT|FA|INV|ORD|BL|BC|ADH|POL|SAV|REC|RECL|REF|RES|RESA|CAS|CASE|CHG|DV|DEV|VT|MRH|AUTO|HAB|ASS|SOC|ABO|RUM|PV|INT|BIJ|TRV|RDV"
_CODED: Final = compiled(
    rf"(?<![\w.,/@-])(?P<v>(?:{_CODES})[\-_/ ]?(?=[A-Z0-9\-/_]{{0,6}}\d)[A-Z0-9]{{2,16}}(?:[\-/_][A-Z0-9]{{1,12}}){{0,4}})(?![\w])"
)


_SHAPED: Final = compiled(
    r"(?<![\w.,/@#-])(?P<v>[A-Z]{1,5}\d{0,6}[\-/](?:[A-Z0-9]{1,8}[\-/]){0,2}(?=[A-Z]{0,4}\d)[A-Z0-9]{3,12}(?:[\-/][A-Z0-9]{1,8})?)(?![\w@-])"
)
_NORMS: Final = compiled(
    r"(?:iso|ral|en|nf|din|cve|iec|ce|nfc|ip|usb|rj|a4|dtu|kb|cat|http|utf|ean|bic|tva|covid)[\-/]"
)


def _accept_shaped(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    head = before(text, match.start("v"), 40)
    if sum(map(str.isdigit, value)) < 5 or _NORMS.match(value.lower()):
        return False
    if DATE.fullmatch(value) or PRODUCT.search(head) or SKIP_BEFORE.search(head) or "promo" in head:
        return False
    return 0.6


def _accept_hash(text: Text, match: re.Match[str]) -> bool | float:
    return sum(map(str.isdigit, match.group("v"))) >= 3 and not re.fullmatch(
        r"#(?:20[23]\d|\d{1,2}[a-z]*)", match.group("v").lower()
    )


def _accept_coded(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    if sum(map(str.isdigit, value)) < 3 or PRODUCT.search(before(text, match.start("v"), 40)):
        return False
    return 0.72 if "-" in value or "/" in value or len(value) > 7 else 0.6


RULES: Final = (
    Rule(
        name="imei",
        label=Label.REFERENCE,
        summary="An IMEI, the serial number of a mobile phone, whose key is right.",
        hint="",
        digits=15,
        row=15,
        pattern=_IMEI,
        check=_imei,
        accept=lambda _text, match: 0.8 if _imei(match.group("v")) else False,
        examples=("tel volé [[358672018324578]]",),
    ),
    Rule(
        name="rio",
        label=Label.REFERENCE,
        summary="A RIO, the identity of a French telephone line, by its shape.",
        hint=r"\d\d[pe][a-z0-9]{9}",
        digits=3,
        pattern=compiled(r"(?<![\w-])(?P<v>\d{2}[PE][A-Z0-9]{9})(?![\w-])"),
        cased=True,
        score=0.85,
        examples=("ça donne [[01P4K7T2X9Q4]] c'est ça ?",),
    ),
    Rule(
        name="vin",
        label=Label.REFERENCE,
        summary="A vehicle identification number of 17 characters.",
        hint=r"[a-hj-npr-z0-9]{13}",
        digits=3,
        pattern=_VIN,
        accept=lambda _text, match: 0.85 if len(match.group("v")) == 17 else False,
        cased=True,
        examples=("châssis [[VF1RFB00X56123456]]",),
    ),
    Rule(
        name="parcel",
        label=Label.REFERENCE,
        summary="A parcel number of the post or of a carrier.",
        digits=6,
        hint=r"\b(?:[a-z]{2} ?\d{3} ?\d{3} ?\d{3} ?[a-z]{2}\b|[68][a-z]\d{11}|1z ?[0-9a-z]{3})",
        pattern=_PARCEL,
        score=0.88,
        cased=True,
        examples=("le suivi indique [[6A22918440317]]", "[[XY 418 220 774 FR]]"),
    ),
    Rule(
        name="hash_code",
        label=Label.REFERENCE,
        summary="A ticket written with a hash sign.",
        sign="#",
        hint=r"#[a-z0-9-]",
        digits=3,
        pattern=_HASH,
        accept=_accept_hash,
        score=0.7,
        cased=True,
        examples=("voir [[#EV-558201]]", "urgent [[#tck-55102]] svp"),
    ),
    Rule(
        name="coded",
        label=Label.REFERENCE,
        summary="A code whose prefix names a record: CMD-…, SIN…, INC….",
        hint=r"\b(?:cmd|cde|cli|cl|clt|ct|ctr|dos|doss|sin|tkt|inc|req|ritm|sr|rma|ret|fac|fact|fa|inv|ord|bl|bc|adh|pol|sav|rec|recl|ref|res|resa|cas|case|chg|dv|dev|vt|mrh|auto|hab|ass|soc|abo|rum|pv|int|bij|trv|rdv)[ _/-]?[a-z]*\d",
        digits=3,
        pattern=_CODED,
        accept=_accept_coded,
        cased=True,
        examples=("et [[INC0048812]] aussi",),
    ),
    Rule(
        name="shaped",
        label=Label.REFERENCE,
        summary="Capitals, a dash or a slash, and five digits or more, when no product and no standard is spoken of.",
        hint=r"\b[a-z]{1,5}[0-9]{0,6}[/-][a-z0-9/-]*\d",
        digits=5,
        pattern=_SHAPED,
        accept=_accept_shaped,
        cased=True,
        examples=("Sinistre DDE [[SN-2024-88120]] du 04/02", "le mien est [[OB-77120]]"),
    ),
    Rule(
        name="long_number_spaced",
        label=Label.REFERENCE,
        summary="Ten digits or more written one by one, that nothing else explains.",
        hint=r"\d \d \d \d \d \d",
        digits=10,
        row=10,
        pattern=compiled(r"(?<![\w.,+/-])(?P<v>\d(?:[ ]{1,2}\d){9,24})(?![\w]|[.,]\d)"),
        score=0.55,
        examples=("il a [[1 2 5 2 8 8 6 3 4 2 2 0 9 3]] écrit",),
    ),
    Rule(
        name="long_number",
        label=Label.REFERENCE,
        summary="A number of nine digits or more that nothing else explains; commercial numbers (SIRET, EAN) are left alone.",
        hint="",
        digits=9,
        row=9,
        pattern=_LONG_DIGITS,
        accept=_accept_long,
        examples=("j'ai ça : [[003404174481]]",),
    ),
)
