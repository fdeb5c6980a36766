"""The recogniser of people's names: rules, gazetteers and tagger weighed into one decision."""

from collections.abc import Iterable, Iterator

from egide.detection.finding import Finding, Label
from egide.detection.names import cues
from egide.detection.names.reading import Reading, read
from egide.detection.names.rules import Candidate, propose
from egide.detection.text import Text

__all__ = ["NameRecogniser"]

_THRESHOLD = 0.5


class NameRecogniser:
    """Finds people's names in any casing; titles, firms, streets and virtual assistants are left out."""

    name = "names"
    labels = (Label.PERSON,)

    def find(self, text: Text) -> Iterable[Finding]:
        """Propose the names of one text.

        Args:
            text: A prepared text.

        Returns:
            Findings that do not overlap, in reading order.

        >>> [str(found) for found in NameRecogniser().find(Text("Bonjour, je m'appelle awa diarra"))]
        ['PERSON[22:32]']
        """
        reading = read(text)
        return list(_settle(reading, propose(reading)))


def _settle(reading: Reading, candidates: Iterable[Candidate]) -> Iterator[Finding]:
    taken: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda found: (-found.score, found.first - found.last)):
        if candidate.score < _THRESHOLD or _is_assistant(reading, candidate):
            continue
        if any(candidate.first < other.last and other.first < candidate.last for other in taken):
            continue
        taken.append(candidate)
    for candidate in sorted(taken):
        start = reading.tokens[candidate.first].start
        end = reading.tokens[candidate.last - 1].end
        yield Finding(Label.PERSON, start, end, candidate.score, ("recogniser:names", candidate.cue))


def _is_assistant(reading: Reading, candidate: Candidate) -> bool:
    """Tell whether the name is that of a machine: `je suis Victor, l'assistant virtuel`."""
    around = [
        reading.low(index)
        for index in (*range(candidate.first - 3, candidate.first), *range(candidate.last, candidate.last + 5))
    ]
    return any(word in cues.ASSISTANT_WORDS for word in around) and not {
        "sociale",
        "social",
        "administrative",
    }.intersection(around)
