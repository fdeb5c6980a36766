"""Run the windows of a network over the words of many texts, on one thread of onnxruntime."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

__all__ = ["Tagging", "Windows"]

_EMPTY: Final = -1e30
"""What an empty row holds: a window reads bytes, where it is nothing, and nothing that a window adds brings it back."""

_TOKENS_A_RUN: Final = 512
"""Tokens of one run of a network: what stays in the cache of a core; longer runs cost up to five times more a token."""

_OUTPUTS: Final = ("best", "peak", "person")

_Word = TypeVar("_Word")


class _Piece(NamedTuple):
    """Tokens `[first, last)` of a text to run, of which `size` count after the first `lead`."""

    first: int
    last: int
    lead: int
    size: int


class Tagging(NamedTuple):
    """What a network says of each word of a text.

    Attributes:
        best: The row of the most probable tag among those of the network.
        peak: Its probability.
        person: The probability of being a part of a person's name.
    """

    best: list[int]
    peak: list[float]
    person: list[float]


class Windows:
    """Tags each word of a text from its vector and those around. Safe to share between threads.

    Args:
        graph: The ONNX file.
        width: How many floats a vector holds.
        shifts: How far each window looks on both sides.
    """

    def __init__(self, graph: bytes, width: int, shifts: Sequence[int]) -> None:
        import numpy
        import onnxruntime

        self._numpy = numpy
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 3
        # A spare arena would grow with the longest text ever read and never shrink.
        options.enable_cpu_mem_arena = False
        session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        # The object under the wrapper, which asks again at each run what the session takes.
        self._infer: Any = session._sess.run
        self._session = session
        self._width = width
        # How far a word sees on each side, and the empty rows between two texts, so that no text sees its neighbour.
        self._reach = sum(shifts)
        self._gap_rows = max(shifts)
        self._edge = numpy.full(width, _EMPTY, dtype=numpy.float32).tobytes()
        self._gap = self._gap_rows * self._edge
        # The longest run: one word less than a full run, then the longest piece, each with its gap.
        rows = numpy.arange(2 * (_TOKENS_A_RUN + 2 * self._reach + self._gap_rows) + 2, dtype=numpy.int32)
        # For each window, the row before, the row, the row after; the first row is empty, and so is the last of a run.
        self._names = tuple(f"near{shift}" for shift in sorted(set(shifts)))
        self._near = numpy.stack(
            [numpy.stack((numpy.maximum(rows - shift, 0), rows, rows + shift), axis=1) for shift in sorted(set(shifts))]
        )

    def read(
        self, texts: Sequence[Sequence[_Word]], vectors: Callable[[Sequence[_Word]], list[bytes]]
    ) -> list[Tagging]:
        """Tag the words of many texts.

        Args:
            texts: The words of each text.
            vectors: Gives the vector of each word, as the bytes of its floats.

        Returns:
            The tagging of each text, in order; the same whatever the other texts of the call.
        """
        answer = [Tagging([], [], []) for _ in texts]
        batch: list[tuple[Tagging, Sequence[bytes], _Piece]] = []
        size = 0
        for tagging, words in zip(answer, texts, strict=True):
            for piece in self._pieces(len(words)):
                batch.append((tagging, vectors(words[piece.first : piece.last]), piece))
                size += piece.last - piece.first + self._gap_rows
                if size >= _TOKENS_A_RUN:
                    self._run(batch)
                    batch, size = [], 0
        if batch:
            self._run(batch)
        return answer

    def _pieces(self, size: int) -> list[_Piece]:
        """Cut a long text so that each word still sees its neighbours: the pieces overlap by what a word sees."""
        if size <= _TOKENS_A_RUN:
            return [_Piece(0, size, 0, size)] if size else []
        pieces = []
        for start in range(0, size, _TOKENS_A_RUN):
            first, end = max(0, start - self._reach), min(size, start + _TOKENS_A_RUN)
            pieces.append(_Piece(first, min(size, end + self._reach), start - first, end - start))
        return pieces

    def _run(self, batch: Sequence[tuple[Tagging, Sequence[bytes], _Piece]]) -> None:
        """Run the network once and append what it says to each tagging."""
        numpy = self._numpy
        pieces = [self._edge]
        for _, vectors, _ in batch:
            pieces += vectors
            pieces.append(self._gap)
        pieces[-1] = self._edge
        entry = numpy.frombuffer(b"".join(pieces), dtype=numpy.float32).reshape(-1, self._width)
        near = numpy.minimum(self._near[:, : len(entry)], len(entry) - 1)
        outputs = self._infer(_OUTPUTS, {"entry": entry, **dict(zip(self._names, near, strict=True))}, None)
        best, peak, person = (output.ravel().tolist() for output in outputs)
        place = 1
        for tagging, vectors, piece in batch:
            start = place + piece.lead
            tagging.best.extend(best[start : start + piece.size])
            tagging.peak.extend(peak[start : start + piece.size])
            tagging.person.extend(person[start : start + piece.size])
            place += len(vectors) + self._gap_rows
