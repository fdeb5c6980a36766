"""Find people's names by what announces them, by the lists of names and by the tagger."""

from __future__ import annotations

from egide.detection.recogniser import Recogniser

__all__ = ["recognisers"]


def recognisers() -> tuple[Recogniser, ...]:
    """Build the recogniser of names.

    Returns:
        One recogniser, safe to share between threads.
    """
    from egide.detection.names.recogniser import NameRecogniser

    return (NameRecogniser(),)
