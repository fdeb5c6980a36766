"""A brand's own recognisers and allow-lists, read from TOML.

Patterns are RE2, whose time grows with the text only: a pattern that could run away in time does not compile.

Example:
    >>> rules = parse_brand_rules('''
    ... [[recogniser]]
    ... name = "loyalty"
    ... label = "REFERENCE"
    ... pattern = "GV[0-9]{6}"
    ... context = ["carte", "fidélité"]
    ... [allow]
    ... emails = ["*@marque.example"]
    ... phones = ["01 99 00 12 34"]
    ... ''')
    >>> [(line.label, line.start, line.end) for line in rules.preview("ma carte GV441822, merci")]
    [('REFERENCE', 9, 17)]
"""

from __future__ import annotations

import fnmatch
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from egide.detection.errors import BrandRulesRefused
from egide.detection.finding import LABELS, Finding, Label
from egide.detection.text import Text, clean, fold

__all__ = ["CHECKS", "AllowList", "BrandRecogniser", "BrandRules", "parse_brand_rules"]

_MOST_RECOGNISERS: Final = 200
_LONGEST_PATTERN: Final = 500
_CONTEXT_WIDTH: Final = 60
_KEYS: Final = {"name", "label", "pattern", "check", "context", "context_required", "score"}


def _luhn(value: str) -> bool:
    from egide.detection.recognisers.bank import luhn

    digits = re.sub(r"\D", "", value)
    return bool(digits) and luhn(digits)


def _mod97(value: str) -> bool:
    digits = re.sub(r"\D", "", value)
    return len(digits) > 2 and int(digits) % 97 == 1  # noqa: PLR2004 - ISO 7064 mod 97-10


def _mod11(value: str) -> bool:
    digits = [int(d) for d in re.sub(r"\D", "", value)]
    return (
        len(digits) > 1
        and sum(d * w for d, w in zip(reversed(digits), range(1, len(digits) + 1), strict=False)) % 11 == 0
    )


CHECKS: Final = {"luhn": _luhn, "mod97": _mod97, "mod11": _mod11}
"""Check digits that a brand's numbers may have: ISO/IEC 7812 Luhn, ISO 7064 mod 97-10, weighted mod 11."""


@dataclass(frozen=True, slots=True)
class BrandRecogniser:
    """One recogniser that a brand wrote.

    Attributes:
        name: Unique within the brand.
        label: One of the labels of the guide.
        pattern: RE2 expression, searched in the text with accents folded, case ignored.
        check: Name of a check in `CHECKS`, or empty; a wrong digit lowers the score, never refuses.
        context: Words one of which should stand within 60 characters before.
        context_required: Without a context word, nothing is found.
        score: Confidence, between 0 and 1.
    """

    name: str
    label: str
    pattern: str
    compiled: Any
    check: str = ""
    context: tuple[str, ...] = ()
    context_required: bool = False
    score: float = 0.85

    @property
    def labels(self) -> tuple[str, ...]:
        """The label it proposes."""
        return (self.label,)

    def find(self, text: Text) -> Iterator[Finding]:
        """Propose the spans of the pattern."""
        for match in self.compiled.finditer(text.low_bytes):
            start, end = match.span()
            if start == end:
                continue
            why = [f"recogniser:brand/{self.name}"]
            score = self.score
            if self.context:
                head = text.low[max(0, start - _CONTEXT_WIDTH) : start]
                word = next((word for word in self.context if fold(word).lower() in head), None)
                if word is not None:
                    why.append(f"context:{word}")
                    score = min(1.0, score + 0.1)
                elif self.context_required:
                    continue
                else:
                    score -= 0.2
            if self.check:
                valid = CHECKS[self.check](text.folded[start:end])
                why.append("check:valid" if valid else "check:wrong digit")
                score = min(1.0, score + 0.1) if valid else max(0.1, score - 0.2)
            yield Finding(self.label, start, end, round(max(score, 0.1), 3), tuple(why))


