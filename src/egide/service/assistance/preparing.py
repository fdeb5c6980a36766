"""Prepare what waits: analyse each conversation that changed, and draft an answer where the customer waits for one.

What a brand lets leave alone, within its bounds, leaves here too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from egide.service.assistance.automatic import answer_alone
from egide.service.assistance.flows import prepare_interaction, propose_reply
from egide.service.assistance.question import Register
from egide.service.conversations.models import Interaction, Message
from egide.service.tenancy.access import system_actor
from egide.service.tenancy.models import Brand


def prepare_waiting(
    brand: Brand, *, now: datetime, limit: int | None = None, progress: Callable[[int], None] | None = None
) -> int:
    """Analyse and draft what nobody has prepared yet.

    Args:
        brand: The brand, in scope.
        now: Aware UTC.
        limit: At most this many conversations; all of them when None.
        progress: Called with the number of conversations done.

    Returns:
        How many conversations were prepared.
    """
    register = Register.read(brand, now=now)
    actor = system_actor("preparation")
    waiting = Interaction.objects.filter(brand=brand, analysed_at__isnull=True).order_by("opened_at")
    identifiers = list(waiting.values_list("pk", flat=True)[:limit])
    for done, identifier in enumerate(identifiers, 1):
        interaction = Interaction.objects.select_related("brand", "person").get(pk=identifier)
        prepared = prepare_interaction(interaction, register=register, actor=actor, now=now)
        if interaction.status == "open" and _waits_for_answer(interaction):
            _, made = propose_reply(interaction, actor=actor, now=now, register=register)
            if made is not None and prepared.analysis is not None:
                answer_alone(interaction, prepared.analysis, made, register=register, actor=actor, now=now)
        if progress is not None:
            progress(done)
    return len(identifiers)


def _waits_for_answer(interaction: Interaction) -> bool:
    last = Message.objects.filter(interaction=interaction).order_by("-at", "-position").first()
    return last is not None and last.author_role == "customer"
