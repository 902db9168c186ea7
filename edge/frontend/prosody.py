"""How something was said: pitch, level, pace, pauses, and sounds like laughter or a sigh, against the driver's own habit.

These are measurements of sound. What a person feels does not follow from them and is not claimed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples
from edge.events import Json
from edge.frontend.habit import Habit
from edge.frontend.pitch import HOP, PitchTrack, track_pitch
from edge.frontend.vocal_sounds import VocalSound, find_sounds

_FRAME_S: Final = HOP / ENGINE_RATE
_SILENT_BELOW_DB: Final = 25.0
"""Below the loud part of the turn: nobody speaks."""
_PAUSE_S: Final = 0.2
"""Silence inside a turn from which it is a pause and no consonant."""
_DIP_DB: Final = 2.0
_SMOOTH_FRAMES: Final = 7
_END_S: Final = 0.4
_LEAST_SPEECH_S: Final = 0.8


@dataclass(frozen=True, slots=True)
class Prosody:
    """What was measured in a turn.

    seconds: from the first to the last sound. speech_s: of it, without pauses.
    level_dbfs: of the spoken parts.
    pitch_hz: median; None when too little was voiced. pitch_range: between the 10th and 90th percentile, in semitones.
    pitch_end: of the last 0.4 s against the median of the turn, in semitones: below zero it falls; None as for pitch_hz.
    syllables_per_s: syllable nuclei for each second without pauses.
    pauses: how many, of 0.2 s or more. longest_pause_s, pause_share: of `seconds`.
    voiced_share: of the spoken parts.
    sounds: what is like laughter or a sigh.
    relative: deviation of level ("level"), pitch ("pitch"), pitch_range ("range"), syllables_per_s ("pace") and pause_share
    ("pauses") from this driver's habit, in his own standard deviations; empty until three turns are known.
    """

    seconds: float
    speech_s: float
    level_dbfs: float
    pitch_hz: float | None
    pitch_range: float
    pitch_end: float | None
    syllables_per_s: float
    pauses: int
    longest_pause_s: float
    pause_share: float
    voiced_share: float
    sounds: tuple[VocalSound, ...]
    relative: Mapping[str, float]

    def fields(self) -> dict[str, Json]:
        """As the fields of an event."""
        sounds: list[Json] = [{"kind": sound.kind, "at": sound.at_s, "seconds": sound.seconds} for sound in self.sounds]
        plain = {name: getattr(self, name) for name in self.__slots__ if name not in ("sounds", "relative")}
        return {**plain, "sounds": sounds, "relative": dict(self.relative)}


def measure(turn: Samples) -> Prosody | None:
    """Measure a turn; shape (n,), 16 kHz, full scale ±1. None when nobody speaks in it. Some 60 µs a frame of 10 ms.

    Without state, so any thread may call it; `relative` is empty.
    """
    count = turn.shape[0] // HOP
    if count < 10:
        return None
    levels = _levels(turn, count)
    loud = float(np.percentile(levels, 95))
    spoken = levels > max(loud - _SILENT_BELOW_DB, -65.0)
    at = np.flatnonzero(spoken)
    if loud < -60.0 or len(at) < 10:
        return None
    levels, spoken = levels[at[0] : at[-1] + 1], spoken[at[0] : at[-1] + 1]
    audio = turn[at[0] * HOP : (at[-1] + 1) * HOP]
    return _measure(audio, levels, spoken, track_pitch(audio))


class ProsodyTracker:
    """Holds turn after turn against the driver's habit, and learns it from them."""

    def __init__(self) -> None:
        self._habit = Habit()

    def reset(self) -> None:
        """Another driver: forget the habit."""
        self._habit = Habit()

    def feed(self, turn: Samples) -> Prosody | None:
        """Measure a turn and place it; None when nobody speaks in it."""
        measured = measure(turn)
        return None if measured is None else self.place(measured)

    def place(self, measured: Prosody) -> Prosody:
        """What was measured of a turn, with `relative` to the habit of the turns before.

        A turn of a word or two has neither a pace nor a melody to speak of: it is not compared, and nothing is learned from it.
        """
        if measured.speech_s < _LEAST_SPEECH_S:
            return measured
        values = {
            "level": measured.level_dbfs,
            "pace": measured.syllables_per_s,
            "pauses": measured.pause_share,
            "range": measured.pitch_range,
        }
        if measured.pitch_hz is not None:
            values["pitch"] = 12 * float(np.log2(measured.pitch_hz / 100.0))
        relative = self._habit.deviations(values)
        self._habit.learn(values)
        fields = {name: getattr(measured, name) for name in Prosody.__slots__ if name != "relative"}
        return Prosody(**fields, relative=relative)


