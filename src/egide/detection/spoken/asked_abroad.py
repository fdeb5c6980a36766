r"""Values that answer a question in a call or a chat in German, English, Spanish, Italian, Dutch or Portuguese.

French numbers are written down and read by the rules. Elsewhere the turn before tells what a value is: once a turn speaks of a
customer number, what the next turns say in numbers, letters and radio words is that number, however it is cut and repeated.

Example:
    >>> from egide.detection.text import Text
    >>> call = "agent: die auftragsnummer bitte\nkunde: vierundzwanzig schrägstrich null neun eins\nagent: ja\nkunde: doppel vier"
    >>> [call[f.start : f.end] for f in AskedAbroad().find(Text(call))]
    ['vierundzwanzig schrägstrich null neun eins', 'doppel vier']
    >>> call = "agente: me da su número de pedido\nclienta: no lo tengo aquí\nagente: son dos euros\nclienta: vale"
    >>> list(AskedAbroad().find(Text(call)))
    []
"""

# ruff: noqa: PLR2004, SIM905 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.automata import Searcher
from egide.detection.spoken.letters import RADIO_WORDS
from egide.detection.spoken.topics_abroad import LEAST, TOPIC
from egide.detection.spoken.turns import SPEAKER, turns
from egide.detection.text import Text

__all__ = ["AskedAbroad"]

