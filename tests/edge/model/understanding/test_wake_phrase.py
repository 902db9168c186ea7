"""The wake phrase is taken off a transcript."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.model.understanding.wake_phrase import strip_wake_phrase


@pytest.mark.parametrize(
    ("heard", "left"),
    [
        ("Hello cabin, what's my range?", "What's my range?"),
        ("Hello, Kevin. Open the window.", "Open the window."),
        ("hallo cabinet open the window", "Open the window"),
        ("Cabin, stop.", "Stop."),
        ("Hello Cabin!", ""),
        ("你好小舱，还能开多远？", "还能开多远？"),
        ("你好,小仓还能开多远?", "还能开多远?"),
        ("你好小昌。", ""),
        ("你好想唱还能开多远", "还能开多远"),
        ("你好想烫,还能开多远", "还能开多远"),
        ("Hello, Cabot. How far can we go?", "How far can we go?"),
        ("小舱，打开空调", "打开空调"),
    ],
)
def test_wake_phrase_goes(heard: str, left: str) -> None:
    assert strip_wake_phrase(heard) == left


@pytest.mark.parametrize(
    "heard",
    ["Hello.", "Cabin temperature to 20.", "Is the cabin warm?", "你好", "小强在家吗", "你好想听歌", "你好小明", "Call Kevin.", ""],
)
def test_other_texts_stay(heard: str) -> None:
    assert strip_wake_phrase(heard) == heard


@given(st.text(max_size=30))
def test_any_text_is_taken(text: str) -> None:
    assert len(strip_wake_phrase(text)) <= len(text) + 2
