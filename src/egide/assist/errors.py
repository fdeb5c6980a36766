"""What can go wrong in the agent's AI functions; every error is an `AssistError`.

AssistError
├── BadExamples          training cannot start, and why
├── BrokenModelFile      a saved model cannot be trusted or read
├── BrokenKnowledgeBase  not one article of a folder can be used
├── TooLarge             a text or a batch past what the function accepts
└── ModelError           the model behind the port did not help
    ├── ModelUnavailable     unreachable, refused or over its quota
    ├── ModelTimeout         slower than the caller allows
    └── InvalidModelOutput   not the JSON that was asked for
"""

from __future__ import annotations

__all__ = [
    "AssistError",
    "BadExamples",
    "BrokenKnowledgeBase",
    "BrokenModelFile",
    "InvalidModelOutput",
    "ModelError",
    "ModelTimeout",
    "ModelUnavailable",
    "TooLarge",
]


class AssistError(Exception):
    """The root of every error of this package; its message holds no personal value."""


class BadExamples(AssistError):
    """The examples cannot train a model: too few, one label only, empty texts."""


class BrokenModelFile(AssistError):
    """A saved model is missing, truncated, altered or of another format version."""


class BrokenKnowledgeBase(AssistError):
    """A folder holds no usable article."""


class TooLarge(AssistError):
    """A text is longer than the function accepts."""


class ModelError(AssistError):
    """The model behind the port did not give an answer that can be used."""


class ModelUnavailable(ModelError):
    """The model cannot be reached, or refuses."""


class ModelTimeout(ModelError):
    """The model is slower than the caller allows."""


class InvalidModelOutput(ModelError):
    """The model answered, but not with the JSON that was asked for."""
