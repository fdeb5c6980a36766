"""The pseudonyms that one scope has issued: the only ones that it restores.

The list holds personal values in clear. Whoever stores it seals it first (`egide.keys.seal`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from typing_extensions import override

from egide.pseudonyms.errors import IssuedRefused, PseudonymClash

__all__ = ["Issued", "Record"]

_FORMAT: Final = "egide-issued/1"


@dataclass(frozen=True, slots=True)
class Record:
    """One pseudonym and the value it stands for.

    Attributes:
        code: What identifies the pseudonym: lower case, without its dash. For a surrogate, the surrogate itself.
        label: The kind of value.
        pseudonym: The pseudonym as it was written.
        value: The value as it was written, byte for byte.
        raw: How the value stood in its file, where the file's format escaped it in a way of its own; None elsewhere.
        is_number: Whether the value stood in JSON without quotes.
    """

    code: str
    label: str
    pseudonym: str
    value: str = field(repr=False)
    raw: str | None = field(default=None, repr=False)
    is_number: bool = False

    def stands_for(self, other: Record) -> bool:
        """Say whether both records give the same value back, byte for byte."""
        return (self.value, self.raw, self.is_number) == (other.value, other.raw, other.is_number)


class Issued:
    """The records of one scope, by code. Not safe to change from two threads.

    >>> Issued([Record("k7q2b4xm", "PERSON", "[PERSONNE_k7q2-b4xm]", "Claire")])
    <Issued: 1 pseudonym(s)>
    """

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._records: dict[str, Record] = {}
        self._relabelled: set[str] = set()  # the same value found again under another label
        self._beginnings: set[str] = set()
        self._begun = 0  # how many records have their beginnings in the set: only a stream asks for them
        self._labels: frozenset[str] = frozenset()
        self._order: list[Record] = []
        self._by_value: dict[tuple[str, str, str | None, bool], Record] = {}
        for record in records:
            self.add(record)

    def add(self, record: Record) -> bool:
        """Remember a record.

        Args:
            record: The pseudonym and its value.

        Returns:
            Whether it is new, or known under another label only.

        Raises:
            PseudonymClash: the code stands for another value already.
        """
        known = self._records.get(record.code)
        if known is None:
            self._records[record.code] = record
        elif not known.stands_for(record):
            raise PseudonymClash("One pseudonym would stand for two values.")
        elif known.pseudonym == record.pseudonym or record.pseudonym in self._relabelled:
            return False
        else:
            self._relabelled.add(record.pseudonym)
        self._order.append(record)
        self._by_value[record.label, record.value, record.raw, record.is_number] = record
        if record.label not in self._labels:
            self._labels |= {record.label}
        return True

    def mark(self) -> int:
        """Return a mark for `since`."""
        return len(self._order)

    def since(self, mark: int) -> tuple[Record, ...]:
        """Return the records added after a mark, in the order of issue."""
        return tuple(self._order[mark:])

    def get(self, code: str) -> Record | None:
        """Return the record of a code, or None."""
        return self._records.get(code)

    def begins(self, beginning: str) -> bool:
        """Say whether the code of an issued pseudonym begins so."""
        for record in self._order[self._begun :]:
            self._beginnings.update(record.code[:length] for length in range(1, len(record.code) + 1))
        self._begun = len(self._order)
        return not beginning or beginning in self._beginnings

    def of_value(self, label: str, value: str, raw: str | None, *, is_number: bool) -> Record | None:
        """Return the record of a value under a label, or None."""
        return self._by_value.get((label, value, raw, is_number))

    @property
    def labels(self) -> frozenset[str]:
        """The labels of the pseudonyms issued."""
        return self._labels

    def merge(self, others: Iterable[Record]) -> list[Record]:
        """Take in the records of another process of the same scope.

        Args:
            others: Its records, or its `Issued`.

        Returns:
            Those that were new.

        Raises:
            PseudonymClash: both gave one pseudonym to two values.
        """
        return [record for record in others if self.add(record)]

    def copy(self) -> Issued:
        """Return a list of the same records, to which others are added apart."""
        other = Issued()
        other.adopt(self)
        return other

    def adopt(self, others: Issued) -> list[Record]:
        """Take in another list of the same scope; at once when this one is empty.

        Args:
            others: The other list.

        Returns:
            Those that were new.

        Raises:
            PseudonymClash: both gave one pseudonym to two values.
        """
        if self._order:
            return self.merge(others)
        self._records, self._relabelled = others._records.copy(), others._relabelled.copy()
        self._by_value, self._labels = others._by_value.copy(), others._labels
        self._order = others._order.copy()
        return list(self._order)

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._order)

    def __contains__(self, code: object) -> bool:
        return code in self._records

    @override
    def __repr__(self) -> str:
        return f"<Issued: {len(self)} pseudonym(s)>"

    def to_bytes(self) -> bytes:
        """Write the records as JSON in UTF-8, in the order of issue. The bytes hold the values in clear: seal them."""
        rows = [[r.code, r.label, r.pseudonym, r.value, r.raw, r.is_number] for r in self]
        return json.dumps({"format": _FORMAT, "records": rows}, ensure_ascii=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, written: bytes) -> Issued:
        """Read what `to_bytes` wrote.

        Args:
            written: The unsealed bytes.

        Returns:
            The records.

        Raises:
            IssuedRefused: the bytes are something else.
        """
        try:
            document = json.loads(written)
            if document["format"] != _FORMAT:
                raise IssuedRefused("Not a list of issued pseudonyms of a known format.")
            records = [_record(row) for row in document["records"]]
        except (ValueError, KeyError, TypeError) as failed:
            raise IssuedRefused("Not a list of issued pseudonyms.") from failed
        return cls(records)


def _record(row: object) -> Record:
    match row:
        case [str(code), str(label), str(pseudonym), str(value), str() | None as raw, bool(is_number)]:
            return Record(code, label, pseudonym, value, raw, is_number)
        case _:
            raise IssuedRefused("Not a record of an issued pseudonym.")
