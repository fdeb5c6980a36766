"""A text cut into words, each with what its letters, its casing and the gazetteers say."""

from bisect import bisect_left
from typing import Any

from egide.detection.names.gazetteer import COMMON, flags_by_word, given_level, surname_level
from egide.detection.names.stopwords import NOT_NAMES
from egide.detection.tagger.words import Token, fold, shape_of, tokenise
from egide.detection.text import Text

__all__ = ["Reading", "Word", "read"]

_CAPITALISED = frozenset({"Xx", "XX", "xX"})
_VOCABULARY_LIMIT = 50_000
_SHOUTED_SHARE = 0.6
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
        vector: What the tagger knows of it, once computed.
    """

    __slots__ = ("alpha", "barred", "capital", "common", "flags", "given", "low", "shape", "surname", "vector")

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
        self.vector: Any = None

    @property
    def listed(self) -> bool:
        """True when a list of given names or surnames holds it."""
        return bool(self.given or self.surname)


_vocabulary: dict[str, Word] = {}


def _word(raw: str) -> Word:
    word = _vocabulary.get(raw)
    if word is None:
        if len(_vocabulary) >= _VOCABULARY_LIMIT:
            _vocabulary.clear()
        word = _vocabulary[raw] = Word(raw)
    return word


class Reading:
    """One text as words.

    Attributes:
        tokens: The tokens, in order.
        words: The word of each token.
        shouted: For each token, whether its line is written in capitals.
    """

    __slots__ = ("shouted", "starts", "tokens", "words")

    def __init__(self, text: str) -> None:
        self.tokens: list[Token] = tokenise(text)
        known = _vocabulary
        self.words: list[Word] = [known.get(token.raw) or _word(token.raw) for token in self.tokens]
        self.starts: list[int] | None = None
        self.shouted: list[bool] = _shouted(self.words)

    def index_at(self, offset: int) -> int:
        """Return the first token that starts at or after an offset."""
        if self.starts is None:
            self.starts = [token.start for token in self.tokens]
        return bisect_left(self.starts, offset)

    def low(self, index: int) -> str:
        """Return the folded word at an index, or nothing outside the text."""
        return self.words[index].low if 0 <= index < len(self.words) else ""

    def joined(self, index: int) -> bool:
        """Tell whether a token touches the one before."""
        return 0 < index < len(self.tokens) and self.tokens[index - 1].end == self.tokens[index].start

    def opens_line(self, index: int) -> bool:
        """Tell whether a token begins its line; quote marks of replies do not count."""
        index -= 1
        while index >= 0 and self.words[index].low in {">", "-", "*", "|"}:
            index -= 1
        return index < 0 or self.words[index].low == "\n"

    def opens_sentence(self, index: int) -> bool:
        """Tell whether a capital letter at this token may only mark the start of a sentence."""
        return self.opens_line(index) or self.low(index - 1) in {".", "!", "?", ":", '"', "(", "-", ">", "…"}


def _shouted(words: list[Word]) -> list[bool]:
    if not any(word.shape == "XX" for word in words):
        return [False] * len(words)
    answer: list[bool] = []
    line: list[Word] = []
    for word in words:
        line.append(word)
        if word.low == "\n":
            answer.extend([_is_shouted(line)] * len(line))
            line = []
    answer.extend([_is_shouted(line)] * len(line))
    return answer


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
