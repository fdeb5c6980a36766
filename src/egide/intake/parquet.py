"""Read Parquet, one row group at a time, columns of any shape that a JSON line may have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from egide.intake.errors import UnreadableRecord, UnreadableTranscript
from egide.intake.flat import FlatReader
from egide.intake.limits import Options
from egide.intake.reasons import reject
from egide.intake.record import Item, Position
from egide.intake.shapes import records_of_object

__all__ = ["read_parquet"]

_BATCH_ROWS: Final = 512


def read_parquet(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """Read a Parquet file; the offset of a position is the rank of its row.

    Yields:
        Records and rejects, in the order of the rows.
    """
    import pyarrow
    import pyarrow.parquet

    damaged = (pyarrow.ArrowException, OSError, ValueError, OverflowError, KeyError)
    limit = options.limits.row_group_bytes
    flat = FlatReader(options)
    rank = 0
    try:
        opened = pyarrow.parquet.ParquetFile(stream)
        groups = opened.metadata.num_row_groups
        sizes = [opened.metadata.row_group(group).total_byte_size for group in range(groups)]
    except damaged:
        yield reject(Position(name), "parquet-malformed")
        return
    for group, size in enumerate(sizes):
        if size > limit:
            yield reject(Position(name, offset=rank), "parquet-too-large", limit)
            return
        batches = opened.iter_batches(batch_size=_BATCH_ROWS, row_groups=[group], use_threads=False)
        while True:
            try:
                batch = next(batches, None)
                rows = batch.to_pylist() if batch is not None else None
            except damaged:
                yield reject(Position(name, offset=rank), "parquet-malformed")
                return
            if rows is None:
                break
            for row in rows:
                yield from _items(row, Position(name, offset=rank), options, flat)
                rank += 1


def _items(row: dict[str, object], position: Position, options: Options, flat: FlatReader) -> list[Item]:
    # A column that is null in a row is a key that the row does not have.
    held = {column: cell for column, cell in row.items() if cell is not None}
    try:
        return list(records_of_object(held, position, options, flat))
    except UnreadableRecord as unreadable:
        return [reject(position, unreadable.code, unreadable.detail)]
    except UnreadableTranscript as unreadable:
        return [reject(position, "transcript-malformed", unreadable.why)]
