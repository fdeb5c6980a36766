"""Secrets: passwords, one-time codes, PIN, PUK, door and alarm codes, API keys. The value only, never the words.

Example:
    >>> book = RuleBook("secret", RULES)
    >>> book.shown("mot de passe provisoire Granit!2026, code PUK : 41882077, le code du portail est 24A81, code promo NOEL26")
    ['SECRET Granit!2026', 'SECRET 41882077', 'SECRET 24A81']
"""

# ruff: noqa: PLR2004, SIM905 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.context import asked, before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_ANNOUNCES: Final = r"(?:mots? de passe?s?|motdepasse|mot de pass|mdp|m\.d\.p|pass ?word|pwd|passe|passwort|kennwort|contrasena|clave|parola d'ordine|password|wachtwoord|senha|palavra-passe|cle wifi|cle wpa|cle wep|cle du wifi|code wifi|passphrase)"
_FILLER: Final = (
    r"(?:[^\w\n]{0,4}(?:du|de|la|le|l|mon|ma|son|sa|votre|actuel|provisoire|temporaire|wifi|wi fi|compte|espace|client|box|site|appli|application|est|cest|c|etait|reste|toujours|recu|par|courrier|mail|sms|reinit|reinitialise|que|j|je|"
    r"utilise|ai|mis|essaie|nouveau|nouvel|ancien|initial|donc|is|ist|lautet|es|e|che|uso|die|ich|i|use|my|mein|mi|mia|mijn|minha|der|the|for|pour|sur|pc|session|boite|ordi|tablette|d|acces|internet|messagerie|pro|perso|maintenant|"
    r"alors|euh|voila|voici|suivant|ci|dessous|les|deux|noir|il|connait|connaissait|a|connu|was|war|era|van|portal|portaal|account|del|da|do|foi|app|login|old|new|alte|neue|oude|nieuwe|andern|andere|das|change|changing|changer|cambiar|cambiare|wijzigen|alterar|antiga|vecchia|vieja|anterior|ancien|l'ancien)(?=[^\w])){0,9}"
)
_VALUE: Final = r"(?P<v>[^\s\"'(),;:=][^\s\"(),;]{2,39})"
_PASSWORD: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_ANNOUNCES})(?![a-z]){_FILLER}[ ]?(?P<sep>[:=\"'(>\-]{{0,3}})[ ]?[\"'(]?{_VALUE}"
)


def _accept_password(text: Text, match: re.Match[str]) -> bool | float:
    start, end = match.span("v")
    value = text.original[start:end]
    told = (
        bool(set(match.group("sep")) & set(":=\"'"))
        or re.search(
            r"(?:est|cest|c'est|is|was|ist|war|es|era|e|utilise|uso|etait|foi)[^\w]{1,3}$",
            text.low[match.end("cue") : start],
        )
        is not None
    )
    digits = any(map(str.isdigit, value))
    odd = re.search(r"[^\w\s.'’-]|_", value.rstrip(".!?…")) is not None
    mixed = re.search(r"[a-zà-ÿ][A-Z]|[A-Z].*[a-z]", value) is not None
    if match.group("cue") in {"passe", "clave"} and not (digits and told):
        return False
    if digits or odd:
        return 0.93
    return 0.85 if told and mixed and value.lower() not in _WORDS else False


_WORDS: Final = frozenset("je il elle on ne pas mais oublie perdu incorrect invalide faux errone bloque expire".split())


def _password(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    score = _accept_password(text, match)
    if score is False:
        return
    start, end = match.span("v")
    while (end > start and text.folded[end - 1] in ".?]}>\"'") or (
        text.folded[end - 1] == "!" and text.folded[end - 2] in " !?"
    ):
        end -= 1
    if end - start < 3:
        return
    yield Finding(Label.SECRET, start, end, float(score), ("recogniser:password", f"context:{match.group('cue')}"))


_CODE_WORD: Final = (
    r"(?:codes?(?: secret| confidentiel| personnel| perso| unique| temporaire| provisoire| a usage unique| sms| recu| pin| puk| otp| d'acces| d'entree| d'ouverture| d'activation| d'authentification| de securite| de verification| "
    r"de validation| de retrait| de livraison| du casier| de casier| de confirmation| de connexion| de deverrouillage| de deblocage| de (?:la |ma |l'|notre )?(?:carte(?: bleue| bancaire)?|cb|porte|alarme|boite|entree|cle|grille|barriere|residence|maison|sim|cour|hall|cave|garage|telesurveillance)| "
    r"du (?:portail|portillon|digicode|batiment|hall|garage|cadenas|coffre|telephone|bas)| de l'(?:alarme|immeuble|entree|interphone)| porte| portail| alarme| immeuble| entree| interphone| wifi| 3d secure)?|"
    r"digicodes?|interphone|pin|puk|otp|3d ?secure|cadenas|boite a cles?|"
    r"(?:verification|security|access|door|gate|alarm|sms|one-time|pin|activation|confirmation) code|passcode|one-time password|bestatigungscode|sicherheitscode|zugangscode|turcode|sms-code|tan|"
    r"codigo(?: de (?:verificacion|seguridad|acceso|la puerta|activacion)| pin| sms)?|codice(?: di (?:verifica|sicurezza|accesso|sblocco)| pin| sms| del (?:cancello|portone))|verificatiecode|toegangscode|beveiligingscode|pincode|deurcode|"
    r"codigo de (?:verificacao|acesso))"
)
_CODE_LINK: Final = (
    r"(?:[^\w\n]{0,4}(?:cetait|cetai|ct|du|de|la|le|l|d|mon|ma|votre|que|j|je|ai|a(?=[ ][a-z]{2})|recu|recue|recois|recevoir|par|sms|texto|text|mail|est|cest|c|s|etait|lui|ai|dit|donne|leur|communique|bien|toujours|porte|portail|entree|immeuble|digicode|alarme|boite|cle|cles|bas|hall|en|au|moment|des|faits|"
    r"is|ist|lautet|es|e|het|the|my|mein|for|pour|sur|telephone|tel|messagerie|vocale|repondeur|voicemail|appli|carte|sim|suivant|secret|pin|puk|acces|voila|alors|euh|donc|oui|et|ci|dessous|temporaire|unique|vous|te|aujourd'hui|hier|ce|matin|rue|residence|grille|essaye|essayer|essaie|tape|mets|mis|fait|compose|saisi|jai|j'ai|"
    r"tjs|tj|tjrs|reste|reste le|noch|antivol|autoradio|poste|voiture|changer?|est toujours|still|ancora|ainda|sigue siendo|todavia|nog|interphone|barriere|cote|jardin|garage|cave|verification|confirmation|validation|securite|connexion|faites|faire|tapez|composez|faut|il|with|mit|con|der|die|van|di|del)(?=[^\w])){0,10}[^\w\n#*]{0,4}"
)
_CODE: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_CODE_WORD})(?![a-z]){_CODE_LINK}(?P<v>(?=[a-z\-#*]{{0,3}}\d|[a-z]{{1,2}}[ ]\d)[#*]?[a-z0-9]{{1,12}}(?:[ \-.](?:(?=\d)[0-9]{{1,4}}(?![\w]|[.,]\d)|[a-z](?=[ ]\d|[ ](?:et|puis|voila)\b|[ ]?(?:\n|$)))|-(?=[a-z]{{0,4}}\d)[a-z0-9]{{2,8}}){{0,7}}[#*]?)(?![\w])"
)
_NOT_SECRET: Final = compiled(
    r"(?:promo\w*|postal|postale|barres?|article|naf|ape|rio|iban|bic|swift|erreur|insee|produit|couleur|avantage|cadeau|parrainage|parrain|reduction|remise|client|ean|civil|penal|travail|route|consommation|assurances|"
    r"commune|pays|devise|guichet|banque|agence|source|http|activite|offre)$"
)


# "Erreur 0x8007… puis code 403 sur le port 8080": the code of a fault.
_FAULT: Final = compiled(
    r"(?<![a-z])(?:erreurs?|errors?|fehler|errore|fout|erro|bug|http|port|mise a jour|firmware)(?![a-z])[^\n]{0,60}$"
)


def _accept_code(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    start, end = match.span("v")
    between = text.low[match.end("cue") : start]
    if _NOT_SECRET.search(between.strip(" :=")) or re.search(
        r"\b(?:erreur|error|promo|postal|article)\b", before(text, match.start(), 14) + " " + between
    ):
        return False
    if re.match(r"[ ]?(?:\$|eur|%|ans\b|mois\b|jours?\b|h\b|min|fois)|[.,]\d|/\d", text.low[end : end + 6]):
        return False
    digits = sum(map(str.isdigit, value))
    if match.group("cue") == "code" and _FAULT.search(before(text, start, 80)):
        return False
    if text.low[start - 1 : start] == "-" and text.low[start - 2 : start - 1].isalpha():
        return False  # "code E-204": what a device shows
    bare = match.group("cue") in {"code", "codes", "codigo", "interphone", "cadenas", "pin", "tan"}
    if bare and re.fullmatch(r"[ef][ -]?\d{1,3}", value):
        return False  # "code E24": what a device shows
    if digits < 3 and not (digits >= 2 and re.search(r"[a-z]", value)):
        return False
    if bare and re.fullmatch(r"[a-z]{4,}\d{1,3}", value):
        return False
    return 0.82 if bare else 0.92


_CODE_QUESTION: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_CODE_WORD}|{_ANNOUNCES})(?![a-z]){asked(50)}[^\n]{{0,20}}\n(?:\[[^\]\n]{{1,16}}\] ?|- )?(?:[a-z][^\n:]{{0,28}}: ?)?(?:(?:oui|alors|c'est|cest|le|voila|euh|donc|il|est)[ ,.]{{1,2}}){{0,4}}(?P<v>(?:(?:etoile|diese)[ ])?[#*]?[a-z]{{0,2}}\d[0-9a-z]{{0,2}}(?:[ ]?(?:\d|[a-z](?![a-z]{{2}}))){{1,8}}[#*]?)(?![\w])"
)


def _accept_code_answer(text: Text, match: re.Match[str]) -> bool | float:
    asked = match.group(0).split("?", 1)[0]
    return not re.search(r"code (?:postal|promo|client|rio|naf|barre)", asked)


# "Mot de passe ?" and a turn that holds it and nothing else.
_WORD_ANSWER: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_ANNOUNCES}|mot secret|question secrete|question de securite|security question|sicherheitsfrage|pregunta de seguridad|domanda di sicurezza|beveiligingsvraag|pergunta de seguranca|code secret|security word)(?![a-z]){asked(40)}[^\n]{{0,20}}\n(?:\[[^\]\n]{{1,16}}\] ?|- )?(?:[a-z][^\n:]{{0,28}}: ?)?"
    r"(?:(?:oui|alors|c'est|cest|le|voila|euh|donc|il|est|it's|yes)[ ,.]{1,2}){0,4}(?P<v>[^\s?.,;:]{4,24}(?:[ ][^\s?.,;:]{1,16}){0,2})(?=[ ]?[.!,]{0,2}[ ]{0,2}(?:\n|$))"
)
_NO_ANSWER: Final = compiled(
    r"(?:non|oui|rien|aucun\w{0,2}|oublie|perdu|je|j'|jai|il|pas|lequel|pardon|comment|attend\w{0,3}|merci|bonjour|d'accord|ok|no|yes|sorry|which|i|nein|ja|si)(?![a-z])"
)


