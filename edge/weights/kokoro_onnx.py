"""Kokoro from one ONNX graph to two: a front that is run once a clause, and a vocoder that can be run on a part of it.

The network is StyleTTS 2 (Li et al. 2023) with the ISTFTNet generator (Kaneko et al. 2022). Nine tenths of its time go into
the generator's convolutions, which the source graph runs as ConvInteger. Here they are QLinearConv, three times faster.

    front       tokens [1, T] int64, style [1, 256], speed [1]  -> x [1, 512, N], har [1, 22, 60 N + 1], durations [1, T]
    generator   x, har, style [1, 128], prior [2, S], weight [1] -> audio [1, 1, 300 N + 20], statistics [2, S]

x has 80 frames a second; har is the harmonic source, worked out over the whole clause, so that its phase runs through.
A part of the clause is x[a:b] with har[60 a : 60 b + 1]. audio has OVERHANG samples too many at each end and a quarter of the
amplitude.

Adaptive instance normalisation needs the mean and the mean square of every channel over the clause: `prior` brings them,
`statistics` are those of the input at hand, and `weight` says how much of the prior is used: 1 for a part of a clause.

QLinearConv needs the range of its input and its output in advance. `kokoro_ranges.npy` holds them channel by channel, as the
0.9 quantile over 44 clauses of 36 voices of the largest magnitude in a clause. Every channel is divided by its own range,
which is folded into what stands before and after: one scale for all channels costs 2 dB of log-spectral distance.
"""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO
from pathlib import Path

import numpy as np
import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from numpy.typing import NDArray

from edge.errors import WeightsError
from edge.weights.onnx_graph import IR_VERSION, WEIGHT_LIMIT, GraphWriter

Floats = NDArray[np.float32]

_NODE = "/decoder/decoder/generator/"
_WEIGHT = "decoder.decoder.generator."
_STAGES = ((256, "Mul_output_0", 10, 20, 5), (128, "Mul_1_output_0", 6, 12, 3))
"""Channels, name of the upsampling weights, stride, kernel and padding."""

_STEPS = 3  # dilations of a residual block
_BLOCKS = 3  # residual blocks beside each other in a stage


def convert_kokoro(model: Path) -> dict[str, bytes]:
    """The files "front.onnx" and "generator.onnx" made from the INT8 graph of the kokoro-onnx project.

    Raises WeightsError when the file is no such graph.
    """
    try:
        source = _Source(onnx.load(model))
        return {"front.onnx": _front(source), "generator.onnx": _Generator(source).build()}
    except (DecodeError, KeyError) as error:
        raise WeightsError(model, f"not the Kokoro graph that can be converted ({error})") from error


