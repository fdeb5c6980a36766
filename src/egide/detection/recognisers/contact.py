"""E-mail addresses and telephone numbers, as written.

Example:
    >>> book = RuleBook("contact", RULES)
    >>> book.shown("Tél. 06.39.98.20.71 ou h.vauthrin54@courriel.example, pas le 3179 ni contact@marque.example")
    ['PHONE 06.39.98.20.71', 'EMAIL h.vauthrin54@courriel.example']
    >>> book.shown("+33 (0)6 39 98 40 66, jean . dupont (at) orange . fr, 0 809 401 401")
    ['PHONE +33 (0)6 39 98 40 66', 'EMAIL jean . dupont (at) orange . fr']
"""

# ruff: noqa: PLR2004, SIM905 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.context import GAP, after, before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook", "is_function_mailbox"]

# First words of the local part of an organisation's mailbox: the guide leaves those in clear.
_FUNCTIONS: Final = frozenset(
    "abonnement abonnements abuse accueil adherent adherents admin administration administratif agence aide assistance assurance billing booking "
    "bonjour boutique caf candidature cda client clients clientele clientservice commande commandes commercial compta comptabilite conseil "
    "conseiller contact contacts contentieux cpam customer customercare customerservice dpo donotreply dsi etat etatcivil facturation facture factures formation "
    "gestion guichet hello help helpdesk hotline hr info infos information informations inscription inscriptions jobs juridique kontakt kundendienst kundenservice legal "
    "livraison livraisons mail mailer mailing mairie marketing mediateur mediation mutuelle ne newsletter nepasrepondre no noreply notification notifications "
    "office office365 partenaires portail postmaster prefecture presse press privacy qualite reclamation reclamations reception recouvrement recrutement relation relationclient "
    "relationclients renseignement renseignements reply reservation reservations resiliation retour retours rgpd rh root sales sales sav secretariat security service "
    "serviceclient serviceclients serviceconso services sinistre sinistres soporte standard sos souscription suivi support supporto syndic tech technique tresorerie "
    "ventes verkauf webmaster welcome atencion atencionalcliente ayuda assistenza clienti klantenservice apoio suporte".split()
)


def is_function_mailbox(address: str) -> bool:
    """Say whether a folded, lower-case address is an organisation's mailbox rather than a person's.

    Returns:
        True for `support@`, `ne-pas-repondre@` and the like.

    Example:
        >>> is_function_mailbox("ne-pas-repondre@marque.example"), is_function_mailbox("famille.ribeiro@box.example")
        (True, False)
    """
    local = re.split(r"[@(\[]| at | arobase ", address, maxsplit=1)[0]
    first = re.split(r"[^a-z]+", local.strip(), maxsplit=1)[0]
    return first in _FUNCTIONS


def _accept_email(text: Text, match: re.Match[str]) -> bool:
    return not is_function_mailbox(match.group("v"))


_AT: Final = r"(?:@|\(at\)|\[at\]|\(a\)|<at>|\(arobase\)|\[arobase\])"
_BRACKETED_AT: Final = r"(?:\(at\)|\[at\]|\(a\)|<at>|\(arobase\)|\[arobase\])"
_DOT: Final = r"(?:\((?:point|dot|punkt|punto)\)|\[(?:point|dot|punkt|punto)\])"
_EMAIL: Final = compiled(
    rf"(?<![\w.+%-])(?P<v>[a-z0-9_][\w.+%'&-]{{0,63}}(?<![.])(?:@|[ ]?{_BRACKETED_AT}[ ]?)[a-z0-9](?:[\w-]{{0,62}}[.]){{1,5}}[a-z]{{2,24}})(?![\w@-])"
)
_LOOSE_EMAIL: Final = compiled(
    rf"(?<![\w.+%-])(?P<v>[a-z0-9_][\w+%-]{{0,30}}(?: ?(?:[._-]|{_DOT}) ?[\w+%-]{{1,30}}){{0,4}} ?{_AT} ?[a-z0-9][\w-]{{0,40}}(?: ?(?:[.,]|{_DOT}) ?[a-z0-9][\w-]{{0,40}}){{0,3}} ?(?:[.,]|{_DOT}) ?"
    r"(?:fr|com|net|org|eu|be|ch|de|es|it|nl|pt|lu|uk|io|example|bzh|info|me))(?![\w@-])"
)
_BARE_DOMAIN: Final = compiled(
    r"(?<![\w.+%-])(?P<v>[a-z0-9_][\w.+%-]{0,63}@(?:gmail|hotmail|yahoo|outlook|live|icloud|orange|wanadoo|free|sfr|laposte|neuf|bbox|gmx|protonmail|proton|web))(?![\w.@-])"
)

