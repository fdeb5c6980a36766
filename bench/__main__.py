"""Run every bench, or those named: `python -m bench [topic …]`. Each prints what it measured, also when it disappoints."""

from __future__ import annotations

import runpy
import sys
import time
from pathlib import Path

TOPICS = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))


def main(asked: list[str]) -> int:
    """Run the topics asked for, all of them by default."""
    unknown = [topic for topic in asked if topic not in TOPICS]
    if unknown:
        print(f"bench: no topic {', '.join(unknown)}; there are: {', '.join(TOPICS)}", file=sys.stderr)
        return 2
    for topic in asked or TOPICS:
        print(f"\n=== {topic}", flush=True)
        started = time.monotonic()
        arguments, sys.argv = sys.argv, [f"bench/{topic}.py"]
        try:
            runpy.run_module(f"bench.{topic}", run_name="__main__")
        except SystemExit as left:
            if left.code:
                print(f"--- {topic} left with {left.code}")
        finally:
            sys.argv = arguments
        print(f"--- {topic}: {time.monotonic() - started:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
