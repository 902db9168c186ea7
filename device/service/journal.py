"""Structured log lines for journald: `journalctl -u cabin-voice CABIN_EVENT=fault` finds faults, whatever their words.

The native protocol: fields in one datagram, a value with a line break behind its length (systemd.io/JOURNAL_NATIVE_PROTOCOL).
"""

from __future__ import annotations

import json
import logging
import os
import re
import socket
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from edge.events import TimelineEvent

SOCKET: Final = Path("/run/systemd/journal/socket")
_PRIORITY: Final = ((logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6))
_NAME: Final = re.compile(r"[^A-Z0-9_]")


def journal_handler(environment: Mapping[str, str] | None = None, path: Path = SOCKET) -> logging.Handler | None:
    """A handler when standard error is the journal's, None where somebody else reads it."""
    environment = os.environ if environment is None else environment
    try:
        device, inode = map(int, environment.get("JOURNAL_STREAM", "").split(":"))
        facts = os.fstat(2)
    except (ValueError, OSError):
        return None
    return JournalHandler(path) if (facts.st_dev, facts.st_ino) == (device, inode) and path.exists() else None


class JournalHandler(logging.Handler):
    """Sends records with their fields; an event that a record carries as `event` gets a field for each of its keys."""

    def __init__(self, path: Path = SOCKET) -> None:
        super().__init__()
        self._path = str(path)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)

    def emit(self, record: logging.LogRecord) -> None:
        """See `logging.Handler`. A journal that is gone is nobody's fault here: the line is lost."""
        try:
            self._socket.sendto(_datagram(self._fields(record)), self._path)
        except OSError:
            return

    def close(self) -> None:
        """Give the socket back."""
        self._socket.close()
        super().close()

    def _fields(self, record: logging.LogRecord) -> dict[str, str]:
        message = record.getMessage()
        if record.exc_info:
            message += "\n" + (self.formatter or logging.Formatter()).formatException(record.exc_info)
        fields = {
            "MESSAGE": message,
            "PRIORITY": str(next((number for level, number in _PRIORITY if record.levelno >= level), 7)),
            "SYSLOG_IDENTIFIER": "cabin-voice",
            "LOGGER": record.name,
            "CODE_FILE": record.pathname,
            "CODE_LINE": str(record.lineno),
            "CODE_FUNC": record.funcName,
        }
        event = getattr(record, "event", None)
        if isinstance(event, TimelineEvent):
            fields |= {"CABIN_EVENT": event.event, "CABIN_T": f"{event.t:.3f}"}
            for key, value in event.fields.items():
                text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                fields[f"CABIN_{_NAME.sub('_', key.upper())}"] = text
        return fields


def _datagram(fields: Mapping[str, str]) -> bytes:
    out = bytearray()
    for name, value in fields.items():
        data = value.encode("utf-8", "replace")
        if b"\n" in data:
            out += name.encode() + b"\n" + struct.pack("<Q", len(data)) + data + b"\n"
        else:
            out += name.encode() + b"=" + data + b"\n"
    return bytes(out)
