"""Campaigns: the law before any score, figures by group before any use, nothing contacted from here."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.service.conftest import NOW, actor_of

from egide.policy import Channel
from egide.service.assistance.models import Decision
from egide.service.campaigns.flows import BadFile, Plan, approve_campaign, export_campaign, run_campaign
from egide.service.campaigns.models import Campaign, Candidate
from egide.service.evidence.models import JournalEntry
from egide.service.people.models import Person
from egide.service.register.flows import MODEL, TASK, create_dpia, declare_purpose, set_switch, validate_dpia
from egide.service.tenancy.access import AccessRefused
from egide.service.tenancy.rights import Role

LINE = (
    '{"id": "%(n)d", "channel": "email", "opened_at": "2026-11-24T08:00:00+00:00", "customer": {"email": '
    '"client%(n)d@exemple.example"}, "messages": [{"at": "2026-11-24T08:00:00+00:00", "from": "customer", "text": "Bonjour, question %(n)d"}]}\n'
)
PEOPLE = 12


def _table(rows: list[dict[str, object]]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def past_contacts(number: int = 400) -> bytes:
    """Past contacts where those who renewed early agree more; the age must not count."""
    draw, rows = random.Random(7), []  # noqa: S311 - invented contacts, no secret
    for _ in range(number):
        renewed = draw.random() < 0.5
        rows.append(
            {
                "months": draw.randint(1, 36),
                "renewed": "oui" if renewed else "non",
                "age": draw.randint(20, 80),
                "region": draw.choice(["nord", "sud"]),
                "agreed": "oui" if draw.random() < (0.6 if renewed else 0.2) else "non",
            }
        )
    return _table(rows)


def candidates() -> bytes:
    """Known customers, one unknown."""
    return _table(
        [
            {
                "reference": f"client{n}@exemple.example",
                "months": n,
                "renewed": "oui" if n % 2 else "non",
                "age": 40,
                "region": "nord",
            }
            for n in range(PEOPLE + 1)
        ]
    )


@pytest.fixture
def ready(brand, system, imported) -> None:
    """A brand that may choose among its customers for a study, and knows twelve of them."""
    imported("".join(LINE % {"n": n} for n in range(PEOPLE)), prepare=False)
    declare_purpose(brand.pk, "STU", "f", actor=system, now=NOW)
    dpia = create_dpia(brand.pk, "Ciblage", ["targeting"], actor=system, now=NOW)
    validate_dpia(brand.pk, dpia.pk, actor=system, now=NOW)
    set_switch(brand.pk, TASK, "targeting", on=True, actor=system, now=NOW)
    set_switch(brand.pk, MODEL, "egide-ciblage", on=True, actor=system, now=NOW)


@pytest.fixture
def run(ready, brand, system) -> Callable[..., Campaign]:
    """Choose whom to contact."""

    def choose(most: int = 4, **plan: object) -> Campaign:
        asked = Plan(
            **({"name": "Étude", "purpose": "STU", "channel": Channel.EMAIL, "most": most, "group": "region"} | plan)
        )  # type: ignore[arg-type]
        return run_campaign(brand, asked, candidates(), past_contacts(), actor=system, now=NOW)

    return choose


def test_chooses_the_most_likely_and_says_why(run) -> None:
    campaign = run()
    assert (campaign.figures["candidates"], campaign.figures["unknown"], campaign.figures["chosen"]) == (13, 1, 4)
    for chosen in Candidate.objects.filter(chosen=True):
        assert chosen.contributions
        assert "age" not in {name for name, _ in chosen.contributions}
        assert chosen.decision.task == "targeting"
    assert "age" in campaign.figures["report"]["left_out"]
    assert JournalEntry.objects.filter(type="targeting.run", obj=campaign.pk).exists()


def test_nobody_whom_the_law_refuses_is_scored(run, brand) -> None:
    people = list(Person.objects.order_by("pk"))
    Person.objects.filter(pk=people[0].pk).update(minor=True)
    Person.objects.filter(pk=people[1].pk).update(vulnerable=True)
    Person.objects.filter(pk=people[2].pk).update(restricted=True)
    campaign = run(most=PEOPLE)
    for person in people[:3]:
        refused = Candidate.objects.get(person=person)
        assert refused.probability is None
        assert not refused.chosen
        assert refused.decision.verdict in {"refuse", "human-only"}
    assert sum(campaign.figures["refused"].values()) == 3
    assert campaign.figures["chosen"] == PEOPLE - 3


@pytest.mark.parametrize("closed", ["switch", "purpose", "consent"])
def test_nobody_is_chosen_when_a_door_is_closed(run, brand, system, closed) -> None:
    if closed == "switch":
        set_switch(brand.pk, TASK, "targeting", on=False, actor=system, now=NOW)
        campaign = run()
    elif closed == "purpose":
        campaign = run(purpose="SAV")
    else:
        declare_purpose(brand.pk, "MKT-P", "a", actor=system, now=NOW)
        campaign = run(purpose="MKT-P")
    assert (campaign.figures["allowed"], campaign.figures["chosen"]) == (0, 0)
    assert not Candidate.objects.filter(probability__isnull=False).exists()


def test_figures_by_group_come_before_any_export(run, brand, system) -> None:
    campaign = run()
    groups = {group["group"] for each in campaign.figures["fairness"] for group in each["groups"]}
    assert groups == {"nord", "sud"}
    with pytest.raises(BadFile):
        export_campaign(campaign, actor=system, now=NOW)
    approve_campaign(campaign, actor=system, now=NOW)
    rows = list(csv.DictReader(io.StringIO(export_campaign(campaign, actor=system, now=NOW))))
    assert len(rows) == 4
    assert all(row["reference"].endswith("@exemple.example") and row["reasons"] for row in rows)


def test_an_export_asks_again(run, system) -> None:
    campaign = run()
    approve_campaign(campaign, actor=system, now=NOW)
    leaving = Candidate.objects.filter(chosen=True).first()
    Person.objects.filter(pk=leaving.person_id).update(restricted=True)
    before = JournalEntry.objects.filter(type="decision.made").count()
    assert len(export_campaign(campaign, actor=system, now=NOW).strip().splitlines()) == 1 + 3
    assert JournalEntry.objects.filter(type="decision.made").count() == before + 4
    refused = Decision.objects.filter(person_id=leaving.person_id).exclude(pk=leaving.decision_id).get()
    assert refused.verdict in {"refuse", "human-only"}


def test_a_candidate_goes_with_the_person(run) -> None:
    from egide.service.conversations.models import Interaction

    run()
    person = Candidate.objects.first().person
    Interaction.objects.filter(person=person).delete()
    person.delete()
    assert Candidate.objects.count() == PEOPLE - 1


@pytest.mark.parametrize(
    ("people", "history"),
    [(b"x\n1\n", None), (b"\xff\xfe", None), (None, b"agreed,months\noui,1\n"), (b"reference\n", None)],
)
def test_a_file_that_does_not_fit_is_told(ready, brand, system, people, history) -> None:
    with pytest.raises(BadFile):
        run_campaign(
            brand,
            Plan("Étude", "STU", Channel.EMAIL, 3),
            candidates() if people is None else people,
            past_contacts() if history is None else history,
            actor=system,
            now=NOW,
        )
    assert not Campaign.objects.exists()


def test_supervisor_runs_and_approves_from_the_pages(ready, brand, client_as, person_with, other_brand) -> None:
    client = client_as(Role.SUPERVISOR, brand)
    address = reverse("campaigns:new", args=[brand.slug])
    assert client.get(address).status_code == 200
    form = {"name": "Étude", "purpose": "STU", "channel": "email", "most": "4", "group": "region"}

    def files() -> dict[str, SimpleUploadedFile]:
        return {
            "candidates": SimpleUploadedFile("c.csv", candidates()),
            "history": SimpleUploadedFile("h.csv", past_contacts()),
        }

    assert client.post(address, form | files()).status_code == 302
    campaign = Campaign.objects.get()
    page = reverse("campaigns:campaign", args=[campaign.pk])
    assert "sud" in client.get(page).content.decode()
    assert client.get(reverse("campaigns:export", args=[campaign.pk])).status_code == 404
    assert client.post(reverse("campaigns:approve", args=[campaign.pk])).status_code == 302
    assert client.get(reverse("campaigns:export", args=[campaign.pk])).status_code == 200
    assert client.get(reverse("campaigns:campaigns")).status_code == 200
    stranger = client_as(Role.SUPERVISOR, other_brand)
    for name in ("campaign", "export"):
        assert stranger.get(reverse(f"campaigns:{name}", args=[campaign.pk])).status_code == 404
    assert stranger.post(address, form | files()).status_code == 404
    with pytest.raises(AccessRefused):
        approve_campaign(campaign, actor=actor_of(person_with(Role.AGENT, brand)), now=NOW)
