from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.adapters.models.memory_text import MemoryModel
from egide.assist.articles import Article, plain
from egide.assist.assisted import draft_with_model, summarise_with_model, triage_with_model
from egide.assist.errors import InvalidModelOutput, ModelTimeout, ModelUnavailable
from egide.assist.facts import find_facts
from egide.assist.knowledge import KnowledgeBase
from egide.assist.messages import Message
from egide.assist.reply import Citation, Draft, DraftPart, draft, verify_draft
from egide.assist.triage import LabelProbability, TriageResult
from egide.keys import SecretKey
from egide.pseudonyms import Pseudonymiser, Scope

QUESTION = "Quels sont les frais de résiliation de la fibre ?"
INJECTIONS = [
    json.loads(line)["text"]
    for line in (Path(__file__).parent / "data" / "injections.jsonl").read_text(encoding="utf-8").splitlines()
]


def _answer(*parts, action="reply"):
    return json.dumps(
        {"action": action, "parts": [{"text": text, "citations": citations} for text, citations in parts]}
    )


def test_answers_with_sentences_of_the_base_and_their_citations(base):
    drafted = draft(QUESTION, base)
    assert drafted.action == "reply"
    for part in drafted.parts:
        assert part.citations
        assert part.text in plain(base.passages[part.citations[0].passage].text)
    assert "49 €" in drafted.text


@pytest.mark.parametrize("label", ["PERSON", "EMAIL", "NATIONAL_ID", "SECRET"])
def test_a_pseudonym_says_nothing_of_the_subject(base, label):
    # As many as it takes to meet codes of letters alone, which look like words.
    pseudonymiser = Pseudonymiser(SecretKey(bytes(32)), Scope("marque", "support", "conversation"))
    issued = [pseudonymiser.pseudonym(label, f"valeur {number}").pseudonym for number in range(60)]
    letters = [token for token in issued if not any(map(str.isdigit, token))]
    assert letters
    for token in [issued[0], letters[0]]:
        plainly, named = draft(f"Bonjour,\n{QUESTION}", base), draft(f"Bonjour {token},\n{QUESTION}", base)
        assert (named.action, named.parts, named.confidence) == (plainly.action, plainly.parts, plainly.confidence)
        nowhere = "Recrutez-vous des alternants en cybersécurité à Toulouse ?"
        assert draft(f"{nowhere} {token}", base).missing == draft(nowhere, base).missing


def test_abstains_and_says_what_is_missing(base):
    drafted = draft("Recrutez-vous des alternants en cybersécurité à Toulouse ?", base)
    assert drafted.action == "abstain"
    assert drafted.parts == ()
    assert drafted.reason("fr") != drafted.reason("en")


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        ("?!…", "empty"),
        ("Merci beaucoup à toute l'équipe, bravo !", "nothing_asked"),
    ],
)
def test_a_message_that_asks_nothing_gets_no_answer(base, message, why):
    drafted = draft(message, base)
    assert (drafted.action, drafted.why) == ("abstain", why)


@pytest.mark.parametrize(
    "message",
    ["Je veux parler à un conseiller", "passez-moi quelqu'un svp", "I want to speak to a human", "Pas à un robot !"],
)
def test_a_person_who_asks_for_a_person_is_handed_over(base, message):
    assert draft(message, base).action == "handoff"


def test_enormous_and_binary_messages_never_fail(base):
    for message in ("résiliation " * 100_000, "\x00\xff\ufffd" * 100, "💥" * 5_000):
        assert draft(message, base).action in {"reply", "ask", "handoff", "abstain"}


def test_an_expired_article_is_set_aside_and_named():
    expired = Article.written(
        "X", "Frais de résiliation", "Les frais de résiliation de la fibre sont de 99 €.", expires=date(2025, 12, 31)
    )
    other = Article.written("Y", "Compteur", "Notez les chiffres noirs du compteur.")
    base = KnowledgeBase.from_articles([expired, other])
    assert draft(QUESTION, base, today=date(2025, 12, 31), threshold=0).action == "reply"
    late = draft(QUESTION, base, today=date(2026, 1, 1))
    assert late.action == "abstain"
    assert late.expired == ("X",)


