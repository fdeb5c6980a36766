"""Learn when a knowledge base answers: `python -m training.assist.answerability` rewrites `seed/answerability.json`.

Each public question is seen twice: with its article (answerable) and with its article hidden (not answerable). Questions of one set are
also put to the base of another (not answerable). The demonstration brand teaches no coefficient: its messages set the scale and the
threshold only. `--check` prints what a model learnt without each set refuses in that set.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from pathlib import Path

import numpy as np

from egide.assist import answerability
from egide.assist.answerability import SIGNALS, answer_signals
from egide.assist.knowledge import KnowledgeBase
from egide.assist.triage import TriageModel
from training.assist.public_sets import QuestionSet, cnil, demo, piaf, service_public

FALSE_ABSTENTION = (
    0.05  # of the demonstration's messages whose article comes first: the others would be answered wrongly
)
HIDDEN_WEIGHT = (
    0.3  # a question whose article is hidden is often half answered by another one: a doubtful "no" weighs less
)
QUESTIONS_A_SET = 300
FOREIGN_QUESTIONS = 20
RIDGE = 1e-3
# What an intent in common adds, where a classifier knows the subjects of the base. No public set has both articles and
# intents of one brand: these two numbers alone come from the demonstration.
AGREEMENT = 3.0
MESSAGES_LOST = 0.10  # of the demonstration's messages that the base answers
DRAW = 20261125

Measured = tuple[np.ndarray, np.ndarray, np.ndarray]


def measure(asked: QuestionSet, others: list[QuestionSet]) -> Measured:
    """Give signals, whether the base answers, and the kind of each row: answerable, hidden, unanswerable or foreign."""
    draw = random.Random(DRAW)
    base = KnowledgeBase.from_articles(asked.articles)
    rows, kinds = [], []
    for question, gold in draw.sample(asked.answerable, min(QUESTIONS_A_SET, len(asked.answerable))):
        rows += [answer_signals(question, base), answer_signals(question, base, without=gold)]
        kinds += ["answerable", "hidden"]
    for question in asked.unanswerable:
        rows.append(answer_signals(question, base))
        kinds.append("unanswerable")
    for other in others:
        for question, _ in draw.sample(other.answerable, min(FOREIGN_QUESTIONS, len(other.answerable))):
            rows.append(answer_signals(question, base))
            kinds.append("foreign")
    named = np.array(kinds)
    return np.array(rows), named == "answerable", named


def found_first(asked: QuestionSet, kinds: np.ndarray) -> np.ndarray:
    """Say which answerable rows of `measure` are questions whose article comes first."""
    draw = random.Random(DRAW)
    base = KnowledgeBase.from_articles(asked.articles)
    questions = draw.sample(asked.answerable, min(QUESTIONS_A_SET, len(asked.answerable)))
    placed = iter([base.search(question, 1)[0].article in gold for question, gold in questions])
    return np.array([kind == "answerable" and next(placed) for kind in kinds])


def fit(measured: list[Measured]) -> tuple[np.ndarray, float]:
    """Fit a logistic model whose coefficients keep the sign of their signal; each set, and each answer in it, weighs the same."""
    from scipy.optimize import minimize

    rows, answers = np.vstack([each[0] for each in measured]), np.concatenate([each[1] for each in measured])
    weights = np.concatenate([_weights(answered, kinds) for _, answered, kinds in measured])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled, side = (rows - mean) / spread, np.where(answers, 1.0, -1.0)

    def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        margin = scaled @ parameters[:-1] + parameters[-1]
        slope = -side * weights / (1 + np.exp(side * margin))
        value = (weights * np.logaddexp(0, -side * margin)).sum() + RIDGE * (parameters[:-1] ** 2).sum() * weights.sum()
        return value, np.append(scaled.T @ slope + 2 * RIDGE * parameters[:-1] * weights.sum(), slope.sum())

    bounds = [(0, None) if sign > 0 else (None, 0) for sign in SIGNALS.values()] + [(None, None)]
    found = minimize(loss, np.zeros(len(SIGNALS) + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    return found[:-1] / spread, float(found[-1] - (found[:-1] * mean / spread).sum())


def _weights(answers: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    weights = np.where(kinds == "hidden", HIDDEN_WEIGHT, 1.0)
    weights[answers] *= weights[~answers].sum() / weights[answers].sum()
    return weights / weights.sum()


def describe(name: str, measured: Measured, scores: np.ndarray) -> str:
    """Say how well each kind of unanswerable question is told apart, and what is refused at one false abstention in ten."""
    from sklearn.metrics import roc_auc_score

    _, answers, kinds = measured
    limit = np.quantile(scores[answers], 0.10)
    told = []
    for kind in ("unanswerable", "hidden", "foreign"):
        if (kinds == kind).any():
            judged = answers | (kinds == kind)
            told.append(
                f"{kind} {(scores[kinds == kind] < limit).mean():.2f} (AUC {roc_auc_score(answers[judged], scores[judged]):.3f})"
            )
    return f"{name:16} refused at 10 % false abstention: " + ", ".join(told)


def _even_agreement(asked: QuestionSet, totals: np.ndarray, threshold: float) -> float:
    """Find the agreement that moves nothing, so that the same threshold loses one message in ten of a guided base."""
    draw = random.Random(DRAW)
    base = KnowledgeBase.from_articles(asked.articles).guided_by(TriageModel.seed())
    questions = draw.sample(asked.answerable, min(QUESTIONS_A_SET, len(asked.answerable)))
    agreed = np.array([base.agreement(question, base.search(question, 1)[0].article) for question, _ in questions])
    limit = np.sort(totals + AGREEMENT * agreed)[int(MESSAGES_LOST * len(questions))]
    return float((limit - math.log(threshold / (1 - threshold))) / AGREEMENT)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="judge each set by a model learnt without it; write nothing"
    )
    options = parser.parse_args(argv)
    from sklearn.linear_model import LogisticRegression

    sets = [cnil(), service_public(), piaf(), demo()]
    measured = {each.name: measure(each, [other for other in sets if other.name != each.name]) for each in sets}
    for name, rows in measured.items():
        coefficients, intercept = fit(
            [other for other_name, other in measured.items() if other_name not in {name, "demo"}]
        )
        print(describe(name, rows, rows[0] @ coefficients + intercept))
    if options.check:
        return 0
    coefficients, intercept = fit([rows for name, rows in measured.items() if name != "demo"])
    rows, answers, kinds = measured["demo"]
    # Encyclopaedic questions are easier to place than a customer's message: the scale and the threshold are set on messages.
    judged = kinds != "foreign"
    scores = rows @ coefficients + intercept
    scale = LogisticRegression(C=1e3).fit(scores[judged][:, None], answers[judged])
    slope, shift = float(scale.coef_[0, 0]), float(scale.intercept_[0])
    announced = 1 / (1 + np.exp(-(scores * slope + shift)))
    found = found_first(sets[-1], kinds)
    threshold = float(
        np.sort(announced[found])[int(FALSE_ABSTENTION * found.sum())]
    )  # the highest that stays within the allowance
    even = _even_agreement(sets[-1], rows[answers] @ coefficients * slope + intercept * slope + shift, threshold)
    stored = {
        "coefficients": {
            name: round(float(weight) * slope, 4) for name, weight in zip(SIGNALS, coefficients, strict=True)
        },
        "intercept": round(intercept * slope + shift, 4),
        "threshold": math.floor(threshold * 10_000) / 10_000,
        "agreement": AGREEMENT,
        "even_agreement": round(even, 2),
        "learnt_from": "training/assist/answerability.py",
    }
    target = Path(answerability.__file__).parent / "seed" / "answerability.json"
    target.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    refused = {
        "unanswerable": kinds == "unanswerable",
        "answerable": answers,
        "rightly placed": found,
        "foreign": kinds == "foreign",
    }
    shares = ", ".join(f"{(announced[chosen] < threshold).mean():.2f} of {name}" for name, chosen in refused.items())
    print(f"threshold {threshold:.3f} refuses {shares}; written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
