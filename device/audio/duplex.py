"""Sound in and out as one stream of 10 ms blocks: the interface that the sound card and its virtual siblings share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from edge.audio.frame import Frame, Samples
from edge.errors import CabinError


class EndOfAudio(Exception):  # noqa: N818  it is not an error
    """A file or a scene is over; every later read says so again."""


class DeviceLost(CabinError):  # noqa: N818  the name of the contract
    """The sound device vanished or stopped giving samples; close this duplex and open a new one."""


@dataclass(frozen=True, slots=True)
class DuplexInfo:
    """What a duplex is.

    kind: "portaudio", "file", "null" or "virtual". capture_rate, playback_rate: the device's own rates in Hz.
    """

    name: str
    kind: str
    capture_rate: int
    playback_rate: int


@dataclass(frozen=True, slots=True, eq=False)
class DuplexBlock:
    """10 ms of what the microphone heard and of what the loudspeaker was given in the same 10 ms.

    mic, far_end: frames at ENGINE_RATE with the same index and time. Indices follow each other without a gap.
    far_end holds exactly the samples written to the device, brought to ENGINE_RATE the same way as the microphone's, and what the
    head unit says that it plays besides, where it does. side: half the difference of left and right of that, where it is stereo.
    lost: microphone samples at ENGINE_RATE that were lost just before this block; `time_ns` steps over them, the index does not.
    """

    mic: Frame
    far_end: Frame
    lost: int
    side: Frame | None = None


class PlaybackSource(Protocol):
    """Where a duplex gets its playback from, such as `edge.audio.playout.Playout`."""

    def pull(self, n: int) -> Samples:
        """Exactly n samples at VOICE_RATE, shape (n,); silence where there is nothing to play."""
        ...


class Duplex(Protocol):
    """Sound in and out. `read` and `flush` belong to the one DSP thread; `hurry` and `close` may come from any."""

    @property
    def info(self) -> DuplexInfo:
        """What it is; known before `start`."""
        ...

    def start(self) -> None:
        """Begin. Raises DeviceLost when the device cannot be opened."""
        ...

    def read(self, timeout_s: float) -> DuplexBlock | None:
        """The next block, or None when none was ready within `timeout_s`.

        Raises EndOfAudio at the end of a file or a scene and after `close`, DeviceLost when the device vanished.
        """
        ...

    def flush(self) -> int:
        """Drop what was pulled from the source and can still be kept from sounding.

        Returns how many samples at VOICE_RATE were dropped: hand them to `Playout.unplayed`.
        """
        ...

    def hurry(self) -> None:
        """Have a `read` that waits for a card return None at once, from any thread: there is something to flush."""
        ...

    def close(self) -> None:
        """Stop and release everything; harmless when closed already."""
        ...
