"""The Prometheus endpoint, closed unless the operator gives it a token."""

from __future__ import annotations

import hmac
import os
from datetime import timedelta

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from egide.keys import KeyRingError
from egide.service.assistance.models import Decision, ModelCall
from egide.service.conversations.models import Interaction
from egide.service.evidence.models import JournalEntry
from egide.service.outbox.models import OutgoingMessage
from egide.service.tenancy.scope import installation_scope
from egide.service.wiring import parts

_TOKEN = "EGIDE_METRICS_TOKEN"  # noqa: S105 - the name of a variable


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer the figures to whoever holds the token; to everybody else there is nothing here."""
    expected = os.environ.get(_TOKEN, "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
        raise Http404
    with installation_scope(reason="metrics"):
        return HttpResponse(generate_latest(_collected()), content_type=CONTENT_TYPE_LATEST)


def _collected() -> CollectorRegistry:
    registry = CollectorRegistry()
    now = timezone.now()
    conversations = Gauge("egide_conversations", "Conversations by state.", ["state"], registry=registry)
    for state, number in Interaction.objects.values_list("status").annotate(Count("id")):
        conversations.labels(state).set(number)
    late = Gauge("egide_conversations_late", "Open conversations past their deadline.", registry=registry)
    late.set(Interaction.objects.filter(status="open", due_at__lt=now).count())
    waiting = Gauge("egide_journal_waiting", "Entries written and not yet in a log.", registry=registry)
    waiting.set(JournalEntry.objects.filter(log_index__isnull=True).count())
    outbox = Gauge("egide_outbox", "Answers by state.", ["state"], registry=registry)
    for state, number in OutgoingMessage.objects.values_list("state").annotate(Count("id")):
        outbox.labels(state).set(number)
    since = now - timedelta(days=1)
    verdicts = Gauge("egide_decisions_day", "Decisions of the last day by verdict.", ["verdict"], registry=registry)
    for verdict, number in Decision.objects.filter(at__gte=since).values_list("verdict").annotate(Count("id")):
        verdicts.labels(verdict).set(number)
    calls = Gauge(
        "egide_model_calls_day", "Model calls of the last day by task and kind.", ["task", "kind"], registry=registry
    )
    for task, kind, number in ModelCall.objects.filter(at__gte=since).values_list("task", "kind").annotate(Count("id")):
        calls.labels(task, kind).set(number)
    keys = Gauge("egide_keys_available", "1 when the key store answers.", registry=registry)
    try:
        parts().key_ring.check_available()
        keys.set(1)
    except KeyRingError:
        keys.set(0)
    return registry
