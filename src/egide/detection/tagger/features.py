"""What the tagger sees of one word: hashed letters, casing, and what the gazetteers say; never the word itself.

Words are folded before hashing, so that accents and casing reach the network by the shape alone and it cannot go blind when a
writer leaves them out.
"""

from typing import Final
from zlib import crc32

__all__ = [
    "GAZETTEER_ROWS",
    "LABELS",
    "NGRAM_ROWS",
    "SHAPES",
    "TAGS",
    "WORD_ROWS",
    "gazetteer_row",
    "ngram_rows",
    "shape_row",
    "word_row",
]

WORD_ROWS: Final = 16384
NGRAM_ROWS: Final = 32768
GAZETTEER_ROWS: Final = 64
_LONGEST: Final = 24

_MARKS: Final = "\n . , ; : ! ? ( ) [ ] / - – ' ’ \" « » @ & + * > < | _ # % € ° … = · •".replace("\n", "NEWLINE")
SHAPES: Final = ("?", "x", "Xx", "XX", "X", "xX", "o", *(f"d{length}" for length in range(1, 10)), *_MARKS.split())
_SHAPE_ROW: Final = {shape: row for row, shape in enumerate(SHAPES)}

LABELS: Final = (
    "PERSON",
    "LOCATION",
    "ADDRESS",
    "ORG",
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
)
TAGS: Final = ("O", *(f"{place}-{label}" for label in LABELS for place in "BI"))
"""`B` opens a span and `I` continues it; `ORG` is learnt so that firms are told from people, and never reported."""


def word_row(low: str) -> int:
    """Return the row of a folded word in the table of words; digits count by their number only."""
    return crc32(("0" * min(len(low), 9) if low.isdigit() else low).encode()) % WORD_ROWS


def ngram_rows(low: str) -> list[int]:
    """Return the rows of the groups of 2 to 5 letters of a folded word, its two edges marked."""
    if not low[:1].isalpha():
        return [0]
    edged = f"^{low[:_LONGEST]}$"
    return [
        1 + crc32(edged[start : start + size].encode()) % (NGRAM_ROWS - 1)
        for size in (2, 3, 4, 5)
        for start in range(max(1, len(edged) - size + 1))
    ]


def shape_row(shape: str) -> int:
    """Return the row of a casing or mark; marks that are not listed share one row."""
    return _SHAPE_ROW.get("NEWLINE" if shape == "\n" else shape, 0)


def gazetteer_row(flags: int) -> int:
    """Return the row of what the gazetteers say; the gender of a given name is not shown to the network."""
    return flags % GAZETTEER_ROWS