_UNIT: Final = (
    r"eine?s?|zwei|zwo|drei|vier|funf|fuenf|sechs|sieben|acht|neun|null|uno?|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|cero|due|tre|quattro|cinque|sei|sette|otto|nove|"
    r"een|twee|drie|vijf|zes|zeven|negen|nul|uma?|dois|duas|quatro|sete|oito|zero|nought|oh|one|two|three|four|five|six|seven|eight|nine"
)
_MANY: Final = (
    r"zehn|elf|zwolf|(?:drei|vier|funf|sech|sieb|acht|neun)zehn|(?:(?:ein|zwei|drei|vier|funf|sechs|sieben|acht|neun)und)?(?:zwanzig|dreis{1,2}ig|vierzig|funfzig|sechzig|siebzig|achtzig|neunzig)|[a-z]{0,12}(?:hundert|tausend)[a-z]{0,24}|"
    r"tien|twaalf|(?:der|veer|vijf|zes|zeven|acht|negen)tien|(?:(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)en)?(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|[a-z]{0,10}(?:honderd|duizend)[a-z]{0,20}|"
    r"diez|once|doce|trece|catorce|quince|dieci[a-z]{3,6}|veint[ei][a-z]{0,6}|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|(?:dos|tres|cuatro|quin|seis|sete|nove|ocho)cient[oa]s|mil|"
    r"dieci|(?:un|do|tre|quattor|quin|se)dici|dicia?[a-z]{5,7}|(?:vent|trent|quarant|cinquant|sessant|settant|ottant|novant)[aiu][a-z]{0,8}|[a-z]{0,9}cento|mille[a-z]{0,24}|duemila[a-z]{0,14}|"
    r"dez|onze|treze|quinze|dezasseis|dezassete|dezoito|dezanove|dezenove|vinte|trinta|quarenta|cinquenta|sessenta|oitenta|cem|"
    r"ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand"
)
_TWICE: Final = (
    r"doppel(?:te[rns]?)?(?:null|[a-z]{3,8})?|dreimal|doble|triple|doppi[oa]|dubbele?|driedubbel|duplo|double|treble"
)
_ALPHABETS: Final = (
    r"anton|berta|caesar|casar|dora|emil|friedrich|gustav|heinrich|ida|julius|kaufmann|konrad|ludwig|martha|nordpol|otto|paula|quelle|richard|samuel|siegfried|theodor|ulrich|viktor|wilhelm|xanthippe|ypsilon|zacharias|zeppelin|"
    r"ancona|bologna|como|domodossola|empoli|firenze|genova|imola|livorno|milano|napoli|otranto|palermo|padova|roma|savona|torino|udine|venezia"
)
_MONTHS: Final = (
    r"januar|februar|marz|april|mai|juni|juli|august|september|oktober|november|dezember|januari|februari|maart|mei|augustus|october|december|january|february|march|may|june|july|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|"
    r"janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro"
)
_ORDINAL: Final = (
    r"erste[rns]?|(?:zwei|drit|vier|funf|sechs|sieb|siebe|ach|neun|zehn|elf|zwolf|[a-z]{3,5}zehn)te[rns]?|[a-z]{0,12}[zs]igste[rns]?|eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde|[a-z]{3,6}tiende|[a-z]{4,18}tigste|"
    r"first|second|third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|[a-z]{3,5}teen|twentie|thirtie)th|primero|primo|primeiro"
)
_LETTER_NAMES: Final = "efe|hache|jota|eme|ene|erre|uve(?: doble)?|equis|zeta|effe|acca|emme|enne|aga|ele|erre|cu|xis|doble u|doppia vu|ypsilon|zett"
_LIKE: Final = r"(?:[ ,]{1,2}(?:wie|as in|for|like|come|como|van|de|di|d'|con|de la|von)[ ,]{1,2}(?:in |de la |la |el )?[a-z]{3,16})?"
_TOKEN: Final = re.compile(
    rf"(?<![a-z0-9])(?<![a-z]')(?:(?P<many>{_MANY})|(?P<unit>{_UNIT})|(?P<radio>{RADIO_WORDS}|{_ALPHABETS})|(?P<twice>{_TWICE})|(?P<date>{_ORDINAL}|{_MONTHS})|(?P<letter>[b-df-hj-np-tv-z]{_LIKE}|[aeiou]{_LIKE}|(?:{_LETTER_NAMES}){_LIKE}|[bcdgptv]e(?:[ ]de[ ](?:la )?[a-z]{{3,16}}))|(?P<digits>[a-z]{{0,4}}-?\d[a-z0-9]{{0,24}}))(?![a-z0-9])",
    re.ASCII,
)
_JOINT: Final = re.compile(
    r"[ ,.\-/'+#:]{1,3}(?:(?:schragstrich|bindestrich|strich|minus|punkt|und|dann|ah|ahm|eh|ehm|em|er|um|euh|hm|guion|barra|punto|y|luego|trattino|trattino basso|slash|poi|e|streepje|schuine streep|min|punt|en|dan|spatie|koppelteken|traco|hifen|ponto|depois|dash|hyphen|point|and|then|stroke|of|the|de|del|di|do|van|im|em|da)[ ,.]{1,2}){0,3}",
    re.ASCII,
)
_FILLERS: Final = frozenset(
    "ja jo also ah ahm eh ehm em er um euh hm nein moment warten warte sie mal dann und die der das ist das war bitte genau gut danke mit mein meine ok okay ich hab habe "
    "si vale es la el lo un momento espere aqui pone creo era y luego bien gracias eso perdon mi apunto le diga "
    "allora dunque e il ecco aspetti un attimo poi bene grazie dica mio mia che ce ho qui cioe "
    "even kijken wacht het de dus en dan klopt dank u goed mijn heb ik nee nodig op op papier "
    "sim e o a ora bem obrigado obrigada diga meu minha espere aqui esta tenho depois "
    "yes yeah yep sorry so it's its that's right then and the is my hang on one sec oh no sure thanks thank you go ahead got".split()
)
_UNITS_AFTER: Final = re.compile(
    r"[ ]?(?:euros?|eur|dollars?|pounds?|pence|quid|cents?|centimos|centesimi|prozent|percent|por ciento|per cento|procent|uhr|uur|o'?clock|am|pm|minut[a-z]{1,3}|stunden?|hours?|horas?|or[ae]|uren|tage?n?|days?|dias?|giorn[oi]|dag(?:en)?|wochen?|weeks?|semanas?|settiman[ae]|we[e]?k(?:en)?|"
    r"monat(?:e|en)?|months?|mes(?:es)?|mesi|maand(?:en)?|jahren?|years?|anos?|ann[oi]|jaar|mal|veces|volt[ae]|keer|vezes|times|kilos?|gramm|met(?:er|ros?|ri)|lit(?:er|ros?|ri)|grad|gigas?|mega|watt|kwh|person(?:en|as|e)?|people|pessoas|stuck|pezzi|stuks|[%$])(?![a-z])",
    re.ASCII,
)
_AGED: Final = re.compile(
    r"[ ](?:jahre?|monate?|wochen?|jaar|maanden|weken|anos|meses|anni|mesi|years?|months?|weeks?)(?![a-z])", re.ASCII
)
_HOUR_BEFORE: Final = re.compile(
    r"(?:um|at|alle|a las|om|as|gegen|seit|vor|in|hace|entre|fra|tra|within|for) $", re.ASCII
)
_PRICE_BEFORE: Final = re.compile(r"[$] ?$", re.ASCII)
_SPOKEN_TO: Final = re.compile(rf"(?:^|\n){SPEAKER}[^\n]{{0,2000}}\n{{1,3}}{SPEAKER}", re.ASCII)
_WORD: Final = re.compile(r"[a-z]+(?:'s)?", re.ASCII)
_SPELLED: Final = frozenset({Label.PLATE, Label.REFERENCE, Label.SECRET, Label.NATIONAL_ID, Label.ID_DOCUMENT})
_ARTICLES: Final = frozenset("eine eines ein un una uno een um uma one a e o y i oh".split())
_MOST_WORDS: Final = 6
_MOST_SILENCES: Final = 2
_NEAR: Final = 30


