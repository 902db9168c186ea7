"""python-can without asammdf, which only MF4 files need.

python-can imports asammdf together with all its readers wherever that is installed: 130 MB of memory and a second of time.
"""

from __future__ import annotations

import importlib
import sys

_ONLY_FOR_LOGS = "asammdf"


def import_can() -> None:
    """Import python-can as if asammdf were not installed; where either is imported already, nothing changes."""
    if "can" in sys.modules or _ONLY_FOR_LOGS in sys.modules:
        return
    sys.modules[_ONLY_FOR_LOGS] = None  # type: ignore[assignment]  # Python's own way of saying that a module is not there
    try:
        importlib.import_module("can")
    finally:
        del sys.modules[_ONLY_FOR_LOGS]


def import_can_with_mf4() -> None:
    """Import python-can with its reader of MF4 files, even after `import_can`."""
    readers = importlib.import_module("can.io.mf4")
    if readers.asammdf is None:
        importlib.reload(readers)
