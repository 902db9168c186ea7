"""Hours of other talk: what is said, by whom, and that it is made once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from device.wake_training import chatter
from device.wake_training.augment import Conditions
from device.wake_training.chatter import Block, blocks
from device.wake_training.phrases import says
from device.wake_training.phrases_zh import dictionary
from device.wake_training.sentences import vocabulary
from edge.errors import CabinError
from edge.frontend.wake_embedding import WakeEmbedding
from edge.language import Language
from edge.weights.store import WeightStore


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_block_is_always_the_same_and_no_two_are_alike(language: Language) -> None:
    drawn = [Block(language, "train", number).utterance() for number in range(12)]
    assert drawn == [Block(language, "train", number).utterance() for number in range(12)]
    assert len({utterance.text for utterance in drawn}) == len({utterance.speaker for utterance in drawn}) == 12
    held = [Block(language, "held", number).utterance() for number in range(12)]
    assert not {u.speaker.voice for u in drawn} & {u.speaker.voice for u in held}


def test_no_block_says_the_phrase() -> None:
    texts = [block.utterance().text for block in blocks("computer", "en", "en", "train", 0.4)]
    assert len(texts) == round(0.4 * 3600 / chatter.BLOCK_S)
    assert not any("computer" in text.lower() for text in texts)
    # In the other language nothing can be the phrase, so nothing is left out.
    assert [block.number for block in blocks("computer", "en", "zh", "train", 0.1)] == list(range(14))


def test_a_phrase_is_found_in_talk() -> None:
    assert says("Well, HELLO  cabin!", "hello cabin", "en")
    assert not says("hello, old cabin", "hello cabin", "en")
    assert says("他说你好，小仓在那边", "你好小舱", "zh")  # the same syllables
    assert not says("你好，小张在那边", "你好小舱", "zh")


def test_common_words_are_drawn_more_often_than_rare_ones() -> None:
    rng = np.random.default_rng(0)
    words = vocabulary("zh").draw(rng, 20_000)
    common = [word for word, _ in dictionary()[:100]]
    rare = [word for word, _ in dictionary()[-100:]]
    assert sum(map(words.count, common)) > 10 * sum(map(words.count, rare)) > 0
    assert len(set(words)) > 5000


@pytest.fixture(scope="module")
def embedding(weights: WeightStore) -> WakeEmbedding:
    mel = weights.path("wake-embedding", "melspectrogram.onnx")
    return WakeEmbedding.load(mel, weights.path("wake-embedding", "embedding_dense.onnx"))


@pytest.mark.weights
def test_a_block_is_made_once(embedding: WakeEmbedding, tmp_path: Path) -> None:
    block = Block("en", "train", 3)
    assert chatter.load(block, tmp_path) is None
    chatter.make(block, tmp_path, embedding, Conditions())
    rows = chatter.load(block, tmp_path)
    assert rows is not None
    assert 10 < len(rows) * 0.04 < 60
    assert np.isfinite(rows).all()
    np.testing.assert_array_equal(rows, block.embeddings(embedding, Conditions()))


@pytest.mark.weights
def test_a_program_that_is_not_there_is_one_line(embedding: WakeEmbedding, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CabinError, match="not installed; on Debian and Ubuntu: apt install"):
        Block("zh", "train", 0).embeddings(embedding, Conditions())
