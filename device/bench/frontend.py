"""`cabin bench frontend`: what listening costs, against openWakeWord and Silero in their own runtimes on the same audio."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from device.bench.framework import BenchOptions, Row
from device.bench.peers import PeerMissing, peer_python, run_peer
from device.bench.sounds import frames, recording, road
from edge.audio.frame import ENGINE_RATE, Frame, Samples
from edge.frontend.frontend import FrontEnd, FrontEndConfig
from edge.frontend.models import FrontEndModels
from edge.frontend.noise_prior import NoisePrior

ABOUT = "Cost of the front end in percent of one core: at rest, on the road, in talk, while the loudspeaker plays."

PEERS: Final = ("openwakeword==0.4.0", "pymicro-wakeword==2.5.0", "soundfile")
"""What the peers' environment holds; `cabin bench wake` takes the same one."""

_RUNS: Final = 3
"""Each figure is the least of so many runs: on a machine that others use as well, more is the others' doing."""


def run(options: BenchOptions) -> Iterator[Row]:
    """Rows by scene and system. Raises WeightsError when the front end's weights are not fetched."""
    from device.resources import shipped
    from device.weights_fetch import default_store

    store = default_store()
    heads = sorted(shipped("wake").glob("*.onnx"))
    one = FrontEndModels.load(store, heads[:1], echo=shipped("echo", "suppressor.onnx"))
    two = FrontEndModels.load(store, heads, echo=shipped("echo", "suppressor.onnx"))
    scenes = _scenes(options)
    final: dict[str, float | str] = {}
    for name, samples in scenes.items():
        costs = {"one head": _cost(one, samples, None), f"{len(heads)} heads": _cost(two, samples, None)}
        for system, cost in costs.items():
            yield {"scene": name, "system": f"front end, {system}", "cpu_percent": round(100 * cost, 2)}
        final[f"frontend_{name}_percent"] = round(100 * costs[f"{len(heads)} heads"], 2)
        final[f"frontend_{name}_one_head_percent"] = round(100 * costs["one head"], 2)
    playing = _cost(two, scenes["talk"], _far_end(options))
    yield {"scene": "talk while playing", "system": f"front end, {len(heads)} heads", "cpu_percent": round(100 * playing, 2)}
    final["frontend_playing_percent"] = round(100 * playing, 2)
    if options.peers:
        try:
            for row in _peers(scenes, store.path("silero-vad", "silero_vad.onnx")):
                scene, both = str(row["scene"]), float(str(row["cpu_percent"]))
                yield row
                if row["system"] == "both":
                    final[f"openwakeword_silero_{scene}_percent"] = both
                    own = float(final[f"frontend_{scene}_one_head_percent"])
                    final[f"frontend_ratio_openwakeword_silero_{scene}"] = round(both / max(own, 1e-6), 2)
            final["frontend_ratio_openwakeword_silero"] = final["frontend_ratio_openwakeword_silero_idle"]
        except PeerMissing as missing:
            yield {"scene": "peers", "system": str(missing), "cpu_percent": None}
            final["peers_missing"] = str(missing)
    yield dict(final)


def _scenes(options: BenchOptions) -> dict[str, Samples]:
    """Audio at 16 kHz by name: idle is a quiet car, road the motorway with nobody talking, talk a minute of people."""
    rng = np.random.default_rng(options.seed)
    seconds = 15 if options.quick else 30
    hiss = (3e-4 * rng.standard_normal(seconds * ENGINE_RATE)).astype(np.float32)
    scenes = {"idle": hiss, "road": road(seconds, rng, 0.03)}
    talk = None if options.recordings is None else options.recordings / "vad" / "silero" / "test.wav"
    if talk is not None and talk.is_file():
        scenes["talk"] = recording(talk)[: seconds * ENGINE_RATE]
    else:
        beat = np.sin(2 * np.pi * 4 * np.arange(len(hiss)) / ENGINE_RATE) > 0
        buzz = np.sign(np.sin(2 * np.pi * 120 * np.arange(len(hiss)) / ENGINE_RATE))
        scenes["talk"] = (hiss + 0.05 * beat * buzz).astype(np.float32)
    return scenes


def _far_end(options: BenchOptions) -> Samples:
    rng = np.random.default_rng(options.seed + 1)
    return (0.1 * rng.standard_normal(30 * ENGINE_RATE)).astype(np.float32)


def _cost(models: FrontEndModels, samples: Samples, far_end: Samples | None) -> float:
    """CPU seconds for each second of audio."""
    blocks = frames(samples)
    references = None if far_end is None else frames(far_end)
    least = float("inf")
    for _ in range(_RUNS):
        front_end = FrontEnd(FrontEndConfig(), models)
        front_end.expect_noise(NoisePrior())
        started = time.process_time()
        for number, block in enumerate(blocks):
            mic = Frame(block, ENGINE_RATE, number * 160, number * 10_000_000)
            far = None
            if references is not None:
                far = Frame(references[number % len(references)], ENGINE_RATE, number * 160, number * 10_000_000)
            front_end.process(mic, far)
        least = min(least, time.process_time() - started)
    return least / (len(blocks) / 100)


def _peers(scenes: dict[str, Samples], silero: Path) -> Iterator[Row]:
    python = peer_python("wake", *PEERS)
    with tempfile.TemporaryDirectory() as folder:
        names = {name: Path(folder) / f"{name}.npy" for name in scenes}
        for name, samples in scenes.items():
            np.save(names[name], samples)
        out = Path(folder) / "cost.json"
        best: dict[str, dict[str, float]] = {}
        for _ in range(_RUNS):
            run_peer(
                python, Path(__file__).with_name("wake_peer_script.py"), "cost", str(out), str(silero), *map(str, names.values())
            )
            told = json.loads(out.read_text(encoding="utf-8"))
            for name, file in names.items():
                before = best.get(name, {})
                best[name] = {peer: min(cost, before.get(peer, cost)) for peer, cost in told[str(file)].items()}
    for name, costs in best.items():
        for peer, cost in (*costs.items(), ("both", sum(costs.values()))):
            yield {"scene": name, "system": peer, "cpu_percent": round(100 * cost, 2)}
