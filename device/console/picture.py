"""The picture that `cabin monitor` draws, from the messages of the feed: what the page shows, in characters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from device.console.feed import Message
from device.console.words import WORDS
from device.observe.turns import PHASES
from edge.language import Language

_BAR: Final = 20
_LANE: Final = 48
_COLOURS: Final = dict(zip(PHASES, ("blue", "yellow", "magenta", "green"), strict=True))
_QUALITY: Final = {"VALID": "green", "STALE": "yellow", "NOT_AVAILABLE": "dim"}


class Picture:
    """Takes messages and draws them."""

    def __init__(self, language: Language | None = None) -> None:
        """language: of the words; None: what the driver speaks."""
        self._language = language
        self._last: dict[str, Message] = {}
        self._note = ""

    @property
    def complete(self) -> bool:
        """The whole picture has come once, with the levels."""
        return "view" in self._last and "level" in self._last

    @property
    def muted(self) -> bool:
        """Whether the microphone is off."""
        return bool(self._last.get("view", {}).get("status", {}).get("muted"))

    def take(self, message: Message) -> None:
        """The newest message of a kind replaces the one before it."""
        self._last[message["kind"]] = message

    def note(self, text: str) -> None:
        """One line for the one who pressed a key."""
        self._note = text

    def draw(self) -> RenderableType:
        """Everything, as wide as the terminal."""
        daemon = self._last.get("daemon", {})
        if not daemon.get("up"):
            return Text(str(daemon.get("why", "")), style="bold red")
        view = self._last.get("view")
        if view is None:
            return Text("…")
        language: Language = self._language or ("zh" if view["language"] == "zh" else "en")
        words = WORDS[language]
        level, turns = self._last.get("level", {}), self._last.get("turns", {}).get("turns", [])
        status = view["status"]
        head = Text(view["persona"]["name"], style="bold")
        head.append(f"  {status['state']}", style="bold green" if status["state"] != "muted" else "bold red")
        head.append(f"  → {view['endpoint'] or '–'}  {status['audio_seconds']} s  ", style="dim")
        standing = [Text(f"{fault['what']}: {fault['mend']}", style="bold red") for fault in status.get("faults_standing", [])]
        return Group(
            head,
            *standing,
            Columns(
                [
                    Panel(_levels(level, view, words), title=words["levels"], width=58),
                    Panel(_facts(_board(view, words)), title=words["board"], width=58),
                ]
            ),
            Panel(_transcript(view["transcript"], words), title=words["transcript"]),
            Panel(_turns(turns, words), title=words["turns"]),
            Panel(_signals(view["signals"], words), title=words["signals"]),
            Panel(_links(status["links"]), title=words["links"]),
            Panel(_ledger(view["ledger"], words), title=words["ledger"]),
            Text(self._note or words["keys"], style="dim"),
        )


def _levels(level: Message, view: Message, words: Any) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    for key in ("microphone", "loudspeaker"):
        dbfs = float(level.get(f"{key}_dbfs", -120.0))
        table.add_row(words[key], _bar((dbfs + 80) / 80), f"{dbfs:4.0f} dBFS")
    speech = float(level.get("speech", 0.0))
    table.add_row(words["speech"], _bar(speech), f"{100 * speech:4.0f} %")
    for word, score in level.get("wake", {}).items():
        table.add_row(word, _bar(float(score)), f"{score:.2f} / {view['wake_thresholds'].get(word, 0):.2f}")
    echo = view["echo"]
    delay = words["unknown"] if echo["delay_ms"] is None else f"{echo['delay_ms']} ms"
    table.add_row(words["echo"], f"{words['delay']} {delay}", f"ERLE {echo['erle_db']} dB")
    table.add_row("", f"{echo['drift_ppm']} ppm", f"{words['trust']} {echo['trust']}")
    return table


def _board(view: Message, words: Any) -> Iterable[tuple[str, str]]:
    status, zones = view["status"], view["temperature_c"]
    yield words["temperature"], ", ".join(f"{zone} {c:.0f} °C" for zone, c in zones.items()) or words["unknown"]
    free = view["memory_free_mb"]
    yield words["memory"], f"{status['rss_mb']} MB, {words['unknown'] if free is None else free} MB {words['free']}"
    yield words["counted"], f"{status['wakes']} / {status['turns']} / {status['answers']}"
    yield words["faults"], str(status["faults"])
    yield words["recorder"], str(status.get("recorder") or words["off"])
    yield "persona", f"{view['persona']['id']} {view['persona']['version']}"


def _facts(rows: Iterable[tuple[str, str]]) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    for key, value in rows:
        table.add_row(Text(key, style="dim"), value)
    return table


def _transcript(entries: list[Message], words: Any) -> RenderableType:
    if not entries:
        return Text(words["nothing"], style="dim")
    lines = [
        Text.assemble((f"{words[entry['role']]}  ", "dim"), entry["text"], "" if entry["complete"] else " …") for entry in entries
    ]
    return Group(*lines[-6:])


def _turns(turns: list[Message], words: Any) -> RenderableType:
    if not turns:
        return Text(words["nothing"], style="dim")
    table = Table.grid(padding=(0, 1))
    shown = turns[-4:]
    longest = max(4.0, *(_end(turn) - turn["t"] for turn in shown))
    for turn in reversed(shown):
        lane = Text()
        for name, start, end in turn["spans"]:
            share = ((_end(turn) if end is None else end) - start) / longest
            lane.append("█" * max(1, round(_LANE * share)), style=_COLOURS[name])
        told = turn["outcome"] if turn["latency_ms"] is None else f"{turn['latency_ms']} ms"
        table.add_row(f"{turn['number']:3} {turn['opened_by']}", lane, told, turn["endpoint"])
    legend = Text.assemble(*((f"█ {words[name]}  ", colour) for name, colour in _COLOURS.items()))
    return Group(table, legend)


def _end(turn: Message) -> float:
    ends = [at for span in turn["spans"] for at in span[1:] if at is not None]
    return float(max([turn["t"], *ends, *(at for _, at in turn["marks"])]))


def _signals(signals: list[Message], words: Any) -> RenderableType:
    if not signals:
        return Text(words["nothing"], style="dim")
    table = Table.grid(padding=(0, 2))
    for signal in signals[:24]:
        value = signal["value"] if signal["quality"] in ("VALID", "STALE") else "–"
        shown = f"{value:.2f}" if isinstance(value, float) else str(value)
        age = "" if signal["age_s"] is None else f"{signal['age_s']} s"
        quality = Text(signal["quality"].lower(), style=_QUALITY.get(signal["quality"], "red"))
        table.add_row(signal["path"], f"{shown} {signal['unit']}", quality, age)
    return table


def _links(links: dict[str, Message]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    for name, link in links.items():
        traffic = f"↓{link['bytes_in']} ↑{link['bytes_out']} B" if "bytes_in" in link else ""
        table.add_row(name, str(link["status"]), f"{link['score_s']} s", traffic)
    return table


def _ledger(lines: list[Message], words: Any) -> RenderableType:
    if not lines:
        return Text(words["nothing"], style="dim")
    return Group(*(Text(f"{line['at']}  {line['endpoint']}  {line['seconds']:.1f} s  {line['why']}") for line in lines[:4]))


def _bar(share: float) -> Text:
    filled = round(_BAR * max(0.0, min(1.0, share)))
    return Text("█" * filled + "·" * (_BAR - filled))
