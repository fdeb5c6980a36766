"""The register's pages answer in both languages, do what their forms say, and refuse with a sentence."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, get_resolver, reverse
from tests.service.conftest import NOW
from tests.service.register_set_up import choice, make_person, make_proof, make_provider, make_system

from egide.service.evidence.models import JournalEntry
from egide.service.governance import urls
from egide.service.register.assessments import revise_dpia
from egide.service.register.flows import create_dpia, declare_purpose, switches_on
from egide.service.register.ledger import record_choice
from egide.service.register.models import (
    AiSystem,
    BrandPurpose,
    BrandTerms,
    CertificateRow,
    ConsentRow,
    Delegation,
    Dpia,
    LawVersion,
    LiteracyRecord,
    Provider,
    SignedRegister,
)
from egide.service.tenancy.models import Membership
from egide.service.tenancy.rights import Role
from egide.service.tenancy.scope import brand_scope


@pytest.fixture
def kept(brand, system):
    """One row of everything that the register keeps."""
    declare_purpose(brand.pk, "MKT-P", "a", actor=system, now=NOW)
    person = make_person(brand)
    record_choice(person, choice(), actor=system, now=NOW)
    provider = make_provider(brand, system)
    certificate = make_proof(provider, system)
    row = make_system(brand, system, provider)
    return {
        "brand": brand.slug,
        "purpose_id": BrandPurpose.objects.get(code="MKT-P").pk,
        "dpia_id": Dpia.objects.get().pk,
        "person_id": person.pk,
        "system_id": row.pk,
        "provider_id": provider.pk,
        "certificate_id": certificate.pk,
        "kind": "task",
        "name": "reply",
        "part": "1.1",
        "form": "json",
        "role": "dpo",
    }


@pytest.fixture
def dpo(brand, client_as):
    return client_as(Role.DPO, brand)


def addresses(kept: dict[str, object]) -> dict[str, str]:
    """Every address of the register, with the arguments that this brand's rows give."""
    found = {}
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        wanted = {name: kept[name] for name in pattern.pattern.converters if name in kept}
        assert set(wanted) == set(pattern.pattern.converters), f"{pattern.name}: give the test an argument"
        found[pattern.name] = reverse(f"register:{pattern.name}", kwargs=wanted)
    return found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_answers_in_both_languages(kept, dpo, brand, language) -> None:
    kept["membership_id"] = Membership.objects.get(role="dpo", brand=brand).pk
    posts = {"sign", "switch", "purpose-active", "dpia-validate", "dpia-refuse", "dpia-import", "consents-import"}
    posts |= {
        "consent-record",
        "withdraw",
        "check-use",
        "system-classify",
        "system-state",
        "role-confirm",
        "role-revoke",
    }
    others = {"account-open", "account-close"}  # the DPO manages no user
    for name, address in addresses(kept).items():
        asked = f"{address}?code=SAT" if name == "declare" else address
        response = dpo.get(asked, HTTP_ACCEPT_LANGUAGE=language, follow=True)
        assert response.status_code == (405 if name in posts else 403 if name in others else 200), name
        if response["Content-Type"].startswith("text/html") and name not in posts:
            content = response.content.decode()
            assert f'<html lang="{language}"' in content, name
            assert "<h1" in content, name


def test_no_address_of_another_brand_answers(kept, brand, other_brand, client_as) -> None:
    client_as(Role.DPO, brand)
    kept["membership_id"] = Membership.objects.get(role="dpo", brand=brand).pk
    reached = 0
    for role in Role:
        client = client_as(role, other_brand)
        for name, address in addresses(kept).items():
            if not _has_row(name):
                continue
            for method in (client.get, client.post):
                status = method(address).status_code
                reached += 1
                assert status in {403, 404, 405}, (name, role, status)
    assert reached > 300


