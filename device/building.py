"""The daemon of the settings, on top of ears that are open and may hear already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from device.assembly import PLAIN, converse, open_vehicle
from device.can_source import can_tasks, gateway_tasks
from device.car_noise import noise_task
from device.daemon import Background, Daemon, OpenDevice
from device.early import Early
from device.ears import Ears
from device.endpoints import endpoints
from device.link.mending import Source
from device.link.network_watch import NetworkWatch
from device.power_watch import power_tasks
from device.service.faults import StandingFaults
from device.service.ledger import Ledger
from device.service.notify import Notifier
from device.service.runtime import state_directory
from device.settings import Settings
from device.usable import usable_persona
from edge.errors import SettingsError

if TYPE_CHECKING:
    from device.recorder.tape import Tape

KeepTrying = Callable[[str, Callable[[], Sequence[Background]]], Background]


def build(
    settings: Settings,
    ears: Ears,
    sound: OpenDevice | Early,
    runtime: Path,
    *,
    ledger: Ledger | None,
    notifier: Notifier,
    faults: StandingFaults,
    files: Sequence[Path],
    reload: Callable[[], Settings],
    keep_trying: KeepTrying,
    tape: Tape | None = None,
) -> tuple[Daemon, list[SettingsError]]:
    """The daemon, not yet running, and what is wrong with settings of which it uses what ships.

    files: where the settings came from, which `reload` reads again. keep_trying: makes a task that opens something, under the
    key of a fault, until it can be opened. tape: of the flight recorder, what the ears tell; None where it is off.
    """
    settings, mistakes = usable_persona(settings)
    kinds = PLAIN
    if tape is not None:
        from device.recorder.taps import TAPPED

        kinds = TAPPED
    vehicle = open_vehicle(settings, kinds)
    parts = converse(settings, ears, vehicle, kinds=kinds)
    recorder = None
    if tape is not None:
        from device.recorder.recorder import Recorder

        recorder = Recorder(settings, parts, state_directory() / "recordings", tape)
    background = [
        keep_trying("can", lambda: can_tasks(settings, vehicle.state, faults, kinds.decoder)),
        keep_trying("gateway", lambda: gateway_tasks(settings, vehicle.tools)),
    ]
    if settings.can.interface or settings.can.replay or settings.can.databroker:
        background.append(noise_task(parts.front_end, vehicle.state))
    daemon = Daemon(
        settings,
        parts,
        sound,
        runtime,
        background=background,
        ledger=ledger,
        notifier=notifier,
        faults=faults,
        recorder=recorder,
        cloud_source=Source(files, lambda: endpoints(reload(), runtime).get("cloud")),
    )
    if settings.persona.know_driver:
        from device.driver_watch import VoiceFollower

        daemon.on_batch = VoiceFollower(parts, settings.persona.file, None, daemon.tell).on_batch
    daemon.background.extend(power_tasks(daemon.power, vehicle.state))
    daemon.background.append(NetworkWatch(daemon.probe_links).run)
    return daemon, mistakes
