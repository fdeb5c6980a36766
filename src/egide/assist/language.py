"""Say in which language a message is written, or that nobody can tell.

Function words and a few letters decide: enough to choose a stemmer, a lexicon and the language of an answer.
It needs no model and answers in microseconds; a text of two words is often undecided, and says so.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from egide.assist.words import fold, stopwords, words

__all__ = ["UNDETERMINED", "LanguageGuess", "detect_language"]


UNDETERMINED = "und"  # ISO 639-2 code for an undetermined language

_MARKERS: dict[str, str] = {
    "de": "der die das und ist nicht ich wir sie ein eine zu mit auf für von im den dem des wie mein meine bitte habe kann auch noch aber oder wenn warum rechnung",
    "es": "el los las y es no que en un una por con para del se lo mi su pero como cuando donde está estoy tengo quiero puedo gracias hola factura muy porque",
    "it": "il lo gli e è non che di un una per con del della sono ho mi si ma come quando dove perché grazie buongiorno vorrei posso fattura molto",
    "nl": "het een en is niet ik wij jullie van op voor met te dat deze mijn uw maar hoe waar wanneer graag bedankt heb kan ook nog factuur",
    "pt": "o os as e é não que em um uma por com para do da se meu minha mas como quando onde estou tenho quero posso obrigado olá fatura muito porque",
}
_LETTERS: dict[str, str] = {"fr": "çêàèùœîëïâ", "de": "ßäöü", "es": "ñ¿¡", "pt": "ãõ", "it": "ìò"}
_SCRIPTS: dict[str, str] = {
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "THAI": "th",
    "DEVANAGARI": "hi",
}

_READ = 4_000  # characters: past this, more text changes no decision


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """A language and how sure the guess is.

    Attributes:
        code: ISO 639-1, or "und".
        confidence: Between 0 and 1: share of the evidence that points to `code`.
    """

    code: str
    confidence: float


@cache
def _function_words() -> dict[str, frozenset[str]]:
    found = {code: frozenset(fold(word) for word in line.split()) for code, line in _MARKERS.items()}
    return found | {"fr": stopwords("fr"), "en": stopwords("en")}


def detect_language(text: str) -> LanguageGuess:
    """Guess the language of a text among fr, en, de, es, it, nl, pt, or by its script.

    Args:
        text: Any text; only its first 4,000 characters are read.

    Returns:
        The guess; `und` with confidence 0 when nothing decides.

    Example:
        >>> detect_language("Bonjour, je ne comprends pas ma facture").code
        'fr'
        >>> detect_language("12 345").code
        'und'
    """
    head = text[:_READ]
    script = _other_script(head)
    if script:
        return LanguageGuess(script, 1.0)
    tokens = [fold(word) for word in words(head) if not word.isdigit()]
    points = {code: float(sum(token in marked for token in tokens)) for code, marked in _function_words().items()}
    lowered = head.lower()
    for code, letters in _LETTERS.items():
        points[code] += 0.5 * sum(lowered.count(letter) for letter in letters)
    if "é" in lowered:
        points["fr"] += 0.3 * lowered.count("é")
    total = sum(points.values())
    best = max(points, key=lambda code: points[code])
    if total == 0 or list(points.values()).count(points[best]) > 1:
        return LanguageGuess(UNDETERMINED, 0.0)
    return LanguageGuess(best, round(points[best] / total, 3))


def _other_script(text: str) -> str | None:
    """Name the language of a text whose letters are mostly not Latin."""
    counted: dict[str, int] = {}
    letters = 0
    for character in text:
        if character.isalpha():
            letters += 1
            if character > "\u024f":
                family = unicodedata.name(character, "").split(" ")[0]
                code = _SCRIPTS.get(family)
                if code:
                    counted[code] = counted.get(code, 0) + 1
    if not letters or not counted:
        return None
    best = max(counted, key=lambda code: counted[code])
    return best if counted[best] * 2 > letters else None