def _has_row(name: str) -> bool:
    pattern = next(each for each in urls.urlpatterns if each.name == name)
    return bool(pattern.pattern.converters)


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_roles_without_the_right_are_refused(kept, brand, client_as, role) -> None:
    client = client_as(role, brand)
    for name in ("records", "purposes", "dpias", "switches", "systems", "providers", "roles", "literacy", "law"):
        assert client.get(reverse(f"register:{name}")).status_code == 403, name
    assert client.get(reverse("register:consents")).status_code == 200
    assert client.post(reverse("register:dpia-validate", args=[kept["dpia_id"]])).status_code == 403


def test_resolver_knows_every_page() -> None:
    assert "register" in get_resolver().namespace_dict


class TestPurposes:
    def test_declares_adapts_and_activates(self, dpo, brand) -> None:
        fields = {"legal_basis": "f", "kinds": "EMAIL\nPERSON", "retention": ""}
        response = dpo.post(f"{reverse('register:declare')}?code=SAT", fields)
        row = BrandPurpose.objects.get(code="SAT")
        assert (row.active, row.kinds, response.status_code) == (False, ["EMAIL", "PERSON"], 302)
        dpo.post(reverse("register:purpose-active", args=[row.pk]), {"active": "on"})
        row.refresh_from_db()
        assert row.active
        shorter = {**fields, "retention": "active ; survey ; P3M ; anonymise"}
        refused = dpo.post(reverse("register:purpose", args=[row.pk]), shorter)
        assert (refused.status_code, "justification" in refused.content.decode()) == (422, True)
        dpo.post(reverse("register:purpose", args=[row.pk]), {**shorter, "justification": "enquêtes courtes"})
        row.refresh_from_db()
        assert row.retention == [{"phase": "active", "start_event": "survey", "duration": "P3M", "end": "anonymise"}]

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("legal_basis", "z", "Lettres admises"),
            ("kinds", "EMIAL", "Étiquettes inconnues"),
            ("retention", "active ; survey ; 3 ans ; delete", "Une durée"),
            ("retention", "actif ; survey ; P3M ; delete", "phases active"),
        ],
    )
    def test_says_the_allowed_words(self, dpo, brand, field, typed, said) -> None:
        response = dpo.post(f"{reverse('register:declare')}?code=SAT", {"legal_basis": "f", field: typed})
        assert said in response.content.decode()
        assert not BrandPurpose.objects.filter(code="SAT").exists()

    def test_keeps_the_conditions_of_the_brand(self, dpo, brand) -> None:
        dpo.post(reverse("register:terms"), {"residency": "FR", "notice_version": "2026-2", "contract": "C-12"})
        assert BrandTerms.objects.get().residency == "FR"
        assert "C-12" in dpo.get(reverse("register:records")).content.decode()


def test_switches_bind_the_next_call(dpo, brand) -> None:
    address = reverse("register:switch", kwargs={"brand": brand.slug, "kind": "task", "name": "reply"})
    dpo.post(address, {"on": "off"})
    assert ("task", "reply") not in switches_on(brand.pk)
    dpo.post(address, {"on": "on"})
    assert ("task", "reply") in switches_on(brand.pk)
    unknown = reverse("register:switch", kwargs={"brand": brand.slug, "kind": "task", "name": "telepathy"})
    assert dpo.post(unknown, {"on": "on"}).status_code == 404


