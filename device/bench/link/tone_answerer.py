"""A deterministic answerer for other people's clients: real audio, a tool call, and an answer long enough to cancel.

What it does depends on the newest thing the user said: a text with "tool" gets a call of the first declared tool, one
with "long" gets a tone that goes on until it is cancelled, all else (audio too) gets half a second of 440 Hz.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

import numpy as np

from device.link.server import Caller
from edge.realtime.commands import AudioAppended, AudioCommitted, ClientCommand, ItemCreated, ResponseRequested, ToolResult
from edge.realtime.config import BYTES_PER_SECOND
from edge.realtime.dialects import Dialect
from edge.realtime.session_server import ServerSession

TONE = (8000 * np.sin(2 * np.pi * 440 * np.arange(12_000) / 24_000)).astype("<i2").tobytes()
LOUD = 500
"""Level from which the small detector below takes audio for speech."""


class ToneAnswerer:
    """One session. Where the client wants the server to end turns, silence after sound does."""

    def __init__(self, dialect: Dialect | None, session_id: str, pause_s: float = 0.02) -> None:
        """pause_s: seconds between the pieces of a long answer; 0 where the one who takes them sets the pace."""
        self.session = ServerSession(dialect, session_id=session_id)
        self.said = ""
        self._pause_s = pause_s
        self._interrupted = threading.Event()
        self._quiet_bytes = 0
        self._speaking = False

    @classmethod
    def of(cls, caller: Caller) -> ToneAnswerer:
        """For a client that has called."""
        return cls(caller.dialect, caller.session_id)

    def open(self) -> Iterable[str]:
        """See `device.link.answering.Answerer`."""
        self.session.open()
        return self.session.take_outgoing()

    def interrupt(self) -> None:
        """Stop a long answer; from any thread."""
        self._interrupted.set()

    def receive(self, text: str, now_ns: int) -> Iterator[str]:
        """See `device.link.answering.Answerer`."""
        for command in self.session.receive(text):
            yield from self._follow(command)
        yield from self.session.take_outgoing()

    def _follow(self, command: ClientCommand) -> Iterator[str]:
        match command:
            case AudioCommitted():
                milliseconds = len(command.pcm) * 1000 // BYTES_PER_SECOND
                self.said = f"{milliseconds} ms"
                self.session.input_transcript(command.item_id, self.said, "en")
            case ItemCreated() if command.item.role == "user":
                self.said = command.item.text
            case ToolResult():
                self.said = f"result {command.output}"
            case ResponseRequested():
                yield from self._answer()
            case AudioAppended() if self.session.config.turn_detection is not None:
                yield from self._listen(command.pcm)

    def _listen(self, pcm: bytes) -> Iterator[str]:
        """End the turn after enough silence, and answer it."""
        detection = self.session.config.turn_detection
        samples = np.frombuffer(pcm[: len(pcm) & ~1], "<i2")
        now_ms = self.session.audio.total_bytes * 1000 // BYTES_PER_SECOND
        if samples.size and int(np.abs(samples.astype(np.int32)).max()) > LOUD:
            if not self._speaking:
                self._speaking = True
                self.session.speech_started(max(0, now_ms - len(pcm) * 1000 // BYTES_PER_SECOND))
            self._quiet_bytes = 0
            return
        self._quiet_bytes += len(pcm)
        if self._speaking and detection and self._quiet_bytes >= detection.silence_ms * BYTES_PER_SECOND // 1000:
            self._speaking = False
            for command in self.session.speech_stopped(now_ms):
                yield from self._follow(command)
            yield from self._answer()

    def _answer(self) -> Iterator[str]:
        self._interrupted.clear()
        session = self.session
        session.begin_response()
        tools = [str(tool["name"]) for tool in session.config.tools]
        if "tool" in self.said and tools:
            session.tool_call(tools[0], {"names": ["Speed"]})
        else:
            session.text_delta(f"You said {self.said}.")
            if session.speaks:
                session.audio_delta(TONE)
            while "long" in self.said and not self._interrupted.is_set():
                session.audio_delta(TONE)
                yield from session.take_outgoing()
                self._interrupted.wait(self._pause_s)
            if "long" in self.said:
                return  # the cancel that waits in line ends the response
        session.end_response()
        yield from session.take_outgoing()
