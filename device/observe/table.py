"""What is measured, once, for every way out: names, units and where the value stands in the daemon's picture of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

View = Mapping[str, Any]
Point = tuple[dict[str, str], float]
"""Labels and value."""


@dataclass(frozen=True, slots=True)
class Metric:
    """name: as Prometheus wants it, with its unit. label: the name of the one label, empty for none.

    read: the points in the daemon's answer to {"do": "view"}.
    """

    name: str
    kind: Literal["gauge", "counter"]
    help: str
    label: str
    read: Callable[[View], Iterable[Point]]


def _status(key: str, scale: float = 1.0) -> Callable[[View], Iterable[Point]]:
    def read(view: View) -> Iterable[Point]:
        value = view["status"].get(key)
        if isinstance(value, (int, float)):
            yield {}, float(value) * scale

    return read


def _echo(key: str, scale: float = 1.0) -> Callable[[View], Iterable[Point]]:
    def read(view: View) -> Iterable[Point]:
        if (value := view["echo"].get(key)) is not None:
            yield {}, float(value) * scale

    return read


def _links(key: str, scale: float = 1.0) -> Callable[[View], Iterable[Point]]:
    def read(view: View) -> Iterable[Point]:
        for name, link in view["status"]["links"].items():
            if key in link:
                yield {"endpoint": name}, float(link[key]) * scale

    return read


def _connected(view: View) -> Iterable[Point]:
    for name, link in view["status"]["links"].items():
        yield {"endpoint": name}, float(link["status"] == "connected")


def _state(view: View) -> Iterable[Point]:
    yield {"state": view["status"]["state"]}, 1.0


def _signals(view: View) -> Iterable[Point]:
    counts: dict[str, int] = {}
    for signal in view["signals"]:
        counts[signal["quality"]] = counts.get(signal["quality"], 0) + 1
    for quality, count in counts.items():
        yield {"quality": quality.lower()}, float(count)


def _temperatures(view: View) -> Iterable[Point]:
    for zone, celsius in view["temperature_c"].items():
        yield {"zone": zone}, float(celsius)


METRICS: Final = (
    Metric(
        "cabin_up", "gauge", "1 while the daemon hears: microphone, loudspeaker and wake word are live", "", _status("wake_ready")
    ),
    Metric("cabin_state", "gauge", "1 for the state of the conversation", "state", _state),
    Metric("cabin_muted", "gauge", "1 while the microphone is off", "", _status("muted")),
    Metric("cabin_audio_seconds", "counter", "Audio processed", "", _status("audio_seconds")),
    Metric("cabin_resident_bytes", "gauge", "Resident memory of the daemon", "", _status("rss_mb", 1e6)),
    Metric("cabin_microphone_dbfs", "gauge", "Level of the microphone", "", _status("microphone_dbfs")),
    Metric("cabin_echo_delay_seconds", "gauge", "Delay of the echo behind the reference", "", _echo("delay_ms", 1e-3)),
    Metric("cabin_erle_db", "gauge", "Echo return loss enhancement", "", _echo("erle_db")),
    Metric("cabin_echo_trust", "gauge", "0 to 1: how far the echo is under control", "", _echo("trust")),
    Metric("cabin_wakes", "counter", "Wake phrases heard", "", _status("wakes")),
    Metric("cabin_turns", "counter", "Turns ended", "", _status("turns")),
    Metric("cabin_answers", "counter", "Answers that began to play", "", _status("answers")),
    Metric("cabin_faults", "counter", "Faults", "", _status("faults")),
    Metric("cabin_lost_samples", "counter", "Samples lost by the sound device", "", _status("samples_lost")),
    Metric("cabin_device_reopened", "counter", "How often the sound device came back", "", _status("device_reopened")),
    Metric("cabin_playback_underruns", "counter", "Answers that ran dry in their middle", "", _status("playback_underruns")),
    Metric("cabin_illegal_moves", "counter", "Inputs that the turn table does not allow", "", _status("illegal_moves")),
    Metric("cabin_link_connected", "gauge", "1 while an endpoint is connected", "endpoint", _connected),
    Metric("cabin_link_wait_seconds", "gauge", "95th percentile of the wait for an answer", "endpoint", _links("wait_p95_s")),
    Metric("cabin_link_received_bytes", "gauge", "Received over the present connection", "endpoint", _links("bytes_in")),
    Metric("cabin_link_sent_bytes", "gauge", "Sent over the present connection", "endpoint", _links("bytes_out")),
    Metric("cabin_signals", "gauge", "Signals of the car by quality", "quality", _signals),
    Metric("cabin_temperature_celsius", "gauge", "Thermal zones of the board", "zone", _temperatures),
)
LATENCY: Final = ("cabin_turn_latency_seconds", "From the end of the driver's speech to the first sample of the answer")
PHASE: Final = ("cabin_turn_phase_seconds", "Phases of a turn")
BUCKETS: Final = (0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.2, 1.6, 2.2, 3.0, 5.0, 10.0, 30.0)
