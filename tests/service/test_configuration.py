"""The configuration is read strictly: a misspelt setting is named, with the allowed words."""

from __future__ import annotations

from pathlib import Path

import pytest

from egide.bootstrap import open_key_ring
from egide.service.configuration import (
    Configuration,
    ConfigurationError,
    database_settings,
    default_home,
    installation_secret,
    load_configuration,
)


def _load(tmp_path: Path, toml: str) -> Configuration:
    (tmp_path / "egide.toml").write_text(toml, encoding="utf-8")
    return load_configuration({"EGIDE_HOME": str(tmp_path)})


def test_models_are_declared_without_their_key(tmp_path) -> None:
    loaded = _load(
        tmp_path,
        '[[models]]\nname = "mistral-small"\nkind = "openai"\nbase_url = "https://x.example/v1"\n'
        'api_key_env = "MISTRAL_API_KEY"\nregion = "FR"\ntasks = ["reply", "summary"]\n',
    )
    assert loaded.models[0].tasks == ("reply", "summary")
    assert loaded.models[0].api_key_env == "MISTRAL_API_KEY"


def test_site_names_who_runs_it(tmp_path) -> None:
    loaded = _load(tmp_path, '[site]\noperator = "Acme Relation Client"\noperator_contact = "dpo@acme.example"\n')
    assert (loaded.operator, loaded.operator_contact) == ("Acme Relation Client", "dpo@acme.example")
    assert _load(tmp_path, "").operator == ""


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("[sitee]\n", "sitee"),
        ("[site]\npublic = 1\n", "public_host"),
        ('[[models]]\nname = "a"\n', "'kind' is missing"),
        ('[[models]]\nname = "a"\nkind = "openai"\nregoin = "FR"\n', "regoin"),
        ('[mail]\nhots = "x"\n', "hots"),
        ("[keys]\nkidn = 1\n", "kidn"),
        ("[[models]\n", "egide.toml"),
    ],
)
def test_mistake_is_named_with_its_place(tmp_path, toml, named) -> None:
    with pytest.raises(ConfigurationError, match=named):
        _load(tmp_path, toml)


def test_named_file_that_is_absent_is_refused(tmp_path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_configuration({"EGIDE_HOME": str(tmp_path), "EGIDE_CONFIG": str(tmp_path / "none.toml")})


def test_database_address_selects_postgresql_or_is_refused(tmp_path) -> None:
    chosen = database_settings(Configuration(tmp_path, database_url="postgresql://u:p%40@db:5433/egide"))
    assert (chosen["HOST"], chosen["PORT"], chosen["PASSWORD"]) == ("db", "5433", "p@")
    with pytest.raises(ConfigurationError, match="EGIDE_DATABASE_URL"):
        database_settings(Configuration(tmp_path, database_url="mysql://x/y"))


def test_home_follows_the_platform() -> None:
    assert default_home({"XDG_DATA_HOME": "/data"}, "linux") == Path("/data/egide")
    assert default_home({"EGIDE_HOME": "/srv/egide"}, "linux") == Path("/srv/egide")
    assert default_home({}, "darwin").name == "egide"


def test_session_secret_is_made_once_for_its_owner_alone(tmp_path) -> None:
    first = installation_secret(tmp_path)
    assert installation_secret(tmp_path) == first
    assert (tmp_path / "session-secret").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("keys", "named"), [({"kind": "cloud"}, "allowed"), ({"kind": "pkcs11"}, "library"), ({"kind": "vault"}, "address")]
)
def test_key_store_that_is_half_described_is_refused(tmp_path, keys, named) -> None:
    with pytest.raises(ConfigurationError, match=named):
        open_key_ring(Configuration(tmp_path, keys=keys))


def test_default_key_store_is_beside_the_data_and_private(tmp_path) -> None:
    ring = open_key_ring(Configuration(tmp_path))
    ring.create_brand("b")
    assert ring.has_brand("b")
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
