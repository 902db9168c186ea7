"""Where the time of a turn goes, read off its events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edge.events import TimelineEvent

_STAGES = (
    ("hangover", "#8a6fd1", "speech_end", "sent"),
    ("recognise", "#1f6feb", "sent", "transcript"),
    ("understand, tools", "#d9a400", "transcript", "tool"),
    ("render, buffer", "#0a9d6e", "tool", "first_audio"),
)


@dataclass(frozen=True, slots=True)
class TurnTimes:
    """When each stage of one turn was reached, in seconds of audio time; a stage that was not reached is missing.

    speech_end is the last offset of speech before the turn was sent. total_ms: what `first_audio` says, None without an answer.
    """

    at: dict[str, float]
    total_ms: int | None
    text: str


def turn_times(events: Sequence[TimelineEvent]) -> list[TurnTimes]:
    """The turns of a timeline, each from its `sent` event to its first audio."""
    turns: list[TurnTimes] = []
    offset = 0.0
    at: dict[str, float] = {}
    total: int | None = None
    text = ""
    for event in events:
        if event.event == "speech_end":
            found = event.fields.get("offset")
            offset = float(found) if isinstance(found, (int, float)) else event.t
        if event.event == "sent":
            if at:
                turns.append(TurnTimes(at, total, text))
            at, total, text = {"speech_end": offset, "sent": event.t}, None, ""
        elif at and event.event in ("transcript", "tool", "first_audio") and event.event not in at:
            at[event.event] = event.t
            if event.event == "first_audio":
                found = event.fields["latency_ms"]
                total = int(found) if isinstance(found, (int, float)) else None
            if event.event == "transcript":
                text = str(event.fields["text"])
    if at:
        turns.append(TurnTimes(at, total, text))
    return turns


def waterfall(turns: Sequence[TurnTimes]) -> str:
    """Bars of the stages, one row a turn, to one scale."""
    longest = max((turn.total_ms or 0 for turn in turns), default=0) or 1
    rows = []
    for number, turn in enumerate(turns, 1):
        bars, x = [], 0.0
        for name, colour, start, end in _reached(turn):
            ms = (turn.at[end] - turn.at[start]) * 1000
            width = max(0.0, ms / longest * 760)
            bars.append(f"<rect x={x:.1f} y=2 width={width:.1f} height=20 fill='{colour}'><title>{name} {ms:.0f} ms</title></rect>")
            if width > 46:
                bars.append(f"<text x={x + 4:.1f} y=16 style='fill:#fff'>{ms:.0f} ms</text>")
            x += width
        total = f"{turn.total_ms} ms" if turn.total_ms is not None else "no answer"
        rows.append(f"<div class=note><p>turn {number}: {total}</p></div><svg width=780 height=26>{''.join(bars)}</svg>")
    keys = "".join(f"<span class=key><i style='background:{colour}'></i>{name}</span>" for name, colour, *_ in _STAGES)
    return f"<div class=scroll>{keys}{''.join(rows)}</div>"


def _reached(turn: TurnTimes) -> list[tuple[str, str, str, str]]:
    """The stages of a turn; one that was skipped hands its start to the next."""
    stages, start = [], "speech_end"
    for name, colour, _, end in _STAGES:
        if end in turn.at:
            stages.append((name, colour, start, end))
            start = end
    return stages
