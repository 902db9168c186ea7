"""The one clock: CLOCK_BOOTTIME, which goes on counting in suspend, so that old values look old on resume."""

import time


def boottime_ns() -> int:
    """Nanoseconds since boot, suspend included."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME)