def _accept_word_answer(text: Text, match: re.Match[str]) -> bool | float:
    return not _NO_ANSWER.match(match.group("v"))


# A code spoken of, a question back, and a turn that holds the code and nothing else.
_CODE_LATER: Final = compiled(
    r"(?<![a-z])(?P<cue>codes? (?:de (?:validation|verification|confirmation|securite|connexion)|sms|recu|temporaire|pin|a usage unique)|(?:verification|security|confirmation|one-time) code|bestatigungscode|codigo de (?:verificacion|seguridad)|codice di (?:verifica|sicurezza)|verificatiecode)(?![a-z])"
    r"[^\n]{0,80}\n[^\n]{0,90}\?[^\n]{0,20}\n(?:\[[^\]\n]{1,16}\] ?|- )?(?:[a-z][^\n:]{0,28}: ?)?(?:(?:oui|alors|c'est|cest|le|voila|euh)[ ,.]{1,2}){0,3}(?P<v>\d{3}[ ]?\d{1,5})(?=[ .!]{0,3}(?:\n|$))"
)

_API_KEY: Final = compiled(
    r"(?<![\w])(?P<v>(?:sk|pk|rk)[-_](?:live|test|prod|proj)?[-_]?[A-Za-z0-9_-]{16,120}|gh[pousr]_[A-Za-z0-9]{30,80}|github_pat_[A-Za-z0-9_]{30,100}|glpat-[\w-]{18,40}|xox[abprs]-[A-Za-z0-9-]{10,80}|AKIA[0-9A-Z]{16}|AIza[\w-]{35}|"
    r"eyJ[\w-]{10,400}\.[\w-]{10,800}\.[\w-]{10,200}|hf_[A-Za-z0-9]{30,40}|SG\.[\w-]{16,40}\.[\w-]{16,60})(?![\w])"
)
_TOLD_KEY: Final = compiled(
    r"(?<![a-z])(?P<cue>cles?(?: d'?api| api| secrete| privee| utilisee| d'acces| de licence)?|api[ _-]?key|apikey|access[ _-]?key|secret(?: key)?|token|jeton|bearer|schlussel|clave(?: api)?|chiave(?: api)?|sleutel|chave)(?![a-z])"
    r"(?:[^\w\n]{0,4}(?:est|is|ist|es|e|c|la|utilisee|suivante|api|used|de|production|prod|test)(?=[^\w])){0,5}[^\w\n]{0,4}(?P<v>(?=[\w\-]{0,40}\d)[\w][\w\-./+=]{10,200}[\w=])(?![\w])"
)
_HAPPENS: Final = r"(?!(?:depuis|oublie|faux|incorrect|pour|dans|apres|valable|expire|change|avec|trop|minimum|bloque|perdu|plus|moins|temporaire|provisoire|fois|toutes|tous|erreur|code|essaye|tape|sous|encore|toujours|contient|doit|entre|vers|wifi|client|compte|moins|encore)(?![a-z]))"
_SPOKEN_PASSWORD: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_ANNOUNCES})(?![a-z])(?:[^\w\n]{{0,3}}(?:du|de|la|le|mon|wifi|wi fi|box|compte|est|d|internet|de la|je|crois|que|pense|pour|tele|actuel|ancien|appli|j|avais|ai|mis|choisi|wi-fi)(?=[^\w])){{0,6}}[^\w\n]{{0,3}}(?:(?:c'est|cest|c'etait|cetait)[ ](?:le |la )?|(?=[a-z0-9 ]{{3,50}} avec un [a-z] m(?:aj|in)uscule|{_HAPPENS}[a-z]{{4,20}} \d{{1,4}}(?: (?:point d'exclamation|et|tout|avec|en)(?![a-z])|\n|$)))(?P<v>[a-z]{{3,20}}(?:[ \-](?!et\b(?![ ](?:\d|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|zero)\b)|mais\b|ca\b|je\b|j'|c'|on\b|ils?\b|elles?\b|vous\b|tu\b|puis\b|pour\b|quand\b|parce\b|donc\b|voila\b|sur\b|qui\b)[a-z0-9']{{1,20}}){{0,8}})(?=[ ,.\n]|$)"
)


