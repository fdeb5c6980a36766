"""Colours keep WCAG's contrast in both themes: computed from the tokens, so that a new value cannot lose it."""

from __future__ import annotations

import re

import pytest
from tests.service.design.stylesheets import TOKENS

THEMES = {"light": 0, "dark": 1}
TEXT, CONTROL = 4.5, 3.0

BACKGROUNDS = ("bg", "surface", "sunken")
PAIRS = [
    *[
        (text, background, TEXT)
        for text in ("text", "muted", "accent", "danger", "warning", "ok")
        for background in BACKGROUNDS
    ],
    *[(text, "accent-soft", TEXT) for text in ("text", "muted", "accent")],
    *[(tone, f"{tone}-soft", TEXT) for tone in ("danger", "warning", "ok")],
    *[("text", f"{tone}-soft", TEXT) for tone in ("danger", "warning", "ok")],
    *[("accent", f"{tone}-soft", TEXT) for tone in ("danger", "warning", "ok")],  # the link of an alert
    ("on-accent", "accent", TEXT),
    ("on-danger", "danger", TEXT),
    ("bg", "text", TEXT),  # the label over a finding
    *[("control", background, CONTROL) for background in ("bg", "surface")],
    *[
        (f"kind-{family}", background, CONTROL)
        for family in ("identity", "contact", "account", "sensitive")
        for background in ("bg", "surface", "accent-soft")
    ],
]


def colour(name: str, theme: str) -> tuple[int, int, int]:
    found = re.search(rf"--{name}: light-dark\(#([0-9a-f]{{6}}), #([0-9a-f]{{6}})\);", TOKENS)
    assert found, f"--{name} is not a token with a light and a dark value"
    digits = found[THEMES[theme] + 1]
    red, green, blue = (int(digits[place : place + 2], 16) for place in (0, 2, 4))
    return red, green, blue


def luminance(rgb: tuple[int, int, int]) -> float:
    """Relative luminance. Source: WCAG 2.2, "relative luminance"."""
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (part / 255 for part in rgb)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: tuple[int, int, int], second: tuple[int, int, int]) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_in_the_standard() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((0x77, 0x77, 0x77), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_pair_reaches_its_contrast(front: str, back: str, least: float, theme: str) -> None:
    assert contrast(colour(front, theme), colour(back, theme)) >= least
