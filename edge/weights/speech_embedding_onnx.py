"""The speech-embedding network as one that slides along a mel spectrogram.

The source graph takes windows of 76 mel frames, one embedding each. All its layers are convolutions and poolings without padding
in time, so that windows which overlap compute most of their numbers again. Here the same layers run over a spectrogram of any
length once, and give an embedding every 4 frames: the last pooling keeps every step, and the last kernel takes every other one.

    mel [N, T, 32] float32 -> embeddings [N, (T - 76) // 4 + 1, 96]

Row i holds the numbers, bit by bit, that the source gives for the frames 4 i to 4 i + 75.
"""

from __future__ import annotations

from pathlib import Path

import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from onnx import helper, numpy_helper

from edge.errors import WeightsError
from edge.weights.onnx_graph import FLOAT, IR_VERSION

OUTPUT = "embedding_dense.onnx"
_OPSET = 12
_MELS, _SIZE = 32, 96


def convert_speech_embedding(model: Path) -> dict[str, bytes]:
    """The file "embedding_dense.onnx". Raises WeightsError when the file is not the network of 76 frames a window."""
    try:
        source = onnx.load(model).graph
    except DecodeError as error:
        raise WeightsError(model, f"not an ONNX model ({error})") from error
    kinds = [node.op_type for node in source.node]
    # A reshape at either end; between them the layers, the last of which is a convolution after a pooling.
    if kinds[:1] + kinds[-3:] != ["Reshape", "MaxPool", "Conv", "Reshape"]:
        raise WeightsError(model, "not the speech embedding that can be converted: it has other layers")
    layers = [onnx.NodeProto.FromString(node.SerializeToString()) for node in source.node[1:-1]]
    pooling, last = layers[-2:]
    _set(pooling, strides=[1, 2])
    _set(last, dilations=[2, 1])
    before = helper.make_node("Unsqueeze", ["mel"], [source.node[0].output[0]], axes=[1])
    column = helper.make_node("Squeeze", [source.node[-1].input[0]], ["column"], axes=[3])
    after = helper.make_node("Transpose", ["column"], ["embeddings"], perm=[0, 2, 1])
    used = {name for node in layers for name in node.input}
    constants = [
        numpy_helper.from_array(numpy_helper.to_array(tensor), tensor.name) for tensor in source.initializer if tensor.name in used
    ]
    graph = helper.make_graph(
        [before, *layers, column, after],
        "speech_embedding",
        [helper.make_tensor_value_info("mel", FLOAT, ["N", "T", _MELS])],
        [helper.make_tensor_value_info("embeddings", FLOAT, ["N", "n", _SIZE])],
        constants,
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=IR_VERSION)
    return {OUTPUT: made.SerializeToString(deterministic=True)}


def _set(node: onnx.NodeProto, **values: list[int]) -> None:
    """Replace attributes of a node."""
    kept = [attribute for attribute in node.attribute if attribute.name not in values]
    del node.attribute[:]
    node.attribute.extend([*kept, *(helper.make_attribute(name, value) for name, value in values.items())])