def _accept_spoken(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    if not re.search(
        r"\b(?:majuscules?|minuscules?|underscore|tiret|arobase|point|zero|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|trente|quarante|cinquante|soixante|cent|mille|etoile|diese|\d+)\b",
        value,
    ):
        return False
    return 0.8


# What a code opens, or who needs it, between the word and its colon.
_CODE_NAMED: Final = compiled(
    r"(?<![a-z])(?P<cue>codes?|codigo|codice)[ ](?P<mid>[a-z' ]{3,40}?)[ ]?:[ ]{0,2}(?P<v>[#*]?(?=[a-z]{0,3}\d)[a-z0-9]{3,10}[#*]?)(?![\w-]|[ ]?(?:\d|\$|eur|%))"
)
_NAMES_NO_SECRET: Final = compiled(
    r"(?<![a-z])(?:promo\w*|posta\w*|barres?|article|naf|ape|rio|iban|bic|swift|erreur|error|insee|produit|couleur|avantage|cadeau|parrain\w*|reduction|remise|client|ean|civil|penal|travail|route|consommation|assurances|commune|pays|guichet|banque|agence|activite|offre|fiscal|fidelite|site|lot|modele|reference|dossier|commande|suivi|tarif\w*|option)(?![a-z])"
)


def _accept_code_named(_text: Text, match: re.Match[str]) -> bool | float:
    return _NAMES_NO_SECRET.search(match.group("mid")) is None


_CODE_CHANGED: Final = compiled(
    rf"(?<![a-z])(?P<cue>(?:le |du )?codes? (?:de la porte|de l'immeuble|d'entree|du portail|du hall|de l'alarme|du batiment|porte|portail|immeuble|du bas)|digicode|{_ANNOUNCES})(?![a-z])[^\n\d]{{0,80}}(?:\n[^\n\d]{{0,50}})?(?:\[[^\]\n]{{1,16}}\][^\n\d]{{0,40}})?"
    r"(?<![a-z])(?:c'est|cest|c'etait|cetait|etait|it's|it was|is now)(?: maintenant| le| desormais| avant)?[ ]{1,2}(?P<v>(?=[a-z]{0,14}\d)(?=[a-z0-9]{0,14}[a-z]|\d{4,6}(?!\d))[a-z0-9]{4,16}[#*!]?)(?![\w:/-]|[.,]\d|[ ]?(?:h|eur|ans|mois|jours)\b)"
)


RULES: Final = (
    Rule(
        name="password",
        label=Label.SECRET,
        summary="The value after mot de passe, mdp, password, Passwort, contraseña, wachtwoord, senha.",
        word=r"^(?:passe?s?|motdepasse|mdp|p|password|word|pwd|passwort|kennwort|contrasena|clave|parola|wachtwoord|senha|palavra|wifi|wpa|wep|cle|passphrase)$",
        pattern=_PASSWORD,
        spans=_password,
        examples=(
            "Mot de passe temporaire reçu par courrier : [[bleu-canard-42]], je",
            "MDP espace client réinit : [[Tmp#88xQ]].",
            "il connait le mdp ([[Nougat98]]) et",
            "la password che uso è [[Gelato2026!]]",
            "my password was [[BlueHeron88]],",
            "Wachtwoord van de portal is [[Tulp!2204]].",
        ),
    ),
    Rule(
        name="password_spoken",
        label=Label.SECRET,
        summary="A password said aloud after c'est, when it holds a number or a spelling word.",
        word=r"^(?:passe?s?|motdepasse|mdp|p|password|word|pwd|passwort|kennwort|contrasena|clave|parola|wachtwoord|senha|palavra|wifi|wpa|wep|cle|passphrase)$",
        hint="c'?e(?:st|tait) |m(?:aj|in)uscule| [a-z]+ \\d",
        pattern=_SPOKEN_PASSWORD,
        accept=_accept_spoken,
        examples=("le mot de passe du wifi c'est [[tulipe trente-sept avec un t majuscule]] et",),
    ),
    Rule(
        name="code",
        label=Label.SECRET,
        summary="A code received or known: SMS, PIN, PUK, door, alarm; promotional and postal codes are left alone.",
        word=r"code|digicode|interphone|^pin$|^puk$|^otp$|secure|cadenas|boite|^one$|time$|^tan$|codigo|codice",
        digits=2,
        pattern=_CODE,
        accept=_accept_code,
        examples=(
            "votre code de verification est [[918 204]].",
            "Interphone [[0417B]].",
            "code de la boite a clé c bien [[1907#]] ?",
            "the code [[550281]]",
            "Code de retrait [[882041]].",
            "carte cadeau de 30 euros (code [[GC77-4418-XQ20]])",
        ),
    ),
    Rule(
        name="code_answer",
        label=Label.SECRET,
        summary="The answer to a question about a code.",
        sign="\n",
        hint=r"\?[^\n]*\n|\n(?:\[|[a-z][^\n:]{0,28}:)",
        digits=2,
        pattern=_CODE_QUESTION,
        accept=_accept_code_answer,
        score=0.85,
        examples=("Quel est le code reçu ?\nClient : c'est [[482917]]",),
    ),
    Rule(
        name="code_also",
        label=Label.SECRET,
        summary="A second code after a first one.",
        word=r"code|^pin$|^puk$|^otp$|passcode",
        digits=8,
        pattern=compiled(
            rf"(?<![a-z])(?P<cue>codes? pins?|pins?|codes? puk|puk|codes? secrets?|codes? sms)(?![a-z]){_CODE_LINK}\d{{4,8}}[ ,]{{1,2}}(?:et|ou|puis|and|then|or|und|y|e|en)[ ](?:aussi |meme )?(?P<v>\d{{4,8}})(?![\w])"
        ),
        score=0.85,
        examples=("mon code pin j'ai essayé 2580 et [[1998]] et",),
    ),
    Rule(
        name="code_later",
        label=Label.SECRET,
        summary="A code given alone, after a turn that speaks of it and a question back.",
        word=r"^code|code$|^codigo$|^codice$",
        sign="\n",
        digits=4,
        pattern=_CODE_LATER,
        score=0.85,
        examples=("mon code de validation ne marche pas\nAgent : lequel avez-vous reçu ?\nClient : [[481920]]",),
    ),
    Rule(
        name="password_answer",
        label=Label.SECRET,
        summary="The answer to a question about a password, even an ordinary word.",
        word=r"^(?:passe?s?|motdepasse|mdp|secret|secrete|question|sicherheitsfrage|pregunta|domanda|beveiligingsvraag|pergunta|word|password|pwd|passwort|kennwort|contrasena|clave|parola|wachtwoord|senha|palavra)$",
        sign="\n",
        hint=r"\?[^\n]*\n|\n(?:\[|[a-z][^\n:]{0,28}:)",
        pattern=_WORD_ANSWER,
        accept=_accept_word_answer,
        score=0.8,
        examples=("Mot de passe ?\nCliente : [[pamplemousse]].",),
    ),
    Rule(
        name="code_named",
        label=Label.SECRET,
        summary="A code named by what it opens or by who needs it, before a colon: code à donner au livreur : 5521.",
        word=r"^codes?$|^codigo$|^codice$",
        sign=":",
        digits=3,
        pattern=_CODE_NAMED,
        accept=_accept_code_named,
        score=0.85,
        examples=("Code a donner au livreur : [[5521]].",),
    ),
    Rule(
        name="code_changed",
        label=Label.SECRET,
        summary="The new code of a door or the old password, in the sentence or the turn after.",
        word=r"^(?:codes?|digicode|mdp|passe|password|passwort|contrasena|wachtwoord|senha)$",
        hint=r"c'?est|c'?etait|etait|it's|it was|is now",
        digits=2,
        pattern=_CODE_CHANGED,
        score=0.82,
        examples=(
            "le code de la porte a changé personne ne m'a prévenu\ngardien : bonjour c'est [[7B104]] depuis lundi",
            "j'ai changé le mdp avant c'était [[patou1961]] maintenant",
        ),
    ),
    Rule(
        name="secret_answer",
        label=Label.SECRET,
        summary="The answer to the secret question, in a field.",
        word=r"^(?:secrete|securite|security|secret)$",
        sign=":",
        pattern=compiled(
            r"(?<![a-z])(?P<cue>(?:reponse a la )?question (?:secrete|de securite)|security (?:answer|question)|mot secret|reponse secrete)[ ]?:[ ]?(?P<v>[^\s?.,;:]{3,24}(?:[ ][^\s?.,;:]{2,16})?)(?=[ ]?[.,;]|[ ]{0,2}(?:\n|$))"
        ),
        score=0.86,
        examples=("réponse à la question secrète : [[Médor]]",),
    ),
    Rule(
        name="api_key",
        label=Label.SECRET,
        summary="A key whose prefix names its service.",
        word=r"sk$|pk$|rk$|gh[pousr]$|github|glpat|xox|akia|aiza|eyj|hf$|sg$",
        hint=r"(?:sk|pk|rk)[-_]|gh[pousr]_|github_pat_|glpat-|xox|akia|aiza|eyj|hf_|sg\.",
        pattern=_API_KEY,
        cased=True,
        score=0.98,
        examples=("[[sk-proj-9fK2mQ7vTz41LpXa0000]]",),
    ),
    Rule(
        name="key_told",
        label=Label.SECRET,
        summary="A long value after clé, token, API key.",
        word=r"cle|key|secret|token|jeton|bearer|schlussel|clave|chiave|sleutel|chave",
        digits=1,
        pattern=_TOLD_KEY,
        score=0.92,
        examples=("Clé utilisée : [[nvm-prod-9fK2mQ7vTz41LpXa]].",),
    ),
)
