"""Tables, pages of tables and the plots that a table backs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from egide.service.design.contexts.shell import EmptyState

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``numeric`` aligns its cells right, ``sort_url`` makes its heading a link that sorts on the server."""

    label: StrOrPromise
    numeric: bool = False
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a text, a time that is localised, or both; ``url`` makes it a link, ``status`` a badge of its text."""

    text: StrOrPromise = ""
    url: str = ""
    at: datetime | None = None
    status: Literal["", "ok", "info", "warning", "danger", "neutral"] = ""
    code: bool = False


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where one stands in a list cut in pages of 25; positions count from 1."""

    page: int
    pages: int
    total: int
    first: int
    last: int
    previous_url: str = ""
    next_url: str = ""

    @classmethod
    def of(cls, *, page: int, total: int, url: str, size: int = PAGE_SIZE) -> Pagination:
        """Compute the page's bounds; ``url`` ends where the page number goes, as in ``?brand=x&page=``.

        >>> Pagination.of(page=2, total=60, url="?page=")
        Pagination(page=2, pages=3, total=60, first=26, last=50, previous_url='?page=1', next_url='?page=3')
        """
        pages = max(1, -(-total // size))
        page = min(max(1, page), pages)
        first = (page - 1) * size + 1 if total else 0
        return cls(
            page=page,
            pages=pages,
            total=total,
            first=first,
            last=min(total, page * size),
            previous_url=f"{url}{page - 1}" if page > 1 else "",
            next_url=f"{url}{page + 1}" if page < pages else "",
        )


@dataclass(frozen=True, slots=True)
class TableView:
    """A table with its caption; the first cell of each row is its heading."""

    caption: StrOrPromise
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: EmptyState | None = None
    pagination: Pagination | None = None


@dataclass(frozen=True, slots=True)
class PlotPoint:
    """One bar or one point; ``low`` and ``high`` draw the interval of an estimate."""

    label: StrOrPromise
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class PlotView:
    """A plot drawn by the server as SVG, readable in grey, with its table folded behind it."""

    kind: Literal["bar", "line"]
    title: StrOrPromise
    unit: StrOrPromise
    points: tuple[PlotPoint, ...]
    period: StrOrPromise = ""
    method_url: str = ""
