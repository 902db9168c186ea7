"""A board under test: what the numbered tests do to it and see of it. The virtual one here; a real one through labgrid."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from spending import Spent

from deploy.rig.machine import CLOUD_CARD, Machine
from deploy.rig.place import PACKAGE_ON_BOARD, Place
from deploy.rig.shell import ShellError

CLOUD_PORT = 9000
"""Where the board's settings look for the cloud: the rig's end of a tunnel."""
SETTINGS = "/etc/cabin-voice/cabin.toml"
RANGE_KM = 187
"""What the car on the bus says its range is."""
LONG = bool(os.environ.get("CABIN_RIG_LONG"))
"""The hour's soak, too."""
_AGENT = Path(__file__).with_name("agent.py")
_BAD_LINE = re.compile(r"Traceback|never retrieved|Exception in callback|Oops|BUG:|Call trace")
_NEXT = "== next ==\n"
_HEALTH = (
    f"systemctl show --value -p NRestarts cabin-voice.service; echo '{_NEXT.strip()}';"
    " journalctl -b -o cat --no-pager --cursor-file=/run/rig/journal -u 'cabin-voice*'; dmesg; "
    f"echo '{_NEXT.strip()}'; systemctl --failed --plain --no-legend"
)
_PATIENCE_S = 90.0
"""Of the board's own time."""
_PAUSE_S = 0.3
"""Between two looks, of the board's own time: an emulated one answers by doing little else when the rig's sets the pace."""
_GLANCE_S = 5.0
"""For so long at once the board waits for an event; then the rig looks whether it has waited too long."""
_STUCK_S = 1800.0
"""Of the rig's, which says little: on a busy machine a virtual board is thirty times slower than a real one."""


class Commands(Protocol):
    """A shell into the board."""

    def run(self, command: str, *, data: bytes | None = None, seconds: float = 600.0, check: bool = True) -> str:
        """What a command prints. Raises ShellError."""
        ...

    def converse(self, command: str) -> subprocess.Popen[str]:
        """A command that goes on running, its standard input and output in hand."""
        ...


class Power(Protocol):
    """What the rig can do to the board from outside."""

    @property
    def emulator(self) -> int | None:
        """The process that is the board; None for a real one."""
        ...

    def cut(self) -> None:
        """Take the supply away."""
        ...

    def on(self) -> None:
        """Give it back, and wait until the shell answers."""
        ...

    def network(self, *, up: bool) -> None:
        """Plug the cable to the world in or out; the rig's own way in stays."""
        ...

    def tunnel(self, port: int) -> None:
        """Lead CLOUD_PORT of the board to a port of the rig, by the cable that `network` cuts."""
        ...


