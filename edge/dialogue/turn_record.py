"""Where what the driver said belongs in the transcript, whoever transcribes it and whenever the text comes."""

from __future__ import annotations

from collections import deque

from edge.dialogue.transcript import Transcript

_KEPT = 64


class TurnRecord:
    """Gives each turn its place and finds it again by the item that an endpoint made of the turn's audio."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._place = -1
        self._items: dict[tuple[str, str], int] = {}
        """Places by endpoint and item."""
        self._due: dict[str, deque[int]] = {}
        """Places of the turns whose commit an endpoint has not confirmed yet, oldest first."""
        self.said = ""
        """What the driver said in this turn, as far as it is known."""

    def open(self) -> None:
        """A turn begins."""
        self._place = self._transcript.open_turn()
        self.said = ""

    def sent(self, endpoint: str) -> None:
        """The turn was committed to an endpoint."""
        self._due.setdefault(endpoint, deque(maxlen=16)).append(self._place)

    def connected(self, endpoint: str) -> None:
        """A new session knows nothing of what was sent in the last one."""
        self._due.pop(endpoint, None)

    def committed(self, endpoint: str, item_id: str) -> None:
        """An endpoint has made an item of the oldest turn it was sent; of the present one where it ends turns by itself."""
        due = self._due.get(endpoint)
        self._items[endpoint, item_id] = due.popleft() if due else self._place
        if len(self._items) > _KEPT:
            del self._items[next(iter(self._items))]

    def transcribed(self, endpoint: str, item_id: str, text: str) -> bool | None:
        """The words of an item: True for those of this turn, False for an older one, None when they are known already."""
        place = self._items.get((endpoint, item_id), self._place)
        if not self._transcript.settle(place, text):
            return None
        if place == self._place:
            self.said = text
            return True
        return False
