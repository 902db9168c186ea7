"""What a process that helps in training does first."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading


def settle_in() -> None:
    """Leave Ctrl-C to the process that started this one, and end when that one is gone.

    Ctrl-C reaches every process of a terminal; the first of them ends the others. One that is killed has no time for it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="parent-watch", daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
