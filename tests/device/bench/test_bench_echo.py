"""The echo benchmark: its scenes and its figures."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest

from device.audio.virtual_cabin import PathChange
from device.bench.echo.measures import cut, erle_db, false_speech, heard_speech, reconvergence_s, words_wrong
from device.bench.echo.scenes import Take, cabin, take
from device.bench.echo.speex import speexdsp
from device.bench.echo.systems import aligned
from device.bench.echo.voices import at_level, music
from edge.audio.levels import active_dbfs

SECOND = 16_000


def noise(seconds: float, seed: int, level: float = 0.1) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return (np.random.default_rng(seed).standard_normal(int(seconds * SECOND)) * level).astype(np.float32)


def test_a_scene_is_the_sum_of_its_parts_and_the_same_every_time() -> None:
    playback = at_level(music(2.0, 1), -18)
    scene = cabin(delay_ms=40, snr_db=10, echo_db=6, drive=1, seconds=2.0)
    one, two = (take("x", scene, playback, [(noise(1, 2), 0.5)], 3) for _ in range(2))
    assert np.array_equal(one.microphone, two.microphone)
    assert np.allclose(one.microphone, np.clip(one.echo + one.near + one.noise, -1, 1), atol=2e-3)
    assert len(one.far_end) == 2 * SECOND


def test_playback_has_the_level_that_was_asked_for() -> None:
    assert active_dbfs(at_level(music(3.0, 1), -18), SECOND) == pytest.approx(-18, abs=0.5)


def test_a_tenth_of_the_amplitude_is_an_erle_of_20_db() -> None:
    sound, silence = noise(24, 1), np.zeros(24 * SECOND, np.float32)
    scene = Take("x", sound, sound, sound, silence, silence)
    assert erle_db(scene, sound * np.float32(0.1)) == pytest.approx(20, abs=0.1)


def test_speech_is_false_where_nobody_speaks_and_heard_where_somebody_does() -> None:
    near = np.zeros(24 * SECOND, np.float32)
    near[9 * SECOND : 15 * SECOND] = noise(6, 4)
    scene = Take("x", near, near, near, near, near)
    right = np.zeros(2400, bool)
    right[900:1510] = True
    assert false_speech(right) == 0
    assert heard_speech(scene, right) > 0.99
    assert false_speech(~right) > 0.95
    assert heard_speech(scene, ~right) < 0.01


def test_reconvergence_is_the_time_until_the_loss_is_back() -> None:
    sound = noise(12, 1)
    gain = np.full(12 * SECOND, 0.1, np.float32)
    gain[6 * SECOND : int(6.8 * SECOND)] = 1
    scene = Take("x", sound, sound, sound, sound, sound)
    assert reconvergence_s(scene, sound * gain, 6.0) == pytest.approx(0.75, abs=0.12)


def test_word_errors_count_edits_and_not_commas() -> None:
    assert words_wrong("Turn it down, please.", "turn it down please") == (0, 4)
    assert words_wrong("turn it down", "turn down now") == (2, 3)


def test_an_output_is_brought_back_to_its_microphone() -> None:
    sound = noise(2, 1)
    late = np.concatenate([np.zeros(160, np.float32), sound])[: len(sound)]
    assert np.allclose(aligned(late, sound)[:-160], sound[:-160])


def test_a_change_of_path_changes_the_echo_and_not_its_reference() -> None:
    change = (PathChange(1.0, ((0.55, 0.2, 0.35), (0.3, 1.3, 0.5))),)
    playback = at_level(noise(2, 1), -20)
    moved, still = (
        take("x", cabin(delay_ms=20, snr_db=40, echo_db=6, drive=0, seconds=2.0, changes=changes), playback, [], 1)
        for changes in (change, ())
    )
    assert np.array_equal(moved.far_end, still.far_end)
    assert np.array_equal(cut(moved.echo, 0, 1), cut(still.echo, 0, 1))
    assert not np.allclose(cut(moved.echo, 1.2, 2), cut(still.echo, 1.2, 2), atol=1e-4)


def test_speexdsp_takes_echo_away_where_it_is_installed() -> None:
    try:
        ctypes.CDLL("libspeexdsp.so.1")
    except OSError:
        pytest.skip("libspeexdsp1 is not installed")
    far = noise(6, 1)
    result = speexdsp(np.roll(far, 400) * np.float32(0.5), far)
    assert result is not None
    assert np.std(cut(result[0], 4, 6)) < 0.2 * np.std(far)
