"""The drive on the terminal: what happens as lines, and below them the live levels."""

from __future__ import annotations

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from edge.audio.frame import Samples
from edge.audio.levels import rms_dbfs
from edge.events import TimelineEvent
from edge.frontend.frontend import FrontEndOutput

REFRESH_S = 0.1
BAR = 24
_COLOURS = {
    "wake": "bold green",
    "transcript": "bold blue",
    "answer": "green",
    "tool": "cyan",
    "barge_in": "bold magenta",
    "fault": "bold red",
    "handover": "yellow",
    "first_audio": "yellow",
    "state": "dim",
}
_QUIET = ("signal", "echo", "speech_start", "speech_end")
"""Events that are in the file and would only scroll the others away."""


class Timeline:
    """Prints events as they come and keeps one live line below them, where the terminal can."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, refresh_per_second=10, transient=True) if console.is_terminal else None
        self._state = "idle"
        self._speed = 0.0
        self._shown_at = -1.0

    def __enter__(self) -> Timeline:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()

    def event(self, event: TimelineEvent) -> None:
        """One event."""
        if event.event == "state":
            self._state = str(event.fields["to"])
        if event.event == "signal" and event.fields["path"] == "Speed" and isinstance(event.fields["value"], (int, float)):
            self._speed = float(event.fields["value"])
        if event.event in _QUIET:
            return
        line = Text(f"{event.t:7.2f}  ", style="dim")
        line.append(f"{event.event:<13}", style=_COLOURS.get(event.event, ""))
        line.append(_words(event), style=_COLOURS.get(event.event, "") if event.event in ("transcript", "answer") else "")
        self._console.print(line, highlight=False)

    def frame(self, t: float, output: FrontEndOutput, microphone: Samples) -> None:
        """One frame of audio: microphone of any length, for its level."""
        if self._live is None or t - self._shown_at < REFRESH_S:
            return
        self._shown_at = t
        level = rms_dbfs(microphone)
        row = Table.grid(padding=(0, 2))
        row.add_row(
            f"{t:6.1f} s",
            f"[bold]{self._state:<10}[/]",
            f"mic {_bar((level + 70) / 60)} {level:4.0f} dBFS",
            f"speech {_bar(output.speech_probability, 10)}",
            *(f"{word} {_bar(score, 10)}" for word, score in output.wake_scores.items()),
            f"{self._speed:3.0f} km/h",
        )
        self._live.update(row)


def _bar(share: float, width: int = BAR) -> str:
    filled = round(max(0.0, min(1.0, share)) * width)
    return "█" * filled + "·" * (width - filled)


def _words(event: TimelineEvent) -> str:
    fields = event.fields
    match event.event:
        case "transcript" | "answer":
            return f"[{fields['lang']}] {fields['text']}"
        case "state":
            return f"{fields['from']} → {fields['to']}"
        case "tool":
            return f"{fields['name']} {fields['arguments']}"
        case "hold":
            return str(fields["why"] or "over")
        case _:
            return "  ".join(f"{key} {value}" for key, value in fields.items())
