"""What if: change facts and see the verdict change, without doing anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from egide.policy.decision import Decision, Reason, decide
from egide.policy.errors import InvalidFacts
from egide.policy.facts import Facts
from egide.policy.facts_parsing import parse_facts
from egide.policy.law.law_file import Law


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A decision before and after a change of facts.

    Attributes:
        before: The decision on the facts as they are.
        after: The decision on the changed facts.
        gone: Reasons that no longer speak.
        new: Reasons that speak only after the change.
    """

    before: Decision
    after: Decision
    gone: tuple[Reason, ...]
    new: tuple[Reason, ...]


def what_if(facts: Facts, changes: Mapping[str, Any], law: Law) -> WhatIf:
    """Decide on changed facts and say which reasons come and go.

    Args:
        facts: The facts as they are.
        changes: New values by dotted path of the facts file, for instance ``{"dpia": "validated", "switches.brand": True}``.
        law: The law in force.

    Returns:
        Both decisions and the difference of their reasons.

    Raises:
        InvalidFacts: a path leads nowhere or a value is not allowed there.
    """
    document = format_facts(facts)
    for path, value in changes.items():
        target = document
        *parents, last = path.split(".")
        for parent in parents:
            inner = target.get(parent)
            if inner is None and parent in target:
                inner = target[parent] = {}
            if not isinstance(inner, dict):
                raise InvalidFacts(f"facts.{path}", "leads nowhere in the facts")
            target = inner
        target[last] = value
    before, after = decide(facts, law), decide(parse_facts(document), law)
    spoke, speaks = {reason.rule for reason in before.reasons}, {reason.rule for reason in after.reasons}
    return WhatIf(
        before,
        after,
        gone=tuple(reason for reason in before.reasons if reason.rule not in speaks),
        new=tuple(reason for reason in after.reasons if reason.rule not in spoke),
    )


def format_facts(facts: Facts) -> dict[str, Any]:
    """Write facts as the JSON object that `parse_facts` reads.

    Args:
        facts: The facts.

    Returns:
        The object; ``parse_facts(format_facts(facts)) == facts``.
    """
    document: dict[str, Any] = _plain(facts)
    return document


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if is_dataclass(value):
        named = {field.name: getattr(value, field.name) for field in fields(value)}
        # An empty provider is an absent one: the file has no empty code.
        return {name: _plain(item) for name, item in named.items() if item != ""}
    return value
