"""From power to ears."""

from __future__ import annotations

import re

from board import Board


def test_the_units_run_and_nothing_has_failed(board: Board) -> None:
    status = board.ready()
    assert board.show("cabin-voice.service", "ActiveState") == "active"
    assert board.show("cabin-voice.service", "StatusText")
    assert status["frames"] > 0


def test_the_service_is_as_closed_as_its_unit_promises(board: Board) -> None:
    for unit in ("cabin-voice.service", "cabin-voice-model.service"):
        told = board.shell.run(f"systemd-analyze security --no-pager {unit} | tail -1")
        found = re.search(r": ([0-9.]+)", told)
        assert found is not None, told
        assert float(found[1]) <= 1.5
    pid = board.show("cabin-voice.service", "MainPID")
    seen = board.shell.run(f"grep -E '^(NoNewPrivs|Seccomp|CapEff):' /proc/{pid}/status").split()
    assert seen == ["CapEff:", "0000000000000000", "NoNewPrivs:", "1", "Seccomp:", "2"]


def test_nobody_can_connect_from_outside(board: Board) -> None:
    listening = board.shell.run("ss -Hltnup")
    assert "python" not in listening


def test_the_ears_hear_no_telemetry_being_written(board: Board) -> None:
    found = board.shell.run("find / -xdev -ipath '*microsoft*' -newer /proc/1 2>/dev/null", check=False)
    assert not found.strip()
