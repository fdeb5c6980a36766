"""Journals kept alive: published, verified, cosigned, stamped, pruned, and broken on purpose."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from tests.journal.authority import make_authority
from tests.service.conftest import NOW, actor_of

from egide.adapters.journal import MemoryWitnessStore, OpenSslTimeStampAuthority, Unreachable
from egide.journal import Ed25519Signer, Log, TimeStampFailed, Witness, load_roots, read_minimum_index
from egide.service import wiring
from egide.service.evidence.flows import Act, sequence_pending, write_entries, write_installation_entry
from egide.service.evidence.integrity import brand_integrity
from egide.service.evidence.keeping import publish_round, purge_openings, watch_round
from egide.service.evidence.models import (
    InstallationEntry,
    JournalEntry,
    Opening,
    PruningRequest,
    TimeStampToken,
    Verification,
    WitnessState,
)
from egide.service.evidence.pruning import (
    PruningRefused,
    ask_pruning,
    confirm_pruning,
    longest_need,
    withdraw_pruning,
)
from egide.service.evidence.stamping import keep_stamp
from egide.service.evidence.verifying import verify_log
from egide.service.tenancy.access import AccessRefused, system_actor
from egide.service.tenancy.rights import Role
from egide.service.tenancy.scope import brand_scope
from egide.service.wiring import OutsideWitness, TimeStamping

Install = Callable[..., wiring.Parts]
DAY = timedelta(days=1)


@pytest.fixture
def with_parts(parts: wiring.Parts) -> Install:
    """Change parts of this test's installation."""

    def change(**changes: object) -> wiring.Parts:
        changed = replace(wiring.parts(), **changes)
        wiring.install(changed)
        return changed

    return change


class LocalWitness:
    """A witness without a network: the very class that `egide witness` runs."""

    def __init__(self, log: Log) -> None:
        self.origin = log.origin
        self.store = MemoryWitnessStore()
        signer = Ed25519Signer("dpo.example/w1", bytes(31) + b"w", cosigner=True)
        self.witness = Witness(self.store, {log.origin: [log.key]}, [signer])
        self.reachable = True
        self.asked = 0

    def add_checkpoint(self, body: bytes) -> tuple[int, str]:
        if not self.reachable:
            raise Unreachable("no answer from dpo.example")
        self.asked += self.origin.encode() in body
        answer = self.witness.add_checkpoint(body, NOW)
        return int(answer.status), answer.body


@pytest.fixture
def witness(brand, parts, with_parts: Install) -> LocalWitness:
    local = LocalWitness(parts.open_journal(brand.pk))
    with_parts(witnesses=(OutsideWitness(local.witness.keys[0], local),))
    publish_round(NOW)
    return local


def add(brand, number: int = 1, *, at=NOW) -> None:
    actor = system_actor("test")
    with transaction.atomic():
        write_entries(
            brand.pk, [Act("settings.changed", uuid.uuid4(), actor, detail={"n": n}) for n in range(number)], at=at
        )
    publish_round(at)


def state_of(brand) -> WitnessState:
    return WitnessState.objects.get(log_id=brand.pk)


def test_a_round_publishes_every_log_and_the_installation_s(brand, other_brand, parts) -> None:
    assert publish_round(NOW) == JournalEntry.objects.filter(
        brand=brand
    ).count() + InstallationEntry.objects.count() + (parts.open_journal(other_brand.pk).checkpoint().size)
    assert publish_round(NOW) == 0
    assert parts.open_journal(None).checkpoint().size == InstallationEntry.objects.count() > 0


def test_one_heartbeat_a_day_whatever_else_was_written(brand) -> None:
    for hours in (0, 1, 23, 24, 30, 49):
        add(brand, at=NOW + timedelta(hours=hours))
        watch_round(NOW + timedelta(hours=hours))
    assert JournalEntry.objects.filter(type="journal.heartbeat", brand=brand).count() == 3
    assert InstallationEntry.objects.filter(type="journal.heartbeat").count() == 3


def test_the_daily_verification_is_stored_and_journalled(brand) -> None:
    publish_round(NOW)
    watch_round(NOW)
    watch_round(NOW + timedelta(hours=2))
    result = Verification.objects.get(log_id=brand.pk)
    assert (result.intact, result.size > 0) == (True, True)
    assert JournalEntry.objects.filter(type="journal.verified", brand=brand).count() == 1
    publish_round(NOW + DAY)
    watch_round(NOW + DAY)
    assert Verification.objects.filter(log_id=brand.pk, intact=True).count() == 2


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        (lambda brand: JournalEntry.objects.filter(brand=brand, log_index=2).update(body=b"{}"), "database-differs"),
        (lambda brand: JournalEntry.objects.filter(brand=brand, log_index=2).delete(), "database-differs"),
    ],
    ids=["edited", "deleted"],
)
def test_a_row_changed_in_the_database_is_named(brand, damage, kind) -> None:
    publish_round(NOW)
    assert verify_log(brand.pk, actor=system_actor("test"), now=NOW).intact
    damage(brand)
    result = verify_log(brand.pk, actor=system_actor("test"), now=NOW)
    assert (result.intact, result.kind, result.first_bad_index) == (False, kind, 2)


