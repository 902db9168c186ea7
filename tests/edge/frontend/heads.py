"""Wake heads made on the spot: a real ONNX graph that knows one recording by the likeness of its embeddings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from edge.audio.frame import Samples
from edge.frontend.wake_embedding import WakeEmbedding, head_windows


def template_head(path: Path, embedding: WakeEmbedding, sound: Samples, phrase: str, **facts: str) -> Path:
    """Write a head that fires on windows like the one in which `sound`, at 16 kHz, ends."""
    lead = np.random.default_rng(7).standard_normal(3 * 16_000).astype(np.float32) * np.float32(1e-3)
    # The end of the sound and the end of a hop fall together.
    lead = lead[(len(lead) + len(sound)) % 1280 :]
    template = head_windows(embedding.embed(np.concatenate([lead, sound])))[-1].reshape(-1)
    template = template / np.linalg.norm(template)
    return write_head(path, template[:, None].astype(np.float32), {"phrase": phrase, "lang": "en", "threshold": "0.5"} | facts)


def write_head(path: Path, weights: np.ndarray[tuple[int, int], np.dtype[np.float32]], facts: dict[str, str]) -> Path:
    """p = sigmoid(40 (cosine - 0.88)) of the window and the weights, shape (1536, 1)."""
    nodes = [
        helper.make_node("Flatten", ["x"], ["flat"], axis=1),
        helper.make_node("ReduceL2", ["flat"], ["length"], axes=[1], keepdims=1),
        helper.make_node("MatMul", ["flat", "weights"], ["dot"]),
        helper.make_node("Div", ["dot", "length"], ["cosine"]),
        helper.make_node("Sub", ["cosine", "bias"], ["centred"]),
        helper.make_node("Mul", ["centred", "slope"], ["logit"]),
        helper.make_node("Sigmoid", ["logit"], ["p"]),
    ]
    constants = {"weights": weights, "bias": np.float32([0.88]), "slope": np.float32([40])}
    graph = helper.make_graph(
        nodes,
        "head",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["b", 16, 96])],
        [helper.make_tensor_value_info("p", TensorProto.FLOAT, ["b", 1])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    helper.set_model_props(model, facts)
    onnx.save(model, path)
    return path
