"""The daemon as the host's rig runs it: the product's own supervisor, with a virtual cabin for a sound card and a virtual bus.

    python host_daemon.py SOCKET RANGE_KM

Only the two devices are virtual. Over SOCKET the rig does what it does to a board with its hands: `say FILE`, `unplug`, `plug`,
`drive` and `park` (the car on the bus, whose range is RANGE_KM), `record`, `recorded FILE`.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from device.audio.duplex import DeviceLost, DuplexBlock
from device.audio.virtual_cabin import CabinScene, VirtualCabin
from device.audio.virtual_cabin.cabin import CabinSound
from device.can.lean import import_can
from device.heap import give_back_large_blocks
from device.resources import shipped
from device.service.ledger import Ledger
from device.service.runtime import runtime_directory, state_directory
from device.settings import Settings, load_what_is_right
from device.supervisor import Supervisor
from device.weights_fetch import default_store
from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.playout import Playout
from edge.audio.wav import read_audio, write_wav
from edge.vehicle.dbc import EXTENDED, load_dbc
from edge.vehicle.drive import Drive, Phase, drive_frames

CHANNEL = "rig"


class Card(VirtualCabin):
    """A virtual cabin on a cable that can be pulled."""

    def __init__(self, hands: Hands, playout: Playout) -> None:
        super().__init__(CabinScene(speed_kmh=((0.0, 0.0),)), playout, seed=2, paced=True, sink=hands.hear)
        self._hands = hands

    def start(self) -> None:
        self._look()
        super().start()
        self._hands.cabin = self

    def read(self, timeout_s: float) -> DuplexBlock | None:
        self._look()
        return super().read(timeout_s)

    def _look(self) -> None:
        if not self._hands.plugged:
            raise DeviceLost("virtual cabin: unplugged")


class Hands:
    """What the rig's hands do."""

    def __init__(self, range_km: int) -> None:
        self.plugged = True
        self.cabin: Card | None = None
        self._range_km = range_km
        self._heard: list[Samples] | None = None
        self._car: threading.Thread | None = None
        self._parked = threading.Event()

    def hear(self, sound: CabinSound) -> None:
        """Every 10 ms of the cabin."""
        if (heard := self._heard) is not None:
            heard.append(sound.loudspeaker)

    def do(self, words: list[str]) -> None:
        """One request."""
        match words:
            case ["say", file]:
                samples, rate = read_audio(Path(file))
                assert self.cabin is not None
                self.cabin.say(samples[:, 0], rate)
            case ["unplug" | "plug" as which]:
                self.plugged = which == "plug"
            case ["drive"] if self._car is None:
                self._parked.clear()
                self._car = threading.Thread(target=self._drive, daemon=True)
                self._car.start()
            case ["park"] if self._car is not None:
                self._parked.set()
                self._car.join()
                self._car = None
            case ["record"]:
                self._heard = []
            case ["recorded", file]:
                heard, self._heard = self._heard or [], None
                write_wav(Path(file), np.concatenate([np.zeros(1, np.float32), *heard]), ENGINE_RATE)

    def _drive(self) -> None:
        """The other control units, for as long as the car is on."""
        import_can()
        import can

        database = load_dbc(shipped("vehicles", "demo", "demo.dbc"))
        with can.Bus(interface="virtual", channel=CHANNEL) as bus:
            while True:
                begun = time.monotonic()
                for at, key, data in drive_frames(database, Drive(phases=(Phase("city", 60.0, 50.0),), range_km=self._range_km)):
                    if self._parked.wait(max(0.0, begun + at - time.monotonic())):
                        return
                    bus.send(can.Message(arbitration_id=key & ~EXTENDED, is_extended_id=bool(key & EXTENDED), data=data))


async def serve(socket: Path, do: Callable[[list[str]], None]) -> asyncio.Server:
    """Take requests, a line each."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            do(line.decode().split())
            writer.write(b"done\n")
            await writer.drain()
        writer.close()

    socket.unlink(missing_ok=True)
    return await asyncio.start_unix_server(answer, socket)


async def main(socket: Path, range_km: int) -> None:
    """The daemon until SIGTERM."""
    hands = Hands(range_km)

    def open_device(settings: Settings, playout: Playout) -> Card:
        del settings
        return Card(hands, playout)

    give_back_large_blocks()
    runtime = runtime_directory(load_what_is_right()[0].settings.service.runtime_directory)
    server = await serve(socket, hands.do)
    ledger = Ledger(state_directory() / "ledger.jsonl")
    await Supervisor(load_what_is_right, default_store(), open_device, runtime, ledger=ledger).run()
    server.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
