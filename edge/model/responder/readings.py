"""Tool results as readings: only what the car said, fresh and valid, may become a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from edge.events import Json
from edge.language import Language

_VALID = "VALID"


@dataclass(frozen=True, slots=True)
class Readings:
    """Valid values by path, with their units; paths that were asked for and are not valid are in `unknown`."""

    values: Mapping[str, Json]
    units: Mapping[str, str]
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, result: Mapping[str, Json] | None) -> Readings:
        """From the result of `get_vehicle_state`; anything misshapen counts as unknown."""
        entries = result.get("values") if isinstance(result, Mapping) else None
        values: dict[str, Json] = {}
        units: dict[str, str] = {}
        unknown: list[str] = []
        for path, entry in entries.items() if isinstance(entries, dict) else ():
            if not isinstance(entry, dict):
                unknown.append(path)
                continue
            value = entry.get("value", entry.get("untrusted_text"))
            if entry.get("quality") == _VALID and value is not None:
                values[path] = value
                units[path] = str(entry.get("unit") or "")
            else:
                unknown.append(path)
        return cls(values, units, tuple(unknown))

    def number(self, path: str) -> float | None:
        value = self.values.get(path)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def flag(self, path: str) -> bool | None:
        value = self.values.get(path)
        return value if isinstance(value, bool) else None

    def word(self, path: str) -> str | None:
        value = self.values.get(path)
        return value if isinstance(value, str) else None


def written(value: float, decimals: int = 0) -> str:
    """A number as it stands in a reply: rounded, without a needless ".0"; half away from zero."""
    scale = 10**decimals
    rounded = int(abs(value) * scale + 0.5) / scale
    return f"{rounded:.{decimals}f}".rstrip("0").rstrip(".") if decimals else str(int(rounded))


def degrees(value: float, language: Language, decimals: int = 0) -> str:
    """A temperature in words and digits: "minus 3 degrees", 零下3度."""
    text = written(value, decimals)
    below = value < 0 and text not in ("0", "0.0")
    if language == "en":
        return f"{'minus ' if below else ''}{text} {'degree' if text == '1' else 'degrees'}"
    return f"{'零下' if below else ''}{text}度"


def span(seconds: float, language: Language) -> str:
    """A duration in hours and minutes."""
    minutes = int(seconds / 60 + 0.5)
    hours, rest = divmod(minutes, 60)
    if language == "en":
        parts = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((hours, "hour"), (rest, "minute")) if n]
        return " and ".join(parts) or "less than a minute"
    parts = [f"{n}{word}" for n, word in ((hours, "小时"), (rest, "分钟")) if n]
    return "".join(parts) or "不到一分钟"


def speakable(value: Json, unit: str = "") -> Iterator[float]:
    """Every number that may be said for a value: as it is, rounded, and in the unit that is spoken."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    magnitude = abs(float(value))
    for candidate in (magnitude, *((magnitude / 1000,) if unit == "m" else ()), *((magnitude / 100,) if unit == "kPa" else ())):
        yield candidate
        for decimals in (0, 1):
            yield float(written(candidate, decimals))
    if unit == "s":
        minutes = int(magnitude / 60 + 0.5)
        yield from (float(minutes // 60), float(minutes % 60))
    if unit == "percent":
        yield float(int(magnitude * 3 / 100 + 0.5))
