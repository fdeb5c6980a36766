"""The monitoring endpoint: closed without a token, and never an id or a person in it."""

from __future__ import annotations

import re

from egide.service.conversations.models import Interaction


def test_nothing_is_there_without_the_token(client, imported, monkeypatch) -> None:
    imported()
    assert client.get("/metrics").status_code == 404
    monkeypatch.setenv("EGIDE_METRICS_TOKEN", "un-jeton")
    assert client.get("/metrics", headers={"Authorization": "Bearer autre"}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer un-jeton"}).status_code == 200


def test_figures_hold_counts_only(client, imported, brand, monkeypatch) -> None:
    imported()
    monkeypatch.setenv("EGIDE_METRICS_TOKEN", "un-jeton")
    content = client.get("/metrics", headers={"Authorization": "Bearer un-jeton"}).content.decode()
    assert 'egide_conversations{state="open"} 1.0' in content
    assert "egide_keys_available 1.0" in content
    for personal in ("Claire", "Dupont", str(Interaction.objects.get().pk), str(brand.pk), brand.slug):
        assert personal not in content
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", content)
