"""What the responder says: only what the car said, never twice the same, never a number of its own."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.events import Json
from edge.language import Language
from edge.model.responder import lines_en, lines_zh
from edge.model.responder.answers import answer
from edge.model.responder.bank import BANK
from edge.model.responder.choice import Chooser
from edge.model.responder.deeds import deed
from edge.model.responder.guard import invented, numbers_in
from edge.model.responder.persona import Speaker
from edge.model.responder.readings import Readings, degrees, span, speakable, written
from edge.model.responder.responder import Outcome, Responder
from edge.model.understanding import ToolRequest, understand
from edge.model.understanding.clause import Clause
from edge.model.understanding.queries import PATHS, PRIORITY, signals

LANGUAGES: tuple[Language, ...] = get_args(Language)
QUESTIONS = {
    "en": [
        "how much range is left",
        "check the tyres",
        "what's the battery level",
        "how long have we been driving",
        "how fast am I going",
        "how cold is it outside",
        "what temperature is set",
        "when is the next service",
        "are the doors closed",
        "are the windows open",
    ],
    "zh": [
        "还能开多远",
        "胎压多少",
        "电量还剩多少",
        "我们开了多久了",
        "现在车速多少",
        "外面多少度",
        "空调设的多少度",
        "什么时候该保养",
        "车门都关好了吗",
        "车窗关了吗",
    ],
}


def texts(module: object) -> list[str]:
    found: list[str] = []
    for name, value in vars(module).items():
        if name.isupper():
            for entry in value.values() if isinstance(value, dict) else (value,):
                found.extend([entry] if isinstance(entry, str) else entry)
    return found


@pytest.mark.parametrize("line", [*texts(lines_en), *texts(lines_zh)])
def test_no_line_holds_a_number(line: str) -> None:
    assert not numbers_in(line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bank_is_large_varied_and_without_numbers(language: Language) -> None:
    bank = BANK[language]
    assert len(bank) >= 300
    for key, entry in bank.items():
        assert entry.replies, key
        for line in entry.replies:
            assert not numbers_in(line), (key, line)
    assert bank.keys() == BANK["en" if language == "zh" else "zh"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_a_name_and_every_refusal_a_line(language: Language) -> None:
    lines = lines_en if language == "en" else lines_zh
    for topic in PRIORITY:
        assert topic in lines.NAMES or topic in ("next_turn", "overview", "hood"), topic
    assert set(lines_en.REFUSED) == set(lines_zh.REFUSED)
    assert set(lines_en.UNAVAILABLE) == set(lines_zh.UNAVAILABLE)
    assert set(lines_en.REASONS) == set(lines_zh.REASONS)


@settings(max_examples=150, deadline=None)
@given(
    language=st.sampled_from(LANGUAGES),
    place=st.integers(0, 9),
    value=st.one_of(st.floats(-1e6, 1e6, allow_nan=False), st.integers(-1000, 10_000_000), st.booleans(), st.text(max_size=8)),
    unit=st.sampled_from(["m", "km", "percent", "kPa", "s", "Celsius", "km/h", ""]),
    quality=st.sampled_from(["VALID", "STALE", "NEVER", "ERROR"]),
)
def test_no_reply_holds_a_number_of_its_own(language: Language, place: int, value: Json, unit: str, quality: str) -> None:
    """Whatever the car answers: the numbers of the reply are those of valid values, as they are spoken."""
    question = QUESTIONS[language][place]
    understood = understand(question, language)
    outcomes = []
    allowed: set[float] = set(numbers_in(question))
    for name, arguments in understood.tool_calls:
        names = arguments.get("names")
        entries: dict[str, Json] = {
            str(path): {"value": value, "unit": unit, "quality": quality, "age_s": 1.0}
            for path in (names if isinstance(names, list) else [])
        }
        if quality == "VALID":
            allowed.update(speakable(value, unit))
        outcomes.append(Outcome(ToolRequest(name, arguments), {"values": entries}))
    reply = Responder(place).reply(understood, outcomes)
    assert reply.strip()
    assert not invented(reply, allowed), reply
    if quality != "VALID":
        assert not numbers_in(reply)


@settings(max_examples=100, deadline=None)
@given(number=st.integers(2, 999), language=st.sampled_from(LANGUAGES))
def test_the_guard_blocks_what_nothing_allows(number: int, language: Language) -> None:
    said = f"It is {number} degrees." if language == "en" else f"现在{number}度。"
    assert invented(said, [])
    assert invented(said, [number + 1])
    assert not invented(said, [number])
    assert not invented(said, [-number])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("twenty two and a half degrees", {22.5}),
        ("two point five bar", {2.5}),
        ("that one, please", set()),
        ("no one knows", set()),
        ("三百一十二公里", {312}),
        ("二十二度半", {22.5}),
        ("稍等一下", set()),
        ("百分之68", {68}),
        ("两度", {2}),
        ("一点也不", set()),
        ("2.5 and 30", {2.5, 30}),
        ("on average 6.2 litres per 100 kilometres", {6.2}),
        ("five hundred", {5, 100}),
        ("一五零零", {1500}),
    ],
)
def test_numbers_in(text: str, expected: set[float]) -> None:
    assert numbers_in(text) == expected


def test_lines_do_not_repeat_twice_running() -> None:
    chooser = Chooser(1)
    said = [chooser.choose("key", ("a", "b")) for _ in range(20)]
    assert all(first != second for first, second in pairwise(said))
    assert [Chooser(9).choose("k", "abcdef") for _ in range(3)] == [Chooser(9).choose("k", "abcdef") for _ in range(3)]


def test_values_are_worded() -> None:
    assert written(2.45, 1) == "2.5"
    assert written(312_400 / 1000) == "312"
    assert degrees(-3.4, "en") == "minus 3 degrees"
    assert degrees(-3.4, "zh") == "零下3度"
    assert degrees(-0.2, "en") == "0 degrees"
    assert span(3725, "en") == "1 hour and 2 minutes"
    assert span(3600, "zh") == "1小时"
    assert span(20, "zh") == "不到一分钟"


def readings(**found: Json) -> Readings:
    entries: dict[str, Json] = {k.replace("__", "."): {"value": v, "unit": "", "quality": "VALID"} for k, v in found.items()}
    return Readings.of({"values": entries})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_with_signals_has_an_answer(language: Language) -> None:
    """Each topic that a question can ask signals for has a sentence, given plausible values of those signals."""
    plausible: dict[str, Json] = {}
    topics = [
        *PATHS,
        "tyres",
        "doors",
        "locks",
        "window",
        "belts",
        "set_temperature",
        "temperature",
        "fan",
        "seat_heating",
        "defrost",
    ]
    for topic in topics:
        for path in signals(topic, Clause(language, ())):
            boolean = re.search(r"(Is[A-Z]\w+|IsOn|Warning)$", path)
            plausible[path] = True if boolean else 20.0
            if path.endswith(("Mode", "Distribution", "Level", "PressureStatus", "OccupancyStatus", "Track", "Artist")):
                plausible[path] = {
                    "Mode": "SLOW",
                    "Distribution": "UP",
                    "PressureStatus": "NORMAL",
                    "OccupancyStatus": "OCCUPIED",
                }.get(
                    next((e for e in ("Mode", "Distribution", "PressureStatus", "OccupancyStatus") if path.endswith(e)), ""), "LOW"
                )
            if path == "Powertrain.FuelSystem.RelativeLevel" or path == "Driver.FatigueLevel":
                plausible[path] = 40
            if path.endswith("IsLevelLow"):
                plausible[path] = False
        entries: dict[str, Json] = {
            path: {"value": plausible[path], "unit": "", "quality": "VALID"} for path in signals(topic, Clause(language, ()))
        }
        assert answer(topic, Readings.of({"values": entries}), language), topic
        assert answer(topic, Readings.of({"values": {}}), language) is None, topic


def test_doors_tell_what_is_open_and_what_is_unknown() -> None:
    both: dict[str, Json] = {
        "Cabin.Door.Row1.DriverSide.IsOpen": {"value": True, "quality": "VALID"},
        "Body.Trunk.Rear.IsOpen": {"value": None, "quality": "STALE"},
    }
    said = answer("doors", Readings.of({"values": both}), "en")
    assert said == "The driver's door is open. I don't know about the boot."


def test_tyres_name_the_low_one() -> None:
    found = readings(
        Chassis__Axle__Row1__Wheel__Left__Tire__Pressure=190,
        Chassis__Axle__Row1__Wheel__Left__Tire__IsPressureLow=True,
    )
    said = answer("tyres", found, "en")
    assert said is not None
    assert "1.9" in said
    assert "low at the front left" in said


def test_speaker_is_read_off_the_instructions() -> None:
    text = 'You are the voice assistant of a car. Rules.\n\nYou are Marlow, the co-driver.\nCall the driver "sir".\n'
    speaker = Speaker.from_instructions(text)
    assert speaker.names == {"en": "Marlow", "zh": "小舱"}
    assert speaker.fill("Hello{you}.", "en") == "Hello, sir."
    zh = Speaker.from_instructions("你是汽车里的语音助手。\n\n你是领航，这辆车的领航员。\n称呼驾驶员为“老板”。对驾驶员用“您”。")
    assert zh.names["zh"] == "领航"
    assert zh.fill("{you}你好。", "zh") == "老板，您好。"


@pytest.mark.parametrize("language", LANGUAGES)
def test_deeds_name_places(language: Language) -> None:
    said = deed("set_seat", [{"seat": "rear_left", "heating": 2}, {"seat": "rear_right", "heating": 2}], language)
    assert ("rear left and rear right" in said) if language == "en" else ("左后和右后" in said)
    said = deed("set_window", [{"window": "driver", "position": 0}], language)
    assert said == ("close the driver's window" if language == "en" else "关上主驾车窗")
