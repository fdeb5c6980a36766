"""Tell what a developer wrote (schemas, names of functions, numbers of tokens) from what people said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

__all__ = ["DEEPEST", "are_token_numbers", "is_schema", "words_of"]

DEEPEST: Final = 64
"""Levels of nesting that a request may have."""


def is_schema(item: Any) -> bool:
    """Say whether a mapping describes a value (JSON Schema) rather than being one."""
    return isinstance(item, Mapping) and bool({"properties", "items", "description", "enum", "anyOf"} & item.keys())


def are_token_numbers(item: Any) -> bool:
    """Say whether a list holds numbers of a model's vocabulary instead of a text."""
    if not isinstance(item, list) or not item:
        return False
    first = item[0]
    return (isinstance(first, int) and not isinstance(first, bool)) or are_token_numbers(first)


def words_of(schema: Any, depth: int) -> Iterator[str]:
    """List the names of functions and of properties in what a developer wrote."""
    if depth > DEEPEST:
        return
    if isinstance(schema, list):
        for one in schema:
            yield from words_of(one, depth + 1)
    elif isinstance(schema, Mapping):
        name, properties = schema.get("name"), schema.get("properties")
        if isinstance(name, str):
            yield name
        if isinstance(properties, Mapping):
            yield from properties
        for item in schema.values():
            yield from words_of(item, depth + 1)
