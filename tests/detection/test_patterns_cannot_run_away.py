"""No pattern can run away: whatever the text, the time to read it grows no faster than the text.

The property is read off the pattern itself, not timed: a pattern without an unbounded repeat looks at a bounded number of characters from each
position, so that a text of twice the length costs twice the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# The parser of `re`, under the only name it has: the module gives no other way to read a pattern.
from re import _parser  # type: ignore[attr-defined]

import pytest

from egide.detection import Detector, Text
from egide.detection.recognisers import written_rules
from egide.detection.recognisers.context import Pattern, compiled
from egide.detection.recognisers.rule import Rule

# The widest are the kinds of key that providers publish, which run to a thousand characters.
WIDEST = 1500

SEEDS = (
    "a", "1", " ", "1 ", "a ", "a1", "1-", "-", ".", "a.", "a@", "@", "A", "A ", "Aa ", "n ", "le ", "de la ", "client ", "numero ", "rue ", "rue de la ", "zero ", "six ",
    "a b ", "1 a ", "12 rue ", "FR76 ", "code ", "mot de passe ", "ne le ", "x*", "*", "://", "a/", "\n", "1\n", "a\n", "? \n", "#a-", "1/1/", "1,", "Ab-", "est c ", "d'",
)  # fmt: skip
HOSTILE = (
    "06 39 98 55 23 ",
    "zéro six trente-neuf ",
    "12 rue de la Paix à Lyon, ",
    "client 4471 ",
    "a b c d ",
    "oui\n6 ",
    "Ab-",
    "a@",
    "1 rue ",
    "." * 40,
    "né le ",
)


@pytest.mark.parametrize("rule", written_rules().rules, ids=lambda rule: rule.name)
def test_pattern_looks_at_a_bounded_number_of_characters(rule: Rule) -> None:
    parsed = _parsed(rule.pattern)
    assert list(_unbounded(parsed)) == []
    assert parsed.getwidth()[1] <= WIDEST


@pytest.mark.parametrize("rule", written_rules().rules, ids=lambda rule: rule.name)
def test_pattern_ends_on_repeated_pieces(rule: Rule) -> None:
    """A repeat inside a repeat can be bounded and still never end: such a pattern would hang here."""
    widest = _parsed(rule.pattern).getwidth()[1]
    for seed in SEEDS:
        prepared = Text((seed * 2000)[:2000])
        searched = prepared.folded if rule.cased else prepared.low
        assert all(match.end() - match.start() <= widest for match in rule.pattern.finditer(searched))


@pytest.mark.parametrize("expression", ["a+", "(?:ab)*c", "a{2,}", "a+?", "(?=a*b)a", "(?<!x)(?:a|b+)c", "a++"])
def test_sees_a_repeat_without_a_bound(expression: str) -> None:
    assert list(_unbounded(_parsed(compiled(expression))))


@pytest.mark.parametrize("expression", ["a{1,3}", "(?:ab)?c", "a{0,40}?", "[^\\n]{0,200}+"])
def test_accepts_a_repeat_with_a_bound(expression: str) -> None:
    assert not list(_unbounded(_parsed(compiled(expression))))


@pytest.mark.parametrize("seed", HOSTILE)
def test_detector_ends_on_a_long_hostile_text(seed: str) -> None:
    text = (seed * (100_000 // len(seed) + 1))[:100_000]
    findings = Detector.rules_only().find(text)
    assert all(0 <= finding.start < finding.end <= len(text) for finding in findings)


def _parsed(pattern: Pattern) -> _parser.SubPattern:
    return _parser.parse(pattern.source, pattern.compiled.flags & ~re.UNICODE)


def _unbounded(part: object) -> Iterator[str]:
    """Yield every repeat that has no upper bound, however deep it stands, in what is looked at as in what is taken."""
    if isinstance(part, _parser.SubPattern):
        part = part.data
    if not isinstance(part, list | tuple):
        return
    if len(part) == 2 and str(part[0]).endswith("_REPEAT") and part[1][1] is _parser.MAXREPEAT:
        yield str(part)
    for inner in part:
        yield from _unbounded(inner)
