"""Detection: quality on the public sets that label personal data, their labels mapped to ours.

    python -m bench.detection_public [--json]

Each set keeps its own conventions (a title inside a name, a town inside an address, a salary as an amount): what cannot be mapped is
left out of the table, and a figure is the share of the set's spans whose every letter and digit is covered by some finding. Precision is
given only where a set labels every name of its texts. Sets stand beside the repository in `../shared/data`; an absent one is skipped.

What was learnt is said beside each set: `held` was never read, `template` was learnt with other names in it, `rules` were tuned on it.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TextIO, cast

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

Span = tuple[int, int, str]


class PublicSet(NamedTuple):
    """One set.

    Attributes:
        name: What it is called here.
        seen: What of it was seen while building: `held`, `template` or `rules`.
        texts: Texts with spans under our labels.
        names_whole: Whether every name of its texts is labelled, so that precision means something.
    """

    name: str
    seen: str
    texts: Iterable[tuple[str, list[Span]]]
    names_whole: bool


def _open(path: Path) -> TextIO:
    return (
        cast("TextIO", gzip.open(path, "rt", encoding="utf-8"))
        if path.suffix == ".gz"
        else path.open("rt", encoding="utf-8")
    )


def _jsonl(path: Path, labels: dict[str, str], key: str = "spans") -> Iterator[tuple[str, list[Span]]]:
    with _open(path) as handle:
        for line in handle:
            record = json.loads(line)
            spans = [
                (span["start"], span["end"], labels[span["label"]]) for span in record[key] if span["label"] in labels
            ]
            yield record["text"], spans


def _conll(path: Path, keep: frozenset[str], share: float = 0.0) -> Iterator[tuple[str, list[Span]]]:
    """Sentences of a CoNLL file with their people, from a share of the file on."""
    sentences: list[list[tuple[str, str]]] = [[]]
    with _open(path) as handle:
        for line in handle:
            parts = line.rstrip("\n").split("\t")
            if len(parts) < 2 or not parts[0].strip():
                if sentences[-1]:
                    sentences.append([])
            elif not line.startswith("#"):
                sentences[-1].append((parts[0], parts[1]))
    for sentence in sentences[int(len(sentences) * share) :]:
        text, previous = "", ""
        spans: list[Span] = []
        for token, tag in sentence:
            text += " " if text else ""
            kind = tag[2:] if tag[2:] in keep else ""
            if kind and kind == previous and tag[0] == "I":
                spans[-1] = (spans[-1][0], len(text) + len(token), "PERSON")
            elif kind:
                spans.append((len(text), len(text) + len(token), "PERSON"))
            previous = kind
            text += token
        if text:
            yield text, spans


_SLOTS = {
    "name": "PERSON",
    "address": "ADDRESS",
    "email_address": "EMAIL",
    "phonenumber": "PHONE",
    "phone_number": "PHONE",
    "ssn": "NATIONAL_ID",
    "card_number": "CARD",
    "account_number": "IBAN",
    "password": "SECRET",
    "username": "ONLINE",
    "claimid": "REFERENCE",
    "policyid": "REFERENCE",
    "booking_confirmation_number": "REFERENCE",
    "current_zipcode": "LOCATION",
    "current_city": "LOCATION",
}


def _chats(folder: Path) -> Iterator[tuple[str, list[Span]]]:
    """Turns of MultiDoGO's customers, one slot a word."""
    for file in sorted(folder.glob("*.dev.tsv.gz")):
        with _open(file) as handle:
            for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
                words, slots = (row["utterance"] or "").split(" "), (row["slot-labels"] or "").split(" ")
                if len(words) != len(slots) or not all(words):
                    continue
                text, previous = "", ""
                spans: list[Span] = []
                for word, slot in zip(words, slots, strict=True):
                    start = len(text) + bool(text)
                    text = f"{text} {word}" if text else word
                    label = _SLOTS.get(slot, "")
                    if label and slot == previous:
                        spans[-1] = (spans[-1][0], start + len(word), label)
                    elif label:
                        spans.append((start, start + len(word), label))
                    previous = slot
                yield text, spans


def _interviews(path: Path) -> Iterator[tuple[str, list[Span]]]:
    """French interviews and business documents, by their paragraphs."""
    with _open(path) as handle:
        for line in handle:
            record = json.loads(line)
            people = [(span["start"], span["end"]) for span in record["silver_spans"] if span["label"] == "PERSON"]
            for paragraph in re.finditer(r"[^\n]+", record["text"]):
                first, last = paragraph.span()
                yield (
                    paragraph.group(),
                    [(start - first, end - first, "PERSON") for start, end in people if first <= start and end <= last],
                )


