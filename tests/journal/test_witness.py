"""A witness answers as C2SP tlog-witness says, keeps its memory, and never signs two histories."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.journal.logs import LATER, ORIGIN, OTHER_ORIGIN, BrandLog

from egide.adapters.journal import (
    FilesystemWitnessStore,
    HttpWitness,
    MemoryTileStore,
    MemoryWitnessStore,
    WitnessServer,
)
from egide.journal import (
    AddCheckpoint,
    Algorithm,
    Ed25519Signer,
    LogMissing,
    MalformedKey,
    MlDsaCosigner,
    NoteSignature,
    ProofFailed,
    SignedCheckpoint,
    UntrustedSignature,
    Witness,
    WitnessAnswer,
    WitnessStatus,
    format_add_checkpoint,
    format_checkpoint,
    open_checkpoint,
    parse_checkpoint,
    parse_note,
)
from egide.journal.note import format_signature, parse_signature
from egide.journal.ports import WitnessStore
from egide.journal.signatures import cosignature_time
from egide.journal.witness import witness_lines

KEEPER = Ed25519Signer("witness.example/w1", bytes([7]) * 32, cosigner=True)


@pytest.fixture
def brand() -> BrandLog:
    log = BrandLog()
    log.fill(300)
    return log


@pytest.fixture
def store() -> MemoryWitnessStore:
    return MemoryWitnessStore()


@pytest.fixture
def witness(brand: BrandLog, store: MemoryWitnessStore) -> Witness:
    return Witness(store, {ORIGIN: [brand.signer.key]}, [KEEPER])


def body(brand: BrandLog, old: int, published: SignedCheckpoint | None = None) -> bytes:
    published = published or brand.log.checkpoint()
    proof = brand.log.consistency_proof(old, published.size)
    return format_add_checkpoint(AddCheckpoint(old, proof, published.note))


def test_cosigns_the_first_checkpoint_and_its_continuation(brand: BrandLog, witness: Witness) -> None:
    assert witness.latest(ORIGIN) is None
    first = witness.add_checkpoint(body(brand, 0), LATER)
    assert first.status is WitnessStatus.COSIGNED
    brand.fill(400)
    second = witness.add_checkpoint(body(brand, 300), LATER)
    assert second.status is WitnessStatus.COSIGNED
    latest = witness.latest(ORIGIN)
    assert latest is not None
    assert (latest.size, latest.signers) == (700, (brand.signer.key, KEEPER.key))
    text = parse_note(brand.log.checkpoint().note).text
    (line,) = witness_lines(second.body, text, [KEEPER.key])
    assert cosignature_time(line) == LATER


def test_cosigns_the_same_checkpoint_again(brand: BrandLog, witness: Witness) -> None:
    for old in (0, 300, 300):
        assert witness.add_checkpoint(body(brand, old), LATER).status is WitnessStatus.COSIGNED


def test_refuses_with_400_an_old_size_larger_than_the_checkpoint(brand: BrandLog, witness: Witness) -> None:
    published = brand.log.checkpoint()
    request = format_add_checkpoint(AddCheckpoint(301, (), published.note))
    assert witness.add_checkpoint(request, LATER).status is WitnessStatus.MALFORMED
    assert witness.add_checkpoint(body(brand, 0), LATER).status is WitnessStatus.COSIGNED


def test_refuses_with_400_what_is_not_a_request(witness: Witness) -> None:
    assert witness.add_checkpoint(b"old 0\n", LATER).status is WitnessStatus.MALFORMED


def test_refuses_with_403_a_checkpoint_signed_by_another_key(brand: BrandLog, witness: Witness) -> None:
    forger = BrandLog(seed=66)
    forger.fill(300)
    assert witness.add_checkpoint(body(forger, 0), LATER).status is WitnessStatus.UNTRUSTED
    assert witness.add_checkpoint(body(brand, 0), LATER).status is WitnessStatus.COSIGNED


def test_refuses_with_404_an_unknown_log(witness: Witness) -> None:
    other = BrandLog(seed=2, origin=OTHER_ORIGIN)
    other.fill(3)
    assert witness.add_checkpoint(body(other, 0), LATER).status is WitnessStatus.UNKNOWN_LOG
    with pytest.raises(LogMissing):
        witness.latest(OTHER_ORIGIN)


def test_answers_409_with_its_size_when_the_old_size_is_not_the_last(brand: BrandLog, witness: Witness) -> None:
    witness.add_checkpoint(body(brand, 0), LATER)
    brand.fill(100)
    answer = witness.add_checkpoint(body(brand, 0), LATER)
    assert (answer.status, answer.content_type, answer.body) == (WitnessStatus.CONFLICT, "text/x.tlog.size", "300\n")
    assert witness.add_checkpoint(body(brand, 300), LATER).status is WitnessStatus.COSIGNED


def test_answers_409_and_names_the_fork_when_one_size_has_two_roots(brand: BrandLog, witness: Witness) -> None:
    witness.add_checkpoint(body(brand, 0), LATER)
    fork = BrandLog()
    fork.append([b"other", *fork.entries(299)])
    answer = witness.add_checkpoint(body(fork, 300), LATER)
    assert (answer.status, answer.body, answer.fork) == (WitnessStatus.CONFLICT, "300\n", True)


def test_refuses_with_422_a_history_that_does_not_continue(brand: BrandLog, witness: Witness) -> None:
    witness.add_checkpoint(body(brand, 0), LATER)
    fork = BrandLog()
    fork.append([b"other", *fork.entries(399)])
    assert witness.add_checkpoint(body(fork, 300), LATER).status is WitnessStatus.INCONSISTENT
    latest = witness.latest(ORIGIN)
    assert latest is not None
    assert latest.size == 300


def test_refuses_with_422_a_proof_where_none_is_due(brand: BrandLog, witness: Witness) -> None:
    published = brand.log.checkpoint()
    request = format_add_checkpoint(AddCheckpoint(0, (bytes(32),), published.note))
    assert witness.add_checkpoint(request, LATER).status is WitnessStatus.INCONSISTENT


def test_two_requests_racing_never_roll_the_witness_back(brand: BrandLog, tmp_path: Path) -> None:
    """The race of tlog-witness: N and N+K both checked against the same memory; only one may be kept."""
    sizes = [brand.log.checkpoint()]
    for _ in range(6):
        brand.fill(50)
        sizes.append(brand.log.checkpoint())
    first, *later = sizes
    store = MeetingStore(FilesystemWitnessStore(tmp_path), len(later))
    witness = Witness(store, {ORIGIN: [brand.signer.key]}, [KEEPER])
    assert witness.add_checkpoint(body(brand, 0, first), LATER).status is WitnessStatus.COSIGNED
    store.armed = True
    answers: dict[int, WitnessAnswer] = {}

    def submit(published: SignedCheckpoint) -> None:
        answers[published.size] = witness.add_checkpoint(body(brand, first.size, published), LATER)

    threads = [threading.Thread(target=submit, args=(published,)) for published in later]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cosigned = [size for size, answer in answers.items() if answer.status is WitnessStatus.COSIGNED]
    assert len(cosigned) == 1
    conflicts = [answer for answer in answers.values() if answer.status is WitnessStatus.CONFLICT]
    assert len(conflicts) == len(later) - 1
    assert {answer.body for answer in conflicts} == {f"{cosigned[0]}\n"}
    latest = witness.latest(ORIGIN)
    assert latest is not None
    assert latest.size == cosigned[0]


class MeetingStore:
    """A store whose readers all read before any of them writes: the worst interleaving, every time."""

    def __init__(self, inner: WitnessStore, readers: int) -> None:
        self._inner = inner
        self._barrier = threading.Barrier(readers)
        self.armed = False

    def latest(self, origin: str) -> bytes | None:
        return self._inner.latest(origin)

    def compare_and_persist(self, origin: str, expected: bytes | None, new: bytes) -> bool:
        if self.armed:
            self._barrier.wait(10)
        return self._inner.compare_and_persist(origin, expected, new)


def test_remembers_across_restarts(brand: BrandLog, tmp_path: Path) -> None:
    logs = {ORIGIN: [brand.signer.key]}
    old = dict(brand.files)
    brand.fill(100)
    Witness(FilesystemWitnessStore(tmp_path), logs, [KEEPER]).add_checkpoint(body(brand, 0), LATER)
    again = Witness(FilesystemWitnessStore(tmp_path), logs, [KEEPER])
    latest = again.latest(ORIGIN)
    assert latest is not None
    assert latest.size == 400
    with pytest.raises(ProofFailed, match="300 entries after having shown 400"):
        again.build_request(ORIGIN, MemoryTileStore(old))


def test_pulls_a_published_log(brand: BrandLog, witness: Witness) -> None:
    for _ in range(3):
        request = witness.build_request(ORIGIN, brand.store)
        assert witness.add_checkpoint(format_add_checkpoint(request), LATER).status is WitnessStatus.COSIGNED
        brand.fill(200)
    fork = BrandLog()
    fork.append([b"other", *fork.entries(900)])
    request = witness.build_request(ORIGIN, fork.store)
    assert witness.add_checkpoint(format_add_checkpoint(request), LATER).status is WitnessStatus.INCONSISTENT
    with pytest.raises(LogMissing):
        witness.build_request(ORIGIN, MemoryTileStore())


def test_the_log_keeps_cosignatures_of_trusted_witnesses_only(brand: BrandLog, witness: Witness) -> None:
    answer = witness.add_checkpoint(body(brand, 0), LATER)
    stranger = Ed25519Signer("stranger.example", bytes([8]) * 32, cosigner=True)
    with pytest.raises(UntrustedSignature):
        brand.log.add_cosignatures(answer.body, [stranger.key])
    brand.log.add_cosignatures(answer.body, [KEEPER.key, stranger.key])
    kept = open_checkpoint(brand.log.checkpoint().note, [brand.signer.key, KEEPER.key])
    assert kept.signers == (brand.signer.key, KEEPER.key)
    brand.fill(1)
    with pytest.raises(UntrustedSignature):
        brand.log.add_cosignatures(answer.body, [KEEPER.key])


def test_a_cosignature_does_not_pass_for_a_log_signature(brand: BrandLog) -> None:
    posing = Ed25519Signer(ORIGIN, bytes([1]) * 32, cosigner=True)
    assert posing.key.material == brand.signer.key.material
    text = format_checkpoint(parse_checkpoint(parse_note(brand.log.checkpoint().note).text))
    line = posing.sign(text, LATER)
    assert line.key_id != brand.signer.key.key_id
    with pytest.raises(MalformedKey):
        Witness(MemoryWitnessStore(), {}, [brand.signer])
    with pytest.raises(MalformedKey):
        Witness(MemoryWitnessStore(), {}, [])


def test_cosigns_with_ml_dsa_beside_ed25519(brand: BrandLog, store: MemoryWitnessStore) -> None:
    pytest.importorskip("cryptography.hazmat.primitives.asymmetric.mldsa", reason="ML-DSA needs cryptography 46")
    second = MlDsaCosigner("witness.example/w1", bytes([9]) * 32)
    witness = Witness(store, {ORIGIN: [brand.signer.key]}, [KEEPER, second])
    answer = witness.add_checkpoint(body(brand, 0), LATER)
    assert len(answer.body.splitlines()) == 2
    signed = brand.log.add_cosignatures(answer.body, [KEEPER.key, second.key])
    assert [key.algorithm for key in signed.signers] == [
        Algorithm.ED25519, Algorithm.ED25519_COSIGNATURE, Algorithm.ML_DSA_44_COSIGNATURE,
    ]  # fmt: skip
    line = parse_signature(answer.body.splitlines(keepends=True)[1])
    earlier = NoteSignature(line.name, line.key_id, bytes(8) + line.signature[8:])
    brand.log.add_cosignatures(format_signature(line), [second.key])
    with pytest.raises(UntrustedSignature, match="signature is wrong"):
        brand.log.add_cosignatures(format_signature(earlier), [second.key])


def test_reads_the_published_example() -> None:
    # Source: C2SP tlog-cosignature, the example checkpoint; its text says when the cosignature was made.
    note = parse_note(
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa "
        "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 "
        "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n".encode()
    )
    assert parse_checkpoint(note.text).size == 20852163
    assert [len(line.signature) for line in note.signatures] == [64, 72]
    assert cosignature_time(note.signatures[1]).timestamp() == 1679315147


@contextmanager
def served(witness: Witness) -> Iterator[int]:
    with WitnessServer(("127.0.0.1", 0), witness, lambda: LATER) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.enable_socket
def test_serves_the_protocol_over_http(brand: BrandLog, witness: Witness) -> None:
    with served(witness) as port:
        client = HttpWitness(f"http://127.0.0.1:{port}/")
        status, answer = client.add_checkpoint(body(brand, 0))
        assert status == 200
        brand.log.add_cosignatures(answer, [KEEPER.key])
        brand.fill(10)
        assert client.add_checkpoint(body(brand, 0)) == (409, "300\n")
        assert client.add_checkpoint(body(brand, 300))[0] == 200
        assert client.add_checkpoint(b"nonsense")[0] == 400
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for method, path, status in (
            ("GET", "/key", 200),
            ("GET", f"/checkpoint/{ORIGIN}", 200),
            ("GET", f"/checkpoint/{OTHER_ORIGIN}", 404),
            ("GET", "/", 404),
            ("POST", "/other", 404),
        ):
            connection.request(method, path)
            got = connection.getresponse()
            got.read()
            assert got.status == status, path
        connection.close()
        huge = http.client.HTTPConnection("127.0.0.1", port)
        huge.putrequest("POST", "/add-checkpoint")
        huge.putheader("Content-Length", "99999999")
        huge.endheaders()
        assert huge.getresponse().status == 413
        huge.close()
