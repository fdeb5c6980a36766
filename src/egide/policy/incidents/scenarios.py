"""The scenarios that an incident is opened from: what happened, and what to do first."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from egide.policy.errors import InvalidRecord
from egide.policy.law.records import Sentence


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of incident that a desk must be ready for.

    Attributes:
        id: Its code.
        name: What happened, in a few words.
        breach: Whether personal data is concerned until somebody has shown the contrary.
        steps: What to do first, in order; the last ones bring the service back.
    """

    id: str
    name: Sentence
    breach: bool
    steps: tuple[Sentence, ...]


@lru_cache(maxsize=1)
def load_scenarios() -> dict[str, Scenario]:
    """Load the scenarios shipped with the package, in the order of their file.

    Returns:
        The scenarios by id.

    Raises:
        InvalidRecord: names the scenario and what it lacks.
    """
    text = files("egide.policy.incidents").joinpath("scenarios.toml").read_text(encoding="utf-8")
    found: dict[str, Scenario] = {}
    for table in tomllib.loads(text)["scenario"]:
        code = str(table.get("id", "?"))
        try:
            steps = tuple(Sentence(step["fr"], step["en"]) for step in table["steps"])
            scenario = Scenario(code, Sentence(table["fr"], table["en"]), bool(table["breach"]), steps)
        except (KeyError, TypeError) as lacking:
            raise InvalidRecord(f"scenario.{code}", f"lacks {lacking}") from lacking
        if not steps or code in found:
            raise InvalidRecord(f"scenario.{code}", "must be written once and have steps")
        found[code] = scenario
    return found
