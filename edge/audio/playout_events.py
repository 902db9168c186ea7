"""What the playout reports: events, what was heard, and where every sample went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Started:
    """The first sample of a response was handed to the output."""

    response_id: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A response is over; every response that was finished or killed has exactly one.

    heard: samples at VOICE_RATE handed to the output, per item id, in order.
    cut: it was killed, or some of its audio was dropped unheard (by a flush, or for want of room).
    """

    response_id: str
    heard: Mapping[str, int]
    cut: bool


@dataclass(frozen=True, slots=True)
class Underrun:
    """A response ran dry in its middle; it goes on when enough has arrived again."""

    response_id: str


PlayoutEvent = Started | Finished | Underrun


@dataclass(frozen=True, slots=True)
class Heard:
    """What a flush left behind.

    items: samples at VOICE_RATE heard so far, per item id of the responses that were playing or waiting.
    dropped: samples dropped unheard by this flush. A fade that is played after it counts as dropped.
    """

    items: Mapping[str, int]
    dropped: int


@dataclass(slots=True)
class PlayoutCounters:
    """Samples at VOICE_RATE, but for the counts named otherwise.

    pushed: accepted. heard: handed to the output and not taken back. dropped: accepted, then never heard.
    refused: arrived for a response that was killed or already finished. overflow: arrived when the buffer was full.
    refused_pushes, underruns: how often.
    """

    pushed: int = 0
    heard: int = 0
    dropped: int = 0
    refused: int = 0
    overflow: int = 0
    refused_pushes: int = 0
    underruns: int = 0
