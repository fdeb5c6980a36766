"""What an installation is told: the environment for places and secrets, one TOML file for the rest.

`EGIDE_HOME` is the data directory, `EGIDE_CONFIG` the TOML file, `EGIDE_DATABASE_URL` selects PostgreSQL.
"""

from __future__ import annotations

import os
import secrets
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


class ConfigurationError(Exception):
    """A setting is missing, misspelt or out of range. Says which, where, and what is allowed."""


_BACKUPS_KEPT_DAYS = 90
# Servers that the operator runs; everything else is somebody else's.
OWN_KINDS = frozenset({"ollama", "vllm", "llamacpp", "local"})


@dataclass(frozen=True, slots=True)
class ModelDeclaration:
    """A model as the TOML file declares it; the key itself stays in the environment."""

    name: str
    kind: str
    base_url: str = ""
    model: str = ""
    api_key_env: str = ""
    region: str = ""
    provider: str = ""
    tasks: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    timeout_s: float = 60.0
    active_params_bn: float | None = None
    total_params_bn: float | None = None
    price_eur_per_million_tokens: float | None = None
    # Of the provider's contract when it is outside the EEA: none, adequacy, scc or bcr.
    transfer_tool: str = "none"
    # Times that a failed request is tried again, and the models that replace this one after that, in order.
    retries: int = 2
    fallback: tuple[str, ...] = ()

    @property
    def runs_here(self) -> bool:
        """Whether the operator runs its server, so that what it is given leaves nobody's hands."""
        return self.kind in OWN_KINDS


@dataclass(frozen=True, slots=True)
class WhisperDeclaration:
    """A faster-whisper model in a folder of this machine: recordings of calls become text without leaving it."""

    folder: str
    name: str = "whisper"
    device: str = "cpu"
    compute_type: str = "int8"
    region: str = "FR"


@dataclass(frozen=True, slots=True)
class MailServer:
    """The SMTP server that carries answers; without one, answers are written to a folder."""

    host: str
    port: int = 587
    user: str = ""
    password_env: str = ""
    starttls: bool = True


@dataclass(frozen=True, slots=True)
class WitnessDeclaration:
    """An outside witness of the journals: where it takes submissions, and the key that it signs with."""

    url: str
    vkey: str


