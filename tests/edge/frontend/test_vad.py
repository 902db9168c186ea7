"""Voice activity on labelled and unlabelled recordings of people."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from cabin_sounds import babble, frames, recording, road
from numpy.typing import NDArray

from edge.audio.frame import Samples
from edge.frontend.highpass import HighPass
from edge.frontend.models import FrontEndModels
from edge.frontend.vad import VadConfig, VoiceActivityDetector

pytestmark = pytest.mark.weights


def spans(models: FrontEndModels, samples: Samples, config: VadConfig | None = None) -> list[tuple[float, float]]:
    """Speech in seconds, a second of silence added at the end."""
    detector, highpass = VoiceActivityDetector(models.silero, config), HighPass()
    found: list[tuple[float, float]] = []
    start = 0
    for frame in frames(np.concatenate([samples, np.zeros(16_000, np.float32)])):
        edge = detector.process(highpass.process(frame))
        if edge is not None and edge.kind == "start":
            start = edge.at
        elif edge is not None:
            found.append((start / 16_000, edge.at / 16_000))
    return found


def mask(found: list[tuple[float, float]], samples: int) -> NDArray[np.bool_]:
    """One value every 10 ms."""
    voiced = np.zeros(samples // 160, bool)
    for start, end in found:
        voiced[round(start * 100) : round(end * 100)] = True
    return voiced


def labelled(folder: Path, name: str, labels: str) -> tuple[Samples, NDArray[np.bool_]]:
    """The labelled part of a recording and its labels every 10 ms."""
    examples = json.loads((folder / labels).read_text()).values()
    stop = max(example["wav"]["stop"] for example in examples)
    found = []
    for example in examples:
        times = [float(word) + example["wav"]["start"] / 16_000 for word in example["speech"].split()]
        found += list(zip(times[::2], times[1::2], strict=True))
    return recording(folder / name)[:stop], mask(found, stop)


@pytest.mark.parametrize("gate", [True, False])
def test_precision_and_recall_on_labelled_speech(models: FrontEndModels, data: Path, gate: bool) -> None:
    folder = data / "vad" / "speechbrain"
    heard, truth = [], []
    for name, labels in (("train.wav", "VAD_train.json"), ("valid.wav", "VAD_dev.json")):
        samples, voiced = labelled(folder, name, labels)
        truth.append(voiced)
        heard.append(mask(spans(models, samples, VadConfig(gate=gate)), len(samples)))
    voiced, found = np.concatenate(truth), np.concatenate(heard)
    both = np.count_nonzero(voiced & found)
    assert both / np.count_nonzero(found) > 0.95
    assert both / np.count_nonzero(voiced) > 0.95


def test_the_gate_loses_next_to_nothing(models: FrontEndModels, data: Path) -> None:
    samples = recording(data / "vad" / "silero" / "test.wav")
    noisy = samples + road(len(samples) / 16_000, 3, float(np.std(samples)) * 0.4)
    for sound in (samples, noisy):
        alone = mask(spans(models, sound, VadConfig(gate=False)), len(sound))
        gated = mask(spans(models, sound), len(sound))
        both = np.count_nonzero(alone & gated)
        assert both > 0.98 * np.count_nonzero(alone)
        assert both > 0.98 * np.count_nonzero(gated)


def test_quiet_and_road_noise_keep_the_gate_shut(models: FrontEndModels) -> None:
    detector, highpass = VoiceActivityDetector(models.silero), HighPass()
    for sound in (np.zeros(160_000, np.float32), road(10, 1, 0.01)):
        assert all(detector.process(highpass.process(frame)) is None for frame in frames(sound))
        assert detector.last_hint is None


def test_an_onset_is_told_as_of_when_it_was(models: FrontEndModels, data: Path) -> None:
    samples = recording(data / "wakeword" / "pymicro" / "okay_nabu__1.wav")
    start = spans(models, samples)[0][0]
    shifted = np.concatenate([np.zeros(16_000 * 3 + 77, np.float32), samples])
    assert abs(spans(models, shifted)[0][0] - start - 3) < 0.05


def test_the_same_samples_give_the_same_edges(models: FrontEndModels, data: Path) -> None:
    samples = recording(data / "vad" / "speechbrain" / "train.wav")
    assert spans(models, samples) == spans(models, samples)


def test_sounds_that_are_not_speech(models: FrontEndModels) -> None:
    rng = np.random.default_rng(0)
    clicks = np.zeros(160_000, np.float32)
    clicks[::8000] = 1
    for sound in (clicks, (rng.standard_normal(160_000) * 0.1).astype(np.float32), np.sign(babble(5, 1))):
        spans(models, sound)
    assert spans(models, clicks) == []
