"""`report.html`: one self-contained page of a drive."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from device.demo.drawing import band, envelope, legend, markers, sparkline, time_axis
from device.demo.latency import TurnTimes, turn_times, waterfall
from edge.audio.frame import Samples
from edge.events import TimelineEvent

PIXELS_PER_SECOND = 44
HEIGHT = 90


@dataclass(frozen=True)
class Drive:
    """What is drawn.

    microphone, loudspeaker: shape (n,) each, at `rate`. signals: path to (seconds, value) points. facts: what the header says.
    """

    title: str
    rate: int
    microphone: Samples
    loudspeaker: Samples
    events: Sequence[TimelineEvent]
    signals: Mapping[str, Sequence[tuple[float, float]]]
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """Length of the drive."""
        return len(self.microphone) / self.rate


def write_report(drive: Drive, file: Path) -> None:
    """Draw the page and write it in one piece."""
    body = "\n".join(
        (
            _header(drive),
            _section("What was said", _conversation(drive.events)),
            _section("What was heard", _timeline(drive)),
            _section("From the last word to the first sample", waterfall(turn_times(drive.events))),
            _section("What the car said", _signals(drive)),
            _section("Every event", _events(drive.events)),
        )
    )
    file.write_text(_PAGE.format(title=html.escape(drive.title), style=_STYLE, body=body), encoding="utf-8")


def _header(drive: Drive) -> str:
    facts = {"length": f"{drive.seconds:.1f} s", **drive.facts, **_figures(turn_times(drive.events), drive.events)}
    tiles = "".join(f"<div class=tile><b>{html.escape(v)}</b><span>{html.escape(k)}</span></div>" for k, v in facts.items())
    return f"<header><h1>{html.escape(drive.title)}</h1><div class=tiles>{tiles}</div></header>"


def _figures(turns: Sequence[TurnTimes], events: Sequence[TimelineEvent]) -> dict[str, str]:
    answered = [turn.total_ms for turn in turns if turn.total_ms is not None]
    stops = [event.fields["stop_ms"] for event in events if event.event == "barge_in"]
    figures = {"turns answered": f"{len(answered)} of {len(turns)}"}
    if answered:
        figures["last word to first sample"] = ", ".join(f"{ms} ms" for ms in answered)
    if stops:
        figures["paused after the onset as detected"] = ", ".join(f"{ms} ms" for ms in stops)
    return figures


def _section(title: str, body: str) -> str:
    return f"<section><h2>{html.escape(title)}</h2>{body}</section>"


def _conversation(events: Sequence[TimelineEvent]) -> str:
    rows = []
    for event in events:
        match event.event:
            case "wake":
                who, text = "note", f"wake phrase “{event.fields['word']}”, score {event.fields['score']}"
            case "transcript":
                who, text = "driver", str(event.fields["text"])
            case "answer":
                who, text = "assistant", str(event.fields["text"])
            case "tool":
                who, text = "note", f"{event.fields['name']} {event.fields['arguments']}"
            case "barge_in":
                who, text = "note", f"talked over; silent after {event.fields['stop_ms']} ms"
            case "handover" | "fault":
                who, text = "note", " ".join(str(value) for value in event.fields.values())
            case _:
                continue
        rows.append(f"<div class='line {who}'><time>{event.t:.2f}</time><p>{html.escape(text)}</p></div>")
    return "<div class=talk>" + "".join(rows) + "</div>"


def _timeline(drive: Drive) -> str:
    width = max(600, round(drive.seconds * PIXELS_PER_SECOND))
    rows = (
        band(drive.events, drive.seconds, width),
        envelope(drive.microphone, "cabin microphone", width, HEIGHT),
        envelope(drive.loudspeaker, "loudspeaker", width, HEIGHT),
        markers(drive.events, drive.seconds, width),
        time_axis(drive.seconds, width),
    )
    return f"{legend()}<div class=scroll>{''.join(rows)}</div>"


def _signals(drive: Drive) -> str:
    if not drive.signals:
        return "<p>No CAN signals in this drive.</p>"
    return (
        "<div class=grid>"
        + "".join(sparkline(path, points, drive.seconds) for path, points in sorted(drive.signals.items()))
        + "</div>"
    )


def _events(events: Sequence[TimelineEvent]) -> str:
    rows = "".join(f"<tr><td>{e.t:.3f}<td>{html.escape(e.event)}<td><code>{html.escape(e.to_json())}</code>" for e in events)
    return f"<details><summary>{len(events)} lines of events.jsonl</summary><table>{rows}</table></details>"


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title><style>{style}</style>
{body}
</html>
"""

_STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
