"""How a command ends when it is not simply done: one clear line on stderr and an exit status."""

from __future__ import annotations

from typing import ClassVar

import click


class AnswerIsNo(click.ClickException):
    """The command ran and its answer is no: a verification failed, records were rejected, data was found."""

    exit_code: ClassVar[int] = 1


class BadInput(click.ClickException):
    """The command could not run: a file is missing or malformed, an option makes no sense."""

    exit_code: ClassVar[int] = 2
