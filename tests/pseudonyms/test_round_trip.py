"""Whatever the text and the spans, what was protected comes back byte for byte, whole or cut in any way."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import example, given, settings
from hypothesis import strategies as st

from egide.keys import SecretKey
from egide.pseudonyms import Issued, Pseudonymiser, Record, Scope

KEY = SecretKey(bytes(range(32)))
VALUES = (
    "Zoé",
    "Claire Dupont",
    "claire.dupont@courriel.example",
    "06 39 98 44 17",
    "+33639984417",
    "k7q2-b4xm",
    "[",
    "\\",
    "]",
)


@dataclass(frozen=True)
class Span:
    label: str
    start: int
    end: int


def fresh() -> Pseudonymiser:
    return Pseudonymiser(KEY, Scope("acme", "support", "c1"))


def tokens() -> list[Record]:
    made = fresh()
    return [made.pseudonym(label, value) for label in ("PERSON", "EMAIL") for value in VALUES]


# Pieces that provoke: the scope's own tokens, whole and in pieces, and everything that can stand around one.
PIECES = st.sampled_from([
    *VALUES,
    *(record.pseudonym for record in tokens()),
    *(record.pseudonym.strip("[]") for record in tokens()),
    *(record.pseudonym.strip("[]").partition("_")[2] for record in tokens()),
    "PERSONNE_", "personne", "EMAIL ", "[", "]", "(", ")", "<", ">", "<<", "{", "\\", "\\[", "&lt;", "&#91;", "\\u005b",
    "%5B", " ", "s", "'s", "-", "_", "\n", "é", "😀", "a << b", "[voir", "x",
])  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=12).map("".join)


@st.composite
def texts_and_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(TEXTS)
    bounds = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(st.sampled_from(["PERSON", "EMAIL", "OWN KIND"]), bounds, bounds), max_size=4))
    return text, [Span(label, min(a, b), max(a, b)) for label, a, b in spans]


@settings(max_examples=600, deadline=None)
@given(texts_and_spans())
@example(("\\[", [Span("EMAIL", 1, 2)]))
@example(("\\Claire", [Span("PERSON", 1, 7)]))
def test_restores_what_it_protected(text_and_spans: tuple[str, list[Span]]) -> None:
    text, spans = text_and_spans
    pseudonyms = fresh()
    for value in VALUES:
        pseudonyms.pseudonym("PERSON", value)
    protected = pseudonyms.protect(text, spans)
    assert pseudonyms.restore(protected.text).text == text
    elsewhere = Pseudonymiser(KEY, pseudonyms.scope, issued=Issued.from_bytes(pseudonyms.issued.to_bytes()))
    assert elsewhere.restore(protected.text).text == text
    assert elsewhere.protect(text, spans) == type(protected)(protected.text, (), protected.replaced)


@settings(max_examples=500, deadline=None)
@given(TEXTS, st.lists(st.integers(1, 9), min_size=1, max_size=40))
def test_stream_equals_the_whole_however_it_is_cut(text: str, cuts: list[int]) -> None:
    pseudonyms = fresh()
    for value in VALUES:
        pseudonyms.pseudonym("PERSON", value)
    whole = pseudonyms.restore(text).text
    for sizes in (cuts, [1]):
        stream, given, position, turn = pseudonyms.stream(), "", 0, 0
        while position < len(text):
            size = sizes[turn % len(sizes)]
            given += stream.feed(text[position : position + size])
            position, turn = position + size, turn + 1
        assert given + stream.finish() == whole


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(tokens()), min_size=1, max_size=6), st.data())
def test_every_token_comes_back_beside_any_text(records: list[Record], data: st.DataObject) -> None:
    text, expected = "", ""
    for record in records:
        between = data.draw(st.text(alphabet="abc <>()é.,!?\n😀", max_size=6))
        text, expected = text + between + record.pseudonym, expected + between + record.value
    pseudonyms = fresh()
    pseudonyms.issued.merge(tokens())
    assert pseudonyms.restore(text).text == expected
