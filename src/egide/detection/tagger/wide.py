"""The wide network: it reads up to 32 words away, over lines and turns, what a value is by the question that it answers.

Its words enter with the vectors of the first network and a small table of its own, so that a text costs it one run.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final, Protocol

from egide.detection.tagger.features import word_row
from egide.detection.tagger.model import Model, SeenWord, model
from egide.detection.tagger.windows import Tagging, Windows

__all__ = ["LABELS", "SHIFTS", "TAGS", "WORD_ROWS", "WideModel", "WideWord", "own_row", "wide_model"]

LABELS: Final = (
    "PERSON",
    "LOCATION",
    "ADDRESS",
    "HEALTH",
    "BELIEF",
    "ORIGIN",
    "SEXUAL",
    "OFFENCE",
    "FINANCE",
    "AGE",
    "BIRTHDATE",
    "REFERENCE",
    "SECRET",
    "ONLINE",
    "EMAIL",
    "PHONE",
    "IBAN",
    "CARD",
    "NATIONAL_ID",
    "TAX_ID",
    "ID_DOCUMENT",
    "PLATE",
    "IP",
)
TAGS: Final = ("O", *(f"{place}-{label}" for label in LABELS for place in "BI"))
"""`B` opens a span and `I` continues it."""

WORD_ROWS: Final = 4096
SHIFTS: Final = (1, 2, 4, 8, 16, 1)
"""How far each window looks on both sides."""


class WideWord(SeenWord, Protocol):
    """A word that also keeps its vector for the wide network."""

    wide: bytes | None


def own_row(low: str) -> int:
    """Return the row of a folded word in the table of the wide network."""
    return word_row(low) % WORD_ROWS


class WideModel:
    """Tags each word of a text. Safe to share between threads.

    Args:
        tables: The file of its table and of its entry.
        windows: Its ONNX file.
        first: The network whose vectors it reads.
    """

    def __init__(self, tables: bytes, windows: bytes, first: Model) -> None:
        import numpy

        self._numpy = numpy
        self._first = first
        with numpy.load(BytesIO(tables)) as archive:
            arrays = {name: archive[name] for name in archive.files}
        self._table = arrays["word"]
        self._scale = arrays["word_scale"].astype(numpy.float32)
        self._weight = arrays["entry_weight"].astype(numpy.float32)
        self._bias = arrays["entry_bias"].astype(numpy.float32)
        self._windows = Windows(windows, len(self._bias), SHIFTS)

    def vectors(self, words: Sequence[WideWord]) -> list[bytes]:
        """Return the vector of each word, as the bytes of its floats."""
        if not all([word.wide for word in words]):
            self._learn(list({id(word): word for word in words if word.wide is None}.values()))
        return [word.wide for word in words if word.wide is not None]

    def _learn(self, words: Sequence[WideWord]) -> None:
        """Compute the vector of words met for the first time; two threads may do so twice, with the same result."""
        numpy = self._numpy
        seen = numpy.frombuffer(b"".join(self._first.vectors(words)), dtype=numpy.float32).reshape(len(words), -1)
        rows = [own_row(word.low) for word in words]
        own = self._table[rows].astype(numpy.float32) * self._scale[rows]
        vectors = numpy.maximum(numpy.concatenate((seen, own), axis=1) @ self._weight + self._bias, 0)
        for word, vector in zip(words, vectors, strict=True):
            word.wide = vector.tobytes()

    def read(self, texts: Sequence[Sequence[WideWord]]) -> list[Tagging]:
        """Tag the words of many texts.

        Args:
            texts: The words of each text.

        Returns:
            The tagging of each text, in order, as rows of `TAGS`; the same whatever the other texts of the call.
        """
        return self._windows.read(texts, self.vectors)


@cache
def wide_model() -> WideModel:
    """Load the shipped wide network on first use, once per process.

    Returns:
        The network; about 0.1 s to load.
    """
    data = files(__package__).joinpath("data")
    return WideModel(
        data.joinpath("wide-tables.npz").read_bytes(), data.joinpath("wide-windows.onnx").read_bytes(), model()
    )
