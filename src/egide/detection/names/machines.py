"""Tell the name of a machine from that of a person: `je suis Victor, l'assistant virtuel`."""

from typing import Final

from egide.detection.names import cues
from egide.detection.names.candidate import Candidate
from egide.detection.names.reading import Reading

__all__ = ["is_assistant"]

_BEHIND: Final = 5
_BESIDE_IT: Final = 3
_ALSO_ELSEWHERE: Final = frozenset({"bot", "robot", "automate"})  # "un pied bot", "un robot de cuisine"
_SAID_EARLY: Final = 16


def _speaks_for_a_machine(reading: Reading, index: int) -> bool:
    """Tell whether a robot says the word of itself: `Bot : Bonjour, ici Alba`, `Assistente virtuale: sono Bice`."""
    if reading.low(index - 1) not in cues.SAYS_WHO_ONE_IS:
        return False
    start = index
    while start > 0 and reading.low(start - 1) != "\n" and index - start < _SAID_EARLY:
        start -= 1
    heads: list[str] = []
    for place in range(start, index):
        if reading.low(place) == ":":
            return not (cues.MACHINES | cues.DIGITAL).isdisjoint(heads)
        heads.append(reading.low(place))
    return False


def is_assistant(reading: Reading, candidate: Candidate) -> bool:
    """Tell whether the name is that of a machine: `je suis Victor, l'assistant virtuel`."""
    if reading.low(candidate.first - 1) in cues.MACHINES or reading.low(candidate.first) in cues.MACHINES:
        return True  # "Bot Léa :"
    if _speaks_for_a_machine(reading, candidate.first):
        return True
    after: list[str] = []
    while len(after) < _BEHIND and reading.low(candidate.last + len(after)) not in {"", "\n"}:
        after.append(reading.low(candidate.last + len(after)))
    around = [*(reading.low(index) for index in range(candidate.first - 4, candidate.first)), *after]
    if not cues.MACHINES.isdisjoint(after[:_BESIDE_IT]):
        return True  # "Léo le robot"
    if not cues.ASSISTANT_WORDS.intersection(around) - _ALSO_ELSEWHERE:
        return False
    if cues.DIGITAL.intersection(around):
        return True  # "je suis Stella, votre guide numérique"
    return (
        not {
            "sociale",
            "social",
            "administrative",
            "direction",
            "maternelle",
            "dentaire",
            "bordo",
            "vuelo",
            ":",
        }.intersection(around)
        or "virtuel" in around
    )
