"""Grammars of service messages by language: one sentence a line under a `#section`; read by `training.tagger.generator`."""

from functools import cache
from pathlib import Path

LANGUAGES = ("fr", "en", "de", "es", "it", "nl", "pt")


@cache
def grammar(language: str) -> dict[str, list[str]]:
    """Read the sentences of one language, by section."""
    sections: dict[str, list[str]] = {}
    current = ""
    for line in (Path(__file__).parent / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            current = line[1:]
        elif line and not line.startswith("; "):
            sections.setdefault(current, []).append(line)
    return sections


def every_text() -> list[str]:
    """Return all sentences with their slots, for word counts."""
    return [line for language in LANGUAGES for lines in grammar(language).values() for line in lines]
