"""`egide triage`: train a classifier of requests on examples, or use one."""

from __future__ import annotations

import json
from pathlib import Path

import click

from egide.cli.json_lines import read_records
from egide.cli.outcome import BadInput


@click.group()
def triage() -> None:
    """Train or use a classifier of requests."""


@triage.command()
@click.argument("data", type=click.Path(path_type=Path))
@click.argument("model", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The figures as one JSON object.")
@click.option("--seed", default=0, show_default=True, help="Of the folds.")
def train(data: Path, model: Path, seed: int, *, as_json: bool) -> None:
    """Train on DATA (JSONL of text, label), write MODEL, print cross-validated figures."""
    from egide.assist.errors import AssistError
    from egide.assist.triage import TriageModel

    examples = []
    for number, record, text in read_records(data, ("text",)):
        if not isinstance(record.get("label"), str | int) or isinstance(record.get("label"), bool):
            raise BadInput(f"{data.name}, line {number}: no label")
        examples.append((text, str(record["label"])))
    try:
        trained = TriageModel.train(examples, seed=seed)
        trained.save(model)
    except AssistError as refused:
        raise BadInput(f"{data.name}: {refused}") from refused
    except OSError as unwritable:
        raise BadInput(f"{model.name} cannot be written") from unwritable
    report = trained.report
    assert report is not None  # noqa: S101 (a model that was just trained has its figures)
    figures = {name: getattr(report, name) for name in report.__slots__}
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
        return
    click.echo(f"{report.examples} examples, {report.labels} labels; cross-validated figures:")
    click.echo(f"  accuracy              {report.accuracy:.3f}")
    click.echo(f"  accuracy at 90 %      {report.accuracy_at_90:.3f}")
    click.echo(f"  calibration error     {report.ece:.3f}")
    click.echo(
        "  unknown-label AUROC   "
        + ("not measured below 10 labels" if report.unknown_auroc is None else f"{report.unknown_auroc:.3f}")
    )
    if report.rare_labels:
        click.echo(f"  under 10 examples     {', '.join(report.rare_labels)}")


@triage.command()
@click.argument("model", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--explain", is_flag=True, help="Also the words for and against.")
def predict(model: Path, data: Path, *, as_json: bool, explain: bool) -> None:
    """Label each line of DATA (JSONL of id, text) with MODEL."""
    from egide.assist.errors import AssistError
    from egide.assist.triage import TriageModel

    try:
        loaded = TriageModel.load(model)
    except AssistError as broken:
        raise BadInput(f"{model.name}: {broken}") from broken
    records = [(record.get("id", number), text) for number, record, text in read_records(data, ("text",))]
    for (identifier, _), result in zip(
        records, loaded.predict([text for _, text in records], explain=explain), strict=True
    ):
        if not as_json:
            click.echo(f"{identifier}: {result.label} ({result.confidence:.2f}){'' if result.known else ', not known'}")
            continue
        line = {
            "id": identifier,
            "label": result.label,
            "confidence": result.confidence,
            "known": result.known,
            "top": [{"label": each.label, "p": each.p} for each in result.top],
            "known_score": result.known_score,
        }
        if explain:
            line["for"] = [[each.word, each.weight] for each in result.words_for]
            line["against"] = [[each.word, each.weight] for each in result.words_against]
        click.echo(json.dumps(line, ensure_ascii=False))
