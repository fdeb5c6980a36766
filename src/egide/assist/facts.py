"""Find what a sentence commits to: numbers with their unit, dates, links, names, codes; and say whether it denies.

Two sentences may use other words and say the same; they may not hold another number, date, amount, link or name. These are what
`grounding` compares, so both sides are brought to one form here: "1 200,50 €" and "1200.50 euros" are the same amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from egide.assist.numerals import find_spelled_numbers
from egide.assist.words import fold

__all__ = ["Fact", "FactKind", "denies", "find_dates", "find_facts"]


FactKind = Literal["number", "date", "link", "code", "name"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One commitment of a text.

    Attributes:
        kind: What it is.
        form: Its normal form, the same for two writings of the same fact.
        unit: Unit of a number, normalised; empty without one.
        start: Where it begins, in code points.
        end: Where it ends, exclusive.
    """

    kind: FactKind
    form: str
    unit: str
    start: int
    end: int


_UNITS: tuple[tuple[str, str], ...] = (
    ("eur", r"€|euros?\b|eur\b"),
    ("gbp", r"£|pounds?\b|gbp\b"),
    ("usd", r"\$|dollars?\b|usd\b"),
    ("cent", r"centimes?\b|cents?\b"),
    ("percent", r"%|pour ?cents?\b|per ?cent\b"),
    ("working_day", r"jours? ouvr(?:é|e|able)s?\b|working days?\b|business days?\b"),
    ("working_hour", r"heures? ouvr(?:é|e|able)e?s?\b|working hours?\b|business hours?\b"),
    ("day", r"jours?\b|days?\b|j\b"),
    ("hour", r"heures?\b|hours?\b|h\b"),
    ("minute", r"minutes?\b|mins?\b|mn\b"),
    ("second", r"secondes?\b|seconds?\b"),
    ("week", r"semaines?\b|weeks?\b"),
    ("month", r"mois\b|months?\b"),
    ("year", r"ans?\b|années?\b|years?\b"),
    ("kva", r"kva\b"),
    ("kwh", r"kwh\b"),
    ("kw", r"kw\b"),
    ("gigabyte", r"go\b|gb\b|gigas?\b|gigaoctets?\b"),
    ("megabyte", r"mo\b|mb\b"),
    ("kilometre", r"km\b"),
    ("centimetre", r"cm\b"),
    ("metre", r"mètres?\b|metres?\b|meters?\b|m\b"),
    ("kilogram", r"kg\b|kilos?\b"),
    ("digit", r"chiffres?\b|digits?\b"),
    ("time", r"fois\b|times\b"),
    ("instalment", r"mensualités?\b|instal?lments?\b"),
)
_UNIT = re.compile(
    r"[\s\u00a0\u202f-]{0,2}(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS) + ")", re.IGNORECASE
)
_RANGE_UNIT = re.compile(
    r"\s?(?:à|a|et|ou|to|or|and|-|–|/)\s?(?:\d[\d\s\u00a0\u202f.,]*\d|\d)(?=[\s\u00a0\u202f%€$£a-zA-Z])"
)

