"""Drives in virtual cabins through the real echo canceller become examples: what the near-end network sees, who has just begun.

Usage: python deploy/training/near_end/examples.py --out FOLDER --drives 12 --seed 1 [--recordings FOLDER]
Each drive is another car: room, loudspeakers, delay, level of the echo, speed, with or without music. Somebody begins to speak
every second or two: a third of them people of the recordings that train the echo suppressor, the others rendered (`spoken.py`).
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "echo"))

from sounds import gather, synthetic_music
from spoken import render

from device.audio.virtual_cabin import CabinScene, VirtualCabin
from device.audio.virtual_cabin.scene import CarNoise, Loudspeaker, Radio, Room
from device.audio.virtual_cabin.talker import Utterance
from device.audio.virtual_cabin.tape import Tape
from device.resources import shipped
from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.levels import active_dbfs, amplitude
from edge.frontend.echo.canceller import EchoCanceller
from edge.frontend.echo.kalman import HOP
from edge.frontend.echo.near_end import FEATURES, NearEndFeatures
from edge.frontend.echo.spectrum import Real
from edge.frontend.highpass import HighPass
from edge.onnx import OnnxSession, open_session

SECONDS = 90.0
_WARM_S = 4.0
"""Of every drive: the canceller learns the path, and nobody may talk over the answer yet."""
_PAUSE_S = 0.4
"""On both sides of an utterance frames count neither way."""
_FIRST_S, _LAST_S = 0.01, 0.11
"""After the onset: frames that end there are somebody's beginning."""
_PLAYED_DBFS = -23.0
_PEOPLE = 0.3
"""Share of what people say in recordings."""


def car(rng: np.random.Generator) -> CabinScene:
    """Another car on another road."""
    size = (rng.uniform(1.9, 3.2), rng.uniform(1.35, 1.75), rng.uniform(1.1, 1.35))
    loudspeaker = Loudspeaker(
        positions=((0.4, 0.12, rng.uniform(0.3, 0.6)), (0.4, size[1] - 0.12, rng.uniform(0.3, 0.6))),
        delay_ms=rng.uniform(15, 120),
        drive=rng.uniform(0.5, 4.0),
        second_order=rng.uniform(0.0, 0.1),
        echo_db=rng.uniform(-2, 12),
    )
    tune = synthetic_music(rng, 20 * ENGINE_RATE) if rng.random() < 0.4 else None
    return CabinScene(
        room=Room(size, t60=rng.uniform(0.05, 0.12)),
        microphone=(0.75, rng.uniform(0.3, size[1] - 0.3), size[2] - 0.1),
        loudspeaker=loudspeaker,
        noise=CarNoise(engine=bool(rng.random() < 0.5)),
        radio=None if tune is None else Radio(tune, ENGINE_RATE, dbfs=rng.uniform(-38, -26)),
        speed_kmh=((0.0, float(rng.choice([0.0, rng.uniform(20, 125)], p=[0.25, 0.75]))),),
        talker_dbfs=rng.uniform(-36, -26),
    )


@dataclass(frozen=True, slots=True)
class Sounds:
    """Samples at 16 kHz, shape (n,) each: people, rendered speech, and what the loudspeakers say."""

    people: list[Samples]
    rendered: list[Samples]
    answers: list[Samples]

    def anybody(self, rng: np.random.Generator) -> Samples:
        """Something that somebody says."""
        some = self.people if self.people and rng.random() < _PEOPLE else self.rendered
        return some[rng.integers(len(some))]


def example(scene: CabinScene, sounds: Sounds, rng: np.random.Generator, suppressor: OnnxSession) -> Real:
    """Shape (frames that count, FEATURES + 1): the last column is 1 where somebody has just begun and 0 where nobody is heard."""
    cabin = VirtualCabin(scene, Tape(_answers(sounds.answers, rng)), seed=int(rng.integers(1 << 30)))
    canceller, highpass, features = EchoCanceller(suppressor), HighPass(), NearEndFeatures()
    said: list[Utterance] = []
    found: list[tuple[int, Real]] = []
    due_s = _WARM_S + 1.0
    cabin.start()
    while cabin.seconds < SECONDS:
        if cabin.seconds >= due_s:
            words = sounds.anybody(rng)[: round(rng.uniform(0.3, 1.5) * ENGINE_RATE)]
            seat = str(rng.choice(["driver", "passenger"], p=[0.8, 0.2]))
            if np.any(words):
                said.append(cabin.say(words, ENGINE_RATE, position=seat, level_db=rng.uniform(-4, 4)))
            due_s = cabin.seconds + len(words) / ENGINE_RATE + rng.uniform(0.9, 3.0)
        block = cabin.read(0.0)
        if block is None:
            continue
        canceller.process(highpass.process(block.mic.samples), block.far_end.samples)
        if canceller.spectra is None:
            features.restart()
            continue
        row = features.process(canceller.spectra, canceller.talk_probability)
        if features.warm and canceller.duplex == "full" and cabin.seconds > _WARM_S:
            found.append((block.mic.index + HOP, row[0].copy()))
    labels = _labels(said, np.array([end for end, _ in found]))
    rows = np.array([row for _, row in found], np.float32).reshape(-1, FEATURES)
    return np.concatenate([rows, labels[:, None]], axis=1)[labels >= 0]


def _labels(said: list[Utterance], ends: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Real:
    """For frames that end at these samples 1: somebody has just begun, 0: nobody is heard, -1: neither."""
    labels: Real = np.zeros(len(ends), np.float32)
    pause = _PAUSE_S * ENGINE_RATE
    for utterance in said:
        labels[(ends >= utterance.onset - pause) & (ends < utterance.end + pause)] = -1
    for utterance in said:
        after = ends - utterance.onset
        labels[(after >= _FIRST_S * ENGINE_RATE) & (after <= _LAST_S * ENGINE_RATE)] = 1
    return labels


def _answers(talk: list[Samples], rng: np.random.Generator) -> Samples:
    """Speech for the loudspeakers, with the pauses between clauses."""
    track: list[Samples] = []
    while sum(map(len, track)) < SECONDS * ENGINE_RATE:
        piece = talk[rng.integers(len(talk))]
        if np.any(piece):
            track += [piece / np.float32(np.std(piece)), np.zeros(round(rng.uniform(0.05, 0.5) * ENGINE_RATE), np.float32)]
    whole = np.concatenate(track)
    return np.clip(whole * np.float32(amplitude(_PLAYED_DBFS - active_dbfs(whole, ENGINE_RATE))), -0.99, 0.99)


def main() -> None:
    """Write the examples of all drives into one file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--drives", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--recordings", type=Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    suppressor = open_session(shipped("echo", "suppressor.onnx"))
    people = [words for words in gather(options.recordings, options.seed).talk if len(words) < 6 * ENGINE_RATE]
    rendered = render(options.seed)
    sounds = Sounds(people, rendered.interruptions, 3 * rendered.answers + rendered.interruptions + people[:60])
    rng = np.random.default_rng([options.seed, 11])
    rows = []
    for number in range(options.drives):
        rows.append(example(car(rng), sounds, rng, suppressor))
        whole = np.concatenate(rows)
        np.save(options.out / f"{options.seed:03}.npy", whole)
        print(f"{number + 1} drives, {len(whole)} frames, {int(whole[:, -1].sum())} of beginnings", flush=True)


if __name__ == "__main__":
    main()
