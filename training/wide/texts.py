"""What the wide network learns from: annotated texts told another way at each reading, and sentences that name nobody."""

import random
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from egide.detection.names.reading import Word
from egide.detection.tagger.wide import TAGS, own_row
from egide.detection.tagger.words import Token, tokenise
from training.tagger import sources
from training.tagger.noise import Span
from training.tagger.values import Values
from training.wide.network import GAP
from training.wide.variation import varied

TAG_ROW = {tag: row for row, tag in enumerate(TAGS)}
UNJUDGED = -100
"""The row of an empty place, which the loss passes over."""

BATCH_TOKENS = 1500
OF_NOBODY = 150
"""How many texts of sentences that name nobody a reading of all texts holds."""

Written = tuple[str, str, tuple[Span, ...]]


class Batch(NamedTuple):
    """Texts laid end to end with gaps that no window crosses.

    Attributes:
        words: The words, none on the gaps.
        rows: Their rows in the table of the network.
        tags: The rows of their tags.
    """

    words: list[Word | None]
    rows: list[int]
    tags: list[int]


@cache
def seen(raw: str) -> Word:
    """Return what is known of a word, computed once."""
    return Word(raw)


def tag(text: str, spans: Sequence[Span]) -> tuple[list[Token], list[int]]:
    """Cut a labelled text into tokens with the row of their tag."""
    tokens, tags = tokenise(text), []
    pending = sorted(spans)
    place = 0
    for token in tokens:
        while place < len(pending) and pending[place][1] <= token.start:
            place += 1
        if place < len(pending) and pending[place][0] < token.end and token.raw != "\n":
            start, _, label = pending[place]
            inside = bool(tags) and tags[-1] in {TAG_ROW[f"B-{label}"], TAG_ROW[f"I-{label}"]}
            tags.append(TAG_ROW[f"{'B' if token.start <= start or not inside else 'I'}-{label}"])
        else:
            tags.append(0)
    return tokens, tags


@cache
def _of_nobody() -> tuple[str, ...]:
    return (*sources.help_articles(), *sources.public_service_sentences(), *sources.banking_questions())


def one_reading(texts: Sequence[Written], values: Values, dice: random.Random) -> Iterator[Batch]:
    """Tell each text once more, in another order, among texts of sentences that name nobody."""
    told = [varied(values, dice, language, text, list(spans)) for language, text, spans in texts]
    told += [
        (dice.choice("\n ").join(dice.choices(_of_nobody(), k=dice.randrange(1, 6))), []) for _ in range(OF_NOBODY)
    ]
    dice.shuffle(told)
    return batches(tag(text, spans) for text, spans in told)


def batches(tagged: Iterator[tuple[list[Token], list[int]]]) -> Iterator[Batch]:
    """Lay texts end to end, about `BATCH_TOKENS` at a time."""
    batch = Batch([], [], [])
    for tokens, tags in tagged:
        words = [seen(token.raw) for token in tokens]
        batch.words.extend([*words, *[None] * GAP])
        batch.rows.extend([*(own_row(word.low) for word in words), *[0] * GAP])
        batch.tags.extend([*tags, *[UNJUDGED] * GAP])
        if len(batch.words) >= BATCH_TOKENS:
            yield batch
            batch = Batch([], [], [])
    if batch.words:
        yield batch
