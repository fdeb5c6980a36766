"""Identity numbers, plates, telephones and birth dates as six other languages name, abbreviate and group them.

Example:
    >>> book = RuleBook("identifiers_abroad", RULES)
    >>> book.shown("D.N.I.: 48.291.773-K, PPS number 1234567FA, cartão de cidadão 14412098 7 ZX4, SVNR 1237 010180")
    ['NATIONAL_ID 48.291.773-K', 'NATIONAL_ID 1234567FA', 'ID_DOCUMENT 14412098 7 ZX4', 'NATIONAL_ID 1237 010180']
    >>> book.shown("mijn auto 12-GB-TR, Tel. 089/12345678, tfno: 954-220-118, geb.datum 22-11-1960")
    ['PLATE 12-GB-TR', 'PHONE 089/12345678', 'PHONE 954-220-118', 'BIRTHDATE 22-11-1960']
"""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.context import after, before, compiled, line_of
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_GAP: Final = r"(?:[ ]{0,2}(?:n[.o]{0,3}|nr[.]?|no[.]?|num(?:ero)?[.]?|nummer|number|is|ist|lautet|es|e|the|die|il|el|la|o|a|het|di|de|do|da|mi|mio|mia|meu|mijn|meine?|my|ends in|ending in)(?=[ .:#=(])){0,4}[ .:#=(\-]{1,4}"


_NATIONAL: Final = compiled(
    rf"(?<![a-z.])(?P<cue>d[.]?n[.]?i[.]?|n[.]?i[.]?e[.]?|n[.]?i[.]?f[.]?|documento nacional de identidad|pps(?:n| number| no[.]?)?|svnr|sv-nr|sv-nummer|versicherungsnummer|(?:renten|kranken)versicher(?:ten|ungs)-?(?:nummer|nr)[.]?|versichertennummer|ahv-?nr|afiliacion(?: a la seguridad social)?|n[.]?u[.]?s[.]?s[.]?|naf|numero de (?:afiliacion|utente)|n[.o]{{1,2}} de utente|utente|ssn|c[.]?f[.]?|codice fiscale)(?![a-z]){_GAP}"
    r"(?P<v>\d{2}[ .]?\d{3}[ .]?\d{3}[ \-]{0,3}[a-z]|[xyz][ \-]?\d{7}[ \-]?[a-z]|\d{7}[a-w][a-i]?|\d{4}[ ]\d{6}|[a-z]\d{9}|\d{2}[ /\-]?\d{7,8}[ /\-]?\d{2}|\d{3}[ ]?\d{3}[ ]?\d{3}|\d{2}[ ]?\d{6}[ ]?[a-z][ ]?\d{3}|[a-z]{6}\d{2}[a-z]\d{2}[a-z]\d{3}[a-z])(?![\w]|[ ]?\d)"
)
_CIVIC: Final = compiled(r"(?<![\w-])(?P<v>\d{8}[ \-]?\d[ \-]?[A-Z]{2}\d)(?![\w-])")
_PAPER: Final = compiled(
    rf"(?<![a-z])(?P<cue>carne[t]? de (?:conducir|identidad)|permiso de conducir|carta d'identita|carta di identita|c[.]?i[.]?e[.]?|patente(?: di guida)?|carta de conducao|cartao de cidadao|cc(?= n)|rijbewijs(?:nummer)?|identiteitskaart|id-kaart|personalausweis|perso(?= (?:nr|nummer))|reisepass|fuhrerschein|driving licen[cs]e|passaporto|pasaporte|passaporte|paspoort(?:nummer)?)(?![a-z]){_GAP}"
    r"(?P<v>(?=[a-z0-9 \-]{0,9}\d{3})[a-z]{0,3}[ \-]?\d[a-z0-9]{3,13}(?:[ \-](?=[a-z0-9]{0,3}\d)[a-z0-9]{1,8}){0,3}(?:-[a-z])?|[a-z]{1,2}\d{1,2}[a-z0-9]{5,9})(?![\w])"
)
_VEHICLE: Final = compiled(
    r"(?<![a-z])(?:auto|wagen|fahrzeug|pkw|lkw|transporter|anhanger|motorrad|kennzeichen|kenteken|bestelbus|bestelwagen|camper|caravan|motor|scooter|aanhanger|nummerplaat|car|van|lorry|truck|bike|plate|reg|vehicle|coche|furgoneta|moto|matricula|vehiculo|macchina|furgone|targa|targata|veicolo|vettura|carro|carrinha|mota|viatura|mietwagen|huurauto|leaseauto|seat|golf|polo|fiat|panda|renault|clio|peugeot|opel|corsa|ford|fiesta|bmw|audi|mercedes|toyota|yaris|skoda|volvo|kia|dacia|tesla|nissan|mazda|hyundai|citroen)(?![a-z])"
)
_PLATES: Final = compiled(
    r"(?<![\w\-/])(?P<v>[A-Z]{1,3}-\d{2,3}-[A-Z]{1,3}|\d{1,3}-[A-Z]{1,3}-\d{1,6}|\d{1,2}-[A-Z]{2,3}-[A-Z]{2}|[A-Z]{2}-[A-Z]{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d{1,2}-[A-Z]{3}-\d{1,2}|[A-Z]{1,3} [A-Z]{1,2} \d{1,4}[EH]?|[A-Z]{1,2}-?\d{4,5}[A-Z]{1,2}|[A-Z]{2}[ \-]?\d{3}[ ]?\d{3}|\d{2} [A-Z]{2} \d{2}|[A-Z]{2} \d{2} [A-Z]{2}|\d[A-Z]{3}\d{3})(?![\w\-/])"
)
_UNITS: Final = frozenset({"EUR", "KM", "KG", "PS", "KW", "CC", "USD", "GBP", "TDI", "TSI", "GTI", "HDI"})


