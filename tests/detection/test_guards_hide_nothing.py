"""A guard must let through whatever its pattern finds: it forgets looks and bounds, and never asks for more."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.detection.recognisers import written_rules
from egide.detection.recognisers.automata import Searcher
from egide.detection.recognisers.context import Pattern, compiled
from egide.detection.recognisers.guard import digits_of, guard_of
from egide.detection.recognisers.rule import Rule
from egide.detection.text import Text

RULES = written_rules().rules
EXAMPLES = tuple(re.sub(r"\[\[(.*?)\]\]", r"\1", example) for rule in RULES for example in rule.examples)


def guarded(pattern: Pattern, subject: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.matches(subject, subject.encode("ascii"), 0, len(subject))]


def alone(pattern: Pattern, subject: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.compiled.finditer(subject)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_a_guard_that_re2_takes(rule: Rule) -> None:
    weaker = guard_of(rule.pattern.source, rule.pattern.compiled.flags & re.IGNORECASE)
    assert weaker is not None
    assert Searcher.if_possible(weaker) is not None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_guarded_pattern_finds_the_same(rule: Rule) -> None:
    for text in (*EXAMPLES, "\n".join(EXAMPLES)):
        prepared = Text(text)
        subject = prepared.folded if rule.cased else prepared.low
        assert guarded(rule.pattern, subject) == alone(rule.pattern, subject)


@given(
    st.sampled_from(
        [
            r"(?<!\d)(?P<v>\d{2}(?:[ .-]?\d){3,6})(?!\d)",
            r"(?<![a-z])(?:le|la|l')[ ]?(?=[a-z]{2})[a-z]{1,5}(?![a-z])",
            r"(?:^|\n)[a-z]{1,3}[^\n\d]{0,4}?\d\b",
            r"a(?:b|c{1,2}){2,3}+d?$",
            r"(?<!\w)[a-c]{1,3}\d",
            r"(?<![\w,'])(?:l'|(?:\d|-)?[ab])",
            r"a(?<![\w-])b|(?<![\w.])(?=\d)\w{1,4}?(?![\w])",
            r"(?:ab|a){1,4}b(?<!bb)",
        ]
    ),
    st.text(alphabet="abcdel' .-\n0123", max_size=60),
)
@settings(max_examples=400, deadline=None)
def test_guarded_pattern_finds_the_same_in_any_text(source: str, subject: str) -> None:
    assert guarded(compiled(source), subject) == alone(compiled(source), subject)


def test_casing_is_forgotten_where_the_pattern_forgets_it() -> None:
    assert guarded(compiled("via [a-z]{2,9}", re.IGNORECASE), "VIA Roma") == [(0, 8)]


@pytest.mark.parametrize("source", [r"a{0,3}", r"(?=ab)", r"(a)\1", r"(?s:a.b)", r"(?:a{900}){2}"])
def test_pattern_without_a_guard_is_searched_as_it_is(source: str) -> None:
    subject = "xaab aab"
    assert guarded(compiled(source), subject) == alone(compiled(source), subject)


def test_search_behind_a_guard_begins_and_ends_where_it_is_told() -> None:
    pattern = compiled("|".join(f"(?<!b)word{letter}" for letter in "abcdefgh"))
    for lead in ("", "- " * 40):  # a short subject is searched without the guard
        subject, first = lead + "worda bwordb wordc", len(lead)
        assert pattern.search(subject, first + 1).span() == (first + 13, first + 18)
        assert pattern.search(subject, first + 1, first + 17) is None
        assert [match.start() for match in pattern.finditer(subject)] == [first, first + 13]
        assert pattern.search(lead + "é wordd").start() == first + 2


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_match_holds_the_digits_that_are_counted_on(rule: Rule) -> None:
    least = digits_of(rule.pattern.source, rule.pattern.compiled.flags)
    for text in EXAMPLES:
        prepared = Text(text)
        for match in rule.pattern.compiled.finditer(prepared.folded if rule.cased else prepared.low):
            assert sum(map(str.isdigit, match.group())) >= least
