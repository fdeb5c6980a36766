"""The pages of the documentation say what the code says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.policy.situations import LAW

import egide.policy
from egide.policy import Verdict, calendar, consent, decide, dpia, evidence, parse_facts, register
from egide.policy.rules import table

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = (DOCS / "reference" / "policy.md").read_text("utf-8")


def generated(page: str) -> dict[str, str]:
    text = (DOCS / page).read_text("utf-8")
    return dict(re.findall(r"<!-- generated: (\w+) -->\n(.*?)\n<!-- end -->", text, re.DOTALL))


@pytest.mark.parametrize(
    ("page", "tables"),
    [
        ("explanation/how-a-decision-is-made.md", {"rules_table"}),
        ("reference/law.md", {"purposes_table", "tasks_table", "deadlines_table", "ai_cases_table"}),
    ],
)
def test_tables_are_those_of_the_rules_and_of_the_law(page: str, tables: set[str]) -> None:
    found = generated(page)
    assert set(found) == tables
    for name, text in found.items():
        assert text == getattr(table, name)(), f"refresh {name} in docs/{page}"


def test_the_table_of_rules_exists_in_english() -> None:
    assert table.rules_table("en").startswith("| rule | speaks when | answer |")


@pytest.mark.parametrize(
    "package", [egide.policy, calendar, consent, dpia, evidence, register], ids=lambda package: package.__name__
)
def test_each_public_name_is_in_the_reference(package: object) -> None:
    # The small records of a file are described with the function that reads it.
    small = {
        "Answer", "Comment", "Evaluation", "Measure", "Question", "Form", "ImportedPia", "PiaFile", "Problem", "Change", "Criterion",
        "Collector", "Notice", "Party", "hash_wording", "CertificateKind", "ExpiryWarning", "Urgency", "WARNING_DAYS", "Drift",
        "Organisation", "Sheet", "TITLES", "format_json_text", "word_retention", "write_ods", "Window", "local_time", "Duration",
    }  # fmt: skip
    for name in set(package.__all__) - small:  # type: ignore[attr-defined]
        assert re.search(rf"\b{name}\b", REFERENCE), name


def test_examples_of_the_reference_decide_as_written() -> None:
    blocks = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", REFERENCE, re.DOTALL)]
    reply, sending, answer = blocks
    assert decide(parse_facts(reply), LAW).mask == {"PERSON", "EMAIL", "HEALTH"}
    decision = decide(parse_facts(sending), LAW)
    assert decision.verdict is Verdict.ALLOW
    assert decision.verdict.value == answer["verdict"]
    assert decision.retain_until is not None
    assert decision.retain_until.isoformat() == answer["retain_until"]
    (reason,) = decision.reasons
    assert answer["reasons"][0]["rule"] == reason.rule
    assert answer["reasons"][0]["article"] == reason.article
    assert answer["reasons"][0]["source"] == reason.source