class TestAssessments:
    def test_is_drafted_from_the_register_then_answered_and_validated(self, dpo, brand) -> None:
        response = dpo.post(reverse("register:dpia-new"), {"name": "Robot", "tasks": ["bot"]})
        row = Dpia.objects.get(name="Robot")
        page = dpo.get(response["Location"]).content.decode()
        assert "réclamations et service après-vente" in page
        part = reverse("register:dpia-part", args=[row.pk, "3.2"])
        form = dpo.get(part).content.decode()
        assert "Jauge proposée" in form
        fields = {f"t32{n}": f"entrée {n}" for n in range(1, 7)} | {"g325": "3", "g326": "2"}
        assert dpo.post(part, fields).status_code == 302
        row.refresh_from_db()
        titles = [measure["title"] for measure in row.content["measures"]]
        assert "entrée 4" in titles, "a measure that a risk quotes is described"
        lacking = dpo.post(reverse("register:dpia-validate", args=[row.pk]), {"validator": "", "dpo": "S. Vautrin"})
        assert lacking.status_code == 422
        signed = {"validator": "Hélène Dorval, direction", "dpo": "S. Vautrin", "dpo_opinion": "Favorable."}
        dpo.post(reverse("register:dpia-validate", args=[row.pk]), signed)
        row.refresh_from_db()
        assert (row.state, row.validator) == ("validated", "Hélène Dorval, direction")
        changed = dpo.post(part, fields)
        assert "Rien n’a été enregistré" in changed.content.decode()

    def test_export_imports_back_as_a_draft(self, dpo, brand) -> None:
        row = Dpia.objects.get()
        exported = dpo.get(reverse("register:dpia-export", args=[row.pk]))
        assert exported["Content-Disposition"] == 'attachment; filename="pia-reponses-assistees.json"'
        upload = SimpleUploadedFile("pia.json", exported.content)
        dpo.post(reverse("register:dpia-import"), {"file": upload, "tasks": ["bot"]})
        back = Dpia.objects.get(tasks=["bot"])
        assert (back.state, back.content["answers"]) == ("draft", json.loads(exported.content)["answers"])
        again = dpo.get(reverse("register:dpia-export", args=[back.pk]))
        assert json.loads(again.content)["answers"] == back.content["answers"]

    @pytest.mark.parametrize("content", [b"not json", b'{"pia": {}}', b"\xff\xfe"])
    def test_refuses_another_file_and_says_so(self, dpo, brand, content) -> None:
        upload = SimpleUploadedFile("pia.json", content)
        response = dpo.post(reverse("register:dpia-import"), {"file": upload, "tasks": ["bot"]})
        assert (response.status_code, Dpia.objects.count()) == (422, 1)
        assert "Rien n’a été enregistré" in response.content.decode()

    def test_a_revision_replaces_only_when_validated(self, dpo, brand, system) -> None:
        row = Dpia.objects.get()
        revised = revise_dpia(row, actor=system, now=NOW)
        row.refresh_from_db()
        assert row.state == "validated"
        signed = {"validator": "H. Dorval", "dpo": "S. Vautrin", "dpo_opinion": "Favorable."}
        dpo.post(reverse("register:dpia-validate", args=[revised.pk]), signed)
        row.refresh_from_db()
        assert row.state == "replaced"

    def test_imported_html_is_shown_as_text(self, dpo, brand, system) -> None:
        row = create_dpia(brand.pk, "Venue d'ailleurs", ["bot"], actor=system, now=NOW)
        exported = json.loads(dpo.get(reverse("register:dpia-export", args=[row.pk])).content)
        exported["answers"][0]["data"]["text"] = "<p>Bonjour</p><script>alert(1)</script>"
        row.content = exported
        row.save()
        page = dpo.get(reverse("register:dpia", args=[row.pk])).content.decode()
        assert "<script>alert" not in page


