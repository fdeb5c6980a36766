"""What opens a door, an account or a game: codes by the thing they open, passwords in fields and pairs, names of players and sellers.

Example:
    >>> book = RuleBook("access", RULES)
    >>> book.shown("código del portal es 1928, l'entrée c'est B1947, (login pgarnier), pseudo PSN Kratos_fr")
    ['SECRET 1928', 'SECRET B1947', 'ONLINE pgarnier', 'ONLINE Kratos_fr']
    >>> book.shown("le code de la porte est bon, composez le 3179, le code de suivi est 884210, login impossible")
    []
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.names.gazetteer import COMMON, flags_by_word
from egide.detection.recognisers.context import after, before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_THING: Final = (
    r"(?:portes?|portail|portillon|immeuble|batiment|entree|hall|residence|garage|cave|parking|barriere|grille|alarme|coffre|valise|cadenas|casier|locker|consigne|boite|cles?|badge|gardien|gardienne|wifi|parental|antivol|autoradio|sim|esim|"
    r"maison|appartement|appart|chambre|studio|ascenseur|local|tablette|telephone|verrouillage|abri|cabanon|"
    r"puerta|portal|alarma|caja|candado|taquilla|llaves?|garaje|movil|verja|porta|portone|cancello|allarme|cassaforte|lucchetto|armadietto|cassetta|chiavi|portao|cofre|cadeado|cacifo|garagem|predio|chaves|"
    r"tur|schlusselkasten|schlusseltresor|tor|haustur|safe|tresor|schliesfach|alarmanlage|deur|poort|alarm|kluis|sleutelkastje|sleutelkluis|kluisje|gebouw|door|gate|lockbox|keypad|building|house|flat|lobby|shed)"
)
_SHORT: Final = r"(?:de|du|des|la|le|l'|d'|del|della|dell'|do|da|van|het|fur|den|die|das|der|for|the|of|to|mon|ma|notre|mijn|mein|mi|mio|my|a|al|las|los|as|os|nos?)"
_CODE_VALUE: Final = r"(?P<v>[#*]?(?=[a-z]{0,3}\d)[a-z]{0,3}\d[0-9a-z]{1,8}[#*]?)(?![\w-]|[.,/]\d|[ ]?(?:\$|eur|%|ans\b|mois\b|h\b|min\b|km\b|fois\b))"
_OF_A_THING: Final = compiled(
    rf"(?<![a-z])(?P<cue>(?:codes?|codigo|codice)(?:[ ](?:d'|de )(?:activation|deverrouillage|deblocage|acces|ouverture|verrouillage|service))?(?:[ ]{_SHORT}){{0,3}}[ ']{{1,2}}{_THING}(?: (?:(?:a|d'|de|du|des) ?)?[a-z]{{2,10}}){{0,2}}?|(?:alarm|tur|tor|haustur|deur|poort|kluis|safe|tresor|garagen|schliesfach|hek)code)"
    rf"[ ]{{0,2}}(?:[:=]|(?:c'est|cest|c|est|is|ist|es|e|reste|lautet|etait|tjs|toujours|bien|maintenant)(?![a-z])[ ]?){{0,3}}[ ]{{0,2}}(?:le |la )?{_CODE_VALUE}"
)
_CALLED: Final = compiled(
    r"(?<![a-z])(?P<cue>l'entree|la porte(?: d'entree)?|le portail|l'immeuble|le hall|le portillon|le sas|le digicode|digicode|le local)[ ](?:c'est|cest|est|fait|c)[ ](?:le |la )?(?P<v>[#*]?(?=[0-9a-z]{0,6}[a-z#*])(?=[a-z]{0,3}\d)[a-z]{0,2}\d[0-9a-z]{2,6}[#*]?)(?![\w-]|[.,/]\d)"
)
_TYPED: Final = compiled(
    rf"(?<![a-z])(?P<cue>faites?|faire|tapez|taper|tape|composez|composer|entrez|saisissez|enter|dial|press|marque|teclea|digitare|digiti|digite|tippen sie|toets)[ ](?:le |la |el |il |o |de |die )?(?:code |codigo |codice )?{_CODE_VALUE}"
)
_OPENS: Final = compiled(
    rf"(?<![a-z])(?P<cue>alarme?|alarma|allarme|cadenas|coffre|portail|portillon|porte|digicode|boite a cles|lockbox|gate|safe)(?![a-z])[^\n.\d]{{0,24}}[ ](?:avec|par|with|con|mit|met|com)[ ](?:le |la |el |il |o )?(?:code )?{_CODE_VALUE}"
)
_DOORS: Final = compiled(
    r"porte|portail|digicode|immeuble|entr[ae]|clavier|alarme|hall|barriere|interphone|boitier|coffre|door|gate|keypad|puerta|portal|portone|cancello|tur\b|deur"
)


def _accept_typed(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    if re.fullmatch(r"\d{1,3}|[138]\d{3}|\d{7,9}", value):
        return False
    near = before(text, match.start(), 60) + " " + after(text, match.end("v"), 40)
    return _DOORS.search(near) is not None


def _accept_thing(_text: Text, match: re.Match[str]) -> bool | float:
    return sum(map(str.isdigit, match.group("v"))) > 1


_WIFI: Final = compiled(
    r"(?<![a-z])(?P<cue>(?:code|cle|clef|key|clave|codigo|codice|chiave|schlussel|sleutel|chave)(?: (?:du|de la|de|del|della|do|da|van de|wpa|d')){0,2} ?(?:wi-?fi|wlan|box|livebox|freebox|bbox|internet))(?: ?[:=]| (?:est|c'est|cest|is|es|e|ist)){0,2}[ ]{1,2}(?P<v>(?=[\w!#*-]{0,30}\d)(?=[\w!#*-]{0,30}[a-z])[\w!#*-]{6,40})(?![\w@])"
)
_PAIR: Final = compiled(
    r"(?<![a-z])(?:identifiants?|login|user(?:name)?|id|usuario|utente|benutzer(?:name)?|gebruiker(?:snaam)?|utilizador) ?(?:/|et|&|\+|and|y|und|en|e) ?(?:mdp|mots? de passe|password|passwd|pw|pass|contrasena|passwort|wachtwoord|senha)[ ]?[:=][ ]{0,2}(?P<a>[^\s/,;]{3,40})[ ]{0,2}(?:[/,;|]|et|and|y|und|en|e)[ ]{1,2}(?P<b>[^\s,;]{4,40})"
)


def _pair(_text: Text, match: re.Match[str]) -> Iterator[Finding]:
    if "@" not in match.group("a"):
        yield Finding(Label.ONLINE, *match.span("a"), 0.96, ("recogniser:sign_in_pair",))
    start, end = match.span("b")
    while match.string[end - 1] in ".)":
        end -= 1
    if end > start:
        yield Finding(Label.SECRET, start, end, 0.96, ("recogniser:sign_in_pair",))


_FIELD: Final = compiled(
    r"(?<![a-z])(?P<cue>mot de passe|mdp|password|passwort|contrasena|wachtwoord|senha|palavra-passe|parola|pw|passwd|pass)[ ]?[:=][ ]?(?P<v>[^\s(),;]{5,30})(?=[ ]?(?:[,;)]|\n|$))"
)


def _accept_field(_text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v").rstrip(".!?")
    if not value.isalpha():
        return any(character.isdigit() for character in value)
    return (
        not flags_by_word().get(value, 0) & COMMON
        and re.match("oubli|perdu|inconnu|voir|forgot|expir|incorr|invalid|reset|vergess", value) is None
    )


_ANSWER: Final = compiled(
    r"(?<![a-z])(?P<cue>reponse(?: secrete)?|(?:security )?answer|antwort|respuesta(?: secreta)?|risposta(?: segreta)?|antwoord|resposta(?: secreta)?)[ ]?:?[ ]{1,2}(?P<v>[a-z][a-z0-9'-]{2,20}(?: [a-z0-9'-]{2,15})?)(?=[ ]?(?:[.,;)\n]|$))"
)
_SECRET_QUESTION: Final = compiled(
    r"question (?:secrete|de securite)|security (?:question|answer)|sicherheitsfrage|pregunta (?:secreta|de seguridad)|domanda (?:segreta|di sicurezza)|beveiligingsvraag|pergunta (?:secreta|de seguranca)|(?:reponse|respuesta|risposta|resposta) secret|risposta segreta"
)


def _accept_secret_answer(text: Text, match: re.Match[str]) -> bool | float:
    around = before(text, match.start(), 80) + match.group("cue")
    return (
        _SECRET_QUESTION.search(around) is not None
        and re.match(
            r"(?:incorrecte?|fausse?|non|oui|pas|est|wrong|oubliee?|not|falsch|is|inconnue?)\b", match.group("v")
        )
        is None
    )


_PLAYER_CUE: Final = (
    r"(?:(?:pseudo|id|identifiant|compte|account|nom|name|gamertag) (?:psn|steam|xbox|insta|snap|tiktok|discord|twitch|vinted|leboncoin|ebay|epic|fortnite|roblox|minecraft|switch|nintendo|strava|airbnb|blablacar)|"
    r"(?:psn|steam|xbox|epic|ebay|vinted|nintendo|roblox|fortnite|battlenet|airbnb) (?:id|name|tag|user|pseudo|username)|id de connexion|identifiant de (?:joueur|jeu|connexion)|"
    r"nutzername|benutzer(?:name)?|anmeldename|inlognaam|gebruiker(?:snaam)?|nick(?:name)?|handle|login|pseudo(?: (?:jeu|forum|site|en ligne))?|user(?:name)?)"
)
_PLAYER: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_PLAYER_CUE})(?![a-z])(?P<sep>(?: ?[:=]| (?:est|c'est|cest|is|ist|es|e|lautet|was|:)){{0,2}})[ ]{{1,2}}(?P<v>[a-z0-9](?:[\w.\-]{{1,30}}\w)(?:#\d{{4}})?)(?![\w@]|[ ](?:point|tiret|underscore)\b)"
)


def _accept_player(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    written = text.folded[match.start("v") : match.end("v")]
    if value.isdigit() or len(value) < _SHORTEST:
        return False
    if re.search(r"[_\d]|[a-z]\.[a-z]", value) or re.search(r"[a-z][A-Z]", written):
        return 0.94
    alone = (
        re.match(r"[ ]?(?:[.,;)\n]|$)|[ ](?:bloqu|refus|ne |n'|is |est )", after(text, match.end("v"), 8) or "\n")
        is not None
    )
    usual = flags_by_word().get(value, 0) & COMMON
    if match.group("cue") in {"user", "handle", "nick"} and not match.group("sep"):
        return False
    return 0.85 if alone and not usual and "-" not in value and _BEFALLS.match(value) is None else False


_SHORTEST: Final = 4
_BEFALLS: Final = compiled(
    r"(?:impossible|incorrect|invalid|inconnu|bloque|oubli|perdu|page|refuse|erreur|error|failed|expire|desactiv|introuvable|unbekannt|gesperrt|geblokkeerd|bloqueado|bloccato|different|actuel)"
)
_ON_A_GAME: Final = compiled(
    r"(?<![\w@./-])(?P<cue>je suis|j'suis|jsuis|chui|moi c'est|i am|i'm|ich bin|soy|sono|ik ben|sou)[ ](?P<v>(?=[\w.]{0,28}[_\d])[a-z][\w.]{2,28}\w)[ ](?:sur|dans|on|in|auf|en|su|op|no|na)[ ](?:le |la |the |dem |el |il |het |o )?(?:jeu|site|forum|serveur|discord|game|server|spiel|juego|gioco|spel|jogo|appli|app|chat|steam|fortnite|roblox|minecraft|vinted|leboncoin|ebay|insta|tiktok|snap|twitch)"
)
_SKYPE: Final = compiled(r"(?<![\w])(?P<v>live:[.]?[\w.]{2,40}\w)(?![\w@])")
_DICTATED: Final = compiled(
    r"(?<![a-z])(?P<cue>identifiants?|pseudo(?:nyme)?|login|arobase c'est|nom d'utilisateur|compte insta|insta|snap|username|usuario|utente|benutzername|gebruikersnaam|utilizador)(?![a-z])(?:[^\w\n]{0,3}(?:c'est|cest|est|is|es|e|ist|sur|insta|twitter|mon|le|de|jeu)(?=[^\w])){0,4}[^\w\n]{1,3}"
    r"(?P<v>(?:arobase )?[a-z0-9-]{2,16}(?: (?:point|tiret(?: bas| du (?:bas|six))?|underscore|dot|punto|punkt|ponto|bindestrich|unterstrich|guion(?: bajo)?|streepje|traco) [a-z0-9-]{1,18}(?: (?:vingt|trente|quarante|cinquante|soixante|cent|et|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|zero|un)\b){0,3}){1,4})(?! (?:arobase|at|chiocciola|arroba)\b)(?![\w@])"
)

_AS_PASSWORD: Final = compiled(
    r"(?<![a-z])(?:mis|utilise|utilisais|choisi|tape|pris|put|used|use|set|messo|usato|puesto|usado|genommen|gesetzt|gebruikt|ingesteld|posto)[ ](?P<v>(?=[^\s]{0,29}\d)[^\s\"'(),;:]{4,30})[ ](?:comme|as|als|como|come)[ ](?:mon |my |mein |mijn |mia |mi )?(?P<cue>mot de passe|mdp|password|passwort|contrasena|clave|wachtwoord|senha|palavra-passe)(?![a-z])"
)
_ALWAYS_BEEN: Final = compiled(
    r"(?<![a-z])(?P<cue>mot de passe|mdp|password|passwort|contrasena|wachtwoord|senha)[ ](?:[a-z']{1,12}[ ]){1,5}(?:ete|been|gewesen|estado|stata|geweest|sido|devenu|reste)[ ](?P<v>(?=[^\s]{0,29}\d)(?=[^\s]{0,29}[a-z])[^\s\"'(),;:]{4,30}[^\s\"'(),;:.!?])"
)
_SENT_CODE: Final = compiled(
    r"(?<![a-z])(?P<cue>codes?|codigo|codice)[ ](?:[a-z']{1,12}[ ]){0,5}(?:envoye|recu|transmis|communique|donne|sent|got|received|geschickt|bekommen|enviado|recibido|mandato|ricevuto|gestuurd|gekregen|recebido)(?:[ ](?:par|by|per|por|via)[ ](?:sms|texto|text|mail|whatsapp))?[ ](?:est|c'est|is|ist|es|e|was|:)[ ]{0,2}(?:le )?(?P<v>\d{2,8}(?:[ -]\d{1,4}){0,3})(?![\w]|[.,/]\d)"
)
_SECOND_CODE: Final = compiled(
    r"(?<![a-z])(?P<cue>codes?|digicodes?)(?: [a-z']{2,12}){0,3}[ ]?:?[ ](?:[#*]?[a-z]?\d{3,6}[a-z]?[#*]?)[ ](?:puis|et|ensuite|then|and|und|dann|y|luego|e|poi|en|dan)[ ](?:le |the )?(?P<v>[#*]?[a-z]?\d{3,6}[a-z]?[#*]?)(?![\w]|[.,/]\d|[ ]?(?:\$|eur|ans|mois|km|h\b))"
)


RULES: Final = (
    Rule(
        name="code_of_a_thing",
        label=Label.SECRET,
        summary="The code of a door, an alarm, a locker, a safe, in the seven languages.",
        word=r"^codes?$|^codigo$|^codice$|code$",
        digits=2,
        pattern=_OF_A_THING,
        accept=_accept_thing,
        score=0.9,
        examples=(
            "código del portal es [[1928]]",
            "code casier [[4419]]",
            "Alarmcode [[4471]]",
            "der code für den Schlüsselkasten ist [[1408]]",
        ),
    ),
    Rule(
        name="code_of_a_door",
        label=Label.SECRET,
        summary="A code given as the door itself: l'entrée c'est B1947.",
        word=r"^(?:entree|porte|portail|immeuble|hall|portillon|sas|digicode|local)$",
        digits=3,
        pattern=_CALLED,
        score=0.85,
        examples=("l'entrée c'est [[B1947]]",),
    ),
    Rule(
        name="code_typed",
        label=Label.SECRET,
        summary="A code to type on a door or an alarm.",
        word=r"^(?:faites?|faire|tapez|taper|tape|composez|composer|entrez|saisissez|enter|dial|press|marque|teclea|digitare|digiti|digite|tippen|toets)$",
        digits=2,
        pattern=_TYPED,
        accept=_accept_typed,
        score=0.85,
        examples=("Pour entrer faites le [[45A12]] puis", "tapez [[3412#]] sur le clavier de la porte"),
    ),
    Rule(
        name="code_opens",
        label=Label.SECRET,
        summary="A code that a thing opens with.",
        word=r"^(?:alarme?|alarma|allarme|cadenas|coffre|portail|portillon|porte|digicode|boite|lockbox|gate|safe)$",
        digits=3,
        pattern=_OPENS,
        accept=_accept_thing,
        score=0.85,
        examples=("l'alarme se coupe avec [[4521]]",),
    ),
    Rule(
        name="wifi_key",
        label=Label.SECRET,
        summary="The key of a wireless network after code, clé, clave, sleutel.",
        word=r"^(?:wifi|wi|fi|wlan|box|livebox|freebox|bbox|internet)$",
        hint="cod|cle|key|clav|chiav|chav|schlussel|sleutel",
        digits=1,
        pattern=_WIFI,
        score=0.92,
        examples=("le code du wifi c'est [[maisonbleue22]]",),
    ),
    Rule(
        name="sign_in_pair",
        label=Label.SECRET,
        summary="A sign-in name and its password together: identifiant / mdp : jdupont / Koala!9.",
        word=r"^(?:mdp|passe?|password|passwd|pw|contrasena|passwort|wachtwoord|senha)$",
        sign=":=",
        pattern=_PAIR,
        spans=_pair,
        examples=("identifiant / mdp : [[jdupont75]] / [[Koala!9]]",),
    ),
    Rule(
        name="password_field",
        label=Label.SECRET,
        summary="The value of a field for a password, even an unusual word.",
        word=r"^(?:mdp|passe?|password|passwd|pw|contrasena|passwort|wachtwoord|senha|palavra|parola)$",
        sign=":=",
        pattern=_FIELD,
        accept=_accept_field,
        score=0.88,
        examples=("mot de passe : [[azertyuiop]]", "pw: [[Hunter#22]]"),
    ),
    Rule(
        name="secret_answer_told",
        label=Label.SECRET,
        summary="The answer to a secret question.",
        word=r"^(?:reponse|answer|antwort|respuesta|risposta|antwoord|resposta)$",
        pattern=_ANSWER,
        accept=_accept_secret_answer,
        score=0.88,
        examples=("question secrète : mon chien, réponse [[Filou]]",),
    ),
    Rule(
        name="password_chosen",
        label=Label.SECRET,
        summary="A password before the word for it: j'ai mis Juliette06 comme mot de passe.",
        word=r"^(?:mdp|passe?|password|contrasena|clave|passwort|wachtwoord|senha)$",
        hint=r" (?:comme|as|als|como|come) ",
        digits=1,
        pattern=_AS_PASSWORD,
        score=0.92,
        examples=("j'ai mis [[Juliette06]] comme mot de passe",),
    ),
    Rule(
        name="password_always",
        label=Label.SECRET,
        summary="A password that has always been.",
        word=r"^(?:ete|been|gewesen|estado|stata|geweest|sido|devenu|reste)$",
        hint=r"mot de passe|mdp|password|passwort|contrasena|wachtwoord|senha",
        digits=1,
        pattern=_ALWAYS_BEEN,
        score=0.9,
        examples=("mon mot de passe a toujours été [[papillon54]]",),
    ),
    Rule(
        name="code_sent",
        label=Label.SECRET,
        summary="A code that somebody sent.",
        word=r"^(?:codes?|codigo|codice)$",
        digits=4,
        pattern=_SENT_CODE,
        score=0.88,
        examples=("le code qu'on m'a envoyé est [[88 21 04]]",),
    ),
    Rule(
        name="code_second",
        label=Label.SECRET,
        summary="The second code of two doors.",
        word=r"^(?:codes?|digicodes?)$",
        digits=6,
        pattern=_SECOND_CODE,
        score=0.85,
        examples=("code immeuble : 5678B puis [[1234]]",),
    ),
    Rule(
        name="player_name",
        label=Label.ONLINE,
        summary="A sign-in name, a nickname or the name of a player or seller after the word for it.",
        word=r"^(?:nutzername|benutzer(?:name)?|anmeldename|inlognaam|gebruiker(?:snaam)?|nick(?:name)?|handle|login|pseudo|user(?:name)?|id|identifiant|compte|account|name|nom|psn|steam|xbox|epic|ebay|vinted|nintendo|roblox|fortnite|battlenet|airbnb|gamertag)$",
        pattern=_PLAYER,
        accept=_accept_player,
        examples=("(login [[pgarnier]])", "pseudo PSN [[Kratos_fr]]", "Mein Nutzername ist [[heinz_k]]"),
    ),
    Rule(
        name="player_on_a_game",
        label=Label.ONLINE,
        summary="A name with a digit or an underscore of who plays or sells somewhere: je suis Gamer_du_34 sur le jeu.",
        word=r"^(?:suis|jsuis|chui|moi|am|m|bin|soy|sono|ben|sou)$",
        hint=r"[_\d][\w.]* (?:sur|dans|on|in|auf|en|su|op|no|na) ",
        pattern=_ON_A_GAME,
        score=0.88,
        examples=("je suis [[Gamer_du_34]] sur le jeu",),
    ),
    Rule(
        name="skype_name",
        label=Label.ONLINE,
        summary="A name on Skype.",
        word=r"^live$",
        sign="live:",
        pattern=_SKYPE,
        score=0.92,
        examples=("skype : [[live:marie.durand]]",),
    ),
    Rule(
        name="name_dictated",
        label=Label.ONLINE,
        summary="A sign-in name dictated with its signs: mon identifiant c'est marie point durand.",
        word=r"^(?:point|tiret|underscore|dot|punto|punkt|ponto|bindestrich|unterstrich|guion|streepje|traco)$",
        hint=r"identifiant|pseudo|login|arobase c'est|utilisateur|insta|snap|username|usuario|utente|benutzername|gebruikersnaam|utilizador",
        pattern=_DICTATED,
        score=0.95,
        examples=("mon identifiant c'est [[marie point durand]]", "pseudo [[titi tiret soixante-deux]]"),
    ),
)
