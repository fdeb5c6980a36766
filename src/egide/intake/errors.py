"""The errors of the intake: one root, so that a caller can refuse a file in one clause.

IntakeError
├── UnreadableTranscript     the file is not the transcript it says it is
├── UnreadableRecord         one record cannot be taken; becomes a ``Reject``
└── UnreadableSource         the whole file cannot be read further; becomes a last ``Reject``
"""

from __future__ import annotations

__all__ = ["IntakeError", "TransportError", "UnreadableRecord", "UnreadableSource", "UnreadableTranscript"]


class IntakeError(Exception):
    """Root of what can go wrong when conversations come in."""


class UnreadableTranscript(IntakeError):
    """A transcript that breaks its own format; carries the line and no text of it."""

    def __init__(self, why: str, *, line: int | None = None, name: str = "") -> None:
        self.why = why
        self.line = line
        self.name = name
        where = ":".join(str(part) for part in (name, line) if part)
        super().__init__(f"{where}: {why}" if where else why)


class UnreadableRecord(IntakeError):
    """One record that cannot be taken, with the code of its reason (see ``egide.intake.reasons``)."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{code} {detail}".strip())


class UnreadableSource(UnreadableRecord):
    """A file that cannot be read any further."""


class TransportError(IntakeError):
    """A mail did not leave; ``code`` says why without a word of it, ``permanent`` whether trying again is useless."""

    def __init__(self, code: str, *, permanent: bool = False) -> None:
        self.code = code
        self.permanent = permanent
        super().__init__(code)
