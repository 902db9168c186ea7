"""Bringing the weights: transports, the lock, and the store of this user."""

from __future__ import annotations

import os
from pathlib import Path

from edge.weights.store import WeightStore


def default_store() -> WeightStore:
    """The store of this user: $CABIN_WEIGHTS, or `cabin-voice/weights` in the cache directory."""
    chosen = os.environ.get("CABIN_WEIGHTS")
    if chosen:
        return WeightStore(Path(chosen).expanduser())
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return WeightStore(Path(cache) / "cabin-voice" / "weights")


def default_mirror() -> Path | None:
    """The mirror directory that $CABIN_WEIGHTS_MIRROR names, if any."""
    chosen = os.environ.get("CABIN_WEIGHTS_MIRROR")
    return Path(chosen).expanduser() if chosen else None
