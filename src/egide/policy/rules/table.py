"""The tables of the documentation, written from the rules and from the law so that they cannot lie.

To refresh a page: ``python -c "from egide.policy.rules.table import rules_table; print(rules_table())"``; a test compares.
"""

from __future__ import annotations

from collections.abc import Iterable

from egide.policy.law.law_file import Law, load_default
from egide.policy.rules import NO_BASIS, RULES

_VERDICTS = {
    "allow": ("permis", "allowed"),
    "allow-with-masking": ("masqué", "masked"),
    "human-only": ("une personne", "a person"),
    "refuse": ("refusé", "refused"),
}
_PICK = {"fr": 0, "en": 1}


def rules_table(language: str = "fr", law: Law | None = None) -> str:
    """Write one line per rule: when it speaks, what it asks for, by which article.

    Args:
        language: ``fr`` or ``en``.
        law: The law whose articles are quoted; the one shipped when None.

    Returns:
        A Markdown table, the most severe rules first.
    """
    law, pick = law or load_default(), _PICK[language]
    ordered = sorted((NO_BASIS, *RULES), key=lambda rule: (-rule.verdict.severity, rule.id))
    header = (
        ("règle", "parle quand", "réponse", "article", "source"),
        ("rule", "speaks when", "answer", "article", "source"),
    )[pick]
    return _table(
        header,
        (
            (
                f"`{rule.id}`",
                rule.condition[pick],
                _VERDICTS[rule.verdict][pick],
                (law.obligations[rule.duty].article, law.obligations[rule.duty].article_en)[pick],
                law.obligations[rule.duty].mark.value,
            )
            for rule in ordered
        ),
    )


def purposes_table(law: Law | None = None) -> str:
    """Write one line per purpose of the law.

    Args:
        law: The law; the one shipped when None.

    Returns:
        A Markdown table.
    """
    law = law or load_default()
    return _table(
        ("code", "finalité", "bases", "conservation", "source"),
        (
            (
                purpose.code,
                purpose.name.fr,
                ", ".join(sorted(purpose.bases)),
                "; ".join(f"{phase.duration.text} / {phase.start_event} → {phase.end}" for phase in purpose.retention),
                purpose.mark.value,
            )
            for purpose in law.purposes.values()
        ),
    )


def tasks_table(law: Law | None = None) -> str:
    """Write one line per task: who may ask, what it may read in clear.

    Args:
        law: The law; the one shipped when None.

    Returns:
        A Markdown table.
    """
    law = law or load_default()
    return _table(
        ("task", "model", "by hand", "speaks alone", "in clear, here", "in clear, elsewhere", "roles"),
        (
            (
                f"`{task.task}`",
                "yes" if task.ai else "no",
                "yes" if task.by_hand else "no",
                task.speaks.value,
                ", ".join(sorted(task.clear_local)) or "nothing",
                ", ".join(sorted(task.clear_remote)) or "nothing",
                ", ".join(sorted(task.roles)),
            )
            for task in law.tasks.values()
        ),
    )


def deadlines_table(law: Law | None = None) -> str:
    """Write one line per deadline of the law.

    Args:
        law: The law; the one shipped when None.

    Returns:
        A Markdown table.
    """
    law = law or load_default()
    return _table(
        ("id", "délai", "durée", "à partir de", "report au jour ouvré", "source", "état"),
        (
            (
                f"`{deadline.id}`",
                deadline.name.fr,
                deadline.duration.text,
                deadline.start_event,
                "oui" if deadline.roll_over else "non",
                deadline.source,
                deadline.mark.value,
            )
            for deadline in law.deadlines.values()
        ),
    )


def ai_cases_table(law: Law | None = None) -> str:
    """Write one line per case of the AI Act that a task or a model may declare.

    Args:
        law: The law; the one shipped when None.

    Returns:
        A Markdown table.
    """
    law = law or load_default()
    return _table(
        ("code", "usage", "classe", "article", "état"),
        (
            (f"`{case.code}`", case.name.fr, case.risk_class.value, case.article, case.mark.value)
            for case in law.ai_cases.values()
        ),
    )


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(header)} |", f"| {' | '.join('---' for _ in header)} |"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)
