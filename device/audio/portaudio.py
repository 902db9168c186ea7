"""The sound card, by PortAudio (PyAudio)."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from device.audio.duplex import DeviceLost, DuplexBlock, DuplexInfo, EndOfAudio, PlaybackSource
from device.audio.feed import PlaybackFeed
from device.audio.loopback import Loopback
from device.audio.pa_callback import CallbackRings, PortAudioCounters
from device.audio.pa_devices import SoundDevice, at_best_rates, choose, devices_of, open_portaudio, quiet_stderr, widen_capture
from device.audio.pace import BLOCK
from device.audio.pairing import Pairing
from device.audio.sample_clock import SampleClock
from edge.audio.frame import ENGINE_RATE, FRAME_MS, Frame, Samples
from edge.audio.resample import Resampler

if TYPE_CHECKING:
    import pyaudio

_log = logging.getLogger(__name__)

_RING_S = 2.0
_MOST_AHEAD_MS = 120
_STEP_MS = 10


class PortAudioDuplex:
    """Opens microphone and loudspeaker at their own rates and brings both to ENGINE_RATE by identical resamplers.

    PortAudio lists devices once, when it is initialised: after DeviceLost, close this one and make a new one, which looks
    again. One device is opened as one stream both ways, so that what was written and what was heard stay aligned to the
    sample; two devices as two streams. Through PulseAudio, a PULSE_LATENCY_MSEC of 20 or 30 makes streams stand still after
    some seconds (alsa-plugins waits for room that the server does not ask for): leave it unset.
    """

    def __init__(
        self,
        source: PlaybackSource,
        input_device: str | int | None = None,
        output_device: str | int | None = None,
        channel: int | None = None,
        ahead_ms: int = 30,
        period_ms: int = FRAME_MS,
        stall_s: float = 2.0,
        one_stream: bool | None = None,
        loopback: tuple[int, ...] = (),
        loopback_complete: bool = False,
    ) -> None:
        """input_device, output_device: index, part of the name, or None for the default.

        channel: of the microphone, counted from 0; None is the first.
        period_ms: how much the card hands over at once. The loudspeaker's buffer holds two of these, the microphone's 160 ms.
        ahead_ms: how much playback is kept ready for the card; it grows, up to 120, when the loudspeaker runs dry.
        stall_s: without a sample for so long, the device counts as lost.
        one_stream: True for one stream both ways, False for two, None for what suits the device.
        loopback, loopback_complete: channels of the microphone's device that hold what the head unit plays; see `Loopback`.
        Raises DeviceLost when there is no such device.
        """
        self._portaudio: pyaudio.PyAudio | None = open_portaudio()
        try:
            devices = devices_of(self._portaudio)
            found = choose(devices, input_device, capture=True), choose(devices, output_device, capture=False)
            self._input, self._output = at_best_rates(self._portaudio, *found)
            for wanted in (channel or 0, *loopback):
                if not 0 <= wanted < self._input.inputs:
                    raise DeviceLost(f"{self._input.name} has no channel {wanted}: it has {self._input.inputs}, counted from 0")
        except DeviceLost:
            self._terminate()
            raise
        self._channel = channel or 0
        self._captured_channels = max(self._channel, *loopback) + 1 if loopback else self._channel + 1
        self._loopback = Loopback(loopback, self._input.rate, complete=loopback_complete) if loopback else None
        self._period_ms = period_ms
        self._ahead_ms = ahead_ms if period_ms <= FRAME_MS else max(ahead_ms, 2 * period_ms)
        self._stall_s = stall_s
        self._feed = PlaybackFeed(source, self._output.rate)
        self._mic_resampler = Resampler(self._input.rate, ENGINE_RATE)
        self._far_resampler = Resampler(self._output.rate, ENGINE_RATE)
        self._clock = SampleClock(self._input.rate)
        self._streams: list[pyaudio.Stream] = []
        self._lock = threading.Lock()
        self._closed = False
        self._hurried = False
        # PyAudio opens both directions of a stream with the same number of channels.
        self._out_channels = min(2, self._output.outputs)
        both = max(self._out_channels, self._captured_channels)
        possible = self._input.rate == self._output.rate and both <= min(self._input.inputs, self._output.outputs)
        # Two devices have two clocks; over one stream the slower would hold up the faster.
        suits = self._input.index == self._output.index
        self._joint = possible and (suits if one_stream is None else one_stream)
        self._prepare(self._joint)
        self._index = 0
        self._lost = 0
        self._lost_told = 0
        self._underflows_seen = 0
        self._seen = (0, 0)
        self._alive_at = [0.0, 0.0]

    @property
    def info(self) -> DuplexInfo:
        """What it is: the names and rates of the devices."""
        same = self._input.name == self._output.name
        name = self._input.name if same else f"{self._input.name} / {self._output.name}"
        return DuplexInfo(name, "portaudio", self._input.rate, self._output.rate)

    @property
    def counters(self) -> PortAudioCounters:
        """A copy of the counters."""
        return replace(self._rings.counters)

    @property
    def one_stream(self) -> bool:
        """Microphone and loudspeaker share a stream and so a clock."""
        return self._joint

    @property
    def clock_ppm(self) -> float:
        """How much faster than nominal the microphone's clock runs, as far as it is known."""
        return self._clock.ppm

    @property
    def ahead_ms(self) -> int:
        """How much playback is kept ready for the card now."""
        return self._ahead_ms

    @property
    def slips(self) -> int:
        """Samples by which the far end was stretched or squeezed; two streams only."""
        return self._pairing.slips

    def start(self) -> None:
        """Open the streams. Raises DeviceLost when that fails."""
        try:
            if self._joint:
                try:
                    self._streams = [self._open(self._input, self._output)]
                except OSError as error:
                    _log.info("no single stream for %s, trying two: %s", self.info.name, error)
                    self._prepare(joint=False)
            if not self._joint:
                self._streams = [self._open(None, self._output), self._open(self._input, None)]
            self._fill()
            self._alive_at = [time.monotonic()] * 2
            for stream in self._streams:
                stream.start_stream()
        except OSError as error:
            self.close()
            raise DeviceLost(f"{self.info.name} cannot be opened: {error}") from error

    def read(self, timeout_s: float) -> DuplexBlock | None:
        """The next block; see `Duplex.read`."""
        until = time.monotonic() + timeout_s
        while not self._closed:
            self._rings.progress.clear()
            self._drain()
            pair = self._pairing.take()
            self._fill()
            now = time.monotonic()
            self._check_alive(now)
            if pair is not None:
                return self._block(*pair)
            self._check_running()
            if now >= until or self._hurried:
                self._hurried = False
                return None
            self._rings.progress.wait(min(until - now, 0.2))
        raise EndOfAudio

    def flush(self) -> int:
        """Take back what the card has not taken yet, but for its next buffer; returns how many samples at VOICE_RATE."""
        self._hurried = False
        kept = self._output.rate * self._period_ms // 1000 * self._out_channels * 4
        returned = np.frombuffer(self._rings.out.take_back(kept), np.float32)
        # What comes instead is pulled by the next read, when the caller has told the source what was not played.
        return self._feed.flush(returned[:: self._out_channels])

    def hurry(self) -> None:
        """Have a `read` that waits return None at once: what the card has not taken yet can be taken back."""
        self._hurried = True
        self._rings.progress.set()

    def close(self) -> None:
        """Stop the streams and let PortAudio forget its devices."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._rings.progress.set()
            for stream in self._streams:
                try:
                    stream.close()
                except OSError as error:
                    _log.info("closing %s: %s", self.info.name, error)
            self._streams = []
            self._terminate()

    def _prepare(self, joint: bool) -> None:
        self._joint = joint
        both = max(self._out_channels, self._captured_channels)
        self._in_channels = both if joint else self._captured_channels
        self._out_channels = both if joint else self._out_channels
        self._rings = CallbackRings(self._input.rate, self._in_channels, self._output.rate, self._out_channels, _RING_S)
        self._pairing = Pairing(one_clock=joint)

    def _open(self, capture: SoundDevice | None, playback: SoundDevice | None) -> pyaudio.Stream:
        import pyaudio

        assert self._portaudio is not None
        rings = self._rings
        rate = self._output.rate if capture is None else self._input.rate
        if capture is not None:
            widen_capture(capture.index, self._period_ms)
        with quiet_stderr():
            return self._portaudio.open(
                rate=rate,
                channels=self._out_channels if capture is None else self._in_channels,
                format=pyaudio.paFloat32,
                input=capture is not None,
                output=playback is not None,
                input_device_index=None if capture is None else capture.index,
                output_device_index=None if playback is None else playback.index,
                frames_per_buffer=rate * self._period_ms // 1000,
                start=False,
                stream_callback=rings.play if capture is None else rings.capture if playback is None else rings.both,
            )

    def _fill(self) -> None:
        """Keep playback ready for the card, `ahead_ms` of it."""
        underflows = self._rings.counters.underflows
        if underflows > self._underflows_seen:
            self._underflows_seen = underflows
            self._ahead_ms = min(_MOST_AHEAD_MS, self._ahead_ms + _STEP_MS)
        wanted = self._output.rate * self._ahead_ms // 1000
        held = len(self._rings.out) // (4 * self._out_channels)
        if held < wanted:
            samples = self._feed.read(wanted - held)
            self._rings.out.write(np.repeat(samples, self._out_channels).tobytes())

    def _drain(self) -> None:
        """Bring what the callbacks left to ENGINE_RATE."""
        rings = self._rings
        stamp = rings.stamp
        frame = 4 * self._in_channels
        # The far end is written last by the callback, so what is there has its microphone samples too.
        far_frames = len(rings.far) // (4 * self._out_channels)
        mic_frames = min(len(rings.mic) // frame, far_frames) if self._joint else len(rings.mic) // frame
        if stamp[1]:
            self._clock.observe(*stamp)
        captured = np.frombuffer(rings.mic.read(mic_frames * frame), np.float32).reshape(-1, self._in_channels)
        mic = captured[:, self._channel]
        if self._loopback is not None:
            self._loopback.push(captured)
        far = np.frombuffer(rings.far.read(far_frames * 4 * self._out_channels), np.float32)[:: self._out_channels]
        self._pairing.push(self._mic_resampler.process(mic), self._far_resampler.process(far))

    def _block(self, mic: Samples, far_end: Samples) -> DuplexBlock:
        lost_now = self._rings.counters.lost - self._lost
        self._lost += lost_now
        lost = self._lost * ENGINE_RATE // self._input.rate
        told, self._lost_told = self._lost_told, lost
        captured = (self._index + lost) * self._input.rate // ENGINE_RATE
        time_ns = self._clock.time_ns(captured)
        index = self._index
        self._index += BLOCK
        far_end, side = (far_end, None) if self._loopback is None else self._loopback.join(far_end)
        return DuplexBlock(
            mic=Frame(mic, ENGINE_RATE, index, time_ns),
            far_end=Frame(far_end, ENGINE_RATE, index, time_ns),
            lost=lost - told,
            side=None if side is None else Frame(side, ENGINE_RATE, index, time_ns),
        )

    def _check_alive(self, now: float) -> None:
        """Each direction must go on by itself: with two streams one may stand still alone."""
        counters = self._rings.counters
        seen = (counters.captures, counters.plays)
        for side, name in enumerate((self._input.name, self._output.name)):
            if seen[side] != self._seen[side]:
                self._alive_at[side] = now
            elif now - self._alive_at[side] > self._stall_s:
                raise DeviceLost(f"{name}: no samples for {self._stall_s:g} s")
        self._seen = seen

    def _check_running(self) -> None:
        try:
            running = bool(self._streams) and all(stream.is_active() for stream in self._streams)
        except OSError:
            running = False
        if not running:
            raise DeviceLost(f"{self.info.name}: the stream ended")

    def _terminate(self) -> None:
        if self._portaudio is not None:
            self._portaudio.terminate()
            self._portaudio = None
