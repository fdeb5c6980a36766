"""Measure the journal through the product's own path: an act and its entry in one transaction, sixteen writers at once.

    python -m bench.journal_service [--seconds 5] [--writers 16]     prints one JSON object

Writers are the threads of one process, then those of two, as `egide serve` with two workers. EGIDE_HOME and
EGIDE_DATABASE_URL choose the database, as for the product. `bench.journal` runs it on both.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

Act_ = Callable[[int], None]
# A busy desk: fifty agents who each act every quarter of a second.
_PACE_PER_S = 200.0
_PROCESSES = 2


class Writers:
    """Threads of one process that act on one brand.

    Attributes:
        inside: What each entry took inside its act, in milliseconds.
    """

    def __init__(self, brand: Any, seconds: float) -> None:
        from egide.service.sealing import person_vault
        from egide.service.tenancy.access import system_actor
        from egide.service.tenancy.scope import brand_scope

        self._brand, self._seconds = brand, seconds
        self._now, self._actor = datetime.now(UTC), system_actor("bench")  # noqa: TID251 - an entry point reads the clock
        self._people = [uuid.uuid4() for _ in range(64)]
        with brand_scope(brand.pk):
            self._vaults = {person: person_vault(brand.pk, person, create=True) for person in self._people}
        self.inside: list[float] = []

    def act_alone(self, number: int) -> None:
        """Make a row and write no entry: what an act costs without its journal."""
        from django.db import transaction

        del number
        with transaction.atomic():
            self._make_row()

    def act_with_entry(self, number: int) -> None:
        """Make a row, and write the entry of it."""
        from django.db import transaction

        with transaction.atomic():
            made = self._make_row()
            begun = time.perf_counter()
            self._write(made.pk, number)
            self.inside.append((time.perf_counter() - begun) * 1000)

    def append(self, number: int) -> None:
        """Write an entry and nothing else, as a reading, a refusal or a sign-in does."""
        from django.db import transaction

        with transaction.atomic():
            self._write(uuid.uuid4(), number)

    def batch_of_entries(self, number: int) -> None:
        """Write a hundred entries about people, as an import does."""
        from django.db import transaction

        from egide.service.evidence.flows import Act, write_entries

        acts = [
            Act("record.imported", uuid.uuid4(), self._actor, "SAV", self._people[(number + n) % 64], {"basis": "b"})
            for n in range(100)
        ]
        with transaction.atomic():
            write_entries(self._brand.pk, acts, at=self._now, vaults=self._vaults)

    def run(self, work: Act_, writers: int, paced_per_s: float = 0.0) -> tuple[float, list[float], float]:
        """Acts per second, each one's duration in milliseconds, and the processor time of one, all writers together.

        Without a pace, each writer starts again at once, and waits for all the others: durations then say the rate.
        """
        from django.db import connection

        from egide.service.tenancy.scope import brand_scope

        pause_s = writers / paced_per_s if paced_per_s else 0.0
        spent: list[list[float]] = [[] for _ in range(writers)]
        end = time.perf_counter() + self._seconds

        def write(mine: list[float], late_s: float) -> None:
            time.sleep(late_s)
            with brand_scope(self._brand.pk):
                while (begun := time.perf_counter()) < end:
                    work(len(mine))
                    spent_s = time.perf_counter() - begun
                    mine.append(spent_s * 1000)
                    if pause_s > spent_s:
                        time.sleep(pause_s - spent_s)
            connection.close()

        threads = [
            threading.Thread(target=write, args=(mine, pause_s * number / writers)) for number, mine in enumerate(spent)
        ]
        begun, cpu = time.perf_counter(), time.process_time()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        every = [duration for mine in spent for duration in mine]
        cpu_ms = (time.process_time() - cpu) * 1000 / len(every)
        return len(every) / (time.perf_counter() - begun), every, cpu_ms

    def _make_row(self) -> Any:
        from egide.service.people.models import Person

        return Person.objects.create(brand=self._brand, created_at=self._now, last_contact_at=self._now)

    def _write(self, obj: uuid.UUID, number: int) -> None:
        from egide.service.evidence.flows import Act, write_entry

        write_entry(self._brand.pk, Act("settings.changed", obj, self._actor, "SAV", None, {"n": number}), at=self._now)


def main(argv: Sequence[str] | None = None) -> dict[str, float]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument(
        "--brand", help="act on this brand when told to on the standard input: one of several processes"
    )
    options = parser.parse_args(argv)

    from egide.cli.serving import start_service

    start_service()
    sys.setswitchinterval(0.0005)  # as the product sets it when it opens the gateway
    if options.brand:
        return _one_of_several(options.brand, options.seconds, options.writers)

    from egide.service.administration.flows import create_brand
    from egide.service.tenancy.access import system_actor

    now = datetime.now(UTC)  # noqa: TID251 - an entry point reads the clock
    brand = create_brand(f"bench-{uuid.uuid4().hex[:8]}", name="Bench", actor=system_actor("bench"), now=now)
    writers = Writers(brand, options.seconds)
    alone_per_s, alone, alone_cpu_ms = writers.run(writers.act_alone, options.writers)
    with _sequencer(brand.pk) as lags:
        append_per_s, append, append_cpu_ms = writers.run(writers.append, options.writers)
        with_entry_per_s, with_entry, with_entry_cpu_ms = writers.run(writers.act_with_entry, options.writers)
        inside_saturated, writers.inside = writers.inside, []
        _, paced_alone, _ = writers.run(writers.act_alone, options.writers, _PACE_PER_S)
        _, paced_with_entry, _ = writers.run(writers.act_with_entry, options.writers, _PACE_PER_S)
        batches_per_s, *_ = writers.run(writers.batch_of_entries, options.writers)
        one_per_s, *_ = writers.run(writers.batch_of_entries, 1)
        several = _several_processes(str(brand.pk), options.seconds, options.writers // _PROCESSES)
    found = {
        "service_act_per_s": alone_per_s,
        "service_append_per_s": append_per_s,
        "service_act_with_entry_per_s": with_entry_per_s,
        "service_act_cpu_ms": alone_cpu_ms,
        "service_append_cpu_ms": append_cpu_ms,
        "service_act_with_entry_cpu_ms": with_entry_cpu_ms,
        "service_act_p50_ms": statistics.median(alone),
        "service_act_p99_ms": _p99(alone),
        "service_append_p50_ms": statistics.median(append),
        "service_append_p99_ms": _p99(append),
        "service_act_with_entry_p50_ms": statistics.median(with_entry),
        "service_act_with_entry_p99_ms": _p99(with_entry),
        "service_entry_inside_p50_ms": statistics.median(inside_saturated),
        "service_entry_inside_p99_ms": _p99(inside_saturated),
        "service_paced_acts_per_s": _PACE_PER_S,
        "service_paced_act_p99_ms": _p99(paced_alone),
        "service_paced_act_with_entry_p99_ms": _p99(paced_with_entry),
        "service_paced_entry_inside_p99_ms": _p99(writers.inside),
        "service_entries_by_hundreds_per_s": batches_per_s * 100,
        "service_entries_by_hundreds_one_writer_per_s": one_per_s * 100,
        **several,
        "service_publish_p50_ms": statistics.median(lags) if lags else 0.0,
        **_drained(brand.pk),
    }
    print(json.dumps(found))
    return found


@contextmanager
def _sequencer(brand_id: uuid.UUID) -> Iterator[list[float]]:
    """Publish beside the writers at the product's own pace; give how long each publication took, in milliseconds."""
    from django.db import connection

    from egide.service.evidence.flows import sequence_pending
    from egide.service.running import background_jobs

    period_s = next(job.period_s for job in background_jobs() if job.name == "egide-journals")
    stop, lags = threading.Event(), list[float]()

    def publish() -> None:
        while not stop.wait(period_s):
            begun = time.perf_counter()
            if sequence_pending(brand_id, now=datetime.now(UTC)):  # noqa: TID251 - an entry point reads the clock
                lags.append((time.perf_counter() - begun) * 1000)
        connection.close()

    thread = threading.Thread(target=publish)
    thread.start()
    try:
        yield lags
    finally:
        stop.set()
        thread.join()


