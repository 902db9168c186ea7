"""Music and volume."""

from __future__ import annotations

from edge.model.understanding.clause import Clause
from edge.model.understanding.climate import ask, percent_step, plain, tool
from edge.model.understanding.types import Act

_ACTIONS = ("next", "previous", "resume", "pause", "stop", "play")


def volume(clause: Clause) -> Act | None:
    if clause.has("act:unmute"):
        return tool("media", {"action": "unmute"})
    if clause.has("act:mute"):
        return tool("media", {"action": "unmute" if clause.turned_off and clause.language == "zh" else "mute"})
    number = clause.number
    sign = clause.direction
    if number is not None and number.unit != "degree":
        if number.unit == "percent" and number.text.lower() in ("half", "a half", "halfway", "一半") and sign < 0:
            return tool("set_volume", {"level": 50})
        if sign and not clause.absolute:
            return tool("set_volume", {"delta": plain(sign * number.number * (10 if number.unit == "level" else 1))})
        return tool("set_volume", {"level": plain(number.number)})
    if clause.said("amount:max") == "right down":
        return tool("set_volume", {"delta": -30})
    if clause.amount in ("max", "min", "mid"):
        level = {"max": 100, "min": 10, "mid": 50}[clause.amount]
        return tool("set_volume", {"level": 10 if sign < 0 else level})
    if sign:
        return tool("set_volume", {"delta": sign * percent_step(clause)})
    if clause.turned_off:
        return tool("media", {"action": "mute"})
    if clause.has("act:on", "act:resume"):
        return tool("media", {"action": "unmute"})
    return ask("volume") if clause.has("act:set") else None


def media(clause: Clause) -> Act | None:
    """Playback without a wish for something special; what is to be played is taken by the free slots."""
    if clause.has("act:unmute", "act:mute"):
        return volume(clause)
    for action in _ACTIONS:
        if clause.has(f"act:{action}"):
            stopped = clause.negated and action == "play"
            return tool("media", {"action": "stop" if stopped else action})
    goal = clause.number is not None and clause.language == "en" and clause.has("mark:to") and not clause.has("act:play")
    if goal:
        return volume(clause)  # "bring the radio down to twenty"
    loud = clause.amount in ("max", "min") and clause.language == "en"  # "turn the music right up"
    if clause.direction or clause.has("qual:louder", "qual:quieter") or loud:
        return volume(clause)
    if clause.turned_off:
        return tool("media", {"action": "stop"})
    bare = not any(m.kind in ("act", "qual", "ask", "amount", "topic", "chat") for m in clause.mentions)
    if clause.has("act:on", "act:show", "act:set") or (bare and clause.language == "en" and len(clause.words) <= 4):
        return tool("media", {"action": "play"})
    return None
