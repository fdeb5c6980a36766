"""Accounts and payment cards: IBAN, French RIB, full, masked or last digits, expiry and security code.

Example:
    >>> book = RuleBook("bank", RULES)
    >>> book.shown("FR76 3000 2516 6357 4507 8269 936 puis CB 5132556633025862 exp 04/27 crypto 277")
    ['IBAN FR76 3000 2516 6357 4507 8269 936', 'CARD 5132556633025862', 'CARD 04/27', 'CARD 277']
"""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.context import after, before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["CARD_WORD", "MONTH_YEAR", "RULES", "RuleBook", "luhn"]

# Length of an IBAN by country. Source: SWIFT IBAN registry, release 99, read 2026-11.
_IBAN_LENGTH: Final = {
    "ad": 24, "ae": 23, "al": 28, "at": 20, "az": 28, "ba": 20, "be": 16, "bg": 22, "bh": 22, "br": 29, "by": 28, "ch": 21, "cr": 22, "cy": 28,
    "cz": 24, "de": 22, "dk": 18, "do": 28, "ee": 20, "eg": 29, "es": 24, "fi": 18, "fo": 18, "fr": 27, "gb": 22, "ge": 22, "gi": 23, "gl": 18,
    "gr": 27, "gt": 28, "hr": 21, "hu": 28, "ie": 22, "il": 23, "iq": 23, "is": 26, "it": 27, "jo": 30, "kw": 30, "kz": 20, "lb": 28, "lc": 32,
    "li": 21, "lt": 20, "lu": 20, "lv": 21, "mc": 27, "md": 24, "me": 22, "mk": 19, "mr": 27, "mt": 31, "mu": 30, "nl": 18, "no": 15, "pk": 24,
    "pl": 28, "ps": 29, "pt": 25, "qa": 29, "ro": 24, "rs": 22, "sa": 24, "sc": 31, "se": 24, "si": 19, "sk": 24, "sm": 27, "sn": 28, "st": 25, "sv": 28,
    "tn": 24, "tr": 26, "ua": 29, "va": 22, "vg": 24, "xk": 20, "ci": 28, "ma": 28, "cm": 27, "dz": 26, "bj": 28, "bf": 28, "ml": 28, "tg": 28,
}  # fmt: skip
_S: Final = r"[ .\-,/:\t]{0,2}"
_HINT_S: Final = r"[ .\-,/:\t]{0,2}"
_COUNTRIES: Final = "|".join(sorted(_IBAN_LENGTH))
_IBAN_START: Final = compiled(rf"(?<![a-z0-9])(?P<c>{_COUNTRIES}){_S}\d{_S}\d(?:{_S}[a-z0-9]){{7}}")
_SPLIT_START: Final = compiled(rf"(?<![a-z0-9])(?P<c>[a-z] [a-z]){_S}\d{_S}\d(?:{_S}[a-z0-9]){{7}}")
_EXAMPLE: Final = compiled(
    r"(?<![\w.@-])(?:exemple|example|beispiel|ejemplo|esempio|voorbeeld|fictif|du type|du style)[^\n]{0,30}$"
)


_VAT: Final = compiled(
    r"(?<![a-z])(?:tva|tva intra\w{0,14}|vat|ust-?id\w{0,5}|mwst|p[.]? ?iva|btw)(?![a-z])[^\w\n]{0,3}(?:(?:n[o.]?|nr|no|number|numero)[^\w\n]{1,3})?$"
)


