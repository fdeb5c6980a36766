"""When a provider fails: try again, another one, leave it alone; when the client leaves, so does its request."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable

import openai
import pytest

from egide.gateway.upstreams import Breaker

MESSAGES = [{"role": "user", "content": "Je suis Alice Martin."}]


def ask(gateway, **options):
    return gateway.client().chat.completions.with_raw_response.create(
        **{"model": "mistral-small", "messages": MESSAGES} | options
    )


def test_tries_again_after_a_failure_that_may_pass(gateway, provider) -> None:
    provider.statuses = [503]
    assert ask(gateway).headers["X-Egide-Model"] == "mistral-small"
    assert len(provider.received) == 2


def test_another_declared_model_answers_when_the_first_keeps_failing(gateway, provider) -> None:
    provider.statuses = [500, 500]
    answer = ask(gateway)
    assert answer.headers["X-Egide-Model"] == "relais"
    assert answer.parse().model == "relais"
    assert [provider.parsed(i)["model"] for i in range(3)] == ["mistral-small-2506", "mistral-small-2506", "relais"]
    assert answer.parse().choices[0].message.content == "Je suis Alice Martin."
    assert b"Martin" not in provider.bytes


def test_says_so_when_every_provider_fails(gateway, provider) -> None:
    provider.statuses = [500, 502, 503]
    with pytest.raises(openai.InternalServerError) as failed:
        ask(gateway)
    assert (failed.value.status_code, failed.value.code) == (502, "upstream_error")


def test_what_the_provider_refuses_is_not_tried_again(gateway, provider) -> None:
    provider.statuses = [422]
    with pytest.raises(openai.UnprocessableEntityError) as failed:
        ask(gateway)
    assert failed.value.code == "upstream_refused"
    assert len(provider.received) == 1


def test_a_provider_that_is_too_slow_is_given_up(gateway, provider) -> None:
    upstream = gateway.application._upstreams.by_name["relais"]
    upstream.declared = type(upstream.declared)(
        "relais", "openai-compatible", base_url=provider.base_url, region="FR", timeout_s=0.2, retries=0
    )
    provider.delay_s = 2.0
    with pytest.raises(openai.InternalServerError) as failed:
        ask(gateway, model="relais")
    assert (failed.value.status_code, failed.value.code) == (504, "upstream_timeout")


@pytest.mark.parametrize("stream", [False, True])
def test_the_clients_departure_cancels_the_providers_work(gateway, provider, stream) -> None:
    provider.delay_s = 1.0 if stream else 5.0
    request = {"model": "mistral-small", "messages": MESSAGES, "stream": stream}
    client = http.client.HTTPConnection(gateway.url.removeprefix("http://"), timeout=20)
    client.request("POST", "/v1/chat/completions", json.dumps(request), {"Authorization": f"Bearer {gateway.key}"})
    if stream:
        assert client.getresponse().read(1)
    else:
        _wait_for(lambda: provider.received)
    client.close()
    _wait_for(lambda: provider.cancelled)
    assert provider.cancelled == 1


def _wait_for(happened: Callable[[], object]) -> None:
    until = time.monotonic() + 10
    while not happened() and time.monotonic() < until:
        time.sleep(0.02)


def test_a_breaker_rests_after_failures_then_lets_one_try() -> None:
    breaker = Breaker(failures=2, rest_s=10)
    breaker.failed(0)
    assert breaker.lets_pass(0)
    breaker.failed(1)
    assert not breaker.lets_pass(2)
    assert breaker.lets_pass(11)
    assert not breaker.lets_pass(11.5)
    breaker.succeeded()
    assert breaker.lets_pass(12)