def public_sets() -> Iterator[PublicSet]:
    """Return the sets that stand beside the repository."""
    presidio = {
        "PERSON": "PERSON", "STREET_ADDRESS": "ADDRESS", "ADDRESS": "ADDRESS", "CREDIT_CARD": "CARD", "PHONE_NUMBER": "PHONE", "EMAIL_ADDRESS": "EMAIL",
        "US_SSN": "NATIONAL_ID", "IBAN_CODE": "IBAN", "IP_ADDRESS": "IP", "ZIP_CODE": "LOCATION", "AGE": "AGE", "US_DRIVER_LICENSE": "ID_DOCUMENT",
    }  # fmt: skip
    letters = {"NOM": "PERSON", "PRENOM": "PERSON", "TEL": "PHONE", "MAIL": "EMAIL", "ADRESSE": "ADDRESS", "ZIP": "LOCATION", "VILLE": "LOCATION", "SECU": "NATIONAL_ID", "DATE_NAISSANCE": "BIRTHDATE"}  # fmt: skip
    people = frozenset({"PER", "LEGAL_PROFESSIONAL", "PERSON", "pers"})
    for name, seen, path, texts, whole in (
        ("presidio-research, English templates", "template", "pii-presidio-research-en/presidio-synth.train.jsonl.gz", lambda p: _jsonl(p, presidio), True),
        ("MultiDoGO, English chats, dev parts", "rules", "chat-multidogo-en", _chats, False),
        ("EDS-Pseudo, French hospital letters", "rules", "pii-eds-pseudo-fr/eds-pseudo-templates.train.jsonl.gz", lambda p: _jsonl(p, letters), False),
        ("RGPDpseudonymizer, French interviews", "held", "pii-rgpd-pseudonymizer-fr/documents.train.jsonl", _interviews, True),
        ("TAB, English judgments", "held", "pii-tab-en/tab144.train.jsonl.gz", lambda p: _jsonl(p, {"PERSON": "PERSON"}), True),
        ("ECHR, French judgments, dev part", "held", "ner-echr-anonymisation/fr.all.dev.conll", lambda p: _conll(p, people), True),
        ("ECHR, Spanish judgments, dev part", "held", "ner-echr-anonymisation/es.all.dev.conll", lambda p: _conll(p, people), True),
        ("NewsEye, French newspapers, dev part", "held", "ner-newseye-fr/newseye.dev.fr.tsv.gz", lambda p: _conll(p, people), True),
        ("Europeana, French newspapers, last tenth", "held", "ner-europeana/fr.bnf.train.conll.gz", lambda p: _conll(p, people, 0.9), True),
        ("Europeana, German newspapers, last tenth", "held", "ner-europeana/de.onb.train.conll.gz", lambda p: _conll(p, people, 0.9), True),
        ("Europeana, Dutch newspapers, last tenth", "held", "ner-europeana/nl.kb.train.conll.gz", lambda p: _conll(p, people, 0.9), True),
    ):  # fmt: skip
        if (DATA / path).exists():
            yield PublicSet(name, seen, texts(DATA / path), whole)


def measure(one: PublicSet) -> dict[str, object]:
    """Return the spans of a set by label, the share wholly covered, and the precision of names where it means something."""
    from egide import Detector

    detector = Detector.default()
    # A title is no part of a name here, as the annotation guide has it.
    title = re.compile(r"(?:Mrs?|Ms|Miss|Mme|Mlle|M|Dr|Docteur|Me|Sir|Herr|Frau|Sra?|Prof)[.]? ")
    total: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    named = right = texts = 0
    kept = list(one.texts)
    for (text, spans), findings in zip(kept, detector.find_many([text for text, _ in kept]), strict=True):
        texts += 1
        inside = {place for found in findings for place in range(found.start, found.end)}
        gold = {place for start, end, _ in spans for place in range(start, end)}
        for first, end, label in spans:
            titled = title.match(text, first, end) if label == "PERSON" else None
            start = titled.end() if titled else first
            total[label] += 1
            covered[label] += all(place in inside for place in range(start, end) if text[place].isalnum())
        for found in findings:
            if found.label == "PERSON":
                named += 1
                right += any(place in gold for place in range(found.start, found.end))
    return {
        "set": one.name,
        "seen": one.seen,
        "texts": texts,
        "covered": {label: [round(100 * covered[label] / total[label], 1), total[label]] for label in sorted(total)},
        "precision of names": round(100 * right / named, 1) if one.names_whole and named else None,
    }


def main() -> None:
    """Measure every set that is there and print a table, or JSON Lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    for one in public_sets():
        row = measure(one)
        if arguments.json:
            print(json.dumps(row, ensure_ascii=False), flush=True)
            continue
        listed = ", ".join(
            f"{label} {share} of {count}"
            for label, (share, count) in cast("dict[str, list[float]]", row["covered"]).items()
        )
        precision = f"; names right {row['precision of names']}" if row["precision of names"] is not None else ""
        print(f"{row['set']} ({row['seen']}, {row['texts']} texts): {listed}{precision}", flush=True)


if __name__ == "__main__":
    main()
