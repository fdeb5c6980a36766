"""`egide call review`: figures, script, card data and promises of one call transcript."""

from __future__ import annotations

import json
from pathlib import Path

import click

from egide.cli.outcome import BadInput


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
    "--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Language of the customer's words."
)
def review(
    transcript: Path,
    agents: tuple[str, ...],
    customers: tuple[str, ...],
    pauses: tuple[tuple[float, float], ...],
    lang: str,
    *,
    as_json: bool,
) -> None:
    """Review TRANSCRIPT (.vtt, .srt or .json): talk, silence, script, card data with mute intervals, promises."""
    from egide.assist.call_review import INCIDENTS, review_call
    from egide.detection import Detector
    from egide.intake.errors import UnreadableTranscript
    from egide.intake.transcripts import parse

    try:
        content = transcript.read_bytes()
        parsed = parse(content, transcript.name, dict.fromkeys(agents, "agent") | dict.fromkeys(customers, "customer"))
    except OSError as unreadable:
        raise BadInput(f"{transcript.name} cannot be read: {unreadable.strerror or 'unknown reason'}") from unreadable
    except UnreadableTranscript as broken:
        raise BadInput(f"{transcript.name}, line {broken.line}: {broken.why}") from broken
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


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{100 * share:.0f} %"
