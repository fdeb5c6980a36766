"""The shipped network: word vectors from hashed tables, windows run by onnxruntime on one thread."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import chain
from typing import Any, Final, NamedTuple, Protocol

from egide.detection.tagger.features import gazetteer_row, ngram_rows, shape_row, word_row

__all__ = ["GAP", "Model", "SeenWord", "Tagging", "model"]

GAP: Final = 4
"""Empty rows between two messages of a batch: as many as the widest window, so that no message sees its neighbour."""

_EMPTY: Final = -1e30
"""What an empty row holds: a window reads bytes, where it is nothing, and nothing that a window adds brings it back."""

_SHIFTS: Final = (1, 2, 4)
"""How far the windows look on each side; two of the four look one row away."""

_TOKENS_A_RUN: Final = 512
"""Tokens of one run of the network: what stays in the cache of a core; longer runs cost up to five times more a token."""

_REACH: Final = 8
"""How far a word sees on each side: the sum of the windows."""

_MOST_ROWS: Final = 2 * (_TOKENS_A_RUN + 2 * _REACH + GAP) + 2
"""Rows of the longest run: one word less than a full run, then the longest piece, each with its gap."""

_OUTPUTS: Final = ("best", "peak", "person")


class _Piece(NamedTuple):
    """Tokens `[first, last)` of a text to run, of which `size` count after the first `lead`."""

    first: int
    last: int
    lead: int
    size: int


class Tagging(NamedTuple):
    """What the network says of each word of a text.

    Attributes:
        best: The row of the most probable tag in `TAGS`.
        peak: Its probability.
        person: The probability of being a part of a person's name.
    """

    best: list[int]
    peak: list[float]
    person: list[float]


def _pieces(words: Sequence[object]) -> list[_Piece]:
    """Cut a long text so that each word still sees its neighbours: the pieces overlap by what a window reaches."""
    size = len(words)
    if size <= _TOKENS_A_RUN:
        return [_Piece(0, size, 0, size)]
    pieces = []
    for start in range(0, size, _TOKENS_A_RUN):
        first, end = max(0, start - _REACH), min(size, start + _TOKENS_A_RUN)
        pieces.append(_Piece(first, min(size, end + _REACH), start - first, end - start))
    return pieces


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
        # The object under the wrapper, which asks again at each run what the session takes.
        self._infer: Any = self._session._sess.run
        self._edge = numpy.full(len(self._bias), _EMPTY, dtype=numpy.float32).tobytes()
        self._gap = GAP * self._edge
        rows = numpy.arange(_MOST_ROWS, dtype=numpy.int32)
        # For each window, the row before, the row, the row after; the first row is empty, and so is the last of a run.
        self._near = numpy.stack(
            [numpy.stack((numpy.maximum(rows - shift, 0), rows, rows + shift), axis=1) for shift in _SHIFTS]
        )

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
        answer = [Tagging([], [], []) for _ in texts]
        batch: list[tuple[Tagging, Sequence[SeenWord], _Piece]] = []
        size = 0
        for tagging, words in zip(answer, texts, strict=True):
            for piece in _pieces(words) if words else ():
                batch.append((tagging, words[piece.first : piece.last], piece))
                size += piece.last - piece.first + GAP
                if size >= _TOKENS_A_RUN:
                    self._run(batch)
                    batch, size = [], 0
        if batch:
            self._run(batch)
        return answer

    def _run(self, batch: Sequence[tuple[Tagging, Sequence[SeenWord], _Piece]]) -> None:
        """Run the network once and append what it says to each tagging."""
        numpy = self._numpy
        pieces = [self._edge]
        for _, words, _ in batch:
            pieces += self.vectors(words)
            pieces.append(self._gap)
        pieces[-1] = self._edge
        entry = numpy.frombuffer(b"".join(pieces), dtype=numpy.float32).reshape(-1, len(self._bias))
        one, two, four = numpy.minimum(self._near[:, : len(entry)], len(entry) - 1)
        outputs = self._infer(_OUTPUTS, {"entry": entry, "near1": one, "near2": two, "near4": four}, None)
        best, peak, person = (output.ravel().tolist() for output in outputs)
        place = 1
        for tagging, words, piece in batch:
            start = place + piece.lead
            tagging.best.extend(best[start : start + piece.size])
            tagging.peak.extend(peak[start : start + piece.size])
            tagging.person.extend(person[start : start + piece.size])
            place += len(words) + GAP


@cache
def model() -> Model:
    """Load the shipped network on first use, once per process.

    Returns:
        The network; about 0.1 s to load.
    """
    data = files(__package__).joinpath("data")
    return Model(data.joinpath("tables.npz").read_bytes(), data.joinpath("windows.onnx").read_bytes())
