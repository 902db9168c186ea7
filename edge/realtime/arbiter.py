"""Who may speak next: one response at a time, asked for only when the last has ended.

Servers refuse a second response.create ("conversation already has an active response") and answer a late
response.cancel with an error; both races end here. The slot goes

    IDLE -> REQUESTED -> ACTIVE -> IDLE            asked, created, terminal event
            REQUESTED -> DOOMED -> CANCELLING      cancelled before it was created
                         ACTIVE -> CANCELLING -> IDLE
    IDLE -> ACTIVE                                 the server answers unasked (its own turn detection)

and a request that comes while the slot is taken waits, alone: a newer one replaces it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Literal

from edge.realtime.events import ServerError
from edge.realtime.failures import benign_reason


class Slot(enum.Enum):
    """Where the one response is."""

    IDLE = enum.auto()
    REQUESTED = enum.auto()
    DOOMED = enum.auto()
    ACTIVE = enum.auto()
    CANCELLING = enum.auto()


@dataclass(frozen=True, slots=True)
class Request:
    """A response.create. text_only: an answer in writing. once: should one be under way already, that one is the answer."""

    instructions: str | None = None
    text_only: bool = False
    once: bool = False


@dataclass(frozen=True, slots=True)
class Create:
    """Send response.create."""

    request: Request


@dataclass(frozen=True, slots=True)
class Cancel:
    """Send response.cancel. response_id: None when the response has no id yet."""

    response_id: str | None


Action = Create | Cancel
Blame = Literal["create", "cancel"] | None
"""What of ours an error names by its event_id."""


class ResponseArbiter:
    """The slot and the request that waits for it. Methods return what is to be sent."""

    def __init__(self) -> None:
        self.slot = Slot.IDLE
        # Id of the response in the slot; set from ACTIVE on, None before.
        self.response_id: str | None = None
        # The request that waits for the slot to be free.
        self.waiting: Request | None = None
        # Requests that were replaced by newer ones or cancelled before they were sent.
        self.dropped_requests = 0
        # The request in the slot while it may still have to be repeated.
        self._sent: Request | None = None
        # Set when a request was given up before its response was created: should that come after all, it is unwanted.
        self.orphan = False

    @property
    def busy(self) -> bool:
        """Whether a response is asked for or under way."""
        return self.slot is not Slot.IDLE

    def request(self, request: Request) -> list[Action]:
        """A response is wanted: at once, or as soon as the current one has ended."""
        if self.waiting is not None:
            self.dropped_requests += 1
        self.waiting = request
        return self._next()

    def cancel(self) -> list[Action]:
        """Nothing more of the current response is wanted, nor of a request that waits."""
        if self.waiting is not None:
            self.waiting = None
            self.dropped_requests += 1
        if self.slot is Slot.REQUESTED:
            self.slot = Slot.DOOMED
            return [Cancel(None)]
        if self.slot is Slot.ACTIVE:
            self.slot = Slot.CANCELLING
            return [Cancel(self.response_id)]
        return []

    def started(self, response_id: str) -> list[Action]:
        """The server created a response. After this, CANCELLING says that it is not wanted."""
        doomed = self.slot is Slot.DOOMED or (self.orphan and self.slot is Slot.IDLE)
        self.orphan = False
        self.response_id = response_id
        self._sent = None
        if doomed:
            # The first cancel may have overtaken the creation inside the server; a second one harms nothing.
            self.slot = Slot.CANCELLING
            return [Cancel(response_id)]
        self.slot = Slot.ACTIVE
        return []

    def finished(self, response_id: str) -> list[Action]:
        """A terminal event came. One of another response changes nothing."""
        if self.slot in (Slot.ACTIVE, Slot.CANCELLING) and self.response_id in (None, response_id):
            return self._free()
        return []

    def failed(self, error: ServerError, blame: Blame) -> list[Action]:
        """The server complained. blame: which of our events its event_id names."""
        reason = benign_reason(error) if error.kind == "benign" else "other"
        asked = self.slot in (Slot.REQUESTED, Slot.DOOMED)
        if reason == "already_active" and asked:
            # Something runs that we were not told of, or its end is on its way: ask again after it.
            once = self._sent is not None and self._sent.once
            if self.slot is Slot.REQUESTED and self.waiting is None and not once:
                self.waiting = self._sent
            self._sent = None
            self.slot = Slot.ACTIVE if self.slot is Slot.REQUESTED else Slot.CANCELLING
            return []
        if reason == "cancel_idle":
            return self._free() if self.slot is Slot.CANCELLING else []
        if asked and (blame == "create" or (blame is None and error.event_id is None and error.kind != "benign")):
            return self._free()
        return []

    def release(self) -> list[Action]:
        """Give up waiting for a terminal event: the caller's deadline has passed."""
        if self.slot in (Slot.REQUESTED, Slot.DOOMED):
            self.orphan = True
        return self._free()

    def _free(self) -> list[Action]:
        self.slot = Slot.IDLE
        self.response_id = None
        self._sent = None
        return self._next()

    def _next(self) -> list[Action]:
        if self.slot is not Slot.IDLE or self.waiting is None:
            return []
        request, self.waiting = self.waiting, None
        self._sent = request
        self.slot = Slot.REQUESTED
        return [Create(request)]
