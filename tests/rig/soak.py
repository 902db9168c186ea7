"""Lets the daemon run against a headless sound server, asks it something now and then, and watches memory and sound.

    python tests/rig/soak.py --minutes 10 [--out soak.jsonl]

The loop between the server's loudspeaker and microphone is the cabin's air: the daemon hears its own answers. Every sample is one
JSON line; the last line sums up. Exits 1 when memory grew, sound was lost or a question was not answered.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import psutil

sys.path.insert(0, str(Path(__file__).parents[1] / "device" / "audio"))
from soak_drive import slope
from sound_server import SoundServer, running

from device.can.drive_log import write_drive
from device.control.socket import request
from device.demo.talker import Speech, render
from device.resources import shipped
from device.weights_fetch import default_store
from edge.audio.frame import VOICE_RATE
from edge.audio.wav import write_wav
from edge.errors import CabinError
from edge.vehicle.drive import Drive, Phase

SAMPLE_S = 5.0
QUESTION_S = 75.0
SETTLE_ANSWERS = 2
"""Memory is judged once each question was answered so often: what is loaded or filled on first use is there then."""
LEAST_JUDGED_S = 120.0
"""Less than this says nothing of growth."""
GROWTH_MB_PER_HOUR = 6.0
"""Slope that, beyond twice its error, counts as growth; below it lies the noise of ten minutes."""
QUESTIONS = (
    Speech("Hello cabin, how far can we still go?", "en", "am_michael"),
    Speech("你好小舱，外面多少度？", "zh", "zm_yunxi"),
)


def main() -> int:
    """Run the soak; the exit code says whether all was well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--out", type=Path, default=None)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cabin-soak-") as folder, running(_made(Path(folder) / "pulse")) as server:
        report = _soak(Path(folder), server, arguments.minutes * 60, arguments.out)
    print(json.dumps(report))
    return 0 if report["passed"] else 1


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _soak(folder: Path, server: SoundServer, seconds: float, out: Path | None) -> dict[str, Any]:
    store = default_store()
    files = []
    for number, samples in enumerate(render(QUESTIONS, store, store.root.parent / "demo")):
        files.append(folder / f"question{number}.wav")
        write_wav(files[-1], 0.5 * samples, VOICE_RATE)
    log = folder / "drive.log"
    write_drive(log, Drive(phases=(Phase("city", seconds + 600, 50.0),)))
    environment = {
        **os.environ,
        "ALSA_CONFIG_PATH": str(server.folder / "asound.conf"),
        "PULSE_SERVER": f"unix:{server.folder}/pulse.sock",
        "JACK_NO_START_SERVER": "1",
        "XDG_STATE_HOME": str(folder / "state"),
        "CABIN_SERVICE__RUNTIME_DIRECTORY": str(folder / "run"),
        "CABIN_AUDIO__INPUT": "car_microphone",
        "CABIN_AUDIO__OUTPUT": "car_speaker",
        "CABIN_CAN__REPLAY": str(log),
        "CABIN_CAN__DBC": str(shipped("vehicles", "demo", "demo.dbc")),
        "CABIN_CAN__MAP": str(shipped("vehicles", "demo", "map.toml")),
    }
    environment.pop("STEPFUN_API_KEY", None)
    with (folder / "daemon.log").open("wb") as sink:
        daemon = subprocess.Popen([sys.executable, "-m", "device", "run"], env=environment, stdout=sink, stderr=sink)
    lines = out.open("w", encoding="utf-8") if out is not None else None
    try:
        return _watch(daemon, folder / "run" / "control.sock", files, server, seconds, lines)
    finally:
        daemon.terminate()
        daemon.wait(timeout=20)
        if lines is not None:
            lines.close()


def _watch(
    daemon: subprocess.Popen[bytes], control: Path, files: list[Path], server: SoundServer, seconds: float, lines: TextIO | None
) -> dict[str, Any]:
    process = psutil.Process(daemon.pid)
    begun = time.monotonic()
    asked = 0
    samples: list[dict[str, Any]] = []
    question: subprocess.Popen[bytes] | None = None
    while time.monotonic() - begun < seconds and daemon.poll() is None:
        time.sleep(SAMPLE_S)
        t = time.monotonic() - begun
        try:
            status = request(control, "status")
        except CabinError:
            continue
        sample = {"t": round(t, 1), **_memory(process), **status}
        samples.append(sample)
        if lines is not None:
            lines.write(json.dumps(sample) + "\n")
            lines.flush()
        ready = status["endpoints"].get("local", "").startswith("connected")
        if (
            ready
            and t > 30 + asked * QUESTION_S
            and status["state"] == "idle"
            and (question is None or question.poll() is not None)
        ):
            player = {**os.environ, "PULSE_SERVER": f"unix:{server.folder}/pulse.sock"}
            question = subprocess.Popen(["paplay", "--device=cabin", str(files[asked % len(files)])], env=player)
            asked += 1
    return _sum_up(samples, asked, process)


def _memory(process: psutil.Process) -> dict[str, float]:
    children = process.children(recursive=True)
    model = sum(child.memory_info().rss for child in children)
    handles = process.num_fds()
    return {
        "daemon_mb": process.memory_info().rss / 1e6,
        "model_mb": model / 1e6,
        "handles": handles,
        "cpu_s": sum(process.cpu_times()[:2]),
    }


def _sum_up(samples: list[dict[str, Any]], asked: int, process: psutil.Process) -> dict[str, Any]:
    first, last = samples[0], samples[-1]
    settled = [sample for sample in samples if sample.get("answers", 0) >= SETTLE_ANSWERS * len(QUESTIONS)]
    judged = bool(settled) and settled[-1]["t"] - settled[0]["t"] >= LEAST_JUDGED_S
    growth: dict[str, Any] = {}
    for name in ("daemon_mb", "model_mb", "handles"):
        fitted = slope(np.array([s["t"] for s in settled]) / 3600, np.array([s[name] for s in settled])) if judged else (None, None)
        growth[f"{name}_per_hour"], growth[f"{name}_per_hour_error"] = (None if x is None else round(x, 2) for x in fitted)
    grew = judged and any(
        growth[f"{name}_per_hour"] > 2 * growth[f"{name}_per_hour_error"] + least
        for name, least in (("daemon_mb", GROWTH_MB_PER_HOUR), ("model_mb", GROWTH_MB_PER_HOUR), ("handles", 1.0))
    )
    frames = last["frames"] - first["frames"]
    report = {
        "minutes": round(last["t"] / 60, 1),
        "daemon_mb": round(last["daemon_mb"], 1),
        "model_mb": round(last["model_mb"], 1),
        "judged_minutes": round((settled[-1]["t"] - settled[0]["t"]) / 60, 1) if judged else 0.0,
        **growth,
        "daemon_cpu_percent": round(100 * (last["cpu_s"] - first["cpu_s"]) / (last["t"] - first["t"]), 2),
        "frames_per_second": round(frames / (last["t"] - first["t"]), 3),
        "samples_lost": last["samples_lost"],
        "underruns": last["playback_underruns"],
        "reopened": last["device_reopened"],
        "illegal_moves": last["illegal_moves"],
        "asked": asked,
        "answered": last.get("answers", 0),
    }
    report["passed"] = (
        not grew
        and report["samples_lost"] == 0
        and report["reopened"] == 0
        and report["illegal_moves"] == 0
        and report["answered"] >= asked
    )
    return report


if __name__ == "__main__":
    sys.exit(main())
