"""Turn the exported windows into 8-bit products: `python -m training.tagger.quantise`, after `training.tagger.export`.

What each window reads is never negative, so it becomes unsigned 8-bit integers with one scale a window, fixed here from
generated messages: the answer to a message does not depend on the others of its batch. Weights keep seven bits, so that
processors without VNNI, which add pairs of products in 16 bits, give the same answer as those that have it.

Source: onnxruntime, "Quantize ONNX models", reduce_range (read 2026-11).
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

from egide.detection.names.reading import Reading
from egide.detection.tagger.features import TAGS
from egide.detection.tagger.model import GAP, Model
from training.tagger.generator import Writer

OUT = Path(__file__).parents[2] / "src" / "egide" / "detection" / "tagger" / "data"
SHIFTS = (1, 2, 4, 1)
SEED = 20261121
MESSAGES = 1500
KEPT = 0.9999
LARGEST_WEIGHT = 63
LARGEST_STATE = 255


def entries(model: Model) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Return the vectors of generated messages, one after another, and the mask of the gaps between them."""
    writer = Writer(SEED + 2)
    rows, mask = [], []
    for _ in range(MESSAGES):
        words = Reading(writer.message()[0]).words
        if not words:
            continue
        rows.append(numpy.frombuffer(model.vectors(words), dtype=numpy.float32).reshape(len(words), -1))
        rows.append(numpy.zeros((GAP, rows[-1].shape[1]), dtype=numpy.float32))
        mask.extend([1.0] * len(words) + [0.0] * GAP)
    return numpy.concatenate(rows).astype(numpy.float32), numpy.array(mask, dtype=numpy.float32)[:, None]


def ranges(constants: dict[str, numpy.ndarray], entry: numpy.ndarray, mask: numpy.ndarray) -> list[float]:
    """Return the largest value that each window reads, a few outliers left out."""
    state, found = entry * mask, []
    for number, shift in enumerate(SHIFTS):
        found.append(float(numpy.quantile(state, KEPT)))
        gap = numpy.zeros((shift, state.shape[1]), dtype=numpy.float32)
        around = numpy.concatenate(
            (numpy.concatenate((gap, state[:-shift])), state, numpy.concatenate((state[shift:], gap))), axis=1
        )
        product = around @ constants[f"weight{number}"] + constants[f"bias{number}"]
        state = (state + numpy.maximum(product, 0)) * mask
    return found


def graph(constants: dict[str, numpy.ndarray], largest: list[float]) -> onnx.ModelProto:
    """Write the body again: `entry` (tokens, width) and `mask` (tokens, 1) in, `probability` (tokens, tags) out."""
    nodes, initial = [], []

    def constant(name: str, array: numpy.ndarray) -> str:
        initial.append(numpy_helper.from_array(array, name))
        return name

    width = constants["bias0"].shape[0]
    axes = constant("axes", numpy.array([0], dtype=numpy.int64))
    end = constant("end", numpy.array([2**31 - 1], dtype=numpy.int64))
    zero = constant("zero", numpy.array([0], dtype=numpy.int64))
    middle = constant("middle", numpy.array(0, dtype=numpy.uint8))
    no_weight = constant("no_weight", numpy.zeros(width, dtype=numpy.int8))
    nodes.append(helper.make_node("Mul", ["entry", "mask"], ["state0"]))
    for number, (shift, high) in enumerate(zip(SHIFTS, largest, strict=True)):
        float_weight = constants[f"weight{number}"]
        spread = numpy.maximum(numpy.abs(float_weight).max(axis=0), 1e-8) / LARGEST_WEIGHT
        scale = constant(f"scale{number}", numpy.array(high / LARGEST_STATE, dtype=numpy.float32))
        spreads = constant(f"spread{number}", spread.astype(numpy.float32))
        weight = constant(f"weight{number}", numpy.rint(float_weight / spread).astype(numpy.int8))
        bias = constant(f"bias{number}", constants[f"bias{number}"])
        pads = constant(f"pads{number}", numpy.array([shift, 0, shift, 0], dtype=numpy.int64))
        first_end = constant(f"first_end{number}", numpy.array([-2 * shift], dtype=numpy.int64))
        last_start = constant(f"last_start{number}", numpy.array([2 * shift], dtype=numpy.int64))
        nodes += [
            helper.make_node("QuantizeLinear", [f"state{number}", scale, middle], [f"small{number}"]),
            helper.make_node("Pad", [f"small{number}", pads, middle], [f"padded{number}"]),
            helper.make_node("Slice", [f"padded{number}", zero, first_end, axes], [f"before{number}"]),
            helper.make_node("Slice", [f"padded{number}", last_start, end, axes], [f"after{number}"]),
            helper.make_node(
                "Concat", [f"before{number}", f"small{number}", f"after{number}"], [f"around{number}"], axis=1
            ),
            helper.make_node(
                "MatMulIntegerToFloat",
                [f"around{number}", weight, scale, spreads, middle, no_weight, bias],
                [f"sum{number}"],
                domain="com.microsoft",
            ),
            helper.make_node("Relu", [f"sum{number}"], [f"active{number}"]),
            helper.make_node("Add", [f"state{number}", f"active{number}"], [f"next{number}"]),
            helper.make_node("Mul", [f"next{number}", "mask"], [f"state{number + 1}"]),
        ]
    exit_weight = constant("weight_exit", constants["weight_exit"])
    exit_bias = constant("bias_exit", constants["bias_exit"])
    nodes += [
        helper.make_node("MatMul", [f"state{len(SHIFTS)}", exit_weight], ["product_exit"]),
        helper.make_node("Add", ["product_exit", exit_bias], ["score"]),
        helper.make_node("Softmax", ["score"], ["probability"], axis=1),
    ]
    return helper.make_model(
        helper.make_graph(
            nodes,
            "tagger",
            [
                helper.make_tensor_value_info("entry", TensorProto.FLOAT, ["tokens", width]),
                helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["tokens", 1]),
            ],
            [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["tokens", len(TAGS)])],
            initial,
        ),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)],
        ir_version=9,
    )


def main() -> None:
    """Replace the float windows of a folder by 8-bit ones, and print the scale of each window and the digest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    path = arguments.out / "windows.onnx"
    constants = {array.name: numpy_helper.to_array(array) for array in onnx.load(path).graph.initializer}
    if constants["weight0"].dtype != numpy.float32:
        raise SystemExit(f"{path.name} is already in 8 bits: run training.tagger.export first")
    tables = (arguments.out / "tables.npz").read_bytes()
    largest = ranges(constants, *entries(Model(tables, path.read_bytes())))
    path.write_bytes(graph(constants, largest).SerializeToString())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(json.dumps({"largest": largest, "bytes": path.stat().st_size, "sha256": digest}))


if __name__ == "__main__":
    main()
