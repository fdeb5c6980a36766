"""The matrix of rights, cell by cell, against a table written by hand; and the door between brands."""

from __future__ import annotations

import uuid

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.service.conftest import CONVERSATION, NOW

from egide.service.conversations.models import Interaction
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import MATRIX, Right, Role
from egide.service.tenancy.scope import NoBrandScopeError, brand_scope

# One letter per role, in this order; a dot refuses.      A S D R N B O
EXPECTED = {
    Right.INTERACTION_READ:      "ASD....",
    Right.INTERACTION_REPLY:     "AS.....",
    Right.INTERACTION_IMPORT:    ".S....O",
    Right.PRIORITY_OVERRIDE:     "AS.....",
    Right.QUARANTINE_RELEASE:    "..D....",
    Right.KNOWLEDGE_EDIT:        ".S...B.",
    Right.QUALITY_REVIEW:        ".S.....",
    Right.INSIGHT_READ:          ".SD.NB.",
    Right.FOOTPRINT_READ:        ".S..NB.",
    Right.JOURNAL_READ:          "..DR.B.",
    Right.JOURNAL_OPEN:          "..D....",
    Right.REGISTER_READ:         "..DRNBO",
    Right.REGISTER_EDIT:         "..D....",
    Right.DPIA_VALIDATE:         "..D....",
    Right.CONSENT_EDIT:          "ASD....",
    Right.RIGHTS_REQUEST_HANDLE: "..D....",
    Right.EVIDENCE_EDIT:         "..DR..O",
    Right.SWITCH_CHANGE:         "..D..B.",
    Right.RECOGNISER_EDIT:       "..DR...",
    Right.GATEWAY_KEY_EDIT:      "...R..O",
    Right.INCIDENT_HANDLE:       "..DR...",
    Right.KEY_MANAGE:            "...R...",
    Right.USER_MANAGE:           "...R..O",
    Right.EXPORT_MAKE:           "..D....",
    Right.SETTINGS_EDIT:         "......O",
}  # fmt: skip
ORDER = (Role.AGENT, Role.SUPERVISOR, Role.DPO, Role.RSSI, Role.SUSTAINABILITY, Role.BRAND_OWNER, Role.OPERATOR)


@pytest.mark.parametrize("right", list(Right))
@pytest.mark.parametrize("role", list(Role))
def test_matrix_cell(right: Right, role: Role) -> None:
    assert (role in MATRIX[right]) is (EXPECTED[right][ORDER.index(role)] != ".")


def _patterns(resolver: URLResolver, names: tuple[str, ...] = ()) -> list[tuple[str, URLPattern]]:
    found: list[tuple[str, URLPattern]] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = (*names, entry.namespace) if entry.namespace else names
            found += _patterns(entry, space)
        elif entry.name:
            found.append((":".join((*names, entry.name)), entry))
    return found


# Addresses that anybody may open: the journal's public files, the assistant, and what belongs to no brand.
_OPEN = {
    "evidence:file", "evidence:named_file", "evidence:installation_entry", "evidence:installation_receipt",
    "bot:talk", "bot:identify", "bot:demo",
    # A help desk proves each call with a secret.
    "hook",
    # The customer's page: its door is a code, tried in its own tests.
    "portal:own", "portal:enter", "portal:code", "portal:leave", "portal:ai", "portal:withdraw", "portal:object", "portal:request", "portal:receipt", "design-component", "design-page",
}  # fmt: skip
# Which row each part of an address names; a new part must be added here, or the test says so.
_ROWS = {
    "article_id": "knowledge.Article",
    "campaign_id": "campaigns.Campaign",
    "certificate_id": "register.CertificateRow",
    "connection_id": "connections.Connection",
    "decision_id": "assistance.Decision",
    "dpia_id": "register.Dpia",
    "draft_id": "assistance.Draft",
    "held_id": "conversations.Quarantined",
    "incident_id": "incidents.Incident",
    "interaction_id": "conversations.Interaction",
    "key_id": "gatewaykeys.GatewayKey",
    "membership_id": "tenancy.Membership",
    "model_id": "assistance.TrainedModel",
    "person_id": "people.Person",
    "provider_id": "register.Provider",
    "pruning_id": "evidence.PruningRequest",
    "purpose_id": "register.BrandPurpose",
    "recogniser_id": "recognisers.Recogniser",
    "request_id": "rights.RightsRequest",
    "run_id": "conversations.ImportRun",
    "system_id": "register.AiSystem",
}
_WORDS = {
    "index": 0,
    "form": "json",
    "kind": "brand",
    "name": "triage",
    "part": "context",
    "role": "agent",
    "code": "KB-001",
}


def _row_of(label: str, brand: Brand) -> models.Model:
    """Return a row of the brand, made up from its fields' types when there is none yet."""
    model = apps.get_model(label)
    found = model.objects.filter(brand=brand).first()
    if found is not None:
        return found
    made = model(brand=brand)
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name == "brand" or field.null or field.has_default():
            continue
        if isinstance(field, models.ForeignKey):
            target = field.related_model._meta.label
            setattr(made, field.name, _row_of(target, brand))
        else:
            setattr(made, field.attname, _made_up(field))
    made.save()
    return made


def _made_up(field: models.Field) -> object:
    match field:
        case models.DateTimeField():
            return NOW
        case models.DateField():
            return NOW.date()
        case models.BinaryField():
            return b"x"
        case models.UUIDField():
            return uuid.uuid4()
        case models.BooleanField():
            return False
        case models.IntegerField() | models.FloatField():
            return 1
        case models.JSONField():
            return {}
        case _:
            return "x"


def test_no_address_of_another_brand_answers(imported, brand, other_brand, client_as, system) -> None:
    """Every address that names a row of one brand is closed to every role of another brand."""
    from egide.service.evidence.flows import sequence_pending

    imported(CONVERSATION)
    imported('{"id": "p1", "text": "x", "purpose": "MKT-P"}', prepare=False)
    sequence_pending(brand.pk, now=NOW)
    client_as(Role.AGENT, brand)
    with brand_scope(brand.pk):
        arguments = {part: _row_of(label, brand).pk for part, label in _ROWS.items()}
    arguments |= {**_WORDS, "brand_id": brand.pk, "brand": brand.slug}
    reached = 0
    for role in Role:
        client = client_as(role, other_brand)
        for name, pattern in _patterns(get_resolver()):
            wanted = set(pattern.pattern.converters)
            if name in _OPEN or not wanted or name.startswith(("account", "mfa", "socialaccount", "openid_connect")):
                continue
            assert wanted <= set(arguments), f"{name}: say which row {wanted - set(arguments)} names"
            address = reverse(name, kwargs={part: arguments[part] for part in wanted})
            for method in (client.get, client.post):
                status = method(address).status_code
                reached += 1
                assert status in {403, 404, 405}, (name, role, method.__name__, status)
    assert reached > 500


def test_query_without_a_scope_is_refused(parts) -> None:
    with pytest.raises(NoBrandScopeError):
        Interaction.objects.count()


def test_scope_hides_the_rows_of_another_brand(imported, brand, other_brand) -> None:
    imported(prepare=False)
    assert Interaction.objects.count() == 1
    with brand_scope(other_brand.pk):
        assert Interaction.objects.count() == 0


def test_anonymous_reaches_the_sign_in_page_only(client, parts) -> None:
    for name in ("desk:home", "desk:queue", "desk:import", "desk:quarantine", "evidence:journal"):
        response = client.get(reverse(name))
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")
