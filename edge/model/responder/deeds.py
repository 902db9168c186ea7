"""What a tool call does, in words: "close the driver's window", and what is said once it is done."""

# ruff: noqa: E501 - tables of wordings: a row is a row, however wide

from __future__ import annotations

from collections.abc import Mapping, Sequence

from edge.events import Json
from edge.language import Language
from edge.model.responder.readings import degrees, written

Arguments = Mapping[str, Json]

_PLACES: dict[Language, dict[str, str]] = {
    "en": {
        "driver": "the driver", "passenger": "the passenger", "rear": "the rear", "all": "everyone", "rear_left": "rear left",
        "rear_right": "rear right",
    },
    "zh": {"driver": "主驾", "passenger": "副驾", "rear": "后排", "all": "全车", "rear_left": "左后", "rear_right": "右后"},
}  # fmt: skip
_WINDOWS: dict[Language, dict[str, str]] = {
    "en": {
        "driver": "the driver's window", "passenger": "the passenger's window", "rear_left": "the rear left window",
        "rear_right": "the rear right window", "rear": "the rear windows", "all": "all the windows", "sunroof": "the sunroof", "": "the window",
    },
    "zh": {
        "driver": "主驾车窗", "passenger": "副驾车窗", "rear_left": "左后车窗", "rear_right": "右后车窗", "rear": "后排车窗", "all": "所有车窗",
        "sunroof": "天窗", "": "车窗",
    },
}  # fmt: skip
_LIGHTS = {
    "cabin": ("the cabin light", "车内灯"), "ambient": ("the ambient light", "氛围灯"), "low_beam": ("the low beam", "近光灯"),
    "fog_rear": ("the rear fog light", "后雾灯"), "": ("the light", "灯"),
}  # fmt: skip
_WIPER_MODES = {
    "off": ("turn the wipers off", "关闭雨刮"), "interval": ("set the wipers to interval", "把雨刮调到间歇"), "slow": ("set the wipers to slow", "打开慢速雨刮"),
    "fast": ("set the wipers to fast", "打开快速雨刮"), "wash": ("wash the window", "喷水清洗玻璃"),
}  # fmt: skip
_MEDIA = {
    "play": ("play the music", "播放音乐"), "pause": ("pause the music", "暂停播放"), "resume": ("go on with the music", "继续播放"), "next": ("play the next track", "切到下一首"),
    "previous": ("play the previous track", "切到上一首"), "stop": ("stop the music", "停止播放"), "mute": ("mute the sound", "静音"), "unmute": ("turn the sound back on", "取消静音"),
}  # fmt: skip
_POIS = {
    "charging_station": ("the nearest charging station", "最近的充电站"), "fuel_station": ("the nearest filling station", "最近的加油站"),
    "parking": ("a parking place", "停车场"), "restaurant": ("a restaurant", "餐厅"), "toilet": ("the nearest toilet", "最近的洗手间"),
    "hospital": ("the nearest hospital", "最近的医院"), "home": ("home", "家"), "work": ("work", "公司"),
}  # fmt: skip
_AVOID = {"motorway": ("motorways", "高速"), "toll": ("tolls", "收费路"), "ferry": ("ferries", "轮渡")}
_DIRECTIONS = {
    "face": ("the face", "脸"),
    "feet": ("the feet", "脚"),
    "windscreen": ("the windscreen", "玻璃"),
    "mixed": ("face and feet", "脸和脚"),
}
_SEAT = {
    "heating": ("seat heating", "座椅加热"),
    "ventilation": ("seat ventilation", "座椅通风"),
    "massage": ("seat massage", "座椅按摩"),
}
_COLOURS = {
    "red": "红色", "blue": "蓝色", "green": "绿色", "white": "白色", "yellow": "黄色", "purple": "紫色", "orange": "橙色", "pink": "粉色", "cyan": "青色",
    "warm white": "暖白色", "gold": "金色", "magenta": "洋红色", "light blue": "浅蓝色",
}  # fmt: skip
_NAVIGATION = {
    "cancel": ("end the route guidance", "结束导航"), "eta": ("look up the arrival time", "查到达时间"), "repeat": ("repeat the directions", "重复导航提示"),
    "overview": ("show the route", "显示全程路线"),
}  # fmt: skip


def deed(name: str, arguments: Sequence[Arguments], language: Language) -> str:
    """The tool call as an infinitive: "set the temperature to 22 degrees". arguments: of calls that differ in place only."""
    first = arguments[0]
    maker = _MAKERS.get(name)
    words = maker(first, language) if maker is not None else ("do that", "这样做")[language == "zh"]
    return _with_places(words, name, arguments, language)


