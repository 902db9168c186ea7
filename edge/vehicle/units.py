"""Units as files of cars spell them, so that a map that forgot to convert is noticed."""

from __future__ import annotations

_SPELLINGS: dict[str, tuple[str, ...]] = {
    "km/h": ("km/h", "kph", "kmh", "kmph", "kilometers/hour"),
    "m/s": ("m/s", "mps", "meter/s"),
    "mph": ("mph", "mi/h", "miles/hour"),
    "Celsius": ("celsius", "c", "°c", "degc", "deg c", "degree c", "degrees c", "℃"),
    "Fahrenheit": ("fahrenheit", "f", "°f", "degf", "deg f", "℉"),
    "kelvin": ("kelvin", "k", "°k"),
    "percent": ("percent", "%", "pct"),
    "m": ("m", "meter", "meters", "metre", "metres"),
    "km": ("km", "kilometer", "kilometers", "kilometre", "kilometres"),
    "mi": ("mi", "mile", "miles"),
    "kPa": ("kpa",),
    "bar": ("bar",),
    "psi": ("psi",),
    "V": ("v", "volt", "volts"),
    "mV": ("mv",),
    "s": ("s", "sec", "second", "seconds"),
    "min": ("min", "minute", "minutes"),
    "ms": ("ms", "msec"),
    "degrees": ("degrees", "deg", "degree", "°"),
    "rad": ("rad", "radian", "radians"),
}
_KNOWN = {spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings}


def known_unit(text: str) -> str | None:
    """The unit's name, whatever its spelling; None for one that is not in the list."""
    return _KNOWN.get(" ".join(text.lower().split()))


def differ(one: str, two: str) -> bool:
    """Whether both units are known, and not the same. An angle's "°" may be a temperature's."""
    known = {known_unit(one), known_unit(two)}
    return None not in known and len(known) == 2 and known != {"degrees", "Celsius"}
