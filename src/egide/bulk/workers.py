"""Do the same work on many pieces of a file, on every core, in order, with few pieces in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Final, NamedTuple, TypeVar

from typing_extensions import override

from egide.bulk.chunks import LineFile
from egide.bulk.errors import FileRefused
from egide.bulk.reading_ahead import ReadAhead
from egide.bulk.records import Find, conversations_in, protect_chunk
from egide.keys import SecretKey
from egide.pseudonyms import Found, Protected, Pseudonymiser, Record, Scope, Span

__all__ = ["Crew", "ProtectedChunk", "Protector", "protect_bytes"]

_AHEAD: Final = 3

Piece = TypeVar("Piece")
Done = TypeVar("Done")


class _Reader(Pseudonymiser):
    """Replaces nothing: what is to be asked about a chunk is known without the work of protecting it."""

    @override
    def protect(self, text: str, findings: Iterable[Found], *, labels: Iterable[str] | None = None) -> Protected:
        return Protected(text)

    @override
    def plan(self, text: str, findings: Iterable[Found], *, labels: Iterable[str] | None = None) -> list[Span]:
        return []


@dataclass(frozen=True, slots=True)
class Protector:
    """One key, one scope and one detector.

    Attributes:
        key: The key of the file commands.
        scope: Where one value has one pseudonym.
        find: Finds the personal data of one text.
    """

    key: SecretKey
    scope: Scope
    find: Find

    def pseudonyms(self) -> Pseudonymiser:
        """Begin with nothing issued: pseudonyms of a wide scope come from the key alone, so memory stays flat."""
        return Pseudonymiser(self.key, self.scope)

    def reader(self) -> Pseudonymiser:
        """Replace nothing: for the pass that only asks which texts there are."""
        return _Reader(self.key, self.scope)


class ProtectedChunk(NamedTuple):
    """A chunk and what stands for it."""

    source: bytes
    protected: bytes
    records: tuple[Record, ...]
    replaced: int


def protect_bytes(protector: Protector, piece: tuple[LineFile, bytes]) -> ProtectedChunk:
    """Protect one chunk of a file of lines."""
    layout, chunk = piece
    text, find = layout.decode(chunk), protector.find
    if isinstance(find, ReadAhead):
        find.read(lambda note: protect_chunk(layout.kind, text, protector.reader(), note, layout.sheet))
        find.read_conversations(conversations_in(layout.kind, text))
    pseudonyms = protector.pseudonyms()
    protected = protect_chunk(layout.kind, text, pseudonyms, find, layout.sheet)
    records = tuple(pseudonyms.issued)
    replaced = pseudonyms.count_codes(protected) if records else 0
    return ProtectedChunk(chunk, layout.encode(protected), records, replaced)


@dataclass(frozen=True, slots=True)
class Crew:
    """The processes that protect a file.

    Attributes:
        key: The key; it crosses a pipe to the workers, and no disk.
        scope: Where one value has one pseudonym.
        make_find: Makes the detector in each process; a function of a module.
        workers: How many processes; 1 works in this one.
    """

    key: SecretKey
    scope: Scope
    make_find: Callable[[], Find]
    workers: int = 1

    def work_in_order(self, work: Callable[[Protector, Piece], Done], pieces: Iterable[Piece]) -> Iterator[Done]:
        """Do the work on every piece.

        Args:
            work: A function of a module.
            pieces: The pieces, read as they are needed.

        Yields:
            What was done, in the order of the pieces.

        Raises:
            FileRefused: a worker was killed, for want of memory for instance.
        """
        if self.workers <= 1:
            protector = Protector(self.key, self.scope, self.make_find())
            for piece in pieces:
                yield work(protector, piece)
            return
        started = (self.key.reveal(), self.scope, self.make_find)
        with ProcessPoolExecutor(self.workers, get_context("spawn"), _start_worker, started) as pool:
            waiting: deque[Future[Done]] = deque()
            try:
                for piece in pieces:
                    waiting.append(pool.submit(_work, work, piece))
                    if len(waiting) >= self.workers * _AHEAD:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            except BrokenProcessPool as broken:
                raise FileRefused("A worker process was killed; run again to go on from here.") from broken
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


_protector: Protector | None = None


def _start_worker(secret: bytes, scope: Scope, make_find: Callable[[], Find]) -> None:
    global _protector  # noqa: PLW0603 - a worker process has one protector, made before its first piece
    _protector = Protector(SecretKey(secret), scope, make_find())


def _work(work: Callable[[Protector, Any], Any], piece: Any) -> Any:
    if _protector is None:
        raise FileRefused("The worker was not started.")
    return work(_protector, piece)