def _accept_plate(text: Text, match: re.Match[str]) -> bool | float:
    letters = re.findall(r"[A-Z]+", match.group("v"))
    if not _UNITS.isdisjoint(letters) or re.search(
        r"ref|bestel|order|pedido|ordine|artikel|model|modell|modelo", before(text, match.start("v"), 16)
    ):
        return False
    return 0.84 if _VEHICLE.search(line_of(text, match.start("v"))) else False


_PUBLIC: Final = compiled(
    r"(?:0[ ]?800|0[ ]?80\d|0[ ]?84\d|0[ ]?87[01]|0[ ]?3\d\d[ ]|0[ ]?900|0[ ]?90\d|0[ ]?18\d|0[ ]?700|900[ .]|901[ .]|902[ .]|800[ .]|80[48][ .]|70[0-9][ .]|60[0-9][ .]200|199[ .])"
)
_SERVICE: Final = compiled(
    r"(?<![a-z])(?:customer serv\w{0,4}|helpline|hotline|kundenservice|kundendienst|service-?nummer|atencion al cliente|servicio de atencion|servizio clienti|assistenza|numero verde|klantenservice|apoio ao cliente|linha de apoio|helpdesk|our|unsere|vuestr\w|nostr\w|onze|vosso)(?![a-z])[^\n.;]{0,30}$"
)


def _accept_phone(text: Text, match: re.Match[str]) -> bool | float:
    start, end = match.span("v")
    value = match.group("v")
    if _PUBLIC.match(value.lstrip("(")) or _SERVICE.search(before(text, start, 60)):
        return False
    if not value.startswith(("0", "(")) and len(re.sub(r"\D", "", value)) not in {9, 10}:
        return False
    return re.match(r"[ ]?(?:euro|eur|%|kwh|kg|km)|[,.]\d", after(text, end, 6)) is None


