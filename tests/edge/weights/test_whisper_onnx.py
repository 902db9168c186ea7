"""The converted graphs compute what the network's description says: a small network of random weights against numpy."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from edge.errors import WeightsError
from edge.onnx import OnnxSession, open_session
from edge.weights.ctranslate2 import Ctranslate2Model, write_model
from edge.weights.whisper_onnx import convert_whisper

Floats = NDArray[np.float32]
WIDTH, HEADS, LAYERS, TOKENS, MELS = 128, 2, 2, 300, 80
rng = np.random.default_rng(5)


def _random(*shape: int, scale: float) -> Floats:
    return (rng.standard_normal(shape) * scale).astype(np.float16).astype(np.float32)


def _make_tensors() -> dict[str, Floats]:
    tensors = {
        "encoder/conv1/weight": _random(WIDTH, MELS, 3, scale=0.1),
        "encoder/conv1/bias": _random(WIDTH, scale=0.1),
        "encoder/conv2/weight": _random(WIDTH, WIDTH, 3, scale=0.1),
        "encoder/conv2/bias": _random(WIDTH, scale=0.1),
        "encoder/position_encodings/encodings": _random(60, WIDTH, scale=0.5),
        "decoder/position_encodings/encodings": _random(40, WIDTH, scale=0.5),
        "decoder/embeddings/weight": _random(TOKENS, WIDTH, scale=1.0),
    }

    def norm(name: str) -> None:
        tensors[f"{name}/gamma"] = 1 + _random(WIDTH, scale=0.1)
        tensors[f"{name}/beta"] = _random(WIDTH, scale=0.1)

    def linear(name: str, rows: int, columns: int) -> None:
        tensors[f"{name}/weight"] = _random(rows, columns, scale=1.5 / math.sqrt(columns))
        tensors[f"{name}/bias"] = _random(rows, scale=0.1)

    for side in ("encoder", "decoder"):
        norm(f"{side}/layer_norm")
        for index in range(LAYERS):
            layer = f"{side}/layer_{index}"
            for part in ("self_attention", "ffn"):
                norm(f"{layer}/{part}/layer_norm")
            linear(f"{layer}/self_attention/linear_0", 3 * WIDTH, WIDTH)
            linear(f"{layer}/self_attention/linear_1", WIDTH, WIDTH)
            linear(f"{layer}/ffn/linear_0", 4 * WIDTH, WIDTH)
            linear(f"{layer}/ffn/linear_1", WIDTH, 4 * WIDTH)
            if side == "decoder":
                norm(f"{layer}/attention/layer_norm")
                linear(f"{layer}/attention/linear_0", WIDTH, WIDTH)
                linear(f"{layer}/attention/linear_1", 2 * WIDTH, WIDTH)
                linear(f"{layer}/attention/linear_2", WIDTH, WIDTH)
    return tensors


class Reference:
    """The network in plain numpy, float32, one token or frame a row."""

    def __init__(self, tensors: dict[str, Floats]) -> None:
        self.t = tensors

    def norm(self, x: Floats, name: str) -> Floats:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
        return np.asarray(scaled * self.t[f"{name}/gamma"] + self.t[f"{name}/beta"])

    def linear(self, x: Floats, name: str) -> Floats:
        return np.asarray(x @ self.t[f"{name}/weight"].T + self.t[f"{name}/bias"])

    @staticmethod
    def gelu(x: Floats) -> Floats:
        return np.asarray(x * 0.5 * (1 + np.vectorize(math.erf)(x / math.sqrt(2))))

    @staticmethod
    def attend(q: Floats, k: Floats, v: Floats, *, causal: bool = False) -> Floats:
        out = np.empty_like(q)
        for head in range(HEADS):
            part = slice(64 * head, 64 * head + 64)
            scores = q[:, part] @ k[:, part].T / 8
            if causal:
                scores = np.where(np.tri(len(q), dtype=bool), scores, -np.inf)
            odds = np.exp(scores - scores.max(-1, keepdims=True))
            out[:, part] = odds / odds.sum(-1, keepdims=True) @ v[:, part]
        return out

    def block(self, x: Floats, layer: str, context: Floats | None) -> Floats:
        inner = self.norm(x, f"{layer}/self_attention/layer_norm")
        q, k, v = np.split(self.linear(inner, f"{layer}/self_attention/linear_0"), 3, axis=-1)
        mixed = self.attend(q, k, v, causal=context is not None)
        x = x + self.linear(mixed, f"{layer}/self_attention/linear_1")
        if context is not None:
            q = self.linear(self.norm(x, f"{layer}/attention/layer_norm"), f"{layer}/attention/linear_0")
            k, v = np.split(self.linear(context, f"{layer}/attention/linear_1"), 2, axis=-1)
            x = x + self.linear(self.attend(q, k, v), f"{layer}/attention/linear_2")
        hidden = self.gelu(self.linear(self.norm(x, f"{layer}/ffn/layer_norm"), f"{layer}/ffn/linear_0"))
        return np.asarray(x + self.linear(hidden, f"{layer}/ffn/linear_1"))

    def conv(self, x: Floats, name: str, stride: int) -> Floats:
        padded = np.pad(x, ((0, 0), (1, 1)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, 3, axis=1)[:, ::stride]
        out = np.einsum("ock,ctk->ot", self.t[f"{name}/weight"], windows) + self.t[f"{name}/bias"][:, None]
        return self.gelu(out)

    def encode(self, mel: Floats) -> Floats:
        x = self.conv(self.conv(mel, "encoder/conv1", 1), "encoder/conv2", 2).T
        x = x + self.t["encoder/position_encodings/encodings"][: len(x)]
        for index in range(LAYERS):
            x = self.block(x, f"encoder/layer_{index}", None)
        return self.norm(x, "encoder/layer_norm")

    def decode(self, tokens: list[int], context: Floats) -> Floats:
        table = self.t["decoder/embeddings/weight"]
        x = table[tokens] + self.t["decoder/position_encodings/encodings"][: len(tokens)]
        for index in range(LAYERS):
            x = self.block(x, f"decoder/layer_{index}", context)
        return np.asarray(self.norm(x, "decoder/layer_norm") @ table.T)


@pytest.fixture(scope="module")
def tensors() -> dict[str, Floats]:
    return _make_tensors()


@pytest.fixture(scope="module")
def graphs(tensors: dict[str, Floats], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    path = tmp_path_factory.mktemp("tiny") / "model.bin"
    halves = {name: tensor.astype(np.float16) for name, tensor in tensors.items()}
    write_model(path, Ctranslate2Model("WhisperSpec", 3, halves))
    return convert_whisper(path)


def _error(got: Floats, wanted: Floats) -> float:
    """Root mean square of the difference, as a share of the wanted values' spread."""
    return float(np.sqrt(np.mean((got - wanted) ** 2)) / wanted.std())


