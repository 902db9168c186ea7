"""What may be moved when: the rules in code. A model asks, this decides.

A decision is a pure function of the request, the driving state and the settings. Nothing in the settings lifts a refusal
that this module gives for every driving state.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

from edge.vehicle import tool_models as t
from edge.vehicle.catalogue import Words
from edge.vehicle.state import Moving

Verdict = Literal["allow", "confirm", "refuse"]

TEMPERATURE_MIN, TEMPERATURE_MAX, TEMPERATURE_STEP = 16.0, 28.0, 3.0
VOLUME_MAX = 60.0
SMALL_OPENING = 50.0  # percent a window may open without a question while parked
MOVING_OPENING = 25.0

REASONS: dict[str, Words] = {
    "mode_off": Words("I can only read the car, not control it", "我只能读取车辆状态，不能控制车辆"),
    "no_such_tool": Words("I have no way to do that", "我没有办法做这件事"),
    "forbidden": Words("that is not something I may ever do", "这件事我任何时候都不能做"),
    "moving": Words("that is not possible while driving", "行车时不能这样做"),
    "view": Words("that would reduce the view", "这样会影响视野"),
    "child_window": Words("the rear windows stay as they are while driving", "行车时不能动后排车窗"),
    "child_lock": Words("the child lock is on", "儿童锁已开启"),
    "temperature_range": Words("the temperature can be 16 to 28 degrees", "温度只能设在16到28度之间"),
    "temperature_step": Words("I change the temperature by 3 degrees at most", "每次最多调3度"),
    "volume_limit": Words("by voice the volume goes up to 60 percent", "语音最多把音量调到百分之六十"),
    "fog_needs_low_beam": Words("the rear fog light needs the low beam on", "开后雾灯要先打开近光灯"),
    "not_supported": Words("this car cannot do that", "这辆车不支持这个功能"),
    "unknown_value": Words("the car does not tell me its present value", "车辆没有告诉我当前的数值"),
    "too_often": Words("that was too quick, please wait a moment", "操作太频繁了，请稍等"),
    "not_observed": Words("I asked the car, but it has not confirmed", "我已发出请求，但车辆还没有确认"),
    "gateway_refused": Words("the car has declined that", "车辆拒绝了这个请求"),
    "opening": Words("it opens a window or the roof", "这会打开车窗或天窗"),
    "untrusted": Words("the wish may come from a text that was read out", "这个要求可能来自刚读到的文字"),
    "no_guidance": Words("no route guidance is running", "当前没有导航"),
    "no_question": Words("there is nothing to confirm", "没有需要确认的操作"),
    "expired": Words("the question is too old", "确认已经过期"),
    "other_zone": Words("only the one who asked can confirm", "需要提出要求的人来确认"),
}
"""Why not, in words for a sentence."""

FORBIDDEN = (
    "brake", "steer", "gear", "throttle", "accelerat", "cruise", "autopilot", "adas", "airbag", "esc", "esp", "aeb",
    "unlock", "door", "trunk", "boot", "flap", "mirror", "seat_position", "dtc", "clear", "coding", "ota", "update",
    "child", "park_assist", "drive", "engine", "lane", "horn",
)  # fmt: skip
"""Parts of tool names that are refused by name, were a model to invent them."""


@dataclass(frozen=True, slots=True)
class PolicySettings:
    """What a car maker may set."""

    passenger_window_while_moving: bool = False
    """The front passenger's window may open up to 25 % while moving, after a confirmation."""
    per_minute: int = 6
    """Requests a minute."""
    actuator_gap_s: float = 2.0
    """Seconds between two requests to the same actuator."""
    confirm_window_s: float = 10.0
    """Seconds in which a "yes" counts."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a decision needs to know of the car. None: not known."""

    moving: Moving
    speaker: t.Zone = "driver"
    low_beam: bool | None = None
    high_beam: bool | None = None
    child_lock: bool | None = None
    temperature: float | None = None
    volume: float | None = None
    untrusted: bool = False
    """Free text from outside entered the conversation in this turn."""
    opening: dict[str, float] | None = None
    """Window or sunroof -> wished position minus present position in percent, None where the present one is unknown."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, the rule that gave it (for the audit log) and the reason (a key of REASONS; empty when allowed)."""

    verdict: Verdict
    rule: str
    reason: str = ""


