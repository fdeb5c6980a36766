"""A chat through the gateway: what the provider sees, what the client gets, what is written."""

from __future__ import annotations

TEXT = "Bonjour, je suis Claire Dupont, claire.dupont@orange.fr, tél. 06 39 98 12 34."
VALUES = ("Claire", "Dupont", "dupont", "orange.fr", "06 39 98 12 34", "0639981234")


def test_answer_comes_back_with_values_that_the_provider_never_saw(gateway, provider) -> None:
    answer = gateway.client().chat.completions.create(
        model="mistral-small", messages=[{"role": "system", "content": "Réponds."}, {"role": "user", "content": TEXT}]
    )
    assert answer.choices[0].message.content == TEXT
    assert answer.model == "mistral-small"
    sent = provider.bytes.decode()
    assert not [value for value in VALUES if value in sent], sent
    assert provider.parsed()["model"] == "mistral-small-2506"
    assert provider.headers[0]["Authorization"] == "Bearer provider-secret"


def test_stream_comes_back_piece_by_piece(gateway, provider) -> None:
    stream = gateway.client().chat.completions.create(
        model="mistral-small", messages=[{"role": "user", "content": TEXT}], stream=True
    )
    pieces = [chunk.choices[0].delta.content or "" for chunk in stream]
    assert "".join(pieces) == TEXT
    assert len(pieces) > 10
    assert not [value for value in VALUES if value in provider.bytes.decode()]
