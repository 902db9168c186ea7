"""What runs before there is a dialogue: the control socket, so that nobody else takes the microphone, and the ears."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from device.audio.duplex import Duplex
from device.control.socket import NAME as CONTROL_SOCKET
from device.control.socket import ControlServer, Request, RequestError
from device.dsp_thread import DspThread
from device.ears import Ears

_EARS_FIRST_S: Final = 1.0
"""What is done next would take turns with the thread that opens the microphone; a card that is slower than this may come later."""


@dataclass(frozen=True)
class Early:
    """Control socket and DSP thread, both running. A daemon that is given them takes them over and ends them."""

    control: ControlServer
    dsp: DspThread

    async def stop(self) -> None:
        """For one who does not hand them on."""
        await asyncio.to_thread(self.dsp.stop)
        await self.control.stop()


async def listen_early(ears: Ears, open_device: Callable[[], Duplex], runtime: Path) -> Early:
    """Open the control socket and the sound device, and wait a little for sound to come in.

    Raises CabinError when another daemon holds the control socket.
    """
    control = ControlServer(runtime / CONTROL_SOCKET, _answer)
    await control.start()
    early = Early(control, DspThread(open_device, ears.front_end, ears.playout))
    early.dsp.start()
    await asyncio.to_thread(early.dsp.live.wait, _EARS_FIRST_S)
    return early


def _answer(word: str, request: Request) -> dict[str, Any]:
    if word == "status":
        return {"state": "starting", "wake_ready": False, "faults_standing": []}
    raise RequestError(f"{word}: the daemon is starting, ask again")