_S: Final = r"[ .\-/\t]{0,2}"
_FRENCH_PHONE: Final = compiled(
    rf"(?<![\w+])(?P<v>(?:(?:\(?(?:\+|00){_S}33\)?|\(33\)){_S}(?:\(0\){_S}|0{_S}(?=[1-9]))?|\(?0)[1-9]\)?(?:{_S}\d){{8}})(?![\d])"
)
_ABROAD_PHONE: Final = compiled(
    r"(?<![\w+])(?<!\d )(?P<v>\(?(?:\+|00)[ ]?[1-9]\d{0,2}\)?(?:[ .\-/()]{0,3}\d){6,12})(?!\d)"
)
_MASKED_PHONE: Final = compiled(r"(?<!\w)(?P<v>(?:\+33 ?|0)[1-9](?:[ .\-]?(?:\d\d|[x*]{2})){4})(?![\w*])")
_TELLS_PHONE: Final = (
    r"(?:tel|tels|telephone|telephones|portable|port|mobile|mob|fixe|fax|gsm|phone|ph|cell|cellphone|telefon|telefonnummer|handy|handynummer|mobil|mobilnummer|"
    r"telefono|telefonos|movil|cellulare|cell|telefoon|telefoonnummer|mobiel|telefone|telemovel|whatsapp|joignable|rappeler|rappelez|"
    r"appeler|appelez|contacter|ligne directe|ruckruf|erreichbar|unter|bereikbaar|chiamare|chiamatemi|chiamami|llamar|llamame|llamadme|llamenme|llamadnos|llamen|llame|ligar|ligue|ligem|bellen|anrufen|call(?: me| back)?(?: on| at)?|reach me (?:on|at)|answering at|registered(?: number)?|"
    r"numero de (?:tel\w{0,12}|portable|mobile|ligne)|my number|meine nummer|mi numero|mijn nummer|il numero|numero|num)"
)
_TOLD_PHONE: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_TELLS_PHONE})\b[.]?{GAP}(?:(?:au|op|al|on|at|unter|sur|le)[ ]{{1,2}}){{0,2}}(?P<v>[(+]?\d(?:[ .\-/()]{{0,2}}\d){{6,13}})(?![\d])(?!{_S}\d)"
)
_NATIONAL_PHONE: Final = compiled(r"(?<![\w+.,/-])(?P<v>\(?0\d{1,4}\)?(?:[ /\-]{1,3}\d{2,8}){1,4})(?![\w/-])")

# Ranges that the French regulator gives to platforms and canvassers, and value-added numbers: lines of nobody.
# Source: Arcep decision 2022-1583 (numbers of "plateformes techniques"), read 2026-11.
_PLATFORM: Final = compiled(r"0(?:8|162|163|270|271|377|378|424|425|568|569|948|949|969|970[089]|972[56])")
_PUBLIC_LINE: Final = compiled(
    r"(?:service[s]?[ -](?:client|clients|clientele|consommateurs?)|standard|hotline|sav|numero (?:vert|gratuit|d'urgence|public|non surtaxe)|customer service|"
    r"kundenservice|kundendienst|atencion al cliente|klantenservice|servizio clienti|appel gratuit|demarch\w+|appelait du|appele du|appelle du|call cent\w+)[^\d\n]{0,30}$"
)


# Lines of organisations in Spain, Portugal and Italy, of nine digits.
_FREE_ABROAD: Final = compiled(r"(?:90[0-2]|80[0-8]|70[07]|199)\d{6}")
_DATED: Final = compiled(r"\d\d[/.-]\d\d[/.-](?:19|20)\d\d\b")


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value)


def _accept_french(text: Text, match: re.Match[str]) -> bool | float:
    start, end = match.span("v")
    digits = _digits(match.group("v"))
    national = "0" + digits[-9:]
    if _PLATFORM.match(national) or _PUBLIC_LINE.search(before(text, start, 70)):
        return False
    if _DATED.match(match.group("v")):
        return False  # a date, and the hour or the day that follows it
    tail = after(text, end, 8)
    longer = re.match(r"([ .-])\d\d(?![\d]|\s?(?:h|e|eur|%|fois|ans|mois|jours|\$))", tail)
    if longer and match.group("v").count(longer.group(1)) > 2:
        return False
    if re.match(r"[ ]\d(?![\d])", tail) and match.group("v").count(" ") > 7:
        return False
    head = before(text, start, 4)
    if re.search(r"\d[ .,]$", head) and not match.group("v").startswith(("+", "00", "(")):
        return 0.5
    return 0.95


