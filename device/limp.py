"""What runs where the ears cannot: the control socket answers, and a recording tells the driver once what is missing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from device.audio.duplex import DeviceLost, Duplex
from device.control.socket import NAME as CONTROL_SOCKET
from device.control.socket import ControlServer, Request
from device.notices import ShippedNotices
from device.service.faults import StandingFaults
from device.service.notify import Notifier
from device.settings import Settings
from edge.audio.frame import VOICE_RATE
from edge.audio.playout import Playout

log = logging.getLogger(__name__)

_TELL_EVERY_S = 15.0
_SOUND_AGAIN_S = 10.0
_SPACE_S = 0.5
_AFTER_S = 0.5


class Limp:
    """Runs until it is told to stop; ears, dialogue and endpoints are missing."""

    def __init__(
        self,
        settings: Settings,
        open_device: Callable[[Settings, Playout], Duplex],
        runtime: Path,
        faults: StandingFaults,
        notifier: Notifier,
    ) -> None:
        self._settings = settings
        self._open_device = open_device
        self._faults = faults
        self._notifier = notifier
        self._stop = asyncio.Event()
        self._control = ControlServer(runtime / CONTROL_SOCKET, self._answer)
        self.told = False
        """The recording was played."""

    async def run(self) -> None:
        """Run until `stop`. Raises CabinError when another daemon holds the control socket."""
        await self._control.start()
        for fault in self._faults:
            log.warning("%s; %s", fault.what, fault.mend)
        speaking = asyncio.create_task(self._speak())
        try:
            while not self._stop.is_set():
                first = next(iter(self._faults), None)
                self._notifier.waiting(f"cannot listen: {first.what if first is not None else 'starting'}", 2 * _TELL_EVERY_S)
                try:
                    await asyncio.wait_for(self._stop.wait(), _TELL_EVERY_S)
                except TimeoutError:
                    continue
        finally:
            speaking.cancel()
            await asyncio.gather(speaking, return_exceptions=True)
            await self._control.stop()

    def stop(self) -> None:
        """End `run`; call it on the event loop."""
        self._stop.set()

    def status(self) -> dict[str, Any]:
        """What `cabin status` shows."""
        return {
            "state": "waiting",
            "wake_ready": False,
            "faults_standing": [fault.to_json() for fault in self._faults],
        }

    def _answer(self, word: str, request: Request) -> dict[str, Any]:
        match word:
            case "status":
                return self.status()
            case "quit":
                self.stop()
                return {}
        raise KeyError(word)

    async def _speak(self) -> None:
        """Play the recording of the first fault that has one, as soon as there is a loudspeaker."""
        language = self._settings.persona.language
        notices = ShippedNotices()
        while not self.told:
            sounds = [sound for fault in self._faults if (sound := notices.fault(fault.key, language)) is not None]
            if not sounds:
                return
            try:
                await asyncio.to_thread(self._play, sounds[0])
                self.told = True
            except DeviceLost as error:
                log.info("nothing can be said: %s", error)
                await asyncio.sleep(_SOUND_AGAIN_S)

    def _play(self, samples: Any) -> None:
        playout = Playout()
        playout.push("fault", "fault", samples)
        playout.finish("fault")
        device = self._open_device(self._settings, playout)
        try:
            device.start()
            seconds = len(samples) / VOICE_RATE + _SPACE_S + _AFTER_S
            played = 0.0
            while played < seconds and not self._stop.is_set():
                if device.read(_SPACE_S) is not None:
                    played += 0.01
        finally:
            device.close()
