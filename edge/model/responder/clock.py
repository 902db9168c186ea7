"""The time of day, which is handed in: this package reads no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from edge.language import Language

_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_IN_STATE = re.compile(r"^(?:local )?(?:time|date|now|clock)\s*[:=]\s*(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?)", re.M | re.I)


@dataclass(frozen=True, slots=True)
class Clock:
    """Local time of day and date."""

    now: datetime

    @classmethod
    def from_state(cls, text: str) -> Clock | None:
        """From a line such as "time: 2026-03-01 14:05" of the session's state item; None where it has none."""
        match = _IN_STATE.search(text)
        if not match:
            return None
        try:
            return cls(datetime.fromisoformat(match.group(1).replace(" ", "T")))
        except ValueError:
            return None

    def numbers(self) -> set[float]:
        """The numbers that may be said of it."""
        now = self.now
        return {float(n) for n in (now.hour, now.minute, now.day, now.month, now.year, (now.hour - 1) % 12 + 1)} | {
            float(n) for n in range(1, 7)
        }


def say_clock(topic: str, clock: Clock | None, language: Language) -> str | None:
    """The time or the date in words; None when it is not known."""
    if clock is None:
        return None
    now = clock.now
    if topic == "time":
        return f"It is {now:%H:%M}." if language == "en" else f"现在是{now.hour}点{f'{now.minute}分' if now.minute else '整'}。"
    day = _WEEKDAYS[language][now.weekday()]
    return (
        f"Today is {day}, {_MONTHS[now.month - 1]} {now.day}." if language == "en" else f"今天是{now.month}月{now.day}日，{day}。"
    )
