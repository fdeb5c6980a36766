"""Train the tagger from the shared data with a fixed seed: `python -m training.tagger.train --out FOLDER`.

Needs torch 2.13 (CPU) in an environment of its own; prints one JSON line a pass and the figures on held parts.
"""

import argparse
import json
import math
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import nn

from training.tagger import sources
from training.tagger.corpus import Tagged, one_pass, spans_of, tag
from training.tagger.generator import Writer
from training.tagger.network import GAP, Network, Vocabulary

BATCH_TOKENS = 2000
Batch = tuple[list[int], torch.Tensor, torch.Tensor, torch.Tensor]
RATE = 4e-3


def batches(texts: list[Tagged], vocabulary: Vocabulary) -> Iterator[Batch]:
    """Lay messages end to end with gaps that no window crosses."""
    words: list[int] = []
    tags: list[int] = []
    for raws, rows in texts:
        words += [vocabulary.row(raw) for raw in raws] + [-1] * GAP
        tags += rows + [-100] * GAP
        if len(words) >= BATCH_TOKENS:
            yield _batch(words, tags)
            words, tags = [], []
    if words:
        yield _batch(words, tags)


def _batch(words: list[int], tags: list[int]) -> Batch:
    unique = sorted({row for row in words if row >= 0})
    place = {row: index for index, row in enumerate(unique)}
    positions = torch.tensor([place.get(row, 0) for row in words])
    mask = torch.tensor([[float(row >= 0)] for row in words])
    return unique, positions, mask, torch.tensor(tags)


def measure(network: Network, vocabulary: Vocabulary, texts: list[Tagged]) -> dict[str, str]:
    """Return precision and recall of whole spans by label, as `0.912/0.934`."""
    found, gold, right = Counter(), Counter(), Counter()
    network.eval()
    with torch.no_grad():
        for unique, positions, mask, tags in batches(texts, vocabulary):
            rows = network(network.look(vocabulary, unique), positions, mask).argmax(dim=1).tolist()
            kept = [row if tag_row != -100 else 0 for row, tag_row in zip(rows, tags.tolist(), strict=True)]
            predicted = set(spans_of(kept))
            expected = set(spans_of([max(0, row) for row in tags.tolist()]))
            for counter, spans in ((found, predicted), (gold, expected), (right, predicted & expected)):
                counter.update(label for *_, label in spans)
    return {
        label: f"{right[label] / max(1, found[label]):.3f}/{right[label] / max(1, gold[label]):.3f} of {gold[label]}"
        for label in sorted(gold)
    }


def train(passes: int, messages: int, seed: int, width: int, out: Path) -> None:
    """Run all passes and save the weights after each."""
    torch.manual_seed(seed)
    random.seed(seed)
    torch.set_num_threads(1)
    vocabulary = Vocabulary()
    network = Network(width)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-4, betas=(0.9, 0.98))
    loss_of = nn.CrossEntropyLoss(ignore_index=-100, label_smoothing=0.02)
    writer = Writer(seed + 999, measuring=True)
    held = {"generated": [tag(*writer.message()) for _ in range(2500)]}
    for name, texts in (
        ("newspapers", sources.newspapers("dev")),
        ("newseye", sources.newseye("dev")),
        ("judgments", sources.judgments("dev")),
        ("chats", sources.chats("dev")),
    ):
        held[name] = [tag(text, spans, numbers=False) for text, spans in texts if name != "chats" or spans]
    started, step, total = time.time(), 0, 0
    for number in range(passes):
        texts = one_pass(seed * 100 + number, messages)
        if not total:
            total = passes * (sum(len(words) + GAP for words, _ in texts) // BATCH_TOKENS + 1)
        network.train()
        losses = []
        for unique, positions, mask, tags in batches(texts, vocabulary):
            rate = min(1.0, (step + 1) / 100) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, step / total))))
            for group in optimiser.param_groups:
                group["lr"] = RATE * rate
            named = (tags > 0).float().unsqueeze(1)
            drop = torch.rand(len(tags), 2)
            forget = torch.cat((drop[:, :1] > 0.12 + 0.28 * named, drop[:, 1:] > 0.08 + 0.12 * named), dim=1).float()
            scores = network(network.look(vocabulary, unique), positions, mask, forget)
            loss = loss_of(scores, tags)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimiser.step()
            losses.append(loss.item())
            step += 1
        torch.save(network.state_dict(), out / "network.pt")
        figures = {name: measure(network, vocabulary, texts) for name, texts in held.items()}
        print(
            json.dumps(
                {
                    "pass": number,
                    "loss": round(sum(losses) / len(losses), 4),
                    "seconds": round(time.time() - started),
                    "words": len(vocabulary.rows),
                    **figures,
                }
            ),
            flush=True,
        )


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--messages", type=int, default=45000)
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--width", type=int, default=96)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    train(arguments.passes, arguments.messages, arguments.seed, arguments.width, arguments.out)


if __name__ == "__main__":
    main()