def mod97(value: str) -> bool:
    """Say whether an IBAN's two check digits are right. Source: ISO 13616, ISO 7064 mod 97-10."""
    turned = value[4:] + value[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def _iban_end(text: Text, start: int, needed: int) -> tuple[int, str]:
    """Walk over letters and digits, with short blanks between, until an IBAN is complete."""
    low = text.low
    taken: list[str] = []
    position = start
    end = start
    blanks = 0
    while position < len(low) and len(taken) < needed:
        character = low[position]
        if character.isalnum():
            taken.append(character)
            end = position + 1
            blanks = 0
        elif character in " .-,/:\t\n" and blanks < 3:
            blanks += 1
        else:
            break
        position += 1
    return end, "".join(taken)


def low_digit(low: str, position: int) -> bool:
    """Say whether a digit stands right after the country letters: "no 88" is a number, "no88" may be an IBAN."""
    return low[position : position + 1].isdigit()


def _ibans(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    country = match.group("c").replace(" ", "")
    needed = _IBAN_LENGTH.get(country)
    start = match.start()
    if needed is None or _EXAMPLE.search(before(text, start, 50)) or _VAT.search(before(text, start, 24)):
        return
    end, value = _iban_end(text, start, needed)
    if len(value) == needed and mod97(value):
        yield Finding(Label.IBAN, start, end, 0.99, ("recogniser:iban", "check:valid"))
        return
    letters = text.original[start : start + 2]
    if country == match.group("c") and not (
        letters.isascii() and (letters.isupper() or low_digit(text.low, start + 2))
    ):
        return
    # A wrong digit, or one missing: keep the run of groups that hold digits.
    run = re.compile(r"[a-z]{2}[ .-]?\d{2}(?:[ .\-,/:]{0,2}(?=[a-z0-9]{0,10}\d)[a-z0-9]{1,14}){2,12}", re.ASCII).match(
        text.low, start
    )
    if country != match.group("c"):
        run = re.compile(r"[a-z] [a-z](?:[ .\-,/:]{0,2}(?=[a-z0-9]{0,10}\d)[a-z0-9]{1,14}){3,30}", re.ASCII).match(
            text.low, start
        )
    if run and sum(map(str.isdigit, run.group())) > 9:
        last = min(run.end(), end) if len(value) == needed else run.end()
        # Stop on a whole group.
        last = run.end() if 0 < run.end() - last <= 3 else last
        yield Finding(Label.IBAN, start, last, 0.9, ("recogniser:iban", "check:wrong digit"))


_RIB: Final = compiled(
    rf"(?<![\w])(?P<v>\d(?:{_S}\d){{4}}{_S}\d(?:{_S}\d){{4}}{_S}[0-9a-z](?:{_S}[0-9a-z]){{10}}{_S}\d{_S}\d)(?![\w])"
)
_RIB_LETTERS: Final = str.maketrans("abcdefghijklmnopqrstuvwxyz", "12345678912345678923456789")


def rib_key(value: str) -> bool | None:
    """Say whether the key of a French RIB is right. Source: CFONB, structure of the RIB."""
    plain = re.sub(r"[^0-9a-z]", "", value.lower())
    if len(plain) != 23:
        return None
    digits = plain.translate(_RIB_LETTERS)
    bank, branch, account, key = int(digits[:5]), int(digits[5:10]), int(digits[10:21]), int(digits[21:])
    return 97 - (89 * bank + 15 * branch + 3 * account) % 97 == key


def _accept_rib(text: Text, match: re.Match[str]) -> bool | float:
    if rib_key(match.group("v")):
        return True
    if re.fullmatch(r"\d{5} \d{5} \w{11} \d\d", match.group("v")):
        return 0.85
    around = before(text, match.start("v"), 80)
    return 0.8 if re.search(r"\b(?:rib|compte|cpte|cpt|virement|domicili\w+|banque|coordonnees)\b", around) else False


CARD_WORD: Final = (
    r"(?:carte(?: bancaire| bleue| de credit| visa)?|cb|visa|mastercard|amex|american express|eurocard|maestro|card|credit card|debit card|karte|kreditkarte|"
    r"tarjeta|carta(?: di credito)?|kaart|creditcard|cartao|paiement|paye|payment)"
)
_CARD: Final = compiled(r"(?<![\w.,-])(?P<v>[2-6]\d{3}(?:[ .\-]{0,2}\d){9,15})(?![\w])")
_CARD_LOOSE: Final = compiled(r"(?<![\w.,-])(?P<v>[2-6]\d{0,2}(?:[ .\-,]{1,2}\d{1,4}){5,18})(?![\w])")
_CARD_PREFIX: Final = compiled(r"4|5[1-5]|2(?:2[2-9]|[3-6]|7[01]|720)|3[47]|3(?:0|6|8)|6(?:011|4|5|2|7|3|0)|5[06-8]")


def luhn(value: str) -> bool:
    """Say whether a number passes the Luhn check. Source: ISO/IEC 7812-1 annex B."""
    total = 0
    for position, character in enumerate(reversed(value)):
        digit = int(character)
        if position % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total % 10 == 0


def _card_words_near(text: Text, start: int, end: int) -> bool:
    return (
        re.search(rf"(?<![a-z]){CARD_WORD}(?![a-z])", before(text, start, 90) + " " + after(text, end, 30)) is not None
    )


_MONTH_WORDS: Final = r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|january|february|march|april|june|july|august|september|october|november|december)"
MONTH_YEAR: Final = (
    rf"(?:{_MONTH_WORDS}[ ](?:20)?[2-4]\d|(?:0[1-9]|1[0-2])(?:[ ]?[/.\-][ ]?(?:20)?[2-4]\d|[ ]?[2-4]\d))"
)
_TAIL_EXPIRY: Final = compiled(
    rf"[^\w\n]{{0,6}}(?:(?:la|elle|c|est|exp|expire|expirant|expiration|date|d|de|fin|valable|valide|validite|val|jusqu|au|a|le|en|expiry|expires|gultig|bis|caduca|scad|scadenza|"
    rf"geldig|tot|et|validade)[^\w\n]{{1,4}}){{0,6}}(?P<v>{MONTH_YEAR})(?!\d)"
)
_TAIL_CODE: Final = compiled(
    r"[^\w\n]{0,6}(?:(?:et|les|trois|derniers|derriere|c|est|le|code|cvv|cvc|cvv2|cvc2|crypto|cryptogramme|visuel|securite|de|dos|au|cle|3|chiffres|pictogramme|security|prufziffer|csc)[^\w\n]{1,4}){0,6}(?P<v>\d{3,4}|\d(?:[ ]\d){2,3})(?![\d/])"
)


def _cards(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start, end = match.span("v")
    digits = re.sub(r"\D", "", match.group("v"))
    # The run may go on into the expiry date: try the lengths that cards have.
    for length in (16, 15, 19, 14, 13, 18, 17):
        if len(digits) < length:
            continue
        cut = _end_of_digits(text, start, length)
        number = digits[:length]
        valid = luhn(number)
        known = _CARD_PREFIX.match(number) is not None and (
            length in {16, 19} or (length == 15 and number[:2] in {"34", "37"})
        )
        told = _card_words_near(text, start, cut)
        if cut < end and not (length in {15, 16} and valid):
            continue
        if not (
            (valid and (known or told))
            or (told and length in {15, 16, 19})
            or (length == 16 and known and " " in match.group("v"))
        ):
            continue
        if _EXAMPLE.search(before(text, start, 50)):
            return
        why = ("recogniser:card", "check:valid" if valid else "check:wrong digit")
        yield Finding(Label.CARD, start, cut, 0.98 if valid else 0.8, why)
        yield from _expiry_and_code(text, cut)
        return


def _end_of_digits(text: Text, start: int, count: int) -> int:
    seen = 0
    for position in range(start, len(text)):
        if text.low[position].isdigit():
            seen += 1
            if seen == count:
                return position + 1
    return len(text)


def _expiry_and_code(text: Text, end: int) -> Iterator[Finding]:
    expiry = _TAIL_EXPIRY.match(text.low, end)
    if expiry:
        yield Finding(Label.CARD, *expiry.span("v"), 0.9, ("recogniser:card_expiry", "context:after a card"))
        end = expiry.end()
    code = _TAIL_CODE.match(text.low, end)
    if code and (expiry or code.end() - end > 8):
        yield Finding(Label.CARD, *code.span("v"), 0.85, ("recogniser:card_code", "context:after a card"))


_MASKED: Final = compiled(
    r"(?<![\w*])(?P<v>(?:\d{4,6}|[x*#\x1e.]{4})(?:[ \-]?(?:[x*#\x1e.]{2,12}|\d{1,2}[x*]{2,3}))(?:[ \-]?[x*#\x1e.]{2,8}){0,2}[ \-]?\d{2,4})(?![\w*])"
)


def _accept_masked(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    if not re.search(r"[x*#\x1e]", value) and not _card_words_near(text, match.start("v"), match.end("v")):
        return False
    return not _EXAMPLE.search(before(text, match.start("v"), 50))


# "tarjeta *5307": one star and the last digits, right behind the word for a card.
_ONE_STAR: Final = compiled(
    r"(?<![a-z])(?P<cue>cb|carte|card|tarjeta|karte|carta|kaart|cartao)(?: (?:bancaire|bancaria|debit|credit|de credito|di credito|visa|mastercard))?[ ]?(?P<v>[*#\x1e]\d{4})(?!\w)"
)


RULES: Final = (
    Rule(
        name="iban",
        label=Label.IBAN,
        summary="An IBAN of any country, in any case and spacing; a wrong check digit is still masked.",
        digits=8,
        hint=rf"\b(?:{_COUNTRIES}){_HINT_S}\d{_HINT_S}\d(?:{_HINT_S}[a-z0-9]){{7}}",
        pattern=_IBAN_START,
        spans=_ibans,
        examples=(
            "IBAN [[FR7630003974769400932979952]]",
            "auf [[DE58 3704 0044 0532 0182 14]]",
            "[[fr28 1751 5228 6018 9720 7d38 822]]",
        ),
    ),
    Rule(
        name="iban_spelled",
        label=Label.IBAN,
        summary="An IBAN whose country letters are apart.",
        hint=r"\b[a-z] [a-z][ .,-]{1,2}\d",
        digits=8,
        pattern=_SPLIT_START,
        spans=_ibans,
        examples=("[[F R 76 3000 2516 6357 4507 8269 936]]",),
    ),
    Rule(
        name="rib",
        label=Label.IBAN,
        summary="A French RIB of 23 characters.",
        hint="",
        digits=14,
        pattern=_RIB,
        check=rib_key,
        accept=_accept_rib,
        wrong=0.8,
        examples=("compte [[30003 78363 37876771795 12]]",),
    ),
    Rule(
        name="card",
        label=Label.CARD,
        summary="A payment card number, and the expiry date and security code given with it.",
        hint="",
        digits=13,
        row=13,
        pattern=_CARD,
        spans=_cards,
        examples=("carte [[4974-7375-2670-0209]], [[03/2029]], crypto [[277]]", "Amex [[374201343962397]]"),
    ),
    Rule(
        name="card_in_groups",
        label=Label.CARD,
        summary="A payment card number read in small groups.",
        hint=r"\d[ .,-]{1,2}\d",
        digits=13,
        row=13,
        pattern=_CARD_LOOSE,
        spans=_cards,
        examples=("carte [[4 1 5 0 4 9 6 9 7 5 3 3 0 5 2 3]]",),
    ),
    Rule(
        name="card_masked",
        label=Label.CARD,
        summary="A card number partly hidden by stars or crosses.",
        sign=("*", "#", "\x1e", "xx", "x.", ".x", ".."),
        hint=r"[x*#\x1e.]{2}[ -]?\d{2}",
        digits=2,
        pattern=_MASKED,
        accept=_accept_masked,
        score=0.92,
        examples=("testée ([[497812******2744]])", "CB [[XXXX XXXX XXXX 1234]]"),
    ),
    Rule(
        name="card_one_star",
        label=Label.CARD,
        summary="The last digits of a card behind one star: tarjeta *5307.",
        word=r"^(?:cb|carte|card|tarjeta|karte|carta|kaart|cartao)$",
        digits=4,
        pattern=_ONE_STAR,
        score=0.9,
        examples=("su tarjeta [[*5307]]. Su", "carte [[*5307]] bloquée"),
    ),
)