class TestConsents:
    def test_writes_a_choice_with_its_proof(self, kept, dpo) -> None:
        address = reverse("register:consent-record", args=[kept["person_id"]])
        fields = {
            "purpose": "MKT-P",
            "channel": "sms",
            "state": "given",
            "wording": "J'accepte les SMS.",
            "wording_version": "3",
            "wording_language": "fr",
            "collector": "paper",
            "valid_for": "P1Y",
            "evidence": SimpleUploadedFile("scan.pdf", b"%PDF scan"),
        }
        assert dpo.post(address, fields).status_code == 302
        row = ConsentRow.objects.get(channel="sms")
        assert (row.wording, len(row.evidence_sha256), row.collector) == ("J'accepte les SMS.", 64, "paper")
        page = dpo.get(reverse("register:consents-of", args=[kept["person_id"]])).content.decode()
        assert "prouvé" in page
        wrong = dpo.post(address, {**fields, "valid_for": "2 ans", "evidence": SimpleUploadedFile("s", b"x")})
        assert (wrong.status_code, "Une durée" in wrong.content.decode()) == (422, True)

    def test_receipt_holds_every_event(self, kept, dpo) -> None:
        receipt = json.loads(dpo.get(reverse("register:receipt", args=[kept["person_id"]])).content)
        assert receipt["@type"] == "dpv:ConsentReceipt"
        record = receipt["dpv:hasRecordOfActivity"][0]
        assert record["dpv:hasNotice"]["dct:description"].startswith("J'accepte")
        assert record["dpv:hasConsentStatus"]["@type"] == "dpv:ConsentGiven"
        assert JournalEntry.objects.filter(type="export.made").exists()

    def test_trying_a_use_leads_to_its_reasons(self, kept, dpo) -> None:
        fields = {"purpose": "MKT-P", "task": "sending", "channel": "email", "opt_out": "on"}
        response = dpo.post(reverse("register:check-use", args=[kept["person_id"]]), fields, follow=True)
        assert "Autorisé" in response.content.decode()
        withdraw = {"purpose": "MKT-P", "channel": "email", "state": "withdrawn"}
        dpo.post(reverse("register:consent-record", args=[kept["person_id"]]), withdraw)
        response = dpo.post(reverse("register:check-use", args=[kept["person_id"]]), fields, follow=True)
        assert "a refusé ou retiré son consentement" in response.content.decode()

    def test_withdrawing_takes_one_field(self, kept, dpo) -> None:
        address = reverse("register:withdraw", args=[kept["person_id"]])
        assert dpo.post(address, {"given": "MKT-P / sms"}).status_code == 422
        assert dpo.post(address, {"given": "MKT-P / email"}).status_code == 302
        assert ConsentRow.objects.latest("at").state == "withdrawn"
        assert dpo.post(address, {"given": "MKT-P / email"}).status_code == 422

    def test_finds_a_person_by_an_exact_identifier(self, imported, dpo) -> None:
        imported(prepare=False)
        found = dpo.post(reverse("register:consents"), {"identifier": "claire.dupont@exemple.example"})
        assert found.status_code == 302
        missed = dpo.post(reverse("register:consents"), {"identifier": "nobody@exemple.example"})
        assert missed.status_code == 422


class TestProviders:
    def test_adds_a_processor_and_its_proof(self, dpo, brand) -> None:
        fields = {
            "name": "Nuage Sud",
            "region": "EU",
            "transfer_tool": "none",
            "objection_days": "30",
            "breach_notice_hours": "24",
            "active": "on",
            "clause_a": "art. 2",
        }
        dpo.post(reverse("register:provider-new"), fields)
        row = Provider.objects.get(name="Nuage Sud")
        assert row.clauses == {"a": "art. 2"}
        page = dpo.get(reverse("register:provider", args=[row.pk])).content.decode()
        assert "Clause (b) absente" in page
        proof = {
            "kind": "iso-27001",
            "scope": "tout",
            "number": "N1",
            "body": "AFNOR",
            "edition": "2022",
            "valid_from": "2026-01-01",
            "valid_until": "2027-01-01",
            "document": SimpleUploadedFile("iso.pdf", b"%PDF proof"),
        }
        dpo.post(reverse("register:provider", args=[row.pk]), proof)
        kept = CertificateRow.objects.get()
        assert b"%PDF" not in bytes(kept.document_sealed), "the document is sealed"
        document = dpo.get(reverse("register:proof-document", args=[kept.pk]))
        assert document.content == b"%PDF proof"
        crossed = {**proof, "valid_until": "2025-01-01", "document": SimpleUploadedFile("iso.pdf", b"%PDF")}
        response = dpo.post(reverse("register:provider", args=[row.pk]), crossed)
        assert (response.status_code, CertificateRow.objects.count()) == (422, 1)
        taken = dpo.post(reverse("register:provider-new"), fields)
        assert "is taken" in taken.content.decode()

    def test_brings_an_end_forward_and_never_back(self, kept, dpo) -> None:
        address = reverse("register:proof-end", args=[kept["certificate_id"]])
        later = dpo.post(address, {"last_day": "2030-01-01"})
        assert "Seul un nouveau document" in later.content.decode()
        dpo.post(address, {"last_day": "2026-01-01"})
        assert CertificateRow.objects.get().valid_until == date(2026, 1, 1)
        page = dpo.get(reverse("register:provider", args=[kept["provider_id"]])).content.decode()
        assert "périmée" in page


