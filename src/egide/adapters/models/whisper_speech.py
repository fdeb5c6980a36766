"""A local faster-whisper model, read from a folder: nothing is downloaded and the audio leaves nothing."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from egide.assist.errors import InvalidModelOutput, ModelTimeout, ModelUnavailable

__all__ = ["WhisperSpeech"]


@dataclass
class WhisperSpeech:
    """A `SpeechModel` that runs faster-whisper in this process.

    Attributes:
        name: The model's name in the configuration.
        folder: Where the converted model is.
        device: "cpu" or "cuda".
        compute_type: How numbers are held; "int8" suits a CPU.
        region: Where this machine is.
    """

    name: str
    folder: Path
    device: str = "cpu"
    compute_type: str = "int8"
    region: str = ""
    _model: Any = field(default=None, init=False, repr=False)

    def transcribe(self, audio: bytes, *, file_name: str, language: str, timeout_s: float) -> dict[str, Any]:
        """Turn a recording into text; see `SpeechModel.transcribe`. The limit is checked between segments."""
        model = self._loaded()
        begun = time.monotonic()
        try:
            heard, about = model.transcribe(
                io.BytesIO(audio), language=language or None, word_timestamps=True, vad_filter=True
            )
            segments = []
            for segment in heard:
                if time.monotonic() - begun > timeout_s:
                    raise ModelTimeout(f"{self.name}: no answer within {timeout_s:g} s")
                words = [
                    {"word": word.word.strip(), "start": word.start, "end": word.end} for word in segment.words or []
                ]
                segments.append(
                    {"start": segment.start, "end": segment.end, "text": segment.text.strip(), "words": words}
                )
        except (RuntimeError, ValueError, OSError) as unreadable:
            raise InvalidModelOutput(f"{self.name}: the recording cannot be read") from unreadable
        if not segments:
            raise InvalidModelOutput(f"{self.name}: nothing was heard")
        return {"language": about.language, "segments": segments}

    def _loaded(self) -> Any:
        if self._model is None:
            if not (self.folder / "model.bin").is_file():
                raise ModelUnavailable(f"{self.name}: no model.bin in its folder")
            try:
                from faster_whisper import WhisperModel  # type: ignore[import-not-found,import-untyped,unused-ignore]
            except ImportError as missing:
                raise ModelUnavailable(f"{self.name}: needs faster-whisper; install egide[asr]") from missing
            self._model = WhisperModel(
                str(self.folder), device=self.device, compute_type=self.compute_type, local_files_only=True
            )
        return self._model
