"""Write down what was said, so that the rules for written text find it: digits for numbers, letters for spellings.

A rendering keeps, for each of its characters, where it came from. The words between two halves of a number that the
other speaker cut ("oui", "je note") are left out of the rendering.
"""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from egide.detection.spoken.letters import BLANK, PAIR, RADIO_WORDS, TOKEN, letter_at, letters_at
from egide.detection.spoken.numbers import DIGITS_ELSEWHERE, NUMBER_WORDS, read_number
from egide.detection.spoken.pieces import Piece
from egide.detection.text import Text

__all__ = ["Rendering", "Spelling", "render"]

_HESITATION: Final = r"(?:euh|heu|hum|hein|alors|puis|ensuite|et puis|virgule|attendez|voila|et|donc|apres|um|uh|then)"
_PAUSE: Final = re.compile(rf"[ ,.\-]{{1,4}}(?:{_HESITATION}[ ,.]{{1,4}}){{0,3}}", re.ASCII)
_CUT: Final = re.compile(
    r"(?: tiret| slash)?[ ,.\-]{0,4}\n(?:\[[^\]\n]{1,16}\] ?|- |[a-z][^\n:\d]{0,28}: ?)?"
    r"(?:(?:oui|d'accord|ok|okay|m+h*m+|hum|je note|je vous ecoute|allez-?y|tres bien|parfait|entendu|c'est note|et ensuite|et apres|et la fin|et la suite|la suite|la fin|ensuite|continuez|bien|voila|ouais|yes|go on|right|got it)[ ,.!?]{0,4}){0,4}"
    rf"(?:\n(?:\[[^\]\n]{{1,16}}\] ?|- |[a-z][^\n:\d]{{0,28}}: ?)?)?(?:(?:{_HESITATION}|oui)[ ,.]{{1,3}}){{0,3}}",
    re.ASCII,
)
_ACKNOWLEDGED: Final = re.compile(
    r"(?<![a-z])(?:oui|ouais|d'accord|ok|okay|m+h*m+|hum|je note|je vous ecoute|allez-?y|tres bien|parfait|entendu|c'est note|la fin|la suite|et apres|ensuite|continuez|voila|yes|go on|right|got it)(?![a-z])",
    re.ASCII,
)
_POINT: Final = re.compile(r"[ ,]{1,2}(?:point|dot|punto|punkt)[ ,]{1,2}", re.ASCII)
_DASH: Final = re.compile(
    r"[ ,]{1,2}(?:tiret|moins|trait d'union|dash|slash|barre)(?: du (?:6|8|six|huit))?[ ,]{1,2}", re.ASCII
)
_SIGN_BEFORE: Final = re.compile(
    r"(?<![a-z])(?P<plus>plus )$|(?<![a-z])(?P<key>(?:diese|etoile) )$|(?<=[a-z][a-z])(?P<dash> (?:tiret|trait d'union|slash) )$",
    re.ASCII,
)
_CODE_ENDS: Final = re.compile(r"[ ]?(?:$|\n|[,.]|(?:et|voila|puis|merci)(?![a-z]))", re.ASCII)
_CENTURIES: Final = frozenset({"18", "19"})
_MONTH_BEFORE: Final = re.compile(
    r"(?<![a-z])(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)[ ,]{1,2}$",
    re.ASCII,
)
_COUNTRY_CODES: Final = frozenset({"32", "33", "34", "39", "41", "44", "49", "212", "213", "216", "221", "351", "352"})
_AFTER_LONE: Final = re.compile(
    r"[ ,]{1,2}(?:(?:et|ou|a) [a-z]{2,8}(?:[ -][a-z]{2,8})? (?:ans|mois)|ans?|mois|semaines|years?|months|bis|ter|quater|(?:grande? |petite )?(?:rue|avenue|boulevard|place|chemin|allee|impasse|route|quai|cours|square|passage|lotissement|residence|montee|faubourg|villa|street|road|(?:[a-z]{3,15} ){1,3}(?:street|road|avenue|lane|grove|close|drive|terrace|crescent|gardens|court|place|square|hill|mews|park))|"
    r"janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|january|february|march|april|may|june|july|august|september|october|november|december)(?![a-z])",
    re.ASCII,
)
_BEFORE_LONE: Final = re.compile(
    r"(?<![a-z])(?:appartement|appt|etage|porte|batiment|chambre|numero|no|code|cle|age|naissance|client|dossier|departement|(?:fini|termin)(?:t|ssant|ssait|e|ant|ait)(?: bien)? par|(?:rue|avenue|boulevard|place|chemin|allee|impasse) [a-z' -]{3,30} (?:au|numero)|(?:mot de passe|mdp)(?: c'est| est)? [a-z]{3,20}|(?:identifiant|pseudo|login)(?: c'est| est) [a-z]{3,16}|is|am|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre) $|(?:pardon|trompe|plutot)[ ,]{1,2}(?:non )?(?:c'est )?(?:au|le) $|(?:numero[^\n?]{0,12}\?|(?:quel (?:est )?|votre |son )(?:votre |son )?age[^\n?]{0,24}\??|numero de (?:la )?rue[^\n?]{0,12}\??)[^\n]{0,6}\n(?:[a-z][^\n:]{0,28}: ?)?(?:(?:le|au|c'est|j'ai|il a|elle a) )?$",
    re.ASCII,
)
_CANDIDATE: Final = re.compile(
    rf"(?<![a-z0-9'@])(?:(?:{'|'.join(sorted(NUMBER_WORDS | set(DIGITS_ELSEWHERE), key=len, reverse=True))}|[a-z](?!')|[a-z]{{2}}(?=[ ,]{{1,2}}comme )|{RADIO_WORDS}(?=[ ,]{{1,2}}{RADIO_WORDS}(?![a-z])))(?![a-z])|\d+(?![a-z]))",
    re.ASCII,
)
_WORD_LETTERS: Final = frozenset("acdjlmnosty")
_WORDS_OF_LETTERS: Final = _WORD_LETTERS | {"ya", "ca"}


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name or a code spelled letter by letter, with where it stands in the text."""

    start: int
    end: int
    letters: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """A text as it would be written.

    Attributes:
        text: The written form.
        starts: For each character of `text`, where its source begins.
        ends: For each character of `text`, where its source ends.
        changed: For each character, whether it was rendered rather than copied.
        spellings: Spelled runs without digits.
        pieces: What was said in numbers and letters, turn by turn, rendered or not.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    changed: bytes
    spellings: tuple[Spelling, ...]
    pieces: tuple[Piece, ...]


