"""A stand-in for a model, for the demo: it shows what reached it, and repeats it.

A server of the demo's own process, on the loopback: nothing is downloaded and nothing leaves.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from typing_extensions import override

__all__ = ["MODEL_NAME", "open_stand_in"]

MODEL_NAME: Final = "perroquet"
_MARK: Final = "# Écrit par « egide demo » à chaque démarrage ; retirez cette ligne pour garder vos changements.\n"
_DECLARATION: Final = """
[[models]]
name = "{name}"
kind = "local"
base_url = "http://127.0.0.1:{port}/v1"
region = "FR"
tasks = ["chat"]
retries = 0
"""


def open_stand_in(home: Path, *, heard: Callable[[str], None]) -> bool:
    """Start the stand-in for a model, and declare it in the demo's configuration.

    Args:
        home: The demo's data directory.
        heard: Told each text that reaches the stand-in, as it was received.

    Returns:
        Whether it was started: a configuration that a person wrote is left as it is.
    """
    path = home / "egide.toml"
    if "EGIDE_CONFIG" in os.environ or (path.exists() and not path.read_text(encoding="utf-8").startswith(_MARK)):
        return False
    server = ThreadingHTTPServer(("127.0.0.1", 0), _answering(heard))
    threading.Thread(target=server.serve_forever, name="demo-model", daemon=True).start()
    path.write_text(_MARK + _DECLARATION.format(name=MODEL_NAME, port=server.server_address[1]), encoding="utf-8")
    return True


def _answering(heard: Callable[[str], None]) -> type[BaseHTTPRequestHandler]:
    class StandIn(BaseHTTPRequestHandler):
        """Repeats the last message, in OpenAI's form."""

        def do_POST(self) -> None:
            """Answer one request."""
            asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            said = str(asked["messages"][-1].get("content", ""))
            heard(said)
            self._send(json.dumps(_completion(asked.get("model", ""), said), ensure_ascii=False).encode())

        def _send(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing of its own."""

    return StandIn


def _completion(model: str, said: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": f"Vous avez écrit : {said}"}
    words = len(said.split())
    return {
        "id": "chatcmpl-demo",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": words, "completion_tokens": words + 3, "total_tokens": 2 * words + 3},
    }
