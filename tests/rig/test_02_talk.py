"""Wake, question, answer: through sound in and sound out, with a value from the bus."""

from __future__ import annotations

import io

import numpy as np
import soundfile
from board import RANGE_KM, Board


def test_a_value_of_the_bus_is_spoken(board: Board) -> None:
    board.until("the rig's cloud", lambda status: status["endpoints"].get("cloud") == "connected")
    board.record()
    board.ask()
    assert board.until_event("wake")["word"]
    answer = board.until_event("answer")
    ended = board.until_event("playback_end")
    sound, rate = soundfile.read(io.BytesIO(board.recorded()))
    assert str(RANGE_KM) in answer["text"]
    assert answer["endpoint"] == "cloud"
    heard_s = ended["heard_ms"] / 1000
    assert heard_s > 1.0
    loud = np.abs(sound) > 0.01
    assert loud.sum() / rate > 0.3 * heard_s, "the loudspeaker's cable carried no speech"
    assert [event for event in board.events() if event["event"] == "sent"]
    assert board.status()["samples_lost"] == 0


def test_what_left_the_car_is_in_the_ledger(board: Board) -> None:
    lines = board.shell.run("cat /var/lib/cabin-voice/ledger.jsonl").splitlines()
    assert lines
    assert board.shell.run("stat -c '%a %U' /var/lib/cabin-voice/ledger.jsonl").split() == ["600", "cabin-voice"]


def test_a_muted_microphone_hears_nothing(board: Board) -> None:
    board.control("mute")
    board.ask()
    status = board.status()
    assert status["state"] == "muted"
    assert not [event for event in board.events() if event["event"] in ("wake", "sent")]
    board.control("unmute")
