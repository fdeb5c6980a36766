"""Measure triage, priority and tone: Banking77, other public intents, the demonstration brand. Run by `bench.assist`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from training.assist.public_sets import banking77, bitext, demo_conversations, multidogo, natcs

from egide.assist.analysis import analyse
from egide.assist.calibration import accuracy_at_coverage, expected_calibration_error
from egide.assist.messages import Message
from egide.assist.priority import learn_intent_points, score
from egide.assist.triage import TriageModel, seed_examples

DRAW = 20261125
Figures = dict[str, float]


def measure_banking77(draws: int) -> Figures:
    """Measure triage: accuracy, calibration, coverage, unknown intents, time."""
    from sklearn.metrics import roc_auc_score

    examples = banking77()
    order = np.random.default_rng(DRAW).permutation(len(examples))
    cut = len(examples) // 5
    test, learn = [examples[place] for place in order[:cut]], [examples[place] for place in order[cut:]]
    begun = time.process_time()
    model = TriageModel.train(learn)
    training_s = time.process_time() - begun
    texts = [text for text, _ in test]
    times = []
    for _ in range(3):
        begun = time.process_time()
        results = model.predict(texts)
        times.append(1000 * (time.process_time() - begun) / len(texts))
    right = [result.label == label for result, (_, label) in zip(results, test, strict=True)]
    confidence = [result.confidence for result in results]
    aurocs = []
    names = sorted({label for _, label in examples})
    for draw in range(draws):
        hidden = set(np.random.default_rng(DRAW + draw).permutation(names)[:15])
        partial = TriageModel.train([each for each in learn if each[1] not in hidden])
        scores = [result.known_score for result in partial.predict(texts)]
        aurocs.append(float(roc_auc_score([label not in hidden for _, label in test], scores)))
    figures = {
        "banking77 accuracy": float(np.mean(right)),
        "banking77 ece": expected_calibration_error(confidence, right),
        "banking77 accuracy at 90 %": accuracy_at_coverage(confidence, right, 0.9),
        "banking77 accuracy at 80 %": accuracy_at_coverage(confidence, right, 0.8),
        "banking77 top-3": float(
            np.mean(
                [
                    label in {each.label for each in result.top[:3]}
                    for result, (_, label) in zip(results, test, strict=True)
                ]
            )
        ),
        "banking77 ms a message": statistics.median(times),
        "banking77 training s": training_s,
        "banking77 model MB": len(model.to_bytes()) / 1e6,
    }
    if aurocs:
        figures |= {
            "banking77 unknown auroc": statistics.mean(aurocs),
            "banking77 unknown auroc, worst draw": min(aurocs),
            "banking77 unknown auroc, best draw": max(aurocs),
        }
    return figures


def measure_other_intents() -> Figures:
    """Cross-validated accuracy and calibration on other public sets, for the shape of the figures."""
    figures: Figures = {}
    sets: dict[str, Callable[[], list[tuple[str, str]]]] = {
        "bitext": bitext,
        "natcs": natcs,
        "multidogo finance": lambda: multidogo("finance"),
    }
    for name, read in sets.items():
        examples = read()
        counts: dict[str, int] = {}
        for _, label in examples:
            counts[label] = counts.get(label, 0) + 1
        report = TriageModel.train([each for each in examples if counts[each[1]] >= 10]).report
        if report is not None:
            figures |= {f"{name} accuracy": report.accuracy, f"{name} ece": report.ece}
    return figures


def measure_demo_intents() -> Figures:
    """Measure intent, priority and tone on the demonstration brand."""
    conversations = demo_conversations()
    texts = [
        "\n".join(message["text"] for message in each["messages"] if message["from"] == "customer")
        for each in conversations
    ]
    gold = [each["gold"]["intent"] for each in conversations]
    shipped = TriageModel.seed()
    seed = shipped.predict(texts)
    folds = np.random.default_rng(DRAW).permutation(len(texts)) % 5
    learnt = [""] * len(texts)
    for fold in range(5):
        model = TriageModel.train(
            seed_examples() + [(texts[place], gold[place]) for place in np.flatnonzero(folds != fold)]
        )
        for place, result in zip(
            np.flatnonzero(folds == fold),
            model.predict([texts[each] for each in np.flatnonzero(folds == fold)]),
            strict=True,
        ):
            learnt[place] = result.label
    analyses = [
        analyse(
            [
                Message(str(place), message["from"], None, message["text"])
                for place, message in enumerate(each["messages"])
            ],
            shipped,
        )
        for each in conversations
    ]
    levels = [each["gold"]["priority"] for each in conversations]
    order = sorted(range(len(analyses)), key=lambda place: -analyses[place].priority.points)
    urgent = {place for place, level in enumerate(levels) if level in {"P1", "P2"}}
    first = set(order[: len(urgent)])
    with_history = [""] * len(texts)
    for fold in range(5):
        points = learn_intent_points(
            [(learnt[place], analyses[place].facts, levels[place]) for place in np.flatnonzero(folds != fold)]
        )
        for place in np.flatnonzero(folds == fold):
            facts = replace(analyses[place].facts, intent_points=points.get(learnt[place], 0.0))
            with_history[place] = score(facts).level
    return {
        "demo intent, shipped examples only": float(
            np.mean([result.label == label for result, label in zip(seed, gold, strict=True)])
        ),
        "demo intent top-3, shipped examples only": float(
            np.mean(
                [label in {each.label for each in result.top[:3]} for result, label in zip(seed, gold, strict=True)]
            )
        ),
        "demo intent, with the brand's history (5 folds)": float(
            np.mean([label == right for label, right in zip(learnt, gold, strict=True)])
        ),
        "demo priority, exact level": float(
            np.mean([analysis.priority.level == level for analysis, level in zip(analyses, levels, strict=True)])
        ),
        "demo priority, exact level, with the brand's history (5 folds)": float(
            np.mean([level == right for level, right in zip(with_history, levels, strict=True)])
        ),
        "demo priority, within one level": float(
            np.mean(
                [
                    abs(int(analysis.priority.level[1]) - int(level[1])) <= 1
                    for analysis, level in zip(analyses, levels, strict=True)
                ]
            )
        ),
        "demo P1 recall": float(
            np.mean([analyses[place].priority.level == "P1" for place, level in enumerate(levels) if level == "P1"])
        ),
        "demo P1 that are not": float(
            sum(
                analysis.priority.level == "P1" and level != "P1"
                for analysis, level in zip(analyses, levels, strict=True)
            )
        ),
        "demo P1 and P2 found in the same number of first places": len(first & urgent) / len(urgent),
        "demo tone": float(
            np.mean(
                [
                    analysis.sentiment.tone == each["gold"]["sentiment"]
                    for analysis, each in zip(analyses, conversations, strict=True)
                ]
            )
        ),
    }


def measure_banking77_by_folds(folds: int) -> Figures:
    """Accuracy by cross-validation over the whole train split: nearer to what a brand gets, who sets nothing aside."""
    examples = banking77()
    place = np.random.default_rng(DRAW).permutation(len(examples)) % folds
    right: list[bool] = []
    for fold in range(folds):
        model = TriageModel.train([examples[each] for each in np.flatnonzero(place != fold)])
        test = [examples[each] for each in np.flatnonzero(place == fold)]
        results = model.predict([text for text, _ in test])
        right += [result.label == label for result, (_, label) in zip(results, test, strict=True)]
    return {f"banking77 accuracy, {folds} folds": float(np.mean(right))}
