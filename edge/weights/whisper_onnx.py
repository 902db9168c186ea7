"""Whisper from CTranslate2 to two ONNX graphs: an encoder that gives the decoder's cross keys and values, and a decoder
that carries its own keys and values from call to call.

The network is that of Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision" (2022): pre-norm
Transformer blocks, GELU, sinusoidal positions for the encoder, learned ones for the decoder, output tied to the token table.

    encoder   mel [1, 80, T] float32                             -> cross_k [L, H, 64, S], cross_v [L, H, S, 64]
    decoder   tokens [B, N] int64, first [1] int64,              -> logits [B, N - first, V],
              past_k [L, B, H, 64, P], past_v [L, B, H, P, 64],     k [L, B, H, 64, P + N], v [L, B, H, P + N, 64]
              cross_k, cross_v

S is T / 2 rounded up; L is the number of layers of the decoder, H the number of heads, V that of tokens, B that of hypotheses
about one audio. Keys are stored transposed, ready for the product with the queries. `first` is the first token whose logits are
worked out, from the end where it is negative: a prompt of fifty tokens would otherwise cost fifty products with the table of
51,865 rows.

Linear layers and the token table are INT8 by blocks (`onnx_graph`); convolutions, norms and attention stay float32. With one range
for a whole activation, as ONNX Runtime's own quantiser makes them, people's recordings come out with a quarter to a third more
errors than in float32; by blocks there is no difference to be seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.errors import WeightsError
from edge.weights.ctranslate2 import Ctranslate2Model, read_model
from edge.weights.onnx_graph import FLOAT, GraphWriter, quantise_blocks

HEAD = 64  # width of an attention head in every Whisper
Floats = NDArray[np.float32]


def convert_whisper(model: Path) -> dict[str, bytes]:
    """The files "encoder-q8.onnx" and "decoder-q8.onnx" made from a CTranslate2 Whisper `model.bin`.

    Raises WeightsError when the file is no Whisper model or a tensor is missing.
    """
    weights = _Weights(model, read_model(model))
    return {"encoder-q8.onnx": _encoder(weights), "decoder-q8.onnx": _decoder(weights)}


class _Weights:
    """The tensors as float32, and what their shapes tell about the network."""

    def __init__(self, path: Path, model: Ctranslate2Model) -> None:
        if model.specification != "WhisperSpec":
            raise WeightsError(path, f"holds a {model.specification!r} model, not Whisper")
        self._path = path
        self._tensors = model.tensors
        self.tokens, self.width = self["decoder/embeddings/weight"].shape
        self.heads = self.width // HEAD
        self.mels = self["encoder/conv1/weight"].shape[1]
        self.encoder_layers = self._layers("encoder")
        self.decoder_layers = self._layers("decoder")
        if not self.encoder_layers or not self.decoder_layers or self.width % HEAD:
            raise WeightsError(path, f"no Whisper network: width {self.width}, {self.decoder_layers} decoder layers")

    def __getitem__(self, name: str) -> Floats:
        if name not in self._tensors:
            raise WeightsError(self._path, f"the tensor {name!r} is missing")
        return self._tensors[name].astype(np.float32)

    def _layers(self, side: str) -> int:
        count = 0
        while f"{side}/layer_{count}/self_attention/linear_0/weight" in self._tensors:
            count += 1
        return count


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The pieces that encoder and decoder share."""

    graph: GraphWriter
    weights: _Weights

    def norm(self, value: str, name: str) -> str:
        gain, offset = (self.graph.constant(self.weights[f"{name}/{part}"]) for part in ("gamma", "beta"))
        return self.graph.node("LayerNormalization", value, gain, offset, axis=-1, epsilon=1e-5)

    def linear(self, value: str, name: str, *, queries: int = 0) -> str:
        """A linear layer; the first `queries` rows give attention queries and carry the factor 1/sqrt(64)."""
        matrix, bias = self.weights[f"{name}/weight"], self.weights[f"{name}/bias"]
        matrix[:queries] *= HEAD**-0.5
        bias[:queries] *= HEAD**-0.5
        return self.graph.linear_by_blocks(value, matrix, bias)

    def split(self, value: str, count: int) -> tuple[str, ...]:
        return self.graph.nodes("Split", value, outputs=count, axis=2, num_outputs=count)

    def heads(self, value: str, order: tuple[int, ...] = (0, 2, 1, 3)) -> str:
        """[B, S, D] to [B, H, S, 64], or with another order to [B, H, 64, S]."""
        shaped = self.graph.node("Reshape", value, self.graph.integers(0, 0, self.weights.heads, HEAD))
        return self.graph.node("Transpose", shaped, perm=order)

    def keys(self, value: str) -> str:
        return self.heads(value, (0, 2, 3, 1))

    def attend(self, query: str, keys: str, values: str, mask: str | None = None) -> str:
        """Attention of [B, H, N, 64] over keys [B, H, 64, S] and values [B, H, S, 64], or one for all, back to [B, N, D]."""
        scores = self.graph.node("MatMul", query, keys)
        if mask is not None:
            scores = self.graph.node("Add", scores, mask)
        mixed = self.graph.node("MatMul", self.graph.node("Softmax", scores, axis=-1), values)
        rows = self.graph.node("Transpose", mixed, perm=(0, 2, 1, 3))
        return self.graph.node("Reshape", rows, self.graph.integers(0, 0, self.weights.width))

    def feed_forward(self, value: str, layer: str) -> str:
        hidden = self.linear(self.norm(value, f"{layer}/ffn/layer_norm"), f"{layer}/ffn/linear_0")
        return self.graph.node("Add", value, self.linear(self.graph.node("Gelu", hidden), f"{layer}/ffn/linear_1"))

    def stack(self, parts: list[str]) -> str:
        return self.graph.node("Concat", *parts, axis=0)


