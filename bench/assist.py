"""Measure the agent's AI functions on the shared data: `python -m bench.assist [--quick] [--json FILE]`.

Everything that can overfit is cross-validated or learnt elsewhere: Banking77 by a fixed 80/20 cut of its train split (its official test split is held
out), intents hidden in five draws, retrieval beside plain BM25 (bm25s, same tokens without stems, same run), abstention on the demonstration brand with
coefficients that never saw it. What falls short is printed like the rest.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench._assist_reply import (
    measure_abstention,
    measure_follow_ups,
    measure_grounding,
    measure_latency,
    measure_retrieval,
)
from bench._assist_triage import (
    measure_banking77,
    measure_banking77_by_folds,
    measure_demo_intents,
    measure_other_intents,
)
from training.assist.public_sets import QuestionSet, bank_marketing, cnil, demo, piaf, service_public

from egide.assist.fairness import compare_corrections
from egide.assist.targeting import TargetingModel

TARGETS = {
    "banking77 accuracy": 0.91,
    "banking77 ece": 0.03,
    "banking77 accuracy at 90 %": 0.955,
    "banking77 unknown auroc": 0.90,
    "banking77 ms a message": 0.3,
    "banking77 training s": 30.0,
    "demo abstention": 0.85,
    "demo false abstention": 0.10,
    "unsupported facts": 0,
    "one message p95 ms": 60.0,
}
LOWER_IS_BETTER = {
    "banking77 ece",
    "banking77 ms a message",
    "banking77 training s",
    "demo false abstention",
    "unsupported facts",
    "one message p95 ms",
}

Figures = dict[str, float]


def measure_targeting() -> Figures:
    """Targeting and fairness on UCI Bank Marketing, in the order of time."""
    header, lines = bank_marketing()
    rows: list[dict[str, str | float]] = [
        {name: _number(content) for name, content in zip(header[:-1], line, strict=False)} for line in lines
    ]
    agreed = [line[-1] == "yes" for line in lines]
    model = TargetingModel.train(rows, agreed)
    report = model.report
    groups = [
        "under 30" if float(row["age"]) < 30 else "30-59" if float(row["age"]) < 60 else "60 and over" for row in rows
    ]
    figures: Figures = {
        "targeting AUC, last fifth": report.auc,
        "targeting AUC within windows": report.auc_within_windows,
        "targeting reached in the better half": report.top_half,
        "targeting Brier": report.brier,
        "targeting Brier, recalibrated": report.brier_recalibrated,
        "targeting leaks found": float(len(report.leaks)),
    }
    for each in compare_corrections(model.probabilities(rows), agreed, groups, share=0.2):
        figures |= {
            f"fairness {each.correction}: recall": each.recall,
            f"fairness {each.correction}: rate ratio": each.rate_ratio,
            f"fairness {each.correction}: opportunity gap": each.opportunity_gap,
        }
    return figures


def _number(content: str) -> str | float:
    try:
        return float(content)
    except ValueError:
        return content


def run(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="two draws of hidden intents instead of five, PIAF by one question in five"
    )
    parser.add_argument("--json", type=Path, help="also write the figures to a file")
    options = parser.parse_args(argv)
    retrieval = [demo(), cnil(), service_public(), piaf()]
    if options.quick:
        retrieval[-1] = QuestionSet("piaf", retrieval[-1].articles, retrieval[-1].questions[::5])
    steps: list[Callable[[], Figures]] = [
        measure_demo_intents,
        *[lambda asked=asked: measure_retrieval(asked) for asked in retrieval],
        *[lambda asked=asked: measure_abstention(asked) for asked in retrieval],
        measure_follow_ups,
        lambda: measure_grounding(retrieval),
        measure_latency,
        measure_targeting,
        lambda: measure_banking77(2 if options.quick else 5),
        *([] if options.quick else [lambda: measure_banking77_by_folds(10)]),
        measure_other_intents,
    ]
    figures: dict[str, Any] = {}
    for step in steps:
        for name, figure in step().items():
            figures[name] = round(figure, 4)
            target = TARGETS.get(name)
            verdict = (
                ""
                if target is None
                else f"   target {'≤' if name in LOWER_IS_BETTER else '≥'} {target:g}: {'met' if (figure <= target if name in LOWER_IS_BETTER else figure >= target) else 'NOT MET'}"
            )
            print(f"{name:62} {figure:10.4f}{verdict}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