def _allow(rule: str) -> Decision:
    return Decision("allow", rule)


def _refuse(rule: str, reason: str) -> Decision:
    return Decision("refuse", rule, reason)


def decide(call: t.Tool, around: Surroundings, settings: PolicySettings | None = None) -> Decision:
    """The verdict on one well-formed request."""
    decision = _decide(call, around, settings or PolicySettings())
    if decision.verdict == "allow" and around.untrusted and call.actuates:
        return Decision("confirm", "untrusted-text", "untrusted")
    return decision


def _decide(call: t.Tool, around: Surroundings, settings: PolicySettings) -> Decision:
    moving = around.moving is Moving.MOVING
    match call:
        case t.SetClimate():
            return _climate(call)
        case t.SetVolume():
            wished = call.level if call.level is not None else (around.volume or 0.0) + (call.delta or 0.0)
            quieter = call.delta is not None and call.delta < 0
            return _refuse("volume-limit", "volume_limit") if wished > VOLUME_MAX and not quieter else _allow("comfort")
        case t.SetDefrost():
            return _refuse("defrost-off-moving", "view") if moving and not call.on else _allow("view-helps")
        case t.SetWipers():
            if call.mode == "off":
                return _refuse("wipers-off", "view")
            return _refuse("wipers-moving", "moving") if moving else _allow("view-helps")
        case t.SetLight():
            return _light(call, around)
        case t.SetWindow():
            return _window(call, around, settings)
    return _allow("comfort" if call.actuates else "read")


def _climate(call: t.SetClimate) -> Decision:
    if call.temperature is not None and not TEMPERATURE_MIN <= call.temperature <= TEMPERATURE_MAX:
        return _refuse("temperature-range", "temperature_range")
    if call.delta is not None and abs(call.delta) > TEMPERATURE_STEP:
        return _refuse("temperature-step", "temperature_step")
    return _allow("comfort")


def _light(call: t.SetLight, around: Surroundings) -> Decision:
    if call.light not in ("low_beam", "fog_rear"):
        return _allow("comfort")
    if call.on is not True:
        return _refuse("lights-off", "view" if call.on is False else "not_supported")
    if call.light == "fog_rear" and (around.low_beam is not True or around.high_beam is True):
        return _refuse("fog-light", "fog_needs_low_beam")
    return _allow("view-helps")


def _window(call: t.SetWindow, around: Surroundings, settings: PolicySettings) -> Decision:
    rear = call.window in ("rear_left", "rear_right", "rear", "all")
    if rear and around.child_lock is True:
        return _refuse("child-lock", "child_lock")
    if not around.opening:
        return _refuse("window-unknown", "unknown_value")
    most = max(around.opening.values())
    if around.moving is Moving.MOVING:
        if rear:
            return _refuse("window-rear-moving", "child_window")
        if most <= 0:
            return Decision("confirm", "window-close-moving", "moving")
        target = call.position if call.position is not None else MOVING_OPENING + 1
        if call.window == "passenger" and settings.passenger_window_while_moving and target <= MOVING_OPENING:
            return Decision("confirm", "window-passenger-moving", "opening")
        return _refuse("window-moving", "moving")
    if around.moving is Moving.IDLING and most > 0:
        return Decision("confirm", "window-idling", "opening")
    return Decision("confirm", "window-large", "opening") if most > SMALL_OPENING else _allow("window-small")


def forbidden_name(name: str) -> bool:
    """Whether a tool that does not exist asks for something that is refused for ever."""
    return any(part in name.lower() for part in FORBIDDEN)


class RateLimit:
    """At most so many requests a minute, and a gap between two requests to one actuator."""

    def __init__(self, settings: PolicySettings) -> None:
        self._settings = settings
        self._recent: deque[int] = deque(maxlen=max(1, settings.per_minute))
        self._last: dict[str, int] = {}

    def allows(self, actuators: frozenset[str], now_ns: int) -> bool:
        """Whether a request may go out now; one that may is counted."""
        if len(self._recent) == self._recent.maxlen and now_ns - self._recent[0] < 60_000_000_000:
            return False
        gap = round(self._settings.actuator_gap_s * 1e9)
        if any(now_ns - self._last[a] < gap for a in actuators if a in self._last):
            return False
        self._recent.append(now_ns)
        self._last.update(dict.fromkeys(actuators, now_ns))
        return True
