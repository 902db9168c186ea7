"""What the unit runs starts without the command line's parser, and ends with the daemon's words."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from device.control.socket import request
from edge.errors import CabinError

ENVIRONMENT = {"CABIN_AUDIO__BACKEND": "null", "CABIN_LOCAL__ENABLED": "false"}


def test_nothing_is_loaded_that_a_car_without_a_bus_does_not_need() -> None:
    unused = ("typer", "rich", "pydantic_settings", "can", "sqlite3", "edge.vehicle.decoder", "edge.model.engine")
    code = f"import sys, device.start, device.main; print([name for name in {unused} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.weights
def test_it_runs_until_sigterm_and_a_second_one_says_why_it_does_not(tmp_path: Path) -> None:
    environment = {**os.environ, **ENVIRONMENT, "RUNTIME_DIRECTORY": str(tmp_path), "STATE_DIRECTORY": str(tmp_path)}
    command = [sys.executable, "-m", "device.start"]
    first = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        while first.poll() is None:
            try:
                if request(tmp_path / "control.sock", "status")["wake_ready"]:
                    break
            except CabinError:
                time.sleep(0.1)
        second = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert second.returncode == 2
        assert second.stderr.splitlines()[-1].startswith("cabin: ")
        assert "another daemon" in second.stderr
    finally:
        first.send_signal(signal.SIGTERM)
        _, said = first.communicate(timeout=60)
    assert first.returncode == 0, said
    assert "Traceback" not in said
