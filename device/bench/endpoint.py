"""`cabin bench endpoint`: how soon a finished turn is taken, and how often a pause for thought is taken for the end."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from device.bench.framework import BenchOptions, Row
from device.bench.sounds import frames
from device.bench.turns import Turn, recorded_turns, synthetic_turns
from edge.errors import InputError
from edge.frontend.endpoint import EndOfTurn, EndpointConfig
from edge.frontend.frontend import FrontEnd
from edge.frontend.highpass import HighPass
from edge.frontend.smart_turn import SmartTurn
from edge.frontend.vad import VoiceActivityDetector
from edge.onnx import OnnxSession

ABOUT = "End of turn: time after the last word, and turns cut, for the shipped settings and for plain silence."

ANSWER_MS: Final = 150
"""After this the network's answer counts: a call takes about 80 ms of a desktop core, more on a board."""

_SYSTEMS: Final[dict[str, EndpointConfig | None]] = {
    "shipped": EndpointConfig(),
    "silence of 400 ms": None,
    "silence of 600 ms": None,
    "silence of 1000 ms": None,
}


@dataclass(frozen=True, slots=True, eq=False)
class _Trace:
    """What the voice detector made of a turn, frame by frame: speaking, last voice; and the answers of the network."""

    turn: Turn
    speaking: list[bool]
    last_voice: list[int]
    answers: dict[int, float]


def run(options: BenchOptions) -> Iterator[Row]:
    """Rows by material and system. Raises WeightsError when the network or Kokoro is not fetched."""
    from device.weights_fetch import default_store
    from edge.frontend.silero import open_silero

    store = default_store()
    silero = open_silero(store.path("silero-vad", "silero_vad.onnx"))
    network = SmartTurn.load(store.path("smart-turn", "smart_turn.onnx"))
    turns = list(synthetic_turns(quick=options.quick, seed=options.seed))
    if options.recordings is not None:
        turns += recorded_turns(options.recordings, options.seed)
    calls: list[float] = []
    traces = [_trace(turn, silero, network, calls) for turn in turns]
    final: dict[str, float | int | None] = {}
    for material, chosen in _materials(traces).items():
        for system in _SYSTEMS:
            row = _judge(chosen, system)
            yield {"material": material, "system": system, **row}
            final |= {f"{_plain(system)}_{_plain(material)}_{name}": value for name, value in row.items()}
    fluent = [t for t in traces if t.turn.held and not t.turn.pause_s]
    halting = [t for t in traces if t.turn.held and t.turn.pause_s]
    for system in _SYSTEMS:
        name = "endpoint" if system == "shipped" else _plain(system)
        row = _judge(fluent, system)
        final |= {f"{name}_median_ms": row["median_ms"], f"{name}_90_percent_ms": row["90_percent_ms"]}
        final |= {
            f"{name}_cut_percent": row["cut_percent"],
            f"{name}_cut_at_pauses_percent": _judge(halting, system)["cut_percent"],
        }
    yield final | {"endpoint_call_cpu_ms": round(1000 * float(np.median(calls)), 1), "endpoint_answer_after_ms": ANSWER_MS}


def _materials(traces: list[_Trace]) -> dict[str, list[_Trace]]:
    """Traces by what they are: language, fluent or with a pause, thresholds chosen on them or held out, people or synthesiser."""
    groups: dict[str, list[_Trace]] = {}
    for trace in traces:
        turn = trace.turn
        if turn.source == "synthetic":
            kind = f"{turn.language} {'pause' if turn.pause_s else 'fluent'} {'held' if turn.held else 'tuned'}"
        else:
            kind = f"{turn.language} {'orders' if 'coffee' in turn.source else 'read'} people"
        groups.setdefault(kind, []).append(trace)
    return dict(sorted(groups.items()))


def _plain(name: str) -> str:
    return name.replace(" of ", "_").replace(" ms", "ms").replace(" ", "_")


def _trace(turn: Turn, silero: OnnxSession, network: SmartTurn, calls: list[float]) -> _Trace:
    """Run the detectors once; every silence asks the network as the shipped settings would."""
    detector, highpass, end = VoiceActivityDetector(silero), HighPass(), EndOfTurn()
    end.arm()
    clean = np.zeros(0, np.float32)
    speaking: list[bool] = []
    last_voice: list[int] = []
    answers: dict[int, float] = {}
    clean = np.concatenate([highpass.process(frame).copy() for frame in frames(turn.samples)])
    for now in range(160, len(clean) + 1, 160):
        detector.process(clean[now - 160 : now])
        speaking.append(detector.speaking)
        last_voice.append(detector.last_voice)
        length = end.asks(now, detector.last_voice)
        if length is not None:
            started = time.process_time()
            answers[detector.last_voice] = network.probability(clean[max(0, now - length) : now])
            calls.append(time.process_time() - started)
        # Never ended here: every silence is asked about.
        end.process(min(now, 160 * 100), detector.speaking, detector.last_voice)
    return _Trace(turn, speaking, last_voice, answers)


def _judge(traces: Iterable[_Trace], system: str) -> dict[str, float | int | None]:
    """Turns, turns cut in percent, and of the others the time after the last word in ms; None where all were cut."""
    times, cut, count = [], 0, 0
    for trace in traces:
        count += 1
        ended = _ended(trace, system)
        if ended < trace.turn.end_s - 0.02:
            cut += 1
        else:
            times.append(1000 * (ended - trace.turn.end_s))
    if not count:
        raise InputError("bench endpoint", f"no turns for {system}")
    return {
        "turns": count,
        "cut_percent": round(100 * cut / count, 1),
        "median_ms": round(float(np.median(times))) if times else None,
        "90_percent_ms": round(float(np.percentile(times, 90))) if times else None,
    }


def _ended(trace: _Trace, system: str) -> float:
    """Second at which the system ends the turn; the end of the audio when it does not."""
    config = _SYSTEMS[system]
    end = EndOfTurn(config or EndpointConfig(hangover_ms=int(system.split()[2])))
    end.language = trace.turn.language
    end.arm()
    due: list[tuple[int, int]] = []
    for frame, (speaking, last_voice) in enumerate(zip(trace.speaking, trace.last_voice, strict=True), 1):
        now = frame * 160
        if config is not None and end.asks(now, last_voice) is not None:
            due.append((now + ANSWER_MS * 16, last_voice))
        while due and due[0][0] <= now:
            at = due.pop(0)[1]
            if at in trace.answers:
                end.answer(at, trace.answers[at])
        if end.process(now, speaking, last_voice) is not None:
            return now / 16_000 + FrontEnd.latency_samples / 16_000
    return len(trace.turn.samples) / 16_000
