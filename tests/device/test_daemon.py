"""The daemon as a whole, on the null device and against a real endpoint on a Unix socket."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from device.assembly import Parts, assemble, open_vehicle
from device.audio.duplex import DeviceLost, Duplex
from device.audio.null import NullDuplex
from device.control.socket import request
from device.daemon import Daemon
from device.dsp_thread import IDLE_BATCH, SWITCH_S, TURN_BATCH, Batch
from device.settings import load_settings
from edge.events import TimelineEvent
from edge.weights.store import WeightStore

pytestmark = pytest.mark.weights


def _parts(weights: WeightStore, environment: dict[str, str]) -> tuple[Any, Parts]:
    settings = load_settings({"CABIN_LOCAL__SPAWN": "false", "CABIN_WAKE__HEADS": "[]", **environment}).settings
    return settings, assemble(settings, weights, open_vehicle(settings), strict=True)


def test_it_starts_answers_its_control_socket_and_ends(weights: WeightStore, tmp_path: Path) -> None:
    settings, parts = _parts(weights, {"CABIN_LOCAL__ENABLED": "false"})
    seen: dict[str, Any] = {}

    async def main() -> None:
        daemon = Daemon(settings, parts, lambda: NullDuplex(parts.playout, paced=True), tmp_path)
        running = asyncio.create_task(daemon.run())
        await asyncio.to_thread(daemon._dsp.live.wait, 20)
        seen["switch"] = sys.getswitchinterval()
        control = tmp_path / "control.sock"
        seen["status"] = await asyncio.to_thread(request, control, "status")
        for to in ("idle", "thinking"):
            daemon._publisher.publish(TimelineEvent(1.0, "state", {"from": "listening", "to": to}))
        seen["wakes_in_vain"] = (await asyncio.to_thread(request, control, "status"))["wakes_without_words"]
        seen["muted"] = await asyncio.to_thread(request, control, "mute")
        seen["state"] = str(parts.assistant.state)
        await asyncio.to_thread(request, control, "unmute")
        await asyncio.to_thread(request, control, "quit")
        await running

    asyncio.run(asyncio.wait_for(main(), 60))
    assert seen["switch"] == pytest.approx(SWITCH_S), "the ears wait for whoever interprets"
    assert seen["status"]["wake_ready"] is True
    assert seen["status"]["state"] == "idle"
    assert seen["status"]["illegal_moves"] == 0
    assert (seen["status"]["wakes_without_words"], seen["wakes_in_vain"]) == (0, 1)
    assert seen["muted"] == {"muted": True}
    assert seen["state"] == "muted"
    assert not (tmp_path / "control.sock").exists()


def test_a_sound_device_that_vanishes_is_reported_and_opened_again(weights: WeightStore, tmp_path: Path) -> None:
    settings, parts = _parts(weights, {"CABIN_LOCAL__ENABLED": "false"})
    events: list[TimelineEvent] = []
    opened: list[Duplex] = []
    heard: list[int] = []

    def note(batch: Batch) -> None:
        heard.extend(block.mic.index for block in batch.blocks)

    class Unplugged(NullDuplex):
        """A null device that is pulled out after its third block."""

        reads = 0

        def read(self, timeout_s: float) -> Any:
            self.reads += 1
            if self.reads > 3:
                raise DeviceLost("USB microphone: unplugged")
            return super().read(timeout_s)

    def open_device() -> Duplex:
        opened.append(Unplugged(parts.playout, paced=False) if not opened else NullDuplex(parts.playout, paced=False, seconds=2.0))
        return opened[-1]

    async def main() -> None:
        daemon = Daemon(settings, parts, open_device, tmp_path, on_event=events.append, on_batch=note)
        await daemon.run()

    asyncio.run(asyncio.wait_for(main(), 60))
    faults = [event.fields for event in events if "sound device" in str(event.fields.get("what"))]
    assert faults == [
        {"what": "sound device: USB microphone: unplugged", "action": "reopen"},
        {"what": "sound device is back", "action": "none"},
    ]
    assert parts.assistant.t == pytest.approx(2.03, abs=0.02)
    # The second device counts its samples from nought again; the timeline of what was heard goes on.
    assert heard == [160 * place for place in range(len(heard))]


def test_while_a_turn_is_open_batches_are_as_long_as_what_is_sent_and_at_rest_longer(weights: WeightStore, tmp_path: Path) -> None:
    settings, parts = _parts(weights, {"CABIN_LOCAL__ENABLED": "false"})
    sizes: list[int] = []

    async def main() -> None:
        heard = asyncio.Event()

        def note(batch: Batch) -> None:
            sizes.append(len(batch.outputs))
            heard.set()

        async def until(size: int) -> None:
            sizes.clear()
            while sizes[-2:] != [size, size]:
                heard.clear()
                await heard.wait()

        daemon = Daemon(settings, parts, lambda: NullDuplex(parts.playout), tmp_path, on_batch=note)
        running = asyncio.create_task(daemon.run())
        await until(IDLE_BATCH)
        parts.assistant.wake()
        await until(TURN_BATCH)
        assert str(parts.assistant.state) == "listening"
        parts.assistant.stop()
        await until(IDLE_BATCH)
        daemon.stop()
        await running

    asyncio.run(asyncio.wait_for(main(), 60))


def test_an_endpoint_that_is_not_there_is_named_once(weights: WeightStore, tmp_path: Path) -> None:
    settings, parts = _parts(weights, {})
    events: list[TimelineEvent] = []

    async def main() -> None:
        daemon = Daemon(
            settings, parts, lambda: NullDuplex(parts.playout, paced=True, seconds=1.5), tmp_path, on_event=events.append
        )
        await daemon.run()

    asyncio.run(asyncio.wait_for(main(), 60))
    faults = [str(event.fields["what"]) for event in events if event.event == "fault"]
    assert [what for what in faults if "model.sock" in what] == [f"ws+unix:{tmp_path}/model.sock: nothing listens there"]