def _measure(audio: Samples, levels: NDArray[np.float32], spoken: NDArray[np.bool_], pitch: PitchTrack) -> Prosody:
    seconds = len(levels) * _FRAME_S
    pauses = [length * _FRAME_S for length in _runs(~spoken) if length * _FRAME_S >= _PAUSE_S]
    speech_s = seconds - sum(pauses)
    voiced = pitch.voiced & spoken
    hz = pitch.hz[voiced]
    middle = float(np.median(hz)) if len(hz) >= 8 else None
    low, high = np.percentile(hz, [10, 90]) if middle is not None else (1.0, 1.0)
    last = pitch.hz[-round(_END_S / _FRAME_S) :]
    last = last[last > 0]
    end = 12 * float(np.log2(np.median(last[-10:]) / middle)) if middle is not None and len(last) >= 4 else None
    return Prosody(
        seconds=round(seconds, 2),
        speech_s=round(speech_s, 2),
        level_dbfs=round(float(10 * np.log10(np.mean(10 ** (levels[spoken] / 10)))), 1),
        pitch_hz=None if middle is None else round(middle, 1),
        pitch_range=round(12 * float(np.log2(high / low)), 1),
        pitch_end=None if end is None else round(end, 1),
        syllables_per_s=round(len(_nuclei(levels, pitch)) / speech_s, 2),
        pauses=len(pauses),
        longest_pause_s=round(max(pauses, default=0.0), 2),
        pause_share=round(sum(pauses) / seconds, 3),
        voiced_share=round(float(voiced.sum() / spoken.sum()), 3),
        sounds=find_sounds(audio, levels, pitch),
        relative={},
    )


def _levels(audio: Samples, count: int) -> NDArray[np.float32]:
    """Level of each 10 ms in dBFS, over the 30 ms around it: shape (count,)."""
    power = np.square(audio[: count * HOP].astype(np.float64)).reshape(count, HOP).mean(axis=1)
    padded = np.pad(power, 1, mode="edge")
    mean = (padded[:-2] + padded[1:-1] + padded[2:]) / 3
    return np.asarray(10 * np.log10(mean + 1e-12), np.float32)


def _nuclei(levels: NDArray[np.float32], pitch: PitchTrack) -> list[int]:
    """Frames of syllable nuclei: voiced peaks of the level with dips between them.

    After de Jong & Wempe, Praat script to detect syllable nuclei and measure speech rate automatically, 2009.
    """
    kernel = np.hanning(_SMOOTH_FRAMES + 2)[1:-1]
    smooth = np.convolve(np.pad(levels, _SMOOTH_FRAMES // 2, mode="edge"), kernel / kernel.sum(), "valid")
    least = np.percentile(smooth, 95) - _SILENT_BELOW_DB
    found: list[int] = []
    peak, valley = 0, float(smooth[0])
    rising = True
    for k in range(1, len(smooth)):
        value = float(smooth[k])
        if rising:
            if value > smooth[peak]:
                peak = k
            elif smooth[peak] - value >= _DIP_DB:
                if smooth[peak] > least and pitch.voiced[max(0, peak - 2) : peak + 3].any():
                    found.append(peak)
                rising, valley = False, value
        elif value < valley:
            valley = value
        elif value - valley >= _DIP_DB:
            rising, peak = True, k
    if rising and smooth[peak] > least and pitch.voiced[max(0, peak - 2) : peak + 3].any():
        found.append(peak)
    return found


def _runs(mask: NDArray[np.bool_]) -> list[int]:
    """Lengths of the stretches in which the mask holds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [int(b - a) for a, b in zip(edges[::2], edges[1::2], strict=True)]
