"""A brand's own recognisers: what they find, what is refused and where, what is left in clear."""

from __future__ import annotations

import time

import pytest

from egide.detection import BrandRulesRefused, Detector
from egide.detection.brand import parse_brand_rules

GOOD = """
[[recogniser]]
name = "loyalty"
label = "REFERENCE"
pattern = "GV[0-9]{6}"
check = "luhn"
context = ["carte", "fidélité"]

[allow]
emails = ["*@marque.example"]
phones = ["01 99 00 12 34"]
"""


def test_brand_rule_finds_with_context_and_check() -> None:
    (finding,) = parse_brand_rules(GOOD).preview("Ma CARTE Fidelite gv441824 !")
    assert (finding.label, finding.start, finding.end) == ("REFERENCE", 18, 26)
    assert "recogniser:brand/loyalty" in finding.why
    assert any(reason.startswith("context:") for reason in finding.why)
    assert any(reason.startswith("check:") for reason in finding.why)


def test_wrong_check_digit_lowers_the_score_and_never_refuses() -> None:
    rules = parse_brand_rules(GOOD)
    scores = {rules.preview(f"carte GV44182{digit}")[0].score for digit in range(10)}
    assert len(scores) == 2


def test_allowed_mailboxes_and_lines_stay_in_clear() -> None:
    detector = Detector.rules_only().with_brand(parse_brand_rules(GOOD))
    text = "zoe@marque.example, zoe@ailleurs.example, +33 1 99 00 12 34, 01 99 00 12 35"
    assert [text[f.start : f.end] for f in detector.find(text)] == ["zoe@ailleurs.example", "01 99 00 12 35"]


def test_required_context_is_required() -> None:
    rules = parse_brand_rules(GOOD.replace('check = "luhn"', "context_required = true"))
    assert rules.preview("GV441824") == []
    assert len(rules.preview("fidélité GV441824")) == 1


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (('label = "REFERENCE"', 'label = "SHOE"'), 4, "label"),
        (("GV[0-9]{6}", "(GV"), 5, "pattern"),
        (("GV[0-9]{6}", r"(?=GV)\\d"), 5, "pattern"),
        (("GV[0-9]{6}", r"(a)\\1"), 5, "pattern"),
        (("GV[0-9]{6}", "x*"), 5, "empty"),
        (('check = "luhn"', 'check = "magic"'), 6, "check"),
        (('check = "luhn"', "chek = true"), 6, "unknown key"),
        (('name = "loyalty"', 'name = "Loyalty Card"'), 3, "name"),
        (('emails = ["*@marque.example"]', 'emails = ["*"]'), 10, "every address"),
        (("[allow]", "[alow]"), 9, "unknown table"),
    ],
)
def test_refuses_a_bad_file_and_names_the_line(change: tuple[str, str], line: int, reason: str) -> None:
    with pytest.raises(BrandRulesRefused, match=reason) as refused:
        parse_brand_rules(GOOD.replace(*change))
    assert f"line {line}" in str(refused.value)
    assert f"ligne {line} :" in refused.value.french


def test_refuses_what_is_not_toml() -> None:
    with pytest.raises(BrandRulesRefused, match="line 1"):
        parse_brand_rules("name = \n")


def test_refuses_two_recognisers_of_one_name() -> None:
    table = GOOD.split("[allow]", maxsplit=1)[0]
    with pytest.raises(BrandRulesRefused, match="taken"):
        parse_brand_rules(table + table)


def test_a_pattern_that_backtracks_elsewhere_stays_quick_here() -> None:
    rules = parse_brand_rules(GOOD.replace("GV[0-9]{6}", "(a+)+b"))
    start = time.process_time()
    rules.preview("a" * 50_000)
    assert time.process_time() - start < 5
