"""asammdf comes with python-can only where an MF4 file is read."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("asammdf")

CODE = """
import sys
from device.can.lean import import_can, import_can_with_mf4
import_can()
import can
print("asammdf" in sys.modules, can.io.mf4.asammdf is None)
import_can_with_mf4()
print("asammdf" in sys.modules, can.io.mf4.asammdf is None)
import can.interfaces.virtual
"""


def test_a_bus_needs_no_asammdf_and_an_mf4_file_gets_it_all_the_same() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "True", "False"]
