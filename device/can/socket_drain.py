"""Takes frames off a raw CAN socket in batches, without an object per frame: the receiving costs more than the decoding."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable

Sink = Callable[[int, bytes], None]
"""Called with (key, data) of a data frame."""
ErrorSink = Callable[[int, bytes], None]
"""Called with (error class bits, data) of an error frame."""

_CLASSIC = struct.Struct("=IB3x8s")  # struct can_frame of linux/can.h
_FD = struct.Struct("=IBBxx64s")  # struct canfd_frame
_ERROR = 0x20000000
_SPECIAL = 0x40000000 | _ERROR  # remote and error frames
_ROOM = 1 << 20  # bytes; a frame takes some 800 of them in the kernel
_SO_RXQ_OVFL = 40  # asm-generic/socket.h: the kernel tells how many frames it dropped for want of room


def prepare(sock: socket.socket) -> bool:
    """Make a raw CAN socket ready for `drain`; returns whether the kernel will count what it drops."""
    sock.setblocking(False)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _ROOM)  # the kernel takes it as far as rmem_max allows, and doubles it
    try:
        sock.setsockopt(socket.SOL_SOCKET, _SO_RXQ_OVFL, 1)
    except OSError:
        return False
    return True


class SocketDrain:
    """Reads all waiting frames of one socket. dropped: frames the kernel had no room for, as it says."""

    def __init__(self, sock: socket.socket, sink: Sink, on_error: ErrorSink) -> None:
        self._socket = sock
        self._sink, self._on_error = sink, on_error
        self._buffer = bytearray(_FD.size)
        self._view = memoryview(self._buffer)
        self.dropped = 0

    def drain(self, limit: int) -> int:
        """Take up to `limit` frames; returns how many. Raises OSError when the interface is gone or down."""
        try:
            size, ancillary, _, _ = self._socket.recvmsg_into([self._view], 64)
        except BlockingIOError:
            return 0
        for level, kind, payload in ancillary:
            if level == socket.SOL_SOCKET and kind == _SO_RXQ_OVFL and len(payload) >= 4:
                self.dropped = int.from_bytes(payload[:4], "little")
        self._take(size)
        taken = 1
        # One loop without calls of our own but the sink's: at full bus load this is where the time goes.
        receive, view, buffer, sink = self._socket.recv_into, self._view, self._buffer, self._sink
        classic, unpack = _CLASSIC.size, _CLASSIC.unpack_from
        while taken < limit:
            try:
                size = receive(view)
            except BlockingIOError:
                break
            taken += 1
            if size == classic:
                identifier, length, payload = unpack(buffer)
                if not identifier & _SPECIAL:
                    sink(identifier, payload if length == 8 else payload[:length])
                    continue
            self._take(size)
        return taken

    def _take(self, size: int) -> None:
        if size == _CLASSIC.size:
            identifier, length, payload = _CLASSIC.unpack_from(self._buffer)
        elif size == _FD.size:
            identifier, length, _, payload = _FD.unpack_from(self._buffer)
        else:
            return  # a CAN XL frame or noise: nothing a DBC describes
        if identifier & _SPECIAL:
            if identifier & _ERROR:
                self._on_error(identifier & 0x1FFFFFFF, payload[:length])
            return
        self._sink(identifier, payload[:length])
