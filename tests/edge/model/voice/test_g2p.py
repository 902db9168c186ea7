"""Text to the phonemes of the voice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin, pinyin_dict

from edge.model.voice.espeak_ipa import from_espeak
from edge.model.voice.g2p_en import phonemes_en
from edge.model.voice.g2p_zh import phonemes_zh
from edge.model.voice.phonemes import phonemes
from edge.model.voice.pinyin import syllable_phonemes
from edge.model.voice.segment_zh import words
from edge.model.voice.spelling_en import spelled_out

ALPHABET = frozenset(
    ' ;:,.!?—…"()“”̃ʣʥʦʨᵝꭧAIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲ↓→↗↘ᵻ'
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the apple", "ði ˈæpᵊl"),
        ("the door", "ðə dˈɔɹ"),
        ("go to the door", "ɡˌO tə ðə dˈɔɹ"),
        ("to a car", "tʊ ɐ kˈɑɹ"),
        ("heated seats", "hˈiTᵻd sˈits"),
        ("kilometres", "kəlˈɑməTəɹz"),
        ("driver's", "dɹˈIvəɹz"),
        ("AC", "ˌAsˈi"),
        ("USB", "jˌuˌɛsbˈi"),
        ("EVs", "ˌivˈiz"),
        ("OK, HVAC?", "ˌOkˈA, ˌAʧvˌiˌAsˈi?"),
    ],
)
def test_english(text: str, expected: str) -> None:
    assert phonemes_en(text) == expected


def test_words_are_stronger_at_the_end_of_a_phrase() -> None:
    assert phonemes_en("we can").endswith("kˈæn")
    assert phonemes_en("we can go").split()[1] == "kæn"


def test_a_verb_is_read_as_a_verb() -> None:
    assert phonemes_en("close the window").startswith("klˈOz")
    assert phonemes_en("it is close").endswith("klˈOs")


def test_british_accent() -> None:
    assert phonemes_en("car", "gb") == "kˈɑː"
    assert phonemes_en("car", "us") == "kˈɑɹ"


def test_unknown_words_go_to_the_pronouncer_then_to_the_spelling() -> None:
    asked: list[str] = []

    def pronounce(word: str) -> str | None:
        asked.append(word)
        return "ˈɛkspˈɛŋ" if word == "Xpeng" else None

    assert phonemes_en("Xpeng", pronounce=pronounce) == "ˈɛkspˈɛŋ"
    assert phonemes_en("Zorbly", pronounce=pronounce)
    assert asked == ["Xpeng", "Zorbly"]
    assert phonemes_en("Zorbly") == spelled_out("zorbly")


def test_espeak_alphabet() -> None:
    assert from_espeak("kˈɪləpˌæskə^l") == "kˈɪləpˌæskᵊl"
    assert from_espeak("həlˈo^ʊ") == "həlˈO"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你好", "ni↓xau↓"),
        ("空调调到二十三度", "kʰʊ→ŋtʰjau↗ tʰjau↗tau↘ ɚ↘ʂɨ↗sa→n tu↘"),
        ("还能", "xai↗nə↗ŋ"),
        ("银行", "i↗nxa↗ŋ"),
        ("行车", "ɕi↗ŋꭧʰɤ→"),
        ("旅行", "ly↓ɕi↗ŋ"),
        ("日志", "ɻɨ↘ꭧɨ↘"),
    ],
)
def test_mandarin(text: str, expected: str) -> None:
    assert phonemes_zh(text) == expected


def test_every_syllable_of_the_dictionary_has_phonemes() -> None:
    rare = {"wong4", "ê1", "ê2", "ê3", "ê4", "m1", "m2", "m4"}
    for code in list(pinyin_dict.pinyin_dict)[::7]:
        (syllable,) = lazy_pinyin(chr(code), style=Style.TONE3, neutral_tone_with_five=True)
        assert syllable in rare or syllable_phonemes(syllable), syllable


def test_words_are_the_likely_ones() -> None:
    assert words("打开座椅加热") == ["打开", "座椅", "加热"]
    assert words("调到", known={"调到"}) == ["调到"]


def test_both_languages_in_one_sentence() -> None:
    spoken = phonemes("Tesla 的 AC 打开了。")
    assert "tˈɛslə" in spoken
    assert "ta↓kʰai→" in spoken
    assert spoken.endswith(".")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60))
def test_any_text_gives_phonemes_the_voice_knows(text: str) -> None:
    assert set(phonemes(text)) <= ALPHABET


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz'", min_size=1, max_size=16))
def test_every_word_is_pronounced_somehow(word: str) -> None:
    assert set(phonemes_en(word)) <= ALPHABET
    if any(letter.isalpha() for letter in word):
        assert phonemes_en(word)