@dataclass(slots=True)
class _Run:
    """Numbers and letters said in a row: where they stand and how many digits and letters they are worth."""

    start: int
    end: int
    worth: int
    dated: bool


@dataclass(slots=True)
class _Asked:
    """What is asked for, and what was answered so far."""

    label: str = ""
    silences: int = 0
    worth: int = 0
    told: list[Finding] = field(default_factory=list)

    def enough(self) -> list[Finding]:
        return self.told if self.label and self.worth >= LEAST[self.label] else []


class AskedAbroad:
    """Finds what answers a question for a number, a date, a plate or a code."""

    name = "asked_abroad"
    labels: tuple[str, ...] = tuple(sorted(LEAST))

    @cached_property
    def _trigger(self) -> Searcher:
        return Searcher(re.sub(r"\(\?<?[!=][^()]*\)|\?P<[A-Z_]+>", "", TOPIC))

    @cached_property
    def _topic(self) -> re.Pattern[str]:
        return re.compile(TOPIC, re.ASCII)

    def find(self, text: Text) -> Iterator[Finding]:
        """Yield a span per answer; a number that no unit, hour or price explains, after the question and near it."""
        low = text.low
        if not _SPOKEN_TO.search(low) or not self._trigger.found(text.low_bytes):
            return
        asked = _Asked()
        for first, end in turns(low):
            cues = list(self._topic.finditer(low, first, end))
            if cues:
                yield from asked.enough()
                for cue, following in pairwise(cues):
                    asked = _Asked(cue.lastgroup or "")
                    _told_beside(low, cue.end(), following.start(), asked)
                    yield from asked.enough()
                asked = _Asked(cues[-1].lastgroup or "")
                _told_beside(low, cues[-1].end(), end, asked)
            elif asked.label and not _answered(low, first, end, asked):
                yield from asked.enough()
                asked = _Asked()
        yield from asked.enough()


def _told_beside(low: str, start: int, end: int, asked: _Asked) -> None:
    """Take what stands right after its name in the same turn: "meine Kundennummer ist vierundzwanzig null neun"."""
    position = start
    for run in _runs(low, start, end, asked.label):
        words = _words(low, position, run.start)
        if run.start - position > _NEAR or words - _FILLERS or asked.label == Label.AGE or run.worth < 2:
            return
        _keep(asked, run, low)
        position = run.end


