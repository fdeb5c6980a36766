"""The pseudonyms of files: their scope, who finds what they replace, and which of them a text holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from egide.bulk.errors import ForeignFile
from egide.bulk.reading_ahead import ReadAhead
from egide.bulk.records import Find
from egide.bulk.store import KnownFile, PseudonymStore
from egide.pseudonyms import Pseudonymiser, Scope

__all__ = ["FILES_SCOPE", "check_is_ours", "default_find", "find_nothing", "issued_in"]

FILES_SCOPE: Final = Scope("files", "files")
"""One value has one pseudonym in every file of one key."""


def default_find() -> Find:
    """Make the detector of the file commands."""
    from egide.detection import Detector

    detector = Detector.default()
    return ReadAhead(detector.find, detector.find_many, detector.find_conversation)


def find_nothing(text: str) -> tuple[()]:
    """Find nothing: restoring looks for pseudonyms only."""
    del text
    return ()


def issued_in(text: str, pseudonyms: Pseudonymiser, store: PseudonymStore, form: str) -> Pseudonymiser:
    """Give a pseudonymiser the records of the pseudonyms that stand in a text."""
    codes = pseudonyms.codes_in(text)
    if codes:
        pseudonyms.issued.merge(store.find(codes, form))
    return pseudonyms


def check_is_ours(source: Path, known: KnownFile | None, restored: int, discard: Callable[[], None]) -> None:
    """Refuse a file that was neither protected here nor holds a pseudonym of this key.

    Args:
        source: The file.
        known: What is remembered of it.
        restored: How many pseudonyms of this key it holds.
        discard: Removes what was written so far.

    Raises:
        ForeignFile: nothing in the file comes from this key.
    """
    if known is None and not restored:
        discard()
        raise ForeignFile(f"{source}: no pseudonym of this key is in it; it was protected with another key, or never.")
