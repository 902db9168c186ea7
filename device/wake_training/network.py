"""The head as a stack of layers with exact gradients, in numpy.

A head has some 60,000 parameters and trains in a minute or two, so that no deep-learning framework is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Layer(Protocol):
    """One differentiable step."""

    @property
    def parameters(self) -> list[Floats]:
        """What training changes, in place."""
        ...

    @property
    def gradients(self) -> list[Floats]:
        """The gradients of the last backward pass, in the order of parameters."""
        ...

    def forward(self, x: Floats, rng: np.random.Generator | None) -> Floats:
        """The output for a batch; rng is given in training only."""
        ...

    def backward(self, gradient: Floats) -> Floats:
        """The gradient by the input of the last forward pass, from that by its output."""
        ...


class Standardise:
    """Subtract a mean and divide by a spread, each per embedding dimension; fixed, not trained."""

    def __init__(self, mean: Floats, spread: Floats) -> None:
        self.mean = mean.astype(np.float32)
        self.scale = (1.0 / np.maximum(spread, 1e-3)).astype(np.float32)
        self.parameters: list[Floats] = []
        self.gradients: list[Floats] = []

    def forward(self, x: Floats, rng: np.random.Generator | None) -> Floats:
        return (x - self.mean) * self.scale

    def backward(self, gradient: Floats) -> Floats:
        return gradient * self.scale


class Convolution:
    """Convolution over time, without padding. Input [b, t, inputs], output [b, (t - width) // stride + 1, outputs]."""

    def __init__(
        self, inputs: int, outputs: int, width: int, stride: int, rng: np.random.Generator, *, first: bool = False
    ) -> None:
        """first: nothing before this layer is trained, so its backward pass ends here and returns its argument."""
        self._first = first
        self.width, self.stride, self.inputs = width, stride, inputs
        spread = np.sqrt(2.0 / (width * inputs))
        self.weight = rng.normal(0, spread, (width * inputs, outputs)).astype(np.float32)
        self.bias = np.zeros(outputs, np.float32)
        self.gradients = [np.zeros_like(self.weight), np.zeros_like(self.bias)]
        self._columns = np.zeros((0, 0), np.float32)
        self._shape: tuple[int, ...] = ()

    @property
    def parameters(self) -> list[Floats]:
        return [self.weight, self.bias]

    def forward(self, x: Floats, rng: np.random.Generator | None) -> Floats:
        steps = (x.shape[1] - self.width) // self.stride + 1
        self._shape = x.shape
        # Matrices of two dimensions: of three, numpy multiplies each window on its own, at a fifth of the speed.
        taps = np.lib.stride_tricks.sliding_window_view(x, self.width, axis=1)[:, :: self.stride]
        self._columns = taps.swapaxes(2, 3).reshape(len(x) * steps, -1)
        out = self._columns @ self.weight
        out += self.bias
        return out.reshape(len(x), steps, -1)

    def backward(self, gradient: Floats) -> Floats:
        flat = gradient.reshape(-1, gradient.shape[-1])
        self.gradients[0][...] = self._columns.T @ flat
        self.gradients[1][...] = flat.sum(axis=0)
        if self._first:
            return gradient
        columns = (flat @ self.weight.T).reshape(*gradient.shape[:2], self.width, self.inputs)
        out = np.zeros(self._shape, gradient.dtype)
        for step in range(columns.shape[1]):
            start = step * self.stride
            out[:, start : start + self.width] += columns[:, step]
        return out


class Dense:
    """An affine map of the flattened input. Input [b, ...] of `inputs` numbers, output [b, outputs]."""

    def __init__(self, inputs: int, outputs: int, rng: np.random.Generator) -> None:
        self.weight = rng.normal(0, np.sqrt(2.0 / inputs), (inputs, outputs)).astype(np.float32)
        self.bias = np.zeros(outputs, np.float32)
        self.gradients = [np.zeros_like(self.weight), np.zeros_like(self.bias)]
        self._input = np.zeros((0, 0), np.float32)
        self._shape: tuple[int, ...] = ()

    @property
    def parameters(self) -> list[Floats]:
        return [self.weight, self.bias]

    def forward(self, x: Floats, rng: np.random.Generator | None) -> Floats:
        self._shape = x.shape
        self._input = x.reshape(len(x), -1)
        return self._input @ self.weight + self.bias

    def backward(self, gradient: Floats) -> Floats:
        self.gradients[0][...] = self._input.T @ gradient
        self.gradients[1][...] = gradient.sum(axis=0)
        return (gradient @ self.weight.T).reshape(self._shape)


class Rectifier:
    """The positive part."""

    def __init__(self) -> None:
        self.parameters: list[Floats] = []
        self.gradients: list[Floats] = []
        self._mask: NDArray[np.bool_] = np.zeros(0, bool)

    def forward(self, x: Floats, rng: np.random.Generator | None) -> Floats:
        self._mask = x > 0
        return np.maximum(x, 0)

    def backward(self, gradient: Floats) -> Floats:
        return gradient * self._mask


class Dropout:
    """In training, zeroes a share of the numbers and scales the rest; otherwise nothing."""

    def __init__(self, share: float) -> None:
        """share: taken to a 256th: bytes of chance cost half of what numbers do, which is as much as the layer before."""
        self._lost = round(256 * share)
        self.parameters: list[Floats] = []
        self.gradients: list[Floats] = []
        self._factor: Floats | None = None

    def forward(self, x: Floats, rng: np.random.Generator | None) -> Floats:
        if rng is None:
            self._factor = None
            return x
        kept = rng.integers(256, size=x.shape, dtype=np.uint8) >= self._lost
        self._factor = kept * np.float32(256 / (256 - self._lost))
        return x * self._factor

    def backward(self, gradient: Floats) -> Floats:
        return gradient if self._factor is None else gradient * self._factor


class Head:
    """Windows of embeddings [b, 16, 96] to logits [b]."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = list(layers)

    def logits(self, windows: Floats, rng: np.random.Generator | None = None) -> Floats:
        """Shape (b,). With a generator, as in training: units are dropped and gradients can follow."""
        out = windows
        for layer in self.layers:
            out = layer.forward(out, rng)
        return out[:, 0]

    def backward(self, gradient: Floats) -> None:
        """Fill the gradients of every trained layer. gradient: that of the loss by the logits, shape (b,)."""
        out = gradient[:, None]
        trained = [number for number, layer in enumerate(self.layers) if layer.parameters]
        for layer in reversed(self.layers[min(trained) :]):
            out = layer.backward(out)

    @property
    def parameters(self) -> list[Floats]:
        """Every trained array."""
        return [p for layer in self.layers for p in layer.parameters]

    @property
    def gradients(self) -> list[Floats]:
        """The gradients, in the order of parameters."""
        return [g for layer in self.layers for g in layer.gradients]


def new_head(mean: Floats, spread: Floats, rng: np.random.Generator, *, channels: int = 64, hidden: int = 64) -> Head:
    """An untrained head: two convolutions over time, then two affine maps. mean, spread: shape (96,)."""
    return Head(
        [
            Standardise(mean, spread),
            Convolution(len(mean), channels, 3, 1, rng, first=True),
            Rectifier(),
            Dropout(0.15),
            Convolution(channels, channels, 4, 2, rng),
            Rectifier(),
            Dropout(0.25),
            Dense(6 * channels, hidden, rng),
            Rectifier(),
            Dropout(0.25),
            Dense(hidden, 1, rng),
        ]
    )


def sigmoid(logits: Floats) -> Floats:
    """Logits to probabilities without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * logits)), dtype=np.float32)