@dataclass(frozen=True, slots=True)
class TimeStampDeclaration:
    """An RFC 3161 authority: its address, empty on a site without network, and its root certificates in PEM."""

    url: str = ""
    roots: str = ""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything an installation was told, read once by an entry point."""

    home: Path
    database_url: str = ""
    public_host: str = "localhost"
    allowed_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    secure: bool = False
    # The organisation that runs the installation, as registers and contracts name it.
    operator: str = ""
    operator_contact: str = ""
    demo: bool = False
    models: tuple[ModelDeclaration, ...] = ()
    mail: MailServer | None = None
    keys: Mapping[str, Any] = field(default_factory=dict)
    oidc: tuple[Mapping[str, Any], ...] = ()
    gateway: Mapping[str, Any] = field(default_factory=dict)
    witnesses: tuple[WitnessDeclaration, ...] = ()
    time_stamp: TimeStampDeclaration | None = None
    whisper: WhisperDeclaration | None = None
    # Algorithm of a second signature of each checkpoint; empty for none.
    second_signature: str = ""
    # Where the ledger of withdrawals is when it is not beside the data, and how long the oldest backup is kept.
    ledger: str = ""
    backups_kept_days: int = _BACKUPS_KEPT_DAYS

    @property
    def ledger_folder(self) -> Path:
        """The folder of the ledger of withdrawals."""
        return Path(self.ledger).expanduser() if self.ledger else self.home / "ledger"


def default_home(environment: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Return the platform's user data directory for Égide."""
    if configured := environment.get("EGIDE_HOME"):
        return Path(configured).expanduser().absolute()
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "egide"
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA", str(Path.home()))) / "egide"
    return Path(environment.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "egide"


ML_DSA_44 = "ml-dsa-44"
_TOP_LEVEL = {
    "site",
    "models",
    "mail",
    "keys",
    "oidc",
    "gateway",
    "witnesses",
    "time_stamp",
    "whisper",
    "journal",
    "backup",
}
_SITE = {"public_host", "allowed_hosts", "secure", "operator", "operator_contact"}
_KEYS = {"kind", "folder", "library", "token", "pin_env", "address", "token_env", "key_name"}
_MODEL_KEYS = set(ModelDeclaration.__slots__)
_MAIL_KEYS = set(MailServer.__slots__)
_WITNESS_KEYS = set(WitnessDeclaration.__slots__)
_TIME_STAMP_KEYS = set(TimeStampDeclaration.__slots__)
_WHISPER_KEYS = set(WhisperDeclaration.__slots__)


def _only(table: Mapping[str, Any], allowed: set[str], where: str) -> None:
    for key in table:
        if key not in allowed:
            raise ConfigurationError(f"{where}: unknown setting '{key}'; allowed: {', '.join(sorted(allowed))}")


def _model(table: Mapping[str, Any], position: int) -> ModelDeclaration:
    where = f"[[models]] number {position}"
    _only(table, _MODEL_KEYS, where)
    for needed in ("name", "kind"):
        if not isinstance(table.get(needed), str):
            raise ConfigurationError(f"{where}: '{needed}' is missing")
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return ModelDeclaration(**values)


def _witness(table: Mapping[str, Any], position: int) -> WitnessDeclaration:
    where = f"[[witnesses]] number {position}"
    _only(table, _WITNESS_KEYS, where)
    for needed in ("url", "vkey"):
        if not isinstance(table.get(needed), str):
            raise ConfigurationError(f"{where}: '{needed}' is missing")
    return WitnessDeclaration(**table)


def _time_stamp(table: Mapping[str, Any] | None, where: str) -> TimeStampDeclaration | None:
    if table is None:
        return None
    _only(table, _TIME_STAMP_KEYS, where)
    for name, content in table.items():
        if not isinstance(content, str):
            raise ConfigurationError(f"{where}: '{name}' is a text")
    return TimeStampDeclaration(**table)


def _whisper(table: Mapping[str, Any] | None, where: str) -> WhisperDeclaration | None:
    if table is None:
        return None
    _only(table, _WHISPER_KEYS, where)
    for name, content in table.items():
        if not isinstance(content, str):
            raise ConfigurationError(f"{where}: '{name}' is a text")
    if not table.get("folder"):
        raise ConfigurationError(f"{where}: 'folder' is missing")
    return WhisperDeclaration(**table)


def _second_signature(table: Mapping[str, Any], where: str) -> str:
    _only(table, {"second_signature"}, where)
    asked = table.get("second_signature", "")
    if asked not in ("", ML_DSA_44):
        raise ConfigurationError(f'{where}: second_signature is "{ML_DSA_44}", or left out')
    return str(asked)


def _backup(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    _only(table, {"ledger", "kept_days"}, where)
    ledger, days = table.get("ledger", ""), table.get("kept_days", _BACKUPS_KEPT_DAYS)
    if not isinstance(ledger, str):
        raise ConfigurationError(f"{where}: ledger is a folder")
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        raise ConfigurationError(f"{where}: kept_days is a number of days, at least 1")
    return {"ledger": ledger, "backups_kept_days": days}


def load_configuration(environment: Mapping[str, str] | None = None) -> Configuration:
    """Read the environment and the TOML file.

    Args:
        environment: Variables to read; the process's own by default.

    Returns:
        The configuration, checked.

    Raises:
        ConfigurationError: the file is absent or malformed, or a setting is unknown.
    """
    environment = os.environ if environment is None else environment
    home = default_home(environment)
    named = environment.get("EGIDE_CONFIG")
    path = Path(named) if named else home / "egide.toml"
    document: dict[str, Any] = {}
    if named or path.exists():
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as unreadable:
            raise ConfigurationError(f"{path}: cannot be read ({unreadable.strerror})") from unreadable
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as malformed:
            raise ConfigurationError(f"{path}: {malformed}") from malformed
    _only(document, _TOP_LEVEL, str(path))
    site = document.get("site", {})
    _only(site, _SITE, f"{path} [site]")
    mail = document.get("mail")
    if mail is not None:
        _only(mail, _MAIL_KEYS, f"{path} [mail]")
    _only(document.get("keys", {}), _KEYS, f"{path} [keys]")
    return Configuration(
        home=home,
        database_url=environment.get("EGIDE_DATABASE_URL", ""),
        public_host=site.get("public_host", "localhost"),
        allowed_hosts=tuple(site.get("allowed_hosts", Configuration.__dataclass_fields__["allowed_hosts"].default)),
        secure=bool(site.get("secure", False)),
        operator=str(site.get("operator", "")),
        operator_contact=str(site.get("operator_contact", "")),
        demo=environment.get("EGIDE_DEMO", "") == "1",
        models=tuple(_model(table, number) for number, table in enumerate(document.get("models", []), 1)),
        mail=MailServer(**mail) if mail is not None else None,
        keys=document.get("keys", {}),
        oidc=tuple(document.get("oidc", [])),
        gateway=document.get("gateway", {}),
        witnesses=tuple(_witness(table, number) for number, table in enumerate(document.get("witnesses", []), 1)),
        time_stamp=_time_stamp(document.get("time_stamp"), f"{path} [time_stamp]"),
        whisper=_whisper(document.get("whisper"), f"{path} [whisper]"),
        second_signature=_second_signature(document.get("journal", {}), f"{path} [journal]"),
        **_backup(document.get("backup", {}), f"{path} [backup]"),
    )


def database_settings(configuration: Configuration) -> dict[str, Any]:
    """Translate the database address into Django's settings.

    Args:
        configuration: What the installation was told.

    Returns:
        The `default` database of Django.

    Raises:
        ConfigurationError: the address is not one of PostgreSQL.
    """
    if not configuration.database_url:
        return {
            "ENGINE": "egide.service.sqlite",
            "NAME": str(configuration.home / "egide.sqlite3"),
            # Said outright: tests run in parallel know that Django's own engine works in memory, not that ours does.
            "TEST": {"NAME": ":memory:"},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                # NORMAL: the engine flushes after each commit, once for all who wait. The log is copied into the
                # database every 16 MB instead of every 4: an act writes 60 kB, and waits for the copy of others.
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA secure_delete=ON;"
                "PRAGMA wal_autocheckpoint=4000;",
            },
        }
    parts = urlsplit(configuration.database_url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ConfigurationError("EGIDE_DATABASE_URL: expected postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # The driver prepares nothing: at a rollback it would have the server forget the journal's own prepared statements.
        "OPTIONS": {"prepare_threshold": None},
    }


def installation_secret(home: Path) -> str:
    """Return the secret that signs sessions, made at the first start and readable by its owner alone."""
    path = home / "session-secret"
    if path.exists():
        return path.read_text(encoding="ascii")
    home.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_urlsafe(50)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(secret)
    return secret
