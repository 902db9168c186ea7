"""A day's drive in virtual time: the daemon's parts in the virtual cabin, as fast as the machine can, watched for growth.

    python tests/rig/soak_drive.py --hours 24 [--out soak.jsonl]

Road noise follows the speed, the car talks on its bus, and every few minutes the driver asks something, which the on-device model
answers in computed time. As in a car the model is a process of its own, so that each of the two is judged by its own memory. Every
virtual minute is one JSON line; the last line sums up. Exits 1 when memory or handles grew, a deadline was missed or a question was
not answered. SIGINT ends the drive early; what was seen until then is judged.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, astuple, dataclass, field, fields
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from device.assembly import assemble, open_vehicle
from device.audio.virtual_cabin import CabinScene, VirtualCabin
from device.audio.virtual_cabin.noise_tape import NoiseTape
from device.demo.local_model import simulated_model
from device.demo.talker import Speech, render
from device.heap import give_back_large_blocks, set_aside
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
SETTLE_QUESTIONS = 6
"""And not before so many questions: each language has been heard, understood and spoken more than once."""
DRIFT_MB = 1.0
"""Growth over a whole drive below which nothing can be said: the pages of a few larger blocks."""
STRETCHES = 12
"""Memory moves in steps of a page or a block: neighbouring minutes are no evidence of their own, the means of stretches are."""
_NS = 1_000_000_000
_SPEEDS = (0.0, 50.0, 110.0, 80.0, 30.0)


@dataclass(frozen=True)
class Sample:
    """Once a virtual minute. daemon_mb, model_mb: resident. handles: of both.

    objects: memory blocks that the daemon's interpreter holds; they tell a leak from pages that are only not given back.
    """

    hours: float
    daemon_mb: float
    model_mb: float
    handles: int
    asked: int
    objects: int = 0


@dataclass
class Soak:
    """What was seen."""

    samples: list[Sample] = field(default_factory=list)
    asked: int = 0
    answered: int = 0
    missed: int = 0
    """Turns whose deadline passed without an answer."""
    illegal: int = 0
    history: int = 0
    """Entries of the transcript at the end."""

    def report(self) -> dict[str, Any]:
        """Growth an hour with its standard error, and what was missed. grew: None where the drive was too short to tell."""
        begin = int(SETTLE * len(self.samples))
        settled = [sample for sample in self.samples[begin:] if sample.asked > SETTLE_QUESTIONS]
        found: dict[str, Any] = {"hours": round(self.samples[-1].hours, 2) if self.samples else 0.0}
        grew: list[bool] = []
        if len(settled) >= 3:
            hours = np.array([sample.hours for sample in settled])
            for name in ("daemon_mb", "model_mb", "handles"):
                values = np.array([getattr(sample, name) for sample in settled], np.float64)
                rising, error = slope(*(means(numbers, STRETCHES) for numbers in (hours, values)))
                least = 1e-6 if name == "handles" else DRIFT_MB / max(hours[-1] - hours[0], 1e-9)
                grew.append(bool(rising > 2 * error + least))
                found[name] = round(float(values[-1]), 1)
                found[f"{name}_range"] = round(float(np.ptp(values)), 2)
                found[f"{name}_per_hour"] = round(rising, 3)
                found[f"{name}_per_hour_error"] = round(error, 3)
        found["grew"] = any(grew) if grew else None
        found |= {
            "asked": self.asked,
            "answered": self.answered,
            "missed_deadlines": self.missed,
            "illegal_moves": self.illegal,
            "transcript": self.history,
        }
        found["passed"] = not any(grew) and self.missed == self.illegal == 0 and self.answered >= self.asked
        return found


def means(values: np.ndarray[Any, Any], stretches: int) -> np.ndarray[Any, Any]:
    """Of each of so many stretches of equal length; of each value where there are fewer."""
    return np.array([part.mean() for part in np.array_split(values, min(stretches, len(values)))])


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
    settings = load_settings({"CABIN_TURN__ANSWER": "30", "CABIN_TURN__GIVE_UP": "60"}).settings
    vehicle = open_vehicle(settings)
    parts = assemble(settings, store, vehicle, strict=True)
    recordings = render(QUESTIONS, store, store.root.parent / "demo")
    set_aside()
    scene = CabinScene(speed_kmh=lambda t: _SPEEDS[int(t / 600) % len(_SPEEDS)], seconds=60 * minutes)
    cabin = VirtualCabin(scene, parts.playout, seed=1, paced=False, tape=NoiseTape(scene, _SPEEDS))
    car = _Car(vehicle.state)
    seen = Soak()
    assistant = parts.assistant
    assistant.attach("local", STEPFUN)
    cabin.start()
    ask_at, minute = 5.0, 0
    lines = out.open("w", encoding="utf-8") if out is not None else None
    # What is noted down lies there from the beginning: it must not look like growth of what is watched.
    noted = np.ones((int(minutes) + 1, len(fields(Sample))))
    stopped: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: stopped.append(number))
    with _Model(store) as endpoint:
        processes = psutil.Process(), psutil.Process(endpoint.pid)
        for _ in range(round(minutes * 6000)):
            block = cabin.read(0.0)
            if block is None:
                continue
            if stopped:
                break
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
                resident = [process.memory_info().rss / 1e6 for process in processes]
                handles = sum(process.num_fds() for process in processes)
                sample = Sample(t / 3600, *resident, handles, seen.asked, sys.getallocatedblocks())
                noted[minute - 1] = astuple(sample)
                if lines is not None:
                    lines.write(json.dumps(asdict(sample)) + "\n")
                    lines.flush()
    signal.signal(signal.SIGINT, before)
    cabin.close()
    seen.samples = [Sample(*map(float, row[:3]), *map(int, row[3:])) for row in noted[:minute]]
    seen.illegal = sum(assistant.machine.illegal.values())
    seen.history = len(assistant.transcript.history())
    return seen


class _Model(AbstractContextManager["_Model"]):
    """The simulated endpoint in a process of its own. It is asked only while it has something to do."""

    def __init__(self, store: WeightStore) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, store.root), daemon=True)
        self._process.start()
        theirs.close()
        self._waiting: list[str] = []
        self._busy = False

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def send(self, frames: Sequence[str]) -> None:
        self._waiting += frames

    def receive(self, t: float, now_ns: int) -> list[str]:
        if not self._busy and not self._waiting:
            return []
        self._pipe.send((self._waiting, t, now_ns))
        self._waiting = []
        frames, self._busy = self._pipe.recv()
        return list(frames)

    def __exit__(self, *_: object) -> None:
        self._pipe.close()
        self._process.join()


def _serve(pipe: Connection, weights: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    give_back_large_blocks()
    endpoint = simulated_model(WeightStore(weights))
    set_aside()
    while True:
        try:
            frames, t, now_ns = pipe.recv()
        except EOFError:
            return
        endpoint.send(frames)
        pipe.send((endpoint.receive(t, now_ns), endpoint.busy))


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
        frames = list(drive_frames(self._database, part))
        while True:
            for at, key, data in frames:
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
