"""A place told by who sits there: 姥姥坐右后边呢, 她的坐垫加热整到二档 is about the seat at the rear right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from edge.model.understanding.clause import Clause
from edge.model.understanding.types import Mention

_POINTS = re.compile(
    r"[他她]们?(?!说)|人家|老人家|那位|这位|[那这](?:边|侧|头|儿|座|排|扇|块|张|个座|把椅)|(?:咱|我|俺)?(?:家)?(?:老爷子|老太太)那"
)
_WEAK = frozenset({"都", "全", "全都", "他那边", "她那边", "他那儿", "她那儿", "我这边", "我这儿", "我这", "我这里"})
_OWN = re.compile(r"^我|我$")
_SITS = re.compile(
    r"坐|那位|这位|[妈爸爷奶姥姨叔舅婆]|"
    r"的(?:人|客人|乘客|小朋友|孩子|老板|领导|老人|同事|朋友|女生|男生|先生|女士|姑娘)"
)
_ASKS_FOR = re.compile(r"[打开关调升降摇放整弄]|加热|通风|按摩")


def _places(clause: Clause) -> list[Mention]:
    return [m for m in clause.kind("zone") if m.text not in _WEAK and not _OWN.search(m.text) and m.value not in ("all", "other")]


def seated(clause: Clause, clauses: Sequence[Clause], number: int) -> Clause:
    """The clause with the place of the person it speaks of, where another clause says where that person sits.

    number: which of the clauses it is. What names a place of its own stays as it is, and so does English.
    """
    if clause.language != "zh" or len(clauses) < 2 or _places(clause):
        return clause
    points = _POINTS.search(clause.text)
    for other in (*reversed(clauses[:number]), *clauses[number + 1 :]):
        places = _places(other)
        if not places:
            continue
        behind = other in clauses[number + 1 :]
        if behind and not (other.text.startswith(("他坐", "她坐", "他们坐", "她们坐")) and not other.kind("obj")):
            continue
        told = _SITS.search(other.text) is not None
        if not (points or behind) or not (told or (points and "那" in points.group())):
            return clause
        if not told and _ASKS_FOR.search(other.text):
            return clause
        own = tuple(m for m in clause.mentions if m.kind != "zone" or m.text in ("都", "全", "全都"))
        return replace(clause, mentions=(*own, *places))
    return clause