_LINK = re.compile(
    r"\b(?:https?://|www\.)[^\s<>()\[\]\"'«»]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:fr|com|org|net|eu|example|io|gouv|info|be|ch|lu|uk|de)(?:/[^\s<>()\[\]\"'«»]*)?\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\d.,])(?:\+\d{1,3}[\s.]?)?\d{1,2}(?:[\s\u00a0\u202f.-]\d{2}){4}(?![\d])")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:[\s\u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|(?<![\w])\d+(?:[.,]\d+)*")
_CODE = re.compile(
    r"\b(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z0-9]+(?:[-_/][A-Za-z0-9]+)*\b|⟦[^⟧]{1,60}⟧|\[[A-ZÉ_]+[_ -]?\d+\]|<[A-ZÉ_]+[_-]?\d+>|\b[A-ZÉ]+(?:_[A-Z0-9É]+)+\b"
)
_GLUED_UNIT = re.compile(r"\d+(?:h\d{0,2}|e|er|ère|ème|nd|rd|st|th|j|go|kva|kwh|km|cm|mm|kg|x|am|pm)", re.IGNORECASE)
_NAME = re.compile(
    r"(?:(?<=[\w,;:»\"”)]\s)|(?<=\bM\.\s)|(?<=\bMr\.\s)|(?<=\bDr\.\s)|(?<=\bMs\.\s)|(?<=\bMrs\.\s))(?!I\b)[A-ZÀ-ÖØ-Þ][\w’'-]*[\w]"
)

_MONTHS = {
    **{
        name: number
        for number, names in enumerate(
            (
                ("janvier", "january"),
                ("fevrier", "february"),
                ("mars", "march"),
                ("avril", "april"),
                ("mai", "may"),
                ("juin", "june"),
                ("juillet", "july"),
                ("aout", "august"),
                ("septembre", "september"),
                ("octobre", "october"),
                ("novembre", "november"),
                ("decembre", "december"),
            ),
            start=1,
        )
        for name in names
    },
}
_MONTH_NAMES = "|".join(
    sorted(
        {
            "janvier",
            "january",
            "f[ée]vrier",
            "february",
            "mars",
            "march",
            "avril",
            "april",
            "mai",
            "may",
            "juin",
            "june",
            "juillet",
            "july",
            "ao[ûu]t",
            "august",
            "septembre",
            "september",
            "octobre",
            "october",
            "novembre",
            "november",
            "d[ée]cembre",
            "december",
        },
        key=len,
        reverse=True,
    )
)
_WEEKDAYS = {
    "lundi": 1,
    "monday": 1,
    "mardi": 2,
    "tuesday": 2,
    "mercredi": 3,
    "wednesday": 3,
    "jeudi": 4,
    "thursday": 4,
    "vendredi": 5,
    "friday": 5,
    "samedi": 6,
    "saturday": 6,
    "dimanche": 7,
    "sunday": 7,
}
_DATES = (
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b"),
    re.compile(r"\b(?P<d>\d{1,2})[/.](?P<m>\d{1,2})(?:[/.](?P<y>\d{4}|\d{2}))?\b(?![.,/]?\d)"),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+)?(?P<name>{_MONTH_NAMES})\b(?:,?\s+(?P<y>\d{{4}}))?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<name>{_MONTH_NAMES})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y>\d{{4}}))?", re.IGNORECASE
    ),
    re.compile(rf"\b(?P<name>{_MONTH_NAMES})\s+(?P<y>\d{{4}})\b", re.IGNORECASE),
)
_CLOCK = re.compile(
    r"\b(?P<h>[01]?\d|2[0-4])\s?(?:h|:)\s?(?P<min>[0-5]\d)\b|\b(?P<hour>1?\d)\s?(?P<half>am|pm)\b", re.IGNORECASE
)
_WEEKDAY = re.compile(r"\b(?:" + "|".join(_WEEKDAYS) + r")\b", re.IGNORECASE)

_NEGATION = re.compile(
    r"\b(?:n(?:e|')\s?(?=\w)|pas\b|jamais\b|aucune?\b|ni\b|sans\b|non\b|interdit\w*|impossible\w*|refus\w*|not\b|never\b|no\b|none\b|without\b|cannot\b|unable\b|forbidden\b)|n[’']t\b",
    re.IGNORECASE,
)
_NOT_DENIALS = re.compile(
    r"\bne [^.;!?]{1,40}? que\b|\bn[’'][^.;!?]{1,40}? que\b|\bsans doute\b|\bno longer than\b|\bnon[- ]stop\b|\bn[’']hésitez pas\b|\bn[’']importe\b|\bno[.]? ?\d",
    re.IGNORECASE,
)


def find_facts(text: str) -> list[Fact]:
    """Find every number, date, link, code and name of a text, in order; a stretch of text makes one fact.

    Args:
        text: A sentence or a passage.

    Returns:
        The facts, in the order of the text.

    Example:
        >>> [(fact.kind, fact.form, fact.unit) for fact in find_facts("Sous 10 jours ouvrés, avant le 12 mars 2027 : 1 200,50 €")]
        [('number', '10', 'working_day'), ('date', '2027-03-12', ''), ('number', '1200.5', 'eur')]
    """
    taken: list[tuple[int, int]] = []
    found: list[Fact] = []
    for fact in _all_candidates(text):
        if not any(fact.start < end and start < fact.end for start, end in taken):
            taken.append((fact.start, fact.end))
            found.append(fact)
    return sorted(found, key=lambda fact: fact.start)


