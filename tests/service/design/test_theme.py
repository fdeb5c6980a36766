"""The theme is chosen without JavaScript, kept in a cookie, and never leads elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("gallery_settings")


def choose(client: Client, theme: str, target: str = "/_pages/queue/") -> object:
    return client.post("/preferences/theme/", {"theme": theme, "next": target})


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_chosen_theme_is_on_the_next_page(client: Client, theme: str) -> None:
    answer = choose(client, theme)
    assert answer.headers["Location"] == "/_pages/queue/"  # type: ignore[attr-defined]
    assert f'data-theme="{theme}"'.encode() in client.get("/_pages/queue/").content


def test_system_theme_forgets_the_choice(client: Client) -> None:
    choose(client, "dark")
    choose(client, "")
    assert b"data-theme=" not in client.get("/_pages/queue/").content


def test_unknown_theme_is_not_kept(client: Client) -> None:
    choose(client, '"><script>')
    assert "egide_theme" not in client.cookies or client.cookies["egide_theme"].value == ""


@pytest.mark.parametrize("target", ["https://ailleurs.exemple/", "//ailleurs.exemple/", "javascript:alert(1)"])
def test_refuses_to_lead_elsewhere(client: Client, target: str) -> None:
    assert choose(client, "dark", target).headers["Location"] == "/"  # type: ignore[attr-defined]


def test_refuses_a_get(client: Client) -> None:
    assert client.get("/preferences/theme/").status_code == 405


def test_language_is_chosen_the_same_way(client: Client) -> None:
    client.post("/preferences/language/", {"language": "en", "next": "/_pages/queue/"})
    assert b'<html lang="en"' in client.get("/_pages/queue/").content
