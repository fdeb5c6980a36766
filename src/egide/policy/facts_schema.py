"""The JSON Schema of a facts file, derived from the dataclasses so that it cannot drift from the reader."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from typing import Any

from egide.policy import facts as facts_module
from egide.policy.facts import Facts
from egide.policy.vocabulary import Channel, Word

CODE = "^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$"
LABEL = "^[A-Z][A-Z0-9_]{0,63}$"
_LABELS = frozenset({"kinds", "criteria"})
# An objection defaults to everything in code; in a file its reach is said.
_REQUIRED_AFTER_ALL = frozenset({("Objection", "purpose"), ("Objection", "channel")})
_MAY_BE_ANY = frozenset({("Objection", "purpose")})


def facts_schema() -> dict[str, Any]:
    """Describe the facts file.

    Returns:
        A JSON Schema (draft 2020-12).
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Égide: the facts of one decision",
        **_object(Facts),
    }


def _object(kind: type[Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind, vars(facts_module))
    properties = {
        field.name: _value(hints[field.name], "any" if (kind.__name__, field.name) in _MAY_BE_ANY else field.name)
        for field in fields(kind)
    }
    required = [
        field.name
        for field in fields(kind)
        if (field.default is MISSING and field.default_factory is MISSING)
        or (kind.__name__, field.name) in _REQUIRED_AFTER_ALL
    ]
    described: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return described | ({"required": required} if required else {})


def _value(hint: Any, name: str) -> dict[str, Any]:
    origin = typing.get_origin(hint)
    if origin in {types.UnionType, typing.Union}:
        (inner,) = (part for part in typing.get_args(hint) if part is not types.NoneType)
        return _nullable(_value(inner, name))
    if origin in {tuple, frozenset}:
        return {"type": "array", "items": _value(typing.get_args(hint)[0], name)}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": {"type": "string", "format": "date"}}
    if is_dataclass(hint) and isinstance(hint, type):
        return _object(hint)
    if issubclass(hint, Word):
        return {"enum": [word.value for word in hint]}
    return _scalar(hint, name)


_SCALARS: dict[type, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 0},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}


def _scalar(hint: Any, name: str) -> dict[str, Any]:
    if hint in _SCALARS:
        return _SCALARS[hint]
    if name == "channel":
        return {"enum": [*(word.value for word in Channel), facts_module.ANY]}
    if name == "time_zone":
        return {"type": "string", "examples": ["Europe/Paris"]}
    if name == "any":
        return {"anyOf": [{"type": "string", "pattern": CODE}, {"const": facts_module.ANY}]}
    return {"type": "string", "pattern": LABEL if name in _LABELS else CODE}


def _nullable(described: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [described, {"type": "null"}]}
