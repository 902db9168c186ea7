"""Reads CAN logs frame by frame: candump directly, ASC, BLF, TRC and MF4 by python-can."""

from __future__ import annotations

import gc
import io
import math
import re
import struct
import sys
import traceback
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from device.can.lean import import_can, import_can_with_mf4
from edge.errors import InputError
from edge.vehicle.dbc import EXTENDED, MAX_LENGTH

if TYPE_CHECKING:
    import can

_CANDUMP = re.compile(
    r"\(\s*(?P<time>\d+(?:\.\d+)?)\)\s+(?P<channel>\S+)\s+(?P<id>[0-9A-Fa-f]{1,8})#"
    r"(?:#(?P<flags>[0-9A-Fa-f])(?P<fd>(?:[0-9A-Fa-f]{2})*)|(?P<remote>R[0-9A-Fa-f]?)|(?P<data>(?:[0-9A-Fa-f]{2})*)(?:_[0-9A-Fa-f])?)"
    r"(?:\s+[RT])?$"
)
_SCREEN = re.compile(  # what candump prints on a terminal (-t a, -t z or -t d)
    r"\(\s*(?P<time>\d+(?:\.\d+)?)\)\s+(?P<channel>\S+)\s+(?:(?:TX|RX)\s+[-BE ]*\s)?"
    r"(?P<id>[0-9A-Fa-f]{3,8})\s+\[(?P<length>\d{1,2})\]"
    r"(?:\s+(?P<remote>remote request)|(?P<data>(?:\s+[0-9A-Fa-f]{2})*))(?:\s+(?:'.*'|ERRORFRAME))?$"
)
_ERROR_FLAG = 0x20000000
_SNIFF = 4096  # bytes looked at to tell the format

