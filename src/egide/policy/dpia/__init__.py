"""Impact assessments: the questions, the CNIL file, the gate."""

from __future__ import annotations

from egide.policy.dpia.drafting import (
    PiaPeople,
    Protection,
    Suggestion,
    draft_pia,
    suggest_likelihood,
    suggest_severity,
)
from egide.policy.dpia.gate import Change, Criterion, Scope, Validation, changes_between, dpia_state, needs_dpia
from egide.policy.dpia.pia_file import (
    Answer,
    Comment,
    Evaluation,
    ImportedPia,
    Measure,
    PiaFile,
    as_html,
    as_text,
    format_pia,
    name_pia_file,
    parse_pia,
)
from egide.policy.dpia.pia_rules import Problem, check_pia
from egide.policy.dpia.questions import QUESTIONS, Form, Question

__all__ = [
    "QUESTIONS",
    "Answer",
    "Change",
    "Comment",
    "Criterion",
    "Evaluation",
    "Form",
    "ImportedPia",
    "Measure",
    "PiaFile",
    "PiaPeople",
    "Problem",
    "Protection",
    "Question",
    "Scope",
    "Suggestion",
    "Validation",
    "as_html",
    "as_text",
    "changes_between",
    "check_pia",
    "dpia_state",
    "draft_pia",
    "format_pia",
    "name_pia_file",
    "needs_dpia",
    "parse_pia",
    "suggest_likelihood",
    "suggest_severity",
]
