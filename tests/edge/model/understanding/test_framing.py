"""What is told, quoted or supposed is no wish; what sounds like it and is one stays one."""

from __future__ import annotations

import pytest

from edge.language import Language
from edge.model.understanding import understand

TALES: list[tuple[Language, str]] = [
    ("zh", "昨天屋里都是烟所以她把窗户打开了"),
    ("zh", "他说打开窗户"),
    ("zh", "我已经把空调关了"),
    ("zh", "要是我有天窗我天天都打开"),
    ("en", "yesterday the room was full of smoke so she opened the window"),
    ("en", "my brother said open the window"),
    ("en", "he said, turn off the music"),
    ("en", "if I had a sunroof I would open it"),
    ("en", "I turned the heating off already"),
    ("en", "turn the oven to 200 degrees"),
    ("en", "she told me to turn the music down and I ignored her"),
    ("en", "I wouldn't open the sunroof in this weather"),
    ("zh", "打开家里的冰箱"),
    ("zh", "他的电话号码我早忘了"),
    ("zh", "换一副雨刮得多少钱"),
]
WISHES: list[tuple[Language, str, str]] = [
    ("en", "my wife says she is cold, turn the heating up", "set_climate"),
    ("en", "it's like an oven in here", "set_climate"),
    ("zh", "车里跟烤箱一样", "set_climate"),
    ("en", "I was wondering if you could open the window", "set_window"),
    ("en", "if it's not too much trouble open the window", "set_window"),
    ("en", "she is cold", "set_climate"),
    ("en", "I would like the window open", "set_window"),
    ("en", "he opened the window, please close it", "set_window"),
    ("zh", "我老婆说冷把温度调高点", "set_climate"),
    ("zh", "如果可以的话打开窗户", "set_window"),
    ("zh", "副驾那边窗户开了吧关上", "set_window"),
    ("zh", "播放昨天那首歌", "media"),
]


@pytest.mark.parametrize(("language", "text"), TALES)
def test_a_tale_moves_nothing(language: Language, text: str) -> None:
    assert understand(text, language).tool_calls == []


@pytest.mark.parametrize(("language", "text", "tool"), WISHES)
def test_a_wish_stays_a_wish(language: Language, text: str, tool: str) -> None:
    assert [name for name, _ in understand(text, language).tool_calls] == [tool]


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "别开窗"), ("zh", "别关音乐"), ("en", "don't open the window"), ("en", "please don't turn off the music")],
)
def test_a_forbidden_deed_is_left(language: Language, text: str) -> None:
    assert understand(text, language).intent == "control.leave"


@pytest.mark.parametrize(
    ("language", "text", "tool"),
    [
        ("zh", "把window打开", "set_window"),
        ("en", "打开 the window please", "set_window"),
        ("en", "turn up the 音量", "set_volume"),
    ],
)
def test_words_of_the_other_language_count(language: Language, text: str, tool: str) -> None:
    assert [name for name, _ in understand(text, language).tool_calls] == [tool]
