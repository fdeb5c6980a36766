"""A brand's own recognisers: tried without effect, then at work on the next import; lists, files, and who may touch them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.service.conftest import NOW, actor_of

from egide.detection.brand import parse_brand_rules
from egide.detection.errors import BrandRulesRefused
from egide.service.conversations.models import Finding
from egide.service.evidence.models import JournalEntry
from egide.service.recognisers.flows import Rule, activate, detector_of, lists_of, withdraw, write_draft, write_lists
from egide.service.recognisers.models import ACTIVE, DRAFT, WITHDRAWN, Recogniser, RecogniserSet
from egide.service.tenancy.access import AccessRefused
from egide.service.tenancy.rights import Role
from egide.service.tenancy.scope import brand_scope
from egide.service.training.proposing import kinds_in

# A number that nothing but the brand can know for one: no digit, no word that the product looks for.
LOYALTY = Rule("fidelite", "REFERENCE", "zorb_[a-z]{4}", context=("lien",))
SAMPLE = "Voici mon lien zorb_abcd, merci."
MESSAGE = '{{"id": "{0}", "channel": "chat", "customer": {{"ref": "41002877{0}"}}, "text": "Voici mon lien zorb_abcd, merci."}}\n'
FIELDS = {"name": "fidelite", "label": "REFERENCE", "pattern": "zorb_[a-z]{4}", "context": "lien", "score": "0.85"}


def kept_labels() -> list[str]:
    return list(Finding.objects.values_list("label", flat=True))


def entries() -> int:
    return JournalEntry.objects.filter(type="recogniser.changed").count()


def test_draft_changes_nothing_and_activation_reads_the_next_import(brand, system, imported) -> None:
    row = write_draft(brand.pk, LOYALTY, actor=system, now=NOW)
    imported(MESSAGE.format(11), prepare=False)
    assert "REFERENCE" not in kept_labels()
    activate(row, actor=system, now=NOW)
    imported(MESSAGE.format(22).replace("Voici", "Revoici"), name="suite.jsonl", prepare=False)
    assert kept_labels().count("REFERENCE") == 1
    assert kinds_in(brand.pk, SAMPLE) == {"REFERENCE"}
    assert entries() == 2
    withdraw(row, actor=system, now=NOW)
    assert not kinds_in(brand.pk, SAMPLE)
    assert entries() == 3


def test_detector_is_made_once_for_each_version(brand, other_brand, system) -> None:
    row = write_draft(brand.pk, LOYALTY, actor=system, now=NOW)
    activate(row, actor=system, now=NOW)
    first = detector_of(brand.pk)
    assert detector_of(brand.pk) is first
    write_lists(brand.pk, {"words": ["zorb_abcd"]}, actor=system, now=NOW)
    assert detector_of(brand.pk) is not first
    assert not detector_of(brand.pk).find(SAMPLE)
    with brand_scope(other_brand.pk):
        assert not detector_of(other_brand.pk).find(SAMPLE)


def test_new_version_takes_the_place_of_the_active_one_only_when_activated(brand, system) -> None:
    row = write_draft(brand.pk, LOYALTY, actor=system, now=NOW)
    activate(row, actor=system, now=NOW)
    wider = write_draft(brand.pk, Rule("fidelite", "REFERENCE", "zorb_[a-z]{2,4}"), actor=system, now=NOW)
    assert not kinds_in(brand.pk, "zorb_ab")
    activate(wider, actor=system, now=NOW)
    activate(wider, actor=system, now=NOW)
    assert kinds_in(brand.pk, "zorb_ab")
    assert sorted(Recogniser.objects.values_list("state", flat=True)) == [ACTIVE, WITHDRAWN]
    assert entries() == 4


@pytest.mark.parametrize("pattern", ["(?=a)b", r"(a)\1", "a{1,5000}", "a*", "("])
def test_refuses_a_pattern_that_could_run_away_with_its_reason(brand, client_as, pattern) -> None:
    client = client_as(Role.DPO, brand)
    answer = client.post(reverse("recognisers:new"), FIELDS | {"pattern": pattern})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Motif refusé" in shown
    assert "ligne " in shown
    assert "look-around" not in shown
    assert not Recogniser.objects.exists()
    assert entries() == 0


def test_preview_shows_what_would_be_masked_and_keeps_nothing(brand, client_as) -> None:
    client = client_as(Role.RSSI, brand)
    written = client.post(reverse("recognisers:new"), FIELDS)
    assert written.status_code == 302
    before, shown = entries(), client.post(written["Location"], {"sample": SAMPLE}).content.decode()
    assert "mon lien [REFERENCE], merci" in shown
    assert "nouveau" in shown
    assert "context:lien" in shown
    assert "ne trouve rien" in client.post(written["Location"], {"sample": "rien ici"}).content.decode()
    assert client.post(written["Location"], {"sample": ""}).status_code == 422
    assert entries() == before
    assert Recogniser.objects.get().state == DRAFT
    assert not RecogniserSet.objects.exists()


def test_pages_lead_from_a_draft_to_its_withdrawal(brand, client_as) -> None:
    client = client_as(Role.DPO, brand)
    page = client.post(reverse("recognisers:new"), FIELDS)["Location"]
    client.post(f"{page}activate/")
    assert "en service" in client.get(reverse("recognisers:recognisers")).content.decode()
    edited = client.post(f"{page}edit/", FIELDS | {"pattern": "zorb_[a-z]{5}"})
    assert edited.status_code == 302
    assert edited["Location"] != page, "what is at work is not edited"
    client.post(f"{page}withdraw/")
    assert Recogniser.objects.filter(state=ACTIVE).count() == 0


def test_file_goes_in_as_drafts_and_comes_out_as_it_works(brand, client_as, system) -> None:
    client = client_as(Role.DPO, brand)
    source = b'[[recogniser]]\nname = "fidelite"\nlabel = "REFERENCE"\npattern = "zorb_[a-z]{4}"\n[allow]\nemails = ["*@orvelie.example"]\n'
    sent = client.post(reverse("recognisers:import"), {"file": SimpleUploadedFile("regles.toml", source)})
    assert sent.status_code == 302
    row = Recogniser.objects.get()
    assert row.state == DRAFT
    assert lists_of(brand.pk)["emails"] == ["*@orvelie.example"]
    assert not kinds_in(brand.pk, "écrivez à aide@orvelie.example")
    assert kinds_in(brand.pk, "écrivez à jeanne@ailleurs.example") == {"EMAIL"}
    activate(row, actor=system, now=NOW)
    exported = client.get(reverse("recognisers:export", args=[brand.slug])).content.decode()
    assert [each.pattern for each in parse_brand_rules(exported).recognisers] == ["zorb_[a-z]{4}"]
    assert "*@orvelie.example" in exported


@pytest.mark.parametrize("source", [b"[[recogniser]]\nname = 3", b"\xff\xfe", b"x" * 300_000, b"= = ="])
def test_refuses_a_broken_file_whole(brand, client_as, source) -> None:
    client = client_as(Role.DPO, brand)
    sent = client.post(reverse("recognisers:import"), {"file": SimpleUploadedFile("regles.toml", source)})
    assert sent.status_code == 422
    assert not Recogniser.objects.exists()


def test_refuses_a_list_that_allows_every_address(brand, client_as, system) -> None:
    client = client_as(Role.DPO, brand)
    answer = client.post(reverse("recognisers:lists"), {"emails": "*@*"})
    assert answer.status_code == 422
    assert "laisserait tout en clair" in answer.content.decode()
    with pytest.raises(BrandRulesRefused):
        write_lists(brand.pk, {"phones": ["abc"]}, actor=system, now=NOW)
    assert lists_of(brand.pk)["emails"] == []
    assert client.post(reverse("recognisers:lists"), {"phones": "01 99 00 12 34"}).status_code == 302
    assert "01 99 00 12 34" in client.get(reverse("recognisers:lists")).content.decode()


def test_refuses_who_does_not_hold_the_right(brand, client_as, person_with) -> None:
    client = client_as(Role.SUPERVISOR, brand)
    assert client.get(reverse("recognisers:recognisers")).status_code == 403
    assert client.post(reverse("recognisers:new"), FIELDS).status_code == 403
    with pytest.raises(AccessRefused):
        write_draft(brand.pk, LOYALTY, actor=actor_of(person_with(Role.AGENT, brand)), now=NOW)
    assert not Recogniser.objects.exists()
