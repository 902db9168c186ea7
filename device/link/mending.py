"""When to ask an endpoint again that has refused for good: a key was mended, an account was charged.

Asking on would be a storm of refusals, and never asking again would need a restart. So it is asked when what it is made of
changes on this machine, and else after ten minutes, then twenty, up to an hour: what is mended at the vendor's is not seen here.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from device.clock import boottime_ns
from device.link.endpoint import Endpoint
from edge.errors import CabinError

log = logging.getLogger(__name__)

LOOK_S = 3.0
"""How often the files are looked at, while an endpoint refuses."""
FIRST_S = 600.0
LONGEST_S = 3600.0

Stamp = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where an endpoint's settings come from.

    files: settings, profile, credential; none of them has to exist. make: the endpoint as the files say now, None when they
    name none any more; may raise CabinError.
    """

    files: Sequence[Path]
    make: Callable[[], Endpoint | None]


class Mending:
    """The waits of one endpoint."""

    def __init__(
        self,
        source: Source | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock_ns: Callable[[], int] = boottime_ns,
    ) -> None:
        """source: None when nothing on this machine can mend it."""
        self._source = source
        self._sleep = sleep
        self._clock_ns = clock_ns
        self._refusals = 0
        self._seen = self._stamps()

    @property
    def next_s(self) -> float:
        """Until the endpoint is asked again if nothing changes here."""
        return float(min(FIRST_S * 2**self._refusals, LONGEST_S))

    def accepted(self) -> None:
        """The endpoint has let us in: what follows is a new trouble."""
        self._refusals = 0

    async def wait(self, endpoint: Endpoint) -> Endpoint:
        """Return when it is worth while to ask again: the endpoint to be asked."""
        until_ns = self._clock_ns() + round(self.next_s * 1e9)
        self._refusals += 1
        while self._clock_ns() < until_ns:
            await self._sleep(LOOK_S)
            now = self._stamps()
            if now != self._seen:
                self._seen = now
                mended = self._make()
                if mended is not None:
                    self._refusals = 0
                    return mended
        return endpoint

    def _make(self) -> Endpoint | None:
        assert self._source is not None
        try:
            return self._source.make()
        except CabinError as problem:
            # Half written, or mended wrongly: the next change is another chance.
            log.warning("%s", problem)
            return None

    def _stamps(self) -> list[Stamp]:
        return [_stamp(file) for file in self._source.files] if self._source is not None else []


def _stamp(file: Path) -> Stamp:
    try:
        found = file.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)
