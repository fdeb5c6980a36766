"""Every pattern takes a time that grows with the text, whatever the text."""

from __future__ import annotations

import time

import pytest

from egide.detection import Detector, Text
from egide.detection.recognisers import written_rules
from egide.detection.recognisers.rule import Rule

SEEDS = (
    "a", "1", " ", "1 ", "a ", "a1", "1-", "-", ".", "a.", "a@", "@", "A", "A ", "Aa ", "n ", "le ", "de la ", "client ", "numero ", "rue ", "rue de la ", "zero ", "six ",
    "a b ", "1 a ", "12 rue ", "FR76 ", "code ", "mot de passe ", "ne le ", "x*", "*", "://", "a/", "\n", "1\n", "a\n", "? \n", "#a-", "1/1/", "1,", "Ab-", "est c ", "d'",
)  # fmt: skip
SIZE = 1000


@pytest.mark.parametrize("rule", written_rules().rules, ids=lambda rule: rule.name)
def test_pattern_stays_linear_on_repeated_pieces(rule: Rule) -> None:
    """Doubling a hostile text may not take much more than twice the time."""
    for seed in SEEDS:
        spent = []
        for size in (SIZE, 4 * SIZE):
            subject = (seed * (size // len(seed)))[:size]
            prepared = Text(subject)
            searched = prepared.folded if rule.cased else prepared.low
            start = time.process_time()
            for _ in rule.pattern.finditer(searched):
                pass
            spent.append(time.process_time() - start)
        # Four times the text: sixteen times the time would be quadratic. Small times are noise.
        assert spent[1] < 0.05 or spent[1] < 9 * spent[0], (seed, spent)


@pytest.mark.parametrize(
    "seed",
    ["06 39 98 55 23 ", "zéro six trente-neuf ", "12 rue de la Paix à Lyon, ", "client 4471 ", "a b c d ", "oui\n6 "],
)
def test_detector_stays_linear_on_repeated_values(seed: str) -> None:
    detector = Detector.rules_only()
    detector.find(seed * 50)
    spent = []
    for count in (300, 1200):
        start = time.process_time()
        detector.find(seed * count)
        spent.append(time.process_time() - start)
    assert spent[1] < 10 * spent[0], spent
