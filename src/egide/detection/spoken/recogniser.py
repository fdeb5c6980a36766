"""The recogniser of spoken forms: renders the text, runs the written rules on it, and maps the spans back."""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.automata import Searcher
from egide.detection.recognisers.contact import is_function_mailbox
from egide.detection.recognisers.rule import RuleBook
from egide.detection.spoken.numbers import DIGITS_ELSEWHERE, NUMBER_WORDS
from egide.detection.spoken.pieces import told_in_pieces
from egide.detection.spoken.rendering import Rendering, Spelling, render
from egide.detection.text import Text

__all__ = ["SpokenRecogniser"]

_WORDS: Final = "|".join(sorted(NUMBER_WORDS - {"un", "une", "mil"}, key=len, reverse=True))
_ELSEWHERE: Final = "|".join(DIGITS_ELSEWHERE)
_TRIGGER: Final = (
    rf"\b(?:{_WORDS})\b|\b(?:{_ELSEWHERE})[ ,]{{1,2}}(?:{_ELSEWHERE})[ ,]{{1,2}}(?:{_ELSEWHERE})\b|ar+oba|a robase|chez (?:gmail|hotmail|yahoo|outlook|orange|wanadoo|free|sfr|laposte|icloud|live|neuf) point|chiocciola|klammeraffe|apenstaart|\bat sign|underscore|tiret bas|"
    r"\b[a-z][ ,.\-]{1,2}[a-z][ ,.\-]{1,2}[a-z]\b|\b[a-z]{1,2} (?:comme|as in|wie|come) |\d[ ,.]{0,3}\n[^\n]{0,60}\n?[^\n]{0,40}\d| (?:dot|point|punto|punkt|punt|ponto) (?:com|fr|net|org|eu|be|de|it|es|nl|pt)\b"
)

_AT_WORD: Final = re.compile(
    r"(?<![a-z])(?:ar+obas[et]?|ar+oba|at sign|chiocciola|klammeraffe|apenstaartje|@)(?![a-z])|(?<= )at(?= [a-z0-9 \-]{2,24} (?:dot|point|punto|punkt|punt|ponto) )|"
    r"(?<= )(?:chez|a robase|a commercial)(?= (?:g ?mail|hot ?mail|yahoo|outlook|orange|wanadoo|free|sfr|la ?poste|icloud|live|neuf|bbox) (?:point|dot) [a-z]{2,3}(?![a-z]))",
    re.ASCII,
)
# A text without any of them holds none of the above.
_AT_SIGNS: Final = (
    "@",
    " at ",
    "oba",
    "at sign",
    "chiocciola",
    "klammeraffe",
    "apenstaartje",
    " chez ",
    "a commercial",
)
_SUFFIX: Final = (
    r"(?:fr|com|net|org|eu|be|ch|de|es|it|nl|pt|lu|uk|io|info|example|bzh|ca|me|tv|pro|paris|alsace|re|nc|pf|gmail)"
)
_DOMAIN: Final = re.compile(
    rf"[ ,]{{0,2}}(?:(?:chez )?(?:[a-z0-9]{{1,20}}[ ,\-]{{1,3}}){{0,4}}?[a-z0-9\-]{{1,24}}[ ,]{{0,2}}(?:(?:point|dot|punto|punkt|ponto|punt)[ ,]{{1,2}}|[.] ?)){{1,3}}(?P<suffix>{_SUFFIX}|[a-z]( [a-z]){{1,2}})(?![a-z])",
    re.ASCII,
)
_PROVIDER: Final = re.compile(
    r"[ ,]{0,2}(?:g ?mail|hot ?mail|yahoo|outlook|orange|wanadoo|free|sfr|la poste|laposte|icloud|i cloud|live|neuf|bbox|proton ?mail)(?![a-z])",
    re.ASCII,
)
_LOCAL_STOP: Final = re.compile(
    r"(?<![a-z])(?:c'est|cest|est|mail|mails|e-mail|email|mel|adresse|courriel|electronique|secours|perso|personnelle?|suivante?|sur|donc|alors|voila|oui|non|ecrire|ecrivez|envoyer|envoyez|noter|notez|vous|"
    r"(?:repondre|repondez|reponds|repond|ecrire|ecrivez|envoyer|envoyez|envoie) (?:a|sur|au)|is|it's|its|address|at|ist|lautet|correo|indirizzo|adres|:|dis|redis|dicte|epelle|donne|note|mienne?|j'ai|contacter|joindre|par|ca|(?P<to>a))(?![a-z'])[ ,:]*",
    re.ASCII,
)
_LOCAL_BREAK: Final = re.compile(r"[\n?!;:\]]|[.](?= )", re.ASCII)
_LOCAL_BREAK_OFF: Final = re.compile(
    r"(?:[a-z\[][^\n:\d\]]{0,28}[:\]] ?)?(?:(?:euh|heu|alors|donc|oui|et|puis|voila)[ ,]{1,2}){0,3}", re.ASCII
)
_ANSWERED: Final = re.compile(
    r"(?:[a-z\[][^\n:\d\]]{0,28}[:\]] ?)?(?:(?:oui|ok|okay|d'accord|ensuite|et|apres|je note|je vous ecoute|arobase|tres bien|bien|voila|mh+m?|hum|la suite|allez-y)[ ,.?!]{0,3}){1,4}",
    re.ASCII,
)
_TURNS_BACK: Final = 3
_LOCAL_FILLER: Final = re.compile(r"(?:(?:euh|heu|alors|donc|voila|le|la|d'abord|tout)[ ,]{1,2}){1,3}", re.ASCII)

