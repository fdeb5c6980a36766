"""Internet addresses, handles, sign-in names and profile links.

Example:
    >>> book = RuleBook("network", RULES)
    >>> book.shown("depuis 203.0.113.87 et 2001:db8:0:42::1f, version 10.2.4.1 du firmware")
    ['IP 203.0.113.87', 'IP 2001:db8:0:42::1f']
    >>> book.shown("@NovaMobile mon pseudo est Titi62, insta @lea.brunoy_officiel")
    ['ONLINE Titi62', 'ONLINE @lea.brunoy_officiel']
"""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import ipaddress
import re
from typing import Final

from egide.detection.finding import Label
from egide.detection.names.gazetteer import COMMON, flags_by_word
from egide.detection.recognisers.context import asked, before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_V4: Final = compiled(
    r"(?<![\w.])(?P<v>\d{1,3}(?:(?:[ ]?[.][ ]?|[ ](?:point|punto|punkt|punt|ponto|dot)[ ])\d{1,3}){3})(?![\w]|[.]\d)(?:/\d{1,2}\b)?"
)
_V6: Final = compiled(
    r"(?<![\w:])(?P<v>(?:[0-9a-f]{1,4}:|:){2,8}(?:[0-9a-f]{1,4})?(?:(?::[0-9a-f]{1,4}){0,5})?)(?![\w:])"
)
_NOT_A_PERSON: Final = frozenset(
    {
        "0.0.0.0",  # noqa: S104 - an address to leave alone
        "127.0.0.1",
        "255.255.255.255",
        "8.8.8.8",
        "8.8.4.4",
        "1.1.1.1",
        "9.9.9.9",
    }
)


def _accept_v4(text: Text, match: re.Match[str]) -> bool | float:
    value = ".".join(re.findall(r"\d+", match.group("v")))
    octets = value.split(".")
    if any(int(octet) > 255 or (len(octet) > 1 and octet[0] == "0") for octet in octets) or value in _NOT_A_PERSON:
        return False
    head = before(text, match.start("v"), 40)
    if re.search(
        r"\b(?:version|ver|v|firmware|release|build|maj|micrologiciel|logiciel|article|art)[ .:]{0,3}(?:n?o? ?)?$", head
    ):
        return False
    told = re.search(r"\bip\b|adresse|connexion|login|address|adresse|direccion", head) is not None
    if " " in match.group("v"):
        return 0.9 if told else False
    # Four small numbers are more often a date, a version or an outline than an address.
    if all(int(octet) < 32 for octet in octets) and not told:
        return False
    return 0.97


