"""Waiting for what another process, a bus or a thread brings about: the one place in which a test looks again and again."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

_AGAIN_S = 0.01


async def until(holds: Callable[[], object | Awaitable[object]]) -> Any:
    """Return what was found once something is found. A test that waits in vain is ended by its own time-out."""
    while True:
        found = holds()
        if inspect.isawaitable(found):
            found = await found
        if found:
            return found
        await asyncio.sleep(_AGAIN_S)
