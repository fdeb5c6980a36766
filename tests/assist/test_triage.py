from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from egide.assist.errors import BadExamples, BrokenModelFile
from egide.assist.model_file import format_model
from egide.assist.triage import TriageModel, seed_examples

INVOICE = [
    "Je ne comprends pas ma facture",
    "Pourquoi ma facture augmente",
    "Facture trop élevée",
    "Détail de ma facture de mai",
    "Où est ma facture",
    "Ma facture est fausse",
]
OUTAGE = [
    "Ma box est en panne",
    "Panne internet depuis hier",
    "La box ne marche plus",
    "Internet coupé, voyant rouge",
    "Panne de fibre ce matin",
    "Plus de connexion, box éteinte",
]
EXAMPLES = [(text, "facture") for text in INVOICE] + [(text, "panne") for text in OUTAGE]


@pytest.fixture(scope="module")
def model() -> TriageModel:
    return TriageModel.train(EXAMPLES)


@pytest.fixture(scope="module")
def seed_model() -> TriageModel:
    return TriageModel.seed()


def test_learns_labels_from_a_handful_of_examples(model):
    results = model.predict(["Ma facture de juin est trop élevée", "La box est en panne"])
    assert [result.label for result in results] == ["facture", "panne"]


def test_probabilities_of_all_labels_add_up_to_one(model):
    (result,) = model.predict(["Ma facture"])
    assert sum(each.p for each in result.top) == pytest.approx(1, abs=1e-3)
    assert result.confidence == result.top[0].p == max(each.p for each in result.top)


def test_words_of_the_message_explain_the_label(model):
    (result,) = model.predict(["Bonjour, ma facture est fausse"], explain=True)
    assert result.words_for[0].word == "facture"
    assert {each.word for each in (*result.words_for, *result.words_against)} <= {
        "bonjour",
        "ma",
        "facture",
        "est",
        "fausse",
    }


def test_explanation_bars_and_bias_add_up_to_the_margin(model):
    text = "ma facture est fausse"
    (result,) = model.predict([text], explain=True)
    row = model._features.rows([text])
    column = model.labels.index(result.label)
    margin = float((row @ model._weights.T)[0, column])
    assert sum(each.weight for each in (*result.words_for, *result.words_against)) == pytest.approx(margin, abs=1e-3)


def test_empty_message_is_never_known(model):
    (result,) = model.predict([""])
    assert not result.known
    assert result.known_score == 0


def test_enormous_and_binary_messages_are_answered_without_error(seed_model):
    results = seed_model.predict(["facture " * 100_000, "\x00\x01\ud7ff\ufffd" * 50, "💥" * 10_000])
    assert len(results) == 3
    assert not results[2].known


def test_figures_do_not_change_the_label(model):
    first, second = model.predict(["facture de 120 euros", "facture de 999 euros"])
    assert first.top == second.top


def test_saved_model_gives_the_same_answers(model, tmp_path: Path):
    model.save(tmp_path / "model.npz")
    again = TriageModel.load(tmp_path / "model.npz")
    texts = ["Ma facture", "La box", "Bonjour", ""]
    for before, after in zip(model.predict(texts), again.predict(texts), strict=True):
        assert (before.label, before.known) == (after.label, after.known)
        assert before.confidence == pytest.approx(after.confidence, abs=5e-3)
    assert again.report == model.report


def test_saved_model_holds_no_example_text(model):
    stored = zipfile.ZipFile(io.BytesIO(model.to_bytes()))
    contents = b"".join(stored.read(name) for name in stored.namelist())
    assert "Détail de ma facture de mai".encode() not in contents
    assert not any(name.endswith((".pkl", ".pickle")) for name in stored.namelist())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: b"not a zip",
        lambda content: content[: len(content) // 2],
        lambda content: format_model("other", 1, {}, {}),
        lambda content: format_model("triage", 99, {}, {}),
        lambda content: format_model("triage", 1, {}, {}),
    ],
)
def test_refuses_a_damaged_model_file(model, spoil):
    assert TriageModel.from_bytes(model.to_bytes()).labels == model.labels
    with pytest.raises(BrokenModelFile):
        TriageModel.from_bytes(spoil(model.to_bytes()))


def test_refuses_a_model_that_holds_a_pickle(model):
    import numpy as np

    buffer = io.BytesIO()
    np.savez(buffer, description=np.array([{"kind": "triage"}], dtype=object))
    with pytest.raises(BrokenModelFile):
        TriageModel.from_bytes(buffer.getvalue())


@pytest.mark.parametrize(
    "examples",
    [
        [],
        [("a", "x")],
        [("a", "x"), ("b", "x")],
        [("a", "x"), ("b", "x"), ("c", "y")],
        [("", "x"), (" ", "x"), ("c", "y"), ("d", "y")],
    ],
)
def test_refuses_examples_that_teach_nothing(examples):
    with pytest.raises(BadExamples, match="at least two labels"):
        TriageModel.train(examples)


def test_same_examples_give_the_same_model():
    assert TriageModel.train(EXAMPLES).predict(["ma facture"]) == TriageModel.train(EXAMPLES).predict(["ma facture"])


def test_shipped_examples_cover_french_and_english_for_every_label(seed_model):
    from collections import Counter

    counts = Counter(label for _, label in seed_examples())
    assert min(counts.values()) >= 10
    results = seed_model.predict(["Où trouver mon code RIO pour garder mon numéro ?", "I forgot my password"])
    assert [result.label for result in results] == ["portabilite", "acces_compte"]


def test_a_message_of_another_world_is_less_known_than_a_request(seed_model):
    request, stranger = seed_model.predict(
        ["Je souhaite résilier mon abonnement", "Photosynthesis converts light energy into glucose inside chloroplasts"]
    )
    assert request.known
    assert request.known_score > stranger.known_score


def test_shipped_model_is_what_the_shipped_examples_teach(seed_model):
    retrained = TriageModel.train(seed_examples())
    texts = [text for text, _ in seed_examples()]
    assert retrained.labels == seed_model.labels
    for fresh, shipped in zip(retrained.predict(texts), seed_model.predict(texts), strict=True):
        assert fresh.label == shipped.label
        assert fresh.known == shipped.known
        assert fresh.confidence == pytest.approx(shipped.confidence, abs=0.01)
