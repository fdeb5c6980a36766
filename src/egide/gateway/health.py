"""Say whether each part that must answer does: for load balancers and for people, without a word of anybody's data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from egide.service.evidence.flows import INSTALLATION_ID
from egide.service.wiring import parts

if TYPE_CHECKING:
    from egide.gateway.journal_watch import JournalWatch
    from egide.gateway.upstreams import Upstreams

__all__ = ["Health"]


class Health:
    """Checks the parts, in a lane."""

    def __init__(self, upstreams: Upstreams, journals: JournalWatch, clock: Callable[[], datetime]) -> None:
        self._upstreams = upstreams
        self._checks: dict[str, Callable[[], object]] = {
            "database": _ask_database,
            "key_store": lambda: parts().key_ring.brand_secret(str(INSTALLATION_ID), "sealing"),
            "detector": lambda: parts().detector.find("a"),
            "policy": lambda: parts().law.obligations,
            "journal": lambda: journals.check(None, clock()),
        }

    def report(self) -> tuple[int, dict[str, Any]]:
        """Check each part.

        Returns:
            200 or 503, and which part answers; models are told but close nothing: another may answer.
        """
        state = {name: _answers(check) for name, check in self._checks.items()}
        models = {name: not upstream.breaker.is_open for name, upstream in self._upstreams.by_name.items()}
        ready = all(state.values())
        return (200 if ready else 503), {"status": "ready" if ready else "closed", "parts": state, "models": models}


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _answers(check: Callable[[], object]) -> bool:
    try:
        check()
    except Exception:  # noqa: BLE001 - whatever it raises, the part does not answer
        return False
    return True
