"""What detection refuses, with one root error."""

from __future__ import annotations

__all__ = ["BrandRulesRefused", "DetectionError", "GoldRefused"]


class DetectionError(Exception):
    """Root of the errors of `egide.detection`. No message ever holds a personal value."""


class BrandRulesRefused(DetectionError):
    """A brand's own recognisers cannot be used; the message names the file's line and the reason."""


class GoldRefused(DetectionError):
    """A gold file for evaluation is malformed; the message names the record and the reason."""
