"""The rig. CABIN_RIG=virtual runs the numbered tests on the virtual board, CABIN_RIG=FILE on the one of a labgrid environment."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import soundfile
from spending import Moment, Spent, between, moment, table

from deploy.rig.machine import Machine, qemu_missing
from device.can.drive_log import write_drive
from device.demo.talker import Speech, render
from device.weights_fetch import default_store
from edge.audio.frame import VOICE_RATE
from edge.audio.resample import resample
from edge.vehicle.drive import Drive, Phase

QUESTION = Speech("Hello cabin, how far can we go?", "en", "am_michael", 1.15)
"""Short: an emulated board hears every second of it in five or ten of the rig's."""
PLAY_RATE = 48_000
"""That of the cable, which the daemon has chosen: a player that converts costs an emulated board some of a question."""

FIRST = ("test_01", "test_02", "test_06", "test_10", "test_09", "test_03", "test_05", "test_08", "test_07", "test_13", "test_04")
"""Two on boards just booted, of which one counts lost samples; then the longest, so that two boards end together. The package is
purged when no test is left that finds a ledger."""
SPENT: list[Spent] = []
WHERE = os.environ.get("CABIN_RIG", "")
BEGIN = Moment(time.monotonic(), 0.0, 0.0, 0.0)
"""When the rig's tests were collected: the board is off."""


def pytest_configure() -> None:
    """Asked for by name, the virtual board has to be there: a run that skips all of its tests would look like a pass."""
    if WHERE == "virtual" and (why := qemu_missing()) is not None:
        pytest.exit(why, returncode=2)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the tests of all boards cost."""
    if SPENT:
        terminalreporter.write_line(table(SPENT))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A test's cost travels with its report, for it may have run in one of pytest-xdist's processes."""
    if report.when == "teardown":
        SPENT.extend(Spent(**value) for name, value in report.user_properties if name == "spent")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The board's tests in the order of FIRST, then of their numbers."""

    def place(item: pytest.Item) -> tuple[int, str]:
        name = item.path.name if item.path.parent == Path(__file__).parent else ""
        return next((at for at, first in enumerate(FIRST) if name.startswith(first)), len(FIRST)), name

    items.sort(key=place)


@pytest.fixture(scope="session")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The board, booted, with a cloud, a car on its bus and a question to ask; asked for by `board`.

    Each of pytest-xdist's processes has one of its own.
    """
    if not WHERE:
        pytest.skip("the board's tests run where CABIN_RIG names a board: `make rig`")
    from board import RANGE_KM, Board, virtual_board
    from cloud import running_cloud

    machine: Machine | None = None
    folder = tmp_path_factory.mktemp("rig")
    with running_cloud(folder / "cloud.log") as port:
        if WHERE == "virtual":
            board, machine = virtual_board()
        else:
            from labgrid_board import labgrid_board

            board = labgrid_board(Path(WHERE))
        assert isinstance(board, Board)
        try:
            board.settle()
            board.power.tunnel(port)
            board.cloud = port
            (spoken,) = render([QUESTION], default_store(), default_store().root.parent / "demo")
            board.shell.run("cat > /root/question.wav", data=_wav(spoken))
            write_drive(folder / "drive.log", Drive(phases=(Phase("city", 120.0, 50.0),), range_km=RANGE_KM))
            board.shell.run("cat > /root/drive.log", data=(folder / "drive.log").read_bytes())
            board.start_car()
            board.until("the car on the bus", lambda status: status["wake_ready"] and not board.standing(status))
            board.set_up = between("boot and set-up", BEGIN, moment(board))
            yield board
        finally:
            if machine is not None:
                machine.__exit__(None, None, None)


@pytest.fixture
def board(rig: object, request: pytest.FixtureRequest) -> Iterator[object]:
    """The board; every test's end is a check of its health, so every test is also a test of what it leaves behind."""
    from board import Board

    assert isinstance(rig, Board)
    rig.mark()
    begin = moment(rig)
    yield rig
    rig.ready()
    wrong = rig.health()
    for spent in (rig.set_up, between(request.node.name, begin, moment(rig))):
        if spent is not None:
            request.node.user_properties.append(("spent", asdict(spent)))
    rig.set_up = None
    assert not wrong, "\n".join(wrong)


def _wav(samples: np.ndarray[tuple[int], np.dtype[np.float32]]) -> bytes:
    silence = np.zeros(PLAY_RATE // 2, np.float32)
    loud = 0.5 * resample(samples, VOICE_RATE, PLAY_RATE)
    out = io.BytesIO()
    soundfile.write(out, np.concatenate([silence, loud, silence]), PLAY_RATE, subtype="PCM_16", format="WAV")
    return out.getvalue()
