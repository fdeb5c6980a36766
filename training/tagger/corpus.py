"""The texts that the tagger learns from, as words and tags, one stream for each pass."""

import random
import re
from collections.abc import Iterable, Iterator

from egide.detection.tagger.features import LABELS, TAGS
from egide.detection.tagger.words import tokenise
from training.tagger import annotated, sources
from training.tagger.generator import Writer
from training.tagger.sources import UNTOLD, Labelled

TAG_ROW = {tag: row for row, tag in enumerate(TAGS)}
PRESIDIO_SLOTS = {
    "person": "P", "name": "P", "first_name": "G", "last_name": "S", "name_male": "P", "name_female": "P", "first_name_male": "G", "first_name_female": "G", "last_name_male": "S",
    "last_name_female": "S", "prefix": "CIV", "organization": "BR", "company": "BR", "street_address": "A", "address": "A", "full_address": "A", "city": "L", "gpe": "L", "location": "L", "country": "LW",
    "phone_number": "PH", "email": "EM", "email_address": "EM", "date_time": "DATE", "date_of_birth": "BD", "date": "DATE", "age": "YEAR", "iban": "IBAN", "iban_code": "IBAN", "nationality": "O", "nrp": "O", "nation_woman": "O", "nation_man": "O", "nation_plural": "O",
}  # fmt: skip

# How often a pass tells each annotated text: with other names each time, it shows how people write and is not learnt by heart.
RETOLD = 8

UNJUDGED = -100
"""The row of a word whose tag is not known, which the loss passes over."""

_SAID_NUMBER = re.compile(
    r"\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|\w{3,5}ty|hundred|thousand)\b"
)

Tagged = tuple[list[str], list[int]]


def tag(text: str, spans: list[tuple[int, int, str]], *, numbers: bool = True) -> Tagged:
    """Cut a labelled text into words with the row of their tag.

    Args:
        text: The text.
        spans: What is labelled in it, `UNTOLD` included.
        numbers: False where the source labels no number, so that its ages and references are not taught as ordinary words.
    """
    words, tags = [], []
    pending = sorted(span for span in spans if span[2] in LABELS or span[2] == UNTOLD)
    place = 0
    for token in tokenise(text):
        while place < len(pending) and pending[place][1] <= token.start:
            place += 1
        words.append(token.raw)
        if place < len(pending) and pending[place][0] < token.end and token.raw != "\n":
            start, _, label = pending[place]
            if label == UNTOLD:
                tags.append(UNJUDGED)
                continue
            opens = token.start <= start or not tags or tags[-1] not in {TAG_ROW[f"B-{label}"], TAG_ROW[f"I-{label}"]}
            tags.append(TAG_ROW[f"{'B' if opens else 'I'}-{label}"])
        else:
            tags.append(0 if numbers or not token.raw.isdigit() else UNJUDGED)
    return words, tags


def public_texts(split: str, dice: random.Random) -> Iterator[Labelled]:
    """Texts of others: newspapers, judgments, chats, letters; held parts when `split` is not `train`."""
    for text, spans in sources.newspapers(split):
        if dice.random() < 0.6:
            yield text, spans
    yield from sources.newseye(split)
    yield from sources.judgments(split)
    for text, spans in sources.chats(split):
        if any(label == "PERSON" for *_, label in spans) or dice.random() < 0.12:
            yield text, spans
    if split != "train":
        return
    yield from sources.hospital_letters()
    for text in sources.public_service_sentences():
        if dice.random() < 0.6:
            yield text, []
    for text in sources.help_articles():
        yield text, []
    for text in sources.banking_questions():
        if dice.random() < 0.25:
            yield text, []
    for text in sources.spoken_utterances():
        if not re.search(r"\b(?:name|call me|speaking|this is)\b", text, re.IGNORECASE):
            yield text, [(*match.span(), UNTOLD) for match in _SAID_NUMBER.finditer(text.lower())]


def refilled_templates(writer: Writer) -> Iterator[Labelled]:
    """Templates of presidio-research, filled with our own names."""
    for template in sources.presidio_templates():
        writer.language = "en"
        sentence = re.sub(
            r"\{\{(\w+)\}\}", lambda match: "{" + PRESIDIO_SLOTS.get(match.group(1).lower(), "REF") + "}", template
        )
        yield writer.expand(sentence.replace("[", "(").replace("]", ")"))


def one_pass(seed: int, messages: int) -> list[Tagged]:
    """Write one pass of training texts: generated messages and re-cased public texts, shuffled."""
    dice = random.Random(seed)
    writer = Writer(seed)
    ours: list[Labelled] = [writer.message() for _ in range(messages)]
    ours += [writer.noise(text, spans) for _ in range(RETOLD) for text, spans in annotated.retold(writer, dice)]
    others = [writer.noise(text, spans) for text, spans in public_texts("train", dice)]
    others += [writer.noise(text, spans) for _ in range(2) for text, spans in refilled_templates(writer)]
    texts = [tag(text, spans) for text, spans in ours]
    texts += [tag(text, spans, numbers=False) for text, spans in others]
    dice.shuffle(texts)
    return [tagged for tagged in texts if tagged[0]]


def spans_of(tags: Iterable[int]) -> list[tuple[int, int, str]]:
    """Read spans of tokens from tag rows."""
    spans: list[tuple[int, int, str]] = []
    for index, row in enumerate(tags):
        if not row:
            continue
        place, _, label = TAGS[row].partition("-")
        if place == "I" and spans and spans[-1][1] == index and spans[-1][2] == label:
            spans[-1] = (spans[-1][0], index + 1, label)
        else:
            spans.append((index, index + 1, label))
    return spans
