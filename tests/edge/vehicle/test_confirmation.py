from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.vehicle.confirmation import answer


@pytest.mark.parametrize(
    "text",
    ["Yes.", "yes please", "Yeah, go ahead", "OK", "Sure, do it.", "Okay then", "that's fine", "Yes!", "oh yes, thank you",
     "好", "好的", "是的，打开吧", "可以", "嗯嗯", "行啊", "确认。", "没问题", "对，谢谢"],
)  # fmt: skip
def test_yes(text: str) -> None:
    assert answer(text) is True


@pytest.mark.parametrize(
    "text", ["No.", "no thanks", "don't", "Cancel that", "wait", "不", "不要", "不用了", "算了吧", "别开", "取消", "不可以"]
)
def test_no(text: str) -> None:
    assert answer(text) is False


@pytest.mark.parametrize(
    "text",
    ["", "...", "what's the weather", "yes but only the front one", "the news says yes to windows", "今天天气怎么样", "好像有点冷",
     "please", "I am", "了"],
)  # fmt: skip
def test_neither(text: str) -> None:
    assert answer(text) is None


@given(st.text(max_size=80))
def test_any_text_has_an_answer(text: str) -> None:
    assert answer(text) in (True, False, None)
