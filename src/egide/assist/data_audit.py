"""Look at training rows before any training: may they be used, are they clean, would they teach unfairness. Refuse or limit, with reasons.

Source: GDPR art. 5(1)(b)(c)(d) and 6; Regulation (EU) 2024/1689 art. 10(2)(f)(g) and 10(3), followed here beyond what it binds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from egide.assist.feedback import SMALLEST_GROUP
from egide.assist.words import fold, words

__all__ = ["AUDIT_FINDINGS", "AuditFinding", "DataAudit", "TrainingRow", "audit_rows"]


AUDIT_FINDINGS: dict[str, tuple[str, str]] = {
    "no_basis": (
        "Lignes sans base légale ou sans finalité permettant l'entraînement",
        "Rows with no legal basis or no purpose that allows training",
    ),
    "too_few": ("Trop peu de lignes utilisables", "Too few usable rows"),
    "duplicates": ("Textes en double", "Duplicated texts"),
    "leakage": ("Textes du jeu d'essai présents à l'entraînement", "Texts of the test set found in the training set"),
    "label_in_text": (
        "Le nom de l'étiquette apparaît dans presque tous ses textes",
        "The label's own name appears in nearly all of its texts",
    ),
    "imbalance": ("Étiquettes très inégales", "Very uneven labels"),
    "label_noise": ("Étiquettes probablement fausses", "Labels that are probably wrong"),
    "conflicting_labels": ("Même texte, étiquettes différentes", "Same text, different labels"),
    "label_rate_gap": (
        "Une étiquette est bien plus fréquente dans un groupe",
        "A label is far more frequent in one group",
    ),
    "error_rate_gap": ("Le modèle se trompe bien plus pour un groupe", "The model errs far more for one group"),
    "proxy": ("Le texte laisse deviner le groupe", "The text gives the group away"),
}

_FEWEST_ROWS = 20
_MOST_DUPLICATES, _MOST_NOISE, _RATE_GAP, _ERROR_GAP, _PROXY_AUC = 0.2, 0.15, 0.25, 0.10, 0.75
_MOST_UNEVEN = 50
_NAMED_IN = 0.9
_SURE = 0.8
_A_HABIT = 5  # texts


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """One row that somebody wishes to train on.

    Attributes:
        text: Pseudonymised.
        label: The target.
        basis: Legal basis recorded for the person's data; empty when unknown.
        purposes: Purposes the data may serve.
        group: A lawfully known group; empty otherwise.
    """

    text: str = field(repr=False)
    label: str
    basis: str
    purposes: frozenset[str]
    group: str = ""


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """One thing found.

    Attributes:
        code: A key of `AUDIT_FINDINGS`.
        share: How much of the rows, between 0 and 1, or the figure measured.
        about: Labels or groups concerned; never a text.
        blocks: Training is refused because of it.
    """

    code: str
    share: float
    about: tuple[str, ...] = ()
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class DataAudit:
    """What may be trained, and what was found.

    Attributes:
        allowed: Training may go on, on `usable` only.
        usable: Places of the rows that may be used.
        findings: What was found, what blocks first.
    """

    allowed: bool
    usable: tuple[int, ...]
    findings: tuple[AuditFinding, ...]


def audit_rows(
    rows: Sequence[TrainingRow],
    *,
    purpose: str,
    allows: Callable[[TrainingRow], bool] | None = None,
    test_texts: Sequence[str] = (),
    seed: int = 0,
) -> DataAudit:
    """Audit rows before training on them.

    Args:
        rows: What somebody wishes to train on.
        purpose: What the training is for.
        allows: The policy's word on one row; None asks for a basis and the purpose.
        test_texts: Texts kept for the test.
        seed: Of the folds.

    Returns:
        The audit; rows without a basis are left out, not counted on.
    """
    allowed = allows or (lambda row: bool(row.basis) and purpose in row.purposes)
    usable = [place for place, row in enumerate(rows) if allowed(row) and row.text.strip() and row.label]
    findings: list[AuditFinding] = []
    if len(usable) < len(rows):
        findings.append(AuditFinding("no_basis", round(1 - len(usable) / len(rows), 4)))
    kept = [rows[place] for place in usable]
    if len(kept) < _FEWEST_ROWS or len({row.label for row in kept}) < 2:  # noqa: PLR2004 (something to tell apart)
        return DataAudit(
            allowed=False,
            usable=tuple(usable),
            findings=(AuditFinding("too_few", float(len(kept)), blocks=True), *findings),
        )
    findings += _find_copies(kept, test_texts) + _find_labels(kept) + _find_learnt(kept, seed) + _find_rates(kept)
    findings.sort(key=lambda finding: not finding.blocks)
    return DataAudit(not any(finding.blocks for finding in findings), tuple(usable), tuple(findings))


def _key(text: str) -> str:
    return " ".join(fold(word) for word in words(text))


def _find_copies(rows: Sequence[TrainingRow], test_texts: Sequence[str]) -> list[AuditFinding]:
    keys = [_key(row.text) for row in rows]
    found = []
    copies = 1 - len(set(keys)) / len(keys)
    if copies > _MOST_DUPLICATES:
        found.append(AuditFinding("duplicates", round(copies, 4)))
    labels: dict[str, set[str]] = defaultdict(set)
    for key, row in zip(keys, rows, strict=True):
        labels[key].add(row.label)
    torn = [key for key, seen in labels.items() if len(seen) > 1]
    if torn:
        found.append(
            AuditFinding(
                "conflicting_labels",
                round(len(torn) / len(labels), 4),
                tuple(sorted({label for key in torn for label in labels[key]})),
            )
        )
    leaked = {_key(text) for text in test_texts} & set(keys)
    if leaked:
        found.append(AuditFinding("leakage", round(len(leaked) / max(1, len(test_texts)), 4), blocks=True))
    return found


def _find_labels(rows: Sequence[TrainingRow]) -> list[AuditFinding]:
    counts = Counter(row.label for row in rows)
    found = []
    if max(counts.values()) > _MOST_UNEVEN * min(counts.values()):
        found.append(
            AuditFinding(
                "imbalance",
                round(max(counts.values()) / min(counts.values()), 1),
                (max(counts, key=counts.__getitem__), min(counts, key=counts.__getitem__)),
            )
        )
    given_away = [
        label
        for label, count in counts.items()
        if count >= _A_HABIT
        and sum(_key(label) in _key(row.text) for row in rows if row.label == label) > _NAMED_IN * count
    ]
    if given_away:
        found.append(
            AuditFinding(
                "label_in_text",
                round(sum(counts[label] for label in given_away) / len(rows), 4),
                tuple(sorted(given_away)),
            )
        )
    return found


def _find_learnt(rows: Sequence[TrainingRow], seed: int) -> list[AuditFinding]:
    """Find what only a trial model shows: rows it surely contradicts, groups it errs on, groups the text betrays."""
    counts = Counter(row.label for row in rows)
    common = [row for row in rows if counts[row.label] >= 3]  # noqa: PLR2004 (three folds)
    if len({row.label for row in common}) < 2:  # noqa: PLR2004
        return []
    predicted, sure = _out_of_fold([row.text for row in common], [row.label for row in common], seed)
    found = []
    wrong = [guess != row.label for guess, row in zip(predicted, common, strict=True)]
    noisy = [row.label for row, bad, confidence in zip(common, wrong, sure, strict=True) if bad and confidence >= _SURE]
    if len(noisy) > _MOST_NOISE * len(common):
        found.append(AuditFinding("label_noise", round(len(noisy) / len(common), 4), tuple(sorted(set(noisy)))))
    by_group: dict[str, list[bool]] = defaultdict(list)
    for row, bad in zip(common, wrong, strict=True):
        if row.group:
            by_group[row.group].append(bad)
    rates = {group: sum(bad) / len(bad) for group, bad in by_group.items() if len(bad) >= SMALLEST_GROUP}
    if len(rates) > 1 and max(rates.values()) - min(rates.values()) > _ERROR_GAP:
        found.append(
            AuditFinding(
                "error_rate_gap",
                round(max(rates.values()) - min(rates.values()), 4),
                (max(rates, key=rates.__getitem__), min(rates, key=rates.__getitem__)),
            )
        )
    grouped = [row for row in rows if row.group and row.group in rates]
    if len(rates) > 1:
        guesses, _ = _out_of_fold([row.text for row in grouped], [row.group for row in grouped], seed)
        share = sum(guess == row.group for guess, row in zip(guesses, grouped, strict=True)) / len(grouped)
        usual = max(Counter(row.group for row in grouped).values()) / len(grouped)
        advantage = (share - usual) / (1 - usual) if usual < 1 else 0.0
        if advantage > 2 * _PROXY_AUC - 1:
            found.append(AuditFinding("proxy", round(advantage, 4), tuple(sorted(rates))))
    return found


def _out_of_fold(texts: Sequence[str], labels: Sequence[str], seed: int) -> tuple[list[str], list[float]]:
    import numpy as np
    from sklearn.model_selection import StratifiedKFold
    from sklearn.svm import LinearSVC

    from egide.assist.calibration import softmax
    from egide.assist.features import TextFeatures

    rows, truth = TextFeatures(min_piece_count=1).fit(texts), np.array(labels)
    guesses = np.empty(len(truth), dtype=object)
    sure = np.zeros(len(truth))
    for learn, test in StratifiedKFold(3, shuffle=True, random_state=seed).split(rows, truth):
        model = LinearSVC(tol=1e-2, random_state=seed).fit(rows[learn], truth[learn])
        margins = model.decision_function(rows[test])
        margins = np.column_stack([-margins, margins]) if margins.ndim == 1 else margins
        guesses[test] = model.classes_[margins.argmax(axis=1)]
        sure[test] = softmax(2 * margins).max(axis=1)
    return guesses.tolist(), sure.tolist()


def _find_rates(rows: Sequence[TrainingRow]) -> list[AuditFinding]:
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.group:
            groups[row.group][row.label] += 1
    sized = {group: counts for group, counts in groups.items() if counts.total() >= SMALLEST_GROUP}
    found = []
    for label in sorted({label for counts in sized.values() for label in counts}):
        rates = {group: counts[label] / counts.total() for group, counts in sized.items()}
        if len(rates) > 1 and max(rates.values()) - min(rates.values()) > _RATE_GAP:
            found.append(
                AuditFinding(
                    "label_rate_gap",
                    round(max(rates.values()) - min(rates.values()), 4),
                    (label, max(rates, key=rates.__getitem__), min(rates, key=rates.__getitem__)),
                )
            )
    return found
