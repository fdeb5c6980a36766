"""Measure a detector against gold spans: what it finds, what it leaves in clear, what it masks for nothing.

A gold span is *covered* when each of its letters and digits lies in some finding, whatever the label: that is what
protects the person. *Recall* also asks for the right label; *precision* asks that a finding touch real personal data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from egide.detection.errors import GoldRefused
from egide.detection.finding import DIRECT_LABELS, LABELS, SENSITIVE_LABELS, Finding

__all__ = ["GoldSpan", "GoldText", "Measure", "Tally", "parse_gold"]

_NOTHING = "—"


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A span that a person annotated; offsets are code points, half-open."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GoldText:
    """An annotated text; `group` is what figures are also given by (a channel, a language)."""

    id: str
    text: str = field(repr=False)
    spans: tuple[GoldSpan, ...]
    channel: str = ""
    language: str = ""


def parse_gold(record: Mapping[str, Any], where: str) -> GoldText:
    """Read one gold record, strictly.

    Args:
        record: `{"id", "text", "spans": [{"start", "end", "label"}]}`, other keys kept for groups.
        where: How to name the record in an error, such as `line 12`.

    Returns:
        The annotated text.

    Raises:
        GoldRefused: a field is missing, a label unknown, or a span lies outside the text.
    """
    text = record.get("text")
    spans = record.get("spans")
    if not isinstance(text, str) or not isinstance(spans, list):
        raise GoldRefused(f'{where}: expected "text" (string) and "spans" (list)')
    parsed = []
    for position, span in enumerate(spans):
        if not isinstance(span, dict):
            raise GoldRefused(f"{where}, span {position}: expected an object")
        label, start, end = span.get("label"), span.get("start"), span.get("end")
        if label not in LABELS:
            raise GoldRefused(f"{where}, span {position}: unknown label")
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
            raise GoldRefused(f"{where}, span {position}: offsets outside the text")
        parsed.append(GoldSpan(label, start, end))
    identifier = record.get("id", where)
    return GoldText(
        str(identifier),
        text,
        tuple(parsed),
        str(record.get("channel", "")),
        str(record.get("lang", record.get("language", ""))),
    )


@dataclass(slots=True)
class Tally:
    """Counts for one label, or one group of labels."""

    gold: int = 0
    covered: int = 0
    right: int = 0
    found: int = 0
    touching: int = 0
    right_found: int = 0
    characters: int = 0
    leaked: int = 0
    texts: int = 0
    texts_leaking: int = 0

    def figures(self) -> dict[str, float | int | None]:
        """Return the rates of this tally; None where there is nothing to divide by."""
        return {
            "gold": self.gold,
            "found": self.found,
            "recall": _rate(self.right, self.gold),
            "precision": _rate(self.touching, self.found),
            "label_precision": _rate(self.right_found, self.found),
            "covered": _rate(self.covered, self.gold),
            "leak_characters": _rate(self.leaked, self.characters),
            "leak_texts": _rate(self.texts_leaking, self.texts),
        }


def _rate(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


@dataclass(slots=True)
class Measure:
    """Running figures over many texts."""

    by_label: dict[str, Tally] = field(default_factory=dict)
    by_group: dict[str, Tally] = field(default_factory=dict)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    texts: int = 0
    texts_with_data: int = 0
    texts_clear: int = 0
    texts_touched_for_nothing: int = 0
    outside: int = 0
    outside_masked: int = 0

    def add(self, gold: GoldText, findings: Sequence[Finding]) -> None:
        """Count one text and what the detector answered for it."""
        text = gold.text
        masked = bytearray(len(text))
        for finding in findings:
            masked[finding.start : finding.end] = b"\x01" * (finding.end - finding.start)
        personal = bytearray(len(text))
        leaking: dict[str, bool] = {}
        for span in gold.spans:
            personal[span.start : span.end] = b"\x01" * (span.end - span.start)
            self._add_span(gold, span, findings, masked, leaking)
        for finding in findings:
            self._add_finding(gold, finding)
        for key, leaks in leaking.items():
            tally = self._tally(key)
            tally.texts += 1
            tally.texts_leaking += leaks
        self.texts += 1
        self.texts_with_data += bool(gold.spans)
        self.texts_clear += bool(gold.spans) and not leaking["all"]
        self.texts_touched_for_nothing += not gold.spans and bool(findings)
        for position, character in enumerate(text):
            if not personal[position] and not character.isspace():
                self.outside += 1
                self.outside_masked += masked[position]

    def _tally(self, key: str) -> Tally:
        book = self.by_label if key in LABELS else self.by_group
        return book.setdefault(key, Tally())

    def _keys(self, gold: GoldText, label: str) -> Iterable[str]:
        kind = "direct" if label in DIRECT_LABELS else "sensitive"
        yield from (label, "all", kind)
        if gold.channel:
            yield f"channel {gold.channel}"
        if gold.language:
            yield f"language {gold.language}"
        if gold.language and kind == "direct":
            style = "calls" if gold.channel == "call" else "written"
            yield f"direct, {'fr ' + style if gold.language == 'fr' else 'other languages'}"

    def _add_span(
        self, gold: GoldText, span: GoldSpan, findings: Sequence[Finding], masked: bytearray, leaking: dict[str, bool]
    ) -> None:
        letters = [p for p in range(span.start, span.end) if gold.text[p].isalnum()]
        leaked = sum(not masked[p] for p in letters)
        touching = [f for f in findings if f.start < span.end and span.start < f.end]
        right = any(f.label == span.label for f in touching)
        if touching:
            best = max(touching, key=lambda f: min(f.end, span.end) - max(f.start, span.start))
            self.confusion[span.label, span.label if right else best.label] += 1
        else:
            self.confusion[span.label, _NOTHING] += 1
        for key in self._keys(gold, span.label):
            tally = self._tally(key)
            tally.gold += 1
            tally.covered += not leaked
            tally.right += right
            tally.characters += len(letters)
            tally.leaked += leaked
            leaking[key] = leaking.get(key, False) or bool(leaked)

    def _add_finding(self, gold: GoldText, finding: Finding) -> None:
        touched = [s for s in gold.spans if s.start < finding.end and finding.start < s.end]
        right = any(s.label == finding.label for s in touched)
        if not touched:
            self.confusion[_NOTHING, finding.label] += 1
        for key in self._keys(gold, finding.label):
            tally = self._tally(key)
            tally.found += 1
            tally.touching += bool(touched)
            tally.right_found += right

    def figures(self) -> dict[str, Any]:
        """Return every figure, ready for JSON."""
        ordered = [label for label in LABELS if label in self.by_label]
        return {
            "texts": self.texts,
            "texts_with_data": self.texts_with_data,
            "nothing_left_in_clear": _rate(self.texts_clear, self.texts_with_data),
            "over_masking": round(self.outside_masked / self.outside, 5) if self.outside else None,
            "clean_texts_touched": _rate(self.texts_touched_for_nothing, self.texts - self.texts_with_data),
            "labels": {label: self.by_label[label].figures() for label in ordered},
            "groups": {key: self.by_group[key].figures() for key in sorted(self.by_group)},
            "confusion": [
                {"gold": gold, "found": found, "count": count}
                for (gold, found), count in sorted(self.confusion.items())
            ],
            "sensitive_labels": list(SENSITIVE_LABELS),
        }