def _encoder(weights: _Weights) -> bytes:
    graph = GraphWriter("encoder")
    blocks = _Blocks(graph, weights)
    value = graph.input("mel", np.float32, (1, weights.mels, "T"))
    for name, stride in (("conv1", 1), ("conv2", 2)):
        matrix, bias = (graph.constant(weights[f"encoder/{name}/{part}"]) for part in ("weight", "bias"))
        value = graph.node("Conv", value, matrix, bias, kernel_shape=(3,), pads=(1, 1), strides=(stride,))
        value = graph.node("Gelu", value)
    value = graph.node("Transpose", value, perm=(0, 2, 1))
    length = graph.node("Shape", value, start=1, end=2)
    positions = graph.constant(weights["encoder/position_encodings/encodings"])
    value = graph.node("Add", value, graph.node("Slice", positions, graph.integers(0), length, graph.integers(0)))
    for index in range(weights.encoder_layers):
        layer = f"encoder/layer_{index}"
        inner = blocks.norm(value, f"{layer}/self_attention/layer_norm")
        merged = blocks.linear(inner, f"{layer}/self_attention/linear_0", queries=weights.width)
        query, key, content = blocks.split(merged, 3)
        mixed = blocks.attend(blocks.heads(query), blocks.keys(key), blocks.heads(content))
        value = graph.node("Add", value, blocks.linear(mixed, f"{layer}/self_attention/linear_1"))
        value = blocks.feed_forward(value, layer)
    value = blocks.norm(value, "encoder/layer_norm")
    keys, values = [], []
    for index in range(weights.decoder_layers):
        key, content = blocks.split(blocks.linear(value, f"decoder/layer_{index}/attention/linear_1"), 2)
        keys.append(blocks.keys(key))
        values.append(blocks.heads(content))
    layers, heads = weights.decoder_layers, weights.heads
    graph.output("cross_k", blocks.stack(keys), np.float32, (layers, heads, HEAD, "S"))
    graph.output("cross_v", blocks.stack(values), np.float32, (layers, heads, "S", HEAD))
    return graph.to_bytes()


