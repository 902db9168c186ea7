"""Questions about what a function of the car is for: answered in words, and nothing is touched."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re

from edge.language import Language
from edge.model.understanding.clause import Clause
from edge.model.understanding.commands import subject
from edge.model.understanding.types import Act

_ASKS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\bdifference between\b|\bwhat (?:does|do) .*\b(?:do|mean|for)\b|\bwhat (?:is|are|'s) .*\b(?:for|good for|button|switch|mode)$|"
        r"\bwhat's .*\b(?:for|good for)$|\b(?:when|why) (?:should|would|do) (?:i|you|we|one) (?:use|turn on|need|want)\b|"
        r"\bhow does .*\bwork\b|\bexplain (?:what |how )?(?:the |my )?(?!code|warning|error|fault)|\bwhat's the point of\b|"
        r"\b(?:would|will|is) it (?:be )?(?:bad|dangerous|safe|okay|ok)\b",
        re.I,
    ),
    "zh": re.compile(
        r"区别|(?:干什么|干嘛|做什么|有什么|有啥)用|是(?:干|做)(?:什么|嘛|啥)的|什么时候(?:该|要|需要|才)?(?:用|开)|怎么工作|什么作用|什么原理|有(?:没有)?危险|危不危险|安不?安全"
    ),
}
EXPLAINED: dict[str, str] = {
    "recirculation": "recirculation", "fresh_mode": "recirculation", "light_fog_rear": "fog_light", "defrost": "defrost",
    "seat_ventilation": "seat_ventilation", "auto_mode": "auto", "light_low": "low_beam", "light_ambient": "ambient",
    "wheel_heating": "wheel_heating", "seat_heating": "seat_heating", "seat_massage": "massage", "sunroof": "opening", "window": "opening",
}  # fmt: skip
"""What a thing is about, to the key of its explanation."""


def explained(text: str, clause: Clause) -> Act | None:
    """The talk that explains a function; None for any other question. text: the whole utterance as cleaned."""
    if not _ASKS[clause.language].search(text.rstrip(" ?!.？")):
        return None
    if _OF_THINGS.search(text):
        return Act("reject", "out_of_domain")
    key = EXPLAINED.get(subject(clause), "")
    if not key or (key == "opening") is not (_RISK.search(text) is not None):
        return None
    return Act("chat", f"explain_{key}")


_OF_THINGS = re.compile(r"\bhow (?:does|do) an?\b.*\bwork\b|机是怎么工作|发动机.*原理|怎么工作的.*吗", re.I)
""" "How does a combustion engine work": not of this car."""
_RISK = re.compile(r"\b(?:bad|dangerous|safe)\b|危险|安全", re.I)