# What python-can's readers raise on damaged files; they document none of it.
_BROKEN = (
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
    OverflowError,
    NotImplementedError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class LoggedFrame:
    """time_s: as in the log, absolute or from its start. key: arbitration id, plus EXTENDED for 29 bits."""

    time_s: float
    key: int
    data: bytes
    channel: str | None
    fd: bool = False
    error: bool = False
    remote: bool = False


def read_frames(path: Path) -> Iterator[LoggedFrame]:
    """All frames of a log in file order, error and remote frames included.

    Raises InputError naming the file (and the line where the format has lines) for what is missing, empty, not a log,
    or damaged. A last line that is cut off in the middle, as a lost supply leaves it, ends the log without an error.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise InputError(path, "is a directory, not a CAN log")
        with path.open("rb") as file:
            head = file.read(_SNIFF)
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from error
    if size == 0:
        raise InputError(path, "is empty")
    kind = _kind(path, head)
    frames = _candump(path) if kind == "candump" else _by_python_can(path, kind)
    count = 0
    for frame in frames:
        count += 1
        if not math.isfinite(frame.time_s) or len(frame.data) > MAX_LENGTH:
            raise InputError(path, f"frame {count}: {len(frame.data)} bytes at {frame.time_s} s cannot be")
        yield frame
    if count == 0:
        raise InputError(path, "holds no CAN frame")


def _kind(path: Path, head: bytes) -> str:
    if head.startswith(b"LOGG"):
        return "blf"
    if head.startswith(b"MDF "):
        return "mf4"
    if b"\0" in head:
        raise InputError(path, "is not a CAN log (candump, ASC, BLF, TRC and MF4 are read)")
    text = head.decode("latin-1")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    first = lines[0] if lines else ""
    if first.startswith(";") and "$FILEVERSION" in text:
        return "trc"
    if re.match(r"(date\b|base\s+(hex|dec)\b|// version|Begin Triggerblock)", first, re.IGNORECASE):
        return "asc"
    if first.startswith("(") or _CANDUMP.match(first):
        return "candump"
    suffix = path.suffix.lower()
    if suffix in (".asc", ".trc"):
        return suffix[1:]
    if suffix == ".log" and any(_CANDUMP.match(line) for line in lines[1:]):
        return "candump"
    raise InputError(path, f"line 1 is not that of a CAN log (candump, ASC, BLF, TRC and MF4 are read): {_short(first)}")


def _candump(path: Path) -> Iterator[LoggedFrame]:
    with path.open(encoding="ascii", errors="replace") as file:
        for number, line in enumerate(file, 1):
            text = line.strip()
            if not text:
                continue
            match = _CANDUMP.match(text)
            if match is None and (seen := _SCREEN.match(text)) is not None:
                yield _from_screen(seen, f"{path}:{number}")
                continue
            if match is None:
                if not line.endswith("\n") and number > 1:
                    return
                raise InputError(f"{path}:{number}", f"is not a candump line: {_short(text)}")
            digits = match["id"]
            raw_id = int(digits, 16)
            error = bool(raw_id & _ERROR_FLAG) and len(digits) == 8
            key = raw_id & 0x1FFFFFFF | (EXTENDED if len(digits) > 3 and not error else 0)
            payload = match["fd"] if match["flags"] is not None else match["data"] or ""
            data = bytes.fromhex(payload)
            if len(data) > (64 if match["flags"] is not None else 8):
                raise InputError(f"{path}:{number}", f"{len(data)} bytes are more than a frame carries")
            yield LoggedFrame(
                float(match["time"]), key, data, match["channel"], match["flags"] is not None, error, match["remote"] is not None
            )


def _from_screen(match: re.Match[str], where: str) -> LoggedFrame:
    data, length, digits = bytes.fromhex(match["data"] or ""), int(match["length"]), match["id"]
    if (length != len(data) and match["remote"] is None) or length > 64:
        raise InputError(where, f"says {length} bytes and holds {len(data)}")
    raw_id = int(digits, 16)
    error = bool(raw_id & _ERROR_FLAG) and len(digits) == 8
    key = raw_id & 0x1FFFFFFF | (EXTENDED if len(digits) > 3 and not error else 0)
    return LoggedFrame(float(match["time"]), key, data, match["channel"], length > 8, error, match["remote"] is not None)


class _Counted(io.TextIOBase):
    """A text file that knows which line was read last."""

    def __init__(self, path: Path) -> None:
        self._file = path.open(encoding="latin-1", newline=None)
        self.name = str(path)
        self.line = 0

    def readable(self) -> bool:
        return True

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        self.line += 1
        return self._file.readline(size)

    def __next__(self) -> str:  # type: ignore[override]
        self.line += 1
        return next(self._file)

    def close(self) -> None:
        self._file.close()
        super().close()


def _by_python_can(path: Path, kind: str) -> Iterator[LoggedFrame]:
    import_can()
    from can.io import ASCReader, BLFReader, TRCReader
    from can.io.blf import BLFParseError

    counted = None if kind in ("blf", "mf4") else _Counted(path)
    reader: Iterable[can.Message]
    try:
        if kind == "mf4":
            reader = _mf4(path)
        elif counted is None:
            reader = BLFReader(path)
        elif kind == "asc":
            reader = ASCReader(cast("TextIO", counted))
        else:
            reader = TRCReader(cast("TextIO", counted))
        for message in reader:
            yield _frame(message)
    except (*_BROKEN, BLFParseError, OSError) as error:
        where = path if counted is None else f"{path}:{counted.line}"
        raise InputError(where, f"is damaged {kind.upper()} ({type(error).__name__}: {_short(str(error))})") from error
    finally:
        if counted is not None:
            counted.close()


def _mf4(path: Path) -> Iterator[can.Message]:
    """Measurement files of ASAM; python-can reads them with asammdf, an extra of this package."""
    if find_spec("asammdf") is None:
        raise InputError(path, "is an MF4 file, which needs asammdf: pip install cabin-voice[mf4]")
    import_can_with_mf4()
    from can.io.mf4 import MF4Reader

    damaged: type[Exception] = import_module("asammdf.blocks.utils").MdfException
    try:
        yield from MF4Reader(path)
    except (damaged, *_BROKEN) as error:
        problem = _short(str(error))
        _let_go(error)
        raise InputError(path, f"is damaged MF4 ({problem})") from error


def _let_go(error: Exception) -> None:
    """Free what a failed reader left, quietly: asammdf's destructor complains about a file that it could not open."""
    hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        traceback.clear_frames(error.__traceback__)
        gc.collect()
    finally:
        sys.unraisablehook = hook


def _frame(message: can.Message) -> LoggedFrame:
    key = message.arbitration_id | (EXTENDED if message.is_extended_id and not message.is_error_frame else 0)
    channel = None if message.channel is None else str(message.channel)
    data = bytes(message.data)
    return LoggedFrame(message.timestamp, key, data, channel, message.is_fd, message.is_error_frame, message.is_remote_frame)


def _short(text: str) -> str:
    printable = "".join(c if c.isprintable() else "?" for c in " ".join(text.split()))
    return repr(printable if len(printable) <= 60 else printable[:57] + "...")
