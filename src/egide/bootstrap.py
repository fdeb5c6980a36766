"""The composition root: the only module that names both a port and its adapter.

Entry points call `start`; from then on flows find their parts in `egide.service.wiring`.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from egide.adapters.journal.filesystem import FilesystemTileStore
from egide.adapters.keystores.opening import open_local_key_ring
from egide.detection import Detector
from egide.journal import Ed25519Signer, Log
from egide.keys import KeyRing, MasterKey
from egide.policy import Law

if TYPE_CHECKING:
    from egide.assist.models import TextModel
    from egide.assist.speech import SpeechModel
    from egide.gateway.application import Gateway
    from egide.gateway.mounting import Mounted
    from egide.intake.ports import Mailbox, OutboxTransport
    from egide.service.configuration import Configuration
    from egide.service.wiring import MailboxPlace, OutsideWitness, Parts, TimeStamping


def start(configuration: Configuration | None = None) -> Parts:
    """Set Django up and put the parts of this process together, once.

    Args:
        configuration: What the installation was told; read from the environment when absent.

    Returns:
        The parts, installed.

    Raises:
        ConfigurationError: a setting is missing or misspelt.
        KeyUnavailable: the key store cannot be opened.
    """
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.service.settings")
    django.setup()
    from django.conf import settings

    from egide.service.wiring import install

    chosen = configuration or settings.EGIDE
    assembled = assemble(chosen)
    install(assembled)
    return assembled


def assemble(configuration: Configuration) -> Parts:
    """Choose an adapter for each port, from the configuration."""
    from egide.adapters.ledger import FileLedger
    from egide.adapters.replies import HttpReplies
    from egide.service.running import in_thread
    from egide.service.wiring import Parts

    key_ring = open_key_ring(configuration)
    return Parts(
        configuration=configuration,
        key_ring=key_ring,
        detector=Detector.default(),
        law=Law.load_default(),
        open_journal=_journals(configuration, key_ring),
        open_journal_files=lambda brand_id: FilesystemTileStore(_journal_folder(configuration, brand_id)),
        ledger=FileLedger(configuration.ledger_folder),
        outbox_transport=_outbox(configuration),
        random_bytes=secrets.token_bytes,
        background=in_thread,
        text_models=_text_models(configuration),
        speech_models=_speech_models(configuration),
        witnesses=_witnesses(configuration),
        time_stamping=_time_stamping(configuration),
        open_mailbox=_open_mailbox,
        reply_transport=HttpReplies(),
    )


def open_key_ring(configuration: Configuration) -> KeyRing:
    """Open the keys: beside the data by default, under a master key in an HSM or in Vault when `[keys]` says so.

    Args:
        configuration: What the installation was told.

    Returns:
        The key ring.

    Raises:
        ConfigurationError: `[keys]` names no known kind, or lacks what its kind needs.
        KeyUnavailable: the store does not answer.
    """
    from egide.adapters.keystores.sqlite_table import SqliteKeyTable
    from egide.service.configuration import ConfigurationError

    table = configuration.keys
    folder = Path(table["folder"]) if "folder" in table else configuration.home / "keys"
    kind = table.get("kind", "file")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    if kind == "file":
        return open_local_key_ring(folder, passphrase=_passphrase())
    needed = {"pkcs11": ("library", "token", "pin_env"), "vault": ("address", "token_env")}.get(kind)
    if needed is None:
        raise ConfigurationError(f"[keys] kind '{kind}': allowed: file, pkcs11, vault")
    for name in needed:
        if name not in table:
            raise ConfigurationError(f"[keys] kind '{kind}' needs '{name}'")
    master = _pkcs11_key(table) if kind == "pkcs11" else _vault_key(table)
    return KeyRing(
        master, SqliteKeyTable(folder / "keys.sqlite3"), random_bytes=secrets.token_bytes, monotonic=time.monotonic
    )


def _pkcs11_key(table: Mapping[str, Any]) -> MasterKey:
    from egide.adapters.keystores.pkcs11 import Pkcs11MasterKey

    pin = os.environ.get(table["pin_env"], "")
    return Pkcs11MasterKey(table["library"], table["token"], pin, random_bytes=secrets.token_bytes)


def _vault_key(table: Mapping[str, Any]) -> MasterKey:
    from egide.adapters.keystores.vault import VaultMasterKey

    token = os.environ.get(table["token_env"], "")
    return VaultMasterKey(table["address"], token, key_name=table.get("key_name", "egide-master"))


def _passphrase() -> bytes | None:
    from egide.adapters.keystores.file import read_passphrase_from_systemd

    return read_passphrase_from_systemd(os.environ)


def _journal_folder(configuration: Configuration, brand_id: UUID | None) -> Path:
    return configuration.home / "journal" / str(brand_id or UUID(int=0))


def _journals(configuration: Configuration, key_ring: KeyRing) -> Callable[[UUID | None], Log]:
    from egide.journal import MlDsaCosigner, is_ml_dsa_available
    from egide.service.configuration import ConfigurationError

    if configuration.second_signature and not is_ml_dsa_available():
        raise ConfigurationError("[journal] second_signature: the installed 'cryptography' has no ML-DSA; upgrade it")

    @lru_cache(maxsize=256)
    def open_journal(brand_id: UUID | None) -> Log:
        name = str(brand_id or UUID(int=0))
        # The signing key is derived from the brand's secret: kept, backed up and rotated with the brand's keys.
        secret = key_ring.brand_secret(name, "journal-signature", generation=1)
        signer = Ed25519Signer(f"{configuration.public_host}/journal/{name}", secret.reveal())
        cosigners = []
        if configuration.second_signature:
            second = key_ring.brand_secret(name, "journal-second-signature", generation=1)
            cosigners.append(MlDsaCosigner(signer.name, second.reveal()))
        return Log(FilesystemTileStore(_journal_folder(configuration, brand_id)), signer, cosigners=cosigners)

    return open_journal


def _witnesses(configuration: Configuration) -> tuple[OutsideWitness, ...]:
    from egide.adapters.journal import HttpWitness
    from egide.journal import JournalError, parse_vkey
    from egide.service.configuration import ConfigurationError
    from egide.service.wiring import OutsideWitness

    found = []
    for number, declared in enumerate(configuration.witnesses, 1):
        try:
            found.append(OutsideWitness(parse_vkey(declared.vkey), HttpWitness(declared.url)))
        except JournalError as wrong:
            raise ConfigurationError(f"[[witnesses]] number {number}: {wrong}") from wrong
    return tuple(found)


def _time_stamping(configuration: Configuration) -> TimeStamping | None:
    from egide.adapters.journal import HttpTimeStampAuthority
    from egide.journal import JournalError, load_roots
    from egide.service.configuration import ConfigurationError
    from egide.service.wiring import TimeStamping

    declared = configuration.time_stamp
    if declared is None:
        return None
    try:
        roots = load_roots(Path(declared.roots).read_bytes()) if declared.roots else []
        authority = HttpTimeStampAuthority(declared.url) if declared.url else None
    except OSError as unreadable:
        raise ConfigurationError(f"[time_stamp] roots: {unreadable.strerror}") from unreadable
    except JournalError as wrong:
        raise ConfigurationError(f"[time_stamp]: {wrong}") from wrong
    return TimeStamping(authority, tuple(roots))


def _open_mailbox(place: MailboxPlace) -> Mailbox:
    from egide.adapters.mail import ImapMailbox

    return ImapMailbox(
        place.host,
        place.port,
        user=place.user,
        password=place.password,
        folder=place.folder,
        # In clear only on the machine itself, where no certificate could be verified.
        tls=place.host not in {"localhost", "127.0.0.1", "::1"},
    )


def _outbox(configuration: Configuration) -> OutboxTransport:
    from egide.adapters.mail import FileOutbox, SmtpOutbox

    if configuration.mail is None:
        return FileOutbox(configuration.home / "outbox")
    mail = configuration.mail
    password = os.environ.get(mail.password_env, "") if mail.password_env else ""
    return SmtpOutbox(mail.host, mail.port, user=mail.user, password=password, starttls=mail.starttls)


def _text_models(configuration: Configuration) -> dict[str, TextModel]:
    """Open the declared models; each speaks the protocol of OpenAI."""
    from egide.adapters.models.openai_text import OpenAIModel

    return {
        declared.name: OpenAIModel(
            name=declared.name,
            model=declared.model or declared.name,
            base_url=declared.base_url,
            api_key=os.environ.get(declared.api_key_env, ""),
            region=declared.region,
        )
        for declared in configuration.models
    }


def _speech_models(configuration: Configuration) -> dict[str, SpeechModel]:
    """Open what turns recordings into text: the local model first, then the servers declared for transcription."""
    from egide.adapters.models.openai_speech import OpenAISpeech
    from egide.adapters.models.whisper_speech import WhisperSpeech

    found: dict[str, SpeechModel] = {}
    if (local := configuration.whisper) is not None:
        found[local.name] = WhisperSpeech(
            local.name,
            Path(local.folder).expanduser(),
            device=local.device,
            compute_type=local.compute_type,
            region=local.region,
        )
    for declared in configuration.models:
        if "transcription" in declared.tasks:
            found[declared.name] = OpenAISpeech(
                name=declared.name,
                model=declared.model or declared.name,
                base_url=declared.base_url,
                api_key=os.environ.get(declared.api_key_env, ""),
                region=declared.region,
            )
    return found


def open_gateway(configuration: Configuration) -> Gateway:
    """Put the gateway together, once the parts are installed.

    Args:
        configuration: What the installation was told.

    Returns:
        The ASGI application under /v1.

    Raises:
        ConfigurationError: a model is declared with a word that means nothing.
    """
    import sys
    import time

    from django.utils import timezone

    from egide.adapters.upstream import AiohttpTransport
    from egide.gateway.application import Gateway
    from egide.gateway.configuring import read_settings, read_upstreams
    from egide.gateway.upstreams import Upstreams

    # The event loop shares the interpreter with threads that detect and write: it must not wait 5 ms for its turn.
    sys.setswitchinterval(0.0005)
    settings = read_settings(configuration.gateway)
    upstreams = Upstreams(read_upstreams(configuration.models, os.environ), AiohttpTransport(), time.monotonic)
    return Gateway(upstreams, clock=timezone.now, workers=settings.workers, most_bytes=settings.most_bytes)


def reload_gateway() -> Gateway:
    """Read the TOML file again for a process that goes on: the declared models and what stands under `[gateway]`.

    Keys, journals and database stay those of the process.

    Returns:
        A gateway that goes by what was read.

    Raises:
        ConfigurationError: the file means nothing; nothing has changed.
    """
    from dataclasses import replace

    from egide.service.configuration import load_configuration
    from egide.service.wiring import install, parts

    former = parts()
    read = load_configuration()
    configuration = replace(former.configuration, models=read.models, gateway=read.gateway, whisper=read.whisper)
    gateway = open_gateway(configuration)
    models, speech = _text_models(configuration), _speech_models(configuration)
    install(replace(former, configuration=configuration, text_models=models, speech_models=speech))
    return gateway


def root_application() -> Mounted:
    """Put a whole worker together: the parts, the gateway and the desk; what a server process calls."""
    from egide.gateway.mounting import Mounted
    from egide.gateway.warming import warm

    started = start()
    from egide.service.asgi import application

    return Mounted(open_gateway(started.configuration), application, prepare=warm)
