"""egide decide: answer from a file whether a task may use a person's data, with reasons."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from egide.cli.outcome import AnswerIsNo, BadInput
from egide.policy import (
    Decision,
    InvalidFacts,
    InvalidLaw,
    Law,
    Verdict,
    format_decision,
    parse_facts,
)
from egide.policy import (
    decide as decide_on,
)

_SPOKEN = {
    Verdict.ALLOW: ("Permis.", "Allowed."),
    Verdict.ALLOW_WITH_MASKING: ("Permis, après masquage.", "Allowed, after masking."),
    Verdict.HUMAN_ONLY: ("Aucun modèle : une personne s’en charge.", "No model: a person does it."),
    Verdict.REFUSE: ("Refusé.", "Refused."),
}


@click.command("decide")
@click.argument("facts_file", metavar="FACTS.json", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the decision as one JSON object.")
@click.option(
    "--law", "law_file", type=click.Path(path_type=Path), help="A law file (TOML) instead of the one shipped."
)
@click.option(
    "--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Language of the sentences."
)
def decide(facts_file: Path, *, as_json: bool, law_file: Path | None, lang: str) -> None:
    """Say whether a task may use a person's data, with reasons.

    Exit status: 0 allowed or allowed with masking, 1 human only or refused, 2 the file cannot be read.
    """
    law = _read_law(law_file)
    decision = _decide_file(facts_file, law)
    if as_json:
        click.echo(json.dumps(format_decision(decision), ensure_ascii=False))
    else:
        click.echo(_spoken(decision, french=lang == "fr"))
    if not decision.allowed:
        raise AnswerIsNo(f"{decision.verdict.value}: {decision.reasons[0].rule} ({decision.reasons[0].article})")


def _read_text(path: Path) -> str:
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text("utf-8")
    except OSError as problem:
        raise BadInput(f"{path}: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise BadInput(f"{path}: not UTF-8 at byte {problem.start}") from problem


def _read_law(path: Path | None) -> Law:
    if path is None:
        return Law.load_default()
    try:
        return Law.parse(_read_text(path))
    except InvalidLaw as problem:
        raise BadInput(f"{path}: {problem}") from problem


def _decide_file(path: Path, law: Law) -> Decision:
    try:
        document = json.loads(_read_text(path))
    except json.JSONDecodeError as problem:
        raise BadInput(f"{path}: not JSON, line {problem.lineno} column {problem.colno}: {problem.msg}") from problem
    except RecursionError as problem:
        raise BadInput(f"{path}: not JSON that can be read: nested too deep") from problem
    try:
        return decide_on(parse_facts(document), law)
    except (InvalidFacts, InvalidLaw) as problem:
        raise BadInput(f"{path}: {problem}") from problem


def _spoken(decision: Decision, *, french: bool) -> str:
    pick = 0 if french else 1
    lines = [_SPOKEN[decision.verdict][pick]]
    if decision.mask:
        lines.append(f"{('À masquer :', 'To mask:')[pick]} {', '.join(sorted(decision.mask))}")
    if decision.retain_until:
        lines.append(
            f"{('À conserver au plus tard jusqu’au', 'Keep until, at the latest')[pick]} {decision.retain_until}"
        )
    lines.append(("Pourquoi :", "Why:")[pick])
    to_verify = ("à vérifier", "to verify")[pick]
    for reason in decision.reasons:
        mark = f" [{to_verify}]" if reason.mark.value == "to verify" else ""
        lines.append(
            f"  {reason.verdict.value:<19}{reason.sentence[pick]} {(reason.article, reason.article_en)[pick]}{mark}, {reason.fact} ({reason.rule})"
        )
    lines.append(f"Version {decision.policy_version}")
    return "\n".join(lines)