class VirtualPower:
    """The virtual board's switches."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    @property
    def emulator(self) -> int | None:
        return self._machine.pid

    def cut(self) -> None:
        self._machine.power_cut()

    def on(self) -> None:
        self._machine.power_on()
        self._machine.wait(_STUCK_S)

    def network(self, *, up: bool) -> None:
        self._machine.set_link(CLOUD_CARD, up=up)

    def tunnel(self, port: int) -> None:
        self._machine.cloud_shell.close()
        until = time.monotonic() + _STUCK_S
        while not self._machine.cloud_shell.open():
            if time.monotonic() > until:
                raise ShellError("the board's first network card does not answer")
        self._machine.cloud_shell.tunnel(CLOUD_PORT, port)


class Board:
    """What a test sees. Waiting is for a state, never for a time."""

    def __init__(self, shell: Commands, power: Power) -> None:
        self.shell = shell
        self.power = power
        self.restarts_expected = 0
        """How often tests have made the daemon's unit restart."""
        self.set_up: Spent | None = None
        """What it cost to come this far, until it is told."""
        self._mark = 0
        self._agent: subprocess.Popen[str] | None = None
        self.cloud = 0
        """Port of the rig's own cloud."""

    # The car and the driver

    def start_car(self) -> None:
        """The other control units begin to talk on the bus."""
        self.shell.run(
            "setsid sh -c 'canplayer -I /root/drive.log -l i vcan0=can0' >/dev/null 2>&1 </dev/null & echo $! > /run/rig/car"
        )

    def stop_car(self) -> None:
        """The bus falls silent."""
        self.shell.run("pkill -x canplayer", check=False)

    def ask(self) -> None:
        """The driver says the wake phrase and asks how far the car can still go, in one breath.

        Six seconds after an answer are his without the phrase, and nobody looks for it in what is said then: they are ended before.
        """
        self.control("stop")
        self.shell.run("aplay -q -D plughw:CARD=mic,DEV=0 /root/question.wav")

    def ask_and_stop(self) -> dict[str, Any]:
        """The driver asks, and stops the answer when it has begun and its words are known; the answer's event."""
        self.ask()
        self.until_event("first_audio")
        answer = self.until_event("answer")
        self.control("stop")
        return answer

    def record(self) -> None:
        """Begin to record what comes out of the loudspeaker."""
        self.shell.run(
            "setsid arecord -q -D plughw:CARD=spk,DEV=1 -f S16_LE -r 24000 -c 1 /run/rig/heard.wav >/dev/null 2>&1 </dev/null &"
        )

    def recorded(self) -> bytes:
        """End the recording; a WAV file."""
        self.shell.run("pkill -INT -x arecord; sleep 0.3", check=False)
        return base64.b64decode(self.shell.run("base64 -w 0 /run/rig/heard.wav"))

    # Looking

    def settle(self) -> None:
        """After a boot: begin to follow the timeline."""
        self.shell.run("mkdir -p /run/rig")
        self.shell.run("cat > /run/rig/agent.py", data=_AGENT.read_bytes())
        self._agent = self.shell.converse("python3.11 -ISB /run/rig/agent.py")
        self._mark = 0
        self.restarts_expected = 0

    def _look(self, request: str) -> Any:
        assert self._agent is not None, "`settle` comes first"
        assert self._agent.stdin is not None
        assert self._agent.stdout is not None
        self._agent.stdin.write(f"{request}\n")
        self._agent.stdin.flush()
        line = self._agent.stdout.readline()
        if not line:
            raise ShellError(f"{request}: the agent on the board has ended")
        return json.loads(line)

    def file(self, package: Path) -> str:
        """Where the product's package lies on the board; it is sent there unless the board was made with it."""
        told = self.shell.run(f"stat -c %s {PACKAGE_ON_BOARD}", check=False).strip()
        if told != str(package.stat().st_size):
            self.shell.run(f"cat > {PACKAGE_ON_BOARD}", data=package.read_bytes(), seconds=1800)
        return PACKAGE_ON_BOARD

    def seconds(self) -> float:
        """The board's own clock."""
        return self._after(0.0)

    def _after(self, seconds: float) -> float:
        """The board's own clock when so many more of its seconds have gone by."""
        return float(self._look(f"pause {seconds}"))

    def _awaited(self, wanted: dict[str, Any], seconds: float) -> list[dict[str, Any]]:
        """The timeline since `mark`, once an event with these fields is there or so many seconds have gone by."""
        order = {"since": self._mark, "seconds": seconds, "wanted": wanted}
        events: list[dict[str, Any]] = self._look(f"await {json.dumps(order)}")
        return events

    def spent(self) -> tuple[float, float]:
        """Its seconds since boot, and those of them in which it had nothing to do."""
        board, idle = self._look("spent")
        return board, idle

    def status(self) -> dict[str, Any]:
        """The daemon's status; empty while it does not answer."""
        answer = self._look("status")
        return answer if isinstance(answer, dict) and answer.get("ok") else {}

    def control(self, word: str) -> None:
        """One request to the daemon."""
        answer = self._look(word)
        assert isinstance(answer, dict), f"{word}: no answer"
        assert answer.get("ok"), f"{word}: {answer}"

    def _patiently(self, seconds: float, pause: float = _PAUSE_S) -> Iterator[None]:
        """Again and again, for so many seconds of the board's time. pause: of it, before each next look."""
        until, stuck = self.seconds() + seconds, time.monotonic() + _STUCK_S
        while True:
            yield
            if self._after(pause) > until or time.monotonic() > stuck:
                return

    def until_restarted(self, before: str) -> None:
        """Wait until the unit's process is another one than `before`."""
        for _ in self._patiently(_PATIENCE_S):
            if self.show("cabin-voice.service", "MainPID") not in (before, "0"):
                return
        raise AssertionError("the daemon was not restarted")

    def until(self, what: str, wanted: Callable[[dict[str, Any]], Any], seconds: float = _PATIENCE_S) -> dict[str, Any]:
        """The first status that is as wanted. Raises AssertionError with the last one. seconds: of the board's time."""
        status: dict[str, Any] = {}
        for _ in self._patiently(seconds):
            status = self.status()
            if status and wanted(status):
                return status
        raise AssertionError(f"not reached: {what}; the last status: {status or self.journal()}")

    def ready(self) -> dict[str, Any]:
        """Wait until the ears are live."""
        return self.until("wake-ready", lambda status: status["wake_ready"])

    def standing(self, status: dict[str, Any] | None = None) -> dict[str, str]:
        """Standing faults by key."""
        return {fault["key"]: fault["what"] for fault in (status or self.status()).get("faults_standing", [])}

    def events(self) -> list[dict[str, Any]]:
        """The timeline since `mark`."""
        events: list[dict[str, Any]] = self._look(f"events {self._mark}")
        return events

    def mark(self) -> None:
        """Forget the timeline so far."""
        self._mark = int(self._look("count"))

    def until_event(self, name: str, seconds: float = _PATIENCE_S, **fields: Any) -> dict[str, Any]:
        """The first event of that name, with these fields, since `mark`. Raises AssertionError with the timeline."""
        events: list[dict[str, Any]] = []
        wanted = {"event": name, **fields}
        for _ in self._patiently(seconds, pause=0.0):
            events = self._awaited(wanted, min(seconds, _GLANCE_S))
            for event in events:
                if wanted.items() <= event.items():
                    return event
        raise AssertionError(f"no event {name} {fields}; the timeline: {events[-12:]}")

    def show(self, unit: str, key: str) -> str:
        """A property of a unit."""
        return self.shell.run(f"systemctl show --value -p {key} {unit}").strip()

    def journal(self, unit: str = "cabin-voice", lines: int = 25) -> str:
        """The end of a unit's journal of this boot."""
        return self.shell.run(f"journalctl -b -u {unit} -o cat -n {lines} --no-pager", check=False)

    def health(self) -> list[str]:
        """What is not as it must be after any test; empty when all is well."""
        wrong = []
        status = self.status()
        if not status.get("wake_ready"):
            wrong.append(f"not wake-ready: {status or self.journal()}")
        if status.get("illegal_moves"):
            wrong.append(f"{status['illegal_moves']} illegal moves of the turn machine")
        if status.get("faults_standing"):
            wrong.append(f"faults still stand: {status['faults_standing']}")
        # One command for all, for each costs an emulated board; of the journal what came since the last look.
        told = self.shell.run(_HEALTH, check=False)
        shown, text, failed = told.split(_NEXT)
        restarts = int(shown.strip() or 0)
        if restarts != self.restarts_expected:
            wrong.append(f"the daemon's unit restarted {restarts} times, {self.restarts_expected} expected")
        wrong += [line.strip() for line in text.splitlines() if _BAD_LINE.search(line)]
        if failed.strip():
            wrong.append(f"failed units: {failed.strip()}")
        return wrong


def virtual_board() -> tuple[Board, Machine]:
    """The virtual board, switched on."""
    machine = Machine(Place())
    machine.power_on()
    machine.wait(_STUCK_S)
    return Board(machine.shell, VirtualPower(machine)), machine
