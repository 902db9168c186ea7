"""The car's side with a tap: the decoder tells the tape of every frame, the state of what changes it otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from device.recorder.tape import Order
from edge.vehicle.decoder import Decoder
from edge.vehicle.state import Quality, VehicleState


class TappedState(VehicleState):
    """A state whose changes from outside are on the tape, raw frames of the bus among them."""

    order: Order
    decoders: list[TappedDecoder]

    def tap(self, order: Order) -> None:
        """Begin to tell."""
        self.order, self.decoders = order, []

    def _came(self, op: str, **fields: Any) -> None:
        if self.order.outermost:
            self.order.step(op, None, fields)

    def set(self, path: str, value: object, time_ns: int, quality: Quality = Quality.VALID) -> None:
        """See `VehicleState`."""
        self._came("set", path=path, value=value, time_ns=time_ns, quality=str(quality))
        super().set(path, value, time_ns, quality)

    def take(self, updates: Iterable[tuple[str, Any, Quality]], time_ns: int) -> None:
        """See `VehicleState`."""
        updates = list(updates)
        self._came("take_updates", updates=[[path, value, str(q)] for path, value, q in updates], time_ns=time_ns)
        super().take(updates, time_ns)

    def hold(self, path: str, value: object) -> None:
        """See `VehicleState`."""
        self._came("hold", path=path, value=value)
        with self.order.inside():
            super().hold(path, value)

    def invalidate(self, paths: Iterable[str] | None = None) -> None:
        """See `VehicleState`."""
        chosen = None if paths is None else sorted(paths)
        self._came("invalidate", paths=chosen)
        super().invalidate(chosen)

    def sweep(self, now_ns: int) -> None:
        """See `VehicleState`."""
        self._came("sweep", now_ns=now_ns)
        super().sweep(now_ns)


class TappedDecoder(Decoder):
    """A decoder whose frames are on the tape."""

    _into: TappedState | None = None

    def beats(self) -> dict[str, int]:
        """When the message of each path last came, in nanoseconds."""
        return {path: self.heartbeat(path).time_ns for path in self.paths}

    def take_over(self, state: TappedState, beats: dict[str, int]) -> None:
        """Serve a state that another decoder of the same bus served before."""
        self._into = state
        super().attach(state)
        for path, time_ns in beats.items():
            self.heartbeat(path).time_ns = time_ns

    def attach(self, state: VehicleState) -> None:
        """See `Decoder`."""
        super().attach(state)
        if isinstance(state, TappedState) and self not in state.decoders:
            self._into = state
            state.decoders.append(self)

    def feed_state(self, state: VehicleState, key: int, data: bytes, time_ns: int) -> None:
        """See `Decoder`."""
        if self._into is None:
            return super().feed_state(state, key, data, time_ns)
        order = self._into.order
        order.step("can", time_ns, {"bus": self._into.decoders.index(self), "key": key, "data": data.hex(), "time_ns": time_ns})
        with order.inside():
            super().feed_state(state, key, data, time_ns)
        return None

    def reset(self) -> None:
        """See `Decoder`."""
        if self._into is not None:
            self._into.order.step("reset_decoder", None, {"bus": self._into.decoders.index(self)})
        super().reset()
