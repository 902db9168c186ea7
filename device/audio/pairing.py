"""Microphone and far end side by side, block by block."""

from __future__ import annotations

import numpy as np

from device.audio.pace import BLOCK
from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.ring import SampleRing

_MARGIN = BLOCK
_WATCHED = 20
_PATIENCE = 10 * BLOCK
_SETTLING = 300
_BETWEEN_SLIPS = 10
_SLACK = 2.0 * ENGINE_RATE / 1000
_JUMP = 4.0 * ENGINE_RATE / 1000
_SMOOTHING = 0.01


class Pairing:
    """Takes both streams at ENGINE_RATE and gives blocks of both.

    With one clock (one stream both ways) sample n of one belongs to sample n of the other.

    With two clocks, how far the far end is ahead is watched first, and what is more than 10 ms at the least is skipped, so
    that the delay stays short. From then on the far end is stretched or squeezed by a single sample now and then to stay
    there, counted in `slips`; when it has jumped, by a buffer lost or added, it is left where it is. A late far end is
    waited for, 100 ms at most; where the loudspeaker's stream stood still for longer the far end is silence, counted in
    `gaps`, and the watch begins anew.
    """

    def __init__(self, one_clock: bool) -> None:
        self._one_clock = one_clock
        self._mic = SampleRing(4 * ENGINE_RATE)
        self._far = SampleRing(4 * ENGINE_RATE)
        self._watch: list[int] = []
        self._usual = 0.0
        self._now = 0.0
        self._since_slip = 0
        self._settled = 0
        self._stalled = False
        self.slips = 0
        self.gaps = 0

    def push(self, mic: Samples, far_end: Samples) -> None:
        """What has arrived of each, any length."""
        self._mic.write(mic)
        self._far.write(far_end)

    def take(self) -> tuple[Samples, Samples] | None:
        """A block of each, shape (BLOCK,), or None."""
        if len(self._mic) < BLOCK:
            return None
        if self._one_clock:
            return (self._mic.read(BLOCK), self._far.read(BLOCK)) if len(self._far) >= BLOCK else None
        if len(self._far) > BLOCK:
            self._stalled = False
            return self._mic.read(BLOCK), self._fitted()
        if not self._stalled and len(self._mic) < _PATIENCE:
            return None
        # What waited for the loudspeaker's stream goes on without it, at once, so that the microphone does not stay late.
        self._stalled = True
        self._watch.clear()
        self._settled = 0
        self.gaps += 1
        return self._mic.read(BLOCK), np.zeros(BLOCK, np.float32)

    def _fitted(self) -> Samples:
        """A block of the far end, kept in step with the microphone; there is one, and a sample to spare."""
        ahead = len(self._far) - len(self._mic)
        if len(self._watch) < _WATCHED:
            self._watch.append(ahead)
            if len(self._watch) == _WATCHED:
                surplus = self._far.read(max(0, min(self._watch) - _MARGIN)).shape[0]
                self._now = self._usual = float(np.mean(self._watch)) - surplus
            return self._far.read(BLOCK)
        self._now += _SMOOTHING * (ahead - self._now)
        self._settled += 1
        if self._settled < _SETTLING:
            self._usual = self._now
        elif abs(self._now - self._usual) > _JUMP:
            # Not a drift: a buffer was lost or added. The delay has changed for good, so the new one is the usual one.
            self._settled = 0
        self._since_slip += 1
        count = BLOCK
        if abs(self._now - self._usual) > _SLACK and self._since_slip >= _BETWEEN_SLIPS:
            count += 1 if self._now > self._usual else -1
            self._now += BLOCK - count
            self._since_slip = 0
            self.slips += 1
        samples = self._far.read(count)
        if count == BLOCK:
            return samples
        return np.interp(np.linspace(0, count - 1, BLOCK), np.arange(count), samples).astype(np.float32)
