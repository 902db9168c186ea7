"""A trained head as an ONNX file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from device.wake_training.network import Convolution, Dense, Dropout, Floats, Head, Rectifier, Standardise

OPSET = 13


def to_onnx(heads: Sequence[Head], properties: Mapping[str, str]) -> onnx.ModelProto:
    """One graph, input `x` [b,16,96], output `p` [b,1]: the sigmoid of the mean logit of the heads.

    properties: the metadata of the model: phrase, lang, threshold, version.
    """
    graph = _Graph()
    logits = [graph.head(f"h{number}", head) for number, head in enumerate(heads)]
    mean = graph.node("Mean", logits) if len(logits) > 1 else logits[0]
    graph.nodes.append(helper.make_node("Sigmoid", [mean], ["p"]))
    made = helper.make_graph(
        graph.nodes,
        "wake_head",
        [helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, ["b", 16, 96])],
        [helper.make_tensor_value_info("p", onnx.TensorProto.FLOAT, ["b", 1])],
        graph.constants,
    )
    model = helper.make_model(made, producer_name="cabin-voice", opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = 8
    helper.set_model_props(model, dict(properties))
    onnx.checker.check_model(model)
    return model


def save(model: onnx.ModelProto, path: Path) -> None:
    """Write the model; the same model gives the same bytes."""
    path.write_bytes(model.SerializeToString(deterministic=True))


class _Graph:
    """Nodes and constants under construction."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def node(self, kind: str, inputs: Sequence[str], **attributes: Any) -> str:
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def constant(self, name: str, value: Floats) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def head(self, prefix: str, head: Head) -> str:
        """The nodes of one head; the name of its logits, [b, 1]."""
        at, channels_first, flat = "x", False, False
        for number, layer in enumerate(head.layers):
            name = f"{prefix}_{number}"
            if isinstance(layer, Standardise):
                at = self.node("Sub", [at, self.constant(f"{name}_mean", layer.mean)])
                at = self.node("Mul", [at, self.constant(f"{name}_scale", layer.scale)])
            elif isinstance(layer, Convolution):
                at = at if channels_first else self.node("Transpose", [at], perm=[0, 2, 1])
                channels_first = True
                kernel = layer.weight.reshape(layer.width, layer.inputs, -1).transpose(2, 1, 0)
                constants = [self.constant(f"{name}_w", kernel), self.constant(f"{name}_b", layer.bias)]
                at = self.node("Conv", [at, *constants], strides=[layer.stride])
            elif isinstance(layer, Rectifier):
                at = self.node("Relu", [at])
            elif isinstance(layer, Dense):
                if not flat:
                    at = self.node("Transpose", [at], perm=[0, 2, 1]) if channels_first else at
                    at = self.node("Flatten", [at])
                    flat = True
                constants = [self.constant(f"{name}_w", layer.weight), self.constant(f"{name}_b", layer.bias)]
                at = self.node("Gemm", [at, *constants])
            elif not isinstance(layer, Dropout):
                raise TypeError(f"no ONNX form for {type(layer).__name__}")
        return at
