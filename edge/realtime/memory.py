"""Bounded memories of identifiers: what is too old to matter is forgotten, so that no peer can fill them."""

from __future__ import annotations

from collections import Counter


class ForgetOldestSet:
    """A set that holds the newest `limit` identifiers."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._ids: dict[str, None] = {}

    def add(self, identifier: str) -> bool:
        """Remember; True when it was not known yet."""
        if identifier in self._ids:
            return False
        self._ids[identifier] = None
        if len(self._ids) > self.limit:
            del self._ids[next(iter(self._ids))]
        return True

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._ids

    def __len__(self) -> int:
        return len(self._ids)


class ForgetOldestCounts:
    """Numbers by identifier, of the newest `limit` identifiers."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._counts: Counter[str] = Counter()

    def add(self, identifier: str, number: int) -> None:
        """Add to an identifier's number."""
        if identifier not in self._counts and len(self._counts) >= self.limit:
            del self._counts[next(iter(self._counts))]
        self._counts[identifier] += number

    def __getitem__(self, identifier: str) -> int:
        return self._counts.get(identifier, 0)

    def as_dict(self) -> dict[str, int]:
        """A copy, oldest first."""
        return dict(self._counts)
