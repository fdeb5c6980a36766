"""Numbers that a State gives a person: social security, national identity, tax, identity papers.

Each number has its shape and, where one exists, its check (python-stdnum); a word that announces the number accepts it
with a wrong check digit too.

Example:
    >>> book = RuleBook("identity", RULES)
    >>> book.shown("n° sécu 2 84 03 69 381 048 48, fiscal 1321582791354, passeport 21FV48301")
    ['NATIONAL_ID 2 84 03 69 381 048 48', 'TAX_ID 1321582791354', 'ID_DOCUMENT 21FV48301']
"""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from typing import Final

from egide.detection.finding import Label
from egide.detection.recognisers.context import GAP, after, asked, before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["QUESTION", "RULES", "RuleBook", "bare"]

_S: Final = r"[ .\-,/\t]{0,2}"
QUESTION: Final = rf"(?:{asked(40)}[^\n]{{0,30}}\n(?:[^\n:]{{0,30}}:)?[^\d\n]{{0,25}})?"


def bare(value: str) -> str:
    """Return the letters and digits of a number as one writes it, in capitals."""
    return re.sub(r"[^0-9A-Za-z]", "", value).upper()


def nir_key(value: str) -> bool | None:
    """Say whether the key of a French social security number is right; None for 13 digits.

    Source: INSEE, numéro d'inscription au répertoire; Corsica: 2A counts as 19, 2B as 18.

    Returns:
        Whether the key is right; None when the number has none.

    Example:
        >>> nir_key("2 95 04 97 411 052 96"), nir_key("1 84 12 2A 451 089 33"), nir_key("2950497411052")
        (True, True, None)
    """
    plain = bare(value)
    if len(plain) != 15:
        return None
    body = plain[:13].replace("2A", "19").replace("2B", "18")
    return body.isdigit() and plain[13:].isdigit() and 97 - int(body) % 97 == int(plain[13:])


def spi_key(value: str) -> bool | None:
    """Say whether the key of a French tax number is right. Source: DGFiP, key = first ten digits mod 511."""
    plain = bare(value)
    return len(plain) == 13 and plain.isdigit() and int(plain[:10]) % 511 == int(plain[10:])


_NIR_SHAPE: Final = rf"[12378]{_S}\d{_S}\d{_S}(?:0{_S}[1-9]|1{_S}[0-2]|[2-9]{_S}\d){_S}(?:\d{_S}\d|2[ ]?[ab]){_S}\d(?:{_S}\d){{2}}{_S}\d(?:{_S}\d){{2}}"
# The key said apart: "clé 43", "et la clé c'est 43".
_KEY: Final = r"(?:[ ,]{1,2}(?:et )?(?:la )?cle(?: c'est| est)?[ :]{1,3}\d[ ]?\d)?"
_NIR: Final = compiled(rf"(?<![\w])(?<!\d[.,-])(?P<v>{_NIR_SHAPE}(?:{_S}\d{_S}\d|{_KEY})?)(?![\w])(?!{_S}\d)")
_NIR_WORD: Final = (
    r"(?:n[o.]?[ ]?(?:de )?(?:ss|secu)|num(?:ero)?[ ]?(?:de )?(?:ss|secu)|secu(?:rite)? sociale?|secu|nir|nia|immatriculation cpam|numero insee|insee|carte vitale|vitale|assure social|ssn|"
    r"social security(?: number)?)"
)
_NIR_TOLD: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_NIR_WORD})(?![a-z]){QUESTION}(?:[ ](?:(?:commence|debute) par|[a-z]{{2,14}})(?=[ :]))?{GAP}(?P<v>\d(?:{_S}\d){{4,14}}(?:{_S}[0-9ab](?:{_S}\d){{0,9}})?{_KEY})(?!\d)"
)


