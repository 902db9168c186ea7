"""Speakers, plans, rendering and scenes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.resources import shipped
from device.wake_training.augment import Conditions, coloured_noise, music, recorded, room, transform_length
from device.wake_training.pace import paced
from device.wake_training.plan import Quantity, general_negatives, hard_negatives, positives
from device.wake_training.playback import Playback
from device.wake_training.speakers import HELD_KOKORO, Speaker, kokoro_blend, pick_kokoro
from device.wake_training.speech import SpeechRenderer, Utterance, trimmed
from device.wake_training.windows import WindowMaker, scene, window_ends
from edge.frontend.wake import WakeHead
from edge.frontend.wake_embedding import WakeEmbedding
from edge.language import Language
from edge.weights.store import WeightStore


def test_blends_are_read() -> None:
    assert kokoro_blend("af_heart") == ([("af_heart", 1.0)], "af_heart")
    assert kokoro_blend("am_adam+zf_xiaoni@0.25|bf_emma") == ([("am_adam", 0.75), ("zf_xiaoni", 0.25)], "bf_emma")


def test_held_out_voices_are_never_trained_on() -> None:
    held = {*HELD_KOKORO["en"], *HELD_KOKORO["zh"]}
    rng = np.random.default_rng(0)
    for _ in range(500):
        for language in ("en", "zh"):
            timbres, prosody = kokoro_blend(pick_kokoro(language, "train", rng).voice)  # type: ignore[arg-type]
            assert not held & {prosody, *(name for name, _ in timbres)}
            assert pick_kokoro(language, "held", rng).voice in held  # type: ignore[arg-type]


def test_plans_are_repeatable_and_split_by_text() -> None:
    amount = Quantity(30, 30, 10)
    assert positives("hello cabin", "en", "train", amount, 1) == positives("hello cabin", "en", "train", amount, 1)
    short = positives("hello cabin", "en", "train", Quantity(5, 0, 0), 1)
    assert positives("hello cabin", "en", "train", Quantity(30, 0, 0), 1)[:5] == short
    for draw in (
        lambda split: hard_negatives("hello cabin", "en", split, amount, 1),
        lambda split: general_negatives("zh", split, amount, 1),
    ):
        train, held = ({u.text for u in draw(split)} for split in ("train", "held"))
        assert train
        assert held
        assert not train & held


@pytest.mark.parametrize(
    ("phrase", "language", "near"),
    [("hello cabin", "en", ("hello kevin", "bolo cabin")), ("你好小舱", "zh", ("你好小张", "你好小姐"))],
)
def test_the_likeliest_confusions_are_always_trained_on(phrase: str, language: Language, near: tuple[str, ...]) -> None:
    said = [u.text for u in hard_negatives(phrase, language, "train", Quantity(160, 0, 0), 1)]
    assert set(near) <= set(said)


def test_programs_speak_and_the_cache_remembers(tmp_path: Path) -> None:
    renderer = SpeechRenderer(WeightStore(tmp_path / "none"), tmp_path)
    for speaker in (Speaker("espeak", "en-gb+f2", 1.1, 60), Speaker("flite", "kal16")):
        utterance = Utterance("hello cabin", "en", speaker)
        assert not renderer.cached(utterance)
        speech = renderer.render(utterance)
        assert 0.4 * 16_000 < len(speech) < 2 * 16_000
        assert 0.45 < np.abs(speech).max() <= 0.55
        assert renderer.cached(utterance)
        np.testing.assert_allclose(renderer.render(utterance), speech, atol=1e-4)


def test_half_of_the_training_phrases_open_a_sentence() -> None:
    drawn = positives("hello cabin", "en", "train", Quantity(60, 20, 10), 1)
    opening = [u for u in drawn if u.rest]
    assert 15 < len(opening) < 45
    assert {u.speaker.engine for u in opening} == {"kokoro"}
    assert not any(u.rest for u in positives("hello cabin", "en", "held", Quantity(60, 20, 10), 1))


@pytest.mark.weights
def test_of_a_sentence_only_the_phrase_is_heard(weights: WeightStore, tmp_path: Path) -> None:
    renderer = SpeechRenderer(weights, tmp_path)
    speaker = Speaker("kokoro", "zm_yunxi")
    phrase, rest = "你好小舱", "还能开多远"
    opening = renderer.render(Utterance(phrase, "zh", speaker, rest))
    whole = renderer.render(Utterance(f"{phrase}，{rest}", "zh", speaker))
    assert 0.3 * 16_000 < len(opening) < 0.6 * len(whole)
    assert np.abs(opening).max() > 0.4


def test_silence_is_trimmed() -> None:
    audio = np.zeros(16_000, np.float32)
    audio[6_000:9_000] = 0.2
    assert len(trimmed(audio)) == pytest.approx(3_000, abs=700)
    assert trimmed(np.zeros(1_000, np.float32)).size == 0


def test_recordings_stay_in_range_and_follow_the_generator() -> None:
    speech = (0.3 * np.sin(np.arange(24_000) / 20)).astype(np.float32)
    for seed in range(12):
        one, two = (recorded(speech, [speech], Conditions(), np.random.default_rng(seed)) for _ in range(2))
        assert one.shape == speech.shape
        assert np.isfinite(one).all()
        assert np.abs(one).max() <= 1.0
        np.testing.assert_array_equal(one, two)
    rng = np.random.default_rng(1)
    for noise in (coloured_noise(16_000, rng), music(16_000, rng)):
        assert np.sqrt(np.mean(noise**2)) == pytest.approx(1.0, rel=0.01)
    assert 0.04 * 16_000 < len(room(rng)) <= 0.5 * 16_000


@pytest.mark.parametrize("factor", [0.75, 1.0, 1.4])
def test_a_pace_is_another_length_at_the_same_pitch(factor: float) -> None:
    # A vowel that moves: harmonics of 125 Hz under a formant that rises from 400 to 900 Hz.
    time = np.arange(12_000) / 16_000
    formant = 400 + 500 * time / time[-1]
    weights = [np.exp(-(((125 * k - formant) / 150) ** 2)) for k in range(1, 12)]
    speech = sum(w * np.sin(2 * np.pi * 125 * k * time) for k, w in enumerate(weights, 1)).astype(np.float32)
    other = paced(speech, factor)
    assert len(other) == pytest.approx(len(speech) / factor, abs=400)
    spectrum, frequency = np.abs(np.fft.rfft(other)), np.fft.rfftfreq(len(other), 1 / 16_000)
    harmonic = np.abs(frequency - 125 * np.round(frequency / 125)) < 8
    assert np.sum(spectrum[harmonic] ** 2) > 0.9 * np.sum(spectrum**2)

    def middle(audio: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float:
        power = np.abs(np.fft.rfft(audio * np.hanning(len(audio)))) ** 2
        return float(np.sum(power * np.fft.rfftfreq(len(audio), 1 / 16_000)) / np.sum(power))

    # The formant is where it was at the same part of the sound.
    for part in (0.25, 0.5, 0.75):
        one, two = (middle(x[int(part * len(x)) - 800 : int(part * len(x)) + 800]) for x in (speech, other))
        assert two == pytest.approx(one, abs=40)


@given(st.integers(1, 300_000))
def test_a_transform_is_no_longer_than_it_must_be(samples: int) -> None:
    length = transform_length(samples)
    assert samples <= length <= samples + max(16, samples // 10)
    for prime in (2, 3, 5):
        while length % prime == 0:
            length //= prime
    assert length == 1


def test_a_scene_holds_the_utterance_where_it_says() -> None:
    speech = np.full(8_000, 0.5, np.float32)
    for seed in range(8):
        made = scene(speech, [], np.random.default_rng(seed))
        assert len(made.audio) - made.end == int(0.4 * 16_000)
        assert window_ends(len(made.audio))[0] <= made.end - 3_000


@pytest.mark.weights
def test_windows_of_a_phrase(weights: WeightStore) -> None:
    mel = weights.path("wake-embedding", "melspectrogram.onnx")
    embedding = WakeEmbedding.load(mel, weights.path("wake-embedding", "embedding_dense.onnx"))
    maker = WindowMaker(embedding, Conditions(), np.random.default_rng(0))
    speech = (0.4 * np.sin(np.arange(12_000) / 15)).astype(np.float32)
    heard, early = maker.of_phrase(speech, [speech])
    assert heard.shape[1:] == early.shape[1:] == (16, 96)
    assert 9 <= len(heard) <= 10
    assert len(early) >= 1


@pytest.mark.weights
def test_while_the_car_plays_the_phrase_is_heard_where_it_is_said(weights: WeightStore, tmp_path: Path) -> None:
    mel = weights.path("wake-embedding", "melspectrogram.onnx")
    embedding = WakeEmbedding.load(mel, weights.path("wake-embedding", "embedding_dense.onnx"))
    renderer = SpeechRenderer(WeightStore(tmp_path / "none"), tmp_path)
    answer = renderer.render(Utterance("in four hundred metres turn left onto station road", "en", Speaker("flite", "slt")))
    phrase = renderer.render(Utterance("hello cabin", "en", Speaker("espeak", "en-gb+f4")))
    head = WakeHead.load(shipped("wake", "hello_cabin.onnx"))
    playback = Playback()
    makers = [WindowMaker(embedding, Conditions(), np.random.default_rng(seed)) for seed in range(8)]
    # Several cars: in one of three the loudspeaker is so loud that nobody would be heard.
    parts = [part for maker in makers for part in maker.of_phrases_over(playback, [phrase] * 4, [answer])]
    assert [9 <= len(heard) <= 11 for heard, _ in parts] == [True] * 32
    said, before = (np.concatenate(windows) for windows in zip(*parts, strict=True))
    assert np.median(head.scores(said)) > 0.5 > 0.1 > np.median(head.scores(before))
