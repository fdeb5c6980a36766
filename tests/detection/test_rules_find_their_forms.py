"""Each rule finds its own examples, its hint lets them through, and the edge-case files hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import re2

from egide.detection import LABELS, Detector, Text
from egide.detection.recognisers import written_rules
from egide.detection.recognisers.rule import Rule

FORMS = Path(__file__).parent / "forms"
RULES = written_rules().rules


def marked(line: str) -> tuple[str, list[tuple[str, int, int]]]:
    """Read `[[LABEL:value]]` or `[[value]]` marks."""
    text, spans, last = "", [], 0
    for mark in re.finditer(r"\[\[(?:([A-Z_]+):)?(.*?)\]\]", line):
        text += line[last : mark.start()]
        spans.append((mark.group(1) or "", len(text), len(text) + len(mark.group(2))))
        text += mark.group(2)
        last = mark.end()
    return text + line[last:], spans


def every_form() -> list[tuple[str, str]]:
    return [
        (file.stem, line)
        for file in sorted(FORMS.glob("*.txt"))
        for line in file.read_text("utf-8").splitlines()
        if line
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_finds_its_examples(rule: Rule) -> None:
    for example in rule.examples:
        text, spans = marked(example)
        prepared = Text(text)
        found = {(f.start, f.end) for f in rule.propose(prepared, 0, len(text))}
        assert {(start, end) for _, start, end in spans} <= found, example


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_hint_and_digits_let_the_examples_through(rule: Rule) -> None:
    hint = re2.compile(rule.hint.encode()) if rule.hint else None
    for example in rule.examples:
        prepared = Text(marked(example)[0])
        assert hint is None or hint.search(prepared.low_bytes), example
        assert sum(map(str.isdigit, prepared.low)) >= rule.digits, example


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_says_what_it_is_for(rule: Rule) -> None:
    assert rule.label in LABELS
    assert rule.summary.endswith(".")
    assert rule.word or rule.hint or rule.digits


@pytest.mark.parametrize(("file", "line"), every_form())
def test_forms_are_wholly_covered_and_nothing_else(file: str, line: str) -> None:
    text, spans = marked(line)
    if "PERSON" in line:
        spans = [span for span in spans if span[0] != "PERSON"]
    found = Detector.rules_only().find(text)
    covered = {position for f in found for position in range(f.start, f.end)}
    for label, start, end in spans:
        assert all(p in covered for p in range(start, end) if text[p].isalnum()), label
    for finding in found:
        assert any(start < finding.end and finding.start < end for _, start, end in spans), finding
