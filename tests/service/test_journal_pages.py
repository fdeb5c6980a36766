"""The pages of the journals: who may read what, that reading is an entry, and that what is handed out verifies."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.service.conftest import NOW, actor_of

from egide.adapters.journal import FilesystemTileStore
from egide.journal import Expectations, check_log, open_receipt
from egide.service.conversations.models import Interaction
from egide.service.evidence.flows import sequence_pending
from egide.service.evidence.models import InstallationEntry, JournalEntry, Verification
from egide.service.people.models import Person
from egide.service.tenancy.rights import Role


@pytest.fixture
def written(imported, brand) -> JournalEntry:
    """A published journal with one conversation; gives the entry of its import."""
    imported(prepare=False)
    sequence_pending(brand.pk, now=NOW)
    return JournalEntry.objects.get(type="record.imported")


def readings() -> int:
    return JournalEntry.objects.filter(type="journal.read").count()


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.DPO, 200), (Role.RSSI, 200), (Role.BRAND_OWNER, 200), (Role.AGENT, 403), (Role.SUSTAINABILITY, 403)],
)
def test_who_may_open_the_journal(written, brand, client_as, role, status) -> None:
    assert client_as(role, brand).get(reverse("evidence:journal")).status_code == status


def test_the_operator_is_led_to_the_installation_s_journal(written, brand, client_as) -> None:
    response = client_as(Role.OPERATOR, brand).get(reverse("evidence:journal"), follow=True)
    assert response.redirect_chain[-1][0] == reverse("evidence:installation")
    assert response.status_code == 200


def test_the_page_says_what_is_not_detected_without_a_witness(written, brand, client_as) -> None:
    page = client_as(Role.RSSI, brand).get(reverse("evidence:journal")).content.decode()
    assert "Aucun témoin extérieur." in page
    assert "non détecté" in page
    assert page.count("<") < 700


def test_filters_narrow_and_wrong_ones_are_ignored(written, brand, client_as) -> None:
    client = client_as(Role.DPO, brand)
    rows = lambda **query: len(client.get(reverse("evidence:journal"), query).context["page"].entries.rows)  # noqa: E731 - a name for one question
    assert rows(kind="record.imported") == 1
    assert rows(kind="record.imported", purpose="DSR") == 0
    assert rows(kind="no.such.kind", person="nobody", page="x", since="ever") == rows()
    assert rows(since="24h", kind="record.imported") in {0, 1}


def test_a_plain_reading_of_leaves_is_no_entry(written, brand, client_as) -> None:
    client_as(Role.RSSI, brand).get(reverse("evidence:journal"), {"kind": "record.imported"})
    assert readings() == 0


@pytest.mark.parametrize("role", [Role.DPO, Role.RSSI])
def test_a_person_is_found_by_an_exact_identifier_and_that_is_an_entry(written, brand, client_as, role) -> None:
    client = client_as(role, brand)
    asked = {"brand": brand.slug, "identifier": "claire.dupont@exemple.example"}
    response = client.post(reverse("evidence:person"), asked, follow=True)
    page = response.context["page"]
    assert {row[2].text for row in page.entries.rows} == {
        "Enregistrement importé",
        "Données personnelles recherchées",
        "Recherche lancée",
        "Journal consulté",
    }
    assert "claire" not in response.redirect_chain[-1][0]
    assert (JournalEntry.objects.filter(type="search.run").count(), readings()) == (1, 1)
    everything = reverse("rights:person", args=[Person.objects.get().pk])
    assert (everything in response.content.decode()) is (role is Role.DPO)


def test_nobody_is_found_by_a_part_of_an_identifier(written, brand, client_as) -> None:
    asked = {"brand": brand.slug, "identifier": "claire.dupont"}
    assert client_as(Role.DPO, brand).post(reverse("evidence:person"), asked).status_code == 422


def test_a_brand_owner_may_not_look_for_a_person_or_an_actor(written, brand, client_as) -> None:
    client = client_as(Role.BRAND_OWNER, brand)
    asked = {"brand": brand.slug, "identifier": "claire.dupont@exemple.example"}
    assert client.post(reverse("evidence:person"), asked).status_code == 403
    assert client.get(reverse("evidence:journal"), {"actor": "system:test"}).status_code == 403
    assert client.get(reverse("evidence:journal"), {"person": str(Person.objects.get().pk)}).status_code == 403
    assert 'name="actor"' not in client.get(reverse("evidence:journal")).content.decode()


def test_an_actor_s_acts_are_found_through_a_blind_index(written, brand, client_as) -> None:
    client = client_as(Role.RSSI, brand)
    rows = client.get(reverse("evidence:journal"), {"actor": "system:test", "kind": "record.imported"})
    assert len(rows.context["page"].entries.rows) == 1
    nobody = client.get(reverse("evidence:journal"), {"actor": "system:somebody-else"})
    assert not nobody.context["page"].entries.rows
    assert readings() == 2


@pytest.mark.parametrize(
    ("role", "opened", "closed"),
    [
        (Role.DPO, ["Acteur", "Concerne", "basis"], []),
        (Role.RSSI, ["Acteur"], ["Concerne", "basis"]),
        (Role.BRAND_OWNER, [], ["Acteur", "Concerne", "basis"]),
    ],
)
def test_an_entry_opens_as_far_as_the_role_may(written, brand, client_as, role, opened, closed) -> None:
    address = reverse("evidence:entry", args=[brand.pk, written.log_index])
    page = client_as(role, brand).get(address).context["page"]
    shown = {cell[0].text for section in page.sections for cell in section.table.rows}
    assert set(opened) <= shown
    assert not set(closed) & shown
    assert readings() == (1 if opened else 0)


def test_an_agent_sees_the_proof_and_opens_nothing(written, brand, client_as) -> None:
    response = client_as(Role.AGENT, brand).get(reverse("evidence:entry", args=[brand.pk, written.log_index]))
    assert (response.status_code, response.context["page"].sections, readings()) == (200, (), 0)


def test_a_receipt_verifies_and_the_opened_one_is_for_the_dpo(written, brand, client_as, parts) -> None:
    address = reverse("evidence:receipt", args=[brand.pk, written.log_index])
    key = parts.open_journal(brand.pk).key
    bare = client_as(Role.RSSI, brand).get(address)
    assert open_receipt(bare.content, [key]).openings == ()
    assert client_as(Role.RSSI, brand, "other-rssi").post(address).status_code == 403
    opened = open_receipt(client_as(Role.DPO, brand).post(address).content, [key])
    values = {opening.field: opening.value.decode() for opening in opened.openings}
    assert set(values) == {"subject", "detail"}
    assert values["subject"] == str(Person.objects.get().pk)
    assert JournalEntry.objects.filter(type="journal.exported").count() == 1


def test_the_export_is_a_folder_that_verifies_and_opens_for_its_reader(
    written, brand, client_as, parts, tmp_path
) -> None:
    address = reverse("evidence:export", args=[brand.pk])

    def exported(role: Role) -> list[dict]:
        archive = zipfile.ZipFile(io.BytesIO(client_as(role, brand).post(address).getvalue()))
        folder = tmp_path / role
        archive.extractall(folder)
        key = parts.open_journal(brand.pk).key
        # The pages read the clock and the set-up does not: their times are in no order.
        expected = Expectations(log_keys=[key], order_tolerance=timedelta(days=36_500))
        found = check_log(FilesystemTileStore(folder / "journal"), expected)
        lines = (folder / "journal" / "entries.jsonl").read_text().splitlines()
        assert found.signed.size == len(lines)
        return [json.loads(line) for line in lines]

    subject = str(Person.objects.get().pk)
    index = written.log_index
    assert exported(Role.DPO)[index]["opened"]["subject"] == subject
    of_rssi = exported(Role.RSSI)
    assert of_rssi[index]["opened"] == {"actor": "system:test"}
    assert subject not in json.dumps(of_rssi)
    assert "opened" not in exported(Role.BRAND_OWNER)[index]
    assert JournalEntry.objects.filter(type="journal.exported").count() == 3


def test_a_whole_verification_can_be_asked_for(written, brand, client_as) -> None:
    client_as(Role.RSSI, brand).post(reverse("evidence:verify", args=[brand.pk]))
    assert Verification.objects.get(log_id=brand.pk).intact
    assert JournalEntry.objects.filter(type="journal.verified").count() == 1


@pytest.mark.parametrize("path", ["checkpoint", "log.vkey", "tile/entries/000.p/{size}", "tile/0/000.p/{size}"])
def test_published_files_are_for_anybody_under_three_names(written, brand, parts, path) -> None:
    path = path.format(size=parts.open_journal(brand.pk).checkpoint().size)
    anybody = Client()
    by_id, by_name = (anybody.get(f"/journal/{name}/{path}") for name in (brand.pk, brand.slug))
    assert (by_id.status_code, by_id.content) == (200, by_name.content)
    assert by_id["Cache-Control"] == ("public, max-age=31536000, immutable" if "tile" in path else "public, max-age=5")
    assert by_id["Content-Type"] == ("application/octet-stream" if "tile" in path else "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    "path", ["", "tile/0/999", "../egide.sqlite3", "minimum-index", "witness.key", ".lock", "entries.jsonl"]
)
def test_nothing_else_is_published(written, brand, path) -> None:
    assert Client().get(f"/journal/{brand.pk}/{path}").status_code == 404
    assert Client().get(f"/journal/nobody/{path}").status_code == 404


def test_the_installation_s_journal_names_who_for_those_who_answer_for_everybody(
    written, brand, client_as, parts
) -> None:
    Client().post("/accounts/login/", {"login": "intrus@exemple.example", "password": "x"})
    sequence_pending(None, now=NOW)
    client = client_as(Role.RSSI, brand)
    page = client.get(reverse("evidence:installation")).context["page"]
    assert {"Compte créé", "Connexion refusée"} <= {row[2].text for row in page.entries.rows}
    assert InstallationEntry.objects.filter(type="journal.read").count() == 1
    index = InstallationEntry.objects.get(type="login.failed").log_index
    shown = client.get(reverse("evidence:installation_entry", args=[index])).content.decode()
    assert "intrus@exemple.example" in shown
    assert Client().get("/journal/installation/checkpoint").content == parts.open_journal_files(None).read("checkpoint")
    for file in parts.open_journal_files(None).files.values():
        assert b"intrus" not in file


def test_who_answers_for_one_brand_among_others_reads_of_their_own_people_only(
    written, brand, other_brand, client_as
) -> None:
    client_as(Role.AGENT, other_brand, "voisin")
    Client().post("/accounts/login/", {"login": "intrus@exemple.example", "password": "x"})
    sequence_pending(None, now=NOW)
    client = client_as(Role.RSSI, brand)
    page = client.get(reverse("evidence:installation")).content.decode()
    assert "fermé" in page
    index = InstallationEntry.objects.get(type="login.failed").log_index
    shown = client.get(reverse("evidence:installation_entry", args=[index])).content.decode()
    assert "intrus" not in shown
    assert "Voisin" not in page


@pytest.mark.parametrize("role", [Role.AGENT, Role.DPO, Role.BRAND_OWNER])
def test_the_installation_s_journal_is_closed_to_others(written, brand, client_as, role) -> None:
    assert client_as(role, brand).get(reverse("evidence:installation")).status_code == 403


def test_a_refused_right_is_an_entry_and_changes_nothing_else(written, brand, client_as) -> None:
    client = client_as(Role.AGENT, brand)
    assert client.get(reverse("evidence:journal")).status_code == 403
    row = InstallationEntry.objects.get(type="request.refused")
    assert str(Interaction.objects.get().pk).encode() not in bytes(row.body)


def test_pruning_pages_ask_confirm_and_refuse(written, brand, client_as) -> None:
    address = reverse("evidence:pruning", args=[brand.pk])
    dpo = client_as(Role.DPO, brand)
    assert dpo.get(address).status_code == 200
    assert dpo.post(address).status_code == 422
    assert client_as(Role.BRAND_OWNER, brand).get(address).status_code == 403


def test_no_leaf_names_an_account_or_a_person_by_an_identifier(written, brand, client_as, person_with) -> None:
    user = person_with(Role.AGENT, brand)
    person = Person.objects.get()
    Client().post("/accounts/login/", {"login": user.username, "password": "x"})
    client_as(Role.DPO, brand).get(reverse("rights:person", args=[person.pk]))
    bodies = [bytes(body) for body in JournalEntry.objects.values_list("body", flat=True)]
    bodies += [bytes(body) for body in InstallationEntry.objects.values_list("body", flat=True)]
    for body in bodies:
        assert str(user.pk).encode() not in body
        assert str(person.pk).encode() not in body


def test_the_export_is_sent_piece_by_piece_by_either_kind_of_server(written, brand, person_with, rf) -> None:
    import asyncio

    from django.test import AsyncRequestFactory

    from egide.service.evidence.archiving import zipped

    reader = actor_of(person_with(Role.DPO, brand))
    plain = zipped(rf.post("/"), brand.slug, reader)
    assert not plain.is_async
    assert zipfile.ZipFile(io.BytesIO(plain.getvalue())).testzip() is None
    served = zipped(AsyncRequestFactory().post("/"), brand.slug, reader)

    async def gather() -> bytes:
        return b"".join([piece async for piece in served])

    assert served.is_async
    sent = asyncio.run(gather())
    assert len(sent) == int(served["Content-Length"])
    assert zipfile.ZipFile(io.BytesIO(sent)).testzip() is None


def test_the_command_exports_what_the_named_reader_may_open(written, brand, person_with, tmp_path: Path) -> None:
    from tests.service.conftest import actor_of

    from egide.service.evidence.exporting import UnknownJournal, export_journal
    from egide.service.tenancy.access import system_actor

    reader = actor_of(person_with(Role.DPO, brand))
    export_journal("orvelie", tmp_path / "a", actor=system_actor("export"), now=NOW, opened_for=reader)
    export_journal("orvelie", tmp_path / "b", actor=system_actor("export"), now=NOW)
    assert '"opened"' in (tmp_path / "a" / "entries.jsonl").read_text()
    assert '"opened"' not in (tmp_path / "b" / "entries.jsonl").read_text()
    with pytest.raises(UnknownJournal):
        export_journal("nobody", tmp_path / "c", actor=system_actor("export"), now=NOW)
