"""The parts of the daemon with a tap: each does what its parent does, and tells the tape what came in and in which order."""

from __future__ import annotations

import threading
import zlib
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from device.assembly import Kinds, Parts
from device.context import CabinContext
from device.recorder.tape import Order, Tape, on_grid
from device.recorder.vehicle_taps import TappedDecoder, TappedState
from edge.audio.frame import Frame, Samples
from edge.audio.playout import FADE_MS, Playout
from edge.audio.playout_events import Heard, PlayoutEvent
from edge.dialogue.assistant import Assistant
from edge.dialogue.ports import Effect
from edge.events import TimelineEvent
from edge.frontend.endpoint import EndpointQuery
from edge.frontend.frontend import FrontEnd, FrontEndOutput
from edge.frontend.noise_prior import NoisePrior
from edge.frontend.prosody import Prosody
from edge.frontend.vad import Gate
from edge.frontend.webrtc_gate import WebRtcGate
from edge.language import Language
from edge.realtime.dialects import Dialect
from edge.vehicle.decoder import Decoder
from edge.vehicle.tools import ToolHost


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


class TappedAssistant(Assistant):
    """An assistant that tells what it is told, and what it wants done."""

    order: Order
    ears: TappedFrontEnd

    def hear(self, outputs: Sequence[FrontEndOutput], now_ns: int) -> None:
        """See `Assistant`."""
        self.order.step("hear", now_ns, {"frames": len(outputs), "now_ns": now_ns})
        for _ in outputs:
            self.ears.pending.popleft()
        with self.order.inside():
            super().hear(outputs, now_ns)

    def receive(self, name: str, frames: Sequence[str | bytes], now_ns: int) -> None:
        """See `Assistant`."""
        texts = [frame if isinstance(frame, str) else frame.decode("utf-8", "replace") for frame in frames]
        self.order.step("receive", now_ns, {"endpoint": name, "frames": texts, "now_ns": now_ns})
        with self.order.inside():
            super().receive(name, texts, now_ns)

    def attach(self, name: str, dialect: Dialect, connect_s: float | None = None) -> None:
        """See `Assistant`."""
        self.order.step("attach", None, {"endpoint": name, "dialect": dialect.name, "connect_s": connect_s})
        with self.order.inside():
            super().attach(name, dialect, connect_s)

    def detach(self, name: str, why: str) -> None:
        """See `Assistant`."""
        self.order.step("detach", None, {"endpoint": name, "why": why})
        with self.order.inside():
            super().detach(name, why)

    def link_state(self, name: str, waiting_bytes: int) -> None:
        """See `Assistant`."""
        self.order.step("link_state", None, {"endpoint": name, "waiting_bytes": waiting_bytes})
        super().link_state(name, waiting_bytes)

    def announce(self, key: str, text: str) -> None:
        """See `Assistant`."""
        self.order.step("announce", None, {"key": key, "text": text})
        with self.order.inside():
            super().announce(key, text)

    def mute(self) -> None:
        """See `Assistant`."""
        self.order.step("mute", None, {})
        with self.order.inside():
            super().mute()

    def unmute(self) -> None:
        """See `Assistant`."""
        self.order.step("unmute", None, {})
        with self.order.inside():
            super().unmute()

    def stop(self) -> None:
        """See `Assistant`."""
        self.order.step("stop", None, {})
        with self.order.inside():
            super().stop()

    def wake(self) -> bool:
        """See `Assistant`."""
        self.order.step("wake", None, {})
        with self.order.inside():
            return super().wake()

    def take_outgoing(self) -> list[tuple[str, list[str]]]:
        """See `Assistant`."""
        outgoing = super().take_outgoing()
        if outgoing:
            self.order.step("sent", None, {"frames": [[name, len(texts), crc_texts(texts)] for name, texts in outgoing]})
        return outgoing

    def take_events(self) -> list[TimelineEvent]:
        """See `Assistant`."""
        events = super().take_events()
        if events:
            self.order.step("events", None, {"lines": [event.to_json() for event in events]})
        return events

    def take_effects(self) -> list[Effect]:
        """See `Assistant`."""
        if effects := super().take_effects():
            self.order.step("take_effects", None, {"effects": [effect.name for effect in effects]})
        return effects

    def take_renewals(self) -> list[tuple[str, str]]:
        """See `Assistant`."""
        if renewals := super().take_renewals():
            self.order.step("take_renewals", None, {"renewals": [list(renewal) for renewal in renewals]})
        return renewals


@dataclass
class TappedParts:
    """What a checkpoint holds."""

    front_end: TappedFrontEnd
    playout: TappedPlayout
    assistant: TappedAssistant
    context: CabinContext
    state: TappedState
    tools: ToolHost
    beats: list[dict[str, int]] = field(default_factory=list)
    """Of each decoder: when each path's message last came. The rest of a decoder is compiled code, and begins anew."""

    def settle(self) -> None:
        """Before a checkpoint: decoders tell every value anew, which changes none."""
        self.beats = [decoder.beats() for decoder in self.state.decoders]
        with self.state.order.inside():
            for decoder in self.state.decoders:
                Decoder.reset(decoder)

    def resume(self) -> None:
        """After a checkpoint was read: tie the decoders to the state that was read."""
        for decoder, beats in zip(self.state.decoders, self.beats, strict=True):
            decoder.take_over(self.state, beats)


def tap(parts: Parts, order: Order) -> TappedParts:
    """Begin to tell `order` what comes in. The parts must be made of the kinds in `taps.TAPPED`."""
    front_end, playout, assistant, state = parts.front_end, parts.playout, parts.assistant, parts.vehicle.state
    assert isinstance(front_end, TappedFrontEnd)
    assert isinstance(playout, TappedPlayout)
    assert isinstance(assistant, TappedAssistant)
    assert isinstance(state, TappedState)
    front_end.tap(order)
    playout.order = assistant.order = order
    assistant.ears = front_end
    state.tap(order)
    return TappedParts(front_end, playout, assistant, parts.context, state, parts.vehicle.tools)


TAPPED = Kinds(TappedFrontEnd, TappedPlayout, TappedAssistant, TappedState, TappedDecoder)


def crc(samples: Samples) -> int:
    """A checksum of samples, to the last bit."""
    return zlib.crc32(samples.tobytes())


def crc_texts(texts: Sequence[str]) -> int:
    """A checksum of frames."""
    total = 0
    for text in texts:
        total = zlib.crc32(text.encode(), total)
    return total