def test_a_file_changed_is_named_and_the_home_says_it(brand, parts) -> None:
    add(brand, 300)
    assert verify_log(brand.pk, actor=system_actor("test"), now=NOW).intact
    store = parts.open_journal_files(brand.pk)
    store.files["tile/entries/000"] = store.files["tile/entries/000"].replace(b'"LOG"', b'"LOC"', 1)
    result = verify_log(brand.pk, actor=system_actor("test"), now=NOW)
    assert (result.intact, result.kind) == (False, "edited")
    assert not brand_integrity(brand.pk, now=NOW).intact


def test_a_log_that_went_back_stops_alone_and_says_so(brand, other_brand, parts) -> None:
    add(brand, 3)
    store = parts.open_journal_files(brand.pk)
    kept = dict(store.files)
    add(brand, 3)
    store.files.clear()
    store.files.update(kept)
    with brand_scope(other_brand.pk):
        add(other_brand)
    with transaction.atomic():
        write_entries(brand.pk, [Act("settings.changed", uuid.uuid4(), system_actor("t"), detail={"n": 1})], at=NOW)
    publish_round(NOW)
    publish_round(NOW)
    found = Verification.objects.get(log_id=brand.pk)
    assert (found.intact, found.kind) == (False, "inconsistent")
    assert not Verification.objects.filter(log_id=other_brand.pk, intact=False).exists()
    assert parts.open_journal(other_brand.pk).checkpoint().size == 13


def test_a_witness_cosigns_what_grew_and_the_cosignature_is_published(brand, witness, parts) -> None:
    watch_round(NOW)
    first = state_of(brand)
    assert (first.size > 0, first.refusal) == (True, "")
    assert "— dpo.example/w1 ".encode() in parts.open_journal_files(brand.pk).read("checkpoint")
    watch_round(NOW + timedelta(seconds=30))
    assert witness.asked == 1
    add(brand, 5, at=NOW + timedelta(minutes=2))
    watch_round(NOW + timedelta(minutes=2))
    assert state_of(brand).size > first.size
    # An entry a day, not one for each cosignature: that would be something new to cosign, for ever.
    assert JournalEntry.objects.filter(type="journal.witnessed").count() == 1


def test_a_witness_that_is_away_is_asked_again(brand, witness) -> None:
    witness.reachable = False
    watch_round(NOW)
    assert "no answer" in state_of(brand).refusal
    assert not JournalEntry.objects.filter(type="journal.witnessed").exists()
    witness.reachable = True
    watch_round(NOW + timedelta(minutes=2))
    assert state_of(brand).refusal == ""


def test_a_witness_that_remembers_more_than_we_do_is_given_its_own_size(brand, witness) -> None:
    watch_round(NOW)
    WitnessState.objects.all().delete()
    add(brand, 3, at=NOW)
    watch_round(NOW + timedelta(minutes=2))
    assert state_of(brand).refusal == ""


def test_a_rewritten_history_is_refused_by_the_witness_and_contradicts_what_it_cosigned(brand, witness, parts) -> None:
    watch_round(NOW)
    size = state_of(brand).size
    # The operator, who holds the key, signs another past of greater length.
    rows = list(JournalEntry.objects.filter(brand=brand).order_by("log_index"))
    store = parts.open_journal_files(brand.pk)
    store.files.clear()
    forged = Log(store, Ed25519Signer(f"localhost/journal/{brand.pk}", bytes(32)))
    forged.create(NOW)
    bodies = [bytes(row.body) for row in rows]
    forged.append([bodies[0], *bodies[2:], bodies[1], *bodies[:3]], NOW)
    wiring.install(replace(wiring.parts(), open_journal=lambda _: forged))
    watch_round(NOW + timedelta(minutes=5))
    state = state_of(brand)
    assert (state.size, state.refusal[:3]) == (size, "422")
    result = verify_log(brand.pk, actor=system_actor("test"), now=NOW)
    assert (result.intact, result.kind) == (False, "rewritten")


@pytest.fixture
def authority(tmp_path: Path, with_parts: Install) -> Path:
    folder = make_authority(tmp_path / "authority")
    roots = tuple(load_roots((folder / "root.pem").read_bytes()))
    with_parts(time_stamping=TimeStamping(OpenSslTimeStampAuthority(folder / "tsa.cnf"), roots))
    return folder


