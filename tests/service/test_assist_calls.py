"""Review of calls: under its own purpose, with the times of the transcript, nothing about the agent."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from tests.service.conftest import NOW, actor_of

from egide.assist.call_script import ScriptRule
from egide.intake import Options, read
from egide.service.assistance.models import ModelCall
from egide.service.calls.flows import review_interaction, review_waiting, script_of, write_script
from egide.service.calls.models import ReviewedCall
from egide.service.conversations.importing import Delivery, import_items
from egide.service.conversations.models import Interaction
from egide.service.evidence.models import JournalEntry
from egide.service.register.flows import TASK, declare_purpose, set_switch
from egide.service.sealing import person_vault
from egide.service.tenancy.access import AccessRefused
from egide.service.tenancy.rights import Role

CALL = """WEBVTT

1
00:00:00.400 --> 00:00:04.900
<v Agent>Orvélie bonjour, cet appel est enregistré.

2
00:00:05.300 --> 00:00:11.800
<v Client>Bonjour, je suis Ludovic Tanneguy, je veux payer ma facture, c'est inadmissible d'attendre autant.

3
00:00:12.000 --> 00:00:16.000
<v Agent>Je vérifie votre identité. Donnez-moi votre numéro de carte.

4
00:00:17.000 --> 00:00:27.000
<v Client>Quarante-neuf soixante-dix, dix, zéro zéro zéro zéro, zéro zéro zéro zéro, vingt-huit, quarante-deux, soixante-dix-huit.

