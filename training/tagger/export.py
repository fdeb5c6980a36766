"""Write the trained network as the files that the detector ships: `python -m training.tagger.export --weights FOLDER/network.pt`.

The windows become an ONNX graph of matrix products in 32-bit floats; the tables become 8-bit integers with one scale a row.
`training.tagger.quantise` then writes the products in 8 bits, with scales fixed beforehand: dynamic ones would depend on
the other messages of a batch, and so would the answer.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from egide.detection.tagger.features import TAGS
from training.tagger.network import SHIFTS, Network

OUT = Path(__file__).parents[2] / "src" / "egide" / "detection" / "tagger" / "data"


def graph(network: Network, width: int) -> onnx.ModelProto:
    """Write the body: `entry` (tokens, width) and `mask` (tokens, 1) in, `probability` (tokens, tags) out."""
    nodes, constants = [], []

    def constant(name: str, array: numpy.ndarray) -> str:
        constants.append(numpy_helper.from_array(array, name))
        return name

    axes = constant("axes", numpy.array([0], dtype=numpy.int64))
    end = constant("end", numpy.array([2**31 - 1], dtype=numpy.int64))
    nodes.append(helper.make_node("Mul", ["entry", "mask"], ["state0"]))
    for number, (shift, window) in enumerate(zip(SHIFTS, network.windows, strict=True)):
        state = f"state{number}"
        pads = constant(f"pads{number}", numpy.array([shift, 0, shift, 0], dtype=numpy.int64))
        zero = constant(f"zero{number}", numpy.array([0], dtype=numpy.int64))
        first_end = constant(f"first_end{number}", numpy.array([-2 * shift], dtype=numpy.int64))
        last_start = constant(f"last_start{number}", numpy.array([2 * shift], dtype=numpy.int64))
        weight = constant(f"weight{number}", window.weight.detach().numpy().T.copy())
        bias = constant(f"bias{number}", window.bias.detach().numpy())
        nodes += [
            helper.make_node("Pad", [state, pads], [f"padded{number}"]),
            helper.make_node("Slice", [f"padded{number}", zero, first_end, axes], [f"before{number}"]),
            helper.make_node("Slice", [f"padded{number}", last_start, end, axes], [f"after{number}"]),
            helper.make_node("Concat", [f"before{number}", state, f"after{number}"], [f"around{number}"], axis=1),
            helper.make_node("MatMul", [f"around{number}", weight], [f"product{number}"]),
            helper.make_node("Add", [f"product{number}", bias], [f"sum{number}"]),
            helper.make_node("Relu", [f"sum{number}"], [f"active{number}"]),
            helper.make_node("Add", [state, f"active{number}"], [f"next{number}"]),
            helper.make_node("Mul", [f"next{number}", "mask"], [f"state{number + 1}"]),
        ]
    weight = constant("weight_exit", network.exit.weight.detach().numpy().T.copy())
    bias = constant("bias_exit", network.exit.bias.detach().numpy())
    nodes += [
        helper.make_node("MatMul", [f"state{len(SHIFTS)}", weight], ["product_exit"]),
        helper.make_node("Add", ["product_exit", bias], ["score"]),
        helper.make_node("Softmax", ["score"], ["probability"], axis=1),
    ]
    inputs = [
        helper.make_tensor_value_info("entry", TensorProto.FLOAT, ["tokens", width]),
        helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["tokens", 1]),
    ]
    outputs = [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["tokens", len(TAGS)])]
    model = helper.make_model(
        helper.make_graph(nodes, "tagger", inputs, outputs, constants),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=9,
    )
    onnx.checker.check_model(model)
    return model


def quantised(table: torch.Tensor) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Return a table as 8-bit integers and the scale of each row."""
    values = table.detach().numpy()
    scale = numpy.maximum(numpy.abs(values).max(axis=1, keepdims=True), 1e-6) / 127
    return numpy.rint(values / scale).astype(numpy.int8), scale.astype(numpy.float16)


def main() -> None:
    """Export the weights and print their digests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--width", type=int, default=96)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    network = Network(arguments.width)
    network.load_state_dict(torch.load(arguments.weights, weights_only=True))
    arrays: dict[str, numpy.ndarray] = {
        "entry_weight": network.entry.weight.detach().numpy().T.astype(numpy.float16),
        "entry_bias": network.entry.bias.detach().numpy(),
    }
    for name in ("word", "ngram", "shape", "gazetteer"):
        arrays[name], arrays[f"{name}_scale"] = quantised(getattr(network, name).weight)
    arguments.out.mkdir(parents=True, exist_ok=True)
    numpy.savez_compressed(arguments.out / "tables.npz", **arrays)
    (arguments.out / "windows.onnx").write_bytes(graph(network, arguments.width).SerializeToString())
    print(
        json.dumps(
            {
                name: {
                    "bytes": (arguments.out / name).stat().st_size,
                    "sha256": hashlib.sha256((arguments.out / name).read_bytes()).hexdigest(),
                }
                for name in ("tables.npz", "windows.onnx")
            }
        )
    )


if __name__ == "__main__":
    main()
