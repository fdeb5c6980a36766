"""A text cut into words, each with what its letters, its casing and the gazetteers say."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from egide.detection.names.cues import CIVILITIES, CIVILITIES_WITH_CAPITAL, GREETINGS, LINKS_TO_SERVICE, PHRASES
from egide.detection.names.gazetteer import COMMON, PLACE, flags_by_word, given_level, surname_level
from egide.detection.names.stopwords import NOT_NAMES
from egide.detection.tagger.words import fold, raw_tokens, shape_of
from egide.detection.text import Text

__all__ = ["Reading", "Word", "read"]

_CUES = frozenset({*CIVILITIES, *CIVILITIES_WITH_CAPITAL, *PHRASES, *GREETINGS, *LINKS_TO_SERVICE, ":", "/"})
_CAPITALISED = frozenset({"Xx", "XX", "xX"})
_VOCABULARY_LIMIT = 16_384
_MOST_KEPT = 3
_SHOUTED_SHARE = 0.6
_ORDINARY, _TELLING_INSIDE, _TELLING = 0, 1, 2
_USUAL = 2
_SHOUTED_WORDS = 4


class Word:
    """What is known of one written word, apart from where it stands; kept from one text to the next.

    Attributes:
        low: The word, folded.
        shape: Its casing, see `shape_of`.
        flags: What the gazetteers say.
        given: How frequent it is as a given name, 0 to 3.
        surname: How frequent it is as a surname, 0 to 3.
        common: True when ordinary texts write it in lower case.
        barred: True when it never is a name by itself.
        cue: True when a rule may start at it.
        letter: True for one letter.
        notable: Whether any of cue, capital, letter or a newline holds: most words of a text are passed over by it.
        telling: Whether the tagger may read more in it than an ordinary word: 0 no, 1 unless it opens a sentence, 2 yes.
        vector: What the tagger knows of it, once computed.
        wide: What the wide network knows of it, once computed.
        opening: What the lexicons of sensitive phrases know of it, once looked up.
    """

    __slots__ = (
        "alpha",
        "barred",
        "capital",
        "common",
        "cue",
        "flags",
        "given",
        "letter",
        "low",
        "notable",
        "opening",
        "shape",
        "surname",
        "telling",
        "vector",
        "wide",
    )

    def __init__(self, raw: str) -> None:
        self.low = fold(raw)
        self.shape = shape_of(raw)
        self.flags = flags_by_word().get(self.low, 0)
        self.given = given_level(self.flags)
        self.surname = surname_level(self.flags)
        self.common = bool(self.flags & COMMON)
        self.barred = self.low in NOT_NAMES
        self.alpha = raw[0].isalpha()
        self.capital = self.shape in _CAPITALISED
        self.letter = self.alpha and len(self.low) == 1
        self.cue = self.letter or self.low in _CUES or self.low.isdigit()
        self.notable = self.cue or self.capital or raw == "\n"
        self.telling = _ORDINARY if self.barred or not self.alpha else self._telling()
        self.vector: Any = None
        self.wide: Any = None
        self.opening: Any = None

    def _telling(self) -> int:
        if not self.common or self.flags & PLACE or self.given >= _USUAL or self.surname >= _USUAL:
            return _TELLING
        return _TELLING_INSIDE if self.capital else _ORDINARY

    @property
    def listed(self) -> bool:
        """True when a list of given names or surnames holds it."""
        return bool(self.given or self.surname)


_vocabulary: dict[str, Word] = {}
# What stands between two white spaces, already cut: most of it is one word, or a word and its comma, met again and again.
_pieces: dict[str, tuple[Word, ...]] = {}


def _word(raw: str) -> Word:
    word = _vocabulary.get(raw)
    if word is None:
        if len(_vocabulary) >= _VOCABULARY_LIMIT:
            _vocabulary.clear()
        word = _vocabulary[raw] = Word(raw)
    return word


def _cut(piece: str) -> tuple[Word, ...]:
    words = tuple([_word(raw) for raw in raw_tokens(piece)])
    # Longer pieces are addresses and numbers, which do not come back.
    if len(words) <= _MOST_KEPT:
        if len(_pieces) >= _VOCABULARY_LIMIT:
            _pieces.clear()
        _pieces[piece] = words
    return words


class Reading:
    """One text as words.

    Attributes:
        words: The words, in order.
        shouted: For each word, whether its line is written in capitals.
        cues: Where the words stand at which a rule may start.
        capitals: Where the words with a capital stand.
        newlines: Where the newlines stand.
        letters: How many words are one letter.
    """

    __slots__ = ("_lows", "_spans", "_text", "capitals", "cues", "letters", "newlines", "shouted", "words")

    def __init__(self, text: str) -> None:
        known = _pieces
        self._text = text
        self._spans: list[tuple[int, int]] | None = None
        self._lows: frozenset[str] | None = None
        self.words: list[Word] = []
        for number, line in enumerate(text.split("\n")):
            if number:
                self.words.append(_word("\n"))
            for piece in line.split():
                self.words += known.get(piece) or _cut(piece)
        self.cues: list[int] = []
        self.capitals: list[int] = []
        self.newlines: list[int] = []
        self.letters = 0
        self._survey()
        self.shouted: Sequence[bool] = self._shouted()

    def _survey(self) -> None:
        """Note in one pass where the few words stand that the rules look at."""
        cues, capitals = self.cues, self.capitals
        for index, word in enumerate(self.words):
            if word.notable:
                if word.cue:
                    cues.append(index)
                    if word.letter:
                        self.letters += 1
                if word.capital:
                    capitals.append(index)
                if word.low == "\n":
                    self.newlines.append(index)

    def _shouted(self) -> Sequence[bool]:
        words = self.words
        if [words[index].shape for index in self.capitals].count("XX") < _SHOUTED_WORDS:
            return [False] * len(words)
        answer: list[bool] = []
        for first, end in pairwise((-1, *self.newlines, len(words))):
            answer.extend([_is_shouted(words[first + 1 : end + 1])] * (min(end + 1, len(words)) - first - 1))
        return answer

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The place of each word, computed on first use: many texts hold nothing to report."""
        if self._spans is None:
            self._spans = self._find_spans()
        return self._spans

    def _find_spans(self) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        find, words = self._text.find, self.words
        end = 0
        for line in self._text.split("\n"):
            for piece in line.split():
                start = find(piece, end)
                end = start + len(piece)
                while start < end:
                    # A folded word is as long as the word.
                    stop = start + len(words[len(spans)].low)
                    spans.append((start, stop))
                    start = stop
            newline = find("\n", end)
            spans.append((newline, newline + 1))
            end = newline + 1
        spans.pop()  # the text ends where its last line does
        return spans

    @property
    def lows(self) -> frozenset[str]:
        """The different words, folded: one look tells whether any word of a list is there."""
        if self._lows is None:
            self._lows = frozenset([word.low for word in self.words])
        return self._lows

    def may_tell(self) -> bool:
        """Tell whether the tagger may find something: not in a text of small and ordinary words only."""
        for index, word in enumerate(self.words):
            if word.telling and (word.telling == _TELLING or not self.opens_sentence(index)):
                return True
        return False

    def low(self, index: int) -> str:
        """Return the folded word at an index, or nothing outside the text."""
        return self.words[index].low if 0 <= index < len(self.words) else ""

    def joined(self, index: int) -> bool:
        """Tell whether a token touches the one before."""
        return 0 < index < len(self.words) and self.spans[index - 1][1] == self.spans[index][0]

    def opens_line(self, index: int) -> bool:
        """Tell whether a token begins its line; quote marks of replies do not count."""
        index -= 1
        while index >= 0 and self.words[index].low in {">", "-", "*", "|"}:
            index -= 1
        return index < 0 or self.words[index].low == "\n"

    def opens_sentence(self, index: int) -> bool:
        """Tell whether a capital letter at this token may only mark the start of a sentence."""
        return self.opens_line(index) or self.low(index - 1) in {".", "!", "?", ":", '"', "(", "-", ">", "…"}


def _is_shouted(line: list[Word]) -> bool:
    letters = [word for word in line if word.alpha and word.shape != "X"]
    capitals = sum(word.shape == "XX" for word in letters)
    return capitals >= _SHOUTED_WORDS and capitals >= _SHOUTED_SHARE * len(letters)


def read(text: Text) -> Reading:
    """Cut a prepared text into words once, whichever recogniser asks first.

    Args:
        text: A prepared text.

    Returns:
        Its reading, kept with the text.
    """
    kept = text.__dict__.get("reading")
    if kept is None:
        kept = text.__dict__["reading"] = Reading(text.original)
    return kept
