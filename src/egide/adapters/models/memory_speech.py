"""A `SpeechModel` in memory: it hears what it was told to hear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from egide.assist.errors import InvalidModelOutput, ModelError

__all__ = ["MemorySpeech"]


@dataclass
class MemorySpeech:
    """Give the same transcript for any audio.

    Attributes:
        heard: The transcript, or an error to raise.
        name: The model's name.
        region: Where it claims to be.
    """

    heard: Mapping[str, Any] | ModelError = field(repr=False)
    name: str = "memory"
    region: str = "FR"

    def transcribe(self, audio: bytes, *, file_name: str, language: str, timeout_s: float) -> dict[str, Any]:
        """Turn a recording into text; see `SpeechModel.transcribe`."""
        if isinstance(self.heard, ModelError):
            raise self.heard
        if not self.heard.get("segments"):
            raise InvalidModelOutput(f"{self.name}: no segment in the answer")
        return dict(self.heard)
