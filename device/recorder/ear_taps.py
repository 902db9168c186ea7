"""The ears and the loudspeaker with a tap. They run before there is a dialogue, and import nothing of it."""

from __future__ import annotations

import threading
import zlib
from collections import deque
from dataclasses import asdict, replace

from device.recorder.tape import Order, Tape, on_grid
from edge.audio.frame import Frame, Samples
from edge.audio.playout import FADE_MS, Playout
from edge.audio.playout_events import Heard, PlayoutEvent
from edge.frontend.endpoint import EndpointQuery
from edge.frontend.frontend import FrontEnd, FrontEndOutput
from edge.frontend.noise_prior import NoisePrior
from edge.frontend.prosody import Prosody
from edge.frontend.vad import Gate
from edge.frontend.webrtc_gate import WebRtcGate
from edge.language import Language


class TappedGate:
    """webrtcvad, or what it found when the tape was recorded."""

    def __init__(self, order: Order, mode: int) -> None:
        self._order = order
        self._gate: Gate | None = WebRtcGate(mode) if isinstance(order, Tape) else None

    def is_speech(self, pcm: bytes, rate: int) -> bool:
        """See `Gate`."""
        return self._order.voiced(None if self._gate is None else self._gate.is_speech(pcm, rate))


class TappedFrontEnd(FrontEnd):
    """A front end whose frames and calls are on the tape; two threads call it, one at a time."""

    order: Order
    turn_lock: threading.RLock
    pending: deque[FrontEndOutput]
    """What came out and was not yet given to the assistant."""
    asked: deque[EndpointQuery]
    """The newest queries about the end of the turn, which another thread answers."""

    def tap(self, order: Order) -> None:
        """Begin to tell."""
        self.order, self.turn_lock, self.pending, self.asked = order, threading.RLock(), deque(), deque(maxlen=3)
        self.gate_by(self._gate)

    def _gate(self, mode: int) -> TappedGate:
        return TappedGate(self.order, mode)

    def process(self, mic: Frame, far_end: Frame | None, side: Frame | None = None) -> FrontEndOutput:
        """See `FrontEnd`. The samples are put on the grid of 16 bits before they are heard."""
        with self.turn_lock:
            frames = {"microphone": mic, "loudspeaker": far_end, "loudspeaker_side": side}
            heard = {name: replace(frame, samples=on_grid(frame.samples)) for name, frame in frames.items() if frame is not None}
            output = super().process(heard["microphone"], heard.get("loudspeaker"), heard.get("loudspeaker_side"))
            fields = {"index": mic.index, "time_ns": mic.time_ns, "voiced": self.order.take_voiced(), "clean": crc(output.clean)}
            fields["rates"] = {name: frame.rate for name, frame in heard.items()}
            self.order.step("frame", mic.time_ns, fields, **{name: frame.samples for name, frame in heard.items()})
            self.pending.append(output)
            if output.query is not None:
                self.asked.append(output.query)
            return output

    def answer_query(self, query: EndpointQuery, probability: float) -> None:
        """See `FrontEnd`."""
        with self.turn_lock:
            self.order.step("answer_query", None, {"at": query.at, "probability": float(probability)})
            super().answer_query(query, probability)

    def note_prosody(self, query: EndpointQuery, measured: Prosody | None) -> None:
        """See `FrontEnd`."""
        with self.turn_lock:
            self.order.step(
                "note_prosody", None, {"at": query.at, "measured": None if measured is None else dict(measured.fields())}
            )
            super().note_prosody(query, measured)

    def expect_echo(self, delay: float) -> None:
        """See `FrontEnd`."""
        with self.turn_lock:
            self.order.step("expect_echo", None, {"delay": float(delay)})
            super().expect_echo(delay)

    def reset(self) -> None:
        """See `FrontEnd`."""
        with self.turn_lock:
            self.order.step("reset", None, {})
            super().reset()

    def expect_noise(self, prior: NoisePrior) -> None:
        """See `FrontEnd`."""
        with self.turn_lock:
            self.order.step("expect_noise", None, asdict(prior))
            super().expect_noise(prior)

    def arm_turn(self, language: Language | None = None) -> None:
        """See `FrontEnd`."""
        with self.turn_lock:
            self.order.mark("arm_turn")
            super().arm_turn(language)

    def disarm_turn(self) -> None:
        """See `FrontEnd`."""
        with self.turn_lock:
            self.order.mark("disarm_turn")
            super().disarm_turn()

    def preroll(self, seconds: float) -> Samples:
        """See `FrontEnd`."""
        with self.turn_lock:
            self.order.mark("preroll")
            return super().preroll(seconds)


class TappedPlayout(Playout):
    """A playout whose pulls are on the tape, and between which of the assistant's calls they came."""

    order: Order

    def pull(self, n: int) -> Samples:
        """See `Playout`."""
        with self.order.lock:
            samples = super().pull(n)
            self.order.step("pull", None, {"n": n, "out": crc(samples)})
            return samples

    def unplayed(self, n: int) -> None:
        """See `Playout`."""
        with self.order.lock:
            self.order.step("unplayed", None, {"n": n})
            super().unplayed(n)

    def push(self, response_id: str, item_id: str, pcm: Samples) -> None:
        """See `Playout`."""
        with self.order.lock:
            self.order.mark("push")
            super().push(response_id, item_id, pcm)

    def finish(self, response_id: str) -> None:
        """See `Playout`."""
        with self.order.lock:
            self.order.mark("finish")
            super().finish(response_id)

    def kill(self, response_id: str, fade_ms: float = FADE_MS) -> None:
        """See `Playout`."""
        with self.order.lock:
            self.order.mark("kill")
            super().kill(response_id, fade_ms)

    def flush(self, fade_ms: float = FADE_MS) -> Heard:
        """See `Playout`."""
        with self.order.lock:
            self.order.mark("flush")
            return super().flush(fade_ms)

    def pause(self, fade_ms: float = FADE_MS) -> None:
        """See `Playout`."""
        with self.order.lock:
            self.order.mark("pause")
            super().pause(fade_ms)

    def resume(self) -> None:
        """See `Playout`."""
        with self.order.lock:
            self.order.mark("resume")
            super().resume()

    def take_events(self) -> list[PlayoutEvent]:
        """See `Playout`."""
        with self.order.lock:
            self.order.mark("take_events")
            return super().take_events()

    @property
    def active(self) -> bool:
        """See `Playout`."""
        with self.order.lock:
            self.order.mark("active")
            return super().active


def tap_ears(front_end: FrontEnd, playout: Playout, order: Order) -> None:
    """Begin to tell `order` what the ears hear and what is played, before they run. They must be of the kinds above."""
    assert isinstance(front_end, TappedFrontEnd)
    assert isinstance(playout, TappedPlayout)
    front_end.tap(order)
    playout.order = order


def crc(samples: Samples) -> int:
    """A checksum of samples, to the last bit."""
    return zlib.crc32(samples.tobytes())
