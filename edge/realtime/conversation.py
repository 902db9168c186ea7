"""What a server remembers of a conversation's items: enough to acknowledge, to refuse and to give back."""

from __future__ import annotations

from dataclasses import dataclass

from edge.events import Json

MAX_ITEMS = 400
"""Items of one conversation; the oldest is forgotten. A turn that asks the car makes four: question, call, result, answer."""

MAX_ITEM_CHARS = 1_000_000
"""Characters of one item's text."""


@dataclass(slots=True)
class Entry:
    """One item: its wire form without audio, and how much audio it has."""

    body: dict[str, Json]
    audio_bytes: int = 0


class Conversation:
    """Items by id in the order in which they were added."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        # The newest item, what the next one follows.
        self.last_id: str | None = None

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, item_id: str) -> Entry | None:
        """The item, None when there is none."""
        return self._entries.get(item_id)

    def add(self, item_id: str, body: dict[str, Json]) -> str | None:
        """Add an item at the end; the id of the one it follows."""
        before = self.last_id
        self._entries[item_id] = Entry(body)
        self.last_id = item_id
        if len(self._entries) > MAX_ITEMS:
            del self._entries[next(iter(self._entries))]
        return before

    def remove(self, item_id: str) -> bool:
        """Take an item out; False when there is none."""
        if self._entries.pop(item_id, None) is None:
            return False
        if self.last_id == item_id:
            self.last_id = next(reversed(self._entries), None)
        return True