_HANDLE: Final = re.compile(
    r"(?<![a-z])(?P<cue>identifiants?|pseudo(?:nyme)?|login|compte|insta(?:gram)?|snap(?:chat)?|twitter|tiktok|user ?name|nom d'utilisateur)(?![a-z])(?:[^\n.?!]{0,30}?(?:c'est|cest|est|:|is)[ ]{1,2}|[^\n?]{0,30}\?[^\n]{0,20}\n(?:[a-z][^\n:]{0,28}: ?)?|[ ](?=[a-z0-9]{1,16} (?:tiret bas|underscore) ))(?:(?:euh|heu|alors|donc)[ ,]{1,2}){0,2}(?:arobase )?"
    r"(?P<v>(?:[a-z0-9\-]{1,20} ){1,5}(?:underscore|tiret bas|tiret|point|souligne|dot|dash)(?: (?!et |mais |puis |je |voila |donc |pour |sur |ca |avec |merci )[a-z0-9\-]{1,20}){1,6})",
    re.ASCII,
)
_FIRM_FORM: Final = re.compile(r"s[.]?(?:r[.]l|p[.]a|a[.]s|n[.]c|a[.]r[.]l|a[.]s[.]u|l[.]u)(?![a-z])", re.ASCII)
_ARTICLE: Final = re.compile(r"(?<![a-z])(?:la|le|les|une?|du|des) $", re.ASCII)
_HEARD: Final = 60
_ALIKE: Final = 0.72
_ROOM: Final = 180
_KEPT_WORD: Final = re.compile(r"[a-z0-9'\-]+", re.ASCII)


