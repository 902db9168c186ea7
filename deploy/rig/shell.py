"""A secure shell into a board, over one connection that stays open: a handshake costs an emulated board seconds."""

from __future__ import annotations

import subprocess
from pathlib import Path

_CONNECT_S = 600
"""Of this machine's time: the handshake takes an emulated board two seconds of its own, and each new try as many again."""


class ShellError(Exception):
    """A command on the board failed; the text says which, and what it printed."""


class Shell:
    """Commands on a board, as root."""

    def __init__(self, port: int, key: Path, control: Path, host: str = "127.0.0.1") -> None:
        """control: path of the connection's socket; short, for Unix sockets have a limit."""
        self._control = control
        self._options = [
            *("-F", "none", "-i", str(key), "-p", str(port), "-l", "root"),
            *("-o", "LogLevel=ERROR", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"),
            *("-o", "BatchMode=yes", "-o", f"ConnectTimeout={_CONNECT_S}", "-o", f"ControlPath={control}"),
        ]
        self._host = host

    @property
    def command(self) -> list[str]:
        """What a person would type."""
        return ["ssh", *self._options, self._host]

    def open(self) -> bool:
        """Connect, unless connected; True when the board answers."""
        if self._control.exists():
            return True
        options = ["-f", "-N", "-M", "-o", "ControlPersist=yes"]
        try:
            done = subprocess.run(
                ["ssh", *options, *self._options, self._host], capture_output=True, timeout=2 * _CONNECT_S, check=False
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def close(self) -> None:
        """Forget the connection."""
        if self._control.exists():
            subprocess.run(["ssh", "-O", "exit", *self._options, self._host], capture_output=True, timeout=20, check=False)
            self._control.unlink(missing_ok=True)

    def run(self, command: str, *, data: bytes | None = None, seconds: float = 600.0, check: bool = True) -> str:
        """What the command prints. data: its standard input. seconds: of this machine's time.

        Raises ShellError when it fails, and when it takes longer.
        """
        words = ["ssh", *self._options, self._host, command]
        stdin = subprocess.DEVNULL if data is None else None
        try:
            done = subprocess.run(words, input=data, stdin=stdin, capture_output=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired:
            raise ShellError(f"{command}: not done within {seconds:.0f} s") from None
        if check and done.returncode:
            raise ShellError(f"{command}: code {done.returncode}: {(done.stderr + done.stdout).decode(errors='replace').strip()}")
        return done.stdout.decode(errors="replace")

    def converse(self, command: str) -> subprocess.Popen[str]:
        """Start a command that goes on running, its standard input and output in hand; it ends when these are closed."""
        words = ["ssh", *self._options, self._host, command]
        return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def put(self, content: bytes, path: str) -> None:
        """Write a file on the board."""
        self.run(f"cat > {path}", data=content)

    def get(self, path: str) -> bytes:
        """Read a file of the board. Raises ShellError."""
        done = subprocess.run(["ssh", *self._options, self._host, f"cat {path}"], capture_output=True, timeout=600, check=False)
        if done.returncode:
            raise ShellError(f"{path}: {done.stderr.decode(errors='replace').strip()}")
        return done.stdout

    def tunnel(self, board_port: int, port: int) -> None:
        """Connections to `board_port` of the board's loopback reach `port` of this machine's. Raises ShellError."""
        words = ["ssh", "-O", "forward", "-R", f"127.0.0.1:{board_port}:127.0.0.1:{port}", *self._options, self._host]
        done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            raise ShellError(f"tunnel to {board_port}: {done.stderr.strip()}")
