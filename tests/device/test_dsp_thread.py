"""The DSP thread between a sound device and the event loop: nobody who talks over an answer waits for a batch or for a block."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from device.assembly import assemble, open_vehicle
from device.audio.duplex import DuplexBlock, EndOfAudio
from device.audio.null import NullDuplex
from device.dsp_thread import BUSY_BATCH, Batch, DspThread
from device.settings import load_settings
from edge.audio.frame import Frame
from edge.audio.playout import Playout
from edge.frontend.frontend import FrontEnd, FrontEndOutput
from edge.weights.store import WeightStore

pytestmark = pytest.mark.weights
LONG_S = 20.0


class StandingCard(NullDuplex):
    """Has no block to give until it is closed, and can be hurried as a sound card can."""

    def __init__(self, playout: Playout) -> None:
        super().__init__(playout)
        self.waiting, self.hurried, self.flushed = threading.Event(), threading.Event(), threading.Event()
        self.ended = threading.Event()

    def read(self, timeout_s: float) -> DuplexBlock | None:
        if self.ended.is_set():
            raise EndOfAudio
        self.waiting.set()
        self.hurried.wait(LONG_S)
        self.hurried.clear()
        return None

    def hurry(self) -> None:
        self.hurried.set()

    def flush(self) -> int:
        self.flushed.set()
        return super().flush()


class Taker:
    """Keeps how many frames came at once."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.over = threading.Event()

    def deliver(self, batch: Batch) -> None:
        self.sizes.append(len(batch.outputs))

    def report(self, what: str, action: str) -> None:
        raise AssertionError(f"{what}: {action}")

    def ended(self) -> None:
        self.over.set()


class Suspicious(FrontEnd):
    """In some frames somebody may be talking."""

    suspected = frozenset[int]()

    def process(self, mic: Frame, far_end: Frame | None, side: Frame | None = None) -> FrontEndOutput:
        heard = super().process(mic, far_end, side)
        return replace(heard, near_end=1.0 if mic.index // mic.samples.size in self.suspected else -5.0)


def make(weights: WeightStore, card: NullDuplex | None, playout: Playout) -> tuple[DspThread, FrontEnd]:
    settings = load_settings({"CABIN_TURN__SMART": "false"}).settings
    front_end = assemble(settings, weights, open_vehicle(settings)).front_end
    return DspThread(lambda: card or NullDuplex(playout, paced=False, seconds=0.12), front_end, playout), front_end


def test_a_flush_does_not_wait_for_the_next_block(weights: WeightStore) -> None:
    playout = Playout()
    card = StandingCard(playout)
    dsp, _ = make(weights, card, playout)
    dsp.attach(Taker())
    dsp.start()
    try:
        assert card.waiting.wait(LONG_S)
        dsp.flush_output()
        assert card.flushed.wait(LONG_S / 2), "it waited for a block"
    finally:
        card.ended.set()
        card.hurry()
        dsp.stop()
    assert dsp.counters.timeouts <= 1  # its end


def test_a_frame_in_which_somebody_may_talk_ends_its_batch(weights: WeightStore) -> None:
    playout = Playout()
    dsp, front_end = make(weights, None, playout)
    front_end.__class__ = Suspicious
    assert isinstance(front_end, Suspicious)
    front_end.suspected = frozenset({4, 7})
    dsp.busy = True
    taker = Taker()
    dsp.attach(taker)
    dsp.start()
    try:
        assert taker.over.wait(LONG_S)
    finally:
        dsp.stop()
    assert np.cumsum(taker.sizes).tolist() == [2, 4, 5, 7, 8, 10, 12]
    assert max(taker.sizes) == BUSY_BATCH
