"""What the daemon does when the car's power changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from device.endpoint_keeper import EndpointKeeper
from device.service.power import Tier
from edge.events import Json

Tell = Callable[[str, dict[str, Json]], None]


class PowerResponse:
    """Reopens after a suspend, gives up links that ignition, heat or battery do not allow. On the event loop only."""

    def __init__(
        self, keepers: Mapping[str, EndpointKeeper], reopen: Callable[[], None], end_turn: Callable[[], None], tell: Tell
    ) -> None:
        """reopen: of the sound device. tell: takes a timeline event's name and fields."""
        self._keepers = keepers
        self._reopen = reopen
        self._end_turn = end_turn
        self._tell = tell
        self._key_on = True
        self.tier = Tier.FULL

    def resumed(self, slept_s: float) -> None:
        """The machine slept: whatever was open may stand still, so all of it is opened anew. What the car sent before is stale by
        its age, since the clock went on."""
        self._tell("fault", {"what": f"slept for {slept_s:.0f} s", "action": "reopen"})
        self._reopen()
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
        for name, keeper in self._keepers.items():
            keeper.go_on() if allowed.get(name, True) else keeper.pause(why)
