"""Each failure reproduced with other engines and gateways is a test here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import pytest

from egide.keys import SecretKey
from egide.pseudonyms import Issued, Pseudonymiser, Scope, find_links, legend, protect_json, restore_json

KEY = SecretKey(bytes(range(32)))


@dataclass(frozen=True)
class Span:
    label: str
    start: int
    end: int


def spans(text: str, *found: tuple[str, str]) -> list[Span]:
    return [
        Span(label, match.start(), match.end())
        for label, value in found
        for match in re.finditer(re.escape(value), text)
    ]


def fresh(conversation: str = "c1", issued: Issued | None = None) -> Pseudonymiser:
    return Pseudonymiser(KEY, Scope("acme", "support", conversation), issued=issued)


def test_two_people_in_two_messages_do_not_share_a_pseudonym() -> None:
    issued = Issued()
    first = fresh(issued=issued).protect(text := "Je suis Alice Martin", spans(text, ("PERSON", "Alice Martin"))).text
    second = fresh(issued=issued).protect(text := "Mon collègue Bob Durand", spans(text, ("PERSON", "Bob Durand"))).text
    alice, bob = first.split()[-1], second.split()[-1]
    assert alice != bob
    assert fresh(issued=issued).restore(f"Bonjour {alice}").text == "Bonjour Alice Martin"
    assert fresh(issued=issued).restore(f"Bonjour {bob}").text == "Bonjour Bob Durand"


def test_a_value_keeps_its_pseudonym_over_messages_requests_and_processes() -> None:
    text = "Alice Martin : alice@courriel.example, Alice Martin"
    found = spans(text, ("PERSON", "Alice Martin"), ("EMAIL", "alice@courriel.example"))
    one, other = fresh(), fresh()
    assert one.protect(text, found).text == other.protect(text, found).text
    assert one.protect(text, found).text == one.protect(text, found).text
    protected = one.protect(text, found).text.split()
    assert protected[0] == protected[-1]
    later = "PS : Alice Martin"
    assert other.protect(later, spans(later, ("PERSON", "Alice Martin"))).text.split()[-1] == protected[0]
    restarted = Issued.from_bytes(one.issued.to_bytes())
    assert fresh(issued=restarted).restore(" ".join(protected)).text == text


def test_a_scope_does_not_know_the_pseudonyms_of_another() -> None:
    tokens = {
        Pseudonymiser(KEY, scope).pseudonym("PERSON", "Alice Martin").pseudonym
        for scope in (
            Scope("acme", "support", "c1"), Scope("acme", "support", "c2"), Scope("zenith", "support", "c1"),
            Scope("acme", "quality", "c1"), Scope("acme", "support"),
        )
    }  # fmt: skip
    assert len(tokens) == 5


def test_arguments_of_tool_calls_are_protected_in_the_history_and_restored_in_the_answer() -> None:
    pseudonyms = fresh()

    def find(text: str) -> list[Span]:
        return spans(text, ("EMAIL", "zoe@courriel.example"))

    message = {"role": "assistant", "tool_calls": [{"function": {"arguments": '{"to":"zoe@courriel.example"}'}}]}
    protected = protect_json(message, pseudonyms, find)
    assert "zoe" not in json.dumps(protected)
    assert restore_json(protected, pseudonyms) == message


def test_overlapping_findings_neither_eat_characters_nor_give_two_pseudonyms() -> None:
    text = "voir https://x.example/zoe@courriel.example fin"
    found = [*spans(text, ("EMAIL", "zoe@courriel.example"), ("ONLINE", "https://x.example/zoe@courriel.example"))]
    protected = fresh().protect(text, found)
    assert protected.replaced == 1
    assert re.fullmatch(r"voir \[PSEUDO_[\w-]+\] fin", protected.text)


def test_neighbouring_values_do_not_collapse_into_one() -> None:
    values = ["a@courriel.example", "b@courriel.example", "c@courriel.example"]
    text = " ".join(values)
    pseudonyms = fresh()
    protected = pseudonyms.protect(text, spans(text, *(("EMAIL", value) for value in values))).text
    assert len(set(protected.split())) == 3
    assert pseudonyms.restore(protected).text == text


def test_each_event_of_a_stream_goes_on_at_once() -> None:
    pseudonyms = fresh()
    token = pseudonyms.pseudonym("PERSON", "Alice Martin").pseudonym
    stream = pseudonyms.stream()
    given = [stream.feed(piece) for piece in ("Bonjour ", token, " !", " Voici", " votre", " dossier.")]
    assert given == ["Bonjour ", "Alice Martin", " !", " Voici", " votre", " dossier."]
    assert stream.finish() == ""


@pytest.mark.parametrize(
    "text", ["a << b", "if (a[0] < b) { return; }", "[voir la pièce jointe] et <b>gras</b>", "x = {y: [1, 2]}"]
)
def test_a_stream_holds_nothing_that_cannot_become_a_pseudonym(text: str) -> None:
    pseudonyms = fresh()
    token = pseudonyms.pseudonym("PERSON", "Alice Martin").pseudonym
    stream, given, fed = pseudonyms.stream(), "", ""
    for character in text + "!":
        fed += character
        given += stream.feed(character)
        held = fed[len(given) :]
        assert held == stream.held
        bare = held.strip("[<({«&% ").lower()
        assert not bare or any(
            word.startswith(bare)
            for word in (
                "personne",
                "person",
                "nom",
                "name",
                "client",
                "individu",
                token.lower()[1:],
                "cliente",
                "customer",
                "persona",
                "nombre",
                "nome",
                "pessoa",
                "persoon",
                "naam",
                "kunde",
                "kundin",
            )
        )
    assert given == text + "!"


def test_casings_of_one_address_are_linked_and_come_back_as_written() -> None:
    text = "JEAN@orange.fr ou jean@orange.fr"
    pseudonyms = fresh()
    protected = pseudonyms.protect(text, spans(text, ("EMAIL", "JEAN@orange.fr"), ("EMAIL", "jean@orange.fr"))).text
    upper, _, lower = protected.split()
    assert upper.partition("-")[0] == lower.partition("-")[0]
    assert upper != lower
    assert pseudonyms.restore(protected).text == text


def test_one_telephone_in_three_formats_is_linked_and_comes_back_as_written() -> None:
    values = ["06 39 98 44 17", "+33639984417", "06.39.98.44.17"]
    text = " / ".join(values)
    pseudonyms = fresh()
    protected = pseudonyms.protect(text, spans(text, *(("PHONE", value) for value in values))).text
    assert len({token.partition("-")[0] for token in protected.split(" / ")}) == 1
    assert pseudonyms.restore(protected).text == text


def test_names_and_the_address_made_of_them_are_linked() -> None:
    pseudonyms = fresh()
    records = [
        pseudonyms.pseudonym("PERSON", "DUPONT Claire"),
        pseudonyms.pseudonym("PERSON", "Claire Dupont"),
        pseudonyms.pseudonym("EMAIL", "claire.dupont@courriel.example"),
    ]
    assert len({record.code[:4] for record in records}) == 1
    alias = pseudonyms.pseudonym("PERSON", "Mme Dupont")
    assert alias.code[:4] != records[0].code[:4]
    assert find_links(pseudonyms.issued)[alias.pseudonym] in {record.pseudonym for record in records}
    said = legend(pseudonyms.issued, "fr")
    assert alias.pseudonym in said
    assert "Dupont" not in said
    pseudonyms.pseudonym("PERSON", "Paul Dupont")
    assert alias.pseudonym not in find_links(pseudonyms.issued)


def test_two_people_are_not_one_person() -> None:
    pseudonyms = fresh()
    text = "Aria et Léo"
    protected = pseudonyms.protect(text, spans(text, ("PERSON", "Aria"), ("PERSON", "Léo"))).text
    assert len(set(protected.split(" et "))) == 2
    assert not find_links(pseudonyms.issued)


def test_literal_pseudonyms_of_a_user_come_back_without_a_trace() -> None:
    pseudonyms = fresh()
    token = pseudonyms.pseudonym("PERSON", "Alice Martin").pseudonym
    for text in (f"vous m'avez écrit {token}", f"<<EMAIL:1>> et {token.lower()}", f"{token[:-1]} puis Alice Martin"):
        protected = pseudonyms.protect(text, spans(text, ("PERSON", "Alice Martin"))).text
        assert pseudonyms.restore(protected).text == text
        assert token not in protected or "Alice" in text


def test_no_personal_value_is_shown_by_a_repr() -> None:
    pseudonyms = fresh()
    protected = pseudonyms.protect("Alice Martin", [Span("PERSON", 0, 12)])
    for shown in (
        protected,
        protected.issued[0],
        pseudonyms.issued,
        pseudonyms.restore(protected.text),
        KEY,
        pseudonyms,
    ):
        assert "Alice" not in repr(shown)
