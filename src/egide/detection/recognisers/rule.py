"""How a rule is written, and how many rules run over one text at the price of a few.

A rule has a *pattern* (Python `re`, over an ASCII copy of the text) and conditions that any match meets, asked from the
cheapest to the dearest: how many *digits* the text holds, a *sign*, a *word* of it (what a word calls for is remembered
from one text to the next), a *hint* in RE2 syntax, and the name of a *town*. Only the patterns whose conditions are met then run,
each behind its *guard* (see `egide.detection.recognisers.guard`), and in a long text only near the blocks that meet them.
Check digits add a reason and confidence; they never refuse.

Hints of shapes are matched by a few automata (`re2.Set`) rather than by one: an automaton remembers every set of hints met
so far in a text, and those of many rules that have nothing to do with one another never end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from egide.detection.finding import Finding
from egide.detection.overlaps import resolve
from egide.detection.recognisers.calls import Calls
from egide.detection.recognisers.context import Pattern
from egide.detection.text import Text

__all__ = ["Check", "Rule", "RuleBook"]

Check = Callable[[str], bool | None]
"""Whether the check digits of a value are right; None when it has none."""

_WHOLE: Final = 2048
"""How long a text is read as one; a longer one is read by blocks."""

_BLOCK: Final = 2048
_MARGIN: Final = 256
"""How far a match reaches beyond the block where its conditions are met: what two blocks share is read twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way to recognise one kind of personal data.

    Attributes:
        name: Short and stable; becomes `recogniser:<name>` in `why`.
        label: The label it proposes.
        summary: What it recognises, in one sentence, for the reference pages.
        word: RE2 expression that a word of the text (a run of letters in lower case) holds.
        hint: RE2 expression over the lower-case copy that any match contains, kept simple (words and short shapes, no
            wide repeats) so that its automaton stays small; empty when the other conditions say enough.
        digits: How many digits a text must hold for the rule to run.
        row: How many of them must stand in a row, a few blanks and marks between them apart.
        sign: Characters, or longer strings, of which the lower-case copy must hold one.
        town: Whether a text must hold a word that may begin the name of a town.
        pattern: Expression over the lower-case copy, or the case-keeping one when `cased`. A group named `v` is the span.
        score: Confidence when there are no check digits to judge by.
        check: Tells whether the check digits are right.
        wrong: Confidence when the check digits are wrong.
        accept: Looks at the match in its text and may refuse it for its context, or answer another confidence.
        spans: For rules that propose several spans per match, replaces the span of `v`.
        examples: Texts with the span between double brackets, used by the pages and the tests.
        cased: Whether the pattern needs upper and lower case apart.
    """

    name: str
    label: str
    summary: str
    word: str = ""
    hint: str = ""
    digits: int = 0
    row: int = 0
    sign: Sequence[str] = ""
    town: bool = False
    pattern: Pattern
    score: float = 0.9
    check: Check | None = None
    wrong: float = 0.7
    accept: Callable[[Text, re.Match[str]], bool | float] | None = None
    spans: Callable[[Text, re.Match[str]], Iterable[Finding]] | None = None
    examples: tuple[str, ...] = ()
    cased: bool = False

    def propose(self, text: Text, start: int, end: int) -> list[Finding]:
        """Return what the pattern finds between two offsets."""
        subject, block = (text.folded, text.folded_bytes) if self.cased else (text.low, text.low_bytes)
        matches = self.pattern.matches(subject, block, start, end)
        if not matches:
            return []
        findings: list[Finding] = []
        spans, accept = self.spans, self.accept
        groups = self.pattern.groupindex
        for match in matches:
            if spans is not None:
                findings.extend(spans(text, match))
                continue
            score = self.score
            if accept is not None:
                answer = accept(text, match)
                if answer is False:
                    continue
                if answer is not True:
                    score = answer
            first, last = match.span("v") if "v" in groups else match.span()
            if first < 0:
                continue
            why: tuple[str, ...] = (f"recogniser:{self.name}",)
            if self.check is not None:
                verdict = self.check(text.folded[first:last])
                if verdict is not None:
                    score = max(score, 0.97) if verdict else min(score, self.wrong)
                    why = (*why, "check:valid" if verdict else "check:wrong digit")
            cue = match.group("cue") if "cue" in groups else None
            if cue:
                why = (*why, f"context:{' '.join(cue.split())[:40]}")
            findings.append(Finding(self.label, first, last, score, why))
        return findings


class RuleBook:
    """Many rules as one recogniser."""

    def __init__(self, name: str, rules: Sequence[Rule]) -> None:
        self._name = name
        self._rules = tuple(rules)
        names = [rule.name for rule in rules]
        if len(names) != len(set(names)):
            raise AssertionError("two rules share a name")

    @property
    def name(self) -> str:
        """The name of the book."""
        return self._name

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels its rules propose."""
        return tuple(sorted({rule.label for rule in self._rules}))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        return self._rules

    @cached_property
    def _calls(self) -> Calls[Rule]:
        return Calls(self._rules)

    def find_many(self, texts: Sequence[Text]) -> list[list[Finding]]:
        """Propose the findings of many texts, as `find` does of each.

        Rule by rule: the tables of one stay in the cache of the core for all the texts that call for it.

        Args:
            texts: Prepared texts.

        Returns:
            The findings of each text, in order.
        """
        findings: list[list[Finding]] = [[] for _ in texts]
        called: dict[str, list[tuple[Text, list[Finding]]]] = {}
        for text, found in zip(texts, findings, strict=True):
            if len(text) > _WHOLE:
                found.extend(self.find(text))
                continue
            for rule in self._calls.rules(text, 0, len(text)):
                called.setdefault(rule.name, []).append((text, found))
        for rule in self._rules:
            for text, found in called.get(rule.name, ()):
                found.extend(rule.propose(text, 0, len(text)))
        return findings

    def find(self, text: Text) -> list[Finding]:
        """Propose the findings of every rule whose conditions are met."""
        size = len(text)
        findings: list[Finding] = []
        if size <= _WHOLE:
            for rule in self._calls.rules(text, 0, size):
                findings.extend(rule.propose(text, 0, size))
            return findings
        windows: dict[str, list[list[int]]] = {}
        for start in range(0, size, _BLOCK):
            first, last = max(0, start - _MARGIN), min(size, start + _BLOCK + _MARGIN)
            for rule in self._calls.rules(text, first, last):
                spans = windows.setdefault(rule.name, [])
                if spans and spans[-1][1] >= first:
                    spans[-1][1] = last
                else:
                    spans.append([first, last])
        # In the order of the book, which is that of the reasons of a finding.
        for rule in self._rules:
            for first, last in windows.get(rule.name, ()):
                findings.extend(rule.propose(text, first, last))
        return findings

    def find_near(self, text: Text, windows: Sequence[tuple[int, int]]) -> Iterator[Finding]:
        """Propose the findings of some windows of a text only."""
        for start, end in windows:
            for rule in self._calls.rules(text, start, end):
                yield from rule.propose(text, start, end)

    def shown(self, source: str) -> list[str]:
        """Return the findings of a text in words, for doctests: `LABEL value`."""
        return [f"{f.label} {source[f.start : f.end]}" for f in resolve(self.find(Text(source)), source)]
