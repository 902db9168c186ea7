"""Voice activity: webrtcvad and a tracker of steady noise open the gate, Silero decides.

webrtcvad costs a few microseconds and misses next to nothing, but takes loud road noise for a voice; the noise tracker sees that
nothing rises above the road. Where both find something, Silero looks: it is right. It also looks at a little before that: when
the gate opens, the last chunks that were passed over are looked at first, so that the network is warmed up and an onset inside
them is found where it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import numpy as np

from edge.audio.frame import ENGINE_RATE, Samples
from edge.frontend.noise_floor import NoiseFloor
from edge.frontend.noise_prior import NoisePrior
from edge.frontend.webrtc_gate import WebRtcGate
from edge.onnx import OnnxSession

CHUNK: Final = 512
"""Samples at 16 kHz that Silero judges at once: 32 ms."""

_CONTEXT: Final = 64
_QUIET_STRIDE: Final = 3
"""Of chunks that webrtcvad takes for noise, one in so many is enough to follow the noise."""


class Gate(Protocol):
    """webrtcvad's detector."""

    def is_speech(self, pcm: bytes, rate: int) -> bool:
        """Whether 10 ms of 16-bit samples hold a voice."""
        ...


@dataclass(frozen=True, slots=True)
class VadConfig:
    """Thresholds and times of the voice activity detector."""

    start_probability: float = 0.5
    """Silero's probability from which a chunk is speech."""
    stop_probability: float = 0.35
    """Below this a chunk is silence; between the two it is what the chunk before was."""
    start_chunks: int = 2
    """Chunks of speech that make a start, 32 ms each."""
    stop_ms: int = 200
    """Silence that makes an end, in milliseconds."""
    gate: bool = True
    """Whether webrtcvad gates Silero."""
    gate_mode: int = 3
    """Aggressiveness of webrtcvad, 0 to 3."""
    gate_excess_db: float = 4.0
    """Least level above the steady noise, in dB, at which webrtcvad is believed; 0 believes it always."""
    steady_noise_relief: float = 0.15
    """What loud steady noise, when the car is known to make it, takes off both probabilities: Silero is never taken in by it."""
    gate_hold_chunks: int = 10
    """Chunks for which the gate stays open after webrtcvad's last voiced frame."""
    look_back_chunks: int = 12
    """Chunks before the gate opened that are looked at when it does."""
    least_talk: float = 0.6
    """While the loudspeakers play: probability of a talker in the cabin below which Silero's probability is taken down."""


@dataclass(frozen=True, slots=True)
class SpeechEdge:
    """Speech began or ended. at: sample index of the edge itself, before the moment it was known."""

    kind: Literal["start", "end"]
    at: int


