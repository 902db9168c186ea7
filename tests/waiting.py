"""Waiting for what another process, a bus or a thread brings about: the one place in which a test looks again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

_AGAIN_S = 0.01


async def until(holds: Callable[[], object]) -> None:
    """Return once something holds. A test that waits in vain is ended by its own time-out."""
    while not holds():
        await asyncio.sleep(_AGAIN_S)