class _Source:
    """The graph that is converted."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.graph = model.graph
        self.nodes = {node.name: node for node in model.graph.node}
        self._stored = {tensor.name: tensor for tensor in model.graph.initializer}

    def tensor(self, name: str) -> NDArray[np.generic]:
        return np.asarray(onnx.numpy_helper.to_array(self._stored[name]))

    def floats(self, name: str) -> Floats:
        return self.tensor(name).astype(np.float32)

    def convolution(self, name: str) -> tuple[Floats, Floats, dict[str, list[int]]]:
        """Weights [out, in, kernel], bias [out], and the attributes of a ConvInteger."""
        node = self.nodes[f"{_NODE}{name.replace('.convs', '/convs')}/Conv_quant"]
        integers = self.floats(node.input[1]) - self.floats(node.input[3])
        scale = self.floats(node.input[1].removesuffix("_quantized") + "_scale").reshape(-1)
        attributes = {a.name: list(a.ints) for a in node.attribute if a.ints}
        return integers * scale[:, None, None], self.floats(f"{_WEIGHT}{name}.bias"), attributes

    def style_layer(self, name: str) -> tuple[NDArray[np.int8], Floats, Floats]:
        """The layer that makes scale and offset of a normalisation from the style: integers [128, 2 C], scales, bias."""
        block, step = name.split(".adain")
        node = self.nodes[f"{_NODE}{block}/adain{step}/fc/Gemm_MatMul_quant"]
        scales, bias = self.floats(f"{_WEIGHT}{name}.fc.weight_scale"), self.floats(f"{_WEIGHT}{name}.fc.bias")
        return self.tensor(node.input[1]).astype(np.int8), scales, bias


def _front(source: _Source) -> bytes:
    """Everything up to the generator, unchanged."""
    makers = {name: node for node in source.graph.node for name in node.output}
    harmonic = source.nodes[f"{_NODE}noise_convs.0/Conv_quant"].input[0].removesuffix("_dynamic_quantized")
    wanted = {
        "x": (source.nodes[f"{_NODE}LeakyRelu"].input[0], (1, 512, "N"), onnx.TensorProto.FLOAT),
        "har": (harmonic, (1, 22, "M"), onnx.TensorProto.FLOAT),
        "durations": (source.nodes["/encoder/Clip"].output[0], (1, "T"), onnx.TensorProto.FLOAT),
    }
    needed: set[str] = set()
    open_values = [value for value, _, _ in wanted.values()]
    while open_values:
        node = makers.get(open_values.pop())
        if node is not None and node.output[0] not in needed:
            needed.add(node.output[0])
            open_values.extend(node.input)
    graph = onnx.GraphProto(name="front")
    graph.node.extend(node for node in source.graph.node if node.output[0] in needed)
    used = {name for node in graph.node for name in node.input}
    graph.initializer.extend(tensor for tensor in source.graph.initializer if tensor.name in used)
    graph.input.extend(source.graph.input)
    for name, (value, shape, kind) in wanted.items():
        graph.node.append(onnx.NodeProto(op_type="Identity", input=[value], output=[name]))
        graph.output.append(onnx.helper.make_tensor_value_info(name, kind, shape))
    model = onnx.ModelProto(ir_version=IR_VERSION, graph=graph)
    model.opset_import.add(domain="", version=20)
    model.opset_import.add(domain="com.microsoft", version=1)
    return bytes(model.SerializeToString(deterministic=True))


class _Ranges:
    """The calibrated ranges, in the order in which the generator asks for them."""

    def __init__(self) -> None:
        raw = (files("edge.weights") / "kokoro_ranges.npy").read_bytes()
        self._values: Floats = np.load(BytesIO(raw), allow_pickle=False)
        self._place = 0

    def take(self, channels: int) -> tuple[float, float, Floats]:
        """Least and greatest value of a tensor whose channels are divided by their ranges, and those ranges."""
        found = self._values[self._place : self._place + 2 + channels]
        self._place += 2 + channels
        return float(found[0]), float(found[1]), found[2:]


def _scale(least: float, greatest: float) -> tuple[np.float32, np.uint8]:
    """Scale and zero point of UINT8 for values between two limits."""
    least, greatest = min(least, 0.0), max(greatest, 0.0)
    scale = np.float32((greatest - least) / 255)
    return scale, np.uint8(np.clip(np.rint(-least / scale), 0, 255))


class _Generator:
    """The vocoder."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._graph = GraphWriter("generator")
        self._ranges = _Ranges()
        self._own: list[tuple[str, str]] = []

    def build(self) -> bytes:
        graph, source = self._graph, self._source
        value = graph.input("x", np.float32, (1, 512, "N"))
        harmonic = graph.input("har", np.float32, (1, 22, "M"))
        norms = [
            (f"{block}.adain{half}.{step}", channels)
            for stage, (channels, *_) in enumerate(_STAGES)
            for block in (f"noise_res.{stage}", *(f"resblocks.{_BLOCKS * stage + k}" for k in range(_BLOCKS)))
            for step in range(_STEPS)
            for half in (1, 2)
        ]
        self._inputs(norms)
        for stage, (channels, weights, stride, kernel, padding) in enumerate(_STAGES):
            value = graph.node("LeakyRelu", value, alpha=0.1)
            excited = self._convolution(harmonic, f"noise_convs.{stage}", None)
            excited = self._block(excited, f"noise_res.{stage}", channels)
            matrix, bias = source.floats(_NODE + weights), source.floats(f"{_WEIGHT}ups.{stage}.bias")
            value = self._upsample(value, matrix, bias, stride, kernel, padding)
            if stage == len(_STAGES) - 1:  # the frame that a centred short-time transform has more
                second = graph.node("Slice", value, graph.integers(1), graph.integers(2), graph.integers(2))
                value = graph.node("Concat", second, value, axis=2)
            value = graph.node("Add", value, excited)
            one, two, three = (self._block(value, f"resblocks.{_BLOCKS * stage + k}", channels) for k in range(_BLOCKS))
            value = graph.node("Mul", graph.node("Add", graph.node("Add", one, two), three), graph.scalar(1 / _BLOCKS))
        graph.output("audio", self._inverse_transform(value), np.float32, (1, 1, "L"))
        statistics = graph.node("Concat", *(mean for mean, _ in self._own), *(square for _, square in self._own), axis=0)
        size = sum(channels for _, channels in norms)
        graph.output("statistics", graph.node("Reshape", statistics, graph.integers(2, size)), np.float32, (2, size))
        return graph.to_bytes()

    def _inputs(self, norms: list[tuple[str, int]]) -> None:
        """Style and statistics, split into what each normalisation uses."""
        graph = self._graph
        sizes = [channels for _, channels in norms]
        style = graph.input("style", np.float32, (1, 128))
        prior = graph.input("prior", np.float32, (2, sum(sizes)))
        self._weight = graph.input("weight", np.float32, (1,))
        self._fresh = graph.node("Sub", graph.constant(np.ones(1, np.float32)), self._weight)
        layers = [self._source.style_layer(name) for name, _ in norms]
        scales = [np.float32(1) + bias[:size] for (_, _, bias), size in zip(layers, sizes, strict=True)]
        offsets = [bias[size:] for (_, _, bias), size in zip(layers, sizes, strict=True)]

        def halves(index: int) -> list[NDArray[np.generic]]:
            parts: list[NDArray[np.generic]] = [layer[index][..., :size] for layer, size in zip(layers, sizes, strict=True)]
            return parts + [layer[index][..., size:] for layer, size in zip(layers, sizes, strict=True)]

        integers, factors = np.concatenate(halves(0), axis=1), np.concatenate(halves(1))
        product = graph.product(style, graph.constant(integers), graph.constant(factors.astype(np.float32)))
        flat = graph.node(
            "Reshape", graph.node("Add", product, graph.constant(np.concatenate(scales + offsets))), graph.integers(-1)
        )
        self._affine = self._split_twice(flat, sizes)
        self._prior = self._split_twice(graph.node("Reshape", prior, graph.integers(-1)), sizes)

    def _split_twice(self, value: str, sizes: list[int]) -> list[tuple[str, str]]:
        parts = self._graph.nodes("Split", value, self._graph.integers(*sizes, *sizes), outputs=2 * len(sizes), axis=0)
        return list(zip(parts[: len(sizes)], parts[len(sizes) :], strict=True))

    def _upsample(self, value: str, matrix: Floats, bias: Floats, stride: int, kernel: int, padding: int) -> str:
        stored = self._graph.constant(matrix), self._graph.constant(bias)
        pads = (padding, padding)
        return self._graph.node("ConvTranspose", value, *stored, strides=(stride,), kernel_shape=(kernel,), pads=pads)

    def _block(self, value: str, name: str, channels: int) -> str:
        """A residual block: normalise, Snake activation (Ziyin et al. 2020), convolve; twice a step."""
        for step in range(_STEPS):
            inner = value
            for half in (1, 2):
                convolution = f"{name}.convs{half}.{step}"
                least, greatest, ranges = self._ranges.take(channels)
                inner = self._activate(inner, f"{name}.alpha{half}.{step}", channels, ranges)
                inner = self._convolution(inner, convolution, (least, greatest, ranges))
            value = self._graph.node("Add", inner, value)
        return value

    def _activate(self, value: str, alpha: str, channels: int, ranges: Floats) -> str:
        """The normalised value y as (y + sin(alpha y)^2 / alpha) / ranges; alpha is folded into the normalisation."""
        graph, place = self._graph, len(self._own)
        mean, square = (
            graph.node("Reshape", graph.node("ReduceMean", part, graph.integers(2), keepdims=0), graph.integers(channels))
            for part in (value, graph.node("Mul", value, value))
        )
        self._own.append((mean, square))
        mean, square = (
            graph.node("Add", graph.node("Mul", own, self._fresh), graph.node("Mul", known, self._weight))
            for own, known in zip((mean, square), self._prior[place], strict=True)
        )
        variance = graph.node("Sub", square, graph.node("Mul", mean, mean))
        rate = self._source.floats(_WEIGHT + alpha).reshape(-1)
        scale, offset = (graph.node("Mul", part, graph.constant(rate)) for part in self._affine[place])
        value = graph.node("BatchNormalization", value, scale, offset, mean, variance, epsilon=1e-5)
        wave = graph.node("Sin", value)
        value = graph.node("Add", value, graph.node("Mul", wave, wave))
        return graph.node("Mul", value, graph.constant((1 / rate / ranges)[None, :, None]))

    def _convolution(self, value: str, name: str, given: tuple[float, float, Floats] | None) -> str:
        """A convolution in INT8. given: the range of its input, whose channels are divided by theirs already."""
        graph = self._graph
        weights, bias, attributes = self._source.convolution(name)
        if given is None:
            least, greatest, ranges = self._ranges.take(weights.shape[1])
        else:
            least, greatest, ranges = given
        input_scale, input_zero = _scale(least, greatest)
        least, greatest, output_ranges = self._ranges.take(weights.shape[0])
        output_scale, output_zero = _scale(least, greatest)
        weights = weights * ranges[None, :, None] / output_ranges[:, None, None]
        largest = np.abs(weights).max(axis=(1, 2))
        scales = np.where(largest > 0, largest / np.float32(WEIGHT_LIMIT), np.float32(1)).astype(np.float32)
        integers = np.rint(weights / scales[:, None, None]).astype(np.int8)
        whole_bias = np.rint(bias / output_ranges / (scales * input_scale)).astype(np.int32)
        before = graph.constant(np.asarray(input_scale)), graph.constant(np.asarray(input_zero))
        after = graph.constant(np.asarray(output_scale)), graph.constant(np.asarray(output_zero))
        product = graph.node(
            "QLinearConv",
            graph.node("QuantizeLinear", value, *before),
            *before,
            graph.constant(integers),
            graph.constant(scales),
            graph.constant(np.zeros(scales.size, np.int8)),
            *after,
            graph.constant(whole_bias),
            **{key: attributes[key] for key in ("dilations", "kernel_shape", "pads", "strides")},
        )
        if ".convs1." in name:  # a normalisation follows, to which the channels' ranges make no difference
            return graph.node("DequantizeLinear", product, *after)
        zeros = graph.constant(np.full(scales.size, output_zero, np.uint8))
        return graph.node("DequantizeLinear", product, graph.constant(output_scale * output_ranges), zeros, axis=1)

    def _inverse_transform(self, value: str) -> str:
        """The spectrum from the last layer, and its short-time inverse."""
        graph, source = self._graph, self._source
        value = graph.node("LeakyRelu", value, alpha=0.01)
        last = (graph.constant(source.floats(f"{_NODE}Mul_2_output_0")), graph.constant(source.floats(f"{_WEIGHT}conv_post.bias")))
        logs, angles = graph.nodes(
            "Split", graph.node("Conv", value, *last, kernel_shape=(7,), pads=(3, 3)), outputs=2, axis=1, num_outputs=2
        )
        magnitude, phase = graph.node("Exp", logs), graph.node("Sin", angles)
        parts = (graph.node("Mul", magnitude, graph.node(part, phase)) for part in ("Cos", "Sin"))
        basis = graph.constant(source.floats(f"{_WEIGHT}stft.istft.stft.inverse_basis"))
        return graph.node("ConvTranspose", graph.node("Concat", *parts, axis=1), basis, kernel_shape=(20,), strides=(5,))