class VoiceActivityDetector:
    """Takes 10 ms frames at 16 kHz, reports starts and ends of speech."""

    def __init__(self, silero: OnnxSession, config: VadConfig | None = None) -> None:
        """silero: the network of `open_silero`; one state of shape (2, 1, 128)."""
        self._silero = silero
        self.config = config or VadConfig()
        self._stop_samples = self.config.stop_ms * ENGINE_RATE // 1000
        self._prior = NoisePrior()
        self._relief = 0.0
        self._new_gate: Callable[[int], Gate] = WebRtcGate
        self.looked_at = 0
        """Chunks that Silero has judged."""
        self.reset()

    def reset(self) -> None:
        """Back to the state before the first frame."""
        config = self.config
        self._gate = self._new_gate(config.gate_mode)
        self._floor = NoiseFloor()
        self._skipped = 0
        self._buffer = np.zeros(2 * CHUNK, np.float32)
        self._filled = 0
        self._chunk_start = 0
        self._voiced = False
        self._open_for = 0
        self._passed_over: deque[tuple[Samples, float]] = deque(maxlen=config.look_back_chunks)
        self._talk = self._talk_before = 1.0
        self._input = np.zeros((1, _CONTEXT + CHUNK), np.float32)
        self._state = np.zeros((2, 1, 128), np.float32)
        self._run = 0
        self._run_start = 0
        self._last_voice = 0
        self.probability = 0.0
        """Probability of speech for the last chunk; 0 while the gate is closed."""
        self.speaking = False
        """Whether a start was reported and no end yet."""
        self.last_hint: int | None = None
        """Sample index up to which there was anything like a voice; None before the first."""

    def gate_by(self, new_gate: Callable[[int], Gate]) -> None:
        """Have the gate made by somebody else, from its aggressiveness; for a recorder, since webrtcvad hides its state."""
        self._new_gate = new_gate
        self._gate = new_gate(self.config.gate_mode)

    @property
    def last_voice(self) -> int:
        """Sample index at which the last voice ended; meaningful once speech has started."""
        return self._last_voice

    @property
    def noise_db(self) -> float:
        """Level of the steady noise per band, in dB re full scale; -120 while the gate is off or nothing was heard."""
        return self._floor.level_db

    def expect(self, prior: NoisePrior) -> None:
        """What the car makes of noise from now on."""
        if prior.changed(self._prior):
            self._floor.hurry()
        self._prior = prior
        self._relief = self.config.steady_noise_relief * prior.steady

    def process(self, samples: Samples, talk: float = 1.0) -> SpeechEdge | None:
        """One frame, shape (160,). Returns the edge that became known with it, if any.

        talk: probability, by another judge, that somebody in the cabin talks and not a loudspeaker.
        """
        size = samples.shape[0]
        self._talk = max(self._talk, talk)
        if self.config.gate and not self._voiced:
            pcm = (np.clip(samples, -1, 1) * np.float32(32767)).astype(np.int16)
            self._voiced = self._gate.is_speech(pcm.tobytes(), ENGINE_RATE)
        self._buffer[self._filled : self._filled + size] = samples
        self._filled += size
        if self._filled < CHUNK:
            return None
        chunk = self._buffer[:CHUNK].copy()
        self._filled -= CHUNK
        self._buffer[: self._filled] = self._buffer[CHUNK : CHUNK + self._filled]
        return self._take(chunk)

    def _take(self, chunk: Samples) -> SpeechEdge | None:
        start = self._chunk_start
        self._chunk_start += CHUNK
        # The other judge wavers within a word; two chunks are 64 ms.
        talk = max(self._talk, self._talk_before)
        self._talk_before, self._talk = self._talk, 0.0
        if self._hinted(chunk):
            self._open_for = self.config.gate_hold_chunks
        elif not self.speaking:
            self._open_for = max(0, self._open_for - 1)
        if not self._open_for:
            self._passed_over.append((chunk, talk))
            self.probability = 0.0
            self._run = 0
            return None
        edge = None
        if self._passed_over:
            self._state[:] = 0
            self._input[:] = 0
            first = start - CHUNK * len(self._passed_over)
            for k, (missed, talk_then) in enumerate(self._passed_over):
                edge = self._decide(missed, first + k * CHUNK, talk_then) or edge
            self._passed_over.clear()
        return self._decide(chunk, start, talk) or edge

    def _hinted(self, chunk: Samples) -> bool:
        """Whether the gate's two judges both take the chunk for more than noise."""
        config = self.config
        if not config.gate:
            return True
        voiced, self._voiced = self._voiced, False
        if config.gate_excess_db <= 0:
            return voiced
        self._skipped = 0 if voiced else (self._skipped + 1) % _QUIET_STRIDE
        if self._skipped:
            return False
        return self._floor.process(chunk) >= config.gate_excess_db and voiced

    def _decide(self, chunk: Samples, start: int, talk: float) -> SpeechEdge | None:
        self._input[0, :_CONTEXT] = self._input[0, CHUNK:]
        self._input[0, _CONTEXT:] = chunk
        self.looked_at += 1
        answer = self._silero.run(None, {"input": self._input, "state": self._state})
        self._state = answer[1]
        probability = float(answer[0][0, 0])
        config = self.config
        if probability >= 0.1:
            self.last_hint = start + CHUNK
        if talk < config.least_talk:
            probability *= (talk / config.least_talk) ** 2
        self.probability = probability
        if probability >= config.start_probability - self._relief:
            if self._run == 0:
                self._run_start = start
            self._run += 1
            # Silero is a chunk late when speech ends: the middle of the last voiced chunk is nearest to the truth.
            self._last_voice = start + CHUNK // 2
            if not self.speaking and self._run >= config.start_chunks:
                self.speaking = True
                return SpeechEdge("start", self._run_start)
        elif probability < config.stop_probability - self._relief:
            self._run = 0
            if self.speaking and start + CHUNK - self._last_voice >= self._stop_samples:
                self.speaking = False
                return SpeechEdge("end", self._last_voice)
        return None
