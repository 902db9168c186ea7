"""`cabin bench vad`: voice activity on labelled speech, in quiet and on the road, against Silero alone."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from device.bench.framework import BenchOptions, Row
from device.bench.sounds import frames, recording, road, speech_mask
from edge.audio.frame import Samples
from edge.errors import InputError
from edge.frontend.highpass import HighPass
from edge.frontend.noise_prior import NoisePrior
from edge.frontend.vad import VadConfig, VoiceActivityDetector
from edge.onnx import OnnxSession

ABOUT = "Voice activity: precision and recall every 10 ms, and the cost, with and without the cascade."

_TAIL: Final = 16_000
_MOTORWAY: Final = NoisePrior(speed_kmh=130.0)


@dataclass(frozen=True, slots=True)
class _Case:
    """A recording with its labels, every 10 ms."""

    samples: Samples
    speech: NDArray[np.bool_]


@dataclass(slots=True)
class _Score:
    """Frames counted, Silero's looks, seconds of CPU."""

    both: int = 0
    found: int = 0
    there: int = 0
    chunks: int = 0
    looked_at: int = 0
    cpu_s: float = 0.0

    def row(self) -> dict[str, float]:
        """The figures that follow."""
        return {
            "precision": round(self.both / max(1, self.found), 4),
            "recall": round(self.both / max(1, self.there), 4),
            "silero_looked_percent": round(100 * self.looked_at / max(1, self.chunks), 1),
            "cpu_percent": round(100 * self.cpu_s / max(1e-9, self.chunks * 0.032), 3),
        }


_SYSTEMS: Final[dict[str, tuple[VadConfig, NoisePrior | None]]] = {
    "cascade": (VadConfig(), None),
    "cascade, speed known": (VadConfig(), _MOTORWAY),
    "webrtcvad as only gate": (VadConfig(gate_excess_db=0.0), None),
    "silero alone": (VadConfig(gate=False), None),
}
_SHORT: Final = dict(zip(_SYSTEMS, ("cascade", "cascade_speed_known", "webrtcvad_gate", "silero"), strict=True))


def run(options: BenchOptions) -> Iterator[Row]:
    """Rows by material and system. Raises InputError without recordings."""
    from device.weights_fetch import default_store
    from edge.frontend.silero import open_silero

    if options.recordings is None:
        raise InputError("bench vad", "no recordings: set CABIN_TEST_DATA to the folder that holds INDEX.csv")
    silero = open_silero(default_store().path("silero-vad", "silero_vad.onnx"))
    rng = np.random.default_rng(options.seed)
    labelled = _labelled(options.recordings / "vad" / "speechbrain")
    placed = _placed(options.recordings, rng, quick=options.quick)
    seconds = sum(len(case.samples) for case in placed) / 16_000
    final: dict[str, float] = {
        "labelled_seconds": round(sum(len(case.samples) for case in labelled) / 16_000, 1),
        "placed_seconds": round(seconds, 1),
    }
    scenes: list[tuple[str, list[_Case]]] = [("labelled", labelled), ("placed quiet", placed)]
    scenes += [(f"placed {snr} dB", [_noisy(case, snr, rng) for case in placed]) for snr in (10, 5, 0)]
    scenes.append(("road alone", [_Case(road(20 if options.quick else 60, rng, 0.05), np.zeros(0, np.bool_))]))
    for scene, cases in scenes:
        for system, (config, prior) in _SYSTEMS.items():
            row = _score(silero, cases, config, prior).row()
            yield {"scene": scene, "system": system, **row}
            final |= _named(scene, system, row)
    for scene in ("placed_quiet", "placed_10db", "placed_5db", "placed_0db", "road_alone"):
        saved = 1 - final[f"cascade_{scene}_cpu_percent"] / final[f"silero_{scene}_cpu_percent"]
        final[f"cascade_saves_{scene}_percent"] = round(100 * saved, 1)
    final |= {
        "vad_precision": final["cascade_labelled_precision"],
        "vad_recall": final["cascade_labelled_recall"],
        "silero_precision": final["silero_labelled_precision"],
        "silero_recall": final["silero_labelled_recall"],
    }
    yield dict(final)


