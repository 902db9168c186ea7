"""How long the model takes from the end of speech to its first sound."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from device.bench.framework import Row
from device.bench.model.hearing import PAUSE_S, Spoken
from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.audio.resample import resample
from edge.frontend.endpoint import TurnProfile
from edge.language import Language
from edge.model.engine import Engine, openers
from edge.model.hearing import to_wire
from edge.model.session import ModelSession
from edge.realtime import events as wire
from edge.realtime.config import SessionConfig
from edge.realtime.dialects import STEPFUN
from edge.realtime.session_client import ClientSession

END_OF_TURN_S = TurnProfile().closed_ms / 1000
"""Silence after which a turn that sounds finished is taken for one."""

_PIECE = VOICE_RATE * 80 // 1000
_ROOM_RMS = 10 ** (-62 / 20)


@dataclass(frozen=True, slots=True)
class _Taken:
    """Milliseconds from the end of speech to the first sound, those of them after the commit, and CPU since the end of speech."""

    total_ms: float
    after_ms: float
    cpu_ms: float


def first_audio(engine: Engine, spoken: Mapping[Language, Sequence[Spoken]], count: int) -> Iterator[Row]:
    """Rows "cold", "en", "zh" and "cached".

    The audio comes as a driver speaks it, on a clock of its own that goes on by what each piece takes to work on; the silence
    by which the end of the turn is known is in the total. "cold" is the first turn of a process that has loaded its weights
    and done nothing else. The phrases begin empty for "en" and "zh" but for what replies begin with; "cached" are turns said
    once before.
    """
    yield _row("cold", [_turn(engine, spoken["en"][0].samples)])
    engine.warm_up()
    left = iter(range(len(openers("en")) + len(openers("zh"))))
    engine.prepare(lambda: next(left, None) is not None)
    for language in ("en", "zh"):
        yield _row(language, [_turn(engine, entry.samples) for entry in spoken[language][1 : count + 1]])
    again = [entry for entries in spoken.values() for entry in entries[1 : max(2, count // 2 + 1)]]
    yield _row("cached", [_turn(engine, entry.samples) for entry in again])


def _row(case: str, taken: Sequence[_Taken | None]) -> Row:
    """taken: None where nothing was said."""
    found = [one for one in taken if one is not None]

    def middle(values: list[float]) -> int | None:
        return round(median(values)) if values else None

    return {
        "case": case,
        "median_ms": middle([one.total_ms for one in found]),
        "worst_ms": round(max(one.total_ms for one in found)) if found else None,
        "after_commit_ms": middle([one.after_ms for one in found]),
        "cpu_ms": middle([one.cpu_ms for one in found]),
        "turns": len(found),
    }


def _turn(engine: Engine, samples: Samples) -> _Taken | None:
    """One turn of a session of its own, in which the car can only be read."""
    client = ClientSession(STEPFUN, SessionConfig())
    model = ModelSession(engine, STEPFUN)
    for frame in model.open():
        client.receive(frame)
    client.open()
    list(_pump(client, model, 0))
    sound = np.asarray(resample(samples, ENGINE_RATE, VOICE_RATE), np.float32)
    end = len(sound) - round(PAUSE_S * VOICE_RATE)
    sound = np.concatenate([sound[:end], np.zeros(round(END_OF_TURN_S * VOICE_RATE), np.float32)])
    sound += np.random.default_rng(len(sound)).normal(0, _ROOM_RMS, len(sound)).astype(np.float32)
    clock_s = cpu_s = 0.0
    for at in range(0, len(sound), _PIECE):
        piece = sound[at : at + _PIECE]
        clock_s = max(clock_s, (at + len(piece)) / VOICE_RATE)
        client.append_audio(to_wire(piece))
        begun, cpu = time.perf_counter(), time.process_time()
        list(_pump(client, model, round(clock_s * 1e9)))
        clock_s += time.perf_counter() - begun
        cpu_s += time.process_time() - cpu if at + len(piece) > end else 0.0
    client.commit()
    client.request_response()
    begun, cpu = time.perf_counter(), time.process_time()
    for event in _pump(client, model, round(clock_s * 1e9)):
        if isinstance(event, wire.AudioDelta):
            after_s = time.perf_counter() - begun
            total_s = clock_s + after_s - end / VOICE_RATE
            return _Taken(1000 * total_s, 1000 * after_s, 1000 * (cpu_s + time.process_time() - cpu))
    return None


def _pump(client: ClientSession, model: ModelSession, now_ns: int) -> Iterator[wire.ServerEvent]:
    """Carry frames between the two until both are silent; a generator that must be run to its end or dropped."""
    while frames := client.take_outgoing():
        for frame in frames:
            for answer in model.receive(frame, now_ns):
                yield from client.receive(answer)
