"""How large the process is, and keeping it small: memory that a network needed for a moment goes back to the system."""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import sys
from pathlib import Path
from typing import Final

_M_TRIM_THRESHOLD: Final = -1
_M_MMAP_THRESHOLD: Final = -3
_M_ARENA_MAX: Final = -8
_THRESHOLD: Final = 128 * 1024
_ARENAS: Final = 2


def give_back_large_blocks() -> bool:
    """Have glibc map every block from 128 KiB on its own, so that freeing it gives it back at once.

    By default glibc raises that threshold to the largest block ever freed, and a network that runs now and then then keeps tens
    of megabytes in a fragmented heap. It also gives each thread a heap of its own, eight for each core; two do for threads that
    mostly wait for each other. Returns whether it could be set: on Linux with glibc it can.
    """
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    wanted = {_M_MMAP_THRESHOLD: _THRESHOLD, _M_TRIM_THRESHOLD: _THRESHOLD, _M_ARENA_MAX: _ARENAS}
    return bool(min(mallopt(option, value) for option, value in wanted.items()) == 1)


def set_aside() -> None:
    """What is there now stays for good: have the garbage collector never look at it again, and collect among what comes.

    A full collection walks every object that there is, 150 ms on a board, and holds every thread of Python meanwhile.
    """
    gc.freeze()
    # A full collection waits until a quarter as many objects have come as the last one left alive. Those are set aside, so the
    # count has to begin anew, or what hangs together in a ring (a session that has ended) would lie dead for hours.
    gc.collect()
    gc.enable()


def take_back() -> None:
    """What was set aside may be garbage now: free what is."""
    gc.unfreeze()
    gc.collect()


def rss_bytes() -> int:
    """Resident memory of this process; the peak where /proc is not to be had."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * os.sysconf("SC_PAGE_SIZE")
