"""Values given in a chat without the words that would announce them, or with their signs lost.

A turn that holds nothing but a code answers a question; a form that strips punctuation leaves `zoe 67 gmailcom`.

Example:
    >>> book = RuleBook("answers", RULES)
    >>> book.shown("khl 849"), book.shown("2026"), book.shown("450 kg")
    (['REFERENCE khl 849'], [], [])
    >>> book.shown("my ssn is 7416 and claim number klz 580, mail zoe 67 gmailcom")
    ['NATIONAL_ID 7416', 'REFERENCE klz 580', 'EMAIL zoe 67 gmailcom']
"""

# ruff: noqa: PLR2004, SIM905 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from typing import Final

from egide.detection.finding import Label
from egide.detection.names.gazetteer import flags_by_word, given_level
from egide.detection.recognisers.context import compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

# Words and units that may stand beside a number in a short answer.
_PLAIN: Final = frozenset(
    "ans an mois jour jours j h min mn sec s eur euro e kg g t km m cm mm m2 m3 l cl kw kwh kva go mo gb mb tb ko w v c f ok oui non si le la les l de du des d et ou un une en au aux a y n no nb x "
    "of in on at to for by is it as am pm and or the my me we i you he so do go yes usd rs inr days day week year yrs pcs inch ft lbs lb oz mg ml dl box ref et ca pas fois vers il ya plus max mini top pour par sur est sont "
    "und der die das ist bei con por del los las per van het een das jan fev mar avr mai juin juil aout sept oct nov dec feb apr may jun jul aug sep win ios mac ps xbox pc tv rue lot bis ter av bd room flat suite gate seat row "
    "vol tgv loi art page ssn ddn dob nir spi nif cni cvv cvc exp pin puk otp zip cp pdl prm pce id adh cl clt dos an acc age dn tel ph num cb ref sms rib rdv sav ral iso din dtu nf rj usb hp gsm bsn utr dni nie ss tan".split()
)
_ANSWER: Final = compiled(r"^[\s.#:-]{0,8}(?P<v>[a-z]{1,3}[ -]?\d{1,10}|\d{5,12}|[1345678]\d{3}|(?:[a-z]{1,3}|\d{1,10})(?:[ -](?:[a-z]{1,3}|\d{1,10})){1,5})[\s.!]{0,8}$")  # fmt: skip