class _Writer:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.changed = bytearray()

    def copy(self, text: str, start: int, end: int) -> None:
        self.pieces.append(text[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))
        self.changed.extend(bytes(end - start))

    def put(self, written: str, start: int, end: int) -> None:
        self.pieces.append(written)
        self.starts.extend([start] * len(written))
        self.ends.extend([end] * len(written))
        self.changed.extend(b"\x01" * len(written))


class _Item(NamedTuple):
    kind: str  # "number" or "letters"
    written: str
    start: int
    end: int
    said: bool


def _number_at(text: Text, start: int) -> tuple[str, int, bool] | None:
    """Read a number in digits or words; return the digits, the end and whether it was in words."""
    low = text.low
    token = TOKEN.match(low, start)
    if token is None:
        return None
    if token.group().isdigit():
        return (token.group(), token.end(), False) if not low[token.end() : token.end() + 1].isalpha() else None
    if token.group() not in NUMBER_WORDS:
        return None
    words: list[str] = []
    ends: list[int] = []
    position = start
    for _ in range(12):
        word = TOKEN.match(low, position)
        if word is None or word.group().isdigit():
            break
        if word.group() not in NUMBER_WORDS and word.group() not in {"et", "fois", "le"}:
            break
        words.append(word.group())
        ends.append(word.end())
        if low[word.end() : word.end() + 1] not in {" ", "-"}:
            break
        position = word.end() + 1
    read = read_number(words, 0)
    if read is None:
        return None
    if words[1:2] == ["mille"] and len(read[0]) == 4 and low.endswith(("zero ", "zero-"), 0, start):
        # "zéro quatre mille neuf cent soixante": the fourth month, then a year.
        month = read_number(words[:1], 0)
        return (month[0], ends[0], True) if month else None
    if (
        read[0] in _CENTURIES
        and words[read[1] : read[1] + 1] == ["cent"]
        and _MONTH_BEFORE.search(low, max(0, start - 14), start)
    ):
        # "mai dix-neuf cent cinquante-deux": elsewhere, nineteen then a hundred and fifty-two.
        rest = read_number(words, read[1])
        last = rest[1] if rest and len(rest[0]) == 3 else read[1] + 1
        year = f"{read[0]}{rest[0][1:] if rest and len(rest[0]) == 3 else '00'}"
        return year, ends[last - 1], True
    end = ends[read[1] - 1]
    return None if low[end : end + 1].isalpha() else (read[0], end, True)


def _digits_elsewhere(text: Text, start: int) -> list[_Item]:
    """Read a row of at least four digits said in another language."""
    items: list[_Item] = []
    position = start
    while True:
        token = TOKEN.match(text.low, position)
        if token is None:
            break
        word = token.group()
        if word in DIGITS_ELSEWHERE:
            items.append(_Item("number", str(DIGITS_ELSEWHERE[word]), token.start(), token.end(), True))
        else:
            number = _number_at(text, position)
            if number is None or not items:
                break
            items.append(_Item("number", number[0], position, number[1], True))
        end = items[-1].end
        pause = _PAUSE.match(text.low, end)
        if pause is None:
            break
        position = pause.end()
    return items if len(items) > 3 else []