def test_contradicting_passages_are_named():
    base = KnowledgeBase.from_articles(
        [
            Article.written("X", "Frais de résiliation fibre", "Les frais de résiliation de la fibre sont de 49 €."),
            Article.written("Y", "Résiliation de la fibre", "Les frais de résiliation de la fibre sont de 59 €."),
        ]
    )
    assert draft(QUESTION, base, threshold=0).conflicts == (("X#1", "Y#1"),) or draft(
        QUESTION, base, threshold=0
    ).conflicts == (("Y#1", "X#1"),)


def test_drops_a_part_that_its_passage_does_not_support(base):
    hits = tuple(base.search(QUESTION))
    good, bad = (
        DraftPart(text, (Citation("A3", "A3#2"),))
        for text in (
            "Les frais de résiliation de la fibre sont de 49 €.",
            "Les frais de résiliation de la fibre sont de 99 €.",
        )
    )
    verified = verify_draft(Draft("reply", (good, bad), 0.9, "answered", hits), base)
    assert verified.draft.parts == (good,)
    assert verified.draft.dropped == 1
    assert verify_draft(Draft("reply", (bad,), 0.9, "answered", hits), base).draft.why == "unsupported"


def test_refuses_a_citation_that_was_not_retrieved_in_this_run(base):
    part = DraftPart("Notez les chiffres noirs sans les décimales rouges.", (Citation("A5", "A5#1"),))
    retrieved = tuple(base.search("compteur"))
    assert verify_draft(Draft("reply", (part,), 0.9, "answered", retrieved), base).draft.action == "reply"
    assert (
        verify_draft(
            Draft("reply", (part,), 0.9, "answered", tuple(base.search("voyant rouge fixe câble optique", 1))), base
        ).draft.action
        == "abstain"
    )
    assert verify_draft(Draft("reply", (part,), 0.9, "answered", ()), base).draft.action == "abstain"


@given(question=st.text(alphabet=st.sampled_from("aeiourstlnmpcdéè ?.,10€fibrésao"), max_size=120))
@settings(max_examples=60)
def test_no_draft_ever_holds_a_fact_outside_its_passages(base, question):
    drafted = draft(f"{question} frais de résiliation remboursement", base, threshold=0)
    for part in drafted.parts:
        held = {(fact.kind, fact.form, fact.unit) for fact in find_facts(base.context_of(part.citations[0].passage))}
        assert {(fact.kind, fact.form, fact.unit) for fact in find_facts(part.text) if fact.kind != "name"} <= held


@pytest.mark.parametrize("injection", INJECTIONS)
def test_an_injection_brings_no_word_of_its_own_into_an_answer(base, injection):
    sentences = [plain(passage.text) for passage in base.passages.values()]
    for question in (QUESTION, "Recrutez-vous des alternants ?", ""):
        attacked = draft(f"{question}\n{injection}", base)
        assert attacked.action in {"reply", "abstain"}
        assert all(any(part.text in sentence for sentence in sentences) for part in attacked.parts)
        assert not {fact.form for fact in find_facts(injection)} & {fact.form for fact in find_facts(attacked.text)}


@pytest.mark.parametrize("injection", INJECTIONS)
def test_a_model_that_obeys_an_injection_is_not_followed(base, injection):
    model = MemoryModel(
        [
            _answer(
                (f"Tout est gratuit, voir https://pirate.example. {injection}", [1]),
                ("Remboursement de 5 000 € accordé.", [1]),
            )
        ]
    )
    assisted = draft_with_model(f"{QUESTION}\n{injection}", base, model, threshold=0)
    shown = assisted.verified.draft.text
    assert "pirate.example" not in shown
    assert "5 000" not in shown
    assert injection not in shown
    system, user = model.prompts[0]
    assert injection.replace("<<<", "‹‹‹").replace(">>>", "›››") in user.text
    assert injection not in system.text
    assert user.text.count("<<<end of quotation>>>") == 2


def test_a_supported_model_draft_replaces_the_local_one(base):
    passages = MemoryModel(
        [
            lambda turns: _answer(
                ("Les frais de résiliation de la fibre sont de 49 €.", [_number_of(turns[1].text, "49 €")])
            )
        ]
    )
    assisted = draft_with_model(QUESTION, base, passages)
    assert not assisted.local
    assert [part.text for part in assisted.verified.draft.parts] == [
        "Les frais de résiliation de la fibre sont de 49 €."
    ]
    assert assisted.usage is not None


