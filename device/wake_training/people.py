"""Real speech for training: embeddings of recordings of people, as a file that ships with the product.

Synthetic voices alone leave a head unsure of what people sound like when they say something else. What the bank is made of,
and how: deploy/training/wake.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from edge.frontend.wake_embedding import HOP, Embeddings

BANK, MUSIC = "people.npz", "music.npz"

SPACING = 1
"""The bank holds every second embedding: successive ones are those of a window."""


_LEVELS = 7
"""Codes reach from -7 to 7, half a standard deviation apart: coarser than the voices differ, finer than the noise of training."""


def save_bank(pieces: Sequence[Embeddings], path: Path) -> None:
    """Keep embeddings in 4 bits, each dimension on a scale of its own. pieces: shape (n, 96) each, of one recording each."""
    joined = np.concatenate(pieces).astype(np.float32)
    middle, scale = joined.mean(axis=0), joined.std(axis=0) / 2
    codes = (np.clip(np.round((joined - middle) / scale), -_LEVELS, _LEVELS) + _LEVELS).astype(np.uint8)
    packed = codes[:, ::2] << 4 | codes[:, 1::2]
    lengths = np.array([len(piece) for piece in pieces], np.int32)
    np.savez_compressed(path, packed=packed, middle=middle, scale=scale, lengths=lengths)


def load_bank(bank: Path | str = BANK) -> list[Embeddings]:
    """The pieces of a bank: a file, or the name of one that ships."""
    if isinstance(bank, str):
        with as_file(files("device.wake_training").joinpath(bank)) as shipped:
            return load_bank(shipped)
    with np.load(bank) as kept:
        packed = kept["packed"]
        codes = np.stack([packed >> 4, packed & 15], axis=-1).reshape(len(packed), -1)
        joined = (codes.astype(np.float32) - _LEVELS) * kept["scale"] + kept["middle"]
        return np.split(joined, np.cumsum(kept["lengths"])[:-1])


def minutes(pieces: Sequence[Embeddings]) -> float:
    """How much speech a bank holds."""
    return sum(map(len, pieces)) * HOP / 16_000 / 60
