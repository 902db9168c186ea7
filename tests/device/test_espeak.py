"""The pronouncer of unknown English words."""

import pytest

from device.espeak import EspeakPronouncer


def test_words_are_pronounced_where_the_program_is_installed() -> None:
    pronounce = EspeakPronouncer()
    if not pronounce.available:
        pytest.skip("espeak-ng is not installed")
    ipa = pronounce("Xpeng")
    assert ipa
    assert "p" in ipa
    assert pronounce("Xpeng") == ipa


@pytest.mark.parametrize("word", ["", "-v", "two words", "a" * 100, "x;y", "12"])
def test_only_words_reach_the_program(word: str) -> None:
    assert EspeakPronouncer()(word) is None
