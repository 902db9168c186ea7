"""The chirp: figures of a known path come back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from device.audio.null import NullDuplex
from device.doctor.chirp import ChirpSource, analyse, listen
from device.doctor.finding import Grade
from device.doctor.sound import check_devices, check_round_trip, judge
from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.audio.levels import rms_dbfs
from edge.audio.resample import Resampler


def _played() -> Samples:
    """All that the source plays, at ENGINE_RATE."""
    return Resampler(VOICE_RATE, ENGINE_RATE).process(ChirpSource().pull(VOICE_RATE * 4), last=True)


def _heard(far_end: Samples, delay: int, gain: float, noise: float) -> Samples:
    dice = np.random.default_rng(1)
    echo = np.concatenate([np.zeros(delay, np.float32), gain * far_end])[: far_end.size]
    return (echo + noise * dice.standard_normal(far_end.size)).astype(np.float32)


@pytest.mark.parametrize(("delay_ms", "gain"), [(12, 1.0), (80, 0.3), (240, 0.05)])
def test_delay_and_level_of_a_known_path(delay_ms: int, gain: float) -> None:
    far_end = _played()
    measured = analyse(_heard(far_end, delay_ms * 16, gain, 1e-3), far_end)
    assert measured.delay_ms is not None
    assert abs(measured.delay_ms - delay_ms) < 0.5
    assert abs(measured.echo_db - 20 * np.log10(gain)) < 1.0
    assert abs(measured.noise_dbfs + 60) < 1.0


def test_a_chirp_below_the_noise_of_a_moving_car_is_found() -> None:
    far_end = _played()
    measured = analyse(_heard(far_end, 1000, 0.1, 0.02), far_end)
    assert measured.delay_ms is not None
    assert abs(measured.delay_ms - 62.5) < 0.5


@pytest.mark.parametrize("seed", range(5))
def test_noise_alone_is_no_path(seed: int) -> None:
    far_end = _played()
    noise = 0.05 * np.random.default_rng(seed).standard_normal(far_end.size).astype(np.float32)
    assert analyse(noise, far_end).delay_ms is None


def test_the_source_is_silent_first_and_no_louder_than_it_should_be() -> None:
    samples = ChirpSource().pull(VOICE_RATE * 4)
    assert not samples[: VOICE_RATE // 2].any()
    assert rms_dbfs(samples) < -20
    assert not ChirpSource(audible=False).pull(VOICE_RATE * 4).any()


def test_a_microphone_without_signal_is_called_dead() -> None:
    measured = listen(NullDuplex(ChirpSource(), paced=False))
    assert [finding.grade for finding in judge(measured)] == [Grade.WRONG]


def test_grades_of_an_echo() -> None:
    far_end = _played()

    def grades(delay: int, gain: float, noise: float = 1e-3) -> dict[str, Grade]:
        heard = np.clip(_heard(far_end, delay, gain, noise), -1, 1)
        return {finding.check: finding.grade for finding in judge(analyse(heard, far_end))}

    assert set(grades(500, 0.3).values()) == {Grade.FINE}
    assert grades(500, 3.0)["echo path"] is Grade.WARNING
    assert grades(500, 30.0)["clipping"] is Grade.WRONG
    assert grades(9000, 0.3)["echo path"] is Grade.WRONG
    assert grades(500, 0.3, noise=0.1)["noise floor"] is Grade.WARNING
    assert grades(500, 0.0)["echo path"] is Grade.WARNING


@pytest.mark.sound
def test_round_trip_through_a_sound_server(sound: Any, patient: Any) -> None:
    examined = patient(audio={"input": "car_microphone", "output": "car_speaker"})
    assert {finding.grade for finding in check_devices(examined)} == {Grade.FINE}
    found = {finding.check: finding for finding in check_round_trip(examined)}
    assert found["clipping"].grade is Grade.FINE
    assert found["echo path"].figures["delay_ms"] > 0
    assert abs(found["echo path"].figures["echo_db"]) < 3


@pytest.mark.sound
def test_a_card_that_is_not_there_is_named_with_those_that_are(sound: Any, patient: Any) -> None:
    (finding,) = check_devices(patient(audio={"input": "no such card"}))
    assert finding.grade is Grade.WRONG
    assert "car_microphone" in finding.text
    assert finding.mend


@pytest.mark.sound
def test_a_channel_that_the_card_does_not_have(sound: Any, patient: Any) -> None:
    found = check_devices(patient(audio={"input": "car_microphone", "output": "car_speaker", "microphone_channel": 31}))
    assert found[0].check in ("channel map", "microphone")


def test_without_a_card_there_is_nothing_to_measure(patient: Any) -> None:
    examined = patient(audio={"backend": "null"})
    assert {finding.grade for finding in [*check_devices(examined), *check_round_trip(examined)]} == {Grade.SKIPPED}
