"""What the understanding is made of: mentions of concepts, requests to tools, acts, and what is kept between turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from edge.events import Json
from edge.language import Language

ActKind = Literal["tool", "query", "chat", "refuse", "ask", "offer", "control", "unavailable", "reject"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One concept found in the text.

    kind, value: the two halves of the concept's name, such as "obj" and "window".
    start, end: token positions, end exclusive.
    number, unit: for kind "number" the value and "degree", "fahrenheit", "percent", "level", "fraction" or "".
    text: the words as said. guessed: found by its sound, not by its letters.
    """

    kind: str
    value: str
    start: int
    end: int
    text: str = ""
    number: float = 0.0
    unit: str = ""
    guessed: bool = False

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.value}"


@dataclass(frozen=True, slots=True)
class ToolRequest:
    """A tool and its arguments, as the tool contract names them."""

    name: str
    arguments: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing the driver wants, in the order said.

    topic: what about, such as "set_window", "range", "motion" or "joke".
    requests: tool calls; for a query the one `get_vehicle_state` call.
    detail: words for the reply, such as {"destination": ...} or the tyres asked about.
    """

    kind: ActKind
    topic: str
    requests: tuple[ToolRequest, ...] = ()
    detail: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DialogueContext:
    """What one turn leaves for the next.

    mentions: the slots of the last command or question, for "a bit more" and "and the passenger too".
    levels: the last absolute value requested by tool and place, for steps of tools that know no steps.
    asked: the topic of our own open question, empty when none is open; `asked_times` how often it was put.
    offered: the requests a "yes" would set going.
    route: arguments of the last destination given, for "avoid the motorway".
    own: the place the speaker sits at, which "my" means.
    last_queried: whether the last act was a question about the car.
    """

    mentions: tuple[Mention, ...] = ()
    levels: Mapping[str, float] = field(default_factory=dict)
    asked: str = ""
    asked_times: int = 0
    offered: tuple[ToolRequest, ...] = ()
    route: Mapping[str, Json] = field(default_factory=dict)
    last_queried: bool = False
    own: str = "driver"


@dataclass(frozen=True, slots=True)
class Understanding:
    """What one utterance means.

    intent: "kind.topic" of the first act, such as "tool.set_window", "query.range" or "reject.unclear".
    confidence: share of the content words that the grammar accounts for, 0 to 1.
    context: what to hand to the next call.
    """

    text: str
    language: Language
    acts: tuple[Act, ...]
    confidence: float
    context: DialogueContext

    @property
    def intent(self) -> str:
        return f"{self.acts[0].kind}.{self.acts[0].topic}" if self.acts else "reject.silence"

    @property
    def tool_calls(self) -> list[tuple[str, dict[str, Json]]]:
        return [(r.name, dict(r.arguments)) for act in self.acts if act.kind in ("tool", "query") for r in act.requests]

    @property
    def needs_state(self) -> list[str]:
        """VSS paths the reply needs, in order, without repeats."""
        paths: dict[str, None] = {}
        for name, arguments in self.tool_calls:
            names = arguments.get("names") if name == "get_vehicle_state" else None
            for path in names if isinstance(names, list) else ():
                paths[str(path)] = None
        return list(paths)