@dataclass(frozen=True, slots=True)
class AllowList:
    """What belongs to the brand and is left in clear: its mailboxes, lines and words."""

    emails: tuple[str, ...] = ()
    phones: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    def allows(self, finding: Finding, value: str) -> bool:
        """Say whether a finding is the brand's own."""
        plain = fold(value).lower()
        if finding.label == Label.EMAIL:
            return any(fnmatch.fnmatchcase(plain, pattern) for pattern in self.emails)
        if finding.label == Label.PHONE:
            return _line(plain) in self.phones
        return plain in self.words


def _line(phone: str) -> str:
    """Return the last nine digits of a line, so that +33 and 0 mean the same."""
    return re.sub(r"\D", "", phone)[-9:]


@dataclass(frozen=True, slots=True)
class BrandRules:
    """The recognisers and the allow-list of one brand."""

    recognisers: tuple[BrandRecogniser, ...]
    allow: AllowList

    def preview(self, sample: str) -> list[Finding]:
        """Return what the brand's own recognisers find in a sample, before they are made active."""
        from egide.detection.overlaps import resolve

        cleaned = clean(sample)
        text = Text(cleaned.text)
        found = resolve((f for recogniser in self.recognisers for f in recogniser.find(text)), cleaned.text)
        return [Finding(f.label, *cleaned.span_in_source(f.start, f.end), f.score, f.why) for f in found]


def parse_brand_rules(source: str) -> BrandRules:
    """Read a brand's rules, strictly.

    Args:
        source: TOML with `[[recogniser]]` tables (`name`, `label`, `pattern`, and optionally `check`, `context`,
            `context_required`, `score`) and an `[allow]` table (`emails`, `phones`, `words`).

    Returns:
        The rules, ready to use.

    Raises:
        BrandRulesRefused: names the line and the reason.
    """
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as broken:
        raise BrandRulesRefused(f"not TOML: {broken}", f"ce n’est pas du TOML : {broken}") from broken
    unknown = set(data) - {"recogniser", "allow"}
    if unknown:
        raise BrandRulesRefused(
            *_said(
                _line_of(source, min(unknown), 0),
                "",
                f"unknown table '{min(unknown)}'",
                f"table inconnue « {min(unknown)} »",
            )
        )
    tables = data.get("recogniser", [])
    if not isinstance(tables, list) or len(tables) > _MOST_RECOGNISERS:
        raise BrandRulesRefused(
            f"expected [[recogniser]] tables, at most {_MOST_RECOGNISERS}",
            f"des tables [[recogniser]] sont attendues, {_MOST_RECOGNISERS} au plus",
        )
    lines = [
        number for number, line in enumerate(source.splitlines(), 1) if re.match(r"\s*\[\[\s*recogniser\s*\]\]", line)
    ]
    lines += [0] * (len(tables) - len(lines))
    recognisers = [_recogniser(table, source, line) for table, line in zip(tables, lines, strict=False)]
    seen: set[str] = set()
    for recogniser, line in zip(recognisers, lines, strict=False):
        if recogniser.name in seen:
            raise BrandRulesRefused(
                *_said(line, "", f"the name '{recogniser.name}' is taken", f"le nom « {recogniser.name} » est pris")
            )
        seen.add(recogniser.name)
    return BrandRules(tuple(recognisers), _allow(data.get("allow", {}), source))


def _line_of(source: str, key: str, after: int) -> int:
    """Return the line where a key stands, at or after a line; that line when it is not found."""
    for number, line in enumerate(source.splitlines(), 1):
        if number >= after and re.match(rf"\s*\[*\s*{re.escape(key)}\b", line):
            return number
    return after or 1


def _said(line: int, key: str, english: str, french: str) -> tuple[str, str]:
    """Write a reason with its line and its key, in English and in French."""
    if not key:
        return f"line {line}: {english}", f"ligne {line} : {french}"
    return f"line {line}: {key}: {english}", f"ligne {line} : {key} : {french}"