_TOLD_PHONE: Final = compiled(
    r"(?<![a-z])(?P<cue>tfno|tlfno|tlf|tlfn|telf|tlm|tlmv|telem|telefono fijo|fijo|telefone fixo|fixo|telefono fisso|fisso|festnetz|vaste lijn|contacto|contato|recapito|recapiti|numero de contacto|tel|telefon|telefono|telefone|telefoon|telefonnr|telefoonnr|telefoonnummer|telemovel|movil|mobil|mobiel|mobile|cellulare|cell|handy|handynr|rufnummer|ring me on|ring|text me(?: on)?|dial|call back(?: pm| am)? on|bel me op|mi numero|meu numero|mio numero|meu contacto|(?:meu|mi|mio|mijn|meine|my) (?:nr|num|nummer|number)|direct line|landline|linha|linea|mb ?way|bizum|llam(?:ar|ad|[ae]n?)(?:me|nos|le|la)?|devolver (?:la )?(?:llamada|chamada)|localizarme|mi trova|mi trovate|chiama(?:r|te)?(?:mi|lo|la|ci)|richiamare|contattar(?:e|mi)|liga-me|ligar-me|ligue-me|liguem|ligar|telefonar|contactar(?:-me|me)?|contacta(?:-se|-me)?|zap|whatsapp)(?![a-z])[.]?"
    r"(?:[ ](?:is|ist|es|e|e o|e il|el|il|o|al|allo|op|on|para|por|pelo|no|do|da|del|dal|al|fijo|fisso|privat|casa|urgente|ya|ahora|por (?:la manana|la tarde|favor)|adesso|subito|ora|agora|ja|:)){0,3}[ :]{0,3}(?P<v>\(?0\d{1,5}\)?[ ]?[/\-][ ]?\d{2,9}(?:[ \-]\d{2,6}){0,3}|[236789]\d{1,2}(?:[ .\-]?\d{2,4}){2,4}|0\d{2,4}[ ]\d{3}[ ]?\d{3,4}|0\d{3,5}[ ]\d{4,6}|3\d{2}[ \-]?\d{6,7})(?![\w]|[ .\-]?\d)"
)
_ALONE: Final = compiled(
    r"(?:^|\n)[ ]{0,3}(?P<v>[679]\d{2}[ .\-]?\d{3}[ .\-]?\d{3}|[679]\d{2}[ .]\d{2}[ .]\d{2}[ .]\d{2}|3[2-9]\d[ .\-]?\d{3}[ .\-]?\d{3,4})(?=[ ]{0,3}(?:\n|$))"
)
_GROUPED: Final = compiled(r"(?<![\w+.,/\-])(?P<v>\(?0\d{2,4}\)?[ \-]\d{3}[ \-]\d{3,4})(?![\w\-/]|[ .,]\d)")
_NUMBER_WORD: Final = compiled(
    r"(?:ref|order|policy|account|claim|booking|invoice|nummer|numero|pedido|ordine|poliza|polizza|tessera|kunde\w*|vertrag|contrat\w*|commande|dossier|client\w*|pdr|pod|cap|carta|card|karte)[^\n]{0,14}$"
)


def _accept_grouped(text: Text, match: re.Match[str]) -> bool | float:
    if _NUMBER_WORD.search(before(text, match.start("v"), 30)):
        return False
    return 0.72 if _accept_phone(text, match) else False


_BORN: Final = compiled(
    r"(?<![a-z])(?P<cue>geb[.]?[ \-]?dat(?:um)?[.]?|geboortedat[.]?|f[.]? ?(?:de )?nac(?:imiento)?[.]?|fecha (?:de )?nac[.]?|fec[.]? nac[.]?|d[.] ?n[.]|d[.]? ?nasc[.]?|data (?:de |di )?nasc[.]?|dt[.]? nasc[.]?|nasc[.]|d[.]?d[.]?n[.]|nac[.]|nacio|nacieron|nacque|nasceu|naceu|kam zur welt|wurde geboren)(?:[ ](?:el|il|a|am|op|em|no dia|el dia))?[ :]{1,3}(?P<v>\d{1,2}[ ]?[./\-][ ]?\d{1,2}[ ]?[./\-][ ]?(?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[.]? (?:de )?[a-z]{3,10} (?:de )?(?:19|20)\d\d)(?![\w]|[./\-]\d)"
)

