"""Write, try, activate and withdraw a brand's recognisers; give the detector that reads this brand's texts.

The library judges every rule, in its TOML form: what the page accepts and what a file accepts are the same thing.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from egide.detection import Detector, Finding
from egide.detection.brand import BrandRules, parse_brand_rules
from egide.detection.errors import BrandRulesRefused
from egide.service.evidence.flows import Act, write_entry
from egide.service.recognisers.models import ACTIVE, DRAFT, WITHDRAWN, Recogniser, RecogniserSet
from egide.service.sealing import brand_vault
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right
from egide.service.wiring import parts

LISTS = ("emails", "phones", "words")
_LARGEST_FILE = 256 * 1024
# The detector of each brand that this process read for, with the version and the detector that it was made from.
_made: dict[UUID, tuple[UUID, Detector, Detector]] = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """One recogniser as a person writes it; the meaning of each field is `egide.detection.brand.BrandRecogniser`'s."""

    name: str
    label: str
    pattern: str
    check: str = ""
    context: tuple[str, ...] = ()
    context_required: bool = False
    score: float = 0.85


@dataclass(frozen=True, slots=True)
class Preview:
    """What a recogniser would do to a sample, which is kept nowhere.

    Attributes:
        own: What this recogniser finds, with the text and whether the present detection masks it already.
        masked: The sample as a model would see it, the kinds of data in the place of the values.
    """

    own: tuple[tuple[Finding, str, bool], ...]
    masked: str


def rule_of(row: Recogniser) -> Rule:
    """Read the rule of a row."""
    return Rule(row.name, row.label, row.pattern, row.check_digit, tuple(row.context), row.context_required, row.score)


def to_toml(rules: Iterable[Rule], lists: Mapping[str, Sequence[str]]) -> str:
    """Write rules and lists in the form that the library and `egide scan` read."""
    lines = []
    for rule in rules:
        lines += ["[[recogniser]]"]
        lines += [f"{key} = {_toml(value)}" for key, value in _keys(rule).items()]
        lines += [""]
    kept = {key: list(lists.get(key, ())) for key in LISTS if lists.get(key)}
    if kept:
        lines += ["[allow]", *(f"{key} = {_toml(values)}" for key, values in kept.items()), ""]
    return "\n".join(lines)


def _keys(rule: Rule) -> dict[str, Any]:
    keys: dict[str, Any] = {"name": rule.name, "label": rule.label, "pattern": rule.pattern}
    if rule.check:
        keys["check"] = rule.check
    if rule.context:
        keys["context"] = list(rule.context)
    if rule.context_required:
        keys["context_required"] = True
    return keys | {"score": rule.score}


def _toml(value: object) -> str:
    # A string, a list of strings, a number or a truth value is written alike in JSON and in TOML, but for DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def check_rule(rule: Rule) -> BrandRules:
    """Compile one rule.

    Raises:
        BrandRulesRefused: names the field and the reason, a pattern that could run away in time among them.
    """
    return parse_brand_rules(to_toml([rule], {}))


def write_draft(brand_id: UUID, rule: Rule, *, actor: Actor, now: datetime) -> Recogniser:
    """Write the draft of a recogniser, in the place of the draft of that name; nothing reads it before it is activated.

    Raises:
        AccessRefused: the actor may not edit recognisers.
        BrandRulesRefused: the rule does not hold.
    """
    check_right(actor, Right.RECOGNISER_EDIT, brand_id)
    check_rule(rule)
    with transaction.atomic():
        return _save_draft(brand_id, rule, actor, now)


def _save_draft(brand_id: UUID, rule: Rule, actor: Actor, now: datetime) -> Recogniser:
    row: Recogniser
    row, _created = Recogniser.objects.update_or_create(
        brand_id=brand_id,
        name=rule.name,
        state=DRAFT,
        defaults={
            "label": rule.label,
            "pattern": rule.pattern,
            "check_digit": rule.check,
            "context": list(rule.context),
            "context_required": rule.context_required,
            "score": rule.score,
            "changed_at": now,
        },
    )
    _write(row, actor, now)
    return row


def _write(row: Recogniser, actor: Actor, now: datetime) -> None:
    detail = {"recogniser": row.name, "label": row.label, "state": row.state, "pattern": row.pattern}
    write_entry(row.brand_id, Act("recogniser.changed", row.pk, actor, detail=detail), at=now)


def activate(row: Recogniser, *, actor: Actor, now: datetime) -> None:
    """Put a draft to work, in the place of what was active under that name. Activating twice changes nothing.

    Raises:
        AccessRefused: the actor may not edit recognisers.
    """
    check_right(actor, Right.RECOGNISER_EDIT, row.brand_id)
    with transaction.atomic():
        if not Recogniser.objects.select_for_update().filter(pk=row.pk, state=DRAFT).exists():
            return
        Recogniser.objects.filter(brand_id=row.brand_id, name=row.name, state=ACTIVE).update(
            state=WITHDRAWN, changed_at=now
        )
        _move(row, ACTIVE, actor, now)


def withdraw(row: Recogniser, *, actor: Actor, now: datetime) -> None:
    """Stop a recogniser, or give up a draft. Withdrawing twice changes nothing.

    Raises:
        AccessRefused: the actor may not edit recognisers.
    """
    check_right(actor, Right.RECOGNISER_EDIT, row.brand_id)
    with transaction.atomic():
        if Recogniser.objects.select_for_update().filter(pk=row.pk).exclude(state=WITHDRAWN).exists():
            _move(row, WITHDRAWN, actor, now)


