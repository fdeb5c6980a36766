"""Two commands started at once on a new home: one makes the tables, the other waits for them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

START = "from egide.cli.serving import start_service; start_service()"


def test_two_commands_start_together_on_a_new_home(tmp_path: Path) -> None:
    environment = {**os.environ, "EGIDE_HOME": str(tmp_path), "EGIDE_DATABASE_URL": "", "EGIDE_CONFIG": ""}
    running = [
        subprocess.Popen([sys.executable, "-c", START], env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    errors = [process.communicate(timeout=300)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], "\n".join(errors)
