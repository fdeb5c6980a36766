"""Which kinds of data detection has found, by purpose: reality, beside what was declared."""

from __future__ import annotations

from uuid import UUID

from django.core.cache import cache

from egide.service.conversations.models import Finding

# A new kind is seen within five minutes; the count of a large desk takes a second.
_KEPT_S = 300


def kinds_found(brand_id: UUID) -> dict[str, frozenset[str]]:
    """Return the labels found in the conversations of a brand, by purpose."""
    key = f"kinds-found-{brand_id}"
    kept: dict[str, frozenset[str]] | None = cache.get(key)
    if kept is not None:
        return kept
    rows = Finding.objects.filter(brand_id=brand_id).values_list("message__interaction__purpose", "label").distinct()
    found: dict[str, set[str]] = {}
    for purpose, label in rows:
        found.setdefault(purpose, set()).add(label)
    fresh = {purpose: frozenset(labels) for purpose, labels in found.items()}
    cache.set(key, fresh, _KEPT_S)
    return fresh
