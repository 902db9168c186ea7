"""Paraphrases for the second reading of the understanding: hand-written wordings with their meaning, said in many more ways.

A seed is a line of the wordings in `device/bench/wordings` and `tests/edge/model/understanding` (or of the lists beside this file) whose
meaning is one label; it is said again with other words for the same thing, with what people put before and behind, with a word
left out, and, in Chinese, misheard by its sound. Everything that is no wish and no question about the car is the class "reject".
"""

# ruff: noqa: E501 - tables of wordings: a row is a row, however wide

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from edge.language import Language
from edge.model.responder.bank import chat_patterns
from edge.model.understanding.lexicon import expand

_ROOT = Path(__file__).parents[3]
_SEEDS = ("device/bench/wordings/{set}_{language}.tsv", "tests/edge/model/understanding/{set}_{language}.tsv")
_SETS = ("drivers", "unseen", "later", "wordings", "rounds", "strangers")
SAID_AGAIN = 12
"""Variants of each seed."""

_SWAPS: dict[Language, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("turn on", "switch on", "put on", "activate"), ("turn off", "switch off", "shut off", "kill"), ("windscreen", "windshield"),
        ("temperature", "temp"), ("air conditioning", "ac", "aircon", "air con"), ("boot", "trunk"), ("bonnet", "hood"), ("tyre", "tire"),
        ("a bit", "a little", "a touch", "slightly"), ("the car", "my car", "this car", "the vehicle"), ("steering wheel", "wheel"),
        ("petrol station", "gas station", "filling station"), ("toilet", "bathroom", "restroom", "loo"), ("music", "song", "radio"),
        ("window", "windows"), ("seat heating", "seat warmer", "heated seat"), ("what is", "what's"), ("it is", "it's"), ("i am", "i'm"),
        ("close", "shut"), ("quick", "fast"), ("find", "look for", "get me"), ("navigation", "sat nav", "route guidance"),
        ("arrive", "get there"), ("passenger", "front passenger", "co-driver"), ("light", "lights", "lamp"), ("cold", "freezing", "chilly"),
        ("hot", "warm", "boiling"), ("charger", "charging station", "charge point"), ("in here", "in the car", "in the cabin", "inside"),
    ),
    "zh": (
        ("打开", "开启", "开一下", "把它打开"), ("关闭", "关掉", "关了", "关一下"), ("车窗", "窗户", "窗子"), ("座椅", "座位", "椅子"),
        ("一点", "一些", "点儿", "点"), ("声音", "音量"), ("副驾", "副驾驶", "副驾那边"), ("后排", "后座", "后面"), ("多少", "几"),
        ("怎么样", "咋样", "如何"), ("外面", "外头", "车外"), ("车里", "车内", "车厢里"), ("厕所", "洗手间", "卫生间"), ("雨刮", "雨刷"),
        ("充电桩", "充电站", "充电的地方"), ("歌", "音乐", "曲子"), ("现在", "这会儿", "目前"), ("什么时候", "啥时候", "何时"), ("挡", "档"),
        ("冷", "凉", "冻"), ("热", "闷热", "烫"), ("车", "车子", "这车"), ("导航", "路线"), ("故障", "毛病", "问题"), ("还有", "还剩"),
    ),
}  # fmt: skip
_BEFORE: dict[Language, tuple[str, ...]] = {
    "en": (
        "please",
        "hey",
        "um",
        "okay",
        "so",
        "well",
        "could you",
        "can you",
        "would you",
        "i'd like you to",
        "listen",
        "now",
        "right",
        "uh",
    ),
    "zh": ("请", "麻烦", "帮我", "嗯", "那个", "能不能", "你", "给我", "那", "快", "麻烦你", "哎", "先", "就"),
}
_BEHIND: dict[Language, tuple[str, ...]] = {
    "en": (
        "please",
        "now",
        "thanks",
        "would you",
        "for me",
        "if you can",
        "right now",
        "then",
        "again",
        "mate",
        "will you",
        "today",
    ),
    "zh": ("吧", "啊", "呀", "好吗", "谢谢", "行吗", "呗", "哈", "了", "一下", "可以吗", "嘛"),
}

