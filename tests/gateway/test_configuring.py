"""`[gateway]`, `[[models]]` and `egide key`: what means nothing is refused with its place, before anything starts."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from egide.cli.key import key
from egide.gateway.configuring import read_settings, read_upstreams
from egide.gateway.upstreams import region_of
from egide.policy.vocabulary import Region
from egide.service.configuration import ConfigurationError, ModelDeclaration

URL = "https://api.example/v1"


@pytest.mark.parametrize(
    ("table", "word"),
    [
        ({"worker": 2}, "worker"),
        ({"workers": 0}, "workers"),
        ({"workers": True}, "workers"),
        ({"most_bytes": "1"}, "most"),
    ],
)
def test_refuses_a_setting_that_means_nothing(table, word) -> None:
    with pytest.raises(ConfigurationError, match=word):
        read_settings(table)
    assert read_settings({"workers": 2}).workers == 2


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"kind": "openia"}, "openia"),
        ({"base_url": "api.example"}, "base_url"),
        ({"tasks": ("chatter",)}, "chatter"),
        ({"fallback": ("b",)}, "fallback 'b'"),
        ({"fallback": ("a",)}, "fallback 'a'"),
        ({"transfer_tool": "trust"}, "transfer_tool"),
        ({"retries": 99}, "retries"),
    ],
)
def test_refuses_a_model_that_means_nothing(more, word) -> None:
    good = {"name": "a", "kind": "openai", "base_url": URL}
    assert read_upstreams([ModelDeclaration(**good)], {})["a"].model == "a"
    with pytest.raises(ConfigurationError, match=word):
        read_upstreams([ModelDeclaration(**good | more)], {})


def test_refuses_two_models_of_one_name() -> None:
    with pytest.raises(ConfigurationError, match="number 2"):
        read_upstreams([ModelDeclaration("a", "openai", base_url=URL)] * 2, {})


def test_azure_keeps_its_query_and_its_header() -> None:
    declared = ModelDeclaration("a", "azure", base_url=f"{URL}?api-version=2026-10-01", api_key_env="KEY")
    upstream = read_upstreams([declared], {"KEY": "k"})["a"]
    assert upstream.url("chat/completions") == f"{URL}/chat/completions?api-version=2026-10-01"
    assert upstream.headers("application/json")["api-key"] == "k"
    assert "k" not in repr(upstream).split("declared")[0]
    assert "api_key='k'" not in repr(upstream)


def test_an_unknown_region_is_far_away() -> None:
    assert [region_of(one) for one in ("fr", "EU", "de", "NO", "adequate", "", "mars")] == [
        Region.FR,
        Region.EU,
        Region.EU,
        Region.EEA,
        Region.ADEQUATE,
        Region.OTHER,
        Region.OTHER,
    ]


@pytest.mark.parametrize(
    ("option", "word"),
    [
        (["--limit", "speed=3"], "speed=3"),
        (["--limit", "rate=1.5"], "rate=1.5"),
        (["--limit", "rate=+3"], "rate=+3"),
        (["--expires", "2027-6-3"], "2027-6-3"),
        (["--expires", "soon"], "soon"),
        (["--expires", "0d"], "0d"),
    ],
)
def test_key_refuses_an_option_that_means_nothing(option, word) -> None:
    said = CliRunner().invoke(key, ["new", "--brand", "b", "--purpose", "SAV", "--task", "gateway_chat", *option])
    assert said.exit_code == 2
    assert word in said.output
