"""The speaker encoder of Resemblyzer as an ONNX graph: three LSTM layers over mel frames, a layer on the last state, length 1.

    mel [N, T, 40] float32 -> embedding [N, 256]

After "Generalized End-to-End Loss for Speaker Verification" (Wan et al. 2018).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from edge.errors import WeightsError
from edge.weights.onnx_graph import GraphWriter
from edge.weights.torch_file import Floats, read_checkpoint

LAYERS, HIDDEN, MELS = 3, 256, 40


def convert_speaker(checkpoint: Path) -> dict[str, bytes]:
    """The file "speaker.onnx" made from a checkpoint. Raises WeightsError when a tensor is missing or of another shape."""
    weights = read_checkpoint(checkpoint, "model_state")

    def take(name: str, *shape: int) -> Floats:
        if name not in weights or weights[name].shape != shape:
            raise WeightsError(checkpoint, f"no speaker encoder: the tensor {name!r} of shape {shape} is missing")
        return weights[name]

    graph = GraphWriter("speaker")
    value = graph.node("Transpose", graph.input("mel", np.float32, ("N", "T", MELS)), perm=(1, 0, 2))
    final = ""
    for layer in range(LAYERS):
        width = MELS if layer == 0 else HIDDEN
        inputs, recurrent = (_gates(take(f"lstm.weight_{k}_l{layer}", 4 * HIDDEN, n)) for k, n in (("ih", width), ("hh", HIDDEN)))
        bias = np.concatenate([_gates(take(f"lstm.bias_{k}_l{layer}", 4 * HIDDEN)) for k in ("ih", "hh")])
        constants = (graph.constant(part[None]) for part in (inputs, recurrent, bias))
        every, final, _ = graph.nodes("LSTM", value, *constants, outputs=3, hidden_size=HIDDEN)
        value = graph.node("Squeeze", every, graph.integers(1))
    state = graph.node("Squeeze", final, graph.integers(0))
    matrix, offset = take("linear.weight", HIDDEN, HIDDEN), take("linear.bias", HIDDEN)
    raw = graph.node("Relu", graph.node("Add", graph.node("MatMul", state, graph.constant(matrix.T)), graph.constant(offset)))
    graph.output("embedding", graph.node("LpNormalization", raw, axis=-1, p=2), np.float32, ("N", HIDDEN))
    return {"speaker.onnx": graph.to_bytes()}


def _gates(rows: Floats) -> Floats:
    """From PyTorch's order of gates (input, forget, cell, output) to ONNX's (input, output, forget, cell)."""
    inward, forget, cell, outward = np.split(rows, 4)
    return np.concatenate([inward, outward, forget, cell])
