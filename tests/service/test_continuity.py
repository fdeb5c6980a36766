"""A site is lost and put back: nobody who left comes back with it. Real commands, processes, files and databases."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.postgresql import PostgresqlMissing, temporary_cluster

CLAIRE = {
    "id": "c1",
    "channel": "chat",
    "customer": {"ref": "4100000001", "name": "Claire Vauquelin", "email": "claire.vauquelin@exemple.example"},
    "messages": [
        {
            "from": "customer",
            "text": "Bonjour, ici Claire Vauquelin, ma box est morte.",
            "at": "2026-11-24T10:00:00+00:00",
        }
    ],
}
NEIGHBOUR = {
    "id": "n1",
    "channel": "chat",
    "customer": {"ref": "4100000002"},
    "messages": [
        {
            "from": "customer",
            "text": "Ma voisine, Mme Claire Vauquelin, a le même souci.",
            "at": "2026-11-24T11:00:00+00:00",
        }
    ],
}
LATECOMER = {
    "id": "l1",
    "channel": "chat",
    "customer": {"ref": "4100000003"},
    "messages": [{"from": "customer", "text": "Encore en panne.", "at": "2026-11-24T12:00:00+00:00"}],
}

# What the desk's pages do, done here without a browser.
SETUP = """
from datetime import datetime, UTC
from egide.cli.serving import start_service
start_service()
from egide.service.tenancy.models import Brand
from egide.service.tenancy.scope import brand_scope
from egide.service.tenancy.access import system_actor
from egide.service.people.models import Identifier, Person
from egide.service.conversations.models import Interaction, Message
from egide.service.sealing import blind, person_vault
from egide.service.running import tick
from egide.service.evidence.keeping import publish_round
from egide.service.rights.flows import receive_request, answer_request, record_ai_choice
from egide.service.rights.erasing import erase_person
from egide.service.rights.models import RightsRequest, Suppression
from egide.service.register.ledger import Choice, record_choice
from egide.service.register.models import ConsentRow
from egide.service.evidence.models import JournalEntry
from egide.service.wiring import parts
NOW, ME = datetime.now(UTC), system_actor("test")
BRAND = Brand.objects.get(slug="acme")
def who(reference):
    index = blind(BRAND.pk, "customer_number", reference)
    return Person.objects.filter(identifiers__blind_index=index).first()
def texts():
    return [person_vault(BRAND.pk, m.interaction.person_id).open_text("message", m.pk, "body", m.body_sealed) for m in Message.objects.select_related("interaction")]
with brand_scope(BRAND.pk):
    {body}
publish_round(NOW)
"""

WITHDRAW = """
    claire, neighbour = who("4100000001"), who("4100000002")
    erase_person(receive_request(claire, "erasure", actor=ME, now=NOW), actor=ME, now=NOW)
    record_ai_choice(neighbour, accepts=False, actor=ME, now=NOW)
    answer_request(receive_request(neighbour, "objection", actor=ME, now=NOW), actor=ME, now=NOW)
    record_choice(neighbour, Choice("MKT-C", "email", "refused", NOW), actor=ME, now=NOW)
    record_ai_choice(who("4100000003"), accepts=False, actor=ME, now=NOW)
    print(claire.pk)
"""

LOOK = """
    import json
    neighbour = who("4100000002")
    print(json.dumps({
        "people": Person.objects.count(),
        "claire": who("4100000001") is not None,
        "named": sum("Vauquelin" in text for text in texts()),
        "kept": sum("voisine" in text for text in texts()),
        "ai": not neighbour.ai_opt_out,
        "objected": neighbour.objected,
        "refused": ConsentRow.objects.filter(person=neighbour, purpose="MKT-C", state="refused").count(),
        "requests": sorted(RightsRequest.objects.values_list("kind", "state")),
        "entries": JournalEntry.objects.count(),
        "published": parts().open_journal(BRAND.pk).checkpoint().size,
    }))
