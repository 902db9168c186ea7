"""The allocator's setting is accepted where there is glibc, in a process of its own."""

from __future__ import annotations

import subprocess
import sys


def test_large_blocks_are_given_back() -> None:
    code = (
        "import platform, sys; from device.heap import give_back_large_blocks as give;"
        "sys.exit(0 if give() or platform.libc_ver()[0] != 'glibc' else 1)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


_RINGS = """
import gc, sys, weakref
from collections import deque
from device.heap import set_aside

class Ring:
    def __init__(self):
        self.itself = self

there = [[number] for number in range(900_000)]
gc.collect()
set_aside()
first = Ring()
watched = weakref.ref(first)
lately = deque([first], maxlen=20_000)
del first
for _ in range(150_000):  # each outlives the two younger generations, as what a session holds does
    lately.append(Ring())
sys.exit(0 if watched() is None else 1)
"""


def test_what_dies_in_a_ring_does_not_wait_for_a_quarter_of_what_was_set_aside() -> None:
    assert subprocess.run([sys.executable, "-c", _RINGS], check=False, timeout=60).returncode == 0
