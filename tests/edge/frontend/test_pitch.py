"""Pitch of sounds whose pitch is known."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from cabin_sounds import recording
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples
from edge.frontend.pitch import track_pitch


def tone(hz: float | NDArray[np.float64], seconds: float, tilt: float = 1.0, missing: tuple[int, ...] = ()) -> Samples:
    """Harmonics falling with their number; those named are left out."""
    t = np.arange(int(seconds * ENGINE_RATE)) / ENGINE_RATE
    phase = 2 * np.pi * np.cumsum(np.broadcast_to(hz, t.shape)) / ENGINE_RATE
    top = float(np.max(hz))
    parts = [np.sin(k * phase + k) / k**tilt for k in range(1, 25) if k not in missing and k * top < 7500]
    return (0.1 * np.sum(parts, axis=0)).astype(np.float32)


@pytest.mark.parametrize("hz", [70, 90, 120, 180, 240, 320, 450])
@pytest.mark.parametrize("kind", ["plain", "strong second harmonic", "noise"])
def test_known_pitch_without_octave_errors(hz: float, kind: str) -> None:
    sound = tone(hz, 1.0)
    if kind == "strong second harmonic":
        sound = tone(hz, 1.0, missing=(3, 5)) + tone(2 * hz, 1.0)
    if kind == "noise":
        sound = sound + np.random.default_rng(0).standard_normal(len(sound)).astype(np.float32) * np.float32(0.03)
    found = track_pitch(sound).hz[5:-5]
    assert np.mean(found > 0) > 0.95
    assert np.all(np.abs(found[found > 0] / hz - 1) < 0.03)


@pytest.mark.parametrize("hz", [90, 150, 240])
def test_a_missing_fundamental(hz: float) -> None:
    found = track_pitch(tone(hz, 1.0, 0.5, missing=(1,))).hz[5:-5]
    assert np.median(found) == pytest.approx(hz, rel=0.02)


def test_a_glide_is_followed() -> None:
    t = np.arange(2 * ENGINE_RATE) / ENGINE_RATE
    true = 120 * 2 ** (0.6 * np.sin(2 * np.pi * t))
    track = track_pitch(tone(true, 2.0))
    voiced = track.voiced
    assert voiced.mean() > 0.9
    assert np.median(np.abs(track.hz[voiced] / true[80::160][: len(track.hz)][voiced] - 1)) < 0.02


def test_noise_and_silence_have_no_pitch() -> None:
    noise = (0.1 * np.random.default_rng(1).standard_normal(32_000)).astype(np.float32)
    assert track_pitch(noise).voiced.mean() < 0.02
    assert not track_pitch(np.zeros(16_000, np.float32)).voiced.any()
    assert len(track_pitch(np.zeros(100, np.float32)).hz) == 0


def test_the_level_does_not_matter() -> None:
    sound = tone(150, 1.0)
    for gain in (0.02, 5.0):
        assert np.median(track_pitch(sound * np.float32(gain)).hz[5:-5]) == pytest.approx(150, rel=0.01)


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_a_synthesiser_that_is_told_to_speak_higher_does(tmp_path: Path) -> None:
    found = []
    for pitch in (10, 30, 50, 70, 90):
        wav = tmp_path / f"{pitch}.wav"
        command = ["espeak-ng", "-p", str(pitch), "-w", str(wav), "--", "Could you tell me how long it takes"]
        subprocess.run(command, check=True, timeout=30)
        hz = track_pitch(recording(wav)).hz
        found.append(float(np.median(hz[hz > 0])))
    assert found == sorted(found)
    # espeak-ng's base pitch doubles from 10 to 90.
    assert found[-1] / found[0] == pytest.approx(2.0, rel=0.15)


def test_few_jumps_in_what_people_say(data: Path) -> None:
    jumps = pairs = far = voiced = 0
    for path in sorted((data / "asr_en" / "cmu_arctic").glob("*.wav")):
        hz = track_pitch(recording(path)).hz
        both = (hz[1:] > 0) & (hz[:-1] > 0)
        steps = np.abs(np.log2(hz[1:][both] / hz[:-1][both]))
        jumps += int(np.sum(steps > 0.5))
        pairs += len(steps)
        spoken = hz[hz > 0]
        far += int(np.sum(np.abs(np.log2(spoken / np.median(spoken))) > 0.8))
        voiced += len(spoken)
    assert jumps / pairs < 0.005
    assert far / voiced < 0.06
