"""Measure pseudonyms: speed of protecting and restoring, cost of a turn, streams, alterations, whole files.

    python -m bench.pseudonyms [--file-mb 8] [--rounds 5]

Every figure is the median of the rounds, in one process unless said. Texts are made from a few customer messages filled with
drawn values, so that the figures do not depend on a data set.
"""

from __future__ import annotations

import argparse
import json
import random
import secrets
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from egide.bulk import PseudonymStore, create_key_file, protect_file, read_key_file, restore_file
from egide.keys import Binding, SecretKey, seal, unseal
from egide.pseudonyms import Pseudonymiser, Scope, Surrogates

MESSAGES = (
    "Bonjour, je suis {PERSON}, merci de me rappeler au {PHONE} avant ce soir.",
    "Ma commande {REFERENCE} n'est pas arrivée, écrivez à {EMAIL} svp. Cordialement, {PERSON}",
    "slt j'ai toujours pas recu mon remboursement, ref {REFERENCE}, mon num {PHONE}",
    "Madame, Monsieur, je vous confirme mon adresse e-mail {EMAIL} et le dossier {REFERENCE}. {PERSON}",
    "Le colis a été livré hier mais la boîte était ouverte, que dois-je faire pour être remboursé ?",
)
FIRST = ["Claire", "Zoé", "Paul", "Hugo", "Léa", "Nadia", "Yves", "Anouk", "Karim", "Odile", "Ines", "Marc"]
LAST = ["Dupont", "Martin", "Nérin", "Ottavi", "Kermorvan", "Boukhari", "Vauthrin", "Lassalle", "Wasselin", "Le-Tallec"]


@dataclass(frozen=True)
class Span:
    """What a detector would have found."""

    label: str
    start: int
    end: int


def messages(count: int, seed: int = 7) -> list[tuple[str, list[Span]]]:
    draw = random.Random(seed)
    made = []
    for _ in range(count):
        first, last, number = draw.choice(FIRST), draw.choice(LAST), draw.randrange(10**6)
        values = {
            "PERSON": f"{first} {last}",
            "PHONE": f"06 39 98 {number % 100:02d} {number // 100 % 100:02d}",
            "EMAIL": f"{first}.{last}{number % 1000}@courriel.example".lower(),
            "REFERENCE": f"CMD-{number:06d}",
        }
        text, spans = "", []
        for piece in draw.choice(MESSAGES).replace("}", "{").split("{"):
            if piece in values:
                spans.append(Span(piece, len(text), len(text) + len(values[piece])))
            text += values.get(piece, piece)
        made.append((text, spans))
    return made


def median_s(rounds: int, work: Callable[[], object]) -> float:
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def row(name: str, figure: str) -> None:
    print(f"{name:<66}{figure:>24}")


