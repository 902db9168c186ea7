"""One reader over a datagram socket: prints its port, reads to the end of the run, prints what it took as JSON."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

from device.bench.can.receiving import END

_BUFFER = 8 * 1024 * 1024


def main() -> None:
    reader, dbc = sys.argv[1], Path(sys.argv[2])
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
    sock.bind(("127.0.0.1", 0))
    run = _own if reader == "own" else _notifier
    received, percent = run(sock, dbc)
    print(json.dumps({"received": received, "percent": percent}), flush=True)


def _own(sock: socket.socket, dbc: Path) -> tuple[int, float]:
    from device.bench.can.workload import map_of
    from device.can.reader import SWEEP_NS, TICK_S
    from device.can.socket_drain import SocketDrain, prepare
    from device.clock import boottime_ns
    from edge.vehicle.catalogue import Catalogue
    from edge.vehicle.dbc import load_dbc
    from edge.vehicle.decoder import Decoder
    from edge.vehicle.state import VehicleState

    database = load_dbc(dbc)
    decoder = Decoder(database, map_of(database, 3))
    state = VehicleState(Catalogue(decoder.signals, {}, {}, {}))
    decoder.attach(state)
    ended = received = swept = 0

    def take(key: int, data: bytes) -> None:
        nonlocal ended, received
        if key == END:
            ended = 1
            return
        received += 1
        decoder.feed_state(state, key, data, now)

    prepare(sock)
    drain = SocketDrain(sock, take, lambda kind, data: None)
    print(sock.getsockname()[1], flush=True)
    begun = wall = 0.0
    while not ended:
        now = boottime_ns()
        if drain.drain(2000) and not wall:
            begun, wall = time.process_time(), time.monotonic()
        if now - swept >= SWEEP_NS:
            swept = now
            state.sweep(now)
        time.sleep(TICK_S)
    return received, 100 * (time.process_time() - begun) / (time.monotonic() - wall)


def _notifier(sock: socket.socket, dbc: Path) -> tuple[int, float]:
    import can
    import cantools
    from can.interfaces.socketcan import constants
    from can.interfaces.socketcan.socketcan import SocketcanBus

    class Bus(SocketcanBus):
        """SocketCAN's bus on a socket that is there already."""

        def __init__(self) -> None:
            sock.setsockopt(socket.SOL_SOCKET, constants.SO_TIMESTAMPNS, 1)
            self.socket, self.channel, self._is_filtered, self._bcm_sockets = sock, "bench", True, {}
            can.BusABC.__init__(self, channel="bench")

        def _apply_filters(self, filters: object) -> None:
            del filters

    database: Any = cantools.database.load_file(str(dbc), strict=False)
    decode = database.decode_message
    ended = threading.Event()
    received = 0
    begun = wall = 0.0

    def take(message: can.Message) -> None:
        nonlocal received, begun, wall
        if message.arbitration_id == END & 0x1FFFFFFF:
            ended.set()
            return
        if not wall:
            begun, wall = time.process_time(), time.monotonic()
        received += 1
        decode(message.arbitration_id, message.data)

    print(sock.getsockname()[1], flush=True)
    bus = Bus()
    notifier = can.Notifier(bus, [take])
    ended.wait(60)
    percent = 100 * (time.process_time() - begun) / (time.monotonic() - wall)
    notifier.stop()
    bus.shutdown()
    return received, percent


if __name__ == "__main__":
    main()
