"""The demo shows a protected request in five minutes: a key, and a stand-in for a model that says what it received."""

from __future__ import annotations

import json
import stat

import httpx
from tests.service.conftest import NOW

from egide.gateway.configuring import read_upstreams
from egide.service.configuration import load_configuration
from egide.service.demo.gateway import curl_line, demo_key
from egide.service.demo.stand_in import MODEL_NAME, open_stand_in
from egide.service.gatewaykeys.flows import access_key_by_token, revoke_key


def test_the_stand_in_is_declared_and_repeats_what_it_received(tmp_path) -> None:
    heard: list[str] = []
    assert open_stand_in(tmp_path, heard=heard.append)
    declared = load_configuration({"EGIDE_HOME": str(tmp_path)}).models
    upstream = read_upstreams(declared, {})[MODEL_NAME]
    body = {"model": MODEL_NAME, "messages": [{"role": "user", "content": "Je suis [PERSONNE_x]."}]}
    answer = httpx.post(upstream.url("chat/completions"), json=body).json()
    assert heard == ["Je suis [PERSONNE_x]."]
    assert answer["choices"][0]["message"]["content"].endswith("Je suis [PERSONNE_x].")


def test_a_configuration_that_a_person_wrote_is_left_alone(tmp_path) -> None:
    written = "[site]\npublic_host = 'desk.example'\n"
    (tmp_path / "egide.toml").write_text(written)
    assert not open_stand_in(tmp_path, heard=lambda _: None)
    assert (tmp_path / "egide.toml").read_text() == written


def test_a_start_after_the_first_writes_the_new_place_of_the_stand_in(tmp_path) -> None:
    assert open_stand_in(tmp_path, heard=lambda _: None)
    first = load_configuration({"EGIDE_HOME": str(tmp_path)}).models
    assert open_stand_in(tmp_path, heard=lambda _: None)
    second = load_configuration({"EGIDE_HOME": str(tmp_path)}).models
    assert [model.name for model in first + second] == [MODEL_NAME] * 2
    assert first[0].base_url != second[0].base_url


def test_the_key_is_made_once_and_kept_for_its_owner(brand, system, tmp_path) -> None:
    key = demo_key(brand, tmp_path, now=NOW)
    assert demo_key(brand, tmp_path, now=NOW) == key
    assert stat.S_IMODE((tmp_path / "demo-gateway-key").stat().st_mode) == 0o600
    row = access_key_by_token(key)
    assert (row.purpose, row.task) == ("SAV", "gateway_chat")
    revoke_key(row, actor=system, now=NOW)
    assert access_key_by_token(demo_key(brand, tmp_path, now=NOW)).revoked_at is None


def test_the_command_holds_the_key_and_a_body_that_reads_as_json() -> None:
    line = curl_line(8000, "egk_x")
    assert "-H 'Authorization: Bearer egk_x'" in line
    body = json.loads(line.rpartition("-d '")[2].removesuffix("'"))
    assert body["model"] == MODEL_NAME
