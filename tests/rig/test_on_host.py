"""The numbered tests' bodies on the host, by `make rig-host`: the same daemon in the virtual cabin. What is broken by commands on a
board is broken by hand here; supply and wall clock are left alone, and suspend has a test of its own (test_logind.py)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from board import RANGE_KM, Board
from cloud import running_cloud
from conftest import QUESTION
from host_board import UNIT, HostBoard
from test_02_talk import test_a_muted_microphone_hears_nothing as muted
from test_03_link import test_a_turn_ends_in_words_when_the_network_is_cut as network_cut
from test_04_can import test_silence_is_shown_and_goes_by_itself as silence

from device.demo.talker import render
from device.service.ledger import Ledger
from edge.audio.frame import VOICE_RATE
from edge.audio.wav import read_audio, write_wav
from edge.weights.store import WeightStore

pytestmark = [
    pytest.mark.weights,
    pytest.mark.slow,
    # In real time: on a machine that does much else a minute and a half become ten.
    pytest.mark.skipif(os.environ.get("CABIN_RIG") != "host", reason="the daemon on the host is broken by `make rig-host`"),
]


@pytest.fixture(scope="module")
def running(weights: WeightStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostBoard]:
    folder = tmp_path_factory.mktemp("host")
    (spoken,) = render([QUESTION], weights, weights.root.parent / "demo")
    write_wav(folder / "question.wav", 0.5 * spoken, VOICE_RATE)
    with running_cloud(folder / "cloud.log") as port:
        board = HostBoard(folder, folder / "question.wav", port)
        board.switch_on()
        try:
            yield board
        finally:
            board.switch_off()


@pytest.fixture
def host(running: HostBoard) -> Iterator[HostBoard]:
    """The host's board; as on the other one, every test's end is a check of its health."""
    running.until("at rest", lambda status: status["state"] == "idle")
    running.mark()
    yield running
    running.ready()
    running.until("mended", lambda status: not running.standing(status))
    wrong = running.health()
    assert not wrong, "\n".join(wrong)


def test_a_value_of_the_bus_is_spoken(host: HostBoard) -> None:
    _connected(host)
    host.record()
    host.ask()
    assert host.until_event("wake")["word"]
    host.until("at rest", lambda status: status["state"] == "idle")
    while not any(str(RANGE_KM) in text for text in _answers(host)):
        # On a host too busy for its cloud the rest of an answer comes too late, and the driver is told so and asks again.
        assert [event for event in host.events() if event.get("what") == "no answer"]
        _answered(host)
        host.until("at rest", lambda status: status["state"] == "idle")
    sound, rate = read_audio(_written(host))
    ended = [event["heard_ms"] for event in host.events() if event["event"] == "playback_end"]
    loud = np.abs(sound[:, 0]) > 0.01
    assert loud.sum() / rate > 0.3 * sum(ended) / 1000 > 0.3


def test_a_muted_microphone_hears_nothing(host: HostBoard) -> None:
    muted(host)


def test_silence_of_the_bus_is_shown_and_goes_by_itself(host: HostBoard) -> None:
    silence(host)


def test_a_turn_ends_in_words_when_the_network_is_cut(host: HostBoard) -> None:
    patient = host.settings.read_text()
    _settings(host, patient.replace("answer = 60.0", "answer = 6.0"))
    network_cut(host)
    _settings(host, patient)


def test_a_microphone_that_goes_and_comes_back(host: HostBoard) -> None:
    host.hand("unplug")
    status = host.until("its absence shown", lambda status: "sound" in host.standing(status))
    assert not status["wake_ready"]
    host.hand("plug")
    host.until("the ears are back", lambda status: status["wake_ready"] and not host.standing(status))
    _answered(host)


def test_the_model_is_killed(host: HostBoard) -> None:
    command = [sys.executable, "-m", "device", "model", "serve", "--lite", "--unix", str(host.folder / "model.sock")]
    with subprocess.Popen(command, env=host.environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as model:
        host.until("the model", lambda status: status["endpoints"]["local"] == "connected")
        model.send_signal(signal.SIGKILL)
    host.until_event("fault", action="reconnect")
    assert host.status()["endpoints"]["local"] != "connected"
    _answered(host)  # by the cloud, as if nothing had been


def test_a_daemon_that_hangs_is_ended_by_the_watchdog(host: HostBoard) -> None:
    before = host.show(UNIT, "MainPID")
    host.unit.send(signal.SIGSTOP)
    host.unit.watchdog_s = 3.0
    host.until_restarted(before)
    _come_back(host)
    assert host.unit.watchdog_ends == 1


def test_a_daemon_that_dies_is_back(host: HostBoard) -> None:
    before = host.show(UNIT, "MainPID")
    host.unit.send(signal.SIGKILL)
    host.until_restarted(before)
    _come_back(host)
    assert host.ready()["frames"] > 0


def test_a_mistake_in_the_settings_costs_that_setting_alone(host: HostBoard) -> None:
    right = host.settings.read_text()
    _settings(host, right.replace("patience = 6.0", 'patience = "soon"'))
    status = host.until("the mistake shown", lambda status: "settings" in host.standing(status))
    assert "link.patience" in host.standing(status)["settings"]
    host.ready()
    host.settings.write_text(right)
    host.until("mended without a restart", lambda status: status["wake_ready"] and not host.standing(status))


def test_a_full_disk_loses_no_line_of_the_ledger(host: HostBoard) -> None:
    _connected(host)
    host.ledger.rename(host.ledger.with_suffix(".before"))
    host.ledger.symlink_to("/dev/full")
    _answered(host)
    host.until("the full disk shown", lambda status: "disk" in host.standing(status))
    host.ledger.unlink()
    host.until("written when there was room", lambda status: not host.standing(status))
    assert [line.endpoint for line in Ledger(host.ledger).lines()].count("cloud") >= 1


def _settings(host: HostBoard, text: str) -> None:
    """Have the daemon begin anew with other settings."""
    before = host.control_socket.stat().st_mtime_ns
    host.settings.write_text(text)
    host.unit.send(signal.SIGHUP)
    while not host.control_socket.exists() or host.control_socket.stat().st_mtime_ns == before:
        time.sleep(0.05)
    host.ready()
    host.start_car()


def _answers(host: HostBoard) -> list[str]:
    return [event["text"] for event in host.events() if event["event"] == "answer"]


def _written(host: HostBoard) -> Path:
    file = host.folder / "loudspeaker.wav"
    file.write_bytes(host.recorded())
    return file


def _connected(host: Board) -> None:
    host.until("the rig's cloud", lambda status: status["endpoints"].get("cloud") == "connected")


def _answered(host: HostBoard) -> None:
    """The driver asks and hears an answer of the cloud."""
    _connected(host)
    host.until("at rest", lambda status: status["state"] == "idle")
    host.mark()
    host.ask()
    assert host.until_event("answer")["endpoint"] == "cloud"
    host.until_event("playback_end")


def _come_back(host: HostBoard) -> None:
    host.restarts_expected += 1
    host.ready()
    while True:
        try:
            host.start_car()
        except OSError:
            time.sleep(0.1)
        else:
            return
