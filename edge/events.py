"""The timeline: what happened, when, in the words of the command line's contract."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One line of `events.jsonl`, of `--json` output and of the control socket.

    t: seconds of audio time (seconds since start where there is no audio).
    event: name from the contract, such as "wake" or "barge_in".
    fields: further keys of the line, JSON values only.
    """

    t: float
    event: str
    fields: Mapping[str, Json] = field(default_factory=dict)

    def to_json(self) -> str:
        """One JSON object on one line, keys in a fixed order, text in its own script."""
        body: dict[str, Json] = {"t": round(self.t, 3), "event": self.event, **self.fields}
        return json.dumps(body, ensure_ascii=False, separators=(", ", ": "))
