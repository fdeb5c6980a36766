"""Every component and page renders in both languages: whole, valid, nothing missing."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from tests.service.design.stylesheets import DESIGN
from typing_extensions import override

from egide.service.design import contexts
from egide.service.design.gallery import COMPONENTS, PAGES

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("gallery_settings")

VOID = {"meta", "link", "input", "img", "br", "path", "rect"}


class Outline(HTMLParser):
    """Collects what a browser would silently mend: unclosed tags, doubled identifiers, links to no anchor."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()
        self.references: set[str] = set()
        self.elements = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        known = dict(attrs)
        if known.get("id"):
            self.ids[str(known["id"])] += 1
        for name in ("for", "aria-labelledby", "aria-describedby"):
            self.references |= set(str(known.get(name) or "").split())
        if len(known) != len(attrs):
            self.faults.append(f"an attribute twice on <{tag}>")
        if tag not in VOID:
            self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


def outline(text: str) -> Outline:
    parser = Outline()
    parser.feed(text)
    parser.close()
    return parser


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_valid(client: Client, name: str, language: str) -> None:
    answer = client.get(f"/_pages/{name}/", headers={"accept-language": language})
    text = answer.content.decode()
    parsed = outline(text)
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in text
    assert not parsed.faults
    assert not parsed.open
    assert not [identifier for identifier, count in parsed.ids.items() if count > 1]
    assert parsed.references <= set(parsed.ids)
    assert parsed.elements <= 400


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_is_valid(client: Client, name: str) -> None:
    answer = client.get(f"/_components/{name}/")
    parsed = outline(answer.content.decode())
    assert answer.status_code == 200
    assert not parsed.faults
    assert not parsed.open


def test_every_partial_is_in_the_gallery_or_a_part_of_one_that_is() -> None:
    parts = {
        "abstention", "cell", "citations", "estimate", "figure", "model_text", "page_head", "summary_line",
    }  # fmt: skip
    assert {path.stem for path in (DESIGN / "templates" / "design").glob("*.html")} - parts == set(COMPONENTS)


def test_gallery_is_hidden_unless_the_settings_show_it(client: Client, gallery_settings: object) -> None:
    assert client.get("/_components/").status_code == 200
    gallery_settings.EGIDE_SHOW_COMPONENTS = False  # type: ignore[attr-defined]
    assert client.get("/_components/").status_code == 404


@pytest.mark.parametrize("template", sorted((DESIGN / "templates").rglob("*.html")), ids=lambda path: path.stem)
def test_french_puts_no_ordinary_space_before_double_punctuation(template: object) -> None:
    text = template.read_text("utf-8")  # type: ignore[attr-defined]
    sentences = re.findall(r'{% translate "(.*?)"', text) + re.findall(r"{% blocktranslate[^%]*%}(.*?){%", text)
    assert not [sentence for sentence in sentences if re.search(r" [:;?!»]|« ", sentence)]


def test_reference_lists_every_component_and_every_field_of_every_context() -> None:
    reference = (DESIGN.parents[3] / "docs" / "reference" / "components.md").read_text("utf-8")
    rows = {row.split("`")[1]: row for row in reference.splitlines() if row.startswith("| `")}
    assert [name for name in COMPONENTS if name not in rows] == []
    for name in contexts.__all__:
        listed = rows[name].rsplit("|", 2)[1].replace("*", "").split(", ")
        assert [field.strip() for field in listed] == [
            field.name for field in dataclasses.fields(getattr(contexts, name))
        ]
