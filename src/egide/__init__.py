"""Égide: AI for customer relations, where every use of personal data is decided, minimised and recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from egide.detection import Detector

__version__ = "0.1.0"
__all__ = ["Detector", "__version__"]


def __getattr__(name: str) -> object:
    """Load `Detector` on first use, so that importing the package stays instant."""
    if name == "Detector":
        from egide.detection import Detector

        return Detector
    raise AttributeError(name)
