"""Numbers said aloud in German, Spanish, Italian, Dutch, Portuguese and English: what precedes them tells what they are.

French numbers are written down before the other rules read them; these are taken as they were said.

Example:
    >>> book = RuleBook("numbers_abroad", RULES)
    >>> book.shown("mijn nummer is nul zes, negenennegentig, negenennegentig, nul acht, eenentwintig")
    ['PHONE nul zes, negenennegentig, negenennegentig, nul acht, eenentwintig']
    >>> book.shown("o contribuinte dele é dois zero um três um sete dois três zero, o iban que acaba em nove seis seis")
    ['TAX_ID dois zero um três um sete dois três zero', 'IBAN nove seis seis']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.birth import MONTHS
from egide.detection.recognisers.context import compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_GERMAN: Final = r"null|eins?|ein(?:e|en)|zwei|zwo|drei|vier|f(?:u|ue)nf|sechs|sieben|acht|neun|zehn|elf|zwolf|[a-z]{0,14}(?:zehn|zwanzig|dreis{1,2}ig|vierzig|funfzig|sechzig|siebzig|achtzig|neunzig)|[a-z]{0,12}(?:hundert|tausend)[a-z]{0,26}"
_DUTCH: Final = r"nul|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|[a-z]{0,20}(?:tien|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|[a-z]{0,10}(?:honderd|duizend)[a-z]{0,24}"
_ITALIAN: Final = r"zero|uno?|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|quindici|sedici|diciassette|diciotto|diciannove|(?:vent|trent|quarant|cinquant|sessant|settant|ottant|novant)(?:uno?|otto|[ai](?:due|tre|quattro|cinque|sei|sette|nove)?)|[a-z]{0,9}cento[a-z]{0,20}|mille[a-z]{0,24}"
_SPANISH: Final = r"cero|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci[a-z]{3,6}|veint[ei][a-z]{0,7}|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien(?:to)?|[a-z]{3,6}cientos|mil|doble"
_PORTUGUESE: Final = r"zero|uma?|dois|duas|tres|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|treze|catorze|quinze|deza?[sn][a-z]{3,6}|dezoito|vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa|cem|cento|[a-z]{3,6}centos|mil|meia"
_ENGLISH: Final = r"oh|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]{3,5}teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|double|triple"
_LANGUAGES: Final = (_GERMAN, _DUTCH, _ITALIAN, _SPANISH, _PORTUGUESE, _ENGLISH)


# The letter that ends a Spanish or an Italian number, by itself or by its name.
_LETTER: Final = r"(?:[ ,]{1,2}(?:equis|zeta|jota|hache|erre|efe|eme|ene|uve doble|[b-df-hj-np-tv-xz])(?![a-z'\d]))?"


def _run(words: str) -> str:
    word = rf"(?:{words})(?![a-z])"
    return rf"(?:[a-z][ ,.]{{1,2}}[a-z][ ,.]{{1,2}})?{word}(?:[ ,.\-]{{1,3}}(?:(?:und|en|and|[a-z])[ ,.]{{1,2}})?{word}){{2,27}}{_LETTER}"


_RUN: Final = compiled(rf"(?<![a-z'\-])(?P<v>{'|'.join(_run(words) for words in _LANGUAGES)})(?![a-z'])")
_KINDS: Final = (
    (Label.PHONE, r"tel\w{0,12}|handy\w{0,7}|mobil\w{0,7}|movil|cellulare|phone|ring|call|reach|llam\w{1,6}|rufen|anrufen|erreich\w{0,5}|ruf\w{0,8}|bellen|chiam\w{1,5}|ligar|ligue|telemovel|whatsapp|mijn nummer|mi numero|il mio numero|meine nummer|my number|rueckruf|rang"),
    (Label.IBAN, r"iban|konto\w{0,7}|conto|cuenta|rekening\w{0,8}|conta|account"),
    (Label.CARD, r"karte|kreditkarte|tarjeta|carta|kaart|cartao|card|expiry|expires|ablaufdatum|caduca|caducidad|scadenza|vervaldatum|validade"),
    (Label.TAX_ID, r"steuer\w{0,20}|contribuinte|nif|tax"),
    (Label.NATIONAL_ID, r"bsn|dni|nie|codice fiscale|utente|insurance|sozialversicherung\w{0,7}|burgerservice\w{0,7}"),
    (Label.SECRET, r"pin|pin-?code|geheimzahl|passwort|codigo|code|codice|wachtwoord|contrasena"),
    (Label.LOCATION, r"postleitzahl|plz|postcode|codigo postal|cap|zip"),
    (Label.REFERENCE, r"[a-z]{0,20}nummer|[a-z]{0,12}zeichen|numero|number|vertrag|contrato|contratto|contract|kunde\w{0,8}|cliente|klant\w{0,8}|pedido|ordine|order|bestel\w{0,10}|encomenda|meter|zahler|contador|contatore|reference|referencia|riferimento|policy|poliza|polizza|polis|claim|processo|pratica|expediente|fattura|factura|fatura|factuur|rechnung\w{0,8}"),
)  # fmt: skip
_CUE: Final = compiled("|".join(rf"(?P<{label.lower()}>(?<![a-z])(?:{words})(?![a-z]))" for label, words in _KINDS))
_ENDS: Final = compiled(
    r"(?<![a-z])(?:end(?:et|end|ing|s)|acaba|termina\w{0,3}|finisc\w{1,3}|eindig\w{1,3}|letzten|ultim[aoe]s?|last|laatste)(?![a-z])[^\n.;!?]{0,30}$"
)
_SPEAKERS: Final = frozenset({"klant", "kunde", "cliente"})
_MANY: Final = 7
_FEW: Final = 4
_ROOM: Final = 90
_AFTER: Final = 24


def _runs(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start, end = match.span("v")
    said = len(re.findall(r"[a-z]+", match.group("v")))
    head = text.low[max(0, start - _ROOM) : start]
    cues = list(_CUE.finditer(head))
    # "Klant: vier negen": who speaks tells less than the question above.
    cues = [cue for cue in cues if not (cue.group() in _SPEAKERS and head.startswith(":", cue.end()))] or cues
    last = cues[-1] if cues else _CUE.search(text.low, end, end + _AFTER)
    if said < _FEW and not (last and _ENDS.search(head)):
        return
    if last is None and said < _MANY:
        return
    label = str(last.lastgroup).upper() if last else Label.REFERENCE
    why = ("recogniser:number_said", f"context:{last.group()}") if last else ("recogniser:number_said",)
    yield Finding(label, start, end, 0.86 if last else 0.6, why)


_ANY: Final = rf"(?:{'|'.join(_LANGUAGES)})"
_BIRTH: Final = r"(?:geboren|geb[.]?|geburtsdatum|geburtstag|nacid[oa]|naci|nacimiento|nat[oa]|nascita|nascid[oa]|nasci|nascimento|geboortedatum|born|birth)"
_SAID_DATE: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_BIRTH})(?![a-z])[^\n]{{0,40}}(?:\n(?:[a-z][^\n:]{{0,28}}: ?)?[^\n]{{0,30}}?)??(?<![a-z])(?P<v>(?:[a-z]{{2,22}}(?:sten|ten|ster|ter|ste|te|th|st)|{_ANY}(?:[ ](?:y|e)[ ]{_ANY})?)[ ](?:de |di |of )?{MONTHS}(?:[ ](?:de|del|di|do|of|van|anno))?(?:[ ](?:(?:y|e|and)[ ])?{_ANY}(?![a-z])){{1,6}})(?![a-z])"
)
_SAID_AGE: Final = compiled(
    r"(?<![a-z])(?P<cue>ich bin|er ist|sie ist|ik ben|hij is|zij is|i am|i'm|he's|she's|tengo|tiene|ho|ha|tenho|tem)[ ](?:schon |al |ya |gia |ja )?(?P<v>(?:[a-z]{2,14}und)?(?:zwanzig|dreis{1,2}ig|vierzig|funfzig|sechzig|siebzig|achtzig|neunzig)|[a-z]{0,9}en(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"(?:veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)(?: y [a-z]{3,6})? anos|(?:vent|trent|quarant|cinquant|sessant|settant|ottant|novant)[a-z]{1,9} anni|(?:vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa)(?: e [a-z]{2,6})? anos)(?![a-z])(?![ ](?:euro|cent|prozent|minut|stunden|tage|kilo))"
)
_KIN_AGE: Final = compiled(
    r"(?<![a-z])(?P<cue>daughter|son|granddaughter|grandson|Tochter|Sohn|Enkelin|Enkel|hij[ao]|niet[ao]|figli[ao]|nipote|dochter|zoon|kleindochter|kleinzoon|filh[ao]|net[ao])[ ][A-Z][\w'\-]{1,20},[ ](?P<v>(?:"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]{3,5}teen|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|tre|quattro|cinque|sei|sette|otto|nove|dieci|twee|drie|vijf|zes|zeven|negen|tien|quatro|sete|oito|dez)"
    r"(?:[ ](?:anos|anni|jaar|years old))?)(?=[,.)\n])"
)
_SAID_ADDRESS: Final = compiled(
    r"(?<![a-z])(?P<cue>domicilio|direccion|indirizzo|anschrift|adres|morada|address|abito|vivo|moro|residente)(?![a-z])[^\n]{0,30}(?:\n(?:[a-z][^\n:]{0,28}: ?)?)?[^\n]{0,16}?(?<![a-z])"
    rf"(?P<v>(?:calle|plaza|avenida|camino|paseo|via|viale|piazza|corso|rua|praca|largo|travessa)[ ](?:[a-z']{{2,16}}[ ]){{1,4}}(?:numero |n[o.]? )?{_ANY}(?:[ ](?:y|e)[ ]{_ANY})?)(?![a-z])"
)
_POINT: Final = r"[ ](?:punkt|punto|punt|ponto|dot|point)[ ]"
_SAID_IP: Final = compiled(
    rf"(?<![a-z])(?P<v>{_ANY}(?:[ ]{_ANY}){{0,3}}(?:{_POINT}{_ANY}(?:[ ](?:(?:y|e|and)[ ])?{_ANY}){{0,4}}){{3}})(?![a-z])"
)
# Words that no ordinary message in French holds: "tres" and "due" are others' words too.
_DIGIT: Final = (
    r"^(?:null|zwei|zwo|drei|vier|funf|fuenf|sechs|sieben|acht|neun|cero|cuatro|cinco|seis|siete|ocho|nueve|tre|quattro|cinque|sette|otto|nove|nul|twee|drie|vijf|zes|zeven|negen|dois|quatro|sete|oito|oh|vinte|trinta)$|"
    r"(?:zehn|zwanzig|dreis{1,2}ig|vierzig|funfzig|sechzig|siebzig|achtzig|neunzig|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|hundert|honderd|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|quaranta|cinquanta|sessanta|settanta|ottanta|novanta)$"
)

RULES: Final = (
    Rule(
        name="number_said",
        label=Label.REFERENCE,
        summary="A row of numbers in words, after a word that tells what it is: a telephone, an account, a customer.",
        word=_DIGIT,
        pattern=_RUN,
        spans=_runs,
        examples=(
            "meine Kundennummer ist [[vier vier eins sieben acht acht]]",
            "ring me on [[oh seven seven double oh nine hundred four one five]] anytime",
            "dal conto [[i t ottanta w zero tre zero sei nove uno due tre]] e",
        ),
    ),
    Rule(
        name="birth_date_said",
        label=Label.BIRTHDATE,
        summary="A birth date in words.",
        word=r"^(?:geboren|geb|geburtsdatum|geburtstag|nacid[oa]|naci|nacimiento|nat[oa]|nascita|nascid[oa]|nasci|nascimento|geboortedatum|born|birth)$",
        hint=MONTHS,
        pattern=_SAID_DATE,
        score=0.9,
        examples=(
            "nata il [[ventuno giugno ottantotto]] a firenze",
            "¿fecha de nacimiento?\nvecina: el [[cinco de agosto del treinta y nueve]] tiene",
            "Uw geboortedatum?\nKlant: [[Dertig mei negentienhonderdzeventig]].",
        ),
    ),
    Rule(
        name="age_in_words",
        label=Label.AGE,
        summary="An age in words, said of oneself.",
        word=r"(?:zwanzig|dreis{1,2}ig|vierzig|funfzig|sechzig|siebzig|achtzig|neunzig|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)$|^(?:anos|anni)$",
        hint=r"ich bin|er ist|sie ist|ik ben|hij is|zij is|i am|i'm|he's|she's|tengo|tiene|\bho\b|\bha\b|tenho|\btem\b",
        pattern=_SAID_AGE,
        score=0.8,
        examples=("ich bin [[fünfundsiebzig]] und", "tengo [[setenta y dos años]]"),
    ),
    Rule(
        name="age_beside_kin",
        label=Label.AGE,
        summary="An age in words between commas, behind the name of a child or of a grandchild.",
        word=r"^(?:daughter|son|granddaughter|grandson|tochter|sohn|enkelin|enkel|hija|hijo|nieta|nieto|figlia|figlio|nipote|dochter|zoon|kleindochter|kleinzoon|filha|filho|neta|neto)$",
        pattern=_KIN_AGE,
        cased=True,
        score=0.82,
        examples=("My son Barnaby, [[four]], is", "Meine Tochter Wiebke, [[sieben]], hat"),
    ),
    Rule(
        name="address_in_words",
        label=Label.ADDRESS,
        summary="A street and its number in words, after a word for an address.",
        word=r"^(?:calle|plaza|avenida|camino|paseo|via|viale|piazza|corso|rua|praca|largo|travessa)$",
        hint=r"domicilio|direccion|indirizzo|anschrift|adres|morada|address|abito|vivo|moro|residente",
        pattern=_SAID_ADDRESS,
        score=0.85,
        examples=("¿domicilio?\nvecina: [[plaza del pozo número dos]] aquí",),
    ),
    Rule(
        name="ip_in_words",
        label=Label.IP,
        summary="An IPv4 address in words.",
        word=r"^(?:punkt|punto|punt|ponto|dot)$",
        hint=_POINT,
        pattern=_SAID_IP,
        score=0.9,
        examples=(
            "die adresse ist [[einhundertachtundneunzig punkt einundfünfzig punkt hundert punkt neunzehn]] rufen",
        ),
    ),
)
