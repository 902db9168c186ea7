"""What stands in the way now: each fault once, with what mends it, until it is gone.

A timeline event `fault` tells of a moment; a standing fault is a state, shown by `cabin status` for as long as it lasts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from edge.events import Json


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    key: the part concerned, such as "settings" or "can"; one fault a key at a time. what: one line. mend: what a person can do,
    or what the daemon is waiting for.
    """

    key: str
    what: str
    mend: str = ""

    def to_json(self) -> dict[str, Json]:
        """For `cabin status`."""
        return {"key": self.key, "what": self.what, "mend": self.mend}


class StandingFaults:
    """The faults that stand now, oldest first. Not thread-safe: event loop only."""

    def __init__(self, changed: Callable[[Fault, bool], None] | None = None) -> None:
        """changed: told of each fault that has come (True) or gone (False); never of one that merely goes on."""
        self._standing: dict[str, Fault] = {}
        self.changed = changed

    def stand(self, key: str, what: str, mend: str = "") -> None:
        """Something is wrong from now on; saying so again changes nothing, other words replace the old ones."""
        fault = Fault(key, what, mend)
        if self._standing.get(key) == fault:
            return
        self._standing[key] = fault
        if self.changed is not None:
            self.changed(fault, True)

    def clear(self, key: str) -> None:
        """It is mended; harmless where nothing was wrong."""
        fault = self._standing.pop(key, None)
        if fault is not None and self.changed is not None:
            self.changed(fault, False)

    def __iter__(self) -> Iterator[Fault]:
        return iter(list(self._standing.values()))

    def __contains__(self, key: str) -> bool:
        return key in self._standing

    def __bool__(self) -> bool:
        return bool(self._standing)
