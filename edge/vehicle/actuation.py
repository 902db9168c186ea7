"""Requests to a real car: asked through a gateway, said to be done only when the observed values have moved.

    ToolHost ──▶ Desk.ask ──▶ take_requests ──▶ gateway ──▶ the car
                   │                              │
    tool result ◀──┴── finished ◀── answered ◀────┘   observed values arrive in the state

Nothing here reads a clock or holds a socket: times are nanoseconds handed in.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from edge.vehicle.actions import ACTUATABLE, Wishes
from edge.vehicle.catalogue import Value
from edge.vehicle.state import VehicleState

EXPIRY_NS = 5_000_000_000
"""A request that has not left by then is never sent: the driver no longer expects it."""
OPEN_LIMIT = 8
"""Requests in flight; one more is refused, since the gateway does not keep up."""

Answer = Literal["accepted", "refused", "expired"]


@dataclass(frozen=True, slots=True)
class ActuationRequest:
    """key: the gateway executes a request once, however often it arrives. wishes: value by path, all or nothing."""

    key: str
    tool: str
    wishes: Mapping[str, Value]
    expires_ns: int


@dataclass(slots=True)
class Open:
    """A request whose effect has not been seen. given_up_ns: when the driver is told that the car has not confirmed."""

    request: ActuationRequest
    given_up_ns: int
    sent: bool = False
    reason: str = ""
    """Why it will not be done, where that is known."""
    observed: dict[str, Value | None] = field(default_factory=dict)


class Desk:
    """Keeps requests until they are seen to be done, refused, or given up."""

    def __init__(self, state: VehicleState, observe_s: float = 3.0) -> None:
        """observe_s: how long after the request the values have to move, in seconds."""
        self._state = state
        self._observe_ns = round(observe_s * 1e9)
        self._open: dict[str, Open] = {}

    def __len__(self) -> int:
        return len(self._open)

    def ask(self, tool: str, wishes: Wishes, now_ns: int) -> ActuationRequest | None:
        """A new request; None when too many are open. Raises PermissionError for a path that is never moved."""
        for path in wishes:
            if not ACTUATABLE.fullmatch(path):
                raise PermissionError(path)
        if len(self._open) >= OPEN_LIMIT:
            return None
        request = ActuationRequest(secrets.token_hex(8), tool, dict(wishes), now_ns + EXPIRY_NS)
        self._open[request.key] = Open(request, now_ns + self._observe_ns)
        return request

    def waiting(self, now_ns: int) -> list[Open]:
        """Requests that have yet to be sent; those that are too old are refused instead."""
        found = []
        for entry in self._open.values():
            if entry.sent or entry.reason:
                continue
            if now_ns > entry.request.expires_ns:
                entry.reason = "expired"
            else:
                found.append(entry)
        return found

    def answered(self, key: str, answer: Answer) -> None:
        """What the gateway said. Accepted is not done: done is what is observed. Unknown keys are stale and ignored."""
        entry = self._open.get(key)
        if entry is not None and answer != "accepted":
            entry.reason = "gateway_refused" if answer == "refused" else "expired"

    def settled(self, now_ns: int) -> list[Open]:
        """Requests that came to an end, each returned once: `reason` is empty for those that were done."""
        found = []
        for key, entry in list(self._open.items()):
            entry.observed = {path: self._state.value(path, now_ns) for path in entry.request.wishes}
            if not entry.reason and not (entry.sent and self._moved(entry)):
                if now_ns < entry.given_up_ns:
                    continue
                entry.reason = "not_observed"
            del self._open[key]
            found.append(entry)
        return found

    def _moved(self, entry: Open) -> bool:
        catalogue = self._state.catalogue
        return all(entry.observed[path] == catalogue[path].coerce(value) for path, value in entry.request.wishes.items())
