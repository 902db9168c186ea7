"""Turns trained parameters into the streaming graph that the front end runs.

One frame a call: power spectra in, gains for every bin out, the recurrent state as inputs and outputs. Bands, logarithms,
normalisation and the way back from bands to bins are part of the graph. A recurrent layer is one node: written out in matrix
products it costs the runtime more than it computes.

Usage: python deploy/training/echo/export.py suppressor.pt deploy/echo/suppressor.onnx
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from network import INPUTS, SuppressorNet
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from edge.frontend.echo.bands import BANDS, BINS, gathering, spreading
from edge.onnx import open_session

FLOOR = 1e-6
_LN10 = float(np.log(10))

Array = NDArray[np.float32]


class Graph:
    """Nodes and constants as they are added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """A constant under a name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str, **attributes: object) -> str:
        """A node with one output."""
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def dense(self, source: str, weight: Array, bias: Array, output: str) -> str:
        """source times weight, shape (inputs, outputs), plus bias."""
        return self.add("Gemm", [source, self.constant(f"{output}_w", weight), self.constant(f"{output}_b", bias)], output)

    def gru(self, source: str, state: str, layer: torch.nn.GRU, name: str) -> str:
        """One step of a recurrent layer, shape (1, 1, hidden) each; returns the new state."""
        hidden = layer.hidden_size
        # torch has the gates in the order reset, update, new; ONNX has the first two the other way round.
        order = np.r_[hidden : 2 * hidden, :hidden, 2 * hidden : 3 * hidden]
        w_in, w_state = (_array(w)[order][None] for w in (layer.weight_ih_l0, layer.weight_hh_l0))
        bias = np.concatenate([_array(layer.bias_ih_l0)[order], _array(layer.bias_hh_l0)[order]])[None]
        weights = [self.constant(f"{name}_{kind}", value) for kind, value in (("w", w_in), ("r", w_state), ("b", bias))]
        new = f"{state}_next"
        attributes = {"name": name, "hidden_size": hidden, "linear_before_reset": 1}
        self.nodes.append(helper.make_node("GRU", [source, *weights, "", state], ["", new], **attributes))
        return new


def build(net: SuppressorNet) -> onnx.ModelProto:
    """The graph: power (4, 161), first and second (1, 1, hidden) to gains (2, 161), talk (1, 1), and both states."""
    graph, hidden = Graph(), net.entry.out_features
    bands = graph.add("MatMul", ["power", graph.constant("gathering", gathering())], "bands")
    lifted = graph.add("Add", [bands, graph.constant("floor", np.array(FLOOR, np.float32))], "lifted")
    logs = graph.add("Log", [lifted], "logs")
    flat = graph.add("Reshape", [logs, graph.constant("flat_shape", np.array([1, INPUTS], np.int64))], "flat")
    # Normalisation and the change from natural to decimal logarithms are folded into the first layer.
    weight, scale, mean = _array(net.entry.weight).T, _array(net.scale), _array(net.mean)
    graph.dense(flat, weight * (scale / _LN10)[:, None], _array(net.entry.bias) - (mean * scale) @ weight, "entered_sum")
    graph.add("Relu", ["entered_sum"], "entered")
    step = graph.add("Reshape", ["entered", graph.constant("step_shape", np.array([1, 1, hidden], np.int64))], "step")
    states = [graph.gru(step, "first", net.first, "low"), graph.gru("first_next", "second", net.second, "high")]
    joined = graph.add("Concat", states, "joined", axis=-1)
    both = graph.add("Reshape", [joined, graph.constant("both_shape", np.array([1, 2 * hidden], np.int64))], "both")
    out_weight = np.concatenate([_array(net.gains.weight), _array(net.talk.weight)]).T
    out_bias = np.concatenate([_array(net.gains.bias), _array(net.talk.bias)])
    graph.dense(both, out_weight, out_bias, "out_sum")
    graph.add("Sigmoid", ["out_sum"], "out")
    sizes = graph.constant("out_sizes", np.array([2 * BANDS, 1], np.int64))
    graph.nodes.append(helper.make_node("Split", ["out", sizes], ["band_gains_flat", "talk"], name="out_split", axis=-1))
    shape = graph.constant("gains_shape", np.array([2, BANDS], np.int64))
    band_gains = graph.add("Reshape", ["band_gains_flat", shape], "band_gains")
    graph.add("MatMul", [band_gains, graph.constant("spreading", spreading())], "gains")

    def info(name: str, *size: int) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, size)

    made = helper.make_graph(
        graph.nodes,
        "suppressor",
        [info("power", 4, BINS), *(info(name, 1, 1, hidden) for name in ("first", "second"))],
        [info("gains", 2, BINS), info("talk", 1, 1), *(info(name, 1, 1, hidden) for name in states)],
        graph.constants,
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="cabin-voice")
    helper.set_model_props(model, {"hidden": str(hidden), "licence": "Apache-2.0"})
    onnx.checker.check_model(model)
    return model


def check(net: SuppressorNet, model: onnx.ModelProto) -> float:
    """Greatest difference of the gains of the graph, step by step, from those of the network over a whole sequence."""
    powers = np.random.default_rng(1).exponential(1e-2, (40, 4, BINS)).astype(np.float32) ** 2
    logs = np.log10(powers @ gathering() + FLOOR).reshape(1, 40, INPUTS)
    with torch.no_grad():
        wanted = net(torch.from_numpy(logs.astype(np.float32)))[0][0].numpy() @ spreading()
    session = open_session(model.SerializeToString())
    first = second = np.zeros((1, 1, net.entry.out_features), np.float32)
    worst = 0.0
    for power, gains in zip(powers, wanted, strict=True):
        given, _, first, second = session.run(None, {"power": power, "first": first, "second": second})
        worst = max(worst, float(np.abs(given - gains).max()))
    return worst


def _array(tensor: torch.Tensor) -> Array:
    return np.asarray(tensor.detach().numpy(), np.float32)


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parameters", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    net = SuppressorNet()
    net.load_state_dict(torch.load(options.parameters))
    net.eval()
    model = build(net)
    print(f"greatest difference from the network: {check(net, model):.1e}")
    aside = options.out.with_suffix(".aside")
    onnx.save(model, aside)
    aside.rename(options.out)


if __name__ == "__main__":
    main()