class TestSystems:
    def test_describes_classifies_and_refuses_the_prohibited(self, dpo, brand) -> None:
        fields = {"name": "grand-modele", "title": "Grand modèle", "role": "deployer", "tasks": ["reply"]}
        dpo.post(reverse("register:system-new"), fields)
        row = AiSystem.objects.get()
        assert (row.name, row.risk_class, row.state) == ("grand-modele", "unclassified", "planned")
        state = reverse("register:system-state", args=[row.pk])
        assert dpo.post(state, {"state": "in_use"}).status_code == 422
        from egide.service.register.law import law_in_force

        replies = dict.fromkeys(law_in_force(brand.pk).ai_cases, "no")
        classify = reverse("register:system-classify", args=[row.pk])
        dpo.post(classify, {**replies, "agent-emotion": "yes"})
        assert dpo.post(state, {"state": "in_use"}).status_code == 422
        dpo.post(classify, replies)
        assert dpo.post(state, {"state": "in_use"}).status_code == 302
        row.refresh_from_db()
        assert (row.state, row.risk_class, row.replies["draft"]) == ("in_use", "minimal", "no")

    def test_a_shipped_system_starts_classed_and_in_use(self, dpo, brand) -> None:
        page = dpo.get(f"{reverse('register:system-new')}?model=egide-analyse")
        assert "Tri, résumé" in page.content.decode()
        fields = {"title": "Tri", "role": "deployer", "tasks": ["triage"]}
        dpo.post(f"{reverse('register:system-new')}?model=egide-analyse", fields)
        row = AiSystem.objects.get()
        assert (row.state, row.risk_class) == ("in_use", "limited")


class TestRecords:
    def test_signs_and_sounds_the_alarm_when_reality_parts(self, dpo, brand, system) -> None:
        records = reverse("register:records")
        assert "jamais été signé" in dpo.get(records).content.decode()
        nobody = dpo.post(reverse("register:sign", kwargs={"brand": brand.slug}), {"signer": " "})
        assert (nobody.status_code, SignedRegister.objects.count()) == (422, 0)
        dpo.post(reverse("register:sign", kwargs={"brand": brand.slug}), {"signer": "Hélène Dorval"})
        assert "dit la réalité" in dpo.get(records).content.decode()
        declare_purpose(brand.pk, "CTR", "b", actor=system, now=NOW)
        assert "Dérive" in dpo.get(records).content.decode()

    def test_a_kind_found_in_conversations_is_registered(self, dpo, imported, brand) -> None:
        from django.core.cache import cache

        imported(prepare=False)
        cache.clear()
        exported = dpo.get(reverse("register:export", kwargs={"brand": brand.slug, "form": "json"}))
        record = next(row for row in json.loads(exported.content)["art_30_1"] if row["code"] == "orvelie/SAV")
        assert "téléphone" in " ".join(record["kinds"]).lower()

    @pytest.mark.parametrize(("form", "starts"), [("ods", b"PK"), ("csv", b"\xef\xbb\xbf"), ("json", b"{")])
    def test_exports_each_format(self, dpo, brand, form, starts) -> None:
        response = dpo.get(reverse("register:export", kwargs={"brand": brand.slug, "form": form}))
        assert response.status_code == 200
        assert response.content[:1] == starts[:1] or form == "csv"
        assert JournalEntry.objects.filter(type="export.made").count() == 1
        unknown = dpo.get(reverse("register:export", kwargs={"brand": brand.slug, "form": "pdf"}))
        assert unknown.status_code == 404


