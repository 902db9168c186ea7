"""`cabin demo` from its options to its three files."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import soundfile
from rich.console import Console

from device.assembly import open_vehicle
from device.demo.barge_in_truth import stops_ms
from device.demo.drive import DriveResult, Stage, Watch, drive_fast
from device.demo.report import Drive, write_report
from device.demo.script import Line, script
from device.demo.talker import render
from device.demo.terminal import Timeline
from device.resources import shipped
from device.settings import load_settings
from device.weights_fetch import default_store
from edge.audio.frame import ENGINE_RATE
from edge.errors import CabinError
from edge.language import Language

LOG = shipped("vehicles", "demo", "drive.log")
_SETTINGS = {"CABIN_TURN__SMART": "false", "CABIN_TURN__ANSWER": "30", "CABIN_TURN__GIVE_UP": "60"}
"""The same on every machine, whatever optional weights and settings it has; one that is busy answers late, and is waited for."""


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """What the command line says."""

    out: Path
    languages: Sequence[Language]
    fast: bool
    seed: int
    log: Path | None = None


def run_demo(options: DemoOptions) -> DriveResult:
    """Drive, show the drive, and write events.jsonl, cabin.wav and report.html.

    Raises CabinError when a line was not answered: a demo that fails must not look like one that works.
    """
    console = Console(highlight=False)
    store = default_store()
    settings = load_settings(_SETTINGS).settings
    lines = script(options.languages)
    recordings = render([line.speech for line in lines], store, store.root.parent / "demo")
    vehicle = open_vehicle(settings)
    stage = Stage(settings, store, vehicle, options.log or LOG, lines, recordings, seed=options.seed, paced=not options.fast)
    options.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        filename=options.out / "demo.log", level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    console.print("loading the on-device model", style="dim")
    with Timeline(console) as timeline:
        watch = Watch(timeline.event, timeline.frame)
        if options.fast:
            from device.demo.local_model import simulated_model

            result = drive_fast(stage, simulated_model(store), watch)
        else:
            from device.demo.paced import drive_paced

            with tempfile.TemporaryDirectory(prefix="cabin-demo-") as runtime:
                result = asyncio.run(drive_paced(stage, settings, Path(runtime), watch, options.out / "model.log"))
    _write(result, options)
    for ms in stops_ms(result.recorder, result.director.spoken):
        console.print(f"talked over: the loudspeaker was silent {ms} ms after the driver was first heard")
    console.print(f"{options.out / 'events.jsonl'}, {options.out / 'cabin.wav'}, {options.out / 'report.html'}")
    _check(result, lines)
    return result


def _check(result: DriveResult, lines: Sequence[Line]) -> None:
    answers = [str(event.fields["text"]) for event in result.events if event.event == "answer"]
    if len(answers) < len(lines) or len(result.director.spoken) < len(lines):
        raise CabinError(f"demo: {len(lines)} lines in the script, {len(result.director.spoken)} spoken, {len(answers)} answered")
    for line, answer in zip(lines, answers, strict=False):
        kilometres = {f"{metres / 1000:.0f}" for _, metres in result.signals.get(line.asks_for or "", ())}
        if line.asks_for is not None and not kilometres & set(re.findall(r"\d+", answer)):
            raise CabinError(f"demo: {line.speech.text!r} was answered {answer!r}, without the value of {line.asks_for}")


def _write(result: DriveResult, options: DemoOptions) -> None:
    fresh = options.out / f".events.{os.getpid()}"
    fresh.write_text("".join(event.to_json() + "\n" for event in result.events), encoding="utf-8")
    fresh.replace(options.out / "events.jsonl")
    stereo = result.recorder.stereo()
    soundfile.write(options.out / "cabin.wav", stereo, ENGINE_RATE, subtype="PCM_16")
    drive = Drive(
        title="Cabin Voice: a drive in the virtual cabin",
        rate=ENGINE_RATE,
        microphone=stereo[:, 0],
        loudspeaker=stereo[:, 1],
        events=result.events,
        signals=result.signals,
        facts={"mode": "simulated time" if options.fast else "real time", "seed": str(options.seed), **_stops(result)},
    )
    write_report(drive, options.out / "report.html")


def _stops(result: DriveResult) -> dict[str, str]:
    stops = stops_ms(result.recorder, result.director.spoken)
    return {"loudspeaker silent after first word over it": ", ".join(f"{ms} ms" for ms in stops)} if stops else {}
