"""The desk: import with findings and journal, and the queue with 100,000 conversations, on SQLite.

    python -m bench.desk [--turns N] [--interactions N]

Import reads real typed chats (../shared/data/chat-multidogo-en). The queue is filled with copies of sealed rows; what is timed is
the whole request, through middleware, decryption of the 25 rows shown and rendering.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "chat-multidogo-en"


def measure_import(turns: int) -> None:
    """Import typed chats in a process of its own, and print messages per second and peak memory for two sizes."""
    if not SHARED.is_dir():
        print("import: ../shared/data/chat-multidogo-en is absent, not measured")
        return
    for size in (turns // 10, turns):
        with tempfile.TemporaryDirectory(prefix="egide-bench-") as folder:
            path = _write_turns(Path(folder) / "chats.tsv", size)
            environment = {**os.environ, "EGIDE_HOME": f"{folder}/home"}
            subprocess.run(
                [sys.executable, "-m", "egide", "createbrand", "bench"],
                env=environment,
                check=True,
                capture_output=True,
            )
            code = (
                "import resource, sys, time; from egide.cli import main; started = time.perf_counter()\n"
                "try: main(sys.argv[1:])\n"
                "except SystemExit: pass\n"
                "print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
            )
            ran = subprocess.run(
                [sys.executable, "-c", code, "import", str(path), "--brand", "bench", "--json"],
                env=environment,
                check=True,
                capture_output=True,
                text=True,
            )
            counts, timing = ran.stdout.strip().splitlines()
            imported = json.loads(counts)["imported"]
            seconds, peak_mb = map(float, timing.split())
            print(
                f"import {imported} messages: {imported / seconds:.0f} messages/s, start-up and sequencing included, "
                f"peak {peak_mb:.0f} MB"
            )


def _write_turns(path: Path, wanted: int) -> Path:
    written = 0
    with path.open("w", encoding="utf-8") as opened:
        for source in sorted(SHARED.glob("*.tsv.gz")):
            with gzip.open(source, "rt", encoding="utf-8") as lines:
                heading = next(lines)
                if written == 0:
                    opened.write(heading)
                for line in lines:
                    opened.write(line)
                    written += 1
                    if written >= wanted:
                        return path
    return path


def measure_queue(interactions: int, requests: int = 60) -> None:
    """Fill a queue and time its first pages."""
    with tempfile.TemporaryDirectory(prefix="egide-bench-") as folder:
        os.environ["EGIDE_HOME"], os.environ["EGIDE_DEMO"] = folder, "1"
        from egide.cli.serving import start_service

        start_service()
        from django.conf import settings
        from django.test import Client

        from egide.service.administration.flows import create_brand, create_user, grant_role
        from egide.service.tenancy.access import system_actor
        from egide.service.tenancy.rights import Role
        from egide.service.tenancy.scope import brand_scope

        settings.ALLOWED_HOSTS.append("testserver")
        now, actor = datetime.now(UTC), system_actor("bench")  # noqa: TID251 - a bench reads the clock
        brand = create_brand("bench", name="Bench", actor=actor, now=now)
        user = create_user("agent", uuid.uuid4().hex, display_name="Agent", actor=actor, now=now)
        grant_role(user, Role.AGENT, brand.pk, actor=actor, now=now)
        with brand_scope(brand.pk):
            _fill(brand.pk, interactions, now)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        for name, address in (
            ("first page", "/queue/"),
            ("page 40", "/queue/?page=40"),
            ("one channel", "/queue/?channel=chat"),
        ):
            timings = []
            for _ in range(requests):
                started = time.perf_counter()
                response = client.get(address)
                timings.append(time.perf_counter() - started)
                if response.status_code != 200:
                    raise SystemExit(f"{address} answered {response.status_code}")
            timings.sort()
            p95 = timings[int(len(timings) * 0.95) - 1]
            print(
                f"queue of {interactions}, {name}: p50 {statistics.median(timings) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms"
            )
        print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _fill(brand_id: uuid.UUID, number: int, now: datetime) -> None:
    from egide.service.conversations.models import Interaction, Message
    from egide.service.people.models import Person
    from egide.service.sealing import person_vault

    people = []
    for _ in range(200):
        person = Person(id=uuid.uuid4(), brand_id=brand_id, created_at=now, last_contact_at=now)
        vault = person_vault(brand_id, person.pk, create=True)
        person.name_sealed = vault.seal_text("person", person.pk, "name", "Camille Exemple")
        people.append((person, vault))
    Person.objects.bulk_create(person for person, _ in people)
    text = "Bonjour, ma box affiche un voyant rouge depuis ce matin, que dois-je faire ?"
    for start in range(0, number, 5000):
        interactions, messages = [], []
        for position in range(start, min(number, start + 5000)):
            person, vault = people[position % len(people)]
            interaction = Interaction(
                id=uuid.uuid4(),
                brand_id=brand_id,
                person=person,
                channel=("email", "chat", "social")[position % 3],
                thread_index=uuid.uuid4().bytes,
                purpose="SAV",
                legal_basis="b",
                opened_at=now,
                last_message_at=now,
                due_at=now + timedelta(minutes=position % 5000),
                priority=1 + position % 4,
                intent="panne_internet",
                analysis={"contributions": [{"label": {"fr": "Service coupé", "en": "Service down"}, "points": 28.0}]},
                analysed_at=now,
            )
            message = Message(
                id=uuid.uuid4(),
                brand_id=brand_id,
                interaction=interaction,
                author_role="customer",
                at=now,
                source="bench",
                purpose="SAV",
                legal_basis="b",
                collected_how="bench",
                received_at=now,
            )
            message.body_sealed = vault.seal_text("message", message.pk, "body", text)
            interactions.append(interaction)
            messages.append(message)
        Interaction.objects.bulk_create(interactions)
        Message.objects.bulk_create(messages)


def main(argv: list[str] | None = None) -> None:
    """Run both measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=20_000)
    parser.add_argument("--interactions", type=int, default=100_000)
    options = parser.parse_args(argv)
    measure_import(options.turns)
    measure_queue(options.interactions)


if __name__ == "__main__":
    main()
