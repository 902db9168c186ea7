"""Rendered speech to labelled windows of embeddings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from device.wake_training.augment import Conditions, another_throat, coloured_noise, music, recorded
from device.wake_training.pace import paced
from device.wake_training.playback import WARM_UP_S, Playback
from edge.audio.frame import ENGINE_RATE, Samples
from edge.frontend.wake_embedding import HOP, STEP, WINDOW_STEPS, Embeddings, WakeEmbedding, faint_noise, head_windows
from edge.frontend.wake_stream import HISTORY_HOPS

Windows = NDArray[np.float32]
"""Windows of embeddings, shape (n, 16, 96)."""

_BEFORE = faint_noise(HISTORY_HOPS * HOP)
"""What the detector takes for what was before a recording: a head is to be silent at a sudden beginning, too."""

_LEAD = (HISTORY_HOPS + 3) * HOP
"""Samples before the end of an utterance: those that the first window needs, and some windows before the end."""

AFTER_END_S = (-0.05, 0.34)
"""A window that ends this long after the phrase does is a positive: the detector needs four in a row, one every 40 ms."""

BEFORE_END_S = 0.24
"""A window that ends at least this long before the phrase does has not heard it: a negative."""


_AFTER_S = AFTER_END_S[1] + 0.08
"""Seconds after the phrase, for the last window that is a positive."""

_TAIL_S = 0.3
"""Over playback, where an utterance follows the other, so much of the end of the one before may be in a window."""

_CLOSE_LEAD = WINDOW_STEPS * STEP - int(_AFTER_S * ENGINE_RATE)
"""Samples before the end of an utterance there: the utterance before it is just out of the windows that end with this one."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Audio with one utterance in it. end: sample at which the utterance ends."""

    audio: Samples
    end: int


def scene(
    speech: Samples, talk: Sequence[Samples], rng: np.random.Generator, *, after_s: float = 0.4, least_lead: int = _LEAD
) -> Scene:
    """An utterance among others: after silence or other talk, before silence or in one breath with more talk.

    least_lead: samples before the end of the utterance, at least.
    """
    speech = another_throat(speech, rng) if rng.random() < 0.7 else speech
    if rng.random() < 0.4:
        speech = paced(speech, float(np.exp(rng.uniform(np.log(0.8), np.log(1.3)))))
    lead = least_lead + int(rng.integers(0, HOP))
    after = int(after_s * ENGINE_RATE)
    audio = np.zeros(max(lead, len(speech) + HOP) + after, np.float32)
    end = len(audio) - after
    audio[end - len(speech) : end] = speech
    before = end - len(speech)
    if talk and before > HOP and rng.random() < 0.35:
        stop = before - int(rng.uniform(0.0, 0.5) * ENGINE_RATE)
        other = talk[int(rng.integers(len(talk)))] * np.float32(rng.uniform(0.4, 1.2))
        take = min(len(other), max(stop, 0))
        if take:
            audio[stop - take : stop] += other[-take:]
    if talk and rng.random() < 0.45:
        start = end + int(rng.uniform(-0.02, 0.25) * ENGINE_RATE)
        other = talk[int(rng.integers(len(talk)))] * np.float32(rng.uniform(0.6, 1.1))
        take = min(len(other), len(audio) - start)
        if take > 0:
            audio[start : start + take] += other[:take]
    return Scene(audio, end)


def _parted(windows: Windows, late: NDArray[np.int64]) -> tuple[Windows, Windows]:
    """Those that have just heard the phrase, and those before its end. late: samples by which each ends after the phrase."""
    heard = (late >= AFTER_END_S[0] * ENGINE_RATE) & (late <= AFTER_END_S[1] * ENGINE_RATE)
    return windows[heard].copy(), windows[late <= -BEFORE_END_S * ENGINE_RATE].copy()


