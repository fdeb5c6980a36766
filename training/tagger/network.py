"""The tagger as a torch module: hashed features, one projection, windows written as matrix products."""

from collections.abc import Sequence

import numpy
import torch
from torch import Tensor, nn

from egide.detection.names.reading import Word
from egide.detection.tagger.features import (
    GAZETTEER_ROWS,
    NGRAM_ROWS,
    SHAPES,
    TAGS,
    WORD_ROWS,
    gazetteer_row,
    ngram_rows,
    shape_row,
    word_row,
)

WORD, NGRAM, SHAPE, GAZETTEER = 32, 40, 16, 24
SHIFTS = (1, 2, 4, 1)
GAP = 4


class Vocabulary:
    """The features of the words met in training, computed once each."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.word: list[int] = []
        self.ngrams: list[numpy.ndarray] = []
        self.shape: list[int] = []
        self.gazetteer: list[int] = []

    def row(self, raw: str) -> int:
        """Return the row of a word, computing its features on first sight."""
        row = self.rows.get(raw)
        if row is None:
            word = Word(raw)
            row = self.rows[raw] = len(self.word)
            self.word.append(word_row(word.low))
            self.ngrams.append(numpy.array(ngram_rows(word.low), dtype=numpy.int64))
            self.shape.append(shape_row(word.shape))
            self.gazetteer.append(gazetteer_row(word.flags))
        return row


class Network(nn.Module):
    """Reads words with their neighbours up to eight tokens away on each side."""

    def __init__(self, width: int = 96) -> None:
        super().__init__()
        self.word = nn.Embedding(WORD_ROWS, WORD)
        self.ngram = nn.EmbeddingBag(NGRAM_ROWS, NGRAM, mode="mean")
        self.shape = nn.Embedding(len(SHAPES), SHAPE)
        self.gazetteer = nn.Embedding(GAZETTEER_ROWS, GAZETTEER)
        for table, spread in ((self.word, 0.5), (self.ngram, 2.0), (self.shape, 1.0), (self.gazetteer, 1.0)):
            nn.init.normal_(table.weight, std=spread)
        self.entry = nn.Linear(WORD + NGRAM + SHAPE + GAZETTEER, width)
        self.windows = nn.ModuleList(nn.Linear(3 * width, width) for _ in SHIFTS)
        self.exit = nn.Linear(width, len(TAGS))

    def look(self, vocabulary: Vocabulary, unique: Sequence[int]) -> tuple[Tensor, ...]:
        """Gather the four views of each unique word."""
        bags = [vocabulary.ngrams[row] for row in unique]
        offsets = numpy.zeros(len(bags), dtype=numpy.int64)
        numpy.cumsum([len(bag) for bag in bags[:-1]], out=offsets[1:])
        return (
            self.word(torch.tensor([vocabulary.word[row] for row in unique])),
            self.ngram(torch.from_numpy(numpy.concatenate(bags)), torch.from_numpy(offsets)),
            self.shape(torch.tensor([vocabulary.shape[row] for row in unique])),
            self.gazetteer(torch.tensor([vocabulary.gazetteer[row] for row in unique])),
        )

    def body(self, entry: Tensor, mask: Tensor) -> Tensor:
        """Run the windows over a flat sequence; `mask` is 0 on the gaps between messages."""
        state = entry * mask
        size = state.shape[0]
        for shift, window in zip(SHIFTS, self.windows, strict=True):
            padded = nn.functional.pad(state, (0, 0, shift, shift))
            around = torch.cat((padded[:size], state, padded[2 * shift :]), dim=1)
            state = (state + torch.relu(window(around))) * mask
        return self.exit(state)

    def forward(
        self, views: tuple[Tensor, ...], positions: Tensor, mask: Tensor, forget: Tensor | None = None
    ) -> Tensor:
        """Return the scores of each tag for each token; `forget` (tokens, 2) drops the word and gazetteer views."""
        word, ngram, shape, gazetteer = (view[positions] for view in views)
        if forget is not None:
            word = word * forget[:, :1]
            gazetteer = gazetteer * forget[:, 1:2]
        return self.body(torch.relu(self.entry(torch.cat((word, ngram, shape, gazetteer), dim=1))), mask)
