"""Turn the exported windows into 8-bit products: `python -m training.tagger.quantise`, after `training.tagger.export`.

What each window reads is never negative, so it becomes unsigned 8-bit integers with one scale a window, fixed here from
generated messages: the answer to a message does not depend on the others of its batch. Weights keep seven bits, so that
processors without VNNI, which add pairs of products in 16 bits, give the same answer as those that have it.

The rows of a run are told apart by empty ones, so negative that they stay nothing in every window whatever is added to them:
the graph needs no mask. What a window reads is gathered by the places of the rows, which the caller gives.

Source: onnxruntime, "Quantize ONNX models", reduce_range (read 2026-11).
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

from egide.detection.names.reading import Reading
from egide.detection.tagger.features import TAGS
from egide.detection.tagger.model import SHIFTS, Model
from training.tagger.generator import Writer

OUT = Path(__file__).parents[2] / "src" / "egide" / "detection" / "tagger" / "data"
GAP = max(SHIFTS)
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
        rows.append(numpy.frombuffer(b"".join(model.vectors(words)), dtype=numpy.float32).reshape(len(words), -1))
        rows.append(numpy.zeros((GAP, rows[-1].shape[1]), dtype=numpy.float32))
        mask.extend([1.0] * len(words) + [0.0] * GAP)
    return numpy.concatenate(rows).astype(numpy.float32), numpy.array(mask, dtype=numpy.float32)[:, None]


def ranges(
    constants: dict[str, numpy.ndarray], entry: numpy.ndarray, mask: numpy.ndarray, shifts: Sequence[int]
) -> list[float]:
    """Return the largest value that each window reads, a few outliers left out."""
    state, found = entry * mask, []
    for number, shift in enumerate(shifts):
        found.append(float(numpy.quantile(state, KEPT)))
        gap = numpy.zeros((shift, state.shape[1]), dtype=numpy.float32)
        around = numpy.concatenate(
            (numpy.concatenate((gap, state[:-shift])), state, numpy.concatenate((state[shift:], gap))), axis=1
        )
        product = around @ constants[f"weight{number}"] + constants[f"bias{number}"]
        state = (state + numpy.maximum(product, 0)) * mask
    return found


def products(constants: dict[str, numpy.ndarray], largest: list[float]) -> dict[str, numpy.ndarray]:
    """Return the weights in bytes with their scales, `weight0`, `spread0`, `scale0`, `bias0` …, and the exit as it is."""
    kept = {name: constants[name] for name in ("weight_exit", "bias_exit")}
    for number, high in enumerate(largest):
        weight = constants[f"weight{number}"]
        spread = numpy.maximum(numpy.abs(weight).max(axis=0), 1e-8) / LARGEST_WEIGHT
        kept[f"weight{number}"] = numpy.rint(weight / spread).astype(numpy.int8)
        kept[f"spread{number}"] = spread.astype(numpy.float32)
        kept[f"scale{number}"] = numpy.array(high / LARGEST_STATE, dtype=numpy.float32)
        kept[f"bias{number}"] = constants[f"bias{number}"]
    return kept


def graph(kept: dict[str, numpy.ndarray], shifts: Sequence[int], tags: Sequence[str]) -> onnx.ModelProto:
    """Write the body again, with what `products` returned.

    In: `entry` (rows, width), and for each reach the places `near` (rows, 3) of the row before, of the row, and of the row after.
    Out, for each row: `best` tag, its probability `peak`, and the probability `person` of a person's name.
    """
    nodes, initial, near = [], [], {}

    def constant(name: str, array: numpy.ndarray) -> str:
        initial.append(numpy_helper.from_array(array, name))
        return name

    width = kept["bias0"].shape[0]
    flat = constant("flat", numpy.array([-1, 3 * width], dtype=numpy.int64))
    middle = constant("middle", numpy.array(0, dtype=numpy.uint8))
    no_weight = constant("no_weight", numpy.zeros(width, dtype=numpy.int8))
    state = "entry"
    for number, shift in enumerate(shifts):
        near[f"near{shift}"] = helper.make_tensor_value_info(f"near{shift}", TensorProto.INT32, ["rows", 3])
        scale, spread, weight, bias = (
            constant(f"{name}{number}", kept[f"{name}{number}"]) for name in ("scale", "spread", "weight", "bias")
        )
        nodes += [
            helper.make_node("QuantizeLinear", [state, scale, middle], [f"small{number}"]),
            helper.make_node("Gather", [f"small{number}", f"near{shift}"], [f"three{number}"], axis=0),
            helper.make_node("Reshape", [f"three{number}", flat], [f"around{number}"]),
            helper.make_node(
                "MatMulIntegerToFloat",
                [f"around{number}", weight, scale, spread, middle, no_weight, bias],
                [f"sum{number}"],
                domain="com.microsoft",
            ),
            helper.make_node("Relu", [f"sum{number}"], [f"active{number}"]),
            helper.make_node("Add", [state, f"active{number}"], [f"state{number + 1}"]),
        ]
        state = f"state{number + 1}"
    people = numpy.array([[float(tag.endswith("PERSON"))] for tag in tags], dtype=numpy.float32)
    nodes += [
        helper.make_node("MatMul", [state, constant("weight_exit", kept["weight_exit"])], ["product_exit"]),
        helper.make_node("Add", ["product_exit", constant("bias_exit", kept["bias_exit"])], ["score"]),
        helper.make_node("Softmax", ["score"], ["probability"], axis=1),
        helper.make_node("ArgMax", ["probability"], ["best"], axis=1, keepdims=0),
        helper.make_node("ReduceMax", ["probability"], ["peak"], axes=[1], keepdims=0),
        helper.make_node("MatMul", ["probability", constant("people", people)], ["person"]),
    ]
    return helper.make_model(
        helper.make_graph(
            nodes,
            "tagger",
            [helper.make_tensor_value_info("entry", TensorProto.FLOAT, ["rows", width]), *near.values()],
            [
                helper.make_tensor_value_info("best", TensorProto.INT64, ["rows"]),
                helper.make_tensor_value_info("peak", TensorProto.FLOAT, ["rows"]),
                helper.make_tensor_value_info("person", TensorProto.FLOAT, ["rows", 1]),
            ],
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
    largest = ranges(constants, *entries(Model(tables, path.read_bytes())), SHIFTS)
    path.write_bytes(graph(products(constants, largest), SHIFTS, TAGS).SerializeToString())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(json.dumps({"largest": largest, "bytes": path.stat().st_size, "sha256": digest}))


if __name__ == "__main__":
    main()
