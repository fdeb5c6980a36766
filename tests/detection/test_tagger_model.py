"""The shipped network answers the same alone and in a batch, twice in a row, and for any text."""

import hashlib
import json
from importlib.resources import files

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.detection.names.reading import Reading
from egide.detection.names.recogniser import NameRecogniser
from egide.detection.tagger.features import TAGS
from egide.detection.tagger.model import model
from egide.detection.text import Text

MESSAGES = [
    "Bonjour, je m'appelle Nadège Perthuis.",
    "",
    "Merci\n" * 30,
    "CDT MME VANDERBECKE",
    "ok",
    "Rdv avec Gaëtan mardi à 10 h.",
]


def words(text: str) -> list[object]:
    return Reading(text).words  # type: ignore[return-value]


def test_answers_a_probability_for_each_tag_of_each_word() -> None:
    (scores,) = model().probabilities([words(MESSAGES[0])])
    assert scores.shape == (len(words(MESSAGES[0])), len(TAGS))
    assert numpy.allclose(scores.sum(axis=1), 1, atol=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(MESSAGES), st.text(max_size=60)), min_size=1, max_size=8))
def test_a_message_reads_the_same_alone_and_in_a_batch(texts: list[str]) -> None:
    together = model().probabilities([words(text) for text in texts])
    for text, scores in zip(texts, together, strict=True):
        (alone,) = model().probabilities([words(text)])
        assert numpy.allclose(alone, scores, atol=1e-5)


def test_preparing_many_texts_changes_no_finding() -> None:
    recogniser = NameRecogniser()
    apart = [list(recogniser.find(Text(text))) for text in MESSAGES]
    prepared = [Text(text) for text in MESSAGES]
    recogniser.prepare_many(prepared)
    assert [list(recogniser.find(text)) for text in prepared] == apart


def test_a_long_text_is_read_whole() -> None:
    text = "Merci de patienter. " * 3000 + "Bonjour, je m'appelle Nadège Perthuis."
    found = list(NameRecogniser().find(Text(text)))
    assert [text[finding.start : finding.end] for finding in found] == ["Nadège Perthuis"]


def test_the_model_card_names_the_files_that_are_shipped() -> None:
    data = files("egide.detection.tagger").joinpath("data")
    card = json.loads(data.joinpath("model-card.json").read_text("utf-8"))
    for name, described in card["files"].items():
        content = data.joinpath(name).read_bytes()
        assert described == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    assert all(source["licence"] for source in card["data"])
