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
