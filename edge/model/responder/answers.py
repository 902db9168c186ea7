"""Answers to questions about the car: sentences filled with valid readings, and "I don't know" for the rest."""

# ruff: noqa: E501 - tables of wordings: a row is a row, however wide

from __future__ import annotations

from collections.abc import Callable, Mapping

from edge.language import Language
from edge.model.responder.readings import Readings, degrees, span, written

_CORNERS: dict[Language, dict[str, str]] = {
    "en": {
        "Row1.Wheel.Left": "front left", "Row1.Wheel.Right": "front right", "Row2.Wheel.Left": "rear left", "Row2.Wheel.Right": "rear right",
        "Row1.DriverSide": "the driver's", "Row1.PassengerSide": "the passenger's", "Row2.DriverSide": "the rear driver-side",
        "Row2.PassengerSide": "the rear passenger-side", "Row2.Middle": "the rear middle",
    },
    "zh": {
        "Row1.Wheel.Left": "左前", "Row1.Wheel.Right": "右前", "Row2.Wheel.Left": "左后", "Row2.Wheel.Right": "右后",
        "Row1.DriverSide": "主驾", "Row1.PassengerSide": "副驾", "Row2.DriverSide": "后排主驾侧", "Row2.PassengerSide": "后排副驾侧",
        "Row2.Middle": "后排中间",
    },
}  # fmt: skip
_GEARS = {126: ("park", "驻车档"), 0: ("neutral", "空档"), 127: ("drive", "前进档"), -1: ("reverse", "倒档")}
_WORDS: dict[str, tuple[str, str]] = {
    "LOW": ("low", "偏低"), "NORMAL": ("fine", "正常"), "HIGH": ("high", "偏高"), "CRITICALLY_LOW": ("critically low", "严重不足"),
    "CRITICALLY_HIGH": ("critically high", "严重过高"), "OFF": ("off", "关闭"), "INTERVAL": ("on interval", "间歇"), "SLOW": ("slow", "慢速"),
    "MEDIUM": ("on medium", "中速"), "FAST": ("fast", "快速"), "RAIN_SENSOR": ("automatic", "自动"), "UP": ("to the windscreen", "吹玻璃"), "MIDDLE": ("to the face", "吹脸"),
    "DOWN": ("to the feet", "吹脚"), "MIXED": ("mixed", "混合"), "OCCUPIED": ("taken", "有人"), "EMPTY": ("empty", "没人"),
}  # fmt: skip

Teller = Callable[[Readings, Language], str | None]


def answer(topic: str, readings: Readings, language: Language) -> str | None:
    """The sentence for a topic; None when no valid reading answers it."""
    teller = _TELLERS.get(topic)
    return teller(readings, language) if teller is not None else None


def _say(language: Language, en: str, zh: str) -> str:
    return en if language == "en" else zh


def _corner(path: str, language: Language) -> str:
    return next((words for part, words in _CORNERS[language].items() if part in path), path)