def _accept_nir(text: Text, match: re.Match[str]) -> bool | float:
    number = re.sub(r"[ ,]+(?:et )?(?:la )?cle.*", "", match.group("v"))
    key = nir_key(number + "".join(re.findall(r"\d", match.group("v")[len(number) :])))
    head = before(text, match.start("v"), 90)
    if re.search(_NIR_WORD, head):
        return 0.97
    if key:
        return 0.97
    if re.search(r"fisca|impot|\bpdl\b|\bprm\b|\bpce\b|imei|ean\b|colis|suivi", head):
        return False
    spaced = re.fullmatch(r"\d \d\d \d\d \w\w \d{3} \d{3}(?: \d\d)?", number) is not None
    return 0.85 if spaced else (0.6 if key is False else False)


def _accept_told_nir(text: Text, match: re.Match[str]) -> bool | float:
    digits = len(bare(match.group("v")))
    if re.search(r"(?:commence|debute)(?: par)?\W{1,3}$", text.low[match.end("cue") : match.start("v")]):
        return 0.85
    return 0.92 if digits >= 9 else False


# The key of a number already given, in a later turn: "…cent vingt, clé quarante-trois".
_KEY_LATER: Final = compiled(
    r"\d(?:[ .,]{0,2}\d){4,14}[ .,]{0,3}(?:\n[^\n\d]{0,60}){0,2}(?<![a-z])(?P<cue>cle)(?: c'est| est| de controle)?[ :,]{1,3}(?P<v>\d[ ]?\d)(?![\w]|[ ]\d)"
)


def _accept_key(text: Text, match: re.Match[str]) -> bool | float:
    return re.search(_NIR_WORD, text.low[max(0, match.start() - 250) : match.start()]) is not None


_SPI: Final = compiled(rf"(?<![\w])(?<!\d[.,-])(?P<v>[0-3]{_S}\d(?:{_S}\d){{11}})(?![\w])(?!{_S}\d)")
_TAX_WORD: Final = (
    r"(?:(?:n[o.]?|num(?:ero)?|identifiant) fiscal(?:e)?(?: (?:de reference|declarant))?|fiscal(?:e)?|spi|declarant(?: \d)?|avis d'impot|nif|tax (?:id|number|reference)|utr|"
    r"steuer ?-?(?:id|identifikationsnummer|nummer|identnr)|steuer-?id(?:nr)?|tin|numero de contribuinte|contribuinte|partita iva)"
)
_TAX_TOLD: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_TAX_WORD})(?![a-z])(?:[ ](?:du|des|der|del|della|do|da|van)[ ][a-z]{{3,12}}|[ ]del[ea],?)?(?:[ ][12](?=[ ]?[:=]))?{QUESTION}{GAP}(?P<v>\d(?:{_S}\d){{7,12}})(?!\d)"
)


def _accept_spi(text: Text, match: re.Match[str]) -> bool | float:
    return 0.9 if spi_key(match.group("v")) else False


def _accept_told_tax(text: Text, match: re.Match[str]) -> bool | float:
    return not re.match(r"\s?(?:\$|eur)", after(text, match.end("v"), 6))


