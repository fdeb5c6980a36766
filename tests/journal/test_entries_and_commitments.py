"""Entries hold codes and commitments only, have one spelling, and open only with the right salt and value."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from tests.journal.logs import BrandLog

from egide.journal import (
    Entry,
    MalformedEntry,
    MalformedInput,
    MalformedOpening,
    Opening,
    OpeningFailed,
    UnknownEventType,
    commit,
    event_type,
    event_types,
    seal,
    verify_opening,
)

C = commit("actor", bytes(32), b"x")
GOOD = {
    "actor": C, "detail": C, "obj": "3f0e8a52-5c1b-4d8e-9a77-0d3f5a7b9c11", "pol": "p1", "purpose": "SAV", "subject": C,
    "t": "2026-11-21T09:00:00.123Z", "type": "dsar.erased", "v": 1,
}  # fmt: skip


def written(**changed: object) -> bytes:
    members = {**GOOD, **changed}
    return json.dumps(dict(sorted(members.items())), separators=(",", ":"), ensure_ascii=False).encode()


def test_reads_back_what_it_writes() -> None:
    entry = Entry.parse(written())
    assert entry.encode() == written()
    assert entry.at == datetime(2026, 11, 21, 9, 0, 0, 123_000, tzinfo=UTC)
    assert Entry.create("dsar.erased", entry.at, UUID(entry.obj), "SAV", C, C, C, "p1") == entry


REFUSED = {
    "unknown type": ({"type": "dsar.invented"}, "unknown event type"),
    "unknown version": ({"v": 2}, "unknown format version"),
    "version true": ({"v": True}, "unknown format version"),
    "unknown field": ({"note": "x"}, "unknown field"),
    "value in place of a commitment": ({"subject": "Jeanne"}, "'subject' is outside its grammar"),
    "e-mail as an object": ({"obj": "a@b.example"}, "'obj' is outside its grammar"),
    "UUID that is not random": ({"obj": "3f0e8a52-5c1b-1d8e-9a77-0d3f5a7b9c11"}, "'obj' is outside its grammar"),
    "upper-case UUID": ({"obj": GOOD["obj"].upper()}, "'obj' is outside its grammar"),  # type: ignore[attr-defined]
    "sentence as a purpose": ({"purpose": "for Jeanne"}, "'purpose' is outside its grammar"),
    "time without milliseconds": ({"t": "2026-11-21T09:00:00Z"}, "'t' is outside its grammar"),
    "time with an offset": ({"t": "2026-11-21T09:00:00.123+00:00"}, "'t' is outside its grammar"),
    "day that does not exist": ({"t": "2026-02-30T09:00:00.123Z"}, "not a date that exists"),
    "hour 24": ({"t": "2026-11-21T24:00:00.000Z"}, "'t' is"),
    "Arabic-Indic digits": ({"t": "٢٠٢٦-11-21T09:00:00.123Z"}, "'t' is outside its grammar"),
    "commitment with stray bits": ({"actor": C[:-2] + "9="}, "'actor' is outside its grammar"),
    "number for a code": ({"pol": 1}, "'pol' is outside its grammar"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refuses_an_entry_outside_the_format(case: str) -> None:
    changed, reason = REFUSED[case]
    assert Entry.parse(written())
    with pytest.raises(MalformedEntry, match=reason):
        Entry.parse(written(**changed))


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (written() + b"\n", "canonical"),
        (written().replace(b",", b", ", 1), "canonical"),
        (written().replace(b'"v":1', b'"v":1,"v":1'), "duplicate key"),
        (written().replace(b'"v":1', b'"v":1.0'), "only integers"),
        (b"[]", "JSON object"),
        (b"", "outside 1 to 65535"),
        (b"x" * 65_536, "outside 1 to 65535"),
        (written().replace(b'"actor"', b'"zctor"'), "canonical|missing field actor"),
    ],
)
def test_refuses_another_spelling(octets: bytes, reason: str) -> None:
    with pytest.raises(MalformedEntry, match=reason):
        Entry.parse(octets)


def test_a_refusal_never_repeats_what_it_refused() -> None:
    with pytest.raises(MalformedEntry) as refused:
        Entry.parse(written(subject="jeanne.martin@example.com"))
    with pytest.raises(UnknownEventType) as unknown:
        event_type("jeanne.martin@example.com")
    assert "jeanne" not in str(refused.value) + str(unknown.value)


def test_create_refuses_what_parse_would_refuse() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    with pytest.raises(UnknownEventType):
        Entry.create("no.such", at, UUID(GOOD["obj"]), "SAV", C, C, C, "p1")  # type: ignore[arg-type]
    with pytest.raises(MalformedEntry, match="aware"):
        Entry.create("logout", at.replace(tzinfo=None), UUID(GOOD["obj"]), "SAV", C, C, C, "p1")  # type: ignore[arg-type]
    with pytest.raises(MalformedEntry, match="'actor'"):
        Entry.create("logout", at, UUID(GOOD["obj"]), "SAV", "agent-7", C, C, "p1")  # type: ignore[arg-type]


def test_keeps_time_in_utc_cut_to_the_millisecond() -> None:
    paris = datetime(2026, 11, 21, 10, 0, 0, 123_999, tzinfo=timezone(timedelta(hours=1)))
    entry = Entry.create("logout", paris, str(GOOD["obj"]), "LOG", C, C, C, "p1")
    assert b'"t":"2026-11-21T09:00:00.123Z"' in entry.encode()
    assert Entry.parse(entry.encode()) == entry


def test_commits_as_the_specification_says() -> None:
    salt = bytes(range(32))
    expected = hashlib.sha256(b"egide/v1/" + b"subject" + b"\x00" + salt + "Éric".encode()).digest()
    assert commit("subject", salt, "Éric".encode()) == base64.b64encode(expected).decode()


def test_same_value_gives_unlinkable_commitments() -> None:
    log = BrandLog()
    one, other = log.sealed(), log.sealed()
    same = seal("logout", one.entry.at, one.entry.obj, "LOG", "p1", bytes_from(1), actor="agent-7")
    again = seal("logout", one.entry.at, one.entry.obj, "LOG", "p1", bytes_from(2), actor="agent-7")
    assert same.entry.actor != again.entry.actor
    fields = [commitment for sealed in (one, other) for commitment in (sealed.entry.actor, sealed.entry.subject)]
    assert len(set(fields)) == len(fields)


def test_no_value_and_no_salt_in_a_leaf() -> None:
    sealed = BrandLog().sealed()
    leaf = sealed.entry.encode()
    for opening in sealed.openings.values():
        assert opening.value
        assert opening.value not in leaf
        assert base64.b64encode(hashlib.sha256(opening.value).digest()) not in leaf
        assert base64.b64encode(opening.salt) not in leaf


def test_an_absent_field_looks_like_a_present_one() -> None:
    beat = seal("journal.heartbeat", BrandLog().sealed().entry.at, str(GOOD["obj"]), "LOG", "p1", bytes_from(1))
    assert set(json.loads(beat.entry.encode())) == set(GOOD)
    assert all(opening.value == b"" for opening in beat.openings.values())


def test_opens_only_with_the_right_salt_value_and_field() -> None:
    sealed = BrandLog().sealed()
    opening = sealed.openings["subject"]
    verify_opening(sealed.entry.commitment("subject"), opening)
    for wrong in (
        Opening("subject", bytes(32), opening.value),
        Opening("subject", opening.salt, b"person-1000"),
        Opening("actor", opening.salt, opening.value),
    ):
        with pytest.raises(OpeningFailed):
            verify_opening(sealed.entry.commitment("subject"), wrong)
    with pytest.raises(MalformedOpening):
        sealed.entry.commitment("purpose")


def test_an_opening_does_not_show_itself() -> None:
    opening = BrandLog().sealed().openings["subject"]
    assert "person" not in repr(opening)
    assert repr(opening) == "Opening(field='subject')"


def test_seal_requires_the_fields_of_the_catalogue() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    assert seal("logout", at, str(GOOD["obj"]), "LOG", "p1", bytes_from(1), actor="agent-7")
    with pytest.raises(MalformedEntry, match="logout requires 'actor'"):
        seal("logout", at, str(GOOD["obj"]), "LOG", "p1", bytes_from(1))
    with pytest.raises(MalformedInput):
        seal("logout", at, str(GOOD["obj"]), "LOG", "p1", bytes_from(1), actor="a", detail={"x": 1.5})  # type: ignore[dict-item]


def test_refuses_a_salt_of_another_length() -> None:
    with pytest.raises(MalformedOpening, match="salt"):
        commit("actor", bytes(16), b"x")


@pytest.mark.parametrize("name", event_types())
def test_each_event_type_is_described_in_both_languages(name: str) -> None:
    found = event_type(name)
    for french, english in (found.heading, found.description):
        assert french
        assert english
        assert french != english
    assert found.description[0].endswith(".")
    assert found.description[1].endswith(".")
    assert set(found.committed) <= {"actor", "subject", "detail"}


def bytes_from(seed: int):
    return lambda count: hashlib.shake_128(bytes([seed])).digest(count)
