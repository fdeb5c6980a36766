"""Read the shared data sets that may be learnt from; each function names its licence."""

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO, cast

from egide.detection.tagger.words import fold, tokenise

DATA = Path(__file__).parents[2].parent / "shared" / "data"

# A labelled text: the text and its spans (start, end, label), in code points, half-open.
Labelled = tuple[str, list[tuple[int, int, str]]]

UNTOLD = "?"
"""The label of what a source does not tell: the network is not judged on these words."""


def open_text(path: Path) -> TextIO:
    """Open a text, plain or gzip."""
    return (
        cast("TextIO", gzip.open(path, "rt", encoding="utf-8")) if path.suffix == ".gz" else path.open(encoding="utf-8")
    )


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a table with a header, plain or gzip, its columns apart by commas or semicolons."""
    with open_text(path) as handle:
        delimiter = ";" if ";" in handle.readline() else ","
        handle.seek(0)
        return list(csv.DictReader(handle, delimiter=delimiter))


NO_SPACE_BEFORE = set(",.;:!?)]}%»”'’")
NO_SPACE_AFTER = set("([{«“'’")
USUAL_NOUN = 3
SHORT_NOUN = 3


def join_tokens(tokens: list[tuple[str, str]]) -> Labelled:
    """Rebuild a sentence from tokens and BIO or IO tags."""
    text = ""
    spans: list[list[object]] = []
    previous = "O"
    for token, tag in tokens:
        if text and token[0] not in NO_SPACE_BEFORE and text[-1] not in NO_SPACE_AFTER:
            text += " "
        start = len(text)
        text += token
        label = tag[2:] if tag != "O" else ""
        if label:
            # A comma glued to a word by the newspapers' files parts two names.
            if spans and previous == label and not tag.startswith("B-") and not text[: start - 1].endswith((",", ";")):
                spans[-1][1] = len(text)
            else:
                spans.append([start, len(text), label])
        previous = label
    trimmed = [(int(s), int(e), str(label)) for s, e, label in spans]  # type: ignore[call-overload]
    return text, [
        (s, s + len(text[s:e].rstrip(".,;:!?)'\"")), label) for s, e, label in trimmed if text[s:e].strip(".,;:!?)('\"")
    ]


def conll(path: Path, keep: dict[str, str], *, window: int = 45, joining: bool = False) -> Iterator[Labelled]:
    """Sentences of a CoNLL file; pages without sentence breaks are cut in windows at a full stop."""
    sentence: list[tuple[str, str]] = []

    def flush() -> Iterator[Labelled]:
        if len(sentence) > 3:
            yield join_tokens(sentence)
        sentence.clear()

    with open_text(path) as handle:
        for line in handle:
            parts = line.rstrip("\n").split("\t")
            if len(parts) < 2 or not parts[0].strip():
                yield from flush()
                continue
            tag = parts[1]
            label = keep.get(tag[2:], "") if tag != "O" else ""
            # One of the newspaper files opens a span at each word: neighbours of one label are one span there.
            opening = "I-" if joining else tag[:2]
            sentence.append((parts[0], f"{opening}{label}" if label else "O"))
            if len(sentence) >= window and not label and parts[0] in ".!?;,":
                yield from flush()
    yield from flush()


def newspapers(split: str) -> Iterator[Labelled]:
    """Europeana newspapers in French, German and Dutch, CC0 1.0; the last page tenth of each file is the held part."""
    keep = {"PER": "PERSON", "LOC": "LOCATION", "ORG": "ORG"}
    for file in sorted((DATA / "ner-europeana").glob("*.gz")):
        sentences = list(conll(file, keep, joining=True))
        cut = len(sentences) * 9 // 10
        yield from sentences[:cut] if split == "train" else sentences[cut:]


def newseye(split: str) -> Iterator[Labelled]:
    """NewsEye French newspapers, CC BY 4.0: `dev2` is learnt, `dev` is the held part."""
    keep = {"PER": "PERSON", "LOC": "LOCATION", "ORG": "ORG"}
    name = "newseye.dev2.fr.tsv.gz" if split == "train" else "newseye.dev.fr.tsv.gz"
    sentence: list[tuple[str, str]] = []
    with open_text(DATA / "ner-newseye-fr" / name) as handle:
        next(handle)
        for line in handle:
            parts = line.rstrip("\n").split("\t")
            if line.startswith("#") or len(parts) < 2 or not parts[0]:
                continue
            tag = parts[1]
            label = keep.get(tag[2:], "") if tag != "O" else ""
            sentence.append((parts[0], f"{tag[:2]}{label}" if label else "O"))
            if len(sentence) >= 35 and not label and parts[0] in ".!?;,":
                yield join_tokens(sentence)
                sentence = []


def judgments(split: str) -> Iterator[Labelled]:
    """ECHR judgments in French and Spanish, MIT: train files are learnt, Spanish dev files are held."""
    keep = {"PER": "PERSON", "LEGAL_PROFESSIONAL": "PERSON", "LOC": "LOCATION", "ORG": "ORG"}
    names = ("fr.manual.train.conll.gz", "es.manual.train.conll.gz") if split == "train" else ("es.manual.dev.conll",)
    for name in names:
        yield from conll(DATA / "ner-echr-anonymisation" / name, keep)


def chats(split: str) -> Iterator[Labelled]:
    """MultiDoGO customer turns, CDLA-Permissive 1.0: the names that people typed, token by token."""
    keep = {"name": "PERSON", "address": "ADDRESS", "company_name": "ORG"}
    for file in sorted((DATA / "chat-multidogo-en").glob(f"*.{split}.tsv.gz")):
        with open_text(file) as handle:
            next(handle)
            for line in handle:
                parts = line.rstrip("\n").split("\t")
                if len(parts) < 5:
                    continue
                words, slots = parts[3].split(" "), parts[4].split(" ")
                if len(words) != len(slots) or not all(words):
                    continue
                text, spans, previous = "", [], ""
                for word, slot in zip(words, slots, strict=True):
                    start = len(text) + bool(text)
                    text = f"{text} {word}" if text else word
                    label = keep.get(slot, "")
                    stripped = word.rstrip(".,;!?")
                    if label and not any(char.isdigit() for char in word) and label != "ADDRESS":
                        if previous == label and spans:
                            spans[-1] = (spans[-1][0], start + len(stripped), label)
                        else:
                            spans.append((start, start + len(stripped), label))
                    previous = label
                if not any(slot == "address" for slot in slots):
                    yield text, spans


def presidio_templates() -> Iterator[str]:
    """Templates of presidio-research, MIT; their identities (CC BY-SA) are left out."""
    seen = set()
    with open_text(DATA / "pii-presidio-research-en" / "presidio-synth.train.jsonl.gz") as handle:
        for line in handle:
            template = json.loads(line).get("template")
            if template and template not in seen:
                seen.add(template)
                yield template


def hospital_letters() -> Iterator[Labelled]:
    """EDS-Pseudo templates, BSD 3-Clause: fictional hospital letters with upper-case and glued names."""
    keep = {
        "NOM": "PERSON",
        "PRENOM": "PERSON",
        "VILLE": "LOCATION",
        "ZIP": "LOCATION",
        "ADRESSE": "ADDRESS",
        "HOPITAL": "ORG",
    }
    with open_text(DATA / "pii-eds-pseudo-fr" / "eds-pseudo-templates.train.jsonl.gz") as handle:
        for line in handle:
            record = json.loads(line)
            text, spans = record["text"], []
            for span in sorted(record["spans"], key=lambda span: span["start"]):
                label = keep.get(span["label"])
                if not label:
                    continue
                if spans and label == "PERSON" == spans[-1][2] and text[spans[-1][1] : span["start"]] in {" ", "  "}:
                    spans[-1] = (spans[-1][0], span["end"], label)
                else:
                    spans.append((span["start"], span["end"], label))
            yield text, spans


def banking_questions() -> Iterator[str]:
    """Banking77, CC BY 4.0: English questions without any name."""
    with open_text(DATA / "intents-banking77-en" / "banking77.train.csv.gz") as handle:
        for row in csv.DictReader(handle):
            yield row["text"]


def spoken_utterances() -> Iterator[str]:
    """NatCS, CDLA-Permissive 2.0: spoken English utterances."""
    with open_text(DATA / "calls-natcs-en" / "development.utterances.jsonl.gz") as handle:
        for line in handle:
            yield json.loads(line)["utterance"]


def public_service_sentences() -> Iterator[str]:
    """service-public.fr sheets, Licence Ouverte 2.0: French administrative sentences, which name nobody."""
    with open_text(DATA / "qa-service-public-fr" / "service-public-kb.jsonl.gz") as handle:
        for line in handle:
            for sentence in re.split(r"(?<=[.!?;:])\s+|\n+", json.loads(line)["text"]):
                if 30 < len(sentence) < 400:
                    yield sentence


def lower_case_words() -> set[str]:
    """Words that ordinary texts write in lower case often enough to be ordinary words."""
    from training.tagger import everyday, templates, wordlists

    counts: Counter[str] = Counter()

    def count(text: str, weight: int = 1) -> None:
        for token in tokenise(text):
            if token.raw.isalpha() and token.raw.islower() and len(token.raw) > 1:
                counts[fold(token.raw)] += weight

    for text in public_service_sentences():
        count(text, 2)
    for text, _ in [*newspapers("train"), *newseye("train"), *judgments("train")]:
        count(text)
    for text in banking_questions():
        count(text)
    for text in templates.every_text():
        count(text, 3)
    for words in wordlists.PLAIN_WORDS.values():
        for word in words:
            counts[fold(word)] += 4
    for word in everyday.every_word():
        counts[fold(word)] += 4
    return {word for word, seen in counts.items() if seen >= 4 and word.isascii()}


def german_nouns() -> set[str]:
    """Nouns that German newspapers write within their sentences and tag as no name: the capital of a noun tells nothing there."""
    counts: Counter[str] = Counter()
    for file in sorted((DATA / "ner-europeana").glob("de.*.gz")):
        for text, spans in conll(file, {"PER": "PERSON", "LOC": "LOCATION", "ORG": "ORG"}, joining=True):
            before = ""
            position = 0
            for token in tokenise(text):
                position = text.find(token.raw, position)
                named = any(start <= position < end for start, end, _ in spans)
                if (
                    before.islower()
                    and token.raw.isalpha()
                    and token.raw[:1].isupper()
                    and token.raw[1:].islower()
                    and not named
                ):
                    counts[fold(token.raw)] += 1
                before = token.raw
                position += len(token.raw)
    return {word for word, seen in counts.items() if seen >= USUAL_NOUN and word.isascii() and len(word) > SHORT_NOUN}


def help_articles() -> Iterator[str]:
    """Help-centre articles of the demonstration brand, CC0 1.0: French service prose without any person."""
    for file in sorted((DATA / "demo-helpdesk" / "kb").glob("*.md")):
        for sentence in re.split(r"(?<=[.!?;:])\s+|\n+", file.read_text("utf-8")):
            if len(sentence) > 15:
                yield sentence
