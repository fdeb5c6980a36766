"""Any server that speaks the OpenAI chat protocol: Mistral, OVHcloud, Scaleway, Azure, vLLM, Ollama and more.

One client, one base URL, one key; JSON by schema; one repair; a time limit over the whole call. No prompt and no answer is logged.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from egide.assist.errors import InvalidModelOutput, ModelTimeout, ModelUnavailable
from egide.assist.models import MOST_OUTPUT_TOKENS, Generation, Turn, Usage, parse_answer

__all__ = ["OpenAIModel"]

_LEAST_S = 0.05  # seconds: below this a second call cannot help


@dataclass
class OpenAIModel:
    """A `TextModel` over an OpenAI-compatible endpoint.

    Attributes:
        name: The model's name in the configuration.
        model: The model's name at the provider.
        base_url: Address of the endpoint, ending in `/v1` for most providers.
        api_key: The key; empty for a local server.
        region: Where texts are processed.
        clock: Monotonic seconds.
    """

    name: str
    model: str
    base_url: str
    api_key: str = field(default="", repr=False)
    region: str = ""
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    _client: Any = field(default=None, init=False, repr=False)

    def generate(
        self,
        turns: Sequence[Turn],
        *,
        schema: Mapping[str, Any],
        timeout_s: float,
        max_output_tokens: int = MOST_OUTPUT_TOKENS,
    ) -> Generation:
        """Answer a prompt with one JSON object of the schema; see `TextModel.generate`."""
        begun = self.clock()
        asked = [{"role": turn.role, "content": turn.text} for turn in turns]
        counted: list[tuple[int | None, int | None]] = []
        for attempt in range(2):
            left = timeout_s - (self.clock() - begun)
            if left < _LEAST_S:
                raise ModelTimeout(f"{self.name}: no answer within {timeout_s:g} s")
            text, provider_model, used = self._complete(asked, schema, left, timeout_s, max_output_tokens)
            counted.append(used)
            try:
                answer = parse_answer(text, schema)
            except InvalidModelOutput as broken:
                if attempt:
                    raise InvalidModelOutput(f"{self.name}: {broken}") from broken
                asked += [
                    {"role": "assistant", "content": text},
                    {
                        "role": "user",
                        "content": f"This is not valid: {broken}. Answer again with the JSON object only.",
                    },
                ]
                continue
            usage = Usage(
                _total([read for read, _ in counted]),
                _total([written for _, written in counted]),
                round(self.clock() - begun, 3),
                len(counted),
            )
            return Generation(answer, provider_model, usage, repaired=bool(attempt))
        raise InvalidModelOutput(f"{self.name}: no valid answer")

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _complete(
        self,
        asked: list[dict[str, str]],
        schema: Mapping[str, Any],
        left: float,
        timeout_s: float,
        max_output_tokens: int,
    ) -> tuple[str, str, tuple[int | None, int | None]]:
        import openai

        if not self.api_key.isascii():
            # A header holds ASCII only; the client would fail with the key in its error.
            raise ModelUnavailable(f"{self.name}: the key holds a character that no key holds")
        if self._client is None:
            self._client = openai.OpenAI(base_url=self.base_url, api_key=self.api_key or "none", max_retries=0)
        try:
            completion = self._client.chat.completions.create(
                model=self.model,
                messages=asked,
                temperature=0,
                max_tokens=max_output_tokens,
                timeout=left,
                response_format={
                    "type": "json_schema",
                    "json_schema": {"name": "answer", "schema": dict(schema), "strict": True},
                },
            )
        except openai.APITimeoutError as slow:
            raise ModelTimeout(f"{self.name}: no answer within {timeout_s:g} s") from slow
        except openai.APIStatusError as refused:
            raise ModelUnavailable(f"{self.name}: status {refused.status_code}") from None
        except openai.OpenAIError as unreachable:
            raise ModelUnavailable(f"{self.name}: {type(unreachable).__name__}") from None
        if not completion.choices:
            raise InvalidModelOutput(f"{self.name}: an empty answer")
        used = completion.usage
        return (
            completion.choices[0].message.content or "",
            completion.model or self.model,
            (used.prompt_tokens, used.completion_tokens) if used else (None, None),
        )


def _total(counts: list[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
