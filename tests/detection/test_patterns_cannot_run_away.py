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
TRIES = 3


@pytest.mark.parametrize("rule", written_rules().rules, ids=lambda rule: rule.name)
def test_pattern_stays_linear_on_repeated_pieces(rule: Rule) -> None:
    """Doubling a hostile text may not take much more than twice the time."""
    for seed in SEEDS:
        short, long = (_searched(rule, (seed * (size // len(seed)))[:size]) for size in (SIZE, 4 * SIZE))
        # Four times the text: sixteen times the time would be quadratic. Small times are noise, and so is a slow moment.
        assert any(_stays_linear(rule, short, long) for _ in range(TRIES)), seed


def _searched(rule: Rule, subject: str) -> str:
    prepared = Text(subject)
    return prepared.folded if rule.cased else prepared.low


def _stays_linear(rule: Rule, short: str, long: str) -> bool:
    spent = _time_of(rule, long)
    return spent < 0.05 or spent < 9 * _time_of(rule, short)


def _time_of(rule: Rule, searched: str) -> float:
    start = time.process_time()
    for _ in rule.pattern.finditer(searched):
        pass
    return time.process_time() - start


@pytest.mark.parametrize(
    "seed",
    ["06 39 98 55 23 ", "zéro six trente-neuf ", "12 rue de la Paix à Lyon, ", "client 4471 ", "a b c d ", "oui\n6 "],
)
def test_detector_stays_linear_on_repeated_values(seed: str) -> None:
    detector = Detector.rules_only()
    detector.find(seed * 50)

    def time_of(count: int) -> float:
        start = time.process_time()
        detector.find(seed * count)
        return time.process_time() - start

    assert any(time_of(1200) < 10 * time_of(300) for _ in range(TRIES))
