"""What is said aloud: numbers in words, spelled names, dictated addresses, values cut by the other speaker.

Example:
    >>> from egide.detection.recognisers import written_rules
    >>> from egide.detection.text import Text
    >>> said = "mon portable le zéro six trente-neuf quatre-vingt-dix-huit vingt-deux zéro sept"
    >>> sorted({str(found) for found in SpokenRecogniser(written_rules()).find(Text(said))})
    ['PHONE[16:79]']
"""

from __future__ import annotations

from egide.detection.spoken.asked_abroad import AskedAbroad
from egide.detection.spoken.recogniser import SpokenRecogniser

__all__ = ["AskedAbroad", "SpokenRecogniser"]