_PAPER_WORD: Final = (
    r"(?:cni|cnie|c\.n\.i\.?|(?:carte|piece)s?(?: nationale)?s? d'identite|carte nationale|passeports?|passport|titres? de sejour|cartes? de sejour|cartes? de resident|numero d'etranger|n[o.]? d'etranger|"
    r"numero etranger|agdref|recepisse de (?:demande|titre)|visa n[o.]?|permis(?: de conduire)?(?: b)?|personalausweis(?:nummer)?|reisepass(?:nummer)?|ausweis(?:nummer)?|fuhrerschein(?:nummer)?|aufenthaltstitel|"
    r"pasaporte|carnet de conducir|permiso de conducir|documento de identidad|carta d'identita|passaporto|patente(?: di guida)?|permesso (?:di )?(?:soggiorno|sogg[.]?)|identiteitskaart|paspoort(?:nummer)?|rijbewijs(?:nummer)?|"
    r"verblijfstitel|cartao de cidadao|bilhete de identidade|passaporte|carta de conducao|driving licen[cs]e|driver's licen[cs]e|residence permit|id card|identity card)"
)
_PAPER_GAP: Final = (
    r"(?:[^\w\n]{0,4}(?![nc]\d)(?:n[o.]?|no|nr|num|numero|number|nummer|est|is|ist|es|e|le|la|c|de|du|mon|ma|son|sa|francais|francaise|biometrique|etait|cetait|british|marocain|algerien|tunisien|ancien|nouveau|en cours|valide|"
    r"pt|et|ci joint|jointe?|copie|numeroe?|portant|delivre|sous|suivant|titulaire|expire|perdu|vole|voila|voici|alors|euh|donc)(?=[^\w]|\d)[.]?){0,6}[^\w\n]{0,4}"
)
_PAPER: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_PAPER_WORD})(?![a-z])(?:[ ](?:de|a)[ ][a-z]{{3,14}}(?=[ ]c'?est))?{QUESTION}{_PAPER_GAP}(?P<v>(?=[a-z0-9 .\-]{{0,11}}\d)[a-z0-9]{{2,17}}(?:[ .\-,]{{1,2}}(?=[a-z0-9]{{0,3}}\d|[a-z]{{2}}[ ]\d)[a-z0-9]{{1,8}}){{0,8}})(?![\w])"
)
_PAPER_LIST: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_PAPER_WORD})[^\n]{{5,60}}?(?:n[o.]?|numero|nr\.?)[ :]{{0,2}}(?P<v>(?=[a-z]{{0,4}}\d)[a-z0-9]{{7,15}})(?![\w])"
)
_FRENCH_PASSPORT: Final = compiled(r"(?<![\w-])(?P<v>\d{2}[A-Z]{2}\d{5})(?![\w-])")


