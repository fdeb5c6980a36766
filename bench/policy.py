"""Measure the decision: microseconds, branch coverage, and how many planted mistakes the tests catch.

Run ``python -m bench.policy`` for the speed, ``--mutants`` for the mutation score, ``--coverage`` for the branches.
The mutator is a small one: it changes one operator, constant, verdict or return of the decision at a time, in a child process,
and runs the tests of the decision there. A mutant that no test notices is printed; a score is killed / (killed + survived).
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import importlib.abc
import importlib.util
import io
import itertools
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
MUTATED = (
    "egide.policy.decision",
    "egide.policy.retention",
    "egide.policy.rules.case",
    "egide.policy.rules.kinds",
    "egide.policy.rules.marketing",
    "egide.policy.rules.models",
    "egide.policy.rules.purposes",
)
TESTS = ("tests.policy.test_each_rule_speaks", "tests.policy.test_what_if", "tests.policy.test_decision_invariants")
CHILD_LIMIT_S = 60


def measure_speed(repeats: int = 7, number: int = 2000) -> dict[str, float]:
    """Time decisions, in processor time so that a busy machine does not count, over allowed and refused situations."""
    from tests.policy.situations import ALLOWED, facts_of

    from egide.policy import Law, decide

    law = Law.load_default()
    texts = ["PERSON", "EMAIL", "PHONE", "HEALTH", "IBAN"]
    cases = [
        facts_of(situation, **changes)
        for situation in ALLOWED.values()
        for changes in ({}, {"kinds": texts}, {"dpia": "stale"})
    ]
    per_case: list[float] = []
    for case in cases:
        runs = []
        for _ in range(repeats):
            start = time.process_time()
            for _ in range(number // len(cases)):
                decide(case, law)
            runs.append((time.process_time() - start) / (number // len(cases)) * 1e6)
        per_case.append(statistics.median(runs))
    return {
        "cases": len(cases),
        "median_us": round(statistics.median(per_case), 1),
        "worst_us": round(max(per_case), 1),
        "decisions_per_s": round(1e6 / statistics.mean(per_case)),
    }


# ---------------------------------------------------------------- mutation

_COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_BINARY: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_VERDICTS = ("ALLOW", "ALLOW_WITH_MASKING", "HUMAN_ONLY", "REFUSE")


def _choices(node: ast.AST) -> Iterator[tuple[str, Callable[[], None]]]:
    """List the changes of one node, each as a name and a function that makes it in place."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            swapped = _COMPARE[type(operator)]
            yield (
                f"{type(operator).__name__} to {swapped.__name__}",
                lambda at=at, swapped=swapped: node.ops.__setitem__(at, swapped()),
            )
    if isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"to {other.__name__}", lambda: setattr(node, "op", other())
        for at in range(len(node.values)):
            yield f"drop operand {at}", lambda at=at: node.values.__delitem__(at)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield (
            "drop not",
            lambda: setattr(node, "op", ast.Not()) or setattr(node, "operand", ast.UnaryOp(ast.Not(), node.operand)),
        )
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        yield "swap operator", lambda: setattr(node, "op", _BINARY[type(node.op)]())
    if isinstance(node, ast.IfExp):
        yield "swap branches", lambda: _swap(node)
    if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "return None", lambda: setattr(node, "value", ast.Constant(None))
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "flip", lambda: setattr(node, "value", not node.value)
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield "add one", lambda: setattr(node, "value", node.value + 1)
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Verdict"
        and node.attr in _VERDICTS
    ):
        for verdict in _VERDICTS:
            if verdict != node.attr:
                yield f"{node.attr} to {verdict}", lambda verdict=verdict: setattr(node, "attr", verdict)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _swap(node: ast.IfExp) -> None:
    node.body, node.orelse = node.orelse, node.body


def _logic(tree: ast.Module) -> list[ast.AST]:
    """List the nodes that decide something: no annotation, no docstring, no dataclass decorator."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            part = getattr(node, name, None)
            if isinstance(part, ast.AST):
                skipped.update(id(inner) for inner in ast.walk(part))
        for decorator in getattr(node, "decorator_list", ()):
            skipped.update(id(inner) for inner in ast.walk(decorator))
        if isinstance(node, ast.Import | ast.ImportFrom):
            skipped.update(id(inner) for inner in ast.walk(node))
    return [node for node in ast.walk(tree) if id(node) not in skipped]


def list_mutants(module: str) -> list[tuple[int, int, str]]:
    """List the mutants of a module: node, choice, and a line a person can read."""
    tree = ast.parse(_source(module))
    return [
        (at, choice, f"{module.removeprefix('egide.policy.')}:{getattr(node, 'lineno', 0)} {name}")
        for at, node in enumerate(_logic(tree))
        for choice, (name, _) in enumerate(_choices(node))
    ]


def _source(module: str) -> str:
    spec = importlib.util.find_spec(module)
    assert spec is not None  # noqa: S101 - a bench
    assert spec.origin is not None  # noqa: S101 - a bench
    return Path(spec.origin).read_text("utf-8")


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Give one module its mutated code; every other module is found as usual."""

    def __init__(self, module: str, code: Any) -> None:
        self._module, self._code = module, code

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self._module else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)  # noqa: S102 - our own source, changed at one place


