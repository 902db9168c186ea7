"""Starting the daemon: settings to parts, signals to a clean end."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable

from device.assembly import assemble, open_vehicle
from device.audio.duplex import Duplex
from device.can_source import can_tasks, gateway_tasks
from device.car_noise import noise_task
from device.daemon import Daemon, endpoints
from device.heap import give_back_large_blocks
from device.link.mending import Source
from device.service.ledger import Ledger
from device.service.runtime import runtime_directory, state_directory
from device.settings import LoadedSettings, Settings
from device.weights_fetch import default_store
from edge.audio.playout import Playout

LOG_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


async def run_daemon(load: Callable[[], LoadedSettings]) -> None:
    """Run until SIGTERM, SIGINT or `quit` on the control socket. Raises CabinError when it cannot start.

    load: reads the settings, now and when the cloud has refused what they say and a file of theirs has changed since.
    """
    loaded = load()
    settings = loaded.settings
    runtime = runtime_directory(settings.service.runtime_directory)
    logging.basicConfig(level=settings.service.log_level.upper(), format=LOG_FORMAT)
    give_back_large_blocks()
    vehicle = open_vehicle(settings)
    parts = assemble(settings, default_store(), vehicle)
    daemon = Daemon(
        settings,
        parts,
        lambda: open_device(settings, parts.playout),
        runtime,
        background=[
            *(sources := can_tasks(settings, vehicle.state)),
            *gateway_tasks(settings, vehicle.tools),
            *([noise_task(parts.front_end, vehicle.state)] if sources else []),
        ],
        ledger=Ledger(state_directory() / "ledger.jsonl"),
        cloud_source=Source(loaded.files, lambda: endpoints(load().settings, runtime).get("cloud")),
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, daemon.stop)
    await daemon.run()


def open_device(settings: Settings, playout: Playout) -> Duplex:
    """The sound device of the settings, not yet started."""
    audio = settings.audio
    if audio.backend == "null":
        from device.audio.null import NullDuplex

        return NullDuplex(playout, paced=True)
    from device.audio.portaudio import PortAudioDuplex

    return PortAudioDuplex(
        playout,
        input_device=audio.input or None,
        output_device=audio.output or None,
        channel=audio.microphone_channel,
        loopback=audio.loopback_channels,
        loopback_complete=audio.loopback_complete,
    )
