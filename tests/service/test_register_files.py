"""What goes in and out of the register as files: consents with their proof, registers, the pack that verifies offline."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.service.conftest import NOW
from tests.service.register_set_up import GIVEN, choice, make_person, make_proof, make_provider

from egide.policy import InvalidRecord
from egide.policy.register import format_csv, format_json_text
from egide.service.governance.packing import write_pack
from egide.service.people.models import Person
from egide.service.register.adopting import adopt_register, read_register
from egide.service.register.assessments import import_assessment
from egide.service.register.flows import declare_purpose, known_bases
from egide.service.register.importing import COLUMNS, import_consents
from egide.service.register.ledger import receipt_of, record_choice, statuses_of
from egide.service.register.models import BrandPurpose, ConsentRow, Dpia
from egide.service.register.records import derive_register, sign_register

PIA_EXAMPLE = Path(__file__).parents[2].parent / "shared" / "data" / "gov-cnil-pia" / "2018-02-21-pia-example.json"


def record(**changes: str) -> dict[str, str]:
    proof = {name: getattr(GIVEN, name) for name in COLUMNS[7:]}
    return {
        "email": "lea@exemple.example",
        "purpose": "MKT-P",
        "channel": "email",
        "state": "given",
        "at": "2026-11-20T08:00:00+00:00",
        **proof,
        **changes,
    }


def as_csv(*records: dict[str, str], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, sorted({key for each in records for key in each}), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue().encode()


class TestConsents:
    @pytest.mark.parametrize("delimiter", [",", ";"])
    def test_imports_a_table_with_proof_and_recognises_duplicates(self, brand, system, delimiter) -> None:
        content = as_csv(record(), record(email="", phone="06 39 98 00 11"), delimiter=delimiter)
        outcome = import_consents(brand.pk, content, "choix.csv", actor=system, now=NOW)
        assert (outcome.imported, outcome.unproven, outcome.rejects) == (2, 0, ())
        assert Person.objects.count() == 2
        again = import_consents(brand.pk, content, "choix.csv", actor=system, now=NOW)
        assert (again.imported, again.duplicates, ConsentRow.objects.count()) == (0, 2, 2)

    def test_a_consent_without_proof_is_kept_and_counted_apart(self, brand, system) -> None:
        content = json.dumps([record(evidence_sha256=""), record(channel="sms")]).encode()
        outcome = import_consents(brand.pk, content, "choix.json", actor=system, now=NOW)
        assert (outcome.imported, outcome.unproven) == (2, 1)
        counts = {status.channel: status.counts for status in statuses_of(Person.objects.get(), at=NOW)}
        assert counts == {"email": False, "sms": True}

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"email": ""}, "needs one of"),
            ({"purpose": "MKT-X"}, "consent.purpose"),
            ({"at": "hier"}, "record.at"),
            ({"at": "2027-01-01T00:00:00Z"}, "consent.at"),
            ({"evidence_sha256": "AB"}, "evidence_sha256"),
            ({"valid_for": "2 ans"}, "is not a duration"),
            ({"state": "oui"}, "consent.state"),
        ],
    )
    def test_rejects_a_record_and_takes_the_others(self, brand, system, changes, said) -> None:
        content = as_csv(record(**changes), record(channel="sms"))
        outcome = import_consents(brand.pk, content, "choix.csv", actor=system, now=NOW)
        assert (outcome.imported, len(outcome.rejects)) == (1, 1)
        assert outcome.rejects[0].position == "line 2"
        assert said in outcome.rejects[0].reason
        assert "lea@" not in outcome.rejects[0].reason

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.csv", b"email,couleur\nx,bleu\n"),
            ("a.csv", b"\xff\xfe"),
            ("a.json", b"{"),
            ("a.json", b'"text"'),
            ("a.jsonld", b'{"@type": "other"}'),
        ],
    )
    def test_refuses_a_file_that_cannot_be_read(self, brand, system, name, content) -> None:
        with pytest.raises(InvalidRecord):
            import_consents(brand.pk, content, name, actor=system, now=NOW)
        assert not ConsentRow.objects.exists()

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        content=st.one_of(
            st.binary(max_size=300),
            st.text(max_size=200).map(str.encode),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.text(max_size=8),
                lambda inner: (
                    st.lists(inner, max_size=3)
                    | st.dictionaries(
                        st.sampled_from([*COLUMNS, "dpv:hasRecordOfActivity", "@type"]), inner, max_size=6
                    )
                ),
                max_leaves=8,
            ).map(lambda document: json.dumps(document).encode()),
        ),
        name=st.sampled_from(["a.csv", "a.json"]),
    )
    @example(content=b'"', name="a.csv")
    def test_any_bytes_are_read_or_refused_and_never_counted_as_proof(self, brand, system, content, name) -> None:
        try:
            outcome = import_consents(brand.pk, content, name, actor=system, now=NOW)
        except InvalidRecord:
            return
        assert outcome.imported == 0

    def test_a_receipt_reads_back_into_the_ledger(self, brand, system) -> None:
        person = make_person(brand)
        record_choice(person, choice(), actor=system, now=NOW)
        receipt = json.dumps(receipt_of(person, brand, actor=system, now=NOW)).encode()
        again = import_consents(brand.pk, receipt, "recu.jsonld", actor=system, now=NOW)
        assert again.duplicates == 1
        ConsentRow.objects.all().delete()
        back = import_consents(brand.pk, receipt, "recu.jsonld", actor=system, now=NOW)
        assert (back.imported, statuses_of(person, at=NOW)[0].counts) == (1, True)


class TestRegisters:
    @pytest.mark.parametrize("form", ["json", "csv"])
    def test_a_register_comes_back_as_purposes(self, brand, other_brand, system, form) -> None:
        from egide.service.tenancy.scope import brand_scope

        declare_purpose(brand.pk, "MKT-P", "a", actor=system, now=NOW)
        found = {"SAV": frozenset({"EMAIL", "HEALTH"})}
        controllers, processors = derive_register(brand, found, now=NOW)
        text = format_json_text(controllers, processors) if form == "json" else format_csv(controllers)
        with brand_scope(other_brand.pk):
            adopted = adopt_register(other_brand, read_register(f"r.{form}", text), actor=system, now=NOW)
            assert (sorted(adopted.codes), adopted.refused) == (["DSR", "MKT-P", "SAV"], ())
            row = BrandPurpose.objects.get(code="SAV")
            assert (row.kinds, row.legal_basis) == (["EMAIL", "HEALTH"], "b")
            assert "MKT-P" not in known_bases(other_brand.pk), "a new purpose waits for its activation"

    def test_refuses_a_record_without_basis_and_takes_the_others(self, brand, system) -> None:
        from dataclasses import replace

        controllers, _ = derive_register(brand, {}, now=NOW)
        broken = [replace(controllers[0], bases=("parce que",)), *controllers[1:]]
        adopted = adopt_register(brand, broken, actor=system, now=NOW)
        assert (len(adopted.codes), len(adopted.refused)) == (1, 1)

    @pytest.mark.parametrize("text", ["{", "{}", '{"format": "egide-register", "version": 9}'])
    def test_refuses_a_file_that_is_no_register(self, text) -> None:
        with pytest.raises(InvalidRecord):
            read_register("r.json", text)


@pytest.mark.shared_data
def test_the_public_example_of_the_cnil_comes_in_whole(brand, system) -> None:
    if not PIA_EXAMPLE.exists():
        pytest.skip("the CNIL example is not beside this repository")
    dpia, imported = import_assessment(brand, PIA_EXAMPLE.read_bytes(), ["bot"], actor=system, now=NOW)
    assert imported.file.answered == 36
    assert len(dpia.content["measures"]) == 23
    assert Dpia.objects.get(pk=dpia.pk).state == "draft"


def test_the_pack_holds_everything_and_its_sums_are_right(brand, system, tmp_path) -> None:
    person = make_person(brand)
    record_choice(person, choice(), actor=system, now=NOW)
    make_proof(make_provider(brand, system), system)
    sign_register(brand, {}, "Hélène Dorval", actor=system, now=NOW)
    told: list[str] = []
    problems = write_pack(brand, tmp_path / "pack", actor=system, now=NOW, tell=told.append)
    assert (problems, told) == ([], ["register", "dpia", "receipts", "proofs", "journal"])
    sums = dict(
        reversed(line.split("  ", 1)) for line in (tmp_path / "pack" / "SHA256SUMS").read_text("utf-8").splitlines()
    )
    assert {"register.ods", "register.json", "register.csv", "register-signed.json", "proofs/index.json"} <= sums.keys()
    assert f"receipts/consent-receipt-{person.pk}.jsonld" in sums
    for name, digest in sums.items():
        assert hashlib.sha256((tmp_path / "pack" / name).read_bytes()).hexdigest() == digest
    assert (tmp_path / "pack" / "journal" / "checkpoint").exists()


class TestCommand:
    """The command's own refusals; they need no service."""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["export", "x.pdf", "--brand", "b"], "ending must be"),
            (["export", ".", "--brand", "b"], "is a folder"),
            (["export", "..", "--brand", "b", "--what", "pack"], "empty folder"),
            (["export", "x.json", "--brand", "b", "--person", "Claire"], "--person"),
            (["import", "absent.json", "--brand", "b", "--what", "dpia", "--task", "bot"], "cannot be read"),
        ],
    )
    def test_refuses_in_one_line(self, arguments, said, tmp_path, monkeypatch) -> None:
        from egide.cli.register import register

        monkeypatch.chdir(tmp_path)
        (tmp_path / "taken").write_text("x")
        if "pack" in arguments:
            arguments = [argument if argument != ".." else str(tmp_path) for argument in arguments]
        if "." in arguments:
            arguments = [*arguments, "--format", "json"]
        result = CliRunner().invoke(register, arguments)
        assert (result.exit_code, said in result.output) == (2, True), result.output

    def test_refuses_an_assessment_without_a_known_task(self, tmp_path) -> None:
        from egide.cli.register import register

        file = tmp_path / "pia.json"
        file.write_text("{}")
        result = CliRunner().invoke(register, ["import", str(file), "--brand", "b", "--what", "dpia"])
        assert (result.exit_code, "--task" in result.output) == (2, True)
