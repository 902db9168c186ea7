"""Steady noise does not stand out of itself; speech does."""

from __future__ import annotations

import numpy as np
import pytest
from cabin_sounds import babble, frames, road

from edge.audio.frame import Samples
from edge.frontend.highpass import HighPass
from edge.frontend.models import FrontEndModels
from edge.frontend.noise_floor import NoiseFloor
from edge.frontend.noise_prior import NoisePrior
from edge.frontend.vad import VadConfig, VoiceActivityDetector


def excess(samples: Samples, floor: NoiseFloor | None = None) -> list[float]:
    floor = floor or NoiseFloor()
    return [floor.process(samples[at : at + 512]) for at in range(0, len(samples) - 511, 512)]


def test_road_noise_stands_out_of_nothing_and_speech_does() -> None:
    noise = road(10, 1, 0.03)
    assert np.percentile(excess(noise)[30:], 95) < 4
    both = noise.copy()
    both[80_000:112_000] += babble(2, 2, 0.03)
    found = excess(both)
    assert np.median(found[158:218]) > 6


def test_nothing_is_ruled_out_before_the_floor_has_settled() -> None:
    assert set(excess(road(0.7, 1, 0.03))) == {float("inf")}


def test_a_louder_noise_is_learnt_and_sooner_when_it_is_announced() -> None:
    noise = np.concatenate([road(4, 1, 0.003), road(12, 2, 0.03)])

    def seconds_of_excess(hurried: bool) -> float:
        floor = NoiseFloor()
        excess(noise[:64_000], floor)
        if hurried:
            floor.hurry()
        return sum(value >= 4 for value in excess(noise[64_000:], floor)) * 0.032

    assert seconds_of_excess(hurried=True) < 0.5 * seconds_of_excess(hurried=False) < 6


def test_digital_silence_is_survived() -> None:
    assert all(np.isfinite(value) for value in excess(np.zeros(64_000, np.float32))[30:])


def test_what_the_car_expects() -> None:
    assert NoisePrior().steady == 0
    assert NoisePrior(speed_kmh=30).steady == 0
    assert NoisePrior(speed_kmh=200).steady == 1
    assert NoisePrior(speed_kmh=130, window=1.0).steady == 0
    assert NoisePrior(fan=0.6).steady == pytest.approx(0.6)
    assert NoisePrior(window=0.5).changed(NoisePrior())
    assert not NoisePrior(speed_kmh=130).changed(NoisePrior(speed_kmh=30))


@pytest.mark.weights
def test_the_gate_stays_shut_on_the_motorway_and_opens_for_speech(models: FrontEndModels) -> None:
    noise = road(20, 5, 0.05)

    def looked_at(config: VadConfig) -> int:
        detector, highpass = VoiceActivityDetector(models.silero, config), HighPass()
        for frame in frames(noise):
            detector.process(highpass.process(frame))
        return detector.looked_at

    assert looked_at(VadConfig()) < 0.2 * looked_at(VadConfig(gate_excess_db=0))
