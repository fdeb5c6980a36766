"""Words keep their place in the text, whatever the text holds."""

from hypothesis import given
from hypothesis import strategies as st

from egide.detection.names.reading import Reading
from egide.detection.tagger.features import (
    GAZETTEER_ROWS,
    NGRAM_ROWS,
    SHAPES,
    WORD_ROWS,
    gazetteer_row,
    ngram_rows,
    shape_row,
    word_row,
)
from egide.detection.tagger.words import fold, shape_of, tokenise
from egide.detection.text import Text


@given(st.text())
def test_a_token_is_the_slice_it_points_to(text: str) -> None:
    reached = 0
    for token in tokenise(text):
        assert text[token.start : token.end] == token.raw
        assert token.start >= reached
        reached = token.end


@given(st.text())
def test_no_letter_or_digit_is_left_between_tokens(text: str) -> None:
    covered = {place for token in tokenise(text) for place in range(token.start, token.end)}
    assert all(place in covered for place, char in enumerate(text) if char.isalpha() or char.isdecimal())


@given(st.text())
def test_a_folded_word_is_the_slice_of_the_folded_text(text: str) -> None:
    prepared = Text(text)
    assert all(fold(token.raw) == prepared.low[token.start : token.end] for token in tokenise(text))


@given(st.one_of(st.text(), st.text("aÉé1²_'’-@\n\r\t \u2028\x85\x1e\u0301œß", max_size=40)))
def test_a_reading_cuts_and_places_words_as_tokens(text: str) -> None:
    reading, tokens = Reading(text), tokenise(text)
    assert [word.low for word in reading.words] == [fold(token.raw) for token in tokens]
    assert reading.spans == [(token.start, token.end) for token in tokens]


@given(st.text(min_size=1))
def test_features_stay_inside_their_tables(text: str) -> None:
    for token in tokenise(text):
        low = fold(token.raw)
        assert 0 <= word_row(low) < WORD_ROWS
        assert all(0 <= row < NGRAM_ROWS for row in ngram_rows(low))
        assert 0 <= shape_row(shape_of(token.raw)) < len(SHAPES)
    assert 0 <= gazetteer_row(255) < GAZETTEER_ROWS