"""


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """The address of an empty database."""
    try:
        with temporary_cluster() as address:
            yield address
    except PostgresqlMissing as missing:
        pytest.skip(str(missing))


class Site:
    """An installation, driven by commands."""

    def __init__(self, home: Path, database: str) -> None:
        self.home, self.database = home, database

    def run(self, *arguments: str, status: int = 0) -> tuple[str, str]:
        ran = self._start("-m", "egide", *arguments)
        assert ran.returncode == status, ran.stderr + ran.stdout
        assert "Traceback" not in ran.stderr
        return ran.stdout, ran.stderr

    def do(self, body: str) -> str:
        ran = self._start("-c", SETUP.replace("{body}", body.strip()))
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip()

    def look(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.do(LOOK))
        return found

    def lose_the_database(self) -> None:
        if self.database:
            name = self.database.rsplit("/", 1)[1]
            server = self.database.rsplit("/", 1)[0] + "/postgres"
            for statement in (f"DROP DATABASE {name} WITH (FORCE)", f"CREATE DATABASE {name}"):
                subprocess.run(["psql", server, "-qc", statement], check=True, capture_output=True)
        else:
            for path in self.home.glob("egide.sqlite3*"):
                path.unlink()

    def _start(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "EGIDE_HOME": str(self.home), "EGIDE_DATABASE_URL": self.database}
        if not self.database:
            environment.pop("EGIDE_DATABASE_URL")
        return subprocess.run(
            [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
        )


def _lose(folder: Path, database: str) -> None:
    """Make a brand with two customers, one of whom speaks of the other; back it up; people leave; the database is lost."""
    site = Site(folder / "home", database)
    source, late = folder / "in.jsonl", folder / "late.jsonl"
    source.write_text(f"{json.dumps(CLAIRE)}\n{json.dumps(NEIGHBOUR)}\n", encoding="utf-8")
    late.write_text(f"{json.dumps(LATECOMER)}\n", encoding="utf-8")
    site.run("createbrand", "acme")
    site.run("import", str(source), "--brand", "acme")
    site.run("backup", str(folder / "data"), "--keys", str(folder / "keys"))
    site.run("import", str(late), "--brand", "acme")
    site.do(WITHDRAW)
    before = site.look()
    assert (before["claire"], before["named"], before["ai"], before["objected"]) == (False, 0, False, True)
    site.lose_the_database()


@pytest.fixture(scope="module")
def wreck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wreck")
    _lose(folder, "")
    return folder


@pytest.fixture
def lost(wreck: Path, tmp_path: Path) -> Site:
    """A site whose database is lost, beside its backup in `data` and that of its keys in `keys`."""
    shutil.copytree(wreck, tmp_path, dirs_exist_ok=True)
    return Site(tmp_path / "home", "")


@pytest.fixture
def back(lost: Site, tmp_path: Path) -> Site:
    """The same, put back."""
    lost.run("recover", str(tmp_path / "data"))
    return lost


def _told(seen: dict[str, object]) -> None:
    assert (seen["claire"], seen["named"], seen["kept"]) == (False, 0, 1)
    assert (seen["ai"], seen["objected"], seen["refused"]) == (False, True, 1)
    assert seen["requests"] == [["erasure", "answered"], ["objection", "answered"]]
    assert seen["entries"] == seen["published"]


def test_nobody_who_left_comes_back(lost: Site, tmp_path: Path) -> None:
    _put_back_and_look(lost, tmp_path)
    for folder in (lost.home / "journal").iterdir():
        verified, _ = lost.run("journal", "verify", str(folder))
        assert "entries verified" in verified


def test_nobody_who_left_comes_back_on_postgresql(postgresql: str, tmp_path: Path) -> None:
    _lose(tmp_path, postgresql)
    _put_back_and_look(Site(tmp_path / "home", postgresql), tmp_path)


def _put_back_and_look(lost: Site, folder: Path) -> None:
    published = _sizes(lost.home)
    said, _ = lost.run("recover", str(folder / "data"))
    assert "withdrawals carried out again: ai 1, consent 1, erasure 1, objection 1" in said
    assert "1 withdrawals of people who came after the backup" in said
    seen = lost.look()
    _told(seen)
    assert seen["people"] == 1  # who came after the backup is lost with the database: that, a backup cannot give
    assert all(size > published[name] for name, size in _sizes(lost.home).items())
    again, _ = lost.run("recover")
    assert "Nothing was forgotten" in again
    # What is there is never overwritten.
    _, why = lost.run("recover", str(folder / "data"), status=2)
    assert ("not empty" if lost.database else "not overwritten") in why
    assert lost.look()["people"] == 1


def test_nobody_comes_back_with_the_former_keys_either(lost: Site, tmp_path: Path) -> None:
    shutil.rmtree(lost.home / "keys")
    lost.run("recover", str(tmp_path / "data"), "--keys", str(tmp_path / "keys"))
    _told(lost.look())


def test_no_command_opens_a_site_that_has_forgotten(lost: Site, tmp_path: Path) -> None:
    _, why = lost.run("createbrand", "other", status=2)
    assert "put a backup back with egide recover" in why
    # Put back by other means, and not told.
    shutil.copy2(tmp_path / "data" / "egide.sqlite3", lost.home)
    _, why = lost.run("createbrand", "other", status=2)
    assert "acme: its journal has entries that the database does not know" in why
    assert "acme: 5 withdrawals that the database does not know" in why
    lost.run("recover")
    lost.run("createbrand", "other")
    _told(lost.look())


def test_an_altered_ledger_erases_nobody(lost: Site, tmp_path: Path) -> None:
    ledger = lost.home / "ledger" / "withdrawals.jsonl"
    lines = ledger.read_text(encoding="ascii").splitlines()
    document = json.loads(lines[0])
    document["line"]["person"] = document["line"]["brand"]
    ledger.write_text("\n".join([json.dumps(document, separators=(",", ":")), *lines[1:]]) + "\n", encoding="ascii")
    _, why = lost.run("recover", str(tmp_path / "data"), status=2)
    assert "line 1: its signature does not verify" in why
    ledger.write_text("\n".join(lines) + "\n", encoding="ascii")
    lost.run("recover")
    _told(lost.look())


def test_an_erasure_that_the_ledger_has_lost_is_counted(lost: Site, tmp_path: Path) -> None:
    (lost.home / "ledger" / "withdrawals.jsonl").unlink()
    _, why = lost.run("recover", str(tmp_path / "data"), status=1)
    assert "1 erasures since the backup that the ledger does not hold" in why


def test_an_altered_backup_is_not_put_back(lost: Site, tmp_path: Path) -> None:
    copy = next(path for path in (tmp_path / "data").iterdir() if path.name.startswith("egide."))
    whole = copy.read_bytes()
    copy.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    _, why = lost.run("recover", str(tmp_path / "data"), status=2)
    assert f"{copy.name} was altered" in why
    copy.write_bytes(whole)
    lost.run("recover", str(tmp_path / "data"))


def test_a_backup_holds_no_key_and_no_readable_text(wreck: Path) -> None:
    found = [path for path in (wreck / "data").rglob("*") if path.is_file()]
    assert len(found) > 5
    for path in found:
        assert b"Vauquelin" not in path.read_bytes(), path.name
    assert not any(path.parent.name == "keys" or path.name == "keys.sqlite3" for path in found)


def test_a_backup_goes_to_a_folder_of_its_own(back: Site, tmp_path: Path) -> None:
    _, why = back.run("backup", str(tmp_path / "data"), status=2)
    assert "exists already" in why
    _, why = back.run("backup", str(tmp_path / "more"), "--keys", str(tmp_path / "more" / "keys"), status=2)
    assert "do not hold one another" in why
    assert not (tmp_path / "more").exists()


def _sizes(home: Path) -> dict[str, int]:
    return {
        folder.name: int((folder / "checkpoint").read_text(encoding="utf-8").splitlines()[1])
        for folder in (home / "journal").iterdir()
    }
