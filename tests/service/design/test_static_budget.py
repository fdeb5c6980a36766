"""The style and the script stay small, use only tokens, and every icon named exists in the strip."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from tests.service.design.stylesheets import SCRIPT, SERVICE_TEMPLATES, SPRITE, STATIC, STYLES, TOKENS

MAX_STYLE_BYTES, MAX_SCRIPT_BYTES = 20_000, 25_000


def test_style_stays_under_20_kb() -> None:
    assert sum(path.stat().st_size for path in STATIC.glob("*.css")) <= MAX_STYLE_BYTES


def test_script_stays_under_25_kb() -> None:
    assert sum(path.stat().st_size for path in STATIC.glob("*.js")) <= MAX_SCRIPT_BYTES


def test_style_names_no_colour_that_is_not_a_token() -> None:
    colours = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\([^)]*\)|\bhsla?\([^)]*\)", STYLES))
    assert colours <= {"#fff"}, "only the paper of a QR code, which a camera reads, is white in both themes"


def test_style_uses_only_tokens_that_exist() -> None:
    declared = set(re.findall(r"(--[a-z0-9-]+):", TOKENS + STYLES))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", TOKENS + STYLES)) <= declared


def test_style_reaches_for_nothing_outside() -> None:
    assert set(re.findall(r"url\(([^)]*)\)|@(import|font-face)", TOKENS + STYLES)) == {("sprite.svg", "")}


def test_strip_and_style_count_the_same_icons_in_the_same_order() -> None:
    drawn = re.findall(r'<path id="([a-z-]+)" transform="translate\(0 (\d+)\)"', SPRITE)
    heights = [int(height) for _, height in drawn]
    assert all(second - first == 20 for first, second in pairwise([-20, *heights]))
    position = {name: number for number, (name, _) in enumerate(drawn)}
    for name, number in re.findall(r"\.i-([a-z-]+)\{--i:(\d+)\}", STYLES):
        assert position[name] == int(number), f"the icon {name} is elsewhere in sprite.svg"


@pytest.mark.parametrize("template", SERVICE_TEMPLATES, ids=lambda path: "/".join(path.parts[-3:]))
def test_template_uses_icons_that_exist(template: object) -> None:
    styled = set(re.findall(r"\.i-([a-z-]+)\{", STYLES))
    used = set(re.findall(r"\bi-([a-z]+(?:-[a-z]+)?)(?=[ \"])", template.read_text("utf-8")))  # type: ignore[attr-defined]
    assert used <= styled


@pytest.mark.parametrize("template", SERVICE_TEMPLATES, ids=lambda path: "/".join(path.parts[-3:]))
def test_template_holds_no_inline_script_nor_style(template: object) -> None:
    text = template.read_text("utf-8")  # type: ignore[attr-defined]
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text) if "application/json" not in tag)


def test_script_writes_text_never_markup() -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", SCRIPT)
