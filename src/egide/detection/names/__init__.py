"""Find people's names by what announces them, by the lists of names and by the tagger."""

from __future__ import annotations

from egide.detection.recogniser import Recogniser

__all__ = ["recognisers"]


def recognisers() -> tuple[Recogniser, ...]:
    """Build the recogniser of names and that of the tagger's other labels.

    Returns:
        Two recognisers, safe to share between threads; both read the same run of the network.
    """
    from egide.detection.names.recogniser import NameRecogniser, TaggedRecogniser

    return (NameRecogniser(), TaggedRecogniser())
