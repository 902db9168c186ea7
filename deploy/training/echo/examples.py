"""Scenes through the real linear stage become examples: what the network sees, what it should give, frame by frame.

Usage: python deploy/training/echo/examples.py --out FOLDER --scenes 300 --seed 1 [--recordings FOLDER] [--render N]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from scenes import SceneMaker, TrainingScene
from sounds import gather

from edge.audio.frame import Samples
from edge.frontend.echo.bands import BANDS, FFT, analysis_window, gathering
from edge.frontend.echo.kalman import HOP
from edge.frontend.echo.linear import LinearStage
from edge.frontend.echo.spectrum import Real, power, rfft
from edge.frontend.highpass import HighPass

SECONDS = 10.0
COLUMNS = 6 * BANDS + 1
"""Decimal logarithms of band power: residual, echo, microphone, reference, near talker, noise; and whether somebody talks."""

FLOOR = 1e-6
_POINTS = np.float32(FFT)
# The network is trained on plain transforms; those of the front end are orthonormal.
_WINDOW = analysis_window() * np.sqrt(_POINTS)
_GATHERING = gathering()
_TALK_DB = -32.0
_SHARD = 25


def example(scene: TrainingScene) -> Real:
    """Shape (frames while the far end was active, COLUMNS)."""
    microphone, near, noise = (_highpassed(x) for x in (scene.microphone, scene.near, scene.noise))
    linear = LinearStage()
    residual, echo = np.zeros_like(microphone), np.zeros_like(microphone)
    reference = np.zeros((len(microphone) // HOP, FFT // 2 + 1), np.float32)
    active = np.zeros(len(microphone) // HOP, bool)
    for frame in range(len(active)):
        cut = slice(frame * HOP, (frame + 1) * HOP)
        separated = linear.process(microphone[cut], scene.far_end[cut])
        residual[cut] = microphone[cut]
        if separated is not None:
            active[frame] = True
            residual[cut], echo[cut], reference[frame] = separated.residual, separated.echo, _POINTS * separated.reference_power
    signals = [_band_power(x) for x in (residual, echo, microphone)]
    signals += [reference @ _GATHERING, _band_power(near), _band_power(noise)]
    columns = np.log10(np.concatenate(signals, axis=1) + FLOOR)
    rows = np.concatenate([columns, _talking(near)[:, None]], axis=1)[active]
    return np.asarray(rows, np.float32)


def _highpassed(x: Samples) -> Samples:
    highpass = HighPass()
    return np.concatenate([highpass.process(x[at : at + HOP]).copy() for at in range(0, len(x) // HOP * HOP, HOP)])


def _band_power(x: Samples) -> Real:
    """Of every frame together with the one before: shape (frames, BANDS)."""
    padded = np.concatenate([np.zeros(HOP, np.float32), x])
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP]
    return power(rfft(frames * _WINDOW)) @ _GATHERING


def _talking(near: Samples) -> Real:
    """1 where the near talker is loud enough to be speech, gaps of 60 ms bridged."""
    padded = np.concatenate([np.zeros(HOP, np.float32), near])
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP]
    energy = (frames.astype(np.float64) ** 2).mean(axis=1)
    loud = energy > max(1e-9, np.percentile(energy, 95) * 10 ** (_TALK_DB / 10))
    wide = np.convolve(loud, np.ones(7), "same") > 0
    return np.asarray(1 - (np.convolve(~wide, np.ones(7), "same") > 0), np.float32)


def main() -> None:
    """Write shards of examples."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scenes", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--recordings", type=Path)
    parser.add_argument("--render", type=int, default=0, help="utterances to render that the cache lacks")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    material = gather(options.recordings, options.seed, render=options.render)
    print(f"{len(material.talk)} utterances, {sum(map(len, material.talk)) / 16000 / 60:.0f} minutes", flush=True)
    maker = SceneMaker(material, np.random.default_rng([options.seed, 7]))
    began = time.monotonic()
    made: list[Real] = []
    for number in range(options.scenes):
        rows = example(maker.make(SECONDS))
        if len(rows) >= 300 and np.isfinite(rows).all():
            made.append(rows.astype(np.float16))
        if len(made) == _SHARD or number == options.scenes - 1:
            lengths = np.array([len(rows) for rows in made])
            aside = options.out / f"{options.seed:03}-{number:05}.aside"
            with aside.open("wb") as file:
                np.savez(file, rows=np.concatenate(made), lengths=lengths)
            aside.rename(aside.with_suffix(".npz"))
            made = []
            print(f"{number + 1} scenes, {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
