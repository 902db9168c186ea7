"""Real speech for training: embeddings of recordings of people, as a file that ships with the product.

Synthetic voices alone leave a head unsure of what people sound like when they say something else. What the bank is made of,
and how: deploy/training/wake.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.frontend.wake_embedding import EMBEDDING_SIZE, HEAD_WINDOW, HOP, Embeddings, head_windows

BANK = "people.npz"


def save_bank(pieces: Sequence[Embeddings], path: Path) -> None:
    """Keep embeddings in 8 bits, each dimension on a scale of its own. pieces: shape (n, 96) each, of one recording each."""
    joined = np.concatenate(pieces).astype(np.float32)
    scale = np.abs(joined).max(axis=0) / 127
    codes = np.round(joined / scale).astype(np.int8)
    np.savez_compressed(path, codes=codes, scale=scale, lengths=np.array([len(piece) for piece in pieces], np.int32))


def load_bank(path: Path | None = None) -> list[Embeddings]:
    """The pieces of a bank; of the one that ships when no path is given."""
    if path is None:
        with as_file(files("device.wake_training").joinpath(BANK)) as shipped:
            return load_bank(shipped)
    with np.load(path) as bank:
        joined = bank["codes"].astype(np.float32) * bank["scale"]
        return np.split(joined, np.cumsum(bank["lengths"])[:-1])


def bank_windows(pieces: Sequence[Embeddings], stride: int = 2) -> NDArray[np.float16]:
    """Head windows of the pieces, every `stride`-th, shape (n, 16, 96)."""
    cut = [head_windows(piece)[::stride].astype(np.float16) for piece in pieces]
    return np.concatenate([*cut, np.zeros((0, HEAD_WINDOW, EMBEDDING_SIZE), np.float16)])


def minutes(pieces: Sequence[Embeddings]) -> float:
    """How much speech a bank holds."""
    return sum(map(len, pieces)) * HOP / 16_000 / 60
