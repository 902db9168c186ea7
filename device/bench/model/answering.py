"""How long the model takes from the end of a turn to its first sound."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

import numpy as np

from device.bench.framework import Row
from device.bench.model.hearing import Spoken
from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.audio.resample import resample
from edge.language import Language
from edge.model.engine import Engine
from edge.model.hearing import to_wire
from edge.model.session import ModelSession
from edge.realtime import events as wire
from edge.realtime.config import SessionConfig
from edge.realtime.dialects import STEPFUN
from edge.realtime.session_client import ClientSession

_PREPARED = 16
"""Phrases rendered beforehand: what replies of the first language begin with, and of the second."""


def first_audio(engine: Engine, spoken: Mapping[Language, Sequence[Spoken]], count: int) -> Iterator[Row]:
    """Rows "en", "zh" and "cached": milliseconds of wall time and of CPU from the commit of the audio to the first sound.

    The silence by which the end of the turn is known is not in it. The phrase cache begins empty for "en" and "zh" but for
    what replies begin with; "cached" are turns said once before.
    """
    left = iter(range(_PREPARED))
    engine.prepare(lambda: next(left, None) is not None)
    for language in ("en", "zh"):
        taken = [_turn(engine, entry.samples) for entry in spoken[language][:count]]
        yield _row(language, taken)
    again = [entry for entries in spoken.values() for entry in entries[: max(1, count // 2)]]
    yield _row("cached", [_turn(engine, entry.samples) for entry in again])


def _row(case: str, taken: Sequence[tuple[float, float] | None]) -> Row:
    """taken: pairs of wall and CPU milliseconds; None where nothing was said."""
    found = [pair for pair in taken if pair is not None]
    if not found:
        return {"case": case, "median_ms": None, "worst_ms": None, "median_cpu_ms": None, "turns": 0}
    return {
        "case": case,
        "median_ms": round(median(wall for wall, _ in found)),
        "worst_ms": round(max(wall for wall, _ in found)),
        "median_cpu_ms": round(median(cpu for _, cpu in found)),
        "turns": len(found),
    }


def _turn(engine: Engine, samples: Samples) -> tuple[float, float] | None:
    """One turn of a session of its own, in which the car can only be read."""
    client = ClientSession(STEPFUN, SessionConfig())
    model = ModelSession(engine, STEPFUN)
    for frame in model.open():
        client.receive(frame)
    client.open()
    pcm = to_wire(np.asarray(resample(samples, ENGINE_RATE, VOICE_RATE), np.float32))
    client.append_audio(pcm)
    list(_pump(client, model))
    client.commit()
    client.request_response()
    begun, cpu = time.perf_counter(), time.process_time()
    for event in _pump(client, model):
        if isinstance(event, wire.AudioDelta):
            return 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - cpu)
    return None


def _pump(client: ClientSession, model: ModelSession) -> Iterator[wire.ServerEvent]:
    """Carry frames between the two until both are silent; a generator that must be run to its end or dropped."""
    while frames := client.take_outgoing():
        for frame in frames:
            for answer in model.receive(frame, 0):
                yield from client.receive(answer)
