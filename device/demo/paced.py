"""The drive in real time: the daemon itself, with the virtual cabin for a sound card and the real model service."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from device.daemon import Daemon
from device.demo.drive import DriveResult, Stage, Watch
from device.dsp_thread import Batch
from device.endpoints import MODEL_SOCKET
from device.model_process import ModelProcess
from device.settings import Settings
from edge.errors import CabinError
from edge.events import TimelineEvent

MODEL_LOADS_S = 120.0
"""How long the model service may take to load before the demo is given up."""


async def drive_paced(stage: Stage, settings: Settings, runtime: Path, watch: Watch, log_file: Path) -> DriveResult:
    """Run the daemon until the driver of the script has had his answers.

    log_file: what the model service has to say. Raises CabinError when the service does not come up.
    """

    def on_event(event: TimelineEvent) -> None:
        stage.events.append(event)
        watch.on_event(event)

    def on_batch(batch: Batch) -> None:
        t = stage.parts.assistant.t
        for event in stage.step(t, batch.now_ns):
            on_event(event)
        watch.on_frame(t, batch.outputs[-1], batch.microphone)
        if stage.director.finished:
            daemon.stop()

    model = ModelProcess(runtime / MODEL_SOCKET, log_file)
    serving = asyncio.create_task(model.run())
    try:
        await asyncio.wait_for(model.ready(), MODEL_LOADS_S)
        local = settings.local.model_copy(update={"spawn": False})
        chosen = settings.model_copy(update={"local": local})
        daemon = Daemon(chosen, stage.parts, lambda: stage.cabin, runtime, on_event=on_event, on_batch=on_batch)
        await daemon.run()
    except TimeoutError:
        raise CabinError(f"{log_file}: the model service is not ready after {MODEL_LOADS_S:.0f} s") from None
    finally:
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving
    return stage.result()
