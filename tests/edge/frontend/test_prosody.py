"""Measurements of speech whose pace, pitch and pauses are known, against a habit."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from cabin_sounds import babble, recording
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.audio.frame import ENGINE_RATE, Samples
from edge.frontend.habit import Habit
from edge.frontend.prosody import ProsodyTracker

needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
SENTENCE = "Could you tell me how long it takes to the next charging station on this road"
SYLLABLES = 19


def spoken(folder: Path, *options: str, text: str = SENTENCE) -> Samples:
    wav = folder / "spoken.wav"
    subprocess.run(["espeak-ng", *options, "-w", str(wav), "--", text], check=True, timeout=30)
    return recording(wav)


def laughter(bursts_per_s: float, bursts: int, hz: float) -> Samples:
    """Breathy vowels of equal kind at even intervals, falling a little."""
    rng = np.random.default_rng(0)
    t = np.arange(int(ENGINE_RATE / bursts_per_s)) / ENGINE_RATE
    out = []
    for k in range(bursts):
        vowel = np.sum([np.sin(2 * np.pi * hz * 2 ** (-0.05 * k) * h * t) / h for h in range(1, 14)], axis=0)
        shape = np.clip(1 - 1.6 * t * bursts_per_s, 0, 1) ** 0.7
        breath = 0.012 * rng.standard_normal(len(t)) * np.exp(-2 * t * bursts_per_s)
        out.append((0.1 * vowel * shape + breath) * 0.9**k)
    return np.concatenate(out).astype(np.float32)


def sigh(seconds: float) -> Samples:
    """Breath: noise of a wide mouth, quickly louder and slowly softer."""
    rng = np.random.default_rng(0)
    n = int(seconds * ENGINE_RATE)
    hz = np.fft.rfftfreq(n, 1 / ENGINE_RATE)
    spectrum = np.fft.rfft(rng.standard_normal(n)) / np.sqrt(1 + (hz / 1500) ** 2) / (1 + (200 / np.maximum(hz, 1)) ** 2)
    sound = np.fft.irfft(spectrum, n)
    t = np.linspace(0, 1, n)
    return (0.03 * sound / np.std(sound) * np.minimum(t / 0.15, 1) * np.exp(-2.2 * t)).astype(np.float32)


def quiet(seconds: float) -> Samples:
    return (1e-4 * np.random.default_rng(3).standard_normal(int(seconds * ENGINE_RATE))).astype(np.float32)


@needs_espeak
def test_pace_follows_the_synthesiser(tmp_path: Path) -> None:
    for words_per_minute in ("110", "150", "200", "260"):
        measured = ProsodyTracker().feed(spoken(tmp_path, "-s", words_per_minute))
        assert measured is not None
        assert measured.syllables_per_s == pytest.approx(SYLLABLES / measured.speech_s, rel=0.15)


@needs_espeak
def test_a_habit_is_learnt_and_a_hurried_turn_stands_out(tmp_path: Path) -> None:
    tracker = ProsodyTracker()
    for pitch in ("45", "50", "55", "48"):
        usual = tracker.feed(spoken(tmp_path, "-s", "150", "-p", pitch))
    assert usual is not None
    assert abs(usual.relative["pace"]) < 2
    hurried = tracker.feed(spoken(tmp_path, "-s", "240", "-p", "85"))
    assert hurried is not None
    assert hurried.relative["pace"] > 2
    assert hurried.relative["pitch"] > 2
    tracker.reset()
    again = tracker.feed(spoken(tmp_path, "-s", "240"))
    assert again is not None
    assert again.relative == {}


@needs_espeak
def test_a_turn_of_a_word_teaches_nothing(tmp_path: Path) -> None:
    tracker = ProsodyTracker()
    for _ in range(5):
        word = tracker.feed(spoken(tmp_path, "-s", "150", text="yes"))
    assert word is not None
    assert word.relative == {}


@needs_espeak
def test_pauses_are_counted(tmp_path: Path) -> None:
    part = spoken(tmp_path, text="how far is it")
    measured = ProsodyTracker().feed(np.concatenate([part, quiet(0.8), part, quiet(0.5), part]))
    assert measured is not None
    assert measured.pauses == 2
    assert measured.longest_pause_s == pytest.approx(0.9, abs=0.35)


def test_nobody_speaks() -> None:
    tracker = ProsodyTracker()
    assert tracker.feed(np.zeros(0, np.float32)) is None
    assert tracker.feed(np.zeros(32_000, np.float32)) is None
    assert tracker.feed(quiet(2)) is None


@pytest.mark.parametrize("bursts_per_s", [4.0, 5.0, 6.0])
@pytest.mark.parametrize("hz", [150.0, 260.0])
def test_a_sound_like_laughter(bursts_per_s: float, hz: float) -> None:
    measured = ProsodyTracker().feed(np.concatenate([quiet(0.3), laughter(bursts_per_s, 7, hz), quiet(0.5)]))
    assert measured is not None
    assert [sound.kind for sound in measured.sounds] == ["laughter-like"]


def test_a_sound_like_a_sigh() -> None:
    measured = ProsodyTracker().feed(np.concatenate([babble(1.5, 1, 0.03), quiet(0.5), sigh(1.0), quiet(0.5)]))
    assert measured is not None
    assert [sound.kind for sound in measured.sounds if sound.kind == "sigh-like"] == ["sigh-like"]


def test_ordinary_talk_is_seldom_taken_for_laughter(data: Path) -> None:
    found = seconds = 0.0
    for folder in ("asr_en/cmu_arctic", "asr_en/coffee_orders_intents", "asr_zh/aishell", "farend_prompts_asterisk"):
        for path in sorted((data / folder).glob("*.wav")):
            measured = ProsodyTracker().feed(recording(path))
            if measured is not None:
                found += len(measured.sounds)
                seconds += measured.seconds
    assert found / seconds < 1 / 60


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-1, 1, width=32), max_size=400), st.integers(1, 40))
def test_any_samples_are_survived(values: list[float], repeats: int) -> None:
    ProsodyTracker().feed(np.tile(np.array(values, np.float32), repeats))


def test_habit_forgets_slowly_and_waits_for_three() -> None:
    habit = Habit()
    for value in (10.0, 11.0, 9.0):
        assert habit.deviations({"x": value}) == {}
        habit.learn({"x": value})
    assert habit.deviations({"x": 10.0})["x"] == pytest.approx(0.0)
    assert habit.deviations({"x": 13.0})["x"] > 3
    assert habit.deviations({"unknown": 1.0}) == {}
