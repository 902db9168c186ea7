"""A running daemon for the console's tests: the virtual cabin in real time, a replayed drive, an endpoint that answers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from answerers import ToneAnswerer

from device.assembly import assemble, open_vehicle
from device.audio.virtual_cabin import CabinScene, VirtualCabin
from device.can_source import can_tasks
from device.daemon import Daemon
from device.endpoints import MODEL_SOCKET
from device.link.answering import answering
from device.link.server import listening
from device.recorder.recorder import Recorder
from device.recorder.taps import TAPPED
from device.resources import shipped
from device.service.ledger import Ledger, LedgerLine
from device.settings import load_settings
from edge.audio.wav import read_audio
from edge.weights.store import WeightStore

QUESTION, ANSWER = ToneAnswerer.question, ToneAnswerer.answer


@dataclass
class Rig:
    """What a test may touch."""

    runtime: Path
    cabin: VirtualCabin
    daemon: Daemon

    def speak(self) -> None:
        """The driver says something in the cabin."""
        samples, rate = read_audio(shipped("notices", "apology_en.flac"))
        self.cabin.say(samples[:, 0], rate)


@contextlib.asynccontextmanager
async def running(runtime: Path, weights: WeightStore) -> AsyncIterator[Rig]:
    """The daemon, from wake-ready to its end."""
    demo = shipped("vehicles", "demo")
    settings = load_settings(
        {
            "CABIN_LOCAL__SPAWN": "false",
            "CABIN_TURN__SMART": "false",
            "CABIN_RECORDER__ENABLED": "true",
            "CABIN_CAN__REPLAY": str(demo / "drive.log"),
            "CABIN_CAN__DBC": str(demo / "demo.dbc"),
            "CABIN_CAN__MAP": str(demo / "map.toml"),
        }
    ).settings
    vehicle = open_vehicle(settings, TAPPED)
    parts = assemble(settings, weights, vehicle, strict=True, kinds=TAPPED)
    recorder = Recorder(settings, parts, runtime / "recordings")
    cabin = VirtualCabin(CabinScene(speed_kmh=((0.0, 30.0),)), parts.playout, seed=1, paced=True)
    ledger = Ledger(runtime / "ledger.jsonl")
    ledger.add(LedgerLine("2026-05-04T10:00:00+02:00", "cloud", 2.5, "a turn after the wake phrase"))
    tasks = can_tasks(settings, vehicle.state, kind=TAPPED.decoder)
    daemon = Daemon(settings, parts, lambda: cabin, runtime, background=tasks, ledger=ledger, recorder=recorder)
    async with listening(answering(ToneAnswerer), unix=runtime / MODEL_SOCKET):
        task = asyncio.create_task(daemon.run())
        try:
            await asyncio.to_thread(daemon._dsp.live.wait, 60)
            yield Rig(runtime, cabin, daemon)
        finally:
            daemon.stop()
            await task