def _listed(words: list[str], language: Language) -> str:
    if language == "zh":
        return "、".join(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _number(path: str, en: str, zh: str, *, scale: float = 1.0, decimals: int = 0) -> Teller:
    def tell(readings: Readings, language: Language) -> str | None:
        value = readings.number(path)
        return None if value is None else _say(language, en, zh).format(written(value * scale, decimals))

    return tell


def _degrees(path: str, en: str, zh: str, decimals: int = 0) -> Teller:
    def tell(readings: Readings, language: Language) -> str | None:
        value = readings.number(path)
        return None if value is None else _say(language, en, zh).format(degrees(value, language, decimals))

    return tell


def _flag(path: str, yes: tuple[str, str], no: tuple[str, str]) -> Teller:
    def tell(readings: Readings, language: Language) -> str | None:
        value = readings.flag(path)
        if value is None:
            level = readings.number(path)
            value = None if level is None else level != 0
        return None if value is None else _say(language, *(yes if value else no))

    return tell


def _word(path: str, en: str, zh: str) -> Teller:
    def tell(readings: Readings, language: Language) -> str | None:
        words = _WORDS.get(readings.word(path) or "")
        return None if words is None else _say(language, en, zh).format(_say(language, *words))

    return tell


def _range(readings: Readings, language: Language) -> str | None:
    for path in ("Powertrain.TractionBattery.Range", "Powertrain.Range"):
        metres = readings.number(path)
        if metres is not None:
            return _say(language, "You have about {} kilometres of range left.", "续航还有大约{}公里。").format(
                written(metres / 1000)
            )
    return None


def _tyres(readings: Readings, language: Language) -> str | None:
    pressures = {p: readings.number(p) for p in readings.values if p.endswith("Tire.Pressure")}
    low = [p for p in readings.values if p.endswith("IsPressureLow") and readings.flag(p)]
    if not pressures and not low:
        return None
    told = {path: written((kpa or 0) / 100, 1) for path, kpa in pressures.items()}
    missing = [p for p in readings.unknown if p.endswith("Tire.Pressure")]
    parts: list[str] = []
    if len(set(told.values())) == 1 and len(told) > 1 and not missing:
        parts.append(_say(language, "All the tyres are at {} bar", "轮胎气压都是{}巴").format(next(iter(told.values()))))
    elif told:
        each = [f"{_corner(p, language)}{' ' if language == 'en' else ''}{bar}" for p, bar in told.items()]
        parts.append(_say(language, "Tyre pressure in bar: {}", "胎压，单位巴：{}").format(_listed(each, language)))
    if missing:
        parts.append(_say(language, "{} is unknown", "{}不知道").format(_listed([_corner(p, language) for p in missing], language)))
    if low:
        places = _listed([_corner(p, language) for p in low], language)
        parts.append(_say(language, "the pressure is low at the {}", "{}胎压偏低，请检查").format(places))
    elif pressures and not missing:
        parts.append(_say(language, "no low pressure is reported", "没有低压报警"))
    return _say(language, "; ".join(parts) + ".", "，".join(parts) + "。")


def _open_things(readings: Readings, language: Language) -> str | None:
    doors = {p: readings.flag(p) for p in readings.values if p.endswith("IsOpen")}
    if not doors:
        return None
    extra = {"Body.Trunk.Rear.IsOpen": ("the boot", "后备箱"), "Body.Hood.IsOpen": ("the bonnet", "机盖")}

    def name(path: str) -> str:
        if path in extra:
            return _say(language, *extra[path])
        return _corner(path, language) + _say(language, " door", "车门")

    ajar = [name(p) for p, is_open in doors.items() if is_open]
    missing = [name(p) for p in readings.unknown if p.endswith("IsOpen")]
    unknown = _say(language, " I don't know about {}.", "{}的状态不知道。").format(_listed(missing, language)) if missing else ""
    if ajar:
        text = _say(language, "{} {} open.", "{}开着。")
        verb = "is" if len(ajar) == 1 else "are"
        said = text.format(_listed(ajar, language), verb) if language == "en" else text.format(_listed(ajar, language))
        return said[0].upper() + said[1:] + unknown
    if len(doors) == 1:
        only = name(next(iter(doors)))
        return _say(language, f"{only[0].upper()}{only[1:]} is closed.", f"{only}关着。") + unknown
    return (
        _say(
            language,
            "All the others are closed." if missing else "Everything is closed.",
            "其他的都关好了。" if missing else "车门都关好了。",
        )
        + unknown
    )


def _locks(readings: Readings, language: Language) -> str | None:
    locked = {p: readings.flag(p) for p in readings.values if p.endswith("IsLocked")}
    if not locked:
        return None
    loose = [_corner(p, language) + _say(language, " door", "车门") for p, is_locked in locked.items() if not is_locked]
    if not loose:
        return _say(language, "The doors are locked.", "车门锁好了。") if not readings.unknown else None
    if len(loose) == len(locked) and not readings.unknown:
        return _say(language, "The doors are not locked.", "车门没有上锁。")
    return _say(language, "Not locked: {}.", "没有上锁的：{}。").format(_listed(loose, language))


def _belts(readings: Readings, language: Language) -> str | None:
    belted = {p: readings.flag(p) for p in readings.values if p.endswith("IsBelted")}
    if not belted:
        return None
    loose = []
    for path, is_belted in belted.items():
        taken = readings.word(path.replace("IsBelted", "OccupancyStatus"))
        if not is_belted and (taken == "OCCUPIED" or len(belted) == 1):
            loose.append(_corner(path, language) + _say(language, " seat", "座位"))
    if loose:
        return _say(language, "The belt is not fastened at {}.", "{}没有系安全带。").format(_listed(loose, language))
    return (
        _say(language, "The belts of all taken seats are fastened.", "有人的座位都系好安全带了。")
        if len(belted) > 1
        else _say(language, "That belt is fastened.", "安全带系好了。")
    )


def _positions(readings: Readings, language: Language) -> str | None:
    found = {p: v for p in readings.values if (v := readings.number(p)) is not None}
    if not found:
        return None
    gaps = [(p, v) for p, v in found.items() if v > 0]
    if not gaps:
        if len(found) == 1:
            return _say(language, "It is closed.", "关着呢。")
        return _say(language, "All the windows are closed.", "车窗都关着。") if not readings.unknown else None
    each = [
        _say(language, "{} window {} percent", "{}车窗开了百分之{}").format(_corner(p, language), written(v)) if v < 100
        else _say(language, "{} window fully", "{}车窗全开").format(_corner(p, language))
        for p, v in gaps
    ]  # fmt: skip
    return _say(language, "Open: {}.", "{}。").format(_listed(each, language))


def _sunroof(readings: Readings, language: Language) -> str | None:
    value = readings.number("Cabin.Sunroof.Position")
    if value is None:
        return None
    if value <= 0:
        return _say(language, "The sunroof is closed.", "天窗关着。")
    return _say(language, "The sunroof is {} percent open.", "天窗开了百分之{}。").format(written(value))


def _service(readings: Readings, language: Language) -> str | None:
    due, left = readings.flag("Service.IsServiceDue"), readings.number("Service.DistanceToService")
    if due:
        return _say(language, "The car is due for service now.", "现在该保养了。")
    if left is not None:
        return _say(language, "The next service is due in {} kilometres.", "距离下次保养还有{}公里。").format(written(left))
    return None if due is None else _say(language, "No service is due.", "暂时不用保养。")


def _trip(readings: Readings, language: Language) -> str | None:
    metres, seconds = readings.number("TraveledDistanceSinceStart"), readings.number("TripDuration")
    parts = []
    if metres is not None:
        parts.append(_say(language, "{} kilometres", "开了{}公里").format(written(metres / 1000, 1 if metres < 10_000 else 0)))
    if seconds is not None:
        parts.append(_say(language, "{}", "用时{}").format(span(seconds, language)))
    if not parts:
        return None
    return _say(language, f"This trip so far: {', '.join(parts)}.", f"本次行程{'，'.join(parts)}。")


def _gear(readings: Readings, language: Language) -> str | None:
    value = readings.number("Powertrain.Transmission.CurrentGear")
    if value is None:
        return None
    if int(value) in _GEARS:
        return _say(language, "The car is in {}.", "现在是{}。").format(_say(language, *_GEARS[int(value)]))
    return (
        _say(language, "The car is in gear {}.", "现在是{}档。").format(written(value))
        if value > 0
        else _say(language, "The car is in reverse.", "现在是倒档。")
    )


def _oil(readings: Readings, language: Language) -> str | None:
    parts = []
    for path, en, zh in (
        ("Powertrain.CombustionEngine.EngineOil.Level", "the oil level is {}", "机油液位{}"),
        ("Powertrain.CombustionEngine.EngineOil.PressureStatus", "the oil pressure is {}", "机油压力{}"),
    ):
        words = _WORDS.get(readings.word(path) or "")
        if words:
            parts.append(_say(language, en, zh).format(_say(language, *words)))
    text = _say(language, " and ", "，").join(parts)
    return _say(language, text[:1].upper() + text[1:] + ".", text + "。") if parts else None


def _temperatures(readings: Readings, language: Language) -> str | None:
    inside, outside = readings.number("Cabin.HVAC.AmbientAirTemperature"), readings.number("Exterior.AirTemperature")
    parts = []
    if inside is not None:
        parts.append(_say(language, "{} inside", "车内{}").format(degrees(inside, language)))
    if outside is not None:
        parts.append(_say(language, "{} outside", "车外{}").format(degrees(outside, language)))
    return _say(language, f"It is {' and '.join(parts)}.", f"{'，'.join(parts)}。") if parts else None


def _set_temperature(readings: Readings, language: Language) -> str | None:
    values = {p: v for p in readings.values if (v := readings.number(p)) is not None}
    if not values:
        return None
    each = [degrees(v, language, 1) for v in dict.fromkeys(values.values())]
    return _say(language, "It is set to {}.", "设定的是{}。").format(_listed(each, language))


def _fatigue(readings: Readings, language: Language) -> str | None:
    level = readings.number("Driver.FatigueLevel")
    if level is None:
        return None
    if level >= 60:
        return _say(language, "The car says you are quite tired. Please take a break.", "车辆显示你比较疲劳，请停车休息。")
    if level >= 30:
        return _say(language, "The car sees some tiredness. A break would be good.", "有一点疲劳，建议休息一下。")
    return _say(language, "The car sees no sign of tiredness.", "没有发现疲劳的迹象。")


def _cruise(readings: Readings, language: Language) -> str | None:
    active, speed = readings.flag("ADAS.CruiseControl.IsActive"), readings.number("ADAS.CruiseControl.SpeedSet")
    if active is None:
        return None
    if not active:
        return _say(language, "Cruise control is off.", "巡航没有开。")
    if speed is None:
        return _say(language, "Cruise control is on.", "巡航开着。")
    return _say(language, "Cruise control is set to {} kilometres per hour.", "巡航设定在时速{}公里。").format(written(speed))


def _track(readings: Readings, language: Language) -> str | None:
    track, artist = readings.word("Cabin.Infotainment.Media.Played.Track"), readings.word("Cabin.Infotainment.Media.Played.Artist")
    if track and artist:
        return _say(language, '"{}" by {}.', "这是{1}的《{0}》。").format(track, artist)
    return _say(language, 'It is called "{}".', "这首是《{}》。").format(track) if track else None


def _fan(readings: Readings, language: Language) -> str | None:
    values = list(dict.fromkeys(written(v) for p in readings.values if (v := readings.number(p)) is not None))
    return _say(language, "The fan is at {} percent.", "风量是百分之{}。").format(_listed(values, language)) if values else None


def _seat_climate(readings: Readings, language: Language) -> str | None:
    values = [v for p in readings.values if (v := readings.number(p)) is not None]
    if not values:
        return None
    if all(v == 0 for v in values):
        return _say(language, "It is off.", "没有开。")
    return (
        _say(language, "The seat heating is on.", "座椅加热开着。")
        if values[0] > 0
        else _say(language, "The seat ventilation is on.", "座椅通风开着。")
    )


def _defrost(readings: Readings, language: Language) -> str | None:
    values = [v for p in readings.values if (v := readings.flag(p)) is not None]
    return (
        None
        if not values
        else _say(language, *(("The defroster is on.", "除雾开着。") if values[0] else ("The defroster is off.", "除雾没有开。")))
    )


def _indicator(readings: Readings, language: Language) -> str | None:
    values = [v for p in readings.values if (v := readings.flag(p)) is not None]
    return (
        None
        if not values
        else _say(
            language, *(("An indicator is on.", "转向灯开着。") if any(values) else ("The indicators are off.", "转向灯没有开。"))
        )
    )


def _on_off(path: str, en: str, zh: str) -> Teller:
    return _flag(path, (f"{en} on.", f"{zh}开着。"), (f"{en} off.", f"{zh}没有开。"))


_TELLERS: Mapping[str, Teller] = {
    "range": _range, "tyres": _tyres, "doors": _open_things, "trunk": _open_things, "hood": _open_things, "locks": _locks, "belts": _belts,
    "window": _positions, "sunroof": _sunroof, "service": _service, "trip": _trip, "gear": _gear, "oil": _oil, "temperature": _temperatures,
    "set_temperature": _set_temperature, "fatigue": _fatigue, "cruise": _cruise, "track": _track, "fan": _fan, "seat_heating": _seat_climate,
    "seat_ventilation": _seat_climate, "defrost": _defrost, "indicator": _indicator,
    "battery": _number("Powertrain.TractionBattery.StateOfCharge.Displayed", "The battery is at {} percent.", "电量还有百分之{}。"),
    "charging": _flag("Powertrain.TractionBattery.Charging.IsCharging", ("Yes, the car is charging.", "正在充电。"), ("The car is not charging.", "没有在充电。")),
    "charge_limit": _number("Powertrain.TractionBattery.Charging.ChargeLimit", "The charge limit is {} percent.", "充电上限是百分之{}。"),
    "fuel": _number("Powertrain.FuelSystem.RelativeLevel", "The tank is {} percent full.", "油量还有百分之{}。"),
    "consumption": _number("Powertrain.FuelSystem.AverageConsumption", "On average {} litres per 100 kilometres.", "平均每100公里{}升。", decimals=1),
    "child_lock": _flag("Cabin.Door.Row1.DriverSide.IsChildLockActive", ("The child lock is on.", "儿童锁开着。"), ("The child lock is off.", "儿童锁没有开。")),
    "occupancy": _word("Cabin.Seat.Row1.PassengerSide.OccupancyStatus", "The passenger seat is {}.", "副驾座位{}。"),
    "speed": _number("Speed", "You are going {} kilometres per hour.", "现在时速{}公里。"),
    "outside_temperature": _degrees("Exterior.AirTemperature", "It is {} outside.", "车外{}。"),
    "cabin_temperature": _degrees("Cabin.HVAC.AmbientAirTemperature", "It is {} inside.", "车内{}。"),
    "odometer": _number("TraveledDistance", "The odometer shows {} kilometres.", "总里程{}公里。", scale=0.001),
    "handbrake": _flag("Chassis.ParkingBrake.IsEngaged", ("The parking brake is engaged.", "驻车制动拉着。"), ("The parking brake is released.", "驻车制动没有拉。")),
    "coolant": _degrees("Powertrain.CombustionEngine.EngineCoolant.Temperature", "The coolant is at {}.", "冷却液{}。"),
    "washer_fluid": _flag("Body.Windshield.Front.WasherFluid.IsLevelLow", ("The washer fluid is low.", "玻璃水不足。"), ("There is enough washer fluid.", "玻璃水还够。")),
    "battery_temperature": _degrees("Powertrain.TractionBattery.Temperature.Average", "The battery is at {}.", "电池温度{}。"),
    "low_voltage": _number("LowVoltageBattery.CurrentVoltage", "The starter battery has {} volts.", "蓄电池电压{}伏。", decimals=1),
    "high_beam": _on_off("Body.Lights.Beam.High.IsOn", "The high beam is", "远光灯"),
    "hazards": _on_off("Body.Lights.Hazard.IsSignaling", "The hazard lights are", "双闪"),
    "engine": _flag("Powertrain.CombustionEngine.IsRunning", ("The engine is running.", "发动机在运转。"), ("The engine is not running.", "发动机没有运转。")),
    "climate": _on_off("Cabin.HVAC.IsAirConditioningActive", "The air conditioning is", "空调"),
    "recirculation": _on_off("Cabin.HVAC.IsRecirculationActive", "The recirculation is", "内循环"),
    "wheel_heating": _on_off("Chassis.SteeringWheel.HeatingCooling", "The steering wheel heating is", "方向盘加热"),
    "light_low": _on_off("Body.Lights.Beam.Low.IsOn", "The low beam is", "近光灯"),
    "light": _on_off("Body.Lights.Beam.Low.IsOn", "The low beam is", "近光灯"),
    "light_fog_rear": _on_off("Body.Lights.Fog.Rear.IsOn", "The rear fog light is", "后雾灯"),
    "light_cabin": _on_off("Cabin.Light.IsDomeOn", "The cabin light is", "车内灯"),
    "light_ambient": _on_off("Cabin.Light.AmbientLight.Row1.DriverSide.IsLightOn", "The ambient light is", "氛围灯"),
    "wipers": _word("Body.Windshield.Front.Wiping.Mode", "The wipers are {}.", "雨刮是{}。"),
    "rear_wiper": _word("Body.Windshield.Rear.Wiping.Mode", "The rear wiper is {}.", "后雨刮是{}。"),
    "volume": _number("Cabin.Infotainment.Media.Volume", "The volume is at {} percent.", "音量是百分之{}。"),
    "air": _word("Cabin.HVAC.Station.Row1.Driver.AirDistribution", "The air goes {}.", "出风方向是{}。"),
}  # fmt: skip
