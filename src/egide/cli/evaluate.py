"""`egide evaluate`: measure detection against a gold file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from egide.cli.outcome import BadInput


@click.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@click.option("--misses", is_flag=True, help="Also list what was missed or masked for nothing, as positions.")
def evaluate(gold: Path, *, as_json: bool, misses: bool) -> None:
    """Measure detection against GOLD, a JSONL file of {"id", "text", "spans": [{"start", "end", "label"}]}.

    Covered: each letter and digit of the span is masked, whatever the label. Recall: also under the right label.
    Precision: the finding touches real personal data. Over-masking: share of other characters that get masked.
    """
    from egide.detection import Detector, GoldRefused
    from egide.detection.measure import Measure, parse_gold

    detector = Detector.default()
    measure = Measure()
    notes: list[dict[str, Any]] = []
    try:
        with gold.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    record = json.loads(line)
                except json.JSONDecodeError as broken:
                    raise BadInput(f"{gold}, line {number}: not JSON ({broken.msg})") from broken
                if not isinstance(record, dict):
                    raise BadInput(f"{gold}, line {number}: expected an object")
                parsed = parse_gold(record, f"line {number}")
                findings = detector.find(parsed.text)
                measure.add(parsed, findings)
                if misses:
                    notes.extend(_misses(parsed, findings))
    except OSError as missing:
        raise BadInput(f"{gold}: {missing.strerror}") from missing
    except UnicodeDecodeError as broken:
        raise BadInput(f"{gold}: not UTF-8 text") from broken
    except GoldRefused as refused:
        raise BadInput(f"{gold}, {refused}") from refused
    if not measure.texts:
        raise BadInput(f"{gold}: no record")
    figures = measure.figures()
    if misses:
        figures["misses"] = notes
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
    else:
        _show(figures)


def _misses(gold: Any, findings: Any) -> list[dict[str, Any]]:
    notes = []
    for span in gold.spans:
        covered: set[int] = set()
        for finding in findings:
            covered.update(range(max(finding.start, span.start), min(finding.end, span.end)))
        if any(p not in covered and gold.text[p].isalnum() for p in range(span.start, span.end)):
            notes.append(
                {"id": gold.id, "kind": "left in clear", "label": span.label, "start": span.start, "end": span.end}
            )
    notes.extend(
        {"id": gold.id, "kind": "masked for nothing", "label": f.label, "start": f.start, "end": f.end}
        for f in findings
        if not any(s.start < f.end and f.start < s.end for s in gold.spans)
    )
    return notes


def _percent(rate: float | None) -> str:
    return "    –" if rate is None else f"{100 * rate:5.1f}"


def _show(figures: dict[str, Any]) -> None:
    click.echo(f"{figures['texts']} texts, {figures['texts_with_data']} with personal data")
    click.echo(f"nothing left in clear    {_percent(figures['nothing_left_in_clear'])} % of the texts with data")
    click.echo(
        f"over-masking             {_percent(figures['over_masking'])} % of the characters outside personal data"
    )
    click.echo(f"clean texts touched      {_percent(figures['clean_texts_touched'])} %\n")
    header = f"{'':28}{'gold':>6}{'found':>7}{'covered':>9}{'recall':>8}{'precision':>11}{'leak chars':>12}{'leak texts':>12}"
    click.echo(click.style(header, bold=True))
    for title, rows in (("labels", figures["labels"]), ("groups", figures["groups"])):
        for name, row in rows.items():
            click.echo(
                f"{name:28}{row['gold']:>6}{row['found']:>7}{_percent(row['covered']):>9}{_percent(row['recall']):>8}"
                f"{_percent(row['precision']):>11}{_percent(row['leak_characters']):>12}{_percent(row['leak_texts']):>12}"
            )
        if title == "labels":
            click.echo()
    mistakes = [cell for cell in figures["confusion"] if cell["gold"] != cell["found"]]
    if mistakes:
        click.echo(click.style("\nconfusion (gold → found)", bold=True))
        for cell in sorted(mistakes, key=lambda cell: -cell["count"]):
            click.echo(f"{cell['count']:>6}  {cell['gold']} → {cell['found']}")
    for note in figures.get("misses", ()):
        click.echo(f"{note['id']}: {note['kind']} {note['label']} [{note['start']}:{note['end']}]")
