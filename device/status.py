"""What `cabin status` shows of a running daemon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from device.assembly import Parts
from device.clock import boottime_ns
from device.control.socket import ControlServer
from device.dsp_thread import DspThread
from device.endpoint_keeper import EndpointKeeper
from device.heap import rss_bytes
from device.power_response import PowerResponse
from device.service.faults import StandingFaults

if TYPE_CHECKING:
    from device.recorder.recorder import Recorder


@dataclass(frozen=True)
class StatusReport:
    """The parts that the status is read from."""

    parts: Parts
    dsp: DspThread
    control: ControlServer
    keepers: Mapping[str, EndpointKeeper]
    faults: StandingFaults
    power: PowerResponse
    vehicle_mode: str
    happened: Counter[str]
    """How often each event has happened."""
    recorder: Recorder | None

    def read(self, level_dbfs: float) -> dict[str, Any]:
        """The status of this moment, ready for JSON. level_dbfs: the microphone's."""
        counters, playout, assistant = self.dsp.counters, self.parts.playout.counters, self.parts.assistant
        return {
            "state": str(assistant.state),
            "muted": self.dsp.muted,
            "wake_ready": self.dsp.live.is_set(),
            "audio_seconds": round(assistant.t, 1),
            "microphone_dbfs": round(level_dbfs, 1),
            "echo": self._echo(),
            "endpoints": {name: keeper.status for name, keeper in self.keepers.items()},
            "links": {name: self._link(name, keeper) for name, keeper in self.keepers.items()},
            "faults_standing": [fault.to_json() for fault in self.faults],
            "tier": self.power.tier.name.lower(),
            "vehicle_mode": self.vehicle_mode,
            "frames": counters.frames,
            "samples_lost": counters.lost_samples,
            "device_reopened": counters.reopened,
            "playback_underruns": playout.underruns,
            "playback_dropped_samples": playout.dropped,
            "playback_overflow_samples": playout.overflow,
            "late_samples_refused": playout.refused + assistant.stale_samples,
            "illegal_moves": sum(assistant.machine.illegal.values()),
            "events_dropped": self.control.events_dropped,
            "wakes": self.happened["wake"],
            "wakes_vetoed": self.happened["wake_veto"],
            "wakes_without_words": self.happened["listening to idle"],
            "turns": self.happened["turn_end"],
            "answers": self.happened["first_audio"],
            "faults": self.happened["fault"],
            "rss_mb": round(rss_bytes() / 1e6, 1),
            **({"recorder": self.recorder.status()} if self.recorder is not None else {}),
        }

    def _echo(self) -> dict[str, Any]:
        echo = asdict(self.parts.front_end.echo)
        return {name: round(value, 3) if isinstance(value, float) else value for name, value in echo.items()}

    def _link(self, name: str, keeper: EndpointKeeper) -> dict[str, Any]:
        seats = self.parts.assistant.seats
        found = {**keeper.describe(), **seats.router.describe(name, boottime_ns())}
        if (session := seats.session(name)) is not None:
            found["session"] = session.counters.to_json()
        return found
