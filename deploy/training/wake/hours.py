"""Judge wake heads on many hours of talk, music and noise, in a minute: the embeddings are made once and kept.

    python deploy/training/wake/hours.py embed FOLDER --kind people --cache CACHE [--altered SEED]
    python deploy/training/wake/hours.py judge HEAD.onnx --cache CACHE

`embed` takes the recordings below FOLDER, without the phrase; with `--altered`, as other throats, rooms, noises and microphones
would have them. `judge` scores them as the detector's first look does (mean of four windows, refractory time) and tells false
accepts by kind, per 24 hours, and what they may be at most with 95 % confidence.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from device.wake_training.augment import Conditions, another_throat, recorded
from device.wake_training.scoring import judge_streams
from device.wake_training.workers import one_blas_thread, read_recording
from device.weights_fetch import default_store
from edge.audio.frame import ENGINE_RATE, Samples
from edge.errors import CabinError, InputError
from edge.frontend.wake import WakeHead
from edge.frontend.wake_embedding import WakeEmbedding, faint_noise, head_windows

_RECORDINGS = (".wav", ".flac", ".ogg")
_PIECE = 20 * ENGINE_RATE
_TOLD = 5


def embed(folder: Path, kind: str, cache: Path, altered: int | None) -> None:
    """Keep the embeddings of every recording below a folder that is not kept yet."""
    store = default_store()
    mel = store.path("wake-embedding", "melspectrogram.onnx")
    embedding = WakeEmbedding.load(mel, store.path("wake-embedding", "embedding_dense.onnx"))
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _RECORDINGS)
    if not paths:
        raise InputError(folder, f"holds no recordings ({', '.join(_RECORDINGS)})")
    place = cache / (kind if altered is None else f"{kind}, altered")
    place.mkdir(parents=True, exist_ok=True)
    for path in paths:
        mark = hashlib.sha256(f"{path.resolve()} {altered}".encode()).hexdigest()[:12]
        out = place / f"{path.stem}-{mark}.npy"
        if out.exists():
            continue
        audio = read_recording(path)
        if altered is not None:
            audio = _elsewhere(audio, np.random.default_rng([altered, int(mark, 16)]))
        # The stream of the detector has the same noise under it.
        np.save(out, embedding.embed(audio + faint_noise(len(audio))).astype(np.float16))


def _elsewhere(audio: Samples, rng: np.random.Generator) -> Samples:
    """A recording as another throat, room, noise and microphone would have it, another each 20 s."""
    made: list[Samples] = []
    for start in range(0, len(audio), _PIECE):
        piece = another_throat(audio[start : start + _PIECE], rng)
        made.append(recorded(piece, made[-10:], Conditions((-2.0, 22.0), clean=0.1), rng))
    return np.concatenate(made)


def probabilities(head: WakeHead, embeddings: NDArray[np.floating]) -> NDArray[np.float32]:
    """What a head makes of each window of a recording."""
    windows = head_windows(embeddings.astype(np.float32))
    parts = [head.scores(windows[at : at + 2048]) for at in range(0, len(windows), 2048)]
    return np.concatenate([*parts, np.zeros(0, np.float32)])


def at_most(count: int) -> float:
    """The upper end of the one-sided 95 % interval of a Poisson mean of which `count` events were seen."""
    low, high = float(count), count + 10.0 + 5 * math.sqrt(count)
    for _ in range(60):
        middle = (low + high) / 2
        seen = sum(math.exp(k * math.log(middle) - middle - math.lgamma(k + 1)) for k in range(count + 1)) if middle else 1.0
        low, high = (middle, high) if seen > 0.05 else (low, middle)
    return high


def judge(path: Path, cache: Path) -> str:
    """A table of one head's false accepts."""
    head = WakeHead.load(path)
    one_blas_thread()
    kinds = sorted(place for place in cache.iterdir() if place.is_dir()) if cache.is_dir() else []
    if not kinds:
        raise InputError(cache, "holds no embeddings: make some with `hours.py embed`")
    lines = [
        f"{path.name}, threshold {head.threshold:g}",
        "| material | hours | false accepts | highest scores |",
        "|---|---|---|---|",
    ]
    hours, accepts = 0.0, 0
    for place in kinds:
        streams = [probabilities(head, np.load(file)) for file in sorted(place.glob("*.npy"))]
        found = judge_streams(place.name, streams)
        count = found.accepts(head.threshold)
        hours, accepts = hours + found.hours, accepts + count
        best = ", ".join(f"{score:.2f}" for score in found.events[:_TOLD])
        lines.append(f"| {found.name} | {found.hours:.2f} | {count} | {best} |")
    rate, most = (24 * number / max(hours, 1e-9) for number in (accepts, at_most(accepts)))
    lines.append(f"| all | {hours:.2f} | {accepts}: {rate:.1f} in 24 h, at most {most:.1f} (95 %) | |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; a user's error is one line and exit code 2."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("embed")
    making.add_argument("folder", type=Path)
    making.add_argument("--kind", required=True)
    making.add_argument("--cache", type=Path, required=True)
    making.add_argument("--altered", type=int)
    judging = commands.add_parser("judge")
    judging.add_argument("head", type=Path)
    judging.add_argument("--cache", type=Path, required=True)
    given = parser.parse_args(arguments)
    try:
        if given.command == "embed":
            embed(given.folder, given.kind, given.cache, given.altered)
        else:
            print(judge(given.head, given.cache))
    except CabinError as error:
        print(f"hours: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
