"""Trains the near-end network and writes it as an ONNX graph.

Usage: python deploy/training/near_end/train.py --examples FOLDER --out deploy/echo/near_end.onnx
One hidden layer, logistic loss, Adam; a few seconds in numpy, so no torch.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from edge.frontend.echo.near_end import FEATURES
from edge.onnx import open_session

Array = NDArray[np.float32]
HIDDEN = 64
_BATCH = 1024
_DECAY = 2e-4


def train(features: Array, labels: Array, epochs: int, seed: int) -> list[Array]:
    """Weights and biases of the two layers, for features as they come: the normalisation is part of them."""
    rng = np.random.default_rng(seed)
    mean, spread = features.mean(0), features.std(0) + 1e-6
    inputs = (features - mean) / spread
    weights: list[Array] = [
        rng.normal(0, FEATURES**-0.5, (FEATURES, HIDDEN)).astype(np.float32),
        np.zeros(HIDDEN, np.float32),
        rng.normal(0, HIDDEN**-0.5, (HIDDEN, 1)).astype(np.float32),
        np.full(1, -4.0, np.float32),
    ]
    first = [np.zeros_like(weight) for weight in weights]
    second = [np.zeros_like(weight) for weight in weights]
    step = 0
    for epoch in range(epochs):
        rate = 3e-3 * (1 - epoch / epochs) + 1e-4
        order = rng.permutation(len(inputs))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            step += 1
            for place, gradient in enumerate(_gradients(weights, inputs[chosen], labels[chosen])):
                first[place] = 0.9 * first[place] + 0.1 * gradient
                second[place] = 0.999 * second[place] + 0.001 * gradient**2
                scale = np.sqrt(second[place] / (1 - 0.999**step)) + 1e-8
                weights[place] = (weights[place] - rate * first[place] / (1 - 0.9**step) / scale).astype(np.float32)
    weights[1] = weights[1] - (mean / spread) @ weights[0]
    weights[0] = (weights[0] / spread[:, None]).astype(np.float32)
    return weights


def _gradients(weights: list[Array], inputs: Array, labels: Array) -> list[Array]:
    hidden = np.tanh(inputs @ weights[0] + weights[1])
    wrong = (1 / (1 + np.exp(-(hidden @ weights[2] + weights[3]))) - labels[:, None]) / len(labels)
    back = wrong @ weights[2].T * (1 - hidden**2)
    return [
        inputs.T @ back + _DECAY * weights[0],
        back.sum(0),
        hidden.T @ wrong + _DECAY * weights[2],
        wrong.sum(0),
    ]


def log_odds(weights: list[Array], features: Array) -> Array:
    """Shape (n,)."""
    return (np.tanh(features @ weights[0] + weights[1]) @ weights[2] + weights[3])[:, 0]


def export(weights: list[Array], file: Path) -> None:
    """Write the graph: `features` (1, FEATURES) in, `log_odds` (1, 1) out."""
    names = ("first", "first_bias", "second", "second_bias")
    nodes = [
        helper.make_node("Gemm", ["features", "first", "first_bias"], ["before"]),
        helper.make_node("Tanh", ["before"], ["hidden"]),
        helper.make_node("Gemm", ["hidden", "second", "second_bias"], ["log_odds"]),
    ]
    graph = helper.make_graph(
        nodes,
        "near_end",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [1, FEATURES])],
        [helper.make_tensor_value_info("log_odds", TensorProto.FLOAT, [1, 1])],
        [numpy_helper.from_array(weight, name) for name, weight in zip(names, weights, strict=True)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="cabin-voice")
    onnx.checker.check_model(model)
    file.write_bytes(model.SerializeToString())


def main() -> None:
    """Train, judge, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--shift", type=float, default=-0.1, help="taken off the log-odds, for the dialogue's thresholds")
    parser.add_argument("--judge", type=Path, help="examples that are not trained on; those trained on, without it")
    options = parser.parse_args()
    rows = np.concatenate([np.load(file) for file in sorted(options.examples.glob("*.npy"))])
    weights = train(rows[:, :-1], rows[:, -1], options.epochs, seed=1)
    weights[3] = weights[3] - np.float32(options.shift)
    judged = np.load(options.judge) if options.judge is not None else rows
    odds, begun = log_odds(weights, judged[:, :-1]), judged[:, -1] > 0.5
    for share in (1e-3, 3e-4):
        threshold = float(np.quantile(odds[~begun], 1 - share))
        print(f"{share:.2%} of frames with nobody above {threshold:.2f}: {np.mean(odds[begun] >= threshold):.1%} of beginnings are")
    export(weights, options.out)
    from_graph = open_session(options.out).run(None, {"features": judged[:1, :-1]})[0][0, 0]
    if abs(float(from_graph) - float(odds[0])) > 1e-3:
        raise SystemExit("the graph does not compute what was trained")


if __name__ == "__main__":
    main()
