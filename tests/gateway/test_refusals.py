"""What is refused, why, and that nothing leaves: policy, residency, switches, keys, limits, media."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import httpx
import openai
import pytest
from tests.gateway.conftest import declarations
from tests.service.conftest import NOW

from egide.policy import Law
from egide.service import wiring
from egide.service.assistance.models import Decision, ModelCall
from egide.service.evidence.models import JournalEntry
from egide.service.gatewaykeys.flows import Used, access_key_by_token, add_usage, revoke_key, used_on
from egide.service.register.flows import BRAND, MODEL, TASK, set_switch

MESSAGES = [{"role": "user", "content": "Bonjour, je suis Claire Dupont."}]
PIXEL = "data:image/png;base64,iVBORw0KGgo="


def ask(gateway, model="mistral-small", messages=None, **options):
    return gateway.client().chat.completions.create(model=model, messages=messages or MESSAGES, **options)


def types() -> list[str]:
    return list(JournalEntry.objects.order_by("pk").values_list("type", flat=True))


def test_allowed_call_is_decided_written_and_measured(gateway, provider) -> None:
    raw = gateway.client().chat.completions.with_raw_response.create(model="mistral-small", messages=MESSAGES)
    decision = Decision.objects.get(pk=raw.headers["X-Egide-Decision"])
    assert (decision.task, decision.purpose, decision.verdict) == ("gateway_chat", "SAV", "allow-with-masking")
    entry = JournalEntry.objects.get(type="gateway.called")
    assert entry.obj == decision.pk
    assert entry.log_index == int(raw.headers["X-Egide-Journal"])
    assert raw.headers["X-Egide-Footprint"].startswith("energy_wh=")
    figure = raw.parse().usage.egide_footprint
    assert figure["energy_wh"]["low"] <= figure["energy_wh"]["point"] <= figure["energy_wh"]["high"]
    call = wait_for(ModelCall.objects.filter(decision=decision))
    assert (call.model, call.input_tokens, call.output_tokens, call.input_sealed) == ("mistral-small", 12, 7, None)
    assert used_on(access_key_by_token(gateway.key), NOW.date()).calls == 1


def wait_for(rows):
    import time

    for _ in range(200):
        if (found := rows.first()) is not None:
            return found
        time.sleep(0.02)
    raise AssertionError("nothing was recorded")


def refused(gateway, provider, error=openai.PermissionDeniedError, **options):
    """Check that a call is refused and that nothing reaches the provider."""
    sent = len(provider.received)
    with pytest.raises(error) as caught:
        ask(gateway, **options)
    assert len(provider.received) == sent
    assert "Dupont" not in str(caught.value)
    return caught.value


def test_refuses_a_region_beyond_the_brands_residency(gateway, provider) -> None:
    error = refused(gateway, provider, model="lointain")
    assert (error.status_code, error.code) == (403, "policy_refused")
    reasons = {reason["rule"]: reason for reason in error.body["egide"]["reasons"]}
    assert "residency" in reasons
    assert reasons["residency"]["article"]
    assert reasons["residency"]["fr"] != reasons["residency"]["en"]
    decision = Decision.objects.get(pk=error.response.headers["X-Egide-Decision"])
    assert decision.verdict == "refuse"
    assert JournalEntry.objects.get(type="gateway.refused").obj == decision.pk


@pytest.mark.parametrize(("kind", "name"), [(BRAND, ""), (TASK, "gateway_chat"), (MODEL, "mistral-small")])
def test_a_switch_turned_off_binds_the_next_call(gateway, provider, brand, system, kind, name) -> None:
    ask(gateway)
    set_switch(brand.pk, kind, name, on=False, actor=system, now=NOW)
    assert refused(gateway, provider).body["egide"]["reasons"][0]["rule"] == f"switch-{kind}"
    set_switch(brand.pk, kind, name, on=True, actor=system, now=NOW)
    ask(gateway)


def test_refuses_a_purpose_that_was_withdrawn(gateway, provider, brand, system) -> None:
    from egide.service.register.flows import set_purpose_active

    ask(gateway)
    set_purpose_active(brand.pk, "SAV", active=False, actor=system, now=NOW)
    rules = [reason["rule"] for reason in refused(gateway, provider).body["egide"]["reasons"]]
    assert "purpose-unknown" in rules


def test_refuses_without_an_assessment(gateway, provider, brand) -> None:
    from egide.service.register.models import Dpia

    ask(gateway)
    Dpia.objects.filter(name="Passerelle").update(state="draft")
    time.sleep(1.05)  # written behind the journal's back: read again within a second
    assert refused(gateway, provider).body["egide"]["reasons"][0]["rule"] == "dpia-missing"


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ({"type": "image_url", "image_url": {"url": "https://cdn.example/claire.png"}}, "IMAGE"),
        ({"type": "image_url", "image_url": {"url": PIXEL}}, "IMAGE"),
        ({"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}}, "AUDIO"),
        ({"type": "file", "file": {"file_id": "file-1"}}, "FILE"),
        ({"type": "text", "text": "A" * 2000}, "FILE"),
        ({"type": "text", "text": f"voici {PIXEL}"}, "IMAGE"),
        ({"type": "inconnu", "blob": {"x": "B" * 2000}}, "FILE"),
    ],
)
def test_refuses_what_cannot_be_protected_and_says_so(gateway, provider, part, kind) -> None:
    error = refused(
        gateway, provider, messages=[{"role": "user", "content": [{"type": "text", "text": "Voici"}, part]}]
    )
    assert (error.status_code, error.code) == (403, "unprotected_content")
    assert error.body["egide"]["media"] == [kind]
    assert kind in error.message


def test_an_image_goes_when_the_law_file_leaves_it_in_clear(gateway, provider, parts) -> None:
    image = [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": PIXEL}}]}]
    assert refused(gateway, provider, messages=image).code == "unprotected_content"
    wiring.install(replace(parts, law=law_with_images(parts.law)))
    ask(gateway, messages=image)
    assert provider.parsed()["messages"] == image


def law_with_images(law: Law) -> Law:
    """The same law, in which an image is an ordinary kind that a chat needs."""
    from importlib.resources import files

    text = files("egide.policy.law.versions").joinpath("law-2026-11.toml").read_text("utf-8")
    kind = '[[kind]]\nlabel = "IMAGE"\nclass = "ordinary"\nfr = "image"\nen = "image"\n\n'
    head, task, rest = text.partition('code = "gateway_chat"')
    rest = rest.replace('clear_remote = ["AGE"]', 'clear_remote = ["AGE", "IMAGE"]', 1)
    where = head.index("[[kind]]")
    return Law.parse(head[:where] + kind + head[where:] + task + rest)


def test_refuses_audio_to_a_remote_model_but_not_to_ones_own(gateway, provider, new_key) -> None:
    gateway.key = new_key("transcription")
    provider.say = lambda _: "Bonjour, je suis Claire Dupont."
    recording = ("claire dupont.wav", b"RIFF....WAVE", "audio/wav")
    with pytest.raises(openai.PermissionDeniedError) as caught:
        gateway.client().audio.transcriptions.create(model="mistral-small", file=recording)
    assert caught.value.code == "policy_refused"
    assert not provider.received
    answer = gateway.client().audio.transcriptions.create(model="maison", file=recording, language="fr")
    assert answer.text == "Bonjour, je suis Claire Dupont."
    assert b"RIFF" in provider.bytes
    assert b"claire" not in provider.bytes


@pytest.mark.parametrize("token", ["", "egk_unknown", "sk-something", "x" * 500])
def test_refuses_an_unknown_key(gateway, provider, token) -> None:
    gateway.key = token or " "
    answer = httpx.post(
        f"{gateway.url}/v1/chat/completions", json={"model": "x"}, headers={"Authorization": f"Bearer {token}".strip()}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_api_key")
    assert not provider.received


def test_a_revoked_key_is_refused_at_once(gateway, provider, system) -> None:
    ask(gateway)
    revoke_key(access_key_by_token(gateway.key), actor=system, now=NOW)
    assert refused(gateway, provider, openai.AuthenticationError).code == "key_revoked"
    assert types()[-2:] == ["gateway_key.revoked", "gateway.refused"]


def test_an_expired_key_is_refused(gateway, provider, new_key) -> None:
    gateway.key = new_key(expires_at=NOW + timedelta(days=1))
    ask(gateway)
    gateway.now[0] = NOW + timedelta(days=1)
    assert refused(gateway, provider, openai.AuthenticationError).code == "key_expired"


def test_a_key_for_another_task_is_refused(gateway, provider, new_key) -> None:
    gateway.key = new_key("embeddings")
    assert refused(gateway, provider).code == "endpoint_not_allowed"


def test_rate_of_a_key(gateway, provider, new_key) -> None:
    gateway.key = new_key(requests_per_minute=2)
    ask(gateway)
    ask(gateway)
    error = refused(gateway, provider, openai.RateLimitError)
    assert error.code == "rate_limited"
    assert 0 < int(error.response.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("limit", "used", "code"),
    [
        ({"tokens_per_day": 100}, Used(input_tokens=60, output_tokens=40), "token_budget_spent"),
        ({"energy_wh_per_day": 0.5}, Used(energy_wh=0.5), "energy_budget_spent"),
    ],
)
def test_budgets_of_a_key(gateway, provider, brand, new_key, limit, used, code) -> None:
    gateway.key = new_key(**limit)
    ask(gateway)
    add_usage(brand.pk, {(access_key_by_token(gateway.key).pk, NOW.date()): used})
    assert refused(gateway, provider, openai.RateLimitError).code == code


def test_unknown_model_endpoint_method_and_body(gateway, provider) -> None:
    assert refused(gateway, provider, openai.NotFoundError, model="gpt-inconnu").code == "model_not_found"
    headers = {"Authorization": f"Bearer {gateway.key}"}
    for method, path, body, status, code in (
        ("POST", "completions", b"{}", 404, "unknown_endpoint"),
        ("POST", "images/generations", b"{}", 404, "unknown_endpoint"),
        ("GET", "chat/completions", b"", 405, "method_not_allowed"),
        ("POST", "chat/completions", b"{", 400, "invalid_json"),
        ("POST", "chat/completions", b"[]", 400, "invalid_json"),
        ("POST", "chat/completions", b'{"model":"mistral-small","a":1,"a":2}', 400, "invalid_json"),
        ("POST", "chat/completions", b'{"model":"mistral-small","a":' + b"[" * 90 + b"]" * 90 + b"}", 400, "too_deep"),
    ):
        answer = httpx.request(method, f"{gateway.url}/v1/{path}", content=body, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert not provider.received


def test_models_are_those_that_the_key_may_use(gateway, brand, system) -> None:
    assert [one.id for one in gateway.client().models.list()] == ["mistral-small", "relais", "maison"]
    assert gateway.client().models.retrieve("maison").id == "maison"
    set_switch(brand.pk, MODEL, "maison", on=False, actor=system, now=NOW)
    assert [one.id for one in gateway.client().models.list()] == ["mistral-small", "relais"]
    with pytest.raises(openai.NotFoundError):
        gateway.client().models.retrieve("maison")


def test_health_and_ready_and_the_rest_is_the_desks(gateway, provider) -> None:
    assert httpx.get(f"{gateway.url}/health").json() == {"status": "ok"}
    ready = httpx.get(f"{gateway.url}/ready")
    assert ready.status_code == 200
    assert all(ready.json()["parts"].values())
    assert httpx.get(f"{gateway.url}/elsewhere").text == "desk"


def test_declared_models_cover_near_far_and_own(provider) -> None:
    assert {model.name for model in declarations(provider)} == {"mistral-small", "relais", "lointain", "maison"}