def _accept_paper(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    plain = bare(value)
    digits = sum(map(str.isdigit, plain))
    if not 6 <= len(plain) <= 17 or digits < 2:
        return False
    if re.fullmatch(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ](?:19|20)\d\d", value) or re.match(r"(?:19|20)\d\d$", plain):
        return False
    if (
        digits < 4
        and not any(map(str.isdigit, plain[:4]))
        and not text.folded[match.start("v") : match.end("v")].isupper()
    ):
        return False
    # "permis 3 points", "passeport le 12 mars": words after the digits belong to the sentence.
    return not re.match(r"\s?(?:ans|mois|jours|points|\$|eur|h\b)", after(text, match.end("v"), 8))


def _accept_passport(text: Text, match: re.Match[str]) -> bool | float:
    return not re.search(r"\bref|article|modele|produit|lot\b", before(text, match.start("v"), 30))


RULES: Final = (
    Rule(
        name="nir",
        label=Label.NATIONAL_ID,
        summary="A French social security number (NIR, NIA) of 13 or 15 digits, Corsica included.",
        hint="",
        digits=12,
        row=12,
        pattern=_NIR,
        accept=_accept_nir,
        check=nir_key,
        wrong=0.85,
        examples=("n° SS [[2 84 03 69 381 048 48]]", "[[1 84 12 2A 451 089 33]]"),
    ),
    Rule(
        name="nir_told",
        label=Label.NATIONAL_ID,
        summary="Digits after a word that announces a social security number, complete or not.",
        word=r"ss$|ssn|secu|nir|nia|cpam|insee|vitale|assure|social",
        hint=_NIR_WORD,
        digits=5,
        pattern=_NIR_TOLD,
        accept=_accept_told_nir,
        check=nir_key,
        wrong=0.85,
        examples=("num secu [[291073306320437]]",),
    ),
    Rule(
        name="nir_key_later",
        label=Label.NATIONAL_ID,
        summary="The key of a social security number, said after it.",
        word=r"^cle$",
        digits=7,
        pattern=_KEY_LATER,
        accept=_accept_key,
        score=0.85,
        examples=("numéro de sécurité sociale ?\nAssuré : 73 0 65 120, clé [[43]].",),
    ),
    Rule(
        name="nir_key_alone",
        label=Label.NATIONAL_ID,
        summary="The key of a social security number, given apart from it: il manque la clé de mon NIR : 33.",
        word=r"^cle$",
        digits=2,
        pattern=compiled(
            rf"(?<![a-z])(?P<cue>cle (?:de |du )?(?:mon |ma |son |la |votre )?{_NIR_WORD})(?![a-z])[^\w\n]{{0,3}}(?:(?:c|est|cest|qui|manque|manquante|la|voici|voila)[^\w\n]{{1,3}}){{0,4}}(?P<v>\d[ ]?\d)(?![\w]|[ ]\d)"
        ),
        score=0.85,
        examples=("il manque la clé de mon NIR : [[33]]",),
    ),
    Rule(
        name="spi",
        label=Label.TAX_ID,
        summary="A French tax number of 13 digits whose key is right.",
        hint="",
        digits=13,
        row=13,
        pattern=_SPI,
        accept=_accept_spi,
        check=spi_key,
        examples=("NIF [[1345743694155]]",),
    ),
    Rule(
        name="tax_told",
        label=Label.TAX_ID,
        summary="Digits after a word that announces a personal tax number.",
        word=r"fisca|^spi$|declarant|^nif$|^tin$|^utr$|steuer|contribuinte|tax$|impot",
        digits=8,
        pattern=_TAX_TOLD,
        accept=_accept_told_tax,
        score=0.93,
        examples=(
            "Numéro fiscal déclarant 2 : [[26 24 204 862 132]]",
            "Steuer-Identifikationsnummer lautet [[15 795 438 254]]",
        ),
    ),
    Rule(
        name="identity_paper",
        label=Label.ID_DOCUMENT,
        summary="The number of an identity card, passport, residence permit or driving licence, after its name.",
        word=r"cni|^c$|identite|nationale|passeport|passport|sejour|resident|etranger|agdref|recepisse|visa$|permis|ausweis|reisepass|fuhrerschein|aufenthaltstitel|pasaporte|carnet|permiso|documento|identita|passaporto|patente|permesso|identiteitskaart|paspoort|rijbewijs|verblijfstitel|cidadao|identidade|passaporte|conducao|driving|licen[cs]e|permit|card",
        hint=_PAPER_WORD,
        digits=2,
        pattern=_PAPER,
        accept=_accept_paper,
        score=0.92,
        examples=(
            "CNI : [[X4RTBPFW4]]",
            "titre de séjour n° [[7503188204]]",
            "permis n° [[15AB40217]]",
            "Personalausweis Nr. [[L6T84K2PN]]",
        ),
    ),
    Rule(
        name="identity_paper_later",
        label=Label.ID_DOCUMENT,
        summary="The number of an identity paper, a few words after its name.",
        word=r"cni|^c$|identite|nationale|passeport|passport|sejour|resident|etranger|agdref|recepisse|visa$|permis|ausweis|reisepass|fuhrerschein|aufenthaltstitel|pasaporte|carnet|permiso|documento|identita|passaporto|patente|permesso|identiteitskaart|paspoort|rijbewijs|verblijfstitel|cidadao|identidade|passaporte|conducao|driving|licen[cs]e|permit|card",
        hint=_PAPER_WORD,
        digits=2,
        pattern=_PAPER_LIST,
        score=0.85,
        examples=("passeport délivré à Lyon, n° [[18CK55029]]",),
    ),
    Rule(
        name="french_passport",
        label=Label.ID_DOCUMENT,
        summary="A code with the shape of a French passport or licence.",
        hint=r"\d\d[a-z][a-z]\d{5}",
        digits=7,
        pattern=_FRENCH_PASSPORT,
        accept=_accept_passport,
        score=0.75,
        cased=True,
        examples=("et [[18CK55030]]",),
    ),
)
