"""The shipped network: word vectors from hashed tables, and windows up to eight words away."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import chain
from typing import Any, Final, Protocol

from egide.detection.tagger.features import gazetteer_row, ngram_rows, shape_row, word_row
from egide.detection.tagger.windows import Tagging, Windows

__all__ = ["SHIFTS", "Model", "SeenWord", "model"]

SHIFTS: Final = (1, 2, 4, 1)
"""How far each window looks on both sides."""


class SeenWord(Protocol):
    """A word that keeps its vector from one text to the next, as the bytes of its floats: joined, those of a text are its entry."""

    low: str
    shape: str
    flags: int
    vector: bytes | None


class Model:
    """Tags each word of a text. Safe to share between threads."""

    def __init__(self, tables: bytes, windows: bytes) -> None:
        import numpy

        self._numpy = numpy
        with numpy.load(BytesIO(tables)) as archive:
            arrays = {name: archive[name] for name in archive.files}
        self._tables = {
            name: (arrays[name], arrays[f"{name}_scale"].astype(numpy.float32))
            for name in ("word", "ngram", "shape", "gazetteer")
        }
        self._weight = arrays["entry_weight"].astype(numpy.float32)
        self._bias = arrays["entry_bias"].astype(numpy.float32)
        self._windows = Windows(windows, len(self._bias), SHIFTS)

    def _rows(self, table: str, rows: Sequence[int]) -> Any:
        values, scale = self._tables[table]
        return values[rows].astype(self._numpy.float32) * scale[rows]

    def _learn(self, words: Sequence[SeenWord]) -> None:
        """Compute the vector of words met for the first time; two threads may do so twice, with the same result."""
        numpy = self._numpy
        new = list({id(word): word for word in words}.values())
        bags = [ngram_rows(word.low) for word in new]
        flat = self._rows("ngram", list(chain.from_iterable(bags)))
        starts = numpy.cumsum([0, *map(len, bags[:-1])])
        means = numpy.add.reduceat(flat, starts, axis=0) / numpy.array(
            [[len(bag)] for bag in bags], dtype=numpy.float32
        )
        views = (
            self._rows("word", [word_row(word.low) for word in new]),
            means,
            self._rows("shape", [shape_row(word.shape) for word in new]),
            self._rows("gazetteer", [gazetteer_row(word.flags) for word in new]),
        )
        vectors = numpy.maximum(numpy.concatenate(views, axis=1) @ self._weight + self._bias, 0)
        for word, vector in zip(new, vectors, strict=True):
            word.vector = vector.tobytes()

    def vectors(self, words: Sequence[SeenWord]) -> list[bytes]:
        """Return the vector of each word, as the bytes of its floats."""
        if not all([word.vector for word in words]):
            self._learn([word for word in words if word.vector is None])
        return [word.vector for word in words if word.vector is not None]

    def read(self, texts: Sequence[Sequence[SeenWord]]) -> list[Tagging]:
        """Tag the words of many texts.

        Args:
            texts: The words of each text.

        Returns:
            The tagging of each text, in order; the same whatever the other texts of the call.
        """
        return self._windows.read(texts, self.vectors)


@cache
def model() -> Model:
    """Load the shipped network on first use, once per process.

    Returns:
        The network; about 0.1 s to load.
    """
    data = files(__package__).joinpath("data")
    return Model(data.joinpath("tables.npz").read_bytes(), data.joinpath("windows.onnx").read_bytes())