def _accept_answer(_text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    digits = sum(map(str.isdigit, value))
    letters = re.findall(r"[a-z]+", value)
    if digits < 3:
        return False
    if any(word in _PLAIN for word in letters):
        # Letters and digits that take turns are a code, whatever the letters.
        turns = re.fullmatch(r"(?:[a-z] \d{1,3} ?){2,4}[a-z]?", value) is not None
        return 0.55 if turns else False
    # Groups of three digits alone are an amount as often as a number.
    return False if re.fullmatch(r"\d{1,3}(?: \d{3})+", value) else 0.55


def _accept_named(_text: Text, match: re.Match[str]) -> bool | float:
    name, value = match.group("name"), match.group("v")
    return given_level(flags_by_word().get(name, 0)) > 0 and re.fullmatch(r"(?:19|20)\d\d", value) is None


_SPACED: Final = r"[a-z]{2,4} \d{3,10}|\d{1,4} [a-z]{1,4}(?: \d{1,4})?(?: [a-z]{1,3})?|[a-z]{1,3} \d{1,3} [a-z]{1,3} \d{1,3}(?: [a-z]{1,2})?(?: \d{1,2})?"


def _accept_spaced(_text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    return sum(map(str.isdigit, value)) > 2 and not any(word in _PLAIN for word in re.findall("[a-z]+", value))


_PROVIDER: Final = r"(?:gmail|yahoo|hotmail|outlook|icloud|wanadoo|laposte|orange|proton(?:mail)?)"
_SUFFIX: Final = r"(?:com|fr|org|net|in|co|uk|de|es|it|nl|pt|be)"

RULES: Final = (
    Rule(
        name="answer",
        label=Label.REFERENCE,
        summary="A message that holds a code and nothing else; a year, an amount or a measure is left alone.",
        hint=r"^[a-z0-9 .#:!\n-]{4,44}$",
        digits=3,
        pattern=_ANSWER,
        accept=_accept_answer,
        examples=("[[khl 849]]", "[[564562]]"),
    ),
    Rule(
        name="answer_named",
        label=Label.REFERENCE,
        summary="A message that holds a given name and a number of four digits or more.",
        hint=r"^[a-z .,]{3,40}\d{4,10}[ .]*$",
        digits=4,
        pattern=compiled(r"^\s{0,8}(?P<name>[a-z]{3,15})(?: [a-z]{1,15})?,?(?: and| et)? (?P<v>\d{4,10})[\s.]{0,8}$"),
        accept=_accept_named,
        score=0.55,
        examples=("walter [[4512]]",),
    ),
    Rule(
        name="ssn_told",
        label=Label.NATIONAL_ID,
        summary="A social security number of the United States after its name, whole or its last digits.",
        word=r"^ssn$|^social$",
        digits=4,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>ssn|social security(?: number| no)?|social(?: number| no)?)(?![a-z])[^\w\n]{0,3}(?:(?:is|no|number|num|id|last|four|4|digits?|of|are|my|number)[^\w\n]{1,3}){0,6}"
            r"(?P<v>\d{3}[ -]?\d\d[ -]?\d{4}|\d{4})(?![\w-]|[ ]\d{3})"
        ),
        score=0.88,
        examples=("my ssn is [[7416]]",),
    ),
    Rule(
        name="card_told",
        label=Label.CARD,
        summary="Four digits after the words for a card, in English.",
        word=r"^card$|^credit$|^debit$",
        digits=4,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>(?:credit|debit)(?: card)?|card)(?: number| no| num| last)?(?: four| 4)?(?: digits?)?(?: is| are| in| ends? with)?[ :]{1,3}(?P<v>\d{4})(?![\w/.,-]|[ ]?(?:usd|eur|dollars|euros))"
        ),
        score=0.8,
        examples=("card no [[4560]]",),
    ),
    Rule(
        name="reference_spaced",
        label=Label.REFERENCE,
        summary="A code of letters and digits apart after policy number, claim number, confirmation number.",
        word=r"^(?:policy|claim|booking|confirmation|reservation|order|case|reference|ticket|account|pnr)$",
        digits=3,
        pattern=compiled(
            rf"(?<![a-z])(?P<cue>(?:policy|claim|booking|confirmation|reservation|order|case|reference|ticket|account|pnr)(?: confirmation)?(?: number| no| id| code| num)?)(?: is)?[ :]{{1,3}}(?P<v>{_SPACED})(?![\w-])"
        ),
        accept=_accept_spaced,
        score=0.8,
        examples=("claim number is [[plt 402]]", "policy no [[fab 276586786]]"),
    ),
    Rule(
        name="email_unsigned",
        label=Label.EMAIL,
        summary="An e-mail address that lost its signs, at a well-known provider.",
        word=rf"{_PROVIDER}{_SUFFIX}$",
        pattern=compiled(
            rf"(?<![\w@.])(?P<v>(?:(?:(?!(?:e?mails?|address|adresse|id|is|est|my|mon|and|et|c)\b)[a-z]{{2,20}} ){{0,2}}\d{{1,6}} |[a-z0-9._-]{{1,40}}(?=(?:gmail|yahoo|hotmail|outlook|icloud|wanadoo|laposte|orange|proton))){_PROVIDER}{_SUFFIX})(?![\w@])"
        ),
        score=0.85,
        examples=("[[robinson 67 gmailcom]]", "c'est [[murukeshgmailcom]]"),
    ),
    Rule(
        name="password_pair",
        label=Label.SECRET,
        summary="A password of a word and a number, at the end of a message.",
        word=r"^(?:password|mdp|passe)$",
        hint=r"\d(?: [a-z])?[\s\v.]*$",
        digits=2,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>password|mdp|mot de passe)(?: is| est| c'est)?[ :]{1,3}(?P<v>(?!(?:is|est|de|du|le|la|the|my|for|since|depuis|il|changed)\b)[a-z]{2,14} \d{2,8}(?: [a-z])?)[\s.]{0,8}$"
        ),
        score=0.8,
        examples=("password [[mish 365]]",),
    ),
)