_ENDING: Final = compiled(
    r"(?<![a-z])(?P<cue>(?P<account>konto|kontos|a/c|account|rekening|cuenta|conto|conta)|karte|girocard|kreditkarte|pas|bankpas|pinpas|tarjeta|carta|cartao|card|kaart)(?![a-z])[^\n.\d]{0,24}?(?:endziffern?|endet auf|endend auf|eindigend op|eindigt op|ending(?: in)?|ends(?: in)?|acabad[ao] en|acaba en|(?:che|que) (?:termina|finisce) (?:con|en|em|per)|terminad[ao] (?:en|em))[ :]{1,2}(?P<v>\d{3,4})(?![\d/]|[ ]?(?:euro|eur|%))"
)


def _endings(_text: Text, match: re.Match[str]) -> Iterator[Finding]:
    label = Label.IBAN if match.group("account") else Label.CARD
    yield Finding(label, *match.span("v"), 0.88, ("recogniser:ending_abroad", f"context:{match.group('cue')}"))


_AGED: Final = compiled(
    r"(?<![A-Za-z])(?!Garant|Garanz|Vertrag|Contrat|Laufzeit|Contract)[A-Z][\w'\-]{1,24},?[ ](?:de|di|van|von)[ ](?P<v>(?P<n>\d{1,3})[ ](?:anos|anni|jaar|Jahren|meses|mesi|maanden|Monaten))(?![\w])(?![ ](?:de garantia|di garanzia|garantie))"
)


_CODE: Final = compiled(
    r"(?<![a-z])(?P<cue>clave(?: de acceso| personal)?|codigo (?:que (?:me )?(?:llego|ha llegado|recibi|recebi|chegou|enviaron|enviaram|han enviado)|sms|recibido|recebido)|pin (?:della|del|de la|do|da|der|meiner|van de|van mijn|of the|of my|for the|for my)[ ][a-z]{3,12}|key ?safe(?: code)?|codice (?:che (?:mi )?(?:e arrivato|avete mandato|ho ricevuto)|ricevuto|otp|sms)|code (?:that )?(?:i (?:got|received)|you sent(?: me)?|came))(?![a-z])(?:[ ](?:is|es|e|ist|era|was)(?=[ :]))?[ :]{1,3}(?P<v>\d{3,8}|\d{3}[ ]\d{3})(?![\w/]|[ ]?(?:\d|euro|eur|%))"
)
_RENAMED: Final = compiled(
    r"(?<![a-z])(?P<cue>user ?name|login|usuario|nutzername|benutzername|gebruikersnaam|nome utente|utilizador)(?![a-z])[^\n.;:]{2,40}[ ](?:to|a|zu|in|auf|naar|para)[ ](?P<v>(?=[a-z0-9._\-]{0,24}[0-9_])[a-z][a-z0-9._\-]{3,28}[a-z0-9])(?![\w@])"
)


_NUMBERS: Final = compiled(
    r"(?<![\w./\-])(?P<v>\d{1,2}(?:st|nd|rd|th)?[ ](?:of the|of|del|de|do|van de)[ ](?:0?[1-9]|1[0-2])(?:st|nd|rd|th)?,?[ ](?:(?:de|del|do|of)[ ])?(?P<y>(?:19|20)\d\d))(?![\w])"
)


