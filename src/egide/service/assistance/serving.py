"""Which classifier serves a brand: the one learnt from its own work when there is one, else the one that ships."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from egide.assist.knowledge import KnowledgeBase
from egide.assist.priority import PriorityFacts, learn_intent_points
from egide.assist.triage import TriageModel
from egide.keys import Binding, unseal
from egide.service.assistance.models import TrainedModel
from egide.service.conversations.models import Interaction
from egide.service.knowledge.flows import knowledge_of
from egide.service.sealing import brand_vault

# One opened model per brand and process; another champion replaces it at the next message.
_opened: dict[UUID, tuple[UUID, TriageModel]] = {}
# The brand's base under the classifier that serves it: another champion, or another article, guides anew.
_guided: dict[UUID, tuple[KnowledgeBase, TriageModel, KnowledgeBase]] = {}
_LEARNT_FROM = 500


@lru_cache(maxsize=1)
def shipped_model() -> TriageModel:
    """Open the classifier that ships."""
    return TriageModel.seed()


def triage_model_of(brand_id: UUID) -> TriageModel:
    """Open the classifier that serves a brand.

    Returns:
        The brand's champion, or the shipped model while it has none.
    """
    champion = TrainedModel.objects.filter(brand_id=brand_id, state="champion").values_list("pk", flat=True).first()
    if champion is None:
        return shipped_model()
    known = _opened.get(brand_id)
    if known is None or known[0] != champion:
        known = _opened[brand_id] = (champion, open_model(TrainedModel.objects.get(pk=champion)))
    return known[1]


def guided_knowledge_of(brand_id: UUID) -> KnowledgeBase:
    """Open a brand's approved articles as a searchable base, guided by the classifier that serves the brand."""
    base, model = knowledge_of(brand_id), triage_model_of(brand_id)
    known = _guided.get(brand_id)
    if known is None or known[0] is not base or known[1] is not model:
        known = _guided[brand_id] = (base, model, base.guided_by(model))
    return known[2]


def seal_model(brand_id: UUID, row_id: UUID, model: TriageModel) -> bytes:
    """Seal a classifier under the brand's key."""
    return brand_vault(brand_id).seal_bytes("trained_model", row_id, "content", model.to_bytes())


def open_model(row: TrainedModel) -> TriageModel:
    """Open a classifier that a brand trained."""
    place = Binding(str(row.brand_id), "trained_model", str(row.pk), "content")
    return TriageModel.from_bytes(unseal(brand_vault(row.brand_id).key, bytes(row.content_sealed), binding=place))


def intent_points_of(brand_id: UUID) -> dict[str, float]:
    """Learn what each intent adds to a priority from the levels that people chose themselves.

    Returns:
        Points by intent; an intent that people corrected a few times stays close to 0.
    """
    chosen = (
        Interaction.objects.filter(brand_id=brand_id, priority_overridden=True)
        .exclude(intent="")
        .order_by("-last_message_at")
        .values_list("intent", "priority", "analysis")[:_LEARNT_FROM]
    )
    history = [
        (intent, PriorityFacts(**analysis["facts"]), f"P{level}")
        for intent, level, analysis in chosen
        if "facts" in analysis
    ]
    return learn_intent_points(history)  # type: ignore[arg-type]
