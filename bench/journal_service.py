"""Measure the journal through the product's own path: an act and its entry in one transaction, sixteen writers at once.

    python -m bench.journal_service [--seconds 5] [--writers 16]     prints one JSON object

EGIDE_HOME and EGIDE_DATABASE_URL choose the database, as for the product. `bench.journal` runs it on both.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

Act_ = Callable[[int], None]
# A busy desk: fifty agents who each act every quarter of a second.
_PACE_PER_S = 200.0


def main(argv: Sequence[str] | None = None) -> dict[str, float]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--writers", type=int, default=16)
    options = parser.parse_args(argv)

    from egide.cli.serving import start_service

    start_service()
    from django.db import connection, transaction

    from egide.service.administration.flows import create_brand
    from egide.service.evidence.flows import Act, sequence_pending, write_entries, write_entry
    from egide.service.evidence.models import JournalEntry
    from egide.service.people.models import Person
    from egide.service.running import background_jobs
    from egide.service.sealing import person_vault
    from egide.service.tenancy.access import system_actor
    from egide.service.tenancy.scope import brand_scope, installation_scope

    now, actor = datetime.now(UTC), system_actor("bench")  # noqa: TID251 - an entry point reads the clock
    brand = create_brand(f"bench-{uuid.uuid4().hex[:8]}", name="Bench", actor=actor, now=now)
    people = [uuid.uuid4() for _ in range(64)]
    with brand_scope(brand.pk):
        vaults = {person: person_vault(brand.pk, person, create=True) for person in people}
    inside: list[float] = []
    period_s = next(job.period_s for job in background_jobs() if job.name == "egide-journals")

    def act_alone(number: int) -> None:
        del number
        with transaction.atomic():
            Person.objects.create(brand=brand, created_at=now, last_contact_at=now)

    def act_with_entry(number: int) -> None:
        with transaction.atomic():
            made = Person.objects.create(brand=brand, created_at=now, last_contact_at=now)
            begun = time.perf_counter()
            write_entry(brand.pk, Act("settings.changed", made.pk, actor, "SAV", None, {"n": number}), at=now)
            inside.append((time.perf_counter() - begun) * 1000)

    def batch_of_entries(number: int) -> None:
        acts = [
            Act("record.imported", uuid.uuid4(), actor, "SAV", people[(number + n) % len(people)], {"basis": "b"})
            for n in range(100)
        ]
        with transaction.atomic():
            write_entries(brand.pk, acts, at=now, vaults=vaults)

    def run(work: Act_, writers: int, paced_per_s: float = 0.0) -> tuple[float, list[float], float]:
        """Acts per second, each one's duration in milliseconds, and the processor time of one, all writers together.

        Without a pace, each writer starts again at once, and waits for all the others: durations then say the rate.
        """
        pause_s = writers / paced_per_s if paced_per_s else 0.0
        spent: list[list[float]] = [[] for _ in range(writers)]
        end = time.perf_counter() + options.seconds

        def write(mine: list[float], late_s: float) -> None:
            time.sleep(late_s)
            with brand_scope(brand.pk):
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

    stop = threading.Event()
    lags: list[float] = []

    def publish() -> None:
        """The sequencer, at the product's own pace: what a checkpoint costs beside the writers."""
        while not stop.wait(period_s):
            begun = time.perf_counter()
            if sequence_pending(brand.pk, now=now):
                lags.append((time.perf_counter() - begun) * 1000)
        connection.close()

    sys.setswitchinterval(0.0005)  # as the product sets it when it opens the gateway
    alone_per_s, alone, alone_cpu_ms = run(act_alone, options.writers)
    sequencer = threading.Thread(target=publish)
    sequencer.start()
    with_entry_per_s, with_entry, with_entry_cpu_ms = run(act_with_entry, options.writers)
    _, paced_alone, _ = run(act_alone, options.writers, _PACE_PER_S)
    inside_saturated, inside[:] = inside.copy(), []
    _, paced_with_entry, _ = run(act_with_entry, options.writers, _PACE_PER_S)
    batches_per_s, *_ = run(batch_of_entries, options.writers)
    one_per_s, *_ = run(batch_of_entries, 1)
    stop.set()
    sequencer.join()
    begun = time.perf_counter()
    left = sequence_pending(brand.pk, now=now)
    drained_s = time.perf_counter() - begun
    with installation_scope(reason="bench"):
        total = JournalEntry.objects.filter(brand=brand, log_index__isnull=False).count()
    found = {
        "service_act_per_s": alone_per_s,
        "service_act_with_entry_per_s": with_entry_per_s,
        "service_act_cpu_ms": alone_cpu_ms,
        "service_act_with_entry_cpu_ms": with_entry_cpu_ms,
        "service_act_p50_ms": statistics.median(alone),
        "service_act_p99_ms": _p99(alone),
        "service_act_with_entry_p50_ms": statistics.median(with_entry),
        "service_act_with_entry_p99_ms": _p99(with_entry),
        "service_entry_inside_p50_ms": statistics.median(inside_saturated),
        "service_entry_inside_p99_ms": _p99(inside_saturated),
        "service_paced_acts_per_s": _PACE_PER_S,
        "service_paced_act_p99_ms": _p99(paced_alone),
        "service_paced_act_with_entry_p99_ms": _p99(paced_with_entry),
        "service_paced_entry_inside_p99_ms": _p99(inside),
        "service_entries_by_hundreds_per_s": batches_per_s * 100,
        "service_entries_by_hundreds_one_writer_per_s": one_per_s * 100,
        "service_publish_p50_ms": statistics.median(lags) if lags else 0.0,
        "service_entries_published": total,
        "service_left_to_publish": left,
        "service_drained_s": drained_s,
    }
    print(json.dumps(found))
    return found


def _p99(spent: Sequence[float]) -> float:
    return statistics.quantiles(spent, n=100)[98]


if __name__ == "__main__":
    main()
