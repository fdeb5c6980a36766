"""Read `[gateway]` and `[[models]]` for the gateway; refuse what means nothing, and say where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from egide.gateway.upstreams import KINDS, Upstream
from egide.policy import Task, TransferTool
from egide.service.configuration import ConfigurationError, ModelDeclaration

__all__ = ["Settings", "read_settings", "read_upstreams"]

_MOST_WORKERS: Final = 64
_TASK_WORDS: Final = frozenset({task.value for task in Task} | {"chat"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the TOML file says under `[gateway]`.

    Attributes:
        workers: Processes that share the port; one per core serves best.
        most_bytes: Largest body of a request.
    """

    workers: int = 1
    most_bytes: int = 20_000_000


def read_settings(table: Mapping[str, Any]) -> Settings:
    """Read the settings of the gateway.

    Args:
        table: The TOML table.

    Returns:
        The settings.

    Raises:
        ConfigurationError: a setting is unknown or out of range.
    """
    bounds = {"workers": (1, _MOST_WORKERS), "most_bytes": (1_000, 1_000_000_000)}
    for name, written in table.items():
        if name not in bounds:
            raise ConfigurationError(f"[gateway]: unknown setting '{name}'; allowed: {', '.join(sorted(bounds))}")
        low, high = bounds[name]
        if not isinstance(written, int) or isinstance(written, bool) or not low <= written <= high:
            raise ConfigurationError(f"[gateway]: '{name}' is a whole number from {low} to {high}")
    return Settings(**table)


def read_upstreams(declared: Sequence[ModelDeclaration], environment: Mapping[str, str]) -> dict[str, Upstream]:
    """Open the way to each declared model.

    Args:
        declared: The models of the TOML file.
        environment: Where their keys are.

    Returns:
        Each by its name.

    Raises:
        ConfigurationError: two models have one name, or a word, an address or a fallback means nothing.
    """
    names = [model.name for model in declared]
    for position, model in enumerate(declared, 1):
        where = f"[[models]] number {position} ({model.name})"
        if names.index(model.name) != position - 1:
            raise ConfigurationError(f"{where}: the name is taken")
        if model.kind not in KINDS:
            raise ConfigurationError(f"{where}: kind '{model.kind}' is not one of {', '.join(sorted(KINDS))}")
        address = urlsplit(model.base_url)
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise ConfigurationError(f"{where}: base_url is an address such as https://api.example/v1")
        for task in model.tasks:
            if task not in _TASK_WORDS:
                raise ConfigurationError(f"{where}: task '{task}' is not one of {', '.join(sorted(_TASK_WORDS))}")
        if model.transfer_tool not in {tool.value for tool in TransferTool}:
            raise ConfigurationError(f"{where}: transfer_tool is one of {', '.join(TransferTool)}")
        for other in model.fallback:
            if other not in names or other == model.name:
                raise ConfigurationError(f"{where}: fallback '{other}' is not another declared model")
        if not isinstance(model.retries, int) or not 0 <= model.retries <= 10:  # noqa: PLR2004 - more is a loop
            raise ConfigurationError(f"{where}: retries is a whole number from 0 to 10")
    return {model.name: Upstream(model, environment.get(model.api_key_env, "")) for model in declared}
