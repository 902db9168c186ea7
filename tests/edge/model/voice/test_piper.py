"""The fast voice with its weights, and the voices behind one interface."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from device.espeak import EspeakPronouncer
from edge.audio.frame import VOICE_RATE, Samples
from edge.errors import InputError, WeightsError
from edge.model.voice.choir import Choir, OnDemand, load_voice
from edge.model.voice.piper import NAME, PiperVoice, read_settings
from edge.model.voice.plan import Passage
from edge.model.voice.style import VoiceStyle
from edge.model.voice.voice import Voice, whole
from edge.onnx import OnnxSession
from edge.weights.store import WeightStore

ESPEAK = EspeakPronouncer()


@pytest.fixture(scope="module")
def piper(weights: WeightStore) -> PiperVoice:
    if not weights.has("piper-joe") or not ESPEAK.available:
        pytest.skip("needs espeak-ng and `cabin weights fetch piper-joe`")
    return PiperVoice.load(weights, ESPEAK.phrase)


class Tone:
    """A voice that hums, to see who is asked."""

    def __init__(self, name: str, level: float) -> None:
        self.voices = [name]
        self._level = level

    def render_passage(self, passage: Passage) -> Iterator[Samples]:
        yield np.full(10, self._level, np.float32)


def test_a_passage_goes_to_the_voice_that_has_the_timbre() -> None:
    opened: list[str] = []

    def load() -> Voice:
        opened.append("b")
        return Tone("b", 0.2)

    choir = Choir([Tone("a", 0.1), OnDemand(["b"], load)])
    assert choir.voices == ["a", "b"]
    assert whole(choir, "Hi.", "en", VoiceStyle("a"))[0] == pytest.approx(0.1)
    assert opened == []
    assert whole(choir, "Hi.", "en", VoiceStyle("b"))[0] == pytest.approx(0.2)
    assert whole(choir, "Hi. Ho.", "en", VoiceStyle("b"))[0] == pytest.approx(0.2)
    assert opened == ["b"]
    assert whole(choir, "Hi.", "en", VoiceStyle("unknown"))[0] == pytest.approx(0.1)


@pytest.mark.weights
def test_the_same_words_give_the_same_samples(piper: PiperVoice) -> None:
    first, second = (whole(piper, "You have 210 km left.", "en", VoiceStyle(NAME)) for _ in range(2))
    assert np.array_equal(first, second)
    assert 1.5 < len(first) / VOICE_RATE < 4.5
    assert 0.05 < np.abs(first).max() < 1.0


@pytest.mark.weights
def test_pace_and_marks_are_realised(piper: PiperVoice) -> None:
    text = "Please turn left at the next crossing."
    usual = whole(piper, text, "en", VoiceStyle(NAME))
    assert len(whole(piper, text, "en", VoiceStyle(NAME, speed=1.3))) < 0.85 * len(usual)
    slow = whole(piper, f'<prosody rate="slow" volume="soft">{text}</prosody>', "en", VoiceStyle(NAME))
    assert len(slow) > 1.04 * len(usual)
    assert np.std(slow) < 0.75 * np.std(usual)


@pytest.mark.weights
def test_nothing_to_say_is_silent(piper: PiperVoice) -> None:
    assert whole(piper, "…", "en", VoiceStyle(NAME)).size == 0
    assert piper.numbers("") == piper.numbers("!?") == []


def test_without_espeak_one_line_says_so() -> None:
    voice = PiperVoice(cast(OnnxSession, None), {"_": 0, "^": 1, "$": 2}, 22_050, lambda _: None)
    with pytest.raises(InputError, match="espeak-ng"):
        list(voice.render_passage(Passage("Hello.", "en", VoiceStyle(NAME))))


@pytest.mark.parametrize(
    "text", ["", "{}", '{"phoneme_id_map": [], "audio": {}}', '{"phoneme_id_map":{"_":[]},"audio":{"sample_rate":1}}']
)
def test_damaged_settings_are_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "model.onnx.json"
    path.write_text(text)
    with pytest.raises(WeightsError, match=r"model\.onnx\.json"):
        read_settings(path)
    with pytest.raises(WeightsError):
        read_settings(tmp_path / "nowhere.json")


def test_without_weights_there_is_no_voice(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="kokoro"):
        load_voice(WeightStore(tmp_path))
