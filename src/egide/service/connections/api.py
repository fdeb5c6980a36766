"""Where help desks call: one address for each connection, proved before anything is read. It reads no cookie."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from egide.connectors import ConnectorError, SignatureRefused
from egide.keys import KeyUnavailable
from egide.service.connections.flows import take_event
from egide.service.connections.models import IMAP, Connection
from egide.service.tenancy.scope import brand_scope, installation_scope

_ANSWERS = {"delivery-replayed": 200}


@csrf_exempt
@require_POST
def receive_event(request: HttpRequest, hook: UUID) -> HttpResponse:
    """Take one event of a help desk.

    Answers 200 with how many messages came in, also for an event that came before; 401 when it is not proved; 404 for an address
    that is not in service; 413 and 422 for what cannot be read; 503 when the key store does not answer, so that it is sent again.
    """
    with installation_scope(reason="the address of a webhook names its connection, not its brand"):
        row = Connection.objects.select_related("brand").filter(pk=hook, active=True).exclude(kind=IMAP).first()
    if row is None:
        return JsonResponse({"error": "unknown"}, status=404)
    try:
        body = request.body
    except RequestDataTooBig:
        return JsonResponse({"error": "too-large"}, status=413)
    with brand_scope(row.brand_id):
        try:
            taken = take_event(row, body, request.headers, now=timezone.now())
        except SignatureRefused as refused:
            return JsonResponse({"error": refused.code}, status=_ANSWERS.get(refused.code, 401))
        except ConnectorError as unreadable:
            return JsonResponse({"error": "unreadable", "where": str(unreadable)}, status=422)
        except KeyUnavailable:
            return JsonResponse({"error": "unavailable"}, status=503)
    return JsonResponse({"imported": taken})
