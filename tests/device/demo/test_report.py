"""The report of a drive: complete, self-contained, and safe against what was said."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import numpy as np

from device.demo.latency import turn_times
from device.demo.report import Drive, write_report
from edge.events import TimelineEvent

EVENTS = [
    TimelineEvent(2.0, "wake", {"word": "hello cabin", "score": 0.98}),
    TimelineEvent(2.0, "state", {"from": "idle", "to": "listening"}),
    TimelineEvent(4.1, "speech_end", {"offset": 4.0}),
    TimelineEvent(4.7, "sent", {"endpoint": "local", "seconds": 3.2}),
    TimelineEvent(5.0, "transcript", {"text": "<script>alert(1)</script>", "lang": "en"}),
    TimelineEvent(5.1, "tool", {"name": "get_vehicle_state", "arguments": {"names": ["Speed"]}, "result": {}}),
    TimelineEvent(5.6, "first_audio", {"latency_ms": 1600}),
    TimelineEvent(5.6, "answer", {"text": "50 km/h", "lang": "en", "endpoint": "local"}),
    TimelineEvent(6.5, "barge_in", {"stop_ms": 90}),
    TimelineEvent(7.0, "sent", {"endpoint": "local", "seconds": 1.0}),
]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_the_page_loads_nothing_and_runs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    sound = np.sin(np.arange(16_000 * 8) / 20).astype(np.float32)
    drive = Drive("A drive", 16_000, sound, 0 * sound, EVENTS, {"Speed": [(0.0, 0.0), (8.0, 50.0)]}, {"seed": "1"})
    write_report(drive, file)
    tags = _Tags()
    tags.feed(file.read_text(encoding="utf-8"))
    names = {tag for tag, _ in tags.seen}
    assert not names & {"script", "link", "img", "iframe"}
    assert not [attributes for _, attributes in tags.seen if "src" in attributes or "href" in attributes]
    assert {"svg", "polygon", "polyline", "table"} <= names


def test_the_stages_of_a_turn_add_up_to_its_latency() -> None:
    first, second = turn_times(EVENTS)
    assert first.total_ms == 1600
    assert round((first.at["first_audio"] - first.at["speech_end"]) * 1000) == first.total_ms
    assert second.total_ms is None
