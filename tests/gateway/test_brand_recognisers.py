"""A brand's own recognisers read what goes through the gateway, from the next request on."""

from __future__ import annotations

from tests.service.conftest import NOW

from egide.service.recognisers.flows import Rule, activate, withdraw, write_draft
from egide.service.tenancy.scope import brand_scope

# Ordinary words: an invented one could be anybody's name, or a town's, and the network has its opinion.
CODE = "girafe bleue"
RULE = Rule("club", "REFERENCE", r"girafe (?:bleue|verte|rouge)")


def ask(gateway):
    messages = [{"role": "user", "content": f"Ma carte du club porte une {CODE} en gros."}]
    return gateway.client().chat.completions.create(model="mistral-small", messages=messages)


def test_a_recogniser_masks_from_the_request_after_its_activation(gateway, provider, brand, system) -> None:
    ask(gateway)
    assert CODE.encode() in provider.bytes, "the product does not know this code"
    with brand_scope(brand.pk):
        row = write_draft(brand.pk, RULE, actor=system, now=NOW)
    ask(gateway)
    assert provider.bytes.count(CODE.encode()) == 2, "a draft acts on nothing"
    with brand_scope(brand.pk):
        activate(row, actor=system, now=NOW)
    ask(gateway)
    assert provider.bytes.count(CODE.encode()) == 2
    with brand_scope(brand.pk):
        row.refresh_from_db()
        withdraw(row, actor=system, now=NOW)
    ask(gateway)
    assert provider.bytes.count(CODE.encode()) == 3