def _several_processes(brand: str, seconds: float, writers: int) -> dict[str, float]:
    """The same acts from several processes at once, each with its share of the writers."""
    command = [sys.executable, "-m", "bench.journal_service"]
    running = [
        subprocess.Popen(
            [*command, "--brand", brand, "--seconds", str(seconds), "--writers", str(writers)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(_PROCESSES)
    ]  # fmt: skip
    answers: dict[str, list[dict[str, Any]]] = {"append": [], "act_with_entry": []}
    for found in answers.values():
        for process in running:
            _line_of(process)  # ready
        for process in running:
            print("go", file=process.stdin, flush=True)
        found += [json.loads(_line_of(process)) for process in running]
    for process in running:
        process.communicate()
    figures: dict[str, float] = {}
    for name, found in answers.items():
        spent = [duration for one in found for duration in one["spent"]]
        figures[f"service_{_PROCESSES}_processes_{name}_per_s"] = sum(one["per_s"] for one in found)
        figures[f"service_{_PROCESSES}_processes_{name}_p99_ms"] = _p99(spent)
    figures[f"service_{_PROCESSES}_processes_entry_inside_p99_ms"] = _p99(
        [duration for one in answers["act_with_entry"] for duration in one["inside"]]
    )
    return figures


def _line_of(process: subprocess.Popen[str]) -> str:
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise SystemExit("a process of writers ended before its time")
    return line


def _one_of_several(brand_id: str, seconds: float, threads: int) -> dict[str, float]:
    from egide.service.tenancy.models import Brand

    writers = Writers(Brand.objects.get(pk=brand_id), seconds)
    for work in (writers.append, writers.act_with_entry):
        print("ready", flush=True)
        sys.stdin.readline()
        per_s, spent, _ = writers.run(work, threads)
        print(json.dumps({"per_s": per_s, "spent": spent, "inside": writers.inside}), flush=True)
    return {}


def _drained(brand_id: uuid.UUID) -> dict[str, float]:
    """What was left to publish when the writers stopped, and how long it took."""
    from egide.service.evidence.flows import sequence_pending
    from egide.service.evidence.models import JournalEntry
    from egide.service.tenancy.scope import installation_scope

    begun = time.perf_counter()
    left = sequence_pending(brand_id, now=datetime.now(UTC))  # noqa: TID251 - an entry point reads the clock
    drained_s = time.perf_counter() - begun
    with installation_scope(reason="bench"):
        total = JournalEntry.objects.filter(brand_id=brand_id, log_index__isnull=False).count()
    return {
        "service_entries_published": total,
        "service_left_to_publish": left,
        "service_drained_s": drained_s,
    }


def _p99(spent: Sequence[float]) -> float:
    return statistics.quantiles(spent, n=100)[98]


if __name__ == "__main__":
    main()
