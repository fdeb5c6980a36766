"""The port through which a recording becomes a transcript, words with their times; the audio itself is never kept here."""

from __future__ import annotations

from typing import Any, Protocol

__all__ = ["SpeechModel"]


class SpeechModel(Protocol):
    """A recogniser of speech. Implementations live in `egide.adapters.models`."""

    @property
    def name(self) -> str:
        """The model's name in the configuration, for the journal."""
        ...

    @property
    def region(self) -> str:
        """Country or region code where the audio is processed, for the policy."""
        ...

    def transcribe(self, audio: bytes, *, file_name: str, language: str, timeout_s: float) -> dict[str, Any]:
        """Turn a recording into text.

        Args:
            audio: The file's bytes (WAV, MP3, Ogg…).
            file_name: Its name, for the format.
            language: ISO 639-1, or "" to let the model guess.
            timeout_s: Seconds for the whole call.

        Returns:
            `{"language", "segments": [{"start", "end", "text", "words": [{"word", "start", "end"}]}]}`, which `egide.intake.transcripts` reads.

        Raises:
            ModelTimeout: no answer in time.
            ModelUnavailable: unreachable, refused, or not installed.
            InvalidModelOutput: an answer without segments.
        """
        ...