def _decoder(weights: _Weights) -> bytes:
    graph = GraphWriter("decoder")
    blocks = _Blocks(graph, weights)
    layers, heads = weights.decoder_layers, weights.heads
    tokens = graph.input("tokens", np.int64, ("B", "N"))
    first = graph.input("first", np.int64, (1,))
    past_k = graph.input("past_k", np.float32, (layers, "B", heads, HEAD, "P"))
    past_v = graph.input("past_v", np.float32, (layers, "B", heads, "P", HEAD))
    cross_k = graph.input("cross_k", np.float32, (layers, heads, HEAD, "S"))
    cross_v = graph.input("cross_v", np.float32, (layers, heads, "S", HEAD))

    # The token table is stored once, for looking tokens up and for the product at the end.
    integers, scales = quantise_blocks(weights["decoder/embeddings/weight"])
    table, table_scales = graph.constant(integers), graph.constant(scales)
    rows = graph.node("Cast", graph.node("Gather", table, tokens, axis=0), to=FLOAT)
    factors = graph.node("Unsqueeze", graph.node("Gather", table_scales, tokens, axis=0), graph.integers(-1))
    rows = graph.node("Mul", graph.node("Sub", rows, graph.scalar(128.0)), factors)
    value = graph.node("Reshape", rows, graph.integers(0, 0, weights.width))
    before = graph.node("Shape", past_k, start=4, end=5)
    after = graph.node("Add", before, graph.node("Shape", tokens, start=1, end=2))
    positions = graph.constant(weights["decoder/position_encodings/encodings"])
    value = graph.node("Add", value, graph.node("Slice", positions, before, after, graph.integers(0)))
    mask = _causal_mask(graph, before, after)

    crosses_k, crosses_v = (graph.nodes("Split", name, outputs=layers, axis=0, num_outputs=layers) for name in (cross_k, cross_v))
    keys, values = [], []
    for index in range(layers):
        layer = f"decoder/layer_{index}"
        inner = blocks.norm(value, f"{layer}/self_attention/layer_norm")
        merged = blocks.linear(inner, f"{layer}/self_attention/linear_0", queries=weights.width)
        query, key, content = blocks.split(merged, 3)
        number = graph.constant(np.array(index, np.int64))
        keys.append(graph.node("Concat", graph.node("Gather", past_k, number, axis=0), blocks.keys(key), axis=3))
        values.append(graph.node("Concat", graph.node("Gather", past_v, number, axis=0), blocks.heads(content), axis=2))
        mixed = blocks.attend(blocks.heads(query), keys[-1], values[-1], mask)
        value = graph.node("Add", value, blocks.linear(mixed, f"{layer}/self_attention/linear_1"))
        inner = blocks.norm(value, f"{layer}/attention/layer_norm")
        query = blocks.linear(inner, f"{layer}/attention/linear_0", queries=weights.width)
        mixed = blocks.attend(blocks.heads(query), crosses_k[index], crosses_v[index])
        value = graph.node("Add", value, blocks.linear(mixed, f"{layer}/attention/linear_2"))
        value = blocks.feed_forward(value, layer)
    last = graph.node("Slice", value, first, graph.integers(2**31), graph.integers(1))
    last = blocks.norm(last, "decoder/layer_norm")
    logits = graph.product_by_blocks(last, table, table_scales, (weights.tokens, weights.width))

    zero = graph.integers(0)
    graph.output("logits", logits, np.float32, ("B", "M", weights.tokens))
    for name, parts, shape in (("k", keys, (HEAD, "P + N")), ("v", values, ("P + N", HEAD))):
        stacked = blocks.stack([graph.node("Unsqueeze", part, zero) for part in parts])
        graph.output(name, stacked, np.float32, (layers, "B", heads, *shape))
    return graph.to_bytes()


def _causal_mask(graph: GraphWriter, before: str, after: str) -> str:
    """[N, P + N]: 0 where a token may look, a large negative number at the tokens after it."""
    zero, one = graph.constant(np.array(0, np.int64)), graph.constant(np.array(1, np.int64))
    start, end = (graph.node("Squeeze", value, graph.integers(0)) for value in (before, after))
    rows = graph.node("Unsqueeze", graph.node("Range", start, end, one), graph.integers(1))
    columns = graph.node("Unsqueeze", graph.node("Range", zero, end, one), graph.integers(0))
    return graph.node("Where", graph.node("Greater", columns, rows), graph.scalar(-1e9), graph.scalar(0.0))