def _move(row: Recogniser, state: str, actor: Actor, now: datetime) -> None:
    row.state, row.changed_at = state, now
    row.save(update_fields=["state", "changed_at"])
    _renew(row.brand_id)
    _write(row, actor, now)


def _renew(brand_id: UUID) -> RecogniserSet:
    kept: RecogniserSet
    kept, _created = RecogniserSet.objects.update_or_create(brand_id=brand_id, defaults={"version": uuid.uuid4()})
    return kept


def lists_of(brand_id: UUID) -> dict[str, list[str]]:
    """Read what the brand leaves in clear."""
    kept = RecogniserSet.objects.filter(brand_id=brand_id).first()
    return _opened(kept)


def _opened(kept: RecogniserSet | None) -> dict[str, list[str]]:
    opened = None
    if kept is not None and kept.lists_sealed:
        opened = brand_vault(kept.brand_id).open_json("recogniser_set", kept.pk, "lists", kept.lists_sealed)
    return {key: list((opened or {}).get(key, ())) for key in LISTS}


def write_lists(brand_id: UUID, lists: Mapping[str, Sequence[str]], *, actor: Actor, now: datetime) -> None:
    """Replace what the brand leaves in clear: its mailboxes, lines and words.

    Raises:
        AccessRefused: the actor may not edit recognisers.
        BrandRulesRefused: a list does not hold, such as a pattern that allows every address.
    """
    check_right(actor, Right.RECOGNISER_EDIT, brand_id)
    parse_brand_rules(to_toml([], lists))
    with transaction.atomic():
        _save_lists(brand_id, lists, actor, now)


def _save_lists(brand_id: UUID, lists: Mapping[str, Sequence[str]], actor: Actor, now: datetime) -> None:
    kept = _renew(brand_id)
    document = {key: list(lists.get(key, ())) for key in LISTS}
    kept.lists_sealed = brand_vault(brand_id).seal_json("recogniser_set", kept.pk, "lists", document)
    kept.save(update_fields=["lists_sealed"])
    counts = {key: len(values) for key, values in document.items()}
    write_entry(brand_id, Act("recogniser.changed", kept.version, actor, detail={"lists": counts}), at=now)


def import_rules(brand_id: UUID, raw: bytes, *, actor: Actor, now: datetime) -> int:
    """Take a file of rules: each recogniser becomes a draft, and what the lists lack is added to them.

    Returns:
        How many drafts were written.

    Raises:
        AccessRefused: the actor may not edit recognisers.
        BrandRulesRefused: names the line and the reason; nothing is written.
    """
    import tomllib

    check_right(actor, Right.RECOGNISER_EDIT, brand_id)
    if len(raw) > _LARGEST_FILE:
        raise BrandRulesRefused(f"larger than {_LARGEST_FILE // 1024} kB", f"plus lourd que {_LARGEST_FILE // 1024} ko")
    try:
        source = raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise BrandRulesRefused("not UTF-8", "le texte n’est pas en UTF-8") from broken
    taken = parse_brand_rules(source)
    allowed = tomllib.loads(source).get("allow", {})
    present = lists_of(brand_id)
    # The library folds the lists as it reads them; what was typed is what is kept and shown.
    wanted = {key: list(dict.fromkeys([*present[key], *allowed.get(key, ())])) for key in LISTS}
    with transaction.atomic():
        for each in taken.recognisers:
            rule = Rule(
                each.name, each.label, each.pattern, each.check, each.context, each.context_required, each.score
            )
            _save_draft(brand_id, rule, actor, now)
        if wanted != present:
            _save_lists(brand_id, wanted, actor, now)
    return len(taken.recognisers)


def export_rules(brand_id: UUID) -> str:
    """Write what is at work in a brand as TOML."""
    rows = Recogniser.objects.filter(brand_id=brand_id, state=ACTIVE).order_by("name")
    return to_toml((rule_of(row) for row in rows), lists_of(brand_id))


def detector_of(brand_id: UUID) -> Detector:
    """Return the detector that reads this brand's texts: the product's, its own active recognisers and its lists.

    Made once per process for each version; the brand is in scope.
    """
    base = parts().detector
    kept = RecogniserSet.objects.filter(brand_id=brand_id).first()
    if kept is None:
        return base
    made = _made.get(brand_id)
    if made is not None and made[0] == kept.version and made[1] is base:
        return made[2]
    detector = base.with_brand(parse_brand_rules(export_rules(brand_id)))
    _made[brand_id] = (kept.version, base, detector)
    return detector


def preview(row: Recogniser, sample: str) -> Preview:
    """Say what a recogniser would mask in a sample, beside what is masked today; the sample is not kept."""
    present = detector_of(row.brand_id).find(sample)
    others = Recogniser.objects.filter(brand_id=row.brand_id, state=ACTIVE).exclude(name=row.name)
    rules = parse_brand_rules(to_toml([*(rule_of(other) for other in others), rule_of(row)], lists_of(row.brand_id)))
    found = parts().detector.with_brand(rules).find(sample)
    own = check_rule(rule_of(row)).preview(sample)
    masked, at = [], 0
    for span in found:
        masked += [sample[at : span.start], f"[{span.label}]"]
        at = span.end
    return Preview(
        tuple(
            (each, sample[each.start : each.end], any(s.start <= each.start and each.end <= s.end for s in present))
            for each in own
        ),
        "".join([*masked, sample[at:]]),
    )
