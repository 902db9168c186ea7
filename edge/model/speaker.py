"""Whose voice it is, of up to five drivers who agreed to be known: to choose persona and seat, never to let anybody in.

A voice is the mean of its embeddings (GE2E, Wan et al. 2018) over pieces of 1.6 s. Two recordings of one person lie at a
cosine of about 0.75 and above, those of two at 0.65 and below, when the car is quiet; noise moves all of them together, so a
near miss is nobody. A recording of a voice passes as the voice: this says nothing about who may do what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.log_mel import mel_filters
from edge.errors import InputError
from edge.onnx import OnnxSession, open_session
from edge.weights.store import WeightStore

ENTRY = "speaker"
MOST_DRIVERS = 5
LEAST_SPEECH_S = 1.0
"""Less than this of speech is nobody's."""

ENROL_SPEECH_S = 4.0
"""To be known takes so much speech."""

SAME_VOICE = 0.75
AHEAD = 0.05
"""By how much the nearest voice must lie before the next one."""

_LEVEL = 10 ** (-30 / 20)
_HOP, _WINDOW, _MELS = 160, 400, 40
_PIECE, _STEP = 160, 80  # frames
_QUIET_DB = 30.0

Embedding = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Driver:
    """One who agreed to be known. persona: a persona's id or file, empty for the usual one. seat: where he mostly sits."""

    name: str
    voice: Embedding
    persona: str = ""
    seat: str = "driver"
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Guess:
    """name: who it sounds like, empty for nobody known. score: cosine with the nearest voice, 0 where there is none."""

    name: str
    score: float


class SpeakerEncoder:
    """Speech to a vector of length 1, 256 numbers. Not for two threads at once."""

    def __init__(self, session: OnnxSession) -> None:
        self._session = session

    @classmethod
    def load(cls, store: WeightStore) -> SpeakerEncoder:
        """Open the weights of the catalogue. Raises WeightsError."""
        return cls(open_session(store.path(ENTRY, "speaker.onnx"), dynamic_shapes=True))

    def embed(self, audio: Samples) -> tuple[Embedding | None, float]:
        """The voice in an audio, mono at ENGINE_RATE, and how many seconds of speech it was made from; None for too few."""
        speech = spoken(audio)
        seconds = speech.size / ENGINE_RATE
        if seconds < LEAST_SPEECH_S:
            return None, seconds
        mel = mel_frames(speech * np.float32(_LEVEL / max(1e-6, float(np.sqrt(np.square(speech).mean())))))
        if len(mel) < _PIECE:
            mel = np.resize(mel, (_PIECE, _MELS))
        starts = range(0, len(mel) - _PIECE + 1, _STEP)
        pieces = np.stack([mel[start : start + _PIECE] for start in starts])
        mean = self._session.run(["embedding"], {"mel": pieces})[0].mean(axis=0)
        return np.asarray(mean / max(1e-6, float(np.linalg.norm(mean))), np.float32), seconds


@dataclass
class Drivers:
    """The drivers who are known, by name."""

    known: dict[str, Driver] = field(default_factory=dict)

    def enrol(self, name: str, voice: Embedding | None, seconds: float, *, persona: str = "", seat: str = "driver") -> Driver:
        """Make somebody known, or known better. Raises InputError: too little speech, no name, or five are known already."""
        if not name.strip() or len(name) > 40 or not name.isprintable():
            raise InputError("driver", "a name has 1 to 40 printable characters")
        if voice is None or seconds < ENROL_SPEECH_S:
            raise InputError(f"driver {name}", f"{seconds:.1f} s of speech; to know a voice takes {ENROL_SPEECH_S:.0f} s")
        before = self.known.get(name)
        if before is None and len(self.known) >= MOST_DRIVERS:
            raise InputError(f"driver {name}", f"{MOST_DRIVERS} drivers are known already: forget one first")
        if before is not None:
            mixed = before.voice * np.float32(before.seconds) + voice * np.float32(seconds)
            voice = np.asarray(mixed / np.linalg.norm(mixed), np.float32)
            seconds, persona = before.seconds + seconds, persona or before.persona
        driver = self.known[name] = Driver(name, voice, persona, seat, seconds)
        return driver

    def who(self, voice: Embedding | None) -> Guess:
        """Who it sounds like; nobody when no voice is near, or two are about as near."""
        if voice is None or not self.known:
            return Guess("", 0.0)
        scores = sorted(((float(driver.voice @ voice), name) for name, driver in self.known.items()), reverse=True)
        score, name = scores[0]
        clear = len(scores) < 2 or score - scores[1][0] >= AHEAD
        return Guess(name if score >= SAME_VOICE and clear else "", round(score, 3))

    def to_json(self) -> dict[str, object]:
        """For keeping: five vectors and no audio."""
        return {
            name: {"voice": [round(float(v), 5) for v in d.voice], "persona": d.persona, "seat": d.seat, "seconds": d.seconds}
            for name, d in self.known.items()
        }

    @classmethod
    def from_json(cls, body: object) -> Drivers:
        """The inverse. Raises ValueError saying what is wrong."""
        if not isinstance(body, dict) or len(body) > MOST_DRIVERS:
            raise ValueError(f"not a table of at most {MOST_DRIVERS} drivers")
        return cls({str(name): _driver(str(name), entry) for name, entry in body.items()})


def _driver(name: str, entry: object) -> Driver:
    if not isinstance(entry, Mapping):
        raise ValueError(f"{name}: not a driver")
    try:
        voice = np.array(entry["voice"], np.float32)
        seconds = float(entry.get("seconds", 0.0))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{name}: no voice of numbers") from error
    length = float(np.linalg.norm(voice)) if voice.shape == (256,) else 0.0
    if not np.isfinite(length) or abs(length - 1) > 0.01:
        raise ValueError(f"{name}: no voice of 256 numbers of length 1")
    return Driver(name, voice, str(entry.get("persona", "")), str(entry.get("seat", "driver")), seconds)


def spoken(audio: Samples) -> Samples:
    """The parts of an audio that are not more than 30 dB below its loudest, every 30 ms."""
    step = ENGINE_RATE * 30 // 1000
    pieces = audio[: len(audio) // step * step].reshape(-1, step)
    if not pieces.size:
        return audio[:0]
    level = 10 * np.log10(np.square(pieces).mean(axis=1) + 1e-12)
    loud = level > max(float(level.max()) - _QUIET_DB, -65.0)
    near = np.convolve(loud, np.ones(7), "same") > 0
    return np.asarray(pieces[near].reshape(-1), np.float32)


def mel_frames(audio: Samples) -> NDArray[np.float32]:
    """Power in 40 mel bands every 10 ms, shape (frames, 40)."""
    padded = np.pad(audio, _WINDOW // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP]
    power = np.square(np.abs(np.fft.rfft(frames * np.hanning(_WINDOW + 1)[:-1].astype(np.float32), axis=1)))
    return np.asarray(power @ mel_filters(_MELS).T, np.float32)
