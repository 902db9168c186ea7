"""Texts that no driver said, script, and where a long utterance is cut."""

import numpy as np
import pytest

from edge.audio.frame import ENGINE_RATE
from edge.model.recogniser.guards import is_hallucination, is_repetitive, leaves_out, undoubled
from edge.model.recogniser.script import simplified
from edge.model.recogniser.windows import MAX_WINDOW_S, SpeechMap, split


@pytest.mark.parametrize(
    "text", ["Thanks for watching!", "Thank you very much for watching.", "Subtitles by nobody", "", " ... ", "♪♪"]
)
def test_english_subtitles(text: str) -> None:
    assert is_hallucination(text, "en")


@pytest.mark.parametrize("text", ["字幕由 Amara 社群提供", "请不吝点赞 订阅 转发", "谢谢大家观看", "。"])
def test_chinese_subtitles(text: str) -> None:
    assert is_hallucination(text, "zh")


@pytest.mark.parametrize("text", ["Thank you.", "Play the music", "Stop.", "22", "谢谢", "打开阅读灯"])
def test_requests_are_not_subtitles(text: str) -> None:
    assert not is_hallucination(text, "en")
    assert not is_hallucination(text, "zh")


def test_loops() -> None:
    assert is_repetitive("the car is in the car " * 8)
    assert not is_repetitive("Set the temperature to 22 degrees and open the driver's window, please.")


@pytest.mark.parametrize(
    ("heard", "once"),
    [
        ("Take me home. Take me home.", "Take me home."),
        ("声音小一点, 声音小一点,", "声音小一点"),
        ("Yes, please. Yes, please.", "Yes, please."),
        ("No, no, yes.", "No, no, yes."),
        ("Stop.", "Stop."),
        ("", ""),
    ],
)
def test_repeats_are_written_once(heard: str, once: str) -> None:
    assert undoubled(heard) == once


@pytest.mark.parametrize(
    ("text", "other", "lost"),
    [
        ("Turn my lights off.", "Turn my lights off, the low beams.", True),
        ("打开座椅加热", "打开做一家热,说错了,吃方向盘家热", True),
        ("Get my boss on the phone.", "Get my boss on the phone get my boss on the phone", False),
        ("播放北京交通广播", "不放北京交通广播", False),
        ("温度20度", "温度二十五点五度", False),
        ("22.", "twenty two", False),
        ("Set it to 122.", "Set it to one hundred and twenty two", False),
        ("3.", "Fan to three", True),
        ("3.", "Fanta 3.", True),
    ],
)
def test_a_text_that_lost_a_part_of_another(text: str, other: str, lost: bool) -> None:
    assert leaves_out(text, other) is lost


def test_script() -> None:
    assert simplified("打開空調，著急，導航到廣州市") == "打开空调，着急，导航到广州市"
    assert simplified("Tesla 空调") == "Tesla 空调"


def test_long_audio_is_cut_in_its_pauses() -> None:
    noise = np.random.default_rng(1).standard_normal(60 * ENGINE_RATE).astype(np.float32) * 0.1
    for second in (11, 22, 36):
        noise[second * ENGINE_RATE : second * ENGINE_RATE + ENGINE_RATE // 2] *= 0.001
    parts = split(noise)
    assert np.array_equal(np.concatenate(parts), noise)
    assert all(part.size <= MAX_WINDOW_S * ENGINE_RATE for part in parts)
    assert parts[0].size / ENGINE_RATE == pytest.approx(11.25, abs=0.3)
    assert [part.size for part in split(noise[:ENGINE_RATE])] == [ENGINE_RATE]


def test_speech_that_remains() -> None:
    audio = np.zeros(3 * ENGINE_RATE, np.float32)
    audio[ENGINE_RATE : 2 * ENGINE_RATE] = np.sin(np.arange(ENGINE_RATE) * 0.1)
    speech = SpeechMap(audio)
    assert speech.remaining(0.0) == pytest.approx(1.0, abs=0.05)
    assert speech.remaining(1.5) == pytest.approx(0.5, abs=0.05)
    assert speech.remaining(9.0) == 0.0
