"""What detection refuses, with one root error."""

from __future__ import annotations

from typing_extensions import override

__all__ = ["BrandRulesRefused", "DetectionError", "GoldRefused"]


class DetectionError(Exception):
    """Root of the errors of `egide.detection`. No message ever holds a personal value."""


class BrandRulesRefused(DetectionError):
    """A brand's own recognisers cannot be used; the message names the file's line and the reason.

    Attributes:
        french: The reason in French; as text, the error is its English.

    >>> refused = BrandRulesRefused("line 3: score: expected a number", "ligne 3 : score : un nombre est attendu")
    >>> str(refused), refused.french
    ('line 3: score: expected a number', 'ligne 3 : score : un nombre est attendu')
    """

    def __init__(self, english: str, french: str) -> None:
        super().__init__(english, french)
        self.french = french

    @override
    def __str__(self) -> str:
        return str(self.args[0])


class GoldRefused(DetectionError):
    """A gold file for evaluation is malformed; the message names the record and the reason."""