def _run(text: Text, start: int) -> list[_Item]:
    """Read numbers and spelled letters that follow one another."""
    items: list[_Item] = []
    item = _item_at(text, start, "")
    while item is not None:
        items.append(item)
        joint = _POINT.match(text.low, item.end) or _DASH.match(text.low, item.end) or _PAUSE.match(text.low, item.end)
        if joint is not None and joint.group().strip(" ,.-") and _is_telephone(items):
            break  # "… soixante-sept après dix-sept heures"
        nearby = _item_at(text, joint.end(), item.kind) if joint else None
        if nearby is None:
            cut = _CUT.match(text.low, item.end)
            nearby = _item_at(text, cut.end(), item.kind) if cut else None
            if cut is None or nearby is None or nearby.kind != "number" or item.kind != "number":
                break
            answered = _ACKNOWLEDGED.search(cut.group()) is not None
            if not answered and (":" in cut.group() or not (item.said and nearby.said)):
                break
        item = nearby
    if len(items) == 2 and items[1].kind == "letters" and text.low[items[0].start : items[0].end] in {"un", "une"}:
        return []  # "avec un r", no code
    _end_plate(text, items)
    # "il y a six ans", "c cinq": little words, not letters of a code.
    while (
        len(items) > 1
        and items[0].kind == "letters"
        and items[0].written.lower() in _WORDS_OF_LETTERS
        and not _letters_follow(items)
        and not (text.original[items[0].start].isupper() and text.low[items[0].end] == ",")
    ):
        items.pop(0)
    while (
        len(items) > 1
        and items[-1].kind == "letters"
        and items[-1].written.lower() in _WORD_LETTERS
        and (items[-1].said or _CODE_ENDS.match(text.low, items[-1].end) is None)
    ):
        items.pop()
    return items


def _letters_follow(items: list[_Item]) -> bool:
    """Say whether a code goes on with letters after its first one and a number: "c seize f a zéro"."""
    return items[0].written not in {"A", "Y", "YA"} and any(
        item.kind == "letters" and len(item.written) > 1 for item in items[2:]
    )


def _is_telephone(items: list[_Item]) -> bool:
    digits = "".join(item.written for item in items)
    return len(digits) == 10 and digits[0] == "0" and digits.isdigit()


def _end_plate(text: Text, items: list[_Item]) -> None:
    """Stop a plate after its last two letters: what follows spells it again ("d v six cent douze s q d v comme désiré")."""
    if [item.kind for item in items[:3]] != ["letters", "number", "letters"] or len(items[2].written) < 3:
        return
    if len(items[0].written) != PAIR or len(items[1].written) != 3:
        return
    position, end = items[2].start, items[2].start
    for _ in range(PAIR):
        letter = letter_at(text, position)
        if letter is None or len(letter[0]) != 1:
            return
        end = letter[1]
        blank = BLANK.match(text.low, end)
        position = blank.end() if blank else end
    items[2:] = [_Item("letters", items[2].written[:PAIR], items[2].start, end, True)]


def _item_at(text: Text, start: int, previous: str) -> _Item | None:
    """Read a number or a run of letters; after a number, "deux f" is two and a letter."""
    if start > 0 and text.low[start - 1].isalnum():
        return None
    doubled = text.low.startswith(("deux ", "double ", "2 "), start)
    if doubled:
        letters = letters_at(text, start)
        if letters and letters[0] and previous == "letters":
            return _Item("letters", letters[0].upper(), start, letters[1], True)
    number = _number_at(text, start)
    if number:
        return _Item("number", number[0], start, number[1], number[2])
    letters = letters_at(text, start)
    if letters and letters[0]:
        return _Item("letters", letters[0].upper(), start, letters[1], letters[2] > 1)
    return None


def _worth(items: list[_Item], text: Text) -> bool:
    """Say whether a run was said rather than written, or holds a cut."""
    if not items:
        return False
    numbers = [item for item in items if item.kind == "number"]
    letters = [item for item in items if item.kind == "letters"]
    if not numbers:
        return False
    said = any(item.said for item in items)
    cut = any("\n" in text.low[a.end : b.start] for a, b in pairwise(items))
    if len(items) == 1:
        lone = numbers[0]
        if not said or len(lone.written) > 2:
            return said
        # "dix jours", "deux fois" say nothing of a person; an age, a street, a date or an announced number may.
        return (
            _AFTER_LONE.match(text.low, lone.end) is not None
            or _BEFORE_LONE.search(text.low, max(0, lone.start - 60), lone.start) is not None
        )
    if letters and len(letters[0].written) == 1 and len(items) == 2 and letters[0].written.lower() in _WORD_LETTERS:
        return numbers[0].said
    return said or cut


