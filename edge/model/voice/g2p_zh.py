"""Mandarin text to phonemes: words, their pinyin in context, the voice's alphabet."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin

from edge.model.voice.pinyin import syllable_phonemes
from edge.model.voice.segment_zh import words

# Readings that the phrase table of pypinyin does not hold, from the vocabulary of a car.
_READINGS = {
    "行车": ["xing2", "che1"],
    "重置": ["chong2", "zhi4"],
    "调到": ["tiao2", "dao4"],
    "调成": ["tiao2", "cheng2"],
    "调为": ["tiao2", "wei2"],
    "调至": ["tiao2", "zhi4"],
    "还剩": ["hai2", "sheng4"],
    "还能": ["hai2", "neng2"],
    "还有": ["hai2", "you3"],
    "还可以": ["hai2", "ke3", "yi3"],
    "还要": ["hai2", "yao4"],
    "还没": ["hai2", "mei2"],
    "为您": ["wei4", "nin2"],
    "为你": ["wei4", "ni3"],
    "暖和": ["nuan3", "huo5"],
    "调": ["tiao2"],
    "还": ["hai2"],
    "地": ["de5"],
    "只": ["zhi3"],
}


def phonemes_zh(text: str) -> str:
    """Phonemes of a run of Han characters, words separated by spaces. Characters without a reading are left out."""
    return " ".join(spoken for word in words(_joined(text), known=_READINGS) if (spoken := _word(word)))


def _joined(text: str) -> str:
    return "".join(character for character in text if "\u4e00" <= character <= "\u9fff")


def _word(word: str) -> str:
    syllables = _READINGS.get(word) or lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)
    return "".join(syllable_phonemes(syllable) or "" for syllable in syllables)
