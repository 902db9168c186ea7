"""The parts of the daemon with a tap: each does what its parent does, and tells the tape what came in and in which order."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from device.assembly import Kinds, Parts
from device.context import CabinContext
from device.recorder.ear_taps import TappedFrontEnd, TappedPlayout, tap_ears
from device.recorder.tape import Order
from device.recorder.vehicle_taps import TappedDecoder, TappedState
from edge.dialogue.assistant import Assistant
from edge.dialogue.ports import Effect
from edge.events import TimelineEvent
from edge.frontend.frontend import FrontEndOutput
from edge.realtime.dialects import Dialect
from edge.vehicle.decoder import Decoder
from edge.vehicle.tools import ToolHost


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
    """Begin to tell `order` what comes in; ears that tell it already go on. The parts must be of the kinds in `taps.TAPPED`."""
    front_end, playout, assistant, state = parts.front_end, parts.playout, parts.assistant, parts.vehicle.state
    assert isinstance(front_end, TappedFrontEnd)
    assert isinstance(playout, TappedPlayout)
    assert isinstance(assistant, TappedAssistant)
    assert isinstance(state, TappedState)
    if getattr(front_end, "order", None) is not order:
        tap_ears(front_end, playout, order)
    assistant.order = order
    assistant.ears = front_end
    state.tap(order)
    return TappedParts(front_end, playout, assistant, parts.context, state, parts.vehicle.tools)


TAPPED = Kinds(TappedFrontEnd, TappedPlayout, TappedAssistant, TappedState, TappedDecoder)


def crc_texts(texts: Sequence[str]) -> int:
    """A checksum of frames."""
    total = 0
    for text in texts:
        total = zlib.crc32(text.encode(), total)
    return total
