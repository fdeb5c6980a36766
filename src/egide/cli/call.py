"""`egide call review`: figures, script, card data and promises of one call transcript."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from egide.cli.outcome import BadInput

if TYPE_CHECKING:
    from egide.assist.speech import SpeechModel

_PATIENCE_S = 1_800.0


@click.group()
def call() -> None:
    """Review a call transcript."""


@call.command()
@click.argument("transcript", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option(
    "--agent", "agents", multiple=True, metavar="LABEL", help="Speaker label that is the agent (SPEAKER_00…)."
)
@click.option("--customer", "customers", multiple=True, metavar="LABEL", help="Speaker label that is the customer.")
@click.option("--pause", "pauses", multiple=True, type=(float, float), help="Seconds when the recording was paused.")
@click.option(
    "--whisper", type=click.Path(path_type=Path), help="Hear a recording with the faster-whisper model of this folder."
)
@click.option(
    "--transcriber",
    metavar="URL",
    help="Hear a recording with an OpenAI-compatible server (…/v1); its key, if any, in EGIDE_TRANSCRIBER_KEY.",
)
@click.option("--model", "model_name", default="whisper-1", show_default=True, help="The model's name on that server.")
@click.option(
    "--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Language of the customer's words."
)
def review(
    transcript: Path,
    agents: tuple[str, ...],
    customers: tuple[str, ...],
    pauses: tuple[tuple[float, float], ...],
    whisper: Path | None,
    transcriber: str | None,
    model_name: str,
    lang: str,
    *,
    as_json: bool,
) -> None:
    """Review TRANSCRIPT (.vtt, .srt or .json): talk, silence, script, card data with mute intervals, promises.

    A recording (WAV, MP3, Ogg…) is heard first, by the engine that --whisper or --transcriber names; its sound is not kept.
    """
    from egide.assist.call_review import INCIDENTS, review_call
    from egide.assist.recordings import looks_recorded
    from egide.detection import Detector
    from egide.intake.errors import UnreadableTranscript
    from egide.intake.transcripts import parse

    try:
        content = transcript.read_bytes()
        if looks_recorded(content):
            content = _heard(content, transcript, whisper, transcriber, model_name, lang)
        parsed = parse(content, transcript.name, dict.fromkeys(agents, "agent") | dict.fromkeys(customers, "customer"))
    except OSError as unreadable:
        raise BadInput(f"{transcript.name} cannot be read: {unreadable.strerror or 'unknown reason'}") from unreadable
    except UnreadableTranscript as broken:
        where = transcript.name if broken.line is None else f"{transcript.name}, line {broken.line}"
        raise BadInput(f"{where}: {broken.why}") from broken
    reviewed = review_call(
        parsed,
        pauses=pauses,
        detector=Detector.default(),
        language=parsed.language if parsed.language in {"fr", "en"} else lang,
    )
    if as_json:
        click.echo(json.dumps(reviewed.as_json(), ensure_ascii=False))
        return
    metrics = reviewed.metrics
    click.echo(
        f"{metrics.duration_s:.0f} s, agent speaks {_percent(metrics.talk_ratio)}, silence {_percent(metrics.silence_ratio)}, {len(metrics.overtalk)} overlaps, {len(reviewed.cards.mutes)} stretches to mute"
    )
    for incident in reviewed.incidents:
        at = "" if incident.at_s is None else f"{incident.at_s:.1f} s "
        click.echo(f"  {at}{INCIDENTS[incident.kind][lang == 'en']}{f' ({incident.about})' if incident.about else ''}")
    for commitment in reviewed.commitments:
        click.echo(f"  {commitment.at_s:.1f} s {commitment.text}")


def _heard(
    audio: bytes, path: Path, whisper: Path | None, transcriber: str | None, model_name: str, lang: str
) -> bytes:
    """Turn a recording into a transcript in JSON."""
    from egide.adapters.models.openai_speech import OpenAISpeech
    from egide.adapters.models.whisper_speech import WhisperSpeech
    from egide.assist.errors import ModelError

    engine: SpeechModel
    if whisper is not None:
        engine = WhisperSpeech("whisper", whisper)
    elif transcriber:
        key = os.environ.get("EGIDE_TRANSCRIBER_KEY", "")
        engine = OpenAISpeech("transcriber", model_name, transcriber, api_key=key)
    else:
        raise BadInput(f"{path.name} is a recording: name an engine with --whisper FOLDER or --transcriber URL")
    try:
        heard = engine.transcribe(audio, file_name=f"call{path.suffix.lower()}", language=lang, timeout_s=_PATIENCE_S)
    except ModelError as failed:
        raise BadInput(f"{path.name} was not transcribed: {failed}") from failed
    return json.dumps(heard).encode()


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{100 * share:.0f} %"
