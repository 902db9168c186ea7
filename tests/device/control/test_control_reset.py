"""A daemon that goes before it answers is one clear line to the client."""

from __future__ import annotations

import socket
import struct
import threading
from pathlib import Path

import pytest

from device.control.socket import request
from edge.errors import CabinError


def test_a_connection_that_is_reset_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "control.sock"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()

        def reset() -> None:
            connection, _ = server.accept()
            connection.recv(1)  # what else was sent is unread when it closes, which resets the connection
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()

        thread = threading.Thread(target=reset)
        thread.start()
        with pytest.raises(CabinError, match="closed the connection"):
            request(path, "status")
        thread.join()
