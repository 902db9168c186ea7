"""Without ears the daemon still has a voice: a recording says what is missing."""

from __future__ import annotations

import asyncio
from pathlib import Path

from waiting import until

from device.audio.duplex import DeviceLost, Duplex
from device.audio.null import NullDuplex
from device.control.socket import request
from device.limp import Limp
from device.notices import ShippedNotices
from device.service.fault_news import SENTENCES
from device.service.faults import StandingFaults
from device.service.notify import Notifier
from device.settings import Settings
from edge.audio.playout import Playout


def test_the_recording_is_played_whole(tmp_path: Path) -> None:
    playouts: list[Playout] = []
    seen: dict[str, object] = {}

    def open_device(settings: Settings, playout: Playout) -> Duplex:
        playouts.append(playout)
        return NullDuplex(playout, paced=False)

    async def main() -> None:
        faults = StandingFaults()
        faults.stand("weights", "silero-vad: not fetched", "cabin weights fetch")
        limp = Limp(Settings(), open_device, tmp_path, faults, Notifier({}))
        running = asyncio.create_task(limp.run())
        await until(lambda: limp.told)
        seen.update(await asyncio.to_thread(request, tmp_path / "control.sock", "status"))
        limp.stop()
        await running

    asyncio.run(asyncio.wait_for(main(), 60))
    recording = ShippedNotices().fault("weights", "en")
    assert recording is not None
    counters = playouts[0].counters
    assert counters.heard == counters.pushed == len(recording)
    assert seen["wake_ready"] is False
    assert seen["faults_standing"] == [{"key": "weights", "what": "silero-vad: not fetched", "mend": "cabin weights fetch"}]


def test_without_a_loudspeaker_it_waits_and_ends(tmp_path: Path) -> None:
    def open_device(settings: Settings, playout: Playout) -> Duplex:
        raise DeviceLost("no loudspeaker")

    async def main() -> None:
        faults = StandingFaults()
        faults.stand("weights", "silero-vad: not fetched")
        limp = Limp(Settings(), open_device, tmp_path, faults, Notifier({}))
        running = asyncio.create_task(limp.run())
        await asyncio.to_thread(lambda: None)
        limp.stop()
        await running
        assert not limp.told

    asyncio.run(asyncio.wait_for(main(), 60))


def test_every_sentence_has_its_recording() -> None:
    for key, texts in SENTENCES.items():
        for language in texts:
            recording = ShippedNotices().fault(key, language)
            assert recording is not None, (key, language)
            assert len(recording) > 24_000
    assert ShippedNotices().fault("range:low", "en") is None
