"""Train the triage model that ships: `python -m training.assist.seed_triage` rewrites `seed/triage.model`."""

from __future__ import annotations

from pathlib import Path

from egide.assist import triage
from egide.assist.triage import TriageModel, seed_examples

SHIPPED = Path(triage.__file__).parent / "seed" / "triage.model"


def main() -> None:
    """Train on the shipped examples and write the file."""
    TriageModel.train(seed_examples()).save(SHIPPED)


if __name__ == "__main__":
    main()
