"""Codes, passwords and sign-in names given within a sentence, in the six other languages.

Example:
    >>> book = RuleBook("access_abroad", RULES)
    >>> book.shown("buzz 2580 at the main door, la clave que puse era Lobito77 y no entra, Laptop PIN if tested: 0619")
    ['SECRET 2580', 'SECRET Lobito77', 'SECRET 0619']
    >>> book.shown("la clave es llamar antes de las 10, der Alarm ging um 2130, the password was wrong 3 times")
    []
"""

from __future__ import annotations

import re
from typing import Final

from egide.detection.finding import Label
from egide.detection.recognisers.context import compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_IS: Final = r"(?:era|war|was|is|es|e|ist|lautet|lautete|eh)"
_WORDS_FOR_ONE: Final = (
    r"clave|contrasena|passwort|kennwort|password|parola chiave|palavra-passe|senha|wachtwoord|ww|pw|pwd"
)
_NEW: Final = "temporal|provisional|temporanea|provvisoria|tijdelijk|tijdelijke|temporaria|provisoria|neu|neues|nueva|nuova|nieuw|nova|gezet op|gesetzt auf|changed to|set to|reset to|cambiada a|resettata a|cambiata in|reposta para"
_MIXED: Final = r"(?=[^\s]{0,24}\d)(?=[^\s]{0,24}[a-z])[a-z0-9][^\s,;\"()]{4,30}[a-z0-9!?#*$%]"
_NO_CODE: Final = compiled(r"(?:19|20)\d\d")


def _accept_number(text: Text, match: re.Match[str]) -> bool | float:
    return _NO_CODE.fullmatch(text.low, *match.span("v")) is None


def _accept_login(_text: Text, match: re.Match[str]) -> bool | float:
    first, last, login = match.group("first"), match.group("last"), match.group("v")
    return login.startswith(first[0] + last[:4]) or (login.startswith(last[:4]) and first[0] in login[len(last[:4]) :])


# "Das WLAN-Passwort hab ich schon auf Kirschkern_88 geändert": the verb closes the sentence.
_CHANGED: Final = compiled(
    rf"(?<![a-z])(?P<cue>(?:wlan-?|wifi-?)?(?:passwort|kennwort|wachtwoord))(?: [^\s.;!?]{{1,14}}){{0,5}} (?:auf|in|naar) \"?(?P<v>{_MIXED})\"? (?:geandert|gesetzt|umgestellt|gewijzigd|veranderd|gezet)(?![a-z])"
)


