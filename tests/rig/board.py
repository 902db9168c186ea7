"""A board under test: what the numbered tests do to it and see of it. The virtual one here; a real one through labgrid."""

from __future__ import annotations

import base64
import json
import os
import re
import time
from collections.abc import Callable
from typing import Any, Protocol

from deploy.rig.machine import CLOUD_CARD, Machine
from deploy.rig.place import Place
from deploy.rig.shell import ShellError

CLOUD_PORT = 9000
"""Where the board's settings look for the cloud: the rig's end of a tunnel."""
SETTINGS = "/etc/cabin-voice/cabin.toml"
_EVENTS = "/run/rig/events.jsonl"
RANGE_KM = 187
"""What the car on the bus says its range is."""
LONG = bool(os.environ.get("CABIN_RIG_LONG"))
"""The hour's soak, too."""
_BAD_LINE = re.compile(r"Traceback|never retrieved|Exception in callback|Oops|BUG:|Call trace")
_PATIENCE_S = 600.0
"""Of the rig's own time, which says nothing: a virtual board may be ten times slower than a real one."""

# Follows the timeline over the control socket, again and again as the daemon comes and goes.
_FOLLOWER = f"""
import socket, time
out = open("{_EVENTS}", "ab", buffering=0)
while True:
    try:
        link = socket.socket(socket.AF_UNIX)
        link.connect("/run/cabin-voice/control.sock")
        link.sendall(b'{{"do": "events"}}\\n')
        while data := link.recv(65536):
            out.write(data)
    except OSError:
        pass
    time.sleep(0.2)
"""
_ASK = """
import socket, sys
link = socket.socket(socket.AF_UNIX)
link.settimeout(20)
link.connect("/run/cabin-voice/control.sock")
link.sendall(b'{"do": "%s"}\\n')
print(link.makefile().readline())
"""


class Commands(Protocol):
    """A shell into the board."""

    def run(self, command: str, *, data: bytes | None = None, seconds: float = 600.0, check: bool = True) -> str:
        """What a command prints. Raises ShellError."""
        ...


class Power(Protocol):
    """What the rig can do to the board from outside."""

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

    def cut(self) -> None:
        self._machine.power_cut()

    def on(self) -> None:
        self._machine.power_on()
        self._machine.wait(2 * _PATIENCE_S)

    def network(self, *, up: bool) -> None:
        self._machine.set_link(CLOUD_CARD, up=up)

    def tunnel(self, port: int) -> None:
        self._machine.cloud_shell.close()
        until = time.monotonic() + _PATIENCE_S
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
        self._mark = 0
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
        """The driver says the wake phrase and asks how far the car can still go, in one breath."""
        self.shell.run("aplay -q -D plughw:CARD=mic,DEV=0 /root/question.wav")

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
        self.shell.run("cat > /run/rig/follow.py", data=_FOLLOWER.encode())
        self.shell.run("setsid python3.11 -ISB /run/rig/follow.py >/dev/null 2>&1 </dev/null &")
        self._mark = 0
        self.restarts_expected = 0

    def status(self) -> dict[str, Any]:
        """The daemon's status; empty while it does not answer."""
        text = self.shell.run("python3.11 -ISB -", data=(_ASK % "status").encode(), check=False)
        try:
            answer = json.loads(text)
        except ValueError:
            return {}
        return answer if isinstance(answer, dict) and answer.get("ok") else {}

    def control(self, word: str) -> None:
        """One request to the daemon."""
        self.shell.run("python3.11 -ISB -", data=(_ASK % word).encode())

    def until_restarted(self, before: str) -> None:
        """Wait until the unit's process is another one than `before`."""
        begun = time.monotonic()
        while self.show("cabin-voice.service", "MainPID") in (before, "0"):
            assert time.monotonic() - begun < _PATIENCE_S, "the daemon was not restarted"
            time.sleep(0.5)

    def until(self, what: str, wanted: Callable[[dict[str, Any]], Any], seconds: float = _PATIENCE_S) -> dict[str, Any]:
        """The first status that is as wanted. Raises AssertionError with the last one."""
        begun = time.monotonic()
        while True:
            status = self.status()
            if status and wanted(status):
                return status
            assert time.monotonic() - begun < seconds, f"not reached: {what}; the last status: {status or self.journal()}"
            time.sleep(0.5)

    def ready(self) -> dict[str, Any]:
        """Wait until the ears are live."""
        return self.until("wake-ready", lambda status: status["wake_ready"])

    def standing(self, status: dict[str, Any] | None = None) -> dict[str, str]:
        """Standing faults by key."""
        return {fault["key"]: fault["what"] for fault in (status or self.status()).get("faults_standing", [])}

    def events(self) -> list[dict[str, Any]]:
        """The timeline since `mark`."""
        text = self.shell.run(f"tail -c +{self._mark + 1} {_EVENTS} 2>/dev/null", check=False)
        return [json.loads(line) for line in text.splitlines() if line.startswith("{") and line.endswith("}")]

    def mark(self) -> None:
        """Forget the timeline so far."""
        self._mark = int(self.shell.run(f"stat -c %s {_EVENTS} 2>/dev/null || echo 0", check=False).split()[0])

    def until_event(self, name: str, seconds: float = _PATIENCE_S, **fields: Any) -> dict[str, Any]:
        """The first event of that name, with these fields, since `mark`. Raises AssertionError with the timeline."""
        begun = time.monotonic()
        while True:
            events = self.events()
            for event in events:
                if event["event"] == name and all(event.get(key) == value for key, value in fields.items()):
                    return event
            assert time.monotonic() - begun < seconds, f"no event {name} {fields}; the timeline: {events[-12:]}"
            time.sleep(0.5)

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
        restarts = int(self.show("cabin-voice.service", "NRestarts") or 0)
        if restarts != self.restarts_expected:
            wrong.append(f"the daemon's unit restarted {restarts} times, {self.restarts_expected} expected")
        text = self.shell.run("journalctl -b -o cat --no-pager -u 'cabin-voice*'; dmesg", check=False)
        wrong += [line.strip() for line in text.splitlines() if _BAD_LINE.search(line)]
        failed = self.shell.run("systemctl --failed --plain --no-legend", check=False).strip()
        if failed:
            wrong.append(f"failed units: {failed}")
        return wrong


def virtual_board() -> tuple[Board, Machine]:
    """The virtual board, switched on."""
    machine = Machine(Place())
    machine.power_on()
    machine.wait(2 * _PATIENCE_S)
    return Board(machine.shell, VirtualPower(machine)), machine
