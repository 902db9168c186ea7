"""Near misses: near, but never the phrase; and what a phrase may be."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device.wake_training.phrases import checked_phrase, near_misses, spellings, syllables, warnings
from device.wake_training.phrases_en import sound_of
from device.wake_training.phrases_zh import accent_free, sounds
from device.wake_training.sounds import distance
from edge.errors import InputError

_WORDS = ["hello", "cabin", "computer", "marigold", "okay", "driver", "orange", "hey", "sunny", "compass", "mister"]
_CHARACTERS = "你好小舱老伙计车星河云朵开心果大白阿福"


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3))
def test_english_near_misses_are_not_the_phrase(words: list[str]) -> None:
    phrase = " ".join(words)
    texts = near_misses(phrase, "en")
    assert len(texts) == len(set(texts)) >= 100
    assert texts == near_misses(phrase, "en")
    least = 1.0 if len(words) == 1 else 1.5
    for text in texts:
        assert sound_of(phrase) not in sound_of(text)
        assert distance(sound_of(text), sound_of(phrase)) >= least


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_CHARACTERS), min_size=2, max_size=5))
def test_chinese_near_misses_are_not_the_phrase(characters: list[str]) -> None:
    phrase = "".join(characters)
    texts = near_misses(phrase, "zh")
    assert len(texts) == len(set(texts)) >= 100
    wanted = sounds(phrase)
    for text in texts:
        own = sounds(text)
        assert all(own[i : i + len(wanted)] != wanted for i in range(len(own)))


def test_near_misses_of_the_shipped_phrases_share_their_parts() -> None:
    english = near_misses("hello cabin", "en")
    assert {"hello", "cabin"} <= set(english)
    assert any(text.startswith("hello ca") and text != "hello cabin" for text in english)
    chinese = near_misses("你好小舱", "zh")
    assert {"你好", "小舱"} <= set(chinese)
    assert "你好小仓" not in chinese  # the same sound


@pytest.mark.parametrize(("one", "other"), [("zhang", "zan"), ("niu", "liu"), ("cang", "can"), ("xing", "xin")])
def test_accents_merge(one: str, other: str) -> None:
    assert accent_free(one) == accent_free(other)


@given(st.text(alphabet="pbtdkæɛɪOA", max_size=8), st.text(alphabet="pbtdkæɛɪOA", max_size=8))
def test_distance_is_symmetric_and_zero_only_for_equals(a: str, b: str) -> None:
    assert distance(a, b) == distance(b, a)
    assert (distance(a, b) == 0) == (a == b)


@given(st.text(max_size=80))
def test_any_text_is_a_phrase_or_one_clear_error(text: str) -> None:
    for language in ("en", "zh"):
        try:
            phrase = checked_phrase(text, language)  # type: ignore[arg-type]
        except InputError as error:
            assert str(error).startswith("--phrase: ")
            assert "\n" not in str(error)
        else:
            assert phrase
            assert phrase == checked_phrase(phrase, language)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "language", "phrase"),
    [
        (" Hello,  Cabin! ", "en", None),
        ("Hello Cabin.", "en", "hello cabin"),
        ("你好，小舱", "zh", None),
        ("你好 小舱。", "zh", "你好小舱"),
    ],
)
def test_phrases_are_made_plain(text: str, language: str, phrase: str | None) -> None:
    if phrase is None:
        phrase = "hello cabin" if language == "en" else "你好小舱"
    assert checked_phrase(text, language) == phrase  # type: ignore[arg-type]


def test_warnings() -> None:
    assert warnings("hello cabin", "en") == []
    assert warnings("你好小舱", "zh") == []
    assert "2 syllables" in warnings("hey step", "en")[0]
    assert any("computer" in line for line in warnings("computer", "en"))
    assert syllables("hello cabin", "en") == 4


def test_unknown_words_are_also_said_as_two_known_ones() -> None:
    assert spellings("hey mycroft", "en") == ["hey mycroft", "hey my croft"]
    assert spellings("hello cabin", "en") == ["hello cabin"]
