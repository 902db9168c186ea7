"""What runs on both cores: rendering, and making windows. Each task carries its seed, so results do not depend on the split."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import active_children, get_context
from pathlib import Path
from types import TracebackType
from typing import Literal

import numpy as np

from device.wake_training import chatter
from device.wake_training.augment import Conditions
from device.wake_training.helper_process import settle_in
from device.wake_training.material import Half
from device.wake_training.playback import Playback
from device.wake_training.speech import SpeechRenderer, Utterance
from device.wake_training.windows import WindowMaker
from edge.audio.frame import Samples
from edge.errors import CabinError
from edge.frontend.wake_embedding import WakeEmbedding
from edge.weights.store import WeightStore

Kind = Literal["phrase", "near", "talk", "noise", "recording"]

LONGEST_S = 12.0
"""Renderings longer than this are a synthesiser gone wrong and are left out."""


@dataclass(frozen=True, slots=True)
class WindowTask:
    """Windows to make of some utterances.

    kind: phrase and near make `copies` scenes of each utterance; talk and noise make streams of `seconds`;
    recording takes the files as they are, and `copies` altered versions of each.
    talk: utterances for context and babble.
    playback: phrase and near, over what the car plays, as its echo canceller leaves them.
    stride: every how many windows, 40 ms apart, one is kept, but for those of the phrase.
    """

    kind: Kind
    seed: tuple[int, ...]
    conditions: Conditions
    utterances: tuple[Utterance, ...] = ()
    talk: tuple[Utterance, ...] = ()
    files: tuple[Path, ...] = ()
    copies: int = 1
    seconds: float = 20.0
    stride: int = 4
    playback: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """The windows of a task: one array for each scene or stream. early: windows before the end of the phrase."""

    windows: tuple[Half, ...]
    early: tuple[Half, ...] = ()


class _Worker:
    """The engines of one process."""

    def __init__(self, weights: Path, cache: Path) -> None:
        store = WeightStore(weights)
        self.renderer = SpeechRenderer(store, cache)
        self.playback = Playback()
        mel = store.path("wake-embedding", "melspectrogram.onnx")
        self.embedding = WakeEmbedding.load(mel, store.path("wake-embedding", "embedding_dense.onnx"))

    def audio(self, utterances: Iterable[Utterance]) -> list[Samples]:
        """What was rendered of these utterances, without what is missing or unusable."""
        rendered = [self.renderer.render(u) for u in utterances if self.renderer.cached(u)]
        return [x for x in rendered if 1600 < len(x) < LONGEST_S * 16_000]

    def make(self, task: WindowTask) -> Made:
        """Carry out a task."""
        maker = WindowMaker(self.embedding, task.conditions, np.random.default_rng(task.seed))
        talk = self.audio(task.talk)
        windows: list[Half] = []
        early: list[Half] = []
        if task.playback:
            said = self.audio(task.utterances)
            for _ in range(task.copies if said else 0):
                if task.kind == "phrase":
                    for heard, before in maker.of_phrases_over(self.playback, said, talk):
                        windows.append(heard.astype(np.float16))
                        early.append(before[-3::2].astype(np.float16))
                else:
                    windows += [w.astype(np.float16) for w in maker.of_near_misses_over(self.playback, said, talk, task.stride)]
        elif task.kind == "phrase":
            for speech in self.audio(task.utterances):
                for _ in range(task.copies):
                    heard, before = maker.of_phrase(speech, talk)
                    windows.append(heard.astype(np.float16))
                    early.append(before[-3::2].astype(np.float16))
        elif task.kind == "near":
            for speech in self.audio(task.utterances):
                windows += [maker.of_near_miss(speech, talk, task.stride).astype(np.float16) for _ in range(task.copies)]
        elif task.kind == "talk" and talk:
            windows += [maker.of_talk(talk, task.seconds, task.stride).astype(np.float16) for _ in range(task.copies)]
        elif task.kind == "noise":
            windows += [maker.of_noise(task.seconds, task.stride).astype(np.float16) for _ in range(task.copies)]
        elif task.kind == "recording":
            for path in task.files:
                audio = read_recording(path)
                windows.append(maker.of_recording(audio, task.stride).astype(np.float16))
                windows += [maker.of_altered(audio, task.stride).astype(np.float16) for _ in range(task.copies)]
        return Made(tuple(windows), tuple(early))


_worker: _Worker | None = None
_LAST_TASK_S = 30.0
"""For what a process has in hand when training is given up: a few utterances."""


def _start(weights: Path, cache: Path) -> None:
    global _worker
    # At Ctrl-C the piece in hand is finished first, so that the cache holds whole files only.
    settle_in()
    _worker = _Worker(weights, cache)


def _render(utterance: Utterance) -> str | None:
    """Render into the cache; the reason when it could not be done."""
    assert _worker is not None
    try:
        _worker.renderer.render(utterance)
    except CabinError as error:
        return str(error)
    return None


def _chat(block: chatter.Block, cache: Path) -> str | None:
    """Make a block of other talk into the cache; the reason when it could not be done."""
    assert _worker is not None
    try:
        chatter.make(block, cache, _worker.embedding, Conditions())
    except CabinError as error:
        return str(error)
    return None


def _make(task: WindowTask) -> Made:
    assert _worker is not None
    return _worker.make(task)


def one_blas_thread() -> None:
    """Have processes that are started from now on multiply matrices on one thread each.

    The matrices are small: with several threads numpy's OpenBLAS spends four times the CPU on waiting.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")


class Workers:
    """A pool of processes with the engines loaded; use it as a context."""

    def __init__(self, weights: Path, cache: Path, processes: int) -> None:
        self._others = set(active_children())
        self._pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_start, initargs=(weights, cache))

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._pool.shutdown()
            return
        # Ctrl-C may have come while the pool handed work over; its own farewell can then wait for ever.
        self._pool.shutdown(wait=False, cancel_futures=True)
        for child in set(active_children()) - self._others:
            child.join(_LAST_TASK_S)
            child.terminate()

    def render(self, utterances: Sequence[Utterance]) -> Iterator[str | None]:
        """Render utterances into the cache; yields, for each, None or why it could not be said."""
        return self._pool.map(_render, utterances, chunksize=2)

    def chat(self, blocks: Sequence[chatter.Block], cache: Path) -> Iterator[str | None]:
        """Make blocks of other talk into the cache; yields, for each, None or why it could not be said."""
        return self._pool.map(_chat, blocks, [cache] * len(blocks), chunksize=4)

    def make(self, tasks: Sequence[WindowTask]) -> Iterator[Made]:
        """Carry out tasks; yields results in the order of tasks."""
        return self._pool.map(_make, tasks)


def read_recording(path: Path) -> Samples:
    """A recording of any rate and channel count as 16 kHz mono, after 2 s of faint noise and before 0.8 s of it."""
    import soundfile as sf
    import soxr

    audio, rate = sf.read(path, dtype="float32", always_2d=True)
    mono = soxr.resample(audio.mean(axis=1), rate, 16_000).astype(np.float32)
    noise = np.random.default_rng(0).standard_normal(len(mono) + 44_800).astype(np.float32) * np.float32(1e-4)
    noise[32_000 : 32_000 + len(mono)] += mono
    return noise
