"""What runs on PortAudio's own thread: copying samples, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from device.audio.byte_ring import ByteRing
from device.clock import boottime_ns

CONTINUE = 0
"""paContinue: this module does not load PyAudio."""

_INPUT_OVERFLOW = 0x2
_OUTPUT_UNDERFLOW = 0x4
_SAMPLE = 4


@dataclass(slots=True)
class PortAudioCounters:
    """What went wrong at the sound card.

    captures, plays: how often it gave and took a buffer. overflows: PortAudio lost microphone samples, how often.
    underflows: the loudspeaker ran dry, at the card or because we were late, how often.
    lost: microphone samples at the device's rate lost because the DSP thread was late, or by an overflow (a buffer each).
    """

    captures: int = 0
    plays: int = 0
    overflows: int = 0
    underflows: int = 0
    lost: int = 0


class CallbackRings:
    """The rings between PortAudio's thread and the DSP thread, and the callbacks that fill them. Samples are float32.

    mic: what was captured. far: what was handed to the card. out: what is to be handed to it.
    stamp: frames captured so far, and CLOCK_BOOTTIME in ns when the first of the latest buffer was captured; replaced as a whole.
    """

    def __init__(self, in_rate: int, in_channels: int, out_rate: int, out_channels: int, seconds: float) -> None:
        self._in_frame = _SAMPLE * in_channels
        self._out_frame = _SAMPLE * out_channels
        self.mic = ByteRing(round(seconds * in_rate) * self._in_frame)
        self.far = ByteRing(round(seconds * out_rate) * self._out_frame)
        self.out = ByteRing(round(seconds * out_rate) * self._out_frame)
        self.progress = threading.Event()
        self.counters = PortAudioCounters()
        self.stamp = (0, 0)
        self._in_rate = in_rate
        self._captured = 0
        self._silence = bytes(round(seconds * out_rate) * self._out_frame)

    def both(self, in_data: bytes | None, frames: int, time_info: Mapping[str, float], status: int) -> tuple[bytes | None, int]:
        """One stream both ways: a microphone frame and a loudspeaker frame belong together, and are kept or lost together."""
        out = self._take_out(frames, status)
        data = in_data or b""
        self._note_capture(frames, time_info, status)
        if self.mic.room >= len(data) and self.far.room >= len(out):
            self.mic.write(data)
            self.far.write(out)
        else:
            self.counters.lost += frames
        self.progress.set()
        return out, CONTINUE

    def capture(self, in_data: bytes | None, frames: int, time_info: Mapping[str, float], status: int) -> tuple[bytes | None, int]:
        """The microphone's own stream."""
        self._note_capture(frames, time_info, status)
        if not self.mic.write(in_data or b""):
            self.counters.lost += frames
        self.progress.set()
        return None, CONTINUE

    def play(self, in_data: bytes | None, frames: int, time_info: Mapping[str, float], status: int) -> tuple[bytes | None, int]:
        """The loudspeaker's own stream."""
        out = self._take_out(frames, status)
        self.far.write(out)
        return out, CONTINUE

    def _take_out(self, frames: int, status: int) -> bytes:
        self.counters.plays += 1
        size = frames * self._out_frame
        out = self.out.read(size)
        if len(out) < size:
            out += self._silence[: size - len(out)]
            self.counters.underflows += 1
        elif status & _OUTPUT_UNDERFLOW:
            self.counters.underflows += 1
        return out

    def _note_capture(self, frames: int, time_info: Mapping[str, float], status: int) -> None:
        self.counters.captures += 1
        if status & _INPUT_OVERFLOW:
            self.counters.overflows += 1
            self.counters.lost += frames
        # Some drivers give no capture time; then the buffer is taken to have begun its own length ago.
        age = time_info["current_time"] - time_info["input_buffer_adc_time"]
        if not 0 < age < 1:
            age = frames / self._in_rate
        self.stamp = (self._captured, boottime_ns() - round(age * 1e9))
        self._captured += frames
