"""The bank of real speech that every wake head is trained against: device/wake_training/people.npz.

    python deploy/training/wake/bank.py FOLDER --out device/wake_training/people.npz

FOLDER holds recordings of people, a folder for each talker or corpus below it, at any rate. Of each two thirds are taken, in pieces
of 20 s, as other rooms, microphones and throats would have it, and of that only the embeddings are kept, in 4 bits: the speech
cannot be got back from them. See README.md for the recordings that the shipped bank was made of.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import soundfile as sf
import soxr

from device.wake_training.augment import Conditions, another_throat, recorded
from device.wake_training.people import save_bank
from device.wake_training.workers import one_blas_thread
from device.weights_fetch import default_store
from edge.audio.frame import ENGINE_RATE, Samples
from edge.errors import CabinError, InputError
from edge.frontend.wake_embedding import HOP, Embeddings, WakeEmbedding, faint_noise
from edge.frontend.wake_stream import HISTORY_HOPS

_PIECE = 20 * ENGINE_RATE
_LEFT_OUT = 3
"""Of so many pieces the last is left out."""
_GAP = int(0.3 * ENGINE_RATE)
_RECORDINGS = (".wav", ".flac", ".ogg")


def talkers(folder: Path) -> dict[str, list[Path]]:
    """Recordings by the folder below `folder` that holds them. Raises InputError when there are none."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _RECORDINGS:
            found.setdefault(path.relative_to(folder).parts[0], []).append(path)
    if not found:
        raise InputError(folder, f"holds no recordings ({', '.join(_RECORDINGS)})")
    return found


def pieces(files: Sequence[Path]) -> Iterator[Samples]:
    """The recordings of a talker one after another, each at peak 0.5, cut into pieces of 20 s; two of three of them."""
    held = np.zeros(0, np.float32)
    number = 0
    for file in files:
        audio, rate = sf.read(file, dtype="float32", always_2d=True)
        mono = np.asarray(soxr.resample(audio.mean(axis=1), rate, ENGINE_RATE), np.float32)
        peak = float(np.max(np.abs(mono), initial=0.0))
        if peak < 0.01:
            continue
        held = np.concatenate([held, mono * np.float32(0.5 / peak), np.zeros(_GAP, np.float32)])
        while len(held) >= _PIECE:
            if number % _LEFT_OUT < _LEFT_OUT - 1:
                yield held[:_PIECE]
            held = held[_PIECE:]
            number += 1


def of_talker(files: Sequence[Path], seed: tuple[int, int]) -> list[Embeddings]:
    """Embeddings of each piece of a talker's, shape (n, 96)."""
    store = default_store()
    mel = store.path("wake-embedding", "melspectrogram.onnx")
    embedding = WakeEmbedding.load(mel, store.path("wake-embedding", "embedding_dense.onnx"))
    made: list[Embeddings] = []
    before = faint_noise(HISTORY_HOPS * HOP)
    rng = np.random.default_rng(seed)
    others: list[Samples] = []
    for piece in pieces(files):
        others = [*others[-20:], piece[: 8 * ENGINE_RATE]]
        altered = another_throat(piece, rng)[:_PIECE] if rng.random() < 0.6 else piece
        heard = recorded(altered, others, Conditions(clean=0.35), rng) if rng.random() < 0.85 else altered
        # Every second one: a head's window takes no more. Which of the two is left to chance.
        made.append(embedding.embed(np.concatenate([before, heard]))[int(rng.integers(2)) :: 2])
    return made


def bank(folder: Path, seed: int, processes: int) -> list[Embeddings]:
    """Embeddings of each piece of all talkers, one talker after another."""
    found = talkers(folder)
    one_blas_thread()
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        made = list(pool.map(of_talker, found.values(), [(seed, number) for number in range(len(found))]))
    for talker, own in zip(found, made, strict=True):
        print(f"{talker}: {len(own)} pieces")
    return [piece for own in made for piece in own]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; a user's error is one line and exit code 2."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args(arguments)
    try:
        save_bank(bank(given.folder, given.seed, given.processes), given.out)
    except CabinError as error:
        print(f"bank: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
