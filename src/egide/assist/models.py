"""The port through which a task may use a language model: JSON by schema, a time limit, what it used.

`TextModel` is the only thing the AI functions know of a model. An adapter checks that the answer is JSON of the schema, asks once
for a repair, then gives up with `InvalidModelOutput`: the desk keeps working by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from egide.assist.errors import InvalidModelOutput

__all__ = ["MOST_OUTPUT_TOKENS", "Generation", "TextModel", "Turn", "Usage", "find_schema_errors", "parse_answer"]


MOST_OUTPUT_TOKENS = 1_200
"""Enough for a draft in parts with its citations; a longer answer is a model that wanders."""

_FENCE = re.compile(r"^\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a prompt. `system` holds instructions, `user` holds what others wrote."""

    role: Literal["system", "user", "assistant"]
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a generation cost.

    Attributes:
        input_tokens: Tokens read; None when the provider does not say.
        output_tokens: Tokens written; None when the provider does not say.
        latency_s: Wall-clock seconds, repairs included.
        calls: Requests sent, a repair counting as one more.
    """

    input_tokens: int | None
    output_tokens: int | None
    latency_s: float
    calls: int = 1


@dataclass(frozen=True, slots=True)
class Generation:
    """A valid answer of a model.

    Attributes:
        answer: The JSON object, valid under the schema that was given.
        model: Name the provider gave to the model that answered.
        usage: What it cost.
        repaired: Whether the first answer was not valid.
    """

    answer: Mapping[str, Any] = field(repr=False)
    model: str
    usage: Usage
    repaired: bool = False


class TextModel(Protocol):
    """A model that answers with JSON. Implementations live in `egide.adapters.models`."""

    @property
    def name(self) -> str:
        """The model's name in the configuration, for the journal."""
        ...

    @property
    def region(self) -> str:
        """Country or region code where texts are processed, for the policy."""
        ...

    def generate(
        self,
        turns: Sequence[Turn],
        *,
        schema: Mapping[str, Any],
        timeout_s: float,
        max_output_tokens: int = MOST_OUTPUT_TOKENS,
    ) -> Generation:
        """Answer a prompt with one JSON object of the schema.

        Args:
            turns: Instructions first; texts of others only in `user` turns. Pseudonymised.
            schema: JSON Schema of an object; the subset that `find_schema_errors` checks.
            timeout_s: Seconds for the whole call, repair included.
            max_output_tokens: Cap on what is written.

        Returns:
            The valid answer and what it cost.

        Raises:
            ModelTimeout: no answer in time.
            ModelUnavailable: unreachable or refused.
            InvalidModelOutput: not valid, even after one repair.
        """
        ...


def parse_answer(text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Read a model's text as a JSON object of a schema; a Markdown fence around it is accepted.

    Args:
        text: What the model wrote.
        schema: The schema it was given.

    Returns:
        The object.

    Raises:
        InvalidModelOutput: not JSON, not an object, or not of the schema; the message names places, never content.
    """
    fenced = _FENCE.match(text)
    try:
        answer = json.loads(fenced.group(1) if fenced else text)
    except (ValueError, RecursionError) as broken:
        raise InvalidModelOutput("the answer is not JSON") from broken
    errors = find_schema_errors(answer, schema)
    if errors:
        raise InvalidModelOutput("the answer does not follow the schema: " + "; ".join(errors[:3]))
    if not isinstance(answer, dict):
        raise InvalidModelOutput("the answer is not a JSON object")
    return answer


_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def find_schema_errors(found: Any, schema: Mapping[str, Any], place: str = "$") -> list[str]:
    """List where a JSON value departs from a schema.

    The subset is what the tasks use: type, enum, required, properties, additionalProperties false, items, minItems, maxItems, maxLength.

    Args:
        found: The value.
        schema: The schema.
        place: Where the value is, for the message.

    Returns:
        One line a departure: a place and a rule, never the content.

    Example:
        >>> find_schema_errors({"a": 1}, {"type": "object", "properties": {"a": {"type": "string"}}})
        ['$.a: not a string']
    """
    kind = schema.get("type")
    if isinstance(kind, str) and not _is_of_type(found, kind):
        return [f"{place}: not a {kind}"]
    errors = []
    if "enum" in schema and found not in schema["enum"]:
        errors.append(f"{place}: not one of the allowed values")
    if isinstance(found, str) and len(found) > schema.get("maxLength", len(found)):
        errors.append(f"{place}: longer than {schema['maxLength']}")
    if isinstance(found, list):
        if not schema.get("minItems", 0) <= len(found) <= schema.get("maxItems", len(found)):
            errors.append(f"{place}: wrong number of items")
        for position, item in enumerate(found):
            errors += find_schema_errors(item, schema.get("items", {}), f"{place}[{position}]")
    if isinstance(found, dict):
        properties = schema.get("properties", {})
        errors += [f"{place}.{name}: missing" for name in schema.get("required", []) if name not in found]
        if schema.get("additionalProperties") is False and set(found) - set(properties):
            errors.append(f"{place}: a property that is not in the schema")
        for name, expected in properties.items():
            if name in found:
                errors += find_schema_errors(found[name], expected, f"{place}.{name}")
    return errors


def _is_of_type(found: Any, kind: str) -> bool:
    if kind in {"integer", "number"} and isinstance(found, bool):
        return False
    return isinstance(found, _TYPES.get(kind, object))