def window_ends(samples: int) -> NDArray[np.int64]:
    """The sample at which each head window of a recording ends."""
    count = max(0, 2 * (samples // HOP) - WINDOW_STEPS + 1)
    return (np.arange(count) + WINDOW_STEPS) * STEP


class WindowMaker:
    """Makes labelled windows; one embedding network, one generator."""

    def __init__(self, embedding: WakeEmbedding, conditions: Conditions, rng: np.random.Generator) -> None:
        self._embedding = embedding
        self._conditions = conditions
        self._rng = rng

    def of_phrase(self, speech: Samples, talk: Sequence[Samples]) -> tuple[Windows, Windows]:
        """Positives, and negatives that have not heard the end of the phrase yet, of one utterance of the phrase."""
        made = scene(speech, talk, self._rng, after_s=_AFTER_S)
        windows = head_windows(self._embedding.embed(recorded(made.audio, talk, self._conditions, self._rng)))
        return _parted(windows, window_ends(len(made.audio)) - made.end)

    def of_near_miss(self, speech: Samples, talk: Sequence[Samples], stride: int = 1) -> Windows:
        """The windows that end while or just after a near miss was said."""
        audio = scene(speech, talk, self._rng).audio
        return head_windows(self._embedding.embed(recorded(audio, talk, self._conditions, self._rng)))[::stride].copy()

    def of_phrases_over(
        self, playback: Playback, speech: Sequence[Samples], talk: Sequence[Samples]
    ) -> list[tuple[Windows, Windows]]:
        """As of_phrase, of several utterances that are said while the car plays, one after the other."""
        return [_parted(windows, late) for windows, late in self._over(playback, speech, talk)]

    def of_near_misses_over(
        self, playback: Playback, speech: Sequence[Samples], talk: Sequence[Samples], stride: int = 1
    ) -> list[Windows]:
        """As of_near_miss, of several utterances that are said while the car plays, one after the other."""
        return [windows[::stride].copy() for windows, _ in self._over(playback, speech, talk)]

    def _over(
        self, playback: Playback, speech: Sequence[Samples], talk: Sequence[Samples]
    ) -> Iterator[tuple[Windows, NDArray[np.int64]]]:
        """For each utterance the windows of its scene, and by how many samples each of them ends after the utterance."""
        scenes = [scene(one, talk, self._rng, after_s=_AFTER_S, least_lead=_CLOSE_LEAD) for one in speech]
        clean = playback.heard(np.concatenate([made.audio for made in scenes]), talk, self._rng)
        windows = head_windows(self._embedding.embed(clean + np.resize(_BEFORE, len(clean))))
        ends = window_ends(len(clean))
        begin = int(WARM_UP_S * ENGINE_RATE) + playback.latency
        for made in scenes:
            # Windows that also hold the utterance before are nothing to learn from.
            first = begin + WINDOW_STEPS * STEP - int((_AFTER_S + _TAIL_S) * ENGINE_RATE)
            own = (ends > first) & (ends <= begin + len(made.audio))
            yield windows[own], ends[own] - begin - made.end
            begin += len(made.audio)

    def of_talk(self, talk: Sequence[Samples], seconds: float, stride: int = 4) -> Windows:
        """Windows of other speech, one utterance after another, in the same rooms and noises."""
        audio = np.zeros(int(seconds * ENGINE_RATE), np.float32)
        at = 0
        while at < len(audio):
            piece = talk[int(self._rng.integers(len(talk)))]
            if self._rng.random() < 0.6:
                piece = another_throat(piece, self._rng)
            take = min(len(piece), len(audio) - at)
            audio[at : at + take] = piece[:take]
            at += take + int(self._rng.uniform(0.0, 0.6) * ENGINE_RATE)
        return self.of_recording(recorded(audio, talk, self._conditions, self._rng), stride)

    def of_noise(self, seconds: float, stride: int = 8) -> Windows:
        """Windows of road noise, fans and music at any level."""
        samples = int(seconds * ENGINE_RATE)
        make = music if self._rng.random() < 0.5 else coloured_noise
        level = np.float32(10 ** (self._rng.uniform(-60, -10) / 20))
        return self.of_recording(np.clip(make(samples, self._rng) * level, -1, 1), stride)

    def embeddings_of(self, speech: Samples, others: Sequence[Samples]) -> Embeddings:
        """Embeddings of other talk as another throat, room and microphone would have it, a step apart, shape (n, 96)."""
        heard = recorded(another_throat(speech, self._rng), others, self._conditions, self._rng)
        return self._embedding.embed(np.concatenate([_BEFORE, heard]))

    def of_altered(self, audio: Samples, stride: int = 1) -> Windows:
        """Windows of a recording as another throat, room and microphone would have it."""
        return self.of_recording(recorded(another_throat(audio, self._rng), (), self._conditions, self._rng), stride)

    def of_recording(self, audio: Samples, stride: int = 1) -> Windows:
        """Windows of a recording as it is, from its beginning on, which cuts into a word as often as not."""
        return head_windows(self._embedding.embed(np.concatenate([_BEFORE, audio])))[::stride].copy()
