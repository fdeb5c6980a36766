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
from egide.detection.tagger.windows import Tagging
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


def agree(one: Tagging, other: Tagging) -> bool:
    return (
        one.best == other.best
        and numpy.allclose(one.peak, other.peak, atol=1e-5)
        and numpy.allclose(one.person, other.person, atol=1e-5)
    )


def test_answers_a_tag_and_probabilities_for_each_word() -> None:
    (tagging,) = model().read([words(MESSAGES[0])])
    assert len(tagging.best) == len(tagging.peak) == len(tagging.person) == len(words(MESSAGES[0]))
    assert all(0 <= row < len(TAGS) for row in tagging.best)
    assert all(0 <= value <= 1 + 1e-6 for value in (*tagging.peak, *tagging.person))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(MESSAGES), st.text(max_size=60)), min_size=1, max_size=8))
def test_a_message_reads_the_same_alone_and_in_a_batch(texts: list[str]) -> None:
    together = model().read([words(text) for text in texts])
    for text, tagging in zip(texts, together, strict=True):
        (alone,) = model().read([words(text)])
        assert agree(alone, tagging)


def test_the_longest_piece_fits_after_a_run_that_is_nearly_full() -> None:
    # A run is full at 512 rows, gaps counted: 507 words and a gap leave room for one more piece, of the longest.
    nearly, long = "ok " * 507, "ok " * 500 + "je m'appelle Nadège Perthuis " + "ok " * 200
    together = model().read([words(nearly), words(long)])
    for text, tagging in zip((nearly, long), together, strict=True):
        (alone,) = model().read([words(text)])
        assert agree(alone, tagging)


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


def test_a_text_cut_into_runs_reads_as_a_short_one() -> None:
    # The sentence stands across the border between two runs; alone it fits in one.
    sentence = "Merci. Bonjour, je m'appelle Nadège Perthuis et j'attends. Merci."
    before, lead = "ok . " * 250, "ok . " * 20
    (long,) = model().read([words(before + sentence + " ok ." * 250)])
    (short,) = model().read([words(lead + sentence + " ok ." * 20)])
    start, size, offset = len(words(before)), len(words(sentence)), len(words(lead))
    assert start < 512 < start + size
    assert agree(
        Tagging(*(column[start : start + size] for column in long)),
        Tagging(*(column[offset : offset + size] for column in short)),
    )


def test_the_model_card_names_the_files_that_are_shipped() -> None:
    data = files("egide.detection.tagger").joinpath("data")
    card = json.loads(data.joinpath("model-card.json").read_text("utf-8"))
    for name, described in card["files"].items():
        content = data.joinpath(name).read_bytes()
        assert described == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    assert all(source["licence"] for source in card["data"])
