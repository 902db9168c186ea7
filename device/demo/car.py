"""The car of the demo: a CAN log replayed in audio time into the state."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import can

from device.can.replay import replay
from device.resources import shipped
from edge.events import Json, TimelineEvent
from edge.vehicle.dbc import EXTENDED, load_dbc
from edge.vehicle.decoder import Decoder
from edge.vehicle.signal_map import load_map
from edge.vehicle.state import Quality, VehicleState

HISTORY_STEP_S = 0.2
"""Distance of the points that are drawn."""
SIGNAL_STEP_S = 1.0
"""A signal on the timeline is repeated at most this often."""
NANOSECOND = 1_000_000_000


class ReplayedCar:
    """Feeds the frames of a log into the state as the drive reaches them."""

    def __init__(self, log: Path, state: VehicleState, drawn: Sequence[str]) -> None:
        """drawn: paths that the timeline and the report show. Raises InputError when the log cannot be read."""
        folder = shipped("vehicles", "demo")
        self._state = state
        self._database = load_dbc(folder / "demo.dbc")
        self._map = load_map(folder / "map.toml")
        self._decoder = Decoder(self._database, self._map, state.catalogue)
        self._decoder.attach(state)
        self._frames = list(replay(log))
        self._start = self._frames[0].timestamp if self._frames else 0.0
        self._place = 0
        self._drawn = drawn
        self._told: dict[str, tuple[float, Json]] = {}
        self._sampled_at = -1.0
        self.history: dict[str, list[tuple[float, float]]] = {}
        """Path to (seconds, value) points of the signals that are drawn."""

    def speed_profile(self) -> tuple[tuple[float, float], ...]:
        """(seconds, km/h) over the whole log, one point a second: what the road noise follows."""
        decoder = Decoder(self._database, self._map, self._state.catalogue)
        points = [(0.0, 0.0)]
        for message in self._frames:
            t = message.timestamp - self._start
            for path, value, quality in decoder.feed(_key(message), bytes(message.data), 0):
                if path == "Speed" and quality is Quality.VALID and isinstance(value, (int, float)) and t >= points[-1][0] + 1.0:
                    points.append((t, float(value)))
        return tuple(points)

    def advance(self, t: float, now_ns: int) -> list[TimelineEvent]:
        """Feed every frame up to audio time t, which is now_ns of CLOCK_BOOTTIME. Returns `signal` events of what is drawn."""
        while self._place < len(self._frames):
            message = self._frames[self._place]
            at = message.timestamp - self._start
            if at > t:
                break
            self._place += 1
            self._decoder.feed_state(self._state, _key(message), bytes(message.data), now_ns - round((t - at) * NANOSECOND))
        self._sample(t, now_ns)
        return self._news(t, now_ns)

    def _sample(self, t: float, now_ns: int) -> None:
        if t < self._sampled_at + HISTORY_STEP_S:
            return
        self._sampled_at = t
        for path in self._drawn:
            value = self._state.value(path, now_ns)
            if isinstance(value, (int, float)):
                self.history.setdefault(path, []).append((t, float(value)))

    def _news(self, t: float, now_ns: int) -> list[TimelineEvent]:
        events = []
        changed = self._state.take_changes()
        for path in self._drawn:
            if path not in changed:
                continue
            reading = self._state.get(path, now_ns)
            value = reading.value if isinstance(reading.value, (bool, int, float, str)) else None
            told_at, told = self._told.get(path, (-SIGNAL_STEP_S, None))
            if value != told and t >= told_at + SIGNAL_STEP_S:
                self._told[path] = (t, value)
                events.append(TimelineEvent(t, "signal", {"path": path, "value": value, "quality": str(reading.quality)}))
        return events


def _key(message: can.Message) -> int:
    return message.arbitration_id | EXTENDED if message.is_extended_id else message.arbitration_id
