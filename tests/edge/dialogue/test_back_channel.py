"""A listener's "mm" does not interrupt; words do. Sounds are made by formula, and by a synthesiser where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.resample import resample
from edge.audio.wav import mono, read_audio
from edge.dialogue.barge_in import BargeInDetector, Verdict
from edge.dialogue.speech_follower import Finding, FollowerSettings, SpeechFollower
from edge.dialogue.turn import State
from edge.frontend.highpass import HighPass
from edge.frontend.models import FrontEndModels
from edge.frontend.vad import VoiceActivityDetector
from edge.weights.store import WeightStore


def hum(ms: int, level: float = 0.05) -> Samples:
    """A closed-mouth hum at 120 Hz."""
    t = np.arange(ENGINE_RATE * ms // 1000) / ENGINE_RATE
    sound = sum(np.sin(2 * np.pi * 120 * k * t) / k**1.5 for k in range(1, 8))
    return (sound / np.std(sound) * level).astype(np.float32)


def hiss(ms: int, level: float = 0.03) -> Samples:
    """The beginning of a word like "stop"."""
    rng = np.random.default_rng(1)
    return (np.diff(rng.standard_normal(ENGINE_RATE * ms // 1000 + 1)) / 1.5 * level).astype(np.float32)


def verdicts(sound: Samples, usual: Samples | None = None) -> list[Verdict]:
    """What a sound over the answer first leads to; the voice detector is sure throughout, and a second of quiet follows."""
    detector = BargeInDetector()
    if usual is not None:
        for at in range(0, len(usual) - 159, 160):
            detector.learn(usual[at : at + 160])
    found = [detector.feed(0.9, sound[at : at + 160]) for at in range(0, len(sound) - 159, 160)]
    found += [detector.feed(0.0, np.zeros(160, np.float32)) for _ in range(100)]
    return [verdict for verdict in found if verdict is not Verdict.NOTHING][:2]


TAKEN_BACK = [Verdict.CANDIDATE, Verdict.REJECTED]
INTERRUPTED = [Verdict.CANDIDATE, Verdict.CONFIRMED]


def test_a_short_hum_is_taken_back() -> None:
    assert verdicts(hum(300)) == TAKEN_BACK
    assert verdicts(hum(480), usual=hum(1000)) == TAKEN_BACK


def test_a_long_one_interrupts() -> None:
    assert verdicts(hum(700), usual=hum(1000)) == INTERRUPTED


@pytest.mark.parametrize(
    ("more_ms", "near_end_ago_ms", "outcome"), [(40, 400, TAKEN_BACK), (100, 400, INTERRUPTED), (40, 100, INTERRUPTED)]
)
def test_one_wrong_window_of_the_voice_detector_is_nobody_who_speaks_still(
    more_ms: int, near_end_ago_ms: int, outcome: list[Verdict]
) -> None:
    """As the echo canceller goes to rest in the pause, more of the car's noise is left at once: nobody's onset was near."""
    detector, silence = BargeInDetector(), np.zeros(160, np.float32)
    for at in range(0, ENGINE_RATE, 160):
        detector.learn(hum(1000)[at : at + 160])
    sound = hum(480)
    found = [detector.feed(0.9, sound[at : at + 160], 3.0) for at in range(0, len(sound), 160)]
    found += [detector.feed(0.1, silence, 1.0 if ago_ms == near_end_ago_ms else -5.0) for ago_ms in range(350, 0, -10)]
    found += [detector.feed(0.6, silence) for _ in range(more_ms // 10)]
    found += [detector.feed(0.1, silence) for _ in range(100)]
    assert [verdict for verdict in found if verdict is not Verdict.NOTHING][:2] == outcome


def test_a_hiss_interrupts_at_once() -> None:
    assert verdicts(np.concatenate([hiss(80), hum(220)]), usual=hum(1000)) == INTERRUPTED


def test_a_breath_between_vowels_is_taken_back() -> None:
    breath = hiss(80, 0.015)
    assert verdicts(np.concatenate([hum(150), breath, hum(220)]), usual=hum(1000)) == TAKEN_BACK


def test_a_sibilant_between_vowels_interrupts() -> None:
    assert verdicts(np.concatenate([hum(150), hiss(100, 0.04), hum(220)]), usual=hum(1000)) == INTERRUPTED


def test_a_short_word_that_begins_with_an_s_interrupts_once_it_is_over() -> None:
    short = np.concatenate([hiss(60, 0.02), hum(130)])
    assert verdicts(short, usual=hum(1000)) == INTERRUPTED
    assert verdicts(hum(190), usual=hum(1000)) == TAKEN_BACK


def test_a_voice_louder_than_usual_interrupts_at_once() -> None:
    assert verdicts(hum(300, 0.1), usual=hum(1000, 0.05)) == INTERRUPTED


def test_without_samples_nothing_is_taken_for_a_hum() -> None:
    detector = BargeInDetector()
    assert [detector.feed(0.9) for _ in range(24)][-1] is Verdict.CONFIRMED


def test_the_usual_level_is_learnt_from_turns() -> None:
    follower = SpeechFollower(FollowerSettings())
    follower.duplex = "full"
    for _ in range(100):
        follower.feed(0.9, State.LISTENING, 0.0, hum(10, 0.05))
    findings = [follower.feed(0.9, State.SPEAKING, 1.0, hum(10, 0.1)) for _ in range(30)]
    assert Finding.BARGE_IN in findings


@pytest.mark.weights
@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
@pytest.mark.parametrize(
    ("said", "voice", "interrupts"),
    [
        ("oh", "en-us", False),
        ("mm", "en-gb+f2", False),
        ("stop it", "en-us", True),
        ("what about the other one", "en-gb+f2", True),
    ],
)
def test_spoken_sounds(tmp_path: Path, weights: WeightStore, said: str, voice: str, interrupts: bool) -> None:
    wav = tmp_path / "said.wav"
    subprocess.run(["espeak-ng", "-v", voice, "-w", str(wav), "--", said], check=True, timeout=30)
    samples, rate = read_audio(wav)
    speech = resample(mono(samples), rate, ENGINE_RATE)
    speech = np.concatenate([np.zeros(8000, np.float32), speech * np.float32(0.05 / np.std(speech)), np.zeros(16000, np.float32)])
    vad, highpass = VoiceActivityDetector(FrontEndModels.load(weights, []).silero), HighPass()
    detector = BargeInDetector()
    for at in range(0, ENGINE_RATE, 160):
        detector.learn(speech[8000 + at % 1600 : 8160 + at % 1600])
    found = []
    for at in range(0, len(speech) - 159, 160):
        clean = highpass.process(speech[at : at + 160]).copy()
        vad.process(clean)
        found.append(detector.feed(vad.probability, clean))
    assert (Verdict.CONFIRMED in found) == interrupts