def _recogniser(table: Mapping[str, Any], source: str, line: int) -> BrandRecogniser:
    def refuse(key: str, english: str, french: str) -> BrandRulesRefused:
        return BrandRulesRefused(*_said(_line_of(source, key, line), key, english, french))

    unknown = set(table) - _KEYS
    if unknown:
        raise refuse(min(unknown), "unknown key", "clé inconnue")
    name, label, pattern = table.get("name"), table.get("label"), table.get("pattern")
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9_-]{0,40}", name):
        raise refuse(
            "name", "expected lower-case letters, digits, - and _", "des minuscules, des chiffres, - et _ sont attendus"
        )
    if label not in LABELS:
        raise refuse(
            "label", f"expected one of {', '.join(LABELS)}", f"une de ces natures est attendue : {', '.join(LABELS)}"
        )
    check = table.get("check", "")
    if check != "" and check not in CHECKS:
        raise refuse(
            "check", f"expected one of {', '.join(CHECKS)}", f"une de ces clés est attendue : {', '.join(CHECKS)}"
        )
    context = table.get("context", [])
    if not isinstance(context, list) or not all(isinstance(word, str) and word.strip() for word in context):
        raise refuse("context", "expected a list of words", "une liste de mots est attendue")
    required = table.get("context_required", False)
    if not isinstance(required, bool) or (required and not context):
        raise refuse(
            "context_required",
            "expected true or false, with context words",
            "true ou false est attendu, avec des mots proches",
        )
    score = table.get("score", 0.85)
    if not isinstance(score, (int, float)) or isinstance(score, bool) or not 0 < score <= 1:
        raise refuse("score", "expected a number above 0, up to 1", "un nombre au-dessus de 0, jusqu’à 1, est attendu")
    if not isinstance(pattern, str) or not pattern or len(pattern) > _LONGEST_PATTERN:
        raise refuse(
            "pattern",
            f"expected an expression of 1 to {_LONGEST_PATTERN} characters",
            f"une expression de 1 à {_LONGEST_PATTERN} caractères est attendue",
        )
    return BrandRecogniser(
        name, label, pattern, _compile(pattern, refuse), check, tuple(context), required, float(score)
    )


def _compile(pattern: str, refuse: Any) -> Any:
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        compiled = re2.compile(fold(pattern).encode("ascii"), options)
    except re2.error as broken:
        reason = broken.args[0] if broken.args else "not an RE2 expression"
        reason = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise refuse(
            "pattern",
            f"{reason} (look-around, back-references and large repeats could run away in time)",
            f"{reason} (regarder autour, renvoyer en arrière ou répéter sans mesure pourrait ne jamais finir)",
        ) from broken
    if compiled.search(b"") is not None:
        raise refuse("pattern", "it matches the empty text", "il trouve le texte vide")
    return compiled


def _allow(table: Any, source: str) -> AllowList:
    if not isinstance(table, dict) or set(table) - {"emails", "phones", "words"}:
        raise BrandRulesRefused(
            *_said(
                _line_of(source, "allow", 0),
                "allow",
                "expected emails, phones, words",
                "emails, phones, words sont attendus",
            )
        )
    lists: dict[str, Iterable[str]] = {}
    for key in ("emails", "phones", "words"):
        values = table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
            raise BrandRulesRefused(
                *_said(_line_of(source, key, 0), key, "expected a list of texts", "une liste de textes est attendue")
            )
        lists[key] = values
    if any(value.strip("*@. ") == "" for value in lists["emails"]):
        raise BrandRulesRefused(
            *_said(
                _line_of(source, "emails", 0),
                "emails",
                "a pattern that allows every address",
                "un motif qui laisserait toutes les adresses",
            )
        )
    if any(len(_line(value)) < 3 for value in lists["phones"]):  # noqa: PLR2004 - the shortest public number
        raise BrandRulesRefused(
            *_said(_line_of(source, "phones", 0), "phones", "expected digits", "des chiffres sont attendus")
        )
    return AllowList(
        tuple(fold(value).lower() for value in lists["emails"]),
        frozenset(_line(value) for value in lists["phones"]),
        frozenset(fold(value).lower() for value in lists["words"]),
    )
