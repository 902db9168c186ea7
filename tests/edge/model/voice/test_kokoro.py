"""The Kokoro voice, with its weights."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from edge.audio.frame import VOICE_RATE
from edge.errors import InputError, WeightsError
from edge.model.voice import KokoroVoice, VoiceStyle
from edge.weights.store import WeightStore

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def voice(weights: WeightStore) -> KokoroVoice:
    return KokoroVoice.load(weights)


def test_a_clause_is_speech_of_a_sensible_length(voice: KokoroVoice) -> None:
    (clause,) = voice.speak("About 210 kilometres.", "en", VoiceStyle("af_heart"))
    assert clause.text == "About 210 kilometres."
    assert clause.samples.dtype == np.float32
    assert 0.9 < clause.samples.size / VOICE_RATE < 2.5
    assert 0.05 < np.abs(clause.samples).max() <= 1.0


def test_the_same_text_gives_the_same_samples(voice: KokoroVoice) -> None:
    style = VoiceStyle("zf_xiaoxiao")
    first, second = (next(iter(voice.speak("好的。", "zh", style))).samples for _ in range(2))
    assert np.array_equal(first, second)


def test_clauses_are_rendered_when_they_are_asked_for(voice: KokoroVoice) -> None:
    spoken = voice.speak("Okay, the window is open. " * 500, "en", VoiceStyle())
    assert all(clause.samples.size for clause in itertools.islice(spoken, 1))
    assert list(voice.speak("…", "en", VoiceStyle())) == []


def test_speed_pitch_and_blends_change_the_sound(voice: KokoroVoice) -> None:
    plain = voice.render("hello there", VoiceStyle("af_heart"))
    fast = voice.render("hello there", VoiceStyle("af_heart", speed=1.4))
    high = voice.render("hello there", VoiceStyle("af_heart", pitch_semitones=2))
    blend = voice.render("hello there", VoiceStyle({"af_heart": 1.0, "am_michael": 1.0}))
    assert fast.size < 0.9 * plain.size
    assert high.size == pytest.approx(plain.size, rel=0.1)
    assert blend.size != plain.size or not np.array_equal(blend, plain)


def test_an_unknown_voice_is_named(voice: KokoroVoice) -> None:
    assert "zf_xiaoxiao" in voice.voices
    for name in ("nobody", "../voices/af_heart"):
        with pytest.raises(InputError, match="no such voice"):
            voice.render("hello", VoiceStyle(name))
    with pytest.raises(InputError, match="blend"):
        voice.render("hello", VoiceStyle({"af_heart": 1.0, "am_michael": -1.0}))


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="cabin weights fetch kokoro"):
        KokoroVoice.load(WeightStore(tmp_path))