RULES: Final = (
    Rule(
        name="opens_with",
        label=Label.SECRET,
        summary="A number that opens a door or stops an alarm: buzz 2580, la puerta se abre con el 4480#.",
        word=r"^(?:buzz|abre|apre|geht|offnet|opens|allarme|alarma|alarme|alarm)$",
        digits=4,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>buzz|se abre con|si apre con|abre com|(?:tur|tor|haustur) (?:geht|offnet)(?: sich)? mit|door opens with|gate opens with|allarme|alarma|alarme|alarm(?:anlage)?)"
            r"(?: (?:in|el|il|la|le|der|code|codigo|codice|se apaga|si spegne|desliga|aus|off|e|es|is|ist|con|mit|with|com)){0,3}[ :]{1,2}(?P<v>[#*]?\d{2}[ ]?\d{2,4}[#*]?)(?![\w/:]|[.]\d|[ ]?(?:eur|uhr|h\b|%|\d))"
        ),
        accept=_accept_number,
        score=0.75,
        examples=("buzz [[2580]] at the main door", "la puerta se abre con el [[4480#]]", "l'allarme è [[88 31]]"),
    ),
    Rule(
        name="password_changed",
        label=Label.SECRET,
        summary="A new password before the verb that closes the sentence, in German and Dutch.",
        word=r"^(?:passwort|kennwort|wachtwoord)$",
        digits=1,
        pattern=_CHANGED,
        score=0.9,
        examples=("das WLAN-Passwort hab ich auf [[Kirschkern_88]] geändert",),
    ),
    Rule(
        name="password_set_to",
        label=Label.SECRET,
        summary="What a password was changed to: mudou a senha do wifi para dragao2010.",
        word=r"^(?:clave|contrasena|password|parola|senha|palavra-passe|passe)$",
        digits=1,
        pattern=compiled(
            rf"(?<![a-z])(?:mud\w{{2,4}}|alter\w{{2,4}}|troc\w{{2,4}}|cambi\w{{2,5}}|cambie|changed|reset|set)(?: [a-z]{{1,8}}){{0,2}} (?P<cue>clave|contrasena|password|parola chiave|palavra-passe|senha)(?: [a-z\-]{{1,10}}){{0,4}} (?:para|pra|por|a|in|con|to) \"?(?P<v>{_MIXED})(?![\w@])"
        ),
        score=0.88,
        examples=("mudou a senha do wifi pra [[dragao2010]] e",),
    ),
    Rule(
        name="memorable_word",
        label=Label.SECRET,
        summary="The word or place that a bank asks for: memorable word is marmalade.",
        word="^(?:memorable|security)$",
        pattern=compiled(
            r"(?<![a-z])(?P<cue>(?:memorable|security) (?:word|name|place|phrase|answer))(?: (?:is|was)|[ ]?:)[ ]\"?(?P<v>(?!(?:not|wrong|right|correct|incorrect|something|what|the|it|asked|needed|required|missing|set|on|a|an|in|for|to)(?![a-z]))[a-z0-9][\w\-]{2,24})(?![\w@])"
        ),
        score=0.85,
        examples=("my memorable word is [[marmalade]].",),
    ),
    Rule(
        name="password_in_sentence",
        label=Label.SECRET,
        summary="A word of letters and digits after the word for a password and a verb: la clave que puse ayer era Lobito77.",
        word=rf"^(?:{_WORDS_FOR_ONE})$",
        digits=1,
        pattern=compiled(
            rf"(?<![a-z])(?P<cue>{_WORDS_FOR_ONE})(?![a-z])(?:(?: [a-z]{{2,12}}){{0,5}} {_IS}[ :]{{1,2}}|(?: (?:{_NEW}))?[ :]{{1,2}})[\"'“]?(?P<v>{_MIXED})(?![\w@])"
        ),
        score=0.8,
        examples=(
            "la clave que puse ayer era [[Lobito77]] y",
            "tijdelijk ww [[Welkom-Tulp-19]] werkt",
            "Password resettata a [[Primavera-2025!]], da cambiare",
        ),
    ),
    Rule(
        name="code_for",
        label=Label.SECRET,
        summary="A number after the word for a code, what it is for, and a verb: your code for locker 12 is 883104.",
        word="code$|^codigo$|^codice$|^pin$",
        digits=4,
        pattern=compiled(
            rf"(?<![a-z])(?P<cue>(?:[a-z]{{2,20}}-)?code|codigo|codice|pin) (?:voor|fur|for|para|per|om|if|se|si|wenn|als) [^\n.:\d]{{1,24}}(?:\d{{1,3}} )?(?:{_IS}|:) ?(?P<v>\d{{4,8}})(?![\w/:-]|[.]\d|[ ]?(?:eur|%|\d))"
        ),
        score=0.82,
        examples=("Je PostPlek-code voor kluis 12 is [[883104]].", "Laptop PIN if tested: [[0619]]"),
    ),
    Rule(
        name="nick_speaks",
        label=Label.ONLINE,
        summary="The nickname of who speaks in a chat, a word and its number before a colon.",
        hint=r"(?:^|\n|\] ?)[a-z]{4,20}[._]?\d{2,4}: ",
        digits=2,
        pattern=compiled(
            r"(?:^|(?<=\n)|(?<=\] )|(?<=\]))(?P<v>(?!(?:agent|client|cliente|kunde|kundin|customer|klant|caller|speaker|user|visitor|guest|gast|operator|turn|line|tour|etape|step|schritt|option|ticket|order|article|artikel|page|room|zone|seite)[a-z]{0,3}\d)[a-z]{4,20}[._]?\d{2,4})(?=: )"
        ),
        score=0.72,
        examples=("[14:02] [[Merkur77]]: huhu",),
    ),
    Rule(
        name="login_of_name",
        label=Label.ONLINE,
        summary="The sign-in name between parentheses after the name that it shortens: Peio Arrizabalaga (parrizab).",
        sign="(",
        hint=r"[a-z] \([a-z]{5,14}\d{0,3}\)",
        pattern=compiled(
            r"(?<![a-z])(?P<first>[a-z][a-z'\-]{1,16}) (?:(?:de|da|van|di|el|al|la|den) ){0,2}(?P<last>[a-z][a-z'\-]{3,20}) \((?P<v>[a-z]{5,14}\d{0,3})\)"
        ),
        accept=_accept_login,
        score=0.85,
        examples=("Usuario Peio Arrizabalaga ([[parrizab]]), sede Vitoria",),
    ),
    Rule(
        name="signed_nick",
        label=Label.ONLINE,
        summary="A word with an underscore that signs a review or stands alone between parentheses.",
        sign="_",
        hint="[a-z0-9]_[a-z0-9]",
        pattern=compiled(
            r"(?:(?<= von )|(?<= by )|(?<= par )|(?<= por )|(?<= da )|(?<= de )|(?<= door )|(?<=firmado: )|(?<=firmato: )|(?<=signed: )|(?<=assinado: )|(?<=- )|(?<=– )|(?<=\())(?P<v>[a-z][a-z0-9.]{1,20}_[a-z0-9_.]{1,20}[a-z0-9])(?=[)\s]{0,2}(?:\n|$)|\))"
        ),
        score=0.7,
        examples=("Verfasst von [[gipfel_jo]]", "22 euro per nacht. ([[madam_confituur]])"),
    ),
)
