"""Texts whose values are marked `[[so]]`: what a test expects to be covered, read in its place."""

from __future__ import annotations

import re

from egide import Detector

_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def left_in_clear(marked: str) -> list[str]:
    """Return the marked values of which a letter or a digit stays in clear."""
    text = _MARK.sub(r"\1", marked)
    covered = {place for found in Detector.default().find(text) for place in range(found.start, found.end)}
    left, shift = [], 0
    for mark in _MARK.finditer(marked):
        start = mark.start() - shift
        value = mark.group(1)
        if any(char.isalnum() and start + place not in covered for place, char in enumerate(value)):
            left.append(value)
        shift += len("[[]]")
    return left
