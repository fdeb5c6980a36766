"""The reports of calls: by topic and by team, over groups in which nobody stands out."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse
from tests.service.conftest import NOW, actor_of

from egide.service.assistance.models import Decision
from egide.service.calls.models import ReviewedCall
from egide.service.calls.teams import UnknownAgent, team_of_call, teams_of, write_teams
from egide.service.conversations.models import Interaction
from egide.service.evidence.models import JournalEntry
from egide.service.people.models import Person
from egide.service.tenancy.access import AccessRefused
from egide.service.tenancy.rights import Role


def reviewed(duration_s: float, *, complaint: bool = False, met: bool = True) -> dict[str, Any]:
    return {
        "metrics": {"duration_s": duration_s},
        "complaint": complaint,
        "incidents": [{}] if not met else [],
        "script": [{"met": met}],
    }


def agents(person_with, brand, number: int) -> list[str]:
    return [person_with(Role.AGENT, brand, f"agent{place}").username for place in range(number)]


def review(brand, intent: str, team: str) -> None:
    person = Person.objects.create(brand=brand, created_at=NOW, last_contact_at=NOW)
    from django.utils import timezone

    call = Interaction.objects.create(
        brand=brand, person=person, channel="call_in", thread_index=uuid.uuid4().bytes, purpose="REC", legal_basis="f",
        opened_at=timezone.now(), last_message_at=NOW, intent=intent,
    )  # fmt: skip
    decision = Decision.objects.create(
        id=uuid.uuid4(), brand=brand, interaction=call, person=person, task="call_review", purpose="REC",
        verdict="allow", policy_version="1", at=NOW,
    )  # fmt: skip
    ReviewedCall.objects.create(
        brand=brand, interaction=call, decision=decision, figures=reviewed(60), content_sealed=b"x", at=NOW, team=team
    )


@pytest.fixture
def two_teams(brand, person_with, system) -> None:
    names = agents(person_with, brand, 8)
    write_teams(brand.pk, {"Nord": names[:6], "Petite": names[6:]}, actor=system, now=NOW)


def test_reports_by_team_and_by_topic_of_a_team(two_teams, brand, client_as) -> None:
    for _ in range(6):
        review(brand, "facture", "Nord")
    client = client_as(Role.SUPERVISOR, brand)
    page = client.get(reverse("calls:topics"), {"by": "team"})
    assert [str(row[0].text) for row in page.context["page"].table.rows] == ["Nord"]
    assert "?team=Nord" in page.content.decode()
    of_team = client.get(reverse("calls:topics"), {"team": "Nord"}).context["page"]
    assert [str(row[1].text) for row in of_team.table.rows] == ["6"]


def test_a_small_team_is_never_shown_alone(two_teams, brand, client_as) -> None:
    for _ in range(9):
        review(brand, "facture", "Petite")
    client = client_as(Role.SUPERVISOR, brand)
    page = client.get(reverse("calls:topics"), {"by": "team"})
    assert page.context["page"].table.rows == ()
    for _ in range(6):
        review(brand, "facture", "Nord")
    page = client.get(reverse("calls:topics"), {"by": "team"})
    assert "Petite" not in page.content.decode()
    # Nord joins: the whole less Nord would be the small team.
    assert [str(row[1].text) for row in page.context["page"].table.rows] == ["15"]
    # Asking for the small team by its name gives the whole, like any word that is no team's.
    asked = client.get(reverse("calls:topics"), {"team": "Petite"}).context["page"]
    assert [str(row[1].text) for row in asked.table.rows] == ["15"]


def test_the_team_of_a_call_comes_from_its_source_or_its_agent(two_teams, brand, person_with) -> None:
    call = Interaction(brand=brand)
    assert team_of_call(call, {"team": "nord"}, now=NOW) == "Nord"
    assert team_of_call(call, {"agent": "agent7"}, now=NOW) == "Petite"
    assert team_of_call(call, {"team": "Jean Dupont"}, now=NOW) == ""
    assert team_of_call(call, {"agent": "inconnu"}, now=NOW) == ""
    assert team_of_call(call, {}, now=NOW) == ""


def test_supervisor_puts_agents_in_teams_on_the_page(brand, person_with, client_as) -> None:
    names = agents(person_with, brand, 2)
    client = client_as(Role.SUPERVISOR, brand)
    address = reverse("calls:teams", args=[brand.slug])
    assert ", ".join(names) in client.get(address).content.decode()
    assert client.post(address, {"teams": f"Nord : {names[0]}"}).status_code == 302
    assert teams_of(brand.pk, now=NOW) == {"": [names[1]], "Nord": [names[0]]}
    assert JournalEntry.objects.filter(type="settings.changed").count() == 1
    for wrong in ("Nord", "Nord : personne", ": agent0", "Nord : agent0\nNord : agent1"):
        assert client.post(address, {"teams": wrong}).status_code == 422
    assert teams_of(brand.pk, now=NOW)["Nord"] == [names[0]]


def test_teams_are_of_supervisors(brand, client_as, person_with) -> None:
    agent = client_as(Role.AGENT, brand)
    assert agent.get(reverse("calls:teams", args=[brand.slug])).status_code == 403
    assert agent.get(reverse("calls:topics")).status_code == 403
    with pytest.raises(AccessRefused):
        write_teams(brand.pk, {}, actor=actor_of(person_with(Role.AGENT, brand, "autre")), now=NOW)
    with pytest.raises(UnknownAgent):
        write_teams(brand.pk, {"Nord": ["inconnu"]}, actor=actor_of(person_with(Role.SUPERVISOR, brand)), now=NOW)


def test_page_says_what_is_missing(brand, client_as) -> None:
    answer = client_as(Role.SUPERVISOR, brand).get(reverse("calls:topics"))
    assert answer.status_code == 200
    assert "Pas assez d’appels" in answer.content.decode()
