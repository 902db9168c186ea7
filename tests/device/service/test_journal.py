"""Structured lines for the journal, as they arrive at its socket."""

from __future__ import annotations

import logging
import os
import socket
import struct
from pathlib import Path

import pytest

from device.service.journal import JournalHandler, journal_handler
from edge.events import TimelineEvent


def _fields(datagram: bytes) -> dict[str, str]:
    """Reads the native protocol the way journald does."""
    found = {}
    while datagram:
        line, _, datagram = datagram.partition(b"\n")
        name, equals, value = line.partition(b"=")
        if not equals:
            (size,) = struct.unpack_from("<Q", datagram)
            value, datagram = datagram[8 : 8 + size], datagram[9 + size :]
        found[name.decode()] = value.decode()
    return found


def test_an_event_is_fields(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as journal:
        journal.bind(str(path))
        journal.settimeout(10)
        log = logging.Logger("device.daemon")
        log.addHandler(handler := JournalHandler(path))
        event = TimelineEvent(3.25, "fault", {"what": "two\nlines=", "action": "reopen", "odd key": {"a": [1, "二"]}})
        log.warning("%s", event.to_json(), extra={"event": event})
        fields = _fields(journal.recv(65536))
        assert fields["MESSAGE"] == event.to_json()
        assert fields["PRIORITY"] == "4"
        assert fields["SYSLOG_IDENTIFIER"] == "cabin-voice"
        assert fields["LOGGER"] == "device.daemon"
        assert (fields["CABIN_EVENT"], fields["CABIN_T"], fields["CABIN_ACTION"]) == ("fault", "3.250", "reopen")
        assert fields["CABIN_WHAT"] == "two\nlines="
        assert fields["CABIN_ODD_KEY"] == '{"a": [1, "二"]}'
        try:
            raise ValueError("inner")
        except ValueError:
            log.exception("outer")
        assert "ValueError: inner" in _fields(journal.recv(65536))["MESSAGE"]
    path.unlink()
    log.error("nobody listens, and nothing happens")
    handler.close()


def test_only_where_the_journal_reads_standard_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "journal"
    path.touch()
    facts = os.fstat(2)
    assert journal_handler({"JOURNAL_STREAM": "1:2"}, path) is None
    assert journal_handler({"JOURNAL_STREAM": "nonsense"}, path) is None
    assert journal_handler({}, path) is None
    ours = {"JOURNAL_STREAM": f"{facts.st_dev}:{facts.st_ino}"}
    assert journal_handler(ours, tmp_path / "none") is None
    handler = journal_handler(ours, path)
    assert handler is not None
    handler.close()
