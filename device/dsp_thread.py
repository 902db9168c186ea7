"""The one DSP thread: sound device in, front end, batches out (design rule 5)."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from device.audio.duplex import DeviceLost, Duplex, DuplexBlock, EndOfAudio
from device.endpoint_worker import EndpointWorker
from edge.audio.playout import Playout
from edge.audio.white_noise import white_noise
from edge.frontend.echo.near_end import LIKELY
from edge.frontend.frontend import FrontEnd, FrontEndOutput

log = logging.getLogger(__name__)

IDLE_BATCH = 10
"""Frames a batch while nobody speaks and nothing plays: ten wake-ups a second."""
BUSY_BATCH = 2
"""Frames a batch while an answer is waited for or plays; a frame in which somebody may be talking over it waits for no other."""
TURN_BATCH = 4
"""Frames a batch while a turn is open: its audio leaves in pieces of 40 ms, and its end is an event, which no batch waits for."""
READ_TIMEOUT_S = 0.5
_CLOSE_S = 2.0
_AWAKE_S = 10.0
"""Shorter than the watchdog's time. It is time awake: the clock of waiting stands still in suspend."""
SWITCH_S = 0.0005
"""So long another thread may go on interpreting when this one wants to. It asks some twenty times a period, at each return from a
network: at Python's 5 ms a word list that is compiled meanwhile makes it miss a period of 40 ms."""
MUTED = (1e-4 * white_noise(160)).astype(np.float32)
"""What is heard of a muted microphone, at -80 dBFS: silence to the last bit would be reported as a dead one."""
REOPEN_S = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Waits between attempts to reopen a device that has vanished; the last one repeats."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive frames of the front end, and what it was given. now_ns: CLOCK_BOOTTIME of the last one.

    microphone: all of it in one piece, at ENGINE_RATE. blocks: one a frame, muted where the driver has muted.
    """

    outputs: list[FrontEndOutput]
    now_ns: int
    microphone: np.ndarray[tuple[int], np.dtype[np.float32]]
    blocks: Sequence[DuplexBlock]


@dataclass(slots=True)
class DspCounters:
    """Frames processed, samples lost by the device, time-outs, reopenings."""

    frames: int = 0
    lost_samples: int = 0
    timeouts: int = 0
    reopened: int = 0


class Listener(Protocol):
    """Who is told what the thread finds, on the thread."""

    def deliver(self, batch: Batch) -> None:
        """Frames have been processed."""

    def report(self, what: str, action: str) -> None:
        """Something is wrong with the sound device, or no longer; and what is done about it."""

    def ended(self) -> None:
        """The audio is over."""


class DspThread:
    """Runs a sound device and the front end; hands batches to the event loop's side."""

    def __init__(self, open_device: Callable[[], Duplex], front_end: FrontEnd, playout: Playout) -> None:
        """open_device: makes a device that plays from the playout, not yet started."""
        self._open_device = open_device
        self._front_end = front_end
        self._playout = playout
        self._listener: Listener | None = None
        self._untold: list[Callable[[Listener], None]] = []
        self._telling = threading.Lock()
        network = front_end.hand_out_queries()
        self._device: Duplex | None = None
        self._endpoint = None if network is None else EndpointWorker(network)
        self._stop = threading.Event()
        self._flush = threading.Event()
        self._reopen = threading.Event()
        self._stay_closed = threading.Event()
        self._closed = threading.Event()
        self._open_again = threading.Event()
        self._thread = threading.Thread(target=self._run, name="dsp", daemon=True)
        self.muted = False
        """The microphone is replaced by silence before anything else sees it (design rule 12)."""
        self.busy = False
        """A turn is open or an answer plays: small batches."""
        self.turn_open = False
        """The driver speaks to us: batches as long as the pieces in which a turn is sent."""
        self.live = threading.Event()
        """Audio flows through the front end."""
        self.counters = DspCounters()

    def start(self) -> None:
        """Start the thread; it opens the device itself and keeps trying. What it has to tell waits for a listener.

        Threads of this process take turns faster from now on.
        """
        sys.setswitchinterval(SWITCH_S)
        self._thread.start()

    def attach(self, listener: Listener) -> None:
        """Tell the listener what has waited, on the caller's thread, and from then on everything."""
        with self._telling:
            for tell in self._untold:
                tell(listener)
            self._untold.clear()
            self._listener = listener

    def _tell(self, what: Callable[[Listener], None]) -> None:
        with self._telling:
            if self._listener is None:
                self._untold.append(what)
            else:
                what(self._listener)

    def stop(self) -> None:
        """Stop, close the device, wait for the thread."""
        self._stop.set()
        self._thread.join(timeout=5.0)
        if self._endpoint is not None:
            self._endpoint.stop()

    def flush_output(self) -> None:
        """Have the device drop what it holds and has not played, before its next 10 ms are waited for."""
        self._flush.set()
        device = self._device
        if device is not None:
            device.hurry()

    def reopen(self) -> None:
        """Close the device and open it again: after a suspend it may stand still without saying so. Ends `let_go`."""
        if self._stay_closed.is_set():
            self._open_again.set()
        else:
            self._reopen.set()

    def let_go(self) -> bool:
        """Close the device until `reopen`, since the machine will sleep; blocks until it is closed. Returns whether it is.

        A machine that is still awake after ten seconds does not sleep: the device is opened again then.
        """
        self._closed.clear()
        self._open_again.clear()
        self._stay_closed.set()
        return self._closed.wait(_CLOSE_S)

    def _report(self, what: str, action: str) -> None:
        self._tell(lambda listener: listener.report(what, action))

    def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            self._stay_away()
            device: Duplex | None = None
            try:
                self._device = device = self._open_device()
                device.start()
                if failures:
                    self.counters.reopened += 1
                    self._report("sound device is back", "none")
                failures = 0
                self._pump(device)
            except DeviceLost as error:
                self.live.clear()
                wait = REOPEN_S[min(failures, len(REOPEN_S) - 1)]
                if failures == 0:
                    self._report(f"sound device: {error}", "reopen")
                failures += 1
                self._front_end.reset()
                if not self._stay_closed.is_set():
                    self._stop.wait(wait)
            except EndOfAudio:
                self._tell(lambda listener: listener.ended())
                return
            finally:
                if device is not None:
                    device.close()

    def _stay_away(self) -> None:
        """While the machine is about to sleep, sleeps, and wakes up."""
        if not self._stay_closed.is_set():
            return
        self._closed.set()
        self._open_again.wait(_AWAKE_S)
        self._reopen.clear()
        self._stay_closed.clear()

    def _pump(self, device: Duplex) -> None:
        outputs: list[FrontEndOutput] = []
        heard: list[DuplexBlock] = []
        shift: int | None = None
        """Each device counts from nought; the timeline goes on."""
        try:
            while not self._stop.is_set():
                if self._stay_closed.is_set():
                    raise DeviceLost("closed, since the machine goes to sleep")
                if self._reopen.is_set():
                    self._reopen.clear()
                    raise DeviceLost("the machine has slept")
                if self._flush.is_set():
                    self._flush.clear()
                    self._playout.unplayed(device.flush())
                block = device.read(READ_TIMEOUT_S)
                if block is None:
                    self.counters.timeouts += not self._flush.is_set()
                    continue
                if shift is None:
                    shift = self.counters.frames * MUTED.size - block.mic.index
                if shift:
                    block = _moved(block, shift)
                if self.muted:
                    block = replace(block, mic=replace(block.mic, samples=MUTED))
                self.counters.frames += 1
                self.counters.lost_samples += block.lost
                output = self._front_end.process(block.mic, block.far_end, block.side)
                if self._endpoint is not None:
                    self._judge(self._endpoint, output)
                outputs.append(output)
                heard.append(block)
                self.live.set()
                if output.events or len(outputs) >= self._batch or _somebody(output):
                    self._hand_over(outputs, heard)
                    outputs, heard = [], []
        finally:
            if outputs:
                self._hand_over(outputs, heard)

    @property
    def _batch(self) -> int:
        if self.turn_open:
            return TURN_BATCH
        return BUSY_BATCH if self.busy else IDLE_BATCH

    def _judge(self, endpoint: EndpointWorker, output: FrontEndOutput) -> None:
        """Pass on a query about the end of the turn, and answers to earlier ones."""
        endpoint.prepare() if self.busy else endpoint.rest()
        if output.query is not None:
            endpoint.submit(output.query)
        for query, probability in endpoint.take():
            self._front_end.answer_query(query, probability)
        for query, measured in endpoint.take_measured():
            self._front_end.note_prosody(query, measured)

    def _hand_over(self, outputs: list[FrontEndOutput], heard: list[DuplexBlock]) -> None:
        microphone = np.concatenate([block.mic.samples for block in heard])
        batch = Batch(outputs, heard[-1].mic.time_ns, microphone, heard)
        self._tell(lambda listener: listener.deliver(batch))


def _somebody(output: FrontEndOutput) -> bool:
    """Whether somebody may be talking over what plays: what follows from it does not wait for a batch to fill."""
    return output.near_end is not None and output.near_end >= LIKELY


def _moved(block: DuplexBlock, shift: int) -> DuplexBlock:
    """The block with its sample indices moved by `shift`."""
    side = None if block.side is None else replace(block.side, index=block.side.index + shift)
    mic = replace(block.mic, index=block.mic.index + shift)
    return replace(block, mic=mic, far_end=replace(block.far_end, index=block.far_end.index + shift), side=side)