def test_a_checkpoint_is_stamped_each_day_and_the_token_verifies(brand, authority) -> None:
    publish_round(NOW)
    watch_round(NOW)
    watch_round(NOW + timedelta(hours=3))
    token = TimeStampToken.objects.get(log_id=brand.pk)
    assert (token.verified, token.size > 0) == (True, True)
    assert JournalEntry.objects.filter(type="journal.stamped", brand=brand).count() == 1
    assert brand_integrity(brand.pk, now=NOW).stamped_at == token.at


@pytest.mark.parametrize("rooted", [True, False])
def test_a_token_carried_by_hand_is_kept_only_for_its_own_checkpoint(
    brand, authority, parts, with_parts, rooted
) -> None:
    from egide.journal import build_request

    publish_round(NOW)
    checkpoint = parts.open_journal(brand.pk).checkpoint().note
    response = OpenSslTimeStampAuthority(authority / "tsa.cnf").stamp(build_request(checkpoint))
    add(brand)
    later = parts.open_journal(brand.pk).checkpoint().note
    if not rooted:  # nobody vouches for the authority: the token must still be of this checkpoint
        with_parts(time_stamping=None)
    with pytest.raises(TimeStampFailed):
        keep_stamp(brand.pk, response, later, actor=system_actor("test"), now=NOW)
    kept = keep_stamp(brand.pk, response, checkpoint, actor=system_actor("test"), now=NOW)
    assert kept.verified is rooted
    assert TimeStampToken.objects.count() == 1


def test_openings_end_with_the_retention_of_action_logs(brand, parts, imported) -> None:
    imported(prepare=False)
    publish_round(NOW)
    assert not Opening.objects.filter(delete_after__isnull=True).exists()
    assert purge_openings(brand.pk, actor=system_actor("t"), now=NOW + 364 * DAY) == 0
    number = Opening.objects.filter(brand=brand).count()
    later = NOW + 367 * DAY
    assert purge_openings(brand.pk, actor=system_actor("t"), now=later) == number
    assert not JournalEntry.objects.filter(person_id__isnull=False).exists()
    assert JournalEntry.objects.filter(type="journal.openings_purged").count() == 1
    assert purge_openings(None, actor=system_actor("t"), now=later) > 0
    assert not InstallationEntry.objects.filter(openings_sealed__isnull=False, delete_after__lt=later).exists()
    assert verify_log(brand.pk, actor=system_actor("t"), now=later).intact


def test_pruning_needs_age_and_two_people_and_keeps_every_proof(brand, person_with, parts) -> None:
    dpo, rssi = actor_of(person_with(Role.DPO, brand)), actor_of(person_with(Role.RSSI, brand))
    owner = actor_of(person_with(Role.BRAND_OWNER, brand))
    add(brand, 600)
    log = parts.open_journal(brand.pk)
    before = log.checkpoint()
    with pytest.raises(PruningRefused, match="older"):
        ask_pruning(brand.pk, actor=dpo, now=NOW)
    later = NOW + longest_need(NOW) + 400 * DAY
    request = ask_pruning(brand.pk, actor=dpo, now=later)
    with pytest.raises(PruningRefused, match="second person"):
        confirm_pruning(request, actor=dpo, now=later)
    with pytest.raises(AccessRefused):
        confirm_pruning(request, actor=owner, now=later)
    assert read_minimum_index(parts.open_journal_files(brand.pk)) == 0
    confirm_pruning(request, actor=rssi, now=later)
    assert read_minimum_index(parts.open_journal_files(brand.pk)) == 512
    assert not JournalEntry.objects.filter(brand=brand, log_index__lt=512).exists()
    assert JournalEntry.objects.filter(type__in=["journal.pruning_requested", "journal.pruned"]).count() == 2
    assert log.root_at(before.size) == before.root
    result = verify_log(brand.pk, actor=rssi, now=later)
    assert result.intact, (result.kind, result.first_bad_index, result.reason)
    add(brand, 2, at=later)
    assert verify_log(brand.pk, actor=rssi, now=later).intact


def test_a_pruning_withdrawn_prunes_nothing(brand, person_with, parts) -> None:
    dpo, rssi = actor_of(person_with(Role.DPO, brand)), actor_of(person_with(Role.RSSI, brand))
    add(brand, 300)
    later = NOW + longest_need(NOW) + 400 * DAY
    request = ask_pruning(brand.pk, actor=dpo, now=later)
    withdraw_pruning(request, actor=rssi, now=later)
    with pytest.raises(PruningRefused, match="closed"):
        confirm_pruning(request, actor=rssi, now=later)
    assert PruningRequest.objects.get().pruned == 0
    assert read_minimum_index(parts.open_journal_files(brand.pk)) == 0


def test_an_installation_entry_is_found_by_its_actor_until_it_ends(parts) -> None:
    with transaction.atomic():
        row = write_installation_entry(Act("logout", uuid.uuid4(), system_actor("x")), at=NOW)
    assert (row.actor_index is not None, row.delete_after > NOW + 364 * DAY) == (True, True)
    assert sequence_pending(None, now=NOW) == 1
