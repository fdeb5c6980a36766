"""Recordings of calls before they are text: what counts as one, and the two voices of a recording with two channels.

Nothing is decoded here but WAV, whose samples are in the open; any other format goes to the recogniser as it came.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["join_voices", "looks_recorded", "split_voices"]

_STEREO = 2
# First bytes of WAV, MP3 with tags, Ogg, FLAC, WebM; then MPEG frames (11 bits set) and the `ftyp` box of MP4.
_HEADS = (b"ID3", b"OggS", b"fLaC", b"\x1a\x45\xdf\xa3")
_SYNC, _SYNC_MASK = 0xE0, 0xE0
_FTYP = slice(4, 8)


def looks_recorded(audio: bytes) -> bool:
    """Tell a recording (WAV, MP3, Ogg, FLAC, M4A, WebM) from another file by its first bytes.

    Returns:
        Whether it begins like one.

    >>> looks_recorded(b"OggS" + bytes(40)), looks_recorded(b"%PDF-1.7")
    (True, False)
    """
    if audio.startswith(_HEADS) or (audio[:4] == b"RIFF" and audio[8:12] == b"WAVE") or audio[_FTYP] == b"ftyp":
        return True
    return len(audio) > 1 and audio[0] == 0xFF and audio[1] & _SYNC_MASK == _SYNC  # noqa: PLR2004 - MPEG frame sync


def split_voices(audio: bytes) -> tuple[bytes, bytes] | None:
    """Part a WAV with two channels into two with one, so that each voice is heard alone.

    Args:
        audio: The file's bytes.

    Returns:
        The left and the right channel as WAV files; None when it is no WAV with two channels.
    """
    try:
        with wave.open(io.BytesIO(audio), "rb") as opened:
            if opened.getnchannels() != _STEREO:
                return None
            width, rate = opened.getsampwidth(), opened.getframerate()
            frames = opened.readframes(opened.getnframes())
    except (wave.Error, EOFError):
        return None
    samples = memoryview(frames)[: len(frames) - len(frames) % (2 * width)]
    return _one_channel(samples, 0, width, rate), _one_channel(samples, width, width, rate)


def _one_channel(samples: memoryview, offset: int, width: int, rate: int) -> bytes:
    step = 2 * width
    kept = bytearray(len(samples) // 2)
    for byte in range(width):  # by slices: an hour of speech has tens of millions of samples
        kept[byte::width] = samples[offset + byte :: step]
    written = io.BytesIO()
    with wave.open(written, "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(width)
        opened.setframerate(rate)
        opened.writeframes(bytes(kept))
    return written.getvalue()


def join_voices(agent: Mapping[str, Any], customer: Mapping[str, Any]) -> dict[str, Any]:
    """Put what two channels said back into one call, in order, each with who speaks.

    Args:
        agent: What was heard of the agent, as `SpeechModel.transcribe` gives it.
        customer: What was heard of the customer.

    Returns:
        The same shape, for `egide.intake.transcripts`.

    >>> said = {"language": "fr", "segments": [{"start": 2.0, "end": 3.0, "text": "Oui ?"}]}
    >>> asked = {"language": "fr", "segments": [{"start": 0.0, "end": 1.0, "text": "Bonjour."}]}
    >>> [(turn["speaker"], turn["text"]) for turn in join_voices(said, asked)["segments"]]
    [('customer', 'Bonjour.'), ('agent', 'Oui ?')]
    """
    voices: Sequence[tuple[str, Mapping[str, Any]]] = (("agent", agent), ("customer", customer))
    turns = [{**segment, "speaker": name} for name, heard in voices for segment in heard.get("segments", ())]
    turns.sort(key=lambda turn: (turn["start"], turn["end"]))
    return {"language": customer.get("language") or agent.get("language") or "", "segments": turns}
