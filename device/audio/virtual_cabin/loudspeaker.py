"""From a written sample to the echo at the microphone: delay, clock drift, loudspeaker, room."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from device.audio.pace import BLOCK
from device.audio.virtual_cabin.convolve import PartitionedConvolver, convolve
from device.audio.virtual_cabin.room import Point, direct_delay, impulse_response
from device.audio.virtual_cabin.scene import CabinScene
from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.levels import amplitude

_TAPS = 32
_PHASES = 256
_SLIP_MS = 250.0
_CHANGE_BLOCKS = 10
_BAND_TAPS = 320


class DriftingDelay:
    """A delay whose output clock runs faster than its input clock by some ppm, by windowed-sinc interpolation.

    When the drift has used up the delay, or made it longer by a quarter of a second, it slips back to the first value and
    counts it in `slips`, as the buffers between two real clocks do.
    """

    def __init__(self, delay_ms: float, drift_ppm: float) -> None:
        """delay_ms: at least 2, with drift."""
        self._nominal = delay_ms * ENGINE_RATE / 1000
        if drift_ppm and self._nominal < _TAPS:
            raise ValueError(f"a delay of {delay_ms} ms is too short to drift in")
        self._rate = 1 + drift_ppm * 1e-6
        self._drifts = bool(drift_ppm)
        self._most = self._nominal + _SLIP_MS * ENGINE_RATE / 1000
        size = int(self._most if drift_ppm else self._nominal) + 2 * BLOCK + _TAPS
        self._past: Samples = np.zeros(size, np.float32)
        self._lag = self._nominal
        self._table = _sinc_table()
        self.slips = 0

    @property
    def lag(self) -> float:
        """Samples between the newest input and the newest output."""
        return self._lag if self._drifts else float(round(self._nominal))

    def process(self, samples: Samples) -> Samples:
        """Shape (BLOCK,) in, shape (BLOCK,) out."""
        self._past[:-BLOCK] = self._past[BLOCK:]
        self._past[-BLOCK:] = samples
        end = self._past.shape[0]
        if not self._drifts:
            start = end - BLOCK - round(self._nominal)
            return self._past[start : start + BLOCK].copy()
        position = end - BLOCK - self._lag + np.arange(BLOCK) * self._rate
        whole = np.floor(position).astype(np.int64)
        part = (position - whole) * _PHASES
        phase = part.astype(np.int64)
        blend = (part - phase).astype(np.float32)[:, None]
        taps = self._table[phase] * (1 - blend) + self._table[phase + 1] * blend
        windows = np.lib.stride_tricks.sliding_window_view(self._past, _TAPS)[whole - _TAPS // 2 + 1]
        self._lag -= BLOCK * (self._rate - 1)
        if self._lag < _TAPS // 2 + 2 or self._lag > self._most:
            self._lag = self._nominal
            self.slips += 1
        return np.asarray(np.einsum("kt,kt->k", windows, taps), np.float32)


class EchoPath:
    """Loudspeakers and room: what is written becomes what the loudspeakers give and what of it reaches the microphone."""

    def __init__(self, scene: CabinScene) -> None:
        """Raises ValueError for a loudspeaker or microphone outside the room."""
        self._scene = scene
        speaker = scene.loudspeaker
        self._delay = DriftingDelay(speaker.delay_ms, speaker.drift_ppm)
        band = band_response(*speaker.band)
        self._band = PartitionedConvolver(band, BLOCK)
        response = self._room_response(speaker.positions)
        # Calibrated once: a loudspeaker that moves changes the level too.
        level = scene.talker_dbfs + speaker.echo_db - speaker.nominal_dbfs
        self._gain = amplitude(level) / speech_gain(convolve(band, response))
        self._room = PartitionedConvolver(response * np.float32(self._gain), BLOCK)
        self._next_room: PartitionedConvolver | None = None
        self._changes = list(speaker.changes)
        self._block = 0
        self._changed_at = 0

    @property
    def delay_samples(self) -> float:
        """From a written sample to the direct sound at the microphone, now, in samples."""
        nearest = min(direct_delay(point, self._scene.microphone) for point in self._scene.loudspeaker.positions)
        return self._delay.lag + nearest

    @property
    def slips(self) -> int:
        """How often the delay jumped because of the drift."""
        return self._delay.slips

    def process(self, written: Samples) -> tuple[Samples, Samples]:
        """Shape (BLOCK,) in; what the loudspeakers give, and the echo at the microphone, both of shape (BLOCK,)."""
        speaker = self._scene.loudspeaker
        given = self._band.process(self._delay.process(written))
        if speaker.drive > 0:
            given = np.tanh(given * np.float32(speaker.drive)) / np.float32(speaker.drive)
        if speaker.second_order:
            given = given + np.float32(speaker.second_order) * given * given
        return given, self._through_room(given)

    def _through_room(self, given: Samples) -> Samples:
        if self._changes and self._block * BLOCK >= self._changes[0].at_s * ENGINE_RATE:
            response = self._room_response(self._changes.pop(0).positions)
            self._next_room = self._room.with_response(response * np.float32(self._gain))
            self._changed_at = self._block
        echo = self._room.process(given)
        if self._next_room is not None:
            after = self._next_room.process(given)
            done = self._block - self._changed_at
            weight = ((done + np.arange(BLOCK, dtype=np.float32) / BLOCK) / _CHANGE_BLOCKS).astype(np.float32)
            echo = echo + (after - echo) * weight
            if done + 1 >= _CHANGE_BLOCKS:
                self._room, self._next_room = self._next_room, None
        self._block += 1
        return echo

    def _room_response(self, positions: tuple[Point, ...]) -> Samples:
        room = self._scene.room
        responses = [impulse_response(room.size, room.t60, point, self._scene.microphone) for point in positions]
        return np.asarray(np.sum(responses, axis=0), np.float32)


def band_response(low: float, high: float) -> Samples:
    """Impulse response of a second-order Butterworth high-pass and low-pass in Hz (R. Bristow-Johnson, Audio EQ cookbook)."""
    signal = [1.0] + [0.0] * (_BAND_TAPS - 1)
    for corner, side in ((low, -1.0), (min(high, 0.49 * ENGINE_RATE), 1.0)):
        angle = 2 * math.pi * corner / ENGINE_RATE
        cosine, alpha = math.cos(angle), math.sin(angle) / math.sqrt(2)
        # side is +1 for the low-pass and -1 for the high-pass.
        b1 = side - cosine
        b0 = b2 = abs(b1) / 2
        a0, a1, a2 = 1 + alpha, -2 * cosine, 1 - alpha
        x1 = x2 = y1 = y2 = 0.0
        for n, x in enumerate(signal):
            y = (b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2) / a0
            x2, x1, y2, y1 = x1, x, y1, y
            signal[n] = y
    return np.array(signal, np.float32)


def speech_gain(response: Samples) -> float:
    """By how much a response changes the level of speech: its gain weighted by a long-term spectrum of speech.

    The weight is flat from 100 to 500 Hz and falls by 9 dB an octave above, after Byrne et al. (JASA 96, 1994).
    """
    size = 1 << (response.shape[0] - 1).bit_length()
    frequency = np.fft.rfftfreq(size, 1 / ENGINE_RATE)
    weight = np.where(frequency < 100, 0.0, 1 / (1 + (frequency / 500) ** 3))
    power = np.abs(np.fft.rfft(response, size)) ** 2
    return float(np.sqrt((weight * power).sum() / weight.sum()))


def _sinc_table() -> NDArray[np.float32]:
    """Windowed-sinc taps for each fraction of a sample: shape (_PHASES + 1, _TAPS)."""
    place = np.arange(1 - _TAPS // 2, _TAPS // 2 + 1)[None, :] - (np.arange(_PHASES + 1) / _PHASES)[:, None]
    table = np.sinc(place) * (0.5 + 0.5 * np.cos(np.pi * np.clip(2 * place / _TAPS, -1, 1)))
    return np.asarray(table / table.sum(axis=1, keepdims=True), np.float32)