def _answered(low: str, start: int, end: int, asked: _Asked) -> bool:
    """Take the answer of a turn; say whether the turns still speak of what was asked for."""
    runs = list(_runs(low, start, end, asked.label))
    around = _words(low, start, end)
    for run in runs:
        around -= set(_WORD.findall(low, run.start, run.end))
    strange = len(around - _FILLERS)
    kept = [run for run in runs if strange <= _MOST_WORDS or run.worth >= 4]
    for run in kept:
        _keep(asked, run, low)
    if not kept:
        asked.silences += 1
        return asked.silences <= _MOST_SILENCES and strange <= _MOST_WORDS * 2
    asked.silences = 0
    return True


def _keep(asked: _Asked, run: _Run, low: str) -> None:
    asked.worth += run.worth
    end = run.end
    if asked.label == Label.AGE:
        unit = _AGED.match(low, end)
        end = unit.end() if unit else end
    why = ("recogniser:asked_abroad", f"context:{asked.label.lower()} asked for")
    asked.told.append(Finding(asked.label, run.start, end, 0.78, why))


def _words(low: str, start: int, end: int) -> set[str]:
    return set(_WORD.findall(low, start, end))


def _runs(low: str, start: int, end: int, label: str) -> Iterator[_Run]:
    """Yield the runs of a turn that may be the value asked for."""
    position = start
    while True:
        token = _TOKEN.search(low, position, end)
        if token is None:
            return
        run, tokens = _run_from(low, token, end, dates=label == Label.BIRTHDATE)
        position = max(run.end, token.end())
        if not tokens or not _may_be(low, run, tokens, label):
            continue
        yield run


def _run_from(low: str, token: re.Match[str], end: int, *, dates: bool) -> tuple[_Run, list[re.Match[str]]]:
    tokens: list[re.Match[str]] = []
    following: re.Match[str] | None = token
    while following is not None and (dates or following.lastgroup != "date"):
        tokens.append(following)
        joint = _JOINT.match(low, following.end(), end)
        following = _TOKEN.match(low, joint.end(), end) if joint else None
    # A little word at an end is no part of a code: "e quattro", "ich habe eine".
    while (
        tokens
        and tokens[-1].group() in _ARTICLES
        and not (len(tokens) > 1 and tokens[-2].lastgroup in {"unit", "many", "letter"})
    ):
        tokens.pop()
    while (
        tokens
        and tokens[0].group() in _ARTICLES
        and (len(tokens) == 1 or tokens[1].lastgroup not in {"unit", "letter", "twice"})
    ):
        tokens.pop(0)
    if not tokens:
        return _Run(token.start(), token.end(), 0, False), []
    worth = sum(_worth(each) for each in tokens)
    return _Run(tokens[0].start(), tokens[-1].end(), worth, any(each.lastgroup == "date" for each in tokens)), tokens


def _worth(token: re.Match[str]) -> int:
    if token.lastgroup == "digits":
        return sum(map(str.isalnum, token.group()))
    return 2 if token.lastgroup in {"many", "date"} else 1


def _may_be(low: str, run: _Run, tokens: list[re.Match[str]], label: str) -> bool:
    if label == Label.BIRTHDATE:
        numbers = sum(token.lastgroup in {"many", "digits"} for token in tokens)
        return run.dated or numbers > 0
    if label == Label.AGE:
        numbers = all(token.lastgroup in {"many", "unit", "digits"} for token in tokens)
        return numbers and len(tokens) < 3 and run.worth < 4
    if label == Label.ADDRESS:
        return len(tokens) < 3 and tokens[0].lastgroup in {"many", "unit", "digits"}
    if all(token.lastgroup in {"letter", "radio"} for token in tokens):
        return len(tokens) > 2 and label in _SPELLED
    if len(tokens) == 1 and run.worth < 2:
        return False
    before = low[max(0, run.start - 8) : run.start]
    return not (_UNITS_AFTER.match(low, run.end) or _HOUR_BEFORE.search(before) or _PRICE_BEFORE.search(before))
