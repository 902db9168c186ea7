"""The drawings of the report, as inline SVG."""

from __future__ import annotations

import html
import itertools
from collections.abc import Sequence

import numpy as np

from edge.audio.frame import Samples
from edge.events import TimelineEvent

STATE_COLOURS = {
    "idle": "#c3cad6",
    "listening": "#1f6feb",
    "thinking": "#d9a400",
    "speaking": "#0a9d6e",
    "candidate": "#b54708",
    "follow_up": "#8a6fd1",
    "muted": "#7a7f89",
}
_MARKED = ("wake", "wake_veto", "turn_end", "sent", "transcript", "tool", "first_audio", "barge_in", "resume", "handover", "fault")


def legend() -> str:
    """What the colours of the state band mean."""
    keys = (f"<span class=key><i style='background:{colour}'></i>{name}</span>" for name, colour in STATE_COLOURS.items())
    return f"<div>{''.join(keys)}</div>"


def envelope(samples: Samples, name: str, width: int, height: int) -> str:
    """A waveform as the envelope of its peaks, one column a pixel."""
    columns = np.array_split(samples, width)
    high = np.array([column.max(initial=0.0) for column in columns])
    low = np.array([column.min(initial=0.0) for column in columns])
    scale = 0.48 * height / max(float(np.abs(samples).max(initial=0.0)), 1e-3)
    middle = height / 2
    top = " ".join(f"{x},{middle - y * scale:.1f}" for x, y in enumerate(high))
    bottom = " ".join(f"{x},{middle - y * scale:.1f}" for x, y in reversed(list(enumerate(low))))
    peak = 20 * np.log10(max(float(np.abs(samples).max(initial=0.0)), 1e-6))
    return (
        f"<svg width={width} height={height} role=img aria-label='{html.escape(name)}'>"
        f"<polygon points='{top} {bottom}' fill='currentColor' opacity='.55'/>"
        f"<text x=6 y=14>{html.escape(name)}, peak {peak:.0f} dBFS</text></svg>"
    )


def band(events: Sequence[TimelineEvent], seconds: float, width: int) -> str:
    """The state of the conversation over time."""
    changes = [(0.0, "idle")] + [(e.t, str(e.fields["to"])) for e in events if e.event == "state"] + [(seconds, "")]
    scale = width / max(seconds, 1e-9)
    parts = [
        f"<rect x={start * scale:.1f} y=4 width={max(0.0, (end - start) * scale):.1f} height=16 fill='{STATE_COLOURS[state]}'>"
        f"<title>{state}, {end - start:.2f} s</title></rect>"
        for (start, state), (end, _) in itertools.pairwise(changes)
    ]
    return f"<svg width={width} height=24 role=img aria-label='state'>{''.join(parts)}</svg>"


def markers(events: Sequence[TimelineEvent], seconds: float, width: int) -> str:
    """Named ticks for what happened, spread over four lines so that neighbours stay readable."""
    scale = width / max(seconds, 1e-9)
    shown = [event for event in events if event.event in _MARKED]
    parts = []
    for place, event in enumerate(shown):
        x, line = event.t * scale, place % 4
        parts.append(
            f"<g><line x1={x:.1f} x2={x:.1f} y1=0 y2={10 + 14 * line} stroke='currentColor' opacity='.5'/>"
            f"<text x={x + 3:.1f} y={14 + 14 * line}>{html.escape(event.event)}</text>"
            f"<title>{html.escape(event.to_json())}</title></g>"
        )
    return f"<svg width={width} height=66 role=img aria-label='events'>{''.join(parts)}</svg>"


def time_axis(seconds: float, width: int) -> str:
    """A tick a second, a number every five."""
    scale = width / max(seconds, 1e-9)
    ticks = "".join(
        f"<line x1={s * scale:.1f} x2={s * scale:.1f} y1=0 y2={8 if s % 5 == 0 else 4} stroke='currentColor' opacity='.4'/>"
        + (f"<text x={s * scale + 2:.1f} y=18>{s} s</text>" if s % 5 == 0 else "")
        for s in range(int(seconds) + 1)
    )
    return f"<svg width={width} height=22 role=img aria-label='time'>{ticks}</svg>"


def sparkline(name: str, points: Sequence[tuple[float, float]], seconds: float) -> str:
    """One signal over the drive with its last value."""
    values = [value for _, value in points]
    low, high = min(values), max(values)
    spread = high - low or 1.0
    coordinates = " ".join(f"{t / max(seconds, 1e-9) * 236:.1f},{32 - (value - low) / spread * 26:.1f}" for t, value in points)
    return (
        f"<div class=signal>{html.escape(name)}<b>{values[-1]:g}</b>"
        f"<svg width=236 height=38 role=img aria-label='{html.escape(name)}'>"
        f"<polyline points='{coordinates}' fill='none' stroke='var(--driver)' stroke-width='1.5'/></svg>{low:g} to {high:g}</div>"
    )
