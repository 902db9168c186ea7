"""Corrections, wishes taken back, complaints and questions about lamps: each form said in several ways."""

from __future__ import annotations

import pytest

from device.bench.wordings import meaning_of
from edge.model.understanding import understand
from edge.model.understanding.judging import moving


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("close the windows and turn the fan to three, no wait, to two", "set_window(position=0, window=all); set_fan(level=40)"),
        ("play some jazz and call Mark, no, Martin", "media(action=play, query=jazz); call(contact=Martin)"),
        ("front wipers off and the rear one on fast, sorry, on interval",
         "set_wipers(mode=off, where=front); set_wipers(mode=interval, where=rear)"),
        ("wipers fast, nah that's too much, slow", "set_wipers(mode=slow)"),
        ("three degrees colder, no, I mean warmer", "set_climate(delta=3)"),
        ("turn it up a bit, no, down", "set_volume(delta=-10)"),
        ("seat heating, no, I mean the steering wheel heating, on please", "set_steering_wheel_heating(on=true)"),
        ("cancel the guidance, no, keep it, just show me the overview", "navigation(action=overview)"),
        ("wash the windscreen and then set the front wipers to interval",
         "set_wipers(mode=wash, where=front); set_wipers(mode=interval, where=front)"),
    ],
)  # fmt: skip
def test_a_correction_is_of_what_was_said_last(text: str, meaning: str) -> None:
    assert meaning_of(understand(text, "en")) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "open the window, no, leave it",
        "put the radio on, actually no, leave it off",
        "call Michael, no, never mind, don't call anyone",
        "open the roof, no, forget it, leave everything as it is",
        "take me to, hang on, no, I don't need the navigation",
        "close the window, no, keep it open",
    ],
)
def test_what_is_taken_back_moves_nothing(text: str) -> None:
    assert not moving(understand(text, "en").acts)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("I can't hear my son over the fan", "set_fan(delta=-20)"),
        ("we can barely understand each other over this noisy blower", "set_fan(delta=-20)"),
        ("I can smell manure coming in from outside", "set_airflow(recirculation=on)"),
        ("the wipers can hardly keep up", "set_wipers(mode=fast)"),
        ("twenty one degrees would be perfect", "set_climate(temperature=21)"),
        ("turn the radio and the AC off", "media(action=stop); set_climate(power=off)"),
        ("resume the podcast I was listening to yesterday", "media(action=resume)"),
        ("cool her seat, level one", "set_seat(seat=passenger, ventilation=1)"),
        ("a little cooler for everyone, like one degree", "set_climate(delta=-1, zone=all)"),
        ("take me to Leeds, anything but the motorway", "navigate(avoid=motorway, destination=Leeds)"),
        ("navigate to Hull and keep us off the tolls", "navigate(avoid=toll, destination=Hull)"),
        ("stop the massage, it makes me sleepy", "set_seat(massage=off)"),
        ("get me to the dump and call Denise, no, just the dump", "navigate(destination=dump)"),
        ("massage on for me and the passenger", "set_seat(massage=on, seat=driver); set_seat(massage=on, seat=passenger)"),
        ("put the passenger seat on three", "set_seat(heating=3, seat=passenger)"),
        ("72 Fahrenheit for me, thank you very much", "set_climate(temperature=22, zone=driver)"),
        ("heat the back window", "set_defrost(on=true, where=rear)"),
        ("I lost my ring and it's too dark in here to find it", "set_light(light=cabin, on=true)"),
    ],
)
def test_a_complaint_is_a_wish(text: str, meaning: str) -> None:
    assert meaning_of(understand(text, "en")) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "what does that orange engine symbol mean?",
        "there's a red thermometer on the display, what is it?",
        "a yellow triangle came on, should I stop?",
        "the screen says something about the coolant, what does that message mean?",
        "explain the battery warning",
        "why is that oil light on?",
    ],
)
def test_a_lamp_that_is_asked_about_is_explained(text: str) -> None:
    assert meaning_of(understand(text, "en")) == "?warnings"
