"""A drive that is recorded: the daemon in the virtual cabin, a replayed bus, and the on-device model answering on its socket."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from waiting import until

from device.assembly import assemble, open_vehicle
from device.audio.virtual_cabin import CabinScene, VirtualCabin
from device.can_source import can_tasks
from device.car_noise import noise_task
from device.control.socket import request
from device.daemon import MODEL_SOCKET, Daemon
from device.early import listen_early
from device.ears import Ears
from device.link.answering import AnswererFactory, answering
from device.link.server import listening
from device.recorder.ear_taps import tap_ears
from device.recorder.recorder import Recorder
from device.recorder.tape import Tape
from device.recorder.taps import TAPPED
from device.resources import shipped
from device.settings import Settings, load_settings
from edge.audio.frame import Samples
from edge.weights.store import WeightStore


@dataclass
class Drive:
    """What came of it."""

    file: Path
    settings: Settings
    events: list[str] = field(default_factory=list)


async def record(
    folder: Path,
    weights: WeightStore,
    answerer: AnswererFactory,
    words: tuple[Samples, int],
    *,
    answers: int = 1,
    hands: Sequence[str] = (),
    **environment: str,
) -> Drive:
    """Say the words, wait until the answer is over, then save. words: samples and their rate. hands: what the driver does then."""
    demo = shipped("vehicles", "demo")
    settings = load_settings(
        {
            "CABIN_LOCAL__SPAWN": "false",
            "CABIN_RECORDER__ENABLED": "true",
            "CABIN_RECORDER__ON_FAULT": "false",
            "CABIN_CAN__REPLAY": str(demo / "drive.log"),
            "CABIN_CAN__DBC": str(demo / "demo.dbc"),
            "CABIN_CAN__MAP": str(demo / "map.toml"),
            "CABIN_LINK__TELL_AFTER": "3600",
            "CABIN_CLOUD__API_KEY": "sk-never-in-a-recording",
            "CABIN_CLOUD__URL": "ws://127.0.0.1:9/nobody",
            **environment,
        }
    ).settings
    vehicle = open_vehicle(settings, TAPPED)
    parts = assemble(settings, weights, vehicle, kinds=TAPPED)
    cabin = VirtualCabin(CabinScene(speed_kmh=((0.0, 0.0),)), parts.playout, seed=2, paced=True)
    drive = Drive(folder, settings)
    done = asyncio.Event()

    def on_event(event: object) -> None:
        line = event.to_json()  # type: ignore[attr-defined]
        drive.events.append(line)
        if '"playback_end"' in line and sum('"playback_end"' in one for one in drive.events) >= answers:
            done.set()

    # As a supervisor has it: the ears hear for a while before there is a dialogue.
    tape = Tape(settings.recorder.seconds)
    tap_ears(parts.front_end, parts.playout, tape)
    early = await listen_early(Ears(parts.front_end, parts.playout), lambda: cabin, folder)
    await until(lambda: early.dsp.counters.frames >= 30)
    recorder = Recorder(settings, parts, folder / "recordings", tape)
    tasks = can_tasks(settings, vehicle.state, kind=TAPPED.decoder)
    daemon = Daemon(
        settings,
        parts,
        early,
        folder,
        background=[*tasks, noise_task(parts.front_end, vehicle.state)],
        on_event=on_event,
        recorder=recorder,
    )
    async with listening(answering(answerer), unix=folder / MODEL_SOCKET):
        task = asyncio.create_task(daemon.run())
        control = folder / "control.sock"

        async def ask(word: str, **arguments: str) -> dict[str, Any]:
            found: dict[str, Any] = await asyncio.to_thread(request, control, word, **arguments)
            return found

        async def recording() -> bool:
            status = await ask("status")
            return "recorder" in status and status["audio_seconds"] >= 2

        await until(lambda: control.exists() and parts.assistant.seats.session("local") is not None)
        await until(recording)
        cabin.say(*words)
        await done.wait()
        for word in hands:
            arguments = {"text": "Good morning."} if word == "say" else {}

            async def taken(word: str = word, arguments: dict[str, str] = arguments) -> bool:
                return bool((await ask(word, **arguments)).get("opened", True))

            await until(taken)
        await until(lambda: not hands or sum('"playback_end"' in one for one in drive.events) > answers)
        drive.file = Path((await ask("record"))["file"])
        daemon.stop()
        await task
    return drive
