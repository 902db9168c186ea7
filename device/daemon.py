"""The daemon: sound device, front end, dialogue, endpoints and CAN on one event loop and one DSP thread."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from device.assembly import Parts
from device.clock import boottime_ns
from device.control.socket import NAME as CONTROL_SOCKET
from device.control.socket import ControlServer
from device.control.view import Live
from device.dsp_thread import Batch, DspThread
from device.early import Early
from device.endpoint_keeper import EndpointHooks, EndpointKeeper
from device.endpoints import MODEL_SOCKET, endpoints
from device.link.errors import RefusedError
from device.link.mending import Mending, Source
from device.link.news import lasting_news, news
from device.link.refusals import explain_error
from device.model_process import ModelProcess
from device.orders import Orders
from device.power_response import PowerResponse
from device.publisher import Publisher
from device.service.fault_news import sentence
from device.service.faults import Fault, StandingFaults
from device.service.ledger import Ledger
from device.service.notify import Notifier
from device.settings import Settings
from device.status import StatusReport
from edge.audio.levels import rms_dbfs
from edge.dialogue.ports import Effect
from edge.dialogue.turn import State
from edge.events import Json, TimelineEvent

if TYPE_CHECKING:
    from device.recorder.recorder import Recorder

log = logging.getLogger(__name__)

OpenDevice = Callable[[], Any]
Background = Callable[[], Coroutine[Any, Any, None]]


class Daemon:
    """Runs the parts until it is told to stop."""

    def __init__(
        self,
        settings: Settings,
        parts: Parts,
        sound: OpenDevice | Early,
        runtime: Path,
        *,
        background: Sequence[Background] = (),
        ledger: Ledger | None = None,
        notifier: Notifier | None = None,
        faults: StandingFaults | None = None,
        on_event: Callable[[TimelineEvent], None] | None = None,
        on_batch: Callable[[Batch], None] | None = None,
        cloud_source: Source | None = None,
        recorder: Recorder | None = None,
    ) -> None:
        """sound: makes a sound device that plays from the parts' playout, or runs one already. background: further tasks.

        faults: what stands in the way, shown by `status` and told to the driver. on_event, on_batch: told of every event and
        every batch, on the event loop. cloud_source: where the cloud's settings come from, which are read again when it has
        refused them and they change.
        """
        self._settings = settings
        self._parts = parts
        self._assistant = parts.assistant
        self._notifier = notifier or Notifier()
        self.on_batch = on_batch
        self.background = list(background)
        """Tasks that run beside the conversation; add to them before `run`."""
        self.faults = StandingFaults() if faults is None else faults
        self._recorder = recorder
        self._stop = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._level_dbfs = -120.0
        self._running_already = isinstance(sound, Early)
        if isinstance(sound, Early):
            early = sound
        else:
            control = ControlServer(runtime / CONTROL_SOCKET, lambda word, request: self._orders.answer(word, request))
            early = Early(control, DspThread(sound, parts.front_end, parts.playout))
        self._dsp, self._control = early.dsp, early.control
        self._publisher = Publisher(self._control, self.faults, ledger=ledger, recorder=recorder, on_event=on_event)
        self._orders = Orders(parts, self._dsp, self.status, self._carry_out, self.stop, ledger, recorder)
        self._control.handler = self._orders.answer
        self._live = Live()
        hooks = EndpointHooks(self._attached, self._received, self._detached, self._refused, self._lasting)
        self._keepers = {
            name: EndpointKeeper(
                name,
                endpoint,
                hooks,
                mending=Mending(cloud_source if name == "cloud" else None),
                tell_after_s=settings.link.tell_after,
            )
            for name, endpoint in endpoints(settings, runtime).items()
        }
        self.power = PowerResponse(self._keepers, self._dsp, self._orders.end_turn, parts.vehicle.state.invalidate, self.tell)
        self._status = StatusReport(
            parts,
            self._dsp,
            self._control,
            self._keepers,
            self.faults,
            self.power,
            settings.vehicle.mode,
            self._publisher.happened,
            recorder,
        )
        if "local" in self._keepers and settings.local.spawn and not settings.local.url:
            self.background.append(ModelProcess(runtime / MODEL_SOCKET).run)

    async def run(self) -> None:
        """Run until `stop` or the end of the audio. Raises CabinError when another daemon holds the control socket."""
        self._loop = asyncio.get_running_loop()
        if not self._running_already:
            await self._control.start()
        self.faults.changed = self._on_fault
        for fault in self.faults:
            self._on_fault(fault, True)
        self._dsp.attach(self)
        if not self._running_already:
            self._dsp.start()
        jobs = [
            self._watch,
            *(keeper.run for keeper in self._keepers.values()),
            *self.background,
            self._publisher.look_after_ledger,
        ]
        tasks = [asyncio.create_task(job()) for job in jobs]
        for task in tasks:
            task.add_done_callback(self._on_task_done)
        try:
            await self._stop.wait()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.to_thread(self._dsp.stop)
            await self._control.stop()
            self.faults.changed = None
            if self._recorder is not None:
                await asyncio.to_thread(self._recorder.close)

    def stop(self) -> None:
        """End `run`; call it on the event loop."""
        self._stop.set()

    def status(self) -> dict[str, Any]:
        """What `cabin status` shows."""
        return self._status.read(self._level_dbfs)

    # From the DSP thread

    def deliver(self, batch: Batch) -> None:
        """Frames have been processed."""
        self._soon(self._hear, batch)

    def report(self, what: str, action: str) -> None:
        """Something is wrong with the sound device, or no longer; and what is done about it."""
        self._soon(self._on_sound, what, action)

    def ended(self) -> None:
        """The audio is over."""
        self._soon(self._stop.set)

    def _soon(self, job: Callable[..., None], *arguments: Any) -> None:
        assert self._loop is not None
        with contextlib.suppress(RuntimeError):  # the loop is closed: the daemon is on its way out
            self._loop.call_soon_threadsafe(job, *arguments)

    # On the event loop

    def _hear(self, batch: Batch) -> None:
        self._level_dbfs = rms_dbfs(batch.microphone)
        for name, keeper in self._keepers.items():
            self._assistant.link_state(name, keeper.waiting_bytes)
        self._assistant.hear(batch.outputs, batch.now_ns)
        self._carry_out()
        if self._recorder is not None:
            self._recorder.tick()
        if self._control.watched and (line := self._live.line(batch, self._assistant)) is not None:
            self._control.publish(line, live=True)
        if self.on_batch is not None:
            self.on_batch(batch)

    def _on_sound(self, what: str, action: str) -> None:
        self._fault(what, action)
        if action == "none":
            self.faults.clear("sound")
        else:
            self.faults.stand("sound", what, "`cabin devices` lists the cards; opened again by itself")

    def _on_fault(self, fault: Fault, come: bool) -> None:
        if fault.key != "sound":  # its moments are told by the thread that opens it
            self._fault(fault.what, fault.mend if come else "mended")
        words = sentence(fault.key, self._assistant.language) if come else None
        if words is not None:
            self._assistant.announce(fault.key, words)
        if self._dsp.live.is_set():
            self._notifier.status(self._summary())

    def _summary(self) -> str:
        return "; ".join(fault.what for fault in self.faults) or "listening for the wake phrase"

    def _fault(self, what: str, action: str) -> None:
        self.tell("fault", {"what": what, "action": action})

    def tell(self, event: str, fields: dict[str, Json]) -> None:
        """Something happened: put it on the timeline."""
        self._publisher.publish(TimelineEvent(self._assistant.t, event, fields))

    def _attached(self, name: str) -> None:
        keeper = self._keepers[name]
        self._assistant.attach(name, keeper.endpoint.dialect, keeper.connect_s)
        self._carry_out()

    def _received(self, name: str, frames: Sequence[str]) -> None:
        self._assistant.receive(name, frames, boottime_ns())
        self._carry_out()

    def _detached(self, name: str, why: str, code: str) -> None:
        self._assistant.detach(name, why)
        self._tell(name, code, news(code, self._assistant.language))
        self._carry_out()

    def _refused(self, name: str, why: str, follows: str, code: str) -> None:
        self._publisher.publish(TimelineEvent(self._assistant.t, "fault", {"what": why, "action": follows}))
        self._tell(name, code, news(code, self._assistant.language))

    def _lasting(self, name: str, code: str) -> None:
        self._tell(name, "lasting", lasting_news(code, self._assistant.language))

    def _tell(self, name: str, code: str, words: str | None) -> None:
        """Have the driver hear, once, why the cloud does not answer."""
        if name == "cloud" and words is not None:
            self._assistant.announce(f"link:{code}", words)

    def _carry_out(self) -> None:
        """Do what the assistant wants done."""
        for name, frames in self._assistant.take_outgoing():
            self._keepers[name].post(frames)
        for name, why in self._assistant.take_renewals():
            self._keepers[name].renew(why)
        for name, error in self._assistant.care.take_refusals():
            endpoint = self._keepers[name].endpoint
            problem = explain_error(endpoint.name, endpoint.model, error.code, error.message)
            self._keepers[name].refuse(problem or RefusedError(endpoint.name, error.message))
        if Effect.FLUSH_OUTPUT in self._assistant.take_effects():
            self._dsp.flush_output()
        state = self._assistant.state
        self._dsp.busy = state not in (State.IDLE, State.MUTED) or self._parts.playout.active
        self._dsp.turn_open = state is State.LISTENING
        for event in self._assistant.take_events():
            self._publisher.publish(event, own=False)
            if event.event == "state" and event.fields["to"] in (State.LISTENING, State.THINKING):
                self.probe_links()

    def probe_links(self) -> None:
        """A turn has begun or ended, or the network has changed: who is connected still, and can the others be?"""
        for keeper in self._keepers.values():
            keeper.probe()

    def _on_task_done(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a task of the daemon failed", exc_info=error)
            self._publisher.publish(TimelineEvent(self._assistant.t, "fault", {"what": f"internal: {error}", "action": "restart"}))
            self._stop.set()

    async def _watch(self) -> None:
        """Say when the ears are live, then feed the watchdog with progress of the audio alone (design rule 13)."""
        # In short waits: a thread that waits for ever would keep the process from ending, and the manager from waiting.
        while not await asyncio.to_thread(self._dsp.live.wait, 2.0):
            self._notifier.waiting("waiting for the sound device", 15.0)
        self._notifier.ready(self._summary())
        log.info("wake-ready")
        interval = self._notifier.watchdog_s
        seen = -1
        while interval is not None:
            if self._dsp.counters.frames != seen:
                seen = self._dsp.counters.frames
                self._notifier.watchdog()
            await asyncio.sleep(interval / 3)
