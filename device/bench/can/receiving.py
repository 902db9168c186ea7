"""What reading costs: 4,000 frames a second, sent by a process of their own over loopback datagrams.

A datagram carries one `struct can_frame` and the kernel stamps it, exactly as a raw CAN socket hands frames out; both
readers run the code that they run on SocketCAN. Each is a process of its own, whose processor time is counted.
"""

from __future__ import annotations

import json
import socket
import statistics
import struct
import subprocess
import sys
import time
from collections.abc import Iterator

from device.bench.can.workload import Workload
from device.bench.framework import BenchOptions, Row
from edge.vehicle.dbc import EXTENDED

RATE = 4000
_BURST_S = 0.005
_FRAME = struct.Struct("=IB3x8s")
END = 0x1FFFFFFF | 0x80000000
"""The id that ends a run; no message has it."""


def receiving(work: Workload, options: BenchOptions) -> Iterator[Row]:
    """One row a reader, the median of several runs taken in turns."""
    seconds, runs = (3.0, 1) if options.quick else (5.0, 3)
    names = ("own", "notifier") if options.peers else ("own",)
    found: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(runs):
        for name in names:
            found[name].append(_run(name, work, seconds))
    own = found["own"]
    percent = statistics.median(run["percent"] for run in own)
    yield {
        "case": f"own reader with decoder and state, {RATE} frames/s",
        "cpu_percent_4000": round(percent, 2),
        "lost": int(sum(run["lost"] for run in own)),
        "received": int(sum(run["received"] for run in own)),
    }
    if "notifier" in found:
        theirs = statistics.median(run["percent"] for run in found["notifier"])
        yield {
            "case": f"python-can's Notifier and cantools, {RATE} frames/s",
            "notifier_cpu_percent_4000": round(theirs, 2),
            "notifier_lost": int(sum(run["lost"] for run in found["notifier"])),
            "cpu_ratio_notifier": round(theirs / percent, 2),
        }


def _run(reader: str, work: Workload, seconds: float) -> dict[str, float]:
    command = [sys.executable, "-m", "device.bench.can.reader_process", reader, str(work.path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    port = int(process.stdout.readline())
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(("127.0.0.1", port))
        count = _send(sock, work, seconds)
    out, _ = process.communicate(timeout=60)
    result: dict[str, float] = json.loads(out.splitlines()[-1])
    result["lost"] = count - result["received"]
    return result


def _send(sock: socket.socket, work: Workload, seconds: float) -> int:
    """Send bursts at the rate; returns how many frames."""
    frames = [
        _FRAME.pack((key & 0x1FFFFFFF) | (0x80000000 if key & EXTENDED else 0), len(data), data.ljust(8, b"\0"))
        for key, data in work.frames
        if len(data) <= 8
    ]
    begun, sent, total = time.monotonic(), 0, int(RATE * seconds)
    while sent < total:
        due = min(total, int((time.monotonic() - begun) * RATE) + 1)
        for number in range(sent, due):
            sock.send(frames[number % len(frames)])
        sent = due
        time.sleep(_BURST_S)
    time.sleep(0.3)  # what waits in the socket is read before the end comes
    sock.send(_FRAME.pack(END, 0, b""))
    return sent
