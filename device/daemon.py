"""The daemon: sound device, front end, dialogue, endpoints and CAN on one event loop and one DSP thread."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from device.assembly import Parts
from device.clock import boottime_ns
from device.control.socket import NAME as CONTROL_SOCKET
from device.control.socket import ControlServer, Request, RequestError
from device.control.view import Live, overview
from device.dsp_thread import Batch, DspThread
from device.early import Early
from device.endpoint_keeper import EndpointHooks, EndpointKeeper
from device.endpoints import MODEL_SOCKET, endpoints
from device.heap import rss_bytes
from device.link.errors import RefusedError
from device.link.mending import Mending, Source
from device.link.news import lasting_news, news
from device.link.refusals import explain_error
from device.model_process import ModelProcess
from device.power_response import PowerResponse
from device.service.fault_news import sentence
from device.service.faults import Fault, StandingFaults
from device.service.ledger import Ledger, LedgerLine
from device.service.notify import Notifier
from device.settings import Settings
from edge.audio.levels import rms_dbfs
from edge.dialogue.ports import Effect
from edge.dialogue.turn import State
from edge.events import Json, TimelineEvent

if TYPE_CHECKING:
    from device.recorder.recorder import Recorder

log = logging.getLogger(__name__)

LONGEST_SENTENCE = 300
"""Characters of a sentence to be said."""
_LEDGER_RETRY_S = 5.0
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
        self._ledger = ledger
        self._notifier = notifier or Notifier()
        self._on_event = on_event
        self.on_batch = on_batch
        self.background = list(background)
        """Tasks that run beside the conversation; add to them before `run`."""
        self.faults = StandingFaults() if faults is None else faults
        self._recorder = recorder
        self._stop = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._level_dbfs = -120.0
        self._happened: Counter[str] = Counter()
        """How often each event has happened."""
        self._running_already = isinstance(sound, Early)
        if isinstance(sound, Early):
            early = sound
        else:
            control = ControlServer(runtime / CONTROL_SOCKET, self._answer)
            early = Early(control, DspThread(sound, parts.front_end, parts.playout))
        self._dsp, self._control = early.dsp, early.control
        self._control.handler = self._answer
        self._live = Live()
        self._said = 0
        """Sentences that somebody wanted said over the control socket."""
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
        self.power = PowerResponse(self._keepers, self._dsp, self._end_turn, parts.vehicle.state.invalidate, self.tell)
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
        jobs = [self._watch, *(keeper.run for keeper in self._keepers.values()), *self.background, self._look_after_ledger]
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
        counters, playout = self._dsp.counters, self._parts.playout.counters
        return {
            "state": str(self._assistant.state),
            "muted": self._dsp.muted,
            "wake_ready": self._dsp.live.is_set(),
            "audio_seconds": round(self._assistant.t, 1),
            "microphone_dbfs": round(self._level_dbfs, 1),
            "echo": self._echo_status(),
            "endpoints": {name: keeper.status for name, keeper in self._keepers.items()},
            "links": {name: self._link_status(name) for name in self._keepers},
            "faults_standing": [fault.to_json() for fault in self.faults],
            "tier": self.power.tier.name.lower(),
            "vehicle_mode": self._settings.vehicle.mode,
            "frames": counters.frames,
            "samples_lost": counters.lost_samples,
            "device_reopened": counters.reopened,
            "playback_underruns": playout.underruns,
            "playback_dropped_samples": playout.dropped,
            "playback_overflow_samples": playout.overflow,
            "late_samples_refused": playout.refused + self._assistant.stale_samples,
            "illegal_moves": sum(self._assistant.machine.illegal.values()),
            "events_dropped": self._control.events_dropped,
            "wakes": self._happened["wake"],
            "wakes_vetoed": self._happened["wake_veto"],
            "wakes_without_words": self._happened["listening to idle"],
            "turns": self._happened["turn_end"],
            "answers": self._happened["first_audio"],
            "faults": self._happened["fault"],
            "rss_mb": round(rss_bytes() / 1e6, 1),
            **({"recorder": self._recorder.status()} if self._recorder is not None else {}),
        }

    def _echo_status(self) -> dict[str, Any]:
        echo = asdict(self._parts.front_end.echo)
        return {name: round(value, 3) if isinstance(value, float) else value for name, value in echo.items()}

    def _link_status(self, name: str) -> dict[str, Any]:
        seats = self._assistant.seats
        found = {**self._keepers[name].describe(), **seats.router.describe(name, boottime_ns())}
        if (session := seats.session(name)) is not None:
            found["session"] = session.counters.to_json()
        return found

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
        self._publish(TimelineEvent(self._assistant.t, event, fields))

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
        self._publish(TimelineEvent(self._assistant.t, "fault", {"what": why, "action": follows}))
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
        self._dsp.busy = self._assistant.state not in (State.IDLE, State.MUTED) or self._parts.playout.active
        for event in self._assistant.take_events():
            self._publish(event, own=False)
            if event.event == "state" and event.fields["to"] in (State.LISTENING, State.THINKING):
                self.probe_links()

    def probe_links(self) -> None:
        """A turn has begun or ended, or the network has changed: who is connected still, and can the others be?"""
        for keeper in self._keepers.values():
            keeper.probe()

    def _publish(self, event: TimelineEvent, *, own: bool = True) -> None:
        """Tell everybody. own: it did not come from the assistant."""
        if self._recorder is not None:
            self._recorder.note(event, own=own)
        # Wakes that nobody spoke after are the best guess at false accepts that a car in the field can give.
        self._happened["{from} to {to}".format_map(event.fields) if event.event == "state" else event.event] += 1
        self._control.publish(event.to_json())
        log.log(logging.WARNING if event.event == "fault" else logging.DEBUG, "%s", event.to_json(), extra={"event": event})
        if event.event == "sent" and event.fields["endpoint"] == "cloud" and self._ledger is not None:
            seconds = event.fields["seconds"]
            now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
            line = LedgerLine(now, "cloud", float(seconds) if isinstance(seconds, float) else 0.0, "a turn after the wake phrase")
            self._write_ledger(self._ledger, line)
        if self._on_event is not None:
            self._on_event(event)

    def _write_ledger(self, ledger: Ledger, line: LedgerLine | None) -> None:
        try:
            ledger.flush() if line is None else ledger.add(line)
        except OSError as error:
            self.faults.stand("disk", f"the ledger cannot be written: {error.strerror}", "make room; what waits is written then")
        else:
            self.faults.clear("disk")

    async def _look_after_ledger(self) -> None:
        while self._ledger is not None:
            await asyncio.sleep(_LEDGER_RETRY_S)
            if self._ledger.waiting:
                self._write_ledger(self._ledger, None)

    def _answer(self, word: str, request: Request) -> dict[str, Any]:
        match word:
            case "status":
                return self.status()
            case "view":
                return {"status": self.status(), **overview(self._parts, self._ledger, boottime_ns())}
            case "wake":
                opened = self._assistant.wake()
                self._carry_out()
                return {"opened": opened, "state": str(self._assistant.state)}
            case "say":
                return self._say(request)
            case "record":
                return self._record()
            case "mute" | "unmute":
                self._dsp.muted = word == "mute"
                self._assistant.mute() if self._dsp.muted else self._assistant.unmute()
                self._carry_out()
                return {"muted": self._dsp.muted}
            case "stop":
                self._end_turn()
                return {"state": str(self._assistant.state)}
            case "quit":
                self.stop()
                return {}
        raise KeyError(word)

    def _end_turn(self) -> None:
        self._assistant.stop()
        self._carry_out()

    def _record(self) -> dict[str, Any]:
        if self._recorder is None:
            raise RequestError("record: the recorder is off; recorder.enabled in the settings switches it on")
        if (missing := self._recorder.missing) is not None:
            raise RequestError(f"record: {missing}")
        file = self._recorder.save("asked for")
        if file is None:
            raise RequestError("record: nothing is recorded yet, or a recording is being written just now")
        return {"file": str(file)}

    def _say(self, request: Request) -> dict[str, Any]:
        text = request.get("text")
        if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_SENTENCE:
            raise RequestError(f"say: text must be 1 to {LONGEST_SENTENCE} characters")
        if self._assistant.seats.session("local") is None:
            raise RequestError("say: the on-device model, which speaks it, is not connected")
        self._said += 1
        self._assistant.announce(f"say:{self._said}", text.strip())
        self._carry_out()
        return {"queued": True}

    def _on_task_done(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a task of the daemon failed", exc_info=error)
            self._publish(TimelineEvent(self._assistant.t, "fault", {"what": f"internal: {error}", "action": "restart"}))
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
