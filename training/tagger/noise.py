"""Re-case, strip accents, mistype: what people and transcripts do to a message, its spans following."""

import random
import unicodedata

from training.tagger.sources import Labelled

Span = tuple[int, int, str]


def same_length_lower(text: str) -> str:
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def same_length_upper(text: str) -> str:
    return "".join(char.upper() if len(char.upper()) == 1 else char for char in text)


def same_length_plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFD", char)[0] for char in text)


def noise(dice: random.Random, text: str, spans: list[Span]) -> Labelled:
    """Re-case, strip accents, mistype; spans follow."""
    roll = dice.random()
    if dice.random() < 0.12:
        text, spans = mistype(dice, text, spans)
    if roll < 0.26:
        text = same_length_lower(text)
    elif roll < 0.35:
        text = same_length_upper(text)
    elif roll < 0.41:
        for start, end, label in spans:
            if label == "PERSON":
                text = text[:start] + same_length_lower(text[start:end]) + text[end:]
    if dice.random() < 0.25:
        text = same_length_plain(text)
    if dice.random() < 0.1:
        text = text.replace("'", dice.choice(["’", " "]))
    return text, spans


def mistype(dice: random.Random, text: str, spans: list[Span]) -> Labelled:
    """Swap, drop or double letters; spans follow."""
    for _ in range(max(1, len(text) // 60)):
        place = dice.randrange(1, max(2, len(text) - 2))
        if place + 1 >= len(text) or not (
            text[place].isalpha() and text[place - 1].isalpha() and text[place + 1].isalpha()
        ):
            continue
        change = dice.choice([-1, 0, 1])
        if change == 0:
            text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
            continue
        text = text[:place] + (text[place] * 2 if change == 1 else "") + text[place + 1 :]
        spans = [(start + change * (start > place), end + change * (end > place), label) for start, end, label in spans]
    return text, [(start, end, label) for start, end, label in spans if end > start]
