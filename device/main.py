"""Starting the daemon: settings to parts, signals to a clean end."""

from __future__ import annotations

import logging

from device.audio.duplex import Duplex
from device.heap import give_back_large_blocks
from device.service.journal import journal_handler
from device.service.ledger import Ledger
from device.service.runtime import runtime_directory, state_directory
from device.settings import Settings
from device.supervisor import Load, Supervisor
from device.weights_fetch import default_store
from edge.audio.playout import Playout

LOG_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


async def run_daemon(load: Load) -> None:
    """Run until SIGTERM, SIGINT or `quit` on the control socket. Raises CabinError when another daemon runs already.

    load: reads the settings as far as they are right, now and whenever they may have been mended.
    """
    settings = load()[0].settings
    runtime = runtime_directory(settings.service.runtime_directory)
    journal = journal_handler()
    logging.basicConfig(
        level=settings.service.log_level.upper(), format=LOG_FORMAT, handlers=None if journal is None else [journal]
    )
    give_back_large_blocks()
    ledger = Ledger(state_directory() / "ledger.jsonl")
    await Supervisor(load, default_store(), open_device, runtime, ledger=ledger).run()


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
        period_ms=audio.period_ms,
    )