def _with_places(words: str, name: str, arguments: Sequence[Arguments], language: Language) -> str:
    key = {"set_climate": "zone", "set_fan": "zone", "set_seat": "seat"}.get(name)
    places = [str(a[key]) for a in arguments if key and a.get(key)]
    if name == "set_window":
        windows = [_WINDOWS[language].get(str(a.get("window") or ""), _WINDOWS[language][""]) for a in arguments]
        return words.replace("{window}", _joined(windows, language))
    if not places:
        return words
    if set(places) == {"driver", "passenger", "rear_left", "rear_right"}:
        places = ["all"]
    known = _joined([_PLACES[language].get(place, place.replace("_", " ")) for place in places], language)
    if language == "zh" and words.startswith(("打开", "关闭")):
        return f"{words[:2]}{known}{words[2:]}"
    return (
        f"{words} for {known}" if language == "en" else f"{known}{words}" if not words.startswith("把") else f"把{known}{words[1:]}"
    )


def _joined(words: Sequence[str], language: Language) -> str:
    if language == "zh":
        return "和".join(("、".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _pick(pair: tuple[str, str], language: Language) -> str:
    return pair[language == "zh"]


def _number(value: Json) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _percent(value: float, language: Language) -> str:
    return f"{written(value)} percent" if language == "en" else f"百分之{written(value)}"


def _climate(a: Arguments, language: Language) -> str:
    temperature, delta = _number(a.get("temperature")), _number(a.get("delta"))
    if temperature is not None:
        return _pick(("set the temperature to {}", "把温度调到{}"), language).format(degrees(temperature, language, 1))
    if delta is not None:
        return _pick(("make it warmer", "把温度调高"), language) if delta > 0 else _pick(("make it cooler", "把温度调低"), language)
    if a.get("power"):
        return (
            _pick(("turn the climate control on", "打开空调"), language)
            if a["power"] == "on"
            else _pick(("turn the climate control off", "关闭空调"), language)
        )
    modes = {
        "heat": ("switch to heating", "打开制热"),
        "cool": ("switch to cooling", "打开制冷"),
        "auto": ("set the climate to automatic", "把空调调到自动"),
    }
    return _pick(modes.get(str(a.get("mode")), ("set the climate", "调节空调")), language)


def _fan(a: Arguments, language: Language) -> str:
    level, delta = _number(a.get("level")), _number(a.get("delta"))
    if level == 0:
        return _pick(("turn the fan off", "关闭风扇"), language)
    if level is not None:
        return _pick(("set the fan to {}", "把风量调到{}"), language).format(_percent(level, language))
    return (
        _pick(("turn the fan up", "把风量调大"), language)
        if (delta or 0) > 0
        else _pick(("turn the fan down", "把风量调小"), language)
    )


def _airflow(a: Arguments, language: Language) -> str:
    if a.get("direction"):
        return _pick(("direct the air to {}", "把风吹向{}"), language).format(
            _pick(_DIRECTIONS.get(str(a["direction"]), ("there", "那里")), language)
        )
    if a.get("recirculation") == "on":
        return _pick(("turn the recirculation on", "打开内循环"), language)
    return _pick(("let fresh air in", "切换到外循环"), language)


def _defrost(a: Arguments, language: Language) -> str:
    rear = a.get("where") == "rear"
    name = _pick(("the rear defroster", "后窗除雾") if rear else ("the windscreen defroster", "前挡除雾"), language)
    return _pick(("turn {} on", "打开{}") if a.get("on") else ("turn {} off", "关闭{}"), language).format(name)


def _seat(a: Arguments, language: Language) -> str:
    for key, names in _SEAT.items():
        if key in a:
            off = a[key] in (0, "off")
            level = _number(a[key])
            if off:
                return _pick(("turn the {} off", "关闭{}"), language).format(_pick(names, language))
            if level is None:
                return _pick(("turn the {} on", "打开{}"), language).format(_pick(names, language))
            return _pick(("set the {} to level {}", "把{}调到{}档"), language).format(_pick(names, language), written(level))
    return _pick(("set the seat", "调节座椅"), language)


def _wheel(a: Arguments, language: Language) -> str:
    return _pick(
        ("turn the steering wheel heating on", "打开方向盘加热")
        if a.get("on")
        else ("turn the steering wheel heating off", "关闭方向盘加热"),
        language,
    )


def _window(a: Arguments, language: Language) -> str:
    position, delta = _number(a.get("position")), _number(a.get("delta"))
    if position is not None:
        if position in (0, 100):
            return _pick(("close {window}", "关上{window}") if position == 0 else ("open {window}", "打开{window}"), language)
        return _pick(("open {window} to {n}", "把{window}开到{n}"), language).replace("{n}", _percent(position, language))
    more = (
        ("open {window} a bit further", "把{window}开大一点")
        if (delta or 0) > 0
        else ("close {window} a bit", "把{window}关小一点")
    )
    return _pick(more, language)


def _light(a: Arguments, language: Language) -> str:
    name = _pick(_LIGHTS.get(str(a.get("light") or ""), _LIGHTS[""]), language)
    brightness = _number(a.get("brightness"))
    if a.get("colour"):
        colour = str(a["colour"])
        return _pick(("make {} {}", "把{}换成{}"), language).format(
            name, colour if language == "en" else _COLOURS.get(colour, colour)
        )
    if brightness is not None:
        return _pick(("set {} to {}", "把{}亮度调到{}"), language).format(name, _percent(brightness, language))
    return _pick(("turn {} on", "打开{}") if a.get("on") else ("turn {} off", "关闭{}"), language).format(name)


def _wipers(a: Arguments, language: Language) -> str:
    text = _pick(_WIPER_MODES.get(str(a.get("mode")), ("set the wipers", "调节雨刮")), language)
    if a.get("where") == "rear":
        return (
            text.replace("the wipers", "the rear wiper")
            .replace("the window", "the rear window")
            .replace("雨刮", "后雨刮")
            .replace("玻璃", "后玻璃")
        )
    return text


def _media(a: Arguments, language: Language) -> str:
    if a.get("query"):
        return _pick(("play {}", "播放{}"), language).format(a["query"])
    return _pick(_MEDIA.get(str(a.get("action")), ("do that", "这样做")), language)


def _volume(a: Arguments, language: Language) -> str:
    level, delta = _number(a.get("level")), _number(a.get("delta"))
    if level is not None:
        return _pick(("set the volume to {}", "把音量调到{}"), language).format(_percent(level, language))
    return (
        _pick(("turn the volume up", "把音量调大"), language)
        if (delta or 0) > 0
        else _pick(("turn the volume down", "把音量调小"), language)
    )


_COMMON = frozenset(
    [
        "a",
        "an",
        "the",
        "my",
        "our",
        "of",
        "and",
        "in",
        "at",
        "on",
        "to",
        "near",
        "by",
        "next",
        "nearest",
        "closest",
        "from",
        "with",
        "for",
        "mum",
        "mom",
        "mummy",
        "dad",
        "daddy",
        "mother",
        "father",
        "wife",
        "husband",
        "brother",
        "sister",
        "boss",
        "son",
        "daughter",
        "grandma",
        "grandpa",
        "friend",
        "neighbour",
        "office",
        "airport",
        "station",
        "hotel",
        "city",
        "centre",
        "center",
        "cinema",
        "supermarket",
        "school",
        "park",
        "street",
        "road",
    ]
)


def _named(text: str) -> str:
    """A name as it is written: recognisers give "berlin", and "Berlin" is meant."""
    if not text.isascii() or not text.islower():
        return text
    return " ".join(word if word in _COMMON or not word[0].isalpha() else word[0].upper() + word[1:] for word in text.split())


def _navigate(a: Arguments, language: Language) -> str:
    goal = _pick(_POIS[str(a["poi"])], language) if a.get("poi") in _POIS else _named(str(a.get("destination") or ""))
    avoid = _pick(_AVOID[str(a["avoid"])], language) if a.get("avoid") in _AVOID else ""
    if language == "en":
        start = f"navigate {goal}" if goal == "home" else f"navigate to {goal}"
        return f"{start}, avoiding {avoid}" if avoid else start
    return f"导航到{goal}，避开{avoid}" if avoid else f"导航到{goal}"


def _navigation(a: Arguments, language: Language) -> str:
    return _pick(_NAVIGATION.get(str(a.get("action")), ("do that", "这样做")), language)


def _call(a: Arguments, language: Language) -> str:
    return _pick(("call {}", "打电话给{}"), language).format(_named(str(a.get("contact") or a.get("number") or "")))


def _remember(a: Arguments, language: Language) -> str:
    return _pick(("remember {}", "记住{}"), language).format(a.get("value") or "")


_MAKERS = {
    "set_climate": _climate, "set_fan": _fan, "set_airflow": _airflow, "set_defrost": _defrost, "set_seat": _seat,
    "set_steering_wheel_heating": _wheel, "set_window": _window, "set_light": _light, "set_wipers": _wipers, "media": _media,
    "set_volume": _volume, "navigate": _navigate, "navigation": _navigation, "call": _call, "remember_preference": _remember,
}  # fmt: skip
