"""The faulty peer with a voice by which a listener can tell whose answer to which turn it hears.

A turn is spoken as a constant level and answered by the same level: positive by the cloud, negative by the board.
"""

from __future__ import annotations

from random import Random

import numpy as np

from device.bench.link.faulty_peer import Faults, FaultyPeer
from edge.audio.frame import Samples
from edge.events import Json
from edge.realtime.commands import AudioCommitted, ClientCommand, ResponseRequested, ToolResult
from edge.realtime.config import SAY_EXACTLY

STEP = 128
"""Distance of two levels in 16-bit steps."""
LEVELS = 120
LOWEST = 8
PIECE = 960
"""Samples of one audio event: 40 ms at 24 kHz."""
PIECES = 12
PAUSE = 480
"""Samples of silence at the end of an answer."""
ANSWER_SAMPLES = PIECE * PIECES - PAUSE
TOOL = "media"
TOOL_ARGUMENTS: dict[str, Json] = {"action": "volume_change", "value": 10}


def level_of(turn: int) -> int:
    """The level of a turn's number, in steps."""
    return turn % LEVELS + LOWEST


def spoken(level: int, count: int) -> Samples:
    """`count` samples of a level."""
    return np.full(count, level * STEP / 32768, np.float32)


def calls_a_tool(level: int) -> bool:
    """Every fifth level asks for a deed."""
    return level % 5 == 0


class SpeakingPeer(FaultyPeer):
    """One connection to an endpoint that speaks in levels."""

    def __init__(self, faults: Faults, seed: int, sign: int, first_ms: float, in_writing: float = 0.0) -> None:
        """sign: 1 or -1, of its answers. first_ms: mean time until an answer begins. in_writing: share without sound."""
        super().__init__(faults, seed)
        self._sign = sign
        self._first_ms = first_ms
        self._in_writing = in_writing
        self._choices = Random(seed)
        self._acted = False
        self.deeds = 0

    def _follow(self, command: ClientCommand, now_ms: float) -> None:
        match command:
            case AudioCommitted():
                self._value, self._acted = _heard(command.pcm), False
                self._session.input_transcript(command.item_id, f"turn {self._value}")
                self.send(now_ms + self._choices.random() * 200)
            case ToolResult():
                self._acted = True
            case ResponseRequested():
                self._answer(command.instructions, now_ms)
            case _:
                self.send(now_ms)

    def _answer(self, instructions: str | None, now_ms: float) -> None:
        session = self._session
        self.running = session.begin_response()
        level = self._value
        fixed = instructions is not None and instructions.startswith(SAY_EXACTLY)
        if fixed and instructions is not None:
            level = int(instructions.rpartition(" ")[2] or "0")
        wait_ms = self._choices.expovariate(1 / self._first_ms) if self._first_ms else 0.0
        if calls_a_tool(level) and not self._acted and not fixed:
            session.tool_call(TOOL, TOOL_ARGUMENTS)
        elif self._choices.random() < self._in_writing and not fixed:
            session.begin_message()
            session.text_delta(f"this is {level}")
        else:
            session.begin_message()
            sound = np.full(PIECE, self._sign * level * STEP, "<i2")
            for piece in range(PIECES - 1):
                session.text_delta(f"{piece} ")
                session.audio_delta(sound.tobytes())
            sound[-PAUSE:] = 0
            session.text_delta("over.")
            session.audio_delta(sound.tobytes())
        session.end_response()
        self.send(now_ms + wait_ms, self.running)


def _heard(pcm: bytes) -> int:
    samples = np.frombuffer(pcm[: len(pcm) & ~1], "<i2")
    loud = samples[samples > STEP * LOWEST // 2]
    return round(float(np.median(loud)) / STEP) if loud.size else 0
