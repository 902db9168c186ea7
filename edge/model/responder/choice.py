"""Which of several lines is said: varied, the same for the same seed, and never the same line twice running."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


class Chooser:
    """Chooses lines by key. Remembers the last line of each key and the last line said at all."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed
        self._turn = 0
        self._last: dict[str, str] = {}
        self._said = ""

    def choose(self, key: str, lines: Sequence[str]) -> str:
        """One of the lines, which must not be empty."""
        self._turn += 1
        fresh = [line for line in lines if line not in (self._last.get(key), self._said)] or list(lines)
        digest = hashlib.blake2b(f"{self._seed}:{self._turn}:{key}".encode(), digest_size=4).digest()
        line = fresh[int.from_bytes(digest, "big") % len(fresh)]
        self._last[key] = self._said = line
        return line
