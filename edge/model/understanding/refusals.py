"""What is refused or cannot be done, whatever is said around it."""

from __future__ import annotations

from edge.model.understanding.clause import Clause
from edge.model.understanding.types import Act

_ACTS = frozenset({
    "act:on", "act:off", "act:open", "act:close", "act:up", "act:down", "act:set", "act:lock", "act:stop", "act:cancel",
    "act:reset",
    "act:clear", "act:play", "act:resume", "act:pause", "act:heat", "act:cool", "act:mute",
})  # fmt: skip

_OF_A_LAMP = frozenset({"act:on", "act:up"})
""" "A yellow light came on": what warnings do by themselves."""

_BY_TOPIC: dict[str, tuple[str, str]] = {
    "warnings": ("refuse", "faults"),
    "adas": ("refuse", "adas"),
    "cruise": ("refuse", "adas"),
    "handbrake": ("refuse", "brakes"),
    "brakes": ("refuse", "brakes"),
    "gear": ("refuse", "gear"),
    "engine": ("refuse", "motion"),
    "speed": ("refuse", "motion"),
    "locks": ("refuse", "locks"),
    "child_lock": ("refuse", "child_windows"),
    "service": ("refuse", "faults"),
    "odometer": ("refuse", "coding"),
    "trip": ("unavailable", "tool"),
    "doors": ("unavailable", "doors"),
    "trunk": ("unavailable", "trunk"),
    "hood": ("unavailable", "trunk"),
    "high_beam": ("unavailable", "high_beam"),
    "hazards": ("unavailable", "hazards"),
    "indicator": ("unavailable", "hazards"),
    "charging": ("unavailable", "charging"),
    "charge_limit": ("unavailable", "charging"),
    "belts": ("unavailable", "belts"),
}
"""A topic that is not only asked about but acted upon: what becomes of it."""

_DEVICES = frozenset({"adas", "cruise", "handbrake", "high_beam", "hazards", "indicator", "trunk", "hood", "child_lock"})
"""Topics that are wished for when they are named without a question."""
_FORBIDDEN = ("child_windows", "faults", "coding", "updates", "brakes", "steering", "gear", "motion")
_SETTABLE = frozenset({
    "obj:window", "obj:sunroof", "obj:fan", "obj:temperature", "obj:climate", "obj:wipers", "obj:volume", "obj:media",
    "obj:seat_heating", "obj:wheel_heating", "obj:seat_ventilation", "obj:seat_massage", "obj:light", "obj:light_cabin",
    "obj:light_ambient", "obj:light_low", "obj:rear_wiper", "obj:defrost", "obj:navigation", "obj:heating",
})  # fmt: skip


_OF_WARMTH = ("act:heat", "act:cool", "qual:warmer", "qual:cooler", "state:hot", "state:cold", "qual:faster", "qual:slower")


def _moves_seat(clause: Clause) -> bool:
    """Whether a seat is to go up or down, and not its heating: "put my seat down", but not "cool my seat down"."""
    if set(clause.values("obj")) != {"seat"} or not clause.has("act:up", "act:down") or clause.language != "en":
        return False
    return clause.number is None and not clause.has_any(_OF_WARMTH)


def _corner(clause: Clause) -> bool:
    """Whether the window is named by its place and the child is only whom it is for: 右后的小朋友, not 孩子那边的窗."""
    places = set(clause.expanded_zones())
    return clause.language == "zh" and bool(places) and places <= {"rear_left", "rear_right"} and not clause.kind("forbid")


def _closed_beside(clause: Clause) -> bool:
    """Whether a window is to be shut and a child is only the reason: 后排的窗户关上吧, 孩子睡着了."""
    children = [m.text for m in clause.mentions if m.name in ("who:child", "chat:kids")]
    windows = [m.text for m in clause.kind("obj") if m.value == "window"]
    shut = clause.has("act:off", "act:close") and not clause.has("act:on", "act:open", "act:down", "act:crack", "act:up")
    together = any(c in piece and w in piece for piece in clause.text.split(",") for c in children for w in windows)
    return clause.language == "zh" and shut and not together and not clause.kind("forbid")


def _to_a_car_park(clause: Clause) -> bool:
    """附近找个停车场停车: stopping there is what the place is for."""
    stopping = [m for m in clause.mentions if m.name == "forbid:motion"]
    named = any(m.name == "poi:parking" and m.text not in ("停车", "停到") for m in clause.mentions)
    return clause.language == "zh" and named and all(m.text == "停车" for m in stopping)


def override(clause: Clause) -> Act | None:
    """An attempt to talk the assistant out of its rules."""
    return Act("refuse", "override") if clause.kind("override") else None


def refusal(clause: Clause, *, asks: bool) -> Act | None:
    """The refusal a clause deserves. asks: it is a question about the car, which may be answered."""
    if (
        not asks
        and clause.has("who:child", "chat:kids")
        and clause.has("obj:window")
        and not clause.has("zone:all")
        and not _corner(clause)
        and not _closed_beside(clause)
        and (clause.kind("act") or clause.kind("forbid"))
    ):
        return Act("refuse", "child_windows")
    for topic in _FORBIDDEN:
        if not clause.has(f"forbid:{topic}"):
            continue
        if asks and topic not in ("faults", "coding", "updates"):
            continue
        if topic == "motion" and _to_a_car_park(clause):
            continue
        if topic in ("motion", "brakes", "steering", "gear") and clause.kind("poi") and not clause.has("forbid:motion"):
            continue
        return Act("refuse", topic)
    if asks:
        return None
    if clause.has("act:lock") and (clause.has("topic:doors", "topic:locks") or not clause.has_any(_SETTABLE)):
        return Act("refuse", "locks")
    if not clause.has_any(_SETTABLE):
        topics = set(clause.values("topic"))
        for topic in _BY_TOPIC:
            acts = _ACTS - _OF_A_LAMP if topic == "warnings" else _ACTS
            if topic in topics and (topic in _DEVICES or clause.has_any(acts)):
                kind, what = _BY_TOPIC[topic]
                return Act("refuse" if kind == "refuse" else "unavailable", what)
    if _moves_seat(clause):
        return Act("unavailable", "seat_position")
    if clause.kind("unavail"):
        return Act("unavailable", clause.values("unavail")[0])
    if clause.has("weak:motion") and not clause.has_any(_SETTABLE) and not clause.kind("obj"):
        return Act("refuse", "motion")
    return None
