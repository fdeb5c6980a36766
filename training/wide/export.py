"""Write the wide network as the files that the detector ships: `python -m training.wide.export --weights FOLDER/wide.pt`.

The table becomes 8-bit integers with one scale a row, the products of the windows 8-bit ones with scales fixed from the
annotated texts, as those of the first network (`training.tagger.quantise`).
"""

import argparse
import hashlib
import json
import random
from pathlib import Path

import numpy
import torch

from egide.detection.tagger.wide import SHIFTS, TAGS
from training.tagger.annotated import annotated_texts
from training.tagger.export import quantised
from training.tagger.quantise import graph, products, ranges
from training.tagger.values import Values
from training.wide.network import WideNetwork
from training.wide.texts import one_reading
from training.wide.train import SEED, tensors

OUT = Path(__file__).parents[2] / "src" / "egide" / "detection" / "tagger" / "data"


def constants_of(network: WideNetwork) -> dict[str, numpy.ndarray]:
    """Return the weights of the windows and of the exit, under the names that `training.tagger.quantise` gives them."""
    kept = {}
    for name, layer in (
        *((str(number), window) for number, window in enumerate(network.windows)),
        ("_exit", network.exit),
    ):
        kept[f"weight{name}"] = layer.weight.detach().numpy().T.copy()
        kept[f"bias{name}"] = layer.bias.detach().numpy()
    return kept


def entries(network: WideNetwork) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Return what the windows read of the annotated texts, and the mask of the gaps between them."""
    rows, masks = [], []
    with torch.no_grad():
        for batch in one_reading(annotated_texts(), Values(SEED), random.Random(SEED)):
            vectors, own, mask = tensors(batch)
            rows.append((torch.relu(network.entry(torch.cat((vectors, network.word(own)), dim=1))) * mask).numpy())
            masks.append(mask.numpy())
    return numpy.concatenate(rows), numpy.concatenate(masks)


def main() -> None:
    """Export the weights and print their digests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    network = WideNetwork()
    network.load_state_dict(torch.load(arguments.weights, weights_only=True))
    network.eval()
    arrays = {
        "entry_weight": network.entry.weight.detach().numpy().T.astype(numpy.float16),
        "entry_bias": network.entry.bias.detach().numpy(),
    }
    arrays["word"], arrays["word_scale"] = quantised(network.word.weight)
    arguments.out.mkdir(parents=True, exist_ok=True)
    numpy.savez_compressed(arguments.out / "wide-tables.npz", **arrays)
    constants = constants_of(network)
    kept = products(constants, ranges(constants, *entries(network), SHIFTS))
    (arguments.out / "wide-windows.onnx").write_bytes(graph(kept, SHIFTS, TAGS).SerializeToString())
    files = [arguments.out / name for name in ("wide-tables.npz", "wide-windows.onnx")]
    print(json.dumps({file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}))


if __name__ == "__main__":
    main()
