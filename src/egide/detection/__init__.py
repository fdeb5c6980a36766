"""Find personal data in text, and say why."""

from __future__ import annotations

from egide.detection.conversation import Turn
from egide.detection.detector import Detector
from egide.detection.errors import BrandRulesRefused, DetectionError, GoldRefused
from egide.detection.finding import DIRECT_LABELS, LABELS, SENSITIVE_LABELS, Finding, Label
from egide.detection.recogniser import Recogniser
from egide.detection.text import Text

__all__ = [
    "DIRECT_LABELS",
    "LABELS",
    "SENSITIVE_LABELS",
    "BrandRulesRefused",
    "DetectionError",
    "Detector",
    "Finding",
    "GoldRefused",
    "Label",
    "Recogniser",
    "Text",
    "Turn",
]
