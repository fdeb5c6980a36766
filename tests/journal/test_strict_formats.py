"""Each format reads exactly what it writes: parse(format(x)) = x, and any other text is refused with its reason."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from egide.journal import (
    AddCheckpoint,
    Algorithm,
    Checkpoint,
    Ed25519Signer,
    MalformedCheckpoint,
    MalformedInput,
    MalformedKey,
    MalformedNote,
    MalformedOpening,
    MalformedProof,
    MalformedRequest,
    MalformedTile,
    Note,
    NoteSignature,
    Opening,
    ProofFile,
    Tile,
    UntrustedSignature,
    VerifierKey,
    WrongOrigin,
    format_add_checkpoint,
    format_canonical,
    format_checkpoint,
    format_note,
    format_proof_file,
    format_vkey,
    open_checkpoint,
    parse_add_checkpoint,
    parse_canonical,
    parse_checkpoint,
    parse_note,
    parse_proof_file,
    parse_tile_path,
    parse_vkey,
)
from egide.journal.note import MAX_NOTE_BYTES
from egide.journal.tiles import format_bundle, parse_bundle, parse_hash_tile

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SIGNER = Ed25519Signer("h.example/log", bytes(32))
TEXT = format_checkpoint(Checkpoint("h.example/log", 42, bytes(range(32))))
NOTE = format_note(Note(TEXT, (SIGNER.sign(TEXT, NOW),)))
URL_SAFE = base64.urlsafe_b64encode(b"\xff" * 32).decode()
ROOT_LINE = base64.b64encode(bytes(range(32))).decode()

names = st.text(
    st.characters(codec="utf-8", exclude_categories=["Z", "C"], exclude_characters="+"), min_size=1, max_size=20
).filter(lambda name: not any(character.isspace() for character in name))
hashes = st.binary(min_size=32, max_size=32)
signatures = st.builds(NoteSignature, names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=80))
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=30).map(lambda text: text + "\n")
notes = st.builds(Note, texts, st.lists(signatures, min_size=1, max_size=4).map(tuple))
checkpoints = st.builds(Checkpoint, names, st.integers(0, 2**63 - 1), hashes)
keys = st.builds(VerifierKey, names, st.sampled_from([Algorithm.ED25519, Algorithm.ED25519_COSIGNATURE]), hashes)


@given(notes)
def test_notes_round_trip(note: Note) -> None:
    assert parse_note(format_note(note)) == note


@given(checkpoints)
def test_checkpoints_round_trip(checkpoint: Checkpoint) -> None:
    assert parse_checkpoint(format_checkpoint(checkpoint)) == checkpoint


@given(keys)
def test_verifier_keys_round_trip(key: VerifierKey) -> None:
    assert parse_vkey(format_vkey(key)) == key


@given(st.integers(0, 2**63 - 1), st.lists(hashes, max_size=8), st.none() | st.binary(max_size=20))
def test_proof_files_round_trip(index: int, path: list[bytes], extra: bytes | None) -> None:
    proof = ProofFile(index, tuple(path), NOTE, extra)
    assert parse_proof_file(format_proof_file(proof)) == proof


@given(st.integers(0, 2**64 - 1), st.lists(hashes, max_size=8))
def test_witness_requests_round_trip(old_size: int, proof: list[bytes]) -> None:
    request = AddCheckpoint(old_size, tuple(proof), NOTE)
    assert parse_add_checkpoint(format_add_checkpoint(request)) == request


@given(st.none() | st.integers(0, 63), st.integers(0, 2**40), st.integers(1, 256))
def test_tile_paths_round_trip(level: int | None, index: int, width: int) -> None:
    tile = Tile(level, index, width)
    assert parse_tile_path(tile.path) == tile


@given(st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=20))
def test_bundles_round_trip(entries: list[bytes]) -> None:
    assert parse_bundle(format_bundle(entries), Tile(None, 0, len(entries))) == entries


@given(st.from_regex(r"[a-z][a-z_]{0,31}", fullmatch=True), hashes, st.binary(max_size=40))
def test_openings_round_trip(field: str, salt: bytes, value: bytes) -> None:
    opening = Opening(field, salt, value)
    assert Opening.parse(opening.encode()) == opening


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(json_values)
def test_canonical_json_round_trips(document: object) -> None:
    assert parse_canonical(format_canonical(document)) == document


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_changed_byte_never_reads_as_the_same_thing(data: st.DataObject) -> None:
    """Whatever byte changes in a signed note, it is refused or it reads as something else."""
    at = data.draw(st.integers(0, len(NOTE) - 1))
    other = bytes([data.draw(st.integers(0, 255))])
    changed = NOTE[:at] + other + NOTE[at + 1 :]
    assume(changed != NOTE)
    with pytest.raises((MalformedInput, UntrustedSignature)):
        open_checkpoint(changed, [SIGNER.key], "h.example/log")


@given(st.binary(max_size=200))
def test_noise_is_refused_in_our_own_words(noise: bytes) -> None:
    for parse in (parse_note, parse_proof_file, parse_add_checkpoint, Opening.parse):
        with pytest.raises(MalformedInput):
            parse(noise)


# Each line: the input, what its reason says.
CHECKPOINTS = {
    "underscore in the size": (f"h.example/log\n4_2\n{ROOT_LINE}\n", "size is not a plain decimal integer"),
    "sign in the size": (f"h.example/log\n+42\n{ROOT_LINE}\n", "size is not a plain decimal integer"),
    "leading zero": (f"h.example/log\n042\n{ROOT_LINE}\n", "size is not a plain decimal integer"),
    "Arabic-Indic digits": (f"h.example/log\n٤٢\n{ROOT_LINE}\n", "size is not a plain decimal integer"),
    "full-width digits": (f"h.example/log\n４２\n{ROOT_LINE}\n", "size is not a plain decimal integer"),
    "space before the size": (f"h.example/log\n 42\n{ROOT_LINE}\n", "size is not a plain decimal integer"),
    "size beyond 63 bits": (f"h.example/log\n{2**63}\n{ROOT_LINE}\n", "size is larger"),
    "stray base64 characters": (f"h.example/log\n42\n!!{ROOT_LINE}\n", "root is not standard base64"),
    "missing padding": (f"h.example/log\n42\n{ROOT_LINE[:-1]}\n", "root is not standard base64"),
    "non-zero trailing bits": (f"h.example/log\n42\n{ROOT_LINE[:-2]}9=\n", "root is base64 with another spelling"),
    "URL-safe base64": (f"h.example/log\n42\n{URL_SAFE}\n", "root is not standard base64"),
    "short root": (f"h.example/log\n42\n{base64.b64encode(bytes(31)).decode()}\n", "root has 31 bytes"),
    "extension line": (f"h.example/log\n42\n{ROOT_LINE}\nextra\n", "exactly three lines"),
    "missing newline": (f"h.example/log\n42\n{ROOT_LINE}", "exactly three lines"),
    "carriage return": (f"h.example/log\r\n42\n{ROOT_LINE}\n", "no space"),
    "empty origin": (f"\n42\n{ROOT_LINE}\n", "1 to 255 characters"),
    "space in the origin": (f"h.example log\n42\n{ROOT_LINE}\n", "no space"),
    "non-breaking space in the origin": (f"h.example\u00a0log\n42\n{ROOT_LINE}\n", "no space"),
    "plus in the origin": (f"h.example+log\n42\n{ROOT_LINE}\n", "no plus sign"),
}  # fmt: skip


@pytest.mark.parametrize("case", CHECKPOINTS)
def test_refuses_a_malformed_checkpoint(case: str) -> None:
    text, reason = CHECKPOINTS[case]
    assert parse_checkpoint(TEXT)
    with pytest.raises(MalformedCheckpoint, match=reason):
        parse_checkpoint(text)


LINE = NOTE.decode().split("\n\n")[1]
NOTES = {
    "missing final newline": (NOTE[:-1], "ends with a newline"),
    "no empty line": (NOTE.replace(b"\n\n", b"\n"), "empty line before its signatures"),
    "no signature": (TEXT.encode() + b"\n", "at least one signature"),
    "hyphen instead of em dash": (NOTE.replace("—".encode(), b"-"), "em dash"),
    "control character": (NOTE.replace(b"42", b"4\x072"), "control character"),
    "tab": (NOTE.replace(b"42", b"4\t2"), "control character"),
    "not UTF-8": (NOTE + b"\xff\n", "UTF-8"),
    "two spaces before the signature": (NOTE.replace(b"/log ", b"/log  "), "em dash"),
    "stray base64 in a signature": ((TEXT + "\n" + LINE[:-3] + "!=\n").encode(), "em dash"),
    "wrong padding in a signature": ((TEXT + "\n" + LINE.rstrip("=\n") + "\n").encode(), "base64"),
    "signature shorter than a key id": ((TEXT + "\n— h.example/log AAAA\n").encode(), "longer than its key id"),
    "text after the signatures": (NOTE + b"more\n", "em dash"),
    "oversize": (NOTE + LINE.encode() * (MAX_NOTE_BYTES // len(LINE)), "at most 1000000 bytes"),
    "too many signatures": (NOTE + LINE.encode() * 64, "at most 64 signatures"),
}


@pytest.mark.parametrize("case", NOTES)
def test_refuses_a_malformed_note(case: str) -> None:
    octets, reason = NOTES[case]
    assert parse_note(NOTE)
    with pytest.raises(MalformedNote, match=reason):
        parse_note(octets)


def test_accepts_sixteen_signatures_and_ignores_unknown_keys() -> None:
    others = [Ed25519Signer(f"witness-{n}.example", bytes([n]) * 32, cosigner=True) for n in range(1, 16)]
    note = format_note(Note(TEXT, (*(other.sign(TEXT, NOW) for other in others), SIGNER.sign(TEXT, NOW))))
    assert open_checkpoint(note, [SIGNER.key]).signers == (SIGNER.key,)


def test_separates_text_from_signatures_at_the_last_empty_line() -> None:
    note = Note("one\n\ntwo\n", (SIGNER.sign("one\n\ntwo\n", NOW),))
    assert parse_note(format_note(note)).text == "one\n\ntwo\n"


def test_refuses_when_a_known_key_has_one_bad_signature() -> None:
    good, bad = SIGNER.sign(TEXT, NOW), SIGNER.sign("other\n", NOW)
    assert open_checkpoint(format_note(Note(TEXT, (good,))), [SIGNER.key])
    with pytest.raises(UntrustedSignature, match="signature is wrong"):
        open_checkpoint(format_note(Note(TEXT, (good, bad))), [SIGNER.key])


def test_refuses_when_only_the_name_or_only_the_id_is_known() -> None:
    line = SIGNER.sign(TEXT, NOW)
    for changed in (NoteSignature("other.example", line.key_id, line.signature),
                    NoteSignature(line.name, b"\x00" * 4, line.signature)):  # fmt: skip
        with pytest.raises(UntrustedSignature, match="no signature by a trusted key"):
            open_checkpoint(format_note(Note(TEXT, (changed,))), [SIGNER.key])


def test_refuses_a_signature_of_the_wrong_length() -> None:
    line = SIGNER.sign(TEXT, NOW)
    longer = NoteSignature(line.name, line.key_id, line.signature + b"\x00")
    with pytest.raises(UntrustedSignature, match="65 bytes instead of 64"):
        open_checkpoint(format_note(Note(TEXT, (longer,))), [SIGNER.key])


def test_refuses_the_checkpoint_of_another_origin() -> None:
    assert open_checkpoint(NOTE, [SIGNER.key], "h.example/log")
    with pytest.raises(WrongOrigin):
        open_checkpoint(NOTE, [SIGNER.key], "h.example/other")


VKEY = format_vkey(SIGNER.key)
VKEYS = {
    "wrong key id": (VKEY.replace(VKEY.split("+")[1], "00000000"), "key id is not the hash"),
    "upper-case key id": (VKEY.replace(VKEY.split("+")[1], VKEY.split("+")[1].upper()), "8 hex digits"),
    "unknown type": ("h.example/log+00000000+" + base64.b64encode(b"\x09" + bytes(32)).decode(), "unknown signature type"),
    "short key": ("h.example/log+00000000+" + base64.b64encode(b"\x01" + bytes(31)).decode(), "31 bytes instead of 32"),
    "trailing newline": (VKEY + "\n", "8 hex digits"),
    "stray base64": (VKEY[:-1] + "!", "8 hex digits"),
    "space in the name": (VKEY.replace("h.example", "h example"), "no space"),
}  # fmt: skip


def test_refuses_a_key_name_that_is_not_unicode_text() -> None:
    with pytest.raises(MalformedKey, match="Unicode"):
        parse_vkey("h\ud800+00000000+" + base64.b64encode(b"\x01" + bytes(32)).decode())


@pytest.mark.parametrize("case", VKEYS)
def test_refuses_a_malformed_verifier_key(case: str) -> None:
    text, reason = VKEYS[case]
    assert parse_vkey(VKEY)
    with pytest.raises(MalformedKey, match=reason):
        parse_vkey(text)


PATHS = [
    "tile/0/0", "tile/0/0000", "tile/0/x000/001", "tile/00/001", "tile/64/000", "tile/0/1234/067", "tile/0/000.p/0",
    "tile/0/000.p/256", "tile/0/000.p/07", "tile/0/000.p/", "tile/0/001/", "/tile/0/001", "tile/0/../001", "tile/0/٠٠١",
    "tile/entries/x00/001", "tile/-1/000", "tile/0/000.p/1_0", "tile/0/x001/x234/x067", "", "checkpoint",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_refuses_a_malformed_tile_path(path: str) -> None:
    with pytest.raises(MalformedTile):
        parse_tile_path(path)


def test_names_tiles_as_the_specification_does() -> None:
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"
    assert [tile.path for tile in _tiles(70_000)] == ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]
    assert [tile.path for tile in _tiles(256)] == ["tile/1/000.p/1"]


def _tiles(size: int) -> list[Tile]:
    from egide.journal.tiles import tiles_of_size

    return list(tiles_of_size(size))


@pytest.mark.parametrize("length", [0, 31, 33, 32 * 2])
def test_refuses_a_tile_of_another_width(length: int) -> None:
    assert parse_hash_tile(bytes(32), Tile(0, 0, 1))
    with pytest.raises(MalformedTile):
        parse_hash_tile(bytes(length), Tile(0, 0, 1))


@pytest.mark.parametrize(
    ("octets", "width"),
    [(b"\x00\x01", 1), (b"\x00", 1), (b"\x00\x00", 1), (b"\x00\x01a\x00", 1), (b"\x00\x01a\x00\x01b", 1), (b"", 1)],
)
def test_refuses_a_malformed_bundle(octets: bytes, width: int) -> None:
    assert parse_bundle(b"\x00\x01a", Tile(None, 0, 1)) == [b"a"]
    with pytest.raises(MalformedTile):
        parse_bundle(octets, Tile(None, 0, width))


PROOF = format_proof_file(ProofFile(7, (bytes(32),), NOTE))
PROOFS = {
    "another version": (PROOF.replace(b"@v1", b"@v2"), "starts with"),
    "no index": (PROOF.replace(b"index 7\n", b""), "index line"),
    "underscored index": (PROOF.replace(b"index 7", b"index 1_0"), "index is not a plain decimal"),
    "short hash": (PROOF.replace(b"AAAA=", b"AAA="), "hash of the proof is not standard base64"),
    "extra after the index": (PROOF.replace(b"index 7\n", b"index 7\nextra AA==\n"), "hash of the proof"),
    "64 hashes": (PROOF.replace(b"\n\n", b"\n" + (ROOT_LINE.encode() + b"\n") * 63 + b"\n", 1), "at most 63"),
    "no checkpoint": (PROOF[: PROOF.index(b"\n\n") + 2], "checkpoint of the proof"),
    "bytes after the end": (PROOF + b"\n", "checkpoint of the proof"),
    "carriage returns": (PROOF.replace(b"\n", b"\r\n", 1), "starts with"),
}


@pytest.mark.parametrize("case", PROOFS)
def test_refuses_a_malformed_proof_file(case: str) -> None:
    octets, reason = PROOFS[case]
    assert parse_proof_file(PROOF)
    with pytest.raises(MalformedProof, match=reason):
        parse_proof_file(octets)


REQUEST = format_add_checkpoint(AddCheckpoint(7, (bytes(32),), NOTE))
REQUESTS = {
    "no old size": (REQUEST.replace(b"old 7\n", b""), "starts with its old size"),
    "signed old size": (REQUEST.replace(b"old 7", b"old +7"), "old size is not a plain decimal"),
    "old size beyond 64 bits": (REQUEST.replace(b"old 7", b"old 18446744073709551616"), "old size is larger"),
    "stray base64": (REQUEST.replace(b"AAAA=", b"AA!A="), "hash of the proof is not standard base64"),
    "64 hashes": (REQUEST.replace(b"\n\n", b"\n" + (ROOT_LINE.encode() + b"\n") * 63 + b"\n", 1), "at most 63"),
    "no checkpoint": (b"old 7\n\n", "checkpoint of the request"),
}


@pytest.mark.parametrize("case", REQUESTS)
def test_refuses_a_malformed_witness_request(case: str) -> None:
    octets, reason = REQUESTS[case]
    assert parse_add_checkpoint(REQUEST)
    with pytest.raises(MalformedRequest, match=reason):
        parse_add_checkpoint(octets)


JSON = {
    "space": (b'{"a": 1}', "not in canonical form"),
    "keys out of order": (b'{"b":1,"a":2}', "not in canonical form"),
    "duplicate key": (b'{"a":1,"a":1}', "duplicate key"),
    "float": (b'{"a":1.0}', "only integers"),
    "exponent": (b'{"a":1e2}', "only integers"),
    "not a number": (b'{"a":NaN}', "only integers"),
    "needless escape": (b'{"a":"\\u0041"}', "not in canonical form"),
    "escaped slash": (b'{"a":"\\/"}', "not in canonical form"),
    "minus zero": (b"-0", "not in canonical form"),
    "integer beyond 2^53": (b"9007199254740993", "no exact canonical form"),
    "lone surrogate": (b'"\\ud800"', "lone surrogate"),
    "not UTF-8": (b'"\xff"', "not UTF-8"),
    "byte order mark": (b'\xef\xbb\xbf{"a":1}', "not a JSON document"),
    "two documents": (b"1 2", "not a JSON document"),
    "nothing": (b"", "not a JSON document"),
    "nested too deeply": (b"[" * 100_000, "too deeply"),
}


@pytest.mark.parametrize("case", JSON)
def test_refuses_json_that_is_not_canonical(case: str) -> None:
    octets, reason = JSON[case]
    with pytest.raises(MalformedInput, match=reason):
        parse_canonical(octets)


def test_orders_keys_by_utf16_code_unit() -> None:
    # Source: RFC 8785 §3.2.3; U+10000 sorts before U+FFFF there, after it by code point.
    assert format_canonical({"\uffff": 1, "\U00010000": 2}) == '{"\U00010000":2,"\uffff":1}'.encode()


@pytest.mark.parametrize(
    "octets",
    [
        b'{"field":"actor","salt":"AA==","value":""}',
        b'{"field":"Actor","salt":"' + base64.b64encode(bytes(32)) + b'","value":""}',
        b'{"field":"actor","salt":"' + base64.b64encode(bytes(32)) + b'"}',
        b'{"field":"actor","salt":1,"value":""}',
        b"[]",
    ],
)
def test_refuses_a_malformed_opening(octets: bytes) -> None:
    with pytest.raises(MalformedOpening):
        Opening.parse(octets)
