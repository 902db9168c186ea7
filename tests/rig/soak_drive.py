"""A day's drive in virtual time: the daemon's parts in the virtual cabin, as fast as the machine can, watched for growth.

    python tests/rig/soak_drive.py --hours 24 [--out soak.jsonl]

Road noise follows the speed, the car talks on its bus, and every few minutes the driver asks something, which the on-device model
answers in computed time. Every virtual minute is one JSON line; the last line sums up. Exits 1 when memory or handles grew, a
deadline was missed or a question was not answered.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from device.assembly import assemble, open_vehicle
from device.audio.virtual_cabin import CabinScene, VirtualCabin
from device.demo.local_model import simulated_model
from device.demo.talker import Speech, render
from device.heap import give_back_large_blocks
from device.resources import shipped
from device.settings import load_settings
from device.weights_fetch import default_store
from edge.audio.frame import VOICE_RATE
from edge.dialogue.turn import State
from edge.realtime.dialects import STEPFUN
from edge.vehicle.dbc import load_dbc
from edge.vehicle.decoder import Decoder
from edge.vehicle.drive import Drive, Phase, drive_frames
from edge.vehicle.signal_map import load_map
from edge.weights.store import WeightStore

QUESTIONS = (
    Speech("Hello cabin, how far can we still go?", "en", "am_michael"),
    Speech("你好小舱，外面多少度？", "zh", "zm_yunxi"),
)
SETTLE = 0.25
"""Part of the time after which growth is judged: caches are full by then."""
_NS = 1_000_000_000
_SPEEDS = (0.0, 50.0, 110.0, 80.0, 30.0)


@dataclass
class Soak:
    """What was seen. samples: (hours, resident MB, handles) once a virtual minute."""

    samples: list[tuple[float, float, int]] = field(default_factory=list)
    asked: int = 0
    answered: int = 0
    missed: int = 0
    """Turns whose deadline passed without an answer."""
    illegal: int = 0
    history: int = 0
    """Entries of the transcript at the end."""

    def report(self) -> dict[str, Any]:
        """Growth an hour with its standard error, and what was missed."""
        settled = np.array(self.samples[int(SETTLE * len(self.samples)) :])
        memory, memory_error = slope(settled[:, 0], settled[:, 1])
        handles, handles_error = slope(settled[:, 0], settled[:, 2])
        found = {
            "hours": round(self.samples[-1][0], 2),
            "rss_mb": round(float(settled[-1, 1]), 1),
            "rss_mb_per_hour": round(memory, 3),
            "rss_mb_per_hour_error": round(memory_error, 3),
            "handles": int(settled[-1, 2]),
            "handles_per_hour": round(handles, 3),
            "asked": self.asked,
            "answered": self.answered,
            "missed_deadlines": self.missed,
            "illegal_moves": self.illegal,
            "transcript": self.history,
        }
        found["passed"] = bool(
            memory <= 2 * memory_error + 0.5
            and handles <= 2 * handles_error + 1e-6
            and self.missed == self.illegal == 0
            and self.answered >= self.asked
        )
        return found


def slope(hours: np.ndarray[Any, Any], values: np.ndarray[Any, Any]) -> tuple[float, float]:
    """Least-squares slope an hour, and its standard error."""
    if len(hours) < 3:
        return 0.0, 0.0
    centred = hours - hours.mean()
    weight = float((centred**2).sum())
    found = float((centred * values).sum() / weight)
    rest = values - values.mean() - found * centred
    return found, float(np.sqrt((rest**2).sum() / (len(hours) - 2) / weight))


def soak(store: WeightStore, minutes: float, every_s: float, out: Path | None = None) -> Soak:
    """Drive for so many virtual minutes with a question every so many seconds."""
    give_back_large_blocks()  # as daemon and model service do
    settings = load_settings({"CABIN_TURN__SMART": "false", "CABIN_TURN__ANSWER": "30", "CABIN_TURN__GIVE_UP": "60"}).settings
    vehicle = open_vehicle(settings)
    parts = assemble(settings, store, vehicle, strict=True)
    recordings = render(QUESTIONS, store, store.root.parent / "demo")
    endpoint = simulated_model(store)
    scene = CabinScene(speed_kmh=lambda t: _SPEEDS[int(t / 600) % len(_SPEEDS)], seconds=60 * minutes)
    cabin = VirtualCabin(scene, parts.playout, seed=1, paced=False)
    car = _Car(vehicle.state)
    seen, process = Soak(), psutil.Process()
    assistant = parts.assistant
    assistant.attach("local", STEPFUN)
    cabin.start()
    ask_at, minute = 5.0, 0
    lines = out.open("w", encoding="utf-8") if out is not None else None
    for _ in range(round(minutes * 6000)):
        block = cabin.read(0.0)
        if block is None:
            continue
        now_ns = block.mic.time_ns
        assistant.hear([parts.front_end.process(block.mic, block.far_end)], now_ns)
        for _, frames in assistant.take_outgoing():
            endpoint.send(frames)
        t = assistant.t
        assistant.receive("local", endpoint.receive(t, now_ns), now_ns)
        if assistant.take_effects():
            parts.playout.unplayed(cabin.flush())
        car.advance(t, now_ns)
        for _, why in assistant.take_renewals():
            del why
            assistant.attach("local", STEPFUN)
        for event in assistant.take_events():
            seen.answered += event.event == "first_audio"
            seen.missed += event.event == "fault" and event.fields.get("what") == "no answer"
        if t >= ask_at and assistant.state is State.IDLE and t < 60 * minutes - 30:
            cabin.say(recordings[seen.asked % len(recordings)], VOICE_RATE)
            seen.asked += 1
            ask_at = t + every_s
        if t >= 60 * (minute + 1):
            minute += 1
            seen.samples.append((t / 3600, process.memory_info().rss / 1e6, process.num_fds()))
            if lines is not None:
                lines.write(json.dumps({"t": round(t), "rss_mb": seen.samples[-1][1], "handles": seen.samples[-1][2]}) + "\n")
                lines.flush()
    cabin.close()
    seen.illegal = sum(assistant.machine.illegal.values())
    seen.history = len(assistant.transcript.history())
    return seen


class _Car:
    """The demonstration car, driving on and on."""

    def __init__(self, state: Any) -> None:
        folder = shipped("vehicles", "demo")
        self._database = load_dbc(folder / "demo.dbc")
        self._decoder = Decoder(self._database, load_map(folder / "map.toml"), state.catalogue)
        self._decoder.attach(state)
        self._state = state
        self._frames = self._drive()
        self._next = next(self._frames)
        self._swept = 0.0

    def _drive(self) -> Iterator[tuple[float, int, bytes]]:
        part, seconds = Drive(phases=(Phase("city", 600.0, 50.0),)), 0.0
        while True:
            for at, key, data in drive_frames(self._database, part):
                yield seconds + at, key, data
            seconds += part.seconds

    def advance(self, t: float, now_ns: int) -> None:
        """Feed what has been sent by audio time t."""
        while self._next[0] <= t:
            at, key, data = self._next
            self._decoder.feed_state(self._state, key, data, now_ns - round((t - at) * _NS))
            self._next = next(self._frames)
        if t >= self._swept + 0.1:
            self._swept = t
            self._state.sweep(now_ns)
            self._state.take_changes()


def main() -> int:
    """Run the soak; the exit code says whether all was well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--every", type=float, default=180.0, help="seconds between questions")
    parser.add_argument("--out", type=Path, default=None)
    options = parser.parse_args()
    report = soak(default_store(), 60 * options.hours, options.every, options.out).report()
    print(json.dumps(report))
    return 0 if report["passed"] else 1


if __name__ == "__main__":
    sys.exit(main())
