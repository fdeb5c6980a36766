"""Train the wide network from the annotated texts with a fixed seed: `python -m training.wide.train --out FOLDER`.

Needs torch 2.13 (CPU). With `--folds N` the texts are parted in N and each part is read by a network that never saw it: the
figures by cross-validation, and the findings of each, from which the thresholds of `wide/recogniser.py` were chosen.
"""

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy
import torch
from torch import Tensor, nn

from egide.detection.tagger.model import model
from training.tagger.annotated import annotated_texts
from training.tagger.values import Values
from training.wide.network import OF_TAGGER, WideNetwork
from training.wide.texts import UNJUDGED, Batch, Written, one_reading

SEED = 20261127
READINGS = 60
RATE = 2e-3
WARMING = 50
LEAST_RATE = 0.02
REPORTED = 10


def tensors(batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Return the vectors, the rows and the mask of a batch."""
    present = [word for word in batch.words if word is not None]
    mask = numpy.array([word is not None for word in batch.words])
    vectors = numpy.zeros((len(batch.words), OF_TAGGER), dtype=numpy.float32)
    vectors[mask] = numpy.frombuffer(b"".join(model().vectors(present)), dtype=numpy.float32).reshape(-1, OF_TAGGER)
    return torch.from_numpy(vectors), torch.tensor(batch.rows), torch.from_numpy(mask.astype(numpy.float32))[:, None]


def train(texts: Sequence[Written], readings: int, seed: int) -> WideNetwork:
    """Read the texts as many times, told another way each time."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    dice, values = random.Random(seed), Values(seed)
    network = WideNetwork()
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.01)
    loss_of = nn.CrossEntropyLoss(ignore_index=UNJUDGED, label_smoothing=0.02)
    started, step, total = time.time(), 0, 0
    for reading in range(readings):
        network.train()
        losses = []
        batches = list(one_reading(texts, values, dice))
        total = total or readings * len(batches)
        for batch in batches:
            slope = min(1.0, (step + 1) / WARMING) * (LEAST_RATE + (1 - LEAST_RATE) * max(0.0, 1 - step / total))
            for group in optimiser.param_groups:
                group["lr"] = RATE * slope
            loss = loss_of(network(*tensors(batch)), torch.tensor(batch.tags))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimiser.step()
            losses.append(loss.item())
            step += 1
        if reading % REPORTED == REPORTED - 1:
            figures = {"reading": reading + 1, "loss": round(sum(losses) / len(losses), 4)}
            print(json.dumps({**figures, "seconds": round(time.time() - started)}), flush=True)
    return network.eval()


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--readings", type=int, default=READINGS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--fold", type=int, help="leave out one text in FOLDS, those of this number")
    parser.add_argument("--folds", type=int, default=5)
    arguments = parser.parse_args()
    texts = [
        text
        for number, text in enumerate(annotated_texts())
        if arguments.fold is None or number % arguments.folds != arguments.fold
    ]
    arguments.out.mkdir(parents=True, exist_ok=True)
    network = train(texts, arguments.readings, arguments.seed)
    torch.save(network.state_dict(), arguments.out / "wide.pt")


if __name__ == "__main__":
    main()
