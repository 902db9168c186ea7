"""How the model's benchmark counts what came out wrong."""

import pytest

from device.bench.model.errors import alike, distance, units


def test_what_sounds_the_same_is_no_error() -> None:
    assert distance(units("is my seatbelt on", "en"), units("Is my seat belt on?", "en")) == 0
    assert distance(units("the tyre blew", "en"), units("The tire blue.", "en")) == 1
    assert units("打开 Radio 一下", "zh") == ["打", "开", "radio", "一", "下"]


@pytest.mark.parametrize(
    ("meaning", "expected", "same"),
    [
        ("media(action=play, query=taylor swift)", "media(action=play, query=Taylor Swift)", True),
        ("navigate(destination=10 Downing Street, London)", "navigate(destination=10 Downing Street London)", True),
        ("navigate(destination=建国路八十八号)", "navigate(destination=建国路88号)", True),
        ("set_climate(temperature=21)", "set_climate(temperature=22)", False),
        ("set_climate(temperature=21.5)", "set_climate(temperature=215)", False),
        ("set_climate(delta=-2)", "set_climate(delta=2)", False),
        ("set_seat(heating=1)", "set_seat(heating=2)", False),
        ("media(action=play, query=tailor swift)", "media(action=play, query=Taylor Swift)", False),
    ],
)
def test_meanings_are_alike_but_for_what_cannot_be_heard(meaning: str, expected: str, same: bool) -> None:
    assert alike(meaning, expected) is same
