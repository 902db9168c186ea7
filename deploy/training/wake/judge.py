"""Run wake heads over recordings of people, with the detector of the product: recall and false accepts.

    python deploy/training/wake/judge.py HEAD.onnx --phrase FILE_OR_FOLDER ... --other FILE_OR_FOLDER ...

`--phrase` names recordings in which the phrase is said once, `--other` recordings without it; a file under `--phrase` is
never counted as the other, so that a folder of everything can be given there.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from device.wake_training.workers import read_recording
from device.weights_fetch import default_store
from edge.audio.frame import Samples
from edge.errors import CabinError, InputError
from edge.frontend.wake import WakeDetector, WakeHead
from edge.frontend.wake_embedding import WakeEmbedding

_RECORDINGS = (".wav", ".flac", ".ogg")


def recordings(places: Iterable[Path]) -> list[Path]:
    """Files, and all recordings below folders, in a fixed order."""
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            found += sorted(path for path in place.rglob("*") if path.suffix.lower() in _RECORDINGS)
        elif place.is_file():
            found.append(place)
        else:
            raise InputError(place, "no such file or folder")
    return list(dict.fromkeys(path.resolve() for path in found))


class Judge:
    """One head in the detector, told nothing about speech: every hop is looked at."""

    def __init__(self, embedding: WakeEmbedding, head: WakeHead) -> None:
        self._detector = WakeDetector(embedding, [head])
        self._head = head

    def hear(self, audio: Samples) -> tuple[int, float]:
        """Detections in a recording, and the highest smoothed score."""
        self._detector.reset()
        hits, best = 0, 0.0
        for start in range(0, len(audio) - 159, 160):
            hits += len(self._detector.process(audio[start : start + 160], True))
            best = max(best, self._detector.scores[self._head.phrase])
        return hits, best


def judge(head: Path, phrase: Sequence[Path], other: Sequence[Path]) -> str:
    """One line of figures, and a line for each miss and each false accept."""
    store = default_store()
    mel = store.path("wake-embedding", "melspectrogram.onnx")
    embedding = WakeEmbedding.load(mel, store.path("wake-embedding", "embedding_dense.onnx"))
    loaded = WakeHead.load(head)
    mine = Judge(embedding, loaded)
    lines: list[str] = []
    heard, accepts, seconds = 0, 0, 0.0
    for path in phrase:
        hits, best = mine.hear(read_recording(path))
        heard += hits > 0
        if hits == 0:
            lines.append(f"  missed {path.name} (best score {best:.3f})")
    for path in (p for p in other if p not in set(phrase)):
        audio = read_recording(path)
        hits, best = mine.hear(audio)
        accepts += hits
        seconds += max(0.0, len(audio) / 16_000 - 2.8)
        if hits:
            lines.append(f"  {hits} false accepts in {path.name} (best score {best:.3f})")
    rate = accepts / (seconds / 3600) if seconds else float("nan")
    recall = f"{heard} of {len(phrase)} heard" if phrase else "no recordings of the phrase"
    return "\n".join(
        [
            f"{loaded.phrase} (threshold {loaded.threshold:.3f}): {recall}; "
            f"{accepts} false accepts in {seconds / 3600:.2f} h ({rate:.2f} an hour)",
            *lines,
        ]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; a user's error is one line and exit code 2."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("head", type=Path)
    parser.add_argument("--phrase", type=Path, nargs="*", default=[])
    parser.add_argument("--other", type=Path, nargs="*", default=[])
    given = parser.parse_args(arguments)
    try:
        print(judge(given.head, recordings(given.phrase), recordings(given.other)))
    except CabinError as error:
        print(f"judge: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    sys.exit(main())
