"""Brings the daemon up as far as it can come, and anew when what kept it from more has been mended.

settings wrong      what is right is used; read again when a file changes
weights missing     the control socket answers and a recording says so; looked for every few seconds
CAN not readable    everything else runs; tried again every few seconds
disk full           the ledger waits in memory
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from device.audio.duplex import Duplex
from device.early import listen_early
from device.ears import Ears, open_usable_ears
from device.heap import set_aside, take_back
from device.limp import Limp
from device.service.faults import StandingFaults
from device.service.ledger import Ledger
from device.service.notify import Notifier
from device.settings import LoadedSettings, Settings
from edge.audio.playout import Playout
from edge.errors import CabinError, SettingsError, WeightsError
from edge.frontend.frontend import FrontEnd
from edge.weights.store import WeightStore

if TYPE_CHECKING:
    from device.daemon import Background, Daemon
    from device.recorder.tape import Tape

log = logging.getLogger(__name__)

LOOK_S = 2.0
"""How often files that may have been mended are looked at."""
RETRY_S = 5.0
"""How often what cannot be opened is tried again."""
MEND_WEIGHTS = "cabin weights fetch, or install cabin-voice-weights; they are looked for every few seconds"

Load = Callable[[], tuple[LoadedSettings, list[SettingsError]]]
OpenDevice = Callable[[Settings, Playout], Duplex]


class Outcome(Enum):
    """Why a run of the daemon is over."""

    STOP = auto()
    ANEW = auto()
    """Read the settings and begin again, in the same process."""


class Supervisor:
    """Owns what outlives one run of the daemon: signals, standing faults, the ledger, the way to the service manager."""

    def __init__(
        self,
        load: Load,
        store: WeightStore,
        open_device: OpenDevice,
        runtime: Path,
        *,
        ledger: Ledger | None = None,
        notifier: Notifier | None = None,
    ) -> None:
        """load: reads the settings; returns them and what is wrong with them."""
        self._load = load
        self._store = store
        self._open_device = open_device
        self._runtime = runtime
        self._ledger = ledger
        self._notifier = notifier or Notifier()
        self._running: Daemon | Limp | None = None
        self._outcome = Outcome.STOP
        self._ended = False
        """Told to end, perhaps before there was anything to end."""
        self.faults = StandingFaults()

    async def run(self) -> None:
        """Run until `stop`. Raises CabinError when another daemon holds the control socket."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        loop.add_signal_handler(signal.SIGHUP, self.anew)
        self._outcome = Outcome.ANEW
        while self._outcome is Outcome.ANEW:
            self._outcome, self._ended = Outcome.STOP, False
            await self._run_once()
            self._running = None
            if self._outcome is Outcome.ANEW:
                take_back()
        self._notifier.stopping()

    def stop(self) -> None:
        """End `run`; call it on the event loop."""
        # Not when it only begins anew: a service manager that has been told so ends the process after a while.
        self._notifier.stopping()
        self._end(Outcome.STOP)

    def anew(self) -> None:
        """Read the settings again and begin anew."""
        self._end(Outcome.ANEW)

    def _end(self, outcome: Outcome) -> None:
        self._outcome, self._ended = outcome, True
        if self._running is not None:
            self._running.stop()

    async def _run_once(self) -> None:
        loaded, mistakes = self._load()
        files, seen = loaded.files, _times(loaded.files)
        front_end, playout = _kinds_of_ears(loaded.settings)
        try:
            ears, settings, more = open_usable_ears(loaded.settings, self._store, front_end, playout)
        except WeightsError as error:
            set_aside()
            self._stand_settings(mistakes)
            self.faults.stand("weights", str(error), MEND_WEIGHTS)
            settings = loaded.settings
            self._begin(Limp(settings, self._open_device, self._runtime, self.faults, self._notifier))
            await self._until_over([lambda: self._watch_weights(settings), lambda: self._watch_files(files, seen, settings)])
            return
        self.faults.clear("weights")
        daemon, still_more = await self._daemon(settings, files, ears)
        self._stand_settings(mistakes + more + still_more)
        set_aside()
        daemon.background.append(lambda: self._watch_files(files, seen, settings))
        self._begin(daemon)
        await daemon.run()

    async def _daemon(self, settings: Settings, files: Sequence[Path], ears: Ears) -> tuple[Daemon, list[SettingsError]]:
        """The daemon, whose ears are live already where that can be, and what is wrong with the settings of its dialogue."""

        def open_device() -> Duplex:
            return self._open_device(settings, ears.playout)

        tape = _tape_of(settings, ears)
        early = await listen_early(ears, open_device, self._runtime)
        try:
            if early.dsp.live.is_set():
                self._notifier.ready("listening for the wake phrase")
            # Only now: what talks takes as long to import as what listens.
            from device.building import build

            return build(
                settings,
                ears,
                early,
                self._runtime,
                ledger=self._ledger,
                notifier=self._notifier,
                faults=self.faults,
                files=files,
                reload=lambda: self._load()[0].settings,
                keep_trying=self._keep_trying,
                tape=tape,
            )
        except BaseException:
            await early.stop()
            raise

    def _begin(self, running: Daemon | Limp) -> None:
        self._running = running
        if self._ended:
            running.stop()

    def _stand_settings(self, mistakes: Sequence[SettingsError]) -> None:
        if mistakes:
            rest = f" (and {len(mistakes) - 1} more)" if len(mistakes) > 1 else ""
            self.faults.stand("settings", f"{mistakes[0]}{rest}", "mend the file; it is read again when it changes")
        else:
            self.faults.clear("settings")

    async def _until_over(self, jobs: Sequence[Background]) -> None:
        assert self._running is not None
        tasks = [asyncio.create_task(job()) for job in jobs]
        try:
            await self._running.run()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _watch_files(self, files: Sequence[Path], seen: dict[Path, int], settings: Settings) -> None:
        """While a mistake stands or the cloud has no key, read again what has changed."""
        while True:
            await asyncio.sleep(LOOK_S)
            now = _times(files)
            changed = {file for file in now.keys() | seen.keys() if now.get(file) != seen.get(file)}
            seen = now
            if changed and ("settings" in self.faults or self._has_new_key(settings)):
                log.info("%s has changed: beginning anew", ", ".join(str(file) for file in sorted(changed)))
                self.anew()
                return

    def _has_new_key(self, settings: Settings) -> bool:
        """A key has come where there was none; one that was refused is renewed by the endpoint's own keeper."""
        return settings.cloud.api_key is None and self._load()[0].settings.cloud.api_key is not None

    async def _watch_weights(self, settings: Settings) -> None:
        """Begin anew when everything can be opened."""
        while True:
            await asyncio.sleep(RETRY_S)
            try:
                # On a thread: opening takes long enough for the control socket to be missed.
                await asyncio.to_thread(open_usable_ears, settings, self._store)
            except WeightsError as error:
                self.faults.stand("weights", str(error), MEND_WEIGHTS)
                continue
            self.anew()
            return

    def _keep_trying(self, key: str, open_tasks: Callable[[], Sequence[Background]]) -> Background:
        """Runs tasks that may not be possible yet. The daemon goes on without them meanwhile."""

        async def run() -> None:
            while True:
                try:
                    tasks = open_tasks()
                except (CabinError, OSError) as error:
                    self.faults.stand(key, str(error), f"tried again every {RETRY_S:.0f} s")
                    await asyncio.sleep(RETRY_S)
                    continue
                self.faults.clear(key)
                await asyncio.gather(*(task() for task in tasks))
                return

        return run


def _kinds_of_ears(settings: Settings) -> tuple[type[FrontEnd], type[Playout]]:
    if settings.recorder.enabled:
        from device.recorder.ear_taps import TappedFrontEnd, TappedPlayout

        return TappedFrontEnd, TappedPlayout
    return FrontEnd, Playout


def _tape_of(settings: Settings, ears: Ears) -> Tape | None:
    """The flight recorder's, when it is on: it begins to record when there is a dialogue, but its ears run before."""
    if not settings.recorder.enabled:
        return None
    from device.recorder.ear_taps import tap_ears
    from device.recorder.tape import Tape

    tape = Tape(settings.recorder.seconds)
    tap_ears(ears.front_end, ears.playout, tape)
    return tape


def _times(files: Sequence[Path]) -> dict[Path, int]:
    """Modification times in nanoseconds of the files that are there."""
    found = {}
    for file in files:
        try:
            found[file] = file.stat().st_mtime_ns
        except OSError:
            continue
    return found
