"""Any server with the OpenAI transcription endpoint: a vendor, faster-whisper-server, whisper.cpp, vLLM."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from egide.assist.errors import InvalidModelOutput, ModelTimeout, ModelUnavailable

__all__ = ["OpenAISpeech"]


@dataclass
class OpenAISpeech:
    """A `SpeechModel` over an OpenAI-compatible endpoint.

    Attributes:
        name: The model's name in the configuration.
        model: The model's name at the provider.
        base_url: Address of the endpoint.
        api_key: The key; empty for a local server.
        region: Where the audio is processed.
    """

    name: str
    model: str
    base_url: str
    api_key: str = field(default="", repr=False)
    region: str = ""

    def transcribe(self, audio: bytes, *, file_name: str, language: str, timeout_s: float) -> dict[str, Any]:
        """Turn a recording into text; see `SpeechModel.transcribe`."""
        import openai

        options: dict[str, Any] = {"language": language} if language else {}
        try:
            with openai.OpenAI(base_url=self.base_url, api_key=self.api_key or "none", max_retries=0) as client:
                heard = client.audio.transcriptions.create(
                    model=self.model,
                    file=(file_name, audio),
                    response_format="verbose_json",
                    timestamp_granularities=["word", "segment"],
                    timeout=timeout_s,
                    **options,
                )
        except openai.APITimeoutError as slow:
            raise ModelTimeout(f"{self.name}: no answer within {timeout_s:g} s") from slow
        except openai.APIStatusError as refused:
            raise ModelUnavailable(f"{self.name}: status {refused.status_code}") from None
        except openai.OpenAIError as unreachable:
            raise ModelUnavailable(f"{self.name}: {type(unreachable).__name__}") from None
        return _shaped(heard, self.name)


def _shaped(heard: Any, name: str) -> dict[str, Any]:
    """Put each word in its segment: the endpoint gives them in two lists."""
    segments = getattr(heard, "segments", None)
    if not segments:
        raise InvalidModelOutput(f"{name}: no segment in the answer")
    words = [{"word": word.word, "start": word.start, "end": word.end} for word in getattr(heard, "words", None) or []]
    shaped = []
    for segment in segments:
        inside = [word for word in words if segment.start <= (word["start"] + word["end"]) / 2 < segment.end]
        said = {"start": segment.start, "end": segment.end, "text": segment.text.strip(), "words": inside}
        speaker = getattr(segment, "speaker", None)  # servers that tell speakers apart add it
        shaped.append({**said, "speaker": speaker} if isinstance(speaker, str) else said)
    return {"language": getattr(heard, "language", "") or "", "segments": shaped}
