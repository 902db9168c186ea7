"""What the car tells by itself: said once, the gravest first, from templates and not from a model.

An alert needs proof: only fresh and valid values raise one. It is raised after its condition held for a moment, and again
only after the condition was away for a while.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from edge.language import Language
from edge.vehicle.catalogue import Words
from edge.vehicle.state import VehicleState

Style = Literal["plain", "gentle", "brisk"]
_S = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Alert:
    """key: what it is about, such as "door:Row1.PassengerSide". priority: 1 is said at once, 3 can wait for a pause."""

    key: str
    priority: int
    words: Words
    brisk: Words

    def text(self, language: Language, style: Style = "plain") -> str:
        """The sentence to be spoken. Grave alerts sound the same in every style."""
        if style == "brisk":
            return self.brisk.get(language)
        plain = self.words.get(language)
        if style == "gentle" and self.priority > 1:
            if language == "zh":
                return "提醒一下，" + plain
            return "Just so you know, " + plain[0].lower() + plain[1:]
        return plain


@dataclass(frozen=True, slots=True)
class _Finding:
    alert: Alert
    hold_ns: int
    again_ns: int  # shortest pause until the same is said again


@dataclass(slots=True)
class _Memory:
    since_ns: int = 0
    """When the condition began to hold."""
    last_ns: int = 0
    """When it was last seen to hold."""
    told_ns: int | None = None


_AWAY_NS = 30 * _S  # a condition that comes back within this time is the same one
_DRIVING_KMH = 5.0
_BELT_KMH = 10.0
RANGE_STEPS_KM = (50, 20)
_RANGE_REARM_KM = 20
FATIGUE_PERCENT = 70.0
_FATIGUE_AGAIN_NS = 20 * 60 * _S
_NEVER_AGAIN_NS = 12 * 3600 * _S


class AlertMonitor:
    """Watches a state. `check` is called whenever something changed, at least every second."""

    def __init__(self, state: VehicleState) -> None:
        self._state = state
        self._memory: dict[str, _Memory] = {}
        self._snoozed: dict[str, int] = {}

    def check(self, now_ns: int) -> list[Alert]:
        """Alerts to be spoken now, the gravest first; each is returned once."""
        due: list[Alert] = []
        for finding in self._findings(now_ns):
            alert = finding.alert
            memory = self._memory.setdefault(alert.key, _Memory(since_ns=now_ns))
            if memory.last_ns and now_ns - memory.last_ns > _AWAY_NS:
                memory.since_ns = now_ns
                if memory.told_ns is not None and now_ns - memory.told_ns >= finding.again_ns:
                    memory.told_ns = None
            memory.last_ns = now_ns
            if memory.told_ns is not None or now_ns - memory.since_ns < finding.hold_ns:
                continue
            if now_ns < self._snoozed.get(alert.key, 0):
                continue
            memory.told_ns = now_ns
            due.append(alert)
        return sorted(due, key=lambda alert: alert.priority)

    def snooze(self, key: str, until_ns: int) -> None:
        """Say this one again, but not before then. What is of priority 1 is not silenced by it: it was said already."""
        self._snoozed[key] = until_ns
        if (memory := self._memory.get(key)) is not None:
            memory.told_ns = None

    def _findings(self, now_ns: int) -> Iterator[_Finding]:
        speed = self._number("Speed", now_ns)
        driving = speed is not None and abs(speed) > _DRIVING_KMH
        for rule in (self._openings, self._belts, self._tyres, self._faults, self._reach, self._fatigue):
            yield from rule(now_ns, driving, speed or 0.0)

    def _number(self, path: str, now_ns: int) -> float | None:
        value = self._state.value(path, now_ns)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def _true(self, path: str, now_ns: int) -> bool:
        return self._state.value(path, now_ns) is True

    def _openings(self, now_ns: int, driving: bool, speed: float) -> Iterator[_Finding]:
        if not driving:
            return
        for path, signal in self._state.catalogue.items():
            if path.startswith("Cabin.Door.") and path.endswith(".IsOpen") and signal.place and self._true(path, now_ns):
                en, zh = f"{signal.place.en} door", f"{signal.place.zh}车门"
                yield _open(f"door:{path}", en, zh)
        for path, en, zh in (("Body.Trunk.Rear.IsOpen", "boot", "后备箱"), ("Body.Hood.IsOpen", "bonnet", "发动机舱盖")):
            if self._true(path, now_ns):
                yield _open(f"open:{path}", en, zh)

    def _belts(self, now_ns: int, driving: bool, speed: float) -> Iterator[_Finding]:
        if abs(speed) <= _BELT_KMH:
            return
        for path, signal in self._state.catalogue.items():
            if not path.endswith(".IsBelted") or signal.place is None:
                continue
            seat = path.removesuffix(".IsBelted")
            taken = self._state.value(f"{seat}.OccupancyStatus", now_ns) == "OCCUPIED"
            if taken and self._state.value(path, now_ns) is False:
                words = Words(f"The seat belt is not fastened: {signal.place.en}.", f"{signal.place.zh}的安全带没有系好。")
                brisk = Words(f"Belt, {signal.place.en}.", f"{signal.place.zh}，安全带。")
                yield _Finding(Alert(f"belt:{seat}", 1, words, brisk), 2 * _S, 60 * _S)

    def _tyres(self, now_ns: int, driving: bool, speed: float) -> Iterator[_Finding]:
        for path, signal in self._state.catalogue.items():
            if path.endswith(".Tire.IsPressureLow") and signal.place and self._true(path, now_ns):
                words = Words(f"The {signal.place.en} tyre has low pressure.", f"{signal.place.zh}轮胎胎压过低。")
                brisk = Words(f"Tyre low, {signal.place.en}.", f"{signal.place.zh}胎压低。")
                yield _Finding(Alert(f"tyre:{path}", 2, words, brisk), 3 * _S, _NEVER_AGAIN_NS)

    def _faults(self, now_ns: int, driving: bool, speed: float) -> Iterator[_Finding]:
        if self._state.value("Powertrain.CombustionEngine.EngineOil.PressureStatus", now_ns) == "LOW":
            yield _Finding(_OIL, 2 * _S, 600 * _S)
        if self._true("Powertrain.FuelSystem.IsFuelLevelLow", now_ns):
            yield _Finding(_FUEL, 5 * _S, _NEVER_AGAIN_NS)

    def _reach(self, now_ns: int, driving: bool, speed: float) -> Iterator[_Finding]:
        """Each step is told once, and armed again after the range has clearly grown."""
        metres = self._number("Powertrain.Range", now_ns)
        if metres is None or self._true("Powertrain.TractionBattery.Charging.IsCharging", now_ns):
            return
        kilometres = int(metres / 1000)
        for step in RANGE_STEPS_KM:
            if kilometres > step + _RANGE_REARM_KM:
                self._memory.pop(f"range:{step}", None)
        reached = [step for step in RANGE_STEPS_KM if kilometres <= step]
        if reached:
            words = Words(f"The range is down to {kilometres} kilometres.", f"续航只剩{kilometres}公里了。")
            brisk = Words(f"Range {kilometres}.", f"续航{kilometres}公里。")
            step = min(reached)
            yield _Finding(Alert(f"range:{step}", 3 if step > 20 else 2, words, brisk), 5 * _S, _NEVER_AGAIN_NS)

    def _fatigue(self, now_ns: int, driving: bool, speed: float) -> Iterator[_Finding]:
        level = self._number("Driver.FatigueLevel", now_ns)
        if driving and level is not None and level >= FATIGUE_PERCENT:
            yield _Finding(_TIRED, 5 * _S, _FATIGUE_AGAIN_NS)


def _open(key: str, en: str, zh: str) -> _Finding:
    alert = Alert(key, 1, Words(f"The {en} is open.", f"{zh}没有关好。"), Words(f"{en.capitalize()} open.", f"{zh}未关。"))
    return _Finding(alert, _S, 60 * _S)


_OIL = Alert(
    "oil",
    1,
    Words("The oil pressure is low. Please stop safely and switch the engine off.", "机油压力过低，请安全停车并熄火。"),
    Words("Oil pressure low. Stop safely.", "机油压力低，安全停车。"),
)
_FUEL = Alert("fuel", 3, Words("The fuel level is low.", "油量不足。"), Words("Fuel low.", "油量低。"))
_TIRED = Alert(
    "fatigue",
    2,
    Words("You seem tired. A break would do you good.", "看起来有些疲劳了，休息一下吧。"),
    Words("Take a break.", "该休息了。"),
)