RULES: Final = (
    Rule(
        name="national_id_abbreviated",
        label=Label.NATIONAL_ID,
        summary="A national number of Spain, Ireland, Austria, Germany, Italy or Portugal after its name or its initials.",
        word=r"^(?:d|n|dni|nie|nif|ppsn?|svnr|sv|\w*versicher\w*|versicherungsnummer|ahv\w*|afiliacion|nuss|naf|utente|ssn|cf|c|fiscale|nacional)$",
        digits=7,
        pattern=_NATIONAL,
        score=0.9,
        examples=(
            "D.N.I.: [[48.291.773-K]]",
            "PPS number [[1234567FA]]",
            "n.º de utente [[344120987]]",
            "nº de afiliación a la Seguridad Social [[08/44120987/33]]",
        ),
    ),
    Rule(
        name="ssn_ending",
        label=Label.NATIONAL_ID,
        summary="The last digits of a social security number of the United States.",
        word=r"^ssn$|^social$",
        digits=4,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>ssn|social security number) (?:ends|ending) (?:in|with) (?P<v>\d{4})(?!\d)"
        ),
        score=0.88,
        examples=("My SSN ends in [[4417]].",),
    ),
    Rule(
        name="portuguese_civic_card",
        label=Label.ID_DOCUMENT,
        summary="A Portuguese citizen card, with its check digit and version.",
        hint=r"\d{8}[ -]?\d[ -]?[a-z]{2}\d",
        digits=10,
        pattern=_CIVIC,
        cased=True,
        score=0.95,
        examples=("o cartão de cidadão n.º [[35604034 1 ZY2]].",),
    ),
    Rule(
        name="identity_paper_abroad",
        label=Label.ID_DOCUMENT,
        summary="An identity card, passport or licence after its name, in the six other languages.",
        word=r"^(?:carne|carnet|permiso|carta|cie|c|patente|cartao|cc|rijbewijs\w*|identiteitskaart|kaart|personalausweis|perso|reisepass|fuhrerschein|driving|passaporto|pasaporte|passaporte|paspoort\w*)$",
        digits=4,
        pattern=_PAPER,
        score=0.88,
        examples=(
            "carné de conducir nº [[44120987-K]]",
            "carta di identità [[AX 4412098]]",
            "CC n.º [[14412098]]",
            "carta de condução [[L-4412098 7]]",
        ),
    ),
    Rule(
        name="british_driving_licence",
        label=Label.ID_DOCUMENT,
        summary="A code with the shape of a British driving licence.",
        hint=r"\b[a-z]{1,5}9{0,4} ?\d{6} ?[a-z]",
        digits=7,
        pattern=compiled(r"(?<![\w-])(?P<v>[A-Z]{1,5}9{0,4}[ ]?\d[0156]\d{4}[ ]?[A-Z][A-Z9][ ]?[A-Z0-9]{3})(?![\w-])"),
        accept=lambda _text, match: len(match.group("v").replace(" ", "")) == 16,
        cased=True,
        score=0.9,
        examples=("Licence: [[HARGR 803147 T99KD]].", "no [[FOX99510226RA9LM]]"),
    ),
    Rule(
        name="residence_permit_abroad",
        label=Label.ID_DOCUMENT,
        summary="A residence permit after its name, in the six other languages.",
        word=r"^(?:residencia|residenza|soggiorno|aufenthalts\w+|verblijfs\w+|permit)$",
        digits=3,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>(?:aut(?:orizacao)?[.]?|titulo|cartao|tarjeta|tarj[.]|permiso|permesso)[ ](?:de |di )?(?:residencia|soggiorno)|aufenthalts(?:titel|erlaubnis|genehmigung)|verblijfs(?:vergunning|document|titel)|residence permit|biometric residence permit)(?![a-z])"
            rf"{_GAP}(?P<v>(?=[a-z0-9]{{0,9}}\d)[a-z0-9]{{7,12}}|[a-z]{{2}}[ ]?\d{{3,4}}[ ]?\d{{3,5}})(?![\w-])"
        ),
        accept=lambda _text, match: sum(map(str.isdigit, match.group("v"))) > 3,
        score=0.88,
        examples=("aut. residência [[4R82N1167]], nasc.", "Verblijfsvergunning: [[NLD882014]]"),
    ),
    Rule(
        name="plate_abroad",
        label=Label.PLATE,
        summary="A plate of the Netherlands, Portugal, Germany, Austria, Switzerland, Ireland or the United States, when a vehicle is spoken of.",
        hint=r"\b(?:[a-z]{1,3}-\d{2,3}-[a-z]|\d{1,3}-[a-z]{1,3}-|[a-z]{2}-[a-z]{2}-\d|\d\d-\d\d-[a-z]{2}\b|[a-z]{1,3} [a-z]{1,2} \d|[a-z]{1,2}-?\d{4,5}[a-z]|[a-z]{2}[ -]?\d{3} ?\d{3}\b|\d\d [a-z]{2} \d\d\b|[a-z]{2} \d\d [a-z]{2}\b|\d[a-z]{3}\d{3}\b)",
        digits=1,
        pattern=_PLATES,
        accept=_accept_plate,
        cased=True,
        examples=(
            "mijn auto [[12-GB-TR]]",
            "o meu carro [[AA-12-BB]]",
            "mein Auto ([[HH AB 123]]) wurde",
            "an Irish plate [[191-D-20444]]",
        ),
    ),
    Rule(
        name="phone_told_abroad",
        label=Label.PHONE,
        summary="A national number after a word for a telephone or its abbreviation, in the six other languages.",
        word=r"^(?:t\w?l\w{0,4}|tfno|telem|fijo|fixo|fisso|festnetz|lijn|contacto|contato|recapit[oi]|tel\w{2,12}|movil|mobil|mobiel|mobile|cellulare|cell|handy\w*|rufnummer|ring|text|dial|back|me|numero|nr|num|nummer|number|line|landline|linha|linea|mb|mbway|way|bizum|llam\w{1,6}|llamada|chamada|localizarme|trova|trovate|chiam\w{2,6}|richiamare|contatt\w{1,4}|lig\w{1,3}|contacta\w{0,3}|zap|whatsapp|fijo)$",
        digits=8,
        row=7,
        pattern=_TOLD_PHONE,
        accept=_accept_phone,
        score=0.87,
        examples=(
            "Tel. [[089/12345678]]",
            "Teléfono fijo [[976 441 882]]",
            "tlm [[93 441 20 98]]",
            "o meu contacto é o [[961234567]]",
            "Call back pm on [[01632 960 417]],",
        ),
    ),
    Rule(
        name="phone_line_alone",
        label=Label.PHONE,
        summary="A Spanish, Portuguese or Italian number on a line of its own, as under a signature.",
        hint=r"(?:^|\n) {0,3}[3679]\d\d[ .-]?\d",
        digits=9,
        row=9,
        pattern=_ALONE,
        accept=_accept_phone,
        score=0.7,
        examples=("Un saludo\n[[655 120 433]]",),
    ),
    Rule(
        name="phone_grouped",
        label=Label.PHONE,
        summary="A British, Irish or Dutch number in its usual groups, whether in use or not.",
        hint=r"\b0\d{2,4}\)?[ -]\d{3}[ -]\d{3}",
        digits=9,
        row=9,
        pattern=_GROUPED,
        accept=_accept_grouped,
        examples=("or [[087 555 0199]].", "pm on [[01632 960 417]], ask"),
    ),
    Rule(
        name="birth_date_abbreviated",
        label=Label.BIRTHDATE,
        summary="A date after an abbreviation of date of birth, in the six other languages.",
        word=r"^(?:nacio|nacieron|nacque|nasceu|welt|geb|dat|datum|geboortedat|nac|nacimiento|nasc|n|ddn|d|f)$",
        digits=4,
        pattern=_BORN,
        score=0.92,
        examples=(
            "geb.datum [[22-11-1960]]",
            "Geb.-Datum: [[09.11.1989]]",
            "fecha nac. [[01/02/88]]",
            "D.N. [[01-04-1988]]",
        ),
    ),
    Rule(
        name="ending_abroad",
        label=Label.CARD,
        summary="The last digits of a card or of an account, in the six other languages.",
        word=r"^(?:endziffern?|endet|endend|eindig\w+|ending|ends|acaba\w*|termina\w*|finisce)$",
        digits=3,
        pattern=_ENDING,
        spans=_endings,
        examples=("Meine Karte (Endziffern [[4471]])", "pas eindigend op [[4471]]."),
    ),
    Rule(
        name="italian_identity_card",
        label=Label.ID_DOCUMENT,
        summary="A code with the shape of an Italian identity card.",
        hint=r"\bc[a-z]\d{5}[a-z]{2}\b",
        digits=5,
        pattern=compiled(r"(?<![\w-])(?P<v>C[A-Z]\d{5}[A-Z]{2})(?![\w-])"),
        cased=True,
        score=0.82,
        examples=("Documento: C.I. [[CA77120BD]]",),
    ),
    Rule(
        name="age_behind_name",
        label=Label.AGE,
        summary="An age with its preposition behind a name, in the languages that say it so.",
        word=r"^(?:anos|anni|jaar|jahren|meses|mesi|maanden|monaten)$",
        digits=1,
        pattern=_AGED,
        accept=lambda _text, match: 0 < int(match.group("n")) < 115,
        cased=True,
        score=0.86,
        examples=("Consuelo Iglesias Prado, de [[83 años]]. Su",),
    ),
    Rule(
        name="code_abroad",
        label=Label.SECRET,
        summary="A code that someone was sent or opens something with, in the six other languages.",
        word=r"^(?:clave|codigo|pin|key|keysafe|codice|code)$",
        hint=r"\bclave|codigo (?:que|sms|rec)|\bpin (?:d|v|m|of|for)|key ?safe|codice (?:che|ric|otp|sms)|code (?:that |i |you |came)",
        digits=3,
        pattern=_CODE,
        score=0.86,
        examples=(
            "clave de acceso: [[4471]]",
            "el código que me llegó es [[558 213]]",
            "the key safe is [[0982]].",
            "il pin della carta è [[4471]]",
        ),
    ),
    Rule(
        name="code_in_a_clause_abroad",
        label=Label.SECRET,
        summary="A PIN or PUK with a clause between the word and its value, in the six other languages.",
        word=r"^(?:pin|puk|pincode|passcode)$",
        hint=r"\b(?:is|ist|lautet|es|e|was|war|era) \d",
        digits=4,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>pin|puk|pincode|passcode)(?![a-z])[^\n.;:!?\d]{1,40}?[ ](?:is|ist|lautet|es|e|was|war|era)[ ](?P<v>\d{4,8})(?![\w/]|[.,]\d|[ ]?(?:\d|euro|eur|%))"
        ),
        score=0.86,
        examples=(
            "Il PUK che mi avete dato è [[48291734]] e",
            "die PUK, die Sie mir geschickt haben, lautet [[48291734]]",
            "the PIN you gave me is [[4471]]",
        ),
    ),
    Rule(
        name="code_handed_abroad",
        label=Label.SECRET,
        summary="A code that someone was asked for or gave away, in the six other languages.",
        word=r"^(?:codice|codigo|code|pin|pincode)$",
        hint=r"\b(?:codice|codigo|code|pin|pincode) \d",
        digits=4,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>chiest[oa]|comunicat[oa]|dettat[oa]|fornit[oa]|pidio|pidieron|dicte|facilite|pediu|pediram|dictei|forneci|asked|gave|read out|told|gevraagd|doorgegeven|gegeben|durchgegeben|vorgelesen|verlangt|verlangte)(?![a-z])[^\n.;!?\d]{0,24}?(?<![a-z])(?:codice|codigo|code|pin|pincode)[ ](?P<v>\d{4,8})(?![\w]|[.,]\d|[ ]?(?:euro|eur|%))"
        ),
        score=0.84,
        examples=("mi ha chiesto il codice [[771093]].", "they asked me for the code [[4471]] and"),
    ),
    Rule(
        name="name_changed_abroad",
        label=Label.ONLINE,
        summary="The new sign-in name that someone asks for, in the six other languages.",
        word=r"^(?:username|user|login|usuario|nutzername|benutzername|gebruikersnaam|utente|utilizador)$",
        pattern=_RENAMED,
        score=0.84,
        examples=("change the username grace_o81 to [[gracehill81]] and",),
    ),
    Rule(
        name="birth_date_numbers",
        label=Label.BIRTHDATE,
        summary="A date told as the third of the ninth, of a year long ago.",
        hint=r"\d(?:st|nd|rd|th)? (?:of|del|de|do|van) ",
        digits=6,
        pattern=_NUMBERS,
        accept=lambda _text, match: 1915 < int(match.group("y")) < 2012,
        score=0.75,
        examples=("Caller: [[3rd of the 9th 1944]].", "El [[3 del 9 de 1944]]."),
    ),
)
