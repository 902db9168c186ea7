"""How long to wait before the next attempt to connect: longer each time, never in step with other cars."""

from __future__ import annotations

from random import Random

FIRST_S = 1.0
LONGEST_S = 60.0
LONGEST_HERE_S = 5.0
"""To a socket of the same machine: asking costs nobody anything, and a model that has just started is not left unfound."""
PROVEN_S = 10.0
"""A connection that lasted this long was a good one. One that ends sooner counts as a failed attempt: an endpoint that
accepts and hangs up at once must not be asked in a tight loop."""


def backoff_s(attempt: int, uniform: float, *, first_s: float = FIRST_S, longest_s: float = LONGEST_S) -> float:
    """Seconds to wait after the failed attempt number `attempt`, counted from 0.

    Doubles up to `longest_s`; half of it is fixed and half is random, so that a lowest tier of ten requests a minute
    is never used up by one car. uniform: a random number from 0 to 1.
    """
    whole = min(longest_s, first_s * 2.0 ** min(attempt, 30))
    return whole * (0.5 + 0.5 * uniform)


class Backoff:
    """The waits of one endpoint. Deterministic from its seed."""

    def __init__(self, seed: int, *, first_s: float = FIRST_S, longest_s: float = LONGEST_S) -> None:
        self.first_s = first_s
        self.longest_s = longest_s
        # Failed attempts since the last success.
        self.attempts = 0
        self._random = Random(seed)
        # When the last attempt succeeded, None when none has.
        self._connected_ns: int | None = None

    def next_s(self, at_least_s: float = 0.0) -> float:
        """An attempt failed: seconds to wait. at_least_s: what the server asked for (Retry-After), up to ten minutes."""
        wait = backoff_s(self.attempts, self._random.random(), first_s=self.first_s, longest_s=self.longest_s)
        self.attempts += 1
        return max(wait, min(at_least_s, 600.0))

    def begin_anew(self) -> None:
        """What was wrong is mended: the next failure is a first one."""
        self.attempts, self._connected_ns = 0, None

    def connected(self, now_ns: int) -> None:
        """An attempt succeeded."""
        self._connected_ns = now_ns

    def before_next_s(self, now_ns: int) -> float:
        """The connection has ended: seconds to wait before the next attempt, 0 after one that lasted."""
        began_ns, self._connected_ns = self._connected_ns, None
        if began_ns is None:
            return 0.0
        if now_ns - began_ns >= PROVEN_S * 1e9:
            self.attempts = 0
            return 0.0
        return self.next_s()
