"""An outsider with the export of a brand: Go's own tools, a fork, a swapped brand, and the end of a person."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.journal.test_go_tools_agree import program, run  # noqa: F401 - a fixture is taken by its name
from tests.service.conftest import NOW, actor_of

from egide.adapters.journal import FilesystemTileStore
from egide.journal import Expectations, Tampering, TamperingKind, check_log, make_receipt, open_checkpoint, open_receipt
from egide.service.evidence.exporting import export_journal
from egide.service.evidence.flows import sequence_pending
from egide.service.evidence.models import JournalEntry, Opening
from egide.service.evidence.opening import EntryOpener
from egide.service.people.models import Person
from egide.service.rights.erasing import erase_person
from egide.service.rights.flows import receive_request
from egide.service.tenancy.rights import Role


@pytest.fixture
def exported(imported, brand, system, tmp_path: Path) -> Path:
    imported(prepare=False)
    folder = tmp_path / "journal"
    export_journal(brand.slug, folder, actor=system, now=NOW)
    return folder


def test_go_s_own_tools_confirm_the_export(program, exported, brand) -> None:  # noqa: F811 - the fixture
    size = JournalEntry.objects.filter(brand=brand, log_index__isnull=False).count()
    assert run(program, exported, "open").stdout == f"ok {size}\n"
    assert run(program, exported, "all").stdout == f"ok {size}\n"
    assert run(program, exported, "record", 0, size - 1).stdout == "ok 2\n"
    (bundle,) = (exported / "tile" / "entries" / "000.p").iterdir()
    bundle.write_bytes(bundle.read_bytes().replace(b'"SAV"', b'"DSR"', 1))
    assert run(program, exported, "all").returncode == 1


def test_the_export_of_another_brand_does_not_pass_for_this_one(exported, other_brand, system, parts, tmp_path) -> None:
    export_journal(other_brand.slug, tmp_path / "other", actor=system, now=NOW)
    with pytest.raises(Tampering) as found:
        check_log(
            FilesystemTileStore(tmp_path / "other"),
            Expectations(log_keys=[open_key(exported)]),
        )
    assert found.value.kind is TamperingKind.WRONG_LOG


def open_key(folder: Path):
    from egide.journal import parse_vkey

    return parse_vkey((folder / "log.vkey").read_text().strip())


def test_an_older_export_shows_a_journal_that_was_cut(exported, brand, system, parts, tmp_path) -> None:
    later = tmp_path / "later"
    export_journal(brand.slug, later, actor=system, now=NOW)
    key = open_key(exported)
    kept = open_checkpoint((later / "checkpoint").read_bytes(), [key]).checkpoint
    assert check_log(FilesystemTileStore(later), Expectations(log_keys=[key], known=[kept])).signed.size == kept.size
    with pytest.raises(Tampering) as found:
        check_log(FilesystemTileStore(exported), Expectations(log_keys=[key], known=[kept]))
    assert found.value.kind is TamperingKind.ROLLED_BACK


def test_a_receipt_outlives_the_person_and_the_journal_forgets_them(imported, brand, person_with, parts) -> None:
    imported(prepare=False)
    sequence_pending(brand.pk, now=NOW)
    dpo = actor_of(person_with(Role.DPO, brand))
    person = Person.objects.get()
    row = JournalEntry.objects.get(type="record.imported")
    opened = EntryOpener(brand.pk, dpo).open([row])[row.pk]
    assert opened.subject == str(person.pk)
    kept = make_receipt(parts.open_journal(brand.pk), row.log_index, opened.openings.values())
    erase_person(receive_request(person, "erasure", actor=dpo, now=NOW), actor=dpo, now=NOW)
    sequence_pending(brand.pk, now=NOW)
    receipt = open_receipt(kept, [parts.open_journal(brand.pk).key])
    assert {opening.field for opening in receipt.openings} == {"actor", "subject", "detail"}
    row.refresh_from_db()
    again = EntryOpener(brand.pk, dpo).open([row])[row.pk]
    assert (row.person_id, again.subject, again.detail) == (None, "", {})
    assert not Opening.objects.filter(person_id=person.pk).exists()
    files = parts.open_journal_files(brand.pk)
    assert check_log(files, Expectations(log_keys=[parts.open_journal(brand.pk).key])).signed.size > row.log_index


COMMANDS = """
import sys
from egide.cli import cli
home, folder = sys.argv[1:]
for words in (
    "createbrand acme",
    f"journal export {folder}/brand --brand acme",
    f"journal verify {folder}/brand",
    f"journal export {folder}/all --brand installation",
    f"journal verify {folder}/all --json",
    f"journal stamp export {folder}/stamp --brand acme",
):
    cli.main(args=words.split(), prog_name="egide", standalone_mode=False)
"""


def test_the_commands_export_and_verify_on_a_new_installation(tmp_path: Path) -> None:
    environment = {**os.environ, "EGIDE_HOME": str(tmp_path / "home"), "EGIDE_DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-c", COMMANDS, tmp_path / "home", tmp_path],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert " entries verified, root " in done.stdout
    assert '"verified": true' in done.stdout
    assert {path.name for path in (tmp_path / "brand").iterdir()} >= {"checkpoint", "tile", "log.vkey", "entries.jsonl"}
    assert (tmp_path / "stamp" / "request.tsq").stat().st_size > 40
