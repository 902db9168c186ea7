"""What the daemon does when the car's power changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol

from device.endpoint_keeper import EndpointKeeper
from device.service.power import Tier
from edge.events import Json

Tell = Callable[[str, dict[str, Json]], None]

_LINKS_CLOSE_S = 1.0
_LOOK_S = 0.02


class Sound(Protocol):
    """The sound device's side."""

    def let_go(self) -> bool:
        """Close the device until `reopen`; blocks until it is closed. Returns whether it is."""
        ...

    def reopen(self) -> None:
        """Open the device, or close it and open it again."""
        ...


class PowerResponse:
    """Reopens after a suspend, gives up links that ignition, heat or battery do not allow. On the event loop only."""

    def __init__(
        self,
        keepers: Mapping[str, EndpointKeeper],
        sound: Sound,
        end_turn: Callable[[], None],
        forget: Callable[[], None],
        tell: Tell,
    ) -> None:
        """forget: marks what is known of the car as stale. tell: takes a timeline event's name and fields."""
        self._keepers = keepers
        self._sound = sound
        self._end_turn = end_turn
        self._forget = forget
        self._tell = tell
        self._key_on = True
        self._sleeps = False
        self.tier = Tier.FULL

    async def going_to_sleep(self) -> None:
        """The machine will sleep: end the turn, close links and sound device. Returns when that is done."""
        self._sleeps = True
        self._tell("fault", {"what": "the machine goes to sleep", "action": "closed until it is awake"})
        self._end_turn()
        self._apply("sleep")
        await asyncio.to_thread(self._sound.let_go)
        for _ in range(round(_LINKS_CLOSE_S / _LOOK_S)):
            if not any(keeper.connected for keeper in self._keepers.values()):
                break
            await asyncio.sleep(_LOOK_S)

    def resumed(self, slept_s: float) -> None:
        """The machine slept: whatever was open may stand still, so all of it is opened anew, and what the car sent before is stale,
        however short the sleep was."""
        self._tell("fault", {"what": f"slept for {slept_s:.0f} s", "action": "reopen"})
        self._forget()
        self._sound.reopen()
        if self._sleeps:
            self._sleeps = False
            self._apply("")
            for keeper in self._keepers.values():
                keeper.hurry()
            return
        for keeper in self._keepers.values():
            keeper.renew("resume")

    def key(self, *, on: bool) -> None:
        """The ignition was switched: without it a turn that was open ends, and the cloud's connection is given up."""
        self._key_on = on
        self._tell("key", {"on": on})
        if not on:
            self._end_turn()
        self._apply("the ignition is off")

    def limit(self, tier: Tier, why: str) -> None:
        """Leave off what the heat or the battery does not allow."""
        self.tier = tier
        self._tell("tier", {"tier": tier.name.lower(), "why": why})
        self._apply(why)

    def _apply(self, why: str) -> None:
        allowed = {"local": self.tier < Tier.LITE, "cloud": self.tier < Tier.WAKE_ONLY and self._key_on}
        allowed = {name: may and not self._sleeps for name, may in allowed.items()}
        for name, keeper in self._keepers.items():
            keeper.go_on() if allowed.get(name, True) else keeper.pause(why)
