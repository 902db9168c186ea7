"""Processes die, hang, and are asked to read their settings again."""

from __future__ import annotations

from board import SETTINGS, Board


def test_the_model_is_killed(board: Board) -> None:
    board.shell.run("touch /run/rig/model; systemctl start cabin-voice-model")
    board.until("the model", lambda status: status["endpoints"]["local"] == "connected")
    board.shell.run("kill -9 $(systemctl show --value -p MainPID cabin-voice-model)")
    board.until_event("fault", action="reconnect")
    board.until("the model again", lambda status: status["endpoints"]["local"] == "connected")
    board.shell.run("rm /run/rig/model; systemctl stop cabin-voice-model")


def test_a_daemon_that_hangs_is_ended_by_the_watchdog(board: Board) -> None:
    before = board.show("cabin-voice.service", "MainPID")
    board.shell.run(f"kill -STOP {before}")
    board.until_restarted(before)
    board.restarts_expected += 1
    board.ready()
    assert board.show("cabin-voice.service", "MainPID") != before
    told = board.shell.run("journalctl -b -u cabin-voice -o cat --no-pager | grep -i watchdog")
    assert "SIGABRT" in told or "timeout" in told


def test_a_daemon_that_dies_is_back(board: Board) -> None:
    board.shell.run("kill -9 $(systemctl show --value -p MainPID cabin-voice)")
    board.restarts_expected += 1
    board.ready()


def test_a_mistake_in_the_settings_costs_that_setting_alone(board: Board) -> None:
    board.shell.run(f"cp {SETTINGS} /root/cabin.toml; sed -i 's/^patience = .*/patience = \"soon\"/' {SETTINGS}")
    board.shell.run("systemctl reload cabin-voice")
    status = board.until("the mistake shown", lambda status: "settings" in board.standing(status))
    assert "link.patience" in board.standing(status)["settings"]
    board.ready()
    board.shell.run(f"cp /root/cabin.toml {SETTINGS}")
    board.until("mended without a restart", lambda status: status["wake_ready"] and not board.standing(status))
