"""The shipped network: word vectors from hashed tables, windows run by onnxruntime on one thread."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Protocol

from egide.detection.tagger.features import gazetteer_row, ngram_rows, shape_row, word_row

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Floats = NDArray[float32]

__all__ = ["Model", "SeenWord", "model"]

GAP: Final = 4
"""Empty tokens between two messages of a batch: as many as the widest window, so that no message sees its neighbour."""

_TOKENS_A_RUN: Final = 4096


class SeenWord(Protocol):
    """A word that keeps its vector from one text to the next."""

    low: str
    shape: str
    flags: int
    vector: Any


class Model:
    """Gives each word of a text the probability of each tag. Safe to share between threads."""

    def __init__(self, tables: bytes, windows: bytes) -> None:
        import numpy
        import onnxruntime

        self._numpy = numpy
        with numpy.load(BytesIO(tables)) as archive:
            arrays = {name: archive[name] for name in archive.files}
        self._tables = {
            name: (arrays[name], arrays[f"{name}_scale"].astype(numpy.float32))
            for name in ("word", "ngram", "shape", "gazetteer")
        }
        self._weight = arrays["entry_weight"].astype(numpy.float32)
        self._bias = arrays["entry_bias"].astype(numpy.float32)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 3
        # A spare arena would grow with the longest text ever read and never shrink.
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(windows, options, providers=["CPUExecutionProvider"])
        self._gap = numpy.zeros(GAP * len(self._bias), dtype=numpy.float32)

    def _rows(self, table: str, rows: Sequence[int]) -> Any:
        values, scale = self._tables[table]
        return values[rows].astype(self._numpy.float32) * scale[rows]

    def _learn(self, words: Iterable[SeenWord]) -> None:
        """Compute the vector of words met for the first time; two threads may do so twice, with the same result."""
        numpy = self._numpy
        new = list({id(word): word for word in words if word.vector is None}.values())
        if not new:
            return
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
            word.vector = vector

    def probabilities(self, texts: Sequence[Sequence[SeenWord]]) -> list["Floats"]:
        """Give each word the probability of each tag.

        Args:
            texts: The words of each text.

        Returns:
            For each text an array of shape (words, `len(TAGS)`); the same whatever the other texts of the call.
        """
        answer: list[Floats] = []
        batch: list[Sequence[SeenWord]] = []
        size = 0
        for words in texts:
            batch.append(words)
            size += len(words) + GAP
            if size >= _TOKENS_A_RUN:
                answer.extend(self._run(batch))
                batch, size = [], 0
        if batch:
            answer.extend(self._run(batch))
        return answer

    def _run(self, batch: Sequence[Sequence[SeenWord]]) -> list["Floats"]:
        numpy = self._numpy
        self._learn(word for words in batch for word in words)
        width = len(self._bias)
        pieces: list[Any] = []
        bounds: list[tuple[int, int]] = []
        place = 0
        for words in batch:
            pieces.extend(word.vector for word in words)
            pieces.append(self._gap)
            bounds.append((place, place + len(words)))
            place += len(words) + GAP
        entry = numpy.concatenate(pieces).reshape(-1, width)
        mask = numpy.zeros((place, 1), dtype=numpy.float32)
        for start, end in bounds:
            mask[start:end] = 1
        scores = self._session.run(["probability"], {"entry": entry, "mask": mask})[0]
        return [scores[start:end] for start, end in bounds]


@cache
def model() -> Model:
    """Load the shipped network on first use, once per process.

    Returns:
        The network; about 0.1 s to load.
    """
    data = files(__package__).joinpath("data")
    return Model(data.joinpath("tables.npz").read_bytes(), data.joinpath("windows.onnx").read_bytes())
