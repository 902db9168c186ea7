"""Writing an ONNX graph node by node, with the linear layers in INT8.

The serialised graph depends on nothing but the calls made: values are stored raw, names are numbered, and no version of a
library is written into it. The same weights give the same bytes on every machine, so the result can be pinned by its hash.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
from numpy.typing import NDArray

Tensor = NDArray[np.generic]
Weights = NDArray[np.float32]
Shape = Sequence[int | str]

OPSET = 20  # the first with Gelu
IR_VERSION = 9
WEIGHT_LIMIT = 63
"""Largest INT8 weight. x86-64 without VNNI adds two products of uint8 and int8 in 16 bits, which saturate above seven bits."""

BLOCK = 32
"""Inputs of a linear layer that share a scale, where it is quantised by blocks."""

_CONTRIB = "com.microsoft"
_INT8_PRODUCTS = 4
"""MatMulNBits' accuracy level that quantises the activation, too, row by row and block by block."""

FLOAT = int(onnx.TensorProto.FLOAT)

_KINDS = {
    np.dtype(np.float32): FLOAT,
    np.dtype(np.int64): onnx.TensorProto.INT64,
    np.dtype(np.int8): onnx.TensorProto.INT8,
    np.dtype(np.uint8): onnx.TensorProto.UINT8,
    np.dtype(np.int32): onnx.TensorProto.INT32,
}


def quantise_rows(weights: Weights) -> tuple[NDArray[np.int8], Weights]:
    """Symmetric INT8 rows: (rows of integers up to ±63, scales [rows, 1]) with rows * scales close to the weights.

    weights: [rows, columns]. A row of zeros gets the scale 1.
    """
    largest = np.abs(weights).max(axis=1, keepdims=True)
    scales = np.where(largest > 0, largest / np.float32(WEIGHT_LIMIT), np.float32(1)).astype(np.float32)
    return np.rint(weights / scales).astype(np.int8), scales


def quantise_blocks(weights: Weights) -> tuple[NDArray[np.uint8], Weights]:
    """INT8 in blocks of BLOCK columns: (integers around 128 [rows, blocks, BLOCK], scales [rows, blocks]).

    weights: [rows, columns], columns a multiple of BLOCK. A block of zeros gets the scale 1.
    """
    blocks = weights.reshape(len(weights), -1, BLOCK)
    largest = np.abs(blocks).max(axis=2, keepdims=True)
    scales = np.where(largest > 0, largest / np.float32(127), np.float32(1)).astype(np.float32)
    return (np.rint(blocks / scales) + 128).astype(np.uint8), scales[:, :, 0]