def _accept_abroad(text: Text, match: re.Match[str]) -> bool | float:
    start = match.start("v")
    value = match.group("v")
    digits = _digits(value).removeprefix("00") if "+" not in value else _digits(value)
    if not 8 <= len(digits) <= 15 or digits.startswith("338"):
        return False
    if _PUBLIC_LINE.search(before(text, start, 70)):
        return False
    import phonenumbers

    try:
        number = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException:
        return False
    if "+" not in value and value.isdigit() and not phonenumbers.is_valid_number(number):
        return False  # digits that begin with 00 are a part or an article as often as a line
    return 0.95 if phonenumbers.is_possible_number(number) else (0.7 if "+" in value else False)


_REGIONS: Final = ("GB", "DE", "ES", "IT", "NL", "BE", "CH", "PT", "LU", "AT")


def _accept_national(text: Text, match: re.Match[str]) -> bool | float:
    digits = _digits(match.group("v"))
    if _DATED.match(match.group("v")):
        return False
    if len(digits) == 10 and digits[1] != "0" and re.fullmatch(r"0\d(?:[ /-]{1,2}\d\d){4}", match.group("v")):
        return False  # the shape of a French number, which has its own rule
    if not 9 <= len(digits) <= 12 or _PLATFORM.match(digits) or _PUBLIC_LINE.search(before(text, match.start("v"), 70)):
        return False
    import phonenumbers

    for region in _REGIONS:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(digits, region)):
                return 0.72
        except phonenumbers.NumberParseException:
            continue
    return False


_RECORD_BEFORE: Final = compiled(
    r"(?<![a-z])(?:fidelite|contrat|client|adherent|dossier|commande|police|membre|colis|sinistre|facture|abonne|pv|proces-verbal|contravention|avis|amende|suivi|allocataire|cheque|serie|ticket|incident|compteur|permis|passeport|identite|sejour)\W{1,2}$"
)


