"""Decide: a pure function from facts and law to a verdict with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from egide.policy.errors import InvalidLaw
from egide.policy.facts import Facts
from egide.policy.law.law_file import Law
from egide.policy.law.records import Obligation, Sentence
from egide.policy.rules import NO_BASIS, RULES, Case, Found, Rule, find_no_basis
from egide.policy.vocabulary import Mark, Verdict

RULES_VERSION = "rules-1"


class Reason(NamedTuple):
    """Why, in words a DPO can quote.

    Attributes:
        rule: Id of the rule.
        verdict: What this rule asks for.
        article: The article it applies, as quoted in French; `article_en` in English.
        fact: Path and state of the fact that made it speak, the same in every language.
        sentence: French and English.
        source: Where the article was read.
        mark: How sure the source is.
        mask: Labels that this rule masks.
    """

    rule: str
    verdict: Verdict
    article: str
    article_en: str
    fact: str
    sentence: Sentence
    source: str
    mark: Mark
    mask: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one question.

    Attributes:
        verdict: The most severe verdict among the reasons.
        mask: Labels to mask before any use.
        retain_until: Last day the data may be kept for this purpose; None when the purpose has no retention.
        reasons: Every rule that spoke, the most severe first, then by id.
        policy_version: Version and digest of the law file, version of the rules.
    """

    verdict: Verdict
    mask: frozenset[str]
    retain_until: date | None
    reasons: tuple[Reason, ...]
    policy_version: str

    @property
    def allowed(self) -> bool:
        """Say whether the call may be made.

        Returns:
            True for allow and allow-with-masking; the labels of `mask` are still to be masked.
        """
        return self.verdict.severity <= Verdict.ALLOW_WITH_MASKING.severity


def decide(facts: Facts, law: Law) -> Decision:
    """Answer: may this task, for this purpose, use this person's data with this model, now?

    Args:
        facts: What is known; what is not known allows least.
        law: The law in force.

    Returns:
        The decision; refused unless a legal basis holds and no rule objects.

    Raises:
        InvalidLaw: the law lacks an obligation that a rule quotes.
    """
    return decide_by(RULES, facts, law)


def decide_by(rules: Iterable[Rule], facts: Facts, law: Law) -> Decision:
    """Decide with a given table of rules, in any order.

    Args:
        rules: The table.
        facts: What is known.
        law: The law in force.

    Returns:
        The decision, the same for every order of the table.
    """
    case = Case(facts, law)
    obligations = _obligations(law)
    day, purpose, task = case.day, case.purpose.name, case.task.name
    reasons: list[Reason] = []
    worst, granted = Verdict.ALLOW, False
    for rule in rules:
        found = rule.check(case)
        if found is None or not obligations[rule.duty].binds(day):
            continue
        reasons.append(_reason(law, rule, found, purpose, task))
        if rule.verdict is Verdict.ALLOW:
            granted = True
        elif rule.verdict.severity > worst.severity:
            worst = rule.verdict
    if not granted:
        reasons.append(_reason(law, NO_BASIS, find_no_basis(case), purpose, task))
        worst = Verdict.REFUSE
    if worst is Verdict.HUMAN_ONLY and not case.task.by_hand:
        worst = Verdict.REFUSE
    reasons.sort(key=_severest_first)
    return Decision(
        verdict=worst,
        mask=frozenset().union(*(reason.mask for reason in reasons)),
        retain_until=max((end.until for end in case.ends), default=None),
        reasons=tuple(reasons),
        policy_version=policy_version(law),
    )


def _severest_first(reason: Reason) -> tuple[int, str]:
    return -reason.verdict.severity, reason.rule


def policy_version(law: Law) -> str:
    """Name what a decision was taken by.

    Args:
        law: The law.

    Returns:
        Version of the law file, first 12 hexadecimal digits of its SHA-256, version of the rules.
    """
    return f"{law.version}+{law.digest[:12]}/{RULES_VERSION}"


@lru_cache(maxsize=8)
def _obligations(law: Law) -> Mapping[str, Obligation]:
    missing = sorted({rule.duty for rule in (*RULES, NO_BASIS)} - set(law.obligations))
    if missing:
        raise InvalidLaw(f"law.obligation: missing {', '.join(missing)}, which the rules quote")
    return law.obligations


@lru_cache(maxsize=4096)
def _reason(law: Law, rule: Rule, found: Found, purpose: Sentence, task: Sentence) -> Reason:
    # The same few reasons come back with every message: writing their sentences was half of a decision.
    obligation = law.obligations[rule.duty]
    detail = found.detail
    fr, en = (detail.fr, detail.en) if isinstance(detail, Sentence) else (detail, detail)
    return Reason(
        rule.id,
        rule.verdict,
        obligation.article,
        obligation.article_en,
        found.fact,
        Sentence(
            rule.sentence.fr.format(purpose=purpose.fr, task=task.fr, detail=fr),
            rule.sentence.en.format(purpose=purpose.en, task=task.en, detail=en),
        ),
        obligation.source,
        obligation.mark,
        found.mask,
    )


def format_decision(decision: Decision) -> dict[str, Any]:
    """Write a decision as the JSON object of the command line and of the journal.

    Args:
        decision: The decision.

    Returns:
        Keys ``verdict, mask, retain_until, reasons, policy_version``; labels sorted, days in ISO 8601.
    """
    return {
        "verdict": decision.verdict.value,
        "mask": sorted(decision.mask),
        "retain_until": decision.retain_until.isoformat() if decision.retain_until else None,
        "reasons": [
            {
                "rule": reason.rule,
                "verdict": reason.verdict.value,
                "article": reason.article,
                "article_en": reason.article_en,
                "fact": reason.fact,
                "sentence": {"fr": reason.sentence.fr, "en": reason.sentence.en},
                "source": reason.source,
                "mark": reason.mark.value,
            }
            for reason in decision.reasons
        ],
        "policy_version": decision.policy_version,
    }