def _run_tests() -> bool:
    """Run the tests of the decision without pytest's collection; True when all pass."""
    for name in TESTS:
        module = importlib.import_module(name)
        for attribute in list(vars(module)):
            test = getattr(module, attribute)
            if not attribute.startswith("test_") or not callable(test):
                continue
            marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
            for arguments in itertools.product(*(_rows(mark) for mark in marks)):
                test(**{key: value for row in arguments for key, value in row.items()})
    return True


def _rows(mark: Any) -> list[dict[str, Any]]:
    names = mark.args[0].split(",") if isinstance(mark.args[0], str) else list(mark.args[0])
    return [dict(zip(names, row if len(names) > 1 else (row,), strict=True)) for row in mark.args[1]]


def survives(module: str, at: int, choice: int) -> bool:
    """Plant one mistake in a child process and say whether every test still passes there."""
    tree = ast.parse(_source(module))
    node = _logic(tree)[at]
    list(_choices(node))[choice][1]()
    child = os.fork()
    if child == 0:
        signal.alarm(CHILD_LIMIT_S)
        passed = False
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            try:
                code = compile(ast.fix_missing_locations(tree), module, "exec")
                for loaded in [name for name in sys.modules if name.startswith(("egide.policy", "tests.policy"))]:
                    del sys.modules[loaded]
                sys.meta_path.insert(0, _Mutated(module, code))
                passed = _run_tests()
            except BaseException:  # noqa: BLE001 - any failure kills the mutant
                passed = False
        os._exit(0 if passed else 1)
    _, status = os.waitpid(child, 0)
    return status == 0


def measure_mutants(sample: int | None, seed: int) -> dict[str, Any]:
    """Run the mutants and count those the tests kill."""
    _run_tests()
    mutants = [(module, *mutant) for module in MUTATED for mutant in list_mutants(module)]
    total = len(mutants)
    if sample is not None and sample < total:
        mutants = random.Random(seed).sample(mutants, sample)
    survivors = [line for module, at, choice, line in mutants if survives(module, at, choice)]
    return {
        "mutants": len(mutants),
        "of": total,
        "killed": len(mutants) - len(survivors),
        "score": round(1 - len(survivors) / len(mutants), 3),
        "survivors": survivors,
    }


def measure_coverage() -> dict[str, Any]:
    """Measure branches with coverage.py, installed apart in ``bench/.environments``."""
    target = ROOT / "bench" / ".environments" / "coverage"
    if not (target / "coverage").exists():
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", str(target), "coverage"], check=True)
    environment = os.environ | {"PYTHONPATH": str(target)}
    data = target / "decision.coverage"
    run = [sys.executable, "-m", "coverage"]
    subprocess.run(
        [
            *run,
            "run",
            "--branch",
            "--source=egide.policy",
            f"--data-file={data}",
            "-m",
            "pytest",
            "tests/policy",
            "-q",
            "-p",
            "no:cacheprovider",
        ],
        check=True,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    report = subprocess.run(
        [*run, "json", f"--data-file={data}", "-o", "-", "-q"],
        check=True,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    files = json.loads(report.stdout)["files"]
    decision = {
        name: one["summary"]
        for name, one in files.items()
        if "/rules/" in name or name.endswith(("decision.py", "retention.py"))
    }
    return {
        "branches": sum(one["num_branches"] for one in decision.values()),
        "covered": sum(one["covered_branches"] for one in decision.values()),
        "package_percent": round(json.loads(report.stdout)["totals"]["percent_covered"], 2),
    }


def run(argv: list[str] | None = None) -> int:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(prog="bench.policy", description=__doc__)
    parser.add_argument("--mutants", action="store_true", help="also run the mutants (minutes)")
    parser.add_argument("--sample", type=int, help="run that many mutants, drawn by --seed")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--coverage", action="store_true", help="also measure branches")
    options = parser.parse_args(argv)
    found: dict[str, Any] = {"speed": measure_speed()}
    if options.coverage:
        found["coverage"] = measure_coverage()
    if options.mutants:
        found["mutation"] = measure_mutants(options.sample, options.seed)
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(run())