def _told(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start, end = match.span("v")
    digits = _digits(match.group("v"))
    if (
        (_PLATFORM.match(digits) and not re.match(r"0\d\d[ -]\d{3}[ -]\d{4}", match.group("v")))
        or _PUBLIC_LINE.search(before(text, start, 70))
        or re.match(r"\s?(?:\$|eur|h\b|%|kwh)", after(text, end, 8))
    ):
        return
    if _FREE_ABROAD.fullmatch(digits):
        return
    if re.match(r"-[a-z](?![a-z])", after(text, end, 4)):
        return  # a code that ends with a letter
    if match.group("cue") in {"num", "numero", "il numero"} and (
        len(digits) < 9 or (digits[0] != "0" and _RECORD_BEFORE.search(before(text, match.start(), 16)))
    ):
        return
    yield Finding(Label.PHONE, start, end, 0.86, ("recogniser:phone_told", f"context:{match.group('cue')}"))


RULES: Final = (
    Rule(
        name="email",
        label=Label.EMAIL,
        summary="An e-mail address; an organisation's mailbox (support@, ne-pas-repondre@) is left alone.",
        sign="@([<",
        hint=r"@|\((?:at|a|arobase)\)|\[(?:at|arobase)\]|<at>",
        pattern=_EMAIL,
        accept=_accept_email,
        score=0.99,
        examples=("écrire à [[jb.kermadec+voyages@courrier.example]]",),
    ),
    Rule(
        name="email_spaced",
        label=Label.EMAIL,
        summary="An e-mail address with blanks, a comma for a point, or a disguised at sign.",
        sign="@([<",
        hint=r" @|@ |\((?:at|a|arobase)\)|\[(?:at|arobase)\]|<at>|[a-z0-9] ?[._-] ?[a-z0-9]+@|@[a-z0-9.-]*[ ,]",
        pattern=_LOOSE_EMAIL,
        accept=_accept_email,
        score=0.9,
        examples=("mon mail : [[jean . dupont @ orange . fr]]", "[[jean.dupont@orange,fr]]"),
    ),
    Rule(
        name="email_truncated",
        label=Label.EMAIL,
        summary="An address at a well-known provider whose ending was forgotten.",
        sign="@",
        hint=r"@(?:gmail|hotmail|yahoo|outlook|live|icloud|orange|wanadoo|free|sfr|laposte|neuf|bbox|gmx|proton|web)",
        pattern=_BARE_DOMAIN,
        accept=_accept_email,
        score=0.85,
        examples=("c'est [[zoe.martin@gmail]]",),
    ),
    Rule(
        name="phone_fr",
        label=Label.PHONE,
        summary="A French number in any spacing, with or without +33; public and canvassing ranges are left alone.",
        hint="",
        digits=9,
        row=9,
        pattern=_FRENCH_PHONE,
        accept=_accept_french,
        examples=("au [[06 39 98 55 23]]", "au [[+33639983390]]", "au [[0261 91 40 77]]"),
    ),
    Rule(
        name="phone_abroad",
        label=Label.PHONE,
        summary="A number with its country code.",
        hint=r"\+|\b00 ?[1-9]",
        digits=8,
        pattern=_ABROAD_PHONE,
        accept=_accept_abroad,
        examples=("Mobile: [[+44 7700 900142]]",),
    ),
    Rule(
        name="phone_masked",
        label=Label.PHONE,
        summary="A French number partly hidden by stars.",
        sign=("xx", "**"),
        digits=2,
        pattern=_MASKED_PHONE,
        score=0.85,
        examples=("envoyé au [[06 ** ** ** 71]]",),
    ),
    Rule(
        name="phone_told",
        label=Label.PHONE,
        summary="Digits after a word that announces a telephone, in the seven languages.",
        word=r"^(?:tels?|telephones?|port(?:able)?|mob(?:ile)?|fixe|fax|gsm|phone|ph|cell(?:phone)?|telef\w*|handy\w*|mobil\w*|moviles?|movil|cellulare|mobiel|telemovel|whatsapp|joignable|rappele[rz]|appele[rz]|contacter|directe|ruckruf|erreichbar|unter|bereikbaar|chiama\w*|llam\w*|lig(?:ar|ue|em)|bellen|anrufen|call|reach|answering|registered|num|numero|number|nummer)",
        digits=7,
        pattern=_TOLD_PHONE,
        spans=_told,
        examples=("Telefon: [[0152 28817386]]", "call back on [[020 7946 0321]]", "llamadme al [[655 120 447]]"),
    ),
    Rule(
        name="phone_ending",
        label=Label.PHONE,
        summary="The last digits of a telephone, after its word: le téléphone finit bien par 47.",
        word=r"^(?:telephone|portable|mobile|fixe)$",
        digits=2,
        hint=r"fini|termin",
        pattern=compiled(
            r"(?<![a-z])(?P<cue>(?:telephone|portable|mobile|fixe)[^\d\n.?!]{0,20}(?:fini|termin)(?:t|e|ssant|ant|ssait|ait)(?: bien)? (?:par|en) )(?P<v>\d{2}(?:[ ]?\d\d){0,2})(?![\w])"
        ),
        score=0.85,
        examples=("votre téléphone finit bien par [[47]]",),
    ),
    Rule(
        name="phone_field",
        label=Label.PHONE,
        summary="Digits in a form field for a telephone, on the line of its name or on the next, however few.",
        word=r"^(?:tel|telephone|telephones|contact|contacto|contato|phone|mobile|portable|fax|gsm|telefon|telefono|telefoon|telefone|handy|movil|cellulare|mobiel|telemovel|cell)$",
        sign=":",
        digits=6,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>tel|telephone|telephones|contact|contacto|contato|phone|mobile|portable|fax|gsm|telefon|telefono|telefoon|telefone|handy|movil|cellulare|mobiel|telemovel|cell)[.]?(?: (?:fixe|portable|mobile|number|domicile|privat|particular|casa))?"
            r"[ ]?:[ ]{0,2}\n?[ ]{0,2}(?P<v>[(+]?\d(?:[ .\-/()]{0,2}\d){5,13}(?:[ ]?(?:x|ext[.]?)[ ]?\d{1,5})?)(?![\w])"
        ),
        accept=lambda text, match: (
            _PUBLIC_LINE.search(before(text, match.start("cue"), 40)) is None
            and _PLATFORM.match(_digits(match.group("v"))) is None
        ),
        score=0.85,
        examples=("Phone:\n[[60-56-85-91]]", "Telefon: [[467 3395]]", "Contacto: [[266 204 418]]"),
    ),
    Rule(
        name="phone_national",
        label=Label.PHONE,
        summary="A national number of a neighbouring country, when it is valid there.",
        hint=r"\b\(?0\d{1,4}\)?[ /-]",
        digits=9,
        row=9,
        pattern=_NATIONAL_PHONE,
        accept=_accept_national,
        examples=("[[030 23125 014]]",),
    ),
    Rule(
        name="phone_american",
        label=Label.PHONE,
        summary="A North American number in its usual grouping.",
        hint=r"\d{3}\)?[-. ]{0,2}\d{3}[-. ]?\d{4}",
        digits=10,
        row=10,
        pattern=compiled(
            r"(?<![\w.,+-])(?<!\d )(?P<v>(?:1[-. ])?(?:\(\d{3}\)[-. ]{0,2}\d{3}[-. ]?\d{4}|[1-9]\d{2}(?:[-. ]\d{3}[-. ]\d{4}|[ ]\d{7}))(?:[ ]?(?:x|ext[.]?|extension)[ ]?\d{2,6})?)(?![\w-]|[., ]\d)"
        ),
        score=0.72,
        examples=("call [[905-674-3793]] please", "at [[(415) 555-0132]]"),
    ),
)
