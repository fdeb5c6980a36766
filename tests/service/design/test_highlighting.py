"""Personal data is marked without changing a character, and a message never becomes markup."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from egide.service.design.contexts import FindingView, PseudonymView
from egide.service.design.highlighting import highlight
from egide.service.design.vocabulary import KINDS

TAG = re.compile(r"<mark class=\"(?:pseudo )?k-[a-z]+\" tabindex=\"0\" data-kind=\"[^\"<>]*\">|</mark>")

spans = st.lists(
    st.builds(
        FindingView,
        start=st.integers(-2, 40),
        end=st.integers(-2, 44),
        label=st.sampled_from([*KINDS, "SOMETHING_NEW", '"><script>']),
    )
)


def test_marks_the_words_with_their_kind() -> None:
    marked = highlight("Appelez Inès au 0639984127", [FindingView(16, 26, "PHONE"), FindingView(8, 12, "PERSON")])
    assert marked == (
        'Appelez <mark class="k-identity" tabindex="0" data-kind="Nom">Inès</mark> au '
        '<mark class="k-contact" tabindex="0" data-kind="Téléphone">0639984127</mark>'
    )


def test_counts_code_points_when_a_character_takes_two_utf16_units() -> None:
    assert ">Zoé<" in highlight("🙂🙂 Zoé", [FindingView(3, 6, "PERSON")])


def test_escapes_the_text_inside_and_outside_a_finding() -> None:
    marked = highlight("<b>&</b>", [FindingView(0, 3, "PERSON")])
    assert "<b>" not in marked
    assert html.unescape(TAG.sub("", marked)) == "<b>&</b>"


def test_keeps_the_first_then_the_longer_when_findings_overlap() -> None:
    marked = highlight("abcdef", [FindingView(1, 5, "PERSON"), FindingView(1, 3, "PHONE"), FindingView(4, 6, "EMAIL")])
    assert TAG.sub("|", marked) == "a|bcde|f"


def test_draws_pseudonyms_as_chips() -> None:
    assert 'class="pseudo k-identity"' in highlight("NOM_1", [PseudonymView(0, 5, "PERSON")], pseudonyms=True)


@given(text=st.text(max_size=40), spans=spans)
def test_same_characters_in_the_same_order_whatever_the_spans(text: str, spans: list[FindingView]) -> None:
    marked = TAG.sub("", highlight(text, spans))
    assert "<" not in marked
    assert html.unescape(marked) == html.unescape(html.escape(text))