def _named(scene: str, system: str, row: dict[str, float]) -> dict[str, float]:
    short = _SHORT[system]
    where = scene.replace(" dB", "db").replace(" ", "_")
    told = ("silero_looked_percent", "cpu_percent") if scene == "road alone" else tuple(row)
    return {f"{short}_{where}_{name}": row[name] for name in told}


def _score(silero: OnnxSession, cases: list[_Case], config: VadConfig, prior: NoisePrior | None) -> _Score:
    score = _Score()
    for case in cases:
        detector, highpass = VoiceActivityDetector(silero, config), HighPass()
        if prior is not None:
            detector.expect(prior)
        found = np.zeros(len(case.samples) // 160 + 1, np.bool_)
        began: int | None = None
        started = time.process_time()
        for frame in frames(np.concatenate([case.samples, np.zeros(_TAIL, np.float32)])):
            edge = detector.process(highpass.process(frame))
            if edge is None:
                continue
            if edge.kind == "start":
                began = edge.at
            elif began is not None:
                found[round(began / 160) : round(edge.at / 160)] = True
                began = None
        score.cpu_s += time.process_time() - started
        if began is not None:
            found[round(began / 160) :] = True
        score.chunks += (len(case.samples) + _TAIL) // 512
        score.looked_at += detector.looked_at
        there = case.speech
        found = found[: len(there)]
        score.both += int(np.count_nonzero(found & there))
        score.found += int(np.count_nonzero(found))
        score.there += int(np.count_nonzero(there))
    return score


def _labelled(folder: Path) -> list[_Case]:
    """Speech and noise with boundaries that people set (LibriParty)."""
    cases = []
    for name, labels in (("train.wav", "VAD_train.json"), ("valid.wav", "VAD_dev.json")):
        if not (folder / name).is_file() or not (folder / labels).is_file():
            raise InputError(folder, f"holds no {name} with {labels}")
        examples = json.loads((folder / labels).read_text(encoding="utf-8")).values()
        stop = max(example["wav"]["stop"] for example in examples)
        speech = np.zeros(stop // 160, np.bool_)
        for example in examples:
            times = [float(word) + example["wav"]["start"] / 16_000 for word in example["speech"].split()]
            for start, end in zip(times[::2], times[1::2], strict=True):
                speech[round(start * 100) : round(end * 100)] = True
        cases.append(_Case(recording(folder / name)[:stop], speech))
    return cases


def _placed(folder: Path, rng: np.random.Generator, *, quick: bool) -> list[_Case]:
    """Clean recordings of people with two to four seconds of near silence around each; labels are their own level."""
    files = sorted(path for kind in ("asr_en", "asr_zh") for path in folder.glob(f"{kind}/*/*") if path.suffix in (".wav", ".flac"))
    files = [path for path in files if "speech_commands" not in path.parts and "coffee" not in str(path)]
    cases = []
    for path in files[:: 3 if quick else 1]:
        speech = recording(path)[: 12 * 16_000]
        speech = (speech * np.float32(0.06 / max(float(np.std(speech)), 1e-6))).astype(np.float32)
        gaps = [np.zeros(int(rng.uniform(2, 4) * 100) * 160, np.float32) for _ in range(2)]
        whole = np.concatenate([gaps[0], speech[: len(speech) // 160 * 160], gaps[1]])
        mask = np.concatenate(
            [np.zeros(len(gaps[0]) // 160, np.bool_), speech_mask(speech), np.zeros(len(gaps[1]) // 160, np.bool_)]
        )
        cases.append(_Case((whole + 1e-4 * rng.standard_normal(len(whole))).astype(np.float32), mask))
    return cases


def _noisy(case: _Case, snr_db: float, rng: np.random.Generator) -> _Case:
    noise = road(len(case.samples) / 16_000 + 0.01, rng)
    speech = case.samples[np.repeat(case.speech, 160)]
    gain = float(np.std(speech)) * 10 ** (-snr_db / 20)
    return _Case((case.samples + noise[: len(case.samples)] * np.float32(gain)).astype(np.float32), case.speech)
