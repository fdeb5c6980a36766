"""JSON stays valid JSON, and what it holds is protected and restored at any depth."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from egide.keys import SecretKey
from egide.pseudonyms import (
    Pseudonymiser,
    Scope,
    label_of_field,
    protect_json,
    protect_json_text,
    restore_json,
    restore_json_text,
)

KEY = SecretKey(bytes(range(32)))


@dataclass(frozen=True)
class Span:
    label: str
    start: int
    end: int


def find(text: str) -> list[Span]:
    """Find what a test calls personal: between two © signs, and numbers of ten digits."""
    return [Span("PERSON", *match.span()) for match in re.finditer(r"©[^©]*©|\d{10}", text)]


def fresh() -> Pseudonymiser:
    return Pseudonymiser(KEY, Scope("acme", "support", "c1"))


STRINGS = st.one_of(st.text(max_size=8), st.text(alphabet='©"\\ aé\n😀[', max_size=8), st.just('©Zoé "Zo"©'))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), STRINGS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(STRINGS, inner, max_size=3)),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(JSON)
def test_structure_comes_back_equal(value: Any) -> None:
    pseudonyms = fresh()
    protected = protect_json(value, pseudonyms, find)
    assert "Zoé" not in json.dumps(protected, ensure_ascii=False)
    assert restore_json(json.loads(json.dumps(protected)), pseudonyms) == value


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_json_inside_a_string_comes_back_equal(value: Any) -> None:
    pseudonyms = fresh()
    call = {"arguments": json.dumps({"inner": value})}
    restored = restore_json(protect_json(call, pseudonyms, find), pseudonyms)
    assert json.loads(restored["arguments"]) == {"inner": value}


@settings(max_examples=300, deadline=None)
@given(JSON, st.booleans())
def test_json_text_stays_valid_and_comes_back_byte_for_byte(value: Any, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=1)
    pseudonyms = fresh()
    protected = protect_json_text(text, pseudonyms, find).text
    json.loads(protected)
    assert restore_json_text(protected, pseudonyms).text == text
    nested = json.dumps({"arguments": text}, ensure_ascii=ascii_only)
    back = json.loads(restore_json_text(protect_json_text(nested, pseudonyms, find).text, pseudonyms).text)
    assert back == {"arguments": text}


def test_protects_the_arguments_of_a_tool_call_in_the_history_and_in_the_answer() -> None:
    pseudonyms = fresh()
    call = {"function": {"name": "send", "arguments": '{"to": "©zoe@x.example©", "note": "a << b"}'}}
    protected = protect_json(call, pseudonyms, find)
    arguments = json.loads(protected["function"]["arguments"])
    assert arguments["note"] == "a << b"
    assert "zoe" not in json.dumps(protected)
    answer = {"function": {"name": "send", "arguments": json.dumps({"cc": arguments["to"]})}}
    assert json.loads(restore_json(answer, pseudonyms)["function"]["arguments"]) == {"cc": "©zoe@x.example©"}


def test_keeps_every_byte_that_is_not_personal() -> None:
    text = '{ "a" :"caf\\u00e9 \\/ ",\n "b":[1.50, 1e3, 0612345678 ],"c": "©Zoé©"}'
    protected = protect_json_text(text, fresh(), find).text
    assert protected.startswith('{ "a" :"caf\\u00e9 \\/ ",\n "b":[1.50, 1e3, ')


def test_a_long_number_becomes_a_pseudonym_and_a_number_again() -> None:
    pseudonyms = fresh()
    protected = protect_json({"phone": 6123456789, "price": 12.5, "year": 2026}, pseudonyms, find)
    assert protected["phone"].startswith("[PERSONNE_")
    assert (protected["price"], protected["year"]) == (12.5, 2026)
    assert restore_json(protected, pseudonyms) == {"phone": 6123456789, "price": 12.5, "year": 2026}
    written = '{"phone": 6123456789}'
    assert restore_json_text(protect_json_text(written, pseudonyms, find).text, pseudonyms).text == written


def test_streamed_arguments_stay_valid_when_the_value_needs_escapes() -> None:
    pseudonyms = fresh()
    token = pseudonyms.pseudonym("PERSON", 'Zoé "Zo"\\\n').pseudonym
    stream = pseudonyms.stream(as_json=True)
    given = "".join(stream.feed(character) for character in json.dumps({"name": token})) + stream.finish()
    assert json.loads(given) == {"name": 'Zoé "Zo"\\\n'}


def test_restores_a_token_that_json_escaped() -> None:
    pseudonyms = fresh()
    token = pseudonyms.pseudonym("PERSON", "Zoé").pseudonym
    escaped = token.replace("[", "\\u005b").replace("]", "\\u005d")
    assert restore_json_text(f'{{"name": "{escaped}"}}', pseudonyms).text == '{"name": "Zoé"}'


def test_the_name_of_a_key_says_what_a_bare_value_is() -> None:
    pseudonyms = fresh()
    value = {"nom": "Ottavi", "tel": [612345678, 3179], "code_postal": 75011, "note": {"montant": 12}, "ville": None}
    call = {"name": "send", "arguments": json.dumps(value)}
    protected = protect_json(value, pseudonyms, find, label_of=label_of_field)
    assert protected["nom"].startswith("[PERSONNE_")
    assert all(token.startswith("[TELEPHONE_") for token in protected["tel"])
    assert protected["code_postal"].startswith("[LIEU_")
    assert protected["note"] == {"montant": 12}
    assert restore_json(protected, pseudonyms) == value
    inside = json.loads(
        protect_json(call, pseudonyms, find, label_of=lambda key: None if key == "name" else label_of_field(key))[
            "arguments"
        ]
    )
    assert inside == protected