class SpokenRecogniser:
    """Finds personal data that was said aloud and transcribed in words."""

    def __init__(self, rules: RuleBook) -> None:
        self._rules = rules

    @property
    def name(self) -> str:
        """The name used in `why`."""
        return "spoken"

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the written rules, and names that are spelled."""
        return tuple(sorted({*self._rules.labels, Label.PERSON}))

    @cached_property
    def _trigger(self) -> Searcher:
        return Searcher(_TRIGGER)

    def find(self, text: Text) -> Iterator[Finding]:
        """Propose spans said in numbers or letters, dictated e-mail addresses and sign-in names."""
        if not self._trigger.found(text.low_bytes):
            return
        yield from _dictated_mail(text)
        yield from _dictated_handles(text)
        rendering = render(text)
        if rendering is None:
            return
        for spelling in rendering.spellings:
            if text.low[spelling.start : spelling.end].replace("-", " ") == "y a t":
                continue  # the question "y a-t-il", not a name
            if _FIRM_FORM.match(text.low, spelling.start):
                continue
            yield Finding(Label.PERSON, spelling.start, spelling.end, 0.9, ("recogniser:spelled",))
            yield from _heard(text, spelling)
        if not rendering.text:
            return
        written = Text(rendering.text)
        found: list[Finding] = []
        for finding in self._rules.find_near(written, _windows(rendering)):
            # What stands beside a rendered value (the town after a spoken street) is only understood here.
            found.extend(_in_source(finding, rendering, text))
        yield from found
        yield from told_in_pieces(text, rendering.pieces, found)


def _heard(text: Text, spelling: Spelling) -> Iterator[Finding]:
    """Yield the name that was said before its letters, in whatever way it was heard: `lecœur … l e c o e u r`."""
    letters = spelling.letters.replace(" ", "").replace("-", "").lower()
    first = max(0, spelling.start - _HEARD)
    for word in _KEPT_WORD.finditer(text.low, first, spelling.start):
        name = re.sub(r"['\-]", "", word.group())
        if first and word.start() == first:
            continue
        if (
            len(name) > 2
            and name[:2] == letters[:2]
            and not name.isdigit()
            and (name == letters or not _ARTICLE.search(text.low, max(0, word.start() - 4), word.start()))
            and SequenceMatcher(None, name, letters, autojunk=False).ratio() > _ALIKE
        ):
            yield Finding(Label.PERSON, *word.span(), 0.85, ("recogniser:heard_with_spelling",))


def _windows(rendering: Rendering) -> list[tuple[int, int]]:
    """Return where the rendering differs from the text, with room around for the words that announce a value."""
    windows: list[tuple[int, int]] = []
    position = rendering.changed.find(1)
    while position >= 0:
        end = rendering.changed.find(0, position)
        end = len(rendering.text) if end < 0 else end
        first, last = max(0, position - _ROOM), min(len(rendering.text), end + _ROOM)
        if windows and windows[-1][1] >= first:
            windows[-1] = (windows[-1][0], last)
        else:
            windows.append((first, last))
        position = rendering.changed.find(1, end)
    return windows


def _in_source(finding: Finding, rendering: Rendering, text: Text) -> Iterator[Finding]:
    """Map a finding of the rendering back; a value cut by the other speaker becomes a span per line."""
    why = (*finding.why, "spoken")
    start, end = rendering.starts[finding.start], rendering.ends[finding.end - 1]
    if "\n" not in text.low[start:end] or "\n" in rendering.text[finding.start : finding.end]:
        yield Finding(finding.label, start, end, finding.score, why)
        return
    piece_start, piece_end = start, start
    for position in range(finding.start, finding.end):
        first, last = rendering.starts[position], rendering.ends[position]
        if "\n" in text.low[first:last] and rendering.changed[position] and rendering.text[position] in " -.":
            yield Finding(finding.label, piece_start, piece_end, finding.score, why)
            piece_start = piece_end = last
        else:
            piece_end = last
    if piece_end > piece_start:
        yield Finding(finding.label, piece_start, piece_end, finding.score, why)


def _dictated_mail(text: Text) -> Iterator[Finding]:
    low = text.low
    if not any(sign in low for sign in _AT_SIGNS):
        return
    for sign in _AT_WORD.finditer(low):
        domain = _DOMAIN.match(low, sign.end()) or _PROVIDER.match(low, sign.end())
        if domain is None or (
            sign.group() == "@"
            and " " not in low[max(0, sign.start() - 1) : sign.end() + 1]
            and " point " not in domain.group()
        ):
            continue
        start = _local_start(text, sign.start())
        end = domain.end()
        while low[end - 1] in " ,.":
            end -= 1
        why = ("recogniser:email_dictated", f"context:{sign.group()}")
        if start < 0:
            earlier = _earlier_local(text, sign.start())
            if earlier:
                yield Finding(Label.EMAIL, *earlier, 0.88, why)
                yield Finding(Label.EMAIL, sign.start(), end, 0.88, why)
            continue
        local = low[start : sign.start()].replace(" point ", ".").replace(" tiret ", "-")
        if is_function_mailbox(f"{local}@"):
            continue
        yield Finding(Label.EMAIL, start, end, 0.93, why)


def _earlier_local(text: Text, at: int) -> tuple[int, int] | None:
    """Return the part before the at sign, said in a turn before and answered by a word or two."""
    low = text.low
    end = low.rfind("\n", 0, at)
    if end < 0 or _LOCAL_BREAK_OFF.fullmatch(low, end + 1, at) is None:
        return None
    for _ in range(_TURNS_BACK):
        first = low.rfind("\n", 0, end) + 1
        if _ANSWERED.fullmatch(low, first, end) is None:
            start = _local_start(text, end)
            return (start, end) if start >= first else None
        end = first - 1
        if end < 0:
            return None
    return None


def _local_start(text: Text, at: int) -> int:
    """Return where the part before the at sign begins, walking back to a word that announces it."""
    first = max(0, at - 260)
    head = text.low[first:at]
    breaks = [found.end() for found in _LOCAL_BREAK.finditer(head)]
    begin = breaks[-1] if breaks else 0
    stops = [
        found.end()
        for found in _LOCAL_STOP.finditer(head, begin)
        if head[found.end() :].strip(" ,")
        and (found.group("to") is None or text.original[first + found.start()] in "àÀ")
    ]
    last = max((found.end() for found in _LOCAL_STOP.finditer(head, begin) if found.group("to") is None), default=0)
    if last and not head[last:].strip(" ,"):
        return -1  # "votre mail finit par arobase…": nothing stands before the sign
    if stops:
        begin = stops[-1]
    filler = _LOCAL_FILLER.match(head, begin)
    if filler and stops and re.match(r"(?:euh|heu|alors|donc|voila)", filler.group()):
        begin = filler.end()
    words = list(_KEPT_WORD.finditer(head, begin))
    if not words:
        return -1
    spelled = sum(len(word.group()) == 1 or word.group() == "comme" for word in words) * 2 > len(words)
    if len(words) > (60 if spelled else 16) or (not stops and not breaks and len(words) > 8):
        words = words[-8:]
    return first + words[0].start()


def _dictated_handles(text: Text) -> Iterator[Finding]:
    if not any(sign in text.low for sign in (" underscore ", " tiret ", " point ", " souligne ", " dot ", " dash ")):
        return
    for found in _HANDLE.finditer(text.low):
        yield Finding(
            Label.ONLINE, *found.span("v"), 0.85, ("recogniser:handle_dictated", f"context:{found.group('cue')}")
        )
