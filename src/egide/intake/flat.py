"""Read a flat record: one object or row of a table whose columns have any of the usual names."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from egide.intake.errors import UnreadableRecord
from egide.intake.fields import (
    CANONICAL_NAMES,
    as_text,
    fold_name,
    parse_channel,
    parse_direction,
    parse_language,
    parse_role,
    parse_time,
)
from egide.intake.limits import Options
from egide.intake.personal import NOBODY, Identifiers, Personal
from egide.intake.record import AuthorRole, Position, Record

__all__ = ["FlatReader", "consent_of", "content_id", "customer_of", "first_named", "nested_labels", "source_of"]

_IDENTIFIERS: Final = ("email", "phone", "customer_number", "name")
_LABEL_GROUPS: Final = ("labels", "gold", "tags")


def source_of(options: Options, position: Position) -> str:
    """Name the source: what the importer said, else the file's own name without folders."""
    return options.source or position.file.replace("\\", "/").rpartition("/")[2]


class FlatReader:
    """Read flat records that share their column names; the search of names is done once per set of columns."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._plans: dict[tuple[str, ...], dict[str, str]] = {}

    def plan(self, columns: tuple[str, ...]) -> dict[str, str]:
        """Say which column feeds which canonical field.

        Returns:
            Canonical field → column, only for those present.

        Raises:
            UnreadableRecord: the importer named a column that is not there.
        """
        known = self._plans.get(columns)
        if known is not None:
            return known
        folded: dict[str, str] = {}
        for column in columns:
            folded.setdefault(fold_name(column), column)
        plan = {}
        for name, aliases in CANONICAL_NAMES.items():
            if name in self._options.columns:
                if self._options.columns[name] not in columns:
                    raise UnreadableRecord("field-invalid", name)
                plan[name] = self._options.columns[name]
                continue
            for alias in aliases:
                if alias in folded:
                    plan[name] = folded[alias]
                    break
        for column in columns:
            for prefix in ("label_", "labels.", "labels_", "label."):
                if column.startswith(prefix):
                    plan[f"label:{column[len(prefix) :]}"] = column
        for name in ("intent", "intention", "topic", "motif", "category", "categorie", "queue", "slot_labels"):
            if name in folded:
                plan[f"label:{name}"] = folded[name]
        if len(self._plans) < 64:  # noqa: PLR2004 - a JSONL file has a handful of shapes; an attacker's has one a line
            self._plans[columns] = plan
        return plan

    def record(self, row: Mapping[str, Any], position: Position) -> Record:
        """Read one flat record.

        Returns:
            The record.

        Raises:
            UnreadableRecord: it has no text, or a value that cannot be what its column says.
        """
        options = self._options
        plan = self.plan(tuple(row))

        def at(name: str) -> Any:
            column = plan.get(name)
            return None if column is None else row[column]

        text = as_text(at("text"), "text")
        subject = as_text(at("subject"), "subject")
        # An identified message whose text is empty (a photo, a withdrawn turn) is a message; a row without text is none.
        if not text and not subject and not ("text" in plan and at("external_id")):
            raise UnreadableRecord("text-missing")
        role: AuthorRole = parse_role(at("author_role")) or "customer"
        person = _identifiers({name: at(name) for name in _IDENTIFIERS})
        nested = row.get("customer")
        if isinstance(nested, Mapping):
            person = _merged(person, _identifiers_of_customer(nested))
        external_id = as_text(at("external_id"), "external_id")
        thread_id = as_text(at("thread_id"), "thread_id")
        labels = {
            name[len("label:") :]: label
            for name, column in plan.items()
            if name.startswith("label:") and (label := as_text(row[column], column))
        }
        labels.update(nested_labels(row))
        channel = parse_channel(at("channel")) or options.channel or "form"
        return Record(
            source=as_text(at("source"), "source") or source_of(options, position),
            external_id=external_id,
            thread_id=thread_id or external_id or content_id(text, position),
            channel=channel,
            direction=parse_direction(at("direction"), role),
            position=position,
            author_role=role,
            author=person if role == "customer" else NOBODY,
            customer=person,
            turn=_turn(at("turn")),
            started_at=parse_time(at("started_at"), plan.get("started_at", ""), options.timezone),
            ended_at=parse_time(at("ended_at"), plan.get("ended_at", ""), options.timezone),
            lang=parse_language(at("lang")),
            subject=subject,
            text=text,
            quoted=as_text(at("quoted"), "quoted"),
            signature=as_text(at("signature"), "signature"),
            labels=labels,
            priority=as_text(at("priority"), "priority"),
            csat=as_text(at("csat"), "csat"),
            outcome=as_text(at("outcome"), "outcome"),
            consent=consent_of(row.get("consent")),
            purpose=as_text(at("purpose"), "purpose"),
            legal_basis=as_text(at("legal_basis"), "legal_basis"),
            message_id=as_text(at("message_id"), "message_id").strip("<>"),
            source_url=as_text(at("source_url"), "source_url"),
            brand=as_text(at("brand"), "brand"),
        )


def _scalar(raw: Any) -> Any:
    return None if isinstance(raw, list | dict) else raw


def _identifiers(values: Mapping[str, Any]) -> Identifiers:
    texts = {name: as_text(values.get(name), name) for name in _IDENTIFIERS}
    if not any(texts.values()):
        return NOBODY
    return Identifiers(**{name: Personal(text) for name, text in texts.items() if text})


def _identifiers_of_customer(raw: object) -> Identifiers:
    if not isinstance(raw, Mapping):
        return NOBODY
    return _identifiers(
        {
            "email": raw.get("email"),
            "phone": raw.get("phone"),
            "customer_number": raw.get("ref") or raw.get("customer_number") or raw.get("id"),
            "name": raw.get("name"),
        }
    )


def customer_of(found: Mapping[str, Any]) -> Identifiers:
    """Read who a JSON object is about: its own identifiers, then those of its ``customer`` object."""
    return _merged(
        _identifiers({name: _scalar(first_named(found, name)) for name in _IDENTIFIERS}),
        _identifiers_of_customer(found.get("customer")),
    )


def first_named(found: Mapping[str, Any], name: str) -> Any:
    """Give the value of a canonical field under the first of its names that an object has, or None."""
    return next((found[alias] for alias in CANONICAL_NAMES[name] if alias in found), None)


def _merged(first: Identifiers, second: Identifiers) -> Identifiers:
    if not second:
        return first
    return Identifiers(
        email=first.email or second.email,
        phone=first.phone or second.phone,
        customer_number=first.customer_number or second.customer_number,
        name=first.name or second.name,
    )


def nested_labels(row: Mapping[str, Any]) -> dict[str, str]:
    """Flatten ``labels`` and ``gold`` objects; a gold label keeps its prefix, so that no rule takes it for the source's word."""
    labels: dict[str, str] = {}
    for group in _LABEL_GROUPS:
        held = row.get(group)
        prefix = "gold." if group == "gold" else ""
        if isinstance(held, Mapping):
            for name, label in held.items():
                if not isinstance(label, list | dict) and (text := as_text(label, group)):
                    labels[f"{prefix}{name}"] = text
        elif isinstance(held, list):
            words = [as_text(word, group) for word in held if not isinstance(word, list | dict)]
            if words:
                labels[group] = ", ".join(words)
    return labels


def consent_of(raw: object) -> dict[str, str]:
    """Read consent statements by purpose; a bare statement stands under ``""``."""
    if isinstance(raw, Mapping):
        return {str(name): as_text(word, "consent") for name, word in raw.items() if not isinstance(word, list | dict)}
    text = as_text(_scalar(raw), "consent")
    return {"": text} if text else {}


def _turn(raw: object) -> int | None:
    text = as_text(raw, "turn").removesuffix(".0")  # a rank that went through a spreadsheet
    if text and not (text.isascii() and text.isdigit() and len(text) <= 9):  # noqa: PLR2004 - a rank, not a number to add
        raise UnreadableRecord("field-invalid", "turn")
    return int(text) if text else None


def content_id(text: str, position: Position) -> str:
    """Name a conversation that has no id by its content and place: the same file read again gives the same name."""
    digest = hashlib.sha256(f"{position.line}:{position.offset}:{text}".encode("utf-8", "replace"))
    return f"sha256:{digest.hexdigest()[:32]}"
