"""What the register keeps decides the next use: consents, proofs, assessments, purposes, residency."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.service.conftest import NOW
from tests.service.register_set_up import choice, make_person, make_proof, make_provider, make_system

from egide.policy import Campaign, Channel, InvalidRecord, Task
from egide.service.assistance.flows import draft_reply
from egide.service.assistance.question import Use, check_use
from egide.service.conversations.models import Interaction
from egide.service.evidence.models import JournalEntry
from egide.service.register.flows import (
    Adaptation,
    PurposeNotReady,
    Signatures,
    adapt_purpose,
    declare_purpose,
    dpia_states,
    note_stale_dpias,
    refuse_dpia,
    set_purpose_active,
    validate_dpia,
)
from egide.service.register.ledger import record_choice
from egide.service.register.models import AppendOnlyError, BrandPurpose, ConsentRow, Dpia
from egide.service.register.providers import Contract, end_certificate, note_expiries, write_provider
from egide.service.register.systems import SystemProhibited, classify_system, set_system_state

MAIL = Use("MKT-P", Task.SENDING, Channel.EMAIL, campaign=Campaign(opt_out_offered=True))


def rules(decision) -> set[str]:
    return {reason["rule"] for reason in decision.reasons}


def events() -> list[str]:
    return list(JournalEntry.objects.order_by("id").values_list("type", flat=True))


@pytest.fixture
def person(brand, system):
    declare_purpose(brand.pk, "MKT-P", "a", actor=system, now=NOW)
    return make_person(brand)


def ask(person, system, *, later=timedelta(0), use=MAIL):
    return check_use(person, use, actor=system, now=NOW + later)


class TestConsent:
    def test_allows_a_proven_consent_until_it_expires(self, person, system) -> None:
        assert rules(ask(person, system)) >= {"consent-missing", "no-basis"}
        record_choice(person, choice(), actor=system, now=NOW)
        assert ask(person, system).verdict == "allow"
        assert ask(person, system, later=timedelta(days=731)).verdict == "refuse"

    def test_refuses_the_next_use_when_it_is_withdrawn(self, person, system) -> None:
        record_choice(person, choice(), actor=system, now=NOW)
        assert ask(person, system).verdict == "allow"
        record_choice(person, choice(state="withdrawn", at=NOW), actor=system, now=NOW)
        decision = ask(person, system)
        assert (decision.verdict, "consent-refused" in rules(decision)) == ("refuse", True)
        assert events()[-3:] == ["decision.made", "consent.withdrawn", "decision.made"]

    @pytest.mark.parametrize("lacking", ["wording", "wording_version", "language", "collector", "evidence_sha256"])
    def test_keeps_a_consent_without_proof_and_refuses(self, person, system, lacking) -> None:
        record_choice(person, choice(**{lacking: ""}), actor=system, now=NOW)
        assert ConsentRow.objects.count() == 1
        decision = ask(person, system)
        assert (decision.verdict, "consent-unproven" in rules(decision)) == ("refuse", True)

    def test_refuses_another_channel_than_the_one_consented_to(self, person, system) -> None:
        record_choice(person, choice(), actor=system, now=NOW)
        sms = Use("MKT-P", Task.SENDING, Channel.SMS, campaign=Campaign(opt_out_offered=True))
        assert ask(person, system, use=sms).verdict == "refuse"

    def test_an_event_is_never_changed(self, person, system) -> None:
        row = record_choice(person, choice(), actor=system, now=NOW)
        row.state = "withdrawn"
        with pytest.raises(AppendOnlyError):
            row.save()

    @pytest.mark.parametrize(
        ("changes", "path"),
        [
            ({"purpose": "MKT-X"}, "consent.purpose"),
            ({"channel": "fax"}, "consent.channel"),
            ({"state": "maybe"}, "consent.state"),
            ({"collector": "rumour"}, "consent.collector"),
            ({"at": NOW + timedelta(days=1)}, "consent.at"),
            ({"evidence_sha256": "xyz"}, "event.evidence_sha256"),
        ],
    )
    def test_refuses_a_malformed_choice_and_writes_nothing(self, person, system, changes, path) -> None:
        with pytest.raises(InvalidRecord) as refused:
            record_choice(person, choice(**changes), actor=system, now=NOW)
        assert refused.value.path == path
        assert not ConsentRow.objects.exists()

    def test_saying_no_to_a_legitimate_interest_is_an_objection(self, brand, person, system) -> None:
        declare_purpose(brand.pk, "SAT", "f", actor=system, now=NOW)
        survey = Use("SAT", Task.SENDING, Channel.EMAIL)
        assert ask(person, system, use=survey).verdict == "allow"
        record_choice(person, choice(purpose="SAT", state="refused"), actor=system, now=NOW)
        assert "objection" in rules(ask(person, system, use=survey))


class TestPurpose:
    def test_refuses_what_the_brand_did_not_declare(self, brand, person, system) -> None:
        record_choice(person, choice(), actor=system, now=NOW)
        assert ask(person, system).verdict == "allow"
        set_purpose_active(brand.pk, "MKT-P", active=False, actor=system, now=NOW)
        assert "purpose-unknown" in rules(ask(person, system))

    def test_refuses_to_activate_without_retention(self, brand, person, system) -> None:
        bare = Adaptation("f", "essai", retention=[])
        adapt_purpose(brand.pk, "SAT", bare, actor=system, now=NOW)
        with pytest.raises(PurposeNotReady, match="no retention"):
            set_purpose_active(brand.pk, "SAT", active=True, actor=system, now=NOW)
        assert not BrandPurpose.objects.get(brand=brand, code="SAT").active

    def test_refuses_a_departure_without_justification(self, brand, system, person) -> None:
        phases = [{"phase": "active", "start_event": "last_contact", "duration": "P1Y", "end": "delete"}]
        with pytest.raises(PurposeNotReady, match="justification"):
            adapt_purpose(brand.pk, "MKT-P", Adaptation("a", retention=phases), actor=system, now=NOW)
        adapt_purpose(brand.pk, "MKT-P", Adaptation("a", "durée plus courte", retention=phases), actor=system, now=NOW)
        record_choice(person, choice(), actor=system, now=NOW)
        assert ask(person, system).retain_until.date() == date(2027, 11, 25)

    def test_refuses_a_purpose_outside_the_catalogue(self, brand, system) -> None:
        with pytest.raises(PurposeNotReady, match="catalogue"):
            declare_purpose(brand.pk, "NOPE", "a", actor=system, now=NOW)


@pytest.fixture
def interaction(imported) -> Interaction:
    imported(prepare=False)
    return Interaction.objects.select_related("brand", "person").get()


def draft(interaction, system, *, later=timedelta(0)):
    decision, made = draft_reply(interaction, actor=system, now=NOW + later)
    return decision, made


class TestProofs:
    def test_closes_the_model_the_day_after_a_required_proof_ends(self, brand, interaction, system) -> None:
        provider = make_provider(brand, system)
        proof = make_proof(provider, system)
        make_system(brand, system, provider)
        validate_dpia(brand.pk, Dpia.objects.get().pk, actor=system, now=NOW)
        assert draft(interaction, system)[1] is not None
        end_certificate(proof, date(2026, 11, 24), actor=system, now=NOW)
        decision, made = draft(interaction, system)
        assert (made, "evidence-expired" in rules(decision)) == (None, True)

    def test_closes_the_model_when_the_proof_was_never_given(self, brand, interaction, system) -> None:
        make_system(brand, system, make_provider(brand, system))
        validate_dpia(brand.pk, Dpia.objects.get().pk, actor=system, now=NOW)
        assert "evidence-missing" in rules(draft(interaction, system)[0])

    def test_a_proof_is_never_made_longer(self, brand, system) -> None:
        proof = make_proof(make_provider(brand, system), system)
        with pytest.raises(InvalidRecord):
            end_certificate(proof, proof.valid_until + timedelta(days=1), actor=system, now=NOW)

    def test_warns_once_at_90_30_and_0_days_and_at_the_end(self, brand, system) -> None:
        make_proof(make_provider(brand, system), system, until=(NOW + timedelta(days=90)).date())
        noted = [
            note_expiries(brand.pk, actor=system, now=NOW + timedelta(days=day)) for day in (0, 1, 60, 61, 90, 91, 92)
        ]
        assert noted == [1, 0, 1, 0, 1, 1, 0]

    def test_a_sub_processor_cannot_serve_itself(self, brand, system) -> None:
        provider = make_provider(brand, system)
        sub = write_provider(brand.pk, Contract("Nuage Sud", parent=provider), actor=system, now=NOW)
        with pytest.raises(InvalidRecord, match="itself"):
            write_provider(brand.pk, Contract("Hébergeur Lys", parent=sub), actor=system, now=NOW, row=provider)


class TestAssessment:
    def test_stays_refused_until_named_persons_validate(self, brand, interaction, system, person_with) -> None:
        from tests.service.conftest import actor_of

        from egide.service.tenancy.rights import Role

        dpia = Dpia.objects.get()
        Dpia.objects.filter(pk=dpia.pk).update(state="draft", validated_at=None)
        assert "dpia-missing" in rules(draft(interaction, system)[0])
        dpo = actor_of(person_with(Role.DPO, brand))
        with pytest.raises(InvalidRecord):
            validate_dpia(brand.pk, dpia.pk, actor=dpo, now=NOW)
        names = Signatures("Hélène Dorval, direction", "Salomé Vautrin", "Favorable.")
        validate_dpia(brand.pk, dpia.pk, actor=dpo, now=NOW, signatures=names)
        assert draft(interaction, system)[1] is not None
        assert events().count("dpia.validated") == 2

    @pytest.mark.parametrize("change", ["purpose", "provider", "sub-processor", "model"])
    def test_goes_stale_when_what_runs_grows(self, brand, interaction, system, change) -> None:
        provider = make_provider(brand, system)
        make_proof(provider, system)
        make_system(brand, system, provider)
        validate_dpia(brand.pk, Dpia.objects.get().pk, actor=system, now=NOW)
        assert draft(interaction, system)[1] is not None
        before = events().count("dpia.stale")
        match change:
            case "purpose":
                declare_purpose(brand.pk, "CTR", "b", actor=system, now=NOW)
            case "provider":
                other = make_provider(brand, system, name="Ailleurs", region="EU")
                make_proof(other, system)
                make_system(brand, system, other)
            case "sub-processor":
                write_provider(brand.pk, Contract("Nuage Sud", parent=provider), actor=system, now=NOW)
            case _:
                from egide.service.register.systems import Description, describe_system

                row = describe_system(
                    brand.pk, "autre", Description("Autre", "deployer", ["reply"]), actor=system, now=NOW
                )
                assert dpia_states(brand.pk)["reply"] == "validated", "a planned system changes nothing"
                classify_system(row, dict.fromkeys(row_cases(brand), "no"), actor=system, now=NOW)
                set_system_state(row, "in_use", actor=system, now=NOW)
        decision, made = draft(interaction, system)
        assert (made, "dpia-stale" in rules(decision)) == (None, True)
        assert events().count("dpia.stale") == before + 1
        validate_dpia(brand.pk, Dpia.objects.get().pk, actor=system, now=NOW)
        assert draft(interaction, system)[1] is not None

    def test_goes_stale_at_its_review_date(self, brand, interaction, system) -> None:
        assert draft(interaction, system)[1] is not None
        assert "dpia-stale" in rules(draft(interaction, system, later=timedelta(days=366))[0])
        assert note_stale_dpias(brand.pk, actor=system, now=NOW + timedelta(days=366)) == 1

    def test_refusal_stops_its_tasks_and_needs_a_reason(self, brand, interaction, system) -> None:
        dpia = Dpia.objects.get()
        with pytest.raises(InvalidRecord):
            refuse_dpia(brand.pk, dpia.pk, " ", actor=system, now=NOW)
        assert draft(interaction, system)[1] is not None
        refuse_dpia(brand.pk, dpia.pk, "Risque résiduel trop élevé.", actor=system, now=NOW)
        assert "dpia-missing" in rules(draft(interaction, system)[0])


def row_cases(brand) -> list[str]:
    from egide.service.register.law import law_in_force

    return list(law_in_force(brand.pk).ai_cases)


class TestSystems:
    @pytest.mark.parametrize(("case", "reply"), [("agent-emotion", "yes"), ("credit", "unknown")])
    def test_nothing_puts_a_prohibited_or_unclassed_system_in_use(self, brand, system, case, reply) -> None:
        row = make_system(brand, system, None)
        replies = dict.fromkeys(row_cases(brand), "no")
        classify_system(row, replies, actor=system, now=NOW)
        set_system_state(row, "in_use", actor=system, now=NOW)
        classify_system(row, {**replies, case: reply}, actor=system, now=NOW)
        row.refresh_from_db()
        assert row.state == "planned"
        with pytest.raises(SystemProhibited):
            set_system_state(row, "in_use", actor=system, now=NOW)

    def test_a_high_risk_system_waits_for_its_file(self, brand, interaction, system) -> None:
        provider = make_provider(brand, system)
        make_proof(provider, system)
        row = make_system(brand, system, provider)
        validate_dpia(brand.pk, Dpia.objects.get().pk, actor=system, now=NOW)
        replies = {**dict.fromkeys(row_cases(brand), "no"), "agent-monitoring": "yes"}
        classify_system(row, replies, actor=system, now=NOW)
        assert "risk-high" in rules(draft(interaction, system)[0])
        row.instructions, row.overseer, row.transparency_fr = "notice v3", "Marc Tellier", "affiché au poste"
        row.conformity = {
            "input_control": "échantillon mensuel",
            "monitoring": "tableau de bord",
            "log_months": 12,
            "workers_informed_on": "2026-10-01",
        }
        row.save()
        assert draft(interaction, system)[1] is not None

    def test_a_model_that_is_not_in_use_is_off(self, brand, interaction, system) -> None:
        row = make_system(brand, system, None)
        row.required_evidence = []
        row.save()
        assert draft(interaction, system)[1] is not None
        set_system_state(row, "retired", actor=system, now=NOW)
        decision, made = draft(interaction, system)
        assert (made, "switch-model" in rules(decision)) == (None, True)


def test_the_daily_round_writes_each_warning_once_and_the_home_says_it(brand, system, client_as) -> None:
    from django.urls import reverse

    from egide.service.register.attention import attention_of, daily_round
    from egide.service.tenancy.rights import Role

    make_proof(make_provider(brand, system), system, until=(NOW + timedelta(days=20)).date())
    late = NOW + timedelta(days=400)
    for _ in range(2):
        daily_round(brand, actor=system, now=late)
    assert (events().count("dpia.stale"), events().count("evidence.expired")) == (1, 1)
    seen = attention_of([brand], {}, now=late)
    assert [state for _, state in seen.dpias] == ["stale"]
    assert [warning.urgency.value for _, warning in seen.expiring] == ["expired"]
    assert seen.unsigned == (brand,)
    home = client_as(Role.DPO, brand).get(reverse("desk:home")).content.decode()
    assert "Réponses assistées" in home
