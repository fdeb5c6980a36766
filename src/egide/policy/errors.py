"""What the policy package raises.

PolicyError
├── InvalidFacts      a facts file has a wrong path, type or word
├── InvalidLaw        a law file has a typo, a missing key or an unknown word
├── InvalidDuration   a duration is not in the small ISO 8601 grammar used here
└── InvalidRecord     a consent, register, DPIA or evidence record is malformed
"""

from __future__ import annotations


class PolicyError(Exception):
    """Root of every error of the policy package; messages hold no personal value."""


class InvalidFacts(PolicyError):
    """The facts of a decision cannot be read; nothing is decided."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


class InvalidLaw(PolicyError):
    """A law file is refused as a whole, so that the previous version stays active."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(f"line {line}: {problem}" if line else problem)
        self.line = line
        self.problem = problem


class InvalidDuration(PolicyError):
    """A text is not a duration such as P3Y, P6M, P2W, P30D or PT72H."""


class InvalidRecord(PolicyError):
    """A record of consent, processing, impact assessment or evidence is malformed."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem
