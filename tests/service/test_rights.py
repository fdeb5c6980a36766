"""The matrix of rights, cell by cell, against a table written by hand; and the door between brands."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.service.conftest import CONVERSATION, NOW

from egide.service.conversations.models import Interaction
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


# Addresses that carry no brand's data: signing in, language, the gallery, and the journal's public files.
_OPEN = {"evidence:file", "desk:home", "desk:brand", "desk:method"}


def test_no_address_of_another_brand_answers(imported, brand, other_brand, client_as) -> None:
    """Every address that names a row of one brand is closed to every role of another brand."""
    from egide.service.assistance.models import Decision, Draft
    from egide.service.conversations.models import ImportRun, Quarantined
    from egide.service.evidence.flows import sequence_pending

    imported(CONVERSATION)
    imported('{"id": "p1", "text": "x", "purpose": "MKT-P"}', prepare=False)
    sequence_pending(brand.pk, now=NOW)
    with brand_scope(brand.pk):
        arguments = {
            "interaction_id": Interaction.objects.first().pk,
            "draft_id": Draft.objects.first().pk,
            "decision_id": Decision.objects.first().pk,
            "run_id": ImportRun.objects.first().pk,
            "held_id": Quarantined.objects.first().pk,
            "brand_id": brand.pk,
            "index": 0,
            "brand": brand.slug,
            "code": "KB-001",
        }
    reached = 0
    for role in Role:
        client = client_as(role, other_brand)
        for name, pattern in _patterns(get_resolver()):
            space = name.split(":")[0]
            if space not in {"desk", "evidence", "register", "rights", "security", "insight"} or name in _OPEN:
                continue
            wanted = {key: arguments[key] for key in pattern.pattern.converters if key in arguments}
            if len(wanted) != len(pattern.pattern.converters) or not wanted:
                continue
            address = reverse(name, kwargs=wanted)
            for method in (client.get, client.post):
                status = method(address).status_code
                reached += 1
                assert status in {403, 404, 405}, (name, role, method.__name__, status)
    assert reached > 50


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
