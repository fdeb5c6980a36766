"""An incident from its opening to its closing, on the real database: clocks, refusals, the file, the register of breaches."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.service.conftest import NOW, actor_of

from egide.policy.incidents import Risk, load_scenarios
from egide.service.evidence.models import JournalEntry
from egide.service.incidents.exporting import export_incidents
from egide.service.incidents.flows import (
    Assessment,
    StepRefused,
    add_step,
    assess,
    close_incident,
    open_incident,
    text_of,
)
from egide.service.incidents.models import Incident, IncidentStep
from egide.service.tenancy.access import AccessRefused
from egide.service.tenancy.rights import Role

STORY = "Deux réponses sont parties à l’adresse d’un homonyme."
KNOWN = NOW - timedelta(hours=2)


@pytest.fixture
def rssi(brand, person_with):
    return actor_of(person_with(Role.RSSI, brand, "premiere-rssi"))


@pytest.fixture
def incident(brand, rssi) -> Incident:
    return open_incident(brand.pk, "wrong-recipient", STORY, aware_at=KNOWN, actor=rssi, now=NOW)


def written(kind: str) -> int:
    return JournalEntry.objects.filter(type=kind).count()


def test_opening_starts_the_clocks_when_it_was_known(rssi, client_as, brand) -> None:
    # The page reads the clock of the day.
    today = timezone.now()
    known = today - timedelta(hours=2)
    incident = open_incident(brand.pk, "wrong-recipient", STORY, aware_at=known, actor=rssi, now=today)
    assert incident.breach
    assert written("incident.opened") == 1
    page = client_as(Role.DPO, brand).get(reverse("incidents:incident", args=[incident.pk])).content.decode()
    assert load_scenarios()["wrong-recipient"].steps[0].fr in page
    assert STORY in page
    assert "à faire" in page


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.OPERATOR, Role.BRAND_OWNER])
def test_refuses_roles_that_do_not_handle_incidents(role, brand, person_with, client_as, incident) -> None:
    someone = actor_of(person_with(role, brand, "quelqu-un"))
    with pytest.raises(AccessRefused):
        open_incident(brand.pk, "outage", STORY, aware_at=KNOWN, actor=someone, now=NOW)
    assert client_as(role, brand).get(reverse("incidents:incident", args=[incident.pk])).status_code == 403
    assert Incident.objects.count() == 1


@pytest.mark.parametrize(
    ("scenario", "story", "at", "field"),
    [
        ("unknown", STORY, KNOWN, "scenario"),
        ("outage", "  ", KNOWN, "text"),
        ("outage", "x" * 8001, KNOWN, "text"),
        ("outage", STORY, NOW + timedelta(minutes=1), "at"),
    ],
)
def test_refuses_an_opening_that_says_nothing_or_too_early(brand, rssi, scenario, story, at, field) -> None:
    with pytest.raises(StepRefused) as refused:
        open_incident(brand.pk, scenario, story, aware_at=at, actor=rssi, now=NOW)
    assert refused.value.field == field
    assert not Incident.objects.exists()
    assert written("incident.opened") == 0


def test_is_not_closed_before_its_duties_are_done(incident, rssi) -> None:
    with pytest.raises(StepRefused) as refused:
        close_incident(incident, "Clos.", actor=rssi, now=NOW)
    assert "cnil" in refused.value.said.fr
    assess(incident, Assessment(True, Risk.HIGH, ("PERSON", "ADDRESS"), 2, 2), "Adresse révélée.", actor=rssi, now=NOW)
    for kind in ("controller", "authority", "people"):
        add_step(incident, kind, "Fait.", at=NOW - timedelta(hours=1), actor=rssi, now=NOW)
    close_incident(incident, "Homonymes : l’adresse est désormais relue.", actor=rssi, now=NOW)
    incident.refresh_from_db()
    assert incident.closed_at == NOW
    assert written("incident.changed") == 5
    with pytest.raises(StepRefused):
        add_step(incident, "measure", "Trop tard.", at=NOW, actor=rssi, now=NOW)


def test_a_duty_is_done_once_and_not_before_it_was_known(incident, rssi) -> None:
    with pytest.raises(StepRefused) as early:
        add_step(incident, "authority", "Réf. 1", at=KNOWN - timedelta(minutes=1), actor=rssi, now=NOW)
    assert early.value.field == "at"
    with pytest.raises(StepRefused):
        add_step(incident, "authority-more", "Complément", at=NOW, actor=rssi, now=NOW)
    add_step(incident, "authority", "Réf. 1", at=NOW, actor=rssi, now=NOW)
    with pytest.raises(StepRefused):
        add_step(incident, "authority", "Réf. 2", at=NOW, actor=rssi, now=NOW)
    add_step(incident, "authority-more", "Complément", at=NOW, actor=rssi, now=NOW)
    assert list(incident.steps.values_list("kind", flat=True)) == ["opened", "authority", "authority-more"]


def test_words_of_the_file_are_sealed(incident) -> None:
    step = IncidentStep.objects.get(incident=incident)
    assert STORY.encode() not in bytes(step.text_sealed)
    assert text_of(step) == STORY


def test_register_of_breaches_holds_every_incident(incident, brand, rssi) -> None:
    found = json.loads(export_incidents(brand, "json", actor=rssi, now=NOW))["incidents"]
    assert found[0]["file"] == [{"step": "opened", "at": "2026-11-25T07:00:00+00:00", "text": STORY}]
    assert found[0]["authority_due_at"] == "2026-11-28T07:00:00+00:00"
    rows = list(csv.DictReader(io.StringIO(export_incidents(brand, "csv", actor=rssi, now=NOW).decode("utf-8-sig"))))
    assert rows[0]["scenario"] == "wrong-recipient"
    assert written("export.made") == 2


@pytest.mark.parametrize("role", [Role.DPO, Role.RSSI])
def test_homes_say_what_presses(role, incident, brand, client_as) -> None:
    Incident.objects.filter(pk=incident.pk).update(aware_at=NOW - timedelta(days=30))
    home = client_as(role, brand).get("/").content.decode()
    assert "Incidents ouverts" in home
    assert "Notifier la CNIL" in home


def test_pages_open_add_assess_and_close(brand, client_as, incident) -> None:
    client = client_as(Role.RSSI, brand)
    page = client.get(reverse("incidents:new"), {"scenario": "outage"}).content.decode()
    assert '<option value="outage" selected>' in page
    posted = {"scenario": "outage", "aware_at": "2026-11-20T10:00", "text": "Base arrêtée une heure."}
    opened = client.post(reverse("incidents:new"), posted)
    made = Incident.objects.get(scenario="outage")
    assert opened["Location"] == reverse("incidents:incident", args=[made.pk])
    refused = client.post(reverse("incidents:close", args=[incident.pk]), {"text": "Clos."})
    assert refused.status_code == 422
    assert "Reste à faire" in refused.content.decode()
    closed = client.post(reverse("incidents:close", args=[made.pk]), {"text": "Disque remplacé."})
    assert closed.status_code == 302
    assert client.get(reverse("incidents:incidents")).status_code == 200
    assert client.get(reverse("incidents:export", args=[brand.slug, "csv"]))["Content-Type"].startswith("text/csv")
    assert client.get(reverse("incidents:export", args=[brand.slug, "exe"])).status_code == 404
