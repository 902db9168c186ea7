"""The shipped heads, on voices that they were not trained on and on talk that is not for them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from device.resources import shipped
from device.wake_training.augment import coloured_noise, music
from device.wake_training.speakers import HELD_KOKORO, Speaker
from device.wake_training.speech import SpeechRenderer, Utterance
from edge.audio.frame import Samples
from edge.frontend.wake import WakeDetector, WakeHead
from edge.frontend.wake_embedding import WakeEmbedding
from edge.language import Language
from edge.weights.store import WeightStore

pytestmark = pytest.mark.weights

_HEADS: tuple[tuple[str, str, Language], ...] = (
    ("hello_cabin.onnx", "hello cabin", "en"),
    ("nihao_xiaocang.onnx", "你好小舱", "zh"),
)
_OTHER: dict[Language, tuple[str, ...]] = {
    "en": ("what is the weather like tomorrow", "hello captain, the cargo is ready"),
    "zh": ("今天天气怎么样", "你好小姐，请给我一杯水"),
}


@pytest.fixture(scope="module")
def renderer(weights: WeightStore, tmp_path_factory: pytest.TempPathFactory) -> SpeechRenderer:
    return SpeechRenderer(weights, tmp_path_factory.mktemp("speech"))


@pytest.fixture(scope="module")
def embedding(weights: WeightStore) -> WakeEmbedding:
    mel = weights.path("wake-embedding", "melspectrogram.onnx")
    return WakeEmbedding.load(mel, weights.path("wake-embedding", "embedding_dense.onnx"))


def _hits(embedding: WakeEmbedding, head: WakeHead, audio: Samples) -> int:
    detector = WakeDetector(embedding, [head])
    quiet = np.random.default_rng(0).standard_normal(32_000 + len(audio) + 12_800).astype(np.float32) * np.float32(1e-3)
    quiet[32_000 : 32_000 + len(audio)] += audio
    return sum(len(detector.process(quiet[i : i + 160], True)) for i in range(0, len(quiet) - 159, 160))


@pytest.mark.parametrize(("file", "phrase", "language"), _HEADS)
def test_hears_the_phrase_from_new_voices(
    file: str, phrase: str, language: Language, renderer: SpeechRenderer, embedding: WakeEmbedding
) -> None:
    head = WakeHead.load(shipped("wake", file))
    assert (head.phrase, head.lang) == (phrase, language)
    for voice in HELD_KOKORO[language][:2]:
        speech = renderer.render(Utterance(phrase, language, Speaker("kokoro", voice)))
        assert _hits(embedding, head, speech) == 1, voice


@pytest.mark.parametrize(("file", "phrase", "language"), _HEADS)
def test_does_not_hear_other_talk(
    file: str, phrase: str, language: Language, renderer: SpeechRenderer, embedding: WakeEmbedding
) -> None:
    head = WakeHead.load(shipped("wake", file))
    for text in _OTHER[language]:
        speech = renderer.render(Utterance(text, language, Speaker("kokoro", HELD_KOKORO[language][0])))
        assert _hits(embedding, head, speech) == 0, text


@pytest.mark.parametrize("file", [file for file, _, _ in _HEADS])
def test_does_not_hear_noise_and_music(file: str, embedding: WakeEmbedding) -> None:
    head = WakeHead.load(shipped("wake", file))
    rng = np.random.default_rng(8)
    for make in (coloured_noise, music):
        for level in (0.003, 0.1):
            audio = np.clip(make(16_000 * 8, rng) * np.float32(level), -1, 1)
            assert _hits(embedding, head, audio) == 0, make.__name__


@pytest.mark.parametrize(("file", "phrase", "language"), _HEADS)
def test_the_card_lies_beside_the_head(file: str, phrase: str, language: Language) -> None:
    card: Path = shipped("wake", file).with_suffix(".md")
    text = card.read_text(encoding="utf-8")
    assert phrase in text
    assert "Apache-2.0" in text
