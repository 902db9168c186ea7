"""Features, loops, the search, and what drivers say as a language model."""

import re
from collections.abc import Sequence

import numpy as np
import pytest

from deploy.training.hearing.phrases import said, spellings
from device.bench.wordings import SETS, wordings
from edge.audio.frame import ENGINE_RATE
from edge.language import Language
from edge.model.recogniser.decoding import decode, repetition
from edge.model.recogniser.features import MELS, log_mel
from edge.model.recogniser.phrasing import Phrasing, expected_sentences
from edge.model.recogniser.tokens import WhisperTokens
from edge.weights.store import WeightStore


@pytest.mark.parametrize("seconds", [0.0, 0.1, 1.0, 3.0])
def test_features_have_the_shape_of_the_window(seconds: float) -> None:
    audio = np.zeros(round(seconds * ENGINE_RATE), np.float32)
    features = log_mel(audio, 2.0)
    assert features.shape == (1, MELS, 200)
    assert features.dtype == np.float32
    assert np.allclose(features, -1.5)


def test_a_tone_lands_in_its_band() -> None:
    audio = np.sin(2 * np.pi * 1000 * np.arange(ENGINE_RATE) / ENGINE_RATE).astype(np.float32)
    features = log_mel(audio, 1.0)[0]
    assert features.mean(axis=1).argmax() == pytest.approx(26, abs=2)  # 1 kHz is a third of the way up the mel scale
    assert features.max() - features.min() == pytest.approx(2.0, abs=1e-4)


@pytest.mark.parametrize(
    ("tokens", "dropped"),
    [
        ([], 0),
        ([1, 2, 3, 4], 0),
        ([7] * 5, 0),
        ([7] * 6, 5),
        ([9, 1, 2, 1, 2, 1, 2, 1, 2], 6),
        ([1, 2, 3] * 3, 6),
        ([1, 2, 3, 4, 5] * 2, 5),
        ([1, 2, 3, 4] * 2, 0),
    ],
)
def test_loops_are_found(tokens: list[int], dropped: int) -> None:
    assert repetition(tokens) == dropped


class Chain:
    """A network that knows the probabilities of the next token by the last one, and keeps what each hypothesis was fed."""

    def __init__(self, tokens: WhisperTokens, chances: dict[int, dict[int, float]]) -> None:
        self._size = tokens.first_timestamp + 1501
        self._chances = chances
        self._fed: list[list[int]] = [[]]
        self.widest = 0

    def step(self, tokens: Sequence[Sequence[int]], parents: Sequence[int]) -> np.ndarray:
        self._fed = [[*self._fed[parent], *more] for parent, more in zip(parents, tokens, strict=True)]
        self.widest = max(self.widest, len(tokens))
        logits = np.full((len(tokens), self._size), -30.0, np.float32)
        for row, fed in zip(logits, self._fed, strict=True):
            for token, chance in self._chances.get(fed[-1], {}).items():
                row[token] = np.log(chance)
        return logits


@pytest.mark.weights
def test_a_beam_finds_what_greed_misses(weights: WeightStore) -> None:
    table = WhisperTokens(weights.path("whisper-base", "tokenizer.json"))
    zero, closing = table.first_timestamp, table.first_timestamp + 100
    a, b, c, d = 1000, 1001, 1002, 1003
    chances = {
        zero: {a: 0.6, b: 0.4},
        a: {c: 0.35, d: 0.34, closing: 0.31},
        b: {closing: 0.98, a: 0.02},
        c: {closing: 1.0},
        d: {closing: 1.0},
    }
    mask = np.zeros(table.first_timestamp + 1501, np.float32)

    def search(width: int, wish: int | None = None) -> list[list[int]]:
        favours = np.zeros(table.end + 1, np.float32)
        if wish is not None:
            favours[wish] = 3.0
        found = decode(
            Chain(table, chances).step,
            [table.start],
            table,
            mask,
            remaining=lambda seconds: 2.0 - seconds,
            max_tokens=20,
            width=width,
            bias=None if wish is None else lambda _: favours,
        )
        assert all(done.ended == "timestamp" for done in found)
        return [done.tokens for done in found]

    assert search(1) == [[a, c]]
    assert search(3)[0] == [b]
    assert search(3, wish=d)[0] == [a, d]


@pytest.mark.weights
@pytest.mark.parametrize(("chance", "widest"), [(0.2, 2), (0.02, 1)])
def test_what_is_hopeless_is_not_followed(weights: WeightStore, chance: float, widest: int) -> None:
    table = WhisperTokens(weights.path("whisper-base", "tokenizer.json"))
    zero, closing = table.first_timestamp, table.first_timestamp + 100
    chain = Chain(table, {zero: {1000: 1 - chance, 1001: chance}, 1000: {closing: 1.0}, 1001: {closing: 1.0}})
    mask = np.zeros(table.first_timestamp + 1501, np.float32)
    found = decode(chain.step, [table.start], table, mask, remaining=lambda seconds: 2.0 - seconds, max_tokens=20, width=5)
    assert found[0].tokens == [1000]
    assert chain.widest == widest


@pytest.mark.weights
def test_a_text_that_begins_badly_is_followed_where_a_bias_may_speak_for_it_later(weights: WeightStore) -> None:
    table = WhisperTokens(weights.path("whisper-base", "tokenizer.json"))
    zero, closing = table.first_timestamp, table.first_timestamp + 100
    chances = {zero: {1000: 0.97, 1001: 0.03}, 1000: {closing: 1.0}, 1001: {1002: 1.0}, 1002: {closing: 1.0}}
    mask = np.zeros(table.first_timestamp + 1501, np.float32)

    def bias(text: Sequence[int]) -> np.ndarray:
        favours = np.zeros(table.end + 1, np.float32)
        favours[1002] = 8.0 if list(text) == [1001] else 0.0
        return favours

    for wish, best in ((None, [1000]), (bias, [1001, 1002])):
        found = decode(
            Chain(table, chances).step,
            [table.start],
            table,
            mask,
            remaining=lambda seconds: 2.0 - seconds,
            max_tokens=20,
            width=5,
            bias=wish,
        )
        assert found[0].tokens == best


def test_phrasing_is_a_distribution_that_follows_its_sentences() -> None:
    end = 50
    phrasing = Phrasing([[1, 2, 3], [1, 2, 4], [1, 2, 3], [7, 2, 5]], end)
    for text in ([], [1], [1, 2], [7, 2], [40], [1, 2, 3]):
        assert np.exp(phrasing.log_probabilities(text)).sum() == pytest.approx(1.0, abs=1e-3)
    assert phrasing.log_probabilities([]).argmax() == 1
    assert phrasing.log_probabilities([1, 2]).argmax() == 3
    assert phrasing.log_probabilities([7, 2]).argmax() == 5
    assert phrasing.log_probabilities([1, 2, 3]).argmax() == end
    assert phrasing.log_probabilities([9, 2])[3] > phrasing.log_probabilities([9, 9])[3]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_measured_by_is_not_expected(language: Language) -> None:
    def bare(text: str) -> str:
        return re.sub(r"\W", "", text).lower()

    expected = {bare(sentence) for sentence in expected_sentences(language)}
    assert len(expected) > 2000
    assert not expected & {bare(wording.text) for name in SETS for wording in wordings(name, language)}


def test_what_was_written_since_is_expected() -> None:
    """The rounds grow; their sentences reach the recogniser when deploy/training/hearing/phrases.py is run again."""
    kept = set(expected_sentences("zh"))
    wanted = {spelling for text in said("zh") for spelling in spellings(text, "zh")}
    assert len(wanted - kept) < 0.05 * len(wanted)