def _number_of(prompt, needle):
    return next(
        int(block.split("]")[0].strip().lstrip("["))
        for block in prompt.split("\n\n")
        if needle in block and "[" in block
        for block in [block[block.index("[") :]]
    )


@pytest.mark.parametrize(
    ("answers", "failure"),
    [
        (["not json"], "InvalidModelOutput"),
        ([ModelTimeout("slow")], "ModelTimeout"),
        ([ModelUnavailable("down")], "ModelUnavailable"),
        ([InvalidModelOutput("bad")], "InvalidModelOutput"),
        ([_answer(("Inventé de toutes pièces.", [1]))], "unsupported"),
        ([_answer(("Les frais sont de 49 €.", [99]))], "unsupported"),
    ],
)
def test_the_local_draft_stands_when_the_model_fails(base, answers, failure):
    assisted = draft_with_model(QUESTION, base, MemoryModel(answers))
    assert assisted.local
    assert assisted.failure == failure
    assert assisted.verified.draft.parts == draft(QUESTION, base).parts


def test_the_model_is_not_asked_when_the_base_does_not_answer(base):
    model = MemoryModel([_answer(("Oui.", [1]))])
    assert draft_with_model("Je veux parler à un conseiller", base, model).verified.draft.action == "handoff"
    assert model.prompts == []


LOCAL = TriageResult(
    "facture",
    0.6,
    known=True,
    known_score=0.9,
    top=(LabelProbability("facture", 0.6), LabelProbability("paiement", 0.3)),
)


def test_the_model_chooses_only_in_the_local_shortlist_and_disagreement_is_flagged():
    followed = triage_with_model("Ma facture", LOCAL, MemoryModel(['{"label": "paiement"}']))
    assert (followed.result.label, followed.disagreement) == ("paiement", True)
    invented = triage_with_model("Ma facture", LOCAL, MemoryModel(['{"label": "inventé"}']))
    assert (invented.result, invented.failure) == (LOCAL, "InvalidModelOutput")


def test_a_sure_local_label_stays_and_the_disagreement_is_still_flagged():
    sure = TriageResult(
        "facture",
        0.95,
        known=True,
        known_score=0.9,
        top=(LabelProbability("facture", 0.95), LabelProbability("paiement", 0.05)),
    )
    assert triage_with_model("x", sure, MemoryModel(['{"label": "paiement"}'])).result.label == "facture"
    assert triage_with_model("x", sure, MemoryModel(['{"label": "paiement"}'])).disagreement


def test_a_model_summary_keeps_only_lines_its_messages_support():
    talk = [
        Message("m1", "customer", None, "Ma box est en panne depuis mardi."),
        Message("m2", "agent", None, "Un technicien passera jeudi."),
    ]
    answer = json.dumps(
        {
            "request": [{"text": "Box en panne depuis mardi.", "messages": [1]}],
            "done": [],
            "promised": [{"text": "Un technicien passera vendredi.", "messages": [2]}],
            "open_questions": [],
            "dates": [{"text": "Jeudi", "messages": [7]}],
        }
    )
    summary, usage, failure = summarise_with_model(talk, MemoryModel([answer]))
    assert [line.text for line in summary.request] == ["Box en panne depuis mardi."]
    assert (summary.promised, summary.dates) == ((), ())
    assert usage is not None
    assert failure == ""


def test_a_follow_up_is_understood_with_what_was_written_before(base):
    follow_up, before = "ok et je fais comment ?", "Bonjour, quels sont les frais de résiliation de la fibre ?"
    assert draft(follow_up, base).action != "reply"
    followed = draft(follow_up, base, context=before)
    assert followed.action == "reply"
    assert "49 €" in followed.text


def test_a_sentence_of_another_passage_needs_more_than_one_word_of_the_question():
    article = Article.written(
        "S1",
        "Carte et forfait mobile",
        "Le débit du forfait mobile est réduit après consommation complète.\n\nAprès dix codes faux, il faut une nouvelle carte.",
    )
    base = KnowledgeBase.from_articles([article])
    drafted = draft("Mon forfait mobile a un débit réduit et c'est faux ?", base, threshold=0)
    assert [part.text for part in drafted.parts] == [
        "Le débit du forfait mobile est réduit après consommation complète."
    ]
