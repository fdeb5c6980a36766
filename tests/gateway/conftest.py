"""The gateway on a real port, before a provider that keeps every byte, over the parts of the service's tests."""

from __future__ import annotations

import asyncio
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openai
import pytest
import uvicorn
from aiohttp import web
from django.db import connection, connections
from tests.gateway.upstream import Provider
from tests.service.conftest import NOW, build_parts, open_brand, other_brand, system  # noqa: F401 - fixtures

from egide.adapters.upstream import AiohttpTransport
from egide.gateway.application import Gateway
from egide.gateway.configuring import read_upstreams
from egide.gateway.connection import Connection
from egide.gateway.mounting import Mounted
from egide.gateway.upstreams import Upstreams
from egide.service import wiring
from egide.service.configuration import ModelDeclaration
from egide.service.evidence.flows import prepare_installation
from egide.service.gatewaykeys.flows import Terms, create_key
from egide.service.register.flows import MODEL, TASK, create_dpia, set_switch, validate_dpia
from egide.service.tenancy.access import Actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.scope import brand_scope

TASKS = ("gateway_chat", "embeddings", "transcription", "summary")


class Loop:
    """An event loop in a thread of its own, for servers."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()


@pytest.fixture
def loop() -> Iterator[Loop]:
    running = Loop()
    yield running
    running.stop()


@pytest.fixture
def provider(loop: Loop) -> Iterator[Provider]:
    """The provider, listening."""
    serving = Provider()
    runner = web.AppRunner(serving.application(), access_log=None, handler_cancellation=True)

    async def open_() -> None:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        serving.port = runner.addresses[0][1]

    loop.run(open_())
    yield serving
    loop.run(runner.cleanup())


def declarations(provider: Provider) -> tuple[ModelDeclaration, ...]:
    """The models of these tests: one in France, one that replaces it, one far away, one that the operator runs."""

    def model(name: str, kind: str = "openai-compatible", **more: Any) -> ModelDeclaration:
        given = {"base_url": provider.base_url, "api_key_env": "PROVIDER_KEY", "region": "FR", "timeout_s": 5.0} | more
        return ModelDeclaration(name, kind, **given)

    return (
        model("mistral-small", model="mistral-small-2506", active_params_bn=24.0, fallback=("relais",), retries=1),
        model("relais", retries=0),
        model("lointain", region="US", transfer_tool="scc"),
        model("maison", kind="vllm", base_url=provider.base_url),
    )


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an empty, migrated SQLite database is kept, once made."""
    return tmp_path_factory.mktemp("sqlite") / "template.sqlite3"


@pytest.fixture
def database(transactional_db: None, template: Path, tmp_path: Path) -> Iterator[None]:
    """A database that several threads share as in production: on SQLite a file, since in memory they lock each other out."""
    if connection.vendor != "sqlite":
        yield
        return
    if not template.exists():
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(template)])
    place = tmp_path / "gateway.sqlite3"
    shutil.copy(template, place)
    kept, name = connection.connection, connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = None, str(place)
    connections.databases["default"]["NAME"] = str(place)
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = kept, name
    connections.databases["default"]["NAME"] = name


@pytest.fixture
def parts(database: None, settings, provider: Provider) -> Iterator[wiring.Parts]:
    """The parts of this test, with an empty database that the gateway's threads see."""
    built = build_parts()
    built = replace(built, configuration=replace(built.configuration, models=declarations(provider)))
    wiring.install(built)
    settings.EGIDE = built.configuration
    prepare_installation()
    yield built
    wiring.install(None)


def open_for_gateway(slug: str, actor: Actor) -> Brand:
    """A brand that lets tools use every model of these tests but the far one, which its residency refuses."""
    brand = open_brand(slug, actor)
    with brand_scope(brand.pk):
        dpia = create_dpia(brand.pk, "Passerelle", TASKS, actor=actor, now=NOW)
        validate_dpia(brand.pk, dpia.pk, actor=actor, now=NOW)
        for task in TASKS:
            set_switch(brand.pk, TASK, task, on=True, actor=actor, now=NOW)
        for model in ("mistral-small", "relais", "lointain", "maison"):
            set_switch(brand.pk, MODEL, model, on=True, actor=actor, now=NOW)
    return brand


@pytest.fixture
def brand(system: Actor) -> Iterator[Brand]:  # noqa: F811 - the fixture of the service's tests
    opened = open_for_gateway("orvelie", system)
    with brand_scope(opened.pk):
        yield opened


@dataclass
class Served:
    """The gateway as a client reaches it."""

    url: str
    application: Gateway
    key: str = ""
    now: list[datetime] = field(default_factory=lambda: [NOW])
    clients: list[openai.OpenAI] = field(default_factory=list)

    def client(self, **options: Any) -> openai.OpenAI:
        made = openai.OpenAI(base_url=f"{self.url}/v1", api_key=self.key, **{"max_retries": 0, "timeout": 20} | options)
        self.clients.append(made)
        return made


@pytest.fixture
def new_key(brand: Brand, system: Actor) -> Callable[..., str]:  # noqa: F811
    """Make a key of the brand."""

    def make(task: str = "gateway_chat", purpose: str = "SAV", **limits: Any) -> str:
        return create_key(brand.pk, Terms(purpose, task, **limits), actor=system, now=NOW)[1]

    return make


@pytest.fixture
def gateway(parts: wiring.Parts, loop: Loop, new_key: Callable[..., str]) -> Iterator[Served]:
    """The gateway, listening, with a key for chat."""
    upstreams = Upstreams(
        read_upstreams(parts.configuration.models, {"PROVIDER_KEY": "provider-secret"}),
        AiohttpTransport(),
        time.monotonic,
    )
    now = [NOW]
    application = Gateway(upstreams, clock=lambda: now[0])
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    configuration = uvicorn.Config(
        Mounted(application, _no_desk),
        log_level="error",
        lifespan="on",
        access_log=False,
        loop="asyncio",
        http=Connection,
    )
    server = uvicorn.Server(configuration)
    serving = asyncio.run_coroutine_threadsafe(server.serve(sockets=[listening]), loop.loop)
    while not server.started:
        time.sleep(0.005)
    served = Served(f"http://127.0.0.1:{listening.getsockname()[1]}", application, new_key(), now)
    yield served
    for client in served.clients:
        client.close()
    server.should_exit = True
    serving.result(20)
    listening.close()


async def _no_desk(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b"desk"})