_LABELS: tuple[tuple[str, str], ...] = (
    (r"set_climate\(.*delta=-.*", "cooler"), (r"set_climate\(.*delta.*", "warmer"), (r"set_climate\(.*temperature.*", "temperature"),
    (r"set_climate\(.*power=on.*", "ac_on"), (r"set_climate\(.*power=off.*", "ac_off"), (r"set_climate\(.*mode=(\w+).*", r"\1"),
    (r"set_fan\(.*delta=-.*", "fan_down"), (r"set_fan\(.*delta.*", "fan_up"), (r"set_fan\(.*level=0\b.*", "fan_off"),
    (r"set_fan\(.*", "fan_set"), (r"set_airflow\(recirculation=(\w+)\)", r"recirculation_\1"), (r"set_airflow\(direction=(\w+)\)", r"air_\1"),
    (r"set_defrost\(.*rear.*true.*|set_defrost\(.*true.*rear.*", "defrost_rear"), (r"set_defrost\(.*true.*", "defrost_front"),
    (r"set_defrost\(.*rear.*", "defrost_rear_off"), (r"set_defrost\(.*", "defrost_front_off"),
    (r"set_seat\(.*heating=0.*", "seat_heating_off"), (r"set_seat\(.*heating.*", "seat_heating"),
    (r"set_seat\(.*ventilation=0.*", "seat_ventilation_off"), (r"set_seat\(.*ventilation.*", "seat_ventilation"),
    (r"set_seat\(.*massage=(\w+).*", r"massage_\1"), (r"set_steering_wheel_heating\(on=true\)", "wheel_on"),
    (r"set_steering_wheel_heating.*", "wheel_off"), (r"set_window\(.*sunroof.*position=0\b.*|set_window\(.*position=0,.*sunroof.*", "sunroof_close"),
    (r"set_window\(.*sunroof.*", "sunroof_open"), (r"set_window\(.*position=0\b.*", "window_close"), (r"set_window\(.*delta=-.*", "window_less"),
    (r"set_window\(.*delta.*", "window_more"), (r"set_window\(.*", "window_open"),
    (r"set_light\(.*cabin.*true.*", "cabin_light_on"), (r"set_light\(.*cabin.*false.*", "cabin_light_off"),
    (r"set_light\(.*ambient.*false.*", "ambient_off"), (r"set_light\(.*ambient.*true.*", "ambient_on"),
    (r"set_light\(.*low_beam.*true.*", "low_beam_on"), (r"set_light\(.*low_beam.*", "low_beam_off"),
    (r"set_light\(.*fog_rear.*true.*", "fog_light_on"), (r"set_light\(.*fog_rear.*", "fog_light_off"),
    (r"set_wipers\(.*mode=wash.*", "wash"), (r"set_wipers\(.*mode=(\w+).*", r"wipers_\1"),
    (r"media\(action=play, query.*", "named"), (r"media\(action=(\w+)\)", r"\1"), (r"set_volume\(delta=-.*", "quieter"),
    (r"set_volume\(delta.*", "louder"), (r"set_volume\(.*", "volume"), (r"navigate\(.*poi=(\w+).*", r"go:\1"), (r"navigate\(.*", "named"),
    (r"navigation\(action=(\w+)\)", r"guidance:\1"), (r"(?:call|remember_preference)\(.*", "named"),
    (r"\?(\w+)", r"ask:\1"), (r"!(\w+)", r"refuse:\1"), (r"x (\w+)", r"cannot:\1"), (r"-|~.*", "reject"),
)  # fmt: skip
_NOT_LEARNED = frozenset({"named", "ask:time", "ask:date", "refuse:override", "cannot:later"})
"""What the grammar alone decides: names in the driver's words, and what must be certain."""


def label_of(meaning: str) -> str:
    """The label of an expected meaning; empty for several wishes, and for what is not learned."""
    first = meaning.split("||")[0].strip()
    if ";" in first:
        return ""
    for pattern, label in _LABELS:
        match = re.fullmatch(pattern, first)
        if match:
            found = match.expand(label)
            return "reject" if found in _NOT_LEARNED else found
    return ""


def seeds(language: Language) -> list[tuple[str, str]]:
    """(wording, label) of the hand-written lines of a language, follow-ups left out."""
    found: list[tuple[str, str]] = []
    files = [_ROOT / place.format(set=name, language=language) for name in _SETS for place in _SEEDS]
    for file in [*(f for f in files if f.is_file()), Path(__file__).parent / f"seeds_{language}.tsv"]:
        for line in file.read_text(encoding="utf-8").splitlines():
            text, _, meaning = line.partition("\t")
            label = label_of(meaning) if meaning and not line.startswith(("#", ">")) else ""
            if label:
                found.append((text.lower().strip(" .?!。？！"), label))
    gap = " " if language == "en" else ""
    talk = {
        gap.join(words) for patterns in chat_patterns(language).values() for words in expand(patterns, language) if len(words) > 2
    }
    return [*found, *((text, "reject") for text in sorted(talk))]


def said_again(text: str, language: Language, rng: random.Random) -> str:
    """One paraphrase of a wording."""
    gap = " " if language == "en" else ""
    for group in _SWAPS[language]:
        there = [word for word in group if re.search(rf"\b{re.escape(word)}\b" if language == "en" else re.escape(word), text)]
        if there and rng.random() < 0.5:
            word = max(there, key=len)
            text = re.sub(rf"\b{re.escape(word)}\b" if language == "en" else re.escape(word), rng.choice(group), text, count=1)
    if rng.random() < 0.35:
        text = rng.choice(_BEFORE[language]) + gap + text
    if rng.random() < 0.35:
        text = text + gap + rng.choice(_BEHIND[language])
    words = text.split() if language == "en" else list(text)
    if len(words) > 4 and rng.random() < 0.3:
        del words[rng.randrange(len(words))]
    return gap.join(words)


def corpus(language: Language, chosen: Iterable[tuple[str, str]], seed: int = 1) -> Iterator[tuple[str, str]]:
    """Every seed and its paraphrases."""
    rng = random.Random(seed)
    for text, label in chosen:
        yield text, label
        for _ in range(SAID_AGAIN):
            yield said_again(text, language, rng), label
