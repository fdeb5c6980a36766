"""The rules of decision: a table whose order does not matter."""

from __future__ import annotations

from egide.policy.rules.case import Case, Found, Rule
from egide.policy.rules.kinds import KIND_RULES
from egide.policy.rules.marketing import MARKETING_RULES
from egide.policy.rules.models import MODEL_RULES
from egide.policy.rules.purposes import NO_BASIS, PURPOSE_RULES, find_no_basis

RULES: tuple[Rule, ...] = (*PURPOSE_RULES, *KIND_RULES, *MODEL_RULES, *MARKETING_RULES)

__all__ = ["NO_BASIS", "RULES", "Case", "Found", "Rule", "find_no_basis"]