5
00:00:45.000 --> 00:00:50.000
<v Agent>C'est noté, je vous rappelle demain. Bonne journée.
"""


@pytest.fixture
def call(brand, system) -> Interaction:
    """An imported call of a brand that declared why calls are recorded."""
    declare_purpose(brand.pk, "REC", "f", actor=system, now=NOW)
    from egide.service.register.flows import create_dpia, validate_dpia

    dpia = create_dpia(brand.pk, "Appels", ["call_review"], actor=system, now=NOW)
    validate_dpia(brand.pk, dpia.pk, actor=system, now=NOW)
    items = read(CALL.encode(), "appel.vtt", options=Options(source="essai", channel="call_in"))
    import_items(brand, items, Delivery("essai", "appel.vtt"), actor=system, now=NOW)
    return Interaction.objects.select_related("brand", "person").get()


def test_measures_the_call_with_the_times_of_its_transcript(call, system) -> None:
    decision, made = review_interaction(call, actor=system, now=NOW)
    assert (decision.task, decision.purpose) == ("call_review", "REC")
    assert made is not None
    made.refresh_from_db()
    metrics = made.figures["metrics"]
    assert not made.figures["estimated_times"]
    assert metrics["duration_s"] == pytest.approx(50, abs=1)
    assert metrics["dead_air"] == [[27.0, 45.0]]
    assert made.figures["complaint"]
    assert JournalEntry.objects.filter(type="call.reviewed", obj=made.pk).exists()


def test_says_what_to_silence_and_that_no_pause_was_made(call, system) -> None:
    made = review_interaction(call, actor=system, now=NOW)[1]
    assert made is not None
    (silenced,) = made.figures["mute"]
    assert silenced["start_s"] < 18
    assert silenced["end_s"] > 26
    assert "card_without_pause" in {incident["kind"] for incident in made.figures["incidents"]}


def test_follows_the_script_with_its_times(call, brand, person_with) -> None:
    supervisor = actor_of(person_with(Role.SUPERVISOR, brand))
    rules = [
        ScriptRule("mention", "required", ("cet appel est enregistré",), 30.0, label=("Mention", "Mention")),
        ScriptRule("mediation", "required", ("vous pouvez saisir le médiateur",), label=("Médiateur", "Mediator")),
    ]
    write_script(brand.pk, rules, actor=supervisor, now=NOW)
    assert script_of(brand.pk) == tuple(rules)
    made = review_interaction(call, actor=supervisor, now=NOW)[1]
    assert made is not None
    found = {finding["rule"]: finding for finding in made.figures["script"]}
    assert found["mention"]["met"]
    assert found["mention"]["at_s"] < 5
    assert not found["mediation"]["met"]


def test_figures_hold_no_word_and_nothing_about_the_agent(call, system) -> None:
    made = review_interaction(call, actor=system, now=NOW)[1]
    assert made is not None
    written = json.dumps(made.figures, ensure_ascii=False)
    for said in ("Ludovic", "Tanneguy", "inadmissible", "rappelle"):
        assert said not in written
    for forbidden in ("agent_score", "emotion", "stress", "empathy", "agent_id"):
        assert forbidden not in written
    vault = person_vault(call.brand_id, call.person_id)
    seen = ModelCall.objects.get(task="call_review")
    read_by_models = json.dumps(vault.open_json("call", seen.pk, "input", seen.input_sealed), ensure_ascii=False)
    assert "Tanneguy" not in read_by_models
    content = vault.open_json("reviewed_call", made.pk, "content", made.content_sealed)
    assert content["commitments"]
    assert "Tanneguy" not in json.dumps(content, ensure_ascii=False)


@pytest.mark.parametrize("closed", ["purpose", "switch"])
def test_nothing_is_computed_when_a_door_is_closed(call, brand, system, closed) -> None:
    if closed == "switch":
        set_switch(brand.pk, TASK, "call_review", on=False, actor=system, now=NOW)
    else:
        from egide.service.register.flows import set_purpose_active

        set_purpose_active(brand.pk, "REC", active=False, actor=system, now=NOW)
    decision, made = review_interaction(call, actor=system, now=NOW)
    assert decision.verdict in {"refuse", "human-only"}
    assert made is None
    assert not ReviewedCall.objects.exists()


def test_reviewing_again_replaces_the_review(call, brand, system) -> None:
    review_interaction(call, actor=system, now=NOW)
    review_interaction(call, actor=system, now=NOW)
    assert ReviewedCall.objects.count() == 1
    assert review_waiting(brand.pk, actor=system, now=NOW) == 0


def test_agent_sees_the_same_page_and_does_not_review(call, brand, client_as, person_with, system) -> None:
    agent = client_as(Role.AGENT, brand)
    with pytest.raises(AccessRefused):
        review_interaction(call, actor=actor_of(person_with(Role.AGENT, brand, "autre")), now=NOW)
    assert agent.post(reverse("calls:review", args=[call.pk])).status_code == 403
    review_interaction(call, actor=system, now=NOW)
    page = agent.get(reverse("calls:call", args=[call.pk]))
    assert page.status_code == 200
    content = page.content.decode()
    assert "Données de carte enregistrées sans pause" in content
    assert "Aucune émotion" in content
    assert agent.get(reverse("calls:mute", args=[call.pk])).json()["mute"]


def test_supervisor_reviews_and_writes_the_script_from_the_pages(call, brand, client_as) -> None:
    client = client_as(Role.SUPERVISOR, brand)
    assert client.get(reverse("calls:calls")).status_code == 200
    assert client.post(reverse("calls:review_all")).status_code == 302
    assert ReviewedCall.objects.count() == 1
    address = reverse("calls:script", args=[brand.slug])
    form = client.get(address).context["page"].form
    assert client.post(address, {"rules": form.initial["rules"]}).status_code == 302
    assert {rule.id for rule in script_of(brand.pk)} >= {"greeting", "recording_notice"}
    assert client.post(address, {"rules": "une ligne sans barre"}).status_code == 422


def test_calls_of_another_brand_are_out_of_reach(call, brand, other_brand, client_as) -> None:
    for role in Role:
        client = client_as(role, other_brand)
        for name, method in (("calls:call", "get"), ("calls:review", "post"), ("calls:mute", "get")):
            assert getattr(client, method)(reverse(name, args=[call.pk])).status_code in {403, 404}
        assert client.get(reverse("calls:script", args=[brand.slug])).status_code in {403, 404}


def test_times_are_estimated_and_said_so_without_them(brand, system, imported) -> None:
    declare_purpose(brand.pk, "REC", "f", actor=system, now=NOW)
    from egide.service.register.flows import create_dpia, validate_dpia

    dpia = create_dpia(brand.pk, "Appels", ["call_review"], actor=system, now=NOW)
    validate_dpia(brand.pk, dpia.pk, actor=system, now=NOW)
    imported(
        '{"id": "k1", "channel": "call_in", "opened_at": "2026-11-24T08:00:00+00:00", "messages": ['
        '{"at": "2026-11-24T08:00:00+00:00", "from": "agent", "text": "Orvélie bonjour, que puis-je pour vous ?"},'
        '{"at": "2026-11-24T08:00:09+00:00", "from": "customer", "text": "Je voudrais résilier."}]}\n',
        prepare=False,
    )
    interaction = Interaction.objects.select_related("brand", "person").get()
    made = review_interaction(interaction, actor=system, now=NOW)[1]
    assert made is not None
    assert made.figures["estimated_times"]
    assert made.figures["metrics"]["silence_ratio"] is None
    assert "dead_air" not in {incident["kind"] for incident in made.figures["incidents"]}
