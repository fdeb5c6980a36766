from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from egide.assist.messages import Message
from egide.assist.summary import SummaryLine, summarise, verify_summary

TALK = [
    Message(
        "m1",
        "customer",
        datetime(2026, 3, 2, tzinfo=UTC),
        "Bonjour,\nMa box ne fonctionne plus depuis lundi. Quand passez-vous ?\nCordialement, ⟦PERSON_1⟧",
    ),
    Message("m2", "agent", None, "Bonjour, j'ai lancé un test de ligne. Un technicien vous appellera jeudi."),
    Message("m3", "system", None, "Conversation transférée."),
    Message("m4", "customer", None, "D'accord. Et serai-je remboursé ?"),
]


def test_each_section_points_to_its_message():
    summary = summarise(TALK)
    assert [line.message_ids for line in summary.request] == [("m1",)] * len(summary.request)
    assert "box ne fonctionne plus" in " ".join(line.text for line in summary.request)
    assert [(line.text, line.message_ids) for line in summary.done] == [("j'ai lancé un test de ligne.", ("m2",))]
    assert [(line.text, line.message_ids) for line in summary.promised] == [
        ("Un technicien vous appellera jeudi.", ("m2",))
    ]
    assert [(line.text, line.message_ids) for line in summary.open_questions] == [("Et serai-je remboursé ?", ("m4",))]
    assert {line.message_ids for line in summary.dates} == {("m1",), ("m2",)}


def test_a_question_that_was_answered_is_not_open():
    assert summarise([*TALK, Message("m5", "agent", None, "Oui, sous dix jours.")]).open_questions == ()


def test_a_greeting_and_a_signature_with_a_pseudonym_are_left_out():
    named = Message(
        "m1", "customer", None, "Bonjour [PERSONNE_fskj-rxwm], ma box ne fonctionne plus.\nMme [PERSONNE_2b7c-h4dd]"
    )
    plain = Message("m1", "customer", None, "Bonjour Nadège, ma box ne fonctionne plus.\nMme Ouvrard")
    assert summarise([named]).sections() == summarise([plain]).sections()


def test_titles_follow_the_language_of_the_agent():
    assert next(title for title, _ in summarise(TALK, "en").sections()) == "Request"
    assert next(title for title, _ in summarise(TALK, "fr").sections()) == "Demande"


def test_an_empty_conversation_has_an_empty_summary():
    assert summarise([]).sections() == []
    assert summarise([Message("1", "customer", None, "")]).sections() == []


def test_an_invented_line_or_source_is_dropped():
    summary = summarise(TALK)
    tampered = type(summary)(
        (SummaryLine("Ma box ne fonctionne plus depuis mardi.", ("m1",)),),
        (SummaryLine("j'ai lancé un test de ligne.", ("m9",)),),
        summary.promised,
        (SummaryLine("Sans source", ()),),
        summary.dates,
    )
    kept = verify_summary(tampered, TALK)
    assert (kept.request, kept.done, kept.open_questions) == ((), (), ())
    assert kept.promised == summary.promised


@given(st.lists(st.tuples(st.sampled_from(["customer", "agent", "bot", "system"]), st.text(max_size=120)), max_size=6))
def test_every_line_is_said_by_the_message_it_names(spoken):
    messages = [Message(str(place), author, None, text) for place, (author, text) in enumerate(spoken)]
    texts = {message.id: message.text for message in messages}
    for _, lines in summarise(messages).sections():
        for line in lines:
            assert line.text.rstrip("…") in texts[line.message_ids[0]]


def test_a_name_that_closes_a_message_is_not_a_line():
    said = Message(
        "m1", "customer", None, "Bonjour,\nJe demande la copie de mon contrat.\nCordialement,\nMaître Odile Perrin"
    )
    assert [line.text for line in summarise([said]).request] == ["Je demande la copie de mon contrat."]


def test_a_greeting_without_comma_hides_no_request():
    said = Message("m1", "customer", None, "bonjour pourquoi ma facture est plus haute que le mois passé")
    assert summarise([said]).request[0].text == "pourquoi ma facture est plus haute que le mois passé"


def test_a_question_without_answer_is_said_once():
    said = Message("m1", "customer", None, "J'ai signé le 6 mars puis j'ai changé d'avis. Que dois-je envoyer ?")
    lines = [line.text for _, lines in summarise([said]).sections() for line in lines]
    assert lines == ["J'ai signé le 6 mars puis j'ai changé d'avis.", "Que dois-je envoyer ?", "J'ai signé le 6 mars"]
    alone = summarise([Message("m1", "customer", None, "Quand passez-vous ?")])
    assert [line.text for line in alone.request] == ["Quand passez-vous ?"]
    assert alone.open_questions == ()


def test_what_depends_on_a_condition_is_not_done():
    said = Message("m1", "agent", None, "Si tout le quartier est touché, le gestionnaire intervient.")
    assert summarise([said]).done == ()
