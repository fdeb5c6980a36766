"""The web assistant: it says what it is, answers named intents, shows nothing personal, and never strands a visitor."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.service.conftest import NOW, actor_of
from tests.service.test_spine import ARTICLE

from egide.service import bot as bot_package
from egide.service.assistance.flows import write_by_hand
from egide.service.bot.flows import BURST_S, terms_of, write_terms
from egide.service.bot.models import BotSession
from egide.service.conversations.models import Interaction, Message
from egide.service.conversations.reading import read_thread
from egide.service.evidence.models import JournalEntry
from egide.service.knowledge.flows import load_articles
from egide.service.people.models import Person
from egide.service.register.flows import TASK, create_dpia, set_switch, validate_dpia
from egide.service.tenancy.access import AccessRefused
from egide.service.tenancy.rights import Role

ASKED = "Comment résilier mon contrat fibre ?"
MOST_BYTES = 15 * 1024


@pytest.fixture
def opened(brand, system):
    """A brand whose assistant is assessed, switched on and answers one intent."""
    load_articles(brand.pk, [("kb-017.md", ARTICLE)], actor=system, now=NOW)
    dpia = create_dpia(brand.pk, "Assistant", ["bot"], actor=system, now=NOW)
    validate_dpia(brand.pk, dpia.pk, actor=system, now=NOW)
    set_switch(brand.pk, TASK, "bot", on=True, actor=system, now=NOW)
    write_terms(brand.pk, enabled=True, intents=["resiliation"], most_turns=2, actor=system, now=NOW)
    return brand


@pytest.fixture
def talk(opened) -> Callable[..., dict]:
    """Talk as a visitor: one session, one turn a call."""
    client, visit = Client(), {}

    def say(text: str = "", *, finished: bool = True, status: int = 200, path: str = "bot:talk", **more) -> dict:
        body = {key: visit[key] for key in ("session", "token") if key in visit} | more
        if text:
            body |= {"text": text, "finished": finished}
        response = client.post(
            reverse(path, args=[opened.slug]), json.dumps(body), content_type="application/json", headers=say.headers
        )
        assert response.status_code == status, response.content
        answer = response.json()
        if "session" in answer:
            visit.update(answer)
        return answer

    say.headers = {}
    return say


def _said(answer: dict) -> str:
    return "\n".join(line["text"] for line in answer["lines"])


def test_says_what_it_is_before_anything_else(talk) -> None:
    assert "assistant automatique (IA)" in _said(talk())
    assert talk()["lines"] == []


def test_announces_itself_to_a_client_that_speaks_first_and_answers(talk) -> None:
    answer = talk(ASKED)
    assert answer["kind"] == "reply"
    assert "assistant automatique (IA)" in answer["lines"][0]["text"]
    assert "espace client" in answer["lines"][1]["text"]
    interaction = Interaction.objects.get(channel="bot")
    assert interaction.status == "answered"
    spoken = Message.objects.get(author_role="bot")
    assert spoken.ai_mark == "generated"
    assert JournalEntry.objects.filter(type="bot.turn", obj=spoken.pk).exists()


def test_waits_for_the_end_of_a_burst(talk, monkeypatch) -> None:
    first = talk("Bonjour", finished=False)
    assert (first["kind"], first["wait_s"]) == ("wait", BURST_S)
    talk("Comment résilier", finished=False)
    answer = talk("mon contrat fibre ?")
    assert answer["kind"] == "reply"
    assert Message.objects.filter(author_role="bot").count() == 1


@pytest.mark.parametrize("said", ["Je veux parler à un conseiller", "I want to talk to a human"])
def test_hands_over_at_once_when_a_person_is_asked_for(talk, said) -> None:
    answer = talk(said)
    assert answer["handed_over"]
    interaction = Interaction.objects.get(channel="bot")
    assert (interaction.status, interaction.analysed_at) == ("open", None)
    assert not interaction.calls.exists()


@pytest.mark.parametrize(
    "said", ["Il y a une odeur de gaz chez moi !", "Quelle est la couleur du cheval blanc d'Henri quatre ?"]
)
def test_hands_over_when_sensitive_or_unsure(talk, said) -> None:
    assert talk(said)["handed_over"]
    assert Interaction.objects.get(channel="bot").status == "open"


def test_hands_over_after_the_turns_that_the_brand_allows(talk) -> None:
    assert talk(ASKED)["kind"] == "reply"
    assert talk(ASKED + " Encore.")["kind"] == "reply"
    assert talk(ASKED + " Toujours.")["handed_over"]


def test_a_person_goes_on_when_the_assistant_closes_during_a_visit(talk, brand, system) -> None:
    assert talk(ASKED)["kind"] == "reply"
    write_terms(brand.pk, enabled=False, intents=["resiliation"], actor=system, now=NOW)
    assert talk(ASKED + " Encore.")["handed_over"]
    assert Interaction.objects.get(channel="bot").status == "open"


def test_a_person_goes_on_when_the_visitor_refuses_ai_during_a_visit(talk) -> None:
    assert talk(ASKED)["kind"] == "reply"
    Person.objects.update(ai_opt_out=True)
    assert talk(ASKED + " Encore.")["handed_over"]


def test_a_greeting_is_not_a_failure(talk) -> None:
    assert talk("Bonjour")["kind"] == "ask"
    assert talk(ASKED)["kind"] == "reply"


def test_answers_of_the_person_reach_the_visitor(talk, brand, person_with) -> None:
    talk("Je veux parler à un conseiller")
    interaction = Interaction.objects.select_related("brand", "person").get(channel="bot")
    from django.utils import timezone

    agent = actor_of(person_with(Role.AGENT, brand))
    write_by_hand(interaction, "Bonjour, je suis Inès.", actor=agent, now=timezone.now())
    answer = talk()
    assert answer["lines"] == [{"from": "agent", "text": "Bonjour, je suis Inès."}]
    assert talk()["lines"] == []
    talk("Merci, une dernière question")
    interaction.refresh_from_db()
    assert interaction.status == "open"


@pytest.mark.parametrize("closed", ["assessment", "switch", "intent", "brand"])
def test_a_person_answers_when_a_door_is_closed(talk, opened, system, closed) -> None:
    from egide.service.register.flows import BRAND
    from egide.service.register.models import Dpia

    match closed:
        case "assessment":
            Dpia.objects.filter(tasks=["bot"]).update(state="draft")
        case "switch":
            set_switch(opened.pk, TASK, "bot", on=False, actor=system, now=NOW)
        case "intent":
            write_terms(opened.pk, enabled=True, intents=["facture"], actor=system, now=NOW)
        case _:
            set_switch(opened.pk, BRAND, "", on=False, actor=system, now=NOW)
    answer = talk(ASKED)
    assert answer["handed_over"]
    assert "espace client" not in _said(answer)


@pytest.fixture
def known(imported) -> str:
    """A customer of the brand, whose address is known."""
    imported(prepare=False)
    return "claire.dupont@exemple.example"


def test_nothing_personal_before_the_code_then_a_person(talk, known, parts, opened, system) -> None:
    write_terms(opened.pk, enabled=True, intents=["remboursement"], most_turns=4, actor=system, now=NOW)
    answer = talk("Où en est mon remboursement ?")
    assert answer["kind"] == "verify_identity"
    assert talk(path="bot:identify", email=known)["sent"]
    (sent,) = parts.outbox_transport.sent.values()
    assert sent["To"] == known
    code = re.search(r"\d{6}", sent.get_content()).group()
    wrong = "000000" if code != "000000" else "111111"
    assert not talk(path="bot:identify", code=wrong)["verified"]
    assert talk(path="bot:identify", code=code)["verified"]
    assert talk("Où en est mon remboursement ?")["handed_over"]
    thread = read_thread(Interaction.objects.select_related("brand", "person").get(channel="bot"))
    assert any(message.author_role == "system" for message in thread.messages)


def test_unknown_address_is_told_the_same_and_receives_nothing(talk, known, parts) -> None:
    talk("Bonjour")
    unknown = talk(path="bot:identify", email="personne@exemple.example")
    assert unknown == {"sent": True, "verified": False}
    assert not parts.outbox_transport.sent
    assert not talk(path="bot:identify", code="123456")["verified"]


def test_codes_are_not_guessed(talk, known, parts) -> None:
    talk("Bonjour")
    talk(path="bot:identify", email=known)
    for _ in range(7):
        talk(path="bot:identify", code="000000")
    assert talk(path="bot:identify", code="000000", status=403)["error"] == "session"


def test_another_site_is_refused_until_the_brand_names_it(talk, opened, system) -> None:
    talk.headers = {"Origin": "https://ailleurs.example"}
    assert talk("Bonjour", status=403)["error"] == "origin"
    write_terms(opened.pk, enabled=True, intents=[], origins=["https://ailleurs.example"], actor=system, now=NOW)
    assert talk("Bonjour")["kind"] == "ask"
    talk.headers = {"Origin": "http://testserver"}
    assert talk("Merci")["handed_over"]


def test_session_opens_with_its_token_alone_and_at_its_brand(talk, opened, other_brand, system) -> None:
    visit = talk("Bonjour")
    assert talk("Bonjour", status=403, token="autre")["error"] == "session"
    client = Client()
    elsewhere = client.post(
        reverse("bot:talk", args=[other_brand.slug]),
        json.dumps({key: visit[key] for key in ("session", "token")}),
        content_type="application/json",
    )
    assert elsewhere.status_code == 403


@pytest.mark.parametrize("body", ["pas du JSON", "[1]", '{"text": 3}', "[" * 20_000, "x" * 20_000])
def test_unreadable_request_is_a_sentence(opened, body) -> None:
    response = Client().post(reverse("bot:talk", args=[opened.slug]), body, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["error"] == "request"


def test_too_many_requests_are_slowed(opened) -> None:
    client, statuses = Client(), set()
    for _ in range(62):
        statuses.add(
            client.post(reverse("bot:talk", args=[opened.slug]), "x", content_type="application/json").status_code
        )
    assert statuses == {400, 429}


def test_closed_brand_and_unknown_brand_answer_alike(brand, parts) -> None:
    for slug in (brand.slug, "inconnue"):
        response = Client().post(f"/bot/{slug}/", "{}", content_type="application/json")
        assert (response.status_code, response.json()["error"]) == (404, "closed")
    assert Client().get(reverse("bot:demo", args=[brand.slug])).status_code == 404


def test_session_goes_with_its_person(talk) -> None:
    talk("Bonjour")
    Interaction.objects.filter(channel="bot").delete()
    assert not BotSession.objects.exists()


def test_terms_page_keeps_what_the_brand_wrote_and_stops_at_once(brand, client_as, parts) -> None:
    client = client_as(Role.BRAND_OWNER, brand)
    address = reverse("bot:terms", args=[brand.slug])
    assert client.get(reverse("bot:automation"))["Location"] == address
    assert client.get(address).status_code == 200
    written = {
        "enabled": "on", "intents": ["resiliation"], "opens": "08:00", "closes": "19:00", "least_confidence": "90",
        "daily_share": "20", "bot": "on", "most_turns": "4", "origins": "https://www.orvelie.example",
    }  # fmt: skip
    assert client.post(address, written).status_code == 302
    assert terms_of(brand.pk).origins == ["https://www.orvelie.example"]
    assert client.post(address, written | {"origins": "javascript:alert(1)"}).status_code == 422
    client.post(address, {"act": "stop"})
    from egide.service.assistance.automatic import terms_of as sending

    assert sending(brand.pk).stopped
    assert JournalEntry.objects.filter(type="autoreply.changed").count() == 3


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.RSSI, Role.OPERATOR])
def test_others_do_not_decide(brand, client_as, person_with, role) -> None:
    client = client_as(role, brand)
    assert client.get(reverse("bot:terms", args=[brand.slug])).status_code == 403
    with pytest.raises(AccessRefused):
        write_terms(brand.pk, enabled=True, intents=[], actor=actor_of(person_with(role, brand, "x")), now=NOW)


def test_terms_of_another_brand_are_out_of_reach(brand, other_brand, client_as) -> None:
    client = client_as(Role.BRAND_OWNER, other_brand)
    assert client.get(reverse("bot:terms", args=[brand.slug])).status_code == 404
    assert client.post(reverse("bot:terms", args=[brand.slug]), {"act": "stop"}).status_code == 404


def test_widget_is_small_and_needs_no_inline_code() -> None:
    folder = Path(bot_package.__file__).parent / "static" / "egide"
    widget = (folder / "bot.js").read_text(encoding="utf-8")
    assert sum((folder / name).stat().st_size for name in ("bot.js", "bot.css")) <= MOST_BYTES
    for unsafe in ("innerHTML", "eval(", "new Function", ".style.", "document.cookie", "localStorage"):
        assert unsafe not in widget


def test_demonstration_page_holds_the_widget(opened) -> None:
    response = Client().get(reverse("bot:demo", args=[opened.slug]))
    assert response.status_code == 200
    content = response.content.decode()
    assert "egide/bot.js" in content
    assert not re.search(r"<script(?![^>]*src=)", content)
    assert " style=" not in content


def test_two_requests_at_once_do_not_answer_twice(talk, opened) -> None:
    from datetime import timedelta

    from django.utils import timezone

    talk(ASKED, finished=False)
    BotSession.objects.update(busy_until=timezone.now() + timedelta(seconds=20))
    assert talk(finished=True)["kind"] == "wait"
    assert not Message.objects.filter(author_role="bot").exists()
    BotSession.objects.update(busy_until=timezone.now() - timedelta(seconds=1))
    assert talk("Merci d'avance", finished=True)["kind"] in {"reply", "handoff"}
    assert BotSession.objects.get().busy_until is None