def _accept_v6(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    if value.count(":") < 2 or not any(c in "0123456789abcdef" for c in value) or len(value) < 6:
        return False
    try:
        ipaddress.IPv6Address(value)
    except ValueError:
        return False
    return not re.fullmatch(r"\d\d:\d\d:\d\d", value)


_MAC: Final = compiled(
    r"(?<![\w:-])(?P<v>[0-9a-f]{2}(?:[:\-][0-9a-f]{2}){5}|[0-9a-f]{4}[.][0-9a-f]{4}[.][0-9a-f]{4})(?![\w:-])"
)

_HANDLE: Final = compiled(r"(?<![\w@./])(?P<v>@[A-Za-z0-9_](?:[\w.\-]{0,40}\w)?)(?![\w@])")
_HANDLE_CUE: Final = compiled(
    r"(?:moi c'?e?s?t?|c'est(?: encore)? moi|je suis|mon (?:compte|pseudo|profil|insta\w*|snap\w*|twitter|tiktok|facebook|x|telegram|discord)|ma (?:page|chaine)|mes (?:dm|mp)|"
    r"insta(?:gram)?|snap(?:chat)?|twitter|tiktok|telegram|discord|pseudo|identifiant|user(?:name)?|profil|handle|my (?:account|handle|profile)|mein (?:konto|profil)|mi (?:cuenta|usuario|perfil)|"
    r"mio (?:profilo|account)|mijn (?:account|profiel)|contacter|contactez|ecrivez|repondez|dm|mp)\W{0,3}(?:(?:sur|a|est|c|:|le|is|es|ist|en|svp|moi|insta|publique?|perso)\W{1,2}){0,4}\(?$"
)


def _accept_handle(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")[1:]
    start = match.start("v")
    head = before(text, start, 60)
    if _HANDLE_CUE.search(head):
        return 0.9
    lower = value.islower()
    if not lower or len(value) < 4:
        return False
    if re.search(r"_|[a-z]\.[a-z]|[a-z]\d{2,4}$", value) and not re.search(
        r"(?:_|\.)(?:fr|sav|france|officiel|support|help|aide|eu|service|conso|assistance|client|clients|direct)$|^(?:sav|service|support|groupe|aide|info)",
        value,
    ):
        return 0.8
    return False


_LINK: Final = compiled(
    r"(?<![\w@.])(?P<v>(?:https?://)?(?:www[.])?(?P<host>(?:[a-z0-9-]{1,40}[.]){1,4}[a-z]{2,10})/(?P<path>[^\s<>\"'()\[\],;]{1,120}))"
)
_SOCIAL: Final = compiled(
    r"(?:facebook|fb|instagram|twitter|x|tiktok|linkedin|snapchat|pinterest|youtube|twitch|github|gitlab|reddit|medium|t|vk|mastodon|bsky|threads|discord|leboncoin|vinted|blablacar|airbnb|deezer|spotify|strava|telegram)[.]"
)
_PROFILE_PATH: Final = compiled(
    r"(?:@|u/|user/|users/|usuario/|utente/|in/|profil/|profile/|profiles/|profils/|people/|membre/|membres/|member/|members/|c/|channel/|add/|p/|id/)[\w.%~-]+/?$|profile\.php\?id=\d+"
)
_HANDLE_PATH: Final = compiled(r"(?=[\w.-]*[._\d-])[a-z][\w.-]{2,40}/?$")
_PROFILE_WORD: Final = compiled(
    r"(?:profil\w*|chaine|page perso|ma page|mon (?:insta|compte|facebook|linkedin|site perso)|son (?:profil|compte)|my page|perfil|profiel|kanal)\W{0,4}(?:\w{1,8}\W{1,3}){0,3}$"
)


def _accept_link(text: Text, match: re.Match[str]) -> bool | float:
    path, host = match.group("path").rstrip(".,!?"), match.group("host")
    told = _PROFILE_WORD.search(before(text, match.start("v"), 50)) is not None
    if _PROFILE_PATH.match(path):
        return 0.92
    if _SOCIAL.search(host) and re.fullmatch(r"[\w.-]{3,40}/?", path) and (told or re.search(r"[\d._]", path)):
        return 0.85
    return 0.9 if told and _HANDLE_PATH.match(path) else False


_LOGIN: Final = (
    r"(?:identifiants?(?: de connexion| espace client| internet| web| client)?|login|vendeu(?:r|se)|acheteu(?:r|se)|nick(?:name)?|pseudo(?:nyme)?|nom d'utilisateur|username|user name|user ?id|user|utilisateur|compte (?:en ligne|vendeur|famille|developpeur|utilisateur|client|joueur|snap\w{0,12}|"
    r"insta\w{0,12}|twitter|facebook|paypal|steam|psn|xbox|skype|vinted|leboncoin)|snap(?:chat)?|insta(?:gram)?|tiktok|discord|telegram|skype|twitch|gamertag|psn|pseudo (?:insta|snap|twitter)|benutzername|benutzerkonto|"
    r"nombre de usuario|usuario|nome utente|utente|gebruikersnaam|nome de utilizador|utilizador|sous le (?:nom|pseudo)|vinted)"
)
_LOGIN_GAP: Final = (
    r"[^\w\n]{0,4}(?:(?![a-z][.][a-z0-9])(?:c|s|est|cest|etait|sera|de|du|mon|ma|le|la|l|sur|ne|change|pas|connexion|client|espace|web|n|no|is|ist|es|e|lautet|is|my|en|vinted|insta|snap|site|pour|me|connecter|toujours|reste|qui|ancien|nouveau|"
    r"actuel|votre|alors|oui|bien|par|sous)[^\w\n]{1,4}){0,7}"
)
_LOGIN_QUESTION: Final = (
    rf"(?:{asked(40)}[^\n]{{0,20}}\n(?:[^\n:]{{0,30}}:)?[ ]{{0,2}}(?:(?:oui|alors|c'est|voila|euh)[ ,]{{1,2}}){{0,3}})?"
)
_TOLD_LOGIN: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_LOGIN})(?![a-z]){_LOGIN_QUESTION}{_LOGIN_GAP}['\"]?(?P<v>[a-z0-9](?:[\w.\-]{{1,40}}\w)(?:#\d{{4}})?)(?![\w@])"
)


