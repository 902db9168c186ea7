"""A chirp through loudspeaker and microphone: how long it takes, how loud it comes back, and what else is heard.

The impulse response between what was written to the loudspeaker and what the microphone heard is estimated by a regularised
division of their spectra, the usual method for sweeps (Farina, AES 108, 2000); its highest peak is the direct path.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from device.audio.duplex import DeviceLost, Duplex, EndOfAudio
from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.audio.levels import Levels, decibels, measure, rms_dbfs

QUIET_S = 1.0
"""Silence before the chirp, in which the noise floor is measured; the first half is left to the card to settle."""
CHIRP_S = 0.6
AFTER_S = 0.9
REPEATS = 2
LEVEL = 0.1
_LOW_HZ, _HIGH_HZ = 300.0, 6000.0
_PROMINENCE = 8.0
"""Peak of the impulse response over its median that counts as an echo; noise alone gives about 5."""
_TIMEOUTS = 6


@dataclass(frozen=True, slots=True)
class Acoustics:
    """What was measured. delay_ms: from writing a sample to hearing it, None when nothing of the chirp came back.

    echo_db: level of the chirp in the microphone relative to what was written. noise_dbfs: before the chirp.
    whole: levels of the microphone over all of it. lost: samples at 16 kHz that the card lost.
    """

    delay_ms: float | None
    echo_db: float
    noise_dbfs: float
    whole: Levels
    lost: int
    seconds: float


class ChirpSource:
    """A playback source: silence, then the chirp and a pause, twice, then silence for ever."""

    def __init__(self, audible: bool = True) -> None:
        """audible: False plays silence alone, for the noise floor."""
        rest = np.zeros(round(AFTER_S * VOICE_RATE), np.float32)
        one = np.concatenate([sweep(VOICE_RATE) if audible else np.zeros(round(CHIRP_S * VOICE_RATE), np.float32), rest])
        self._samples = np.concatenate([np.zeros(round(QUIET_S * VOICE_RATE), np.float32), *[one] * REPEATS])
        self._at = 0

    def pull(self, n: int) -> Samples:
        """Exactly n samples at VOICE_RATE, shape (n,)."""
        piece = self._samples[self._at : self._at + n]
        self._at += n
        return np.concatenate([piece, np.zeros(n - piece.size, np.float32)])


def sweep(rate: int) -> Samples:
    """An exponential sweep with soft ends, shape (n,), at `rate`."""
    time = np.arange(round(CHIRP_S * rate)) / rate
    growth = np.log(_HIGH_HZ / _LOW_HZ)
    phase = 2 * np.pi * _LOW_HZ * CHIRP_S / growth * np.expm1(time / CHIRP_S * growth)
    fade = np.minimum(1.0, np.minimum(time, CHIRP_S - time) / 0.02)
    samples: Samples = (LEVEL * fade * np.sin(phase)).astype(np.float32)
    return samples


def listen(duplex: Duplex) -> Acoustics:
    """Start the duplex, whose source is a ChirpSource, and measure until the chirps are over.

    Raises DeviceLost when the card cannot be opened or gives no samples.
    """
    wanted = round((QUIET_S + REPEATS * (CHIRP_S + AFTER_S)) * ENGINE_RATE)
    microphone: list[Samples] = []
    far_end: list[Samples] = []
    got = lost = timeouts = 0
    duplex.start()
    while got < wanted:
        try:
            block = duplex.read(0.5)
        except EndOfAudio:
            break
        if block is None:
            timeouts += 1
            if timeouts >= _TIMEOUTS:
                raise DeviceLost(f"{duplex.info.name}: no samples for {timeouts * 0.5:g} s")
            continue
        timeouts = 0
        microphone.append(block.mic.samples)
        far_end.append(block.far_end.samples)
        got += block.mic.samples.size
        lost += block.lost
    return analyse(np.concatenate(microphone), np.concatenate(far_end), lost)


def analyse(microphone: Samples, far_end: Samples, lost: int = 0) -> Acoustics:
    """Measure two recordings of the same length, shape (n,), at ENGINE_RATE."""
    settled = round(QUIET_S / 2 * ENGINE_RATE)
    begins = _first_sound(far_end)
    noise = microphone[settled : max(settled + 1, begins)]
    delay = _delay(microphone, far_end)
    echo_db = 0.0
    if delay is not None:
        playing = np.flatnonzero(np.abs(far_end) > LEVEL / 10)
        heard = playing[playing + delay < microphone.size] + delay
        noise_power = float(np.mean(np.square(noise, dtype=np.float64)))
        power = max(1e-12, float(np.mean(np.square(microphone[heard], dtype=np.float64))) - noise_power)
        echo_db = decibels(float(np.sqrt(power))) - rms_dbfs(far_end[playing])
    return Acoustics(
        delay_ms=None if delay is None else 1000 * delay / ENGINE_RATE,
        echo_db=echo_db,
        noise_dbfs=rms_dbfs(noise),
        whole=measure(microphone),
        lost=lost,
        seconds=microphone.size / ENGINE_RATE,
    )


def _first_sound(far_end: Samples) -> int:
    sound = np.flatnonzero(np.abs(far_end) > LEVEL / 100)
    return int(sound[0]) if sound.size else far_end.size


def _delay(microphone: Samples, far_end: Samples) -> int | None:
    """Samples from the far end to the microphone, or None when there is no clear path."""
    if not np.any(far_end):
        return None
    size = 1 << (2 * microphone.size - 1).bit_length()
    far = np.fft.rfft(far_end, size)
    power = np.abs(far) ** 2
    response = np.fft.irfft(np.fft.rfft(microphone, size) * np.conj(far) / (power + 0.01 * power.max()), size)
    reach = round(AFTER_S * ENGINE_RATE)
    searched = np.abs(response[:reach])
    peak = int(np.argmax(searched))
    # The peak of noise grows with the number of places searched; a path stands out of its surroundings by far more.
    return peak if searched[peak] > _PROMINENCE * float(np.median(searched)) else None
