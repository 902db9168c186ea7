"""The ledger: what left the car, for how long and why, for the driver to read (design rule 12)."""

from __future__ import annotations

import errno
import json
import os
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import FileIO
from pathlib import Path

from edge.errors import InputError

LIMIT_BYTES = 1_000_000
"""At this size the older half is dropped."""
_LINE_BYTES = 256
"""More than a line has."""
WAITING_LINES = 1000
"""Lines kept while they cannot be written; the oldest are dropped."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One thing that left the car.

    at: ISO 8601 local time. endpoint: where it went. seconds: of audio. why: what made it leave.
    """

    at: str
    endpoint: str
    seconds: float
    why: str


class Ledger:
    """An append-only file of lines; never audio, never words."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._unwritten: deque[LedgerLine] = deque(maxlen=WAITING_LINES)

    @property
    def waiting(self) -> int:
        """Lines that are not in the file yet, for want of room or of a disk."""
        return len(self._unwritten)

    def add(self, line: LedgerLine) -> None:
        """Append a line; the file is this user's alone. Raises OSError where it cannot be written: the line waits in memory."""
        self._unwritten.append(line)
        self.flush()

    def flush(self) -> None:
        """Write what waits. Raises OSError where that is not possible yet."""
        if not self._unwritten:
            return
        self._trim()
        handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "ab", buffering=0) as out:
            while self._unwritten:
                _append(out, json.dumps(asdict(self._unwritten[0]), ensure_ascii=False).encode() + b"\n")
                self._unwritten.popleft()

    def lines(self) -> Iterator[LedgerLine]:
        """All lines, oldest first. Raises InputError naming the line when the file was tampered with."""
        if not self._file.is_file():
            return
        for number, text in enumerate(self._file.read_text(encoding="utf-8").splitlines(), 1):
            yield self._line(text, number)

    def newest(self, count: int) -> list[LedgerLine]:
        """The last lines, newest first, read from the end of the file alone. Raises InputError as `lines` does."""
        if not self._file.is_file():
            return []
        with self._file.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - count * _LINE_BYTES))
            tail = file.read().decode("utf-8", "replace").splitlines()
        if size > count * _LINE_BYTES:
            tail = tail[1:]  # begins in the middle of a line
        return [self._line(text, "end") for text in reversed(tail[-count:])]

    def _line(self, text: str, place: int | str) -> LedgerLine:
        try:
            return LedgerLine(**json.loads(text))
        except (ValueError, TypeError) as error:
            raise InputError(f"{self._file}:{place}", f"not a ledger line ({error})") from None

    def _trim(self) -> None:
        if not self._file.is_file() or self._file.stat().st_size < LIMIT_BYTES:
            return
        kept = self._file.read_text(encoding="utf-8").splitlines(keepends=True)
        fresh = self._file.with_suffix(".new")
        fresh.write_text("".join(kept[len(kept) // 2 :]), encoding="utf-8")
        fresh.chmod(0o600)
        fresh.replace(self._file)


def _append(out: FileIO, line: bytes) -> None:
    """Write a whole line or none: on a full disk the part that fitted is taken back. Raises OSError."""
    before = os.fstat(out.fileno()).st_size
    written = out.write(line)
    if written != len(line):
        out.truncate(before)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