_SURE_LOGIN: Final = compiled(
    r"nom d'utilisateur|user ?name|benutzername|nombre de usuario|nome utente|gebruikersnaam|nome de utilizador|identifiants? de connexion"
)


def _accept_login(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    if re.fullmatch(r"[\d.\-]+|\d{4,}[a-z]?|[a-z]\.[a-z]", value):
        return False
    colon = ":" in text.low[match.end("cue") : match.start("v")]
    handle = (
        re.search(r"[_\d]|[a-z]\.[a-z]", value) is not None
        or re.search(r"[a-z][A-Z]", text.folded[match.start("v") : match.end("v")]) is not None
    )
    if handle:
        return 0.92
    # "gebruikersnaam jdevries": nothing else follows such a cue, but a word that says what befell it.
    alone = text.low[match.start("cue") - 1 : match.start("cue")] == "(" and text.low.startswith(")", match.end("v"))
    if (
        (alone or _SURE_LOGIN.fullmatch(match.group("cue")))
        and len(value) > 4
        and not flags_by_word().get(value, 0) & COMMON
    ):
        return 0.8
    return (
        0.8
        if colon
        and not re.match(r"(?:est|bloque|client|inconnu|oublie|incorrect|non|oui|je|mon|pas|ne)\b", value)
        and not re.match(r"[ ]?[a-z']", text.low[match.end("v") : match.end("v") + 2])
        # "Vendeur : Bonjour": who speaks, and the first word said.
        and not flags_by_word().get(value, 0) & COMMON
        else False
    )


_ACCOUNT: Final = compiled(
    r"(?<![a-z])(?P<cue>compte|account|konto|cuenta|profil)[ ](?:\w{1,10}[ ])?(?P<v>(?=[\w.\-]{0,30}[0-9_])[a-z][a-z_.\-]{2,30}[\w.\-]{0,20}\w)(?![\w@])"
)


def _accept_account(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    return re.search(r"[a-z]{3}", value) is not None and not re.fullmatch(r"[a-z]{1,3}-?\d+[\w-]*", value)


# Two letters and more, then a digit or an underscore, so that "seller 2nd" or "Verkäufer B2B" is none.
_TRADER: Final = compiled(
    r"(?<![a-z])(?P<cue>verkauferi?n?|kauferi?n?|seller|buyer|player|usuario|utente|utilizador|vendedora?|comprador|venditore|acquirente|verkoper|koper|speler|spieler|jugador|giocatore|jogador)(?![a-z])"
    r"(?:[ ](?:is|was|called|named|hei(?:ss|s)t|war|era|es|e|heet|llamado|chiamato|namens|mit namen)(?=[ :]))?[ :]{1,2}[\"'@]?(?P<v>[a-z]{3,20}(?:_[a-z0-9_.]{1,18}[a-z0-9]|[.\-]?[a-z]{0,10}\d{2,4}))(?![\w@\-]|[.]\w)"
)


RULES: Final = (
    Rule(
        name="ipv4",
        label=Label.IP,
        summary="An IPv4 address; version numbers and public resolvers are left alone.",
        hint=r"\d ?[.] ?\d{1,3} ?[.] ?\d{1,3} ?[.] ?\d|\d (?:point|punto|punkt|punt|ponto|dot) \d{1,3} (?:point|punto|punkt|punt|ponto|dot) \d",
        digits=4,
        pattern=_V4,
        accept=_accept_v4,
        examples=("depuis [[203.0.113.205]]",),
    ),
    Rule(
        name="ipv6",
        label=Label.IP,
        summary="An IPv6 address.",
        sign=":",
        hint=r"[0-9a-f:]:[0-9a-f]{0,4}:",
        digits=1,
        pattern=_V6,
        accept=_accept_v6,
        score=0.95,
        examples=("depuis [[2001:db8:85a3::8a2e:370:7334]]",),
    ),
    Rule(
        name="mac",
        label=Label.REFERENCE,
        summary="The hardware address of a customer's device.",
        hint=r"[0-9a-f]{2}[:-][0-9a-f]{2}[:-][0-9a-f]{2}[:-]|[0-9a-f]{4}[.][0-9a-f]{4}[.]",
        digits=1,
        pattern=_MAC,
        score=0.93,
        examples=("adresse MAC [[00:1B:44:11:3A:B7]]",),
    ),
    Rule(
        name="handle",
        label=Label.ONLINE,
        summary="A person's @handle; a brand's is left alone.",
        sign="@",
        hint=r"@[a-z0-9_]",
        pattern=_HANDLE,
        accept=_accept_handle,
        cased=True,
        examples=("moi c'est [[@lea.brunoy_officiel]]", "répondez à mes DM ([[@kyky_vd93]])"),
    ),
    Rule(
        name="profile_link",
        label=Label.ONLINE,
        summary="A link to a person's profile or channel.",
        sign="/",
        hint=r"[a-z0-9-][.][a-z]{2,10}/",
        pattern=_LINK,
        accept=_accept_link,
        examples=(
            "profil : [[https://www.placedumarche.example/u/brocante-de-lulu]]",
            "chaîne [[youtube.example/@jardinsdegaspard]]",
        ),
    ),
    Rule(
        name="login",
        label=Label.ONLINE,
        summary="A sign-in name or pseudonym after a word that announces it.",
        word=r"^(?:identifiants?|login|pseudo(?:nyme)?|utilisateur|user(?:name|id)?|compte|snap.*|insta.*|tiktok|discord|telegram|skype|twitch|gamertag|psn|benutzer(?:name|konto)|usuario|utente|gebruikersnaam|utilizador|sous|vinted|vendeu(?:r|se)|acheteu(?:r|se)|nick(?:name)?)$",
        pattern=_TOLD_LOGIN,
        accept=_accept_login,
        examples=(
            "identifiant espace client : [[nolwenn_prigent44]]",
            "Compte développeur : [[fxlemoine]]",
            "Mon identifiant est [[s.lebon84]].",
        ),
    ),
    Rule(
        name="login_said",
        label=Label.ONLINE,
        summary="A sign-in name said aloud, a word and its number: mon identifiant c'est josie 0071.",
        word=r"^(?:identifiants?|pseudo(?:nyme)?|login)$",
        digits=2,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>identifiants?|pseudo(?:nyme)?|login)(?![a-z])(?! (?:client|bancaire|fiscal))[^\n\d.?!]{0,30}?(?:c'est|cest|est|:)[ ]{1,2}(?P<v>[a-z]{3,16}(?:[ ][a-z]{3,16})?[ ]\d(?:[ ]?\d){1,5})(?![\w]|[ ]\d)"
        ),
        score=0.8,
        examples=("mon identifiant pour la télé c'est [[josie 0071]]",),
    ),
    Rule(
        name="name_on_site",
        label=Label.ONLINE,
        summary="A name with a digit, an underscore or a capital inside, on a named site: NinaCraft sur Vinted.",
        word=r"^(?:vinted|leboncoin|ebay|insta(?:gram)?|snap(?:chat)?|tiktok|twitter|discord|telegram|twitch|facebook|airbnb|blablacar|strava|reddit|youtube)$",
        pattern=compiled(
            r"(?<![\w@./-])(?P<v>(?=[A-Za-z]{0,30}(?:[a-z][A-Z]|[_\d]))[A-Za-z][\w.-]{3,30})[ ](?:sur|on|auf|en|su|op|no)[ ](?:[Vv]inted|[Ll]eboncoin|eBay|[Ii]nsta(?:gram)?|[Ss]nap(?:chat)?|[Tt]ik[Tt]ok|[Tt]witter|[Dd]iscord|[Tt]elegram|[Tt]witch|[Ff]acebook|[Aa]irbnb|[Bb]lablacar|[Ss]trava|[Rr]eddit|[Yy]ou[Tt]ube)(?![\w])"
        ),
        accept=lambda _text, match: not match.group("v").isdigit(),
        cased=True,
        score=0.8,
        examples=("je suis [[NinaCraft]] sur Vinted",),
    ),
    Rule(
        name="trader_name",
        label=Label.ONLINE,
        summary="The name of a seller, a buyer or a player, a word with a digit or an underscore, in the six other languages.",
        word=r"^(?:verkauferi?n?|kauferi?n?|seller|buyer|player|usuario|utente|utilizador|vendedora?|comprador|venditore|acquirente|verkoper|koper|speler|spieler|jugador|giocatore|jogador)$",
        pattern=_TRADER,
        score=0.84,
        examples=("der Verkäufer [[altgold_71]] antwortet", "mi usuario era [[LoboGris_12]] y"),
    ),
    Rule(
        name="account_name",
        label=Label.ONLINE,
        summary="An account named by a word with a digit or an underscore.",
        word=r"compte$|account$|konto$|cuenta$|profil$",
        pattern=_ACCOUNT,
        accept=_accept_account,
        score=0.8,
        examples=("Compte [[marvlx95]] désactivé",),
    ),
)