def run(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file-mb", type=float, default=8.0)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(argv)
    key, scope = SecretKey(bytes(range(32))), Scope("acme", "support", "c1")
    corpus = messages(3_000)
    size_mb = sum(len(text.encode()) for text, _ in corpus) / 1e6
    protected = []

    def protect_all() -> None:
        pseudonyms = Pseudonymiser(key, scope)
        protected[:] = [pseudonyms.protect(text, spans).text for text, spans in corpus]

    taken = median_s(options.rounds, protect_all)
    row("protect, tokens, detection excluded", f"{size_mb / taken:.1f} MB/s, {len(corpus) / taken:,.0f} msg/s")
    pseudonyms = Pseudonymiser(key, scope)
    for text, spans in corpus:
        pseudonyms.protect(text, spans)
    taken = median_s(options.rounds, lambda: [pseudonyms.restore(text) for text in protected])
    row("restore, tokens, 3,000 messages issued", f"{size_mb / taken:.1f} MB/s, {len(corpus) / taken:,.0f} msg/s")

    def surrogates_all() -> None:
        surrogates = Surrogates(key, scope)
        for text, spans in corpus[:500]:
            surrogates.protect(text, spans)

    row("protect, surrogates, 500 messages", f"{500 / median_s(options.rounds, surrogates_all):,.0f} msg/s")
    for before in (10, 100, 1_000, 10_000):
        long = Pseudonymiser(key, scope)
        for number in range(before):
            long.pseudonym("EMAIL", f"client{number}@courriel.example")
        turns = messages(200, seed=before)

        def turn(long: Pseudonymiser = long, turns: list[tuple[str, list[Span]]] = turns) -> None:
            for text, spans in turns:
                long.restore(long.protect(text, spans).text)

        row(
            f"one turn (protect and restore) after {before:,} pseudonyms",
            f"{median_s(options.rounds, turn) / 200 * 1e6:.0f} µs",
        )
    answer = " ".join(protected[:40])
    pieces = [answer[at : at + 4] for at in range(0, len(answer), 4)]

    def stream() -> None:
        restorer = pseudonyms.stream()
        for piece in pieces:
            restorer.feed(piece)
        restorer.finish()

    row("stream, pieces of 4 characters", f"{median_s(options.rounds, stream) / len(pieces) * 1e6:.1f} µs/event")
    place, record = Binding("acme", "message", "1", "body"), b"x" * 200

    def seal_many() -> None:
        for _ in range(2_000):
            unseal(key, seal(key, record, binding=place, nonce_source=secrets.token_bytes), binding=place)

    row("seal and unseal a record of 200 bytes", f"{median_s(options.rounds, seal_many) / 2_000 * 1e6:.1f} µs")
    measure_alterations(pseudonyms)
    measure_files(options.file_mb)


def measure_alterations(pseudonyms: Pseudonymiser) -> None:
    path = Path(__file__).parents[1] / "tests" / "pseudonyms" / "alterations.json"
    listed = json.loads(path.read_text("utf-8"))["alterations"]
    others = [pseudonyms.pseudonym("PERSON", f"{first} {last}") for first in FIRST for last in LAST]
    right = wrong = 0
    for record in others:
        word, _, code = record.pseudonym.strip("[]").partition("_")
        a, _, b = code.partition("-")
        for alteration in listed:
            altered = alteration["altered"].format(
                W=word, w=word.lower(), T=word.title(), a=a, b=b, A=a.upper(), B=b.upper()
            )
            restored = pseudonyms.restore(altered).text
            right += restored == alteration["restored"].format().replace("V", record.value)
            wrong += any(other.value in restored for other in others if other.value not in record.value)
    tried = len(others) * len(listed)
    row(f"alterations restored ({len(listed)} kinds, {tried:,} tried)", f"{100 * right / tried:.2f} %")
    row("alterations that gave another value", f"{wrong}")


def measure_files(file_mb: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, target, back = (Path(folder, name) for name in ("in.jsonl", "out.jsonl", "back.jsonl"))
        lines = [
            json.dumps({"id": number, "text": text}, ensure_ascii=False)
            for number, (text, _) in enumerate(messages(4_000))
        ]
        block = "\n".join(lines).encode() + b"\n"
        source.write_bytes(block * max(1, round(file_mb * 1e6 / len(block))))
        size_mb = source.stat().st_size / 1e6
        create_key_file(Path(folder, "a.key"), secrets.token_bytes)
        key = read_key_file(Path(folder, "a.key"))
        with PseudonymStore(Path(folder, "a.pseudonyms"), key) as store:
            for workers in (1, 2):
                begun = time.perf_counter()
                protect_file(source, target, key=key, store=store, workers=workers)
                taken = time.perf_counter() - begun
                row(
                    f"egide protect, JSON Lines of {size_mb:.1f} MB, detection included, {workers} core(s)",
                    f"{size_mb / taken:.2f} MB/s",
                )
            tracemalloc.start()
            begun = time.perf_counter()
            restore_file(target, back, key=key, store=store)
            taken = time.perf_counter() - begun
            peak_mb = tracemalloc.get_traced_memory()[1] / 1e6
            tracemalloc.stop()
        row(
            "egide restore (memory traced), 1 core; peak of Python's memory",
            f"{size_mb / taken:.2f} MB/s; {peak_mb:.1f} MB",
        )
        row("the file comes back byte for byte", "yes" if back.read_bytes() == source.read_bytes() else "NO")


if __name__ == "__main__":
    run()
