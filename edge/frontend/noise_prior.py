"""What the car knows of its own noise before it is heard: speed, fan and windows, from CAN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_SILENT_KMH: Final = 40.0
_LOUD_KMH: Final = 110.0
_SUDDEN: Final = 0.3


@dataclass(frozen=True, slots=True)
class NoisePrior:
    """Sources of noise. None: not known, and then nothing is assumed.

    speed_kmh: road speed in km/h. fan: of the ventilation, 0 (off) to 1. window: the widest open one, 0 (shut) to 1.
    """

    speed_kmh: float | None = None
    fan: float | None = None
    window: float | None = None

    @property
    def steady(self) -> float:
        """How much loud and steady noise is to be expected, 0 to 1.

        Road and fan noise is steady. An open window lets in gusts and other people's voices, so it takes from the figure.
        """
        road = 0.0 if self.speed_kmh is None else (self.speed_kmh - _SILENT_KMH) / (_LOUD_KMH - _SILENT_KMH)
        loud = min(1.0, max(road, self.fan or 0.0, 0.0))
        return loud * (1.0 - min(1.0, max(0.0, self.window or 0.0)))

    def changed(self, before: NoisePrior) -> bool:
        """Whether the noise must be another one than `before`: a fan or a window was moved. Speed changes slowly."""
        return any(
            abs((new or 0.0) - (old or 0.0)) >= _SUDDEN for new, old in ((self.fan, before.fan), (self.window, before.window))
        )
