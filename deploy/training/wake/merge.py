"""Several heads of one phrase as one: the mean of their logits.

    python deploy/training/wake/merge.py ONE.onnx OTHER.onnx ... [--weights 1 2 ...] --threshold 0.75 --out HEAD.onnx

Heads that were trained on other voices, seeds or negatives err at other places, so that their mean has fewer false accepts and
misses than each of them. Its threshold is to be chosen anew: `judge.py` tells how it does on recordings.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import onnx
from onnx import compose, helper

from device.wake_training.export import OPSET, save
from edge.errors import CabinError, InputError
from edge.frontend.wake import WakeHead


def merged(paths: Sequence[Path], threshold: float, weights: Sequence[float] = ()) -> onnx.ModelProto:
    """One graph of several heads. weights: of their logits in the mean, one a head; none are equal ones.

    Raises InputError when the heads are not of one phrase or do not end in a sigmoid, or the weights are not one a head.
    """
    shares = list(weights) or [1.0] * len(paths)
    if len(shares) != len(paths) or min(shares) <= 0:
        raise InputError("--weights", f"{len(paths)} positive numbers are needed, one a head")
    phrases = {WakeHead.load(path).phrase for path in paths}
    if len(phrases) != 1:
        raise InputError(paths[0], f"not heads of one phrase: {', '.join(sorted(phrases))}")
    nodes: list[onnx.NodeProto] = []
    constants: list[onnx.TensorProto] = []
    logits: list[str] = []
    for number, path in enumerate(paths):
        graph = compose.add_prefix(onnx.load(path), f"m{number}_", rename_inputs=False).graph
        last = graph.node[-1]
        if last.op_type != "Sigmoid" or list(last.output) != [graph.output[0].name]:
            raise InputError(path, "does not end in a sigmoid, as heads of `cabin wake train` do")
        nodes += graph.node[:-1]
        constants += graph.initializer
        logits.append(last.input[0])
    for number, share in enumerate(shares):
        constants.append(helper.make_tensor(f"share{number}", onnx.TensorProto.FLOAT, [], [share / sum(shares)]))
        nodes.append(helper.make_node("Mul", [logits[number], f"share{number}"], [f"part{number}"]))
    parts = [f"part{number}" for number in range(len(paths))]
    nodes += [helper.make_node("Sum", parts, ["mean"]), helper.make_node("Sigmoid", ["mean"], ["p"])]
    made = helper.make_graph(
        nodes,
        "wake_head",
        [helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, ["b", 16, 96])],
        [helper.make_tensor_value_info("p", onnx.TensorProto.FLOAT, ["b", 1])],
        constants,
    )
    model = helper.make_model(made, producer_name="cabin-voice", opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = 8
    facts = {entry.key: entry.value for entry in onnx.load(paths[-1]).metadata_props}
    helper.set_model_props(model, {**facts, "threshold": f"{threshold:.3f}", "merged": str(len(paths))})
    onnx.checker.check_model(model)
    return model


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; a user's error is one line and exit code 2."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("heads", type=Path, nargs="+")
    parser.add_argument("--weights", type=float, nargs="+", default=[])
    parser.add_argument("--threshold", type=float, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    try:
        if not 0 < given.threshold < 1:
            raise InputError("--threshold", f"{given.threshold:g} is no probability")
        save(merged(given.heads, given.threshold, given.weights), given.out)
    except CabinError as error:
        print(f"merge: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
