"""Goals: what the project wants of its benchmarks, and `cabin bench all`, which measures everything and sets it beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from device.bench.framework import BenchOptions, Row, available, load
from edge.errors import CabinError
from edge.events import Json


@dataclass(frozen=True, slots=True)
class Goal:
    """figure: name in the last row of a benchmark. most: whether the aim is the most that it may be, or the least."""

    bench: str
    figure: str
    aim: float
    most: bool = False
    what: str = ""

    def met(self, value: float) -> bool:
        """Whether a measured value reaches the aim."""
        return value <= self.aim if self.most else value >= self.aim


def _scenes(figure: str, aims: Sequence[float], what: str) -> tuple[Goal, ...]:
    return tuple(
        Goal("echo", f"{figure}_{scene}", aim, what=f"{what}, scene {scene}") for scene, aim in zip("ABCD", aims, strict=True)
    )


GOALS: Final = (
    Goal("echo", "wake_recall_relative", 0.9, what="wake recall during playback, of that without echo"),
    Goal("echo", "double_talk_word_error_ratio", 1.5, most=True, what="word error in double talk, times that without echo"),
    *_scenes("double_talk_stoi", (0.85, 0.85, 0.70, 0.88), "STOI in double talk"),
    *_scenes("listening_erle_db", (40, 30, 30, 40), "echo alone: ERLE in dB"),
    *_scenes("listening_aecmos_echo", (4.5,) * 4, "echo alone: AECMOS echo"),
    *_scenes("listening_aecmos_degradation", (3.5,) * 4, "double talk: AECMOS degradation"),
    Goal("echo", "reconvergence_s", 1.0, most=True, what="converged again after a change of path, s"),
    Goal("echo", "cost_ms_per_10_ms", 0.25, most=True, what="canceller, ms per 10 ms"),
    Goal("frontend", "frontend_idle_percent", 1.5, most=True, what="front end at rest, % of a core"),
    Goal("frontend", "frontend_playing_percent", 5.0, most=True, what="front end during playback, % of a core"),
    Goal("frontend", "frontend_ratio_openwakeword_silero", 2.0, what="openWakeWord and Silero, times our cost"),
    Goal("vad", "vad_precision", 0.95, what="voice activity: precision on labelled speech"),
    Goal("vad", "vad_recall", 0.95, what="voice activity: recall on labelled speech"),
    Goal("wake", "wake_misses_quiet_percent", 2.0, most=True, what="wake phrases missed in quiet, %"),
    Goal("wake", "wake_misses_10db_percent", 4.0, most=True, what="wake phrases missed at 10 dB, %"),
    Goal("wake", "wake_misses_0db_percent", 10.0, most=True, what="wake phrases missed at 0 dB, %"),
    Goal("wake", "false_accepts_per_hour", 1 / 24, most=True, what="false accepts an hour"),
    Goal("can", "cpu_percent_4000", 3.0, most=True, what="CAN at 4,000 frames/s, % of a core"),
    Goal("can", "lost", 0.0, most=True, what="CAN frames lost"),
    Goal("link", "lost", 0.0, most=True, what="turns lost on bad links"),
    Goal("link", "doubled", 0.0, most=True, what="turns answered twice"),
    Goal("link", "stale_samples", 0.0, most=True, what="samples of a dead answer played"),
    Goal("link", "handover_ms_p95", 1500.0, most=True, what="handover to the local answer, p95 ms"),
    Goal("link", "barge_in_stop_ms_p95", 150.0, most=True, what="talked over: loudspeaker silent, p95 ms"),
    Goal("link", "false_stops_resumed_percent", 95.0, what="false stops resumed, %"),
    Goal("link", "idle_cpu_percent", 0.3, most=True, what="an idle session, % of a core"),
    Goal("link", "talk_cpu_percent", 3.0, most=True, what="a talking session, % of a core"),
    Goal("link", "p99_out_ms", 20.0, most=True, what="end of turn to first byte sent, p99 ms"),
    Goal("link", "p99_in_ms", 20.0, most=True, what="first byte to first sample, p99 ms"),
    Goal("model", "first_audio_ms_en", 700.0, most=True, what="on-device answer in English, ms"),
    Goal("model", "first_audio_ms_zh", 900.0, most=True, what="on-device answer in Chinese, ms"),
    Goal("model", "invented_numbers", 0.0, most=True, what="numbers that no signal holds"),
    Goal("board", "wake_ready_s", 2.0, most=True, what="virtual board: start to wake-ready, s"),
    Goal("board", "instructions_per_audio_second", 1e8, most=True, what="virtual board: instructions for a second of front end"),
    Goal("board", "exposure", 1.5, most=True, what="virtual board: exposure of both units"),
)
"""Figures that a benchmark does not give are shown as not measured."""


def table_of_goals(figures: dict[str, Row]) -> Iterator[dict[str, Json]]:
    """One row a goal. figures: the last row of each benchmark, by name."""
    for goal in GOALS:
        value = figures.get(goal.bench, {}).get(goal.figure)
        measured = value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
        aim = f"{'<=' if goal.most else '>='} {goal.aim:.3g}"
        met = "not measured" if measured is None else "met" if goal.met(measured) else "missed"
        yield {"bench": goal.bench, "goal": goal.what or goal.figure, "aim": aim, "measured": measured, "verdict": met}


def run_all(options: BenchOptions, say: Callable[[str], None], names: Sequence[str] | None = None) -> Iterator[Row]:
    """Run every benchmark, or those named, one after the other; then the table of goals, then one row with every figure by name.

    say: told what happens meanwhile. A benchmark that cannot run (no recordings, no weights) is told and left out.
    """
    figures: dict[str, Row] = {}
    for name in available() if names is None else names:
        bench = load(name)
        say(f"{name}: {bench.ABOUT}")
        try:
            for row in bench.run(options):
                figures[name] = row
        except CabinError as error:
            say(f"{name}: left out: {error}")
            figures.pop(name, None)
    yield from table_of_goals(figures)
    yield {"bench": "all", **{name: dict(row) for name, row in figures.items()}}
