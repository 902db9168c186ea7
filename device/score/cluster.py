"""Conversations on the workers of a Dask cluster. Needs the extra `cluster`."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from device.score.cases import Case
from device.score.talk import Result, hold
from edge.errors import InputError
from edge.persona.persona import Persona

IN_FLIGHT = 256
"""Conversations handed to the cluster at a time; its scheduler deals them out."""
_CONNECT_S = 10
_ONE_AT_A_TIME = threading.Lock()  # the local model uses a worker's processor alone


@dataclass(frozen=True, slots=True)
class Task:
    """One run of a case. endpoint: None is the local model of the worker."""

    case: Case
    persona: Persona
    endpoint: str | None
    spoken: bool


class Cluster:
    """A connection to a scheduler. A cloud's key is never sent: every worker reads its own."""

    def __init__(self, client: Any) -> None:
        self._client = client

    @classmethod
    async def connect(cls, address: str) -> Cluster:
        """Raises InputError where nothing answers, or without the extra."""
        try:
            distributed: Any = import_module("distributed")
        except ImportError as error:
            raise InputError("--cluster", "needs Dask: pip install cabin-voice[cluster]") from error
        try:
            return cls(await distributed.Client(address, asynchronous=True, timeout=_CONNECT_S, set_as_default=False))
        except (OSError, ValueError) as error:
            raise InputError("--cluster", f"{address}: {' '.join(str(error).split())[:200]}") from error

    async def hold(self, task: Task) -> Result:
        """Let a worker hold the conversation."""
        result: Result = await self._client.submit(hold_here, task, pure=False)
        return result

    async def close(self) -> None:
        await self._client.close()


def hold_here(task: Task) -> Result:
    """What a worker does."""
    runner, speaker = _parts(task.endpoint, task.spoken)
    if task.endpoint is not None:
        return asyncio.run(hold(task.case, runner, task.persona, "cloud", speaker))
    with _ONE_AT_A_TIME:
        return asyncio.run(hold(task.case, runner, task.persona, "local", speaker))


@lru_cache(maxsize=2)
def _parts(endpoint: str | None, spoken: bool) -> Any:
    """Loaded once a worker."""
    from device.score.run import parts

    runner, speaker, _ = parts(endpoint, spoken=spoken)
    return runner, speaker
