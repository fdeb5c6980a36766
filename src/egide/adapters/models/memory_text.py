"""A `TextModel` in memory: answers written in advance, and every prompt kept for the test to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from egide.assist.errors import InvalidModelOutput, ModelError
from egide.assist.models import MOST_OUTPUT_TOKENS, Generation, Turn, Usage, parse_answer

__all__ = ["MemoryModel"]

Answer = str | ModelError | Callable[[Sequence[Turn]], str]


@dataclass
class MemoryModel:
    """Answer with texts given in advance; the last one is repeated.

    Attributes:
        answers: Texts, errors to raise, or functions of the prompt.
        name: The model's name.
        region: Where it claims to be.
        prompts: What was asked, for the test.
    """

    answers: Sequence[Answer]
    name: str = "memory"
    region: str = "FR"
    prompts: list[tuple[Turn, ...]] = field(default_factory=list, repr=False)

    def generate(
        self,
        turns: Sequence[Turn],
        *,
        schema: Mapping[str, Any],
        timeout_s: float,
        max_output_tokens: int = MOST_OUTPUT_TOKENS,
    ) -> Generation:
        """Answer a prompt; see `TextModel.generate`."""
        for attempt in range(2):
            position = min(len(self.prompts), len(self.answers) - 1)
            self.prompts.append(tuple(turns))
            prepared = self.answers[position]
            if isinstance(prepared, ModelError):
                raise prepared
            text = prepared if isinstance(prepared, str) else prepared(turns)
            try:
                answer = parse_answer(text, schema)
            except InvalidModelOutput:
                if attempt:
                    raise
                continue
            return Generation(
                answer,
                self.name,
                Usage(sum(len(turn.text) for turn in turns) // 4, len(text) // 4, 0.0, attempt + 1),
                repaired=bool(attempt),
            )
        raise InvalidModelOutput("no valid answer")
