"""Run everything that passes judgement, and say in one closing line what ran and what was skipped and why."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.postgresql import PostgresqlMissing, temporary_cluster  # noqa: E402 - the repository's own root comes first

BIN = Path(sys.executable).parent
SUMMARY = re.compile(r"(\d+) (passed|failed|skipped|error|errors|xfailed)")


@dataclass
class Tally:
    """What ran, what failed, what was skipped and why."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: list[str] = field(default_factory=list)
    reasons: set[str] = field(default_factory=set)


def run(name: str, command: list[str], tally: Tally, environment: dict[str, str] | None = None) -> None:
    """Run one step, show its output, and count it."""
    started = time.monotonic()
    print(f"\n== {name}", flush=True)
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        print(line, end="", flush=True)
        lines.append(line.rstrip())
    status = process.wait()
    is_pytest = "pytest" in command
    counts = dict.fromkeys(("passed", "failed", "skipped", "error"), 0)
    if is_pytest:
        closing = next((line for line in reversed(lines) if SUMMARY.search(line)), "")
        for number, word in SUMMARY.findall(closing):
            counts[word.rstrip("s") if word.startswith("error") else word] = int(number)
        for line in lines:
            if found := re.match(r"SKIPPED \[\d+\] (?:\S+: )?(.*)", line):
                tally.reasons.add(found.group(1)[:140])
    tally.passed += counts["passed"] if is_pytest else int(status == 0)
    tally.failed += counts["failed"] + counts["error"] if is_pytest else int(status != 0)
    tally.skipped += counts["skipped"]
    # Status 5: nothing was collected for this step.
    if status != 0 and not (is_pytest and status == 5):
        tally.failures.append(name)
        if is_pytest and not counts["failed"] + counts["error"]:
            tally.failed += 1
    print(
        f"-- {name}: {'ok' if name not in tally.failures else 'FAILED'} in {time.monotonic() - started:.0f} s",
        flush=True,
    )


def pytest(*arguments: str) -> list[str]:
    """Build a pytest command."""
    return [sys.executable, "-m", "pytest", "-q", *arguments]


def main() -> int:
    """Judge, and leave with 1 when something failed."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="egide-types-") as home:
        run("types", [str(BIN / "mypy")], tally, {"EGIDE_HOME": home})
    run("lint", [str(BIN / "ruff"), "check"], tally)
    run("format", [str(BIN / "ruff"), "format", "--check"], tally)
    run("import contracts", [str(BIN / "lint-imports")], tally)
    with tempfile.TemporaryDirectory(prefix="egide-test-") as home:
        place = {"EGIDE_HOME": home}
        serviced = [folder for folder in ("tests/service", "tests/gateway") if (ROOT / folder).is_dir()]
        ignored = [f"--ignore={folder}" for folder in (*serviced, "tests/browser")]
        run("library, documentation, command line", pytest("-n", "2", *ignored), tally, place)
        run("service on SQLite", pytest("-n", "2", *serviced), tally, place)
        try:
            with temporary_cluster() as url:
                run("service on PostgreSQL", pytest("-n", "2", *serviced), tally, {**place, "EGIDE_DATABASE_URL": url})
        except PostgresqlMissing as missing:
            tally.skipped += 1
            tally.reasons.add(str(missing))
        run("browser", pytest("tests/browser"), tally, place)
    why = f" ({'; '.join(sorted(tally.reasons))})" if tally.reasons else ""
    print(f"\nWhat was skipped:{why or ' nothing'}")
    print(f"What failed: {', '.join(tally.failures) or 'nothing'}")
    print(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
