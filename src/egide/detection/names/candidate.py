"""A name that a rule or the tagger proposes."""

from typing import NamedTuple

__all__ = ["Candidate"]


class Candidate(NamedTuple):
    """Tokens `[first, last)` that may be a name, a confidence, and the cue that announced them."""

    first: int
    last: int
    score: float
    cue: str