def render(text: Text) -> Rendering | None:
    """Write down the numbers and spellings of a text.

    Args:
        text: A prepared text.

    Returns:
        The rendering, or None when nothing was said in numbers or letters; its text is empty when there are spellings only.
    """
    writer = _Writer()
    spellings: list[Spelling] = []
    pieces: list[Piece] = []
    position = 0
    copied = 0
    low = text.low
    while True:
        token = _CANDIDATE.search(low, position)
        if token is None:
            break
        start = token.start()
        items: list[_Item] = []
        if token.group() in DIGITS_ELSEWHERE:
            items = _digits_elsewhere(text, start)
        if not items:
            items = _run(text, start)
        if not items:
            position = token.end()
            continue
        letters_only = all(item.kind == "letters" for item in items)
        if letters_only:
            spelled = letters_at(text, start)
            if spelled and spelled[2] >= 3 and len(spelled[0]) > 2:
                spellings.append(Spelling(start, spelled[1], spelled[0]))
                position = spelled[1]
            else:
                if spelled and len(spelled[0]) > 1 and spelled[2] > len(spelled[0]):
                    pieces.append(Piece(start, spelled[1], spelled[0].upper(), 1))
                position = token.end()
            continue
        pieces.extend(_pieces(items, low))
        if not _worth(items, text):
            position = items[0].end
            continue
        _opening(writer, text, copied, items)
        _write(writer, items, low)
        copied = position = items[-1].end
    if writer.pieces:
        writer.copy(text.original, copied, len(low))
    elif not spellings:
        return None
    return Rendering(
        "".join(writer.pieces),
        tuple(writer.starts),
        tuple(writer.ends),
        bytes(writer.changed),
        tuple(spellings),
        tuple(pieces),
    )


def _pieces(items: list[_Item], low: str) -> Iterator[Piece]:
    """Yield the parts of a run, one per turn."""
    first = 0
    for place in range(1, len(items) + 1):
        if place == len(items) or "\n" in low[items[place - 1].end : items[place].start]:
            value = "".join(item.written for item in items[first:place])
            yield Piece(items[first].start, items[place - 1].end, value, place - first)
            first = place


def _opening(writer: _Writer, text: Text, copied: int, items: list[_Item]) -> None:
    """Copy what stands before a run: "auto tiret" and "plus trente-trois" give their sign to the number after them."""
    start = items[0].start
    sign = _SIGN_BEFORE.search(text.low, max(copied, start - 18), start)
    if sign is None or (sign.group("plus") and (items[0].written not in _COUNTRY_CODES or len(items) < 3)):
        writer.copy(text.original, copied, start)
        return
    writer.copy(text.original, copied, sign.start())
    key = sign.group("key")
    writer.put("+" if sign.group("plus") else ("#" if key[0] == "d" else "*") if key else "-", sign.start(), start)


def _write(writer: _Writer, items: list[_Item], low: str) -> None:
    digit_by_digit = _digit_by_digit(items)
    aged = low.startswith((" ans", " mois"), items[-1].end)  # "trois et sept ans": two ages
    for index, item in enumerate(items):
        if index:
            previous = items[index - 1]
            glued = (
                previous.kind == item.kind == "number"
                and previous.written == "0"
                and (index < 2 or items[index - 2].written != "0")
            )
            both_letters = previous.kind == item.kind == "letters"
            mixed = previous.kind != item.kind and _spelled_code(items)
            between = low[previous.end : item.start]
            sign = "." if _POINT.fullmatch(between) else "-" if _DASH.fullmatch(between) else ""
            if sign:
                writer.put(sign, previous.end, item.start)
            elif digit_by_digit[index] and digit_by_digit[index - 1]:
                pass  # a long number said digit by digit is one word
            elif aged and between.strip() == "et":
                writer.put(" et ", previous.end, item.start)
            elif not (glued or both_letters or mixed):
                writer.put(" ", previous.end, item.start)
        writer.put(item.written, item.start, item.end)


def _digit_by_digit(items: list[_Item]) -> list[bool]:
    """Tell of each item whether it stands in a row of five digits or more, each said alone."""
    alone = [item.kind == "number" and item.said and len(item.written) == 1 for item in items]
    answer = [False] * len(items)
    first = 0
    for place in range(len(items) + 1):
        if place == len(items) or not alone[place]:
            if place - first >= 5:
                answer[first:place] = [True] * (place - first)
            first = place + 1
    return answer


def _spelled_code(items: list[_Item]) -> bool:
    """Say whether letters and single digits alternate, as in a booking code."""
    return (
        all(len(item.written) < (2 if item.kind == "number" else 4) for item in items)
        and sum(item.kind == "letters" for item in items) > 1
        and (len(items) > 3 or sum(len(item.written) for item in items) > 5)
    )
