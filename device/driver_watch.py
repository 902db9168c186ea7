"""Whose voice a turn has: the persona and the place of a driver who is known, chosen while the daemon runs.

Opt-in (`persona.know_driver`, `cabin driver enrol`). What a voice decides is a manner of speaking and what "my seat" means;
it opens nothing, and a passenger's place only narrows what may be done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from device.assembly import Parts
from device.context import open_persona
from device.drivers import NAME, open_encoder, read_drivers
from device.dsp_thread import Batch
from device.service.runtime import state_directory
from edge.audio.frame import ENGINE_RATE, Samples
from edge.dialogue.turn import State
from edge.errors import InputError
from edge.events import Json
from edge.frontend.frontend import FrontEndOutput
from edge.model.speaker import LEAST_SPEECH_S, Driver, Drivers, Embedding, Guess
from edge.vehicle.tool_models import Zone

LONGEST_S = 8.0
"""So much of a turn is enough to tell a voice, and no more of it is held."""
_ZONES: dict[str, Zone] = {"driver": "driver", "passenger": "passenger", "rear_left": "rear", "rear_right": "rear"}


class Encoder(Protocol):
    """What makes a vector of a voice: `edge.model.speaker.SpeakerEncoder`."""

    def embed(self, audio: Samples) -> tuple[Embedding | None, float]:
        """The voice in an audio, and the seconds of speech it was made from."""
        ...


@dataclass
class KnownVoices:
    """The drivers of a file, which is read anew when it changes, and the network that tells their voices.

    The network is opened with the first turn in which somebody is known, not with the daemon.
    """

    file: Path
    open_network: Callable[[], Encoder] = open_encoder
    drivers: Drivers = field(default_factory=Drivers)
    _encoder: Encoder | None = None
    _read_at: int | None = None

    def who(self, audio: Samples) -> Guess | None:
        """Who speaks in a turn; None where nobody is known at all. Raises InputError: a damaged file, weights that are not here."""
        try:
            changed: int | None = self.file.stat().st_mtime_ns
        except OSError:
            changed = None
        if changed != self._read_at:
            self.drivers = read_drivers(self.file)
            self._read_at = changed
        if not self.drivers.known:
            return None
        if self._encoder is None:
            self._encoder = self.open_network()
        return self.drivers.who(self._encoder.embed(audio)[0])


class VoiceFollower:
    """Listens to every turn and makes the assistant that of the one who spoke. The audio is dropped once its voice was told."""

    def __init__(
        self,
        parts: Parts,
        usual: Path | None,
        file: Path | None,
        tell: Callable[[str, dict[str, Json]], None],
        open_network: Callable[[], Encoder] = open_encoder,
    ) -> None:
        """usual: the persona of everybody without one of his own. file: the known drivers, this user's by default.

        tell: takes the name and the fields of an event for the timeline.
        """
        self._parts = parts
        self._usual = usual
        self._voices = KnownVoices(file or state_directory() / NAME, open_network)
        self._tell = tell
        self._persona: Path | None = usual
        self._turn: list[Samples] = []
        self._held = 0
        self._task: asyncio.Task[None] | None = None

    def on_batch(self, batch: Batch) -> None:
        """As the daemon tells it, on the event loop, after the conversation has heard it."""
        self.hear(batch.outputs, self._parts.assistant.state)

    def hear(self, outputs: Sequence[FrontEndOutput], state: State) -> None:
        """Take what the front end made of the last frames. state: where the conversation stands after them."""
        if state is State.LISTENING:
            for output in outputs if self._held < LONGEST_S * ENGINE_RATE else ():
                self._turn.append(output.clean)
                self._held += output.clean.size
            return
        turn, held, self._turn, self._held = self._turn, self._held, [], 0
        if held >= LEAST_SPEECH_S * ENGINE_RATE and (self._task is None or self._task.done()):
            self._task = asyncio.get_running_loop().create_task(self._follow(np.concatenate(turn)))

    async def settled(self) -> None:
        """Wait until the last turn's voice was told."""
        if self._task is not None:
            await self._task

    async def _follow(self, audio: Samples) -> None:
        try:
            guess = await asyncio.to_thread(self._voices.who, audio)
            if guess is not None:
                self._tell("speaker", {"name": guess.name, "score": guess.score})
                self._take(self._voices.drivers.known.get(guess.name))
        except InputError as error:
            self._tell("fault", {"what": str(error), "action": "the voice is not followed"})

    def _take(self, driver: Driver | None) -> None:
        """A known voice brings its persona and its place; an unknown one leaves the persona, and counts as the driver's."""
        seat = "driver" if driver is None else driver.seat
        self._parts.context.seat = seat
        self._parts.vehicle.tools.speaker = _ZONES.get(seat, "driver")
        if driver is None:
            return
        persona = Path(driver.persona) if driver.persona else self._usual
        if persona != self._persona:
            self._parts.context.take(open_persona(persona))
            self._parts.assistant.care.outdate(f"{driver.name} speaks")
            self._persona = persona