def _all_candidates(text: str) -> Iterator[Fact]:
    """Yield candidates, the most specific reading first: the caller keeps the first one of a stretch."""
    for match in _LINK.finditer(text):
        trimmed = match.group().rstrip(".,;:!?…*_")
        yield Fact(
            "link",
            fold(trimmed).removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/"),
            "",
            match.start(),
            match.start() + len(trimmed),
        )
    for match in _PHONE.finditer(text):
        yield Fact("code", re.sub(r"\D", "", match.group()), "", match.start(), match.end())
    yield from find_dates(text)
    for match in _CODE.finditer(text):
        if not _GLUED_UNIT.fullmatch(match.group()):
            yield Fact("code", fold(match.group()), "", match.start(), match.end())
    for match in _NUMBER.finditer(text):
        yield Fact("number", _normal_number(match.group()), _unit_after(text, match.end()), match.start(), match.end())
    for start, end, amount in find_spelled_numbers(text):
        yield Fact("number", str(amount), _unit_after(text, end), start, end)
    for match in _NAME.finditer(text):
        yield Fact("name", fold(match.group()), "", match.start(), match.end())


def find_dates(text: str) -> list[Fact]:
    """Find dates, weekdays and clock times.

    Args:
        text: Any text.

    Returns:
        Facts whose form is ISO-like, with "?" for what is not said.

    Example:
        >>> [fact.form for fact in find_dates("le 1er novembre à 18 h 30, ou jeudi")]
        ['????-11-01', 'T18:30', 'W4']
    """
    found: list[Fact] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            month = _MONTHS.get(fold(groups["name"])) if groups.get("name") else int(groups["m"])
            day = int(groups["d"]) if groups.get("d") else None
            year = groups.get("y")
            overlaps = any(match.start() < fact.end and fact.start < match.end() for fact in found)
            if overlaps or month is None or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):  # noqa: PLR2004 (calendar)
                continue
            full_year = f"20{year}" if year and len(year) == 2 else year  # noqa: PLR2004 (two digits)
            found.append(
                Fact(
                    "date",
                    f"{full_year or '????'}-{month:02d}-{day if day is None else f'{day:02d}'}".replace("None", "??"),
                    "",
                    match.start(),
                    match.end(),
                )
            )
    for match in _CLOCK.finditer(text):
        hour, minute = (
            (match["h"], match["min"])
            if match["h"]
            else (str(int(match["hour"]) % 12 + (12 if match["half"].lower() == "pm" else 0)), "00")
        )
        found.append(Fact("date", f"T{int(hour):02d}:{minute}", "", match.start(), match.end()))
    found += [
        Fact("date", f"W{_WEEKDAYS[fold(match.group())]}", "", match.start(), match.end())
        for match in _WEEKDAY.finditer(text)
    ]
    return sorted(found, key=lambda fact: fact.start)


def denies(text: str) -> bool:
    """Say whether a sentence holds a negation that counts.

    Returns:
        True when it denies something.

    Example:
        >>> denies("La résiliation n'est pas gratuite."), denies("N'hésitez pas à nous écrire.")
        (True, False)
    """
    return bool(_NEGATION.search(_NOT_DENIALS.sub(" ", text.replace("’", "'"))))


def _normal_number(written: str) -> str:
    """Bring a written number to one form: no thousands separator, a dot, no trailing zero."""
    compact = re.sub(r"[\s\u00a0\u202f]", "", written)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", compact):
        compact = re.sub(r"[.,]", "", compact)
    elif compact.count(",") + compact.count(".") == 1:
        compact = compact.replace(",", ".")
        compact = compact.rstrip("0").rstrip(".")
    elif "," in compact and "." in compact:
        last = max(compact.rfind(","), compact.rfind("."))
        compact = re.sub(r"[.,]", "", compact[:last]) + "." + compact[last + 1 :]
    return compact if "." in compact else compact.lstrip("0") or "0"


def _unit_after(text: str, position: int) -> str:
    """Name the unit that follows a number; in "2 à 4 semaines" the first number has the unit of the second."""
    between = _RANGE_UNIT.match(text, position)
    match = _UNIT.match(text, between.end() if between else position)
    return match.lastgroup or "" if match else ""