class GraphWriter:
    """One graph in the making. Values are named by strings; every method that adds a node returns its output's name."""

    def __init__(self, name: str) -> None:
        self._graph = onnx.GraphProto(name=name)
        self._integers: dict[tuple[int, ...], str] = {}
        self._quantised: dict[str, tuple[str, str, str]] = {}
        self._count = 0
        self._contrib = False

    def input(self, name: str, kind: type[np.generic], shape: Shape) -> str:
        """Declare an input; a string in the shape is a length that is free."""
        self._graph.input.append(_value(name, kind, shape))
        return name

    def output(self, name: str, source: str, kind: type[np.generic], shape: Shape) -> None:
        """Give the value `source` to the caller under `name`."""
        self._graph.node.append(onnx.NodeProto(op_type="Identity", input=[source], output=[name]))
        self._graph.output.append(_value(name, kind, shape))

    def constant(self, values: Tensor) -> str:
        """Store values in the graph."""
        name = self._name("weight")
        stored = onnx.TensorProto(name=name, dims=values.shape, data_type=_KINDS[values.dtype])
        stored.raw_data = np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<")).tobytes()
        self._graph.initializer.append(stored)
        return name

    def integers(self, *values: int) -> str:
        """A vector of int64, stored once however often it is used."""
        if values not in self._integers:
            self._integers[values] = self.constant(np.array(values, np.int64))
        return self._integers[values]

    def scalar(self, value: float) -> str:
        """One float32."""
        return self.constant(np.array(value, np.float32))

    def node(self, operator: str, *inputs: str, **attributes: int | float | Sequence[int]) -> str:
        """Add a node with one output."""
        return self.nodes(operator, *inputs, outputs=1, **attributes)[0]

    def nodes(self, operator: str, *inputs: str, outputs: int, **attributes: int | float | Sequence[int]) -> tuple[str, ...]:
        """Add a node with several outputs; attributes are written in alphabetical order."""
        names = tuple(self._name(operator.lower()) for _ in range(outputs))
        node = onnx.NodeProto(op_type=operator, input=inputs, output=names)
        for key in sorted(attributes):
            node.attribute.append(onnx.helper.make_attribute(key, attributes[key]))
        self._graph.node.append(node)
        return names

    def linear(self, value: str, weights: Weights, bias: Weights | None) -> str:
        """value @ weights.T + bias in INT8: weights by output row, the activation by its range at run time.

        value: [..., columns]. weights: [rows, columns]. bias: [rows], left out where it is all zero.
        """
        rows, scales = quantise_rows(weights)
        result = self.product(value, self.constant(np.ascontiguousarray(rows.T)), self.constant(scales[:, 0]))
        if bias is None or not bias.any():
            return result
        return self.node("Add", result, self.constant(bias))

    def product(self, value: str, integers: str, scales: str) -> str:
        """value @ (integers * scales), the value quantised by its range at run time.

        The order of these nodes is the one that ONNX Runtime fuses into a single kernel.
        """
        if value not in self._quantised:
            self._quantised[value] = self._three(self.nodes("DynamicQuantizeLinear", value, outputs=3))
        quantised, scale, zero = self._quantised[value]
        total = self.node("Cast", self.node("MatMulInteger", quantised, integers, zero), to=FLOAT)
        return self.node("Mul", total, self.node("Mul", scale, scales))

    def linear_by_blocks(self, value: str, weights: Weights, bias: Weights | None) -> str:
        """value @ weights.T + bias in INT8, weights and activation by blocks of BLOCK columns with a scale each.

        A few large inputs then spoil their own block of their own row alone. A fifth slower than `linear`, and as good as
        float32 where that is not. Shapes as there; columns a multiple of BLOCK.
        """
        integers, scales = quantise_blocks(weights)
        result = self.product_by_blocks(value, self.constant(integers), self.constant(scales), weights.shape)
        if bias is None or not bias.any():
            return result
        return self.node("Add", result, self.constant(bias))

    def product_by_blocks(self, value: str, integers: str, scales: str, shape: tuple[int, ...]) -> str:
        """value @ weights.T by ONNX Runtime's MatMulNBits. integers, scales: of `quantise_blocks`; shape: of the weights."""
        self._contrib = True
        rows, columns = shape
        name = self._name("product")
        node = onnx.NodeProto(op_type="MatMulNBits", domain=_CONTRIB, input=[value, integers, scales], output=[name])
        attributes = {"K": columns, "N": rows, "accuracy_level": _INT8_PRODUCTS, "bits": 8, "block_size": BLOCK}
        for key, number in attributes.items():
            node.attribute.append(onnx.helper.make_attribute(key, number))
        self._graph.node.append(node)
        return name

    def to_bytes(self) -> bytes:
        """The serialised model."""
        model = onnx.ModelProto(ir_version=IR_VERSION, graph=self._graph)
        model.opset_import.add(domain="", version=OPSET)
        if self._contrib:
            model.opset_import.add(domain=_CONTRIB, version=1)
        return bytes(model.SerializeToString(deterministic=True))

    def _name(self, kind: str) -> str:
        self._count += 1
        return f"{kind}_{self._count}"

    @staticmethod
    def _three(names: tuple[str, ...]) -> tuple[str, str, str]:
        first, second, third = names
        return first, second, third


def _value(name: str, kind: type[np.generic], shape: Shape) -> onnx.ValueInfoProto:
    return onnx.helper.make_tensor_value_info(name, _KINDS[np.dtype(kind)], list(shape))
