"""Measure the gateway beside LiteLLM: what each adds to a provider that answers at once, on the same machine, in turns.

    python -m bench.gateway [--requests 300] [--seconds 5] [--rounds 3] [--workers 2] [--no-peer] [--quick]
                            [--memory N] [--steps N [--turns N]] [--json]

The provider is an aiohttp server on loopback that repeats the question. Égide detects, decides, pseudonymises, writes its
journal and restores; every message is a new one. LiteLLM (PyPI, in an environment of its own under bench/.environments,
made on first use) passes through, and once more with its Presidio guardrail before an analyzer that answers at once and
finds nothing, so that only the plumbing counts. "Added" is the median of a target less that of the provider alone.

Processor time per request ("cpu") is that of a server's processes, whatever else the machine does. A turn is measured in a
conversation that already has 1, 10 or 100. `--memory N` then sends N requests, each with a new message, and says what memory
Égide holds after each tenth of them: 100,000 take some five minutes. `--quick` measures one round without the peer, in two
minutes. `--steps N` says instead where the time of a request goes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import _gateway_steps

ENVIRONMENTS = Path(__file__).with_name(".environments")
ROOT = Path(__file__).resolve().parent.parent
TURNS = (1, 10, 100)
FIRST = ("Claire", "Jean", "Amina", "Louis", "Zoé", "Karim", "Inès", "Paul", "Maëlle", "Hugo")
LAST = ("Dupont", "Lefèvre", "Benali", "Moreau", "Garnier", "Petit", "Roux", "Fontaine", "Chevalier", "Robin")


def message(number: int) -> str:
    """A support message of about 130 bytes with a name, an address and a phone that no other message has."""
    noise = random.Random(number)
    first, last = noise.choice(FIRST), noise.choice(LAST)
    phone = f"06 39 98 {noise.randrange(100):02d} {noise.randrange(100):02d}"
    return (
        f"Bonjour, je suis {first} {last} ({last.lower()}{number}@orange.fr), tél. {phone}. "
        f"Ma commande n'est pas arrivée, que faire ?"
    )


# ---------------------------------------------------------------- the provider


def serve_provider(port: int) -> None:
    """Answer chats at once: the question again, whole or in 41 events; and Presidio's analyzer, which finds nothing."""
    import uvloop
    from aiohttp import web

    async def chat(request: web.Request) -> web.StreamResponse:
        asked = json.loads(await request.read())
        said = asked["messages"][-1]["content"]
        head = {"id": "c", "created": 1, "model": asked["model"]}
        if not asked.get("stream"):
            choice = {"index": 0, "message": {"role": "assistant", "content": said}, "finish_reason": "stop"}
            usage = {"prompt_tokens": 30, "completion_tokens": 40, "total_tokens": 70}
            return web.json_response({**head, "object": "chat.completion", "choices": [choice], "usage": usage})
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        size = -(-len(said) // 40)
        for start in range(0, len(said), size):
            choice = {"index": 0, "delta": {"content": said[start : start + size]}, "finish_reason": None}
            chunk = json.dumps({**head, "object": "chat.completion.chunk", "choices": [choice]})
            await response.write(f"data: {chunk}\n\n".encode())
        ended = json.dumps(
            {**head, "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
        )
        await response.write(f"data: {ended}\n\ndata: [DONE]\n\n".encode())
        return response

    async def analyze(_: web.Request) -> web.Response:
        return web.json_response([])

    async def anonymize(request: web.Request) -> web.Response:
        return web.json_response({"text": (await request.json()).get("text", ""), "items": []})

    application = web.Application(client_max_size=64_000_000)
    application.router.add_post("/v1/chat/completions", chat)
    application.router.add_post("/analyze", analyze)
    application.router.add_post("/anonymize", anonymize)
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    web.run_app(application, host="127.0.0.1", port=port, print=None, access_log=None)


def prepare_brand() -> None:
    """Make a brand that lets a tool use the model, and print its key."""
    from datetime import UTC, datetime

    from egide.cli.serving import start_service

    start_service()
    from egide.service.administration.flows import create_brand
    from egide.service.gatewaykeys.flows import Terms, create_key
    from egide.service.register.flows import BRAND, MODEL, TASK, create_dpia, declare_purpose, set_switch, validate_dpia
    from egide.service.tenancy.access import system_actor
    from egide.service.tenancy.scope import brand_scope

    actor, now = system_actor("bench"), datetime.now(UTC)  # noqa: TID251 - an entry point reads the clock
    brand = create_brand("mesure", name="Mesure", actor=actor, now=now)
    with brand_scope(brand.pk):
        declare_purpose(brand.pk, "SAV", "b", actor=actor, now=now)
        dpia = create_dpia(brand.pk, "Passerelle", ["gateway_chat"], actor=actor, now=now)
        validate_dpia(brand.pk, dpia.pk, actor=actor, now=now)
        for kind, name in ((BRAND, ""), (TASK, "gateway_chat"), (MODEL, "mesure")):
            set_switch(brand.pk, kind, name, on=True, actor=actor, now=now)
        print(create_key(brand.pk, Terms("SAV", "gateway_chat"), actor=actor, now=now)[1])


# ---------------------------------------------------------------- processes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str], within_s: float = 240) -> Iterator[int]:
    """Run a server until the block ends; yields its process id once it listens."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            until = time.monotonic() + within_s
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    if process.poll() is not None or time.monotonic() > until:
                        said.seek(0)
                        sys.exit(f"{command[0]} does not start:\n{said.read().decode(errors='replace')[-2000:]}")
                    time.sleep(0.2)
            yield process.pid
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def resident_mb(pid: int) -> float:
    """Memory of a process and its children."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if int(fields["Pid"]) == pid or int(fields["PPid"]) == pid:
            total += int(fields.get("VmRSS", "0 kB").split()[0])
    return total / 1024


def processor_s(pid: int) -> float:
    """Processor seconds that a server and its children have used: what does not change with the machine's other work."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == pid:  # each server has a session of its own
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def litellm() -> Path:
    """The peer's program, installed on first use."""
    program = ENVIRONMENTS / "litellm" / "bin" / "litellm"
    if not program.exists():
        venv.create(ENVIRONMENTS / "litellm", with_pip=True, clear=True)
        subprocess.run([str(program.with_name("pip")), "install", "-q", "litellm[proxy]"], check=True)
    return program


# ---------------------------------------------------------------- the client


class Client:
    """Asks one target; numbers every message."""

    def __init__(self, url: str, key: str, pid: int) -> None:
        self.url = f"{url}/v1/chat/completions"
        self.pid = pid
        self.key = key
        self.number = random.Random(url).randrange(10**9)
        self.errors = 0

    async def ask(self, session: Any, *, stream: bool = False, turns: int = 0) -> tuple[float, float]:
        """Ask once; milliseconds until the first byte of the body, and until the last."""
        self.number = number = self.number + 1
        history = [{"role": ("user", "assistant")[turn % 2], "content": message(turn)} for turn in range(turns)]
        body = {
            "model": "mesure",
            "messages": [*history, {"role": "user", "content": message(number)}],
            "stream": stream,
        }
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        started = time.perf_counter()
        async with session.post(self.url, data=json.dumps(body).encode(), headers=headers) as answer:
            first_piece = await answer.content.readany()
            first = time.perf_counter()
            said = first_piece + await answer.content.read()
            last = time.perf_counter()
        if answer.status != 200 or (not stream and f"{number}@" not in said.decode()):
            self.errors += 1
        return (first - started) * 1000, (last - started) * 1000


def percentile(listed: list[float], share: float) -> float:
    return sorted(listed)[min(len(listed) - 1, int(len(listed) * share))]


async def measure(client: Client, requests: int, seconds: float) -> dict[str, float]:
    """One round on one target."""
    import aiohttp

    figures: dict[str, float] = {}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as session:
        for _ in range(20):
            await client.ask(session)
        used = processor_s(client.pid)
        whole = [(await client.ask(session))[1] for _ in range(requests)]
        figures["json_cpu_ms"] = (processor_s(client.pid) - used) * 1000 / requests
        figures["json_p50_ms"], figures["json_p99_ms"] = percentile(whole, 0.5), percentile(whole, 0.99)
        streams = [await client.ask(session, stream=True) for _ in range(max(20, requests // 5))]
        figures["first_byte_p50_ms"] = percentile([first for first, _ in streams], 0.5)
        figures["stream_p50_ms"] = percentile([last for _, last in streams], 0.5)
        for turns in TURNS:
            await client.ask(session, turns=turns)
            used = processor_s(client.pid)
            long = [(await client.ask(session, turns=turns))[1] for _ in range(50)]
            figures[f"turn_{turns}_p50_ms"] = percentile(long, 0.5)
            figures[f"turn_{turns}_cpu_ms"] = (processor_s(client.pid) - used) * 1000 / len(long)
        until, done = time.perf_counter() + seconds, 0

        async def keep_asking() -> None:
            nonlocal done
            while time.perf_counter() < until:
                await client.ask(session)
                done += 1

        used = processor_s(client.pid)
        await asyncio.gather(*(keep_asking() for _ in range(16)))
        figures["requests_per_s"] = done / seconds
        figures["loaded_cpu_ms"] = (processor_s(client.pid) - used) * 1000 / max(1, done)
    return figures


async def soak(client: Client, requests: int) -> list[float]:
    """Send many requests, sixteen at a time; megabytes that the server holds before, and after each tenth."""
    import aiohttp

    held = [resident_mb(client.pid)]
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as session:

        async def send(count: int) -> None:
            for _ in range(count):
                await client.ask(session)

        for _ in range(10):
            await asyncio.gather(*(send(requests // 160) for _ in range(16)))
            held.append(resident_mb(client.pid))
    return held


def litellm_settings(place: Path, provider: str, *, guardrail: bool) -> Path:
    """Write the peer's configuration (JSON is YAML)."""
    document: dict[str, Any] = {
        "model_list": [
            {
                "model_name": "mesure",
                "litellm_params": {"model": "openai/mesure", "api_base": f"{provider}/v1", "api_key": "x"},
            }
        ],
        "litellm_settings": {"telemetry": False},
        "general_settings": {"master_key": "sk-bench"},
    }
    if guardrail:
        parameters = {"guardrail": "presidio", "mode": "pre_call", "output_parse_pii": True, "default_on": True}
        document["guardrails"] = [{"guardrail_name": "presidio", "litellm_params": parameters}]
    path = place / f"litellm-{'guardrail' if guardrail else 'plain'}.yaml"
    path.write_text(json.dumps(document))
    return path


def run(argv: list[str] | None = None) -> int:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--requests", type=int, default=300)
    arguments.add_argument("--seconds", type=float, default=5)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--no-peer", action="store_true")
    arguments.add_argument("--quick", action="store_true")
    arguments.add_argument("--memory", type=int, default=0, metavar="N")
    arguments.add_argument("--steps", type=int, default=0, metavar="N", help="time the steps of N requests instead")
    arguments.add_argument("--turns", type=int, default=0, help="messages before the new one, with --steps")
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--provider", type=int, help=argparse.SUPPRESS)
    arguments.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    chosen = arguments.parse_args(argv)
    if chosen.quick:
        chosen.rounds, chosen.no_peer = 1, True
    if chosen.provider:
        serve_provider(chosen.provider)
        return 0
    if chosen.prepare:
        prepare_brand()
        return 0
    if chosen.steps:
        steps = _gateway_steps.measure(message, prepare_brand, requests=chosen.steps, turns=chosen.turns)
        print(json.dumps(steps)) if chosen.json else _gateway_steps.print_steps(steps)
        return 0
    home = Path(tempfile.mkdtemp(prefix="egide-bench-gateway-"))
    try:
        report = _compare(chosen, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if chosen.json:
        print(json.dumps(report))
    else:
        _print(report)
    return 0


def _compare(chosen: argparse.Namespace, home: Path) -> dict[str, Any]:
    ports = {name: free_port() for name in ("provider", "egide", "litellm", "guarded")}
    addresses = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    (home / "egide.toml").write_text(
        f'[gateway]\nworkers = {chosen.workers}\n\n[[models]]\nname = "mesure"\nkind = "openai-compatible"\n'
        f'base_url = "{addresses["provider"]}/v1"\nregion = "FR"\nactive_params_bn = 24.0\n'
    )
    ours = {**os.environ, "EGIDE_HOME": str(home)}
    ours.pop("EGIDE_CONFIG", None)
    prepared = subprocess.run(
        [sys.executable, "-m", "bench.gateway", "--prepare"],
        cwd=ROOT,
        env=ours,
        capture_output=True,
        text=True,
        check=True,
    )
    key = prepared.stdout.split()[-1]
    program = str(Path(sys.executable).with_name("egide"))
    provider = [sys.executable, "-m", "bench.gateway", "--provider", str(ports["provider"])]
    serve = [program, "serve", "--port", str(ports["egide"])]
    with (
        running(provider, ports["provider"], dict(os.environ)) as provider_pid,
        running(serve, ports["egide"], ours) as egide_pid,
    ):
        time.sleep(8)  # every worker has loaded its detector
        targets = {
            "provider": Client(addresses["provider"], "x", provider_pid),
            "egide": Client(addresses["egide"], key, egide_pid),
        }
        report: dict[str, Any] = {"workers": chosen.workers, "rss_mb": {"egide before": resident_mb(egide_pid)}}
        if chosen.no_peer:
            report["targets"] = _rounds(targets, chosen)
        else:
            theirs = {
                **os.environ,
                "PRESIDIO_ANALYZER_API_BASE": addresses["provider"],
                "PRESIDIO_ANONYMIZER_API_BASE": addresses["provider"],
                "LITELLM_LOG": "ERROR",
                "LITELLM_MODE": "PRODUCTION",
                "NO_DOCS": "True",
                "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            }

            def peer(name: str, *, guardrail: bool) -> list[str]:
                settings = litellm_settings(home, addresses["provider"], guardrail=guardrail)
                more = ["--num_workers", str(chosen.workers)]
                return [
                    str(litellm()),
                    "--config",
                    str(settings),
                    "--host",
                    "127.0.0.1",
                    "--port",
                    str(ports[name]),
                    *more,
                ]

            with (
                running(peer("litellm", guardrail=False), ports["litellm"], theirs) as litellm_pid,
                running(peer("guarded", guardrail=True), ports["guarded"], theirs) as guarded_pid,
            ):
                time.sleep(15)
                targets |= {
                    "litellm": Client(addresses["litellm"], "sk-bench", litellm_pid),
                    "litellm + presidio": Client(addresses["guarded"], "sk-bench", guarded_pid),
                }
                report["targets"] = _rounds(targets, chosen)
                report["rss_mb"]["litellm after"] = resident_mb(litellm_pid)
        report["rss_mb"]["egide after"] = resident_mb(egide_pid)
        if chosen.memory:
            held = asyncio.run(soak(targets["egide"], chosen.memory))
            report["memory"] = {"requests": chosen.memory, "rss_mb": held}
        report["errors"] = {name: client.errors for name, client in targets.items()}
    return report


def _rounds(targets: dict[str, Client], chosen: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Measure the targets in turns; the median of the rounds."""
    import uvloop

    gathered: dict[str, list[dict[str, float]]] = {name: [] for name in targets}
    for _ in range(chosen.rounds):
        for name, client in targets.items():
            gathered[name].append(uvloop.run(measure(client, chosen.requests, chosen.seconds)))
    return {
        name: {figure: statistics.median(one[figure] for one in rounds) for figure in rounds[0]}
        for name, rounds in gathered.items()
    }


def _print(report: dict[str, Any]) -> None:
    measured = report["targets"]
    print(f"{report['workers']} worker(s); medians of the rounds; added = target - provider alone")
    columns = {target: dict(figures) for target, figures in measured.items()}
    for target, figures in measured.items():
        if target != "provider":
            columns[f"{target}, added"] = {
                name: figure - measured["provider"][name] for name, figure in figures.items() if name.endswith("50_ms")
            }
            columns[f"{target}, added"]["json_p99_ms"] = figures["json_p99_ms"] - measured["provider"]["json_p99_ms"]
    print(f"{'':20}" + "".join(f"{target:>{max(12, len(target) + 2)}}" for target in columns))
    for name in next(iter(measured.values())):
        row = (
            f"{figures[name]:{max(12, len(target) + 2)}.2f}" if name in figures else " " * max(12, len(target) + 2)
            for target, figures in columns.items()
        )
        print(f"{name:20}" + "".join(row))
    print("memory, MB: " + ", ".join(f"{name} {size:.0f}" for name, size in report["rss_mb"].items()))
    if "memory" in report:
        held = " ".join(f"{size:.0f}" for size in report["memory"]["rss_mb"])
        print(f"memory over {report['memory']['requests']} more requests, before and after each tenth, MB: {held}")
    print("errors: " + ", ".join(f"{name} {count}" for name, count in report["errors"].items()))


if __name__ == "__main__":
    sys.exit(run())
