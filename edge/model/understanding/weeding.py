"""Which of the acts of an utterance are wishes of their own: reasons, corrected wishes and talk beside a wish are taken out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from edge.events import Json
from edge.model.understanding.clause import Clause
from edge.model.understanding.forms import asks
from edge.model.understanding.interpret import REFILLED
from edge.model.understanding.reasons import states
from edge.model.understanding.types import Act, ToolRequest

Wish = tuple[Act, Clause | None]
"""An act with the clause it came from; None for what is no command."""

_REASON_STATES = frozenset(
    {"set_climate", "set_airflow", "set_fan", "set_window", "set_seat", "set_defrost", "set_wipers", "set_light"}
)
_HAVING = frozenset({"have", "'ve", "had", "get", "got", "like", "i've", "we've"})
_OF_WEATHER = frozenset({"set_wipers", "set_light", "set_defrost"})
_OF_IT = re.compile(r"^(?:it's|it is|it was|there's)\b", re.I)
""" "Luke, roll your window up, it's freezing": the reason of what is none of ours."""
_PAST = re.compile(r"^(?!open|need)[a-z]+ed$", re.I)
""" "I can not see what I dropped": a deed of the past is no wish."""
_ANY_STATION = frozenset(
    {"station", "one", "place", "a place", "somewhere", "pump", "站", "地方", "站点", "最近的", "附近的", "近的"}
)
_PLACES = ("zone", "seat", "window", "where")


def weeded(acts: list[Wish], beside: Act | None = None) -> list[Wish]:
    """Without talk beside a wish, and without the reason of a wish: "it is hot, open the window" is one wish.

    beside: what another clause means that tells or forbids; the weather belongs to it: "never open it while it's raining".
    """
    if beside is not None:
        left = beside.kind == "control"  # 天窗别开, 晒
        acts = [
            (act, c)
            for act, c in acts
            if c is None or not ((act.topic in _OF_WEATHER or (left and c.language == "zh")) and _only_state(act, c))
        ]
        acts = [(act, c) for act, c in acts if c is None or not (_only_state(act, c) and _OF_IT.search(c.text))]
        acts = acts or [(beside, None)]
    wishes = [(act, clause) for act, clause in acts if act.kind not in ("chat", "offer")]
    if not wishes:
        return acts[-1:] if acts else acts
    wishes = _corrected(wishes)
    if any(act.kind == "control" and act.topic == "leave" for act, _ in wishes):  # "don't open it, it is raining"
        wishes = [(act, c) for act, c in wishes if c is None or not _only_state(act, c)]
    if any(act.topic == "navigate" for act, _ in wishes):  # "the battery is low, find a charger"
        low = [act.topic for act, c in wishes if act.kind == "query" and act.topic in REFILLED and c is not None and not asks(c)]
        wishes = [(act, c) for act, c in wishes if act.kind != "query" or act.topic not in low]
        wishes = [(_refilling(act, low[0]) if low else act, c) for act, c in wishes]
    if sum(act.topic == "navigate" for act, _ in wishes) > 1:  # "time to charge, find a place"
        wishes = [
            (act, c)
            for act, c in wishes
            if str(act.requests[:1] and act.requests[0].arguments.get("destination")).lower() not in _ANY_STATION
        ]
    if any(act.kind == "unavailable" and c is not None and c.language == "zh" for act, c in wishes):  # 开远光, 前面黑咕隆咚的
        wishes = [(act, c) for act, c in wishes if c is None or not (_only_state(act, c) or _only_need(act, c))]
    if sum(act.topic in ("navigate", "navigation") for act, _ in wishes) > 1:  # "we have to reach Pune, please put the route"
        wishes = [(act, c) for act, c in wishes if act.topic != "navigation" or c is None or not _names_route(act, c)]
    if any(act.topic == "set_window" for act, _ in wishes):  # "it's getting noisy, shut the windows"
        wishes = [(act, c) for act, c in wishes if c is None or not _only_noise(act, c)]
    explicit = [c for act, c in wishes if act.kind == "tool" and c is not None and not _only_state(act, c)]
    stated = [c for c in explicit if _only_states(c)]
    explicit = [c for c in explicit if not any(c is one for one in stated)] or explicit
    if explicit:
        reasons = [
            (act, c)
            for act, c in wishes
            if c is not None
            and (
                _only_state(act, c)
                or _only_complaint(act, c, explicit, wishes)
                or (any(c is one for one in stated) and not any(c is one for one in explicit))
            )
        ]
        wishes = [_placed(wish, reasons) for wish in wishes if wish not in reasons]
        wishes = [(act, c) for act, c in wishes if c is None or not _only_remark(act, c)]
    states = [act.topic for act, c in wishes if c is not None and _only_state(act, c)]
    if len(states) == len(wishes) > 1 and {"set_airflow", "set_window"} == set(states):
        wishes = wishes[-1:]  # "it is stuffy, let some air in" is one wish
    if len(states) == len(wishes) > 1 and {"set_defrost"} == set(states):
        wishes = wishes[:1]  # "I can not see out the back, the glass is frosted over"
    if len(states) == len(wishes) > 1 and {"set_defrost", "set_light"} == set(states):
        wishes = [w for w in wishes if w[0].topic == "set_light"]  # "I can not see a thing, it is dark in here"
    firm = [(act, c) for act, c in wishes if act.kind != "ask"]
    return firm or wishes[:1]


_SEEKS = re.compile(r"[导找搜查带送]|去(?!加|充)|附近|最近|哪")


def _only_need(act: Act, clause: Clause) -> bool:
    """Whether a place was only read out of a need: 油箱盖弹开, 我要加油."""
    return act.topic == "navigate" and bool(clause.kind("poi")) and _SEEKS.search(clause.text) is None


def _refilling(act: Act, low: str) -> Act:
    """ "Low on petrol, find a station": the station is one for petrol."""
    goal = act.requests[0].arguments.get("destination") if act.topic == "navigate" else None
    if str(goal).lower() not in _ANY_STATION:
        return act
    return replace(act, requests=(ToolRequest("navigate", {"poi": REFILLED[low][0]}),))


def _placed(wish: Wish, reasons: Sequence[Wish]) -> Wish:
    """A wish that names no place, at the place of its reason: "it is warm on her side, take it down two degrees"."""
    act, clause = wish
    if clause is None or clause.kind("zone"):
        return wish
    for _, why in reasons:  # "it is stifling in the back, cool it down there"
        places = why.zones() if why is not None and act.topic in ("set_climate", "set_fan") else []
        if len(places) == 1 and places[0] in ("rear", "passenger", "all"):
            here: dict[str, Json] = {"zone": places[0]}
            return replace(act, requests=tuple(ToolRequest(r.name, {**here, **r.arguments}) for r in act.requests)), clause
    for reason, _ in reasons:
        if reason.topic == act.topic and len(reason.requests) == 1:
            place: dict[str, Json] = {k: v for k, v in reason.requests[0].arguments.items() if k in _PLACES}
            requests = tuple(ToolRequest(r.name, {**place, **_as_felt(r.arguments, reason, clause)}) for r in act.requests)
            return replace(act, requests=requests), clause
    return wish


def _as_felt(arguments: Mapping[str, Json], reason: Act, clause: Clause) -> Mapping[str, Json]:
    """A step of the climate in the direction of the complaint before it: "the AC is too cold, turn it down" wants it warmer."""
    felt, step = reason.requests[0].arguments.get("delta"), arguments.get("delta")
    if reason.topic != "set_climate" or not isinstance(felt, int | float) or not isinstance(step, int | float):
        return arguments
    cooling = clause.language == "zh" and set(clause.values("obj")) <= {"climate"}  # 太热了, 空调开大点
    if (clause.kind("obj") and not cooling) or clause.kind("qual") or felt * step > 0:
        return arguments
    return {**arguments, "delta": -step}


def _corrected(acts: list[Wish]) -> list[Wish]:
    """Of two acts in a row that set the same thing at the same place, the later one: "too low, turn it up a bit"."""
    kept: list[Wish] = []
    for act, clause in acts:
        washed = bool(kept) and any(request.arguments.get("mode") == "wash" for request in kept[-1][0].requests)
        if kept and act.kind == "tool" and kept[-1][0].kind == "tool" and _targets(act) == _targets(kept[-1][0]) and not washed:
            before = kept[-1][1]
            if clause is not None and _only_state(act, clause) and before is not None and not _only_state(kept[-1][0], before):
                continue  # "close the outside air, it smells"
            kept.pop()
        elif kept and _places(kept[-1], act, clause):
            kept.pop()  # "windows up please, all four"
        kept.append((act, clause))
    return kept


def _targets(act: Act) -> list[tuple[str, tuple[str, ...], tuple[Json, ...]]]:
    return [
        (
            request.name,
            tuple(sorted(request.arguments)),
            tuple(request.arguments.get(key) for key in ("zone", "seat", "window", "where", "light", "action", "query", "contact")),
        )
        for request in act.requests
    ]


def _one_light(act: Act, other: Act) -> bool:
    lights = {str(r.arguments.get("light")) for r in (*act.requests, *other.requests)}
    return act.topic == other.topic == "set_light" and len(lights) == 1


def _places(before: Wish, act: Act, clause: Clause | None) -> bool:
    """Whether a clause that is nothing but a place says where the wish before it is meant."""
    earlier = before[0]
    if clause is None or earlier.topic != act.topic or earlier.kind != act.kind or len(earlier.requests) != 1 or not act.requests:
        return False
    if any(
        m.kind not in ("zone", "filler", "function") and m.text and m.text.lower() in clause.text.lower() for m in clause.mentions
    ):
        return False
    said = dict(earlier.requests[0].arguments)
    bare = [{k: v for k, v in r.arguments.items() if k not in _PLACES} for r in act.requests]
    return not set(said) & set(_PLACES) and all(arguments == said for arguments in bare)


def _only_complaint(act: Act, clause: Clause, explicit: Sequence[Clause], wishes: Sequence[Wish]) -> bool:
    """Whether a clause only says why: "it is too bright, turn the cabin light off"."""
    if act.kind != "tool" or clause.kind("number"):
        return False
    if _complaint_zh(clause):
        return any(c is not clause and c.kind("act") and not _complaint_zh(c) for c in explicit)
    if clause.kind("act") or not clause.kind("qual"):
        return False
    if clause.kind("obj"):  # "the ambient light is dazzling, turn it off"
        return any(
            other.kind == "tool" and other is not act and c is not None and c.kind("act") and _one_light(act, other)
            for other, c in wishes
        )
    tools = [other.topic for other, c in wishes if c is not None and c is not clause and any(c is e for e in explicit)]
    return act.topic in tools


_COMPLAINS_ZH = re.compile(
    r"太|[吵闷冷热晒冻呛晃挤烦]死|吵得|听不|看不|慌|刺眼|晃眼|难受|受不了|遭不住|有点|怪[冷热闷吵]|这么|怎么|好[吵冷热闷呛臭黑暗]|呼呼|轰轰|^吵$"
)
_DOES_ZH = frozenset({"act:open", "act:close", "act:on", "act:set", "act:play", "act:mute", "act:off"})


def _complaint_zh(clause: Clause) -> bool:
    """Whether a Chinese clause only says what is wrong: 外面吵死了, 风声太大."""
    return clause.language == "zh" and _COMPLAINS_ZH.search(clause.text) is not None and not clause.has_any(_DOES_ZH)


def _only_remark(act: Act, clause: Clause) -> bool:
    """Whether a clause beside a wish tells why, and asks for nothing: "fog lights on, I can't see the bonnet"."""
    own = any(m.kind in ("topic", "obj") and m.text and m.text.lower() in clause.text.lower() for m in clause.mentions)
    if act.kind == "query" and not own and not clause.kind("state"):
        return True  # "massage on please, is good for the back"
    if (
        act.kind not in ("query", "unavailable")
        or asks(clause)
        or clause.has("act:open", "act:close", "act:on", "act:off", "act:set")
    ):
        return False
    return any(
        m.name == "mark:done" or (m.kind in ("state", "filler", "function") and m.text.lower() not in _MERE)
        for m in clause.mentions
    )


_MERE = frozenset({"the", "my", "our", "please", "and", "of", "a", "请", "的", "也", "还有", "帮我", "给我"})
"""Words that may stand around the name of a thing asked about: "the range, and open the window"."""


def _names_route(act: Act, clause: Clause) -> bool:
    """Whether an overview was only read out of a word for the route."""
    return act.requests[0].arguments == {"action": "overview"} and not clause.has("act:show") and not asks(clause)


def _only_states(clause: Clause) -> bool:
    """Whether a clause says how something is without a complaint: "the back glass is clear now"."""
    return clause.language == "en" and not clause.kind("qual") and states(clause.text)


def _only_noise(act: Act, clause: Clause) -> bool:
    """Whether the sound was only to be changed since somebody says how loud it is."""
    return act.topic == "set_volume" and clause.language == "en" and not clause.kind("act") and not clause.kind("obj")


def _of_cold_hands(act: Act, clause: Clause) -> bool:
    """我手都冻僵了, 把温度往上抬: cold hands are why, and no wish of the wheel."""
    wheel = "方向盘" in clause.text or "wheel" in clause.text.lower()
    return act.topic == "set_steering_wheel_heating" and not wheel


def _only_state(act: Act, clause: Clause) -> bool:
    return (
        act.kind == "tool"
        and (act.topic in _REASON_STATES or _of_cold_hands(act, clause))
        and bool(clause.kind("state"))
        and clause.said("state:fresh_air") != "ventilate"
        and not any(m.text.lower() not in _HAVING and not _PAST.search(m.text) for m in clause.kind("act"))
        and not clause.kind("qual")
    )