def _steps(decoder: OnnxSession, cross: list[Floats], calls: list[list[list[int]]], first: int = -1) -> Floats:
    """Logits of all calls behind one another: shape (hypotheses, tokens, vocabulary)."""
    many = len(calls[0])
    k, v = np.zeros((LAYERS, many, HEADS, 64, 0), np.float32), np.zeros((LAYERS, many, HEADS, 0, 64), np.float32)
    rows = []
    for tokens in calls:
        feed = {"tokens": np.array(tokens), "past_k": k, "past_v": v, "cross_k": cross[0], "cross_v": cross[1]}
        logits, k, v = decoder.run(["logits", "k", "v"], {**feed, "first": np.array([first])})
        assert logits.shape[0] == many
        assert logits.shape[2] == TOKENS
        rows.append(logits)
    return np.concatenate(rows, axis=1)


def test_against_numpy(tensors: dict[str, Floats], graphs: dict[str, bytes]) -> None:
    reference = Reference(tensors)
    encoder, decoder = open_session(graphs["encoder-q8.onnx"]), open_session(graphs["decoder-q8.onnx"])
    mel = _random(MELS, 75, scale=1.0)
    cross = encoder.run(["cross_k", "cross_v"], {"mel": mel[None]})
    assert cross[0].shape == (LAYERS, HEADS, 64, 38)
    assert cross[1].shape == (LAYERS, HEADS, 38, 64)

    context = reference.encode(mel)
    keys, values = np.split(reference.linear(context, "decoder/layer_1/attention/linear_1"), 2, axis=-1)
    assert _error(cross[0][1].transpose(2, 0, 1).reshape(38, WIDTH), keys) < 0.02
    assert _error(cross[1][1].transpose(1, 0, 2).reshape(38, WIDTH), values) < 0.02

    said = [[int(token) for token in rng.integers(0, TOKENS, 12)] for _ in range(3)]
    wanted = np.array([reference.decode(tokens, context) for tokens in said])
    one_by_one = _steps(decoder, cross, [[[tokens[place]] for tokens in said] for place in range(12)])
    assert _error(one_by_one, wanted) < 0.03
    parts = [[tokens[slice(*span)] for tokens in said] for span in ((0, 5), (5, 9), (9, 12))]
    assert _error(_steps(decoder, cross, parts), wanted[:, [4, 8, 11]]) < 0.03
    assert _error(_steps(decoder, cross, [said], first=0), wanted) < 0.03
    assert _error(_steps(decoder, cross, [said], first=7), wanted[:, 7:]) < 0.03


def test_same_bytes_every_time(graphs: dict[str, bytes], tensors: dict[str, Floats], tmp_path: Path) -> None:
    write_model(tmp_path / "model.bin", Ctranslate2Model("WhisperSpec", 3, {k: v.astype(np.float16) for k, v in tensors.items()}))
    assert convert_whisper(tmp_path / "model.bin") == graphs


def test_what_is_not_whisper_is_refused(tensors: dict[str, Floats], tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    write_model(path, Ctranslate2Model("TransformerSpec", 7, {}))
    with pytest.raises(WeightsError, match="holds a 'TransformerSpec' model, not Whisper"):
        convert_whisper(path)
    write_model(path, Ctranslate2Model("WhisperSpec", 3, {k: v for k, v in tensors.items() if k != "encoder/conv2/bias"}))
    with pytest.raises(WeightsError, match="'encoder/conv2/bias' is missing"):
        convert_whisper(path)