class TestRoles:
    def test_reviews_every_access_but_ones_own(self, brand, client_as) -> None:
        rssi = client_as(Role.RSSI, brand)
        client_as(Role.AGENT, brand)
        agent, own = (Membership.objects.get(brand=brand, role=role) for role in ("agent", "rssi"))
        Membership.objects.update(granted_at=NOW - timedelta(days=200))
        assert "à revoir" in rssi.get(reverse("register:roles")).content.decode()
        rssi.post(reverse("register:role-confirm", args=[agent.pk]))
        agent.refresh_from_db()
        assert agent.confirmed_at is not None
        assert rssi.post(reverse("register:role-revoke", args=[own.pk])).status_code == 422
        rssi.post(reverse("register:role-revoke", args=[agent.pk]))
        agent.refresh_from_db()
        assert agent.until is not None

    def test_delegates_a_role_for_the_time_of_an_absence(self, brand, client_as) -> None:
        from django.utils import timezone

        dpo, _ = client_as(Role.DPO, brand), client_as(Role.RSSI, brand)
        own = Membership.objects.get(brand=brand, role="dpo")
        other = Membership.objects.get(brand=brand, role="rssi").user
        soon = (timezone.now() + timedelta(days=10)).date().isoformat()
        address = reverse("register:role-delegate", args=[own.pk])
        far = dpo.post(address, {"delegate": other.pk, "until": "2099-01-01"})
        assert (far.status_code, Delegation.objects.count()) == (200, 0)
        dpo.post(address, {"delegate": other.pk, "until": soon, "reason": "congés"})
        assert Membership.objects.get(brand=brand, role="dpo", user=other).until is not None
        again = dpo.post(address, {"delegate": other.pk, "until": soon})
        assert Delegation.objects.count() == 1
        assert again.status_code == 200

    def test_an_agent_cannot_delegate_somebody_elses_role(self, brand, client_as) -> None:
        agent, _ = client_as(Role.AGENT, brand), client_as(Role.DPO, brand)
        own = Membership.objects.get(brand=brand, role="dpo")
        assert agent.get(reverse("register:role-delegate", args=[own.pk])).status_code == 403


class TestLiteracy:
    @pytest.mark.parametrize("role", list(Role))
    def test_each_role_has_a_course_and_may_pass_it(self, brand, client_as, role) -> None:
        from egide.service.register.literacy import course_for

        client = client_as(role, brand)
        course = course_for(role.value)
        address = reverse("register:quiz", kwargs={"brand": brand.slug, "role": role.value})
        wrong = {f"q{number}": (question.right + 1) % 3 for number, question in enumerate(course.questions)}
        client.post(address, wrong)
        assert not LiteracyRecord.objects.get().passed
        right = {f"q{number}": question.right for number, question in enumerate(course.questions)}
        assert "Cours acquis" in client.post(address, right).content.decode()
        assert LiteracyRecord.objects.filter(passed=True, role=role.value).count() == 1

    def test_nobody_passes_the_course_of_a_role_they_do_not_hold(self, brand, client_as) -> None:
        client = client_as(Role.AGENT, brand)
        address = reverse("register:quiz", kwargs={"brand": brand.slug, "role": "dpo"})
        assert client.get(address).status_code == 404


class TestLaw:
    def test_a_typo_names_the_line_and_keeps_the_previous_version(self, dpo, brand) -> None:
        from importlib.resources import files

        folder = files("egide.policy.law") / "versions"
        text = max(folder.iterdir(), key=lambda file: file.name).read_text("utf-8")
        broken = text.replace("marketing = true", "marketting = true", 1)
        line = broken[: broken.index("marketting")].count("\n") + 1
        response = dpo.post(reverse("register:law"), {"file": SimpleUploadedFile("law.toml", broken.encode())})
        content = response.content.decode()
        assert (response.status_code, LawVersion.objects.count()) == (422, 0)
        assert f"ligne {line}" in content
        assert "marketing" in content
        newer = text.replace('version = "', 'version = "essai-', 1)
        assert (
            dpo.post(reverse("register:law"), {"file": SimpleUploadedFile("law.toml", newer.encode())}).status_code
            == 302
        )
        assert LawVersion.objects.get().version.startswith("essai-")
        page = dpo.get(reverse("register:law")).content.decode()
        assert "adoptée par la marque" in page
        with brand_scope(brand.pk):
            assert JournalEntry.objects.filter(type="law.changed").count() == 1
